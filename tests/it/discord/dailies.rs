//! The daily question end to end: set up, posted, answered, closed; killed at every step; two processes.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use chrono::{DateTime, Utc};
use loopback_discord::permissions::{MANAGE_GUILD, READ_MESSAGE_HISTORY, SEND_MESSAGES};
use loopback_discord::{Channel, Message, Response, Step};
use mockingbird::clock;
use mockingbird::config::DatabaseUrl;
use serde_json::json;

use super::bot::{Stage, Way};
use crate::daily::{app_at, wish};
use crate::engines::{all_text, on_postgres};
use crate::support::{bot_database, report};

const POSTED: &str = "select cast(local_date as text) from daily_post where state = 'posted' and kind = 'question' order by local_date";

/// The command of a bot whose clock starts at a moment and runs so many times faster.
pub(super) fn at(stage: &Stage, moment: &str, speed: u32) -> Command {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    let mut command = stage.command(Way::Plain);
    command.env("MOCKINGBIRD_TEST_CLOCK", format!("{}@{speed}", moment.timestamp()));
    command.stderr(stage.log_file()).stdout(Stdio::null());
    command
}

pub(super) fn database(stage: &Stage) -> DatabaseUrl {
    DatabaseUrl::new(bot_database(stage.home.path()))
}

/// Messages of the bot that everybody sees.
pub(super) fn posts(stage: &Stage, channel: &Channel) -> Vec<Message> {
    stage.bob.sees(channel).into_iter().filter(|message| !message.is_ephemeral() && message.author() == "Mockingbird").collect()
}

