//! Objecting to a verdict.

use serenity::all::CreateModal;

use super::{Button, Card, Tone, escape, text_box};
use crate::app::{Dispute, REASON};
use crate::discord::route::Route;
use crate::locale::Locale;
use crate::store::AttemptId;

/// The button on a verdict.
#[must_use]
pub fn dispute_button(t: Locale<'_>, attempt: AttemptId) -> Button {
    Button::new(Route::Dispute { attempt, reason: false }, t.text("dispute-button"))
}

/// The box for the reason.
pub fn dispute_modal(t: Locale<'_>, attempt: AttemptId) -> CreateModal {
    let route = Route::Dispute { attempt, reason: true };
    let texts = ["dispute-modal-title", "dispute-modal-label", "dispute-modal-placeholder"].map(|key| t.text(key));
    text_box(&route, &texts[0], &texts[1], &texts[2], REASON)
}

/// How an objection stands; beside the verdict, which stays.
#[must_use]
pub fn dispute(t: Locale<'_>, stands: &Dispute) -> Card {
    let (tone, title, body) = match stands {
        Dispute::Stored { reason, before } => {
            let (title, body) =
                if *before { ("dispute-before-title", "dispute-before") } else { ("dispute-stored-title", "dispute-stored") };
            (Tone::Calm, title, format!("{}\n\n> {}", t.text(body), escape(reason)))
        }
        Dispute::None | Dispute::Empty => (Tone::Low, "dispute-empty-title", t.text("dispute-empty")),
        Dispute::NotYours => (Tone::Low, "not-here-title", t.text("dispute-not-yours")),
        Dispute::Gone => (Tone::Low, "not-here-title", t.text("dispute-gone")),
    };
    Card { apart: true, ..Card::new(tone, t.text(title), body) }
}
