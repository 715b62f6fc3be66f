//! The daily question: when it falls due, which question it is, and what a streak is. Pure: time, days and chance are passed in.

mod choice;
mod days;
mod plan;
mod streak;

pub use choice::{Choice, Means, choose};
pub use days::Days;
pub use plan::{Due, Fate, Plan};
pub use streak::{Habits, Outage, Streak, milestone, streak};
