//! Asking one question by itself, without an interview around it.

use super::{App, AppError, Wish};
use crate::interview::Refusal;
use crate::store::{InterviewId, Person, StoredInterview};

/// Where a question that is asked by itself comes from: an interview that is open meanwhile stays so.
pub const QUESTION: &str = "question";

impl App {
    /// One question by itself: the one that the person has open already, where it was wished for in the same words at the
    /// same place and is still to be answered, or a new one.
    ///
    /// # Errors
    /// [`AppError::Topic`] when there is nothing to ask, [`AppError::Store`] when the database fails.
    pub async fn ask(&self, person: &Person, wish: &Wish) -> Result<InterviewId, AppError> {
        if let Some(open) = self.unanswered(person).await? {
            let guild = open.guild.map(|guild| (guild, open.installed));
            if (open.topic.as_ref(), open.level, guild) == (wish.topic.as_ref(), wish.level, wish.guild) {
                return Ok(open.id);
            }
        }
        Ok(self.start(person, &Wish { count: 1, source: QUESTION, ..wish.clone() }).await?.id)
    }

    /// Another question of the kind that an earlier one was; of those who ask twice, the second gets what the first got.
    ///
    /// # Errors
    /// As [`App::ask`].
    pub async fn ask_another(&self, by: &Person, after: InterviewId, wish: &Wish) -> Result<Result<InterviewId, Refusal>, AppError> {
        let before = match self.owned(by, after).await? {
            Ok(before) => before,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(open) = self.unanswered(by).await?
            && open.id != after
        {
            return Ok(Ok(open.id));
        }
        let except = before.solo.rounds.iter().map(|round| round.question.clone()).collect();
        let wish = Wish { topic: before.topic, level: before.level, except, count: 1, source: QUESTION, ..wish.clone() };
        Ok(Ok(self.start(by, &wish).await?.id))
    }

    /// The question by itself that a person has open and has not answered.
    async fn unanswered(&self, person: &Person) -> Result<Option<StoredInterview>, AppError> {
        let Some(open) = self.open_interview(person, QUESTION).await? else { return Ok(None) };
        let interview = self.store.interview(open).await?;
        Ok(interview.filter(|open| !open.solo.has_begun() || open.solo.open_round().is_some()))
    }
}
