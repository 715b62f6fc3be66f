//! The languages that a subject can be in: which stemmer, which function words.

use rust_stemmers::{Algorithm, Stemmer};

use super::class::Class;
use super::{english, irregular, words};

/// Language of a subject's questions and answers.
///
/// Stems exist for every language of the Snowball project; word lists (negation, clause openers, function words) are
/// written for English, and another language matches without polarity until it has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// `en`
    English,
    /// `de`
    German,
    /// `fr`
    French,
    /// `es`
    Spanish,
    /// `it`
    Italian,
    /// `pt`
    Portuguese,
    /// `nl`
    Dutch,
    /// `sv`
    Swedish,
    /// `ru`
    Russian,
}

/// Every language with its BCP 47 code and its Snowball algorithm.
const LANGUAGES: [(Language, &str, Algorithm); 9] = [
    (Language::English, "en", Algorithm::English),
    (Language::German, "de", Algorithm::German),
    (Language::French, "fr", Algorithm::French),
    (Language::Spanish, "es", Algorithm::Spanish),
    (Language::Italian, "it", Algorithm::Italian),
    (Language::Portuguese, "pt", Algorithm::Portuguese),
    (Language::Dutch, "nl", Algorithm::Dutch),
    (Language::Swedish, "sv", Algorithm::Swedish),
    (Language::Russian, "ru", Algorithm::Russian),
];

impl Language {
    /// The language of a BCP 47 code such as `en`; `None` if it has no stemmer here.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        LANGUAGES.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// Codes of all languages, for messages.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|row| row.1)
    }

    /// Snowball stem of a folded word; irregular forms share the stem of their base ("held", "hold").
    #[must_use]
    pub fn stem(self, folded: &str) -> String {
        self.stemmer().stem(self.base(folded)).into_owned()
    }

    /// The stemmer itself, for those who stem many words.
    #[must_use]
    pub(crate) fn stemmer(self) -> Stemmer {
        let algorithm = LANGUAGES.iter().find(|row| row.0 == self).map_or(Algorithm::English, |row| row.2);
        Stemmer::create(algorithm)
    }

    /// What the spelling of a folded word tells.
    #[must_use]
    pub fn class(self, folded: &str) -> Class {
        if self == Self::English { Class::of_english(folded) } else { Class::NONE }
    }

    /// Words that carry grammar rather than content; they do not use up the reach of a negation.
    #[must_use]
    pub fn is_function_word(self, folded: &str) -> bool {
        self.class(folded).is(Class::FUNCTION)
    }

    /// The base of an irregular form, or the word itself.
    #[must_use]
    pub fn base(self, folded: &str) -> &str {
        if self == Self::English { irregular::regular(folded) } else { folded }
    }

    /// Whether `folded` is known to be spelled as its language spells it; always, where no word list is at hand.
    #[must_use]
    pub fn is_spelled(self, folded: &str) -> bool {
        self != Self::English || words::is_english(folded)
    }

    /// Expressions that deny what follows, as folded words.
    pub(super) fn negators(self) -> &'static [&'static [&'static str]] {
        if self == Self::English { english::NEGATORS } else { &[] }
    }

    /// Expressions that look like a negation and are none.
    pub(super) fn false_negators(self) -> &'static [&'static [&'static str]] {
        if self == Self::English { english::FALSE_NEGATORS } else { &[] }
    }

    /// Expressions that withdraw what was said, and those that do so only when set off.
    pub(super) fn withdrawals(self) -> [&'static [&'static [&'static str]]; 2] {
        if self == Self::English { [english::WITHDRAWALS, english::SET_OFF_WITHDRAWALS] } else { [&[], &[]] }
    }

    /// Expressions that speak to whoever marks the answer.
    #[must_use]
    pub fn addresses(self) -> &'static [&'static [&'static str]] {
        if self == Self::English { english::ADDRESSES } else { &[] }
    }

    /// Negators that are often mistyped.
    pub(super) fn misspelled_negators(self) -> &'static [&'static str] {
        if self == Self::English { english::MISSPELLED_NEGATORS } else { &[] }
    }

    /// Whether a negator denies only the noun after it.
    pub(super) fn sets_apart(self, folded: &str) -> bool {
        self == Self::English && english::SETTING_APART.contains(&folded)
    }
}
