//! What people and guilds set, and what follows from it.

use super::{App, AppError, Guild};
use crate::bank::Level;
use crate::store::{GuildSetting, GuildSettings, Person, Setting};

impl App {
    /// Sets something for a person, and gives them as they are now.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn set(&self, person: &Person, setting: Setting) -> Result<Person, AppError> {
        self.store.set(person.id, setting).await?;
        let mut person = *person;
        match setting {
            Setting::Zone(zone) => person.time_zone = zone,
            Setting::Level(level) => person.level = level,
            Setting::ExtendedTime(time) => person.extended_time = time,
        }
        Ok(person)
    }

    /// How a guild is set: one row by its key.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn guild_settings(&self, guild: i64) -> Result<GuildSettings, AppError> {
        Ok(self.store.guild_settings(guild).await?)
    }

    /// Sets something for a guild, on behalf of somebody there who may.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn set_guild(&self, guild: &Guild, by: &Person, setting: &GuildSetting) -> Result<(), AppError> {
        if !self.store.set_guild(guild.id, setting).await? {
            // Nobody has done anything there yet.
            self.visit(guild, by).await?;
            self.store.set_guild(guild.id, setting).await?;
        }
        Ok(())
    }

    /// Whether a person hides on a guild's boards.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn hides(&self, guild: i64, person: &Person) -> Result<bool, AppError> {
        Ok(self.store.seen_by(guild, person.id).await?.1)
    }

    /// The level to ask somebody at who has named none: their own, where the topic has a question of it.
    #[must_use]
    pub fn usual_level(&self, person: &Person, topic: Option<&str>) -> Option<Level> {
        person.level.filter(|level| self.bank.pool(topic, Some(*level)).is_ok())
    }
}
