//! Phrases that mislead: which ones the marks speak against.

use super::agreement::{count, pearson};
use super::suggest::{GOOD, changed, worth};
use super::{Criterion, Marked, Pair, phrase_records};
use crate::bank::{Accept, Question};

/// How far below the mean of its question the answers of a point's phrase lie for it to be doubted.
const BELOW: f64 = 0.1;
/// Gain in correlation on the question below which a doubt is noise.
const LEAST_GAIN: f64 = 0.002;
/// Answers that a point's phrase must fire in before it is judged.
const LEAST: usize = 2;

/// A phrase that misleads: of a point, and said in poor answers; of a mistake, and said in good ones.
#[derive(Clone, Debug)]
pub struct Doubt<'b> {
    /// The question.
    pub question: &'b Question,
    /// What the phrase belongs to.
    pub criterion: Criterion<'b>,
    /// The phrase.
    pub phrase: &'b Accept,
    /// Answers that it fires in.
    pub fired: usize,
    /// Their mean mark, as a share of full marks.
    pub mean_mark: f64,
    /// What taking it out adds to the correlation on its question, about.
    pub gain: f64,
}

/// The phrases of a question without which scores would follow the marks better.
pub(super) fn doubts<'b>(question: &'b Question, answers: &[&Marked<'_>], pairs: &[Pair]) -> Vec<Doubt<'b>> {
    let before = pearson(pairs).unwrap_or(0.0);
    let mean = pairs.iter().map(|pair| pair.mark).sum::<f64>() / count(pairs.len().max(1));
    let unit = question.points.first().map_or(0.0, |point| worth(question, point) / f64::from(point.worth));
    let mut doubts = Vec::new();
    for record in phrase_records(question, answers) {
        let (misleads, change) = match record.criterion {
            Criterion::Point(point) => (record.fired.len() >= LEAST && record.mean_mark <= mean - BELOW, -worth(question, point)),
            Criterion::Mistake(mistake) => (!record.fired.is_empty() && record.mean_mark >= GOOD, unit * f64::from(mistake.costs)),
        };
        // A criterion without phrases would be a fault of its own.
        if !misleads || record.criterion.accept().len() == 1 {
            continue;
        }
        let gain = pearson(&changed(pairs, &record.alone, change)).unwrap_or(0.0) - before;
        if gain >= LEAST_GAIN {
            doubts.push(Doubt {
                question,
                criterion: record.criterion,
                phrase: record.phrase,
                fired: record.fired.len(),
                mean_mark: record.mean_mark,
                gain,
            });
        }
    }
    doubts
}
