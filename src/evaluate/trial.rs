//! Trying suggestions out on answers that they were not made from.

use super::{Agreement, Marked, Suggestions, amended, evaluate, suggest};
use crate::bank::{Bank, Fault, Source};

/// What the suggestions from one set of answers do to the agreement on another.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// Phrases that were added.
    pub additions: usize,
    /// Phrases that were taken out.
    pub doubts: usize,
    /// Agreement on the other answers before.
    pub before: Agreement,
    /// Agreement on the other answers with all suggestions followed blindly.
    pub after: Agreement,
    /// Agreement on the other answers with the additions alone.
    pub with_additions: Agreement,
}

/// Follows every suggestion made from `seen` and grades `unseen` with the bank that results.
///
/// # Errors
/// The faults of the amended bank; there are none unless `source` is not what the marked answers' bank was read from.
pub fn trial(source: &Source, bank: &Bank, seen: &[Marked<'_>], unseen: &[Marked<'_>]) -> Result<Trial, Vec<Fault>> {
    let all = suggest(bank, seen);
    let additions = Suggestions { additions: all.additions.clone(), doubts: Vec::new() };
    Ok(Trial {
        additions: all.additions.len(),
        doubts: all.doubts.len(),
        before: evaluate(bank, unseen).overall,
        after: agreement(&amended(source, &all), unseen)?,
        with_additions: agreement(&amended(source, &additions), unseen)?,
    })
}

/// The agreement that another bank reaches on the same answers.
fn agreement(source: &Source, marked: &[Marked<'_>]) -> Result<Agreement, Vec<Fault>> {
    let bank = Bank::load(source)?;
    let moved: Vec<Marked<'_>> = marked
        .iter()
        .filter_map(|marked| {
            let (_, question) = bank.question(&marked.question.key)?;
            Some(Marked { question, answer: marked.answer.clone(), mark: marked.mark, max: marked.max })
        })
        .collect();
    Ok(evaluate(&bank, &moved).overall)
}
