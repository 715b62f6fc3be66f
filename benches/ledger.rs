//! How boards and the ledger behave as attempts grow: `cargo bench --bench ledger`.
//!
//! One database of 20,000 people in 200 guilds, a few large and most small, over a year and a bank of 200 questions, is filled
//! with 10,000, 100,000 and 1,000,000 attempts. At each size: a page of a board chosen at random (period, topic, what it
//! ranks by, page, with one's own rank and neighbours), one's rank alone, one attempt recorded durably, what four writers
//! manage together in five seconds, and how large the database is.
//!
//! `LEDGER_SIZES=10000,100000` chooses other sizes, and none with `LEDGER_SIZES=`; `MOCKINGBIRD_TEST_POSTGRES=postgres://USER@HOST`
//! adds PostgreSQL, for which `LEDGER_POSTGRES_SIZES` does. `LEDGER_KEEP=FOLDER` keeps the SQLite file there, and
//! `LEDGER_POSTGRES_KEEP=NAME` that database (`mockingbird copy-to` fills one from the other): either is gone on with where it is
//! there. The last figures are what the disk's own flush took meanwhile. All are printed and never asserted; that sums agree with
//! the ledger is.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may stop where it stands")]

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use mockingbird::app::{App, BoardWish, Guild};
use mockingbird::bank::{Bank, Level, QuestionKey, Source};
use mockingbird::board::{By, Period};
use mockingbird::clock::Clock;
use mockingbird::config::DatabaseUrl;
use mockingbird::grade::Score;
use mockingbird::monitor::Monitor;
use mockingbird::store::{Account, Attempt, AttemptId, BoardKey, NewAttempt, Person, PersonId, Provider, Store};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

const PEOPLE: usize = 20_000;
const GUILDS: u32 = 200;
const CONCEPTS: u32 = 50;
const QUESTIONS: u32 = 4;
const DAYS: u64 = 365;
const BATCH: usize = 1000;
const CALLS: usize = 2000;
const WARM_UP: usize = 1000;
const WRITERS: usize = 4;
const STRETCH: Duration = Duration::from_secs(5);
/// Databases of a name.
const THERE: &str = "select count(*) from pg_database where datname = $1";
/// What a person says, about as long as answers are.
const ANSWER: &str = "A regular dictionary keeps a strong reference to its keys and values, so nothing that you put into it is ever \
    freed while the dictionary lives. With a WeakKeyDictionary the keys are only held weakly: once the last other reference \
    to a key is gone, the garbage collector removes it and the entry disappears by itself.";

fn first_day() -> NaiveDate {
    "2025-01-01".parse().unwrap()
}

/// Noon of the last day, on a clock that stands still.
fn clock() -> Clock {
    let noon = (first_day() + Days::new(DAYS - 1)).and_hms_opt(12, 0, 0).unwrap().and_utc();
    Clock::parse(&format!("{}@0", noon.timestamp())).unwrap()
}

struct World {
    app: App,
    people: Vec<(Person, i64)>,
    rng: StdRng,
    written: usize,
}

impl World {
    async fn new(url: &DatabaseUrl) -> Self {
        let app = App {
            bank: Bank::load(&Source::builtin()).unwrap(),
            store: Store::open(url).await.unwrap(),
            clock: clock(),
            monitor: Monitor::default(),
        };
        let mut world = Self { app, people: Vec::with_capacity(PEOPLE), rng: StdRng::seed_from_u64(1), written: 0 };
        world.find(url).await;
        for n in world.people.len()..PEOPLE {
            let account = Account { provider: Provider::Discord, external_id: n.to_string() };
            let person = world.app.person(&account, chrono_tz::Tz::UTC).await.unwrap();
            // The first guild has some 1,400 people, the last some 50.
            let share: f64 = world.rng.random();
            #[expect(clippy::cast_possible_truncation, reason = "far below it")]
            let guild = (f64::from(GUILDS) * share * share) as i64 + 1;
            let display_name = format!("Person {n}");
            world.app.visit(&Guild { id: guild, installed: true, display_name }, &person).await.unwrap();
            world.people.push((person, guild));
        }
        world
    }

    /// Takes up what an earlier run has left.
    async fn find(&mut self, url: &DatabaseUrl) {
        const PEOPLE: &str = "select person_id, guild_id from member order by person_id";
        const WRITTEN: &str = "select cast(count(*) as bigint) from attempt";
        let (people, written): (Vec<(PersonId, i64)>, i64) = if url.is_postgres() {
            let mut connection = PgConnection::connect(url.expose()).await.unwrap();
            let people = sqlx::query_as(PEOPLE).fetch_all(&mut connection).await.unwrap();
            (people, sqlx::query_scalar(WRITTEN).fetch_one(&mut connection).await.unwrap())
        } else {
            let mut connection = SqliteConnection::connect(url.expose()).await.unwrap();
            let people = sqlx::query_as(PEOPLE).fetch_all(&mut connection).await.unwrap();
            (people, sqlx::query_scalar(WRITTEN).fetch_one(&mut connection).await.unwrap())
        };
        self.written = usize::try_from(written).unwrap();
        self.people = people.into_iter().map(|(id, guild)| (Person::new(id, chrono_tz::Tz::UTC), guild)).collect();
        self.rng = StdRng::seed_from_u64(written.unsigned_abs() + 1);
    }

