//! Objecting to a verdict: kept with the person's reason, for the reviewers of their group.

use super::{App, AppError};
use crate::store::{AttemptId, Person};
use crate::text::visible;

/// Characters of a reason at the most.
pub const REASON: u16 = 1000;

/// How an objection to a verdict stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dispute {
    /// There is none.
    None,
    /// There is one, for this reason.
    Stored {
        /// The person's words.
        reason: String,
        /// Whether it was there before; the first one stands.
        before: bool,
    },
    /// No reason was given.
    Empty,
    /// The answer is somebody else's.
    NotYours,
    /// The answer is no longer there.
    Gone,
}

impl App {
    /// How a person's objection to the verdict on an attempt stands.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn disputed(&self, by: &Person, attempt: AttemptId) -> Result<Dispute, AppError> {
        Ok(match self.store.disputed(attempt).await? {
            None => Dispute::Gone,
            Some((person, _)) if person != by.id => Dispute::NotYours,
            Some((_, Some(reason))) => Dispute::Stored { reason, before: true },
            Some((_, None)) => Dispute::None,
        })
    }

    /// Keeps a person's objection to the verdict on an attempt of theirs; the first one stands.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn dispute(&self, by: &Person, attempt: AttemptId, reason: &str) -> Result<Dispute, AppError> {
        let reason: String = visible(reason).trim().chars().take(REASON.into()).collect();
        if !reason.chars().any(char::is_alphanumeric) {
            return Ok(Dispute::Empty);
        }
        if self.store.dispute(attempt, by.id, &reason, self.clock.now()).await? {
            return Ok(Dispute::Stored { reason, before: false });
        }
        self.disputed(by, attempt).await
    }
}
