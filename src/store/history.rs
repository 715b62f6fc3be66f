//! A person's answers in order of time, for deciding what to ask next.

use chrono::{DateTime, Utc};

use super::{PersonId, Store, StoreError, on_pool};
use crate::bank::QuestionKey;
use crate::grade::Score;
use crate::review::Answered;

#[derive(sqlx::FromRow)]
struct Row {
    bank: String,
    subject: String,
    concept: String,
    question: String,
    created_at: DateTime<Utc>,
    total: i64,
}

impl Store {
    /// Every question that a person answered, each answer with what its follow-ups added, in order of time.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn answers_of(&self, person: PersonId) -> Result<Vec<Answered>, StoreError> {
        self.history(person, None).await
    }

    /// Those of them that count on the boards of a guild.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn counted_answers(&self, guild: i64, person: PersonId) -> Result<Vec<Answered>, StoreError> {
        self.history(person, Some(guild)).await
    }

    async fn history(&self, person: PersonId, guild: Option<i64>) -> Result<Vec<Answered>, StoreError> {
        const SQL: &str = "select a.bank, a.subject, a.concept, a.question, a.created_at,
                cast(a.score + coalesce(sum(f.score), 0) as bigint) as total
            from attempt a left join attempt f on f.parent_id = a.id
            where a.person_id = $1 and a.parent_id is null
                and (cast($2 as bigint) is null or a.guild_id = $2 and a.counted)
            group by a.id, a.bank, a.subject, a.concept, a.question, a.created_at, a.score
            order by a.created_at, a.id";
        let rows: Vec<Row> = on_pool!(self, pool => sqlx::query_as(SQL).bind(person).bind(guild).fetch_all(pool).await?);
        let answered = |row: Row| Answered {
            question: QuestionKey { bank: row.bank, subject: row.subject, concept: row.concept, question: row.question },
            score: Score::from_thousandths(u16::try_from(row.total.clamp(0, 1000)).unwrap_or(0)),
            at: row.created_at,
        };
        Ok(rows.into_iter().map(answered).collect())
    }
}
