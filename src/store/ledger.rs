//! Recording an attempt, and moving every sum that it touches in the same transaction.
//!
//! Rows are locked in one order on both engines: the member, the tally, the record, the standings, the ratings. What counts and for how
//! much is decided by [`crate::board`]; this file knows where it is kept.

use chrono::NaiveDate;
use sqlx::{PgConnection, SqliteConnection};

use super::attempts::{Attempt, NewAttempt};
use super::ratings::Rate as _;
use super::seal::Keys;
use super::{AttemptId, PersonId, StoreError};
use crate::bank::{Level, QuestionKey};
use crate::board::{Best, Gain, Period, Topic, best, credit, points};
use crate::grade::Score;
use crate::review::Steps;

const INSERT: &str = "insert into attempt (id, person_id, guild_id, installed, round_id, bank, subject, concept, question,
        rubric_hash, source, score, points, mistakes, ranked, hints, seconds, local_day, guild_day, interaction, parent_id, follows,
        created_at, level, counted, person_step, question_step, streak_day)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
        $28)";
const ANSWER: &str = "insert into answer (attempt_id, body, key_id, created_at) values ($1, $2, $3, $4)";

/// Locks a member's sums; no row where the person is no member.
const MEMBER: &str = "update member set display_name = display_name where guild_id = $1 and person_id = $2
                      returning (not hidden and left_at is null) as shown";

/// Takes the one attempt of a day that counts: a row comes back to whoever takes it, with the sums as they are.
const CLAIM: &str = "insert into tally (guild_id, person_id, question, last_day) values ($1, $2, $3, $4)
                     on conflict (guild_id, person_id, question) do update set last_day = excluded.last_day
                     where tally.last_day < excluded.last_day
                     returning week, week_points, month, month_points, all_points";
const TALLY: &str =
    "select week, week_points, month, month_points, all_points from tally where guild_id = $1 and person_id = $2 and question = $3";
const SET_TALLY: &str = "update tally set week = $4, week_points = $5, month = $6, month_points = $7, all_points = $8
                         where guild_id = $1 and person_id = $2 and question = $3";

/// Adds to a member's twelve lines: everything, the subject and the concept, in each period. A line whose window is over
/// begins anew, and keeps what it needs of the window before; what comes late for the window before is added there.
const POST: &str = "insert into standing (guild_id, person_id, shown, total, answers, before_total, before_answers,
        topic, period, starts, points, questions)
    values
        ($1, $2, $3, $4, $5, 0, 0, $6, 'day', $9, $10, $11), ($1, $2, $3, $4, $5, 0, 0, $7, 'day', $9, $10, $11),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'day', $9, $10, $11),
        ($1, $2, $3, $4, $5, 0, 0, $6, 'week', $14, $15, $16), ($1, $2, $3, $4, $5, 0, 0, $7, 'week', $14, $15, $16),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'week', $14, $15, $16),
        ($1, $2, $3, $4, $5, 0, 0, $6, 'month', $19, $20, $21), ($1, $2, $3, $4, $5, 0, 0, $7, 'month', $19, $20, $21),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'month', $19, $20, $21),
        ($1, $2, $3, $4, $5, 0, 0, $6, 'all', $24, $25, $26), ($1, $2, $3, $4, $5, 0, 0, $7, 'all', $24, $25, $26),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'all', $24, $25, $26)
    on conflict (guild_id, person_id, topic, period) do update set
        before_total = case
            when standing.starts = excluded.starts then standing.before_total
            when standing.starts = case excluded.period when 'day' then $12 when 'week' then $17 when 'month' then $22 else $27 end
                then standing.total
            when standing.starts < excluded.starts then 0
            when standing.starts = case excluded.period when 'day' then $13 when 'week' then $18 when 'month' then $23 else $28 end
                then standing.before_total + excluded.total
            else standing.before_total end,
        before_answers = case
            when standing.starts = excluded.starts then standing.before_answers
            when standing.starts = case excluded.period when 'day' then $12 when 'week' then $17 when 'month' then $22 else $27 end
                then standing.answers
            when standing.starts < excluded.starts then 0
            when standing.starts = case excluded.period when 'day' then $13 when 'week' then $18 when 'month' then $23 else $28 end
                then standing.before_answers + excluded.answers
            else standing.before_answers end,
        points = case when standing.starts = excluded.starts then standing.points + excluded.points
            when standing.starts < excluded.starts then excluded.points else standing.points end,
        questions = case when standing.starts = excluded.starts then standing.questions + excluded.questions
            when standing.starts < excluded.starts then excluded.questions else standing.questions end,
        total = case when standing.starts = excluded.starts then standing.total + excluded.total
            when standing.starts < excluded.starts then excluded.total else standing.total end,
        answers = case when standing.starts = excluded.starts then standing.answers + excluded.answers
            when standing.starts < excluded.starts then excluded.answers else standing.answers end,
        shown = excluded.shown,
        starts = case when standing.starts < excluded.starts then excluded.starts else standing.starts end";

