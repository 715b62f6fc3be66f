//! `/settings`: how a person and a server want to be served. One card each, which shows how things stand and changes it.

use chrono_tz::Tz;
use serenity::all::{CommandOptionType, ComponentInteractionDataKind, CreateCommand, ResolvedOption, ResolvedValue};

use super::commands;
use super::complete;
use super::handler::Visitor;
use super::route::SettingVerb;
use super::views::{self, Card};
use crate::app::{App, AppError, Guild, zone};
use crate::bank::Level;
use crate::interview::ExtendedTime;
use crate::locale::{Language, Texts};
use crate::store::{GuildSetting, Person, Setting};

/// Key of the descriptions of `/settings me`.
const ME: &str = "settings-me";
/// Key of the descriptions of `/settings server`.
const SERVER: &str = "settings-server";

/// `/settings` as Discord knows it.
pub(super) fn define(texts: &Texts) -> CreateCommand {
    let part = |name, key| {
        commands::option(texts, CommandOptionType::SubCommand, commands::SETTINGS, name).add_sub_option(commands::zone_option(texts, key))
    };
    commands::everywhere(commands::command(texts, commands::SETTINGS)).add_option(part("me", ME)).add_option(part("server", SERVER))
}

/// What a person asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    server: bool,
    /// A time zone, as they typed it.
    zone: Option<String>,
}

/// The options of `/settings` as a person gave them.
pub(super) fn asked(options: &[ResolvedOption<'_>]) -> Asked {
    let mut asked = Asked { server: false, zone: None };
    for option in options {
        let ResolvedValue::SubCommand(inner) = &option.value else { continue };
        asked.server = option.name == "server";
        asked.zone = inner.iter().find_map(|option| match (option.name, &option.value) {
            (complete::TIME_ZONE, ResolvedValue::String(words)) => commands::topic(words),
            _ => None,
        });
    }
    asked
}

/// What was chosen in a menu: values of options, or ids of channels.
pub(super) fn chosen(kind: &ComponentInteractionDataKind) -> Vec<String> {
    match kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::ChannelSelect { values } => values.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// `/settings me` and `/settings server`.
pub(super) async fn on_command(app: &App, who: &Visitor<'_>, asked: &Asked) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    let zone: Option<Tz> = match &asked.zone {
        None => None,
        Some(words) => match zone(words) {
            Some(zone) => Some(zone),
            None => return Ok(views::no_zone(who.t, words, app.zones(words, 1).first().map(|(zone, _)| *zone))),
        },
    };
    if asked.server {
        let guild = match manages(who) {
            Ok(guild) => guild,
            Err(refused) => return Ok(*refused),
        };
        if let Some(zone) = zone {
            app.set_guild(guild, &person, &GuildSetting::Zone(zone)).await?;
        }
        return server(app, who, guild).await;
    }
    let person = match zone {
        Some(zone) => app.set(&person, Setting::Zone(zone)).await?,
        None => person,
    };
    own(app, who, &person).await
}

/// A menu or a button of a settings card. What it says is looked at afresh, so that an old card does no harm.
pub(super) async fn on_press(app: &App, who: &Visitor<'_>, verb: SettingVerb, chosen: &[String]) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    let word = chosen.first().map_or("", String::as_str);
    let setting = match verb {
        SettingVerb::Level => Setting::Level(Level::from_name(word)),
        SettingVerb::ExtendedTime => {
            Setting::ExtendedTime(word.parse().ok().and_then(ExtendedTime::from_percent).unwrap_or(person.extended_time))
        }
        SettingVerb::Hide | SettingVerb::Show => {
            if let Some(guild) = &who.guild {
                app.visit(guild, &person).await?;
                app.set_hidden(guild.id, &person, verb == SettingVerb::Hide).await?;
            }
            return own(app, who, &person).await;
        }
        SettingVerb::Language => return set_server(app, who, &person, GuildSetting::Language(Language::from_code(word))).await,
        SettingVerb::Channels => {
            let channels = chosen.iter().take(views::MOST_CHANNELS).filter_map(|id| Some(id.parse::<u64>().ok()?.cast_signed())).collect();
            return set_server(app, who, &person, GuildSetting::Channels(channels)).await;
        }
        SettingVerb::Everywhere => return set_server(app, who, &person, GuildSetting::Channels(Vec::new())).await,
    };
    let person = app.set(&person, setting).await?;
    own(app, who, &person).await
}

async fn set_server(app: &App, who: &Visitor<'_>, person: &Person, setting: GuildSetting) -> Result<Card, AppError> {
    let guild = match manages(who) {
        Ok(guild) => guild,
        Err(refused) => return Ok(*refused),
    };
    app.set_guild(guild, person, &setting).await?;
    server(app, who, guild).await
}

/// The server, if the person may manage it now: asked at every press, since permissions come and go.
fn manages<'a>(who: &'a Visitor<'_>) -> Result<&'a Guild, Box<Card>> {
    let Some(guild) = &who.guild else {
        return Err(Box::new(views::sorry(who.t.text("settings-needs-server-title"), who.t.text("settings-needs-server"))));
    };
    if !who.manages {
        return Err(Box::new(views::sorry(who.t.text("settings-not-yours-title"), who.t.text("settings-not-yours"))));
    }
    Ok(guild)
}

async fn own(app: &App, who: &Visitor<'_>, person: &Person) -> Result<Card, AppError> {
    let hides = match &who.guild {
        Some(guild) => Some(app.hides(guild.id, person).await?),
        None => None,
    };
    Ok(views::own_settings(who.t, person, app.clock.now(), hides))
}

async fn server(app: &App, who: &Visitor<'_>, guild: &Guild) -> Result<Card, AppError> {
    Ok(views::server_settings(who.t, &app.guild_settings(guild.id).await?, app.clock.now()))
}
