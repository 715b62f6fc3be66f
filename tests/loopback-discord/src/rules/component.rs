//! Buttons, select menus and the rows they stand in.

use std::collections::HashSet;

use serde_json::Value;

use super::Form;

/// Checks the components of a message.
///
/// `v2` stands for the flag that permits every kind of component at the top.
pub(crate) fn check(form: &mut Form, value: &Value, at: &str, v2: bool) -> Vec<Value> {
    let rows = form.list(value, at, 0..=if v2 { 40 } else { 5 });
    let mut page = Page { form, seen: HashSet::new(), count: 0, text: 0 };
    for (index, row) in rows.iter().enumerate() {
        let at = format!("{at}.{index}");
        if v2 {
            page.any(row, &at);
        } else if row["type"] == 1 {
            page.row(row, &at);
        } else {
            page.form.choice(&row["type"], &format!("{at}.type"), &[1]);
        }
    }
    let (count, text) = (page.count, page.text);
    if count > 40 {
        let message = "The maximum number of components (40) was exceeded";
        form.fault(at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message);
    }
    if text > 4000 {
        form.fault(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Must be 4000 or fewer in length.");
    }
    rows.to_vec()
}

/// Checks a `custom_id`, which must be unlike every other on the same surface.
pub(super) fn custom_id(form: &mut Form, seen: &mut HashSet<String>, component: &Value, at: &str) {
    let path = format!("{at}.custom_id");
    let id = form.demanded(&component["custom_id"], &path, 100);
    if !id.is_empty() && !seen.insert(id) {
        form.fault(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
}

struct Page<'a> {
    form: &'a mut Form,
    seen: HashSet<String>,
    count: usize,
    text: usize,
}

impl Page<'_> {
    /// A component of version 2, wherever it stands. Only what people can press or read is checked
    /// closely; the rest is left to Discord's description.
    fn any(&mut self, component: &Value, at: &str) {
        self.count += 1;
        match component["type"].as_u64() {
            Some(1) => return self.row(component, at),
            Some(2) => return self.button(component, at),
            Some(10) => {
                let text = self.form.demanded(&component["content"], &format!("{at}.content"), 4000);
                self.text += text.chars().count();
            }
            Some(9 | 11..=14 | 17) => {}
            _ => self.form.choice(&component["type"], &format!("{at}.type"), &[1, 9, 10, 12, 13, 14, 17]),
        }
        let inner = component["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (index, one) in inner.iter().enumerate() {
            self.any(one, &format!("{at}.components.{index}"));
        }
        if component["accessory"].is_object() {
            self.any(&component["accessory"], &format!("{at}.accessory"));
        }
    }

    fn row(&mut self, row: &Value, at: &str) {
        let path = format!("{at}.components");
        if row["components"].is_null() {
            self.form.required(&path);
        }
        let inner = self.form.list(&row["components"], &path, 1..=5);
        let wide = inner.iter().any(|one| matches!(one["type"].as_u64(), Some(3 | 5..=8)));
        if wide && inner.len() > 1 {
            let message = "The specified component exceeds the maximum width";
            self.form.fault(&format!("{path}.1"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
        }
        for (index, one) in inner.iter().enumerate() {
            let at = format!("{path}.{index}");
            self.count += 1;
            match one["type"].as_u64() {
                Some(2) => self.button(one, &at),
                Some(3 | 5..=8) => self.select(one, &at),
                _ => self.form.choice(&one["type"], &format!("{at}.type"), &[2, 3, 5, 6, 7, 8]),
            }
        }
    }

    fn button(&mut self, button: &Value, at: &str) {
        let form = &mut *self.form;
        form.choice(&button["style"], &format!("{at}.style"), &[1, 2, 3, 4, 5, 6]);
        let label = form.text(&button["label"], &format!("{at}.label"), 80).unwrap_or_default();
        let emoji = &button["emoji"];
        let style = button["style"].as_u64().unwrap_or_default();
        if style != 6 && label.is_empty() && emoji["name"].is_null() && emoji["id"].is_null() {
            form.fault(at, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji");
        }
        match style {
            5 if !button["custom_id"].is_null() => {
                let message = "A custom id and url cannot both be specified";
                form.fault(at, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE", message);
            }
            5 if button["url"].is_null() => {
                form.fault(at, "BUTTON_COMPONENT_URL_REQUIRED", "A url is required");
            }
            5 => form.url(&button["url"], &format!("{at}.url"), 512, &["http", "https", "discord"]),
            1..=4 if !button["url"].is_null() => {
                let message = "A custom id and url cannot both be specified";
                form.fault(at, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE", message);
            }
            1..=4 => custom_id(form, &mut self.seen, button, at),
            _ => {}
        }
    }

    fn select(&mut self, select: &Value, at: &str) {
        custom_id(self.form, &mut self.seen, select, at);
        options(self.form, select, at);
    }
}

/// What a select menu offers, on a message or on a modal.
pub(super) fn options(form: &mut Form, select: &Value, at: &str) {
    form.text(&select["placeholder"], &format!("{at}.placeholder"), 150);
    let least = form.number(&select["min_values"], &format!("{at}.min_values"), 0..=25).unwrap_or(1);
    let most = form.number(&select["max_values"], &format!("{at}.max_values"), 1..=25).unwrap_or(1);
    if least > most {
        let message = "The minimum number of values must not exceed the maximum";
        form.fault(&format!("{at}.min_values"), "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", message);
    }
    if select["type"] != 3 {
        return;
    }
    let path = format!("{at}.options");
    if select["options"].is_null() {
        form.required(&path);
    }
    let mut seen = HashSet::new();
    let mut chosen = 0;
    for (index, option) in form.list(&select["options"], &path, 1..=25).iter().enumerate() {
        let at = format!("{path}.{index}");
        form.demanded(&option["label"], &format!("{at}.label"), 100);
        form.text(&option["description"], &format!("{at}.description"), 100);
        let value = form.demanded(&option["value"], &format!("{at}.value"), 100);
        if !seen.insert(value) {
            let message = "The specified option value is already used";
            form.fault(&format!("{at}.value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
        chosen += i64::from(option["default"] == true);
    }
    if chosen > most {
        let message = "The number of default options exceeds the maximum";
        form.fault(&path, "SELECT_COMPONENT_MAX_VALUES_EXCEEDED", message);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::faults;

    fn check(components: &Value, expected: &[&str]) {
        assert_eq!(faults(|form| drop(super::check(form, components, "components", false))), expected);
    }

    fn row(inner: &Value) -> Value {
        json!({"type": 1, "components": inner})
    }

    fn button(id: usize) -> Value {
        json!({"type": 2, "style": 1, "label": "x", "custom_id": id.to_string()})
    }

    #[test]
    fn five_rows_of_five_buttons_fit() {
        let rows = |count: usize, width: usize| {
            let row_of = |y: usize| row(&(0..width).map(|x| button(y * width + x)).collect());
            (0..count).map(row_of).collect::<Value>()
        };
        check(&rows(5, 5), &[]);
        check(&rows(6, 1), &["components BASE_TYPE_MAX_LENGTH"]);
        check(&rows(1, 6), &["components.0.components BASE_TYPE_BAD_LENGTH"]);
        check(&rows(1, 0), &["components.0.components BASE_TYPE_BAD_LENGTH"]);
    }

    #[test]
    fn a_button_says_something_and_does_one_thing() {
        let one = |button: Value| row(&json!([button]));
        let long = "x".repeat(101);
        for (button, fault) in [
            (json!({"type": 2, "style": 1, "custom_id": "a"}), " BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"),
            (json!({"type": 2, "style": 1, "label": long, "custom_id": "a"}), ".label BASE_TYPE_MAX_LENGTH"),
            (json!({"type": 2, "style": 1, "label": "a", "custom_id": long}), ".custom_id BASE_TYPE_MAX_LENGTH"),
            (json!({"type": 2, "style": 1, "label": "a"}), ".custom_id BASE_TYPE_REQUIRED"),
            (json!({"type": 2, "style": 7, "label": "a"}), ".style BASE_TYPE_CHOICES"),
            (json!({"type": 2, "style": 5, "label": "a"}), " BUTTON_COMPONENT_URL_REQUIRED"),
            (json!({"type": 2, "style": 5, "label": "a", "url": "file://x"}), ".url URL_TYPE_INVALID_SCHEME"),
            (
                json!({"type": 2, "style": 5, "label": "a", "url": "https://x", "custom_id": "a"}),
                " BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE",
            ),
        ] {
            check(&json!([one(button)]), &[&format!("components.0.components.0{fault}")]);
        }
    }

    #[test]
    fn custom_ids_are_unique_in_a_message() {
        let twice = json!([row(&json!([button(1)])), row(&json!([button(1)]))]);
        check(&twice, &["components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"]);
    }

    #[test]
    fn a_select_takes_a_row_and_25_options() {
        let menu = |count: usize| {
            let options: Value = (0..count).map(|n| json!({"label": "x", "value": n.to_string()})).collect();
            json!({"type": 3, "custom_id": "menu", "options": options})
        };
        check(&json!([row(&json!([menu(25)]))]), &[]);
        check(&json!([row(&json!([menu(26)]))]), &["components.0.components.0.options BASE_TYPE_BAD_LENGTH"]);
        check(&json!([row(&json!([menu(1), button(2)]))]), &["components.0.components.1 COMPONENT_LAYOUT_WIDTH_EXCEEDED"]);
    }
}
