//! What can happen in a session, what it brings about, and why it may change nothing.

use chrono::TimeDelta;
use thiserror::Error;

use super::Ending;

/// What happens. Rounds are named by position, so that a late or a doubled press is known for what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<P> {
    /// Somebody comes in, or comes back.
    Join {
        /// Who.
        who: P,
        /// Percent of the time that others have.
        time: u16,
    },
    /// Somebody goes; what they have answered stays.
    Leave(P),
    /// The host starts.
    Start {
        /// The host.
        by: P,
        /// Time for each question.
        allowed: Vec<TimeDelta>,
    },
    /// Somebody answers, or answers anew.
    Answer {
        /// Who.
        by: P,
        /// The round.
        round: usize,
    },
    /// Somebody takes a hint.
    Hint {
        /// Who.
        by: P,
        /// The round.
        round: usize,
        /// Hints that its question has.
        available: u32,
    },
    /// Somebody lets their answer be quoted, or no longer.
    Quote {
        /// Who.
        by: P,
        /// The round.
        round: usize,
        /// Whether it may be.
        agree: bool,
    },
    /// The host goes on after a reveal.
    Next {
        /// The host.
        by: P,
        /// The round that was revealed.
        round: usize,
    },
    /// The host stops the clock.
    Pause(P),
    /// The host lets it run again.
    Resume(P),
    /// The host gives a round more time.
    Extend {
        /// The host.
        by: P,
        /// The round.
        round: usize,
    },
    /// The host closes a round at once.
    Skip {
        /// The host.
        by: P,
        /// The round.
        round: usize,
    },
    /// The host makes somebody else the host.
    HandOver {
        /// The host.
        by: P,
        /// Who is the host from now on.
        to: P,
    },
    /// The host ends the session.
    End(P),
    /// The question of the open round is no longer there: nobody can be graded on it.
    Withdraw(usize),
    /// Time has passed.
    Tick,
    /// The channel is gone, or closed to the bot.
    ChannelGone,
}

/// What there is to do after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<P> {
    /// Grade the last answers of these people to a round and record them, in the same transaction as the state.
    Grade {
        /// The round.
        round: usize,
        /// Whose; nobody twice, and nobody whose answer to the round was graded before.
        people: Vec<P>,
    },
    /// Ask the question of a round.
    Ask(usize),
    /// Show what a round came to.
    Reveal(usize),
    /// Show a person the hint of a round with this index, from 0.
    Hint {
        /// The round.
        round: usize,
        /// Index of the hint.
        hint: u32,
    },
    /// Keep a person's words for a round, in the place of earlier ones.
    Keep(usize),
    /// Somebody else is the host.
    Host(P),
    /// Show how it ended.
    End(Ending),
}

/// Why an event changes nothing. A value for the person, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GroupRefusal {
    /// There is no such session, or it was purged.
    #[error("This session is no longer there. `/session start` opens a new one.")]
    Gone,
    /// The session is over.
    #[error("This session is over. Everything that was answered is counted.")]
    Ended,
    /// The host alone may do this.
    #[error("Only the host can do this.")]
    NotHost,
    /// The person is not in the session.
    #[error("You are not in this session. Press *Join* or answer a question to come in.")]
    NotIn,
    /// The person is in it already.
    #[error("You are in already.")]
    In,
    /// The person is in another session of the guild.
    #[error("You are in another session of this server. Leave that one first.")]
    Elsewhere,
    /// There is a session in the channel.
    #[error("There is a session in this channel already. Join that one, or open yours in another channel.")]
    ChannelTaken,
    /// There are as many people as a session takes.
    #[error("This session is full. Open another one in another channel.")]
    Full,
    /// It was started before.
    #[error("The session has started already.")]
    Begun,
    /// It has to be started first.
    #[error("The session has not started yet.")]
    NotBegun,
    /// The question is not the one that is open.
    #[error("This question is no longer open.")]
    NotOpen,
    /// The person's time is up.
    #[error("The time for this question is up.")]
    TimeUp,
    /// There is no word to grade.
    #[error("There was nothing to grade. A few words are enough.")]
    Empty,
    /// There is no answer that this could be about.
    #[error("You have not answered this question.")]
    Unanswered,
    /// Every hint was given.
    #[error("That was the last hint for this question. Have a go: half an answer counts too.")]
    NoHintLeft,
    /// It had gone on before.
    #[error("The session has gone on already.")]
    MovedOn,
    /// The clock stands still already, or runs already.
    #[error("That is how it is already.")]
    AsItIs,
    /// The round has as much time as a round may have.
    #[error("This question has had all the time that there is.")]
    LongEnough,
    /// Nothing is due.
    #[error("Nothing is due yet.")]
    NotDue,
}
