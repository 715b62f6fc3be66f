//! The phrase language: what an author writes under `accept`, checked and compiled.
//!
//! `questions/README.md` teaches the language. Here [`parse()`] reads a phrase into a [`Phrase`] with errors that point
//! at a column, [`Lexicon`] interns the words of all phrases of one rubric as [`Term`]s, and [`Pattern`] is a phrase over
//! those terms. Matching an answer is two steps, each linear in its length: every token is looked up once in the
//! lexicon ([`Occurrences`]), then each pattern walks the places of its own terms ([`Pattern::find`]), so that words
//! are never compared with words.

mod candidates;
mod heads;
mod lexicon;
mod occurrences;
pub mod parse;
mod pattern;
pub mod syntax;
mod typos;
mod walk;

pub use candidates::Candidates;
pub use lexicon::{Lexicon, Term};
pub use occurrences::{Occurrences, Place};
pub use parse::{PhraseError, parse};
pub use pattern::{Compiler, Judge, Pattern, SetError};
pub use syntax::{Node, Phrase, Wants};
