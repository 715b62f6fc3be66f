//! What people may ask about their data, and what happens to it by itself.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tracing::{error, info, warn};

use super::{App, AppError};
use crate::clock::Clock;
use crate::store::{Deleted, Person, Store, StoreError, Tended};

/// How long what is known of a guild is kept after the bot was removed from it.
pub const GUILD_KEPT: TimeDelta = TimeDelta::days(30);
/// Time between two rounds of tidying.
const EVERY: TimeDelta = TimeDelta::hours(1);

impl App {
    /// Everything that is kept about a person, as JSON.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn export(&self, person: &Person) -> Result<Value, AppError> {
        let kept = self.store.export(person.id).await?.unwrap_or(Value::Null);
        Ok(json!({
            "about": "Everything that Mockingbird keeps about you. Scores are thousandths. They are for practice, and for nothing else.",
            "exported_at": self.clock.now(),
            "kept": kept,
        }))
    }

    /// Deletes a person and everything about them. There is no way back.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails; then nothing is deleted.
    pub async fn delete(&self, person: &Person) -> Result<Deleted, AppError> {
        Ok(self.store.delete_person(person.id).await?)
    }

    /// Purges what is older than it may be, and seals answers with the present key.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn tend(&self, keep_answers: TimeDelta) -> Result<Tended, AppError> {
        Ok(tend(&self.store, &self.clock, keep_answers).await?)
    }
}

async fn tend(store: &Store, clock: &Clock, keep_answers: TimeDelta) -> Result<Tended, StoreError> {
    let now = clock.now();
    store.tend(now - keep_answers, now - GUILD_KEPT).await
}

/// Tidies for ever, once an hour; any number of processes may do so over one database.
pub async fn keep_tidy(store: Store, clock: Clock, keep_answers: TimeDelta) {
    loop {
        match tend(&store, &clock, keep_answers).await {
            Ok(Tended { answers: 0, guilds: 0, sealed: 0, lost: 0 }) => {}
            Ok(Tended { answers, guilds, sealed, lost }) => {
                info!(answers, guilds, sealed, "purged what is older than it may be");
                if lost > 0 {
                    warn!(lost, "answers are sealed with a key that is not configured");
                }
            }
            Err(fault) => error!(%fault, "what is older than it may be could not be purged"),
        }
        clock.sleep(EVERY).await;
    }
}
