//! Reading one question: its texts, its rubric and its samples.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::fields::{Faults, Fields, Text};
use super::{FollowUp, Kind, Level, Mistake, Point, Question, QuestionKey, Sample};
use crate::grade::{Builder, Rubric, Score};
use crate::rubric::{Node, Phrase, SetError, parse};
use crate::text::Language;

/// Where a question stands and what it shares with its subject.
pub(super) struct Context<'c> {
    pub(super) bank: &'c str,
    pub(super) subject: &'c str,
    pub(super) language: Language,
    pub(super) sets: &'c BTreeMap<String, Vec<Node>>,
    pub(super) everywhere: &'c [String],
}

/// Phrases as written and as parsed.
struct Phrases {
    texts: Vec<Text>,
    parsed: Vec<Phrase>,
}

/// A point or a mistake before it is compiled.
struct Draft<T> {
    shown: T,
    phrases: Phrases,
}

/// Reads a question; `ids` are those of the concept's questions before it.
pub(super) fn question(
    fields: &mut Fields<'_>,
    concept: &str,
    context: &Context<'_>,
    ids: &mut Vec<String>,
    faults: &mut Faults<'_>,
) -> Option<Question> {
    let id = fields.id(faults).filter(|id| is_new(id, ids, "question", faults));
    let kind = fields.choice("kind", &Kind::ALL.map(|kind| (kind.name(), kind)), faults);
    let level = fields.choice("level", &Level::ALL.map(|level| (level.name(), level)), faults);
    let minutes = fields.number("minutes", 1..=60, None, faults);
    let prompt = fields.text("prompt", faults);
    let code = fields.optional_text("code", faults);
    let answer = fields.text("answer", faults);
    let points = points(fields, context, faults);
    let mistakes = mistakes(fields, faults);
    let samples = samples(fields, faults);
    let rubric = compile(&points, &mistakes, context, faults);
    let rubric_hash = digest(&points, &mistakes);
    let answer = answer?;
    Some(Question {
        key: QuestionKey { bank: context.bank.into(), subject: context.subject.into(), concept: concept.into(), question: id?.value },
        kind: kind?,
        level: level?,
        minutes: minutes?,
        prompt: prompt?.value.trim().to_owned(),
        code: code.map(|code| code.value.trim_matches('\n').to_owned()),
        answer: answer.value.trim().to_owned(),
        answer_place: faults.place(answer.span),
        points: points.into_iter().map(|draft| draft.shown).collect(),
        mistakes: mistakes.into_iter().map(|draft| draft.shown).collect(),
        samples,
        rubric: rubric?,
        rubric_hash,
    })
}

