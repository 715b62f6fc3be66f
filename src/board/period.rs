//! The windows of a board, its topics, and what it ranks by.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::bank::QuestionKey;

/// How long a window is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// For ever.
    #[default]
    All,
}

impl Period {
    /// All periods, shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::All];

    /// Name in commands and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::All => "all",
        }
    }

    /// The period of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == name)
    }

    /// First day of the window that a day is in.
    #[must_use]
    pub fn starts(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => day,
            Self::Week => day.week(Weekday::Mon).first_day(),
            Self::Month => day.with_day(1).unwrap_or(day),
            Self::All => NaiveDate::default(),
        }
    }

    /// First day of the window before the one that starts at `starts`; of all time, a day that no window starts on.
    #[must_use]
    pub fn before(self, starts: NaiveDate) -> NaiveDate {
        starts.checked_sub_days(Days::new(1)).map_or(starts, |last| if self == Self::All { last } else { self.starts(last) })
    }

    /// First day of the window after the one that starts at `starts`; of all time, a day that no window starts on.
    #[must_use]
    pub fn after(self, starts: NaiveDate) -> NaiveDate {
        let next = match self {
            Self::Day | Self::All => starts.checked_add_days(Days::new(1)),
            Self::Week => starts.checked_add_days(Days::new(7)),
            Self::Month => starts.checked_add_months(Months::new(1)),
        };
        next.unwrap_or(starts)
    }
}

/// What a board ranks by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The best counted score on each question, weighed by level.
    #[default]
    Points,
    /// The mean of all that counted.
    Average,
    /// The average against that of the window before.
    Improvement,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Points, Self::Average, Self::Improvement];

    /// Name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Average => "average",
            Self::Improvement => "improvement",
        }
    }

    /// What a name stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// What a board is about: everything, a subject or a concept. Its text is its key in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(String);

impl Topic {
    /// The topics whose boards an attempt at a question reaches.
    #[must_use]
    pub fn of(question: &QuestionKey) -> [Self; 3] {
        [Self::default(), Self::subject(question), Self::concept(question)]
    }

    /// The subject of a question.
    #[must_use]
    pub fn subject(question: &QuestionKey) -> Self {
        Self(format!("{}/{}", question.bank, question.subject))
    }

    /// The concept of a question.
    #[must_use]
    pub fn concept(question: &QuestionKey) -> Self {
        Self(format!("{}/{}/{}", question.bank, question.subject, question.concept))
    }

    /// A topic as stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Its key: empty for everything.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn windows_are_calendar_ones_and_touch_each_other() {
        for (period, within, starts, before, after) in [
            (Period::Day, "2026-03-01", "2026-03-01", "2026-02-28", "2026-03-02"),
            (Period::Week, "2026-01-01", "2025-12-29", "2025-12-22", "2026-01-05"),
            (Period::Week, "2026-01-05", "2026-01-05", "2025-12-29", "2026-01-12"),
            (Period::Month, "2026-01-31", "2026-01-01", "2025-12-01", "2026-02-01"),
            (Period::Month, "2024-02-29", "2024-02-01", "2024-01-01", "2024-03-01"),
            (Period::All, "2026-01-31", "1970-01-01", "1969-12-31", "1970-01-02"),
        ] {
            let start = period.starts(day(within));
            assert_eq!((start, period.before(start), period.after(start)), (day(starts), day(before), day(after)), "{period:?}");
        }
    }

    #[test]
    fn a_question_reaches_the_boards_of_its_concept_and_its_subject() {
        let topics = Topic::of(&"standard/python/slots/trade".parse().unwrap());
        assert_eq!(topics.each_ref().map(Topic::as_str), ["", "standard/python", "standard/python/slots"]);
    }
}
