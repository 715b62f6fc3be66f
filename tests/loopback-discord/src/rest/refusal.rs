//! How Discord says no.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error with Discord's status, code and message.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: i64,
    pub(crate) message: &'static str,
    pub(crate) errors: Vec<Fault>,
}

/// One thing that is wrong in a body: where, Discord's name for it, and in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) path: String,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

macro_rules! refusals {
    ($($name:ident = $status:literal $code:literal $message:literal;)*) => {
        impl Refusal {
            $(pub(crate) const fn $name() -> Self {
                Self { status: $status, code: $code, message: $message, errors: Vec::new() }
            })*
        }
    };
}

refusals! {
    unauthorized = 401 0 "401: Unauthorized";
    not_found = 404 0 "404: Not Found";
    method_not_allowed = 405 0 "405: Method Not Allowed";
    bad_json = 400 50_109 "The request body contains invalid JSON.";
    unknown_application = 404 10_002 "Unknown Application";
    unknown_channel = 404 10_003 "Unknown Channel";
    unknown_guild = 404 10_004 "Unknown Guild";
    unknown_member = 404 10_007 "Unknown Member";
    unknown_message = 404 10_008 "Unknown Message";
    unknown_user = 404 10_013 "Unknown User";
    unknown_webhook = 404 10_015 "Unknown Webhook";
    unknown_interaction = 404 10_062 "Unknown interaction";
    unknown_command = 404 10_063 "Unknown application command";
    too_many_followups = 400 40_094 "This interaction has reached the maximum number of follow up messages";
    acknowledged = 400 40_060 "Interaction has already been acknowledged.";
    missing_access = 403 50_001 "Missing Access";
    cannot_edit = 403 50_005 "Cannot edit a message authored by another user";
    empty_message = 400 50_006 "Cannot send an empty message";
    closed_to_you = 403 50_007 "Cannot send messages to this user";
    missing_permissions = 403 50_013 "Missing Permissions";
    invalid_token = 401 50_027 "Invalid Webhook Token";
    already_a_thread = 400 160_004 "A thread has already been created for this message";
    invalid_form = 400 50_035 "Invalid Form Body";
}

impl Refusal {
    /// 50035 with a tree of what is wrong.
    pub(crate) fn form(errors: Vec<Fault>) -> Self {
        Self { errors, ..Self::invalid_form() }
    }

    /// The tree that Discord returns: `{"embeds": {"0": {"title": {"_errors": [...]}}}}`.
    fn tree(&self) -> Value {
        let mut root = json!({});
        for fault in &self.errors {
            let mut node = &mut root;
            for key in fault.path.split('.').filter(|key| !key.is_empty()) {
                node = &mut node[key];
            }
            let one = json!({"code": fault.code, "message": fault.message});
            match node["_errors"].as_array_mut() {
                Some(list) => list.push(one),
                None => node["_errors"] = json!([one]),
            }
        }
        root
    }

    /// What is wrong, in one line.
    pub(crate) fn describe(&self) -> String {
        let faults: Vec<String> = self.errors.iter().map(|fault| format!("{}[{}]: {}", fault.path, fault.code, fault.message)).collect();
        if faults.is_empty() { self.message.to_owned() } else { faults.join("; ") }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({"message": self.message, "code": self.code});
        if !self.errors.is_empty() {
            body["errors"] = self.tree();
        }
        let mut response = json_response(self.status, &body);
        // The pipeline writes it down as a violation.
        response.extensions_mut().insert(self);
        response
    }
}

/// An answer with a JSON body.
pub(crate) fn json_response(status: u16, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// 204, done and nothing to say.
pub(crate) fn nothing() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_grow_into_a_tree() {
        let fault = |path: &str| Fault { path: path.to_owned(), code: "X", message: "no".to_owned() };
        let refusal = Refusal::form(vec![fault("embeds.0.title"), fault("embeds.0.title"), fault("content")]);
        let one = json!({"code": "X", "message": "no"});
        let expected = json!({
            "embeds": {"0": {"title": {"_errors": [one, one]}}},
            "content": {"_errors": [one]},
        });
        assert_eq!(refusal.tree(), expected);
    }
}
