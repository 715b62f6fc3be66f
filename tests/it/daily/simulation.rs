//! Weeks of dailies in seconds: hundreds of guilds in dozens of zones, with crashes, restarts, doubled processes, outages
//! and changes of zone. Every post that is due is made exactly once.
//!
//! `MOCKINGBIRD_SIMULATED_DAYS` says how many days; a year takes a few minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::pin::pin;
use std::task::Poll;

use chrono::{DateTime, Days as Stretch, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use mockingbird::app::App;
use mockingbird::app::daily::DailyWish;
use mockingbird::config::DatabaseUrl;
use mockingbird::schedule::Days;
use mockingbird::store::{Chore, DailyId, PostKind};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng};

use super::outlet::{Channels, Mood};
use super::{LATE, app_at, tick};
use crate::support::{app_on, report};

/// Guilds, in two databases at the same time.
const GUILDS: i64 = 250;
const DATABASES: u64 = 2;
const START: &str = "2026-03-15T00:00:00Z";
const STEP: TimeDelta = TimeDelta::hours(1);

/// Forty zones: north, south and equator, half and quarter hours, both sides of the date line.
const ZONES: &str = "Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos America/Anchorage America/Argentina/Buenos_Aires \
    America/Asuncion America/Bogota America/Caracas America/Chicago America/Denver America/Halifax America/Havana America/Los_Angeles \
    America/Mexico_City America/New_York America/Nuuk America/Santiago America/Sao_Paulo America/St_Johns Asia/Beirut Asia/Dhaka \
    Asia/Dubai Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Seoul Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide \
    Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/London Europe/Moscow Pacific/Apia Pacific/Auckland Pacific/Chatham \
    Pacific/Kiritimati";

/// What a daily was told, and when.
struct Told {
    at: DateTime<Utc>,
    wish: DailyWish,
}

#[derive(Debug, Default)]
struct Totals {
    due: usize,
    posted: usize,
    skipped: usize,
    crashes: usize,
    doubled: usize,
    outages: usize,
    changes: usize,
}

fn chance_of_wish(rng: &mut StdRng, channel: i64) -> DailyWish {
    let zones: Vec<Tz> = ZONES.split_whitespace().map(|zone| zone.parse().unwrap()).collect();
    let half_hour = rng.random_range(0..48);
    DailyWish {
        channel,
        time: NaiveTime::from_num_seconds_from_midnight_opt(half_hour * 1800, 0).unwrap(),
        zone: zones[rng.random_range(0..zones.len())],
        topic: None,
        level: None,
        days: [Days::EVERY, Days::WEEKDAYS, "mon, wed, fri".parse().unwrap()][rng.random_range(0..3)],
        role: None,
        language: "en".to_owned(),
    }
}

/// When a daily falls due on a date, found in another way than the program's: the first quarter of an hour at which clocks
/// there show that time, or a later one.
fn due_at(wish: &DailyWish, date: NaiveDate) -> Option<DateTime<Utc>> {
    let wanted = date.and_time(wish.time);
    let shown = |at: DateTime<Utc>| at.with_timezone(&wish.zone).naive_local();
    let mut at = wanted.and_utc() - TimeDelta::hours(15);
    assert!(shown(at) < wanted);
    while shown(at) < wanted {
        at += TimeDelta::minutes(15);
    }
    wish.days.has(date).then_some(at)
}

/// The dates of a daily that fell due until `end`, each with the first moment at which it did.
fn expected(told: &[Told], end: DateTime<Utc>) -> BTreeMap<NaiveDate, DateTime<Utc>> {
    let mut dates = BTreeMap::new();
    for (n, one) in told.iter().enumerate() {
        let until = told.get(n + 1).map_or(end, |next| next.at);
        let first = one.at.date_naive() - Stretch::new(2);
        for date in first.iter_days().take_while(|date| *date <= until.date_naive() + Stretch::new(2)) {
            if let Some(at) = due_at(&one.wish, date).filter(|at| *at > one.at && *at <= until) {
                dates.entry(date).or_insert(at);
            }
        }
    }
    dates
}

/// Does the work until it was polled so often, and then drops it, as a process is that is killed; whether it was done.
async fn killed_after(polls: usize, work: impl Future<Output = ()>) -> bool {
    let (mut work, mut left) = (pin!(work), polls);
    std::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        work.as_mut().poll(context).map(|()| true)
    })
    .await
}

