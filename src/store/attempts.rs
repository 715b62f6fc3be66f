//! The ledger: every graded answer.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::ledger::total;
use super::missed::{credits, missed};
use super::write::Write;
use super::{AttemptId, InterviewId, PersonId, RoundId, Store, StoreError, on_pool};
use crate::bank::{Level, Question, QuestionKey};
use crate::clock::local_day;
use crate::grade::{Score, Verdict};
use crate::schedule::Habits;

/// A graded answer. Never changed once stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// Who answered.
    pub person: PersonId,
    /// Where; `None` in private and in the terminal.
    pub guild: Option<i64>,
    /// Whether the app is a member of the guild.
    pub installed: bool,
    /// Round of an interview that it answers.
    pub round: Option<RoundId>,
    /// What was answered.
    pub question: QuestionKey,
    /// The rubric that graded it.
    pub rubric_hash: String,
    /// Front end.
    pub source: String,
    /// What was earned. Of a follow-up: what it adds to its parent.
    pub score: Score,
    /// Credit of every point by id.
    pub points: BTreeMap<String, Score>,
    /// Ids of the mistakes made.
    pub mistakes: Vec<String>,
    /// Whether it may reach a board.
    pub ranked: bool,
    /// Hints taken before.
    pub hints: u32,
    /// From showing the question to the answer.
    pub seconds: i64,
    /// The person's day.
    pub local_day: NaiveDate,
    /// The person's day as their streak counts it: it ends when they say so.
    pub streak_day: NaiveDate,
    /// The guild's day.
    pub guild_day: Option<NaiveDate>,
    /// The interaction that brought it; each brings one attempt at the most.
    pub interaction: Option<String>,
    /// The attempt that this one follows up.
    pub parent: Option<AttemptId>,
    /// The point that the follow-up asked about.
    pub follows: Option<String>,
    /// When it was graded.
    pub created_at: DateTime<Utc>,
    /// The question's level then, which weighs its points on boards.
    pub level: Option<Level>,
}

impl Attempt {
    /// The attempt with what a verdict earns it.
    #[must_use]
    pub fn graded(self, verdict: &Verdict) -> Self {
        Self {
            score: verdict.score,
            points: verdict.points.iter().map(|point| (point.id.clone(), point.credit)).collect(),
            mistakes: verdict.mistakes.iter().map(|mistake| mistake.id.clone()).collect(),
            ranked: verdict.ranked,
            ..self
        }
    }

    /// A person's answer to a question before it is graded: nothing earned, by no hint, in private, on the days that `at` is.
    #[must_use]
    pub fn new(id: AttemptId, person: PersonId, question: &Question, (at, zone, habits): (DateTime<Utc>, Tz, Habits)) -> Self {
        Self {
            id,
            person,
            guild: None,
            installed: false,
            round: None,
            question: question.key.clone(),
            rubric_hash: question.rubric_hash(),
            source: String::new(),
            score: Score::ZERO,
            points: BTreeMap::new(),
            mistakes: Vec::new(),
            ranked: true,
            hints: 0,
            seconds: 0,
            local_day: local_day(at, zone),
            streak_day: habits.day(at, zone),
            guild_day: None,
            interaction: None,
            parent: None,
            follows: None,
            created_at: at,
            level: Some(question.level),
        }
    }
}

impl Attempt {
    pub(super) fn points_json(&self) -> String {
        let credits: BTreeMap<&str, u16> = self.points.iter().map(|(id, credit)| (id.as_str(), credit.thousandths())).collect();
        serde_json::json!(credits).to_string()
    }

    pub(super) fn mistakes_json(&self) -> String {
        serde_json::json!(self.mistakes).to_string()
    }
}

/// An attempt to store, with the text that was graded.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    /// The attempt.
    pub attempt: Attempt,
    /// The person's own words.
    pub answer: String,
}

/// What a person's attempts at one question come to; follow-ups are added to their parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionRecord {
    /// The question.
    pub question: QuestionKey,
    /// Times answered.
    pub attempts: u32,
    /// Best score.
    pub best: Score,
    /// Score of the latest attempt.
    pub latest: Score,
    /// When that was.
    pub latest_at: DateTime<Utc>,
    /// The person's day then.
    pub latest_day: NaiveDate,
}

#[derive(sqlx::FromRow)]
pub(super) struct RecordRow {
    pub(super) question: String,
    pub(super) attempts: i64,
    pub(super) best: i64,
    pub(super) latest: i64,
    pub(super) latest_at: DateTime<Utc>,
    pub(super) latest_day: NaiveDate,
}

/// An attempt of an interview, with what its follow-ups added.
#[derive(sqlx::FromRow)]
struct InterviewAttemptRow {
    position: i64,
    id: AttemptId,
    total: i64,
    points: String,
}

/// What a round of an interview came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundScore {
    /// Position of the round.
    pub position: usize,
    /// The attempt.
    pub attempt: AttemptId,
    /// Score with follow-ups.
    pub score: Score,
    /// Ids of the points that were missed, and not made good in a follow-up.
    pub missed: Vec<String>,
}

