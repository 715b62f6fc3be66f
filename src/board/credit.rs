//! What an attempt is worth on a board.

use chrono::NaiveDate;

use crate::bank::Level;
use crate::grade::Score;

/// Thousandths that a hint costs.
const HINT: i64 = 100;
/// Thousandths in a percent.
const PERCENT: i64 = 10;
/// Thousandths that hints cost at the most: who needed them all has still learnt something.
const HINTS: i64 = 500;

/// Thousandths that an attempt counts for: its score with follow-ups, less what its hints cost.
#[must_use]
pub fn credit(total: Score, hints: i64) -> i64 {
    let cost = hints.clamp(0, HINTS).saturating_mul(HINT).min(HINTS);
    (i64::from(total.thousandths()) - cost).max(0)
}

/// The points of a credit: its whole percents, weighed by the level of the question; what was answered before there were
/// weights counts once. Whole numbers, so that who sees the same points sees the same rank.
#[must_use]
pub fn points(credit: i64, level: Option<Level>) -> i64 {
    let weight = match level {
        None | Some(Level::Junior) => 1,
        Some(Level::Mid) => 2,
        Some(Level::Senior) => 3,
    };
    credit / PERCENT * weight
}

/// The best points at a question in the latest window in which it counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Best {
    /// First day of the window.
    pub starts: NaiveDate,
    /// Points.
    pub points: i64,
}

/// What an attempt adds to its window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gain {
    /// Points by which the best at the question rises.
    pub points: i64,
    /// One for a question that had not counted in the window yet.
    pub questions: i64,
}

/// The best at a question after an attempt of `points` in the window that starts at `starts`, and what it adds there.
///
/// A window that is over is forgotten; an attempt for one that is over adds nothing.
#[must_use]
pub fn best(before: Option<Best>, starts: NaiveDate, points: i64) -> (Best, Gain) {
    match before {
        Some(best) if best.starts > starts => (best, Gain::default()),
        Some(best) if best.starts == starts => {
            let after = best.points.max(points);
            (Best { starts, points: after }, Gain { points: after - best.points, questions: 0 })
        }
        _ => (Best { starts, points }, Gain { points, questions: 1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn hints_cost_and_levels_weigh() {
        let score = Score::from_thousandths(900);
        assert_eq!([0, 1, 3, 5, 9, i64::MAX].map(|hints| credit(score, hints)), [900, 800, 600, 400, 400, 400]);
        assert_eq!(credit(Score::from_thousandths(50), 1), 0);
        assert_eq!([None, Some(Level::Junior), Some(Level::Mid), Some(Level::Senior)].map(|level| points(559, level)), [55, 55, 110, 165]);
    }

    #[test]
    fn only_what_is_better_adds_and_a_new_window_begins_at_nothing() {
        let (monday, later) = (day("2026-01-05"), day("2026-01-12"));
        let (first, gain) = best(None, monday, 600);
        assert_eq!((first.points, gain), (600, Gain { points: 600, questions: 1 }));
        let (worse, gain) = best(Some(first), monday, 500);
        assert_eq!((worse, gain), (first, Gain::default()));
        let (better, gain) = best(Some(first), monday, 650);
        assert_eq!((better.points, gain), (650, Gain { points: 50, questions: 0 }));
        let (next, gain) = best(Some(better), later, 100);
        assert_eq!((next, gain), (Best { starts: later, points: 100 }, Gain { points: 100, questions: 1 }));
        assert_eq!(best(Some(next), monday, 900), (next, Gain::default()));
    }
}
