//! Study cards, and what there is to ask.

use std::fmt::Write as _;

use super::text::link;
use super::{Button, Card, Tone, clamp, code_block, escape, limits, markdown, rich};
use crate::app::{Coverage, Covered, Study};
use crate::bank::{Concept, ConceptKey, Example};
use crate::discord::route::Route;
use crate::interview::STRONG;
use crate::locale::Locale;
use crate::text::shortened;

/// UTF-16 units of a page: what a phone shows in a few strokes, with room for a remark.
const PAGE: usize = 3400;
/// Concepts on a page of all topics.
const TOPICS: usize = 10;
/// Characters of a title on a button.
const TITLE: usize = 40;
/// Concepts that a card leads to.
const RELATED: usize = 5;

/// A part of a study card.
struct Page {
    name: String,
    body: String,
}

/// A page of a concept's study card.
#[must_use]
pub fn study(t: Locale<'_>, study: &Study<'_>, page: u32) -> Card {
    let pages = pages(t, study.concept);
    let at = usize::try_from(page).unwrap_or(usize::MAX).min(pages.len().saturating_sub(1));
    let (name, body) = pages.get(at).map(|page| (page.name.as_str(), page.body.as_str())).unwrap_or_default();
    let mut card = Card::new(Tone::Calm, rich(&study.concept.title), body);
    card.footer = t.with("study-footer", &[("page", name.into()), ("number", (at + 1).into()), ("of", pages.len().into())]);
    let to = |page: usize| Route::Study { concept: study.key.clone(), page: u32::try_from(page).unwrap_or(u32::MAX), apart: false };
    if at > 0 {
        card.buttons.push(Button::new(to(at - 1), t.text("study-back")));
    }
    if let Some(next) = pages.get(at + 1) {
        card.buttons.push(Button::primary(to(at + 1), t.with("study-on", &[("page", next.name.as_str().into())])));
    }
    card.buttons.push(Button { primary: pages.len() == at + 1, ..Button::new(Route::Ask(study.key.clone()), t.text("study-ask")) });
    let mut shown = Vec::new();
    let beside = [("study-before", study.before), ("study-after", study.after)];
    for (key, concept) in
        beside.into_iter().filter_map(|(key, concept)| Some((key, concept?))).chain(study.related.iter().map(|it| ("study-related", *it)))
    {
        if shown.len() < RELATED && concept.id != study.key.concept && !shown.contains(&&concept.id) {
            let label = t.with(key, &[("title", clamp(&concept.title, TITLE).into())]);
            let key = ConceptKey { subject: study.key.subject.clone(), concept: concept.id.clone() };
            card.below.push(Button::new(Route::Study { concept: key, page: 0, apart: false }, label));
            shown.push(&concept.id);
        }
    }
    card
}

/// The concepts of a topic, to choose one of.
#[must_use]
pub fn which_concept(t: Locale<'_>, topic: &str, concepts: &[(ConceptKey, &Concept)]) -> Card {
    let body = t.with("study-which", &[("topic", escape(&clamp(topic, 100)).into())]);
    let mut card = Card::new(Tone::Calm, t.text("study-which-title"), body);
    let most = limits::ROWS * limits::BUTTONS;
    card.buttons.extend(
        concepts
            .iter()
            .take(most)
            .map(|(key, concept)| Button::new(Route::Study { concept: key.clone(), page: 0, apart: false }, concept.title.clone())),
    );
    card
}

/// A card in pages: what it is, how it is used, each example, links.
fn pages(t: Locale<'_>, concept: &Concept) -> Vec<Page> {
    let card = &concept.card;
    let texts = [("study-what", &card.what), ("study-how", &card.how), ("study-why", &card.why)];
    let mut about: Vec<String> = Vec::new();
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        about.push(format!("**{}**", t.text(key)));
        about.extend(markdown(text).lines().map(str::to_owned));
        about.push(String::new());
    }
    let lists = [
        ("study-use-cases", &card.use_cases),
        ("study-avoid", &card.avoid_when),
        ("study-costs", &card.trade_offs),
        ("study-pitfalls", &card.pitfalls),
    ];
    let mut used: Vec<String> = Vec::new();
    for (key, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        used.push(format!("**{}**", t.text(key)));
        used.extend(items.iter().map(|item| format!("- {}", markdown(item).replace('\n', " "))));
        used.push(String::new());
    }
    let links: Vec<String> = concept.docs.iter().filter_map(|url| Some(format!("- {}", link(url)?))).collect();
    let mut links = if links.is_empty() { links } else { [vec![format!("**{}**", t.text("study-links"))], links].concat() };
    if units(&about) + units(&links) <= PAGE {
        about.append(&mut links);
    }
    let mut pages = Vec::new();
    add(t, &mut pages, &t.text("study-page-card"), &about);
    add(t, &mut pages, &t.text("study-page-use"), &used);
    for (number, example) in (1_usize..).zip(&concept.examples) {
        let highlight = concept.questions.first().map_or("", |question| question.highlight());
        let name = t.with("study-page-example", &[("number", number.into())]);
        add_blocks(t, &mut pages, &name, &example_blocks(t, example, highlight));
    }
    add(t, &mut pages, &t.text("study-page-links"), &links);
    pages
}