const RECORD: &str = "insert into record (person_id, question, attempts, best, latest, latest_id, latest_at, latest_day)
    values ($1, $2, 1, $3, $3, $4, $5, $6)
    on conflict (person_id, question) do update set attempts = record.attempts + 1,
        best = case when record.best < excluded.best then excluded.best else record.best end,
        latest = case when record.latest_at < excluded.latest_at or (record.latest_at = excluded.latest_at
            and record.latest_id < excluded.latest_id) then excluded.latest else record.latest end,
        latest_day = case when record.latest_at < excluded.latest_at or (record.latest_at = excluded.latest_at
            and record.latest_id < excluded.latest_id) then excluded.latest_day else record.latest_day end,
        latest_id = case when record.latest_at < excluded.latest_at or (record.latest_at = excluded.latest_at
            and record.latest_id < excluded.latest_id) then excluded.latest_id else record.latest_id end,
        latest_at = case when record.latest_at < excluded.latest_at then excluded.latest_at else record.latest_at end
    returning attempts";
const RECORD_FOLLOWED: &str = "update record set best = case when best < $3 then $3 else best end,
        latest = case when latest_id = $4 then $3 else latest end
    where person_id = $1 and question = $2";

/// The attempt that a follow-up adds to, with what other follow-ups have added.
const PARENT: &str = "select a.score, a.hints, a.level, a.counted, a.guild_id, a.guild_day,
        cast(coalesce((select sum(f.score) from attempt f where f.parent_id = a.id), 0) as bigint) as followed
    from attempt a where a.id = $1";

#[derive(sqlx::FromRow)]
struct ParentRow {
    score: i64,
    hints: i64,
    level: Option<String>,
    counted: bool,
    guild_id: Option<i64>,
    guild_day: Option<NaiveDate>,
    followed: i64,
}

/// The best of a tally.
#[derive(Default, sqlx::FromRow)]
pub(super) struct TallyRow {
    pub(super) week: Option<NaiveDate>,
    pub(super) week_points: Option<i64>,
    pub(super) month: Option<NaiveDate>,
    pub(super) month_points: Option<i64>,
    pub(super) all_points: Option<i64>,
}

impl TallyRow {
    fn best(&self, period: Period, entry: &Entry<'_>) -> Option<Best> {
        let of = |starts: Option<NaiveDate>, points: Option<i64>| Some(Best { starts: starts?, points: points? });
        match period {
            // One attempt a day counts, so that the day's best is that attempt itself.
            Period::Day => of(Some(entry.day), entry.points_before),
            Period::Week => of(self.week, self.week_points),
            Period::Month => of(self.month, self.month_points),
            Period::All => of(Some(Period::All.starts(entry.day)), self.all_points),
        }
    }

    fn set(&mut self, period: Period, best: Best) {
        match period {
            Period::Day => {}
            Period::Week => (self.week, self.week_points) = (Some(best.starts), Some(best.points)),
            Period::Month => (self.month, self.month_points) = (Some(best.starts), Some(best.points)),
            Period::All => self.all_points = Some(best.points),
        }
    }
}

/// What an attempt that counts, or a follow-up to one, brings to its guild's boards.
pub(super) struct Entry<'a> {
    guild: i64,
    person: PersonId,
    question: &'a QuestionKey,
    /// The guild's day of the attempt that counts.
    day: NaiveDate,
    shown: bool,
    /// Points of the attempt before a follow-up.
    points_before: Option<i64>,
    points: i64,
    credit: i64,
    answers: i64,
}