    /// Fills up to `size` attempts, day by day within each filling.
    async fn fill(&mut self, size: usize) {
        while self.written < size {
            let count = BATCH.min(size - self.written);
            let day = first_day() + Days::new((self.written as u64 * DAYS / size as u64).min(DAYS - 1));
            let batch: Vec<NewAttempt> = (0..count).map(|_| self.attempt(day)).collect();
            self.app.store.record(&batch).await.unwrap();
            self.written += count;
        }
    }

    fn attempt(&mut self, day: NaiveDate) -> NewAttempt {
        let (person, guild) = self.people[self.rng.random_range(0..PEOPLE)];
        attempt(&mut self.rng, &person, guild, day)
    }
}

fn attempt(rng: &mut StdRng, person: &Person, guild: i64, day: NaiveDate) -> NewAttempt {
    let created_at: DateTime<Utc> = day.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::seconds(rng.random_range(0..86_400));
    let concept = rng.random_range(0..CONCEPTS);
    let attempt = Attempt {
        id: AttemptId::new(created_at),
        person: person.id,
        guild: Some(guild),
        installed: true,
        round: None,
        question: QuestionKey {
            bank: "standard".into(),
            subject: "python".into(),
            concept: if concept == 0 { "slots".into() } else { format!("concept-{concept}") },
            question: format!("question-{}", rng.random_range(0..QUESTIONS)),
        },
        rubric_hash: "0123456789abcdef0123456789abcdef".into(),
        source: "discord".into(),
        score: Score::from_thousandths(rng.random_range(0..=1000)),
        points: (0..5).map(|n| (format!("point-{n}"), Score::FULL)).collect(),
        mistakes: Vec::new(),
        ranked: true,
        hints: rng.random_range(0..3),
        seconds: 60,
        local_day: day,
        streak_day: day,
        guild_day: Some(day),
        interaction: Some(format!("{:019}", rng.random_range(0..i64::MAX))),
        parent: None,
        follows: None,
        created_at,
        level: Some(Level::ALL[concept as usize % 3]),
    };
    NewAttempt { attempt, answer: ANSWER.into() }
}

/// The median, the 99th percentile and the longest, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    format!("{:>6.2} {:>6.2} {:>7.2}", at(50), at(99), at(100))
}

async fn pages(world: &mut World) -> String {
    let mut times = Vec::new();
    for _ in 0..CALLS {
        let rng = &mut world.rng;
        let (person, guild) = world.people[rng.random_range(0..PEOPLE)];
        let topic = [None, Some("slots")][rng.random_range(0..2)].map(str::to_owned);
        let wish = BoardWish { period: Period::ALL[rng.random_range(0..4)], by: By::ALL[rng.random_range(0..3)], topic, page: 0 };
        let pages = world.app.board(guild, &person, &wish).await.unwrap().pages;
        let wish = BoardWish { page: rng.random_range(0..pages), ..wish };
        let begun = Instant::now();
        world.app.board(guild, &person, &wish).await.unwrap();
        times.push(begun.elapsed());
    }
    spread(times)
}

/// One's rank on the board of everything, with the neighbours.
async fn ranks(world: &mut World) -> String {
    let mut times = Vec::new();
    for _ in 0..CALLS {
        let (person, guild) = world.people[world.rng.random_range(0..PEOPLE)];
        let (period, by) = (Period::ALL[world.rng.random_range(0..4)], By::ALL[world.rng.random_range(0..3)]);
        let starts = period.starts(first_day() + Days::new(DAYS - 1));
        let key = BoardKey { guild, topic: mockingbird::board::Topic::default(), period, starts, by };
        let begun = Instant::now();
        if let Some(position) = world.app.store.place(&key, person.id).await.unwrap().position {
            world.app.store.board(&key, (position - 1).max(0), 3).await.unwrap();
        }
        times.push(begun.elapsed());
    }
    spread(times)
}

/// One attempt after the other; the first ones, while SQLite's log still grows to its length, are left out.
async fn recordings(world: &mut World) -> String {
    let mut times = Vec::new();
    for _ in 0..WARM_UP + CALLS {
        let new = world.attempt(first_day() + Days::new(DAYS - 1));
        let begun = Instant::now();
        world.app.store.record(&[new]).await.unwrap();
        times.push(begun.elapsed());
    }
    world.written += times.len();
    spread(times.split_off(WARM_UP))
}

