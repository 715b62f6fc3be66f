//! Studying: the card of a concept, and how much of the bank a person has been asked.

use super::{App, AppError};
use crate::bank::{Concept, ConceptKey};
use crate::interview::STRONG;
use crate::store::Person;

/// A concept to study, and what lies beside it.
#[derive(Debug)]
pub struct Study<'b> {
    /// Its name.
    pub key: ConceptKey,
    /// The concept.
    pub concept: &'b Concept,
    /// The one before it in its subject.
    pub before: Option<&'b Concept>,
    /// The one after it in its subject.
    pub after: Option<&'b Concept>,
    /// Those that it refers to.
    pub related: Vec<&'b Concept>,
}

/// How much of a concept a person has been asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Questions that it has.
    pub questions: usize,
    /// Questions of it that were answered at least once.
    pub asked: usize,
    /// Questions of it whose last answer was strong.
    pub known: usize,
}

/// How much of the bank a person has been asked.
#[derive(Debug)]
pub struct Coverage<'b> {
    /// Every concept with its subject's title, in the bank's order.
    pub concepts: Vec<(&'b str, &'b Concept, Covered)>,
}

impl Coverage<'_> {
    /// All concepts together.
    #[must_use]
    pub fn total(&self) -> Covered {
        let sum = |of: fn(&Covered) -> usize| self.concepts.iter().map(|(_, _, covered)| of(covered)).sum();
        Covered { questions: sum(|it| it.questions), asked: sum(|it| it.asked), known: sum(|it| it.known) }
    }
}

impl App {
    /// A concept to study; `None` once it has left the bank.
    #[must_use]
    pub fn study(&self, key: &ConceptKey) -> Option<Study<'_>> {
        let subject = self.bank.subjects.iter().find(|subject| subject.id == key.subject)?;
        let position = subject.concepts.iter().position(|concept| concept.id == key.concept)?;
        let concept = &subject.concepts[position];
        let find = |id: &String| subject.concepts.iter().find(|concept| concept.id == *id);
        Some(Study {
            key: key.clone(),
            concept,
            before: position.checked_sub(1).and_then(|before| subject.concepts.get(before)),
            after: subject.concepts.get(position + 1),
            related: concept.see_also.iter().filter_map(find).collect(),
        })
    }

    /// The concepts that a person means by a topic.
    ///
    /// # Errors
    /// [`AppError::Topic`] when nothing is called so.
    pub fn concepts_of(&self, topic: &str) -> Result<Vec<(ConceptKey, &Concept)>, AppError> {
        let mut concepts: Vec<(ConceptKey, &Concept)> = Vec::new();
        for (concept, question) in self.bank.pool(Some(topic), None)? {
            let key = ConceptKey::from(&question.key);
            if concepts.last().is_none_or(|(last, _)| *last != key) {
                concepts.push((key, concept));
            }
        }
        Ok(concepts)
    }

    /// How much of the bank a person has been asked, concept by concept.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn coverage(&self, person: &Person) -> Result<Coverage<'_>, AppError> {
        let records = self.records(person).await?;
        let covered = |concept: &Concept| {
            let of = records.iter().filter(|record| concept.questions.iter().any(|question| question.key == record.question));
            let (asked, known) = of.fold((0, 0), |(asked, known), record| (asked + 1, known + usize::from(record.latest >= STRONG)));
            Covered { questions: concept.questions.len(), asked, known }
        };
        let concepts =
            self.bank.subjects.iter().flat_map(|subject| subject.concepts.iter().map(|it| (subject.title.as_str(), it, covered(it))));
        Ok(Coverage { concepts: concepts.collect() })
    }
}
