//! The cards of `/privacy`.

use super::{Button, Card, File, Tone, sorry};
use crate::discord::route::{PrivacyVerb, Route};
use crate::locale::Locale;

/// Name of the file with everything about a person.
const EXPORT: &str = "mockingbird-export.json";

/// What is kept, in a few words.
#[must_use]
pub fn privacy(t: Locale<'_>) -> Card {
    let parts = [("privacy-kept", "privacy-kept-what"), ("privacy-days", "privacy-days-what"), ("privacy-never", "privacy-never-what")];
    let kept: String = parts.map(|(title, what)| format!("**{}**\n{}\n\n", t.text(title), t.text(what))).concat();
    let mut card = Card::new(Tone::Calm, t.text("privacy-title"), kept + &t.text("privacy-about"));
    card.buttons = vec![
        Button::new(Route::Privacy(PrivacyVerb::Export), t.text("privacy-export")),
        Button::new(Route::Privacy(PrivacyVerb::Ask), t.text("privacy-delete")),
    ];
    card
}

/// Whether it is meant.
#[must_use]
pub fn ask_to_delete(t: Locale<'_>, user: u64) -> Card {
    let mut card = Card::new(Tone::Low, t.text("privacy-ask-title"), t.text("privacy-ask"));
    card.buttons = vec![
        Button::danger(Route::Privacy(PrivacyVerb::Delete(user)), t.text("privacy-delete-yes")),
        Button::new(Route::Privacy(PrivacyVerb::Look), t.text("privacy-delete-no")),
    ];
    card
}

/// The file with everything about a person.
#[must_use]
pub fn exported(t: Locale<'_>, bytes: Vec<u8>) -> Card {
    let file = File { name: EXPORT.to_owned(), description: t.text("privacy-exported-title"), bytes };
    Card { apart: true, file: Some(file), ..Card::new(Tone::Calm, t.text("privacy-exported-title"), t.text("privacy-exported")) }
}

/// The file would be larger than Discord takes.
#[must_use]
pub fn too_much_to_export(t: Locale<'_>) -> Card {
    sorry(t.text("privacy-too-much-title"), t.text("privacy-too-much"))
}

/// There is nothing about this person.
#[must_use]
pub fn nothing_kept(t: Locale<'_>) -> Card {
    sorry(t.text("privacy-nothing-title"), t.text("privacy-nothing"))
}

/// Done.
#[must_use]
pub fn deleted(t: Locale<'_>) -> Card {
    Card::new(Tone::Calm, t.text("privacy-deleted-title"), t.text("privacy-deleted"))
}
