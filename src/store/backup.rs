//! Backups: made while the bot runs, believed only once they were opened, and put back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode};
use sqlx::{ConnectOptions as _, Connection as _};
use thiserror::Error;

use super::copy::CopyError;
use super::open::{Pool, newest_version, sqlite_path};
use super::{OpenError, Store, StoreError};
use crate::config::DatabaseUrl;

/// How long restoring waits for another program to let go of the file.
const PATIENCE: Duration = Duration::from_millis(500);
/// Faults of a damaged file that are told.
const TOLD: usize = 3;

/// Whether a database is a file that nobody has made yet.
#[must_use]
pub fn is_missing(url: &DatabaseUrl) -> bool {
    sqlite_path(url.expose()).is_some_and(|path| !path.exists())
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Attempts.
    pub attempts: i64,
    /// People.
    pub people: i64,
    /// Bytes.
    pub size: u64,
}

/// Why a backup was not made, or not put back.
#[derive(Debug, Error)]
pub enum BackupError {
    /// There is a file of that name.
    #[error("{} exists already; choose another name", .0.display())]
    Exists(PathBuf),
    /// A file could not be read or written.
    #[error("cannot use {}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file is no database of ours, or a damaged one.
    #[error("{} is not a backup that can be trusted: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A newer program made it.
    #[error("{} was made by a newer version of Mockingbird; install that version, nothing was changed", .0.display())]
    Newer(PathBuf),
    /// Somebody has the database open.
    #[error("another program is using {}; stop the bot first, nothing was changed", .0.display())]
    InUse(PathBuf),
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn file(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    move |error| BackupError::File { path: path.to_owned(), error }
}

/// The path with something added to its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(path, suffix));
    }
}

impl Store {
    /// Writes everything to a SQLite file of its own, while others read and write, and opens it to see that it is sound.
    ///
    /// # Errors
    /// [`BackupError`]; then there is no such file.
    pub async fn back_up(&self, path: &Path) -> Result<Backup, BackupError> {
        const SQL: &str = "vacuum into $1";
        if path.exists() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        let part = beside(path, ".part");
        remove(&part);
        let made = async {
            match self.pool() {
                Pool::Sqlite(pool) => {
                    sqlx::query(SQL).bind(part.to_string_lossy()).execute(pool).await.map_err(StoreError::from)?;
                }
                Pool::Postgres(_) => {
                    let copy = Self::open(&sqlite_url(&part)).await?;
                    let copied = self.copy_to(&copy).await;
                    copy.close().await;
                    copied?;
                }
            }
            let backup = inspect(&part).await?;
            fs::File::open(&part).and_then(|made| made.sync_all()).map_err(file(&part))?;
            fs::rename(&part, path).map_err(file(path))?;
            Ok(backup)
        };
        let made = made.await;
        remove(&part);
        made
    }

    /// Whether the file is sound, as far as SQLite can tell by reading all of it; PostgreSQL looks after itself.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what is wrong, [`StoreError::Database`] when it cannot be read.
    pub async fn check(&self) -> Result<(), StoreError> {
        const SQL: &str = "pragma quick_check(3)";
        let Pool::Sqlite(pool) = self.pool() else { return Ok(()) };
        let told: Vec<String> = sqlx::query_scalar(SQL).fetch_all(pool).await?;
        if told == ["ok"] { Ok(()) } else { Err(StoreError::Damaged(told.join("; "))) }
    }
}

