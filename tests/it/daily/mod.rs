//! Dailies on both databases, with a Discord in memory.

mod answers;
pub(crate) mod outlet;
mod posts;
mod simulation;
mod streaks;

use chrono::{NaiveTime, TimeDelta};
use mockingbird::app::App;
use mockingbird::app::daily::DailyWish;
use mockingbird::clock::Clock;
use mockingbird::config::DatabaseUrl;
use mockingbird::schedule::Days;
use mockingbird::store::{Chore, Daily};

use self::outlet::Channels;
use crate::boards::{GUILD, members};
use crate::support::app_on;

pub(crate) const LATE: TimeDelta = TimeDelta::hours(6);
const CHANNEL: i64 = 71;

/// An app at a moment; its clock goes by hand.
pub(crate) async fn app_at(url: &DatabaseUrl, moment: &str) -> App {
    let moment: chrono::DateTime<chrono::Utc> = moment.parse().unwrap();
    App { clock: Clock::parse(&format!("{}@0", moment.timestamp())).unwrap(), ..app_on(url).await }
}

pub(crate) fn wish(time: &str, zone: &str) -> DailyWish {
    DailyWish {
        channel: CHANNEL,
        time: time.parse::<NaiveTime>().unwrap(),
        zone: zone.parse().unwrap(),
        topic: None,
        level: None,
        days: Days::EVERY,
        role: None,
        language: "en".to_owned(),
    }
}

/// A guild with a daily at nine in Berlin.
async fn set_up(app: &App) -> Daily {
    members(app, ["Ada", "Bob"]).await;
    app.set_up_daily(GUILD, &wish("09:00:00", "Europe/Berlin")).await.unwrap().unwrap()
}

/// Claims what is due and does every chore once.
pub(crate) async fn tick(app: &App, channels: &Channels) {
    while app.claim_dailies(LATE).await.unwrap() > 0 {}
    for chore in [Chore::Send, Chore::Close, Chore::Count] {
        for post in app.posts_with(chore).await.unwrap() {
            app.do_chore(chore, &post, LATE, channels).await.unwrap();
        }
    }
}
