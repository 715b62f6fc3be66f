//! What is deleted, when, and that nothing of it stays behind.

use chrono::{DateTime, Utc};

use super::open::Pool;
use super::ratings::{FORGET, FORGET_UNRATED};
use super::{AttemptId, PersonId, Store, StoreError, on_pool};

/// Answers that are handled in one transaction, so that nobody waits long.
const BATCH: i64 = 500;

/// What a round of tidying came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// Answers whose text was purged by age.
    pub answers: u64,
    /// Guilds that were purged because the bot was removed from them.
    pub guilds: u64,
    /// Answers that were sealed anew with the present key.
    pub sealed: u64,
    /// Answers that no key here opens.
    pub lost: u64,
}

/// What a deletion came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// Whether there was such a person.
    pub found: bool,
    /// Whether nothing is left in the files either. Not so when another process is reading a SQLite file just then; the next
    /// round of tidying sees to it.
    pub scrubbed: bool,
}

#[derive(sqlx::FromRow)]
struct Sealed {
    attempt_id: AttemptId,
    body: Vec<u8>,
    key_id: Option<String>,
}

impl Store {
    /// Deletes a person and everything about them: accounts, names, interviews, attempts, answers, disputes, and every sum.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is deleted.
    pub async fn delete_person(&self, person: PersonId) -> Result<Deleted, StoreError> {
        const SQL: &str = "delete from person where id = $1";
        let found = {
            let _turn = self.turn().await;
            on_pool!(self, pool => {
                let mut tx = pool.begin_with(self.snapshot(true)).await?;
                sqlx::query(FORGET).bind(person).execute(&mut *tx).await?;
                sqlx::query(FORGET_UNRATED).execute(&mut *tx).await?;
                let gone = sqlx::query(SQL).bind(person).execute(&mut *tx).await?.rows_affected();
                tx.commit().await?;
                gone > 0
            })
        };
        Ok(Deleted { found, scrubbed: self.scrub().await? })
    }

    /// Purges answers from before `answers_before`, and guilds that the bot left and sessions that ended before
    /// `guilds_before`, and seals anew what the present key does not open. Doing it twice, or in two processes at once, does no harm.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; what was done until then stays done.
    pub async fn tend(&self, answers_before: DateTime<Utc>, guilds_before: DateTime<Utc>) -> Result<Tended, StoreError> {
        const ANSWERS: &str = "delete from answer where attempt_id in
            (select attempt_id from answer where created_at < $1 order by created_at limit $2)";
        const WAITING: &str = "update session_entry set body = null, key_id = null where body is not null and answered_at < $1";
        const GUILDS: &str = "delete from guild where left_at < $1";
        const SESSIONS: &str = "delete from session where ended_at < $1";
        let mut tended = Tended::default();
        loop {
            let _turn = self.turn().await;
            let gone = on_pool!(self, pool => sqlx::query(ANSWERS).bind(answers_before).bind(BATCH).execute(pool).await?.rows_affected());
            tended.answers += gone;
            if gone == 0 {
                break;
            }
        }
        tended.guilds = {
            let _turn = self.turn().await;
            on_pool!(self, pool => {
                sqlx::query(WAITING).bind(answers_before).execute(pool).await?;
                sqlx::query(SESSIONS).bind(guilds_before).execute(pool).await?;
                sqlx::query(GUILDS).bind(guilds_before).execute(pool).await?.rows_affected()
            })
        };
        self.seal_anew(&mut tended).await?;
        if tended != Tended::default() || matches!(self.pool(), Pool::Sqlite(_)) {
            self.scrub().await?;
        }
        Ok(tended)
    }

    /// Seals every answer with the present key that is not sealed with it.
    async fn seal_anew(&self, tended: &mut Tended) -> Result<(), StoreError> {
        const OTHERS: &str = "select attempt_id, body, key_id from answer
            where attempt_id > $1 and (key_id is null or key_id <> $2) order by attempt_id limit $3";
        const SEAL: &str = "update answer set body = $2, key_id = $3 where attempt_id = $1";
        let Some(present) = self.keys().sealing() else { return Ok(()) };
        let mut last = AttemptId::FIRST;
        loop {
            let _turn = self.turn().await;
            let rows = on_pool!(self, pool => {
                let mut tx = pool.begin_with(self.snapshot(true)).await?;
                let rows: Vec<Sealed> = sqlx::query_as(OTHERS).bind(last).bind(present).bind(BATCH).fetch_all(&mut *tx).await?;
                for row in &rows {
                    let Some(text) = self.keys().open(row.attempt_id, &row.body, row.key_id.as_deref()) else {
                        tended.lost += 1;
                        continue;
                    };
                    let (body, key) = self.keys().seal(row.attempt_id, &text);
                    sqlx::query(SEAL).bind(row.attempt_id).bind(body).bind(key).execute(&mut *tx).await?;
                    tended.sealed += 1;
                }
                tx.commit().await?;
                rows
            });
            let Some(row) = rows.last() else { return Ok(()) };
            last = row.attempt_id;
        }
    }

    /// Sees to it that what was deleted is in no file any more: SQLite overwrites it in the database, and its write-ahead
    /// log is emptied here. `false` when another process is reading the log. PostgreSQL reuses the room; its own log goes
    /// with time.
    pub(super) async fn scrub(&self) -> Result<bool, StoreError> {
        // Writers wait meanwhile, so that it must not wait long itself for somebody who reads.
        const HURRY: &str = "pragma busy_timeout = 500";
        const CHECKPOINT: &str = "pragma wal_checkpoint(truncate)";
        const VACUUM: &str = "vacuum person, account, member, interview, round, attempt, answer, dispute, record, tally, standing,
            ability, difficulty, daily_part, session, session_member, session_round, session_entry";
        match self.pool() {
            Pool::Sqlite(pool) => {
                let _turn = self.turn().await;
                let mut connection = pool.acquire().await?;
                sqlx::query(HURRY).execute(&mut *connection).await?;
                let emptied: Result<(i64, i64, i64), _> = sqlx::query_as(CHECKPOINT).fetch_one(&mut *connection).await;
                // A connection of its own kind does not go back among the others.
                connection.close().await?;
                Ok(emptied?.0 == 0)
            }
            Pool::Postgres(pool) => {
                sqlx::query(VACUUM).execute(pool).await?;
                Ok(true)
            }
        }
    }
}
