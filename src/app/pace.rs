//! The pace of what the bot sends by itself, over all processes on one database.
//!
//! Discord allows a bot fifty requests a second, answers to interactions aside. What people wait for must find room there,
//! so bulk posts ask for a permit each, and get forty a second in all.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use crate::clock::Clock;
use crate::store::{Store, StoreError};

/// Requests a second that may be sent with a permit.
pub const PERMITS_A_SECOND: i32 = 40;
/// Permits that are leased together: few enough that nobody waits long, enough that the database is seldom asked.
const AT_ONCE: i32 = 10;
/// Permits that whoever comes late may catch up with: a timer, a task or the database was slow, and the pace is kept.
const CATCH_UP: i32 = 4;
/// What the lease is of.
const REQUESTS: &str = "requests";

/// Hands out permits to send.
///
/// The time in which something may be sent is leased, a quarter of a second at a go. Whoever holds the lease owns the budget
/// until it ends; another process gets the time that follows. A permit that is not used in its time is gone, but for the last
/// few, so that a process that was held up does not send into the time of another.
#[derive(Debug)]
pub struct Pacer {
    store: Store,
    clock: Clock,
    lease: Mutex<Lease>,
}

/// The time that is ours.
#[derive(Clone, Copy, Debug)]
struct Lease {
    /// When the next request may be sent.
    next: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Pacer {
    /// A pacer that shares the budget with every other on the database.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        let past = DateTime::UNIX_EPOCH;
        Self { store, clock, lease: Mutex::new(Lease { next: past, until: past }) }
    }

    /// Waits until one request may be sent. Who asks first is first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn permit(&self) -> Result<(), StoreError> {
        let mut lease = self.lease.lock().await;
        loop {
            let now = self.clock.now();
            let earliest = now - gap() * CATCH_UP;
            let at = lease.next.max(earliest);
            if at >= lease.until {
                let from = self.store.lease(REQUESTS, gap() * AT_ONCE, earliest).await?;
                let until = from + gap() * AT_ONCE;
                // The database took longer than the stretch is: one request goes all the same, or none ever would.
                let is_over = self.clock.now() - gap() * CATCH_UP >= until;
                // Time that nobody had before is begun now: there is nothing to catch up with.
                let next = if from > earliest { from } else { now };
                *lease = Lease { next: if is_over { until } else { next }, until };
                if is_over {
                    return Ok(());
                }
                continue;
            }
            if at <= now {
                lease.next = at + gap();
                return Ok(());
            }
            // Looked at again afterwards: the wait may have taken longer.
            self.clock.sleep(at - now).await;
        }
    }

    /// Has everybody on the database wait: Discord said that there were too many requests after all.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn rest(&self, pause: TimeDelta) -> Result<(), StoreError> {
        let mut lease = self.lease.lock().await;
        let from = self.store.lease(REQUESTS, pause, self.clock.now()).await?;
        *lease = Lease { next: from + pause, until: from };
        Ok(())
    }
}

/// The time between two requests.
fn gap() -> TimeDelta {
    TimeDelta::seconds(1) / PERMITS_A_SECOND
}