/// The blocks of an example: the program in as many as it takes, and what it prints.
fn example_blocks(t: Locale<'_>, example: &Example, highlight: &str) -> Vec<String> {
    let blocks = |text: &str, highlight: &str| {
        let lines: Vec<String> = text.trim_end().lines().map(|line| clamp(line, PAGE / 2)).collect();
        packed(&lines, PAGE - 200).iter().map(|part| code_block(part, highlight)).collect::<Vec<_>>()
    };
    let mut all = blocks(&example.text, highlight);
    if let Some(prints) = &example.prints {
        let mut printed = blocks(prints, "");
        if let Some(first) = printed.first_mut() {
            *first = format!("{}\n{first}", t.text("study-prints"));
        }
        all.append(&mut printed);
    }
    all
}

/// Adds lines as one page, or as several where they are too long for one.
fn add(t: Locale<'_>, pages: &mut Vec<Page>, name: &str, lines: &[String]) {
    let lines: Vec<String> = lines.iter().map(|line| clamp(line, PAGE)).collect();
    add_named(t, pages, name, packed(&lines, PAGE));
}

/// Adds blocks of code, none of which is cut.
fn add_blocks(t: Locale<'_>, pages: &mut Vec<Page>, name: &str, blocks: &[String]) {
    add_named(t, pages, name, packed(blocks, limits::DESCRIPTION - 300));
}

fn add_named(t: Locale<'_>, pages: &mut Vec<Page>, name: &str, bodies: Vec<String>) {
    for (part, body) in bodies.into_iter().map(|body| body.trim().to_owned()).filter(|body| !body.is_empty()).enumerate() {
        let name = if part == 0 { name.to_owned() } else { format!("{name}, {}", t.text("study-page-more")) };
        pages.push(Page { name, body });
    }
}

/// Pieces joined by line breaks into as few texts of at most `most` units as their order allows.
fn packed(pieces: &[String], most: usize) -> Vec<String> {
    let mut packed: Vec<String> = Vec::new();
    let mut room = 0;
    for piece in pieces {
        let length = piece.encode_utf16().count() + 1;
        if let Some(last) = packed.last_mut().filter(|_| length <= room) {
            last.push('\n');
            last.push_str(piece);
            room -= length;
        } else {
            packed.push(piece.clone());
            room = most.saturating_sub(length);
        }
    }
    packed
}

fn units(lines: &[String]) -> usize {
    lines.iter().map(|line| line.encode_utf16().count() + 1).sum()
}

/// A page of all that there is to ask, with what the person was asked of it.
#[must_use]
pub fn topics(t: Locale<'_>, coverage: &Coverage<'_>, page: u32) -> Card {
    let pages = coverage.concepts.len().div_ceil(TOPICS).max(1);
    let at = usize::try_from(page).unwrap_or(usize::MAX).min(pages - 1);
    let total = coverage.total();
    let places =
        |covered: Covered| [("asked", covered.asked.into()), ("questions", covered.questions.into()), ("known", covered.known.into())];
    let mut body = t.with("topics-summary", &places(total));
    let mut subject = None;
    for (of, concept, covered) in coverage.concepts.iter().skip(at * TOPICS).take(TOPICS) {
        if subject != Some(of) {
            let _ = write!(body, "\n\n**{}**", rich(&clamp(of, 80)));
            subject = Some(of);
        }
        let how_far = if covered.asked == 0 { "topics-untouched" } else { "topics-concept" };
        let title = rich(&shortened(&concept.title, 2 * TITLE));
        let _ = write!(body, "\n{title}: {}{}", t.with(how_far, &places(*covered)), steps(*covered));
    }
    if coverage.concepts.is_empty() {
        body = t.text("topics-empty");
    }
    let mut card = Card::new(Tone::Calm, t.text("topics-title"), body);
    let places = [("strong", STRONG.to_string().into()), ("page", (at + 1).into()), ("pages", pages.into())];
    card.footer = t.with("topics-footer", &places);
    let to = |page: usize| Route::Topics(u32::try_from(page).unwrap_or(u32::MAX));
    if at > 0 {
        card.buttons.push(Button::new(to(at - 1), t.text("board-back")));
    }
    if at + 1 < pages {
        card.buttons.push(Button::new(to(at + 1), t.text("board-on")));
    }
    card
}

/// A short bar, what is known first; the words before it say the same.
fn steps(covered: Covered) -> String {
    const ALL: usize = 5;
    if covered.asked == 0 {
        return String::new();
    }
    let share = |of: usize| (of * ALL).div_ceil(covered.questions.max(1)).min(ALL);
    let (asked, known) = (share(covered.asked), share(covered.known).min(share(covered.asked)));
    format!(" {}{}{}", "▰".repeat(known), "▨".repeat(asked - known), "▱".repeat(ALL - asked))
}
