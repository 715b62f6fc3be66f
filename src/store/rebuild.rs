//! What the sums should be, from the ledger, and what they are: read and written for one guild, or for some people, at a
//! time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::ledger::total;
use super::script::{TOGETHER, of_rows};
use super::{AttemptId, PersonId, StoreError, ledger};
use crate::bank::{Level, QuestionKey};
use crate::board::{Best, Line, Period, Standing, Sums, Tally, Topic, rebuild};

/// A member's sums, and whether boards show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) sums: Sums,
    /// What each line says, or should say, about being shown.
    pub(super) shown: BTreeMap<(Topic, Period), bool>,
}

/// What is kept of a person's attempts at a question.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct RecordRow {
    pub(super) question: String,
    pub(super) attempts: i64,
    pub(super) best: i64,
    pub(super) latest: i64,
    pub(super) latest_id: AttemptId,
    pub(super) latest_at: DateTime<Utc>,
    pub(super) latest_day: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    person_id: PersonId,
    shown: bool,
    bank: String,
    subject: String,
    concept: String,
    question: String,
    level: Option<String>,
    guild_day: NaiveDate,
    counted: bool,
    hints: i64,
    total: i64,
}

#[derive(sqlx::FromRow)]
struct TallyRow {
    person_id: PersonId,
    question: String,
    last_day: NaiveDate,
    #[sqlx(flatten)]
    best: ledger::TallyRow,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    person_id: PersonId,
    topic: String,
    period: String,
    starts: NaiveDate,
    shown: bool,
    points: i64,
    questions: i64,
    total: i64,
    answers: i64,
    before_total: i64,
    before_answers: i64,
}

#[derive(sqlx::FromRow)]
struct KeptRecordRow {
    person_id: PersonId,
    #[sqlx(flatten)]
    record: RecordRow,
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    person_id: PersonId,
    id: AttemptId,
    bank: String,
    subject: String,
    concept: String,
    question: String,
    total: i64,
    local_day: NaiveDate,
    created_at: DateTime<Utc>,
}

const LINES: &str =
    "select a.person_id, (not m.hidden and m.left_at is null) as shown, a.bank, a.subject, a.concept, a.question, a.level, a.guild_day,
        a.counted, a.hints, cast(a.score + coalesce((select sum(f.score) from attempt f where f.parent_id = a.id), 0) as bigint) as total
    from attempt a join member m on m.guild_id = a.guild_id and m.person_id = a.person_id
    where a.guild_id = $1 and a.guild_day is not null and a.parent_id is null order by a.person_id";
const TALLIES: &str =
    "select person_id, question, last_day, week, week_points, month, month_points, all_points from tally where guild_id = $1";
const STANDINGS: &str = "select person_id, topic, period, starts, shown, points, questions, total, answers, before_total, before_answers
    from standing where guild_id = $1";
const CLEAR_TALLIES: &str = "delete from tally where guild_id = $1 and person_id = $2";
const CLEAR_STANDINGS: &str = "delete from standing where guild_id = $1 and person_id = $2";
const TALLY: &str = "insert into tally (guild_id, person_id, question, last_day, week, week_points, month, month_points, all_points)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const STANDING: &str = "insert into standing (guild_id, person_id, topic, period, starts, shown, points, questions, total, answers,
        before_total, before_answers)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

const ATTEMPTS: &str = "select a.person_id, a.id, a.bank, a.subject, a.concept, a.question, a.local_day, a.created_at,
        cast(a.score + coalesce((select sum(f.score) from attempt f where f.parent_id = a.id), 0) as bigint) as total
    from attempt a where a.person_id between $1 and $2 and a.parent_id is null order by a.person_id, a.created_at, a.id";
const RECORDS: &str = "select person_id, question, attempts, best, latest, latest_id, latest_at, latest_day from record
    where person_id between $1 and $2";
const CLEAR_RECORDS: &str = "delete from record where person_id between $1 and $2";
const RECORD: &str = "insert into record (person_id, question, attempts, best, latest, latest_id, latest_at, latest_day)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Records by person and question.
pub(super) type Records = BTreeMap<(PersonId, String), RecordRow>;

