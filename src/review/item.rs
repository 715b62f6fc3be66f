//! Item statistics: how a question does with people.
//!
//! Difficulty is the mean score, as in classical test theory. Discrimination is the correlation of an answer's score with
//! how much better the same people do on all other questions than others do there (the corrected item-rest correlation; of
//! what is met or missed it is the point-biserial). See L. Crocker and J. Algina, *Introduction to Classical and Modern Test
//! Theory*, chapter 14. A correlation is lower where nearly everybody succeeds or fails, however sharply the question tells
//! people apart; the slope is not, and it is that of a logistic regression of the score on ability (F. Lord, *Applications of
//! Item Response Theory*, chapter 2).

use std::collections::BTreeMap;

use crate::bank::QuestionKey;
use crate::evaluate::{Pair, pearson};
use crate::grade::Score;

/// First attempts that a number rests on before anything is said about a question.
pub const ENOUGH: usize = 20;
/// A mean score above this means that a question tells nobody apart.
const TOO_EASY: f64 = 0.9;
/// A mean score below this means that hardly anybody gets anywhere.
const TOO_HARD: f64 = 0.15;
/// An item-rest correlation below this means that people who are good elsewhere do no better here.
const UNTELLING: f64 = 0.1;
/// Steps of Newton's method; it settles within five or so.
const STEPS: usize = 25;
/// Pulls slopes that rest on little towards nothing.
const RIDGE: f64 = 0.1;
/// Slopes are cut here: what tells people apart like a wall has no slope.
const STEEPEST: f64 = 6.0;

/// One person's first attempt at a question.
#[derive(Clone, Debug)]
pub struct FirstAttempt {
    /// Who, by a number below that of people.
    pub person: u32,
    /// The question.
    pub question: QuestionKey,
    /// What it scored, without follow-ups.
    pub score: Score,
    /// Points with whether they were met, by id.
    pub points: Vec<(String, bool)>,
    /// Ids of the mistakes that were made.
    pub mistakes: Vec<String>,
}

/// What first attempts say of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The question.
    pub question: QuestionKey,
    /// First attempts.
    pub attempts: usize,
    /// Mean score, 0 to 1: high for an easy question.
    pub mean: f64,
    /// Correlation with how the same people do on other questions, -1 to 1; `None` where nothing varies, or where too few
    /// have answered anything else.
    pub discrimination: Option<f64>,
    /// How steeply the score rises with ability, in logits by standard deviation of people.
    pub slope: Option<f64>,
    /// How often each point was met, 0 to 1, in order of their ids.
    pub met: Vec<(String, f64)>,
    /// How often each mistake was made, 0 to 1, in order of their ids.
    pub mistakes: Vec<(String, f64)>,
    /// Follow-ups by the point that they ask about: how many were answered, and what they add on average, 0 to 1.
    pub followed: Vec<(String, usize, f64)>,
}

/// What an author should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Nearly everybody scores full marks.
    TooEasy,
    /// Hardly anybody scores anything.
    TooHard,
    /// People who are good elsewhere do no better here, or worse: the rubric may miss what they say.
    GoodPeopleFail,
}

impl Concern {
    /// Name for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TooEasy => "too-easy",
            Self::TooHard => "too-hard",
            Self::GoodPeopleFail => "good-people-fail",
        }
    }

    /// What to look at, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::TooEasy => "nearly everybody gets it: ask for more, or make it a junior question.",
            Self::TooHard => "hardly anybody gets anywhere: is the prompt clear, and does the rubric know how people say it?",
            Self::GoodPeopleFail => "people who are good elsewhere do no better here: look at their answers, the rubric may not hear them.",
        }
    }
}

impl Item {
    /// What an author should look at; nothing before [`ENOUGH`] people have answered.
    #[must_use]
    pub fn concerns(&self) -> Vec<Concern> {
        if self.attempts < ENOUGH {
            return Vec::new();
        }
        let fails = self.discrimination.is_some_and(|discrimination| discrimination < UNTELLING);
        let found = [
            (self.mean > TOO_EASY, Concern::TooEasy),
            (self.mean < TOO_HARD, Concern::TooHard),
            // Where nearly everybody does alike, there is no telling who does better.
            (fails && (TOO_HARD..=TOO_EASY).contains(&self.mean), Concern::GoodPeopleFail),
        ];
        found.into_iter().filter(|(there, _)| *there).map(|(_, concern)| concern).collect()
    }
}

