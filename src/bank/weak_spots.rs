//! What a bank's samples leave untried. No fault: only what an author should look at next.

use super::{Bank, Mistake, Point, Question};

/// The parts of one question's rubric that none of its samples tries.
#[derive(Debug)]
pub struct WeakSpots<'b> {
    /// The question.
    pub question: &'b Question,
    /// Points that no sample meets.
    pub points: Vec<&'b Point>,
    /// Mistakes that no sample makes.
    pub mistakes: Vec<&'b Mistake>,
}

/// The weak spots of every question that has any, in the bank's order.
#[must_use]
pub fn weak_spots(bank: &Bank) -> Vec<WeakSpots<'_>> {
    let spots = bank.questions().map(|(_, question)| {
        let verdicts: Vec<_> = question.samples.iter().map(|sample| question.rubric().grade(&sample.answer)).collect();
        let is_met = |point: &Point| verdicts.iter().any(|verdict| verdict.points.iter().any(|p| p.id == point.id && p.is_met()));
        let is_made = |mistake: &Mistake| verdicts.iter().any(|verdict| verdict.mistakes.iter().any(|m| m.id == mistake.id));
        WeakSpots {
            question,
            points: question.points.iter().filter(|point| !is_met(point)).collect(),
            mistakes: question.mistakes.iter().filter(|mistake| !is_made(mistake)).collect(),
        }
    });
    spots.filter(|spots| !spots.points.is_empty() || !spots.mistakes.is_empty()).collect()
}