/// What is decided of an attempt as it is written.
#[derive(Default)]
pub(super) struct Outcome {
    /// The guild's day, where it may reach boards.
    day: Option<NaiveDate>,
    /// Whether it counts there.
    counted: bool,
    /// How it moves ratings.
    steps: Option<Steps>,
}

/// Where attempts are written: a connection inside a transaction.
pub(super) trait Ledger {
    /// Writes an attempt and everything that follows from it.
    async fn record(&mut self, new: &NewAttempt, keys: &Keys) -> Result<(), StoreError>;
    /// Writes the row itself, and the person's words.
    async fn write(&mut self, new: &NewAttempt, outcome: &Outcome, keys: &Keys) -> Result<(), StoreError>;
    /// Writes an answer to a question.
    async fn answered(&mut self, new: &NewAttempt, keys: &Keys) -> Result<(), StoreError>;
    /// Writes a follow-up.
    async fn followed(&mut self, new: &NewAttempt, parent: AttemptId, keys: &Keys) -> Result<(), StoreError>;
    /// Moves the boards.
    async fn post(&mut self, entry: &Entry<'_>, tally: TallyRow) -> Result<(), StoreError>;
    /// Locks a member's sums, and says whether boards show them; `None` where the person is no member.
    async fn member(&mut self, guild: i64, person: PersonId) -> Result<Option<bool>, StoreError>;
}

/// Where an attempt may reach boards, and on which day.
fn place(it: &Attempt) -> Option<(i64, NaiveDate)> {
    it.guild.zip(it.guild_day).filter(|_| it.installed)
}

/// A stored score with what follow-ups added, at most full.
pub(super) fn total(thousandths: i64) -> Score {
    Score::from_thousandths(u16::try_from(thousandths.clamp(0, 1000)).unwrap_or(0))
}

macro_rules! ledger {
    ($connection:ty) => {
        impl Ledger for $connection {
            async fn record(&mut self, new: &NewAttempt, keys: &Keys) -> Result<(), StoreError> {
                match new.attempt.parent {
                    None => self.answered(new, keys).await,
                    Some(parent) => self.followed(new, parent, keys).await,
                }
            }

            async fn member(&mut self, guild: i64, person: PersonId) -> Result<Option<bool>, StoreError> {
                Ok(sqlx::query_scalar(MEMBER).bind(guild).bind(person).fetch_optional(&mut *self).await?)
            }

            async fn write(&mut self, new: &NewAttempt, outcome: &Outcome, keys: &Keys) -> Result<(), StoreError> {
                let it = &new.attempt;
                sqlx::query(INSERT)
                    .bind(it.id)
                    .bind(it.person)
                    .bind(it.guild)
                    .bind(it.installed)
                    .bind(it.round)
                    .bind(&it.question.bank)
                    .bind(&it.question.subject)
                    .bind(&it.question.concept)
                    .bind(&it.question.question)
                    .bind(&it.rubric_hash)
                    .bind(&it.source)
                    .bind(i64::from(it.score.thousandths()))
                    .bind(it.points_json())
                    .bind(it.mistakes_json())
                    .bind(it.ranked)
                    .bind(i64::from(it.hints))
                    .bind(it.seconds)
                    .bind(it.local_day)
                    .bind(outcome.day)
                    .bind(&it.interaction)
                    .bind(it.parent)
                    .bind(&it.follows)
                    .bind(it.created_at)
                    .bind(it.level.map(Level::name))
                    .bind(outcome.counted)
                    .bind(outcome.steps.map(|steps| steps.person))
                    .bind(outcome.steps.map(|steps| steps.question))
                    .bind(it.streak_day)
                    .execute(&mut *self)
                    .await?;
                let (body, key) = keys.seal(it.id, &new.answer);
                sqlx::query(ANSWER).bind(it.id).bind(body).bind(key).bind(it.created_at).execute(&mut *self).await?;
                Ok(())
            }

            async fn answered(&mut self, new: &NewAttempt, keys: &Keys) -> Result<(), StoreError> {
                let (it, question) = (&new.attempt, new.attempt.question.to_string());
                let member = match place(it) {
                    Some((guild, day)) => self.member(guild, it.person).await?.map(|shown| (guild, day, shown)),
                    None => None,
                };
                let claimed: Option<TallyRow> = match member {
                    Some((guild, day, _)) => {
                        sqlx::query_as(CLAIM).bind(guild).bind(it.person).bind(&question).bind(day).fetch_optional(&mut *self).await?
                    }
                    None => None,
                };
                // The first attempt of a day takes it, even one that was only recited.
                let counted = it.ranked && claimed.is_some();
                let times: i64 = sqlx::query_scalar(RECORD)
                    .bind(it.person)
                    .bind(&question)
                    .bind(i64::from(it.score.thousandths()))
                    .bind(it.id)
                    .bind(it.created_at)
                    .bind(it.local_day)
                    .fetch_one(&mut *self)
                    .await?;
                let steps = if times == 1 && it.ranked { Some(self.steps(it, &question).await?) } else { None };
                self.write(new, &Outcome { day: member.map(|member| member.1), counted, steps }, keys).await?;
                if let (true, Some((guild, day, shown)), Some(tally)) = (counted, member, claimed) {
                    let credit = credit(it.score, i64::from(it.hints));
                    let points = points(credit, it.level);
                    let (person, question) = (it.person, &it.question);
                    let entry = Entry { guild, person, question, day, shown, points_before: None, points, credit, answers: 1 };
                    self.post(&entry, tally).await?;
                }
                // Last, since others wait for the question's row until this is committed.
                match steps {
                    Some(steps) => self.take(it, &question, steps).await,
                    None => Ok(()),
                }
            }

            async fn followed(&mut self, new: &NewAttempt, parent: AttemptId, keys: &Keys) -> Result<(), StoreError> {
                let (it, question) = (&new.attempt, new.attempt.question.to_string());
                let row: ParentRow = sqlx::query_as(PARENT).bind(parent).fetch_one(&mut *self).await?;
                let member = match row.guild_id.filter(|_| row.counted) {
                    Some(guild) => self.member(guild, it.person).await?.map(|shown| (guild, shown)),
                    None => None,
                };
                self.write(new, &Outcome { day: place(it).map(|place| place.1), ..Outcome::default() }, keys).await?;
                let (before, after) =
                    (total(row.score + row.followed), total(row.score + row.followed + i64::from(it.score.thousandths())));
                sqlx::query(RECORD_FOLLOWED)
                    .bind(it.person)
                    .bind(&question)
                    .bind(i64::from(after.thousandths()))
                    .bind(parent)
                    .execute(&mut *self)
                    .await?;
                let (Some((guild, shown)), Some(day)) = (member, row.guild_day) else { return Ok(()) };
                let level = row.level.as_deref().and_then(Level::from_name);
                let (credit_before, credit_after) = (credit(before, row.hints), credit(after, row.hints));
                let tally: Option<TallyRow> =
                    sqlx::query_as(TALLY).bind(guild).bind(it.person).bind(&question).fetch_optional(&mut *self).await?;
                let entry = Entry {
                    guild,
                    person: it.person,
                    question: &it.question,
                    day,
                    shown,
                    points_before: Some(points(credit_before, level)),
                    points: points(credit_after, level),
                    credit: credit_after - credit_before,
                    answers: 0,
                };
                self.post(&entry, tally.unwrap_or_default()).await
            }

            async fn post(&mut self, entry: &Entry<'_>, mut tally: TallyRow) -> Result<(), StoreError> {
                let topics = Topic::of(entry.question);
                let mut lines =
                    sqlx::query(POST).bind(entry.guild).bind(entry.person).bind(entry.shown).bind(entry.credit).bind(entry.answers);
                for topic in &topics {
                    lines = lines.bind(topic.as_str());
                }
                for period in Period::ALL {
                    let starts = period.starts(entry.day);
                    let (after, Gain { points, questions }) = best(tally.best(period, entry), starts, entry.points);
                    tally.set(period, after);
                    lines = lines.bind(starts).bind(points).bind(questions).bind(period.before(starts)).bind(period.after(starts));
                }
                lines.execute(&mut *self).await?;
                sqlx::query(SET_TALLY)
                    .bind(entry.guild)
                    .bind(entry.person)
                    .bind(entry.question.to_string())
                    .bind(tally.week)
                    .bind(tally.week_points)
                    .bind(tally.month)
                    .bind(tally.month_points)
                    .bind(tally.all_points)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }
        }
    };
}

ledger!(SqliteConnection);
ledger!(PgConnection);