/// Attempts a second that writers manage together, each in a transaction of its own.
async fn sustained(world: &mut World) -> f64 {
    let people = Arc::new(world.people.clone());
    let begun = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let (store, people) = (world.app.store.clone(), Arc::clone(&people));
            let mut rng = StdRng::seed_from_u64(world.rng.random());
            tokio::spawn(async move {
                let mut written = 0;
                while begun.elapsed() < STRETCH {
                    let (person, guild) = people[rng.random_range(0..PEOPLE)];
                    store.record(&[attempt(&mut rng, &person, guild, first_day() + Days::new(DAYS - 1))]).await.unwrap();
                    written += 1;
                }
                written
            })
        })
        .collect();
    let mut written: u32 = 0;
    for writer in writers {
        written += writer.await.unwrap();
    }
    let rate = f64::from(written) / begun.elapsed().as_secs_f64();
    world.written += written as usize;
    rate
}

async fn size(url: &DatabaseUrl) -> u64 {
    const SQL: &str = "select pg_database_size(current_database())";
    if url.is_postgres() {
        let mut connection = PgConnection::connect(url.expose()).await.unwrap();
        let size: i64 = sqlx::query_scalar(SQL).fetch_one(&mut connection).await.unwrap();
        return u64::try_from(size).unwrap();
    }
    let path = url.expose().strip_prefix("sqlite:").unwrap();
    std::fs::metadata(Path::new(path)).unwrap().len()
}

/// What the disk takes for the flush that a commit waits for: as many bytes as an attempt logs, in place.
fn flush(folder: &Path) -> String {
    const BYTES: usize = 160 << 10;
    let mut file = std::fs::File::create(folder.join("flush")).unwrap();
    let bytes = vec![7; 64 * BYTES];
    file.write_all(&bytes).unwrap();
    file.sync_all().unwrap();
    let mut times = Vec::new();
    for n in 0..500 {
        let begun = Instant::now();
        file.seek(SeekFrom::Start(n % 64 * BYTES as u64)).unwrap();
        file.write_all(&bytes[..BYTES]).unwrap();
        file.sync_data().unwrap();
        times.push(begun.elapsed());
    }
    spread(times)
}

async fn measure(engine: &str, url: &DatabaseUrl, sizes: &[usize], folder: &Path) {
    if sizes.is_empty() {
        return;
    }
    let mut world = World::new(url).await;
    for goal in sizes {
        let (before, begun) = (world.written, Instant::now());
        world.fill(*goal).await;
        let bulk = f64::from(u32::try_from(world.written - before).unwrap()) / begun.elapsed().as_secs_f64();
        let (page, rank, record) = (pages(&mut world).await, ranks(&mut world).await, recordings(&mut world).await);
        let (rate, mib, disk) = (sustained(&mut world).await, size(url).await / (1 << 20), flush(folder));
        println!("{engine:<10} {goal:>9} | {page} | {rank} | {record} | {rate:>8.0} | {bulk:>8.0} | {mib:>6} MiB | {disk}");
    }
    let begun = Instant::now();
    let verified = world.app.store.verify(false).await.unwrap();
    assert_eq!(verified.told, []);
    println!("{engine:<10} {:>9} attempts agree with their sums, verified in {:.1} s", verified.attempts, begun.elapsed().as_secs_f64());
    world.app.store.close().await;
}

fn sizes(variable: &str, default: &str) -> Vec<usize> {
    let text = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    text.split(',').filter_map(|size| size.trim().parse().ok()).collect()
}

#[tokio::main]
async fn main() {
    println!(
        "{:<10} {:>9} | page ms               | rank ms               | record ms             | 4 writers |     bulk |            | disk ms",
        "", "attempts"
    );
    println!(
        "{:<10} {:>9} |    p50    p99     max |    p50    p99     max |    p50    p99     max |       1/s |      1/s |       size |    p50    p99     max",
        "", ""
    );
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("LEDGER_KEEP").map_or_else(|| folder.path().to_owned(), PathBuf::from);
    let url = DatabaseUrl::new(format!("sqlite:{}", kept.join("bench.db").display()));
    measure("SQLite", &url, &sizes("LEDGER_SIZES", "10000,100000,1000000"), &kept).await;
    let Ok(server) = std::env::var("MOCKINGBIRD_TEST_POSTGRES") else {
        println!("skipped: PostgreSQL (MOCKINGBIRD_TEST_POSTGRES is not set)");
        return;
    };
    let kept_name = std::env::var("LEDGER_POSTGRES_KEEP").ok();
    let name = kept_name.clone().unwrap_or_else(|| format!("bench_{:x}", rand::random::<u64>()));
    let mut admin = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let there: i64 = sqlx::query_scalar(THERE).bind(&name).fetch_one(&mut admin).await.unwrap();
    if there == 0 {
        admin.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    }
    let sizes = sizes("LEDGER_POSTGRES_SIZES", "10000,100000,1000000");
    measure("PostgreSQL", &DatabaseUrl::new(format!("{server}/{name}")), &sizes, &kept).await;
    if kept_name.is_none() {
        admin.execute(AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
    }
}
