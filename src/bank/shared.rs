//! What the concepts of a subject share: its language and its synonym sets.

use std::collections::BTreeMap;

use super::fields::{Faults, Fields, Text};
use crate::rubric::{Node, Wants, parse};
use crate::text::Language;

/// The language of a subject and its synonym sets.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) language: Language,
    /// Name by which code of this subject is coloured, where that can be done; may be empty.
    pub(super) highlight: String,
    pub(super) sets: BTreeMap<String, Vec<Node>>,
    /// Names of the sets that stand in for their words in every phrase.
    pub(super) everywhere: Vec<String>,
}

/// What `subject.toml` says.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) licence: String,
    pub(super) shared: Shared,
}

impl Head {
    /// Reads a `subject.toml`; `None` if something is missing without which no concept can be read.
    pub(super) fn read(fields: &mut Fields<'_>, faults: &mut Faults<'_>) -> Option<Self> {
        let title = fields.text("title", faults);
        let code = fields.text("language", faults);
        let licence = fields.text("licence", faults);
        let highlight = fields.optional_text("highlight", faults).map(|name| name.value).unwrap_or_default();
        let mut sets = BTreeMap::new();
        if let Some(written) = fields.optional_table("synonyms", "a list of synonyms", faults) {
            for (name, entries) in written.each_texts(faults) {
                let entries = entries.iter().filter_map(|entry| set_entry(entry, faults)).collect();
                sets.insert(name.value, entries);
            }
        }
        let mut everywhere = Vec::new();
        for name in fields.texts("everywhere", faults) {
            if sets.contains_key(&name.value) {
                everywhere.push(name.value);
            } else {
                faults.add(name.span, format!("there is no synonym set `{}`", name.value), "not under [synonyms]");
            }
        }
        let code = code?;
        let Some(language) = Language::from_code(&code.value) else {
            let known: Vec<_> = Language::codes().collect();
            faults.add_with_help(
                code.span,
                format!("`{}` has no stemmer", code.value),
                "unknown language",
                format!("write one of: {}", known.join(", ")),
            );
            return None;
        };
        Some(Self { title: title?.value, licence: licence?.value, shared: Shared { language, highlight, sets, everywhere } })
    }
}

fn set_entry(entry: &Text, faults: &mut Faults<'_>) -> Option<Node> {
    match parse(&entry.value) {
        Ok(mut phrase) if phrase.wants == Wants::Affirmed && phrase.unless.is_none() && phrase.all.len() == 1 => {
            if phrase.sets().is_empty() {
                return Some(phrase.all.remove(0));
            }
            faults.add(entry.span.clone(), "a synonym names no other set; write the words out", "names a set");
            None
        }
        Ok(_) => {
            faults.add(entry.span.clone(), "a synonym is plain words, without `not:`, `either:`, `unless:` or `&`", "not plain words");
            None
        }
        Err(error) => {
            faults.add(entry.offset(error.at, faults.text), error.message, "here");
            None
        }
    }
}
