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
}

impl Flag {
    /// Stable name for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Contradicted => "contradicted",
        }
    }

    /// The reason, for the person who answered.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "There was no word to grade.",
            Self::Contradicted => "A sentence that says something untrue earns nothing for the right words in it.",
        }
    }
}
