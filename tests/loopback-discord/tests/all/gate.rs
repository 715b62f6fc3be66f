//! The gate: requests and events that are held, failed, or lost after they were done.

use std::time::{Duration, Instant};

use loopback_discord::{Channel, Loopback};
use serde_json::json;

use crate::bot::{Rest, Wire};

async fn stage() -> (Loopback, Channel, Rest, String) {
    let discord = Loopback::start().await;
    let general = discord.guild("Study").channel("general");
    let rest = Rest::new(&discord);
    let path = format!("/channels/{}/messages", general.id());
    (discord, general, rest, path)
}

#[tokio::test]
async fn the_nth_request_is_held_until_it_is_released() {
    let (discord, general, rest, path) = stage().await;
    let rule = discord.gate().when(|step| step.is_request("POST", "/channels/*/messages")).skipping(1).times(1).hold();
    assert_eq!(rest.post(&path, json!({"content": "first"})).await.0, 200);
    let second = tokio::spawn({
        let (rest, path) = (rest.clone(), path.clone());
        async move { rest.post(&path, json!({"content": "second"})).await.0 }
    });
    let held = discord.gate().held().await.unwrap();
    assert_eq!(held.step().json()["content"], "second");
    assert_eq!(general.messages().len(), 1);
    assert_eq!(rest.post(&path, json!({"content": "third"})).await.0, 200);
    held.release();
    assert_eq!(second.await.unwrap(), 200);
    assert_eq!(general.messages().len(), 3);
    assert_eq!(rule.seen(), 3);
}

#[tokio::test]
async fn a_client_that_is_killed_leaves_a_request_undone_or_done() {
    for (perform, expected) in [(false, 0), (true, 1)] {
        let (discord, general, rest, path) = stage().await;
        let _rule = discord.gate().when(loopback_discord::Step::is_any_request).hold();
        let client = tokio::spawn(async move { rest.post(&path, json!({"content": "x"})).await });
        let held = discord.gate().held().await.unwrap();
        client.abort();
        assert!(client.await.unwrap_err().is_cancelled());
        if perform {
            held.perform().await;
        }
        held.lose();
        let settled = |discord: &Loopback| discord.requests()[0].status == Some(0);
        discord.until("the request to end", settled).await.unwrap();
        assert_eq!(general.messages().len(), expected);
    }
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_deed() {
    let (discord, general, rest, path) = stage().await;
    let body = || Some(json!({"content": "x"}));
    let rule = discord.gate().when(loopback_discord::Step::is_any_request).lose();
    assert!(rest.try_send("POST", &path, body()).await.is_err());
    assert_eq!(general.messages().len(), 1);
    rule.lift();
    let rule = discord.gate().when(loopback_discord::Step::is_any_request).refuse();
    assert!(rest.try_send("POST", &path, body()).await.is_err());
    assert_eq!(general.messages().len(), 1);
    rule.lift();
    assert_eq!(rest.post(&path, json!({"content": "x"})).await.0, 200);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn requests_can_fail_or_be_late() {
    let (discord, general, rest, path) = stage().await;
    let failing = discord.gate().when(loopback_discord::Step::is_any_request).times(1).fail(502, json!({"message": "Bad gateway"}));
    assert_eq!(rest.post(&path, json!({"content": "x"})).await, (502, json!({"message": "Bad gateway"})));
    assert!(general.messages().is_empty());
    failing.lift();
    let _late = discord.gate().when(loopback_discord::Step::is_any_request).delay(Duration::from_millis(80));
    let start = Instant::now();
    assert_eq!(rest.post(&path, json!({"content": "x"})).await.0, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert!(discord.requests()[1].took.unwrap() >= Duration::from_millis(80));
}

#[tokio::test]
async fn an_event_is_held_before_and_after_it_is_delivered() {
    let (discord, general, _, _) = stage().await;
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    wire.event("GUILD_CREATE").await;
    let ann = discord.person("ann");
    let _rule = discord.gate().when(|step| step.is_event("MESSAGE_CREATE")).hold();
    let delivered = discord.gateway().tally().delivered;

    drop(ann.says(&general, "one"));
    let held = discord.gate().held().await.unwrap();
    assert_eq!(discord.gateway().tally().delivered, delivered);
    held.perform().await;
    assert_eq!(discord.gateway().tally().delivered, delivered + 1);
    held.release();
    wire.event("MESSAGE_CREATE").await;

    drop(ann.says(&general, "two"));
    discord.gate().held().await.unwrap().lose();
    discord.gate().open();
    discord.gateway().cuts();
    discord.gateway().until_connected(0).await.unwrap();
    // It was lost on its way: the session still has it.
    let mut wire = wire.resume(&discord).await;
    wire.event("MESSAGE_CREATE").await;
}
