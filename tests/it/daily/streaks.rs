//! Streaks: what breaks them and what does not, and their milestones, each of which is told once.

use chrono::{NaiveDate, TimeDelta};
use mockingbird::app::App;
use mockingbird::clock::Clock;
use mockingbird::config::DatabaseUrl;
use mockingbird::schedule::{Days, Habits};
use mockingbird::store::{Attempt, NewAttempt, Person, PostKind};

use super::answers::answer;
use super::outlet::Channels;
use super::{app_at, set_up, tick};
use crate::boards::{attempt, members};
use crate::engines::{all_text, on_each_engine};
use crate::support::{app_on, person};

/// An answer to a question by itself, in private, at the present moment.
async fn answers(app: &App, by: &Person) {
    let now = app.clock.now();
    let NewAttempt { attempt, answer } = attempt(by.id, "wren/song", now.date_naive(), 12, 500);
    let day = by.habits.day(now, by.time_zone);
    let attempt = Attempt { guild: None, installed: false, guild_day: None, local_day: day, streak_day: day, created_at: now, ..attempt };
    app.store.record(&[NewAttempt { attempt, answer }]).await.unwrap();
}

/// The milestones that are told over days from a Monday on: `x` answered, `.` missed.
async fn told(app: &App, by: &Person, days: &str) -> Vec<u32> {
    let mut told = Vec::new();
    for day in days.chars() {
        if day == 'x' {
            answers(app, by).await;
            told.extend(app.milestone(by).await.unwrap());
        }
        app.clock.advance(TimeDelta::days(1));
    }
    told
}

#[tokio::test]
async fn a_milestone_is_told_once_and_a_forgiven_day_is_no_miss() {
    on_each_engine(async |url| {
        for (days, expected) in [
            ("xxx", &[3][..]),
            ("xx.xx", &[3]),
            // One missed day in each week.
            ("xxx.xxxxx.xxxxxx", &[3, 7, 14]),
            // Two missed days: another streak, whose third day is told again.
            ("xxx..xxx", &[3, 3]),
        ] {
            // A Monday, at noon.
            let app = app_at(&url, "2026-01-05T12:00:00Z").await;
            let somebody = person(&app, days).await;
            assert_eq!(told(&app, &somebody, days).await, expected, "{days}");
            app.store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_asks_twice_at_once_or_after_a_restart_is_told_once() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-05T12:00:00Z").await;
        let ada = person(&app, "ada").await;
        told(&app, &ada, "xx").await;
        answers(&app, &ada).await;
        let (one, two) = tokio::join!(app.milestone(&ada), app.milestone(&ada));
        let both = [one.unwrap(), two.unwrap()];
        assert_eq!(both.iter().flatten().collect::<Vec<_>>(), [&3], "{both:?}");
        app.store.close().await;

        let again = App { clock: app.clock.clone(), ..app_on(&url).await };
        assert_eq!(again.milestone(&ada).await.unwrap(), None);
        assert_eq!(again.store.milestone(ada.id).await.unwrap(), 3);
        let ada = person(&again, "ada").await;
        assert_eq!(ada.milestone_day, Some(again.clock.now().date_naive()), "further answers of the day need not look");
        assert!(!again.store.set_milestone(ada.id, 0, 0, again.clock.now().date_naive()).await.unwrap(), "what was noted meanwhile stays");
        assert_eq!(again.milestone(&ada).await.unwrap(), None);
        again.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_streak_outlasts_an_outage() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-04T10:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        let [ada, _] = members(&app, ["Ada", "Bob"]).await;
        app.store.beat(app.clock.now()).await.unwrap();
        let mut told = Vec::new();
        for n in 0..9_i64 {
            app.clock.advance(TimeDelta::days(1));
            // On the third and the fourth day the bot was down.
            if (2..4).contains(&n) {
                continue;
            }
            app.store.beat(app.clock.now()).await.unwrap();
            tick(&app, &channels).await;
            let post = channels.messages().into_iter().rfind(|message| message.kind == PostKind::Question).unwrap().post;
            assert_eq!(answer(&app, &ada, post, &n.to_string()).await, Some(true));
            told.push(app.milestone(&ada).await.unwrap());
        }
        assert_eq!(told, [None, None, Some(3), None, None, None, Some(7)]);
        let streak = app.streak(&ada).await.unwrap();
        assert_eq!((streak.days, streak.today, streak.missed_this_week), (7, true, false));

        let habits = Habits { day_ends: 0, rest: "fri, sat".parse::<Days>().unwrap() };
        app.set_habits(&ada, habits).await.unwrap();
        let ada = person(&app, "Ada").await;
        assert_eq!(ada.habits, habits);
        app.store.close().await;
    })
    .await;
}

/// Waits until something is there.
async fn soon<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            mockingbird::clock::pause(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), looking).await.expect("it comes")
}

async fn seen(url: &DatabaseUrl) -> Option<String> {
    all_text(url, "select cast(seen_at as text) from pulse").await.pop()
}

#[tokio::test]
async fn a_bot_that_does_not_hear_discord_is_down_though_its_process_lives() {
    on_each_engine(async |url| {
        // A clock on which a minute is a tenth of a second.
        let moment: chrono::DateTime<chrono::Utc> = "2026-01-08T12:00:00Z".parse().unwrap();
        let clock = Clock::parse(&format!("{}@600", moment.timestamp())).unwrap();
        let app = App { clock, ..app_on(&url).await };
        let ada = person(&app, "ada").await;
        let days: Vec<NaiveDate> = ["2026-01-05", "2026-01-06"].map(|day| day.parse().unwrap()).into();
        for day in days {
            let NewAttempt { attempt, answer } = attempt(ada.id, "wren/song", day, 12, 500);
            let attempt = Attempt { guild: None, installed: false, guild_day: None, ..attempt };
            app.store.record(&[NewAttempt { attempt, answer }]).await.unwrap();
        }
        let scene = async {
            // Two shards, and none of them is up yet.
            app.monitor.expects_shards(0..=1);
            mockingbird::clock::pause(std::time::Duration::from_millis(300)).await;
            assert_eq!(seen(&url).await, None, "no sign of life before Discord is there");
            app.monitor.shard_up(0, "identify");
            app.monitor.shard_up(1, "identify");
            let first = soon(async || seen(&url).await).await;
            app.monitor.shard_down(1);
            let second = soon(async || seen(&url).await.filter(|seen| *seen != first)).await;
            soon(async || seen(&url).await.filter(|seen| *seen != second)).await;
            // The last one goes, for three hours.
            app.monitor.shard_down(0);
            let lost = app.clock.now();
            app.clock.advance(TimeDelta::hours(3));
            let silent = seen(&url).await;
            mockingbird::clock::pause(std::time::Duration::from_millis(500)).await;
            assert_eq!(seen(&url).await, silent, "a sign of life without Discord");
            app.monitor.shard_up(1, "resume");
            let outage = soon(async || app.store.outages(lost - TimeDelta::days(1)).await.unwrap().pop()).await;
            assert!(outage.ended - outage.began >= TimeDelta::hours(3), "{outage:?}");
            assert!(outage.began <= lost + TimeDelta::minutes(3), "{outage:?}, lost at {lost}");
        };
        tokio::select! {
            () = app.keep_pulse() => {}
            () = scene => {}
        }
        // Wednesday was missed, and forgiven; Thursday does not count, since the bot was down. So Friday is still in time.
        app.clock.advance(TimeDelta::days(1));
        let streak = app.streak(&ada).await.unwrap();
        assert_eq!((streak.days, streak.missed_this_week), (2, true));
        app.store.close().await;
    })
    .await;
}
