//! Telling cheaply that a word cannot be a term: most words of an answer are none, and a stemmer is slow.
//!
//! A word and its stem begin alike. The beginnings of all stems are marked in a small table of bits; a word whose
//! beginning is not marked needs no stemming. A mark too many costs time, never a wrong match.

/// Letters of a single word that are looked at.
const WORD: usize = 4;
/// Letters of words written apart that are looked at, at the most.
const COMPOUND: usize = 16;
/// Bits in the table, a power of two.
const BITS: usize = 1 << 17;

/// Beginnings of stems.
#[derive(Debug)]
pub(super) struct Heads {
    marks: Box<[u64]>,
}

impl Default for Heads {
    fn default() -> Self {
        Self { marks: vec![0; BITS / 64].into_boxed_slice() }
    }
}

impl Heads {
    /// Marks a stem.
    pub(super) fn insert(&mut self, stem: &str) {
        // The last letter of a stem may differ from the word's ("tri", "try"), so a short stem counts without it.
        let known = if stem.len() > WORD { WORD } else { stem.len().saturating_sub(1) };
        self.mark(hash(&stem.as_bytes()[..known], WORD_SALT));
        let mut so_far = SALT;
        for (at, byte) in stem.bytes().take(COMPOUND).enumerate() {
            so_far = step(so_far, byte);
            if at > 0 {
                self.mark(so_far);
            }
        }
    }

    /// Whether a word may have a stem that was marked.
    pub(super) fn may_have_word(&self, word: &str) -> bool {
        // Its full beginning, or that of a stem which is no longer than a beginning.
        (1..=WORD.min(word.len())).rev().any(|known| self.is_marked(hash(&word.as_bytes()[..known], WORD_SALT)))
    }

    /// Whether words written apart may have a stem that was marked, the last of which begins at byte `last`: two letters
    /// of it must go on like a stem.
    pub(super) fn may_have_compound(&self, joined: &str, last: usize) -> bool {
        let beginning = &joined.as_bytes()[..joined.len().min(last + 2).min(COMPOUND)];
        self.is_marked(beginning.iter().fold(SALT, |hash, byte| step(hash, *byte)))
    }

    fn mark(&mut self, hash: u64) {
        let slot = slot(hash);
        self.marks[slot / 64] |= 1 << (slot % 64);
    }

    fn is_marked(&self, hash: u64) -> bool {
        let slot = slot(hash);
        self.marks[slot / 64] & (1 << (slot % 64)) != 0
    }
}

/// What the hash of a word's beginning begins with.
const WORD_SALT: u64 = 4;

/// What the hash of a compound begins with, to keep them apart from words.
const SALT: u64 = 0x9e37_79b9_7f4a_7c15;

fn step(hash: u64, byte: u8) -> u64 {
    (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn hash(beginning: &[u8], salt: u64) -> u64 {
    beginning.iter().fold(salt, |hash, byte| step(hash, *byte))
}

fn slot(hash: u64) -> usize {
    usize::try_from(hash >> 47).unwrap_or_default() % BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn no_word_of_a_stem_is_turned_away() {
        for word in
            ["tries", "try", "ids", "id", "runtime", "dictionaries", "uses", "keys", "is", "agreed", "happily", "c++", "weakness", "é"]
        {
            let mut heads = Heads::default();
            heads.insert(&Language::English.stem(word));
            assert!(heads.may_have_word(Language::English.base(word)), "{word}");
        }
        let mut heads = Heads::default();
        heads.insert("dictionari");
        assert!(
            heads.may_have_compound("dictionaries", 4) && !heads.may_have_compound("dictionaryentry", 10) && !heads.may_have_word("memory")
        );
    }
}
