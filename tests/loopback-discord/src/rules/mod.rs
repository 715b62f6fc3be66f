//! Discord's limits, checked as Discord checks them.
//!
//! Lengths are counted in Unicode code points: Discord's API is written in Python 3 and takes the
//! length of its strings, as its staff said in discord/discord-api-docs#1315. An emoji of one code
//! point counts once, though a browser counts it twice.
//!
//! The codes of common faults are Discord's own (`BASE_TYPE_MAX_LENGTH`); those of rare ones are
//! as near as public reports allow.

pub(crate) mod command;
pub(crate) mod component;
pub(crate) mod embed;
pub(crate) mod mention;
pub(crate) mod modal;

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::rest::refusal::{Fault, Refusal};

/// A body under examination; it collects everything that is wrong.
#[derive(Debug, Default)]
pub(crate) struct Form {
    faults: Vec<Fault>,
}

impl Form {
    pub(crate) fn fault(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.faults.push(Fault { path: path.to_owned(), code, message: message.into() });
    }

    pub(crate) fn required(&mut self, path: &str) {
        self.fault(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::form(self.faults)) }
    }

    /// A text that may be missing, and may be as long as `limit`; surrounding blanks do not count.
    pub(crate) fn text(&mut self, value: &Value, path: &str, limit: usize) -> Option<String> {
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => {
                self.fault(path, "STRING_TYPE_CONVERT", format!("Could not interpret \"{value}\" as string."));
                return None;
            }
        };
        if text.chars().count() > limit {
            self.fault(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {limit} or fewer in length."));
        }
        Some(text)
    }

    /// A text that must be there and not be empty.
    pub(crate) fn needed(&mut self, value: &Value, path: &str, limit: usize) -> Option<String> {
        let text = self.text(value, path, limit)?;
        if text.is_empty() {
            self.required(path);
        }
        Some(text)
    }

    /// As [`needed`](Self::needed), and a missing one is a fault as well.
    pub(crate) fn demanded(&mut self, value: &Value, path: &str, limit: usize) -> String {
        if value.is_null() {
            self.required(path);
        }
        self.needed(value, path, limit).unwrap_or_default()
    }

    /// A whole number that may be missing.
    pub(crate) fn number(&mut self, value: &Value, path: &str, range: RangeInclusive<i64>) -> Option<i64> {
        if value.is_null() {
            return None;
        }
        let Some(number) = value.as_i64() else {
            self.fault(path, "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int."));
            return None;
        };
        if number < *range.start() {
            let message = format!("int value should be greater than or equal to {}.", range.start());
            self.fault(path, "NUMBER_TYPE_MIN", message);
        } else if number > *range.end() {
            let message = format!("int value should be less than or equal to {}.", range.end());
            self.fault(path, "NUMBER_TYPE_MAX", message);
        }
        Some(number)
    }

    /// A list that may be missing.
    pub(crate) fn list<'a>(&mut self, value: &'a Value, path: &str, count: RangeInclusive<usize>) -> &'a [Value] {
        let Some(list) = value.as_array() else {
            if !value.is_null() {
                self.fault(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            }
            return &[];
        };
        if !count.contains(&list.len()) {
            let (least, most) = (count.start(), count.end());
            if *least == 0 {
                self.fault(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
            } else {
                let message = format!("Must be between {least} and {most} in length.");
                self.fault(path, "BASE_TYPE_BAD_LENGTH", message);
            }
        }
        list
    }

    /// A web address that may be missing.
    pub(crate) fn url(&mut self, value: &Value, path: &str, limit: usize, schemes: &[&str]) {
        let Some(url) = self.text(value, path, limit) else { return };
        let Some((scheme, rest)) = url.split_once("://") else {
            if !url.is_empty() {
                self.fault(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
            }
            return;
        };
        if !schemes.contains(&scheme) {
            let names: Vec<String> = schemes.iter().map(|one| format!("'{one}'")).collect();
            let message = format!("Scheme \"{scheme}\" is not supported. Scheme must be one of ({}).", names.join(", "));
            self.fault(path, "URL_TYPE_INVALID_SCHEME", message);
        } else if rest.is_empty() || rest.contains(char::is_whitespace) {
            self.fault(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }

    /// One of a few numbers.
    pub(crate) fn choice(&mut self, value: &Value, path: &str, of: &[i64]) {
        if value.is_null() {
            self.required(path);
        } else if !value.as_i64().is_some_and(|number| of.contains(&number)) {
            let names: Vec<String> = of.iter().map(i64::to_string).collect();
            let message = format!("Value must be one of {{{}}}.", names.join(", "));
            self.fault(path, "BASE_TYPE_CHOICES", message);
        }
    }
}

/// An id, which is a string of digits in JSON and sometimes a number.
pub(crate) fn snowflake(value: &Value) -> Option<u64> {
    value.as_str().map_or_else(|| value.as_u64(), |text| text.parse().ok())
}

#[cfg(test)]
pub(crate) fn faults(check: impl FnOnce(&mut Form)) -> Vec<String> {
    let mut form = Form::default();
    check(&mut form);
    form.faults.into_iter().map(|fault| format!("{} {}", fault.path, fault.code)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_emoji_counts_once() {
        let ducks = |count| json!("🦆".repeat(count));
        assert_eq!(faults(|form| drop(form.text(&ducks(2000), "content", 2000))), [""; 0]);
        assert_eq!(faults(|form| drop(form.text(&ducks(2001), "content", 2000))), ["content BASE_TYPE_MAX_LENGTH"]);
    }

    #[test]
    fn addresses_need_a_known_scheme() {
        let check = |url: &str| faults(|form| form.url(&json!(url), "url", 512, &["http", "https"]));
        assert_eq!(check("https://example.com"), [""; 0]);
        assert_eq!(check("javascript://x"), ["url URL_TYPE_INVALID_SCHEME"]);
        assert_eq!(check("example.com"), ["url URL_TYPE_INVALID_URL"]);
    }
}
