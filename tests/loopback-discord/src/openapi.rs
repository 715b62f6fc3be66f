//! Discord's own description of its API, and whether request bodies are as it says.
//!
//! The environment variable `DISCORD_OPENAPI` names the description; without it nothing is
//! compared. It is read once in a process, and each operation's validator is compiled when it is
//! first needed.
//!
//! The description is not quite what Discord does. Where it is known to differ, a body is made to
//! fit before it is compared (see [`concede`]):
//!
//! - `default_member_permissions` is described as an integer. Discord takes and returns a string
//!   of digits, and its documentation says so; every library sends one.
//! - The `id` of an attachment that is being sent is described as a string. It is the file's place in
//!   the body, and a number in the documentation's examples.
//! - `payload_json` is not described: with files, the JSON in it is compared with the schema for
//!   `application/json`, and the files are not compared at all.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

const ROOT: &str = "urn:discord:openapi";

static DESCRIPTION: OnceLock<Option<Description>> = OnceLock::new();
static VALIDATED: AtomicU64 = AtomicU64::new(0);

struct Description {
    document: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

/// How many bodies were compared with the description in this process.
#[must_use]
pub fn validated_in_process() -> u64 {
    VALIDATED.load(Ordering::Relaxed)
}

/// Compares a body with the description: `None` if there is nothing to compare it with.
pub(crate) fn check(method: &str, route: &str, body: &Value, files: bool) -> Option<Result<(), String>> {
    let description = DESCRIPTION.get_or_init(Description::from_environment).as_ref()?;
    if body.is_null() && !files {
        return None;
    }
    let verdict = description.compare(method, route, body)?;
    VALIDATED.fetch_add(1, Ordering::Relaxed);
    Some(verdict)
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 300 { text.to_owned() } else { text.chars().take(300).chain(['…']).collect() }
}

/// Makes a body fit where the description is known to be wrong.
fn concede(body: &mut Value) {
    match body {
        Value::Array(list) => list.iter_mut().for_each(concede),
        Value::Object(object) => {
            let bits = object.get_mut("default_member_permissions");
            if let Some((bits, number)) = bits.and_then(|bits| {
                let number = bits.as_str()?.parse::<u64>().ok()?;
                Some((bits, number))
            }) {
                *bits = json!(number);
            }
            for file in object.get_mut("attachments").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(place) = file["id"].as_u64() {
                    file["id"] = json!(place.to_string());
                }
            }
            // What an interaction is answered with is one step further in.
            if let Some(data) = object.get_mut("data") {
                concede(data);
            }
        }
        _ => {}
    }
}

impl Description {
    fn from_environment() -> Option<Self> {
        let file = std::env::var_os("DISCORD_OPENAPI")?;
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let document: Value = serde_json::from_str(&text).unwrap_or_default();
        // A test that believes it is compared and is not would be worse than one that stops.
        assert!(document["paths"].is_object(), "DISCORD_OPENAPI names {}, which describes no API", file.display());
        Self::new(document)
    }

    fn new(document: Value) -> Option<Self> {
        let registry = Registry::new().add(ROOT, document.clone()).and_then(jsonschema::RegistryBuilder::prepare).ok()?;
        Some(Self { document, registry, validators: Mutex::default() })
    }

    fn compare(&self, method: &str, route: &str, body: &Value) -> Option<Result<(), String>> {
        let validator = self.validator(method, route)?;
        let mut body = body.clone();
        concede(&mut body);
        let faults: Vec<String> = validator
            .iter_errors(&body)
            .take(5)
            .map(|error| format!("{} {}", error.instance_path(), shorten(&error.to_string())))
            .collect();
        Some(if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) })
    }

    fn validator(&self, method: &str, route: &str) -> Option<Arc<Validator>> {
        let key = format!("{method} {route}");
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = validators.get(&key) {
            return known.clone();
        }
        let made = self.compile(method, route).map(Arc::new);
        validators.insert(key, made.clone());
        made
    }

    fn compile(&self, method: &str, route: &str) -> Option<Validator> {
        let method = method.to_lowercase();
        let operation = &self.document["paths"][route][&method];
        let content = &operation["requestBody"]["content"];
        content["application/json"]["schema"].as_object()?;
        let path = route.replace('~', "~0").replace('/', "~1").replace('{', "%7B").replace('}', "%7D");
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": format!("{ROOT}#/paths/{path}/{method}/requestBody/content/application~1json/schema"),
        });
        let built = jsonschema::options().with_registry(&self.registry).build(&schema);
        // As above: silence would be taken for consent.
        assert!(built.is_ok(), "the description of {method} {route} does not compile: {built:?}");
        built.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_compared_through_references() {
        let schema = json!({"$ref": "#/components/schemas/Message"});
        let description = Description::new(json!({
            "paths": {"/a/{b}/c": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}},
            "components": {"schemas": {
                "Message": {"type": "object", "properties": {"text": {"$ref": "#/components/schemas/Text"}}},
                "Text": {"type": "string", "maxLength": 3},
            }},
        }));
        let compare = |route, body| description.as_ref().and_then(|it| it.compare("POST", route, &body));
        assert_eq!(compare("/a/{b}/c", json!({"text": "abc"})), Some(Ok(())));
        let fault = compare("/a/{b}/c", json!({"text": "abcd"}));
        assert!(matches!(&fault, Some(Err(fault)) if fault.starts_with("/text ")), "{fault:?}");
        assert_eq!(compare("/other", json!({})), None);
    }

    #[test]
    fn the_place_of_a_file_as_a_number_is_conceded() {
        let mut body = json!({"type": 4, "data": {"attachments": [{"id": 0}, {"id": "1"}]}});
        concede(&mut body);
        assert_eq!(body["data"]["attachments"], json!([{"id": "0"}, {"id": "1"}]));
    }

    #[test]
    fn permissions_as_text_are_conceded() {
        let mut body = json!([{"name": "x", "default_member_permissions": "8"}]);
        concede(&mut body);
        assert_eq!(body, json!([{"name": "x", "default_member_permissions": 8}]));
    }
}