/// First attempts as they come in, kept small: a million of them take some ten megabytes.
#[derive(Debug, Default)]
pub struct Items {
    questions: BTreeMap<QuestionKey, Counts>,
    /// How many answers each person gave.
    people: Vec<u32>,
}

/// What is counted of a question.
#[derive(Debug, Default)]
struct Counts {
    scores: Vec<(u32, u16)>,
    points: BTreeMap<String, u32>,
    mistakes: BTreeMap<String, u32>,
    followed: BTreeMap<String, (usize, i64)>,
}

impl Counts {
    fn mean(&self) -> f64 {
        self.scores.iter().map(|(_, score)| f64::from(*score) / 1000.0).sum::<f64>() / count(self.scores.len())
    }
}

impl Items {
    /// Adds an attempt.
    pub fn add(&mut self, attempt: FirstAttempt) {
        let person = attempt.person as usize;
        if self.people.len() <= person {
            self.people.resize(person + 1, 0);
        }
        self.people[person] += 1;
        let counts = self.questions.entry(attempt.question).or_default();
        counts.scores.push((attempt.person, attempt.score.thousandths()));
        for (point, met) in attempt.points {
            *counts.points.entry(point).or_default() += u32::from(met);
        }
        for mistake in attempt.mistakes {
            *counts.mistakes.entry(mistake).or_default() += 1;
        }
    }

    /// Adds the follow-ups on a point of a question: how many were answered, and the thousandths that they added in all.
    /// Those of a question without first attempts are passed over.
    pub fn add_follow_ups(&mut self, question: &QuestionKey, point: String, times: usize, added: i64) {
        if let Some(counts) = self.questions.get_mut(question) {
            let entry = counts.followed.entry(point).or_default();
            *entry = (entry.0 + times, entry.1 + added);
        }
    }

    /// Statistics of every question that was attempted, in order of their keys.
    #[must_use]
    pub fn finish(self) -> Vec<Item> {
        // People meet different questions: what counts is how much better they do than others do at the same ones.
        let mut above = vec![0.0; self.people.len()];
        for counts in self.questions.values() {
            let mean = counts.mean();
            for (person, score) in &counts.scores {
                above[*person as usize] += f64::from(*score) / 1000.0 - mean;
            }
        }
        let Self { questions, people } = self;
        questions
            .into_iter()
            .map(|(question, counts)| {
                let mean = counts.mean();
                let with_rest: Vec<Pair> = counts
                    .scores
                    .iter()
                    .filter_map(|(person, score)| {
                        let (person, score) = (*person as usize, f64::from(*score) / 1000.0);
                        let others = people[person] - 1;
                        (others > 0).then(|| Pair { mark: (above[person] - (score - mean)) / f64::from(others), score })
                    })
                    .collect();
                let attempts = counts.scores.len();
                let share = |counted: BTreeMap<String, u32>| -> Vec<(String, f64)> {
                    counted.into_iter().map(|(id, times)| (id, f64::from(times) / count(attempts))).collect()
                };
                let earned = |(id, (times, sum)): (String, (usize, i64))| {
                    let sum = usize::try_from(sum).unwrap_or(0);
                    (id, times, count(sum) / 1000.0 / count(times.max(1)))
                };
                Item {
                    question,
                    attempts,
                    mean,
                    discrimination: pearson(&with_rest),
                    slope: slope(&with_rest),
                    met: share(counts.points),
                    mistakes: share(counts.mistakes),
                    followed: counts.followed.into_iter().map(earned).collect(),
                }
            })
            .collect()
    }
}

