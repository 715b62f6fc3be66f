//! Interviews and their rounds.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::attempts::NewAttempt;
use super::guilds::zone;
use super::write::{Change, RoundChange, Write};
use super::{InterviewId, PersonId, RoundId, Store, StoreError, on_pool};
use crate::bank::Level;
use crate::interview::{ExtendedTime, Round, Solo, Status};

/// An interview as stored.
#[derive(Clone, Debug)]
pub struct StoredInterview {
    /// Its id.
    pub id: InterviewId,
    /// Whose it is.
    pub person: PersonId,
    /// Guild it was started in.
    pub guild: Option<i64>,
    /// Whether the app is a member of that guild.
    pub installed: bool,
    /// The zone that decides what day it is in that guild, as long as the interview is read; UTC where there is none.
    pub guild_zone: Tz,
    /// Front end it was started on.
    pub source: String,
    /// The topic, as the person named it.
    pub topic: Option<String>,
    /// Decides what chance decides where questions are chosen as the interview goes on; `None` where all were chosen at its
    /// start.
    pub seed: Option<u64>,
    /// The level that was asked for.
    pub level: Option<Level>,
    /// Minutes for each question, before extended time; none where time is not limited.
    pub minutes: Option<u8>,
    /// The interview whose missed questions it asks again.
    pub again_of: Option<InterviewId>,
    /// Raised by every change; a change against an older version is not made.
    pub version: i64,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// The state machine.
    pub solo: Solo,
    /// What is known of each of its rounds besides, in order.
    pub rounds: Vec<StoredRound>,
}

/// What is stored of a round and is no business of the state machine.
#[derive(Clone, Debug)]
pub struct StoredRound {
    /// Its id.
    pub id: RoundId,
    /// When the question was shown.
    pub asked_at: Option<DateTime<Utc>>,
}

/// Names of [`Status`] in the database.
const STATUSES: [(Status, &str); 4] =
    [(Status::Waiting, "waiting"), (Status::Asked, "asked"), (Status::Answered, "answered"), (Status::Skipped, "skipped")];

pub(super) fn status_name(status: Status) -> &'static str {
    STATUSES.iter().find(|row| row.0 == status).map_or("waiting", |row| row.1)
}

#[derive(sqlx::FromRow)]
struct InterviewRow {
    person_id: PersonId,
    guild_id: Option<i64>,
    installed: bool,
    guild_zone: Option<String>,
    source: String,
    topic: Option<String>,
    seed: Option<i64>,
    level: Option<String>,
    minutes: Option<i64>,
    again_of: Option<InterviewId>,
    extended_time: i64,
    version: i64,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

/// A round, with its interview.
#[derive(sqlx::FromRow)]
struct RoundRow {
    #[sqlx(flatten)]
    interview: InterviewRow,
    round_id: RoundId,
    question: String,
    status: String,
    hints: i64,
    asked_at: Option<DateTime<Utc>>,
    deadline: Option<DateTime<Utc>>,
    late: bool,
    /// Ids of the points whose follow-ups were answered, with [`BETWEEN`] between them.
    followed: Option<String>,
}

/// No id has it.
const BETWEEN: char = ',';

impl RoundRow {
    fn state(&self) -> Result<(Round, StoredRound), StoreError> {
        let corrupt = StoreError::Corrupt { what: "round" };
        let Some((status, _)) = STATUSES.iter().find(|(_, name)| *name == self.status) else { return Err(corrupt) };
        let round = Round {
            question: self.question.parse().map_err(|_| corrupt)?,
            status: *status,
            hints: u32::try_from(self.hints).unwrap_or(u32::MAX),
            followed: self.followed.iter().flat_map(|points| points.split(BETWEEN)).map(str::to_owned).collect(),
            deadline: self.deadline,
            late: self.late,
        };
        Ok((round, StoredRound { id: self.round_id, asked_at: self.asked_at }))
    }
}

pub(super) const INTERVIEW: &str =
    "insert into interview (id, person_id, guild_id, installed, source, topic, level, version, started_at, seed, minutes, again_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing";
pub(super) const ROUND: &str = "insert into round (id, interview_id, position, question, status, hints, asked_at)
                                values ($1, $2, $3, $4, $5, $6, $7)";
/// Ends the others that are open.
pub(super) const END_OTHERS: &str = "update interview set ended_at = $3, version = version + 1
                                     where person_id = $1 and source = $2 and ended_at is null and id <> $4";

impl Store {
    /// Stores a new interview; an older one of the person on the same front end that is still open is ended.
    ///
    /// `false`, with nothing stored, when it asks again what was missed in one, and another that does so is open.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub async fn insert_interview(&self, interview: &StoredInterview) -> Result<bool, StoreError> {
        self.write(Write::Interview(Box::new(interview.clone()))).await
    }

