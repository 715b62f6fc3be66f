//! Grading: a compiled rubric and an answer make a [`Verdict`].
//!
//! [`Rubric::grade`] is total and pure: every string has a verdict, the same one on every machine and every day, in
//! time linear in the answer. It reads no clock, no network and no model. Every point and every mistake comes with the
//! byte ranges of the person's own words that it was found in.

mod builder;
mod fired;
mod guards;
mod reading;
mod rubric;
mod score;
mod things;
mod verdict;

pub use builder::{Builder, MistakeDraft, PointDraft, SetErrors};
pub use fired::Fired;
pub use rubric::{Point, Rubric};
pub use score::Score;
pub use things::MOST_THINGS;
pub use verdict::{Flag, MistakeVerdict, PointVerdict, Verdict};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
