//! When the gateway fails: connections that break, freeze or are closed with every code there is.

use std::time::{Duration, Instant};

use loopback_discord::{Loopback, Tally, Turnstile};
use serde_json::json;

use mockingbird::config::{DatabaseUrl, Limits, Secret};
use mockingbird::discord::{Endpoint, Patience, Settings, run};

use super::bot::{Stage, Way, ends};
use crate::support::{app_on, bot_database, report};

/// A stage whose gateway wants a heartbeat that often.
async fn stage_beating(interval: Duration) -> Stage {
    let mut stage = Stage::on(Loopback::builder().bot_name("Mockingbird").heartbeat(interval).start().await);
    stage.start(Way::Plain).await;
    stage
}

async fn until(stage: &Stage, what: &str, wanted: impl Fn(&Tally) -> bool) {
    stage.discord.gateway().until(what, wanted).await.unwrap_or_else(|late| panic!("{late:?}\n{}", stage.log()));
}

/// Whether somebody who asks is answered.
async fn answers(stage: &Stage) {
    let card = stage.ada.types_command(&stage.channel, "leaderboard", json!({})).response().await;
    assert!(card.text().contains("Nobody has answered"), "{}", card.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_the_connection_is_gone_is_answered_when_it_is_back() {
    let stage = Stage::new().await;
    stage.discord.gateway().cuts();
    stage.discord.gateway().until_connected(0).await.unwrap();
    answers(&stage).await;
    until(&stage, "a resume", |tally| tally.resumes == 1).await;
    assert_eq!(stage.discord.gateway().tally().identifies, 1);
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_to_reconnect_it_resumes_at_once() {
    let stage = Stage::new().await;
    let begun = Instant::now();
    stage.discord.gateway().asks_to_reconnect();
    until(&stage, "a resume", |tally| tally.resumes == 1).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    answers(&stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_session_is_resumed_or_begun_anew_as_discord_says() {
    let stage = Stage::new().await;
    stage.discord.gateway().invalidates(true);
    until(&stage, "a resume", |tally| tally.resumes == 1).await;
    stage.discord.gateway().invalidates(false);
    until(&stage, "a new session", |tally| tally.identifies == 2).await;
    assert_eq!(stage.discord.gateway().tally().resumes, 1, "a session that is gone is not resumed");
    answers(&stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_every_close_code_it_goes_on_as_discord_says() {
    let one = |code: Option<u16>, resumes: bool| async move {
        let stage = Stage::new().await;
        match code {
            Some(code) => stage.discord.gateway().closes(code),
            None => stage.discord.gateway().closes_without_code(),
        }
        if resumes {
            until(&stage, "a resume", |tally| tally.resumes == 1).await;
            assert_eq!(stage.discord.gateway().tally().identifies, 1, "{code:?}");
        } else {
            until(&stage, "a new session", |tally| tally.identifies == 2).await;
            assert_eq!(stage.discord.gateway().tally().resumes, 0, "{code:?}");
        }
        answers(&stage).await;
        stage.is_clean();
    };
    for code in [None, Some(1000), Some(1001), Some(4000), Some(4001), Some(4002), Some(4005), Some(4008), Some(4999)] {
        one(code, true).await;
    }
    // Each waits the five seconds between two sessions, so they wait together.
    tokio::join!(one(Some(4003), false), one(Some(4006), false), one(Some(4007), false), one(Some(4009), false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_code_that_nothing_helps_against_ends_it_with_a_sentence_and_a_code() {
    for (close, code, part) in [
        (4004, 3, "does not accept the token"),
        (4010, 2, "knows no such shard"),
        (4011, 2, "too many servers"),
        (4012, 6, "install a newer one"),
        (4013, 4, "does not allow an intent"),
        (4014, 4, "does not allow an intent"),
    ] {
        let mut stage = Stage::new().await;
        stage.discord.gateway().closes(close);
        assert_eq!(stage.ended().await.code(), Some(code), "{close}");
        assert!(stage.log().contains(part), "{close}: {}", stage.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_nobody_is_behind_is_given_up_and_the_session_resumed() {
    let stage = stage_beating(Duration::from_millis(500)).await;
    let begun = Instant::now();
    stage.discord.gateway().freezes();
    answers(&stage).await;
    until(&stage, "a resume", |tally| tally.resumes == 1).await;
    report(&format!("half-open connection, heartbeats every 500 ms: noticed and resumed after {:.1?}", begun.elapsed()));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!(stage.log().contains("no sign of life"), "{}", stage.log());
    stage.discord.gateway().thaws();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_misses_heartbeats_is_left_for_a_better_connection() {
    let stage = stage_beating(Duration::from_millis(400)).await;
    until(&stage, "heartbeats", |tally| tally.heartbeats >= 3).await;
    assert_eq!(stage.discord.gateway().tally().resumes, 0, "answered heartbeats need no resume");
    stage.discord.gateway().ignores_heartbeats(true);
    until(&stage, "a resume", |tally| tally.resumes == 1).await;
    stage.discord.gateway().ignores_heartbeats(false);
    answers(&stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_that_discord_asks_for_comes_at_once() {
    let stage = Stage::new().await;
    let before = stage.discord.gateway().tally().heartbeats;
    stage.discord.gateway().asks_for_heartbeat();
    until(&stage, "a heartbeat", |tally| tally.heartbeats > before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_lets_everybody_in_and_drops_them_is_tried_with_longer_and_longer_pauses() {
    let mut stage = Stage::new().await;
    let before = stage.discord.gateway().tally().connects;
    stage.discord.gateway().turns(Turnstile::Trapdoor);
    let begun = Instant::now();
    stage.discord.gateway().cuts();
    until(&stage, "four tries", |tally| tally.connects >= before + 4).await;
    report(&format!("a gateway that drops everybody: the fourth connection after {:.1?}", begun.elapsed()));
    // At once, then after 1, 2 and 4 seconds, of which chance takes off half at the most.
    assert!(begun.elapsed() >= Duration::from_millis(3500), "{:?}", begun.elapsed());
    stage.discord.gateway().turns(Turnstile::Open);
    until(&stage, "a resume", |tally| tally.resumes == 1).await;
    answers(&stage).await;
    // Told to stop in the middle of a pause, it stops.
    stage.discord.gateway().turns(Turnstile::Refuse);
    stage.discord.gateway().cuts();
    let begun = Instant::now();
    assert!(stage.stop().await.success());
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_not_there_at_the_start_is_waited_for() {
    let mut stage = Stage::without_bot().await;
    stage.discord.gateway().turns(Turnstile::Refuse);
    stage.spawn();
    until(&stage, "three tries", |tally| tally.connects >= 3).await;
    stage.discord.gateway().turns(Turnstile::Open);
    stage.discord.until_command("interview").await.unwrap();
    answers(&stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_error_at_the_start_is_tried_again_and_ends_it_when_it_stays() {
    let mut stage = Stage::without_bot().await;
    let is_gateway = |step: &loopback_discord::Step| step.is_request("GET", "/gateway/bot");
    stage.discord.gate().when(is_gateway).times(2).fail(503, json!({}));
    stage.start(Way::Plain).await;
    answers(&stage).await;
    let stage = Stage::without_bot().await;
    stage.discord.gate().when(is_gateway).fail(500, json!({}));
    let ended = ends(stage.command(Way::Plain)).await;
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code() == Some(5) && said.contains("cannot reach Discord"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn shards_start_as_far_apart_as_discord_wants() {
    let discord = Loopback::builder().shards(2, 1).identify_pause(Duration::from_secs(5)).start().await;
    let mut stage = Stage::on(discord);
    stage.spawn();
    stage.discord.gateway().until_connected(2).await.unwrap();
    assert_eq!(stage.discord.gateway().tally().identifies, 2);
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_greeting_or_a_session_that_never_comes_is_not_waited_for_long() {
    let stage = Stage::without_bot().await;
    let gateway = stage.discord.gateway();
    let app = app_on(&DatabaseUrl::new(bot_database(stage.home.path()))).await;
    let short = Duration::from_millis(300);
    let settings = Settings {
        token: Secret::new(stage.discord.token()),
        endpoint: Endpoint::Plain(stage.discord.api_url()),
        shards: None,
        late: chrono::TimeDelta::hours(3),
        limits: Limits::default(),
        listener: None,
        patience: Patience { greeting: short, session: short },
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    gateway.turns(Turnstile::Mute);
    let bot = run(app, settings, async { drop(stopped.await) }, |_| {});
    let trial = async {
        let begun = Instant::now();
        until(&stage, "a third try", |tally| tally.connects >= 3).await;
        // Two silences, and a pause before the third try.
        assert!(begun.elapsed() >= 2 * short + Duration::from_millis(400), "{:?}", begun.elapsed());
        assert_eq!(gateway.tally().identifies, 0, "nobody is introduced to who has not greeted");

        stage.discord.gate().when(|step| step.is_event("READY")).times(1).hold();
        gateway.turns(Turnstile::Open);
        until(&stage, "a session that is asked for again", |tally| tally.identifies == 2).await;
        stage.discord.until_command("leaderboard").await.unwrap();
        answers(&stage).await;
        assert_eq!((gateway.tally().identifies, gateway.tally().resumes), (2, 0));
        stage.is_clean();
        stop.send(()).unwrap();
    };
    let (ended, ()) = tokio::join!(Box::pin(bot), Box::pin(trial));
    ended.unwrap();
}
