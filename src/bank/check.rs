//! Grading a bank against itself: model answers score full marks, samples score what their author says.

use super::{Bank, Fault, Question};
use crate::grade::{Score, Verdict};

/// Every model answer short of full marks and every sample outside its range.
#[must_use]
pub fn check(bank: &Bank) -> Vec<Fault> {
    bank.questions().flat_map(|(_, question)| check_question(question)).collect()
}

fn check_question(question: &Question) -> Vec<Fault> {
    let mut faults = Vec::new();
    let verdict = question.rubric.grade(&question.answer);
    if verdict.score < Score::FULL || !verdict.mistakes.is_empty() {
        let message = format!("the model answer of {} scores {} instead of full marks", question.key.short(), verdict.score);
        faults.push(Fault::new(question.answer_place.clone(), message, "this answer").with_help(account(&verdict)));
    }
    for sample in &question.samples {
        let verdict = question.rubric.grade(&sample.answer);
        let (low, high) = sample.score;
        if verdict.score < low || verdict.score > high {
            let message = format!(
                "a sample of {} scores {:.2}, outside its range of {:.2} to {:.2}",
                question.key.short(),
                verdict.score.fraction(),
                low.fraction(),
                high.fraction()
            );
            faults.push(Fault::new(sample.place.clone(), message, "this sample").with_help(account(&verdict)));
        }
    }
    faults
}

/// What was met, missed and mistaken, by id.
fn account(verdict: &Verdict) -> String {
    let ids = |met: bool| {
        let ids: Vec<_> = verdict.points.iter().filter(|p| p.is_met() == met).map(|p| p.id.as_str()).collect();
        if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
    };
    let mistakes: Vec<_> = verdict.mistakes.iter().map(|m| m.id.as_str()).collect();
    let mistakes = if mistakes.is_empty() { "none".to_owned() } else { mistakes.join(", ") };
    format!("met: {}; missed: {}; mistakes: {mistakes}", ids(true), ids(false))
}
