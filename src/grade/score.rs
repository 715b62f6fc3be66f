//! The unit of all scores.

use std::fmt;

/// Share of a rubric that an answer earned, in whole thousandths.
///
/// Invariant: `0..=1000`. An integer, because rounding must never decide whether somebody passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u16);

impl Score {
    /// Nothing earned.
    pub const ZERO: Self = Self(0);
    /// Everything earned.
    pub const FULL: Self = Self(1000);

    /// Share of `earned` in `possible`, rounded down, so that 1000 means every point; more than all is all.
    ///
    /// Of nothing possible, nothing is earned.
    #[must_use]
    pub fn from_points(earned: u32, possible: u32) -> Self {
        if possible == 0 {
            return Self::ZERO;
        }
        let thousandths = u64::from(earned) * 1000 / u64::from(possible);
        Self::from_thousandths(u16::try_from(thousandths).unwrap_or(u16::MAX))
    }

    /// A score of so many thousandths; more than 1000 is 1000.
    #[must_use]
    pub const fn from_thousandths(thousandths: u16) -> Self {
        if thousandths > 1000 { Self(1000) } else { Self(thousandths) }
    }

    /// A stored score; `None` outside `0..=1000`.
    #[must_use]
    pub fn from_stored(thousandths: i64) -> Option<Self> {
        u16::try_from(thousandths).ok().filter(|t| *t <= 1000).map(Self)
    }

    /// Whole thousandths, `0..=1000`.
    #[must_use]
    pub fn thousandths(self) -> u16 {
        self.0
    }

    /// Both together, at most full.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::from_thousandths(self.0 + other.0)
    }

    /// As a fraction, `0.0..=1.0`, for output.
    #[must_use]
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// Whole percent, rounded down.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0 / 10
    }

    /// What it means, kindly.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self.percent() {
            95.. => "complete",
            75.. => "strong",
            55.. => "a good part of it",
            30.. => "a start to build on",
            1.. => "a first piece",
            _ => "not there yet",
        }
    }

    /// Mean of several scores, rounded down; zero of none.
    #[must_use]
    pub fn mean(scores: impl IntoIterator<Item = Self>) -> Self {
        let (sum, count) = scores.into_iter().fold((0_u32, 0_u32), |(sum, count), score| (sum + u32::from(score.0), count + 1));
        Self::from_points(sum, count * 1000)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_down_and_stay_in_range() {
        assert_eq!(Score::from_points(2, 3).thousandths(), 666);
        assert_eq!(Score::from_points(7, 7), Score::FULL);
        assert_eq!(Score::from_points(9, 7), Score::FULL);
        assert_eq!(Score::from_points(1, 0), Score::ZERO);
        assert_eq!(Score::from_points(u32::MAX, 1), Score::FULL);
        assert_eq!(Score::from_stored(1001), None);
        assert_eq!(Score::mean([Score::FULL, Score::ZERO, Score::ZERO]).thousandths(), 333);
    }
}
