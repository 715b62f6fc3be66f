//! Copying everything from one database to another, whatever their engines: the ledger as it is, the sums made anew.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::PgRow;
use sqlx::query::Query;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Database, FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use thiserror::Error;
use uuid::Uuid;

use super::script::{TOGETHER, of_rows};
use super::sessions::{SessionCardRow, SessionEntryRow, SessionMemberRow, SessionRoundRow, SessionRow};
use super::{Store, StoreError, on_pool};

/// Rows that are read at a time.
const PAGE: i64 = 1000;

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// People.
    pub people: u64,
    /// Attempts.
    pub attempts: u64,
    /// Rows in all, without the sums.
    pub rows: u64,
}

/// Why nothing was copied.
#[derive(Debug, Error)]
pub enum CopyError {
    /// There is something in the other database.
    #[error("the database to copy to is not empty; make a new one")]
    NotEmpty,
    /// The sums of the copy are not those of the ledger.
    #[error("{0} sums of the copy do not agree with its ledger; do not use it, and tell us")]
    Differs(u64),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) type SqliteQuery = Query<'static, Sqlite, <Sqlite as Database>::Arguments>;
pub(super) type PostgresQuery = Query<'static, Postgres, <Postgres as Database>::Arguments>;

/// A row that is read from one engine and written to the other.
pub(super) trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {
    /// A page of rows, after the key $1, $2 at the most.
    const SELECT: &'static str;
    /// Writes one row.
    const INSERT: &'static str;
    fn key(&self) -> Uuid;
    fn bind_sqlite(self, query: SqliteQuery) -> SqliteQuery;
    fn bind_postgres(self, query: PostgresQuery) -> PostgresQuery;
}

macro_rules! row {
    (@key $row:ident none) => {
        uuid::Uuid::nil()
    };
    (@key $row:ident $key:ident) => {
        $row.$key
    };
    ($name:ident, $key:ident, $select:expr, $insert:literal, { $($column:ident: $type:ty),* $(,)? }) => {
        #[derive(sqlx::FromRow)]
        pub(in crate::store) struct $name {
            $($column: $type,)*
        }

        impl $crate::store::copy::Row for $name {
            const SELECT: &'static str = $select;
            const INSERT: &'static str = $insert;

            fn key(&self) -> uuid::Uuid {
                row!(@key self $key)
            }

            fn bind_sqlite(self, query: $crate::store::copy::SqliteQuery) -> $crate::store::copy::SqliteQuery {
                query$(.bind(self.$column))*
            }

            fn bind_postgres(self, query: $crate::store::copy::PostgresQuery) -> $crate::store::copy::PostgresQuery {
                query$(.bind(self.$column))*
            }
        }
    };
}
pub(super) use row;

row!(PersonRow, id,
"select id, time_zone, created_at, day_ends, rest_days, milestone, level, extended_time, milestone_day
    from person where id > $1 order by id limit $2",
"insert into person (id, time_zone, created_at, day_ends, rest_days, milestone, level, extended_time, milestone_day)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
{ id: Uuid, time_zone: String, created_at: DateTime<Utc>, day_ends: i64, rest_days: i64, milestone: i64, level: Option<String>,
  extended_time: i64, milestone_day: Option<NaiveDate> });

// Of these, all come at once: their keys are no ids.
row!(AccountRow, person_id, "select provider, external_id, person_id from account where person_id > $1 and $2 > 0 order by person_id",
    "insert into account (provider, external_id, person_id) values ($1, $2, $3)",
    { provider: String, external_id: String, person_id: Uuid });
row!(GuildRow, none,
"select id, time_zone, created_at, left_at, language, channels from guild where $1 is not null and $2 > 0 order by id",
"insert into guild (id, time_zone, created_at, left_at, language, channels) values ($1, $2, $3, $4, $5, $6)",
{
    id: i64, time_zone: String, created_at: DateTime<Utc>, left_at: Option<DateTime<Utc>>, language: Option<String>, channels: String,
});
row!(MemberRow, person_id,
"select guild_id, person_id, display_name, hidden, left_at, checked_at from member where person_id > $1 and $2 > 0 order by person_id",
"insert into member (guild_id, person_id, display_name, hidden, left_at, checked_at) values ($1, $2, $3, $4, $5, $6)",
{
    guild_id: i64, person_id: Uuid, display_name: String, hidden: bool,
    left_at: Option<DateTime<Utc>>, checked_at: Option<DateTime<Utc>>,
});

row!(InterviewRow, id,
"select id, person_id, guild_id, installed, source, topic, level, version, started_at, ended_at, shared_at, seed, minutes,
    again_of from interview where id > $1 order by id limit $2",
"insert into interview (id, person_id, guild_id, installed, source, topic, level, version, started_at, ended_at, shared_at, seed, minutes,
    again_of) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
{
    id: Uuid, person_id: Uuid, guild_id: Option<i64>, installed: bool, source: String, topic: Option<String>,
    level: Option<String>, version: i64, started_at: DateTime<Utc>, ended_at: Option<DateTime<Utc>>,
    shared_at: Option<DateTime<Utc>>, seed: Option<i64>, minutes: Option<i64>, again_of: Option<Uuid>,
});
row!(RoundRow, id,
"select id, interview_id, position, question, status, hints, asked_at, closed_at, deadline, late from round where id > $1 order by id limit $2",
"insert into round (id, interview_id, position, question, status, hints, asked_at, closed_at, deadline, late)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
{
    id: Uuid, interview_id: Uuid, position: i64, question: String, status: String, hints: i64,
    asked_at: Option<DateTime<Utc>>, closed_at: Option<DateTime<Utc>>, deadline: Option<DateTime<Utc>>, late: bool,
});

