//! When a daily falls due.
//!
//! The time of day is the zone's own. Where clocks are put forward over it, the daily falls due at the next time that
//! exists; where they are put back over it, at the first of the two. A date that a zone leaves out altogether has no daily.

use chrono::{DateTime, Days as Stretch, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::Days;

/// When a daily is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Time of day.
    pub time: NaiveTime,
    /// The zone that says what time it is.
    pub zone: Tz,
    /// Days of the week; none means never.
    pub days: Days,
}

/// A moment at which a daily falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The local date that it belongs to.
    pub date: NaiveDate,
    /// The moment.
    pub at: DateTime<Utc>,
}

/// What is to become of a daily that has fallen due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not time yet.
    Wait,
    /// It is posted.
    Post,
    /// It is too late.
    Skip,
}

/// Days that are looked through for the next one: a week, and those on which a daily may spill over or not exist.
const HORIZON: u64 = 16;

impl Plan {
    /// The moment at which the daily of a date falls due; `None` on other days of the week, and on dates that do not exist.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        if !self.days.has(date) {
            return None;
        }
        let local = date.and_time(self.time);
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
            LocalResult::None => {
                let gap = GapInfo::new(&local, &self.zone)?;
                let (begin, end) = (gap.begin?.0, gap.end?);
                let whole_date = begin <= date.and_time(NaiveTime::MIN) && end.date_naive() > date;
                (!whole_date).then(|| end.to_utc())
            }
        }
    }

    /// The first time that it falls due after a moment; `None` without any day of the week.
    #[must_use]
    pub fn next(&self, after: DateTime<Utc>) -> Option<Due> {
        let today = self.date(after);
        // The daily of a date may fall due on the next one, where clocks are put forward at midnight.
        let first = today.checked_sub_days(Stretch::new(1)).unwrap_or(today);
        let dates = (0..HORIZON).filter_map(|n| first.checked_add_days(Stretch::new(n)));
        dates.filter_map(|date| Some(Due { date, at: self.on(date)? })).find(|due| due.at > after)
    }

    /// The date that it is in the daily's zone.
    #[must_use]
    pub fn date(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }
}

