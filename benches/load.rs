//! The real bot under load: `cargo bench --bench load`.
//!
//! People on a loopback Discord hold interviews of five questions: a command, five times *Answer*, a modal whose answer is
//! graded and stored durably in SQLite, *Next*, and the report. They press by a schedule, whether the bot keeps up or not, and
//! in no order. Measured are what the people see (presses a second, the first response by the loopback's clock) and what the
//! system says of the bot's process alone (time on a processor, memory); the loopback shares the machine.
//!
//! `LOAD_RATES=100,500` chooses presses a second, `LOAD_SECONDS=60` how long each lasts, `LOAD_TOTAL=100000` after how many
//! presses memory is looked at again (0 for never), `LOAD_GUILDS=1,2500` the numbers of guilds. Figures are printed and
//! never asserted; that every press was answered as it should be is.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a benchmark may stop where it stands")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use loopback_discord::{Action, Channel, Loopback, Message, Modal, Person};
use mockingbird::clock::pause;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use tokio::sync::RwLock;

const PEOPLE: usize = 800;
/// What a guild has, as Discord describes it when the bot connects.
const CHANNELS: usize = 25;
const ROLES: usize = 15;
/// Presses between two times at which the loopback forgets what is over.
const FORGET: u64 = 2000;
const ANSWER: &str = "A regular dictionary keeps a strong reference to its keys and values, so nothing that you put into it is ever \
    freed while the dictionary lives. With a WeakKeyDictionary the keys are only held weakly: once the last other reference \
    to a key is gone, the garbage collector removes it and the entry disappears by itself.";

/// The bot as a process of its own.
struct Bot(Child);

