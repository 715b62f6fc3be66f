//! The cards of `/settings`.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Button, Card, Choice, Choices, Menu, Tone, escape, sorry};
use crate::bank::Level;
use crate::discord::route::{Route, SettingVerb};
use crate::interview::ExtendedTime;
use crate::locale::{Language, Locale};
use crate::store::{GuildSettings, Person};
use crate::text::shortened;

/// What of a menu stands for "none of these".
const ANY: &str = "any";

/// "**Time zone** Europe/Berlin, where it is 20:22."
fn line(name: &str, value: &str) -> String {
    format!("**{name}:** {value}\n")
}

fn zone(t: Locale<'_>, zone: Tz, now: DateTime<Utc>) -> String {
    let time = now.with_timezone(&zone).format("%H:%M").to_string();
    t.with("settings-zone-value", &[("zone", zone.name().into()), ("time", time.into())])
}

/// How a person wants to be served; `hides` says whether boards of the server that they are in hide them.
#[must_use]
pub fn own_settings(t: Locale<'_>, person: &Person, now: DateTime<Utc>, hides: Option<bool>) -> Card {
    let level = |level: Option<Level>| level.map_or_else(|| t.text("settings-level-any"), |level| t.level(level));
    let time = |time: ExtendedTime| {
        t.text(match time {
            ExtendedTime::Usual => "settings-time-usual",
            ExtendedTime::Quarter => "settings-time-quarter",
            ExtendedTime::Half => "settings-time-half",
            ExtendedTime::Double => "settings-time-double",
        })
    };
    let (levels, times) = (t.text("settings-level"), t.text("settings-time"));
    let mut body = line(&t.text("settings-zone"), &zone(t, person.time_zone, now));
    let _ = writeln!(body, "{}\n", t.text("settings-zone-own-about"));
    let _ = writeln!(body, "{}{}\n", line(&levels, &level(person.level)), t.text("settings-level-about"));
    let _ = writeln!(body, "{}{}", line(&times, &time(person.extended_time)), t.text("settings-time-about"));
    let words = |all: Vec<(String, String, bool)>, name: &str| {
        let choice = |(value, label, chosen)| Choice { value, label: format!("{name}: {label}"), chosen };
        Choices::Words(all.into_iter().map(choice).collect())
    };
    let all_levels = std::iter::once(None).chain(Level::ALL.map(Some));
    let all_levels = all_levels.map(|one| (one.map_or(ANY, Level::name).to_owned(), level(one), one == person.level)).collect();
    let all_times = ExtendedTime::ALL.map(|one| (one.percent().to_string(), time(one), one == person.extended_time)).to_vec();
    let menu = |verb, name: &str, all| Menu { route: Route::Setting(verb), placeholder: name.to_owned(), choices: words(all, name) };
    let mut card = Card::new(Tone::Calm, t.text("settings-own-title"), String::new());
    card.menus = vec![menu(SettingVerb::Level, &levels, all_levels), menu(SettingVerb::ExtendedTime, &times, all_times)];
    if let Some(hides) = hides {
        let (value, verb, label) = if hides {
            ("settings-boards-hidden", SettingVerb::Show, "settings-boards-show")
        } else {
            ("settings-boards-shown", SettingVerb::Hide, "settings-boards-hide")
        };
        let _ = write!(body, "\n{}", line(&t.text("settings-boards"), &t.text(value)));
        card.buttons = vec![Button::new(Route::Setting(verb), t.text(label))];
    }
    card.body = body;
    card
}

/// How a server is set.
#[must_use]
pub fn server_settings(t: Locale<'_>, settings: &GuildSettings, now: DateTime<Utc>) -> Card {
    let language = |language: Option<Language>| {
        language.map_or_else(|| t.text("settings-language-discord"), |language| language.own_name().to_owned())
    };
    let languages = t.text("settings-language");
    let mut body = line(&t.text("settings-zone"), &zone(t, settings.time_zone, now));
    let _ = writeln!(body, "{}\n", t.text("settings-zone-server-about"));
    let _ = writeln!(body, "{}{}\n", line(&languages, &language(settings.language)), t.text("settings-language-about"));
    let channels = if settings.channels.is_empty() {
        t.text("settings-channels-all")
    } else {
        settings.channels.iter().map(|id| format!("<#{}>", id.cast_unsigned())).collect::<Vec<_>>().join(" ")
    };
    let _ = write!(body, "{}{}", line(&t.text("settings-channels"), &channels), t.text("settings-channels-about"));
    let choice = |one: Option<Language>| Choice {
        value: one.map_or(ANY, Language::code).to_owned(),
        label: format!("{languages}: {}", language(one)),
        chosen: one == settings.language,
    };
    let all = std::iter::once(None).chain(Language::ALL.map(Some)).map(choice).collect();
    let menu = |verb, placeholder: &str, choices| Menu { route: Route::Setting(verb), placeholder: placeholder.to_owned(), choices };
    let mut card = Card::new(Tone::Calm, t.text("settings-server-title"), body);
    card.menus = vec![
        menu(SettingVerb::Language, &languages, Choices::Words(all)),
        menu(SettingVerb::Channels, &t.text("settings-channels-choose"), Choices::Channels),
    ];
    if !settings.channels.is_empty() {
        card.buttons = vec![Button::new(Route::Setting(SettingVerb::Everywhere), t.text("settings-channels-everywhere"))];
    }
    card
}

/// There is no zone of that name.
#[must_use]
pub fn no_zone(t: Locale<'_>, words: &str, nearest: Option<Tz>) -> Card {
    let words = escape(&shortened(words, 60));
    let body = match nearest {
        Some(zone) => t.with("settings-no-zone-near", &[("zone", words.into()), ("nearest", zone.name().into())]),
        None => t.with("settings-no-zone", &[("zone", words.into())]),
    };
    sorry(t.text("settings-no-zone-title"), body)
}
