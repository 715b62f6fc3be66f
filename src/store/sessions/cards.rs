//! The messages of a session: claimed before they are sent, so that one process sends each.

use chrono::{DateTime, Utc};

use crate::store::{SessionId, Store, StoreError, on_pool};

/// A message that stands in a session's channel, or is about to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionCard {
    /// What it is in the session.
    pub slot: String,
    /// Discord's id, once it was sent.
    pub message_id: Option<i64>,
    /// What it shows, in short; until it was sent, the nonce that it is sent under.
    pub digest: String,
    /// When somebody began to send it.
    pub claimed_at: DateTime<Utc>,
}

impl Store {
    /// The messages of a session.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn session_cards(&self, session: SessionId) -> Result<Vec<SessionCard>, StoreError> {
        const SQL: &str = "select slot, message_id, digest, claimed_at from session_card where session_id = $1 order by slot";
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(session).fetch_all(pool).await?))
    }

    /// Takes the one right to send a message of a session, and gives the nonce to send it under. A claim from before `stale`
    /// that came to nothing is taken over with its nonce; nothing when somebody else has it.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn claim_card(
        &self,
        session: SessionId,
        slot: &str,
        nonce: &str,
        now: DateTime<Utc>,
        stale: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        const SQL: &str = "insert into session_card (session_id, slot, digest, claimed_at) values ($1, $2, $3, $4)
            on conflict (session_id, slot) do update set claimed_at = excluded.claimed_at
            where session_card.message_id is null and session_card.claimed_at <= $5
            returning digest";
        let _turn = self.turn().await;
        Ok(on_pool!(self, pool => {
            sqlx::query_scalar(SQL).bind(session).bind(slot).bind(nonce).bind(now).bind(stale).fetch_optional(pool).await?
        }))
    }

    /// Notes what a message of a session shows.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_card(&self, session: SessionId, slot: &str, message: i64, digest: &str) -> Result<(), StoreError> {
        const SQL: &str = "update session_card set message_id = $3, digest = $4 where session_id = $1 and slot = $2";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            sqlx::query(SQL).bind(session).bind(slot).bind(message).bind(digest).execute(pool).await?;
        });
        Ok(())
    }

    /// Forgets a message that is gone, or a claim that came to nothing; it may be sent again.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn forget_card(&self, session: SessionId, slot: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from session_card where session_id = $1 and slot = $2";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            sqlx::query(SQL).bind(session).bind(slot).execute(pool).await?;
        });
        Ok(())
    }

    /// Notes that the cards of a session show a version of it.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_shown(&self, session: SessionId, version: i64) -> Result<(), StoreError> {
        const SQL: &str = "update session set shown = $2 where id = $1 and shown < $2";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            sqlx::query(SQL).bind(session).bind(version).execute(pool).await?;
        });
        Ok(())
    }
}
