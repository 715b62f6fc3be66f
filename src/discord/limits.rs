//! Keeping serenity's rate limiter small.

use std::sync::Arc;
use std::time::SystemTime;

use chrono::TimeDelta;
use serenity::http::{Http, Ratelimiter};
use tracing::debug;

use crate::clock::Clock;

/// How often it is gone through.
const EVERY: TimeDelta = TimeDelta::minutes(1);

/// Prunes the rate limiter again and again.
pub(super) async fn keep_small(http: Arc<Http>, clock: Clock) {
    let Some(limiter) = &http.ratelimiter else { return };
    loop {
        clock.sleep(EVERY).await;
        // Limits end by real time, whatever a test clock says.
        let forgotten = prune(limiter, Clock::default().now().into()).await;
        if forgotten > 0 {
            debug!(forgotten, "limits that are over were forgotten");
        }
    }
}

/// Forgets the limits that are over, and says how many.
///
/// serenity notes one for every interaction and keeps it for ever: half a kilobyte each. One that is in use, or whose window
/// has not ended, stays.
pub async fn prune(limiter: &Ratelimiter, now: SystemTime) -> usize {
    let routes = limiter.routes();
    let mut routes = routes.write().await;
    let before = routes.len();
    routes.retain(|_, limit| {
        // Whoever sends a request holds its limit; nobody can take hold of one while the map is ours.
        Arc::strong_count(limit) > 1 || limit.try_lock().is_ok_and(|limit| limit.reset().is_some_and(|reset| reset > now))
    });
    let kept = routes.len();
    routes.shrink_to(2 * kept);
    before - kept
}
