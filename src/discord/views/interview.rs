//! The cards of an interview.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use serenity::all::CreateModal;

use super::{Button, Card, Tone, answer_box, bare, clamp, code_block, dispute_button, escape, limits, rich};
use crate::app::{Asked, Graded, Started};
use crate::bank::{ConceptKey, Level, Point, Question};
use crate::discord::route::{InterviewVerb, RoundVerb, Route};
use crate::grade::Score;
use crate::interview::{ConceptResult, Report};
use crate::locale::Locale;
use crate::picture::{Chart, Row};
use crate::review::ConceptProgress;
use crate::store::InterviewId;
use crate::text::shortened;

/// Steps of the score bar.
const BAR: usize = 12;
/// Characters of a concept's title on a button.
const TITLE: usize = 50;
/// Characters that a quote keeps, from generous to none: the first that lets the card fit is taken.
const QUOTES: [usize; 4] = [200, 90, 40, 0];

/// "▰▰▰▱▱ **60 %** · a good part of it"
pub(super) fn bar(t: Locale<'_>, score: Score) -> String {
    let filled = usize::from(score.thousandths()) * BAR / 1000;
    format!("{}{} **{score}** · {}", "▰".repeat(filled), "▱".repeat(BAR - filled), t.in_words(score))
}

fn on_round(interview: InterviewId, round: usize, verb: RoundVerb) -> Route {
    Route::Round { interview, round, verb }
}

fn on_interview(interview: InterviewId, verb: InterviewVerb) -> Route {
    Route::Interview { interview, verb }
}

/// What is about to begin.
#[must_use]
pub fn opening(t: Locale<'_>, started: &Started, topic: Option<&str>, level: Option<Level>) -> Card {
    let topic = match topic {
        Some(topic) => t.with("opening-topic", &[("topic", escape(topic).into())]),
        None => t.text("opening-all-topics"),
    };
    let Some(missed) = started.missed else {
        let level = level.map_or_else(|| t.text("opening-every-level"), |level| t.level(level));
        return opens(t, started, &[topic, level], "");
    };
    opens(t, started, &[t.text("opening-missed"), topic], &t.with("opening-missed-all", &[("count", missed.into())]))
}

/// What is about to begin, where it is what was missed in another interview.
#[must_use]
pub fn opening_again(t: Locale<'_>, started: &Started) -> Card {
    opens(t, started, &[t.text("opening-missed")], "")
}

/// An opening card: what it is about, each in a few words, and what else there is to say.
fn opens(t: Locale<'_>, started: &Started, about: &[String], remark: &str) -> Card {
    let mut body = format!("**{}**", t.with("opening-count", &[("count", started.count.into())]));
    let time = started.allowed.map(|allowed| each(t, allowed));
    for words in about.iter().chain(&time) {
        let _ = write!(body, " · {words}");
    }
    if !remark.is_empty() {
        let _ = write!(body, "\n{remark}");
    }
    let _ = write!(body, "\n\n{}", t.text(if time.is_some() { "opening-timed" } else { "opening" }));
    let _ = write!(body, "\n\n{}", t.text("opening-practice"));
    let mut card = Card::new(Tone::Calm, t.text("opening-title"), body);
    card.buttons = vec![
        Button::primary(on_interview(started.id, InterviewVerb::Resume), t.text("opening-begin")),
        Button::new(on_interview(started.id, InterviewVerb::End), t.text("opening-not-now")),
    ];
    card
}

/// "3 minutes each", or "1:15 minutes each".
fn each(t: Locale<'_>, time: TimeDelta) -> String {
    match time.num_seconds() % 60 {
        0 => t.with("opening-minutes", &[("minutes", time.num_minutes().into())]),
        seconds => t.with("opening-time", &[("time", format!("{}:{seconds:02}", time.num_minutes()).into())]),
    }
}

/// There is an interview already; `over` begins another instead.
#[must_use]
pub fn open_already(t: Locale<'_>, interview: InterviewId, over: Route) -> Card {
    let mut card = Card::new(Tone::Calm, t.text("open-already-title"), t.text("open-already"));
    card.buttons = vec![
        Button::primary(on_interview(interview, InterviewVerb::Resume), t.text("open-already-resume")),
        Button::new(over, t.text("open-already-over")),
    ];
    card
}