/// Where sums are read and written: a connection inside a transaction.
pub(super) trait Rebuild {
    /// The sums that the ledger comes to, by member of a guild, and the number of attempts read.
    async fn expected(&mut self, guild: i64) -> Result<(BTreeMap<PersonId, Member>, u64), StoreError>;
    /// The sums that are kept, by member of a guild.
    async fn kept(&mut self, guild: i64) -> Result<BTreeMap<PersonId, Member>, StoreError>;
    /// Puts members' sums in the place of those that are kept; of each, whether any are.
    async fn put(&mut self, guild: i64, members: &[(PersonId, &Member, bool)]) -> Result<(), StoreError>;
    /// Records of people whose ids lie between two, from the ledger and as they are kept.
    async fn records(&mut self, people: (PersonId, PersonId)) -> Result<[Records; 2], StoreError>;
    /// Puts records of those people in the place of those that are kept.
    async fn put_records(&mut self, people: (PersonId, PersonId), records: &Records) -> Result<(), StoreError>;
}

fn summed_up(rows: Vec<LineRow>) -> BTreeMap<PersonId, Member> {
    let mut lines: BTreeMap<PersonId, (bool, Vec<Line>)> = BTreeMap::new();
    for row in rows {
        let question = QuestionKey { bank: row.bank, subject: row.subject, concept: row.concept, question: row.question };
        let level = row.level.as_deref().and_then(Level::from_name);
        let line = Line { question, level, day: row.guild_day, counted: row.counted, total: total(row.total), hints: row.hints };
        let (shown, lines) = lines.entry(row.person_id).or_default();
        *shown = row.shown;
        lines.push(line);
    }
    let member = |(shown, lines): (bool, Vec<Line>)| {
        let sums = rebuild(&lines);
        let shown = sums.standings.keys().map(|key| (key.clone(), shown)).collect();
        Member { sums, shown }
    };
    lines.into_iter().map(|(person, lines)| (person, member(lines))).collect()
}

fn as_kept(tallies: Vec<TallyRow>, standings: Vec<StandingRow>) -> Result<BTreeMap<PersonId, Member>, StoreError> {
    let mut members: BTreeMap<PersonId, Member> = BTreeMap::new();
    for row in tallies {
        let question = row.question.parse().map_err(|_| StoreError::Corrupt { what: "tally" })?;
        let best = |starts: Option<NaiveDate>, points: Option<i64>| Some(Best { starts: starts?, points: points? });
        let (week, month) = (best(row.best.week, row.best.week_points), best(row.best.month, row.best.month_points));
        let tally = Tally { last_day: row.last_day, week, month, all: row.best.all_points };
        members.entry(row.person_id).or_default().sums.tallies.insert(question, tally);
    }
    for row in standings {
        let period = Period::from_name(&row.period).ok_or(StoreError::Corrupt { what: "standing" })?;
        let key = (Topic::from_stored(row.topic), period);
        let standing = Standing {
            starts: row.starts,
            points: row.points,
            questions: row.questions,
            total: row.total,
            answers: row.answers,
            before_total: row.before_total,
            before_answers: row.before_answers,
        };
        let member = members.entry(row.person_id).or_default();
        member.shown.insert(key.clone(), row.shown);
        member.sums.standings.insert(key, standing);
    }
    Ok(members)
}

fn recorded(rows: Vec<AttemptRow>) -> Records {
    let mut records = Records::new();
    // In order of time: the last one is the latest.
    for row in rows {
        let question = QuestionKey { bank: row.bank, subject: row.subject, concept: row.concept, question: row.question }.to_string();
        let score = i64::from(total(row.total).thousandths());
        let key = (row.person_id, question);
        let before = records.get(&key).map_or((0, 0), |record| (record.attempts, record.best));
        let record = RecordRow {
            question: key.1.clone(),
            attempts: before.0 + 1,
            best: before.1.max(score),
            latest: score,
            latest_id: row.id,
            latest_at: row.created_at,
            latest_day: row.local_day,
        };
        records.insert(key, record);
    }
    records
}

