//! Guilds and their members: who is there, under which name, and whether boards show them.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::write::Write;
use super::{PersonId, Store, StoreError, on_pool};

/// How long it is taken for granted that a member is still in the guild.
pub const PRESENCE: TimeDelta = TimeDelta::days(1);

/// That a person was seen in a guild.
pub(super) struct Visit {
    pub(super) guild: i64,
    pub(super) person: PersonId,
    pub(super) display_name: String,
    pub(super) now: DateTime<Utc>,
}

pub(super) const GUILD: &str = "insert into guild (id, time_zone, created_at) values ($1, $2, $3)
                                on conflict (id) do update set left_at = null where guild.left_at is not null";
pub(super) const RETURNED: &str = "update member set left_at = null where guild_id = $1 and person_id = $2 and left_at is not null";
pub(super) const MEMBER: &str = "insert into member (guild_id, person_id, display_name, hidden, checked_at) values ($1, $2, $3, $4, $5)
    on conflict (guild_id, person_id) do update set display_name = excluded.display_name, checked_at = excluded.checked_at
    where member.display_name <> excluded.display_name or member.checked_at is null or member.checked_at < $6";
/// Sets whether the boards of guild $1 show person $2, from what their membership says.
pub(super) const SHOW: &str = "update standing set shown = (select not m.hidden and m.left_at is null from member m
                        where m.guild_id = standing.guild_id and m.person_id = standing.person_id)
                    where guild_id = $1 and person_id = $2";

/// A zone as it is stored; UTC where none is.
pub(super) fn zone(name: Option<&str>) -> Result<Tz, StoreError> {
    name.map_or(Ok(Tz::UTC), |name| name.parse().map_err(|_| StoreError::Corrupt { what: "time zone" }))
}

impl Store {
    /// Notes that a person is in a guild under a name; makes the guild if it is new. Who had left is on the boards again.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn visit(&self, guild: i64, person: PersonId, display_name: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        const NOTED: &str = "select 1 from member m join guild g on g.id = m.guild_id where m.guild_id = $1 and m.person_id = $2
            and m.display_name = $3 and m.checked_at >= $4 and m.left_at is null and g.left_at is null";
        let known: Option<i32> = on_pool!(self, pool => {
            sqlx::query_scalar(NOTED).bind(guild).bind(person).bind(display_name).bind(now - PRESENCE).fetch_optional(pool).await?
        });
        // Nearly always; nobody has to wait for their turn to write, then.
        if known.is_some() {
            return Ok(());
        }
        self.write(Write::Visit(Visit { guild, person, display_name: display_name.to_owned(), now })).await?;
        Ok(())
    }

    /// Notes whether a member is still in the guild, as Discord said; boards hide who is not.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_present(&self, guild: i64, person: PersonId, present: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
        const SQL: &str = "update member set checked_at = $3, left_at = case when $4 then null else coalesce(left_at, $3) end
                           where guild_id = $1 and person_id = $2";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            let mut tx = pool.begin().await?;
            sqlx::query(SQL).bind(guild).bind(person).bind(now).bind(present).execute(&mut *tx).await?;
            sqlx::query(SHOW).bind(guild).bind(person).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(())
    }

    /// Hides a member on a guild's boards, or shows them again; `false` when they are no member.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_hidden(&self, guild: i64, person: PersonId, hidden: bool) -> Result<bool, StoreError> {
        const SQL: &str = "update member set hidden = $3 where guild_id = $1 and person_id = $2";
        let _turn = self.turn().await;
        let found = on_pool!(self, pool => {
            let mut tx = pool.begin().await?;
            let found = sqlx::query(SQL).bind(guild).bind(person).bind(hidden).execute(&mut *tx).await?.rows_affected();
            sqlx::query(SHOW).bind(guild).bind(person).execute(&mut *tx).await?;
            tx.commit().await?;
            found
        });
        Ok(found == 1)
    }

    /// The zone that decides what day it is in a guild, and whether a person hides on its boards.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn seen_by(&self, guild: i64, person: PersonId) -> Result<(Tz, bool), StoreError> {
        const SQL: &str = "select g.time_zone, m.hidden from guild g left join member m on m.guild_id = g.id and m.person_id = $2
                           where g.id = $1";
        let found: Option<(String, Option<bool>)> = on_pool!(self, pool => {
            sqlx::query_as(SQL).bind(guild).bind(person).fetch_optional(pool).await?
        });
        let Some((name, hidden)) = found else { return Ok((Tz::UTC, false)) };
        Ok((zone(Some(&name))?, hidden.unwrap_or(false)))
    }

    /// The zone that decides what day it is in a guild; UTC where nothing is known of it.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn guild_zone(&self, guild: i64) -> Result<Tz, StoreError> {
        const SQL: &str = "select time_zone from guild where id = $1";
        let name: Option<String> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(guild).fetch_optional(pool).await?);
        zone(name.as_deref())
    }

    /// Notes that the app was removed from a guild, or that it is there again. What is kept of a guild that it was
    /// removed from is purged after a while.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_installed(&self, guild: i64, installed: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
        const LEFT: &str = "update guild set left_at = coalesce(left_at, $2) where id = $1";
        const BACK: &str = "update guild set left_at = null where id = $1 and left_at is not null";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            let query = if installed { sqlx::query(BACK).bind(guild) } else { sqlx::query(LEFT).bind(guild).bind(now) };
            query.execute(pool).await?;
        });
        Ok(())
    }
}
