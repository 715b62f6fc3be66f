//! Which phrases an answer says: for authors, who want to know what each phrase is good for.

use std::cell::Cell;
use std::ops::Range;

use super::Rubric;
use super::reading::{OfMistake, OfPoint, Reading};
use super::things::Governors;
use crate::rubric::{Judge, Occurrences};
use crate::text::{Document, Language, Negation};

/// For every point and every mistake the phrases that were found, as indices in the author's order.
///
/// Those of a point's parts are counted after those that it accepts as a whole.
/// This is before anything is weighed: a phrase has fired even where a mistake in its sentence voids the point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fired {
    /// One list for every point of the rubric, in its order.
    pub points: Vec<Vec<usize>>,
    /// One list for every mistake of the rubric, in its order.
    pub mistakes: Vec<Vec<usize>>,
}

impl Rubric {
    /// The language that answers are read in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The phrases that an answer says. Never fails; time is linear in the length of the answer.
    #[must_use]
    pub fn fired(&self, answer: &str) -> Fired {
        let document = Document::read(answer, self.language);
        let negation = Negation::read(&document);
        let occurrences = Occurrences::read(&document, &self.lexicon);
        let candidates = self.candidates.of(&occurrences);
        let guarded = self.guards.read(&occurrences);
        let reading = Reading {
            document: &document,
            negation: &negation,
            occurrences: &occurrences,
            guarded: &guarded,
            guards: &self.guards,
            candidates: &candidates,
            patterns: &self.patterns,
        };
        let governors = Governors::read(&reading, &self.things);
        let points = self.points.iter().map(|point| {
            let judge = OfPoint {
                reading: &reading,
                void: &[],
                governors: &governors,
                mixed_up: &Cell::new(0),
                named: true,
                of: point.of,
                echo: point.echo,
                lists: true,
            };
            reading.fired(std::iter::once(&point.accept).chain(&point.parts), &judge)
        });
        let mistakes = self.mistakes.iter().map(|mistake| {
            let judge = OfMistake { reading: &reading, governors: &governors, of: mistake.of };
            reading.fired(std::iter::once(&mistake.accept), &judge)
        });
        Fired { points: points.collect(), mistakes: mistakes.collect() }
    }
}

impl Reading<'_> {
    /// Which of several runs of patterns are found, counted over all of them.
    fn fired<'p>(&self, runs: impl Iterator<Item = &'p Range<usize>>, judge: &impl Judge) -> Vec<usize> {
        let patterns = runs.flat_map(Clone::clone).enumerate();
        let found =
            patterns.filter(|(_, at)| self.candidates[*at] && !self.patterns[*at].find(self.occurrences, self.negation, judge).is_empty());
        found.map(|(index, _)| index).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::grade::{Builder, MistakeDraft, PointDraft};
    use crate::rubric::parse;

    #[test]
    fn each_phrase_that_is_said_is_named_even_in_a_sentence_that_is_wrong() {
        let sets = BTreeMap::new();
        let mut builder = Builder::new(Language::English, &sets, &[]);
        let phrases = |texts: &[&str]| texts.iter().map(|text| parse(text).unwrap()).collect::<Vec<_>>();
        let accept = phrases(&["keys weak", "strong keys"]);
        let parts = [phrases(&["weak references"])];
        builder.point(&PointDraft { id: "weak", worth: 2, accept: &accept, parts: &parts, ..PointDraft::default() }).unwrap();
        let accept = phrases(&["values copied"]);
        builder.mistake(&MistakeDraft { id: "copy", costs: 2, accept: &accept, voids: &[], of: &[] }).unwrap();
        let rubric = builder.build();
        let fired = rubric.fired("Its keys are weak references and its values are copied.");
        assert_eq!(fired, Fired { points: vec![vec![0, 2]], mistakes: vec![vec![0]] });
        assert_eq!(rubric.fired(""), Fired { points: vec![vec![]], mistakes: vec![vec![]] });
    }
}
