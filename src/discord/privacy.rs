//! `/privacy`: what is kept, a copy of it, and having it deleted.

use serenity::all::CreateCommand;

use super::commands;
use super::handler::Visitor;
use super::route::PrivacyVerb;
use super::views::{self, Card};
use crate::app::{App, AppError};
use crate::locale::Texts;

/// Bytes of a file that every server and every private message takes.
const LARGEST_FILE: usize = 8 << 20;

/// `/privacy` as Discord knows it.
pub(super) fn define(texts: &Texts) -> CreateCommand {
    commands::everywhere(commands::command(texts, commands::PRIVACY))
}

/// Whether a press is answered beside the card that it is on.
pub(super) fn shows_apart(verb: PrivacyVerb) -> bool {
    verb == PrivacyVerb::Export
}

/// A button of the privacy cards.
pub(super) async fn on_press(app: &App, who: &Visitor<'_>, verb: PrivacyVerb) -> Result<Card, AppError> {
    match verb {
        PrivacyVerb::Look => Ok(views::privacy(who.t)),
        PrivacyVerb::Export => export(app, who).await,
        PrivacyVerb::Ask => Ok(views::ask_to_delete(who.t, who.user())),
        // The button names whom it was shown to, so that nobody can be talked into pressing it for somebody else.
        PrivacyVerb::Delete(user) if user != who.user() => {
            Ok(views::sorry(who.t.text("privacy-not-yours-title"), who.t.text("privacy-not-yours")))
        }
        PrivacyVerb::Delete(_) => delete(app, who).await,
    }
}

async fn export(app: &App, who: &Visitor<'_>) -> Result<Card, AppError> {
    let Some(person) = who.known_person(app).await? else {
        return Ok(views::nothing_kept(who.t));
    };
    let export = app.export(&person).await?;
    let pretty = serde_json::to_vec_pretty(&export).unwrap_or_default();
    let bytes = if pretty.len() <= LARGEST_FILE { pretty } else { serde_json::to_vec(&export).unwrap_or_default() };
    Ok(if bytes.len() <= LARGEST_FILE { views::exported(who.t, bytes) } else { views::too_much_to_export(who.t) })
}

async fn delete(app: &App, who: &Visitor<'_>) -> Result<Card, AppError> {
    let Some(person) = who.known_person(app).await? else {
        return Ok(views::nothing_kept(who.t));
    };
    app.delete(&person).await?;
    Ok(views::deleted(who.t))
}
