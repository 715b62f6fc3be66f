//! The languages that a subject can be in: which stemmer, which function words.

use rust_stemmers::{Algorithm, Stemmer};

use super::english;

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
        let folded = if self == Self::English { english::regular(folded) } else { folded };
        let algorithm = LANGUAGES.iter().find(|row| row.0 == self).map_or(Algorithm::English, |row| row.2);
        Stemmer::create(algorithm).stem(folded).into_owned()
    }

    /// Words that carry grammar rather than content; they do not use up the reach of a negation.
    #[must_use]
    pub fn is_function_word(self, folded: &str) -> bool {
        self == Self::English && english::FUNCTION_WORDS.contains(&folded)
    }

    /// Words that open a clause of their own, where the reach of a negation ends.
    #[must_use]
    pub fn opens_clause(self, folded: &str) -> bool {
        self == Self::English && english::CLAUSE_OPENERS.contains(&folded)
    }

    /// Words that can be the subject of a clause, so that a comma before them ends the clause.
    #[must_use]
    pub fn is_subject_pronoun(self, folded: &str) -> bool {
        self == Self::English && english::SUBJECT_PRONOUNS.contains(&folded)
    }

    /// Abbreviations whose full stop does not end a sentence.
    #[must_use]
    pub fn is_abbreviation(self, folded: &str) -> bool {
        self == Self::English && english::ABBREVIATIONS.contains(&folded)
    }

    /// Expressions that deny what follows, as folded words.
    pub(super) fn negators(self) -> &'static [&'static [&'static str]] {
        if self == Self::English { english::NEGATORS } else { &[] }
    }

    /// Expressions that look like a negation and are none.
    pub(super) fn false_negators(self) -> &'static [&'static [&'static str]] {
        if self == Self::English { english::FALSE_NEGATORS } else { &[] }
    }
}
