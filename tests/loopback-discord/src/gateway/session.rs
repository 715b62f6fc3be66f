//! Sessions: what a shard was told, and what it is still to be told.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::id::shard_of;

/// `GUILDS`.
pub(crate) const GUILDS: u64 = 1;
/// `GUILD_MEMBERS`, privileged.
pub(crate) const MEMBERS: u64 = 1 << 1;
/// `GUILD_PRESENCES`, privileged.
pub(crate) const PRESENCES: u64 = 1 << 8;
/// `GUILD_MESSAGES`.
pub(crate) const MESSAGES: u64 = 1 << 9;
/// `DIRECT_MESSAGES`.
pub(crate) const DIRECT_MESSAGES: u64 = 1 << 12;
/// `MESSAGE_CONTENT`, privileged.
pub(crate) const CONTENT: u64 = 1 << 15;
/// Every intent there is.
pub(crate) const INTENTS: u64 = 0b11_0011_0001_1111_1111_1111_1111;

/// How long a session that lost its connection can be resumed, in milliseconds.
const RESUMABLE: u64 = 180_000;
/// How many events are kept for a session that does not acknowledge them.
const BACKLOG: usize = 100_000;

/// Something that happened, for the sessions that are to know.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: &'static str,
    /// `None` for direct messages, which shard 0 gets.
    pub(crate) guild: Option<u64>,
    /// The intents of which a session needs one; 0 for what everybody gets.
    pub(crate) intent: u64,
    pub(crate) data: String,
    /// The data for a session that may not read what people write.
    pub(crate) bare: Option<String>,
}

/// An event with its place in a session.
#[derive(Clone, Debug)]
pub(crate) struct Numbered {
    pub(crate) seq: u64,
    pub(crate) name: &'static str,
    pub(crate) data: String,
}

impl Numbered {
    pub(crate) fn payload(&self) -> String {
        format!(r#"{{"t":"{}","s":{},"op":0,"d":{}}}"#, self.name, self.seq, self.data)
    }
}

/// What a connection is told to do.
#[derive(Debug)]
pub(crate) enum Order {
    /// Deliver an event; the gate may have a say.
    Event(Numbered),
    /// Send a payload as it is.
    Send(Value),
    /// Close, with a code and a reason as a rule.
    Close(Option<(u16, String)>),
    /// Drop the TCP connection without closing.
    Cut,
    /// Neither read nor write any more.
    Freeze,
}

impl Order {
    fn close(code: u16, reason: &str) -> Self {
        Self::Close(Some((code, reason.to_owned())))
    }
}

/// Where a connection takes its orders from.
pub(crate) type Orders = UnboundedSender<Order>;

#[derive(Debug)]
pub(crate) struct Session {
    /// Which shard, and of how many.
    pub(crate) shard: (u64, u64),
    pub(crate) intents: u64,
    pub(crate) compress: bool,
    pub(crate) seq: u64,
    backlog: VecDeque<Numbered>,
    /// The connection it has now, with the connection's number.
    pub(crate) connection: Option<(u64, Orders)>,
    lost_at: u64,
}

impl Session {
    pub(crate) fn new(shard: (u64, u64), intents: u64, compress: bool, connection: (u64, Orders)) -> Self {
        Self { shard, intents, compress, seq: 0, backlog: VecDeque::new(), connection: Some(connection), lost_at: 0 }
    }

    /// Numbers an event, keeps it for a RESUME, and sends it if there is a connection.
    pub(crate) fn push(&mut self, name: &'static str, data: String) {
        self.seq += 1;
        let event = Numbered { seq: self.seq, name, data };
        if let Some((_, orders)) = &self.connection {
            // A connection that is going away does not take it; the backlog has it.
            drop(orders.send(Order::Event(event.clone())));
        }
        self.backlog.push_back(event);
        if self.backlog.len() > BACKLOG {
            self.backlog.pop_front();
        }
    }

    /// Forgets what the client says it has.
    pub(crate) fn acknowledge(&mut self, seq: u64) {
        while self.backlog.front().is_some_and(|event| event.seq <= seq) {
            self.backlog.pop_front();
        }
    }

    fn wants(&self, event: &Event) -> bool {
        let mine = shard_of(event.guild, self.shard.1) == self.shard.0;
        mine && (event.intent == 0 || self.intents & event.intent != 0)
    }
}

/// How the gateway turns away who connects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turnstile {
    /// Everybody may come in.
    #[default]
    Open,
    /// The TCP connection is dropped before the upgrade.
    Refuse,
    /// The upgrade succeeds, and then the TCP connection is dropped.
    Trapdoor,
    /// The upgrade succeeds, and then nothing is said, HELLO included.
    Mute,
}