impl Fate {
    /// What is to become of a daily that fell due at `due`, when it may be `late` at the most.
    #[must_use]
    pub fn of(due: DateTime<Utc>, now: DateTime<Utc>, late: TimeDelta) -> Self {
        match now - due {
            passed if passed < TimeDelta::zero() => Self::Wait,
            passed if passed < late => Self::Post,
            _ => Self::Skip,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(zone: &str, time: &str) -> Plan {
        Plan { time: time.parse().unwrap(), zone: zone.parse().unwrap(), days: Days::EVERY }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Real transitions: zone, time of day, date, and the moment in UTC.
    #[test]
    fn clocks_that_are_put_forward_or_back_move_a_daily_to_a_time_that_is_there_once() {
        for (zone, time, date, due) in [
            // Put forward: the next time that exists.
            ("Europe/Berlin", "02:30:00", "2026-03-29", "2026-03-29T01:00:00Z"),
            ("Europe/London", "01:15:00", "2026-03-29", "2026-03-29T01:00:00Z"),
            ("America/New_York", "02:00:00", "2026-03-08", "2026-03-08T07:00:00Z"),
            ("America/New_York", "02:59:00", "2026-03-08", "2026-03-08T07:00:00Z"),
            ("America/St_Johns", "02:30:00", "2026-03-08", "2026-03-08T05:30:00Z"),
            ("America/Santiago", "00:30:00", "2026-09-06", "2026-09-06T04:00:00Z"),
            ("America/Asuncion", "00:10:00", "2024-10-06", "2024-10-06T04:00:00Z"),
            ("America/Havana", "00:00:00", "2026-03-08", "2026-03-08T05:00:00Z"),
            ("Asia/Beirut", "00:05:00", "2026-03-29", "2026-03-28T22:00:00Z"),
            ("Africa/Cairo", "00:45:00", "2026-04-24", "2026-04-23T22:00:00Z"),
            ("Australia/Sydney", "02:10:00", "2026-10-04", "2026-10-03T16:00:00Z"),
            ("Pacific/Auckland", "02:20:00", "2026-09-27", "2026-09-26T14:00:00Z"),
            // Half an hour only.
            ("Australia/Lord_Howe", "02:15:00", "2026-10-04", "2026-10-03T15:30:00Z"),
            // Two hours, in the far south.
            ("Antarctica/Troll", "02:00:00", "2026-03-29", "2026-03-29T01:00:00Z"),
            // Put forward over midnight: the daily of the 28th falls due as the 29th begins.
            ("America/Nuuk", "23:30:00", "2026-03-28", "2026-03-29T01:00:00Z"),
            // Put back: the first of the two.
            ("Europe/Berlin", "02:30:00", "2026-10-25", "2026-10-25T00:30:00Z"),
            ("America/New_York", "01:30:00", "2026-11-01", "2026-11-01T05:30:00Z"),
            ("Australia/Lord_Howe", "01:45:00", "2026-04-05", "2026-04-04T14:45:00Z"),
            ("Pacific/Auckland", "02:59:00", "2026-04-05", "2026-04-04T13:59:00Z"),
            ("Asia/Tehran", "23:30:00", "2022-09-21", "2022-09-21T19:00:00Z"),
            ("America/Caracas", "02:45:00", "2007-12-09", "2007-12-09T06:45:00Z"),
            // Neither: zones of half and of quarter hours, leap days, the turn of the year.
            ("Asia/Kolkata", "09:00:00", "2028-02-29", "2028-02-29T03:30:00Z"),
            ("Asia/Kathmandu", "09:00:00", "2026-12-31", "2026-12-31T03:15:00Z"),
            ("Pacific/Chatham", "00:00:00", "2027-01-01", "2026-12-31T10:15:00Z"),
            ("Pacific/Kiritimati", "23:59:00", "2026-12-31", "2026-12-31T09:59:00Z"),
            ("Pacific/Pago_Pago", "00:00:00", "2027-01-01", "2027-01-01T11:00:00Z"),
        ] {
            assert_eq!(plan(zone, time).on(date.parse().unwrap()), Some(at(due)), "{zone} {date} {time}");
        }
    }

    #[test]
    fn a_date_that_a_zone_leaves_out_has_no_daily() {
        // Samoa went over the date line, and had no 30 December 2011.
        let plan = plan("Pacific/Apia", "09:00:00");
        assert_eq!(plan.on("2011-12-30".parse().unwrap()), None);
        let before = plan.on("2011-12-29".parse().unwrap()).unwrap();
        let next = plan.next(before).unwrap();
        assert_eq!((next.date.to_string(), next.at), ("2011-12-31".to_owned(), at("2011-12-30T19:00:00Z")));
    }

    #[test]
    fn the_next_time_is_on_the_next_day_that_is_wanted() {
        let weekdays = Plan { days: Days::WEEKDAYS, ..plan("Europe/Berlin", "09:00:00") };
        let friday = weekdays.on("2026-03-27".parse().unwrap()).unwrap();
        let monday = weekdays.next(friday).unwrap();
        // Clocks were put forward in between.
        assert_eq!((monday.date.to_string(), monday.at), ("2026-03-30".to_owned(), at("2026-03-30T07:00:00Z")));
        assert_eq!(weekdays.next(friday - TimeDelta::seconds(1)).unwrap().at, friday);
        assert_eq!(weekdays.on("2026-03-28".parse().unwrap()), None);
        assert_eq!(Plan { days: Days::NONE, ..weekdays }.next(friday), None);
        let spilled = plan("America/Nuuk", "23:30:00").next(at("2026-03-29T00:30:00Z")).unwrap();
        assert_eq!((spilled.date.to_string(), spilled.at), ("2026-03-28".to_owned(), at("2026-03-29T01:00:00Z")));
    }

    /// Every zone over a year: dates come one after the other, each once, each at a
    /// moment after the last, and at the time of day that was asked for wherever that time is there.
    #[test]
    fn in_every_zone_each_date_falls_due_once_and_in_order() {
        let mut moved = 0;
        for zone in chrono_tz::TZ_VARIANTS {
            for half_hour in [1, 5, 47] {
                let time = NaiveTime::from_num_seconds_from_midnight_opt(half_hour * 1800, 0).unwrap();
                let plan = Plan { time, zone, days: Days::EVERY };
                let mut due = plan.next(at("2025-12-31T00:00:00Z")).unwrap();
                for _ in 0..380 {
                    let next = plan.next(due.at).unwrap();
                    assert_eq!(next.date, due.date.succ_opt().unwrap(), "{zone} {time}");
                    let shown = next.at.with_timezone(&zone);
                    if shown.naive_local() != next.date.and_time(time) {
                        assert!(shown.naive_local() > next.date.and_time(time), "{zone} {time} {shown}");
                        moved += 1;
                    }
                    due = next;
                }
            }
        }
        assert!(moved > 50, "some zones put clocks forward over a time: {moved}");
    }

    #[test]
    fn a_daily_is_posted_up_to_six_hours_late() {
        let due = at("2026-01-01T09:00:00Z");
        let fate = |minutes| Fate::of(due, due + TimeDelta::minutes(minutes), TimeDelta::hours(6));
        assert_eq!([-1, 0, 359, 360, 5000].map(fate), [Fate::Wait, Fate::Post, Fate::Post, Fate::Skip, Fate::Skip]);
    }
}
