//! Grading with the whole bank in view: an answer that fits another question better is off topic.

use super::{Bank, Question};
use crate::grade::{Flag, Score, Verdict};
use crate::text::{Document, Negation};

/// An answer that earns this much has met its question, whatever else it fits.
const ON_TOPIC: Score = Score::from_thousandths(500);
/// How much better a question of another concept must be met.
const LEAD: u16 = 300;
/// The same for a concept that is linked with the question's: their answers overlap.
const LEAD_OF_LINKED: u16 = 400;
/// Most that an answer to another question earns.
const CEILING: Score = Score::from_thousandths(50);

impl Bank {
    /// Grades an answer to a question, and looks whether it was meant for another.
    ///
    /// The other questions are tried only when the answer hardly meets its own.
    #[must_use]
    pub fn grade(&self, question: &Question, answer: &str) -> Verdict {
        // One reading serves all: the questions tried are of the same subject, hence of the same language.
        let document = Document::read(answer, question.language());
        let negation = Negation::read(&document);
        let mut verdict = question.rubric().grade_read(&document, &negation);
        if verdict.score == Score::ZERO || verdict.score >= ON_TOPIC {
            return verdict;
        }
        let own = verdict.score.thousandths();
        if self.others(question).any(|(other, lead)| other.rubric().grade_read(&document, &negation).score.thousandths() >= own + lead) {
            verdict.score = verdict.score.min(CEILING);
            verdict.flags.push(Flag::OffTopic);
        }
        verdict
    }

    /// The overviews of the subject's other concepts, each with the lead that it needs.
    fn others<'b>(&'b self, question: &'b Question) -> impl Iterator<Item = (&'b Question, u16)> {
        let key = &question.key;
        let concepts = self.subjects.iter().filter(|subject| subject.id == key.subject).flat_map(|subject| &subject.concepts);
        let own = self.concepts().find(|concept| concept.id == key.concept);
        concepts.filter(|concept| concept.id != key.concept).filter_map(move |concept| {
            let linked = concept.see_also.contains(&key.concept) || own.is_some_and(|own| own.see_also.contains(&concept.id));
            concept.questions.first().map(|question| (question, if linked { LEAD_OF_LINKED } else { LEAD }))
        })
    }
}
