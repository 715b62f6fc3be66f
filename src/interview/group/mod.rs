//! A study group's session: everybody answers the same question in private, then all see what the group knew.
//!
//! The state holds who is there, how far each round has come and when what falls due; never a question or a word of an
//! answer. People are whatever the driver knows them by. Deadlines are times, so that whoever loads the state can go on.

mod change;
mod draw;
mod event;
mod podium;
mod reveal;
mod time;

use chrono::{DateTime, TimeDelta, Utc};

pub use draw::{Known, draw};
pub use event::{Effect, Event, GroupRefusal};
pub use podium::{Place, podium};
pub use reveal::{Given, PointTally, Reveal, Talk};

/// How long a lobby waits to be started.
pub const LOBBY: TimeDelta = TimeDelta::minutes(30);
/// How long a reveal stands before the next question comes by itself.
pub const READING: TimeDelta = TimeDelta::minutes(2);
/// An answer that is on its way when the time is up still counts.
pub const GRACE: TimeDelta = TimeDelta::seconds(5);
/// How long a host may do nothing while others do something.
pub const HOST_AWAY: TimeDelta = TimeDelta::minutes(15);
/// A round that nobody has done anything in ends the session, if nobody has done anything for this long.
pub const QUIET: TimeDelta = TimeDelta::minutes(10);
/// How long a pause may last without a sign of anybody.
pub const PAUSE: TimeDelta = TimeDelta::minutes(30);
/// What the host adds to a round at a time.
pub const EXTENSION: TimeDelta = TimeDelta::minutes(2);
/// How long a round may become by that.
pub const LONGEST_ROUND: TimeDelta = TimeDelta::minutes(60);
/// What falls due is done late when the bot was away for longer than this.
pub const LATE: TimeDelta = TimeDelta::minutes(1);
/// People in a session at the most, so that its cards can be read.
pub const MOST_PEOPLE: usize = 25;

/// State of a session. `P` is what the driver knows people by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<P> {
    /// Who may start, pause, extend, skip, hand over and end. Somebody who is there, if anybody is; nobody only while the
    /// one it was has been deleted.
    pub host: Option<P>,
    /// Everybody who ever joined, in that order.
    pub people: Vec<Seat<P>>,
    /// The questions, once they are drawn. At most one is [`RoundStatus::Asked`].
    pub rounds: Vec<GroupRound<P>>,
    /// What is going on.
    pub phase: Phase,
    /// Since when the clock stands still.
    pub paused_at: Option<DateTime<Utc>>,
    /// How long after everybody else's deadline a reveal waits for those with extended time.
    pub patience: TimeDelta,
}

/// Somebody's place in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat<P> {
    /// Who.
    pub who: P,
    /// Whether they are still there.
    pub here: bool,
    /// When they last did something.
    pub seen: DateTime<Utc>,
    /// Percent of the time that others have.
    pub time: u16,
}

/// One question of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRound<P> {
    /// Time that is given.
    pub allowed: TimeDelta,
    /// How far it has come.
    pub status: RoundStatus,
    /// When it was asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When the time is up for those without extended time.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether it was closed late, because the bot was away.
    pub late: bool,
    /// What people did, in order of their first doing.
    pub entries: Vec<Entry<P>>,
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundStatus {
    /// Not asked yet.
    Waiting,
    /// Open for answers.
    Asked,
    /// Closed; what was answered is graded.
    Closed,
    /// Closed without being graded, since its question was no longer there; what was answered is kept.
    Withdrawn,
}

/// What a person did in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<P> {
    /// Who.
    pub who: P,
    /// Hints taken.
    pub hints: u32,
    /// Times an answer was sent; the last one counts.
    pub answers: u32,
    /// When the last one came.
    pub answered_at: Option<DateTime<Utc>>,
    /// Whether it may be quoted.
    pub quotable: bool,
    /// Whether it was graded.
    pub graded: bool,
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// People come in.
    Lobby {
        /// When it is given up.
        until: DateTime<Utc>,
    },
    /// A question is open.
    Asking(usize),
    /// What a round came to is shown.
    Revealed {
        /// The round.
        round: usize,
        /// When it goes on by itself.
        next_at: DateTime<Utc>,
    },
    /// It is over.
    Ended(Ending),
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every question was asked.
    Finished,
    /// The host ended it.
    ByHost,
    /// It was never started.
    NeverBegun,
    /// Nobody was there any more.
    Abandoned,
    /// The channel is gone, or closed to the bot.
    ChannelGone,
}

impl<P: Copy + Eq> Group<P> {
    /// A lobby with its host in it.
    #[must_use]
    pub fn open(host: P, time: u16, patience: TimeDelta, now: DateTime<Utc>) -> Self {
        Self {
            host: Some(host),
            people: vec![Seat { who: host, here: true, seen: now, time }],
            rounds: Vec::new(),
            phase: Phase::Lobby { until: now + LOBBY },
            paused_at: None,
            patience,
        }
    }

    /// Why it is over, if it is.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        if let Phase::Ended(ending) = self.phase { Some(ending) } else { None }
    }

    /// A person's place, whether or not they are still there.
    #[must_use]
    pub fn seat(&self, who: P) -> Option<&Seat<P>> {
        self.people.iter().find(|seat| seat.who == who)
    }

    /// Whether a person is there.
    #[must_use]
    pub fn is_here(&self, who: P) -> bool {
        self.seat(who).is_some_and(|seat| seat.here)
    }

    /// Those who are there.
    pub fn here(&self) -> impl Iterator<Item = &Seat<P>> {
        self.people.iter().filter(|seat| seat.here)
    }

    /// How many have answered a round, and of how many: those who are there, and those who left after answering.
    #[must_use]
    pub fn answered(&self, round: usize) -> (usize, usize) {
        let Some(round) = self.rounds.get(round) else { return (0, 0) };
        let has = |who: P| round.entry(who).is_some_and(Entry::has_answered);
        let done = self.people.iter().filter(|seat| has(seat.who)).count();
        (done, done + self.here().filter(|seat| !has(seat.who)).count())
    }
}

impl<P: Copy + Eq> GroupRound<P> {
    /// A question that has not been asked yet.
    #[must_use]
    pub fn new(allowed: TimeDelta) -> Self {
        Self { allowed, status: RoundStatus::Waiting, asked_at: None, deadline: None, late: false, entries: Vec::new() }
    }

    /// What a person did in it.
    #[must_use]
    pub fn entry(&self, who: P) -> Option<&Entry<P>> {
        self.entries.iter().find(|entry| entry.who == who)
    }

    /// Whether anybody has answered.
    #[must_use]
    pub fn has_answers(&self) -> bool {
        self.entries.iter().any(Entry::has_answered)
    }
}

impl<P> Entry<P> {
    /// Whether there is an answer.
    #[must_use]
    pub fn has_answered(&self) -> bool {
        self.answers > 0
    }
}

#[cfg(test)]
mod tests;
