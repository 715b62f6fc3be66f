//! Streaks: what a person's days come to, and what they wish to be excused.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use tracing::{error, info};

use super::{App, AppError};
use crate::clock;
use crate::schedule::{Habits, Streak, milestone, streak};
use crate::store::Person;

/// Time between two signs of life.
const BEAT: TimeDelta = TimeDelta::minutes(1);
/// The least of it that is real time, whatever a test clock says; also the time between two looks whether Discord is back.
const BREATH: Duration = Duration::from_millis(100);

impl App {
    /// A person's streak.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn streak(&self, person: &Person) -> Result<Streak, AppError> {
        let active = self.store.active_days(person.id).await?;
        let today = person.habits.day(self.clock.now(), person.time_zone);
        // A day more, so that no zone is too far off.
        let since = active.first().and_then(NaiveDate::pred_opt).unwrap_or(today).and_time(NaiveTime::MIN).and_utc();
        let outages = self.store.outages(since).await?;
        let was_down = |day| outages.iter().any(|outage| outage.touches(day, person.habits, person.time_zone));
        Ok(streak(&active, today, |day| person.habits.rest.has(day) || was_down(day)))
    }

    /// Sets when a person's day ends, and when they rest.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn set_habits(&self, person: &Person, habits: Habits) -> Result<(), AppError> {
        Ok(self.store.set_habits(person.id, habits).await?)
    }

    /// The milestone that a person's streak has come to, for whoever asks first, who is to tell them: it is told once, as
    /// long as the streak goes on.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn milestone(&self, person: &Person) -> Result<Option<u32>, AppError> {
        // A day has one, and further answers of the same day bring no other.
        let today = person.habits.day(self.clock.now(), person.time_zone);
        if person.milestone_day == Some(today) {
            return Ok(None);
        }
        // Read before the days are: what was noted since then belongs to later days, and stays.
        let told = self.store.milestone(person.id).await?;
        let reached = milestone(self.streak(person).await?.days);
        let noted = self.store.set_milestone(person.id, told, reached, today).await?;
        Ok((noted && reached > told).then_some(reached))
    }

    /// Waits until the bot hears Discord.
    pub async fn until_heard(&self) {
        while !self.monitor.hears_discord() {
            clock::pause(BREATH).await;
        }
    }

    /// Gives a sign of life, again and again, while the bot hears Discord: who is not heard is down, whatever else runs. What
    /// was silence becomes an outage as soon as it is over, whose days no streak is broken by.
    pub async fn keep_pulse(&self) {
        loop {
            self.until_heard().await;
            match self.store.beat(self.clock.now()).await {
                Ok(None) => {}
                Ok(Some(outage)) => info!(began = %outage.began, ended = %outage.ended, "back again; streaks are not broken by it"),
                Err(fault) => error!(%fault, "a sign of life could not be noted"),
            }
            self.clock.sleep(BEAT).await;
            clock::pause(BREATH).await;
        }
    }
}
