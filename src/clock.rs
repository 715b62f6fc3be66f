//! The only place that asks what time it is, and the only place that sets limits to waiting.
//!
//! `MOCKINGBIRD_TEST_CLOCK=<unix seconds>@<speed>` makes the real binary start at that time and run that many times
//! faster, so that a day passes in seconds in an end-to-end test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use thiserror::Error;

/// Environment variable that sets a test clock.
pub const VARIABLE: &str = "MOCKINGBIRD_TEST_CLOCK";

/// A source of time: the system's, or a test's.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Test>);

#[derive(Clone, Debug)]
struct Test {
    start: DateTime<Utc>,
    begun: Instant,
    speed: f64,
    /// Microseconds by which it was put forward.
    ahead: Arc<AtomicI64>,
}

/// A test clock that cannot be understood.
#[derive(Debug, Error)]
#[error("{VARIABLE}=`{0}` is no test clock: write <unix seconds>@<speed>, such as 1767225600@60")]
pub struct ClockError(String);

impl Clock {
    /// The system's clock, or the test clock that the environment asks for.
    ///
    /// # Errors
    /// [`ClockError`] when the variable is set and is no test clock.
    pub fn from_environment() -> Result<Self, ClockError> {
        std::env::var(VARIABLE).map_or_else(|_| Ok(Self::default()), |text| Self::parse(&text))
    }

    /// A clock written as `<unix seconds>@<speed>`; a speed of 0 stands still.
    ///
    /// # Errors
    /// [`ClockError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, ClockError> {
        let parts = text.split_once('@').and_then(|(start, speed)| {
            let start = DateTime::from_timestamp(start.trim().parse().ok()?, 0)?;
            let speed: f64 = speed.trim().parse().ok()?;
            (0.0..=1e7).contains(&speed).then_some((start, speed))
        });
        let (start, speed) = parts.ok_or_else(|| ClockError(text.to_owned()))?;
        Ok(Self(Some(Test { start, begun: Instant::now(), speed, ahead: Arc::default() })))
    }

    /// The present moment, to the microsecond, which is what both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place")]
        let now = match &self.0 {
            None => Utc::now(),
            Some(test) => {
                let passed = test.begun.elapsed().as_secs_f64() * test.speed;
                let passed =
                    Duration::try_from_secs_f64(passed).ok().and_then(|d| TimeDelta::from_std(d).ok()).unwrap_or(TimeDelta::zero());
                let passed = passed + TimeDelta::microseconds(test.ahead.load(Ordering::Relaxed));
                test.start.checked_add_signed(passed).unwrap_or(test.start)
            }
        };
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// What passes on this clock in a stretch of real time: for promises about other machines, which know no test clock. A
    /// clock that stands still is put forward by hand, and takes the stretch as it is.
    #[must_use]
    pub fn during(&self, real: Duration) -> TimeDelta {
        let passes = match &self.0 {
            Some(test) if test.speed > 0.0 => Duration::try_from_secs_f64(real.as_secs_f64() * test.speed).ok(),
            _ => Some(real),
        };
        passes.and_then(|passes| TimeDelta::from_std(passes).ok()).unwrap_or(TimeDelta::MAX)
    }

    /// Puts a test clock forward, and all its copies; the system's clock stays as it is.
    pub fn advance(&self, stretch: TimeDelta) {
        if let Some(test) = &self.0 {
            test.ahead.fetch_add(stretch.num_microseconds().unwrap_or(i64::MAX), Ordering::Relaxed);
        }
    }

    /// Waits for a stretch of this clock's time; for ever on a clock that stands still.
    pub async fn sleep(&self, stretch: TimeDelta) {
        let stretch = stretch.to_std().unwrap_or_default();
        #[expect(clippy::disallowed_methods, reason = "this is the one place")]
        match &self.0 {
            Some(test) if test.speed <= 0.0 => std::future::pending().await,
            Some(test) => tokio::time::sleep(stretch.div_f64(test.speed)).await,
            None => tokio::time::sleep(stretch).await,
        }
    }
}

/// A reading of real time that only goes forward, to measure waits for other machines by.
#[must_use]
pub fn instant() -> Instant {
    Instant::now()
}

/// Waits for a stretch of real time, whatever a test clock says: for other machines.
pub async fn pause(stretch: Duration) {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    tokio::time::sleep(stretch).await;
}

/// Waits until a moment of real time.
pub async fn until(moment: Instant) {
    tokio::time::sleep_until(moment.into()).await;
}

/// What `work` yields within a stretch of real time, whatever a test clock says: for answers of other machines.
pub async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, work).await.ok()
}

/// The day that it is somewhere.
#[must_use]
pub fn local_day(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// The machine's own time zone; UTC when it has none that is known.
#[must_use]
pub fn machine_zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_clock_starts_where_it_is_told() {
        let clock = Clock::parse("1767225600@0").unwrap();
        assert_eq!(clock.now().to_rfc3339(), "2026-01-01T00:00:00+00:00");
        for bad in ["", "now", "1@", "@1", "1@-1", "1@1e9", "x@1"] {
            assert!(Clock::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_test_clock_and_its_copies_are_put_forward_together() {
        let clock = Clock::parse("1767225600@0").unwrap();
        let copy = clock.clone();
        clock.advance(TimeDelta::hours(1));
        assert_eq!(copy.now().to_rfc3339(), "2026-01-01T01:00:00+00:00");
        let fast = Clock::parse("1767225600@60").unwrap();
        assert_eq!(fast.during(Duration::from_secs(2)), TimeDelta::minutes(2));
    }

    #[test]
    fn the_day_is_that_of_the_zone() {
        let now = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        assert_eq!(local_day(now, Tz::America__New_York).to_string(), "2025-12-31");
        assert_eq!(local_day(now, Tz::Asia__Kolkata).to_string(), "2026-01-01");
    }
}
