//! The cards of an interview.

use std::fmt::Write as _;

use serenity::all::CreateModal;

use super::{Button, Card, Tone, answer_box, clamp, code_block, escape, limits, rich};
use crate::app::{Asked, Graded};
use crate::bank::{Level, Point, Question};
use crate::discord::route::{InterviewVerb, RoundVerb, Route, Wanted};
use crate::grade::Score;
use crate::interview::Report;
use crate::store::InterviewId;
use crate::text::shortened;

/// Steps of the score bar.
const BAR: usize = 12;
/// Characters that a quote keeps, from generous to none: the first that lets the card fit is taken.
const QUOTES: [usize; 4] = [200, 90, 40, 0];

/// "▰▰▰▱▱ **60 %** · a good part of it"
fn bar(score: Score) -> String {
    let filled = usize::from(score.thousandths()) * BAR / 1000;
    format!("{}{} **{score}** · {}", "▰".repeat(filled), "▱".repeat(BAR - filled), score.in_words())
}

fn on_round(interview: InterviewId, round: usize, verb: RoundVerb) -> Route {
    Route::Round { interview, round, verb }
}

fn on_interview(interview: InterviewId, verb: InterviewVerb) -> Route {
    Route::Interview { interview, verb }
}

/// What is about to begin.
#[must_use]
pub fn opening(interview: InterviewId, count: usize, wanted: &Wanted) -> Card {
    let questions = if count == 1 { "one question".to_owned() } else { format!("{count} questions") };
    let topic = wanted.topic.as_deref().map_or_else(|| "all topics".to_owned(), |topic| format!("on {}", escape(topic)));
    let level = wanted.level.map_or("every level", Level::name);
    let body = format!(
        "**{questions}** · {topic} · {level}\n\n\
         Answer in your own words; half an answer counts too. Typos and grammar do not matter, and nobody is timing you. \
         Only you can see this, and what you write stays between us.\n\n\
         Scores are for practice, and for nothing else."
    );
    let mut card = Card::new(Tone::Calm, "Your mock interview", body);
    card.buttons = vec![
        Button::primary(on_interview(interview, InterviewVerb::Resume), "Begin"),
        Button::new(on_interview(interview, InterviewVerb::End), "Not now"),
    ];
    card
}

/// There is an interview already.
#[must_use]
pub fn open_already(interview: InterviewId, wanted: &Wanted) -> Card {
    let body = "You have an interview open. Its questions, your answers and your scores are all there.";
    let mut card = Card::new(Tone::Calm, "Welcome back", body);
    card.buttons = vec![
        Button::primary(on_interview(interview, InterviewVerb::Resume), "Resume"),
        Button::new(Route::StartOver(wanted.clone()), "Start over"),
    ];
    card
}

/// A question.
#[must_use]
pub fn question(interview: InterviewId, asked: &Asked<'_>) -> Card {
    let mut body = format!("**{}**", rich(&asked.question.prompt));
    if let Some(code) = &asked.question.code {
        let _ = write!(body, "\n{}", code_block(code, asked.question.highlight()));
    }
    for hint in &asked.hints {
        let _ = write!(body, "\n💡 {}", rich(hint));
    }
    let mut card = Card::new(Tone::Calm, format!("{} of {} · {}", asked.round + 1, asked.of, rich(&asked.concept.title)), body);
    card.footer = format!("{} · about {} min · {}", asked.question.level, asked.question.minutes, asked.question.key.short());
    let left = asked.hints_left();
    let mut hint = Button::new(on_round(interview, asked.round, RoundVerb::Hint), format!("Hint ({left} left)"));
    hint.disabled = left == 0;
    card.buttons = vec![
        Button::primary(on_round(interview, asked.round, RoundVerb::Answer), "Answer"),
        hint,
        Button::new(on_round(interview, asked.round, RoundVerb::Skip), "Skip"),
        Button::new(on_interview(interview, InterviewVerb::End), "End"),
    ];
    card
}

/// The box for an answer.
pub fn answer_modal(interview: InterviewId, round: usize) -> CreateModal {
    let title = format!("Question {}", round + 1);
    answer_box(&on_round(interview, round, RoundVerb::Submit), &title, "Your answer", "In your own words. Notes are fine.")
}

/// The box for a follow-up.
pub fn follow_up_modal(interview: InterviewId, round: usize, point: &str) -> CreateModal {
    let route = Route::FollowUp { interview, round, point: point.to_owned(), answer: true };
    answer_box(&route, "Follow-up", "Your answer", "A sentence is enough.")
}

