//! What a command may be called and what it may ask for.

use std::collections::HashSet;

use serde_json::Value;

use super::Form;

/// Checks one command; `at` is empty for a single one, and an index in a list.
pub(crate) fn check(form: &mut Form, command: &Value, at: &str) {
    let path = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    let chat = command["type"].is_null() || command["type"] == 1;
    if !command["type"].is_null() {
        form.choice(&command["type"], &path("type"), &[1, 2, 3, 4]);
    }
    if chat {
        name(form, &command["name"], &path("name"));
        localized(form, &command["name_localizations"], &path("name_localizations"), 32);
        form.demanded(&command["description"], &path("description"), 100);
        localized(form, &command["description_localizations"], &path("description_localizations"), 100);
    } else {
        form.demanded(&command["name"], &path("name"), 32);
    }
    options(form, &command["options"], &path("options"), 0);
    for key in ["contexts", "integration_types"] {
        let most = if key == "contexts" { 2 } else { 1 };
        let list = form.list(&command[key], &path(key), 0..=3);
        for (index, one) in list.iter().enumerate() {
            form.number(one, &format!("{}.{index}", path(key)), 0..=most);
        }
    }
    if size(command) > 8000 {
        form.fault(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

/// Checks a whole list, as a bulk overwrite sends it.
pub(crate) fn check_all(form: &mut Form, commands: &[Value]) {
    let mut seen = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        check(form, command, &index.to_string());
        let key = (command["type"].as_u64().unwrap_or(1), command["name"].as_str().unwrap_or_default());
        if !seen.insert(key) {
            let message = "Application command names must be unique";
            form.fault(&format!("{index}.name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    let chat = commands.iter().filter(|one| one["type"].as_u64().unwrap_or(1) == 1).count();
    if chat > 100 {
        let message = "Maximum number of application commands reached (100)";
        form.fault("", "APPLICATION_COMMANDS_MAX", message);
    }
}

/// A name matches `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` and has no capitals.
///
/// `char::is_alphanumeric` is `\p{L}`, `\p{N}` and the vowel signs that the two scripts need.
fn name(form: &mut Form, value: &Value, path: &str) {
    let text = value.as_str().unwrap_or_default();
    let count = text.chars().count();
    if value.is_null() {
        form.required(path);
    } else if !(1..=32).contains(&count) {
        form.fault(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.");
    } else if !text.chars().all(fits_a_name) {
        form.fault(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn fits_a_name(letter: char) -> bool {
    let plain = matches!(letter, '-' | '_' | '\'') || letter.is_alphanumeric();
    plain && letter.to_lowercase().eq(std::iter::once(letter))
}

fn localized(form: &mut Form, value: &Value, path: &str, limit: usize) {
    for (locale, text) in value.as_object().into_iter().flatten() {
        form.demanded(text, &format!("{path}.{locale}"), limit);
    }
}

fn options(form: &mut Form, value: &Value, path: &str, depth: usize) {
    let list = form.list(value, path, 0..=25);
    let mut seen = HashSet::new();
    let mut optional = false;
    for (index, option) in list.iter().enumerate() {
        let at = format!("{path}.{index}");
        let kind = option["type"].as_u64().unwrap_or_default();
        form.choice(&option["type"], &format!("{at}.type"), &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        name(form, &option["name"], &format!("{at}.name"));
        localized(form, &option["name_localizations"], &format!("{at}.name_localizations"), 32);
        form.demanded(&option["description"], &format!("{at}.description"), 100);
        let locales = format!("{at}.description_localizations");
        localized(form, &option["description_localizations"], &locales, 100);
        if !seen.insert(option["name"].as_str().unwrap_or_default()) {
            let message = "Option name already exists";
            form.fault(&format!("{at}.name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message);
        }
        if option["required"] == true && optional {
            let message = "Required options must be placed before non-required options";
            form.fault(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional |= option["required"] != true;
        if kind <= 2 {
            // A group may hold subcommands, and a subcommand only options.
            if depth + usize::from(kind == 1) > 2 || (depth > 0 && kind == 2) {
                let message = "Sub-command option type is invalid at this level";
                form.fault(&format!("{at}.type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
            }
            options(form, &option["options"], &format!("{at}.options"), if kind == 2 { 1 } else { 2 });
        }
        choices(form, option, kind, &at);
        if kind == 3 {
            form.number(&option["min_length"], &format!("{at}.min_length"), 0..=6000);
            form.number(&option["max_length"], &format!("{at}.max_length"), 1..=6000);
        }
    }
    let nested = list.iter().filter(|one| matches!(one["type"].as_u64(), Some(1 | 2))).count();
    if nested > 0 && nested < list.len() {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        form.fault(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
}

fn choices(form: &mut Form, option: &Value, kind: u64, at: &str) {
    let path = format!("{at}.choices");
    let list = check_choices(form, &option["choices"], &path, kind);
    if option["autocomplete"] == true && list > 0 {
        let message = "Autocomplete may not be set to true if choices are present";
        form.fault(&format!("{at}.autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message);
    }
}

/// Checks choices, of an option or of an autocompletion; returns how many there are.
pub(crate) fn check_choices(form: &mut Form, value: &Value, path: &str, kind: u64) -> usize {
    let list = form.list(value, path, 0..=25);
    for (index, choice) in list.iter().enumerate() {
        let at = format!("{path}.{index}");
        form.demanded(&choice["name"], &format!("{at}.name"), 100);
        let value = &choice["value"];
        match kind {
            3 => drop(form.demanded(value, &format!("{at}.value"), 100)),
            4 if value.as_i64().is_none() => {
                form.fault(&format!("{at}.value"), "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int."));
            }
            10 if value.as_f64().is_none() => {
                form.fault(&format!("{at}.value"), "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not float."));
            }
            _ => {}
        }
    }
    list.len()
}

/// Names, descriptions and values together, which may have 8000 characters.
fn size(node: &Value) -> usize {
    let own: usize = ["name", "description", "value"].iter().filter_map(|key| node[key].as_str()).map(|text| text.chars().count()).sum();
    let inner = ["options", "choices"].iter().filter_map(|key| node[key].as_array()).flatten();
    own + inner.map(size).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::faults;

    fn check(command: &Value, expected: &[&str]) {
        assert_eq!(faults(|form| super::check(form, command, "")), expected);
    }

    #[test]
    fn names_are_lower_case_words() {
        for good in ["interview", "übung", "面接", "जांच", "a-b_c'd", "2"] {
            check(&json!({"name": good, "description": "d"}), &[]);
        }
        for bad in ["Interview", "two words", "a.b", "emoji🦆"] {
            check(&json!({"name": bad, "description": "d"}), &["name APPLICATION_COMMAND_INVALID_NAME"]);
        }
        check(&json!({"name": "x".repeat(33), "description": "d"}), &["name BASE_TYPE_BAD_LENGTH"]);
        check(&json!({"name": "x"}), &["description BASE_TYPE_REQUIRED"]);
    }

    #[test]
    fn options_are_few_distinct_and_in_order() {
        let option = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
        let with = |options: Value| json!({"name": "x", "description": "d", "options": options});
        check(&with(json!([option("a", true), option("b", false)])), &[]);
        check(&with(json!([option("a", false), option("b", true)])), &["options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"]);
        check(&with(json!([option("a", false), option("a", false)])), &["options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"]);
        let many: Value = (0..26).map(|n| option(&n.to_string(), false)).collect();
        check(&with(many), &["options BASE_TYPE_MAX_LENGTH"]);
    }

    #[test]
    fn a_group_holds_subcommands_and_nothing_deeper() {
        let sub = |inner: Value| json!({"type": 1, "name": "s", "description": "d", "options": inner});
        let group = |inner: Value| json!({"type": 2, "name": "g", "description": "d", "options": inner});
        let with = |option: Value| json!({"name": "x", "description": "d", "options": [option]});
        check(&with(group(json!([sub(json!([]))]))), &[]);
        check(&with(sub(json!([sub(json!([]))]))), &["options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"]);
    }
}
