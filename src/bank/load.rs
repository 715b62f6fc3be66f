//! From files to a [`Bank`], or to everything that is wrong with them.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::fields::{Faults, Fields, Text};
use super::question::{Context, question};
use super::{Bank, Card, Concept, Example, Fault, Level, Source, SourceFile, Subject};
use crate::rubric::{Node, Wants, parse};
use crate::text::Language;

/// Id of a bank that gives itself none.
const UNNAMED: &str = "local";

impl Bank {
    /// Reads a bank.
    ///
    /// # Errors
    /// Every fault of every file, in order of place.
    pub fn load(source: &Source) -> Result<Self, Vec<Fault>> {
        let mut loader = Loader { source, found: Vec::new() };
        let bank = loader.bank();
        let mut found = loader.found;
        if found.is_empty() {
            return Ok(bank);
        }
        found.sort_by_key(|fault| (fault.place.file, fault.place.span.start));
        Err(found)
    }
}

struct Loader<'s> {
    source: &'s Source,
    found: Vec<Fault>,
}

impl Loader<'_> {
    fn bank(&mut self) -> Bank {
        let mut bank = Bank { id: UNNAMED.into(), title: "Local bank".into(), subjects: Vec::new() };
        let source = self.source;
        for (index, file) in source.files.iter().enumerate() {
            if file.path == "bank.toml" {
                self.file(index, "a bank", |fields, faults| {
                    let id = fields.id(faults);
                    let title = fields.text("title", faults);
                    if let (Some(id), Some(title)) = (id, title) {
                        bank.id = id.value;
                        bank.title = title.value;
                    }
                });
            }
        }
        for (index, file) in source.files.iter().enumerate() {
            if let Some(folder) = file.path.strip_suffix("/subject.toml")
                && let Some(subject) = self.subject(index, folder, &bank.id)
            {
                bank.subjects.push(subject);
            }
        }
        bank
    }

    /// Parses a file and reads its top-level table with `read`.
    fn file<T>(&mut self, index: usize, what: &'static str, read: impl FnOnce(&mut Fields<'_>, &mut Faults<'_>) -> T) -> T {
        let text = &self.source.files[index].text;
        let mut faults = Faults { file: index, text, found: std::mem::take(&mut self.found) };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            faults.add(span, format!("this is not TOML: {}", error.message()), "here");
        }
        let mut fields = Fields::new(table.get_ref(), 0..first_line(text), what);
        let value = read(&mut fields, &mut faults);
        fields.finish(&mut faults);
        self.found = faults.found;
        value
    }

    fn subject(&mut self, index: usize, folder: &str, bank: &str) -> Option<Subject> {
        let mut shared = Shared::default();
        let mut head = self.file(index, "a subject", |fields, faults| shared.read(fields, faults))?;
        let folder_is_slug = super::is_slug(folder);
        if !folder_is_slug {
            let place = super::Place { file: index, span: 0..0 };
            let help = "lower-case letters, digits and single hyphens, and no folder inside a folder";
            self.found
                .push(Fault::new(place, format!("`{folder}` cannot be the name of a subject's folder"), "in this folder").with_help(help));
        }
        let prefix = format!("{folder}/");
        let source = self.source;
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        let mut links = Vec::new();
        for (file_index, file) in source.files.iter().enumerate() {
            let Some(name) = file.path.strip_prefix(&prefix) else { continue };
            if name == "subject.toml" || name.contains('/') || file.path.rsplit('.').next() != Some("toml") {
                continue;
            }
            let context = Context { bank, subject: folder, language: head.language, sets: &shared.sets, everywhere: &shared.everywhere };
            let read = self.file(file_index, "a concept", |fields, faults| {
                let concept = concept(fields, &context, source, faults);
                if let Some((concept, _, id)) = &concept
                    && let Some(other) = ids.insert(concept.id.clone(), file.shown.clone())
                {
                    faults.add(id.span.clone(), format!("the concept `{}` is already in {other}", concept.id), "used twice");
                }
                concept
            });
            if let Some((concept, see_also, _)) = read {
                head.concepts.push(concept);
                links.extend(see_also.into_iter().map(|link| (file_index, link)));
            }
        }
        self.check_links(&links, &ids);
        if head.concepts.is_empty() && self.found.is_empty() {
            let place = super::Place { file: index, span: 0..0 };
            self.found.push(Fault::new(place, format!("the subject `{folder}` has no concept"), "no other TOML file beside this one"));
        }
        head.concepts.sort_by_key(|concept| concept.number);
        Some(head.named(folder))
    }

    fn check_links(&mut self, links: &[(usize, Text)], ids: &BTreeMap<String, String>) {
        for (file, link) in links {
            if !ids.contains_key(&link.value) {
                let place = super::Place { file: *file, span: link.span.clone() };
                let mut fault = Fault::new(place, format!("there is no concept `{}` in this subject", link.value), "unknown concept");
                fault.help = crate::nearest(&link.value, ids.keys().map(String::as_str)).map(|id| format!("did you mean `{id}`?"));
                self.found.push(fault);
            }
        }
    }
}