/// Attempts, first those without a parent, then those with one.
macro_rules! attempts {
    ($name:ident, $which:literal) => {
        row!($name, id,
            concat!("select id, person_id, guild_id, installed, round_id, bank, subject, concept, question, rubric_hash, source, score,
                points, mistakes, ranked, hints, seconds, local_day, guild_day, interaction, parent_id, follows, created_at, level, counted,
                person_step, question_step, streak_day
             from attempt where parent_id ", $which, " and id > $1 order by id limit $2"),
            "insert into attempt (id, person_id, guild_id, installed, round_id, bank, subject, concept, question, rubric_hash, source, score,
                points, mistakes, ranked, hints, seconds, local_day, guild_day, interaction, parent_id, follows, created_at, level, counted,
                person_step, question_step, streak_day)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                $26, $27, $28)",
            {
                id: Uuid, person_id: Uuid, guild_id: Option<i64>, installed: bool, round_id: Option<Uuid>, bank: String, subject: String,
                concept: String, question: String, rubric_hash: String, source: String, score: i64, points: String, mistakes: String,
                ranked: bool, hints: i64, seconds: i64, local_day: NaiveDate, guild_day: Option<NaiveDate>, interaction: Option<String>,
                parent_id: Option<Uuid>, follows: Option<String>, created_at: DateTime<Utc>, level: Option<String>, counted: bool,
                person_step: Option<i64>, question_step: Option<i64>, streak_day: Option<NaiveDate>,
            });
    };
}

attempts!(AttemptRow, "is null");
attempts!(FollowUpRow, "is not null");

row!(AnswerRow, attempt_id,
    "select attempt_id, body, key_id, created_at from answer where attempt_id > $1 order by attempt_id limit $2",
    "insert into answer (attempt_id, body, key_id, created_at) values ($1, $2, $3, $4)",
    { attempt_id: Uuid, body: Vec<u8>, key_id: Option<String>, created_at: DateTime<Utc> });
row!(DisputeRow, id,
"select id, attempt_id, person_id, reason, created_at, decided_at, decision from dispute where id > $1 order by id limit $2",
"insert into dispute (id, attempt_id, person_id, reason, created_at, decided_at, decision) values ($1, $2, $3, $4, $5, $6, $7)",
{
    id: Uuid, attempt_id: Uuid, person_id: Uuid, reason: String, created_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>, decision: Option<String>,
});

row!(DailyRow, id,
"select id, guild_id, channel_id, time_zone, minute, days, topic, level, role_id, language, state, reason, paused_until, next_date, next_due_at,
    version, created_at from daily where id > $1 order by id limit $2",
"insert into daily (id, guild_id, channel_id, time_zone, minute, days, topic, level, role_id, language, state, reason, paused_until, next_date,
    next_due_at, version, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
{
    id: Uuid, guild_id: i64, channel_id: i64, time_zone: String, minute: i64, days: i64, topic: Option<String>, level: Option<String>,
    role_id: Option<i64>, language: String, state: String, reason: Option<String>, paused_until: Option<NaiveDate>, next_date: Option<NaiveDate>,
    next_due_at: Option<DateTime<Utc>>, version: i64, created_at: DateTime<Utc>,
});
row!(PostRow, id,
"select id, daily_id, kind, local_date, due_at, question, channel_id, state, note, tries, held_until, message_id, posted_at, answers,
    shown_answers, edited_at, closes_at, closed_at, created_at from daily_post where id > $1 order by id limit $2",
"insert into daily_post (id, daily_id, kind, local_date, due_at, question, channel_id, state, note, tries, held_until, message_id,
    posted_at, answers, shown_answers, edited_at, closes_at, closed_at, created_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
{
    id: Uuid, daily_id: Uuid, kind: String, local_date: NaiveDate, due_at: DateTime<Utc>, question: Option<String>, channel_id: i64,
    state: String, note: Option<String>, tries: i64, held_until: Option<DateTime<Utc>>, message_id: Option<i64>,
    posted_at: Option<DateTime<Utc>>, answers: i64, shown_answers: i64, edited_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>, closed_at: Option<DateTime<Utc>>, created_at: DateTime<Utc>,
});
row!(PartRow, person_id,
"select post_id, person_id, hints, answered_at, attempt_id from daily_part where person_id > $1 and $2 > 0 order by person_id",
"insert into daily_part (post_id, person_id, hints, answered_at, attempt_id) values ($1, $2, $3, $4, $5)",
{ post_id: Uuid, person_id: Uuid, hints: i64, answered_at: Option<DateTime<Utc>>, attempt_id: Option<Uuid> });
row!(QueueRow, id,
"select id, daily_id, question, position, skipped_at from daily_queue where id > $1 order by id limit $2",
"insert into daily_queue (id, daily_id, question, position, skipped_at) values ($1, $2, $3, $4, $5)",
{ id: Uuid, daily_id: Uuid, question: String, position: i64, skipped_at: Option<DateTime<Utc>> });
row!(OutageRow, id, "select id, began_at, ended_at from outage where id > $1 order by id limit $2",
    "insert into outage (id, began_at, ended_at) values ($1, $2, $3)",
    { id: Uuid, began_at: DateTime<Utc>, ended_at: DateTime<Utc> });

