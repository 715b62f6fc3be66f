//! What people and guilds set.

use chrono_tz::Tz;

use super::guilds::zone;
use super::{PersonId, Store, StoreError, on_pool};
use crate::bank::Level;
use crate::interview::ExtendedTime;
use crate::locale::Language;

/// Something that a person sets for themselves; what is set is part of [`super::Person`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Decides what day it is for them.
    Zone(Tz),
    /// The level that they are asked at; every one without it.
    Level(Option<Level>),
    /// The time that they have where it is limited.
    ExtendedTime(ExtendedTime),
}

/// Something that a guild sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuildSetting {
    /// Decides what day it is there.
    Zone(Tz),
    /// The language of what everybody there sees; Discord's word for it without one.
    Language(Option<Language>),
    /// The channels where everybody is shown something; everywhere when empty.
    Channels(Vec<i64>),
}

/// How a guild is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuildSettings {
    /// Decides what day it is there.
    pub time_zone: Tz,
    /// The language of what everybody there sees; Discord's word for it without one.
    pub language: Option<Language>,
    /// The channels where everybody is shown something; everywhere when empty.
    pub channels: Vec<i64>,
}

impl Default for GuildSettings {
    fn default() -> Self {
        Self { time_zone: Tz::UTC, language: None, channels: Vec::new() }
    }
}

impl GuildSettings {
    /// Whether everybody may be shown something in a channel, of which `parent` is the one that a thread is in.
    #[must_use]
    pub fn allows(&self, channel: i64, parent: Option<i64>) -> bool {
        self.channels.is_empty() || self.channels.iter().any(|allowed| *allowed == channel || Some(*allowed) == parent)
    }
}

#[derive(sqlx::FromRow)]
struct GuildRow {
    time_zone: String,
    language: Option<String>,
    channels: String,
}

impl Store {
    /// Sets something for a person.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set(&self, person: PersonId, setting: Setting) -> Result<(), StoreError> {
        const ZONE: &str = "update person set time_zone = $2 where id = $1";
        const LEVEL: &str = "update person set level = $2 where id = $1";
        const EXTENDED_TIME: &str = "update person set extended_time = $2 where id = $1";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            match setting {
                Setting::Zone(zone) => sqlx::query(ZONE).bind(person).bind(zone.name()),
                Setting::Level(level) => sqlx::query(LEVEL).bind(person).bind(level.map(Level::name)),
                Setting::ExtendedTime(time) => sqlx::query(EXTENDED_TIME).bind(person).bind(i64::from(time.percent())),
            }
            .execute(pool)
            .await?;
        });
        Ok(())
    }

    /// How a guild is set; as a new one is where nothing is known of it.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn guild_settings(&self, guild: i64) -> Result<GuildSettings, StoreError> {
        const SQL: &str = "select time_zone, language, channels from guild where id = $1";
        let row: Option<GuildRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(guild).fetch_optional(pool).await?);
        let Some(row) = row else { return Ok(GuildSettings::default()) };
        Ok(GuildSettings {
            time_zone: zone(Some(&row.time_zone))?,
            language: row.language.as_deref().and_then(Language::from_code),
            channels: row.channels.split(',').filter_map(|id| id.parse().ok()).collect(),
        })
    }

    /// Sets something for a guild; `false` when the guild is not known. Days that were written stay as they are.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_guild(&self, guild: i64, setting: &GuildSetting) -> Result<bool, StoreError> {
        const ZONE: &str = "update guild set time_zone = $2 where id = $1";
        const LANGUAGE: &str = "update guild set language = $2 where id = $1";
        const CHANNELS: &str = "update guild set channels = $2 where id = $1";
        let _turn = self.turn().await;
        let found = on_pool!(self, pool => {
            match setting {
                GuildSetting::Zone(zone) => sqlx::query(ZONE).bind(guild).bind(zone.name()),
                GuildSetting::Language(language) => sqlx::query(LANGUAGE).bind(guild).bind(language.map(Language::code)),
                GuildSetting::Channels(channels) => {
                    let ids: Vec<String> = channels.iter().map(i64::to_string).collect();
                    sqlx::query(CHANNELS).bind(guild).bind(ids.join(","))
                }
            }
            .execute(pool)
            .await?
            .rows_affected()
        });
        Ok(found == 1)
    }
}