/// The verdict on an answer, with its follow-ups.
#[must_use]
pub fn verdict(interview: InterviewId, graded: &Graded<'_>) -> Card {
    let bodies = QUOTES.into_iter().map(|quote| verdict_body(graded, quote));
    let fits = |body: &String| body.encode_utf16().count() <= limits::DESCRIPTION - 300;
    let body = bodies.into_iter().find(fits).unwrap_or_else(|| verdict_body(graded, 0));
    let mut card = Card::new(Tone::of(graded.total), "Your answer", body);
    card.footer = format!("{} of {} · {}", graded.round + 1, graded.of, graded.question.key.short());
    if let Some(point) = graded.open_follow_up() {
        let route = Route::FollowUp { interview, round: graded.round, point: point.id.clone(), answer: false };
        card.buttons.push(Button::new(route, "Follow-up"));
    }
    card.buttons.push(Button::new(on_round(interview, graded.round, RoundVerb::Model), "Model answer"));
    let next = if graded.is_last() { "See the report" } else { "Next" };
    card.buttons.push(Button::primary(on_round(interview, graded.round, RoundVerb::Next), next));
    if !graded.is_last() {
        card.buttons.push(Button::new(on_interview(interview, InterviewVerb::End), "End"));
    }
    card
}

fn verdict_body(graded: &Graded<'_>, quote: usize) -> String {
    let Graded { question, verdict, answer, .. } = graded;
    let mut body = format!("{}\n", bar(graded.total));
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
                let _ = write!(body, "\n✓ **{}** (follow-up, +{added})", rich(&point.says));
            }
            Some(_) => {
                let _ = write!(body, "\n✗ Not quite. The point was: {}", rich(&point.says));
            }
            None => {
                let _ = write!(body, "\n✗ Missed. Hint: {}", rich(&point.hint));
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
        let _ = write!(body, "\n\n*{}*", flag.reason());
    }
    if let Some(follow_up) = graded.open_follow_up().and_then(|point: &Point| point.follow_up.as_ref()) {
        let _ = write!(body, "\n\n**Follow-up:** {}", rich(&follow_up.prompt));
    }
    body
}

/// What an expert might have said.
#[must_use]
pub fn model_answer(question: &Question) -> Card {
    let mut body = rich(&question.answer);
    if let Some(prints) = &question.prints {
        let _ = write!(body, "\n\nIt prints:\n{}", code_block(prints, ""));
    }
    let mut card = Card::new(Tone::Calm, "A model answer", body);
    card.footer = question.key.short();
    card
}

/// The end of an interview. `share` is where its summary may be posted.
#[must_use]
pub fn report(interview: InterviewId, report: &Report, share: bool) -> Card {
    let Some(total) = report.total else {
        return Card::new(
            Tone::Calm,
            "Until next time",
            "Nothing was answered, and that is fine. `/interview` starts a new one whenever you like.",
        );
    };
    let mut body = format!("{}\n", bar(total));
    for concept in &report.concepts {
        let score = concept.score.map_or_else(|| "skipped".to_owned(), |score| score.to_string());
        let _ = write!(body, "\n{} · **{score}**", rich(&concept.title));
    }
    if let Some(best) = report.strongest() {
        let _ = write!(body, "\n\n**Strongest:** {}", rich(&best.title));
    }
    let next = report.study_next();
    if next.is_empty() {
        body.push_str("\n\nNothing here needs more study. Try another topic next.");
    } else {
        body.push_str("\n\n**Study next**");
        for concept in next.iter().take(3) {
            let _ = write!(body, "\n→ {}", rich(&concept.title));
            for says in concept.missed.iter().take(3) {
                let _ = write!(body, "\n  · {}", rich(&clamp(says, 200)));
            }
        }
    }
    let mut card = Card::new(Tone::of(total), "Your report", body);
    card.footer = format!("{} of {} answered", report.answered, report.asked);
    if share {
        card.buttons = vec![Button::new(on_interview(interview, InterviewVerb::Share), "Share the summary")];
    }
    card
}

/// The summary that everybody sees: scores and topics, never answers.
#[must_use]
pub fn shared(name: &str, report: &Report) -> Card {
    let total = report.total.unwrap_or_default();
    let mut body = bar(total);
    for concept in report.concepts.iter().take(10) {
        let score = concept.score.map_or_else(|| "skipped".to_owned(), |score| score.to_string());
        let _ = write!(body, "\n{} · {score}", rich(&concept.title));
    }
    let title = format!("{} held a mock interview", escape(&clamp(name, 80)));
    let mut card = Card::new(Tone::of(total), title, body);
    card.footer = format!("{} of {} answered · /interview for your own", report.answered, report.asked);
    card.public = true;
    card
}
