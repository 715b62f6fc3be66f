//! Pictures on cards, drawn beside the bot's other work, which does not wait for them.

use tokio::task::spawn_blocking;
use tracing::error;

use super::views::Card;
use crate::picture::{self, Chart, Theme};

/// The card with the chart as a picture; as it is where none can be drawn, since a card says everything in words.
pub(super) async fn with_picture(card: Card, chart: Chart) -> Card {
    // Discord is dark unless somebody changes it.
    let drawn = spawn_blocking(move || picture::draw(&chart, Theme::Dark).map_err(|fault| fault.to_string())).await;
    match drawn.unwrap_or_else(|fault| Err(fault.to_string())) {
        Ok(drawn) => card.picture(drawn.png, drawn.alt),
        Err(fault) => {
            error!(%fault, "a card goes without its picture");
            card
        }
    }
}
