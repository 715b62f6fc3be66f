//! Group commit: what waits to be written to a SQLite file is written together, in one transaction and one flush.
//!
//! Committing durably costs several times what an attempt's sums do. So each write joins a line, and whoever's turn it is
//! takes all that waits there. A change that is refused has written nothing, and stops nobody. When a write fails, the
//! transaction is undone and each of the group is written alone, so that only the one at fault fails: a savepoint for each
//! would cost two statements every time, and SQLite drops them all when a disk is full.
//!
//! All of it goes through one connection, since whatever another one commits makes SQLite forget the pages that a connection
//! holds: this one keeps them from one commit to the next.
//!
//! Who waits may give up at any time, since a task of its own does the work. Nobody is answered before the commit.

use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::{Connection as _, PgPool, SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use super::open::Pool;
use super::seal::Keys;
use super::write::{Write, Writes as _};
use super::{Store, StoreError};

/// Writes that share a commit at the most, so that nobody waits long for the others.
const GROUP: usize = 64;

/// What the connection may hold: 16 MB are the upper pages of every tree at a million attempts. Connections that read have
/// SQLite's 2 MB, which every commit makes them forget; the system caches the rest.
const CACHE: &str = "pragma cache_size = -16000";

/// Times that a write is tried which PostgreSQL undoes because of a deadlock.
const TRIES: usize = 3;

/// A write in line.
pub(super) struct Job {
    write: Write,
    keys: Arc<Keys>,
    reply: oneshot::Sender<Result<bool, StoreError>>,
}

/// The way into the line.
#[derive(Debug)]
pub(super) struct Entrance {
    jobs: mpsc::UnboundedSender<Job>,
    /// Whether a task waits for the turn to write what is in line. One is enough: were there one for each write, those that find
    /// nothing left to do would wait in line too, more and more of them, and before everybody else who wants the turn.
    called: AtomicBool,
}

impl Entrance {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Job>) {
        let (jobs, waiting) = mpsc::unbounded_channel();
        (Self { jobs, called: AtomicBool::new(false) }, waiting)
    }

    /// Joins the line; whether somebody must be called to serve it.
    fn join(&self, job: Job) -> Result<bool, StoreError> {
        self.jobs.send(job).map_err(|_| StoreError::Database(sqlx::Error::WorkerCrashed))?;
        Ok(!self.called.swap(true, Ordering::AcqRel))
    }
}

/// What waits to be written, and the connection that writes it. Who holds it has the turn.
#[derive(Debug)]
pub(super) struct Line {
    jobs: mpsc::UnboundedReceiver<Job>,
    /// None before the first write, and after one that failed.
    connection: Option<SqliteConnection>,
}

impl Line {
    pub(super) fn new(jobs: mpsc::UnboundedReceiver<Job>) -> Self {
        Self { jobs, connection: None }
    }

    /// Lets go of the connection.
    pub(super) async fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Everything is committed already.
            let _ = connection.close().await;
        }
    }

    /// Writes all of a group or nothing; whether each was made, in order.
    async fn commit(&mut self, pool: &SqlitePool, group: &[Job]) -> Result<Vec<bool>, Failure> {
        if group.is_empty() {
            return Ok(Vec::new());
        }
        // Taken, so that it is gone when this is not waited for any longer.
        let mut connection = if let Some(connection) = self.connection.take() {
            connection
        } else {
            let mut connection = pool.acquire().await?.detach();
            sqlx::query(CACHE).execute(&mut connection).await?;
            connection
        };
        let written = transact(&mut connection, group).await;
        if written.is_ok() {
            self.connection = Some(connection);
        } else {
            // Where SQLite has undone the transaction by itself, sqlx believes it to be open still: such a connection is no more use.
            let _ = connection.close().await;
        }
        written
    }
}

