//! Objecting to a verdict. The button names the attempt, so that it stands on a verdict of any kind.

use std::time::Duration;

use serenity::all::CreateModal;

use super::handler::Visitor;
use super::views::{self, Card};
use crate::app::{App, AppError, Dispute};
use crate::clock;
use crate::store::AttemptId;

/// How long a modal waits to hear whether it is needed; Discord waits three seconds in all.
const PATIENCE: Duration = Duration::from_millis(800);

/// The modal for a reason; or the card that says why there is none, where that is known soon enough.
pub(super) async fn on_press(app: &App, who: &Visitor<'_>, attempt: AttemptId) -> Result<CreateModal, Box<Card>> {
    let look = async {
        let person = who.person(app).await?;
        app.disputed(&person, attempt).await
    };
    match clock::within(PATIENCE, look).await {
        Some(Ok(Dispute::None) | Err(_)) | None => Ok(views::dispute_modal(who.t, attempt)),
        Some(Ok(stands)) => Err(Box::new(views::dispute(who.t, &stands))),
    }
}

/// A reason that was sent off.
pub(super) async fn on_modal(app: &App, who: &Visitor<'_>, attempt: AttemptId, reason: &str) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    Ok(views::dispute(who.t, &app.dispute(&person, attempt, reason).await?))
}
