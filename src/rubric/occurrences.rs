//! Where the terms of a rubric stand in an answer.

use super::{Lexicon, Term};
use crate::text::{Document, Gap, joined};

/// Tokens that one term or one match covers: first and last index, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
}

/// Tokens that may be one word written apart ("weak key dictionary" for `WeakKeyDictionary`).
const LONGEST_COMPOUND: usize = 3;

/// For every term of a lexicon its places in a document, in order.
#[derive(Debug)]
pub struct Occurrences<'d> {
    document: &'d Document<'d>,
    places: Vec<Vec<Place>>,
}

impl<'d> Occurrences<'d> {
    /// Looks every token up, alone and joined with its neighbours.
    #[must_use]
    pub fn read(document: &'d Document<'d>, lexicon: &Lexicon) -> Self {
        let stem = |word: &str| document.language.stem(&joined(word));
        let mut places: Vec<Vec<Place>> = vec![Vec::new(); lexicon.len()];
        let mut terms = Vec::new();
        let mut compound = String::new();
        for (first, token) in document.tokens.iter().enumerate() {
            terms.clear();
            lexicon.terms_of(token, stem, &mut terms);
            for term in &terms {
                places[term.index()].push(Place { first, last: first });
            }
            compound.clear();
            compound.push_str(&joined(&token.folded));
            for (last, next) in document.tokens.iter().enumerate().skip(first + 1).take(LONGEST_COMPOUND - 1) {
                if next.gap == Gap::Other || next.sentence != token.sentence {
                    break;
                }
                compound.push_str(&joined(&next.folded));
                if let Some(term) = lexicon.joined(&compound, stem) {
                    places[term.index()].push(Place { first, last });
                }
            }
        }
        Self { document, places }
    }

    /// Places of a term, ordered by their first token.
    #[must_use]
    pub fn of(&self, term: Term) -> &[Place] {
        self.places.get(term.index()).map_or(&[], Vec::as_slice)
    }

    /// The document that was read.
    #[must_use]
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }
}
