//! One shard: its connections, one after another, and its session, which outlives them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::RngExt as _;
use serde::Deserialize;
use serde_json::json;
use serenity::all::{ApplicationId, GatewayIntents};
use tokio::sync::watch;
use tracing::{info, warn};

use super::session::{Backoff, Ended, Fatal, Next};
use super::socket::{Payload, Socket};
use super::{Event, Gateway, Turn};
use crate::clock;

/// A connection on which nothing comes for so long after a heartbeat is half open.
const ANSWER: Duration = Duration::from_secs(10);
/// Failures after which the address for resuming is not tried again.
const RESUME_TRIES: u32 = 3;
/// Closes a connection whose session goes on.
const GOING_ON: u16 = 4000;
/// Closes a connection and ends its session.
const DONE: u16 = 1000;

/// What resuming takes.
#[derive(Debug)]
struct Session {
    id: String,
    url: String,
}

/// A shard.
pub(super) struct Shard<L> {
    gateway: Arc<Gateway>,
    id: u32,
    listener: L,
    stop: watch::Receiver<bool>,
    session: Option<Session>,
    /// The number of the last event.
    seq: Option<u64>,
    backoff: Backoff,
    /// Since when this connection's session is there.
    ready_since: Option<Instant>,
}

impl<L: Fn(Event)> Shard<L> {
    pub(super) fn new(gateway: Arc<Gateway>, id: u32, listener: L, stop: watch::Receiver<bool>) -> Self {
        Self { gateway, id, listener, stop, session: None, seq: None, backoff: Backoff::default(), ready_since: None }
    }

    /// Stays connected until the bot is told to stop, or until Discord does not have it.
    pub(super) async fn run(mut self) -> Result<(), Fatal> {
        loop {
            let ended = self.connection().await;
            self.gateway.monitor.shard_down(self.id);
            let lived = self.ready_since.take().map_or(Duration::ZERO, |since| since.elapsed());
            match ended.next() {
                Next::Stop => return Ok(()),
                Next::GiveUp(fatal) => return Err(fatal),
                Next::Resume => {}
                Next::Identify => self.session = None,
            }
            let identifies = self.session.is_none();
            let mut pause = self.backoff.pause(lived, identifies && ended != Ended::Refused, rand::rng().random());
            if identifies && matches!(ended, Ended::Invalid { .. }) {
                // Discord asks for one to five seconds here.
                pause = pause.max(Duration::from_millis(rand::rng().random_range(1000..5000)));
            }
            info!(shard = self.id, why = %ended.why(), resumes = !identifies, wait = ?pause, "connecting to Discord again");
            if self.unless_stopped(clock::pause(pause)).await.is_none() {
                return Ok(());
            }
        }
    }

