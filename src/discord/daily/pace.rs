//! The pace of what nobody waits for: posts and their edits, so many a second at the most.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::clock;

/// Requests a second, well below Discord's fifty, so that what people wait for has room.
pub(super) const PER_SECOND: u32 = 40;

/// Hands out a permit at a time, evenly, in the order in which they are asked for.
#[derive(Debug)]
pub(super) struct Pacer {
    gap: Duration,
    next: Mutex<Instant>,
}

impl Pacer {
    pub(super) fn new(per_second: u32) -> Self {
        Self { gap: Duration::from_secs(1) / per_second.max(1), next: Mutex::new(Instant::now()) }
    }

    /// Waits until another request may be made.
    pub(super) async fn permit(&self) {
        let turn = {
            let mut next = self.next.lock().await;
            let turn = (*next).max(Instant::now());
            *next = turn + self.gap;
            turn
        };
        clock::pause(turn.saturating_duration_since(Instant::now())).await;
    }
}
