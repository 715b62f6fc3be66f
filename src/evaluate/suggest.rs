//! Proposing phrases: what well-marked answers say that the rubric does not hear, and which phrases mislead it.

use super::agreement::pearson;
use super::doubts::doubts;
use super::evaluation::questions_of;
use super::offers::{Offer, offers};
use super::{Doubt, Marked, Pair};
use crate::bank::{Bank, Point, Question};
use crate::grade::{PointVerdict, Verdict};

/// Share of full marks from which an answer is well marked.
pub(super) const GOOD: f64 = 0.6;
/// Share of full marks up to which an answer is poorly marked.
pub(super) const POOR: f64 = 0.35;
/// Well-marked answers that must say a phrase and miss its point.
pub(super) const LEAST: usize = 2;
/// Well-marked answers for each poorly marked one that says the phrase too.
pub(super) const GOOD_PER_POOR: usize = 4;
/// What a phrase may take from the correlation on its question: with a dozen answers, so small a loss is chance.
const LEAST_GAIN: f64 = -0.005;
/// Answers to other questions that there should be, to know what is said everywhere.
const ELSEWHERE: usize = 100;
/// Phrases proposed for one point at the most.
const MOST: usize = 12;

/// A phrase to add to a point.
#[derive(Clone, Debug)]
pub struct Addition<'b> {
    /// The question.
    pub question: &'b Question,
    /// The point.
    pub point: &'b Point,
    /// The phrase.
    pub phrase: String,
    /// Well-marked answers that say it and miss the point.
    pub good: usize,
    /// Poorly marked answers that say it and miss the point.
    pub poor: usize,
    /// What it adds to the correlation on its question, about.
    pub gain: f64,
}

/// What an author might change.
#[derive(Clone, Debug, Default)]
pub struct Suggestions<'b> {
    /// Phrases to add, by question; within one, those that most good answers gain by come first.
    pub additions: Vec<Addition<'b>>,
    /// Phrases to doubt, by question, in the author's order.
    pub doubts: Vec<Doubt<'b>>,
}

/// Looks at every question that has marked answers. Deterministic.
#[must_use]
pub fn suggest<'b>(bank: &Bank, marked: &[Marked<'b>]) -> Suggestions<'b> {
    let mut suggestions = Suggestions::default();
    for question in questions_of(marked) {
        let answers: Vec<&Marked<'b>> = marked.iter().filter(|marked| marked.question.key == question.key).collect();
        let others = elsewhere(bank, question, marked);
        let class = Class::read(bank, question, answers, others);
        suggestions.additions.extend(class.additions());
        suggestions.doubts.extend(doubts(question, &class.answers, &class.pairs()));
    }
    suggestions
}

/// Answers to other questions; where too few are marked, the bank's own samples make up for them.
fn elsewhere<'a>(bank: &'a Bank, question: &Question, marked: &'a [Marked<'_>]) -> Vec<&'a str> {
    let others = marked.iter().filter(|marked| marked.question.key != question.key).map(|marked| marked.answer.as_str());
    let samples = bank.questions().filter(|(_, other)| other.key.concept != question.key.concept);
    let samples = samples.flat_map(|(_, other)| &other.samples).map(|sample| sample.answer.as_str());
    let others: Vec<&str> = others.collect();
    let missing = ELSEWHERE.saturating_sub(others.len());
    others.into_iter().chain(samples.take(missing)).collect()
}

/// Everybody's answer to one question.
struct Class<'a, 'b> {
    question: &'b Question,
    answers: Vec<&'a Marked<'b>>,
    /// Answers to other questions: what they say too is a phrase about nothing in particular.
    others: Vec<&'a str>,
    verdicts: Vec<Verdict>,
}

impl<'a, 'b> Class<'a, 'b> {
    fn read(bank: &'a Bank, question: &'b Question, answers: Vec<&'a Marked<'b>>, others: Vec<&'a str>) -> Self {
        let verdicts = answers.iter().map(|marked| bank.grade(question, &marked.answer)).collect();
        Self { question, answers, others, verdicts }
    }

    fn pairs(&self) -> Vec<Pair> {
        let both = self.answers.iter().zip(&self.verdicts);
        both.map(|(marked, verdict)| Pair { mark: marked.share(), score: verdict.score.fraction() }).collect()
    }

    /// Takes again and again the phrase that most good answers would gain by, as if it had been there.
    fn additions(&self) -> Vec<Addition<'b>> {
        let offers = offers(self.question, &self.answers, &self.others);
        let mut pairs = self.pairs();
        let mut met: Vec<Vec<bool>> =
            self.verdicts.iter().map(|verdict| verdict.points.iter().map(PointVerdict::is_met).collect()).collect();
        let mut additions = Vec::new();
        let mut taken = vec![0; self.question.points.len()];
        loop {
            let open = offers.iter().filter(|offer| taken[offer.point] < MOST);
            let steps = open.filter_map(|offer| self.step(offer, &pairs, &met));
            let Some(Step { offer, addition, after }) = steps.reduce(|best, step| if step.beats(&best) { step } else { best }) else {
                return additions;
            };
            additions.push(addition);
            pairs = after;
            taken[offer.point] += 1;
            for answer in &offer.holders {
                met[*answer][offer.point] = true;
            }
        }
    }

    /// What an offer would do now; nothing, if it would not help.
    fn step<'o>(&self, offer: &'o Offer, pairs: &[Pair], met: &[Vec<bool>]) -> Option<Step<'o, 'b>> {
        let wins: Vec<usize> = offer.holders.iter().copied().filter(|answer| !met[*answer][offer.point]).collect();
        let good = wins.iter().filter(|answer| pairs[**answer].mark >= GOOD).count();
        let poor = wins.iter().filter(|answer| pairs[**answer].mark <= POOR).count();
        if good < LEAST || poor * GOOD_PER_POOR > good {
            return None;
        }
        let point = &self.question.points[offer.point];
        let after = changed(pairs, &wins, worth(self.question, point));
        let gain = pearson(&after).unwrap_or(0.0) - pearson(pairs).unwrap_or(0.0);
        let addition = Addition { question: self.question, point, phrase: offer.phrase.clone(), good, poor, gain };
        (gain >= LEAST_GAIN).then_some(Step { offer, addition, after })
    }
}

/// One phrase more, and the pairs that it would lead to.
struct Step<'o, 'b> {
    offer: &'o Offer,
    addition: Addition<'b>,
    after: Vec<Pair>,
}

impl Step<'_, '_> {
    /// How many good answers gain comes before what it adds to the correlation, which is mostly chance in a few answers.
    fn beats(&self, other: &Self) -> bool {
        let rank = |step: &Self| (step.addition.good, step.addition.gain, step.offer.words);
        rank(self) > rank(other)
    }
}

/// Share of full marks that a point is worth: a follow-up gives half of it.
pub(super) fn worth(question: &Question, point: &Point) -> f64 {
    2.0 * question.rubric().follow_up_score(&point.id).fraction()
}

/// The pairs with the scores of some answers moved.
pub(super) fn changed(pairs: &[Pair], answers: &[usize], by: f64) -> Vec<Pair> {
    let mut pairs = pairs.to_vec();
    for answer in answers {
        pairs[*answer].score = (pairs[*answer].score + by).clamp(0.0, 1.0);
    }
    pairs
}
