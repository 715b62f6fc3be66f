//! Ratings of people and questions: sums of the steps that first attempts brought.

use std::collections::{BTreeMap, HashMap};

use sqlx::{PgConnection, SqliteConnection};

use super::attempts::Attempt;
use super::ledger::total;
use super::{AttemptId, PersonId, Store, StoreError, on_pool};
use crate::bank::{Level, QuestionKey};
use crate::board::credit;
use crate::grade::Score;
use crate::review::{Rating, Steps, steps};

const ABILITIES: &str = "select person_id, moved, attempts from ability";
const DIFFICULTIES: &str = "select question, level, moved, attempts from difficulty";
const LEDGER_ABILITIES: &str = "select person_id, cast(sum(person_step) as bigint) as moved, cast(count(*) as bigint) as attempts
    from attempt where person_step is not null group by person_id";
const LEDGER_DIFFICULTIES: &str = "select bank || '/' || subject || '/' || concept || '/' || question as question, min(level) as level,
        cast(sum(question_step) as bigint) as moved, cast(count(*) as bigint) as attempts
    from attempt where question_step is not null group by bank, subject, concept, question";
const FIRST_LEVELS: &str = "select question, level from (
        select bank || '/' || subject || '/' || concept || '/' || question as question, level,
            row_number() over (partition by bank, subject, concept, question order by created_at, id) as nth
        from attempt where question_step is not null) firsts
    where nth = 1";
/// All of them as one text, since each row of a result is handed from thread to thread: questions by commas, and of each its key, its
/// level, what has moved it and how often by spaces. No key has either.
pub(super) const DIFFICULTIES_TOGETHER: &str =
    "select string_agg(question || ' ' || coalesce(level, '') || ' ' || moved || ' ' || attempts, ',') from difficulty";
pub(super) const ABILITY: &str = "select moved, attempts from ability where person_id = $1";
/// The answers of an interview so far, in order.
pub(super) const FORM: &str = "select r.question, a.score as total, a.person_step
    from round r join attempt a on a.round_id = r.id and a.parent_id is null where r.interview_id = $1 order by r.position";
const CLEAR: [&str; 2] = ["delete from ability", "delete from difficulty"];
const PUT_ABILITY: &str = "insert into ability (person_id, moved, attempts) values ($1, $2, $3)";
const PUT_DIFFICULTY: &str = "insert into difficulty (question, level, moved, attempts) values ($1, $2, $3, $4)";

/// First attempts in order of time, with what decides their steps.
const FIRSTS: &str = "select id, person_id, question, level, score, hints from (
        select id, person_id, bank || '/' || subject || '/' || concept || '/' || question as question, level, score, hints, ranked,
            created_at, row_number() over (partition by person_id, bank, subject, concept, question order by created_at, id) as nth
        from attempt where parent_id is null) firsts
    where nth = 1 and ranked order by created_at, id";
const STEP: &str = "update attempt set person_step = $2, question_step = $3 where id = $1";

/// What a person brought to the ratings of questions goes with them.
pub(super) const FORGET: &str =
    "update difficulty set moved = difficulty.moved - theirs.moved, attempts = difficulty.attempts - theirs.attempts
    from (select bank || '/' || subject || '/' || concept || '/' || question as question,
            cast(sum(question_step) as bigint) as moved, cast(count(*) as bigint) as attempts
        from attempt where person_id = $1 and question_step is not null group by bank, subject, concept, question) theirs
    where difficulty.question = theirs.question";
pub(super) const FORGET_UNRATED: &str = "delete from difficulty where attempts <= 0";

/// Both ratings as they are: what has moved the person, and the question; null where nothing has yet.
#[derive(sqlx::FromRow)]
pub(super) struct RatingsRow {
    person_moved: Option<i64>,
    person_attempts: Option<i64>,
    level: Option<String>,
    moved: Option<i64>,
    attempts: Option<i64>,
}

impl RatingsRow {
    /// The steps that a first attempt brings.
    pub(super) fn steps(&self, it: &Attempt) -> Steps {
        let person = moved(Rating::default(), self.person_moved.unwrap_or(0), self.person_attempts.unwrap_or(0));
        let level = if self.moved.is_some() { self.level.as_deref() } else { it.level.map(Level::name) };
        let question = moved(base(level), self.moved.unwrap_or(0), self.attempts.unwrap_or(0));
        steps(person, question, unaided(it.score, i64::from(it.hints)))
    }
}

#[derive(sqlx::FromRow)]
struct AbilityRow {
    person_id: PersonId,
    moved: i64,
    attempts: i64,
}

#[derive(sqlx::FromRow)]
struct DifficultyRow {
    question: String,
    level: Option<String>,
    moved: i64,
    attempts: i64,
}

#[derive(sqlx::FromRow)]
struct FirstRow {
    id: AttemptId,
    person_id: PersonId,
    question: String,
    level: Option<String>,
    score: i64,
    hints: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct FormRow {
    question: String,
    total: i64,
    person_step: Option<i64>,
}

/// An answer of an interview, as it bears on what to ask next in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormAnswer {
    /// The question.
    pub question: QuestionKey,
    /// What it scored.
    pub score: Score,
    /// How it moved the person's rating, if it did.
    pub step: Option<i64>,
}

/// Sums of ratings, of people and of questions: how far moved, by how many attempts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ratings {
    pub(super) people: BTreeMap<PersonId, (i64, i64)>,
    pub(super) questions: BTreeMap<String, (i64, i64)>,
}

/// Where a question of a level starts; one without is taken to be of the middle level.
fn base(level: Option<&str>) -> Rating {
    Rating::of_level(level.and_then(Level::from_name).unwrap_or(Level::Mid))
}

