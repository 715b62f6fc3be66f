//! Streaks that people keep: days with an answer, with room for a life.
//!
//! A streak counts the days with an answer. It is not broken by a rest day, by a day on which the bot was down, by today
//! (which is not over), nor by one missed day in a week from Monday to Sunday. It reaches back as far as that allows.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::Days;

/// When a person's day ends, and when they rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Minutes after midnight at which their day ends.
    pub day_ends: u16,
    /// Days of the week on which they rest.
    pub rest: Days,
}

impl Default for Habits {
    /// Days end at three in the morning, and there is no day of rest.
    fn default() -> Self {
        Self { day_ends: 180, rest: Days::NONE }
    }
}

impl Habits {
    /// The person's day that a moment belongs to.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>, zone: Tz) -> NaiveDate {
        let local = at.with_timezone(&zone).naive_local();
        (local - TimeDelta::minutes(self.day_ends.into())).date()
    }
}

/// A time in which the bot was down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When it began.
    pub began: DateTime<Utc>,
    /// When it was over.
    pub ended: DateTime<Utc>,
}

impl Outage {
    /// Whether any of it was on a person's day.
    #[must_use]
    pub fn touches(&self, day: NaiveDate, habits: Habits, zone: Tz) -> bool {
        (habits.day(self.began, zone)..=habits.day(self.ended, zone)).contains(&day)
    }
}

/// What a person's days come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// Days with an answer in the streak that is going on; 0 when there is none.
    pub days: u32,
    /// Whether today has an answer.
    pub today: bool,
    /// Whether this week's missed day is used up.
    pub missed_this_week: bool,
    /// Days with an answer in the longest streak that there was.
    pub longest: u32,
}

/// The streak of somebody who answered on the days of `active`, seen on the day `today`; `excused` says whether a day of
/// rest or of an outage.
#[must_use]
pub fn streak(active: &BTreeSet<NaiveDate>, today: NaiveDate, excused: impl Fn(NaiveDate) -> bool) -> Streak {
    let mut seen = Streak { today: active.contains(&today), ..Streak::default() };
    let Some(first) = active.first().copied() else { return seen };
    // Of this week's missed day: the days with an answer since.
    let mut since_miss: Option<u32> = None;
    for day in first.iter_days().take_while(|day| *day <= today) {
        if day.weekday() == Weekday::Mon {
            since_miss = None;
        }
        if active.contains(&day) {
            seen.days += 1;
            since_miss = since_miss.map(|days| days + 1);
        } else if day != today && !excused(day) {
            // A second missed day of a week: the streak reaches back to the first one.
            if let Some(days) = since_miss {
                seen.days = days;
            }
            since_miss = (seen.days > 0).then_some(0);
        }
        seen.longest = seen.longest.max(seen.days);
    }
    seen.missed_this_week = since_miss.is_some();
    seen
}

/// The greatest milestone that a streak of `days` has come to; 0 before the first.
#[must_use]
pub fn milestone(days: u32) -> u32 {
    const MILESTONES: [u32; 8] = [3, 7, 14, 30, 50, 100, 200, 300];
    let year = days / 365 * 365;
    MILESTONES.into_iter().filter(|milestone| *milestone <= days).max().unwrap_or(0).max(year)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Days from a Monday on: `x` answered, `.` missed, `r` a day of rest, the last one is today.
    fn seen(days: &str) -> Streak {
        let monday = day("2026-01-05");
        let marks: Vec<(NaiveDate, char)> = monday.iter_days().zip(days.chars()).collect();
        let active = marks.iter().filter(|(_, mark)| *mark == 'x').map(|(day, _)| *day).collect();
        let today = marks.last().map_or(monday, |(day, _)| *day);
        streak(&active, today, |day| marks.contains(&(day, 'r')))
    }

    #[test]
    fn one_missed_day_a_week_is_forgiven_and_rest_does_not_count() {
        for (days, current, longest) in [
            ("x", 1, 1),
            ("xx.", 2, 2),
            ("xx..", 2, 2),
            ("xx...", 0, 2),
            ("xx.xxrr", 4, 4),
            ("xx.xxrrx", 5, 5),
            ("xx.xx.x", 3, 4),
            ("x.x.x.x", 2, 2),
            ("xxxxxx.x", 7, 7),
            ("xxxxxx..x", 7, 7),
            ("xxxxx..x", 1, 5),
            ("xxxrrrrrrrrrrrrx", 4, 4),
            (".....", 0, 0),
            ("", 0, 0),
        ] {
            let streak = seen(days);
            assert_eq!((streak.days, streak.longest), (current, longest), "{days}");
        }
        assert!(seen("x.x").missed_this_week && !seen("xxx").missed_this_week && !seen("x.xxxxxx").missed_this_week);
        assert!(seen("x").today && !seen("x.").today);
    }

    proptest! {
        /// What the rules say, tried with every day that a streak could begin on.
        #[test]
        fn a_streak_is_the_longest_run_with_at_most_one_missed_day_a_week(days in "[x.r]{1,60}") {
            let monday = day("2026-01-05");
            let marks: Vec<(NaiveDate, char)> = monday.iter_days().zip(days.chars()).collect();
            let last = marks.len() - 1;
            let run = |from: usize, to: usize| {
                let missed = (from..=to).filter(|n| marks[*n].1 == '.' && *n != last);
                let weeks: Vec<_> = missed.map(|n| marks[n].0.iso_week()).collect();
                let forgiven = weeks.windows(2).all(|pair| pair[0] != pair[1]);
                forgiven.then(|| marks[from..=to].iter().filter(|(_, mark)| *mark == 'x').count())
            };
            let best = |to: usize| (0..=to).filter_map(|from| run(from, to)).max().unwrap_or(0);
            let streak = seen(&days);
            prop_assert_eq!(streak.days as usize, best(last));
            prop_assert_eq!(streak.longest as usize, (0..=last).map(best).max().unwrap_or(0));
        }
    }

    #[test]
    fn a_night_owl_is_still_on_yesterday() {
        let zone = Tz::Europe__Berlin;
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let habits = Habits::default();
        assert_eq!(habits.day(at("2026-01-02T01:59:00Z"), zone), day("2026-01-01"));
        assert_eq!(habits.day(at("2026-01-02T02:00:00Z"), zone), day("2026-01-02"));
        let early = Habits { day_ends: 0, ..habits };
        assert_eq!(early.day(at("2026-01-01T23:00:00Z"), zone), day("2026-01-02"));
    }

    #[test]
    fn an_outage_excuses_every_day_that_it_touches() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let outage = Outage { began: at("2026-01-02T01:00:00Z"), ended: at("2026-01-04T09:00:00Z") };
        let touched = |zone: Tz| day("2025-12-31").iter_days().take(7).filter(|day| outage.touches(*day, Habits::default(), zone)).count();
        // Before three in the morning it is still the first of January.
        assert_eq!((touched(Tz::UTC), touched(Tz::Asia__Tokyo)), (4, 3));
    }

    #[test]
    fn milestones_come_thick_at_first_and_then_every_year() {
        let reached: Vec<u32> = [0, 2, 3, 6, 7, 29, 30, 364, 365, 700, 730].map(milestone).into();
        assert_eq!(reached, [0, 0, 3, 3, 7, 14, 30, 300, 365, 365, 730]);
    }
}