/// What the concepts of a subject share.
#[derive(Default)]
struct Shared {
    sets: BTreeMap<String, Vec<Node>>,
    everywhere: Vec<String>,
}

impl Shared {
    fn read(&mut self, fields: &mut Fields<'_>, faults: &mut Faults<'_>) -> Option<Subject> {
        let title = fields.text("title", faults);
        let code = fields.text("language", faults);
        let licence = fields.text("licence", faults);
        if let Some(sets) = fields.optional_table("synonyms", "a list of synonyms", faults) {
            for (name, entries) in sets.each_texts(faults) {
                let entries = entries.iter().filter_map(|entry| set_entry(entry, faults)).collect();
                self.sets.insert(name.value, entries);
            }
        }
        for name in fields.texts("everywhere", faults) {
            if self.sets.contains_key(&name.value) {
                self.everywhere.push(name.value);
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
        Some(Subject { id: String::new(), title: title?.value, language, licence: licence?.value, concepts: Vec::new() })
    }
}

impl Subject {
    fn named(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }
}

fn set_entry(entry: &Text, faults: &mut Faults<'_>) -> Option<Node> {
    match parse(&entry.value) {
        Ok(mut phrase) if phrase.wants == Wants::Affirmed && phrase.unless.is_none() && phrase.all.len() == 1 => Some(phrase.all.remove(0)),
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

fn concept(fields: &mut Fields<'_>, context: &Context<'_>, source: &Source, faults: &mut Faults<'_>) -> Option<(Concept, Vec<Text>, Text)> {
    let id = fields.id(faults);
    let number = fields.number("number", 1..=99_999, None, faults);
    let title = fields.text("title", faults);
    let level = fields.choice("level", &Level::ALL.map(|level| (level.name(), level)), faults);
    let tags = fields.texts("tags", faults);
    let see_also = fields.texts("see_also", faults);
    let docs = fields.texts("docs", faults);
    for link in docs.iter().filter(|link| !link.value.starts_with("https://")) {
        faults.add(link.span.clone(), "a link begins with https://", "not such a link");
    }
    let examples = fields.texts("examples", faults).iter().filter_map(|path| example(path, context, source, faults)).collect();
    let card = fields.table("card", "a card", faults).map(|fields| card(fields, faults));
    let concept_id = id.as_ref().map_or("unnamed", |id| id.value.as_str());
    let mut questions = Vec::new();
    let mut ids = Vec::new();
    let tables = fields.tables("questions", "a question", faults);
    if tables.is_empty() {
        faults.add(fields.span.clone(), "a concept has at least one question: write [[questions]]", "no question in this file");
    }
    for mut table in tables {
        questions.extend(question(&mut table, concept_id, context, &mut ids, faults));
        table.finish(faults);
    }
    let id = id?;
    let concept = Concept {
        id: id.value.clone(),
        number: number?,
        title: title?.value,
        level: level?,
        tags: values(tags),
        card: card?,
        examples,
        see_also: values(see_also.clone()),
        docs: values(docs),
        questions,
    };
    Some((concept, see_also, id))
}

fn example(path: &Text, context: &Context<'_>, source: &Source, faults: &mut Faults<'_>) -> Option<Example> {
    let full = format!("{}/{}", context.subject, path.value);
    let Some(SourceFile { text, .. }) = source.get(&full) else {
        faults.add(path.span.clone(), format!("there is no file {full} in this bank"), "no such file");
        return None;
    };
    Some(Example { path: path.value.clone(), text: text.clone() })
}

fn card(mut fields: Fields<'_>, faults: &mut Faults<'_>) -> Card {
    let text = |text: Option<Text>| text.map(|text| text.value.trim().to_owned()).unwrap_or_default();
    let card = Card {
        what: text(fields.text("what", faults)),
        how: text(fields.optional_text("how", faults)),
        why: text(fields.text("why", faults)),
        use_cases: values(fields.texts("use_cases", faults)),
        trade_offs: values(fields.texts("trade_offs", faults)),
        pitfalls: values(fields.texts("pitfalls", faults)),
        avoid_when: values(fields.texts("avoid_when", faults)),
    };
    fields.finish(faults);
    card
}

fn values(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
