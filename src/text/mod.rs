//! Reading what a person wrote: tokens, sentences, clauses and negation.
//!
//! The first room of the house: it knows nothing of rubrics or scores. [`Document::read`] turns any string into
//! [`Token`]s that keep their byte offsets in the original, so that evidence can be shown in the person's own words.
//! [`Word`] forms (folded and stemmed) are made here too, for answers and for phrases alike, so that both sides of a
//! match are always normalised the same way.

mod class;
mod document;
mod english;
mod fold;
mod irregular;
mod language;
mod negation;
mod number;
mod scan;
mod turn;
mod visible;
mod words;

pub use class::Class;
pub use document::{Document, Gap, Token};
pub use fold::{Word, fold, joined};
pub use language::Language;
pub use negation::{Negation, Polarity};
pub use number::{canonical_number, number_word};
pub use scan::{Kind, Lexeme, scan};
pub use turn::{Standing, Turns};
pub use visible::{shortened, visible};
