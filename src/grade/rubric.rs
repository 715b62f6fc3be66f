//! A compiled rubric and how it grades.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Flag, MistakeVerdict, PointVerdict, Score, Verdict};
use crate::rubric::{Compiler, Lexicon, Node, Occurrences, Pattern, Phrase, Place, SetError};
use crate::text::{Document, Language, Negation};

/// Share of all worth that earns full marks, in percent: nobody says everything.
const FULL_MARKS_AT: u32 = 90;

/// What an answer is graded against: points, mistakes and the words of all their phrases.
#[derive(Debug)]
pub struct Rubric {
    language: Language,
    lexicon: Lexicon,
    points: Vec<Criterion>,
    mistakes: Vec<Criterion>,
}

/// A point or a mistake: any one of its patterns decides it.
#[derive(Debug)]
pub struct Criterion {
    /// Id, unique among the points or the mistakes of the rubric.
    pub id: String,
    /// What a point is worth, or what a mistake costs.
    pub weight: u32,
    patterns: Vec<Pattern>,
}

/// Collects the criteria of a rubric.
#[derive(Debug)]
pub struct Builder<'a> {
    language: Language,
    compiler: Compiler<'a>,
    points: Vec<Criterion>,
    mistakes: Vec<Criterion>,
}

impl<'a> Builder<'a> {
    /// An empty rubric in a language, over a subject's synonym sets.
    #[must_use]
    pub fn new(language: Language, sets: &'a BTreeMap<String, Vec<Node>>, everywhere: &'a [String]) -> Self {
        Self { language, compiler: Compiler::new(language, sets, everywhere), points: Vec::new(), mistakes: Vec::new() }
    }

    /// Adds a point.
    ///
    /// # Errors
    /// The index of each phrase that names a synonym set that is not there.
    pub fn point(&mut self, id: &str, worth: u32, phrases: &[Phrase]) -> Result<(), Vec<(usize, SetError)>> {
        let point = self.criterion(id, worth, phrases)?;
        self.points.push(point);
        Ok(())
    }

    /// Adds a mistake.
    ///
    /// # Errors
    /// As [`Builder::point`].
    pub fn mistake(&mut self, id: &str, costs: u32, phrases: &[Phrase]) -> Result<(), Vec<(usize, SetError)>> {
        let mistake = self.criterion(id, costs, phrases)?;
        self.mistakes.push(mistake);
        Ok(())
    }

    fn criterion(&mut self, id: &str, weight: u32, phrases: &[Phrase]) -> Result<Criterion, Vec<(usize, SetError)>> {
        let mut patterns = Vec::with_capacity(phrases.len());
        let mut errors = Vec::new();
        for (index, phrase) in phrases.iter().enumerate() {
            match self.compiler.compile(phrase) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => errors.push((index, error)),
            }
        }
        if errors.is_empty() { Ok(Criterion { id: id.to_owned(), weight, patterns }) } else { Err(errors) }
    }

    /// The rubric, ready to grade.
    #[must_use]
    pub fn build(self) -> Rubric {
        Rubric { language: self.language, lexicon: self.compiler.into_lexicon(), points: self.points, mistakes: self.mistakes }
    }
}

impl Rubric {
    /// The points, in the author's order.
    #[must_use]
    pub fn points(&self) -> &[Criterion] {
        &self.points
    }

    /// What a follow-up on a point may add to the score of the answer: half of what the point is worth.
    #[must_use]
    pub fn follow_up_score(&self, point: &str) -> Score {
        let worth = self.points.iter().find(|p| p.id == point).map_or(0, |p| p.weight);
        Score::from_points(worth * 50, self.full_marks())
    }

    /// What earns full marks, in hundredths of a point.
    fn full_marks(&self) -> u32 {
        self.points.iter().map(|point| point.weight).sum::<u32>() * FULL_MARKS_AT
    }

