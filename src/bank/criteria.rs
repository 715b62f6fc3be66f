//! Reading the points and mistakes of a question, and compiling them.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::fields::{Faults, Fields, Text};
use super::question::{Context, is_new};
use super::{Accept, FollowUp, Mistake, Point};
use crate::grade::{Builder, MistakeDraft, PointDraft, Rubric, SetErrors};
use crate::rubric::{Phrase, parse};

/// The criteria of a question as written.
pub(super) struct Criteria {
    points: Vec<PointEntry>,
    mistakes: Vec<MistakeEntry>,
    /// Names of groups with their caps.
    groups: Vec<(Text, u32)>,
}

/// Phrases as written and as parsed.
#[derive(Default)]
struct Phrases {
    texts: Vec<Text>,
    parsed: Vec<Phrase>,
}

struct PointEntry {
    shown: Point,
    accept: Phrases,
    parts: Vec<Phrases>,
    at_least: u32,
    needs: Option<Text>,
    group: Option<Text>,
    echo: bool,
}

struct MistakeEntry {
    shown: Mistake,
    accept: Phrases,
    voids: Vec<Text>,
    /// Where the costs stand, for faults.
    span: std::ops::Range<usize>,
}

impl Criteria {
    /// Reads everything under `points`, `mistakes` and `groups`.
    pub(super) fn read(fields: &mut Fields<'_>, context: &Context<'_>, faults: &mut Faults<'_>) -> Self {
        let groups = fields.optional_table("groups", "a list of groups", faults).map(|groups| groups.each_number(1..=100, faults));
        Self { points: points(fields, context, faults), mistakes: mistakes(fields, faults), groups: groups.unwrap_or_default() }
    }

    /// Points and mistakes as people see them.
    pub(super) fn shown(self) -> (Vec<Point>, Vec<Mistake>) {
        (self.points.into_iter().map(|entry| entry.shown).collect(), self.mistakes.into_iter().map(|entry| entry.shown).collect())
    }

    /// The rubric; `None` if something in it is wrong, which is noted in `faults`.
    pub(super) fn compile(&self, prompt: &str, answer: &str, context: &Context<'_>, faults: &mut Faults<'_>) -> Option<Rubric> {
        let before = faults.found.len();
        let mut builder = Builder::new(context.language, context.sets, context.everywhere);
        for (_, cap) in &self.groups {
            builder.group(*cap);
        }
        let ids: Vec<&str> = self.points.iter().map(|entry| entry.shown.id.as_str()).collect();
        let groups: Vec<&str> = self.groups.iter().map(|(name, _)| name.value.as_str()).collect();
        for entry in &self.points {
            let parts: Vec<Vec<Phrase>> = entry.parts.iter().map(|part| part.parsed.clone()).collect();
            let result = builder.point(&PointDraft {
                id: &entry.shown.id,
                worth: entry.shown.worth,
                accept: &entry.accept.parsed,
                parts: &parts,
                at_least: entry.at_least,
                needs: entry.needs.as_ref().and_then(|text| index("point", text, &ids, faults)),
                group: entry.group.as_ref().and_then(|text| index("group", text, &groups, faults)),
                echo: entry.echo,
            });
            report(result, std::iter::once(&entry.accept).chain(&entry.parts), faults);
        }
        for entry in &self.mistakes {
            let voids: Vec<usize> = entry.voids.iter().filter_map(|text| index("point", text, &ids, faults)).collect();
            self.check_costs(entry, &voids, faults);
            let MistakeEntry { shown, accept, .. } = entry;
            let draft = MistakeDraft { id: &shown.id, costs: shown.costs, accept: &accept.parsed, voids: &voids };
            report(builder.mistake(&draft), std::iter::once(accept), faults);
        }
        builder.prompt(prompt);
        builder.model(answer);
        (faults.found.len() == before).then(|| builder.build())
    }

    /// A mistake that costs more than the points it denies makes a false alarm dearer than it helps.
    fn check_costs(&self, entry: &MistakeEntry, voids: &[usize], faults: &mut Faults<'_>) {
        let worth: u32 = voids.iter().map(|point| self.points[*point].shown.worth).sum();
        if !voids.is_empty() && entry.shown.costs > worth {
            let message = format!("the mistake `{}` costs {}, more than the {worth} of what it voids", entry.shown.id, entry.shown.costs);
            faults.add_with_help(
                entry.span.clone(),
                message,
                "costs too much",
                format!("write `costs = {worth}` or less: the points themselves are lost already"),
            );
        }
    }

