//! `/leaderboard`, and leafing through it.

use serenity::all::{CommandOptionType, CreateCommand, GuildId, ResolvedOption, ResolvedValue, UserId};
use serenity::http::{Http, HttpError};

use super::commands;
use super::handler::Visitor;
use super::record;
use super::views::{self, Card};
use crate::app::{App, AppError, BoardWish};
use crate::board::{By, Period};
use crate::locale::Texts;

/// Discord's codes for a user that is no member, or no user at all.
const GONE: [isize; 2] = [10007, 10013];
/// Times that a page is made anew because somebody on it had left.
const TRIES: usize = 3;

/// A page of the guild's board, for everybody to see.
pub(super) async fn on_command(app: &App, http: &Http, who: &Visitor<'_>, wish: &BoardWish) -> Result<Card, AppError> {
    let Some(guild) = &who.guild else {
        return Ok(needs_server(who));
    };
    let person = who.person(app).await?;
    app.visit(guild, &person).await?;
    let mut board = app.board(guild.id, &person, wish).await?;
    for _ in 0..TRIES {
        let mut somebody_left = false;
        // Who has left is asked of Discord for those on the page alone, and once a day.
        for (somebody, id) in std::mem::take(&mut board.unseen) {
            if let Some(present) = is_present(http, guild.id, &id).await {
                app.set_present(guild.id, somebody, present).await?;
                somebody_left |= !present;
            }
        }
        if !somebody_left {
            break;
        }
        board = app.board(guild.id, &person, wish).await?;
    }
    let publicly = who.publicly(app).await?;
    Ok(publicly.card(views::leaderboard(publicly.t, &board)))
}

/// `/leaderboard hide`: hides a person on the guild's boards, or shows them again.
pub(super) async fn on_hide(app: &App, who: &Visitor<'_>, hide: bool) -> Result<Card, AppError> {
    let Some(guild) = &who.guild else {
        return Ok(needs_server(who));
    };
    let person = who.person(app).await?;
    app.visit(guild, &person).await?;
    app.set_hidden(guild.id, &person, hide).await?;
    Ok(views::hidden(who.t, hide))
}

fn needs_server(who: &Visitor<'_>) -> Card {
    views::sorry(who.t.text("board-needs-server-title"), who.t.text("board-needs-server"))
}

/// Whether a person wants to be hidden or shown; `None` when they want to see a board.
pub(super) fn hides(options: &[ResolvedOption<'_>]) -> Option<bool> {
    options.iter().find_map(|option| match (option.name, &option.value) {
        ("hide", ResolvedValue::Boolean(hide)) => Some(*hide),
        _ => None,
    })
}

/// Whether somebody is in a guild; `None` when Discord does not say.
async fn is_present(http: &Http, guild: i64, user: &str) -> Option<bool> {
    let (guild, user) = (GuildId::new(guild.cast_unsigned()), UserId::new(user.parse().ok().filter(|id| *id != 0)?));
    match http.get_member(guild, user).await {
        Ok(_) => Some(true),
        Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(response))) if GONE.contains(&response.error.code) => Some(false),
        Err(error) => {
            record::refused(&error);
            None
        }
    }
}

/// `/leaderboard` as Discord knows it.
pub(super) fn define(texts: &Texts) -> CreateCommand {
    let option = |kind, name| commands::option(texts, kind, commands::LEADERBOARD, name);
    let (period, by) = (option(CommandOptionType::String, "period"), option(CommandOptionType::String, "by"));
    commands::in_servers(commands::command(texts, commands::LEADERBOARD))
        .add_option(commands::choices(texts, period, &Period::ALL, Period::name, |t, period| t.period(period)))
        .add_option(commands::topic_option(texts, commands::LEADERBOARD))
        .add_option(commands::choices(texts, by, &By::ALL, By::name, |t, by| t.by(by)))
        .add_option(option(CommandOptionType::Boolean, "hide"))
}

/// The options of `/leaderboard` as a person gave them.
pub(super) fn wish(options: &[ResolvedOption<'_>]) -> BoardWish {
    let mut wish = BoardWish::default();
    for option in options {
        match (option.name, &option.value) {
            ("period", ResolvedValue::String(name)) => wish.period = Period::from_name(name).unwrap_or_default(),
            ("by", ResolvedValue::String(name)) => wish.by = By::from_name(name).unwrap_or_default(),
            ("topic", ResolvedValue::String(words)) => wish.topic = commands::topic(words),
            _ => {}
        }
    }
    wish
}
