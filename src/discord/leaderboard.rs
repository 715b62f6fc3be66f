//! `/leaderboard`

use super::handler::Visitor;
use super::views::{self, Card};
use crate::app::{App, AppError};

/// The guild's board, for everybody to see.
pub(super) async fn on_command(app: &App, who: &Visitor) -> Result<Card, AppError> {
    let Some(guild) = &who.guild else {
        return Ok(views::sorry("A board needs a server", "Ask for the leaderboard in a server that I am in."));
    };
    let person = who.person(app).await?;
    app.visit(guild, &person).await?;
    Ok(views::leaderboard(&app.board(guild.id, &person).await?))
}
