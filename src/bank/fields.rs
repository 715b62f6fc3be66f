//! Reading the tables of a TOML file key by key, remembering where everything stands.
//!
//! serde would stop at the first thing that is wrong. An author wants all of it at once, so a [`Fields`] reads what it
//! can, notes a fault for what it cannot, and at [`Fields::finish`] reports every key that nobody asked for.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, Place};

/// Faults found so far, with the file that is being read.
#[derive(Debug)]
pub(super) struct Faults<'s> {
    /// Index of the file in the source.
    pub(super) file: usize,
    /// Its text.
    pub(super) text: &'s str,
    /// What was found, in any file.
    pub(super) found: Vec<Fault>,
}

impl Faults<'_> {
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place { file: self.file, span }
    }

    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<String>, label: impl Into<String>) {
        self.found.push(Fault::new(self.place(span), message, label));
    }

    pub(super) fn add_with_help(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Fault::new(self.place(span), message, label).with_help(help));
    }
}

/// A string with the place of its value in the file.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) value: String,
    /// The value with its quotes.
    pub(super) span: Range<usize>,
}

impl Text {
    /// Place in the file of byte `at` of the value: exact where the value is written without escapes, else the whole.
    pub(super) fn offset(&self, at: usize, source: &str) -> Range<usize> {
        let raw = source.get(self.span.clone()).unwrap_or_default();
        let Some(inner) = raw.find(&self.value).filter(|_| !self.value.is_empty()) else {
            return self.span.clone();
        };
        let start = self.span.start + inner + at;
        let width = source[start..].chars().next().map_or(0, char::len_utf8);
        start..(start + width).min(self.span.end).max(start)
    }
}

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    table: &'t DeTable<'t>,
    /// The table's header.
    pub(super) span: Range<usize>,
    /// What the table is, for messages: "a question".
    what: &'static str,
    asked: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    pub(super) fn new(table: &'t DeTable<'t>, span: Range<usize>, what: &'static str) -> Self {
        Self { table, span, what, asked: Vec::new() }
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn missing(&self, key: &str, faults: &mut Faults<'_>) {
        faults.add(self.span.clone(), format!("{} needs `{key}`", self.what), format!("`{key}` is missing here"));
    }

    /// A string that must be there and say something.
    pub(super) fn text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Text> {
        let Some(value) = self.get(key) else {
            self.missing(key, faults);
            return None;
        };
        string(key, value, faults)
    }

    /// A string that may be missing, but not empty.
    pub(super) fn optional_text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Text> {
        self.get(key).and_then(|value| string(key, value, faults))
    }

    /// A string out of a list of names.
    pub(super) fn choice<T>(&mut self, key: &'static str, options: &[(&'static str, T)], faults: &mut Faults<'_>) -> Option<T>
    where
        T: Copy,
    {
        let text = self.text(key, faults)?;
        let found = options.iter().find(|(name, _)| *name == text.value).map(|row| row.1);
        if found.is_none() {
            let names: Vec<_> = options.iter().map(|row| row.0).collect();
            let help = format!("write one of: {}", names.join(", "));
            faults.add_with_help(text.span, format!("`{}` is no {key}", text.value), "not one of the choices", help);
        }
        found
    }

    /// An id: lower-case letters, digits and hyphens.
    pub(super) fn id(&mut self, faults: &mut Faults<'_>) -> Option<Text> {
        let id = self.text("id", faults)?;
        if super::is_slug(&id.value) {
            return Some(id);
        }
        let help = "lower-case letters, digits and single hyphens, 40 at the most";
        faults.add_with_help(id.span, format!("`{}` cannot be an id", id.value), "not a valid id", help);
        None
    }

    /// A whole number in a range; `default` where it is missing.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        default: Option<u32>,
        faults: &mut Faults<'_>,
    ) -> Option<u32> {
        let Some(value) = self.get(key) else {
            if default.is_none() {
                self.missing(key, faults);
            }
            return default;
        };
        let number = whole(value.get_ref()).filter(|number| range.contains(number));
        if number.is_none() {
            faults.add(value.span(), format!("`{key}` is a whole number from {} to {}", range.start(), range.end()), "not in that range");
        }
        number
    }

    /// A list of strings; empty where it is missing.
    pub(super) fn texts(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<Text> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            faults.add(value.span(), format!("`{key}` is a list of strings"), "not a list");
            return Vec::new();
        };
        array.iter().filter_map(|item| string(key, item, faults)).collect()
    }

    /// A list of lists of strings; empty where it is missing.
    pub(super) fn lists(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<Vec<Text>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let fault = format!("`{key}` is a list of lists of strings");
        let DeValue::Array(array) = value.get_ref() else {
            faults.add(value.span(), fault, "not a list");
            return Vec::new();
        };
        let mut lists = Vec::new();
        for item in array {
            match item.get_ref() {
                DeValue::Array(inner) if !inner.is_empty() => {
                    lists.push(inner.iter().filter_map(|text| string(key, text, faults)).collect());
                }
                _ => faults.add(item.span(), fault.clone(), "not a list with something in it"),
            }
        }
        lists
    }

    /// `true` or `false`; `false` where it is missing.
    pub(super) fn flag(&mut self, key: &'static str, faults: &mut Faults<'_>) -> bool {
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        faults.add(value.span(), format!("`{key}` is true or false"), "neither");
        false
    }

    /// Two numbers from 0 to 1, the lower one first, in thousandths.
    pub(super) fn score_range(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<(u16, u16)> {
        let Some(value) = self.get(key) else {
            self.missing(key, faults);
            return None;
        };
        let ends: Vec<f64> = match value.get_ref() {
            DeValue::Array(array) => array.iter().filter_map(|item| decimal(item.get_ref())).collect(),
            _ => Vec::new(),
        };
        match ends[..] {
            [low, high] if (0.0..=1.0).contains(&low) && (low..=1.0).contains(&high) => Some((thousandths(low), thousandths(high))),
            _ => {
                faults.add(
                    value.span(),
                    format!("`{key}` is the lowest and the highest score allowed, such as [0.4, 0.6]"),
                    "not such a range",
                );
                None
            }
        }
    }

    /// A table that must be there.
    pub(super) fn table(&mut self, key: &'static str, what: &'static str, faults: &mut Faults<'_>) -> Option<Fields<'t>> {
        let found = self.optional_table(key, what, faults);
        if found.is_none() && !self.table.iter().any(|(name, _)| name.get_ref() == key) {
            self.missing(key, faults);
        }
        found
    }

    /// A table that may be missing.
    pub(super) fn optional_table(&mut self, key: &'static str, what: &'static str, faults: &mut Faults<'_>) -> Option<Fields<'t>> {
        let value = self.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Fields::new(table, value.span(), what));
        }
        faults.add(value.span(), format!("`{key}` is a table: write `[{key}]` on a line of its own"), "not a table");
        None
    }

    /// A list of tables; empty where it is missing.
    pub(super) fn tables(&mut self, key: &'static str, what: &'static str, faults: &mut Faults<'_>) -> Vec<Fields<'t>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            faults.add(value.span(), format!("`{key}` is a list of tables: write `[[{key}]]` before each"), "not a list");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array {
            if let DeValue::Table(table) = item.get_ref() {
                tables.push(Fields::new(table, item.span(), what));
            } else {
                faults.add(item.span(), format!("each of `{key}` is a table"), "not a table");
            }
        }
        tables
    }

    /// Every key of the table with its value as a list of strings, for tables whose keys the author chooses.
    pub(super) fn each_texts(self, faults: &mut Faults<'_>) -> Vec<(Text, Vec<Text>)> {
        let mut rows = Vec::new();
        for (name, value) in self.table {
            let DeValue::Array(array) = value.get_ref() else {
                faults.add(value.span(), format!("`{}` is a list of strings", name.get_ref()), "not a list");
                continue;
            };
            let key = Text { value: name.get_ref().to_string(), span: name.span() };
            rows.push((key, array.iter().filter_map(|item| string("entry", item, faults)).collect()));
        }
        rows.sort_by_key(|row| row.0.span.start);
        rows
    }

    /// Every key of the table with its value as a whole number in a range.
    pub(super) fn each_number(self, range: RangeInclusive<u32>, faults: &mut Faults<'_>) -> Vec<(Text, u32)> {
        let mut rows = Vec::new();
        for (name, value) in self.table {
            if let Some(number) = whole(value.get_ref()).filter(|number| range.contains(number)) {
                rows.push((Text { value: name.get_ref().to_string(), span: name.span() }, number));
            } else {
                let (low, high) = (range.start(), range.end());
                faults.add(value.span(), format!("`{}` is a whole number from {low} to {high}", name.get_ref()), "not in that range");
            }
        }
        rows.sort_by_key(|row| row.0.span.start);
        rows
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, faults: &mut Faults<'_>) {
        for (name, _) in self.table {
            let key = name.get_ref().as_ref();
            if self.asked.contains(&key) {
                continue;
            }
            let message = format!("{} has no `{key}`", self.what);
            match crate::nearest(key, self.asked.iter().copied()) {
                Some(nearest) => faults.add_with_help(name.span(), message, "unknown key", format!("did you mean `{nearest}`?")),
                None => faults.add(name.span(), message, "unknown key"),
            }
        }
    }
}

fn string(key: &str, value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Option<Text> {
    let DeValue::String(text) = value.get_ref() else {
        faults.add(value.span(), format!("`{key}` is a string: put it in quotes"), "not a string");
        return None;
    };
    if text.trim().is_empty() {
        faults.add(value.span(), format!("`{key}` is empty"), "say something here, or leave the key out");
        return None;
    }
    Some(Text { value: text.clone().into_owned(), span: value.span() })
}

fn whole(value: &DeValue<'_>) -> Option<u32> {
    match value {
        DeValue::Integer(integer) => u32::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    }
}

fn decimal(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) => integer.as_str().parse().ok(),
        _ => None,
    }
}

/// A fraction from 0 to 1 in whole thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the caller has checked that it is from 0 to 1")]
fn thousandths(fraction: f64) -> u16 {
    (fraction * 1000.0).round() as u16
}
