//! The words of a rubric's phrases, interned: an answer's token is looked up once, whatever the number of phrases.

use std::collections::{HashMap, HashSet};

use crate::text::{Token, Word};

/// A distinct thing that phrases look for: a stem, a spelling, a piece of code, a number, an affix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(u32);

impl Term {
    /// Position of the term in its lexicon, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All terms of a rubric.
#[derive(Debug, Default)]
pub struct Lexicon {
    size: u32,
    stems: HashMap<String, Term>,
    compounds: HashMap<String, Term>,
    exact: HashMap<String, Term>,
    code: HashMap<String, Term>,
    numbers: HashMap<String, Term>,
    prefixes: Vec<(String, Term)>,
    suffixes: Vec<(String, Term)>,
    heads: HashSet<[u8; HEAD]>,
}

/// Leading bytes that a word and its stem share; they tell cheaply that two words joined can be no term.
const HEAD: usize = 3;

impl Lexicon {
    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.size as usize
    }

    /// Whether no phrase has been compiled yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The term of a word, by its stem.
    pub(super) fn word(&mut self, word: &Word) -> Term {
        self.heads.extend(head(&word.stem));
        intern(&mut self.size, &mut self.stems, &word.stem)
    }

    /// The term of neighbouring words written as one; it matches single tokens only.
    pub(super) fn compound(&mut self, word: &Word) -> Term {
        intern(&mut self.size, &mut self.compounds, &word.stem)
    }

    /// The term of a spelling.
    pub(super) fn exact(&mut self, spelling: &str) -> Term {
        intern(&mut self.size, &mut self.exact, spelling)
    }

    /// The term of folded code.
    pub(super) fn code(&mut self, folded: &str) -> Term {
        intern(&mut self.size, &mut self.code, folded)
    }

    /// The term of a number's canonical spelling.
    pub(super) fn number(&mut self, canonical: &str) -> Term {
        intern(&mut self.size, &mut self.numbers, canonical)
    }

    /// The term of a folded beginning.
    pub(super) fn prefix(&mut self, folded: &str) -> Term {
        intern_affix(&mut self.size, &mut self.prefixes, folded)
    }

    /// The term of a folded ending.
    pub(super) fn suffix(&mut self, folded: &str) -> Term {
        intern_affix(&mut self.size, &mut self.suffixes, folded)
    }

    /// Adds to `found` every term that a token is by itself, parts of dotted code included.
    pub(super) fn terms_of(&self, token: &Token<'_>, stem: impl Fn(&str) -> String, found: &mut Vec<Term>) {
        found.extend(self.stems.get(&token.stem));
        found.extend(self.compounds.get(&token.stem));
        found.extend(self.exact.get(token.text));
        found.extend(self.code.get(token.folded.as_ref()));
        if let Some(number) = &token.number {
            found.extend(self.numbers.get(number));
        }
        found.extend(self.prefixes.iter().filter(|(affix, _)| token.folded.starts_with(affix.as_str())).map(|row| row.1));
        found.extend(self.suffixes.iter().filter(|(affix, _)| token.folded.ends_with(affix.as_str())).map(|row| row.1));
        if token.folded.contains('.') {
            for part in token.folded.split('.') {
                found.extend(self.stems.get(&stem(part)));
                found.extend(self.code.get(part));
            }
        }
        found.sort_unstable();
        found.dedup();
    }

    /// The word term of several tokens joined, if there is one.
    pub(super) fn joined(&self, parts: &str, stem: impl Fn(&str) -> String) -> Option<Term> {
        let head = head(parts)?;
        if !self.heads.contains(&head) {
            return None;
        }
        self.stems.get(&stem(parts)).copied()
    }
}

fn head(word: &str) -> Option<[u8; HEAD]> {
    word.as_bytes().first_chunk().copied()
}

fn intern(size: &mut u32, map: &mut HashMap<String, Term>, key: &str) -> Term {
    if let Some(term) = map.get(key) {
        return *term;
    }
    let term = next(size);
    map.insert(key.to_owned(), term);
    term
}

fn intern_affix(size: &mut u32, affixes: &mut Vec<(String, Term)>, key: &str) -> Term {
    if let Some((_, term)) = affixes.iter().find(|(affix, _)| affix == key) {
        return *term;
    }
    let term = next(size);
    affixes.push((key.to_owned(), term));
    term
}

fn next(size: &mut u32) -> Term {
    let term = Term(*size);
    *size += 1;
    term
}
