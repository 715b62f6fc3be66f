//! A person's answers in order of time, and what else is known when it is decided what to ask next.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::ledger::total;
use super::ratings::{self, ABILITY, DIFFICULTIES_TOGETHER, FORM, FormAnswer};
use super::{InterviewId, PersonId, Store, StoreError, on_pool};
use crate::bank::QuestionKey;
use crate::review::{Answered, Rating};

const ANSWERS: &str = "select a.bank, a.subject, a.concept, a.question, a.created_at,
        cast(a.score + coalesce(sum(f.score), 0) as bigint) as total
    from attempt a left join attempt f on f.parent_id = a.id
    where a.person_id = $1 and a.parent_id is null
        and (cast($2 as bigint) is null or a.guild_id = $2 and a.counted)
    group by a.id, a.bank, a.subject, a.concept, a.question, a.created_at, a.score
    order by a.created_at, a.id";

/// No guild: answers count wherever they were given.
const ANYWHERE: Option<i64> = None;

#[derive(sqlx::FromRow)]
struct Row {
    bank: String,
    subject: String,
    concept: String,
    question: String,
    created_at: DateTime<Utc>,
    total: i64,
}

/// What is known of a person, and of the questions, when it is decided what to ask.
#[derive(Clone, Debug)]
pub struct Known {
    /// Every question that they answered, each answer with what its follow-ups added, in order of time.
    pub answers: Vec<Answered>,
    /// How far they have come.
    pub ability: Rating,
    /// How hard questions are; those that nobody has attempted are left out.
    pub difficulties: HashMap<QuestionKey, Rating>,
    /// The answers of the interview so far, in order.
    pub form: Vec<FormAnswer>,
}

impl Store {
    /// Every question that a person answered, each answer with what its follow-ups added, in order of time.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn answers_of(&self, person: PersonId) -> Result<Vec<Answered>, StoreError> {
        self.history(person, ANYWHERE).await
    }

    /// Those of them that count on the boards of a guild.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn counted_answers(&self, guild: i64, person: PersonId) -> Result<Vec<Answered>, StoreError> {
        self.history(person, Some(guild)).await
    }

    async fn history(&self, person: PersonId, guild: Option<i64>) -> Result<Vec<Answered>, StoreError> {
        let rows = on_pool!(self, pool => sqlx::query_as(ANSWERS).bind(person).bind(guild).fetch_all(pool).await?);
        Ok(answered(rows))
    }

    /// What is known when it is decided what a person is asked, in an interview that is going on or at its start.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn known(&self, person: PersonId, interview: Option<InterviewId>) -> Result<Known, StoreError> {
        let (answers, ability, difficulties, form): (_, _, Option<String>, _) = on_pool!(self, pool => {
            let mut connection = pool.acquire().await?;
            (
                sqlx::query_as(ANSWERS).bind(person).bind(ANYWHERE).fetch_all(&mut *connection).await?,
                sqlx::query_as(ABILITY).bind(person).fetch_optional(&mut *connection).await?,
                sqlx::query_scalar(DIFFICULTIES_TOGETHER).fetch_one(&mut *connection).await?,
                match interview {
                    Some(id) => sqlx::query_as(FORM).bind(id).fetch_all(&mut *connection).await?,
                    None => Vec::new(),
                },
            )
        });
        Ok(Known {
            answers: answered(answers),
            ability: ratings::ability(ability),
            difficulties: ratings::difficulties(difficulties.as_deref())?,
            form: ratings::form(form)?,
        })
    }

    /// Times that a person has answered a question.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn times_answered(&self, person: PersonId, question: &QuestionKey) -> Result<u32, StoreError> {
        const SQL: &str = "select attempts from record where person_id = $1 and question = $2";
        let question = question.to_string();
        let times: Option<i64> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(person).bind(question).fetch_optional(pool).await?);
        Ok(times.and_then(|times| u32::try_from(times).ok()).unwrap_or(0))
    }
}

fn answered(rows: Vec<Row>) -> Vec<Answered> {
    let answered = |row: Row| Answered {
        question: QuestionKey { bank: row.bank, subject: row.subject, concept: row.concept, question: row.question },
        score: total(row.total),
        at: row.created_at,
    };
    rows.into_iter().map(answered).collect()
}
