//! What people's answers and presses write, as a value: it can wait in line, and be written with others.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::attempts::NewAttempt;
use super::daily_answers::{COUNT, KNOWN, TAKE, TIE};
use super::guilds::{GUILD, MEMBER, PRESENCE, RETURNED, SHOW, Visit};
use super::interviews::{END_OTHERS, INTERVIEW, ROUND, StoredInterview, status_name};
use super::ledger::Ledger as _;
use super::people::{ACCOUNT, NOBODY, NewPerson, PERSON};
use super::script::{TOGETHER, for_postgres, for_sqlite, of_rows};
use super::seal::Keys;
use super::sessions::{SessionChange, SessionWrites as _};
use super::streaks::{MILESTONE, Milestone};
use super::{InterviewId, PostId, RoundId, StoreError};
use crate::bank::Level;

/// Something to write, all or nothing.
pub(super) enum Write {
    /// Attempts that belong to no interview's change; parents come before their follow-ups.
    Attempts(Vec<NewAttempt>),
    /// A person and their account; refused where the account is known.
    Person(NewPerson),
    /// Where a person was seen, and under which name.
    Visit(Visit),
    /// A new interview; refused where it asks again what another one that is open does.
    Interview(Box<StoredInterview>),
    /// A change of an interview.
    Change(Box<Change>),
    /// An answer to a daily question.
    Daily(Box<(PostId, NewAttempt)>),
    /// A change of a session.
    Session(Box<SessionChange>),
    /// That a milestone was told.
    Milestone(Milestone),
}

/// A change of an interview, and the attempt that came with it.
pub(super) struct Change {
    pub(super) interview: InterviewId,
    /// The version that it was made against.
    pub(super) version: i64,
    pub(super) ended_at: Option<DateTime<Utc>>,
    /// The rounds that are not as they were.
    pub(super) rounds: Vec<RoundChange>,
    pub(super) attempt: Option<NewAttempt>,
}

/// What a round is from now on.
pub(super) struct RoundChange {
    pub(super) id: RoundId,
    pub(super) status: &'static str,
    pub(super) hints: i64,
    /// Kept where it is known already, like the next.
    pub(super) asked_at: Option<DateTime<Utc>>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) question: String,
    pub(super) deadline: Option<DateTime<Utc>>,
    pub(super) late: bool,
}

/// The lock: whoever comes second finds no row.
macro_rules! bump {
    ($returning:literal) => {
        concat!("update interview set version = version + 1, ended_at = coalesce(ended_at, $3) where id = $1 and version = $2", $returning)
    };
}

/// A round, as it is from now on, where the condition holds.
macro_rules! round {
    ($condition:literal) => {
        concat!(
            "update round set status = $2, hints = $3, asked_at = coalesce(asked_at, $4), closed_at = coalesce(closed_at, $5),
                question = $6, deadline = $7, late = $8
             where id = $1 and ",
            $condition
        )
    };
}

/// An interview with so many of its rounds, in one trip. Where the interview has changed meanwhile no row is written: each round
/// is written only if the statement before it has found its row.
fn changing_on_sqlite(rounds: usize) -> String {
    for_sqlite(&[&[bump!("")][..], &vec![round!("changes() = 1"); rounds]].concat())
}

/// The same for PostgreSQL, where the interview is the first of the common table expressions: rounds wait for what it returns.
fn changing_on_postgres(rounds: usize) -> String {
    for_postgres(&[&[bump!(" returning id")][..], &vec![round!("exists (select 1 from part0)"); rounds]].concat())
}

/// Where things are written: a connection inside a transaction.
pub(super) trait Writes {
    /// Writes it; `false` when it was refused or what it is of has changed meanwhile, and then nothing was written. Of an answer to a
    /// daily question, `false` says that it is practice.
    async fn put_down(&mut self, write: &Write, keys: &Keys) -> Result<bool, StoreError>;
    /// Writes an answer to a daily question, and whether it is the one that counts.
    async fn put_down_daily(&mut self, post: PostId, new: &NewAttempt, keys: &Keys) -> Result<bool, StoreError>;
    /// Makes a person, unless their account is known.
    async fn put_person(&mut self, new: &NewPerson) -> Result<bool, StoreError>;
    /// Notes where a person was seen; who had left is on the boards again.
    async fn put_visit(&mut self, visit: &Visit) -> Result<(), StoreError>;
    /// Writes a new interview, and ends the others.
    async fn put_interview(&mut self, new: &StoredInterview) -> Result<bool, StoreError>;
}

