//! How fast one person may press: quickly, but nobody floods the rest.
//!
//! Each person has a bucket of presses that fills up steadily. Of a bucket nothing is kept but the moment at which it is
//! full again, and of one that is full nothing at all, so memory is that of those who have pressed within the last moments.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Limits;

/// People who are kept before those whose buckets are full are let go.
const SWEEP: usize = 1024;

/// Everybody's bucket.
#[derive(Debug)]
pub(super) struct Limiter {
    /// In which a bucket gains a press; none where nobody is limited.
    gain: Option<TimeDelta>,
    /// In which an empty bucket fills up.
    fill: TimeDelta,
    people: Mutex<People>,
}

#[derive(Debug)]
struct People {
    full_at: HashMap<u64, DateTime<Utc>>,
    sweep_at: usize,
}

impl Limiter {
    pub(super) fn new(limits: Limits) -> Self {
        let (at_once, a_minute) = (i32::from(limits.presses_at_once.max(1)), i64::from(limits.presses_a_minute));
        let gain = (a_minute > 0).then(|| TimeDelta::microseconds(60_000_000 / a_minute));
        let people = Mutex::new(People { full_at: HashMap::new(), sweep_at: SWEEP });
        Self { gain, fill: gain.unwrap_or_default() * at_once, people }
    }

    /// Takes a press from a person's bucket.
    ///
    /// # Errors
    /// How long it takes until there is one, when there is none.
    pub(super) fn take(&self, person: u64, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let Some(gain) = self.gain else { return Ok(()) };
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = people.full_at.entry(person).or_insert(now);
        // A clock that was set back must not shut anybody out for longer than an empty bucket does.
        *full_at = (*full_at).clamp(now, now + self.fill);
        let over = *full_at + gain - (now + self.fill);
        if over > TimeDelta::zero() {
            return Err(over);
        }
        *full_at += gain;
        if people.full_at.len() >= people.sweep_at {
            people.full_at.retain(|_, full_at| *full_at > now);
            people.sweep_at = SWEEP.max(people.full_at.len() * 2);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter() -> Limiter {
        Limiter::new(Limits { presses_at_once: 3, presses_a_minute: 60 })
    }

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_767_225_600_000 + milliseconds).unwrap()
    }

    #[test]
    fn a_person_may_press_quickly_and_then_steadily() {
        let limiter = limiter();
        for _ in 0..3 {
            assert_eq!(limiter.take(1, at(0)), Ok(()));
        }
        assert_eq!(limiter.take(1, at(0)), Err(TimeDelta::seconds(1)));
        assert_eq!(limiter.take(1, at(400)), Err(TimeDelta::milliseconds(600)), "being refused costs nothing");
        assert_eq!(limiter.take(1, at(1000)), Ok(()));
        assert!(limiter.take(1, at(1000)).is_err());
        for _ in 0..3 {
            assert_eq!(limiter.take(1, at(60_000)), Ok(()), "a bucket that was left alone is full, and no more than full");
        }
        assert!(limiter.take(1, at(60_000)).is_err());
    }

    #[test]
    fn one_persons_flood_is_nobody_elses() {
        let limiter = limiter();
        for _ in 0..100 {
            let _ = limiter.take(1, at(0));
        }
        assert!(limiter.take(1, at(0)).is_err());
        assert_eq!(limiter.take(2, at(0)), Ok(()));
    }

    #[test]
    fn a_clock_that_was_set_back_shuts_nobody_out() {
        let limiter = limiter();
        assert_eq!(limiter.take(1, at(3_600_000)), Ok(()));
        assert!(limiter.take(1, at(0)).is_err(), "an empty bucket at the worst");
        assert_eq!(limiter.take(1, at(1000)), Ok(()));
    }

    #[test]
    fn nobody_is_limited_where_it_is_switched_off() {
        let limiter = Limiter::new(Limits { presses_at_once: 3, presses_a_minute: 0 });
        for _ in 0..1000 {
            assert_eq!(limiter.take(1, at(0)), Ok(()));
        }
    }

    #[test]
    fn those_who_have_gone_quiet_are_forgotten() {
        let limiter = limiter();
        let mut most = 0;
        for person in 0..100_000 {
            // A thousand people a second.
            assert_eq!(limiter.take(person, at(i64::try_from(person).unwrap())), Ok(()));
            most = most.max(limiter.people.lock().unwrap().full_at.len());
        }
        assert!(most <= 4 * SWEEP, "{most} people were kept at once");
    }
}