/// What happened at the gateway so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Upgrades that were asked for, those that were turned away included.
    pub connects: u64,
    /// Sessions that were started.
    pub identifies: u64,
    /// Sessions that were resumed.
    pub resumes: u64,
    /// Heartbeats that came.
    pub heartbeats: u64,
    /// Events that were put on the wire, replays included.
    pub delivered: u64,
}

/// All sessions of all processes.
#[derive(Debug)]
pub(crate) struct Sessions {
    pub(crate) all: HashMap<String, Session>,
    pub(crate) turnstile: Turnstile,
    pub(crate) tally: Tally,
    /// Identifies that are left, and of how many.
    pub(crate) starts: (u64, u64),
    pub(crate) last_identify: HashMap<u64, Instant>,
    /// Connections that are open, whether they have a session or not.
    pub(crate) connections: HashMap<u64, Orders>,
    /// Connections that are half open.
    pub(crate) frozen: HashSet<u64>,
    /// Whether heartbeats go unanswered.
    pub(crate) deaf: bool,
    next: u64,
}

impl Sessions {
    pub(crate) fn new() -> Self {
        Self {
            all: HashMap::new(),
            turnstile: Turnstile::Open,
            tally: Tally::default(),
            starts: (1000, 1000),
            last_identify: HashMap::new(),
            connections: HashMap::new(),
            frozen: HashSet::new(),
            deaf: false,
            next: 0,
        }
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(crate) fn dispatch(&mut self, event: &Event) {
        for session in self.all.values_mut().filter(|session| session.wants(event)) {
            let may_read = session.intents & CONTENT != 0;
            let data = event.bare.as_ref().filter(|_| !may_read).unwrap_or(&event.data);
            session.push(event.name, data.clone());
        }
    }

    /// Makes a session that has just been identified; its events start with READY.
    pub(crate) fn start(&mut self, id: &str, session: Session) {
        self.tally.identifies += 1;
        self.starts.0 = self.starts.0.saturating_sub(1);
        self.all.insert(id.to_owned(), session);
    }

    /// Gives a session a new connection, and sends what the client missed.
    ///
    /// # Errors
    ///
    /// The order to give the connection instead: an invalid session, or an invalid sequence.
    pub(crate) fn resume(&mut self, id: &str, seq: u64, connection: (u64, Orders), now: u64) -> Result<(), Order> {
        let invalid = || Order::Send(json!({"op": 9, "d": false}));
        let session = self.all.get_mut(id).ok_or_else(invalid)?;
        let missing = session.backlog.front().map_or(session.seq, |event| event.seq - 1) > seq;
        let stale = session.connection.is_none() && now > session.lost_at + RESUMABLE;
        if stale || missing {
            self.all.remove(id);
            return Err(invalid());
        }
        if seq > session.seq {
            self.all.remove(id);
            return Err(Order::close(4007, "Invalid seq."));
        }
        for event in session.backlog.iter().filter(|event| event.seq > seq) {
            drop(connection.1.send(Order::Event(event.clone())));
        }
        if let Some((_, old)) = session.connection.replace(connection) {
            drop(old.send(Order::close(4000, "Session was resumed elsewhere.")));
        }
        session.push("RESUMED", json!({"_trace": ["loopback"]}).to_string());
        self.tally.resumes += 1;
        Ok(())
    }

    /// Notes that a connection ended; a client that closed with 1000 or 1001 ended its session too.
    pub(crate) fn leave(&mut self, connection: u64, ended: bool, now: u64) {
        self.connections.remove(&connection);
        let own = |session: &Session| session.connection.as_ref().is_some_and(|(number, _)| *number == connection);
        if ended {
            self.all.retain(|_, session| !own(session));
        }
        for session in self.all.values_mut().filter(|session| own(session)) {
            session.connection = None;
            session.lost_at = now;
        }
        let fresh = |session: &Session| session.connection.is_some() || now <= session.lost_at + RESUMABLE;
        self.all.retain(|_, session| fresh(session));
    }

    /// How many sessions have a connection.
    pub(crate) fn connected(&self) -> usize {
        self.all.values().filter(|session| session.connection.is_some()).count()
    }
}