async fn simulate(folder: &Path, seed: u64, days: i64) -> Totals {
    let mut rng = StdRng::seed_from_u64(seed);
    let url = DatabaseUrl::new(format!("sqlite:{}", folder.join(format!("{seed}.db")).display()));
    let one = app_at(&url, START).await;
    let two = App { clock: one.clock.clone(), ..app_on(&url).await };
    let (channels, mut totals) = (Channels::default(), Totals::default());
    let somebody = crate::support::person(&one, "Ada").await;
    let mut told: BTreeMap<DailyId, Vec<Told>> = BTreeMap::new();
    for guild in 1..=GUILDS {
        one.store.visit(guild, somebody.id, "Ada", one.clock.now()).await.unwrap();
        let wish = chance_of_wish(&mut rng, guild);
        let daily = one.set_up_daily(guild, &wish).await.unwrap().unwrap();
        told.insert(daily.id, vec![Told { at: one.clock.now(), wish }]);
    }
    let end = one.clock.now() + TimeDelta::days(days);
    // Moments at which all that was due has been done.
    let mut done: BTreeSet<DateTime<Utc>> = BTreeSet::new();
    while one.clock.now() < end {
        one.clock.advance(STEP);
        match rng.random_range(0..100) {
            0 => {
                totals.outages += 1;
                one.clock.advance(TimeDelta::minutes(rng.random_range(2..60) * 15));
            }
            1..=8 => {
                totals.crashes += 1;
                channels.set([Mood::Fine, Mood::Fine, Mood::Deaf, Mood::Mute][rng.random_range(0..4)]);
                killed_after(rng.random_range(1..120), tick(&one, &channels)).await;
                channels.set(Mood::Fine);
            }
            9..=30 => {
                totals.doubled += 1;
                tokio::join!(tick(&one, &channels), tick(&two, &channels));
                done.insert(one.clock.now());
            }
            _ => {
                tick(&one, &channels).await;
                done.insert(one.clock.now());
                if rng.random_range(0..6) == 0 {
                    one.clock.advance(TimeDelta::minutes(7));
                    let guild = rng.random_range(1..=GUILDS);
                    let wish = chance_of_wish(&mut rng, guild);
                    let daily = one.set_up_daily(guild, &wish).await.unwrap().unwrap();
                    told.get_mut(&daily.id).unwrap().push(Told { at: one.clock.now(), wish });
                    totals.changes += 1;
                    one.clock.advance(TimeDelta::minutes(-7));
                }
            }
        }
    }
    tick(&one, &channels).await;
    done.insert(one.clock.now());
    check(&one, &channels, &told, &done, &mut totals).await;
    one.store.close().await;
    two.store.close().await;
    totals
}

/// Holds what was posted against what was due.
async fn check(app: &App, channels: &Channels, told: &BTreeMap<DailyId, Vec<Told>>, done: &BTreeSet<DateTime<Utc>>, totals: &mut Totals) {
    let mut posts: BTreeMap<(DailyId, NaiveDate), usize> = BTreeMap::new();
    for message in channels.messages().iter().filter(|message| message.kind == PostKind::Question) {
        let post = app.store.post(message.post).await.unwrap().unwrap();
        assert_eq!(post.message, Some(message.id), "the message that is known is the one that is there");
        *posts.entry((post.daily, post.date)).or_default() += 1;
    }
    assert!(posts.values().all(|count| *count == 1), "nothing was posted twice");
    totals.posted = posts.len();
    assert!(app.posts_with(Chore::Send).await.unwrap().is_empty(), "nothing is left to send");
    let end = app.clock.now();
    for (daily, told) in told {
        let expected = expected(told, end);
        totals.due += expected.len();
        for (date, due) in &expected {
            let in_time = done.range(*due..*due + LATE).next().is_some();
            let posted = posts.remove(&(*daily, *date)).is_some();
            assert!(posted || !in_time, "{date} of {daily}, due at {due}, was not posted; {:?}", told.last().map(|told| &told.wish));
            totals.skipped += usize::from(!posted);
        }
    }
    assert!(posts.is_empty(), "posted and not due: {posts:?}");
}

#[test]
fn whatever_happens_every_post_that_is_due_is_made_once() {
    let days = std::env::var("MOCKINGBIRD_SIMULATED_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(30);
    // Memory, where there is such a folder: a disk's flushes prove nothing here.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let begun = std::time::Instant::now();
    let totals: Vec<Totals> = std::thread::scope(|scope| {
        let run = |seed| {
            let folder = folder.path();
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(simulate(folder, seed, days))
            })
        };
        let threads: Vec<_> = (0..DATABASES).map(run).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sum = |of: fn(&Totals) -> usize| totals.iter().map(of).sum::<usize>();
    let (due, posted, skipped) = (sum(|it| it.due), sum(|it| it.posted), sum(|it| it.skipped));
    assert!(posted + skipped == due && posted > due * 9 / 10 && skipped > 0, "{totals:?}");
    report(&format!(
        "dailies simulated: {} guilds in 40 zones for {days} days, {} crashes, {} doubled processes, {} outages, {} changes of zone: of \
         {due} posts due {posted} were made, each once, and {skipped} skipped as too late ({:.0} s)",
        GUILDS * DATABASES.cast_signed(),
        sum(|it| it.crashes),
        sum(|it| it.doubled),
        sum(|it| it.outages),
        sum(|it| it.changes),
        begun.elapsed().as_secs_f64(),
    ));
}