/// A question.
#[must_use]
pub fn question(t: Locale<'_>, interview: InterviewId, asked: &Asked<'_>) -> Card {
    let mut body = format!("**{}**", rich(&asked.question.prompt));
    if let Some(code) = &asked.question.code {
        let _ = write!(body, "\n{}", code_block(code, asked.question.highlight()));
    }
    for hint in &asked.hints {
        let _ = write!(body, "\n💡 {}", rich(hint));
    }
    if let Some(deadline) = asked.deadline {
        let _ = write!(body, "\n\n{}", until(t, deadline));
    }
    let concept = rich(&asked.concept.title);
    let title = if asked.alone {
        concept
    } else {
        t.with("question-title", &[("round", (asked.round + 1).into()), ("of", asked.of.into()), ("concept", concept.into())])
    };
    let mut card = Card::new(Tone::Calm, title, body);
    card.footer = t.with(
        "question-footer",
        &[
            ("level", t.level(asked.question.level).into()),
            ("minutes", asked.question.minutes.into()),
            ("name", asked.question.key.short().into()),
        ],
    );
    let left = asked.hints_left();
    let mut hint = Button::new(on_round(interview, asked.round, RoundVerb::Hint), t.with("question-hint", &[("left", left.into())]));
    hint.disabled = left == 0;
    card.buttons = vec![Button::primary(on_round(interview, asked.round, RoundVerb::Answer), t.text("question-answer")), hint];
    if asked.alone {
        card.buttons.push(Button::new(on_interview(interview, InterviewVerb::Another), t.text("question-another")));
    } else {
        card.buttons.push(Button::new(on_round(interview, asked.round, RoundVerb::Skip), t.text("question-skip")));
        card.buttons.push(Button::new(on_interview(interview, InterviewVerb::End), t.text("interview-end")));
    }
    card
}

/// "⏳ Time until 14:32:10 (in 3 minutes)", as Discord itself shows and counts it, in the person's own zone.
fn until(t: Locale<'_>, deadline: DateTime<Utc>) -> String {
    let at = deadline.timestamp();
    let places = [("at", format!("<t:{at}:T>").into()), ("in", format!("<t:{at}:R>").into())];
    format!("⏳ {}", t.with("question-deadline", &places))
}

/// The box for an answer.
pub fn answer_modal(t: Locale<'_>, interview: InterviewId, round: usize) -> CreateModal {
    let title = t.with("answer-title", &[("round", (round + 1).into())]);
    answer_box(&on_round(interview, round, RoundVerb::Submit), &title, &t.text("answer-label"), &t.text("answer-placeholder"))
}

/// The box for a follow-up.
pub fn follow_up_modal(t: Locale<'_>, interview: InterviewId, round: usize, point: &str) -> CreateModal {
    let route = Route::FollowUp { interview, round, point: point.to_owned(), answer: true };
    answer_box(&route, &t.text("verdict-follow-up"), &t.text("answer-label"), &t.text("follow-up-placeholder"))
}

/// The verdict on an answer, with its follow-ups.
#[must_use]
pub fn verdict(t: Locale<'_>, interview: InterviewId, graded: &Graded<'_>) -> Card {
    let mut card = Card::new(Tone::of(graded.total), t.text("verdict-title"), verdict_body(t, graded, true));
    let name = graded.question.key.short();
    card.footer = if graded.alone {
        name
    } else {
        t.with("verdict-footer", &[("round", (graded.round + 1).into()), ("of", graded.of.into()), ("name", name.into())])
    };
    if let Some(point) = graded.open_follow_up() {
        let route = Route::FollowUp { interview, round: graded.round, point: point.id.clone(), answer: false };
        card.buttons.push(Button::new(route, t.text("verdict-follow-up")));
    }
    card.buttons.push(Button::new(on_round(interview, graded.round, RoundVerb::Model), t.text("verdict-model")));
    card.buttons.push(study_card((&graded.question.key).into(), t.text("verdict-study")));
    if graded.alone {
        card.buttons.push(Button::primary(on_interview(interview, InterviewVerb::Another), t.text("question-another")));
        return card;
    }
    let next = if graded.is_last() { "verdict-report" } else { "verdict-next" };
    card.buttons.push(Button::primary(on_round(interview, graded.round, RoundVerb::Next), t.text(next)));
    if !graded.is_last() {
        card.buttons.push(Button::new(on_interview(interview, InterviewVerb::End), t.text("interview-end")));
    }
    card.buttons.push(dispute_button(t, graded.attempt));
    card
}

