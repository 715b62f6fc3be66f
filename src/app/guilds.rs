//! Guilds: who is there, and what day it is.

use super::{App, AppError};
use crate::clock::local_day;
use crate::store::Person;

/// Where a person is, when they are in a guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guild {
    /// Discord's id.
    pub id: i64,
    /// Whether the app is a member there; without that nothing reaches the board.
    pub installed: bool,
    /// The person's name there.
    pub display_name: String,
}

impl App {
    /// Notes where a person is and what they are called there.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn visit(&self, guild: &Guild, person: &Person) -> Result<(), AppError> {
        Ok(self.store.visit(guild.id, person.id, &guild.display_name, self.clock.now()).await?)
    }

    /// Hides a person on a guild's boards, or shows them again; `false` when they have never been seen there.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn set_hidden(&self, guild: i64, person: &Person, hidden: bool) -> Result<bool, AppError> {
        Ok(self.store.set_hidden(guild, person.id, hidden).await?)
    }

    /// Notes that the app was removed from a guild, or that it is there again. Until it is back for good, nothing of the
    /// guild is lost; after [`super::GUILD_KEPT`] it is purged.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn set_installed(&self, guild: i64, installed: bool) -> Result<(), AppError> {
        Ok(self.store.set_installed(guild, installed, self.clock.now()).await?)
    }

    /// The day that it is in a guild.
    pub(super) async fn guild_day(&self, guild: i64) -> Result<chrono::NaiveDate, AppError> {
        Ok(local_day(self.clock.now(), self.store.guild_zone(guild).await?))
    }
}
