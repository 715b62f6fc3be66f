//! `/progress`: how far somebody has come, as a picture and in words; what they missed, for Anki.

use serenity::all::{CommandOptionType, CreateCommand, ResolvedOption, ResolvedValue};

use super::commands;
use super::draw::with_picture;
use super::handler::Visitor;
use super::views::{self, Card, Whose, escape};
use crate::app::{App, AppError, anki_notes};
use crate::locale::Texts;
use crate::review::Progress;
use crate::store::Account;
use crate::text::shortened;

/// The option that names somebody.
const MEMBER: &str = "member";
/// Characters of a name that are shown.
const NAME: usize = 60;

/// `/progress` as Discord knows it.
pub(super) fn define(texts: &Texts) -> CreateCommand {
    commands::everywhere(commands::command(texts, commands::PROGRESS)).add_option(commands::option(
        texts,
        CommandOptionType::User,
        commands::PROGRESS,
        MEMBER,
    ))
}

/// Whose progress is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    user: u64,
    name: String,
    is_bot: bool,
    /// Whether they are in the server that this is asked in.
    is_member: bool,
}

/// The option of `/progress` as a person gave it.
pub(super) fn asked(options: &[ResolvedOption<'_>]) -> Option<Asked> {
    options.iter().find_map(|option| match &option.value {
        ResolvedValue::User(user, member) if option.name == MEMBER => Some(Asked {
            user: user.id.get(),
            name: member.and_then(|member| member.nick.clone()).unwrap_or_else(|| user.display_name().to_owned()),
            is_bot: user.bot,
            is_member: member.is_some(),
        }),
        _ => None,
    })
}

/// One's own progress, or a member's as far as boards would show it.
pub(super) async fn on_command(app: &App, who: &Visitor<'_>, asked: Option<&Asked>) -> Result<Card, AppError> {
    match asked.filter(|asked| asked.user != who.user()) {
        None => own(app, who).await,
        Some(asked) => member(app, who, asked).await,
    }
}

async fn own(app: &App, who: &Visitor<'_>) -> Result<Card, AppError> {
    let Some(person) = who.known_person(app).await? else { return Ok(views::no_progress(who.t)) };
    let (progress, rating) = app.progress(&person).await?;
    if progress.answers == 0 {
        return Ok(views::no_progress(who.t));
    }
    let missed = !app.missed(&person).await?.is_empty();
    let whose = Whose::Own { name: &who.display_name, rating, missed };
    Ok(shown(who, &whose, &progress).await)
}

async fn shown(who: &Visitor<'_>, whose: &Whose<'_>, progress: &Progress) -> Card {
    with_picture(views::progress(who.t, whose, progress), views::progress_chart(who.t, whose, progress)).await
}

async fn member(app: &App, who: &Visitor<'_>, asked: &Asked) -> Result<Card, AppError> {
    let name = shortened(&asked.name, NAME);
    let refused = |key: &str| views::sorry(who.t.text("progress-refused-title"), who.t.with(key, &[("name", escape(&name).into())]));
    let Some(guild) = &who.guild else { return Ok(refused("progress-needs-server")) };
    if asked.is_bot {
        return Ok(refused("progress-bot"));
    }
    if !asked.is_member {
        return Ok(refused("progress-no-member"));
    }
    let account = Account::discord(asked.user);
    // Whether they hide or have not answered yet is theirs to say.
    let Some(progress) = app.progress_of_member(guild.id, &account).await? else { return Ok(refused("progress-nothing-shown")) };
    Ok(shown(who, &Whose::Member { name: &name }, &progress).await)
}

/// What a person missed, as a file for Anki.
pub(super) async fn on_anki(app: &App, who: &Visitor<'_>) -> Result<Card, AppError> {
    let missed = match who.known_person(app).await? {
        Some(person) => app.missed(&person).await?,
        None => Vec::new(),
    };
    Ok(if missed.is_empty() {
        views::sorry(who.t.text("anki-nothing-title"), who.t.text("anki-nothing"))
    } else {
        views::anki(who.t, missed.len(), anki_notes(&missed).into_bytes())
    })
}