impl Bot {
    /// Starts it, and waits until Discord has told it everything; how long that took up to READY.
    async fn start(discord: &Loopback, home: &Path) -> (Self, Duration) {
        let log = std::fs::File::options().create(true).append(true).open(home.join("log")).unwrap();
        let before = discord.gateway().tally();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mockingbird"));
        command.arg("run").env_clear().env("HOME", home).env("DISCORD_TOKEN", discord.token());
        command.env("DATABASE_URL", format!("sqlite:{}", home.join("bot.db").display()));
        command.env("DISCORD_API_URL", discord.api_url());
        let begun = Instant::now();
        let bot = Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap());
        discord.gateway().until("READY", |tally| tally.delivered > before.delivered).await.unwrap();
        let ready = begun.elapsed();
        discord.until_command("interview").await.unwrap();
        (bot, ready)
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.0.id())).expect("the bot runs, on Linux")
    }

    /// Memory in use, in MiB.
    fn memory(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    /// Seconds on a processor so far.
    fn processor(&self) -> f64 {
        let stat = self.proc("stat");
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_ascii_whitespace().collect();
        (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
    }

    /// Waits until it has nothing to do: what Discord told it at the start is worked through.
    async fn rests(&self) {
        let mut before = -1.0;
        while (self.processor() - before).abs() > 0.005 {
            before = self.processor();
            pause(Duration::from_millis(500)).await;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Somebody who holds one interview after the other, and what they do next.
struct Visitor {
    person: Person,
    channel: Channel,
    next: Next,
}

enum Next {
    Command,
    Press(Box<Message>),
    Submit(Box<Modal>),
}

impl Visitor {
    /// Does the next thing; how long the first response took.
    async fn acts(&mut self) -> Duration {
        let begun = |it: Action| async move {
            let response = it.response().await;
            (it.latency().expect("a first response"), response)
        };
        let (latency, next) = match &self.next {
            Next::Command => {
                let (latency, response) = begun(self.person.types_command(&self.channel, "interview", json!({ "questions": 5 }))).await;
                (latency, Next::Press(Box::new(response.message())))
            }
            Next::Press(card) => {
                let id = wanted(card);
                let (latency, response) = begun(self.person.presses(card, &id)).await;
                (
                    latency,
                    if id.contains(":answer:") {
                        Next::Submit(Box::new(response.modal()))
                    } else {
                        Next::Press(Box::new(response.message()))
                    },
                )
            }
            Next::Submit(modal) => {
                let (latency, response) = begun(self.person.submits(modal, json!({ "answer": ANSWER }))).await;
                (latency, Next::Press(Box::new(response.message())))
            }
        };
        // A report has no way on; the next interview begins by the command.
        self.next = match next {
            Next::Press(card) if is_over(&card) => Next::Command,
            next => next,
        };
        latency
    }
}

/// The button that leads on: to the first question, to the modal, to the next question or to the report.
fn wanted(card: &Message) -> String {
    let ids: Vec<String> = card.buttons().into_iter().filter_map(|button| button.custom_id).collect();
    let verbs = [":answer:", ":next:", ":resume:"];
    let found = verbs.iter().find_map(|verb| ids.iter().find(|id| id.contains(verb)));
    found.unwrap_or_else(|| panic!("no way on: {}", card.text())).clone()
}

fn is_over(card: &Message) -> bool {
    card.buttons().iter().filter_map(|button| button.custom_id.as_deref()).any(|id| id.contains(":share:"))
}

/// What a stretch of load came to.
struct Stretch {
    presses: u64,
    seconds: f64,
    first: Vec<Duration>,
    processor: f64,
}

impl Stretch {
    fn percentile(&self, share: usize) -> f64 {
        self.first[(self.first.len() * share / 100).min(self.first.len() - 1)].as_secs_f64() * 1e3
    }
}

/// Whoever is next: in no order, so that after a minute some read their first question while others read their report.
fn somebody(people: &Mutex<Vec<Visitor>>, rng: &mut StdRng) -> Option<Visitor> {
    let mut people = people.lock().unwrap();
    let free = people.len();
    (free > 0).then(|| people.swap_remove(rng.random_range(0..free)))
}

/// Has people press so many times a second, for so many presses.
async fn load(discord: &Loopback, bot: &Bot, people: &Arc<Mutex<Vec<Visitor>>>, rate: u32, presses: u64) -> Stretch {
    let first = Arc::new(Mutex::new(Vec::new()));
    // Held while somebody waits for an answer, so that nothing is forgotten that is still needed.
    let waiting = Arc::new(RwLock::new(()));
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / rate);
    let (processor, begun) = (bot.processor(), Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    let mut rng = StdRng::seed_from_u64(presses);
    for press in 1..=presses {
        ticks.tick().await;
        if press % FORGET == 0 {
            let _nobody = waiting.write().await;
            discord.forget();
        }
        let mut visitor = loop {
            if let Some(visitor) = somebody(people, &mut rng) {
                break visitor;
            }
            // Everybody waits for an answer: the bot does not keep up.
            tasks.join_next().await.unwrap().unwrap();
        };
        let (people, first, waiting) = (Arc::clone(people), Arc::clone(&first), Arc::clone(&waiting).read_owned().await);
        tasks.spawn(async move {
            let latency = visitor.acts().await;
            first.lock().unwrap().push(latency);
            people.lock().unwrap().push(visitor);
            drop(waiting);
        });
        while let Some(done) = tasks.try_join_next() {
            done.unwrap();
        }
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let mut first = std::mem::take(&mut *first.lock().unwrap());
    first.sort_unstable();
    Stretch { presses, seconds, first, processor: bot.processor() - processor }
}

/// A loopback with so many guilds, and people in the first.
fn world(discord: &Loopback, guilds: usize) -> Vec<Visitor> {
    let mut people = Vec::new();
    for number in 0..guilds {
        let guild = discord.guild(&format!("Study group {number}"));
        let channels: Vec<Channel> = (0..CHANNELS).map(|n| guild.channel(&format!("channel-{n}"))).collect();
        for role in 0..ROLES {
            let _ = guild.role(&format!("Role {role}"), 0, false);
        }
        if number == 0 {
            for n in 0..PEOPLE {
                let person = discord.person(&format!("person{n}"));
                person.set_global_name(&format!("Person {n}")).joins(&guild);
                people.push(Visitor { person, channel: channels[0].clone(), next: Next::Command });
            }
        }
    }
    people
}

fn numbers(variable: &str, default: &str) -> Vec<u64> {
    let text = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    text.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

#[tokio::main]
async fn main() {
    let (rates, seconds) = (numbers("LOAD_RATES", "100,500"), numbers("LOAD_SECONDS", "60")[0]);
    let total = numbers("LOAD_TOTAL", "100000")[0];
    for guilds in numbers("LOAD_GUILDS", "1,2500") {
        let discord = Loopback::builder().patience(Duration::from_mins(1)).start().await;
        let people = world(&discord, usize::try_from(guilds).unwrap());
        let home = tempfile::tempdir().unwrap();
        let (bot, first) = Bot::start(&discord, home.path()).await;
        drop(bot);
        let mut starts: Vec<f64> = vec![first.as_secs_f64()];
        for _ in 0..4 {
            let (_bot, ready) = Bot::start(&discord, home.path()).await;
            starts.push(ready.as_secs_f64());
        }
        let (bot, ready) = Bot::start(&discord, home.path()).await;
        starts.push(ready.as_secs_f64());
        bot.rests().await;
        let started = bot.memory();
        let again: Vec<String> = starts[1..].iter().map(|ready| format!("{:.0}", ready * 1e3)).collect();
        println!(
            "{guilds} guilds: READY after {:.0} ms on a new database, then {} ms; {started:.1} MiB at rest",
            starts[0] * 1e3,
            again.join(", ")
        );
        if guilds > 1 {
            continue;
        }
        let people = Arc::new(Mutex::new(people));
        let mut done = 0;
        println!("wanted/s  reached/s   first response ms: p50    p99    max   CPU ms/press   MiB");
        for rate in &rates {
            let stretch = load(&discord, &bot, &people, u32::try_from(*rate).unwrap(), rate * seconds).await;
            done += stretch.presses;
            #[expect(clippy::cast_precision_loss, reason = "far below it")]
            let presses = stretch.presses as f64;
            println!(
                "{rate:>8}  {:>9.1}  {:>24.2} {:>6.2} {:>6.1}   {:>12.3}  {:>5.1}",
                presses / stretch.seconds,
                stretch.percentile(50),
                stretch.percentile(99),
                stretch.percentile(100),
                stretch.processor * 1e3 / presses,
                bot.memory(),
            );
        }
        while done < total {
            let more = (total - done).min(10_000);
            load(&discord, &bot, &people, 500, more).await;
            done += more;
            println!("after {done} presses: {:.1} MiB", bot.memory());
        }
        let violations = discord.violations();
        assert!(violations.is_empty(), "{violations:#?}");
        drop(bot);
        let log = std::fs::read_to_string(home.path().join("log")).unwrap();
        let lines = log.lines().filter(|line| line.contains("outcome=\"answered\"")).count();
        println!("{lines} of {done} presses are in the log as answered");
    }
}
