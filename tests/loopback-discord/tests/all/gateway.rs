//! The gateway: identifying, resuming, and every way in which it can let go.

use std::time::Duration;

use loopback_discord::{Loopback, Turnstile};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;

use crate::bot::{Bot, Heard, Wire};

#[tokio::test]
async fn ready_lists_guilds_that_then_arrive() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    drop(guild.channel("general"));
    let mut wire = Wire::connect(&discord).await;
    wire.send(Wire::identify(&discord, (0, 1))).await;
    let ready = wire.event("READY").await;
    assert_eq!(ready["guilds"], json!([{"id": guild.id().to_string(), "unavailable": true}]));
    assert_eq!(ready["application"]["id"], discord.application_id().to_string());
    let create = wire.event("GUILD_CREATE").await;
    assert_eq!(create["channels"][0]["name"], "general");
    wire.send(json!({"op": 1, "d": wire.seq})).await;
    assert_eq!(wire.payload().await["op"], 11);

    drop(guild.channel("late"));
    assert_eq!(wire.event("CHANNEL_CREATE").await["name"], "late");
    guild.removes_bot();
    assert_eq!(wire.event("GUILD_DELETE").await["id"], guild.id().to_string());
}

#[tokio::test]
async fn large_payloads_are_compressed_for_who_asks() {
    let discord = Loopback::start().await;
    drop(discord.guild("Study"));
    let mut wire = Wire::connect(&discord).await;
    let mut identify = Wire::identify(&discord, (0, 1));
    identify["d"]["compress"] = json!(true);
    wire.send(identify).await;
    wire.event("GUILD_CREATE").await;
    assert_eq!(wire.compressed, 1, "READY is small, the guild is not");

    let all = Loopback::builder().compress_over(0).start().await;
    let mut wire = Wire::connect(&all).await;
    let mut identify = Wire::identify(&all, (0, 1));
    identify["d"]["compress"] = json!(true);
    wire.send(identify).await;
    wire.event("READY").await;
    assert_eq!(wire.compressed, 1);
}

#[tokio::test]
async fn who_does_not_fit_is_sent_away() {
    let discord = Loopback::start().await;
    let with = |key: &str, value: Value| {
        let mut identify = Wire::identify(&discord, (0, 1));
        identify["d"][key] = value;
        identify
    };
    for (payload, code) in [
        (with("token", json!("stolen")), 4004),
        (with("intents", json!(1 << 15)), 4014),
        (with("intents", json!(1 << 1)), 4014),
        (with("intents", json!(1_u64 << 40)), 4013),
        (with("intents", Value::Null), 4013),
        (with("shard", json!([2, 2])), 4010),
        (json!({"op": 3, "d": {}}), 4003),
        (json!({"op": 99}), 4001),
    ] {
        let mut wire = Wire::connect(&discord).await;
        wire.send(payload.clone()).await;
        assert!(matches!(wire.hear().await, Heard::Closed(closed) if closed == code), "{code} for {payload}");
    }
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    wire.send(Wire::identify(&discord, (0, 1))).await;
    assert!(matches!(wire.hear().await, Heard::Closed(4005)));
}

#[tokio::test]
async fn a_session_that_resumes_gets_what_it_missed() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let general = guild.channel("general");
    let ann = discord.person("ann");
    ann.joins(&guild);
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    wire.event("GUILD_CREATE").await;

    discord.gateway().cuts();
    assert!(matches!(wire.hear().await, Heard::Broken));
    discord.gateway().until_connected(0).await.unwrap();
    for text in ["one", "two"] {
        drop(ann.says(&general, text));
    }
    let mut wire = wire.resume(&discord).await;
    let first = wire.event("MESSAGE_CREATE").await;
    // Without the privileged intent the text is not there.
    assert_eq!((&first["content"], &first["author"]["username"]), (&json!(""), &json!("ann")));
    wire.event("MESSAGE_CREATE").await;
    wire.event("RESUMED").await;
    assert_eq!(discord.gateway().tally().resumes, 1);
}

#[tokio::test]
async fn op_7_op_9_and_closes_are_sent() {
    let discord = Loopback::start().await;
    let gateway = discord.gateway();
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    gateway.asks_to_reconnect();
    assert_eq!(wire.payload().await["op"], 7);
    let mut wire = wire.resume(&discord).await;
    wire.event("RESUMED").await;
    gateway.invalidates(true);
    assert_eq!(wire.payload().await, json!({"op": 9, "d": true}));
    let mut wire = wire.resume(&discord).await;
    wire.event("RESUMED").await;
    gateway.closes(4000);
    assert!(matches!(wire.hear().await, Heard::Closed(4000)));
    let mut wire = wire.resume(&discord).await;
    wire.event("RESUMED").await;
    gateway.invalidates(false);
    assert_eq!(wire.payload().await, json!({"op": 9, "d": false}));
    let mut wire = wire.resume(&discord).await;
    assert_eq!(wire.payload().await, json!({"op": 9, "d": false}));
}