/// What leads to the card of a concept, which comes beside.
fn study_card(concept: ConceptKey, label: String) -> Button {
    Button::new(Route::Study { concept, page: 0, apart: true }, label)
}

/// The verdict on an answer, and nothing that leads on from it.
pub(super) fn verdict_alone(t: Locale<'_>, graded: &Graded<'_>) -> Card {
    Card::new(Tone::of(graded.total), t.text("verdict-title"), verdict_body(t, graded, false))
}

/// What a verdict says, with as much of the evidence as fits, and the follow-up where there is a way to answer it.
pub(super) fn verdict_body(t: Locale<'_>, graded: &Graded<'_>, follow_up: bool) -> String {
    let mut bodies = QUOTES.into_iter().map(|quote| verdict_text(t, graded, quote, follow_up));
    let fits = |body: &String| body.encode_utf16().count() <= limits::DESCRIPTION - 300;
    bodies.find(fits).unwrap_or_else(|| verdict_text(t, graded, 0, follow_up))
}

fn verdict_text(t: Locale<'_>, graded: &Graded<'_>, quote: usize, follow_up: bool) -> String {
    let Graded { question, verdict, answer, .. } = graded;
    let mut body = format!("{}\n", bar(t, graded.total));
    let quoted = |body: &mut String, evidence: &[std::ops::Range<usize>]| {
        for range in evidence.iter().take(3).filter(|_| quote > 0) {
            let words = answer.get(range.clone()).unwrap_or_default();
            let _ = write!(body, "\n> “{}”", escape(&shortened(words, quote)));
        }
    };
    for (point, met) in question.points.iter().zip(&verdict.points).filter(|(_, met)| met.is_met()) {
        let _ = write!(body, "\n✓ **{}**", rich(&point.says));
        quoted(&mut body, &met.evidence);
    }
    for (point, _) in question.points.iter().zip(&verdict.points).filter(|(_, met)| !met.is_met()) {
        match graded.followed.iter().find(|(id, _)| *id == point.id) {
            Some((_, added)) if *added > Score::ZERO => {
                let _ =
                    write!(body, "\n✓ **{}** {}", rich(&point.says), t.with("verdict-followed", &[("added", added.to_string().into())]));
            }
            Some(_) => {
                let _ = write!(body, "\n✗ {}", t.with("verdict-not-quite", &[("point", rich(&point.says).into())]));
            }
            None => {
                let _ = write!(body, "\n✗ {}", t.with("verdict-missed", &[("hint", rich(&point.hint).into())]));
            }
        }
    }
    for found in &verdict.mistakes {
        if let Some(mistake) = question.mistake(&found.id) {
            let _ = write!(body, "\n⚠ {}", rich(&mistake.correction));
            quoted(&mut body, &found.evidence);
        }
    }
    for flag in &verdict.flags {
        let _ = write!(body, "\n\n*{}*", t.flag(*flag));
    }
    if graded.late {
        let _ = write!(body, "\n\n⏳ {}", t.text("verdict-late"));
    }
    if graded.rests {
        let _ = write!(body, "\n\n{}", t.text("verdict-rests"));
    }
    if let Some(follow_up) = graded.open_follow_up().filter(|_| follow_up).and_then(|point: &Point| point.follow_up.as_ref()) {
        let _ = write!(body, "\n\n**{}:** {}", t.text("verdict-follow-up"), rich(&follow_up.prompt));
    }
    body
}

/// What an expert might have said.
#[must_use]
pub fn model_answer(t: Locale<'_>, question: &Question) -> Card {
    let mut body = rich(&question.answer);
    if let Some(prints) = &question.prints {
        let _ = write!(body, "\n\n{}\n{}", t.text("model-prints"), code_block(prints, ""));
    }
    let mut card = Card::new(Tone::Calm, t.text("model-title"), body);
    card.footer = question.key.short();
    card
}

