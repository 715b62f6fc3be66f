//! What counts on a guild's boards, for how much, and in which window. Pure: days are passed in.
//!
//! The first attempt at a question on a day of the guild's counts; repeats that day are practice. An attempt is worth its
//! [`credit`]: its score with follow-ups, less what its hints cost. On a board of *points* the best attempt at each
//! question in the window counts, weighed by the question's level; on one of *averages* every attempt that counts does;
//! an *improvement* is the average against that of the window before.
//!
//! Sums are kept as attempts come in ([`best`]), and can be made anew from the ledger ([`rebuild`]), which shares
//! nothing with the first way but the rules.

mod credit;
mod period;
mod rebuild;

pub use credit::{Best, Gain, best, credit, points};
pub use period::{By, Period, Topic};
pub use rebuild::{Line, Standing, Sums, Tally, rebuild};

/// Counted answers that an average needs, and each half of an improvement; the schema knows it too.
pub const ENOUGH: i64 = 5;
