//! When a question is due again: FSRS, the Free Spaced Repetition Scheduler (open-spaced-repetition), as of `rs-fsrs`.
//!
//! Its long-term scheduler alone is used, since nobody is interviewed on a question twice within minutes. A score is
//! turned into one of the four ratings that FSRS knows.

use chrono::{DateTime, Utc};
use rs_fsrs::{Card, FSRS, Parameters, Rating as Recall};

use crate::grade::Score;

/// Times that a question is missed before it is rested: asking it once more teaches less than its study card.
pub const LEECH: u32 = 8;

/// Below this an answer shows that the question was not known.
const MISSED: Score = Score::from_thousandths(300);
/// From here it was known, with gaps.
const PARTLY: Score = Score::from_thousandths(550);
/// From here it is known.
const KNOWN: Score = Score::from_thousandths(850);

/// What a person remembers of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    card: Card,
    /// Times in a row or not that it was missed, since it was last known well.
    misses: u32,
    /// The last score.
    score: Score,
}

impl Memory {
    /// The memory after an answer that scored so; `before` is that of earlier answers.
    #[must_use]
    pub fn after(before: Option<&Self>, score: Score, at: DateTime<Utc>) -> Self {
        let fresh = || Card { due: at, last_review: at, ..Card::default() };
        let card = before.map_or_else(fresh, |memory| memory.card.clone());
        // An answer before the last one, by a clock that was set back, counts as given at the same time.
        let at = at.max(card.last_review);
        let parameters = Parameters { enable_short_term: false, enable_fuzz: false, ..Parameters::default() };
        let card = FSRS::new(parameters).next(card, at, recall(score)).card;
        let misses = match before.map_or(0, |memory| memory.misses) {
            misses if is_miss(score) => misses + 1,
            _ if score >= KNOWN => 0,
            misses => misses,
        };
        Self { card, misses, score }
    }

    /// When it should be asked again.
    #[must_use]
    pub fn due(&self) -> DateTime<Utc> {
        self.card.due
    }

    /// Whether it should be asked again by now.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.card.due <= now
    }

    /// How likely it is still known, 0 to 1.
    #[must_use]
    pub fn retrievability(&self, now: DateTime<Utc>) -> f64 {
        self.card.get_retrievability(now)
    }

    /// When it was last answered.
    #[must_use]
    pub fn answered(&self) -> DateTime<Utc> {
        self.card.last_review
    }

    /// The last score.
    #[must_use]
    pub fn score(&self) -> Score {
        self.score
    }

    /// Whether it was missed so often that its study card helps more than asking again. Knowing it well ends that.
    #[must_use]
    pub fn is_leech(&self) -> bool {
        self.misses >= LEECH
    }
}

/// Whether an answer shows that its question was not known.
#[must_use]
pub fn is_miss(score: Score) -> bool {
    score < MISSED
}

fn recall(score: Score) -> Recall {
    match score {
        score if is_miss(score) => Recall::Again,
        score if score < PARTLY => Recall::Hard,
        score if score < KNOWN => Recall::Good,
        _ => Recall::Easy,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600 + day * 86_400, 0).unwrap()
    }

    /// The memory after answers that scored so, each on the day that it was due.
    fn after(scores: &[u16]) -> Memory {
        let mut memory: Option<Memory> = None;
        for score in scores {
            let at = memory.as_ref().map_or(day(0), Memory::due);
            memory = Some(Memory::after(memory.as_ref(), Score::from_thousandths(*score), at));
        }
        memory.expect("at least one answer")
    }

    fn interval(memory: &Memory) -> TimeDelta {
        memory.due() - memory.answered()
    }

    #[test]
    fn the_better_an_answer_the_later_it_comes_back() {
        let intervals: Vec<_> = [100, 400, 700, 1000].map(|score| interval(&after(&[score]))).into();
        assert!(intervals.is_sorted() && intervals[0] < intervals[3], "{intervals:?}");
        assert!(intervals[0] >= TimeDelta::days(1), "not within minutes: {intervals:?}");
    }

    #[test]
    fn intervals_grow_while_it_is_known_and_fall_when_it_is_missed() {
        let growing: Vec<_> = (1..6).map(|count| interval(&after(&vec![800; count]))).collect();
        assert!(growing.windows(2).all(|pair| pair[0] < pair[1]), "{growing:?}");
        assert!(interval(&after(&[800, 800, 800, 0])) < interval(&after(&[800, 800, 800])));
    }

    #[test]
    fn eight_misses_make_a_leech_until_it_is_known_well() {
        assert!(!after(&[0; 7]).is_leech());
        assert!(after(&[0; 8]).is_leech());
        assert!(after(&[0, 0, 0, 0, 500, 0, 0, 0, 0]).is_leech());
        assert!(!after(&[0, 0, 0, 0, 0, 0, 0, 0, 900]).is_leech());
    }

    #[test]
    fn a_clock_that_was_set_back_does_no_harm() {
        let late = Memory::after(None, Score::FULL, day(9));
        let early = Memory::after(Some(&late), Score::FULL, day(1));
        assert!(early.due() > day(9) && (0.0..=1.0).contains(&early.retrievability(day(10))));
    }
}
