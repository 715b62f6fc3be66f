//! The messages that a session has in its channel, as its front end keeps them.

use chrono::TimeDelta;

use crate::app::{App, AppError};
use crate::store::{SessionCard, SessionId};

impl App {
    /// The messages of a session.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn session_cards(&self, session: SessionId) -> Result<Vec<SessionCard>, AppError> {
        Ok(self.store.session_cards(session).await?)
    }

    /// Takes the one right to send a message of a session, and gives the nonce to send it under: the same one to whoever
    /// takes over a claim that came to nothing for as long as `patience`. Nothing when somebody else has it.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn claim_card(&self, session: SessionId, slot: &str, patience: TimeDelta) -> Result<Option<String>, AppError> {
        let now = self.clock.now();
        let nonce = format!("{:024x}", rand::random::<u128>() >> 32);
        Ok(self.store.claim_card(session, slot, &nonce, now, now - patience).await?)
    }

    /// Notes what a message of a session shows.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn card_stands(&self, session: SessionId, slot: &str, message: i64, digest: &str) -> Result<(), AppError> {
        Ok(self.store.set_card(session, slot, message, digest).await?)
    }

    /// Forgets a message of a session, so that it is sent anew.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn forget_card(&self, session: SessionId, slot: &str) -> Result<(), AppError> {
        Ok(self.store.forget_card(session, slot).await?)
    }

    /// Notes that the cards of a session show a version of it.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn cards_shown(&self, session: SessionId, version: i64) -> Result<(), AppError> {
        Ok(self.store.set_shown(session, version).await?)
    }
}
