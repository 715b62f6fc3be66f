//! What is known of a word by its spelling alone, in one look-up.
//!
//! The word lists of [`super::english`] are laid out as a hash table while the program is compiled, so that a token
//! costs one probe instead of a walk through every list, and the program starts with nothing to build.

use super::{english, irregular};

/// What a spelling can be in the grammar of its language: a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u16);

impl Class {
    /// Nothing is known of the word.
    pub const NONE: Self = Self(0);
    /// Carries grammar rather than content.
    pub const FUNCTION: Self = Self(1);
    /// Opens a clause of its own.
    pub const OPENER: Self = Self(1 << 1);
    /// Can be the subject of a clause.
    pub const PRONOUN: Self = Self(1 << 2);
    /// Its full stop does not end a sentence.
    pub const ABBREVIATION: Self = Self(1 << 3);
    /// First word of an expression that denies, or that only looks like it.
    pub const NEGATOR: Self = Self(1 << 4);
    /// An irregular form with a base of its own.
    pub const IRREGULAR: Self = Self(1 << 5);
    /// First word of an expression that withdraws what was said.
    pub const TURN: Self = Self(1 << 6);
    /// Marks the ordinary thing that something is compared with.
    pub const ORDINARY: Self = Self(1 << 7);
    /// First word of an expression that speaks to whoever marks the answer.
    pub const ADDRESS: Self = Self(1 << 8);
    /// Says little by itself: "thing", "several", "use".
    pub const FILLER: Self = Self(1 << 9);

    /// The class of a folded English word.
    #[must_use]
    pub(super) fn of_english(folded: &str) -> Self {
        let bytes = folded.as_bytes();
        let mut slot = hash(bytes);
        while let Some((word, class)) = TABLE[slot] {
            if word.as_bytes() == bytes {
                return Self(class);
            }
            slot = (slot + 1) % SLOTS;
        }
        Self::NONE
    }

    /// Whether the word is everything that `other` is.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Slots of the table; several times the number of words, so that a miss ends at once.
const SLOTS: usize = 2048;

static TABLE: [Option<(&str, u16)>; SLOTS] = table();

/// FNV-1a over the bytes.
const fn hash(bytes: &[u8]) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 15)) as usize % SLOTS
}

#[expect(clippy::large_stack_arrays, reason = "it is filled while the program is compiled")]
const fn table() -> [Option<(&'static str, u16)>; SLOTS] {
    let mut table = [None; SLOTS];
    add_all(&mut table, english::FUNCTION_WORDS, Class::FUNCTION);
    add_all(&mut table, english::CLAUSE_OPENERS, Class::OPENER);
    add_all(&mut table, english::SUBJECT_PRONOUNS, Class::PRONOUN);
    add_all(&mut table, english::ABBREVIATIONS, Class::ABBREVIATION);
    add_first(&mut table, english::NEGATORS, Class::NEGATOR);
    add_first(&mut table, english::FALSE_NEGATORS, Class::NEGATOR);
    add_first(&mut table, english::WITHDRAWALS, Class::TURN);
    add_first(&mut table, english::SET_OFF_WITHDRAWALS, Class::TURN);
    add_all(&mut table, english::ORDINARY, Class::ORDINARY);
    add_first(&mut table, english::ADDRESSES, Class::ADDRESS);
    add_all(&mut table, english::FILLERS, Class::FILLER);
    let mut at = 0;
    while at < irregular::IRREGULAR.len() {
        add(&mut table, irregular::IRREGULAR[at].0, Class::IRREGULAR);
        at += 1;
    }
    table
}

const fn add_all(table: &mut [Option<(&'static str, u16)>; SLOTS], words: &[&'static str], class: Class) {
    let mut at = 0;
    while at < words.len() {
        add(table, words[at], class);
        at += 1;
    }
}

const fn add_first(table: &mut [Option<(&'static str, u16)>; SLOTS], expressions: &[&[&'static str]], class: Class) {
    let mut at = 0;
    while at < expressions.len() {
        add(table, expressions[at][0], class);
        at += 1;
    }
}

const fn add(table: &mut [Option<(&'static str, u16)>; SLOTS], word: &'static str, class: Class) {
    let mut slot = hash(word.as_bytes());
    while let Some((other, classes)) = table[slot] {
        if same(other.as_bytes(), word.as_bytes()) {
            table[slot] = Some((other, classes | class.0));
            return;
        }
        slot = (slot + 1) % SLOTS;
    }
    table[slot] = Some((word, class.0));
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_every_class_that_a_list_gives_it() {
        let it = Class::of_english("it");
        assert!(it.is(Class::FUNCTION) && it.is(Class::PRONOUN) && !it.is(Class::NEGATOR));
        assert!(Class::of_english("because").is(Class::OPENER));
        assert!(Class::of_english("no").is(Class::ABBREVIATION) && Class::of_english("no").is(Class::NEGATOR));
        assert!(Class::of_english("went").is(Class::IRREGULAR));
        assert_eq!(Class::of_english("dictionary"), Class::NONE);
    }
}
