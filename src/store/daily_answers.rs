//! What people did with a daily question: hints, the one answer that counts, and what it came to for all.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::attempts::NewAttempt;
use super::ledger::total;
use super::write::Write;
use super::{PersonId, PostId, Store, StoreError, on_pool};
use crate::bank::{Level, QuestionKey};
use crate::board::Line;
use crate::grade::Score;

/// Takes the one answer of a person that counts, with the hints that they took; nothing when it was taken, or when the
/// question is closed.
pub(super) const TAKE: &str = "insert into daily_part (post_id, person_id, hints, answered_at)
    select $1, $2, 0, $3 where exists (select 1 from daily_post where id = $1 and state <> 'skipped' and closed_at is null)
    on conflict (post_id, person_id) do update set answered_at = excluded.answered_at where daily_part.answered_at is null
    returning hints";
pub(super) const TIE: &str = "update daily_part set attempt_id = $3 where post_id = $1 and person_id = $2";
pub(super) const COUNT: &str = "update daily_post set answers = answers + 1 where id = $1";
pub(super) const KNOWN: &str = "select 1 from attempt where interaction = $1";

/// An answer to a daily question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyAnswer {
    /// Who.
    pub person: PersonId,
    /// Their name in the guild; `None` for who hides there, or has left.
    pub name: Option<String>,
    /// Score.
    pub score: Score,
    /// Ids of the points that were met.
    pub met: Vec<String>,
    /// Hints taken before.
    pub hints: i64,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    person_id: PersonId,
    display_name: Option<String>,
    score: i64,
    points: String,
    ranked: bool,
    hints: i64,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    person_id: PersonId,
    display_name: String,
    bank: String,
    subject: String,
    concept: String,
    question: String,
    level: Option<String>,
    guild_day: NaiveDate,
    counted: bool,
    total: i64,
    hints: i64,
}

