//! Opening the database: creating it, bringing its tables up to date, and saying clearly when that cannot be.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, SqlSafeStr as _, SqlitePool};
use thiserror::Error;
use tokio::sync::{Mutex, MutexGuard};

use super::checkpoint::Log;
use super::group::{Entrance, Line};
use super::sessions::Turns;
use super::{Keys, on_pool};
use crate::config::DatabaseUrl;
use crate::monitor::Monitor;

/// How long a statement waits for another process to let go of a SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections to either engine; SQLite has one writer at a time whatever the number.
const CONNECTIONS: u32 = 4;

/// A pool of one engine or the other.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    /// A file.
    Sqlite(SqlitePool),
    /// A server.
    Postgres(PgPool),
}

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    /// Whose turn it is to write to a file that has one writer at a time: waiting in line is fair and costs nothing,
    /// while SQLite would try again and again.
    writer: Arc<Mutex<Line>>,
    /// The way into that line, for what may be written together.
    line: Arc<Entrance>,
    log: Arc<Log>,
    keys: Arc<Keys>,
    turns: Arc<Turns>,
    monitor: Monitor,
}

/// Why the database cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address is of neither engine.
    #[error("`{0}` is no database address: write sqlite:PATH or postgres://USER@HOST/NAME")]
    Scheme(DatabaseUrl),
    /// The folder of the file cannot be made.
    #[error("cannot make the folder {}: {error}; choose another place with DATABASE_URL=sqlite:PATH", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The engine would not open it.
    #[error("cannot open the database {url}: {}; {advice}", reason(error))]
    Connect {
        /// The address, without its password.
        url: DatabaseUrl,
        /// What to do.
        advice: &'static str,
        /// What the engine said.
        error: sqlx::Error,
    },
    /// A newer program has been here.
    #[error("the database {0} was made by a newer version of Mockingbird; install that version, nothing was changed")]
    Newer(DatabaseUrl),
    /// The tables cannot be brought up to date.
    #[error("cannot bring the database {url} up to date: {error}; nothing was changed, make sure that it can be written to")]
    Migrate {
        /// The address, without its password.
        url: DatabaseUrl,
        /// What the engine said.
        error: MigrateError,
    },
    /// What was there before cannot be summed up.
    #[error("cannot sum up what the database {url} holds: {error}; nothing is lost, try again")]
    Chores {
        /// The address, without its password.
        url: DatabaseUrl,
        /// What went wrong.
        error: StoreError,
    },
}

/// Why a statement failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The engine refused: a full disk, a locked file, a lost connection.
    #[error("the database failed: {}; {}", reason(.0), advice(.0))]
    Database(#[from] sqlx::Error),
    /// The engine refused what several writes share.
    #[error("the database failed: {}; {}", reason(.0), advice(.0))]
    Shared(Arc<sqlx::Error>),
    /// The file is damaged.
    #[error("the database is damaged: {0}; restore a backup with `mockingbird restore FILE`")]
    Damaged(String),
    /// A row holds what no version of the program writes.
    #[error("the database holds a {what} that cannot be understood; restore a backup")]
    Corrupt {
        /// The kind of row.
        what: &'static str,
    },
}

impl Store {
    /// Opens the database, creating a SQLite file and all tables as needed.
    ///
    /// # Errors
    /// [`OpenError`], which says what to do.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let pool = if url.is_postgres() {
            Pool::Postgres(open_postgres(url).await?)
        } else if let Some(path) = sqlite_path(url.expose()) {
            Pool::Sqlite(open_sqlite(url, &path).await?)
        } else {
            return Err(OpenError::Scheme(url.clone()));
        };
        let (line, waiting) = Entrance::new();
        let (log, keys, turns, monitor) = (Arc::default(), Arc::default(), Arc::default(), Monitor::default());
        let store = Self { pool, writer: Arc::new(Mutex::new(Line::new(waiting))), line: Arc::new(line), log, keys, turns, monitor };
        let migrator = migrator(if url.is_postgres() { "postgres" } else { "sqlite" });
        on_pool!(store, pool => migrator.run(pool).await).map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => OpenError::Newer(url.clone()),
            error => OpenError::Migrate { url: url.clone(), error },
        })?;
        store.do_chores().await.map_err(|error| OpenError::Chores { url: url.clone(), error })?;
        Ok(store)
    }

    /// The store with keys that seal answers from now on, and open those that are sealed.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        Self { keys: Arc::new(keys), ..self }
    }

    /// The store with a monitor that is told how long the database takes.
    #[must_use]
    pub fn with_monitor(self, monitor: Monitor) -> Self {
        Self { monitor, ..self }
    }

    pub(super) fn monitor(&self) -> &Monitor {
        &self.monitor
    }

    /// Reads something, to see whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    pub async fn answers(&self) -> Result<(), StoreError> {
        const SQL: &str = "select count(*) from guild where id = 0";
        let _found: i64 = on_pool!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await?);
        Ok(())
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(super) fn shared_keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys)
    }

    pub(super) fn turns(&self) -> &Turns {
        &self.turns
    }

    pub(super) fn line(&self) -> &Entrance {
        &self.line
    }

    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// Waits until this task may write. PostgreSQL locks rows, so that nobody waits there.
    pub(super) async fn turn(&self) -> Option<MutexGuard<'_, Line>> {
        match self.pool {
            Pool::Sqlite(_) => Some(self.writer.lock().await),
            Pool::Postgres(_) => None,
        }
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Lets go of the database; what was written is in the file.
    pub async fn close(&self) {
        if let Some(mut line) = self.turn().await {
            line.close().await;
        }
        on_pool!(self, pool => pool.close().await);
    }
}