fn points(fields: &mut Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Vec<Draft<Point>> {
    let tables = fields.tables("points", "a point", faults);
    if tables.is_empty() {
        faults.add(fields.span.clone(), "a question has at least one point: write [[questions.points]]", "no point for this question");
    }
    let mut ids = Vec::new();
    let mut drafts = Vec::new();
    for mut table in tables {
        let id = table.id(faults).filter(|id| is_new(id, &mut ids, "point", faults));
        let says = table.text("says", faults);
        let worth = table.number("worth", 1..=10, Some(1), faults);
        let hint = table.text("hint", faults);
        let phrases = phrases(&mut table, faults);
        let follow_up =
            table.optional_table("follow_up", "a follow-up", faults).and_then(|fields| follow_up(fields, &phrases, context, faults));
        table.finish(faults);
        if let (Some(id), Some(says), Some(worth), Some(hint)) = (id, says, worth, hint) {
            drafts.push(Draft { shown: Point { id: id.value, says: says.value, worth, hint: hint.value, follow_up }, phrases });
        }
    }
    drafts
}

fn mistakes(fields: &mut Fields<'_>, faults: &mut Faults<'_>) -> Vec<Draft<Mistake>> {
    let mut ids = Vec::new();
    let mut drafts = Vec::new();
    for mut table in fields.tables("mistakes", "a mistake", faults) {
        let id = table.id(faults).filter(|id| is_new(id, &mut ids, "mistake", faults));
        let says = table.text("says", faults);
        let correction = table.text("correction", faults);
        let costs = table.number("costs", 1..=10, Some(1), faults);
        let phrases = phrases(&mut table, faults);
        table.finish(faults);
        if let (Some(id), Some(says), Some(correction), Some(costs)) = (id, says, correction, costs) {
            drafts.push(Draft { shown: Mistake { id: id.value, says: says.value, correction: correction.value, costs }, phrases });
        }
    }
    drafts
}

fn samples(fields: &mut Fields<'_>, faults: &mut Faults<'_>) -> Vec<Sample> {
    let mut samples = Vec::new();
    for mut table in fields.tables("samples", "a sample", faults) {
        let answer = table.text("answer", faults);
        let score = table.score_range("score", faults);
        let place = faults.place(table.span.clone());
        table.finish(faults);
        if let (Some(answer), Some((low, high))) = (answer, score) {
            let score = (Score::from_thousandths(low), Score::from_thousandths(high));
            samples.push(Sample { answer: answer.value.trim().to_owned(), score, place });
        }
    }
    samples
}

/// The phrases under `accept`; each that cannot be read is a fault at its column.
fn phrases(fields: &mut Fields<'_>, faults: &mut Faults<'_>) -> Phrases {
    let before = faults.found.len();
    let all = fields.texts("accept", faults);
    if all.is_empty() && faults.found.len() == before {
        faults.add(fields.span.clone(), "`accept` lists at least one phrase", "no phrase is accepted here");
    }
    let mut phrases = Phrases { texts: Vec::new(), parsed: Vec::new() };
    for text in all {
        match parse(&text.value) {
            Ok(phrase) => {
                phrases.texts.push(text);
                phrases.parsed.push(phrase);
            }
            Err(error) => faults.add(text.offset(error.at, faults.text), error.message, "in this phrase"),
        }
    }
    phrases
}

/// A follow-up accepts what the point accepts, and its own phrases.
fn follow_up(mut fields: Fields<'_>, point: &Phrases, context: &Context<'_>, faults: &mut Faults<'_>) -> Option<FollowUp> {
    let prompt = fields.text("prompt", faults);
    let own = phrases(&mut fields, faults);
    fields.finish(faults);
    let mut builder = Builder::new(context.language, context.sets, context.everywhere);
    let result = builder.point("follow-up", 1, &own.parsed);
    report(result, &own, faults);
    // The point's own phrases are reported where they stand; here they only add to what is accepted.
    let _ = builder.point("point", 1, &point.parsed);
    Some(FollowUp { prompt: prompt?.value.trim().to_owned(), rubric: builder.build() })
}

fn compile(points: &[Draft<Point>], mistakes: &[Draft<Mistake>], context: &Context<'_>, faults: &mut Faults<'_>) -> Option<Rubric> {
    let before = faults.found.len();
    let mut builder = Builder::new(context.language, context.sets, context.everywhere);
    for draft in points {
        let result = builder.point(&draft.shown.id, draft.shown.worth, &draft.phrases.parsed);
        report(result, &draft.phrases, faults);
    }
    for draft in mistakes {
        let result = builder.mistake(&draft.shown.id, draft.shown.costs, &draft.phrases.parsed);
        report(result, &draft.phrases, faults);
    }
    (faults.found.len() == before).then(|| builder.build())
}

fn report(result: Result<(), Vec<(usize, SetError)>>, phrases: &Phrases, faults: &mut Faults<'_>) {
    for (index, error) in result.err().unwrap_or_default() {
        faults.add(phrases.texts[index].span.clone(), error.to_string(), "in this phrase");
    }
}

fn is_new(id: &Text, ids: &mut Vec<String>, what: &str, faults: &mut Faults<'_>) -> bool {
    let new = !ids.contains(&id.value);
    if new {
        ids.push(id.value.clone());
    } else {
        faults.add(id.span.clone(), format!("there is already a {what} `{}`", id.value), "used twice");
    }
    new
}

/// The first 16 hexadecimal digits of the SHA-256 of ids, weights and phrases.
fn digest(points: &[Draft<Point>], mistakes: &[Draft<Mistake>]) -> String {
    let mut hasher = Sha256::new();
    let mut add = |kind: u8, id: &str, weight: u32, phrases: &Phrases| {
        hasher.update([kind]);
        hasher.update(id);
        hasher.update(weight.to_be_bytes());
        for text in &phrases.texts {
            hasher.update(&text.value);
            hasher.update([0]);
        }
    };
    for draft in points {
        add(1, &draft.shown.id, draft.shown.worth, &draft.phrases);
    }
    for draft in mistakes {
        add(2, &draft.shown.id, draft.shown.costs, &draft.phrases);
    }
    hasher.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
