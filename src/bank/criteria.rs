//! Reading the points and mistakes of a question.

use super::fields::{Faults, Fields, Text};
use super::model::MadeOf;
use super::question::{Context, is_new};
use super::{Accept, FollowUp, Mistake, Point};
use crate::grade::MOST_THINGS;
use crate::rubric::{SetError, parse};

/// The criteria of a question as written.
pub(super) struct Criteria {
    points: Vec<PointEntry>,
    mistakes: Vec<MistakeEntry>,
    /// Names of groups with their caps.
    groups: Vec<(Text, u32)>,
    /// Things that are told apart, with the phrases that name each.
    things: Vec<(Text, Vec<Accept>)>,
    /// Phrases one of which every answer has.
    about: Vec<Accept>,
}

/// Criteria as a question keeps them.
pub(super) struct Resolved {
    pub(super) points: Vec<Point>,
    pub(super) mistakes: Vec<Mistake>,
    pub(super) groups: Vec<(String, u32)>,
    pub(super) things: Vec<(String, Vec<Accept>)>,
    pub(super) about: Vec<Accept>,
}

/// A point whose references to others are still names.
struct PointEntry {
    shown: Point,
    needs: Option<Text>,
    group: Option<Text>,
    of: Vec<Text>,
}

/// A mistake whose references to points are still names.
struct MistakeEntry {
    shown: Mistake,
    voids: Vec<Text>,
    of: Vec<Text>,
    /// The table's header, for faults.
    span: std::ops::Range<usize>,
}