/// Waits until something holds of the database.
pub(super) async fn until(stage: &Stage, what: &str, holds: impl AsyncFn() -> bool) {
    let waiting = async {
        while !holds().await {
            clock::pause(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_mins(1), waiting).await;
    waited.unwrap_or_else(|_| panic!("{what}: not within a minute\n{}", stage.log()));
}

pub(super) async fn until_posted(stage: &Stage, url: &DatabaseUrl, count: usize) {
    until(stage, "posts", async || all_text(url, POSTED).await.len() >= count).await;
}

/// `/daily …` by Ada, without its bold type.
pub(super) async fn daily(stage: &Stage, sub: &str, options: serde_json::Value) -> String {
    stage.ada.types_command(&stage.channel, &format!("daily {sub}"), options).response().await.text().replace('*', "")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daily_is_set_up_posted_answered_and_closed() {
    let mut stage = Stage::without_bot().await;
    let url = database(&stage);
    stage.ada.set_permissions(&stage.guild, MANAGE_GUILD);
    let command = at(&stage, "2026-01-05T08:59:00Z", 1);
    stage.runs(command).await;
    let channel = stage.channel.id().to_string();
    let zones = stage.ada.autocompletes(&stage.channel, "daily setup", json!({ "timezone": "berl" }), "timezone").response().await;
    let Response::Choices(zones) = zones else { panic!("no zones are offered") };
    assert_eq!(zones[0].value, "Europe/Berlin");
    let setup = json!({ "channel": channel, "time": "10:00", "timezone": "europe/berlin", "level": "senior" });
    let set = daily(&stage, "setup", setup.clone()).await;
    assert!(set.contains("The daily question is set up") && set.contains("10:00 Europe/Berlin · every day"), "{set}");
    for (option, value, reason) in [
        ("time", "25:00", "Write it like `9:00`"),
        ("timezone", "Mars/Olympus", "Choose one of those"),
        ("days", "someday", "Write `every day`"),
        ("topic", "pengiun", "Did you mean"),
    ] {
        let mut wrong = setup.clone();
        wrong[option] = json!(value);
        let refused = daily(&stage, "setup", wrong).await;
        assert!(refused.contains(reason), "{refused}");
    }
    assert!(stage.bob.try_types_command(&stage.channel, "daily now", &json!({})).is_err(), "not everybody may do that");

    let now = daily(&stage, "now", json!({})).await;
    assert!(now.contains("on its way"), "{now}");
    until_posted(&stage, &url, 1).await;
    assert!(daily(&stage, "now", json!({})).await.contains("is out already"));
    let post = posts(&stage, &stage.channel).remove(0);
    assert!(
        post.text().contains("Question of the day · The penguin") && post.text().contains("nobody has answered yet"),
        "{}",
        post.text()
    );
    let hint = stage.bob.presses(&post, "Hint").response().await.message();
    assert!(hint.is_ephemeral() && hint.text().contains("💡"), "{}", hint.text());
    let modal = stage.bob.presses(&post, "Answer").response().await.modal();
    let verdict = stage.bob.submits(&modal, json!({ "answer": "It swims." })).response().await.message();
    assert!(verdict.is_ephemeral() && verdict.text().contains("This answer counts for today"), "{}", verdict.text());
    let modal = stage.bob.presses(&post, "Answer").response().await.modal();
    let again = stage.bob.submits(&modal, json!({ "answer": "It swims, and it cannot fly." })).response().await.message();
    assert!(again.text().contains("this one is practice"), "{}", again.text());
    let streak = stage.bob.types_command(&stage.channel, "streak", json!({ "rest": "weekends" })).response().await.message();
    assert!(streak.is_ephemeral() && streak.text().contains("**One day** with an answer") && streak.text().contains("rest: weekends"));
    let queue = daily(&stage, "queue", json!({})).await;
    assert!(queue.contains("What is asked next") && queue.contains("2026-01-06"), "{queue}");
    let paused = daily(&stage, "pause", json!({ "until": "2026-01-10" })).await;
    assert!(paused.contains("Paused until 2026-01-10"), "{paused}");
    let status = daily(&stage, "status", json!({})).await;
    assert!(status.contains("Paused until 2026-01-10") && status.contains("questions are left until they repeat"), "{status}");
    insta::assert_snapshot!("daily_status", status.replace(&channel, "CHANNEL"));
    stage.kill().await;

    // A day later the question is closed: everything is told, and nothing can be pressed.
    let command = at(&stage, "2026-01-06T09:01:00Z", 1);
    stage.runs(command).await;
    until(&stage, "it is closed", async || all_text(&url, "select state from daily_post where closed_at is not null").await.len() == 1)
        .await;
    let closed = posts(&stage, &stage.channel).remove(0);
    insta::assert_snapshot!("daily_closed", closed.text());
    assert!(closed.text().contains("Bob") && closed.text().contains("1 has answered"), "{}", closed.text());
    let late = stage.bob.forges_submit(&modal, json!({ "answer": "It swims." })).response().await.message();
    assert!(late.text().contains("The question is over"), "{}", late.text());
    assert!(daily(&stage, "off", json!({})).await.contains("Switched off"));
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_closed_to_the_bot_is_refused_with_the_reason_and_pauses_later() {
    let mut stage = Stage::without_bot().await;
    let url = database(&stage);
    stage.ada.set_permissions(&stage.guild, MANAGE_GUILD);
    let command = at(&stage, "2026-01-05T08:00:00Z", 1);
    stage.runs(command).await;
    let (bot, setup) = (
        stage.discord.application_id(),
        |channel: &Channel| json!({ "channel": channel.id().to_string(), "time": "9:00", "timezone": "UTC" }),
    );
    let closed = stage.guild.channel("closed");
    closed.denies(bot, SEND_MESSAGES | READ_MESSAGE_HISTORY);
    let refused = daily(&stage, "setup", setup(&closed)).await;
    assert!(refused.contains("Send Messages, Read Message History") && refused.contains("Allow it"), "{refused}");
    daily(&stage, "setup", setup(&stage.channel)).await;
    stage.kill().await;
    stage.channel.denies(bot, SEND_MESSAGES);
    let command = at(&stage, "2026-01-05T09:01:00Z", 1);
    stage.runs(command).await;
    until(&stage, "the daily is paused", async || all_text(&url, "select state from daily").await == ["stopped"]).await;
    let status = daily(&stage, "status", json!({})).await;
    assert!(status.contains("Paused: I may not post there any more") && status.contains("2026-01-05 was not posted"), "{status}");
    let refusals = stage.discord.take_violations();
    assert!(refusals.len() == 1 && refusals[0].code == 50013, "{refusals:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_claim_send_and_record_a_week_has_seven_posts() {
    let mut stage = Stage::without_bot().await;
    let url = database(&stage);
    stage.ada.set_permissions(&stage.guild, MANAGE_GUILD);
    let command = at(&stage, "2026-01-04T12:00:00Z", 1);
    stage.runs(command).await;
    let setup = json!({ "channel": stage.channel.id().to_string(), "time": "9:00", "timezone": "UTC" });
    assert!(daily(&stage, "setup", setup).await.contains("set up"));
    stage.kill().await;
    let mut kills = 0;
    for day in 5..12_usize {
        let fate = day % 3;
        if fate != 0 {
            // The claim is there, and the message is on its way: it is never done, or nobody hears of it.
            let sends = |step: &Step| step.is_request("POST", "/channels/*/messages");
            let rule = stage.discord.gate().when(sends).times(1).hold();
            let command = at(&stage, &format!("2026-01-{day:02}T08:59:58Z"), 5);
            stage.runs(command).await;
            let held = stage.discord.gate().held().await.unwrap();
            if fate == 2 {
                held.perform().await;
            }
            stage.kill().await;
            held.lose();
            rule.lift();
            kills += 1;
        }
        // Whoever held the post is given up after ten seconds, which on this clock is a minute or so.
        let command = at(&stage, &format!("2026-01-{day:02}T09:05:00Z"), 5);
        stage.runs(command).await;
        until_posted(&stage, &url, day - 4).await;
        stage.kill().await;
        assert_eq!(posts(&stage, &stage.channel).len(), day - 4, "on 2026-01-{day:02}, fate {fate}");
    }
    let dates: Vec<String> = (5..12).map(|day| format!("2026-01-{day:02}")).collect();
    assert_eq!(all_text(&url, POSTED).await, dates);
    report(&format!("kills between claim, send and record of a week of dailies: {kills}; seven dates, seven posts"));
    stage.is_clean();
}

/// A second process of the bot, ended with the test.
struct Other(Child);

impl Other {
    /// SIGTERM, and how it ended.
    fn stop(&mut self) -> ExitStatus {
        Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        self.0.wait().unwrap()
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_postgresql_post_each_daily_once() {
    on_postgres(async |url| {
        let mut stage = Stage::without_bot().await;
        let app = app_at(&url, "2026-01-04T12:00:00Z").await;
        let somebody = crate::support::person(&app, "ada").await;
        let mut channels = Vec::new();
        for n in 0..30 {
            let guild = stage.discord.guild(&format!("guild {n}"));
            stage.bob.joins(&guild);
            let channel = guild.channel("daily");
            let id = guild.id().cast_signed();
            app.store.visit(id, somebody.id, "ada", app.clock.now()).await.unwrap();
            let wish = mockingbird::app::daily::DailyWish { channel: channel.id().cast_signed(), ..wish("09:00:00", "UTC") };
            app.set_up_daily(id, &wish).await.unwrap().unwrap();
            channels.push(channel);
        }
        let bot = |stage: &Stage| {
            let mut command = at(stage, "2026-01-05T08:59:57Z", 1);
            command.env("DATABASE_URL", url.expose());
            command
        };
        let mut other = Other(bot(&stage).spawn().unwrap());
        let command = bot(&stage);
        stage.runs(command).await;
        until_posted(&stage, &url, channels.len()).await;
        // Whatever the other one was at has come to its end.
        assert!(stage.stop().await.success() && other.stop().success());
        for channel in &channels {
            assert_eq!(posts(&stage, channel).len(), 1);
        }
        app.store.close().await;
        stage.is_clean();
    })
    .await;
}
