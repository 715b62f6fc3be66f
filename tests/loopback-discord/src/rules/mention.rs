//! The form of `allowed_mentions`.

use serde_json::Value;

use super::{Form, snowflake};

/// Checks `allowed_mentions`; a kind may be parsed or listed, not both.
pub(crate) fn check(form: &mut Form, value: &Value, at: &str) {
    let parse = form.list(&value["parse"], &format!("{at}.parse"), 0..=3);
    for (index, kind) in parse.iter().enumerate() {
        if !matches!(kind.as_str(), Some("users" | "roles" | "everyone")) {
            let message = "Value must be one of ('users', 'roles', 'everyone').";
            form.fault(&format!("{at}.parse.{index}"), "BASE_TYPE_CHOICES", message);
        }
    }
    for key in ["users", "roles"] {
        let path = format!("{at}.{key}");
        let ids = form.list(&value[key], &path, 0..=100);
        if !ids.is_empty() && parse.iter().any(|kind| kind == key) {
            let message = format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive.");
            form.fault(&path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
        for (index, id) in ids.iter().enumerate() {
            if snowflake(id).is_none() {
                let message = format!("Value \"{id}\" is not snowflake.");
                form.fault(&format!("{path}.{index}"), "NUMBER_TYPE_COERCE", message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::faults;

    #[test]
    fn a_kind_is_parsed_or_listed() {
        let check = |value| faults(|form| super::check(form, &value, "allowed_mentions"));
        assert_eq!(check(json!({"parse": [], "users": ["1"]})), [""; 0]);
        assert_eq!(check(json!({"parse": ["users"], "users": ["1"]})), ["allowed_mentions.users MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"]);
        assert_eq!(check(json!({"parse": ["here"]})), ["allowed_mentions.parse.0 BASE_TYPE_CHOICES"]);
    }
}