macro_rules! rebuild {
    ($connection:ty) => {
        impl Rebuild for $connection {
            async fn expected(&mut self, guild: i64) -> Result<(BTreeMap<PersonId, Member>, u64), StoreError> {
                let lines: Vec<LineRow> = sqlx::query_as(LINES).bind(guild).fetch_all(&mut *self).await?;
                let attempts = lines.len() as u64;
                Ok((summed_up(lines), attempts))
            }

            async fn kept(&mut self, guild: i64) -> Result<BTreeMap<PersonId, Member>, StoreError> {
                let tallies: Vec<TallyRow> = sqlx::query_as(TALLIES).bind(guild).fetch_all(&mut *self).await?;
                let standings: Vec<StandingRow> = sqlx::query_as(STANDINGS).bind(guild).fetch_all(&mut *self).await?;
                as_kept(tallies, standings)
            }

            async fn put(&mut self, guild: i64, members: &[(PersonId, &Member, bool)]) -> Result<(), StoreError> {
                for (person, ..) in members.iter().filter(|(.., kept)| *kept) {
                    for clear in [CLEAR_TALLIES, CLEAR_STANDINGS] {
                        sqlx::query(clear).bind(guild).bind(person).execute(&mut *self).await?;
                    }
                }
                let tallies: Vec<_> = members.iter().flat_map(|(who, it, _)| it.sums.tallies.iter().map(move |sum| (who, sum))).collect();
                for together in tallies.chunks(TOGETHER) {
                    let mut query = sqlx::query(AssertSqlSafe(of_rows(TALLY, together.len())));
                    for (person, (question, tally)) in together {
                        query = query.bind(guild).bind(*person).bind(question.to_string()).bind(tally.last_day);
                        query = query.bind(tally.week.map(|best| best.starts)).bind(tally.week.map(|best| best.points));
                        query = query.bind(tally.month.map(|best| best.starts)).bind(tally.month.map(|best| best.points));
                        query = query.bind(tally.all);
                    }
                    query.execute(&mut *self).await?;
                }
                let standings: Vec<_> =
                    members.iter().flat_map(|(who, it, _)| it.sums.standings.iter().map(move |sum| (who, &it.shown, sum))).collect();
                for together in standings.chunks(TOGETHER) {
                    let mut query = sqlx::query(AssertSqlSafe(of_rows(STANDING, together.len())));
                    for (person, shown, (key, it)) in together {
                        query = query.bind(guild).bind(*person).bind(key.0.as_str()).bind(key.1.name()).bind(it.starts);
                        query = query.bind(shown.get(key).copied().unwrap_or(false));
                        query = query.bind(it.points).bind(it.questions).bind(it.total).bind(it.answers);
                        query = query.bind(it.before_total).bind(it.before_answers);
                    }
                    query.execute(&mut *self).await?;
                }
                Ok(())
            }

            async fn records(&mut self, people: (PersonId, PersonId)) -> Result<[Records; 2], StoreError> {
                let attempts: Vec<AttemptRow> = sqlx::query_as(ATTEMPTS).bind(people.0).bind(people.1).fetch_all(&mut *self).await?;
                let kept: Vec<KeptRecordRow> = sqlx::query_as(RECORDS).bind(people.0).bind(people.1).fetch_all(&mut *self).await?;
                let kept = kept.into_iter().map(|row| ((row.person_id, row.record.question.clone()), row.record)).collect();
                Ok([recorded(attempts), kept])
            }

            async fn put_records(&mut self, people: (PersonId, PersonId), records: &Records) -> Result<(), StoreError> {
                sqlx::query(CLEAR_RECORDS).bind(people.0).bind(people.1).execute(&mut *self).await?;
                let records: Vec<_> = records.iter().collect();
                for together in records.chunks(TOGETHER) {
                    let mut query = sqlx::query(AssertSqlSafe(of_rows(RECORD, together.len())));
                    for ((person, question), row) in together {
                        query = query.bind(person).bind(question).bind(row.attempts).bind(row.best).bind(row.latest);
                        query = query.bind(row.latest_id).bind(row.latest_at).bind(row.latest_day);
                    }
                    query.execute(&mut *self).await?;
                }
                Ok(())
            }
        }
    };
}

rebuild!(SqliteConnection);
rebuild!(PgConnection);
