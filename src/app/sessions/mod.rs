//! Study-group sessions: opening one, acting in it, letting time pass, and what there is to show.

mod act;
mod cards;
mod open;
mod show;
mod tick;

use chrono::{DateTime, TimeDelta, Utc};

use super::Asked;
use crate::bank::Level;
use crate::interview::group::GroupRefusal;
use crate::store::{PersonId, SessionId, StoredSession};

pub use open::SessionOpened;
pub use show::{Podium, Ranked, Revealed, SessionVerdict};

/// Front end that sessions' attempts are marked with.
pub(super) const SOURCE: &str = "session";
/// Questions at the most.
pub const MOST_QUESTIONS: usize = 10;
/// Minutes for a question at the most.
pub const MOST_MINUTES: u32 = 10;
/// Minutes that a reveal waits for people with extended time, unless the host says otherwise.
pub const PATIENCE_MINUTES: u32 = 5;
/// Minutes that it waits at the most.
pub const MOST_PATIENCE_MINUTES: u32 = 15;

/// What a host wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionWish {
    /// A topic, as the host named it.
    pub topic: Option<String>,
    /// Only questions of this level.
    pub level: Option<Level>,
    /// Number of questions; fewer are asked when the topic has fewer.
    pub questions: usize,
    /// Minutes for each; each question's own without it.
    pub minutes: Option<u32>,
    /// How long a reveal waits for people with extended time.
    pub patience: TimeDelta,
    /// Language of the cards.
    pub locale: String,
    /// Channel or thread.
    pub channel: i64,
}

/// What a person does in a session. Rounds are named by position.
#[derive(Clone, Debug)]
pub enum SessionAction {
    /// Comes in.
    Join,
    /// Goes.
    Leave,
    /// Starts it.
    Start,
    /// Answers, or answers anew. Who is not in it comes in by that.
    Answer {
        /// The round.
        round: usize,
        /// The person's words.
        text: String,
        /// The interaction that brought them.
        interaction: Option<String>,
    },
    /// Takes a hint. Who is not in it comes in by that.
    Hint(usize),
    /// Lets their answer be quoted, or no longer.
    Quote {
        /// The round.
        round: usize,
        /// Whether it may be.
        agree: bool,
    },
    /// Goes on after a reveal.
    Next(usize),
    /// Stops the clock.
    Pause,
    /// Lets it run again.
    Resume,
    /// Gives the round more time.
    Extend(usize),
    /// Closes the round.
    Skip(usize),
    /// Makes somebody else the host.
    HandOver(PersonId),
    /// Ends it.
    End,
}

/// What came of it.
#[derive(Debug)]
pub enum SessionOutcome<'b> {
    /// An answer was kept.
    Received(Received),
    /// A hint, with those taken before.
    Hint(Asked<'b>),
    /// The session as it is now; the questions of one that was just started are not in it.
    Changed(Box<StoredSession>),
    /// Nothing has changed, for this reason.
    Refused(GroupRefusal),
}

/// An answer that was kept, and will be graded when the round closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The session.
    pub session: SessionId,
    /// The round.
    pub round: usize,
    /// Whether it took the place of an earlier one.
    pub again: bool,
    /// Whether it may be quoted.
    pub quotable: bool,
    /// Whether it closed the round.
    pub closed: bool,
    /// Until when the person may change it.
    pub deadline: Option<DateTime<Utc>>,
}
