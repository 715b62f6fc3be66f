//! Dailies while something is in their way: Discord's gateway, the budget of requests, what the bot may do.

use std::time::Duration;

use chrono::TimeDelta;
use loopback_discord::permissions::{EMBED_LINKS, MANAGE_GUILD, READ_MESSAGE_HISTORY, SEND_MESSAGES, VIEW_CHANNEL};
use loopback_discord::{Target, Turnstile};
use mockingbird::clock::{self, Clock};
use mockingbird::store::{Account, Attempt, NewAttempt, Provider};
use serde_json::json;

use super::bot::Stage;
use super::dailies::{at, daily, database, posts, until, until_posted};
use crate::boards::attempt;
use crate::daily::{app_at, wish};
use crate::engines::all_text;

#[tokio::test(flavor = "multi_thread")]
async fn losing_discord_is_being_down_though_the_process_lives() {
    let mut stage = Stage::without_bot().await;
    let url = database(&stage);
    let app = app_at(&url, "2026-01-06T12:00:00Z").await;
    let account = Account { provider: Provider::Discord, external_id: stage.bob.id().to_string() };
    let bob = app.person(&account, chrono_tz::Tz::UTC).await.unwrap();
    for day in ["2026-01-05", "2026-01-06"] {
        let NewAttempt { attempt, answer } = attempt(bob.id, "wren/song", day.parse().unwrap(), 12, 500);
        let attempt = Attempt { guild: None, installed: false, guild_day: None, ..attempt };
        app.store.record(&[NewAttempt { attempt, answer }]).await.unwrap();
    }
    let (guild, channel) = (stage.guild.id().cast_signed(), stage.channel.id().cast_signed());
    app.store.visit(guild, bob.id, "Bob", app.clock.now()).await.unwrap();
    app.clock.advance(TimeDelta::days(2));
    // Nobody was down until Thursday noon.
    app.store.beat(app.clock.now() - TimeDelta::minutes(1)).await.unwrap();

    // Ten minutes a second.
    let clock = Clock::parse(&format!("{}@600", app.clock.now().timestamp())).unwrap();
    let command = at(&stage, "2026-01-08T12:00:00Z", 600);
    stage.runs(command).await;
    let beats = async || all_text(&url, "select cast(seen_at as text) from pulse").await;
    let before = beats().await;
    until(&stage, "a sign of life", async || beats().await != before).await;
    stage.discord.gateway().turns(Turnstile::Refuse);
    stage.discord.gateway().cuts();
    let time = (clock.now() + TimeDelta::minutes(5)).format("%H:%M:00").to_string();
    let wish = mockingbird::app::daily::DailyWish { channel, ..wish(&time, "UTC") };
    let due = app.set_up_daily(guild, &wish).await.unwrap().unwrap().next.unwrap().at;
    until(&stage, "a quarter of an hour has passed since", async || clock.now() > due + TimeDelta::minutes(16)).await;
    let silent = beats().await;
    assert!(posts(&stage, &stage.channel).is_empty(), "nobody could answer it");
    clock::pause(Duration::from_millis(500)).await;
    assert_eq!(beats().await, silent, "no sign of life without Discord");

    stage.discord.gateway().turns(Turnstile::Open);
    until_posted(&stage, &url, 1).await;
    until(&stage, "the outage is noted", async || app.store.outages(due).await.unwrap().len() == 1).await;
    let outage = app.store.outages(due).await.unwrap().remove(0);
    assert!(outage.began < due && outage.ended > due, "{outage:?}");
    // Monday and Tuesday were answered, Wednesday was forgiven, and Thursday is, since the bot was down.
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.clock.now().date_naive().to_string(), "2026-01-09");
    assert_eq!(app.streak(&bob).await.unwrap().days, 2);
    app.store.close().await;
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_waits_for_its_turn_is_held_by_nobody() {
    let mut stage = Stage::without_bot().await;
    let url = database(&stage);
    let app = app_at(&url, "2026-01-05T08:59:58Z").await;
    let ada = crate::support::person(&app, "ada").await;
    let (guild, channel) = (stage.guild.id().cast_signed(), stage.channel.id().cast_signed());
    app.store.visit(guild, ada.id, "Ada", app.clock.now()).await.unwrap();
    let wish = mockingbird::app::daily::DailyWish { channel, ..wish("09:00:00", "UTC") };
    app.set_up_daily(guild, &wish).await.unwrap().unwrap();
    // Others send until twenty seconds after the hour: longer than a post is held.
    app.store.lease("requests", TimeDelta::seconds(22), app.clock.now()).await.unwrap();
    // Two seconds of this clock are one.
    let command = at(&stage, "2026-01-05T08:59:58Z", 2);
    stage.runs(command).await;
    until(&stage, "the claim", async || all_text(&url, "select state from daily_post").await == ["claimed"]).await;
    for _ in 0..20 {
        clock::pause(Duration::from_millis(50)).await;
        let held = "select cast(tries as text) || coalesce(cast(held_until as text), ' free') from daily_post";
        assert_eq!(all_text(&url, held).await, ["0 free"]);
    }
    until_posted(&stage, &url, 1).await;
    let posted = all_text(&url, "select cast(tries as text) || ' at ' || substr(cast(posted_at as text), 12, 5) from daily_post").await;
    assert_eq!(posted, ["1 at 09:00"], "it was sent at the first try");
    let at = all_text(&url, "select substr(cast(posted_at as text), 18, 2) from daily_post").await;
    assert!(("20".."30").contains(&at[0].as_str()), "{at:?}");
    assert_eq!(posts(&stage, &stage.channel).len(), 1);
    app.store.close().await;
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_daily_needs_is_named_where_it_is_missing_and_only_its_role_is_pinged() {
    let mut stage = Stage::without_bot().await;
    let url = database(&stage);
    stage.ada.set_permissions(&stage.guild, MANAGE_GUILD);
    let command = at(&stage, "2026-01-05T08:00:00Z", 1);
    stage.runs(command).await;
    let bot = stage.discord.application_id();
    for (permission, name) in [
        (VIEW_CHANNEL, "View Channel"),
        (SEND_MESSAGES, "Send Messages"),
        (EMBED_LINKS, "Embed Links"),
        (READ_MESSAGE_HISTORY, "Read Message History"),
    ] {
        let closed = stage.guild.channel("closed");
        closed.denies(bot, permission);
        let setup = json!({ "channel": closed.id().to_string(), "time": "9:00", "timezone": "UTC" });
        let refused = daily(&stage, "setup", setup).await;
        assert!(refused.contains("I cannot post there") && refused.contains(name), "without {name}: {refused}");
    }
    let refusals = stage.discord.take_violations();
    assert!(refusals.iter().all(|refusal| refusal.code == 50001), "a channel that is not seen is asked for: {refusals:#?}");
    // Two dailies of one server; one of them pings a role, and its words ping nobody else.
    let (role, other) = (stage.guild.role("learners", 0, true), stage.guild.role("others", 0, true));
    let second = stage.guild.channel("second");
    for (channel, days, role) in [(&stage.channel, "mon, wed", Some(role)), (&second, "weekdays", None)] {
        let mut setup = json!({ "channel": channel.id().to_string(), "time": "9:00", "timezone": "UTC", "days": days });
        if let Some(role) = role {
            setup["ping"] = json!(role.id().to_string());
        }
        let set = daily(&stage, "setup", setup).await;
        assert!(set.contains(if days == "weekdays" { "weekdays" } else { "Mon, Wed" }), "{set}");
    }
    let which = daily(&stage, "now", json!({})).await;
    assert!(which.contains("several daily questions") && which.contains(&second.id().to_string()), "{which}");
    for channel in [&stage.channel, &second] {
        daily(&stage, "now", json!({ "channel": channel.id().to_string() })).await;
    }
    until_posted(&stage, &url, 2).await;
    let pings = stage.discord.pings();
    let targets: Vec<_> = pings.iter().map(|ping| (ping.channel, ping.target)).collect();
    assert_eq!(targets, [(stage.channel.id(), Target::Role(role.id()))]);
    let mentions: Vec<_> = stage
        .discord
        .requests()
        .into_iter()
        .filter(|it| it.method == "POST" && it.route == "/channels/{channel_id}/messages")
        .map(|it| it.json()["allowed_mentions"].clone())
        .collect();
    for allowed in &mentions {
        assert!(
            !allowed.to_string().contains(&other.id().to_string()) && allowed["parse"].as_array().is_none_or(Vec::is_empty),
            "{allowed}"
        );
    }
    assert!(mentions.iter().any(|allowed| allowed["roles"] == json!([role.id().to_string()])), "{mentions:?}");
    assert_eq!(stage.discord.violations().len(), 0, "{:#?}", stage.discord.violations());
}