/// A connection inside a transaction, as one end of a copy.
trait End {
    async fn read<R: Row>(&mut self, after: Uuid) -> Result<Vec<R>, StoreError>;
    async fn write<R: Row>(&mut self, rows: Vec<R>) -> Result<(), StoreError>;
}

macro_rules! end {
    ($connection:ty, $bind:ident) => {
        impl End for $connection {
            async fn read<R: Row>(&mut self, after: Uuid) -> Result<Vec<R>, StoreError> {
                Ok(sqlx::query_as(R::SELECT).bind(after).bind(PAGE).fetch_all(&mut *self).await?)
            }

            async fn write<R: Row>(&mut self, rows: Vec<R>) -> Result<(), StoreError> {
                let mut rows = rows.into_iter().peekable();
                while rows.peek().is_some() {
                    let together: Vec<R> = rows.by_ref().take(TOGETHER).collect();
                    let query = sqlx::query(AssertSqlSafe(of_rows(R::INSERT, together.len())));
                    together.into_iter().fold(query, |query, row| row.$bind(query)).execute(&mut *self).await?;
                }
                Ok(())
            }
        }
    };
}

end!(SqliteConnection, bind_sqlite);
end!(PgConnection, bind_postgres);

/// Copies a table, and says how many rows it had. `whole` for one that comes at once.
async fn table<R: Row>(from: &mut impl End, to: &mut impl End, whole: bool) -> Result<u64, StoreError> {
    let (mut after, mut count) = (Uuid::nil(), 0);
    loop {
        let rows: Vec<R> = from.read(after).await?;
        count += rows.len() as u64;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.key();
        to.write(rows).await?;
        if whole {
            return Ok(count);
        }
    }
}

async fn tables(from: &mut impl End, to: &mut impl End) -> Result<Copied, StoreError> {
    let people = table::<PersonRow>(from, to, false).await?;
    let mut rows = people;
    rows += table::<AccountRow>(from, to, true).await?;
    rows += table::<GuildRow>(from, to, true).await?;
    rows += table::<MemberRow>(from, to, true).await?;
    rows += table::<InterviewRow>(from, to, false).await?;
    rows += table::<RoundRow>(from, to, false).await?;
    let attempts = table::<AttemptRow>(from, to, false).await? + table::<FollowUpRow>(from, to, false).await?;
    rows += attempts;
    rows += table::<AnswerRow>(from, to, false).await?;
    rows += table::<DisputeRow>(from, to, false).await?;
    rows += table::<DailyRow>(from, to, false).await?;
    rows += table::<PostRow>(from, to, false).await?;
    rows += table::<PartRow>(from, to, true).await?;
    rows += table::<QueueRow>(from, to, false).await?;
    rows += table::<OutageRow>(from, to, false).await?;
    rows += table::<SessionRow>(from, to, false).await?;
    rows += table::<SessionMemberRow>(from, to, true).await?;
    rows += table::<SessionRoundRow>(from, to, false).await?;
    rows += table::<SessionEntryRow>(from, to, false).await?;
    rows += table::<SessionCardRow>(from, to, true).await?;
    Ok(Copied { people, attempts, rows })
}

impl Store {
    /// Copies everything, as it stands at one moment, to another database, which must be empty; the sums are made anew there
    /// and held against the ledger.
    ///
    /// # Errors
    /// [`CopyError`]; then the other database is as it was, unless its sums were being made.
    pub async fn copy_to(&self, other: &Self) -> Result<Copied, CopyError> {
        const ANYBODY: &str = "select cast(count(*) as bigint) from person";
        let anybody: i64 = on_pool!(other, pool => sqlx::query_scalar(ANYBODY).fetch_one(pool).await.map_err(StoreError::from)?);
        if anybody > 0 {
            return Err(CopyError::NotEmpty);
        }
        let copied = self.copy_tables(other).await?;
        other.verify(true).await?;
        match other.verify(false).await?.differences {
            0 => Ok(copied),
            differences => Err(CopyError::Differs(differences)),
        }
    }

    async fn copy_tables(&self, other: &Self) -> Result<Copied, StoreError> {
        let _turn = other.turn().await;
        Ok(on_pool!(self, from => {
            let mut from = from.begin_with(self.snapshot(false)).await?;
            on_pool!(other, to => {
                let mut to = to.begin_with(other.snapshot(true)).await?;
                let copied = tables(&mut *from, &mut *to).await?;
                to.commit().await?;
                copied
            })
        }))
    }
}
