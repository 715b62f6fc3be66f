//! The concept bank: loading it, naming its questions, and finding what is wrong with it.
//!
//! A bank is read from TOML files (compiled in, or a folder) by [`Bank::load`], which reports *every* [`Fault`] with its
//! place in the source. [`check`] then grades each question's own model answer and samples. `questions/README.md` is the
//! author's view of the format.

mod builtin;
mod check;
mod compile;
mod concept;
mod criteria;
mod fault;
mod fields;
mod grade;
mod key;
mod load;
mod model;
mod question;
mod shared;
mod source;
mod topic;
mod weak_spots;

pub use check::check;
pub use fault::{Fault, Place};
pub use key::{ConceptKey, KeyError, QuestionKey, is_slug};
pub use model::{Accept, Bank, Card, Concept, Example, FollowUp, Kind, Level, Mistake, Point, Question, Sample, Subject};
use shared::Shared;
pub use source::{Source, SourceError, SourceFile};
pub use topic::TopicError;
pub use weak_spots::{WeakSpots, weak_spots};
