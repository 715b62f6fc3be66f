//! How far a person has come and how hard a question is, on one scale: Elo as used for adaptive practice.
//!
//! Source: R. Pelánek, "Applications of the Elo rating system in adaptive educational systems", Computers & Education 98
//! (2016). The scale is the logit: at a difference of 0 an answer is expected to score one half, at 1 about 73 %. A
//! step shrinks with the number of attempts behind a rating, `1 / (1 + 0.05 n)`, so that ratings settle.
//!
//! The steps that a first attempt brings are decided once, when it is written, and stored with it. So a rating is a sum over
//! the ledger, whatever the order in which it is read, and what a deleted person brought can be taken away again.

use crate::bank::Level;
use crate::grade::Score;

/// How strongly a first surprise moves a rating.
const STEP: f64 = 1.0;
/// How fast steps shrink with attempts.
const SETTLING: f64 = 0.05;
/// Ratings are read within this, so that a streak of one kind cannot run away.
const MOST: i64 = 5 * LOGIT;
/// One logit.
const LOGIT: i64 = 1_000_000;
/// Attempts that count for the form of the day, at the most: within an interview steps are large.
const FORM: u32 = 4;

/// A place on the scale, and how much it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// In millionths of a logit, so that sums are exact; 0 is a person nobody knows, and a question of the middle level.
    pub millionths: i64,
    /// Attempts behind it.
    pub attempts: u32,
}

/// How a first attempt moves ratings, in millionths of a logit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// The person's.
    pub person: i64,
    /// The question's.
    pub question: i64,
}

impl Rating {
    /// Where a question starts, by its author's word.
    #[must_use]
    pub fn of_level(level: Level) -> Self {
        let millionths = match level {
            Level::Junior => -LOGIT,
            Level::Mid => 0,
            Level::Senior => LOGIT,
        };
        Self { millionths, attempts: 0 }
    }

    /// In logits, within the scale.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub fn logits(self) -> f64 {
        self.millionths.clamp(-MOST, MOST) as f64 / LOGIT as f64
    }

    /// The level that a person of this rating should be asked at: the one whose questions are nearest.
    #[must_use]
    pub fn level(self) -> Level {
        match self.logits() {
            logits if logits < -0.5 => Level::Junior,
            logits if logits < 0.5 => Level::Mid,
            _ => Level::Senior,
        }
    }

    /// The rating after a step.
    #[must_use]
    pub fn after(self, step: i64) -> Self {
        Self { millionths: self.millionths.saturating_add(step), attempts: self.attempts.saturating_add(1) }
    }

    /// The rating before a step that was taken.
    #[must_use]
    pub fn before(self, step: i64) -> Self {
        Self { millionths: self.millionths.saturating_sub(step), attempts: self.attempts.saturating_sub(1) }
    }

    /// A person's rating as an interview begins, for following what they answer in it more quickly than a rating does.
    #[must_use]
    pub fn form(self) -> Self {
        Self { attempts: self.attempts.min(FORM), ..self }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a step is at most one logit")]
    fn step(self, surprise: f64) -> i64 {
        let size = STEP / (1.0 + SETTLING * f64::from(self.attempts));
        let before = self.millionths.clamp(-MOST, MOST);
        (before + (size * surprise * 1e6).round() as i64).clamp(-MOST, MOST) - before
    }
}

/// How a person's first attempt at a question moves both their ratings.
#[must_use]
pub fn steps(person: Rating, question: Rating, score: Score) -> Steps {
    let surprise = score.fraction() - expected(person, question);
    Steps { person: person.step(surprise), question: question.step(-surprise) }
}

/// The share of full marks that a person is expected to score on a question.
#[must_use]
pub fn expected(person: Rating, question: Rating) -> f64 {
    1.0 / (1.0 + (question.logits() - person.logits()).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(logits: i64, attempts: u32) -> Rating {
        Rating { millionths: logits * LOGIT, attempts }
    }

    #[test]
    fn doing_better_than_expected_raises_the_person_and_lowers_the_question() {
        let (person, question) = (Rating::default(), Rating::of_level(Level::Senior));
        let moved = steps(person, question, Score::FULL);
        assert_eq!(moved, Steps { person: 731_059, question: -731_059 }, "1 - 1/(1+e)");
        let steady = steps(rating(0, 100), rating(0, 100), Score::FULL);
        assert_eq!(steady, Steps { person: 83_333, question: -83_333 }, "a settled rating moves little");
        assert_eq!(person.after(moved.person), Rating { millionths: 731_059, attempts: 1 });
    }

    #[test]
    fn ratings_settle_at_the_level_that_they_are_fed() {
        let mut person = Rating::default();
        for _ in 0..200 {
            // 73 % on questions of the middle level is one logit above them.
            person = person.after(steps(person, rating(0, 1000), Score::from_thousandths(731)).person);
        }
        assert!((person.logits() - 1.0).abs() < 0.05 && person.level() == Level::Senior, "{person:?}");
    }

    #[test]
    fn ratings_stay_on_the_scale() {
        let mut person = Rating::default();
        for _ in 0..10_000 {
            person = person.after(steps(person, rating(5, 0), Score::FULL).person);
        }
        assert!(person.millionths <= MOST);
    }

    #[test]
    fn the_form_of_the_day_moves_faster_than_the_rating() {
        let known = rating(2, 60);
        let step = |person: Rating| steps(person, rating(2, 60), Score::ZERO).person;
        assert!(step(known.form()) < 3 * step(known), "{} {}", step(known.form()), step(known));
        assert_eq!(known.form().logits().to_bits(), known.logits().to_bits());
    }
}