/// The migrations as they are written, which is what their checksums are of.
fn written() -> Migrator {
    sqlx::migrate!("./migrations")
}

/// The migrations with the clauses that are an engine's own.
fn migrator(engine: &str) -> Migrator {
    let own = |it: &Migration| Migration { sql: AssertSqlSafe(with_clauses(it.sql.as_str(), engine)).into_sql_str(), ..it.clone() };
    Migrator::with_migrations(written().iter().map(own).collect())
}

/// A text in which `/* ENGINE: CLAUSE */` is the clause for that engine, and a comment for every other.
fn with_clauses(text: &str, engine: &str) -> String {
    let opening = format!("/* {engine}: ");
    let mut pieces = text.split(&opening);
    let mut own = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        own.push_str(&piece.replacen(" */", "", 1));
    }
    own
}

/// The newest version of the tables that this program knows.
pub(super) fn newest_version() -> i64 {
    written().iter().map(|migration| migration.version).max().unwrap_or(0)
}

async fn open_sqlite(url: &DatabaseUrl, path: &Path) -> Result<SqlitePool, OpenError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| OpenError::Folder { path: folder.to_owned(), error })?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // A task moves the log into the file (`checkpoint`); SQLite does it where none is running.
        .pragma("wal_autocheckpoint", "24000")
        // What is deleted is overwritten, so that no file keeps it.
        .pragma("secure_delete", "on")
        .busy_timeout(BUSY_TIMEOUT);
    let advice = "make sure that you may read and write the file and its folder, or choose another with DATABASE_URL=sqlite:PATH";
    // A connection to a file does not go stale: a look at it before each use would be one more trip to its thread.
    let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false);
    pool.connect_with(options).await.map_err(|error| OpenError::Connect { url: url.clone(), advice, error })
}

async fn open_postgres(url: &DatabaseUrl) -> Result<PgPool, OpenError> {
    let advice = "make sure that the server runs and that user, password and name are right";
    let connect = |error| OpenError::Connect { url: url.clone(), advice, error };
    let options: PgConnectOptions = url.expose().parse().map_err(connect)?;
    PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(BUSY_TIMEOUT).connect_with(options).await.map_err(connect)
}

/// The file that `sqlite:path` or `sqlite://path` names.
pub(super) fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    (!path.is_empty()).then(|| PathBuf::from(path))
}

/// What the engine said, without SQL and without codes.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => "no connection was free in time".to_owned(),
        error => error.to_string(),
    }
}

/// What to do about a statement that failed.
fn advice(error: &sqlx::Error) -> &'static str {
    let text = reason(error);
    if text.contains("full") || text.contains("disk I/O") {
        "make room on the disk; what was stored before is safe"
    } else if text.contains("malformed") {
        "restore a backup with `mockingbird restore FILE`"
    } else if text.contains("readonly") || text.contains("read-only") {
        "make the file and its folder writable"
    } else if text.contains("locked") || text.contains("busy") {
        "another program is using the file; try again when it has finished"
    } else {
        "what was stored before is safe; try again"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_sqlite_address_name_the_same_file() {
        assert_eq!(sqlite_path("sqlite:/a/b.db"), Some("/a/b.db".into()));
        assert_eq!(sqlite_path("sqlite:///a/b.db"), Some("/a/b.db".into()));
        assert_eq!(sqlite_path("sqlite:b.db"), Some("b.db".into()));
        assert_eq!(sqlite_path("sqlite:"), None);
        assert_eq!(sqlite_path("mysql://x"), None);
    }

    #[test]
    fn a_clause_of_an_engines_own_is_a_comment_for_the_other_and_no_checksum_knows_it() {
        let text = "create table a (b bigint) /* sqlite: without rowid */ /* postgres: with (fillfactor = 80) */;";
        assert_eq!(with_clauses(text, "sqlite"), "create table a (b bigint) without rowid /* postgres: with (fillfactor = 80) */;");
        assert_eq!(with_clauses(text, "postgres"), "create table a (b bigint) /* sqlite: without rowid */ with (fillfactor = 80);");
        let checksums = |migrator: &Migrator| migrator.iter().map(|it| (it.version, it.checksum.to_vec())).collect::<Vec<_>>();
        for engine in ["sqlite", "postgres"] {
            assert_eq!(checksums(&migrator(engine)), checksums(&written()));
            assert!(migrator(engine).iter().all(|it| !it.sql.as_str().contains(&format!("/* {engine}:"))));
        }
    }
}
