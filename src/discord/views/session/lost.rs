//! The cards of a round whose question has left the bank: there is no prompt to show any more, and what people wrote is theirs.

use super::{going_on, on_round, percent, public, score_lines};
use crate::app::Ranked;
use crate::discord::route::SessionRoundVerb;
use crate::discord::views::{Button, Card, Tone};
use crate::locale::Locale;
use crate::store::StoredSession;

fn title(t: Locale<'_>, session: &StoredSession, round: usize) -> String {
    t.with("session-lost-title", &[("round", (round + 1).into()), ("of", session.group.rounds.len().into())])
}

/// In the place of the question.
#[must_use]
pub fn lost_question(t: Locale<'_>, session: &StoredSession, round: usize) -> Card {
    public(Card::new(Tone::Low, title(t, session, round), t.text("session-lost-question")))
}

/// In the place of what the group knew; with the scores, where it was graded before.
#[must_use]
pub fn lost_reveal(t: Locale<'_>, session: &StoredSession, round: usize, scores: &[Ranked]) -> Card {
    let body = if scores.is_empty() {
        t.text("session-lost")
    } else {
        format!("{}\n\n**{}**{}", t.text("session-lost-graded"), t.text("session-scores"), score_lines(t, scores, percent))
    };
    let mut card = Card::new(Tone::Low, title(t, session, round), body);
    card.buttons = vec![Button::new(on_round(session.id, round, SessionRoundVerb::Verdict), t.text("session-my-words"))];
    public(going_on(t, session, round, card))
}
