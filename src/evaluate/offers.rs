//! Candidates that tell who knows a point, each with the point that it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::Marked;
use super::agreement::count;
use super::candidates::{Candidate, candidates, stems};
use super::suggest::{GOOD, GOOD_PER_POOR, LEAST, POOR};
use crate::bank::{Point, Question};
use crate::grade::{Builder, PointDraft, Rubric};
use crate::rubric::parse;
use crate::text::Language;

/// How much more often good answers say a phrase than answers to other questions do.
const HERE_PER_ELSEWHERE: usize = 2;

/// A phrase that could be added to a point.
#[derive(Debug)]
pub(super) struct Offer {
    /// The phrase.
    pub(super) phrase: String,
    /// How many words it has; of two that do the same, the longer is the safer.
    pub(super) words: usize,
    /// Index of the point.
    pub(super) point: usize,
    /// Answers that say it.
    pub(super) holders: Vec<usize>,
}

/// What could be added to the points of a question, from answers to it and answers to other questions.
///
/// An offer shares a word with its point. Poor answers, and answers to other questions, hardly ever say it.
pub(super) fn offers(question: &Question, answers: &[&Marked<'_>], others: &[&str]) -> Vec<Offer> {
    let language = question.language();
    let good: Vec<&Marked<'_>> = answers.iter().copied().filter(|marked| marked.share() >= GOOD).collect();
    let mut offers = assigned(question, candidates(&good, language, LEAST), language);
    let rubric = heard(&offers, language);
    for (answer, marked) in answers.iter().enumerate() {
        for (offer, fired) in offers.iter_mut().zip(rubric.fired(&marked.answer).points) {
            if !fired.is_empty() {
                offer.holders.push(answer);
            }
        }
    }
    let holding = |offer: &Offer, fits: &dyn Fn(f64) -> bool| offer.holders.iter().filter(|answer| fits(answers[**answer].share())).count();
    let in_good = |offer: &Offer| holding(offer, &|mark| mark >= GOOD);
    offers.retain(|offer| in_good(offer) >= LEAST && holding(offer, &|mark| mark <= POOR) * GOOD_PER_POOR <= in_good(offer));
    let rubric = heard(&offers, language);
    let mut elsewhere = vec![0; offers.len()];
    for other in others {
        for (count, fired) in elsewhere.iter_mut().zip(rubric.fired(other).points) {
            *count += usize::from(!fired.is_empty());
        }
    }
    let mut elsewhere = elsewhere.into_iter();
    offers.retain(|offer| {
        let elsewhere = elsewhere.next().unwrap_or(0);
        elsewhere * good.len() * HERE_PER_ELSEWHERE <= in_good(offer) * others.len()
    });
    offers
}

/// Each candidate with the point whose words are most like its own; those that are like none are left out.
fn assigned(question: &Question, candidates: Vec<Candidate>, language: Language) -> Vec<Offer> {
    let words: Vec<BTreeSet<String>> = question.points.iter().map(|point| words_of(point, language)).collect();
    let rarity = |stem: &String| 1.0 / count(words.iter().filter(|words| words.contains(stem)).count().max(1));
    let mut offers = Vec::new();
    for Candidate { phrase, stems } in candidates {
        let likeness = |words: &BTreeSet<String>| stems.iter().filter(|stem| words.contains(*stem)).map(rarity).sum::<f64>();
        let nearest = words.iter().map(likeness).enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((point, likeness)) = nearest
            && likeness > 0.0
        {
            offers.push(Offer { phrase, words: stems.len(), point, holders: Vec::new() });
        }
    }
    offers
}

/// The stems of what a point says and of its phrases.
fn words_of(point: &Point, language: Language) -> BTreeSet<String> {
    let mut words = stems(&point.says, language);
    for accept in &point.accept {
        words.extend(stems(&accept.text, language));
    }
    words
}

/// A rubric that hears each offer, as a point of one phrase.
fn heard(offers: &[Offer], language: Language) -> Rubric {
    let sets = BTreeMap::new();
    let mut builder = Builder::new(language, &sets, &[]);
    for offer in offers {
        let phrases: Vec<_> = parse(&offer.phrase).into_iter().collect();
        // No offer names a synonym set, the one thing that could be wrong with it.
        let _ = builder.point(&PointDraft { id: &offer.phrase, worth: 1, accept: &phrases, ..PointDraft::default() });
    }
    builder.build()
}
