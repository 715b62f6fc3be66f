//! What one person sees of a session: the host's card, what came of a press, a verdict.

use std::fmt::Write as _;

use serenity::all::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle};

use super::{countdown, on, on_round};
use crate::app::{Asked, Graded, Received};
use crate::discord::route::{SessionRoundVerb, SessionVerb};
use crate::discord::views::interview::{bar, report_card, verdict_body};
use crate::discord::views::{Button, Card, Tone, clamp, code_block, dispute_button, limits, rich, sorry};
use crate::grade::Score;
use crate::interview::Report;
use crate::interview::group::Phase;
use crate::locale::Locale;
use crate::store::{SessionId, StoredSession};

fn apart(card: Card) -> Card {
    Card { apart: true, ..card }
}

/// What the host alone sees: what can be done now.
#[must_use]
pub fn host_panel(t: Locale<'_>, session: &StoredSession) -> Card {
    let group = &session.group;
    let mut buttons = Vec::new();
    let pause = || match group.paused_at {
        Some(_) => Button::primary(on(session.id, SessionVerb::Resume), t.text("session-resume")),
        None => Button::new(on(session.id, SessionVerb::Pause), t.text("session-pause")),
    };
    let stands = match group.phase {
        Phase::Lobby { .. } => {
            buttons.push(Button::primary(on(session.id, SessionVerb::Start), t.text("session-start")));
            t.with("session-host-lobby", &[("count", group.here().count().into())])
        }
        Phase::Asking(round) => {
            buttons.push(pause());
            buttons.push(Button::new(on_round(session.id, round, SessionRoundVerb::Extend), t.text("session-extend")));
            buttons.push(Button::new(on_round(session.id, round, SessionRoundVerb::Skip), t.text("session-skip")));
            let (answered, of) = group.answered(round);
            t.with("session-answered", &[("answered", answered.into()), ("of", of.into())])
        }
        Phase::Revealed { round, .. } => {
            buttons.push(Button::primary(on_round(session.id, round, SessionRoundVerb::Next), t.text("verdict-next")));
            buttons.push(pause());
            t.text("session-host-revealed")
        }
        Phase::Ended(_) => t.text("session-over"),
    };
    let mut body = format!("{stands}\n\n{}", t.text("session-host-more"));
    if group.paused_at.is_some() {
        body = format!("⏸ {}\n{body}", t.text("session-paused"));
    }
    let mut card = Card::new(Tone::Calm, t.text("session-host-title"), body);
    if group.ending().is_none() {
        buttons.push(Button::new(on(session.id, SessionVerb::End), t.text("interview-end")));
    }
    card.buttons = buttons;
    card
}

/// Somebody has come in.
#[must_use]
pub fn joined(t: Locale<'_>) -> Card {
    apart(Card::new(Tone::Good, t.text("session-joined-title"), t.text("session-joined")))
}

/// Somebody has gone.
#[must_use]
pub fn left(t: Locale<'_>) -> Card {
    apart(Card::new(Tone::Calm, t.text("session-left-title"), t.text("session-left")))
}

/// An answer was kept; nothing is said about it before the reveal.
#[must_use]
pub fn received(t: Locale<'_>, received: &Received) -> Card {
    let mut body = t.text(match (received.closed, received.again) {
        (true, _) => "session-received-closed",
        (false, true) => "session-received-again",
        (false, false) => "session-received",
    });
    if let Some(deadline) = received.deadline.filter(|_| !received.closed) {
        let _ = write!(body, "\n\n⏳ {}", t.with("session-your-time", &[("until", countdown(deadline).into())]));
    }
    let quoted = if received.quotable { "session-quotable" } else { "session-not-quotable" };
    let _ = write!(body, "\n\n{}", t.text(quoted));
    let mut card = Card::new(Tone::Good, t.text("session-received-title"), body);
    let (verb, label) =
        if received.quotable { (SessionRoundVerb::Unquote, "session-unquote") } else { (SessionRoundVerb::Quote, "session-quote") };
    card.buttons = vec![Button::new(on_round(received.session, received.round, verb), t.text(label))];
    card
}

/// Whether somebody may be quoted from now on; in the place of [`received`].
#[must_use]
pub fn quotable(t: Locale<'_>, session: SessionId, round: usize, agree: bool) -> Card {
    let (text, verb, label) = if agree {
        ("session-quotable", SessionRoundVerb::Unquote, "session-unquote")
    } else {
        ("session-not-quotable", SessionRoundVerb::Quote, "session-quote")
    };
    let mut card = Card::new(Tone::Good, t.text("session-received-title"), t.text(text));
    card.buttons = vec![Button::new(on_round(session, round, verb), t.text(label))];
    card
}

/// The hints that somebody has taken.
#[must_use]
pub fn session_hint(t: Locale<'_>, asked: &Asked<'_>) -> Card {
    let mut body = String::new();
    for hint in &asked.hints {
        let _ = writeln!(body, "💡 {}", rich(hint));
    }
    let _ = write!(body, "\n{}", t.with("session-hints-left", &[("left", asked.hints_left().into())]));
    apart(Card::new(Tone::Calm, t.text("session-hint"), body))
}

/// A person's own verdict; follow-ups are for interviews.
#[must_use]
pub fn own_verdict(t: Locale<'_>, graded: &Graded<'_>) -> Card {
    let mut card = Card::new(Tone::of(graded.total), t.text("verdict-title"), verdict_body(t, graded, false));
    card.footer = t.with(
        "verdict-footer",
        &[("round", (graded.round + 1).into()), ("of", graded.of.into()), ("name", graded.question.key.short().into())],
    );
    card.buttons = vec![dispute_button(t, graded.attempt)];
    apart(card)
}

/// A person's own report.
#[must_use]
pub fn own_report(t: Locale<'_>, report: &Report) -> Card {
    apart(report_card(t, report, &[]))
}

/// A person's words for a question that has left the bank, and what they earned, if they were graded before.
#[must_use]
pub fn own_words(t: Locale<'_>, words: Option<&str>, score: Option<Score>) -> Card {
    let mut body = match score {
        Some(score) => format!("{}\n\n{}", bar(t, score), t.text("session-lost-graded")),
        None => t.text("session-lost-own"),
    };
    if let Some(words) = words {
        let _ = write!(body, "\n\n{}\n{}", t.text("session-your-words"), code_block(&clamp(words, 3000), ""));
    }
    apart(Card::new(Tone::Calm, t.text("session-my-words"), body))
}

/// Words that came too late, given back so that they are not lost.
#[must_use]
pub fn too_late(t: Locale<'_>, reason: &str, words: &str) -> Card {
    let body = format!("{reason}\n\n{}\n{}", t.text("session-your-words"), code_block(&clamp(words, 3000), ""));
    sorry(t.text("session-too-late-title"), body)
}

/// The box for an answer, with the words that were sent before.
pub fn session_modal(t: Locale<'_>, session: SessionId, round: usize, words: Option<&str>) -> CreateModal {
    let mut input = CreateInputText::new(InputTextStyle::Paragraph, clamp(&t.text("answer-label"), limits::INPUT_LABEL), "answer")
        .placeholder(clamp(&t.text("answer-placeholder"), limits::PLACEHOLDER))
        .max_length(limits::INPUT)
        .required(true);
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        input = input.value(clamp(words, usize::from(limits::INPUT)));
    }
    let title = clamp(&t.with("answer-title", &[("round", (round + 1).into())]), limits::MODAL_TITLE);
    let route = on_round(session, round, SessionRoundVerb::Submit);
    CreateModal::new(route.to_string(), title).components(vec![CreateActionRow::InputText(input)])
}
