//! Rate limits: buckets by route, and fifty requests a second over all.
//!
//! They are measured on the wall's clock whatever clock the test injects, since that is the clock
//! by which a bot sleeps.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use serde_json::json;

use crate::rest::refusal::json_response;

/// What the loopback limits. [`RateLimits::default`] limits nothing.
#[derive(Clone, Debug, Default)]
pub struct RateLimits {
    global: Option<u32>,
    common: Option<(u32, Duration)>,
    routes: Vec<(String, String, u32, Duration)>,
}

impl RateLimits {
    /// What Discord has been seen to limit: 50 a second over all, interactions exempt, and buckets
    /// by route. Discord publishes no numbers for the buckets, and changes them.
    #[must_use]
    pub fn real() -> Self {
        let second = Duration::from_secs(1);
        Self { global: Some(50), ..Self::default() }
            .common(50, second)
            .route("POST", "/channels/{channel_id}/messages", 5, 5 * second)
            .route("PATCH", "/channels/{channel_id}/messages/{message_id}", 5, 5 * second)
            .route("DELETE", "/channels/{channel_id}/messages/{message_id}", 5, second)
            .route("GET", "/channels/{channel_id}/messages", 5, 5 * second)
            .route("POST", "/webhooks/{webhook_id}/{webhook_token}", 5, 2 * second)
            .route("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", 5, 2 * second)
            .route("PUT", "/applications/{application_id}/commands", 2, 20 * second)
            .route("POST", "/users/@me/channels", 10, 10 * second)
    }

    /// Limits all requests together to this many a second, interactions exempt.
    #[must_use]
    pub fn global(mut self, per_second: u32) -> Self {
        self.global = Some(per_second);
        self
    }

    /// Limits every route that has no bucket of its own.
    #[must_use]
    pub fn common(mut self, limit: u32, per: Duration) -> Self {
        self.common = Some((limit, per));
        self
    }

    /// Gives a route a bucket; `route` as in Discord's description, `/channels/{channel_id}`.
    #[must_use]
    pub fn route(mut self, method: &str, route: &str, limit: u32, per: Duration) -> Self {
        self.routes.retain(|one| one.0 != method || one.1 != route);
        self.routes.push((method.to_owned(), route.to_owned(), limit, per));
        self
    }

    fn of(&self, method: &str, route: &str) -> Option<(u32, Duration)> {
        let own = self.routes.iter().find(|one| one.0 == method && one.1 == route);
        own.map(|one| (one.2, one.3)).or(self.common)
    }
}

#[derive(Debug)]
struct Bucket {
    used: u32,
    until: Instant,
}

/// Keeps the buckets.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    pub(crate) limits: RateLimits,
    buckets: HashMap<String, Bucket>,
    second: Option<Bucket>,
}

/// What the limiter says about a request.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It may be done, and its answer gets these headers.
    Pass(HeaderMap),
    /// It is answered with 429.
    TooMany(Response),
}

impl Limiter {
    pub(crate) fn set(&mut self, limits: RateLimits) {
        *self = Self { limits, ..Self::default() };
    }

    /// `route` with the names of its ids, `path` with the ids.
    pub(crate) fn take(&mut self, method: &str, route: &str, path: &str) -> Verdict {
        let now = Instant::now();
        let interaction = route.starts_with("/interactions/") || route.starts_with("/webhooks/");
        if let Some(limit) = self.limits.global.filter(|_| !interaction) {
            let second = self.second.get_or_insert(Bucket { used: 0, until: now });
            if let Err(wait) = second.take(now, limit, Duration::from_secs(1)) {
                let mut answer = too_many(wait, true);
                answer.headers_mut().insert("x-ratelimit-global", HeaderValue::from_static("true"));
                return Verdict::TooMany(answer);
            }
        }
        let Some((limit, per)) = self.limits.of(method, route) else { return Verdict::Pass(HeaderMap::new()) };
        let name = format!("{method} {route}");
        let key = format!("{name} {}", major(route, path));
        if self.buckets.len() > 10_000 {
            self.buckets.retain(|_, bucket| bucket.until > now);
        }
        let bucket = self.buckets.entry(key).or_insert(Bucket { used: 0, until: now });
        let taken = bucket.take(now, limit, per);
        let headers = bucket.headers(now, limit, &name);
        match taken {
            Ok(()) => Verdict::Pass(headers),
            Err(wait) => {
                let mut answer = too_many(wait, false);
                answer.headers_mut().extend(headers);
                Verdict::TooMany(answer)
            }
        }
    }
}

impl Bucket {
    fn take(&mut self, now: Instant, limit: u32, per: Duration) -> Result<(), Duration> {
        if now >= self.until {
            *self = Self { used: 0, until: now + per };
        }
        if self.used >= limit {
            return Err(self.until - now);
        }
        self.used += 1;
        Ok(())
    }

    fn headers(&self, now: Instant, limit: u32, name: &str) -> HeaderMap {
        let left = self.until.saturating_duration_since(now);
        let reset = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + left;
        let mut headers = HeaderMap::new();
        for (key, value) in [
            ("x-ratelimit-limit", limit.to_string()),
            ("x-ratelimit-remaining", (limit - self.used.min(limit)).to_string()),
            ("x-ratelimit-reset", format!("{:.3}", reset.as_secs_f64())),
            ("x-ratelimit-reset-after", format!("{:.3}", left.as_secs_f64())),
            ("x-ratelimit-bucket", hash(name)),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(key), value);
            }
        }
        headers
    }
}

fn too_many(wait: Duration, global: bool) -> Response {
    // Rounded up, so that who waits as long as told is not told again.
    let wait = (wait.as_secs_f64() * 1000.0).ceil() / 1000.0 + 0.001;
    let body = json!({"message": "You are being rate limited.", "retry_after": wait, "global": global});
    let mut answer = json_response(429, &body);
    let scope = if global { "global" } else { "user" };
    answer.headers_mut().insert("x-ratelimit-scope", HeaderValue::from_static(scope));
    if let Ok(value) = HeaderValue::from_str(&format!("{wait:.3}")) {
        answer.headers_mut().insert("retry-after", value);
    }
    answer
}

/// The ids that give a bucket of its own: channel, guild, webhook and interaction with its token.
fn major<'a>(route: &str, path: &'a str) -> &'a str {
    let segments = if route.starts_with("/webhooks/") || route.starts_with("/interactions/") {
        3
    } else if route.starts_with("/channels/") || route.starts_with("/guilds/") {
        2
    } else {
        0
    };
    let end = path.match_indices('/').nth(segments).map_or(path.len(), |(index, _)| index);
    if segments == 0 { "" } else { &path[..end] }
}

/// A bucket's name means nothing, and need only differ from other buckets' (FNV-1a).
fn hash(name: &str) -> String {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", name.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_belong_to_channels_and_tokens() {
        assert_eq!(major("/channels/{channel_id}/messages", "/channels/1/messages"), "/channels/1");
        assert_eq!(major("/webhooks/{a}/{b}/messages/@original", "/webhooks/1/tok/messages/@original"), "/webhooks/1/tok");
        assert_eq!(major("/users/@me", "/users/@me"), "");
    }

    #[test]
    fn interactions_are_exempt_from_the_global_limit() {
        let mut limiter = Limiter::default();
        limiter.set(RateLimits::default().global(1));
        let mut take = |route: &str| matches!(limiter.take("POST", route, route), Verdict::Pass(_));
        assert!(take("/users/@me"));
        assert!(!take("/users/@me"));
        assert!(take("/interactions/1/x/callback"));
    }
}
