//! SIGKILL at every request of a session, done and undone before: nobody's answer is lost, none counts twice, and the session
//! comes to its end with every card there once, the picture too.
//!
//! A few bots hold one session after another, each with a kill in it, so that a kill costs one start of the bot and no more.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use loopback_discord::{Held, Loopback, Message, Response, Step};
use mockingbird::clock;
use serde_json::json;

use super::bot::{Stage, Way};
use crate::support::{bot_database, report};

const SWIMS: &str = "It swims with its wings.";
/// Fast enough that a claim of a process that is no more is taken over soon, and slow enough that on a busy machine no deadline
/// passes of itself: ten minutes are one.
const CLOCK: f64 = 10.0;

/// A bot with one session after another.
struct Lane {
    stage: Stage,
    begun: Instant,
    sessions: i64,
}

/// Where a session has its kill.
#[derive(Clone, Copy, Debug)]
enum At {
    /// At the request with this number.
    Request(usize),
    /// At the end, which comes with a picture, wherever it is among the requests.
    Picture,
}

/// How far the people of a session have come: what they know to be done is not pressed again.
#[derive(Default)]
struct People {
    opened: bool,
    joined: bool,
    started: bool,
    answered: [bool; 2],
}

impl Lane {
    async fn new() -> Self {
        let stage = Stage::on(Loopback::builder().bot_name("Mockingbird").patience(Duration::from_secs(30)).start().await);
        let mut lane = Self { stage, begun: Instant::now(), sessions: 0 };
        lane.start().await;
        lane
    }

    /// Starts the bot at the time that it is on the stage.
    async fn start(&mut self) {
        let now = 1_767_225_600.0 + (self.begun.elapsed().as_secs_f64() * CLOCK).ceil();
        let mut command = self.stage.command(Way::Plain);
        command.env("MOCKINGBIRD_TEST_CLOCK", format!("{now}@{CLOCK}"));
        self.stage.runs_logging(command).await;
    }

    /// What everybody sees in the channel.
    fn cards(&self) -> Vec<Message> {
        self.stage.channel.messages().into_iter().filter(|card| !card.is_ephemeral()).collect()
    }

    /// The newest card with this button.
    fn with_button(&self, name: &str) -> Option<Message> {
        self.cards().into_iter().rev().find(|card| card.button(name).is_some())
    }

