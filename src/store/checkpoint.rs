//! Moving the write-ahead log into a SQLite file while others write.
//!
//! Left to itself, SQLite moves the log in the very commit that makes it too long, and whoever made that commit waits until
//! thousands of pages are in the file. Here a task of its own does it, after the answer: most of it beside those who write, then
//! the little that has come meanwhile in its turn among them, so that whoever writes next begins the log anew. Nothing is lost
//! wherever it stops: what is in the log counts until all of it is in the file.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sqlx::SqlitePool;
use tracing::warn;

use super::{Store, StoreError};

/// Writes after which the log is moved. Each fills some forty pages of the log, many of them the same.
const WRITES: usize = 300;
/// Pages that may be left to be moved while others wait.
const REST: i64 = 250;
/// Times that the rest is tried to be made so small.
const TRIES: usize = 6;

/// What is known of the log.
#[derive(Debug, Default)]
pub(super) struct Log {
    written: AtomicUsize,
    moving: AtomicBool,
}

impl Store {
    /// Notes writes that are in the log, and has it moved when they are many.
    pub(super) fn logged(&self, writes: usize, pool: &SqlitePool) {
        let log = self.log();
        if log.written.fetch_add(writes, Ordering::Relaxed) + writes < WRITES || log.moving.swap(true, Ordering::Relaxed) {
            return;
        }
        let (store, pool) = (self.clone(), pool.clone());
        tokio::spawn(async move {
            if let Err(fault) = store.move_log(&pool).await {
                warn!(%fault, "the write-ahead log could not be moved into the file; it will be tried again");
            }
            store.log().written.store(0, Ordering::Relaxed);
            store.log().moving.store(false, Ordering::Relaxed);
        });
    }

    async fn move_log(&self, pool: &SqlitePool) -> Result<(), StoreError> {
        // It waits for nobody: a reader may keep the log from being begun anew, but the next time comes soon.
        const MOVE: &str = "pragma wal_checkpoint(passive)";
        let mut in_file = 0;
        for _ in 0..TRIES {
            let (_, pages, moved): (i64, i64, i64) = sqlx::query_as(MOVE).fetch_one(pool).await?;
            // A pass that had little to move leaves little: what came while it ran.
            if pages - in_file <= REST {
                break;
            }
            in_file = moved;
        }
        let _turn = self.turn().await;
        sqlx::query(MOVE).execute(pool).await?;
        Ok(())
    }
}