/// Mean and standard deviation.
fn spread(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let n = count(values.clone().count());
    let mean = values.clone().sum::<f64>() / n;
    let deviation = (values.map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    (deviation > 1e-9).then_some((mean, deviation))
}

/// The slope of a logistic regression of scores on ability, by Newton's method.
fn slope(pairs: &[Pair]) -> Option<f64> {
    let (mean, deviation) = spread(pairs.iter().map(|pair| pair.mark))?;
    let (mut level, mut slope) = (0.0_f64, 0.0_f64);
    for _ in 0..STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, -RIDGE * slope, 1e-9, 0.0, RIDGE);
        for Pair { mark, score } in pairs {
            let x = (mark - mean) / deviation;
            let expected = 1.0 / (1.0 + (-(level + slope * x)).exp());
            let weight = expected * (1.0 - expected);
            g0 += score - expected;
            g1 += (score - expected) * x;
            h00 += weight;
            h01 += weight * x;
            h11 += weight * x * x;
        }
        let determinant = h00 * h11 - h01 * h01;
        // A step is bounded, so that it cannot overshoot where everybody scores alike.
        level += ((h11 * g0 - h01 * g1) / determinant).clamp(-2.0, 2.0);
        slope += ((h00 * g1 - h01 * g0) / determinant).clamp(-2.0, 2.0);
    }
    Some(slope.clamp(-STEEPEST, STEEPEST))
}

#[expect(clippy::cast_precision_loss, reason = "numbers of people are small")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(question: usize) -> QuestionKey {
        let [bank, subject, concept] = ["b", "s", "c"].map(str::to_owned);
        QuestionKey { bank, subject, concept, question: format!("q{question:02}") }
    }

    fn attempt(person: usize, question: usize, score: u16) -> FirstAttempt {
        let (points, mistakes) = (vec![("point".to_owned(), score > 500)], Vec::new());
        let (person, score) = (u32::try_from(person).unwrap(), Score::from_thousandths(score));
        FirstAttempt { person, question: key(question), score, points, mistakes }
    }

    fn items(attempts: impl IntoIterator<Item = FirstAttempt>) -> Vec<Item> {
        let mut items = Items::default();
        attempts.into_iter().for_each(|attempt| items.add(attempt));
        items.finish()
    }

    #[test]
    fn means_shares_and_correlations_are_as_computed_by_hand() {
        let scores = [[1000, 800], [600, 400], [200, 0]];
        let attempts = scores.iter().enumerate().flat_map(|(person, row)| [attempt(person, 0, row[0]), attempt(person, 1, row[1])]);
        let mut counted = Items::default();
        attempts.for_each(|attempt| counted.add(attempt));
        counted.add_follow_ups(&key(1), "point".into(), 4, 500);
        let items = counted.finish();
        assert!((items[0].mean - 0.6).abs() < 1e-9 && (items[1].mean - 0.4).abs() < 1e-9, "{items:?}");
        assert!(items.iter().all(|item| item.discrimination.is_some_and(|r| (r - 1.0).abs() < 1e-9)), "{items:?}");
        assert!((items[0].met[0].1 - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(items[1].followed, [("point".to_owned(), 4, 0.125)]);
    }

    #[test]
    fn who_met_harder_questions_elsewhere_is_not_taken_for_weaker() {
        // The odd ones met the hard question beside this one, the even ones the easy one; both did there as others do.
        let of = |person: usize| {
            let (here, beside, score) = if person.is_multiple_of(2) { (300, 1, 900) } else { (700, 2, 100) };
            [attempt(person, 0, here), attempt(person, beside, score)]
        };
        assert_eq!(items((0..40).flat_map(of))[0].discrimination, None, "nothing is known of who is better");
    }

    #[test]
    fn questions_that_tell_nobody_apart_are_named_once_enough_people_have_answered() {
        let concerns = |people: usize, score: fn(usize) -> u16| {
            let others = |person| [attempt(person, 0, score(person)), attempt(person, 1, if person % 2 == 0 { 900 } else { 100 })];
            items((0..people).flat_map(others))[0].concerns()
        };
        assert_eq!(concerns(40, |_| 1000), [Concern::TooEasy]);
        assert_eq!(concerns(40, |_| 0), [Concern::TooHard]);
        assert_eq!(concerns(40, |person| if person % 2 == 0 { 200 } else { 700 }), [Concern::GoodPeopleFail]);
        assert_eq!(concerns(40, |person| if person % 2 == 0 { 700 } else { 200 }), []);
        assert_eq!(concerns(10, |_| 1000), [], "ten people are too few to tell");
    }
}
