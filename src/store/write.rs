//! What attempts and changes of interviews write, as a value: it can wait in line, and be written with others.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, SqliteConnection};

use super::attempts::NewAttempt;
use super::ledger::Ledger as _;
use super::seal::Keys;
use super::sessions::{SessionChange, SessionWrites as _};
use super::{InterviewId, RoundId, StoreError};

/// Something to write, all or nothing.
pub(super) enum Write {
    /// Attempts that belong to no interview's change; parents come before their follow-ups.
    Attempts(Vec<NewAttempt>),
    /// A change of an interview.
    Change(Box<Change>),
    /// A change of a session.
    Session(Box<SessionChange>),
}

/// A change of an interview, and the attempt that came with it.
pub(super) struct Change {
    pub(super) interview: InterviewId,
    /// The version that it was made against.
    pub(super) version: i64,
    pub(super) ended_at: Option<DateTime<Utc>>,
    /// The rounds that are not as they were.
    pub(super) rounds: Vec<RoundChange>,
    pub(super) attempt: Option<NewAttempt>,
}

/// What a round is from now on.
pub(super) struct RoundChange {
    pub(super) id: RoundId,
    pub(super) status: &'static str,
    pub(super) hints: i64,
    /// Kept where it is known already, like the next.
    pub(super) asked_at: Option<DateTime<Utc>>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) question: String,
}

/// The lock: whoever comes second finds no row. It is the first statement, so that one that is refused has written nothing.
const BUMP: &str = "update interview set version = version + 1, ended_at = coalesce(ended_at, $3) where id = $1 and version = $2";
const ROUND: &str = "update round set status = $2, hints = $3, asked_at = coalesce(asked_at, $4), closed_at = coalesce(closed_at, $5),
                         question = $6
                     where id = $1";

/// Where things are written: a connection inside a transaction.
pub(super) trait Writes {
    /// Writes it; `false` when the interview or the session has changed meanwhile, and then nothing was written.
    async fn put_down(&mut self, write: &Write, keys: &Keys) -> Result<bool, StoreError>;
}

macro_rules! writes {
    ($connection:ty) => {
        impl Writes for $connection {
            async fn put_down(&mut self, write: &Write, keys: &Keys) -> Result<bool, StoreError> {
                let change = match write {
                    Write::Attempts(attempts) => {
                        for new in attempts {
                            self.record(new, keys).await?;
                        }
                        return Ok(true);
                    }
                    Write::Change(change) => change,
                    Write::Session(change) => return self.put_session(change, keys).await,
                };
                let bump = sqlx::query(BUMP).bind(change.interview).bind(change.version).bind(change.ended_at);
                if bump.execute(&mut *self).await?.rows_affected() == 0 {
                    return Ok(false);
                }
                for round in &change.rounds {
                    sqlx::query(ROUND)
                        .bind(round.id)
                        .bind(round.status)
                        .bind(round.hints)
                        .bind(round.asked_at)
                        .bind(round.closed_at)
                        .bind(&round.question)
                        .execute(&mut *self)
                        .await?;
                }
                if let Some(new) = &change.attempt {
                    self.record(new, keys).await?;
                }
                Ok(true)
            }
        }
    };
}

writes!(SqliteConnection);
writes!(PgConnection);
