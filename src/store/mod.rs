//! All SQL, on SQLite and PostgreSQL alike: one file per aggregate, one text per statement.
//!
//! [`Store`] holds a typed pool of either engine; `on_pool!` compiles a function's body once for each. Every statement
//! binds its ids and its times. Columns are `uuid`, `timestamptz`, `date`, `bigint`, `boolean`, `text` and `bytea`
//! alone, which both engines keep without loss.

mod attempts;
mod backup;
mod boards;
mod checkpoint;
mod copy;
mod dailies;
mod daily_answers;
mod daily_posts;
mod disputes;
mod export;
mod group;
mod guilds;
mod history;
mod id;
mod interviews;
mod leases;
mod ledger;
mod missed;
mod open;
mod people;
mod privacy;
mod ratings;
mod rebuild;
mod script;
mod seal;
mod sessions;
mod settings;
mod streaks;
mod verify;
mod write;

pub use attempts::{Attempt, NewAttempt, QuestionRecord, RoundScore, StoredAnswer};
pub use backup::{Backup, BackupError, is_missing, restore};
pub use boards::{BoardKey, BoardRow, Place};
pub use copy::{Copied, CopyError};
pub use dailies::{Claim, Daily, DailyState, DueDaily, PostKind, Queued};
pub use daily_answers::DailyAnswer;
pub use daily_posts::{Chore, OPEN_FOR, Post, PostState};
pub use guilds::PRESENCE;
pub use history::Known;
pub use id::{AttemptId, DailyId, DisputeId, InterviewId, PersonId, PostId, RoundId, SessionId};
pub use interviews::{StoredInterview, StoredRound};
pub use missed::Missed;
pub use open::{OpenError, Store, StoreError};
pub use people::{Account, Person, Provider};
pub use privacy::{Deleted, Tended};
pub use ratings::FormAnswer;
pub use seal::{Keys, KeysError};
pub use sessions::{Opened, SessionAttempt, SessionCard, SessionMember, SessionRound, SessionStep, StoredSession, Words};
pub use settings::{GuildSetting, GuildSettings, Setting};
pub use verify::{Difference, Verified};

/// Runs a body against whichever pool the store holds; the body is compiled once for each engine, and the monitor is told
/// how long it took.
macro_rules! on_pool {
    ($store:expr, $pool:ident => $body:expr) => {{
        let _timed = $store.monitor().storing(module_path!());
        match $store.pool() {
            $crate::store::open::Pool::Sqlite($pool) => $body,
            $crate::store::open::Pool::Postgres($pool) => $body,
        }
    }};
}
pub(crate) use on_pool;