/// An answer that was graded before, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Its row in the ledger.
    pub attempt: AttemptId,
    /// The person's words; `None` once they were purged, and where the key that sealed them is not at hand.
    pub text: Option<String>,
    /// What it earned by itself.
    pub score: Score,
    /// Credit of every point by id.
    pub points: BTreeMap<String, Score>,
    /// The rubric that graded it.
    pub rubric_hash: String,
    /// Follow-ups: the point, and what it added.
    pub followed: Vec<(String, Score)>,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    id: AttemptId,
    score: i64,
    points: String,
    rubric_hash: String,
    body: Option<Vec<u8>>,
    key_id: Option<String>,
}

impl Store {
    /// Writes attempts that belong to no interview's change, in one transaction: all or none. Parents come before their
    /// follow-ups.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub async fn record(&self, attempts: &[NewAttempt]) -> Result<(), StoreError> {
        self.write(Write::Attempts(attempts.to_vec())).await?;
        Ok(())
    }

    /// A person's record at every question, in order of the latest attempt, newest first; its cost grows with the questions,
    /// not with the attempts.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn records(&self, person: PersonId) -> Result<Vec<QuestionRecord>, StoreError> {
        const SQL: &str = "select question, attempts, best, latest, latest_at, latest_day from record
                           where person_id = $1 order by latest_at desc, latest_id desc";
        let rows: Vec<RecordRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(person).fetch_all(pool).await?);
        rows.into_iter()
            .map(|row| {
                Ok(QuestionRecord {
                    question: row.question.parse().map_err(|_| StoreError::Corrupt { what: "record" })?,
                    attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
                    best: total(row.best),
                    latest: total(row.latest),
                    latest_at: row.latest_at,
                    latest_day: row.latest_day,
                })
            })
            .collect()
    }

    /// The graded rounds of an interview, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn round_scores(&self, interview: InterviewId) -> Result<Vec<RoundScore>, StoreError> {
        const SQL: &str = "select r.position, a.id, a.points, cast(a.score + coalesce(sum(f.score), 0) as bigint) as total
            from round r join attempt a on a.round_id = r.id and a.parent_id is null left join attempt f on f.parent_id = a.id
            where r.interview_id = $1
            group by r.position, a.id, a.points, a.score
            order by r.position";
        const MADE_GOOD: &str = "select f.parent_id, f.follows from attempt f join round r on r.id = f.round_id
            where r.interview_id = $1 and f.follows is not null and f.score > 0";
        type MadeGood = Vec<(AttemptId, String)>;
        let (rows, made_good): (Vec<InterviewAttemptRow>, MadeGood) = on_pool!(self, pool => {
            let mut connection = pool.acquire().await?;
            (
                sqlx::query_as(SQL).bind(interview).fetch_all(&mut *connection).await?,
                sqlx::query_as(MADE_GOOD).bind(interview).fetch_all(&mut *connection).await?,
            )
        });
        rows.into_iter()
            .map(|row| {
                let missed = missed(&row.points, |point| made_good.iter().any(|(parent, follows)| *parent == row.id && follows == point))?;
                let position = usize::try_from(row.position).unwrap_or(usize::MAX);
                Ok(RoundScore { position, attempt: row.id, score: total(row.total), missed })
            })
            .collect()
    }

    /// The graded answer to a round, if it has one.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn answer_to(&self, round: RoundId) -> Result<Option<StoredAnswer>, StoreError> {
        const SQL: &str = "select id from attempt where round_id = $1 and parent_id is null";
        let id: Option<AttemptId> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(round).fetch_optional(pool).await?);
        match id {
            Some(id) => self.answer_of(id).await,
            None => Ok(None),
        }
    }

    /// The graded answer that is an attempt, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn answer_of(&self, attempt: AttemptId) -> Result<Option<StoredAnswer>, StoreError> {
        const ANSWER: &str =
            "select a.id, a.score, a.points, a.rubric_hash, w.body, w.key_id from attempt a left join answer w on w.attempt_id = a.id
                              where a.id = $1";
        const FOLLOWED: &str = "select follows, score from attempt where parent_id = $1 and follows is not null order by created_at, id";
        let row: Option<AnswerRow> = on_pool!(self, pool => sqlx::query_as(ANSWER).bind(attempt).fetch_optional(pool).await?);
        let Some(row) = row else { return Ok(None) };
        let followed: Vec<(String, i64)> = on_pool!(self, pool => sqlx::query_as(FOLLOWED).bind(row.id).fetch_all(pool).await?);
        let points = credits(&row.points)?;
        Ok(Some(StoredAnswer {
            attempt: row.id,
            text: row.body.and_then(|body| self.keys().open(row.id, &body, row.key_id.as_deref())),
            score: total(row.score),
            points: points.into_iter().map(|(id, credit)| (id, Score::from_thousandths(credit))).collect(),
            rubric_hash: row.rubric_hash,
            followed: followed.into_iter().map(|(point, added)| (point, total(added))).collect(),
        }))
    }
}
