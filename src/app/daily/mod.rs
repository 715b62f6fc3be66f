//! The daily question: what a guild wants, what falls due, what is sent and closed, and what people answer.

mod answer;
mod claim;
mod manage;
mod post;
mod week;

use chrono::NaiveDate;

pub use answer::{DailyGraded, DailyOutcome};
pub use manage::{DailyStatus, DailyWish, Planned};
pub use post::{Card, Outlet, Undone};
pub use week::{Improved, WeekBoard, Winner};

/// Why nothing was done about a daily. A value for the person, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DailyRefusal {
    /// There is none here.
    NoDaily,
    /// There are several; these are their channels.
    Which(Vec<i64>),
    /// There are as many as a guild may have.
    TooMany(usize),
    /// It does not go on.
    NotOn,
    /// The question of this date is out already.
    Claimed(NaiveDate),
    /// The queue has no such place; it has so many.
    NoPlace(usize),
    /// The question is no longer there.
    Gone,
    /// Its question has left the bank.
    LeftBank,
    /// There is no word to grade.
    Empty,
}

/// Why a post was not sent, as it is noted; a front end says it in words.
pub mod note {
    /// The bot was down for too long.
    pub const LATE: &str = "late";
    /// There is nothing to ask.
    pub const NOTHING: &str = "nothing";
    /// The channel is gone.
    pub const GONE: &str = "gone";
    /// The bot may not post there.
    pub const FORBIDDEN: &str = "forbidden";
    /// Discord did not take it in time.
    pub const UNSENT: &str = "unsent";
}