    /// What `work` yields, unless the bot is told to stop before.
    async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = told_to(&mut stop) => None,
            done = work => Some(done),
        }
    }

    /// One connection from its beginning to its end.
    async fn connection(&mut self) -> Ended {
        let connecting = async {
            let resume = self.session.as_ref().filter(|_| self.backoff.failures() <= RESUME_TRIES);
            let turn = if self.session.is_none() { Some(self.gateway.turn_to_identify(self.id).await) } else { None };
            Ok((Socket::connect(resume.map_or(&self.gateway.url, |session| &session.url)).await?, turn))
        };
        let (mut socket, turn) = match self.unless_stopped(connecting).await {
            None => return Ended::Stopped,
            Some(Err(ended)) => return ended,
            Some(Ok(connected)) => connected,
        };
        let Err(ended) = self.serve(&mut socket, turn).await;
        match ended {
            Ended::Stopped => socket.close(DONE).await,
            Ended::Asked | Ended::Invalid { .. } | Ended::Silent => socket.close(GOING_ON).await,
            Ended::Refused | Ended::Broken | Ended::Closed(_) => {}
        }
        ended
    }

    /// Listens and beats until the connection ends; that is the error.
    async fn serve(&mut self, socket: &mut Socket, turn: Option<Turn>) -> Result<Infallible, Ended> {
        let patience = self.gateway.patience;
        let greeting = self.unless_stopped(clock::within(patience.greeting, socket.receive())).await.ok_or(Ended::Stopped)?;
        let greeting = greeting.ok_or(Ended::Silent)??;
        let interval = hello(&greeting).ok_or(Ended::Broken)?;
        socket.send(&self.introduction()).await?;
        if let Some(mut turn) = turn {
            *turn = Some(clock::instant());
        }
        let mut pulse = Pulse::new(interval, rand::rng().random());
        let mut stop = self.stop.clone();
        loop {
            let ready_by = self.ready_since.is_none().then_some(pulse.begun + patience.session);
            tokio::select! {
                text = socket.receive() => {
                    pulse.heard();
                    if self.hear(&text?, &mut pulse)? {
                        pulse.beaten(socket.send(&json!({ "op": 1, "d": self.seq })).await)?;
                    }
                }
                () = clock::until(ready_by.map_or(pulse.due(), |by| by.min(pulse.due()))) => {
                    if pulse.is_silent() || self.ready_since.is_none() && pulse.begun.elapsed() >= patience.session {
                        return Err(Ended::Silent);
                    }
                    pulse.beaten(socket.send(&json!({ "op": 1, "d": self.seq })).await)?;
                }
                () = told_to(&mut stop) => return Err(Ended::Stopped),
            }
        }
    }

    /// RESUME where there is a session, IDENTIFY where there is none.
    fn introduction(&self) -> serde_json::Value {
        let token = &*self.gateway.token;
        match &self.session {
            Some(session) => json!({ "op": 6, "d": { "token": token, "session_id": session.id, "seq": self.seq } }),
            None => json!({ "op": 2, "d": {
                "token": token,
                "intents": GatewayIntents::GUILDS.bits(),
                "shard": [self.id, self.gateway.of],
                "compress": true,
                "properties": { "os": std::env::consts::OS, "browser": "mockingbird", "device": "mockingbird" },
            } }),
        }
    }

    /// Takes in a payload; `true` when Discord wants a heartbeat now.
    fn hear(&mut self, text: &str, pulse: &mut Pulse) -> Result<bool, Ended> {
        let Ok(payload) = serde_json::from_str::<Payload<'_>>(text) else {
            warn!(shard = self.id, "what Discord sent could not be read");
            return Ok(false);
        };
        match payload.op {
            0 => self.dispatch(&payload),
            1 => return Ok(true),
            7 => return Err(Ended::Asked),
            9 => return Err(Ended::Invalid { resumable: payload.d.is_some_and(|data| data.get() == "true") }),
            11 => {
                if let Some(took) = pulse.answered() {
                    self.gateway.monitor.heartbeat(self.id, took);
                }
            }
            _ => {}
        }
        Ok(false)
    }

    fn dispatch(&mut self, payload: &Payload<'_>) {
        self.seq = payload.s.or(self.seq);
        let (Some(name), Some(data)) = (payload.t.as_deref(), payload.d) else { return };
        match name {
            "READY" => {
                let Ok(ready) = serde_json::from_str::<Ready>(data.get()) else {
                    warn!(shard = self.id, "Discord's greeting could not be read");
                    return;
                };
                self.gateway.monitor.shard_up(self.id, "identify");
                self.session = Some(Session { id: ready.session_id, url: ready.resume_gateway_url });
                self.ready_since = Some(clock::instant());
                (self.listener)(Event::Ready { shard: self.id, guilds: ready.guilds.len(), application: ready.application.id });
            }
            "RESUMED" => {
                self.ready_since = Some(clock::instant());
                self.gateway.monitor.shard_up(self.id, "resume");
                info!(shard = self.id, "the session goes on");
            }
            name => match Event::read(name, data.get()) {
                Ok(Some(event)) => (self.listener)(event),
                Ok(None) => {}
                // What could not be read may be private, so the log does not say it.
                Err(_) => warn!(shard = self.id, event = name, "an event could not be read"),
            },
        }
    }
}

/// Waits until the bot is told to stop, or nobody is there to tell it.
async fn told_to(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// The interval of the heartbeats, out of the greeting.
fn hello(text: &str) -> Option<Duration> {
    #[derive(Deserialize)]
    struct Hello {
        heartbeat_interval: u64,
    }
    let payload: Payload<'_> = serde_json::from_str(text).ok()?;
    let hello: Hello = serde_json::from_str(payload.d.filter(|_| payload.op == 10)?.get()).ok()?;
    Some(Duration::from_millis(hello.heartbeat_interval.max(1)))
}

#[derive(Deserialize)]
struct Ready {
    session_id: String,
    resume_gateway_url: String,
    guilds: Vec<serde::de::IgnoredAny>,
    application: Application,
}

#[derive(Deserialize)]
struct Application {
    id: ApplicationId,
}

/// The heartbeat of a connection.
#[derive(Debug)]
struct Pulse {
    begun: Instant,
    interval: Duration,
    next: Instant,
    /// When the heartbeat was sent that has not been answered.
    unanswered: Option<Instant>,
    heard: Instant,
}

impl Pulse {
    /// The first beat comes anywhere within the first interval, so that those who reconnect together do not beat together.
    fn new(interval: Duration, chance: f64) -> Self {
        let now = clock::instant();
        Self { begun: now, interval, next: now + interval.mul_f64(chance), unanswered: None, heard: now }
    }

    fn heard(&mut self) {
        self.heard = clock::instant();
    }

    /// How long the answer took.
    fn answered(&mut self) -> Option<Duration> {
        self.unanswered.take().map(|sent| sent.elapsed())
    }

    fn beaten(&mut self, sent: Result<(), Ended>) -> Result<(), Ended> {
        let now = clock::instant();
        self.next = now + self.interval;
        self.unanswered = self.unanswered.or(Some(now));
        sent
    }

    /// When there is something to do: to beat, or to give the connection up.
    fn due(&self) -> Instant {
        self.unanswered.map_or(self.next, |sent| (sent.max(self.heard) + ANSWER).min(sent + self.interval))
    }

    /// Whether a heartbeat has gone unanswered for an interval, or for a while in which nothing else came either. What comes
    /// counts, since an answer may stand in line behind thousands of guilds.
    fn is_silent(&self) -> bool {
        self.unanswered.is_some() && clock::instant() >= self.due()
    }
}