macro_rules! writes {
    ($connection:ty, $changing:ident) => {
        impl Writes for $connection {
            async fn put_down(&mut self, write: &Write, keys: &Keys) -> Result<bool, StoreError> {
                let change = match write {
                    Write::Attempts(attempts) => {
                        for new in attempts {
                            self.record(new, keys).await?;
                        }
                        return Ok(true);
                    }
                    Write::Daily(it) => return self.put_down_daily(it.0, &it.1, keys).await,
                    Write::Person(new) => return self.put_person(new).await,
                    Write::Visit(visit) => return self.put_visit(visit).await.map(|()| true),
                    Write::Interview(new) => return self.put_interview(new).await,
                    Write::Change(change) => change,
                    Write::Session(change) => return self.put_session(change, keys).await,
                    Write::Milestone(it) => {
                        let noted = sqlx::query(MILESTONE).bind(it.person).bind(it.before).bind(it.now).bind(it.day);
                        return Ok(noted.execute(&mut *self).await?.rows_affected() == 1);
                    }
                };
                let mut script = sqlx::query(AssertSqlSafe($changing(change.rounds.len())));
                script = script.bind(change.interview).bind(change.version).bind(change.ended_at);
                for round in &change.rounds {
                    script = script.bind(round.id).bind(round.status).bind(round.hints).bind(round.asked_at).bind(round.closed_at);
                    script = script.bind(&round.question).bind(round.deadline).bind(round.late);
                }
                if script.execute(&mut *self).await?.rows_affected() == 0 {
                    return Ok(false);
                }
                if let Some(new) = &change.attempt {
                    self.record(new, keys).await?;
                }
                Ok(true)
            }

            async fn put_down_daily(&mut self, post: PostId, new: &NewAttempt, keys: &Keys) -> Result<bool, StoreError> {
                let (mut new, person) = (new.clone(), new.attempt.person);
                let take = sqlx::query_scalar(TAKE).bind(post).bind(person).bind(new.attempt.created_at);
                let hints: Option<i64> = take.fetch_optional(&mut *self).await?;
                let Some(hints) = hints else {
                    // The same interaction by another process is no second answer.
                    let known: Option<i32> = sqlx::query_scalar(KNOWN).bind(&new.attempt.interaction).fetch_optional(&mut *self).await?;
                    if known.is_none() {
                        new.attempt.ranked = false;
                        self.record(&new, keys).await?;
                    }
                    return Ok(false);
                };
                new.attempt.hints = u32::try_from(hints).unwrap_or(u32::MAX);
                self.record(&new, keys).await?;
                sqlx::query(TIE).bind(post).bind(person).bind(new.attempt.id).execute(&mut *self).await?;
                sqlx::query(COUNT).bind(post).execute(&mut *self).await?;
                Ok(true)
            }

            async fn put_person(&mut self, new: &NewPerson) -> Result<bool, StoreError> {
                let NewPerson { id, provider, ref external_id, zone, now } = *new;
                sqlx::query(PERSON).bind(id).bind(zone).bind(now).execute(&mut *self).await?;
                let account = sqlx::query(ACCOUNT).bind(provider).bind(external_id).bind(id).execute(&mut *self).await?;
                let made = account.rows_affected() == 1;
                if !made {
                    sqlx::query(NOBODY).bind(id).execute(&mut *self).await?;
                }
                Ok(made)
            }

            async fn put_visit(&mut self, visit: &Visit) -> Result<(), StoreError> {
                let Visit { guild, person, ref display_name, now } = *visit;
                sqlx::query(GUILD).bind(guild).bind(Tz::UTC.name()).bind(now).execute(&mut *self).await?;
                let returned = sqlx::query(RETURNED).bind(guild).bind(person).execute(&mut *self).await?.rows_affected();
                let member = sqlx::query(MEMBER).bind(guild).bind(person).bind(display_name).bind(false).bind(now).bind(now - PRESENCE);
                member.execute(&mut *self).await?;
                if returned > 0 {
                    sqlx::query(SHOW).bind(guild).bind(person).execute(&mut *self).await?;
                }
                Ok(())
            }

            async fn put_interview(&mut self, new: &StoredInterview) -> Result<bool, StoreError> {
                let interview = sqlx::query(INTERVIEW).bind(new.id).bind(new.person).bind(new.guild).bind(new.installed).bind(&new.source);
                let interview = interview.bind(&new.topic).bind(new.level.map(Level::name)).bind(new.version).bind(new.started_at);
                let interview = interview.bind(new.seed.map(u64::cast_signed)).bind(new.minutes.map(i64::from)).bind(new.again_of);
                if interview.execute(&mut *self).await?.rows_affected() == 0 {
                    return Ok(false);
                }
                let rounds: Vec<_> = (0_i64..).zip(new.solo.rounds.iter().zip(&new.rounds)).collect();
                for together in rounds.chunks(TOGETHER) {
                    let mut query = sqlx::query(AssertSqlSafe(of_rows(ROUND, together.len())));
                    for (position, (round, stored)) in together {
                        query = query.bind(stored.id).bind(new.id).bind(*position).bind(round.question.to_string());
                        query = query.bind(status_name(round.status)).bind(i64::from(round.hints)).bind(stored.asked_at);
                    }
                    query.execute(&mut *self).await?;
                }
                let others = sqlx::query(END_OTHERS).bind(new.person).bind(&new.source).bind(new.started_at).bind(new.id);
                others.execute(&mut *self).await?;
                Ok(true)
            }
        }
    };
}

writes!(SqliteConnection, changing_on_sqlite);
writes!(PgConnection, changing_on_postgres);
