//! Grading marked answers, and how well the scores agree with the marks.

use super::{Agreement, Pair};
use crate::bank::{Bank, Question};
use crate::grade::Verdict;

/// An answer with the mark that a person gave it.
#[derive(Clone, Debug)]
pub struct Marked<'b> {
    /// What was asked.
    pub question: &'b Question,
    /// What was answered.
    pub answer: String,
    /// The mark, `0.0..=max`.
    pub mark: f64,
    /// What full marks are; above 0.
    pub max: f64,
}

impl Marked<'_> {
    /// The mark as a share of full marks.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.mark / self.max
    }
}

/// A marked answer with its verdict.
#[derive(Clone, Debug)]
pub struct Graded<'m, 'b> {
    /// The answer and its mark.
    pub marked: &'m Marked<'b>,
    /// What the grader says.
    pub verdict: Verdict,
}

impl Graded<'_, '_> {
    /// Mark and score as shares of full marks.
    #[must_use]
    pub fn pair(&self) -> Pair {
        Pair { mark: self.marked.share(), score: self.verdict.score.fraction() }
    }

    /// How far the score lies above the mark, as a share of full marks; negative where it lies below.
    #[must_use]
    pub fn error(&self) -> f64 {
        let pair = self.pair();
        pair.score - pair.mark
    }
}

/// The agreement on one question.
#[derive(Clone, Debug)]
pub struct QuestionEvaluation<'b> {
    /// The question.
    pub question: &'b Question,
    /// How well scores and marks agree on it.
    pub agreement: Agreement,
}

/// The agreement on a set of marked answers.
#[derive(Clone, Debug)]
pub struct Evaluation<'m, 'b> {
    /// Over all answers, on the largest scale that any of them was marked on.
    pub overall: Agreement,
    /// Per question, in order of their keys.
    pub questions: Vec<QuestionEvaluation<'b>>,
    /// Every answer with its verdict, in the order given.
    pub graded: Vec<Graded<'m, 'b>>,
}

impl<'m, 'b> Evaluation<'m, 'b> {
    /// The answers on which score and mark differ most, the worst first.
    #[must_use]
    pub fn worst(&self, most: usize) -> Vec<&Graded<'m, 'b>> {
        let mut worst: Vec<_> = self.graded.iter().collect();
        worst.sort_by(|a, b| b.error().abs().total_cmp(&a.error().abs()));
        worst.truncate(most);
        worst
    }
}

/// Grades every answer and compares.
#[must_use]
pub fn evaluate<'m, 'b>(bank: &Bank, marked: &'m [Marked<'b>]) -> Evaluation<'m, 'b> {
    let graded: Vec<Graded<'m, 'b>> =
        marked.iter().map(|marked| Graded { marked, verdict: bank.grade(marked.question, &marked.answer) }).collect();
    let questions = questions_of(marked)
        .into_iter()
        .map(|question| QuestionEvaluation {
            question,
            agreement: agreement(graded.iter().filter(|g| g.marked.question.key == question.key)),
        })
        .collect();
    Evaluation { overall: agreement(graded.iter()), questions, graded }
}

/// The questions that were answered, each once, in order of their keys.
pub(super) fn questions_of<'b>(marked: &[Marked<'b>]) -> Vec<&'b Question> {
    let mut questions: Vec<&'b Question> = marked.iter().map(|marked| marked.question).collect();
    questions.sort_by(|a, b| a.key.cmp(&b.key));
    questions.dedup_by(|a, b| a.key == b.key);
    questions
}

fn agreement<'g, 'm: 'g, 'b: 'm>(graded: impl Iterator<Item = &'g Graded<'m, 'b>>) -> Agreement {
    let mut scale = 0.0_f64;
    let pairs: Vec<Pair> = graded
        .map(|graded| {
            scale = scale.max(graded.marked.max);
            graded.pair()
        })
        .collect();
    Agreement::of(&pairs, scale)
}
