//! What every request goes through: record, gate, token, rate limit, description, handler.

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::payload::Payload;
use super::refusal::{Refusal, json_response};
use crate::core::Shared;
use crate::gate::{Passage, Step};
use crate::limits::Verdict;
use crate::openapi;
use crate::serve::Lost;

/// No body may be larger; Discord takes 25 MB.
const LIMIT: usize = 32 << 20;

pub(super) async fn unknown() -> Refusal {
    Refusal::not_found()
}

pub(super) async fn wrong_method() -> Refusal {
    Refusal::method_not_allowed()
}

/// A path outside of the API, or of another version of it.
pub(super) async fn outside(State(shared): State<Shared>, request: Request) -> Refusal {
    let refusal = Refusal::not_found();
    shared.violation(0, format!("{} {}", request.method(), request.uri().path()), refusal.message);
    refusal
}

pub(super) async fn pass(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        // The client was killed while it was still talking.
        return Lost::response();
    };
    let method = parts.method.to_string();
    // Nested, the path has lost `/api/v10` already; the route has not.
    let path = parts.uri.path().to_owned();
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let route = route.strip_prefix("/api/v10").unwrap_or_default().to_owned();
    let payload = Payload::read(&parts, bytes).await;
    let json = payload.as_ref().map(Payload::json).filter(|json| !json.is_null());
    let text = json.map(ToString::to_string).unwrap_or_default();
    let number = shared.records().begin(&method, &path, &route, &text);
    shared.ring();

    let work = Work { shared: shared.clone(), method, path, route };
    let step = Step { method: work.method.clone(), name: work.path.clone(), body: text };
    let passage = if shared.gates.is_active() {
        shared.gates.pass(&shared, step, work.perform(parts, payload, next)).await
    } else {
        Passage::Done(work.perform(parts, payload, next).await)
    };
    let response = match passage {
        Passage::Done(response) => response,
        Passage::Failed(status, body) => failure(status, &body),
        Passage::Lost => Lost::response(),
    };
    let lost = response.extensions().get::<Lost>().is_some();
    let status = if lost { 0 } else { response.status().as_u16() };
    shared.records().end(number, status);
    shared.ring();
    response
}

/// What a test has a request answered with; a 429 says in its headers what its body says, as Discord's do.
fn failure(status: u16, body: &Value) -> Response {
    let mut response = json_response(status, body);
    if let Some(wait) = body["retry_after"].as_f64().filter(|_| status == 429) {
        let headers = response.headers_mut();
        headers.extend(HeaderValue::from_str(&wait.to_string()).map(|wait| (header::RETRY_AFTER, wait)));
        if body["global"] == true {
            headers.insert(HeaderName::from_static("x-ratelimit-global"), HeaderValue::from_static("true"));
        }
    }
    response
}

struct Work {
    shared: Shared,
    method: String,
    path: String,
    route: String,
}

impl Work {
    async fn perform(&self, parts: axum::http::request::Parts, payload: Option<Payload>, next: Next) -> Response {
        let response = self.answer(parts, payload, next).await;
        if let Some(refusal) = response.extensions().get::<Refusal>() {
            self.shared.violation(refusal.code, format!("{} {}", self.method, self.path), refusal.describe());
        }
        let status = response.status().as_u16();
        if matches!(status, 401 | 403 | 429) {
            let mut records = self.shared.records();
            records.invalid += 1;
            records.too_many += u64::from(status == 429);
        }
        response
    }

    async fn answer(&self, parts: axum::http::request::Parts, payload: Option<Payload>, next: Next) -> Response {
        if !self.route.is_empty() && self.needs_token() && !self.has_token(&parts) {
            return Refusal::unauthorized().into_response();
        }
        let verdict = self.shared.limiter().take(&self.method, &self.route, &self.path);
        let headers = match verdict {
            Verdict::Pass(headers) => headers,
            Verdict::TooMany(response) => return response,
        };
        let Some(payload) = payload else { return Refusal::bad_json().into_response() };
        self.validate(&payload);
        let mut request = Request::from_parts(parts, Body::empty());
        request.extensions_mut().insert(payload);
        let mut response = next.run(request).await;
        response.headers_mut().extend(headers);
        response
    }

    /// What carries a token in its path, or tells nothing, needs none in its header.
    fn needs_token(&self) -> bool {
        let open = self.route == "/gateway" || self.route.starts_with("/interactions/") || self.route.starts_with("/webhooks/");
        !open
    }

    fn has_token(&self, parts: &axum::http::request::Parts) -> bool {
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        given.and_then(|given| given.strip_prefix("Bot ")) == Some(self.shared.settings.token.as_str())
    }

    /// Compares the body with Discord's own description, if there is one at hand.
    fn validate(&self, payload: &Payload) {
        match openapi::check(&self.method, &self.route, payload.json(), !payload.files().is_empty()) {
            None => {}
            Some(Ok(())) => self.shared.records().validated += 1,
            Some(Err(faults)) => {
                self.shared.records().validated += 1;
                let place = format!("{} {}", self.method, self.path);
                self.shared.violation(0, place, format!("not as described: {faults}"));
            }
        }
    }
}
