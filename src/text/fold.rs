//! Normal forms of a single word: folded, joined, stemmed.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Language;

/// A word's normal forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Compatibility-composed (NFKC), lower case, typographic apostrophes made plain, invisible characters removed.
    pub folded: String,
    /// Snowball stem of the folded form without joiners: "run-times" and "runtime" share one.
    pub stem: String,
}

impl Word {
    /// Folds and stems `text` for `language`.
    #[must_use]
    pub fn new(text: &str, language: Language) -> Self {
        let folded = fold(text).into_owned();
        let stem = language.stem(&joined(&folded));
        Self { folded, stem }
    }
}

/// NFKC, lower case, plain apostrophes, no soft hyphens or zero-width characters.
///
/// ASCII words without capitals, the common case, are returned as they are.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).map(|c| if is_apostrophe(c) { '\'' } else { c }).collect(),
    )
}

/// The folded text without what joins its parts: underscores, hyphens, dots.
#[must_use]
pub fn joined(folded: &str) -> Cow<'_, str> {
    if folded.contains(is_joiner) { Cow::Owned(folded.chars().filter(|c| !is_joiner(*c)).collect()) } else { Cow::Borrowed(folded) }
}

/// Whether `c` joins the parts of one word: `_`, `.`, and every kind of hyphen.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '_' | '.') || is_hyphen(c)
}

/// ASCII hyphen-minus, Unicode hyphen and non-breaking hyphen.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Plain, curly, modifier and prime apostrophes, as keyboards and phones produce them.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{2032}' | '\u{FF07}')
}

/// Soft hyphen, zero-width space and joiners, direction marks, word joiner, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_a_stem() {
        for (a, b) in [
            ("run-time", "runtime"),
            ("Reference", "references"),
            ("ﬁnalize", "finalizes"),
            ("lru_cache", "lrucache"),
            ("WeakKeyDictionary", "weakkeydictionary"),
            ("cafe\u{301}", "café"),
            ("dic\u{AD}tionary", "dictionary"),
        ] {
            let stem = |w| Word::new(w, Language::English).stem;
            assert_eq!(stem(a), stem(b), "{a} and {b}");
        }
    }

    #[test]
    fn curly_apostrophes_fold_to_the_plain_one() {
        assert_eq!(fold("doesn’t"), "doesn't");
    }
}