    /// Does what there is to do next, as people would: whatever failed is pressed again.
    async fn drive(&self, people: &mut People) {
        let Stage { ada, bob, channel, .. } = &self.stage;
        while self.with_button("My report").is_none() {
            if let Some(question) = self.with_button("Answer") {
                for (who, done) in [ada, bob].into_iter().zip(&mut people.answered).filter(|(_, done)| !**done) {
                    // The card may have been closed just now.
                    if let Ok(press) = who.try_presses(&question, "Answer")
                        && let Response::Modal(modal) = press.response().await
                        && let Response::Shown(card) = who.submits(&modal, json!({ "answer": SWIMS })).response().await
                    {
                        // Whoever hears nothing tries again; whoever is told that it is closed had been heard.
                        *done = card.text().contains("Received") || card.text().contains("no longer open");
                    }
                }
            } else if let Some(reveal) = self.with_button("To the podium") {
                if let Ok(press) = ada.try_presses(&reveal, "To the podium") {
                    press.acknowledged().await;
                }
            } else if let Some(lobby) = self.with_button("Start") {
                if !people.joined
                    && let Ok(press) = bob.try_presses(&lobby, "Join")
                {
                    people.joined = press.response().await.text().contains("You are in");
                } else if !people.started
                    && let Ok(press) = ada.try_presses(&lobby, "Start")
                {
                    people.started = press.acknowledged().await.is_some();
                }
            } else if !people.opened {
                let options = json!({ "topic": "penguin", "questions": 1, "minutes": 10 });
                let opened = ada.types_command(channel, "session start", options).response().await;
                people.opened = opened.text().contains("You are the host") || opened.text().contains("already");
            }
            // What stands in the channel follows in a moment.
            clock::pause(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the cards of every session are as they are to be.
    async fn settles(&self) {
        let pool = sqlx::SqlitePool::connect(&bot_database(self.stage.home.path())).await.unwrap();
        let lagging = || sqlx::query_scalar::<_, i64>("select count(*) from session where shown < version or ended_at is null");
        while lagging().fetch_one(&pool).await.unwrap() > 0 {
            clock::pause(Duration::from_millis(20)).await;
        }
    }

    /// One session in a channel of its own, with a kill at a request, which is done or undone before: that request, unless
    /// there was none.
    async fn session(&mut self, at: At, done: bool) -> Option<Step> {
        self.sessions += 1;
        self.stage.channel = self.stage.guild.channel(&format!("session-{}", self.sessions));
        let mut people = People::default();
        let gate = self.stage.discord.gate();
        let rule = match at {
            At::Request(at) => gate.when(Step::is_any_request).skipping(at).times(1).hold(),
            At::Picture => gate.when(has_picture).times(1).hold(),
        };
        let held = self.until_held(&mut people).await;
        rule.lift();
        let mut killed = None;
        if let Some(held) = held {
            killed = Some(held.step().clone());
            if done {
                held.perform().await;
            }
            self.stage.kill().await;
            held.lose();
            self.start().await;
        }
        let ends = async {
            self.drive(&mut people).await;
            self.settles().await;
        };
        let place = format!("{at:?}, done {done}: {killed:?}");
        let ended = tokio::time::timeout(Duration::from_mins(3), ends).await.is_ok();
        assert!(ended, "{place}: the session does not end; {:?}\n{}", self.cards(), self.stage.log());
        let cards = self.cards();
        for mark in ["Study-group session", "1 of 1 · The penguin\n", "A model answer", "What you made of it"] {
            let count = cards.iter().filter(|card| card.text().contains(mark)).count();
            assert_eq!(count, 1, "{place}: {mark} is there {count} times");
        }
        let pictures: Vec<_> = cards.iter().map(|card| card.files().len()).collect();
        assert_eq!(pictures, [0, 0, 0, 1], "{place}: the end has its picture once");
        assert_eq!(self.stage.attempts().await, 2 * self.sessions, "{place}: {}", self.stage.log());
        killed
    }

    /// Drives a session until a request of it is held; nothing where it comes to its end before.
    async fn until_held(&self, people: &mut People) -> Option<Held> {
        let gate = self.stage.discord.gate();
        let holding = async {
            loop {
                // The wait for a held request ends with the patience of the test.
                if let Ok(held) = gate.held().await {
                    return held;
                }
            }
        };
        let ending = async {
            self.drive(people).await;
            self.settles().await;
        };
        tokio::select! {
            held = holding => Some(held),
            () = ending => None,
        }
    }
}

fn has_picture(step: &Step) -> bool {
    step.is_any_request() && step.body.contains("attachments\":[{")
}

/// A request without its ids and tokens.
fn kind(step: &Step) -> String {
    let part = |part: &str| if part.chars().any(|c| c.is_ascii_digit()) { "*".to_owned() } else { part.to_owned() };
    let path: Vec<_> = step.name.split('/').map(part).collect();
    let picture = if has_picture(step) { " with a picture" } else { "" };
    format!("{} {}{picture}", step.method, path.join("/"))
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_of_a_session_it_loses_no_answer_and_posts_nothing_twice() {
    let mut first = Lane::new().await;
    let before = first.stage.discord.requests().len();
    first.session(At::Request(usize::MAX), false).await;
    let requests = first.stage.discord.requests().len() - before;
    assert!(requests >= 12, "a session has only {requests} requests");

    let places = (0..requests).map(At::Request).chain([At::Picture]);
    let jobs: Mutex<VecDeque<_>> = Mutex::new(places.flat_map(|at| [(at, true), (at, false)]).collect());
    let killed: Mutex<BTreeMap<String, [usize; 2]>> = Mutex::default();
    let work = async |mut lane: Lane| {
        loop {
            let Some((at, done)) = jobs.lock().unwrap().pop_front() else { return };
            if let Some(step) = lane.session(at, done).await {
                killed.lock().unwrap().entry(kind(&step)).or_default()[usize::from(done)] += 1;
            }
        }
    };
    // Five bots beside each other.
    let another = async || work(Lane::new().await).await;
    tokio::join!(work(first), another(), another(), another(), another());
    let killed = killed.into_inner().unwrap();
    let kills: usize = killed.values().flatten().sum();
    for kind in [
        "POST /interactions/*/*/callback",
        "POST /channels/*/messages",
        "PATCH /channels/*/messages/*",
        "POST /channels/*/messages with a picture",
    ] {
        assert!(
            killed.get(kind).is_some_and(|both| both.iter().all(|count| *count > 0)),
            "no kill, done and undone, at {kind}: {killed:?}"
        );
    }
    report(&format!("kills survived in a session: {kills}, at each of its {requests} requests, done and undone"));
}