impl Criteria {
    /// Reads everything under `points`, `mistakes` and `groups`.
    pub(super) fn read(fields: &mut Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Self {
        let groups = fields.optional_table("groups", "a list of groups", faults).map(|groups| groups.each_number(1..=100, faults));
        let things = things(fields, context, faults);
        let about = phrases(fields.texts("about", faults), context, faults);
        let points = points(fields, context, faults);
        Self { points, mistakes: mistakes(fields, context, faults), groups: groups.unwrap_or_default(), things, about }
    }

    /// The criteria with every name looked up; what refers to nothing is noted in `faults`.
    pub(super) fn resolve(self, faults: &mut Faults<'_>) -> Resolved {
        let ids: Vec<String> = self.points.iter().map(|entry| entry.shown.id.clone()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let groups: Vec<&str> = self.groups.iter().map(|(name, _)| name.value.as_str()).collect();
        let worths: Vec<u32> = self.points.iter().map(|entry| entry.shown.worth).collect();
        let mut points = Vec::with_capacity(self.points.len());
        let things: Vec<&str> = self.things.iter().map(|(name, _)| name.value.as_str()).collect();
        for PointEntry { mut shown, needs, group, of } in self.points {
            shown.made_of.of = of.iter().filter_map(|name| index("thing", name, &things, faults)).collect();
            shown.made_of.needs = needs.and_then(|name| index("point", &name, &ids, faults));
            shown.made_of.group = group.and_then(|name| index("group", &name, &groups, faults));
            points.push(shown);
        }
        let mut mistakes = Vec::with_capacity(self.mistakes.len());
        for MistakeEntry { mut shown, voids, of, span } in self.mistakes {
            shown.voids = voids.iter().filter_map(|name| index("point", name, &ids, faults)).collect();
            shown.of = of.iter().filter_map(|name| index("thing", name, &things, faults)).collect();
            check_costs(&shown, &worths, span, faults);
            mistakes.push(shown);
        }
        Resolved {
            points,
            mistakes,
            groups: self.groups.into_iter().map(|(name, cap)| (name.value, cap)).collect(),
            about: self.about,
            things: self.things.into_iter().map(|(name, names)| (name.value, names)).collect(),
        }
    }
}

/// A mistake that costs more than the points it denies makes a false alarm dearer than it helps.
fn check_costs(mistake: &Mistake, worths: &[u32], span: std::ops::Range<usize>, faults: &mut Faults<'_>) {
    let worth: u32 = mistake.voids.iter().map(|point| worths[*point]).sum();
    if !mistake.voids.is_empty() && mistake.costs > worth {
        let message = format!("the mistake `{}` costs {}, more than the {worth} of what it voids", mistake.id, mistake.costs);
        let help = format!("write `costs = {worth}` or less: the points themselves are lost already");
        faults.add_with_help(span, message, "costs too much", help);
    }
}

/// Reads phrases; each that cannot be compiled is a fault at its column.
fn phrases(texts: Vec<Text>, context: &Context<'_>, faults: &mut Faults<'_>) -> Vec<Accept> {
    let mut accepted = Vec::with_capacity(texts.len());
    for text in texts {
        match parse(&text.value) {
            Ok(phrase) => {
                for name in phrase.sets() {
                    if let Some(error) = SetError::of(name, &context.shared.sets) {
                        faults.add(text.span.clone(), error.to_string(), "in this phrase");
                    }
                }
                accepted.push(Accept { place: faults.place(text.span), text: text.value });
            }
            Err(error) => faults.add(text.offset(error.at, faults.text), error.message, "in this phrase"),
        }
    }
    accepted
}

/// The phrases under `accept`, one at the least.
fn accept(fields: &mut Fields<'_>, may_be_missing: bool, context: &Context<'_>, faults: &mut Faults<'_>) -> Vec<Accept> {
    let before = faults.found.len();
    let all = fields.texts("accept", faults);
    if all.is_empty() && !may_be_missing && faults.found.len() == before {
        faults.add(fields.span.clone(), "`accept` lists at least one phrase", "no phrase is accepted here");
    }
    phrases(all, context, faults)
}

/// The things that a question tells apart, each with its names.
fn things(fields: &mut Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Vec<(Text, Vec<Accept>)> {
    let Some(table) = fields.optional_table("things", "a list of things", faults) else { return Vec::new() };
    let span = table.span.clone();
    let rows = table.each_texts(faults);
    if rows.len() > MOST_THINGS {
        faults.add(span, format!("a question tells at most {MOST_THINGS} things apart, here are {}", rows.len()), "too many");
    }
    rows.into_iter().map(|(name, names)| (name, phrases(names, context, faults))).collect()
}

fn points(fields: &mut Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Vec<PointEntry> {
    let tables = fields.tables("points", "a point", faults);
    if tables.is_empty() {
        faults.add(fields.span.clone(), "a question has at least one point: write [[questions.points]]", "no point for this question");
    }
    let mut ids = Vec::new();
    let mut entries = Vec::new();
    for mut table in tables {
        let id = table.id(faults).filter(|id| is_new(id, &mut ids, "point", faults));
        let says = table.text("says", faults);
        let worth = table.number("worth", 1..=10, Some(1), faults);
        let hint = table.text("hint", faults);
        let parts: Vec<_> = table.lists("parts", faults).into_iter().map(|part| phrases(part, context, faults)).collect();
        let most = u32::try_from(parts.len()).unwrap_or(u32::MAX).max(1);
        let at_least = table.number("at_least", 1..=most, Some(most), faults);
        let needs = table.optional_text("needs", faults);
        let group = table.optional_text("group", faults);
        let echo = table.flag("echo", faults);
        let of = table.texts("of", faults);
        let mut accept = accept(&mut table, !parts.is_empty(), context, faults);
        let follow_up = table.optional_table("follow_up", "a follow-up", faults).and_then(|fields| follow_up(fields, context, faults));
        table.finish(faults);
        if let (Some(id), Some(says), Some(worth), Some(hint), Some(at_least)) = (id, says, worth, hint, at_least) {
            let made_of = MadeOf { whole: accept.len(), parts: parts.iter().map(Vec::len).collect(), at_least, echo, ..MadeOf::default() };
            accept.extend(parts.into_iter().flatten());
            let shown = Point { id: id.value, says: says.value, worth, hint: hint.value, follow_up, accept, made_of };
            entries.push(PointEntry { shown, needs, group, of });
        }
    }
    entries
}

fn mistakes(fields: &mut Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Vec<MistakeEntry> {
    let mut ids = Vec::new();
    let mut entries = Vec::new();
    for mut table in fields.tables("mistakes", "a mistake", faults) {
        let id = table.id(faults).filter(|id| is_new(id, &mut ids, "mistake", faults));
        let says = table.text("says", faults);
        let correction = table.text("correction", faults);
        let costs = table.number("costs", 1..=10, Some(1), faults);
        let voids = table.texts("voids", faults);
        let of = table.texts("of", faults);
        let accept = accept(&mut table, false, context, faults);
        let span = table.span.clone();
        table.finish(faults);
        if let (Some(id), Some(says), Some(correction), Some(costs)) = (id, says, correction, costs) {
            let shown =
                Mistake { id: id.value, says: says.value, correction: correction.value, costs, accept, voids: Vec::new(), of: Vec::new() };
            entries.push(MistakeEntry { shown, voids, of, span });
        }
    }
    entries
}

fn follow_up(mut fields: Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Option<FollowUp> {
    let prompt = fields.text("prompt", faults);
    let accept = accept(&mut fields, false, context, faults);
    fields.finish(faults);
    Some(FollowUp { prompt: prompt?.value.trim().to_owned(), accept })
}

/// Position of a name among `names`; a fault where there is none.
fn index(what: &str, name: &Text, names: &[&str], faults: &mut Faults<'_>) -> Option<usize> {
    let found = names.iter().position(|known| *known == name.value);
    if found.is_none() {
        let message = format!("this question has no {what} `{}`", name.value);
        match crate::nearest(&name.value, names.iter().copied()) {
            Some(nearest) => faults.add_with_help(name.span.clone(), message, "unknown", format!("did you mean `{nearest}`?")),
            None => faults.add(name.span.clone(), message, "unknown"),
        }
    }
    found
}
