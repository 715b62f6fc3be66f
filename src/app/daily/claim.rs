//! What falls due is claimed before anything is sent.

use chrono::{DateTime, TimeDelta, Utc};

use super::note;
use crate::app::{App, AppError};
use crate::board::Period;
use crate::clock::local_day;
use crate::schedule::{Due, Fate};
use crate::store::{Claim, Daily, PostId, PostKind};

/// Dailies that are claimed in one transaction, so that nobody waits long.
const BATCH: i64 = 50;

impl App {
    /// Claims dailies that have fallen due, as many as fit into one transaction, and moves each on to its next moment. What
    /// is later than `late` is skipped. How many there were: with none, there is nothing left to claim.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn claim_dailies(&self, late: TimeDelta) -> Result<usize, AppError> {
        let now = self.clock.now();
        let mut claims = Vec::new();
        for daily in self.store.due_dailies(now, BATCH).await? {
            let Some(due) = daily.next else { continue };
            let posts = self.claims_of(&daily, due, now, late).await?;
            let next = daily.plan.next(due.at);
            claims.push((daily, next, posts));
        }
        if !claims.is_empty() {
            self.store.claim(&claims, now).await?;
        }
        Ok(claims.len())
    }

    async fn claims_of(&self, daily: &Daily, due: Due, now: DateTime<Utc>, late: TimeDelta) -> Result<Vec<Claim>, AppError> {
        let claim = |kind, due, question, skipped: Option<&str>| {
            let skipped = skipped.map(str::to_owned);
            Claim { post: PostId::new(now), kind, due, question, skipped }
        };
        if Fate::of(due.at, now, late) == Fate::Skip {
            return Ok(vec![claim(PostKind::Question, due, None, Some(note::LATE))]);
        }
        let question = self.next_question(daily).await?;
        let skipped = question.is_none().then_some(note::NOTHING);
        let mut posts = vec![claim(PostKind::Question, due, question, skipped)];
        // The first question of a week comes with the board of the week before.
        let week = Period::Week.starts(local_day(due.at, self.store.guild_zone(daily.guild).await?));
        let before = Period::Week.before(week);
        if !self.store.week_is_done(daily.guild, before, week).await? {
            posts.push(claim(PostKind::Week, Due { date: before, at: due.at }, None, None));
        }
        Ok(posts)
    }
}