fn moved(base: Rating, moved: i64, attempts: i64) -> Rating {
    Rating { millionths: base.millionths.saturating_add(moved), attempts: u32::try_from(attempts).unwrap_or(0) }
}

/// The score that ratings learn from: less what hints cost, and without follow-ups, which come after a verdict.
fn unaided(score: Score, hints: i64) -> Score {
    total(credit(score, hints))
}

fn summed(people: Vec<AbilityRow>, questions: Vec<DifficultyRow>) -> Ratings {
    Ratings {
        people: people.into_iter().map(|row| (row.person_id, (row.moved, row.attempts))).collect(),
        questions: questions.into_iter().map(|row| (row.question, (row.moved, row.attempts))).collect(),
    }
}

/// Where ratings are kept: a connection inside a transaction.
pub(super) trait Rate {
    /// Ratings by the ledger, and as they are kept.
    async fn ratings(&mut self) -> Result<[Ratings; 2], StoreError>;
    /// Puts ratings in the place of those that are kept.
    async fn put_ratings(&mut self, ratings: &Ratings) -> Result<(), StoreError>;
    /// Decides the steps of every first attempt anew, in order of time.
    async fn rate_all(&mut self) -> Result<(), StoreError>;
}

macro_rules! rate {
    ($connection:ty) => {
        impl Rate for $connection {
            async fn ratings(&mut self) -> Result<[Ratings; 2], StoreError> {
                let people = sqlx::query_as(LEDGER_ABILITIES).fetch_all(&mut *self).await?;
                let ledger = summed(people, sqlx::query_as(LEDGER_DIFFICULTIES).fetch_all(&mut *self).await?);
                let people = sqlx::query_as(ABILITIES).fetch_all(&mut *self).await?;
                Ok([ledger, summed(people, sqlx::query_as(DIFFICULTIES).fetch_all(&mut *self).await?)])
            }

            async fn put_ratings(&mut self, ratings: &Ratings) -> Result<(), StoreError> {
                // A question keeps the level that it was first attempted at, whatever became of the attempt.
                let mut levels: HashMap<String, Option<String>> =
                    sqlx::query_as(FIRST_LEVELS).fetch_all(&mut *self).await?.into_iter().collect();
                let kept: Vec<DifficultyRow> = sqlx::query_as(DIFFICULTIES).fetch_all(&mut *self).await?;
                levels.extend(kept.into_iter().map(|row| (row.question, row.level)));
                for clear in CLEAR {
                    sqlx::query(clear).execute(&mut *self).await?;
                }
                for (person, (moved, attempts)) in &ratings.people {
                    sqlx::query(PUT_ABILITY).bind(person).bind(moved).bind(attempts).execute(&mut *self).await?;
                }
                for (question, (moved, attempts)) in &ratings.questions {
                    let level = levels.remove(question).flatten();
                    sqlx::query(PUT_DIFFICULTY).bind(question).bind(level).bind(moved).bind(attempts).execute(&mut *self).await?;
                }
                Ok(())
            }

            async fn rate_all(&mut self) -> Result<(), StoreError> {
                let firsts: Vec<FirstRow> = sqlx::query_as(FIRSTS).fetch_all(&mut *self).await?;
                let mut people: HashMap<PersonId, Rating> = HashMap::new();
                let mut questions: HashMap<String, Rating> = HashMap::new();
                for row in firsts {
                    let person = people.entry(row.person_id).or_default();
                    let question = questions.entry(row.question).or_insert_with(|| base(row.level.as_deref()));
                    let steps = steps(*person, *question, unaided(total(row.score), row.hints));
                    (*person, *question) = (person.after(steps.person), question.after(steps.question));
                    sqlx::query(STEP).bind(row.id).bind(steps.person).bind(steps.question).execute(&mut *self).await?;
                }
                Ok(())
            }
        }
    };
}

rate!(SqliteConnection);
rate!(PgConnection);

impl Store {
    /// How far a person has come.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn ability(&self, person: PersonId) -> Result<Rating, StoreError> {
        let row = on_pool!(self, pool => sqlx::query_as(ABILITY).bind(person).fetch_optional(pool).await?);
        Ok(ability(row))
    }

    /// How hard questions are; those that nobody has attempted are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn difficulties(&self) -> Result<HashMap<QuestionKey, Rating>, StoreError> {
        let all: Option<String> = on_pool!(self, pool => sqlx::query_scalar(DIFFICULTIES_TOGETHER).fetch_one(pool).await?);
        difficulties(all.as_deref())
    }
}

/// A person's rating by what has moved it, and how often.
pub(super) fn ability(row: Option<(i64, i64)>) -> Rating {
    row.map_or_else(Rating::default, |(by, attempts)| moved(Rating::default(), by, attempts))
}

/// How hard questions are, from [`DIFFICULTIES_TOGETHER`].
pub(super) fn difficulties(all: Option<&str>) -> Result<HashMap<QuestionKey, Rating>, StoreError> {
    let read = |row: &str| {
        let mut parts = row.split(' ');
        let (question, level) = (parts.next()?.parse().ok()?, parts.next()?);
        let (by, attempts) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((question, moved(base(Some(level)), by, attempts)))
    };
    all.into_iter().flat_map(|all| all.split(',')).map(|row| read(row).ok_or(StoreError::Corrupt { what: "difficulty" })).collect()
}

/// The answers of an interview.
pub(super) fn form(rows: Vec<FormRow>) -> Result<Vec<FormAnswer>, StoreError> {
    rows.into_iter()
        .map(|row| {
            let question = row.question.parse().map_err(|_| StoreError::Corrupt { what: "round" })?;
            Ok(FormAnswer { question, score: total(row.total), step: row.person_step })
        })
        .collect()
}