impl Store {
    /// Records an answer to a daily question; `false` when it is practice, since an earlier one counts or the question is
    /// closed.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub async fn record_daily(&self, post: PostId, new: NewAttempt) -> Result<bool, StoreError> {
        self.write(Write::Daily(Box::new((post, new)))).await
    }

    /// Takes a hint for a daily question, of so many that there are; the hints taken so far. What is asked for after the
    /// answer costs nothing, and is not counted.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn take_daily_hint(&self, post: PostId, person: PersonId, available: i64) -> Result<i64, StoreError> {
        const SQL: &str = "insert into daily_part (post_id, person_id, hints) values ($1, $2, 1)
            on conflict (post_id, person_id) do update set hints = daily_part.hints + 1
            where daily_part.hints < $3 and daily_part.answered_at is null returning hints";
        const TAKEN: &str = "select case when answered_at is null then hints else $3 end from daily_part
            where post_id = $1 and person_id = $2";
        let _turn = self.turn().await;
        Ok(on_pool!(self, pool => {
            let taken: Option<i64> = sqlx::query_scalar(SQL).bind(post).bind(person).bind(available).fetch_optional(pool).await?;
            match taken {
                Some(taken) => taken,
                None => sqlx::query_scalar(TAKEN).bind(post).bind(person).bind(available).fetch_one(pool).await?,
            }
        }))
    }

    /// Whether a person has given the answer that counts.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn has_answered(&self, post: PostId, person: PersonId) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from daily_part where post_id = $1 and person_id = $2 and answered_at is not null";
        let found: Option<i32> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(post).bind(person).fetch_optional(pool).await?);
        Ok(found.is_some())
    }

    /// The answers to a daily question that count, the best first; what was only recited is last.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn daily_answers(&self, post: PostId) -> Result<Vec<DailyAnswer>, StoreError> {
        const SQL: &str = "select p.person_id, a.score, a.points, a.ranked, a.hints,
                case when m.hidden or m.left_at is not null then null else m.display_name end as display_name
            from daily_part p join attempt a on a.id = p.attempt_id
                left join member m on m.person_id = p.person_id and m.guild_id = a.guild_id
            where p.post_id = $1 order by a.score desc, a.hints, a.created_at, a.id";
        let rows: Vec<AnswerRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(post).fetch_all(pool).await?);
        let mut answers = Vec::with_capacity(rows.len());
        let (ranked, recited): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.ranked);
        for row in ranked.into_iter().chain(recited) {
            let points: BTreeMap<String, u16> = serde_json::from_str(&row.points).map_err(|_| StoreError::Corrupt { what: "attempt" })?;
            answers.push(DailyAnswer {
                person: row.person_id,
                name: row.display_name.filter(|_| row.ranked),
                score: total(row.score),
                met: points.into_iter().filter(|(_, credit)| *credit > 0).map(|(id, _)| id).collect(),
                hints: row.hints,
            });
        }
        Ok(answers)
    }

    /// Whether the board of the week that begins on `week` was claimed by any daily of the guild, or has nothing to show.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn week_is_done(&self, guild: i64, week: NaiveDate, after: NaiveDate) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 where exists (select 1 from daily_post p join daily d on d.id = p.daily_id
                where d.guild_id = $1 and p.kind = 'week' and p.local_date = $2)
            or not exists (select 1 from attempt where guild_id = $1 and counted and guild_day >= $2 and guild_day < $3)";
        let done: Option<i32> = on_pool!(self, pool => {
            sqlx::query_scalar(SQL).bind(guild).bind(week).bind(after).fetch_optional(pool).await?
        });
        Ok(done.is_some())
    }

    /// What counted in a guild from a day to the one before another, by member that boards show: names with lines of the
    /// ledger.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn lines_between(&self, guild: i64, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, Vec<Line>)>, StoreError> {
        const SQL: &str = "select a.person_id, m.display_name, a.bank, a.subject, a.concept, a.question, a.level, a.guild_day, a.counted,
                a.hints, cast(a.score + coalesce((select sum(f.score) from attempt f where f.parent_id = a.id), 0) as bigint) as total
            from attempt a join member m on m.guild_id = a.guild_id and m.person_id = a.person_id
            where a.guild_id = $1 and a.counted and a.parent_id is null and a.guild_day >= $2 and a.guild_day < $3
                and not m.hidden and m.left_at is null
            order by a.person_id";
        let rows: Vec<LineRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(guild).bind(from).bind(to).fetch_all(pool).await?);
        let mut people: BTreeMap<PersonId, (String, Vec<Line>)> = BTreeMap::new();
        for row in rows {
            let line = Line {
                question: QuestionKey { bank: row.bank, subject: row.subject, concept: row.concept, question: row.question },
                level: row.level.as_deref().and_then(Level::from_name),
                day: row.guild_day,
                counted: row.counted,
                total: total(row.total),
                hints: row.hints,
            };
            people.entry(row.person_id).or_insert_with(|| (row.display_name, Vec::new())).1.push(line);
        }
        Ok(people.into_values().collect())
    }

    /// The daily questions that a person had to do with, for their copy: guild, date, question, hints, when answered.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub(super) async fn daily_parts(&self, person: PersonId) -> Result<Vec<PartRow>, StoreError> {
        const SQL: &str = "select d.guild_id, p.local_date, p.question, t.hints, t.answered_at from daily_part t
            join daily_post p on p.id = t.post_id join daily d on d.id = p.daily_id
            where t.person_id = $1 order by p.due_at, p.id";
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(person).fetch_all(pool).await?))
    }
}

/// A daily question in a person's copy.
#[derive(sqlx::FromRow)]
pub(super) struct PartRow {
    pub(super) guild_id: i64,
    pub(super) local_date: NaiveDate,
    pub(super) question: Option<String>,
    pub(super) hints: i64,
    pub(super) answered_at: Option<DateTime<Utc>>,
}
