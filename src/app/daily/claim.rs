//! What falls due is claimed before anything is sent.

use chrono::{DateTime, TimeDelta, Utc};

use super::note;
use crate::app::{App, AppError};
use crate::board::Period;
use crate::clock::local_day;
use crate::schedule::{Due, Fate};
use crate::store::{Claim, DueDaily, PostId, PostKind};

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
        for fallen in self.store.due_dailies(now, BATCH).await? {
            let Some(due) = fallen.daily.next else { continue };
            let posts = self.claims_of(&fallen, due, now, late).await?;
            let next = fallen.daily.plan.next(due.at);
            claims.push((fallen.daily, next, posts));
        }
        if !claims.is_empty() {
            self.store.claim(&claims, now).await?;
        }
        Ok(claims.len())
    }

    async fn claims_of(&self, fallen: &DueDaily, due: Due, now: DateTime<Utc>, late: TimeDelta) -> Result<Vec<Claim>, AppError> {
        let DueDaily { daily, zone, is_queued, is_answered } = fallen;
        let claim = |kind, due, question, skipped: Option<&str>| {
            let skipped = skipped.map(str::to_owned);
            Claim { post: PostId::new(now), kind, due, question, queued: *is_queued, skipped }
        };
        if Fate::of(due.at, now, late) == Fate::Skip {
            return Ok(vec![claim(PostKind::Question, due, None, Some(note::LATE))]);
        }
        // What is known to be empty is not asked.
        let question = self.next_question(daily, *is_queued, *is_answered).await?;
        let skipped = question.is_none().then_some(note::NOTHING);
        let mut posts = vec![claim(PostKind::Question, due, question, skipped)];
        // The first question of a week comes with the board of the week before.
        let week = Period::Week.starts(local_day(due.at, *zone));
        let before = Period::Week.before(week);
        if *is_answered && !self.store.week_is_done(daily.guild, before, week).await? {
            posts.push(claim(PostKind::Week, Due { date: before, at: due.at }, None, None));
        }
        Ok(posts)
    }
}