    /// Grades an answer. Never fails; time is linear in the length of the answer.
    #[must_use]
    pub fn grade(&self, answer: &str) -> Verdict {
        let document = Document::read(answer, self.language);
        let negation = Negation::read(&document);
        let occurrences = Occurrences::read(&document, &self.lexicon);
        let reading = Reading { document: &document, negation: &negation, occurrences: &occurrences };

        let mut flags = Vec::new();
        if document.tokens.is_empty() {
            flags.push(Flag::Empty);
        }
        let mut void = Vec::new();
        let mut mistakes = Vec::new();
        let mut cost = 0;
        for mistake in &self.mistakes {
            let places = reading.all(mistake);
            if !places.is_empty() {
                cost += mistake.weight;
                void.extend(places.iter().map(|place| document.tokens[place.last].sentence));
                mistakes.push(MistakeVerdict { id: mistake.id.clone(), evidence: reading.evidence(places) });
            }
        }
        let mut earned = 0;
        let mut points = Vec::with_capacity(self.points.len());
        for point in &self.points {
            let mut verdict = PointVerdict { id: point.id.clone(), credit: Score::ZERO, evidence: Vec::new() };
            if let Some(places) = reading.first(point, &void) {
                earned += point.weight;
                verdict.credit = Score::FULL;
                verdict.evidence = reading.evidence(places);
            } else if !void.is_empty() && !flags.contains(&Flag::Contradicted) && reading.first(point, &[]).is_some() {
                flags.push(Flag::Contradicted);
            }
            points.push(verdict);
        }
        let score = Score::from_points(earned.saturating_sub(cost) * 100, self.full_marks());
        Verdict { score, points, mistakes, flags }
    }
}

/// An answer as the patterns see it.
struct Reading<'r> {
    document: &'r Document<'r>,
    negation: &'r Negation,
    occurrences: &'r Occurrences<'r>,
}

impl Reading<'_> {
    /// Places of the first pattern that is found outside the sentences in `void`.
    fn first(&self, criterion: &Criterion, void: &[u32]) -> Option<Vec<Place>> {
        criterion.patterns.iter().find_map(|pattern| {
            let mut parts = pattern.find(self.occurrences, self.negation);
            for part in &mut parts {
                part.retain(|place| !void.contains(&self.document.tokens[place.last].sentence));
            }
            let first: Option<Vec<Place>> = parts.iter().map(|part| part.first().copied()).collect();
            first.filter(|places| !places.is_empty())
        })
    }

    /// Places of every pattern.
    fn all(&self, criterion: &Criterion) -> Vec<Place> {
        criterion.patterns.iter().flat_map(|pattern| pattern.find(self.occurrences, self.negation)).flatten().collect()
    }

    /// Byte ranges of places: in order, overlapping ones merged.
    fn evidence(&self, mut places: Vec<Place>) -> Vec<Range<usize>> {
        places.sort_unstable();
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(places.len());
        for place in places {
            let (start, end) = (self.document.tokens[place.first].start, self.document.tokens[place.last].end);
            match ranges.last_mut() {
                Some(before) if start <= before.end => before.end = before.end.max(end),
                _ => ranges.push(start..end),
            }
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::parse;

    fn rubric() -> Rubric {
        let sets = BTreeMap::new();
        let mut builder = Builder::new(Language::English, &sets, &[]);
        let phrases = |texts: &[&str]| texts.iter().map(|text| parse(text).unwrap()).collect::<Vec<_>>();
        builder.point("weak", 2, &phrases(&["keys weak", "weak references"])).unwrap();
        builder.point("vanish", 1, &phrases(&["entry (vanishes | removed)"])).unwrap();
        builder.mistake("copy", 2, &phrases(&["values copied"])).unwrap();
        builder.build()
    }

    #[test]
    fn points_add_up_and_evidence_is_in_the_answer() {
        let answer = "Its keys are weak. Then the entry vanishes — ✓";
        let verdict = rubric().grade(answer);
        assert_eq!(verdict.score, Score::FULL);
        let words: Vec<_> = verdict.points.iter().map(|p| &answer[p.evidence[0].clone()]).collect();
        assert_eq!(words, ["keys are weak", "entry vanishes"]);
    }

    #[test]
    fn a_mistake_costs_and_takes_its_sentence_with_it() {
        let apart = rubric().grade("Its keys are weak. The values are copied.");
        assert_eq!((apart.score, apart.mistakes.len()), (Score::ZERO, 1));
        assert!(apart.points[0].is_met());
        let together = rubric().grade("Its keys are weak and the values are copied. The entry vanishes.");
        assert!(!together.points[0].is_met() && together.points[1].is_met());
        assert_eq!(together.flags, [Flag::Contradicted]);
    }

    #[test]
    fn every_string_has_a_verdict() {
        for answer in ["", "   ", "\u{0}\u{1b}[31m", "🙂🙂", "مرحبا بالعالم", "'''", "....", "\u{301}", "ﷺ", "not not not", "___"]
        {
            let verdict = rubric().grade(answer);
            assert_eq!(verdict.score, Score::ZERO, "{answer:?}");
        }
        assert_eq!(rubric().grade("").flags, [Flag::Empty]);
    }
}
