//! A member's sums made anew from the ledger.
//!
//! This is the definition in so many words, window by window; the store's way, which adds one attempt at a time, must come
//! to the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Best, Period, Topic, credit, points};
use crate::bank::{Level, QuestionKey};
use crate::grade::Score;

/// An attempt of a member in a guild, with its follow-ups.
#[derive(Clone, Debug)]
pub struct Line {
    /// The question.
    pub question: QuestionKey,
    /// Its level.
    pub level: Option<Level>,
    /// The guild's day.
    pub day: NaiveDate,
    /// Whether it counts.
    pub counted: bool,
    /// Score with follow-ups.
    pub total: Score,
    /// Hints taken.
    pub hints: i64,
}

/// What is kept of a member's attempts at one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The latest day of an attempt.
    pub last_day: NaiveDate,
    /// Best of the latest week.
    pub week: Option<Best>,
    /// Best of the latest month.
    pub month: Option<Best>,
    /// Best of all time.
    pub all: Option<i64>,
}

/// What is kept of a member on one board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// First day of the latest window in which something counted.
    pub starts: NaiveDate,
    /// Points.
    pub points: i64,
    /// Distinct questions.
    pub questions: i64,
    /// Sum of credits.
    pub total: i64,
    /// Counted answers.
    pub answers: i64,
    /// Sum of credits in the window before.
    pub before_total: i64,
    /// Counted answers in the window before.
    pub before_answers: i64,
}

/// All that is kept of a member in a guild.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// By question.
    pub tallies: BTreeMap<QuestionKey, Tally>,
    /// By board.
    pub standings: BTreeMap<(Topic, Period), Standing>,
}

/// The sums that a member's attempts in a guild come to, in whatever order they are given.
#[must_use]
pub fn rebuild(lines: &[Line]) -> Sums {
    let mut by_question: BTreeMap<&QuestionKey, Vec<&Line>> = BTreeMap::new();
    let mut by_board: BTreeMap<(Topic, Period), Vec<&Line>> = BTreeMap::new();
    for line in lines {
        by_question.entry(&line.question).or_default().push(line);
        for topic in Topic::of(&line.question).into_iter().filter(|_| line.counted) {
            for period in Period::ALL {
                by_board.entry((topic.clone(), period)).or_default().push(line);
            }
        }
    }
    let tallies = by_question.into_iter().filter_map(|(question, lines)| Some((question.clone(), tally(&lines)?))).collect();
    let standings =
        by_board.into_iter().filter_map(|((topic, period), lines)| Some(((topic, period), standing(&lines, period)?))).collect();
    Sums { tallies, standings }
}

fn worth(line: &Line) -> i64 {
    points(credit(line.total, line.hints), line.level)
}

fn tally(lines: &[&Line]) -> Option<Tally> {
    let latest = |period: Period| {
        let counted = || lines.iter().filter(|line| line.counted);
        let starts = counted().map(|line| period.starts(line.day)).max()?;
        let points = counted().filter(|line| period.starts(line.day) == starts).map(|line| worth(line)).max()?;
        Some(Best { starts, points })
    };
    let last_day = lines.iter().map(|line| line.day).max()?;
    Some(Tally { last_day, week: latest(Period::Week), month: latest(Period::Month), all: latest(Period::All).map(|best| best.points) })
}

fn standing(counted: &[&Line], period: Period) -> Option<Standing> {
    let starts = counted.iter().map(|line| period.starts(line.day)).max()?;
    let sums = |starts: NaiveDate| {
        let window = counted.iter().filter(|line| period.starts(line.day) == starts);
        window.fold((0, 0), |(total, answers), line| (total + credit(line.total, line.hints), answers + 1))
    };
    let mut best: BTreeMap<&QuestionKey, i64> = BTreeMap::new();
    for line in counted.iter().filter(|line| period.starts(line.day) == starts) {
        let points = best.entry(&line.question).or_default();
        *points = worth(line).max(*points);
    }
    let (total, answers) = sums(starts);
    let (before_total, before_answers) = sums(period.before(starts));
    let questions = i64::try_from(best.len()).unwrap_or(i64::MAX);
    Some(Standing { starts, points: best.values().sum(), questions, total, answers, before_total, before_answers })
}
