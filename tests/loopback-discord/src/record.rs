//! What was asked of the loopback, and what was wrong with it.

use std::time::{Duration, Instant};

use serde_json::Value;

/// A request that the bot made.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where it stands in the order of arrival, from 0.
    pub number: usize,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path below `/api/v10`, with its ids.
    pub path: String,
    /// The path with names for ids, as Discord's description has it; empty when it is unknown.
    pub route: String,
    /// The JSON of the body, be it by itself or beside files; empty without one.
    pub body: String,
    /// When it arrived.
    pub at: Instant,
    /// How long the loopback took over it, including what a gate did to it.
    pub took: Option<Duration>,
    /// The status it was answered with; `None` while it is under way, and 0 when no answer was sent.
    pub status: Option<u16>,
}

impl Request {
    /// The body as JSON, `null` where there is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// Something that the bot did and Discord does not allow.
#[derive(Clone, Debug)]
pub struct Violation {
    /// Discord's error code, for example 50035; 0 where it has none.
    pub code: i64,
    /// The request, as `POST /channels/1/messages`, or the gateway's opcode.
    pub place: String,
    /// What is wrong, with the path to it in the body.
    pub message: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {} ({})", self.place, self.message, self.code)
    }
}

/// Everything that was recorded since the start, or since it was last forgotten.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub(crate) requests: Vec<Request>,
    pub(crate) violations: Vec<Violation>,
    /// Requests ever made; the numbers go on when the records are forgotten.
    pub(crate) count: usize,
    pub(crate) too_many: u64,
    pub(crate) invalid: u64,
    pub(crate) validated: u64,
}

impl Records {
    pub(crate) fn begin(&mut self, method: &str, path: &str, route: &str, body: &str) -> usize {
        let number = self.count;
        self.count += 1;
        self.requests.push(Request {
            number,
            method: method.to_owned(),
            path: path.to_owned(),
            route: route.to_owned(),
            body: body.to_owned(),
            at: Instant::now(),
            took: None,
            status: None,
        });
        number
    }

    pub(crate) fn end(&mut self, number: usize, status: u16) {
        // Counted from the back, since the records before it may have been forgotten.
        let Some(back) = self.count.checked_sub(number) else { return };
        let Some(index) = self.requests.len().checked_sub(back) else { return };
        if let Some(request) = self.requests.get_mut(index) {
            request.took = Some(request.at.elapsed());
            request.status = Some(status);
        }
    }
}
