//! Modals: a title of 45 characters and one to five inputs.

use std::collections::HashSet;

use serde_json::Value;

use super::{Form, component};
use crate::world::interaction::Input;

/// A modal that passed, ready to be shown.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) custom_id: String,
    pub(crate) title: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) components: Vec<Value>,
}

/// Checks the `data` of a modal response.
pub(crate) fn check(form: &mut Form, data: &Value, at: &str) -> Draft {
    let custom_id = form.demanded(&data["custom_id"], &format!("{at}.custom_id"), 100);
    let title = form.demanded(&data["title"], &format!("{at}.title"), 45);
    let path = format!("{at}.components");
    if data["components"].is_null() {
        form.required(&path);
    }
    let rows = form.list(&data["components"], &path, 1..=5);
    let mut draft = Draft { custom_id, title, inputs: Vec::new(), components: rows.to_vec() };
    let mut seen = HashSet::new();
    for (index, row) in rows.iter().enumerate() {
        let at = format!("{path}.{index}");
        match row["type"].as_u64() {
            Some(1) => {
                let inner = form.list(&row["components"], &format!("{at}.components"), 1..=5);
                for (index, one) in inner.iter().enumerate() {
                    let at = format!("{at}.components.{index}");
                    if index == 1 {
                        let message = "The specified component exceeds the maximum width";
                        form.fault(&at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
                    }
                    form.choice(&one["type"], &format!("{at}.type"), &[4]);
                    let label = form.demanded(&one["label"], &format!("{at}.label"), 45);
                    draft.inputs.push(input(form, &mut seen, one, label, &at));
                }
            }
            Some(18) => {
                let label = form.demanded(&row["label"], &format!("{at}.label"), 45);
                form.text(&row["description"], &format!("{at}.description"), 100);
                let one = &row["component"];
                let at = format!("{at}.component");
                form.choice(&one["type"], &format!("{at}.type"), &[3, 4, 5, 6, 7, 8, 19, 21, 22, 23]);
                if one["type"] == 4 {
                    draft.inputs.push(input(form, &mut seen, one, label, &at));
                } else {
                    component::custom_id(form, &mut seen, one, &at);
                    component::options(form, one, &at);
                }
            }
            Some(10) => drop(form.demanded(&row["content"], &format!("{at}.content"), 4000)),
            _ => form.choice(&row["type"], &format!("{at}.type"), &[1, 10, 18]),
        }
    }
    draft
}

fn input(form: &mut Form, seen: &mut HashSet<String>, one: &Value, label: String, at: &str) -> Input {
    component::custom_id(form, seen, one, at);
    form.choice(&one["style"], &format!("{at}.style"), &[1, 2]);
    let placeholder = form.text(&one["placeholder"], &format!("{at}.placeholder"), 100);
    let value = form.text(&one["value"], &format!("{at}.value"), 4000).unwrap_or_default();
    let least = form.number(&one["min_length"], &format!("{at}.min_length"), 0..=4000).unwrap_or(0);
    let most = form.number(&one["max_length"], &format!("{at}.max_length"), 1..=4000).unwrap_or(4000);
    if least > most {
        let message = "The minimum length must not exceed the maximum length";
        form.fault(&format!("{at}.min_length"), "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", message);
    }
    let most = u64::try_from(most).unwrap_or(4000);
    if value.chars().count() as u64 > most {
        let message = format!("Must be {most} or fewer in length.");
        form.fault(&format!("{at}.value"), "BASE_TYPE_MAX_LENGTH", message);
    }
    Input {
        custom_id: one["custom_id"].as_str().unwrap_or_default().to_owned(),
        label,
        placeholder: placeholder.unwrap_or_default(),
        value,
        required: one["required"].as_bool().unwrap_or(true),
        min: u64::try_from(least).unwrap_or(0),
        max: most,
        paragraph: one["style"] == 2,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::faults;

    fn check(title: &str, inputs: &[Value], expected: &[&str]) {
        let rows: Value = inputs.iter().map(|input| json!({"type": 1, "components": [input]})).collect();
        let modal = json!({"custom_id": "m", "title": title, "components": rows});
        assert_eq!(faults(|form| drop(super::check(form, &modal, "data"))), expected);
    }

    fn input(id: usize, more: Value) -> Value {
        let mut input = json!({"type": 4, "style": 2, "custom_id": id.to_string(), "label": "Your answer"});
        if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
            input.extend(more);
        }
        input
    }

    #[test]
    fn one_to_five_inputs_fit() {
        let many = |count| (0..count).map(|id| input(id, json!({}))).collect::<Vec<_>>();
        check("Answer", &many(1), &[]);
        check("Answer", &many(5), &[]);
        check("Answer", &many(0), &["data.components BASE_TYPE_BAD_LENGTH"]);
        check("Answer", &many(6), &["data.components BASE_TYPE_BAD_LENGTH"]);
    }

    #[test]
    fn every_text_has_its_limit() {
        let at = |more: Value, fault: &str| {
            check("Answer", &[input(0, more)], &[&format!("data.components.0.components.0{fault}")]);
        };
        check(&"x".repeat(46), &[input(0, json!({}))], &["data.title BASE_TYPE_MAX_LENGTH"]);
        check("", &[input(0, json!({}))], &["data.title BASE_TYPE_REQUIRED"]);
        at(json!({"label": "x".repeat(46)}), ".label BASE_TYPE_MAX_LENGTH");
        at(json!({"placeholder": "x".repeat(101)}), ".placeholder BASE_TYPE_MAX_LENGTH");
        at(json!({"max_length": 4001}), ".max_length NUMBER_TYPE_MAX");
        at(json!({"value": "xyz", "max_length": 2}), ".value BASE_TYPE_MAX_LENGTH");
    }
}
