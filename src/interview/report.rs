//! What an interview showed: per concept, what went well, what to study next.

use crate::bank::ConceptKey;
use crate::grade::Score;

/// The outcome of one round, as the report needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundResult {
    /// The concept.
    pub concept: ConceptKey,
    /// Its title.
    pub title: String,
    /// Score with follow-ups; `None` when it was skipped.
    pub score: Option<Score>,
    /// What the missed points say.
    pub missed: Vec<String>,
    /// Whether the answer came after its time.
    pub late: bool,
}

/// The outcome of one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptResult {
    /// The concept.
    pub key: ConceptKey,
    /// Its title.
    pub title: String,
    /// Mean score of its answered questions; `None` when all were skipped.
    pub score: Option<Score>,
    /// What the missed points say.
    pub missed: Vec<String>,
    /// Answers that came after their time.
    pub late: usize,
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
    /// Questions that were skipped, or of which a point was missed.
    pub missed: usize,
    /// Answers that came after their time.
    pub late: usize,
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
            let index = concepts.iter().position(|(concept, _)| concept.key == round.concept).unwrap_or_else(|| {
                let (key, title) = (round.concept.clone(), round.title.clone());
                concepts.push((ConceptResult { key, title, score: None, missed: Vec::new(), late: 0 }, Vec::new()));
                concepts.len() - 1
            });
            let (concept, scores) = &mut concepts[index];
            concept.missed.extend(round.missed.iter().cloned());
            concept.late += usize::from(round.late);
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
            missed: rounds.iter().filter(|round| round.score.is_none() || !round.missed.is_empty()).count(),
            late: rounds.iter().filter(|round| round.late).count(),
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
        let key = ConceptKey { subject: "letters".into(), concept: concept.into() };
        RoundResult { concept: key, title: concept.to_uppercase(), score: score.map(Score::from_thousandths), missed: vec![], late: false }
    }

    #[test]
    fn skipped_questions_lower_no_mean_but_are_studied_first() {
        let report = Report::new(&[round("a", Some(900)), round("b", None), round("c", Some(500)), round("a", Some(700))]);
        assert_eq!(report.total, Some(Score::from_thousandths(700)));
        assert_eq!((report.answered, report.asked), (3, 4));
        assert_eq!(report.strongest().unwrap().key.concept, "a");
        let next: Vec<_> = report.study_next().iter().map(|c| c.key.concept.as_str()).collect();
        assert_eq!(next, ["b", "c"]);
    }

    #[test]
    fn what_was_missed_skipped_or_late_is_counted_by_question() {
        let missed = RoundResult { missed: vec!["a point".into(), "another".into()], late: true, ..round("a", Some(500)) };
        let report = Report::new(&[missed, round("a", Some(1000)), round("b", None)]);
        assert_eq!((report.missed, report.late, report.concepts[0].late, report.concepts[1].late), (2, 1, 1, 0));
    }

    #[test]
    fn an_interview_without_answers_has_no_total() {
        let report = Report::new(&[]);
        assert_eq!((report.total, report.strongest()), (None, None));
    }
}
