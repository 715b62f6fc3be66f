//! Mockingbird: mock interviews for study groups.
//!
//! A question is drawn from the [`bank`], an answer is [graded](grade) against the question's rubric, the verdict moves
//! an [`interview`] forward and is [stored](store), and a front end shows it.
//!
//! ```text
//! text ← rubric ← grade ← bank ← review, interview, board, schedule, picture ← app (+ store, clock) ← discord, terminal ← cli ← main
//! ```
//!
//! Arrows run one way. Everything up to `schedule` is pure: it knows no database, no network, no clock and no
//! environment; time and chance are passed in. `ARCHITECTURE.md` says why each room is as it is.

pub mod app;
pub mod bank;
pub mod board;
pub mod cli;
pub mod clock;
pub mod config;
pub mod discord;
pub mod evaluate;
pub mod find;
pub mod grade;
pub mod interview;
pub mod locale;
pub mod monitor;
pub mod picture;
pub mod review;
pub mod rubric;
pub mod schedule;
pub mod store;
pub mod terminal;
pub mod text;

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The candidate most like `word` by Jaro-Winkler similarity, if one is like it enough to be what was meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&folded, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
