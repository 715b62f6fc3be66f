//! Sets of weekdays, as people write them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};
use thiserror::Error;

/// A set of weekdays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days(u8);

/// Words that are no set of weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no day of the week: write `every day`, `weekdays`, `weekends`, or days such as `mon, wed, fri`")]
pub struct DaysError(String);

impl Days {
    /// The whole week.
    pub const EVERY: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKENDS: Self = Self(0b110_0000);
    /// No day.
    pub const NONE: Self = Self(0);

    /// The set as a number: bit 0 is Monday.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set of a number; bits that are no day are dropped.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        Self(bits & Self::EVERY.0)
    }

    /// Whether no day is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The whole week, from Monday on.
    pub const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    /// The set with a day more.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | bit(day))
    }

    /// Its days, from Monday on.
    pub fn each(self) -> impl Iterator<Item = Weekday> {
        Self::WEEK.into_iter().filter(move |day| self.0 & bit(*day) != 0)
    }

    /// Whether a date falls on one of its days.
    #[must_use]
    pub fn has(self, date: NaiveDate) -> bool {
        self.0 & bit(date.weekday()) != 0
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

impl FromStr for Days {
    type Err = DaysError;

    fn from_str(text: &str) -> Result<Self, DaysError> {
        let wanted = text.trim().to_lowercase();
        match wanted.as_str() {
            "every day" | "daily" | "all" => return Ok(Self::EVERY),
            "weekdays" => return Ok(Self::WEEKDAYS),
            "weekends" => return Ok(Self::WEEKENDS),
            "none" => return Ok(Self::NONE),
            _ => {}
        }
        let words = wanted.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty() && *word != "and");
        let mut days = Self::NONE;
        for word in words {
            // `mondays` is as good as `mon`.
            let day: Weekday = word.trim_end_matches('s').parse().or_else(|_| word.parse()).map_err(|_| DaysError(text.to_owned()))?;
            days = days.with(day);
        }
        if days.is_empty() { Err(DaysError(text.to_owned())) } else { Ok(days) }
    }
}

impl fmt::Display for Days {
    /// As people write it; [`FromStr`] reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::EVERY => f.write_str("every day"),
            Self::WEEKDAYS => f.write_str("weekdays"),
            Self::WEEKENDS => f.write_str("weekends"),
            Self::NONE => f.write_str("none"),
            days => {
                let names: Vec<String> = days.each().map(|day| day.to_string()).collect();
                f.write_str(&names.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_read_back_as_it_is_written() {
        for bits in 0..128 {
            let days = Days::from_bits(bits);
            assert_eq!(days.to_string().parse(), Ok(days), "{days}");
        }
    }

    #[test]
    fn people_write_days_in_many_ways() {
        for (text, expected) in [
            ("Every day", "every day"),
            ("mon,tue wed,thu, fri", "weekdays"),
            ("Saturday and Sunday", "weekends"),
            ("Mondays, THURSDAY", "Mon, Thu"),
            ("tues", "Tue"),
        ] {
            assert_eq!(text.parse::<Days>().map(|days| days.to_string()), Ok(expected.to_owned()), "{text}");
        }
        for bad in ["", "someday", "mon, moonday", ",", "8"] {
            assert!(bad.parse::<Days>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_date_is_on_its_weekday() {
        let leap: NaiveDate = "2028-02-29".parse().unwrap();
        assert!("tue".parse::<Days>().unwrap().has(leap));
        assert!(!Days::WEEKENDS.has(leap));
    }
}
