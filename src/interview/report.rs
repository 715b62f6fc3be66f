//! What an interview showed: per concept, what went well, what to study next.

use crate::grade::Score;

/// The outcome of one round, as the report needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundResult {
    /// Id of the concept.
    pub concept: String,
    /// Its title.
    pub title: String,
    /// Score with follow-ups; `None` when it was skipped.
    pub score: Option<Score>,
    /// What the missed points say.
    pub missed: Vec<String>,
}

/// The outcome of one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptResult {
    /// Id of the concept.
    pub concept: String,
    /// Its title.
    pub title: String,
    /// Mean score of its answered questions; `None` when all were skipped.
    pub score: Option<Score>,
    /// What the missed points say.
    pub missed: Vec<String>,
}

/// An interview summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Mean score of the answered questions; `None` when there is none.
    pub total: Option<Score>,
    /// Questions answered.
    pub answered: usize,
    /// Questions answered or skipped.
    pub asked: usize,
    /// Concepts in the order asked.
    pub concepts: Vec<ConceptResult>,
}

/// A concept, or a question, at or above this is well in hand.
pub const STRONG: Score = Score::from_thousandths(800);

impl Report {
    /// Sums rounds up.
    #[must_use]
    pub fn new(rounds: &[RoundResult]) -> Self {
        let mut concepts: Vec<(ConceptResult, Vec<Score>)> = Vec::new();
        for round in rounds {
            let index = concepts.iter().position(|(concept, _)| concept.concept == round.concept).unwrap_or_else(|| {
                let result = ConceptResult { concept: round.concept.clone(), title: round.title.clone(), score: None, missed: Vec::new() };
                concepts.push((result, Vec::new()));
                concepts.len() - 1
            });
            let (concept, scores) = &mut concepts[index];
            concept.missed.extend(round.missed.iter().cloned());
            scores.extend(round.score);
        }
        let answered: Vec<Score> = rounds.iter().filter_map(|round| round.score).collect();
        let concepts = concepts.into_iter().map(|(mut concept, scores)| {
            concept.score = (!scores.is_empty()).then(|| Score::mean(scores));
            concept
        });
        Self {
            total: (!answered.is_empty()).then(|| Score::mean(answered.iter().copied())),
            answered: answered.len(),
            asked: rounds.len(),
            concepts: concepts.collect(),
        }
    }

    /// The concept that went best, if it went well and there is another to compare it with.
    #[must_use]
    pub fn strongest(&self) -> Option<&ConceptResult> {
        let best = self.concepts.iter().max_by_key(|concept| concept.score)?;
        (self.concepts.len() > 1 && best.score >= Some(Score::from_thousandths(500))).then_some(best)
    }

    /// Concepts that are not well in hand yet, the weakest first.
    #[must_use]
    pub fn study_next(&self) -> Vec<&ConceptResult> {
        let mut weak: Vec<_> = self.concepts.iter().filter(|concept| concept.score < Some(STRONG)).collect();
        weak.sort_by_key(|concept| concept.score);
        weak
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(concept: &str, score: Option<u16>) -> RoundResult {
        RoundResult { concept: concept.into(), title: concept.to_uppercase(), score: score.map(Score::from_thousandths), missed: vec![] }
    }

    #[test]
    fn skipped_questions_lower_no_mean_but_are_studied_first() {
        let report = Report::new(&[round("a", Some(900)), round("b", None), round("c", Some(500)), round("a", Some(700))]);
        assert_eq!(report.total, Some(Score::from_thousandths(700)));
        assert_eq!((report.answered, report.asked), (3, 4));
        assert_eq!(report.strongest().unwrap().concept, "a");
        let next: Vec<_> = report.study_next().iter().map(|c| c.concept.as_str()).collect();
        assert_eq!(next, ["b", "c"]);
    }

    #[test]
    fn an_interview_without_answers_has_no_total() {
        let report = Report::new(&[]);
        assert_eq!((report.total, report.strongest()), (None, None));
    }
}
