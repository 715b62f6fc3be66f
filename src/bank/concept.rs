//! Reading one concept: its head, its study card, its examples and the questions in its file.

use super::fields::{Faults, Fields, Text};
use super::question::{Context, question};
use super::{Card, Concept, Example, Level, Source, SourceFile};

/// A concept as its file has it.
pub(super) struct Written {
    pub(super) concept: Concept,
    pub(super) see_also: Vec<Text>,
    pub(super) id: Text,
}

/// Reads a concept; `ids` collects those of its questions.
pub(super) fn concept(
    fields: &mut Fields<'_>,
    context: &Context<'_>,
    source: &Source,
    ids: &mut Vec<String>,
    faults: &mut Faults<'_>,
) -> Option<Written> {
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
    let tables = fields.tables("questions", "a question", faults);
    if tables.is_empty() {
        faults.add(fields.span.clone(), "a concept has at least one question: write [[questions]]", "no question in this file");
    }
    for mut table in tables {
        questions.extend(question(&mut table, concept_id, context, ids, faults));
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
    Some(Written { concept, see_also, id })
}

fn example(path: &Text, context: &Context<'_>, source: &Source, faults: &mut Faults<'_>) -> Option<Example> {
    let full = format!("{}/{}", context.subject, path.value);
    let Some(SourceFile { text, .. }) = source.get(&full) else {
        faults.add(path.span.clone(), format!("there is no file {full} in this bank"), "no such file");
        return None;
    };
    let beside = full.rsplit_once('.').map_or_else(|| format!("{full}.out"), |(stem, _)| format!("{stem}.out"));
    let prints = source.get(&beside).map(|file| file.text.clone());
    Some(Example { path: path.value.clone(), text: text.clone(), prints })
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
