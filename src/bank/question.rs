//! Reading one question: its texts, its rubric and its samples.

use std::sync::{Arc, OnceLock};

use super::criteria::{Criteria, Resolved};
use super::fields::{Faults, Fields, Text};
use super::{Kind, Level, Question, QuestionKey, Sample, Shared};
use crate::grade::Score;

/// Where a question stands and what it shares with its subject.
pub(super) struct Context<'c> {
    pub(super) bank: &'c str,
    pub(super) subject: &'c str,
    pub(super) shared: &'c Arc<Shared>,
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
    let prints = fields.optional_text("prints", faults);
    if let (Some(prints), None) = (&prints, &code) {
        faults.add(prints.span.clone(), "`prints` is what the question's code prints, and there is no `code`", "of nothing");
    }
    let answer = fields.text("answer", faults);
    let lists = fields.flag("lists", faults) || kind == Some(Kind::Predict);
    let criteria = Criteria::read(fields, context, faults);
    let samples = samples(fields, faults);
    let Resolved { points, mistakes, groups, things, about } = criteria.resolve(faults);
    let answer = answer?;
    Some(Question {
        key: QuestionKey { bank: context.bank.into(), subject: context.subject.into(), concept: concept.into(), question: id?.value },
        kind: kind?,
        level: level?,
        minutes: minutes?,
        prompt: prompt?.value.trim().to_owned(),
        code: code.map(|code| code.value.trim_matches('\n').to_owned()),
        prints: prints.map(|prints| prints.value.trim_matches('\n').to_owned()),
        answer: answer.value.trim().to_owned(),
        answer_place: faults.place(answer.span),
        points,
        mistakes,
        samples,
        lists,
        groups,
        things,
        about,
        shared: Arc::clone(context.shared),
        compiled: OnceLock::new(),
    })
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

/// Whether an id is the first of its name; if so, it is remembered.
pub(super) fn is_new(id: &Text, ids: &mut Vec<String>, what: &str, faults: &mut Faults<'_>) -> bool {
    let new = !ids.contains(&id.value);
    if new {
        ids.push(id.value.clone());
    } else {
        faults.add(id.span.clone(), format!("there is already a {what} `{}`", id.value), "used twice");
    }
    new
}
