//! What each phrase of a rubric does: how often it fires, and in how well-marked answers.

use super::Marked;
use super::agreement::count;
use crate::bank::{Accept, Mistake, Point, Question};
use crate::grade::Fired;

/// What a phrase belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Criterion<'b> {
    /// Something an expert listens for.
    Point(&'b Point),
    /// Something false that people believe.
    Mistake(&'b Mistake),
}

impl<'b> Criterion<'b> {
    /// The criterion's id.
    #[must_use]
    pub fn id(self) -> &'b str {
        match self {
            Self::Point(point) => &point.id,
            Self::Mistake(mistake) => &mistake.id,
        }
    }

    /// `point` or `mistake`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Point(_) => "point",
            Self::Mistake(_) => "mistake",
        }
    }

    /// Its phrases.
    #[must_use]
    pub fn accept(self) -> &'b [Accept] {
        match self {
            Self::Point(point) => &point.accept,
            Self::Mistake(mistake) => &mistake.accept,
        }
    }
}

/// What one phrase did in the marked answers to its question.
#[derive(Clone, Debug)]
pub struct PhraseRecord<'b> {
    /// What the phrase belongs to.
    pub criterion: Criterion<'b>,
    /// The phrase.
    pub phrase: &'b Accept,
    /// The answers that it fired in, as positions in what was given.
    pub fired: Vec<usize>,
    /// Those among them in which no other phrase of its criterion fired.
    pub alone: Vec<usize>,
    /// Mean mark of the answers that it fired in, as a share of full marks; 0 where it never fired.
    pub mean_mark: f64,
}

/// The record of every phrase of a question in answers to it, points before mistakes, in the author's order.
#[must_use]
pub fn phrase_records<'b>(question: &'b Question, answers: &[&Marked<'_>]) -> Vec<PhraseRecord<'b>> {
    let fired: Vec<Fired> = answers.iter().map(|marked| question.rubric().fired(&marked.answer)).collect();
    let points = question.points.iter().enumerate().map(|(at, point)| {
        let said: Vec<&Vec<usize>> = fired.iter().map(|fired| &fired.points[at]).collect();
        (Criterion::Point(point), said)
    });
    let mistakes = question.mistakes.iter().enumerate().map(|(at, mistake)| {
        let said: Vec<&Vec<usize>> = fired.iter().map(|fired| &fired.mistakes[at]).collect();
        (Criterion::Mistake(mistake), said)
    });
    let mut records = Vec::new();
    for (criterion, said) in points.chain(mistakes) {
        for (index, phrase) in criterion.accept().iter().enumerate() {
            let fired: Vec<usize> = (0..said.len()).filter(|answer| said[*answer].contains(&index)).collect();
            let alone = fired.iter().copied().filter(|answer| said[*answer].len() == 1).collect();
            let sum: f64 = fired.iter().map(|answer| answers[*answer].share()).sum();
            let mean_mark = if fired.is_empty() { 0.0 } else { sum / count(fired.len()) };
            records.push(PhraseRecord { criterion, phrase, fired, alone, mean_mark });
        }
    }
    records
}