/// Puts a backup in the place of a database. The old file stays beside it, under a name with the time; a PostgreSQL
/// database must be empty instead.
///
/// # Errors
/// [`BackupError`]; then the database is as it was.
pub async fn restore(backup: &Path, url: &DatabaseUrl, now: DateTime<Utc>) -> Result<(Backup, Option<PathBuf>), BackupError> {
    let held = inspect(backup).await?;
    let target = sqlite_path(url.expose());
    let fresh = beside(target.as_deref().unwrap_or(backup), ".restoring");
    remove(&fresh);
    let put = async {
        if let Some(folder) = fresh.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(file(folder))?;
        }
        fs::copy(backup, &fresh).map_err(file(backup))?;
        // Brings the tables of an older version up to date, and leaves the backup as it is.
        let store = Store::open(&sqlite_url(&fresh)).await?;
        store.check().await?;
        let Some(target) = &target else {
            let other = Store::open(url).await?;
            let copied = store.copy_to(&other).await;
            other.close().await;
            store.close().await;
            copied?;
            return Ok(None);
        };
        store.close().await;
        fs::File::open(&fresh).and_then(|fresh| fresh.sync_all()).map_err(file(&fresh))?;
        let old = set_aside(target, now).await?;
        fs::rename(&fresh, target).map_err(file(target))?;
        Ok(old)
    };
    let put: Result<Option<PathBuf>, BackupError> = put.await;
    remove(&fresh);
    put.map(|old| (held, old))
}

/// Moves a database out of the way, unless somebody has it open; `None` where there is none.
async fn set_aside(target: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, BackupError> {
    const SQL: &str = "begin exclusive";
    if !target.exists() {
        return Ok(None);
    }
    let options = SqliteConnectOptions::new().filename(target).locking_mode(SqliteLockingMode::Exclusive).busy_timeout(PATIENCE);
    // A file that is no database, or a damaged one, is in nobody's use, and is just what a backup is for.
    if let Ok(mut connection) = options.connect().await {
        let locked = sqlx::query(SQL).execute(&mut connection).await;
        let busy = |error: &sqlx::Error| error.as_database_error().is_some_and(|error| error.message().contains("locked"));
        if locked.as_ref().is_err_and(busy) {
            return Err(BackupError::InUse(target.to_owned()));
        }
        let _ = connection.close().await;
    }
    let old = beside(target, &format!(".before-{}", now.format("%Y%m%dT%H%M%S")));
    for suffix in ["-wal", "-shm", ""] {
        let (from, to) = (beside(target, suffix), beside(&old, suffix));
        if from.exists() {
            fs::rename(&from, &to).map_err(file(&from))?;
        }
    }
    Ok(Some(old))
}

/// Opens a backup without changing anything, and reads all of it.
async fn inspect(path: &Path) -> Result<Backup, BackupError> {
    const SOUND: &str = "pragma integrity_check";
    const TIED: &str = "select cast(count(*) as bigint) from pragma_foreign_key_check";
    const VERSION: &str = "select cast(max(version) as bigint) from _sqlx_migrations";
    const HELD: &str =
        "select cast((select count(*) from attempt) as bigint) as attempts, cast((select count(*) from person) as bigint) as people";
    let size = fs::metadata(path).map_err(file(path))?.len();
    let damaged = |reason: String| BackupError::Damaged { path: path.to_owned(), reason };
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    let read = async {
        let mut connection: SqliteConnection = options.connect().await?;
        let told: Vec<String> = sqlx::query_scalar(SOUND).fetch_all(&mut connection).await?;
        if told != ["ok"] {
            return Ok(Err(told.into_iter().take(TOLD).collect::<Vec<_>>().join("; ")));
        }
        let loose: i64 = sqlx::query_scalar(TIED).fetch_one(&mut connection).await?;
        let version: i64 = sqlx::query_scalar(VERSION).fetch_one(&mut connection).await?;
        let held: (i64, i64) = sqlx::query_as(HELD).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(Ok((loose, version, held)))
    };
    let (loose, version, (attempts, people)) =
        read.await.map_err(|error: sqlx::Error| damaged(StoreError::from(error).to_string()))?.map_err(damaged)?;
    if version > newest_version() {
        return Err(BackupError::Newer(path.to_owned()));
    }
    if loose > 0 {
        return Err(damaged(format!("{loose} rows belong to nothing")));
    }
    Ok(Backup { attempts, people, size })
}

fn sqlite_url(path: &Path) -> DatabaseUrl {
    DatabaseUrl::new(format!("sqlite:{}", path.display()))
}