/// Why nothing of a group was written.
enum Failure {
    /// Because of one of them.
    One(StoreError),
    /// Because of what they share: beginning or committing.
    All(Arc<sqlx::Error>),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::All(Arc::new(error))
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::One(error) => error,
            Failure::All(error) => Self::Shared(error),
        }
    }
}

impl Store {
    /// Writes durably, all or nothing; `false` when an interview has changed meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub(super) async fn write(&self, write: Write) -> Result<bool, StoreError> {
        let _waiting = self.monitor().waiting_to_write();
        let pool = match self.pool() {
            Pool::Sqlite(pool) => pool.clone(),
            Pool::Postgres(pool) => {
                let _timed = self.monitor().storing(module_path!());
                for _ in 1..TRIES {
                    match alone(pool, &write, self.keys()).await {
                        Err(StoreError::Database(error)) if is_deadlock(&error) => {}
                        done => return done,
                    }
                }
                return alone(pool, &write, self.keys()).await;
            }
        };
        let (reply, answer) = oneshot::channel();
        if self.line().join(Job { write, keys: self.shared_keys(), reply })? {
            self.call(pool);
        }
        answer.await.unwrap_or(Err(StoreError::Database(sqlx::Error::WorkerCrashed)))
    }

    /// Has the line served by a task of its own: whatever becomes of those who wait, nothing is left in it.
    fn call(&self, pool: SqlitePool) {
        let store = self.clone();
        tokio::spawn(async move { store.serve(&pool).await });
    }

    /// Writes what is in line.
    async fn serve(&self, pool: &SqlitePool) {
        let Some(mut line) = self.turn().await else { return };
        // Who was answered by the last commit may be back with more.
        tokio::task::yield_now().await;
        // Whoever joins from now on may come too late for this group, and calls again. Swapped, so that what was joined before is seen.
        self.line().called.swap(false, Ordering::AcqRel);
        let mut group = Vec::new();
        while group.len() < GROUP
            && let Ok(job) = line.jobs.try_recv()
        {
            // Who gave up before it began wants nothing written.
            if !job.reply.is_closed() {
                group.push(job);
            }
        }
        if !line.jobs.is_empty() && !self.line().called.swap(true, Ordering::AcqRel) {
            // Others who want the turn come before the next group.
            self.call(pool.clone());
        }
        let timed = self.monitor().storing(module_path!());
        let committed = line.commit(pool, &group).await;
        drop(timed);
        match committed {
            Ok(done) => {
                self.logged(done.len(), pool);
                for (job, done) in group.into_iter().zip(done) {
                    let _ = job.reply.send(Ok(done));
                }
            }
            Err(Failure::All(error)) => {
                for job in group {
                    let _ = job.reply.send(Err(StoreError::Shared(Arc::clone(&error))));
                }
            }
            // One that was alone already is tried once more, which does no harm.
            Err(Failure::One(_)) => {
                for job in group {
                    let done = line.commit(pool, slice::from_ref(&job)).await;
                    let _ = job.reply.send(done.map(|done| done == [true]).map_err(StoreError::from));
                }
            }
        }
    }
}

/// Writes one thing in a transaction of its own.
async fn alone(pool: &PgPool, write: &Write, keys: &Keys) -> Result<bool, StoreError> {
    let mut tx = pool.begin().await?;
    let done = tx.put_down(write, keys).await?;
    tx.commit().await?;
    Ok(done)
}

/// Whether PostgreSQL has undone a transaction because two wait for each other: several people who are graded together meet
/// one who is graded alone.
fn is_deadlock(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("40P01"))
}

async fn transact(connection: &mut SqliteConnection, group: &[Job]) -> Result<Vec<bool>, Failure> {
    let mut tx = connection.begin_with("begin immediate").await?;
    let mut done = Vec::with_capacity(group.len());
    for job in group {
        done.push(tx.put_down(&job.write, &job.keys).await.map_err(Failure::One)?);
    }
    tx.commit().await?;
    Ok(done)
}
