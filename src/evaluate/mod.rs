//! The author's workbench: how well scores agree with marks that people gave, and what would make them agree better.
//!
//! Pure, like the rooms it stands on: [`Marked`] answers go in; [`Evaluation`], [`Suggestions`] and [`Trial`] come out.
//! Nothing here changes a bank. An author reads, judges and pastes.

mod agreement;
mod amend;
mod candidates;
mod doubts;
mod evaluation;
mod fold;
mod offers;
mod phrases;
mod suggest;
mod trial;

pub(crate) use agreement::pearson;
pub use agreement::{Agreement, Pair};
pub use amend::{amended, quoted};
pub use doubts::Doubt;
pub use evaluation::{Evaluation, Graded, Marked, QuestionEvaluation, evaluate};
pub use fold::{Fold, FoldError};
pub use phrases::{Criterion, PhraseRecord, phrase_records};
pub use suggest::{Addition, Suggestions, suggest};
pub use trial::{Trial, trial};

#[cfg(test)]
mod tests;
