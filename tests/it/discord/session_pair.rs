//! Two processes of the bot over one database, a shard each: one of them closes a round, and a card comes once.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use loopback_discord::{Channel, Guild, Loopback};
use mockingbird::clock;
use mockingbird::config::DatabaseUrl;
use serde_json::json;

use super::bot::{Stage, Way};
use super::sessions::card_in;
use crate::engines::{on_each_engine, rows};
use crate::support::{app_on, report};

const SWIMS: &str = "It swims with its wings.";
/// When the two are first started.
const START: u64 = 1_767_225_600;
/// Servers, enough that both shards have some, with a session each.
const GUILDS: usize = 6;

/// A second process of the bot, ended with the test.
struct Other(Child);

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command for one shard of the two, on a clock.
fn shard(stage: &Stage, url: &DatabaseUrl, shards: &str, clock: &str) -> Command {
    let file = stage.home.path().join(format!("{}.toml", shards.replace('/', "-")));
    std::fs::write(&file, format!("[discord]\nshards = \"{shards}\"\n[limits]\npresses_a_minute = 0\n")).unwrap();
    let mut command = stage.command(Way::Plain);
    command.env("MOCKINGBIRD_CONFIG", file).env("DATABASE_URL", url.expose()).env("MOCKINGBIRD_TEST_CLOCK", clock);
    command.stdout(Stdio::null()).stderr(stage.log_file());
    command
}

/// Starts both of them.
async fn both(stage: &mut Stage, url: &DatabaseUrl, clock: &str) -> Other {
    let other = Other(shard(stage, url, "1/2", clock).spawn().unwrap());
    let first = shard(stage, url, "0/2", clock);
    stage.runs_as(first, 2).await;
    other
}

/// A session of two in a channel, as far as one answer to its only question.
async fn half_answered(stage: &Stage, guild: &Guild) -> Channel {
    let channel = guild.channel("general");
    let [host, guest] = ["host", "guest"].map(|name| stage.discord.person(name));
    for person in [&host, &guest] {
        person.joins(guild);
    }
    let options = json!({ "topic": "penguin", "questions": 1, "minutes": 10 });
    let panel = host.types_command(&channel, "session start", options).response().await.message();
    let lobby = card_in(stage, &channel, "the lobby", |card| card.button("Join").is_some()).await;
    guest.presses(&lobby, "Join").response().await;
    host.presses(&panel, "Start").response().await;
    let question = card_in(stage, &channel, "the question", |card| card.button("Answer").is_some()).await;
    let modal = guest.presses(&question, "Answer").response().await.modal();
    let received = guest.submits(&modal, json!({ "answer": SWIMS })).response().await.message();
    assert!(received.text().contains("Received"), "{}", received.text());
    channel
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_bots_on_one_database_one_closes_each_round_and_no_card_comes_twice() {
    on_each_engine(async |url| {
        let discord = Loopback::builder().shards(2, 2).identify_pause(Duration::ZERO).patience(Duration::from_mins(1)).start().await;
        let mut stage = Stage::on(discord);
        let begun = std::time::Instant::now();
        app_on(&url).await.store.close().await;
        let other = both(&mut stage, &url, &format!("{START}@1")).await;
        // As many of either shard; ids go by the time.
        let mut guilds: Vec<Guild> = Vec::new();
        while guilds.len() < GUILDS {
            let guild = stage.discord.guild("A group");
            let shard = |guild: &Guild| (guild.id() >> 22) % 2;
            if guilds.iter().filter(|other| shard(other) == shard(&guild)).count() < GUILDS / 2 {
                guilds.push(guild);
            }
            clock::pause(Duration::from_millis(1)).await;
        }
        let mut tables = Vec::new();
        for guild in &guilds {
            tables.push(half_answered(&stage, guild).await);
        }
        // Both come back a minute before the last round is due, which is a second: all of them are due at the same moment.
        drop(other);
        stage.kill().await;
        let now = START + begun.elapsed().as_secs() + 9 * 60;
        let other = both(&mut stage, &url, &format!("{now}@60")).await;
        for channel in &tables {
            card_in(&stage, channel, "the reveal", |card| card.button("My verdict").is_some()).await;
        }
        assert_eq!(rows(&url, "attempt").await, i64::try_from(GUILDS).unwrap());
        // One of them is no more; what it had under way, the other one brings to its end.
        drop(other);
        for channel in &tables {
            let end = card_in(&stage, channel, "the end", |card| card.button("My report").is_some()).await;
            assert!(end.text().contains("guest · **55 points**"), "{}", end.text());
        }
        clock::pause(Duration::from_secs(1)).await;
        for channel in &tables {
            let cards: Vec<_> = channel.messages().into_iter().filter(|card| !card.is_ephemeral()).collect();
            for (mark, button) in [("Study-group session", None), ("A model answer", Some("My verdict")), ("What you made of it", None)] {
                let those = cards.iter().filter(|card| card.text().contains(mark));
                assert_eq!(those.clone().count(), 1, "{mark} comes once");
                assert!(button.is_none_or(|button| those.clone().all(|card| card.button(button).is_some())));
            }
            assert_eq!(cards.len(), 4, "a lobby, a question, what they knew, the end");
        }
        assert_eq!(rows(&url, "attempt").await, i64::try_from(GUILDS).unwrap(), "nobody is graded twice");
        assert!(!stage.log().contains("ERROR"), "{}", stage.log());
        let engine = if url.is_postgres() { "PostgreSQL" } else { "SQLite" };
        report(&format!("two bots on one {engine} database: {GUILDS} sessions, every round closed once, every card sent once"));
        stage.is_clean();
    })
    .await;
}
