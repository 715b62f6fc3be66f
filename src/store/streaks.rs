//! What streaks are made of: days with an answer, habits, and the times in which the bot was down.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::write::Write;
use super::{PersonId, PostId, Store, StoreError, on_pool};
use crate::schedule::{Habits, Outage};

/// How long the bot may be silent before that is an outage.
const SILENCE: TimeDelta = TimeDelta::minutes(15);

pub(super) const MILESTONE: &str = "update person set milestone = $3, milestone_day = $4 where id = $1 and milestone = $2";

/// The milestone that a person's streak stands at, on a day, after the one that was read.
pub(super) struct Milestone {
    pub(super) person: PersonId,
    pub(super) before: i64,
    pub(super) now: i64,
    pub(super) day: NaiveDate,
}

impl Store {
    /// The days on which a person has answered something.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn active_days(&self, person: PersonId) -> Result<BTreeSet<NaiveDate>, StoreError> {
        const SQL: &str = "select distinct coalesce(streak_day, local_day) from attempt where person_id = $1";
        let days: Vec<NaiveDate> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(person).fetch_all(pool).await?);
        Ok(days.into_iter().collect())
    }

    /// Sets when a person's day ends, and when they rest.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_habits(&self, person: PersonId, habits: Habits) -> Result<(), StoreError> {
        const SQL: &str = "update person set day_ends = $2, rest_days = $3 where id = $1";
        let (day_ends, rest) = (i64::from(habits.day_ends), i64::from(habits.rest.bits()));
        let _turn = self.turn().await;
        on_pool!(self, pool => sqlx::query(SQL).bind(person).bind(day_ends).bind(rest).execute(pool).await?.rows_affected());
        Ok(())
    }

    /// The milestone of their streak that a person was told of; 0 before the first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn milestone(&self, person: PersonId) -> Result<u32, StoreError> {
        const SQL: &str = "select milestone from person where id = $1";
        let told: Option<i64> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(person).fetch_optional(pool).await?);
        Ok(told.and_then(|told| u32::try_from(told).ok()).unwrap_or(0))
    }

    /// Notes the milestone that a person's streak stands at on a day, in the place of the one that was read; `false` when
    /// somebody else has noted another one since.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_milestone(&self, person: PersonId, before: u32, now: u32, day: NaiveDate) -> Result<bool, StoreError> {
        self.write(Write::Milestone(Milestone { person, before: before.into(), now: now.into(), day })).await
    }

    /// Notes that the bot is alive, and since when it was not, if that is long enough to matter. Any number of processes may
    /// do so.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn beat(&self, now: DateTime<Utc>) -> Result<Option<Outage>, StoreError> {
        const SEEN: &str = "select seen_at from pulse where id = 1";
        const FIRST: &str = "insert into pulse (id, seen_at) values (1, $1) on conflict (id) do nothing";
        const BEAT: &str = "update pulse set seen_at = $1 where id = 1 and seen_at = $2";
        const OUTAGE: &str = "insert into outage (id, began_at, ended_at) values ($1, $2, $3)";
        let seen: Option<DateTime<Utc>> = on_pool!(self, pool => sqlx::query_scalar(SEEN).fetch_optional(pool).await?);
        let _turn = self.turn().await;
        let Some(began) = seen else {
            on_pool!(self, pool => sqlx::query(FIRST).bind(now).execute(pool).await?.rows_affected());
            return Ok(None);
        };
        if now <= began {
            return Ok(None);
        }
        let was_down = now - began >= SILENCE;
        let first = on_pool!(self, pool => {
            let mut tx = pool.begin().await?;
            let first = sqlx::query(BEAT).bind(now).bind(began).execute(&mut *tx).await?.rows_affected() == 1;
            if first && was_down {
                sqlx::query(OUTAGE).bind(PostId::new(now)).bind(began).bind(now).execute(&mut *tx).await?;
            }
            tx.commit().await?;
            first
        });
        Ok((first && was_down).then_some(Outage { began, ended: now }))
    }

    /// Times in which the bot was down, from a moment on.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn outages(&self, since: DateTime<Utc>) -> Result<Vec<Outage>, StoreError> {
        const SQL: &str = "select began_at, ended_at from outage where ended_at >= $1 order by ended_at";
        let rows: Vec<(DateTime<Utc>, DateTime<Utc>)> = on_pool!(self, pool => sqlx::query_as(SQL).bind(since).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|(began, ended)| Outage { began, ended }).collect())
    }
}
