//! Extended time: who reads, types or thinks at another pace has more of it wherever time is limited.

use chrono::TimeDelta;

/// How much of the usual time somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExtendedTime {
    /// The usual time.
    #[default]
    Usual,
    /// A quarter more.
    Quarter,
    /// Half as much again.
    Half,
    /// Twice the time.
    Double,
}

impl ExtendedTime {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Quarter, Self::Half, Self::Double];

    /// Percent of the usual time; its name in the database.
    #[must_use]
    pub fn percent(self) -> u8 {
        match self {
            Self::Usual => 100,
            Self::Quarter => 125,
            Self::Half => 150,
            Self::Double => 200,
        }
    }

    /// That of a percentage.
    #[must_use]
    pub fn from_percent(percent: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|time| i64::from(time.percent()) == percent)
    }

    /// What a stretch of time is for them.
    #[must_use]
    pub fn of(self, usual: TimeDelta) -> TimeDelta {
        usual * i32::from(self.percent()) / 100
    }

    /// What so many minutes are for them; none where time is not limited.
    #[must_use]
    pub fn minutes(self, usual: Option<u8>) -> Option<TimeDelta> {
        usual.map(|minutes| self.of(TimeDelta::minutes(minutes.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_extended_by_what_was_chosen() {
        let minutes = ExtendedTime::ALL.map(|time| time.of(TimeDelta::minutes(2)).num_seconds());
        assert_eq!(minutes, [120, 150, 180, 240]);
        for time in ExtendedTime::ALL {
            assert_eq!(ExtendedTime::from_percent(time.percent().into()), Some(time));
        }
        assert_eq!(ExtendedTime::from_percent(0), None);
    }
}
