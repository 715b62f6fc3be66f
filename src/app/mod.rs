//! The use cases: what a front end may ask for.
//!
//! A front end decodes what a person did, calls [`App`], and renders the outcome. Everything that is known of a running
//! interview is in the database, so any call may come from any process, twice, or after a restart.

mod again;
mod anki;
mod ask;
mod boards;
pub mod daily;
mod disputes;
mod guilds;
mod offers;
mod pace;
mod play;
mod privacy;
mod progress;
mod sessions;
mod settings;
mod show;
mod start;
mod streaks;
mod study;

use thiserror::Error;

use crate::bank::{Bank, TopicError};
use crate::clock::Clock;
use crate::monitor::Monitor;
use crate::store::{Account, OpenError, Person, QuestionRecord, Store, StoreError};

pub use again::Again;
pub use anki::anki_notes;
pub use ask::QUESTION;
pub use boards::{Board, BoardWish, Standing, Value};
pub use disputes::{Dispute, REASON};
pub use guilds::Guild;
pub use offers::{Topic, Topics, zone};
pub use pace::{PERMITS_A_SECOND, Pacer};
pub use play::Action;
pub use privacy::{GUILD_KEPT, keep_tidy};
pub use progress::MissedPoint;
pub use sessions::{
    MOST_MINUTES, MOST_PATIENCE_MINUTES, MOST_QUESTIONS, PATIENCE_MINUTES, Podium, Ranked, Received, Revealed, SessionAction,
    SessionOpened, SessionOutcome, SessionVerdict, SessionWish,
};
pub use show::{Asked, FollowUpGraded, Graded, Outcome};
pub use start::{Started, Wish};
pub use study::{Coverage, Covered, Study};

/// Everything that the use cases need.
#[derive(Debug)]
pub struct App {
    /// What is asked.
    pub bank: Bank,
    /// What is kept.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// What is told of all this to whoever watches over the bot.
    pub monitor: Monitor,
}

/// Why a use case failed; the text is for the person.
#[derive(Debug, Error)]
pub enum AppError {
    /// The topic or the level leaves nothing to ask.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Boards are kept of concepts and of subjects.
    #[error("there is no board of `{topic}`, only of each of its concepts: {concepts}")]
    NoBoard {
        /// What was asked for.
        topic: String,
        /// Ids of its concepts.
        concepts: String,
    },
    /// There is no point to ask about again.
    #[error("there is nothing here that you missed; practise something new, and come back when you have")]
    NothingMissed,
    /// Other changes of the same interview kept getting in between.
    #[error("this interview is being changed from several places at once; try again")]
    Contended,
}

impl App {
    /// The person behind an account, made on their first visit with the zone they are in.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn person(&self, account: &Account, zone: chrono_tz::Tz) -> Result<Person, AppError> {
        Ok(self.store.person_or_new(account, zone, self.clock.now()).await?)
    }

    /// The person behind an account, if they have ever been here.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn known(&self, account: &Account) -> Result<Option<Person>, AppError> {
        Ok(self.store.person(account).await?)
    }

    /// What a person's attempts come to, question by question, newest first.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn records(&self, person: &Person) -> Result<Vec<QuestionRecord>, AppError> {
        Ok(self.store.records(person.id).await?)
    }
}
