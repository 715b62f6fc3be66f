//! Which words of a rubric a misspelled word can be.
//!
//! Every word of the rubric is entered under each spelling that its beginning has with one or two letters left out, and
//! a misspelled word is looked up under its own: two words within that many edits share one (the idea of `SymSpell`).
//! So a look-up costs the same whatever the number of words, and none is compared with words that are nothing like it.

use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::Term;

/// Letters of a word's beginning that are entered; edits after them are found by the comparison.
const BEGINNING: usize = 6;
/// Shortest word that may be a misspelling.
const SHORTEST: usize = 4;
/// From this length on a word may be two edits away.
const LONG: usize = 8;
/// Longest word that is looked up.
const LONGEST: usize = 30;

/// Prefixes that turn a word into another one: a word is no misspelling of one that differs by them.
const PREFIXES: [&str; 18] =
    ["un", "in", "im", "ir", "il", "i", "a", "an", "non", "de", "ex", "dis", "mis", "re", "pre", "sub", "en", "out"];

/// The misspellings of a rubric's words.
#[derive(Debug, Default)]
pub(super) struct Typos {
    words: Vec<(Box<str>, Term)>,
    /// Hash of a shortened beginning, index of the word; sorted.
    entries: Vec<(u32, u32)>,
}

impl Typos {
    /// Indexes words, given with their terms. Only lower-case letters are ever misspelled: code and numbers are not.
    pub(super) fn new<'w>(words: impl Iterator<Item = (&'w str, Term)>) -> Self {
        let mut typos = Self::default();
        let mut shortened = Vec::new();
        for (word, term) in words.filter(|(word, _)| may_be_misspelled(word)) {
            let Ok(index) = u32::try_from(typos.words.len()) else { break };
            shorten(word, allowed(word.len()), &mut shortened);
            typos.entries.extend(shortened.drain(..).map(|hash| (hash, index)));
            typos.words.push((word.into(), term));
        }
        typos.entries.sort_unstable();
        typos.entries.dedup();
        typos
    }

    /// Adds to `found` the terms of the words nearest to `word`, and tells how many edits away they are.
    pub(super) fn nearest(&self, word: &str, found: &mut Vec<Term>) -> Option<usize> {
        if !may_be_misspelled(word) || self.words.is_empty() {
            return None;
        }
        let mut shortened = Vec::new();
        shorten(word, allowed(word.len()), &mut shortened);
        let mut candidates = Vec::new();
        for hash in shortened {
            let from = self.entries.partition_point(|entry| entry.0 < hash);
            candidates.extend(self.entries[from..].iter().take_while(|entry| entry.0 == hash).map(|entry| entry.1));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut best = usize::MAX;
        let before = found.len();
        for index in candidates {
            let (candidate, term) = &self.words[index as usize];
            let Some(edits) = misspelling(word, candidate) else { continue };
            if edits < best {
                best = edits;
                found.truncate(before);
            }
            if edits == best {
                found.push(*term);
            }
        }
        (found.len() > before).then_some(best)
    }
}

/// Whether `word` is of the kind and the length that is looked up.
pub(super) fn may_be_misspelled(word: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Edits that a word of so many letters may be away from what was meant.
fn allowed(letters: usize) -> usize {
    match letters {
        0..SHORTEST => 0,
        SHORTEST..LONG => 1,
        _ => 2,
    }
}

/// Edits between two words, if one may be a misspelling of the other.
fn misspelling(word: &str, meant: &str) -> Option<usize> {
    let most = allowed(word.len().min(meant.len()));
    if word.len().abs_diff(meant.len()) > most {
        return None;
    }
    let edits = strsim::osa_distance(word, meant);
    (edits <= most && !differ_by_prefix(word, meant, edits) && !differ_by_prefix(meant, word, edits)).then_some(edits)
}

/// Whether `longer` without its prefix is nearer to `other`, or to `other` without a prefix of its own.
fn differ_by_prefix(longer: &str, other: &str, edits: usize) -> bool {
    PREFIXES.iter().filter(|prefix| !other.starts_with(**prefix)).any(|prefix| {
        let Some(rest) = longer.strip_prefix(prefix).filter(|rest| rest.len() + 1 >= SHORTEST) else { return false };
        strsim::osa_distance(rest, other) < edits
            || PREFIXES
                .iter()
                .filter_map(|own| other.strip_prefix(own))
                .any(|own| own.len() + 1 >= SHORTEST && strsim::osa_distance(rest, own) < edits)
    })
}

/// Hashes of the beginning of `word` with up to `edits` letters left out.
fn shorten(word: &str, edits: usize, hashes: &mut Vec<u32>) {
    let beginning = &word.as_bytes()[..word.len().min(BEGINNING)];
    let count = beginning.len();
    hashes.push(hash(beginning, count, count));
    for first in 0..count {
        hashes.push(hash(beginning, first, count));
        if edits > 1 {
            hashes.extend((first + 1..count).map(|second| hash(beginning, first, second)));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
}

/// Hash of `bytes` without the ones at `first` and `second`.
#[expect(clippy::cast_possible_truncation, reason = "half of the hash tells words apart well enough")]
fn hash(bytes: &[u8], first: usize, second: usize) -> u32 {
    let mut hasher = FxHasher::default();
    for (at, byte) in bytes.iter().enumerate() {
        if at != first && at != second {
            hasher.write_u8(*byte);
        }
    }
    (hasher.finish() >> 32) as u32 ^ hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::Lexicon;
    use crate::text::{Language, Word};

    #[test]
    fn a_slip_is_forgiven_by_length_and_a_prefix_is_no_slip() {
        for (word, meant, expected) in [
            ("refrence", "reference", true),
            ("referances", "reference", true),
            ("memroy", "memory", true),
            ("momory", "memory", true),
            ("slto", "slot", true),
            ("slt", "slot", false),
            ("dic", "dict", false),
            ("mmoyr", "memory", false),
            ("sync", "async", false),
            ("hashable", "unhashable", false),
            ("includes", "excludes", false),
            ("mutable", "immutable", false),
            ("imutable", "mutable", false),
            ("imutable", "immutable", true),
            ("asynchronus", "synchronous", false),
            ("asynchronus", "asynchronous", true),
            ("increment", "decrement", false),
            ("emory", "memory", true),
            ("attrbiute", "attribute", true),
            ("__slot__", "__slots__", false),
        ] {
            let mut lexicon = Lexicon::default();
            let term = lexicon.word(&Word::new(meant, Language::English));
            let typos = Typos::new([(meant, term)].into_iter());
            assert_eq!(typos.nearest(word, &mut Vec::new()).is_some(), expected, "{word} for {meant}");
        }
    }
}
