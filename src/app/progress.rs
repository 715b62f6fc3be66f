//! How somebody is doing: their progress, what they missed, and how questions do with everybody.

use chrono::{DateTime, Utc};

use super::{App, AppError};
use crate::bank::{Concept, Point, Question};
use crate::clock::local_day;
use crate::grade::Score;
use crate::review::item::Item;
use crate::review::{Answered, History, LEECH, Memory, Progress, Rating};
use crate::store::{Account, Missed, Person, PersonId};

/// A point that a person missed when they last answered its question.
#[derive(Clone, Copy, Debug)]
pub struct MissedPoint<'b> {
    /// Its concept.
    pub concept: &'b Concept,
    /// Its question.
    pub question: &'b Question,
    /// The point.
    pub point: &'b Point,
    /// When it was missed.
    pub at: DateTime<Utc>,
}

impl App {
    /// A person's answers summed up, and their rating.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn progress(&self, person: &Person) -> Result<(Progress, Rating), AppError> {
        let answers = self.store.answers_of(person.id).await?;
        let day = |at| local_day(at, person.time_zone);
        Ok((Progress::of(&self.bank, &answers, self.clock.now(), day), self.store.ability(person.id).await?))
    }

    /// How a member of a guild is doing, as far as the guild may see it: by the answers that count on its boards, and in its
    /// days. `None` where boards show nothing of them, since they hide there or have not answered.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn progress_of_member(&self, guild: i64, account: &Account) -> Result<Option<Progress>, AppError> {
        let Some(person) = self.known(account).await? else { return Ok(None) };
        let (zone, hides) = self.store.seen_by(guild, person.id).await?;
        if hides {
            return Ok(None);
        }
        let answers = self.store.counted_answers(guild, person.id).await?;
        let progress = Progress::of(&self.bank, &answers, self.clock.now(), |at| local_day(at, zone));
        Ok((progress.answers > 0).then(|| progress.without_plans()))
    }

    /// The points that a person missed when they last answered each question, the latest questions first, each question's
    /// points in its own order.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn missed(&self, person: &Person) -> Result<Vec<MissedPoint<'_>>, AppError> {
        let missed = self.store.missed(person.id).await?;
        Ok(missed.iter().flat_map(|missed| self.missed_points(missed)).collect())
    }

    /// The points of one question, as far as they are still in the bank.
    fn missed_points(&self, missed: &Missed) -> Vec<MissedPoint<'_>> {
        let Some((concept, question)) = self.bank.question(&missed.question) else { return Vec::new() };
        let points = question.points.iter().filter(|point| missed.points.contains(&point.id));
        points.map(|point| MissedPoint { concept, question, point, at: missed.at }).collect()
    }

    /// How questions do with everybody, in order of their keys.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn items(&self) -> Result<Vec<Item>, AppError> {
        Ok(self.store.items().await?.finish())
    }

    /// Whether a question rests from now on, since it was missed so often; `score` is that of an answer that is not stored yet.
    pub(super) async fn rests(&self, person: PersonId, question: &Question, score: Option<Score>) -> Result<bool, AppError> {
        // Who has not answered it so often cannot have missed it so often.
        if self.store.times_answered(person, &question.key).await? + u32::from(score.is_some()) < LEECH {
            return Ok(false);
        }
        let mut history = History::of(self.store.answers_of(person).await?);
        if let Some(score) = score {
            history.add(Answered { question: question.key.clone(), score, at: self.clock.now() });
        }
        Ok(history.memory(&question.key).is_some_and(Memory::is_leech))
    }
}
