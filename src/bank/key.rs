//! How a question is named, in the database and by people.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Name of a question for good: `bank/subject/concept/question`.
///
/// History is kept under it, so none of its parts ever changes. `concept/question` is the short name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionKey {
    /// Id of the bank.
    pub bank: String,
    /// Name of the subject's folder.
    pub subject: String,
    /// Id of the concept.
    pub concept: String,
    /// Id of the question within the concept.
    pub question: String,
}

impl QuestionKey {
    /// `concept/question`.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{}/{}", self.concept, self.question)
    }
}

impl fmt::Display for QuestionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{}", self.bank, self.subject, self.concept, self.question)
    }
}

/// Name of a concept within its bank: `subject/concept`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptKey {
    /// Name of the subject's folder.
    pub subject: String,
    /// Id of the concept.
    pub concept: String,
}

impl From<&QuestionKey> for ConceptKey {
    fn from(key: &QuestionKey) -> Self {
        Self { subject: key.subject.clone(), concept: key.concept.clone() }
    }
}

impl fmt::Display for ConceptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.subject, self.concept)
    }
}

impl FromStr for ConceptKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        match text.split_once('/') {
            Some((subject, concept)) if is_slug(subject) && is_slug(concept) => {
                Ok(Self { subject: subject.to_owned(), concept: concept.to_owned() })
            }
            _ => Err(KeyError(text.to_owned())),
        }
    }
}

/// A stored key that is none.
#[derive(Debug, Error)]
#[error("`{0}` is no key: a question has bank/subject/concept/question, a concept subject/concept")]
pub struct KeyError(String);

impl FromStr for QuestionKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts[..] {
            [bank, subject, concept, question] if parts.iter().all(|part| is_slug(part)) => {
                Ok(Self { bank: bank.into(), subject: subject.into(), concept: concept.into(), question: question.into() })
            }
            _ => Err(KeyError(text.to_owned())),
        }
    }
}

/// Lower-case letters, digits and single hyphens between them, at most 40 characters: fit for an id.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_has_two_parts() {
        let key: ConceptKey = "python/slots".parse().unwrap();
        assert_eq!(key, ConceptKey::from(&"standard/python/slots/trade".parse::<QuestionKey>().unwrap()));
        assert_eq!(key.to_string(), "python/slots");
        for bad in ["", "slots", "python/slots/trade", "python/", "Python/slots"] {
            assert!(bad.parse::<ConceptKey>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_survives_the_round_trip_and_nothing_else_parses() {
        let key: QuestionKey = "standard/python/slots/trade".parse().unwrap();
        assert_eq!(key.to_string(), "standard/python/slots/trade");
        assert_eq!(key.short(), "slots/trade");
        for bad in ["", "slots/trade", "a/b/c/d/e", "a/b//d", "A/b/c/d", "a/b/c/-d", "a/b/c/d--e"] {
            assert!(bad.parse::<QuestionKey>().is_err(), "{bad}");
        }
    }
}
