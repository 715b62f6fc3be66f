//! What time it is on the loopback, which may be faster than on the wall.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

/// A clock that starts where it is told and runs as fast as it is told.
///
/// Clones share the same hands, so a test can keep one and [`advance`](Self::advance) it.
#[derive(Clone, Debug)]
pub struct Clock {
    hands: Arc<Hands>,
}

#[derive(Debug)]
struct Hands {
    start: u64,
    speed: f64,
    origin: Instant,
    ahead: AtomicU64,
    moved: Notify,
}

impl Clock {
    /// The wall's own time and speed.
    #[must_use]
    pub fn real() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::from_millis(millis(now), 1.0)
    }

    /// Starts at `unix` seconds and runs `speed` times as fast as the wall.
    #[must_use]
    pub fn starting_at(unix: u64, speed: f64) -> Self {
        Self::from_millis(unix.saturating_mul(1000), speed)
    }

    /// Reads `<unix seconds>@<speed>`, for example `1700000000@60`; the speed may be left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (start, speed) = text.split_once('@').unwrap_or((text, "1"));
        let speed: f64 = speed.parse().ok()?;
        (speed.is_finite() && speed > 0.0).then_some(())?;
        Some(Self::starting_at(start.parse().ok()?, speed))
    }

    fn from_millis(start: u64, speed: f64) -> Self {
        let hands = Hands { start, speed, origin: Instant::now(), ahead: AtomicU64::new(0), moved: Notify::new() };
        Self { hands: Arc::new(hands) }
    }

    /// Milliseconds since 1970 on this clock.
    #[must_use]
    pub fn now(&self) -> u64 {
        let run = self.hands.origin.elapsed().mul_f64(self.hands.speed);
        self.hands.start + millis(run) + self.hands.ahead.load(Ordering::Acquire)
    }

    /// Moves the hands forward, and wakes whoever waits for a time that has now come.
    pub fn advance(&self, by: Duration) {
        self.hands.ahead.fetch_add(millis(by), Ordering::AcqRel);
        self.hands.moved.notify_waiters();
    }

    /// Waits until this clock shows `at` (milliseconds since 1970).
    pub async fn sleep_until(&self, at: u64) {
        loop {
            let moved = self.hands.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            let now = self.now();
            if now >= at {
                return;
            }
            let wait = Duration::from_millis(at - now).div_f64(self.hands.speed);
            tokio::select! {
                () = tokio::time::sleep(wait.max(Duration::from_millis(1))) => {}
                () = moved => {}
            }
        }
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// Writes milliseconds since 1970 as Discord does: `2026-01-31T12:00:00.000000+00:00`.
pub(crate) fn iso(at: u64) -> String {
    let (days, rest) = (at / 86_400_000, at % 86_400_000);
    // Civil date from days, counted in eras of 400 years that begin on 1 March.
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{:03}000+00:00", rest % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_discord_writes_them() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000000+00:00");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000000+00:00");
        assert_eq!(iso(1_700_000_000_123), "2023-11-14T22:13:20.123000+00:00");
        assert_eq!(iso(1_735_689_599_999), "2024-12-31T23:59:59.999000+00:00");
    }

    #[test]
    fn a_setting_gives_start_and_speed() {
        let clock = Clock::parse("1700000000@60");
        assert!(clock.is_some_and(|clock| (1_700_000_000_000..1_700_000_060_000).contains(&clock.now())));
        for wrong in ["", "now", "1@0", "1@-2", "1@NaN", "@3"] {
            assert!(Clock::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn advancing_wakes_a_sleeper() {
        let clock = Clock::real();
        let until = clock.now() + 900_000;
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(until).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(901));
        assert!(tokio::time::timeout(Duration::from_secs(5), sleeper).await.is_ok());
    }
}
