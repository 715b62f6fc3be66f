//! What grading an answer yields.

use std::ops::Range;

use super::Score;

/// The outcome of grading one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Share of full marks.
    pub score: Score,
    /// One entry for every point of the rubric, in its order.
    pub points: Vec<PointVerdict>,
    /// The mistakes that were found, in the rubric's order.
    pub mistakes: Vec<MistakeVerdict>,
    /// What else a person should know about how the answer was read.
    pub flags: Vec<Flag>,
    /// Whether the score may stand beside those of other people; not if the model answer was recited.
    pub ranked: bool,
}

/// Whether a point was met, and by which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointVerdict {
    /// The point's id.
    pub id: String,
    /// Share of the point that was earned.
    pub credit: Score,
    /// Byte ranges in the answer, in order, on character boundaries; empty when missed.
    pub evidence: Vec<Range<usize>>,
}

impl PointVerdict {
    /// Whether anything was earned.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.credit > Score::ZERO
    }
}

/// A misconception that the answer shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MistakeVerdict {
    /// The mistake's id.
    pub id: String,
    /// Byte ranges in the answer, in order, on character boundaries. Never empty.
    pub evidence: Vec<Range<usize>>,
}

/// A remark about an answer as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// There is no word in it.
    Empty,
    /// Points were taken back because the sentence that held them also says something false.
    Contradicted,
    /// Right words, said of the wrong thing.
    OfAnother,
    /// Keywords in a row, and no statement.
    KeywordList,
    /// The question again.
    Echo,
    /// Sentences that speak to whoever marks.
    AddressesMarker,
    /// A word or two, where more was asked for.
    TooShort,
    /// The answer to another question.
    OffTopic,
    /// No word of what was asked about.
    Unrelated,
    /// The model answer, word for word.
    Recited,
}

impl Flag {
    /// Stable name for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Contradicted => "contradicted",
            Self::OfAnother => "of-another",
            Self::KeywordList => "keyword-list",
            Self::Echo => "echo",
            Self::AddressesMarker => "addresses-marker",
            Self::TooShort => "too-short",
            Self::OffTopic => "off-topic",
            Self::Unrelated => "unrelated",
            Self::Recited => "recited",
        }
    }

    /// The reason, for the person who answered.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "There was no word to grade.",
            Self::OfAnother => "Some right words are said of the wrong thing: look again at which does what.",
            Self::KeywordList => "This is a list of keywords. Say what they do and how they hang together: a list earns 30 % at the most.",
            Self::Echo => "This repeats the question. Words of the question earn nothing by themselves.",
            Self::AddressesMarker => "Sentences that speak to the marker were left out.",
            Self::TooShort => "This is a word or two where a few sentences were asked for: it earns 30 % at the most.",
            Self::OffTopic => "This fits another question much better than the one that was asked.",
            Self::Unrelated => "This has no word of what was asked about: it earns 25 % at the most.",
            Self::Recited => "This is the model answer nearly word for word. It keeps its score, but is not ranked.",
            Self::Contradicted => "A sentence that says something untrue earns nothing for the right words in it.",
        }
    }
}
