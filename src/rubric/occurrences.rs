//! Where the terms of a rubric stand in an answer.

use super::lexicon::Stems;
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
    /// All places, those of one term together, each term's in order.
    places: Vec<Place>,
    /// For each term the index of its first place, and the number of places at the end.
    starts: Vec<u32>,
    /// Every term with its place, in order of the first token.
    found: Vec<(Term, Place)>,
    /// For each token the index of the first entry of `found` that begins there, and the number of entries at the end.
    tokens: Vec<u32>,
}

impl<'d> Occurrences<'d> {
    /// Looks every token up, alone and joined with its neighbours.
    #[must_use]
    pub fn read(document: &'d Document<'d>, lexicon: &Lexicon) -> Self {
        let stems = Stems::new(document.language);
        let mut found = Vec::with_capacity(document.tokens.len());
        let mut tokens = Vec::with_capacity(document.tokens.len() + 1);
        let mut terms = Vec::new();
        let mut compound = String::new();
        for (first, token) in document.tokens.iter().enumerate() {
            tokens.push(index(found.len()));
            terms.clear();
            lexicon.terms_of(token, &stems, &mut terms);
            found.extend(terms.iter().map(|term| (*term, Place { first, last: first })));
            compound.clear();
            for (last, next) in document.tokens.iter().enumerate().skip(first + 1).take(LONGEST_COMPOUND - 1) {
                if next.gap == Gap::Other || next.sentence != token.sentence {
                    break;
                }
                if compound.is_empty() {
                    compound.push_str(&joined(&token.folded));
                }
                let begins = compound.len();
                compound.push_str(&joined(&next.folded));
                if let Some(term) = lexicon.joined(&compound, begins, &stems) {
                    found.push((term, Place { first, last }));
                }
            }
        }
        tokens.push(index(found.len()));
        let (places, starts) = by_term(&found, lexicon.len());
        Self { document, places, starts, found, tokens }
    }

    /// Places of a term, ordered by their first token.
    #[must_use]
    pub fn of(&self, term: Term) -> &[Place] {
        match self.starts.get(term.index()..term.index() + 2) {
            Some([start, end]) => &self.places[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// Every term that occurs, with its places, in order of the first token.
    #[must_use]
    pub fn all(&self) -> &[(Term, Place)] {
        &self.found
    }

    /// Terms that token `at` is, or is a part of.
    pub fn at(&self, at: usize) -> impl Iterator<Item = Term> + '_ {
        let from = self.tokens[(at + 1).saturating_sub(LONGEST_COMPOUND)] as usize;
        let to = self.tokens[at + 1] as usize;
        self.found[from..to].iter().filter(move |(_, place)| place.last >= at).map(|(term, _)| *term)
    }

    /// The document that was read.
    #[must_use]
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }
}

/// A counting sort: places by term, and where each term's begin.
fn by_term(found: &[(Term, Place)], terms: usize) -> (Vec<Place>, Vec<u32>) {
    let mut starts = vec![0_u32; terms + 1];
    for (term, _) in found {
        starts[term.index() + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut places = vec![Place { first: 0, last: 0 }; found.len()];
    let mut next = starts.clone();
    for (term, place) in found {
        let slot = &mut next[term.index()];
        places[*slot as usize] = *place;
        *slot += 1;
    }
    (places, starts)
}

/// An index that is kept small. An answer of four thousand million words does not fit into memory.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
