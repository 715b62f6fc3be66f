//! People and what they are known by.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::guilds::zone as stored_zone;
use super::write::Write;
use super::{PersonId, Store, StoreError, on_pool};
use crate::bank::Level;
use crate::interview::ExtendedTime;
use crate::schedule::{Days, Habits};

/// Where a person is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A Discord user, by id.
    Discord,
    /// A player of the terminal, by name.
    Terminal,
}

impl Provider {
    /// Name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Discord => "discord",
            Self::Terminal => "terminal",
        }
    }
}

/// What a person is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Where.
    pub provider: Provider,
    /// Id or name there.
    pub external_id: String,
}

impl Account {
    /// A user of Discord, by id.
    #[must_use]
    pub fn discord(user: u64) -> Self {
        Self { provider: Provider::Discord, external_id: user.to_string() }
    }

    /// A player of the terminal, by name.
    #[must_use]
    pub fn terminal(name: &str) -> Self {
        Self { provider: Provider::Terminal, external_id: name.to_owned() }
    }
}

/// A human being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Our own id.
    pub id: PersonId,
    /// Decides what day it is for them.
    pub time_zone: Tz,
    /// When their day ends, and when they rest.
    pub habits: Habits,
    /// The level that they are asked at when they name none; every one without it.
    pub level: Option<Level>,
    /// The time that they have where it is limited.
    pub extended_time: ExtendedTime,
    /// The last day for which it was looked whether a milestone of their streak is to be told.
    pub milestone_day: Option<NaiveDate>,
}

/// A person who is here for the first time, with the account that they are known by.
pub(super) struct NewPerson {
    pub(super) id: PersonId,
    pub(super) provider: &'static str,
    pub(super) external_id: String,
    pub(super) zone: &'static str,
    pub(super) now: DateTime<Utc>,
}

pub(super) const PERSON: &str = "insert into person (id, time_zone, created_at) values ($1, $2, $3)";
pub(super) const ACCOUNT: &str = "insert into account (provider, external_id, person_id) values ($1, $2, $3)
                                  on conflict (provider, external_id) do nothing";
/// Somebody else made the account meanwhile: theirs stands, and our person is never seen.
pub(super) const NOBODY: &str = "delete from person where id = $1";

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: PersonId,
    time_zone: String,
    day_ends: i64,
    rest_days: i64,
    level: Option<String>,
    extended_time: i64,
    milestone_day: Option<NaiveDate>,
}

/// Habits as they are stored.
pub(super) fn habits(day_ends: i64, rest: i64) -> Habits {
    let rest = u8::try_from(rest).map(Days::from_bits).unwrap_or_default();
    u16::try_from(day_ends).map_or(Habits { rest, ..Habits::default() }, |day_ends| Habits { day_ends, rest })
}

impl Person {
    /// Somebody who has set nothing yet.
    #[must_use]
    pub fn new(id: PersonId, time_zone: Tz) -> Self {
        Self { id, time_zone, habits: Habits::default(), level: None, extended_time: ExtendedTime::default(), milestone_day: None }
    }
}

impl Store {
    /// The person behind an account.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn person(&self, account: &Account) -> Result<Option<Person>, StoreError> {
        const SQL: &str = "select p.id, p.time_zone, p.day_ends, p.rest_days, p.level, p.extended_time, p.milestone_day
                           from person p join account a on a.person_id = p.id
                           where a.provider = $1 and a.external_id = $2";
        let row: Option<PersonRow> = on_pool!(self, pool => {
            sqlx::query_as(SQL).bind(account.provider.name()).bind(&account.external_id).fetch_optional(pool).await?
        });
        row.map(|row| {
            let level = row.level.as_deref().and_then(Level::from_name);
            let extended_time = ExtendedTime::from_percent(row.extended_time).unwrap_or_default();
            let (time_zone, habits) = (stored_zone(Some(&row.time_zone))?, habits(row.day_ends, row.rest_days));
            Ok(Person { id: row.id, time_zone, habits, level, extended_time, milestone_day: row.milestone_day })
        })
        .transpose()
    }

    /// The person behind an account, made if there is none yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn person_or_new(&self, account: &Account, zone: Tz, now: DateTime<Utc>) -> Result<Person, StoreError> {
        if let Some(person) = self.person(account).await? {
            return Ok(person);
        }
        let id = PersonId::new(now);
        let (provider, external_id) = (account.provider.name(), account.external_id.clone());
        if self.write(Write::Person(NewPerson { id, provider, external_id, zone: zone.name(), now })).await? {
            return Ok(Person::new(id, zone));
        }
        self.person(account).await?.ok_or(StoreError::Corrupt { what: "account without a person" })
    }
}