    /// The interview with an id.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn interview(&self, id: InterviewId) -> Result<Option<StoredInterview>, StoreError> {
        const SQL: &str = "select i.person_id, i.guild_id, i.installed, g.time_zone as guild_zone, i.source, i.topic, i.seed, i.level,
                i.minutes, i.again_of, p.extended_time, i.version, i.started_at, i.ended_at,
                r.id as round_id, r.question, r.status, r.hints, r.asked_at, r.deadline, r.late,
                (select string_agg(a.follows, $2) from attempt a where a.round_id = r.id and a.follows is not null) as followed
            from interview i join person p on p.id = i.person_id join round r on r.interview_id = i.id
                left join guild g on g.id = i.guild_id
            where i.id = $1 order by r.position";
        let between = BETWEEN.to_string();
        let rows: Vec<RoundRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(id).bind(between).fetch_all(pool).await?);
        let states: Vec<(Round, StoredRound)> = rows.iter().map(RoundRow::state).collect::<Result<_, _>>()?;
        let Some(RoundRow { interview: head, .. }) = rows.into_iter().next() else { return Ok(None) };
        let minutes = head.minutes.and_then(|minutes| u8::try_from(minutes).ok());
        let time = ExtendedTime::from_percent(head.extended_time).unwrap_or_default();
        let (of_solo, rounds) = states.into_iter().unzip();
        let solo = Solo { rounds: of_solo, ended: head.ended_at.is_some(), allowed: time.minutes(minutes) };
        let guild_zone = zone(head.guild_zone.as_deref())?;
        let InterviewRow {
            person_id: person, guild_id: guild, installed, source, topic, seed, level, again_of, version, started_at, ..
        } = head;
        let level = level.as_deref().and_then(Level::from_name);
        let seed = seed.map(i64::cast_unsigned);
        Ok(Some(StoredInterview {
            id,
            person,
            guild,
            installed,
            guild_zone,
            source,
            topic,
            seed,
            level,
            minutes,
            again_of,
            version,
            started_at,
            solo,
            rounds,
        }))
    }

    /// The interview that a person has open on a front end, the latest if there are several.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn open_interview(&self, person: PersonId, source: &str) -> Result<Option<InterviewId>, StoreError> {
        const SQL: &str = "select id from interview where person_id = $1 and source = $2 and ended_at is null
                           order by started_at desc, id desc limit 1";
        Ok(on_pool!(self, pool => sqlx::query_scalar(SQL).bind(person).bind(source).fetch_optional(pool).await?))
    }

    /// Takes the one right to share an interview's report; `false` when it was taken before.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn claim_share(&self, id: InterviewId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        const SQL: &str = "update interview set shared_at = $2 where id = $1 and shared_at is null";
        let _turn = self.turn().await;
        let rows = on_pool!(self, pool => sqlx::query(SQL).bind(id).bind(now).execute(pool).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Stores a change of an interview and the attempt that came with it, all or nothing.
    ///
    /// `false` when the interview has changed since `before` was read: read it again. The condition on the version is
    /// the lock.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub async fn save(
        &self,
        before: &StoredInterview,
        after: &Solo,
        attempt: Option<&NewAttempt>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let changed = before.rounds.iter().zip(before.solo.rounds.iter().zip(&after.rounds)).filter(|(_, (old, new))| old != new);
        let rounds = changed.map(|(stored, (_, new))| RoundChange {
            id: stored.id,
            status: status_name(new.status),
            hints: i64::from(new.hints),
            asked_at: (new.status == Status::Asked).then_some(now),
            closed_at: matches!(new.status, Status::Answered | Status::Skipped).then_some(now),
            question: new.question.to_string(),
            deadline: new.deadline,
            late: new.late,
        });
        self.write(Write::Change(Box::new(Change {
            interview: before.id,
            version: before.version,
            ended_at: after.ended.then_some(now),
            rounds: rounds.collect(),
            attempt: attempt.cloned(),
        })))
        .await
    }
}