    /// The first 16 hexadecimal digits of the SHA-256 of everything that decides a score.
    pub(super) fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let mut add = |label: &str, numbers: &[u32], texts: &mut dyn Iterator<Item = &str>| {
            hasher.update(label);
            for number in numbers {
                hasher.update(number.to_be_bytes());
            }
            for text in texts {
                hasher.update(text);
                hasher.update([0]);
            }
        };
        let name = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
        for (group, cap) in &self.groups {
            add(&group.value, &[*cap], &mut std::iter::empty());
        }
        for entry in &self.points {
            let PointEntry { shown, accept, parts, at_least, needs, group, echo } = entry;
            add(&shown.id, &[1, shown.worth, *at_least, u32::from(*echo)], &mut accept.values());
            add(&name(needs), &[], &mut std::iter::empty());
            add(&name(group), &[], &mut std::iter::empty());
            for part in parts {
                add("part", &[], &mut part.values());
            }
        }
        for MistakeEntry { shown, accept, voids, .. } in &self.mistakes {
            add(&shown.id, &[2, shown.costs], &mut accept.values());
            add("voids", &[], &mut voids.iter().map(|text| text.value.as_str()));
        }
        hasher.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl Phrases {
    /// The phrases as an author sees them.
    fn written(&self, faults: &Faults<'_>) -> Vec<Accept> {
        self.texts.iter().map(|text| Accept { text: text.value.clone(), place: faults.place(text.span.clone()) }).collect()
    }

    fn values(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| text.value.as_str())
    }

    /// Parses phrases; each that cannot be read is a fault at its column.
    fn parse(texts: Vec<Text>, faults: &mut Faults<'_>) -> Self {
        let mut phrases = Self::default();
        for text in texts {
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

    /// The phrases under `accept`, one at the least.
    fn accept(fields: &mut Fields<'_>, may_be_missing: bool, faults: &mut Faults<'_>) -> Self {
        let before = faults.found.len();
        let all = fields.texts("accept", faults);
        if all.is_empty() && !may_be_missing && faults.found.len() == before {
            faults.add(fields.span.clone(), "`accept` lists at least one phrase", "no phrase is accepted here");
        }
        Self::parse(all, faults)
    }
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
        let parts: Vec<_> = table.lists("parts", faults).into_iter().map(|part| Phrases::parse(part, faults)).collect();
        let most = u32::try_from(parts.len()).unwrap_or(u32::MAX).max(1);
        let at_least = table.number("at_least", 1..=most, Some(most), faults);
        let needs = table.optional_text("needs", faults);
        let group = table.optional_text("group", faults);
        let echo = table.flag("echo", faults);
        let accept = Phrases::accept(&mut table, !parts.is_empty(), faults);
        let follow_up = table
            .optional_table("follow_up", "a follow-up", faults)
            .and_then(|fields| follow_up(fields, std::iter::once(&accept).chain(&parts), context, faults));
        table.finish(faults);
        if let (Some(id), Some(says), Some(worth), Some(hint), Some(at_least)) = (id, says, worth, hint, at_least) {
            let written = std::iter::once(&accept).chain(&parts).flat_map(|phrases| phrases.written(faults)).collect();
            let shown = Point { id: id.value, says: says.value, worth, hint: hint.value, follow_up, accept: written };
            entries.push(PointEntry { shown, accept, parts, at_least, needs, group, echo });
        }
    }
    entries
}

fn mistakes(fields: &mut Fields<'_>, faults: &mut Faults<'_>) -> Vec<MistakeEntry> {
    let mut ids = Vec::new();
    let mut entries = Vec::new();
    for mut table in fields.tables("mistakes", "a mistake", faults) {
        let id = table.id(faults).filter(|id| is_new(id, &mut ids, "mistake", faults));
        let says = table.text("says", faults);
        let correction = table.text("correction", faults);
        let costs = table.number("costs", 1..=10, Some(1), faults);
        let voids = table.texts("voids", faults);
        let accept = Phrases::accept(&mut table, false, faults);
        let span = table.span.clone();
        table.finish(faults);
        if let (Some(id), Some(says), Some(correction), Some(costs)) = (id, says, correction, costs) {
            let written = accept.written(faults);
            let shown = Mistake { id: id.value, says: says.value, correction: correction.value, costs, accept: written };
            entries.push(MistakeEntry { shown, accept, voids, span });
        }
    }
    entries
}

/// A follow-up accepts what the point accepts, parts included, and its own phrases.
fn follow_up<'p>(
    mut fields: Fields<'_>,
    point: impl Iterator<Item = &'p Phrases>,
    context: &Context<'_>,
    faults: &mut Faults<'_>,
) -> Option<FollowUp> {
    let prompt = fields.text("prompt", faults);
    let own = Phrases::accept(&mut fields, false, faults);
    fields.finish(faults);
    let mut builder = Builder::new(context.language, context.sets, context.everywhere);
    let result = builder.point(&PointDraft { id: "follow-up", worth: 1, accept: &own.parsed, ..PointDraft::default() });
    report(result, std::iter::once(&own), faults);
    // The point's own phrases are reported where they stand; here they only add to what is accepted.
    let accept: Vec<Phrase> = point.flat_map(|phrases| phrases.parsed.iter().cloned()).collect();
    let _ = builder.point(&PointDraft { id: "point", worth: 1, accept: &accept, ..PointDraft::default() });
    Some(FollowUp { prompt: prompt?.value.trim().to_owned(), rubric: builder.build() })
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

fn report<'p>(result: Result<(), SetErrors>, phrases: impl Iterator<Item = &'p Phrases>, faults: &mut Faults<'_>) {
    let Err(errors) = result else { return };
    let texts: Vec<&Text> = phrases.flat_map(|phrases| &phrases.texts).collect();
    for (index, error) in errors {
        faults.add(texts[index].span.clone(), error.to_string(), "in this phrase");
    }
}