#[tokio::test]
async fn a_wrong_sequence_or_a_forgotten_session_is_not_resumed() {
    let discord = Loopback::start().await;
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    wire.seq += 100;
    let mut wire = wire.resume(&discord).await;
    assert!(matches!(wire.hear().await, Heard::Closed(4007)));

    let wire = Wire::shard(&discord, (0, 1)).await;
    discord.gateway().cuts();
    discord.gateway().until_connected(0).await.unwrap();
    discord.clock().advance(Duration::from_mins(10));
    let mut wire = wire.resume(&discord).await;
    assert_eq!(wire.payload().await, json!({"op": 9, "d": false}));
}

#[tokio::test]
async fn events_go_to_the_shard_of_their_guild() {
    let discord = Loopback::start().await;
    let guilds = [discord.guild("a"), discord.guild("b")];
    let mut shards = [Wire::shard(&discord, (0, 2)).await, Wire::shard(&discord, (1, 2)).await];
    for shard in &mut shards {
        shard.event("GUILD_CREATE").await;
    }
    for guild in &guilds {
        drop(guild.channel("news"));
        let index = usize::try_from((guild.id() >> 22) % 2).unwrap();
        let heard = shards[index].event("CHANNEL_CREATE").await;
        assert_eq!(heard["guild_id"], guild.id().to_string());
    }
    discord.gateway().shard(1).asks_to_reconnect();
    assert_eq!(shards[1].payload().await["op"], 7);
    let ann = discord.person("ann");
    drop(ann.says(&ann.dm(), "hello"));
    // Shard 0 heard nothing of op 7: the direct message is the next thing.
    assert_eq!(shards[0].event("MESSAGE_CREATE").await["content"], "hello");
}

#[tokio::test]
async fn two_processes_hear_the_same() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let general = guild.channel("general");
    let ann = discord.person("ann");
    ann.joins(&guild);
    let (mut one, mut other) = (Bot::start(&discord).await, Bot::start(&discord).await);
    drop(ann.types_command(&general, "interview", json!({})));
    let interaction = one.interaction().await;
    assert_eq!(other.interaction().await["id"], interaction["id"]);
    let body = json!({"type": 4, "data": {"content": "mine"}});
    assert_eq!(one.rest.respond(&interaction, body.clone()).await.0, 204);
    assert_eq!(other.rest.respond(&interaction, body).await.1["code"], 40060);
}

#[tokio::test]
async fn connections_can_be_turned_away() {
    let discord = Loopback::start().await;
    let gateway = discord.gateway();
    gateway.turns(Turnstile::Refuse);
    assert!(connect_async(discord.gateway_url()).await.is_err());
    gateway.turns(Turnstile::Trapdoor);
    let (mut socket, _) = connect_async(discord.gateway_url()).await.unwrap();
    assert!(!matches!(futures_util::StreamExt::next(&mut socket).await, Some(Ok(_))));
    gateway.turns(Turnstile::Open);
    Wire::shard(&discord, (0, 1)).await;
    assert_eq!(gateway.tally().connects, 3);
}

#[tokio::test]
async fn a_half_open_connection_is_silent() {
    let discord = Loopback::start().await;
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    discord.gateway().freezes();
    // Orders are carried out in turn: the guild that follows is never delivered.
    drop(discord.guild("Study"));
    wire.send(json!({"op": 1, "d": wire.seq})).await;
    let silence = tokio::time::timeout(Duration::from_millis(200), wire.hear()).await;
    assert!(silence.is_err(), "{silence:?}");
    discord.gateway().thaws();
    assert!(matches!(wire.hear().await, Heard::Broken));
    let mut wire = wire.resume(&discord).await;
    assert_eq!(wire.event("GUILD_CREATE").await["name"], "Study");
}

#[tokio::test]
async fn a_client_that_stops_beating_is_dropped() {
    let discord = Loopback::builder().heartbeat(Duration::from_millis(40)).start().await;
    let mut wire = Wire::shard(&discord, (0, 1)).await;
    assert!(matches!(wire.hear().await, Heard::Broken));
}

#[tokio::test]
async fn session_starts_run_out() {
    let discord = Loopback::start().await;
    discord.gateway().leaves_starts(1, 1000);
    Wire::shard(&discord, (0, 1)).await;
    let mut wire = Wire::connect(&discord).await;
    wire.send(Wire::identify(&discord, (0, 1))).await;
    assert_eq!(wire.payload().await, json!({"op": 9, "d": false}));
    assert_eq!(discord.violations().len(), 1);

    let strict = Loopback::builder().identify_pause(Duration::from_secs(5)).start().await;
    Wire::shard(&strict, (0, 1)).await;
    let mut wire = Wire::connect(&strict).await;
    wire.send(Wire::identify(&strict, (0, 1))).await;
    assert_eq!(wire.payload().await, json!({"op": 9, "d": false}));
}
