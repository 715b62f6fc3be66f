//! Objections to verdicts.

use chrono::{DateTime, Utc};

use super::{AttemptId, DisputeId, PersonId, Store, StoreError, on_pool};

impl Store {
    /// Whose attempt it is, and the objection to its verdict, if there is one; `None` when there is no such attempt.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn disputed(&self, attempt: AttemptId) -> Result<Option<(PersonId, Option<String>)>, StoreError> {
        const SQL: &str = "select a.person_id, d.reason from attempt a left join dispute d on d.attempt_id = a.id where a.id = $1";
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(attempt).fetch_optional(pool).await?))
    }

    /// Keeps a person's objection to the verdict on an attempt of theirs; `false` when it is not theirs, or was objected to
    /// before.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn dispute(&self, attempt: AttemptId, person: PersonId, reason: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        const SQL: &str = "insert into dispute (id, attempt_id, person_id, reason, created_at)
                           select $1, a.id, a.person_id, $4, $5 from attempt a where a.id = $2 and a.person_id = $3
                           on conflict (attempt_id) do nothing";
        let _turn = self.turn().await;
        let stored = on_pool!(self, pool => {
            sqlx::query(SQL)
                .bind(DisputeId::new(now)).bind(attempt).bind(person).bind(reason).bind(now)
                .execute(pool).await?.rows_affected()
        });
        Ok(stored == 1)
    }
}