/// The end of an interview, with how the person stands in each concept by now. `share` is where its summary may be posted.
#[must_use]
pub fn report(t: Locale<'_>, interview: InterviewId, report: &Report, mastery: &[ConceptProgress], share: bool) -> Card {
    let mut card = report_card(t, report, mastery);
    if report.missed > 0 {
        let label = t.with("report-again", &[("count", report.missed.into())]);
        card.buttons.push(Button::primary(on_interview(interview, InterviewVerb::Again), label));
    }
    // One button, for what needs it most: a choice is the last thing to want just now, and its card leads to its neighbours.
    if let Some(weakest) = report.study_next().first() {
        let label = t.with("report-study", &[("title", clamp(&weakest.title, TITLE).into())]);
        card.buttons.push(study_card(weakest.key.clone(), label));
    }
    if share && report.total.is_some() {
        card.buttons.push(Button::new(on_interview(interview, InterviewVerb::Share), t.text("report-share")));
    }
    card
}

/// The data of a report's picture: how well the person knows by now what they were asked about.
#[must_use]
pub fn report_chart(t: Locale<'_>, report: &Report, mastery: &[ConceptProgress]) -> Chart {
    let weakest = report.study_next().first().map(|concept| concept.key.clone());
    let row = |concept: &ConceptResult| {
        let now = mastery_of(concept, mastery);
        Row {
            name: bare(&concept.title),
            share: now.map_or(0.0, Score::fraction),
            value: now.map_or_else(|| t.text("report-skipped"), |now| now.to_string()),
            mark: if weakest.as_ref() == Some(&concept.key) { t.text("report-chart-next") } else { String::new() },
        }
    };
    Chart {
        title: t.text("report-chart-title"),
        subtitle: t.text("report-chart"),
        rows: report.concepts.iter().map(row).collect(),
        trend: None,
        footer: t.with("report-footer", &[("answered", report.answered.into()), ("asked", report.asked.into())]),
    }
}

/// The mean of the last answers to a concept's questions.
fn mastery_of(concept: &ConceptResult, mastery: &[ConceptProgress]) -> Option<Score> {
    mastery.iter().find(|it| it.concept == concept.key.concept).map(|it| it.mastery)
}

/// A report with nothing to press.
pub(super) fn report_card(t: Locale<'_>, report: &Report, mastery: &[ConceptProgress]) -> Card {
    let Some(total) = report.total else {
        return Card::new(Tone::Calm, t.text("report-empty-title"), t.text("report-empty"));
    };
    let mut body = format!("{}\n", bar(t, total));
    for concept in &report.concepts {
        let score = concept.score.map_or_else(|| t.text("report-skipped"), |score| score.to_string());
        let _ = write!(body, "\n{} · **{score}**", rich(&concept.title));
        if concept.late > 0 {
            let _ = write!(body, " · {}", t.text("report-late"));
        }
        if let Some(now) = mastery_of(concept, mastery).filter(|now| Some(*now) != concept.score) {
            let _ = write!(body, " · {}", t.with("report-mastery", &[("score", now.to_string().into())]));
        }
    }
    if report.late > 0 {
        let _ = write!(body, "\n\n⏳ {}", t.with("report-late-all", &[("count", report.late.into())]));
    }
    if let Some(best) = report.strongest() {
        let _ = write!(body, "\n\n**{}** {}", t.text("report-strongest"), rich(&best.title));
    }
    let next = report.study_next();
    if next.is_empty() {
        let _ = write!(body, "\n\n{}", t.text("report-nothing-next"));
    } else {
        let _ = write!(body, "\n\n**{}**", t.text("report-study-next"));
        for concept in next.iter().take(3) {
            let _ = write!(body, "\n→ {}", rich(&concept.title));
            for says in concept.missed.iter().take(3) {
                let _ = write!(body, "\n  · {}", rich(&clamp(says, 200)));
            }
        }
    }
    let mut card = Card::new(Tone::of(total), t.text("report-title"), body);
    card.footer = t.with("report-footer", &[("answered", report.answered.into()), ("asked", report.asked.into())]);
    card
}

/// The summary that everybody sees: scores and topics, never answers.
#[must_use]
pub fn shared(t: Locale<'_>, name: &str, report: &Report) -> Card {
    let total = report.total.unwrap_or_default();
    let mut body = bar(t, total);
    for concept in report.concepts.iter().take(10) {
        let score = concept.score.map_or_else(|| t.text("report-skipped"), |score| score.to_string());
        let _ = write!(body, "\n{} · {score}", rich(&concept.title));
    }
    let title = t.with("shared-title", &[("name", escape(&clamp(name, 80)).into())]);
    let mut card = Card::new(Tone::of(total), title, body);
    card.footer = t.with("shared-footer", &[("answered", report.answered.into()), ("asked", report.asked.into())]);
    card.public = true;
    card
}
