//! Asking again what was missed in an interview.

use super::start::{new_interview, started};
use super::{App, AppError, Started, Wish};
use crate::bank::QuestionKey;
use crate::interview::{Refusal, Status};
use crate::store::{InterviewId, Person, StoredInterview};

/// What comes of the wish to be asked again.
#[derive(Debug)]
pub enum Again {
    /// An interview of what was missed: a new one, or the one that has been made already and has not begun.
    Started(Started),
    /// The one that has been made already is going on.
    Begun(InterviewId),
    /// Another interview is open, which this one would end.
    Open(InterviewId),
    /// There is none, for this reason.
    Refused(Refusal),
}

impl App {
    /// Starts an interview of exactly the questions that were missed or skipped in an earlier one, in its order, as far as
    /// they have not been made good since. `over` ends another interview that is open; without it, it is said that there is
    /// one. Of the wish, the source and the guild count; the minutes are those of before. Whoever asks twice gets one.
    ///
    /// # Errors
    /// [`AppError::NothingMissed`] when nothing is left, [`AppError::Store`] when the database fails.
    pub async fn again(&self, by: &Person, of: InterviewId, over: bool, wish: &Wish) -> Result<Again, AppError> {
        let before = match self.owned(by, of).await? {
            Ok(before) if before.solo.ended => before,
            Ok(_) => return Ok(Again::Refused(Refusal::Unanswered)),
            Err(refusal) => return Ok(Again::Refused(refusal)),
        };
        match self.stored_open(by, wish.source).await? {
            Some(open) if open.again_of == Some(of) => return Ok(as_it_stands(&open)),
            Some(open) if !over => return Ok(Again::Open(open.id)),
            _ => {}
        }
        let questions = self.still_missed(by, &before).await?;
        if questions.is_empty() {
            return Err(AppError::NothingMissed);
        }
        let wish = Wish { minutes: before.minutes, topic: None, level: None, ..wish.clone() };
        let new = StoredInterview { again_of: Some(of), ..new_interview(by, &wish, questions, self.clock.now()) };
        if self.store.insert_interview(&new).await? {
            return Ok(Again::Started(started(&new)));
        }
        // Somebody came first: the same person, on another device or by another process.
        let first = self.stored_open(by, wish.source).await?;
        first.filter(|first| first.again_of == Some(of)).map(|first| as_it_stands(&first)).ok_or(AppError::Contended)
    }

    /// The interview that a person has open on a front end.
    async fn stored_open(&self, by: &Person, source: &str) -> Result<Option<StoredInterview>, AppError> {
        Ok(match self.store.open_interview(by.id, source).await? {
            Some(open) => self.store.interview(open).await?,
            None => None,
        })
    }

    /// The questions of an interview that were missed or skipped in it, and that the person has not got right since.
    async fn still_missed(&self, by: &Person, interview: &StoredInterview) -> Result<Vec<QuestionKey>, AppError> {
        let scores = self.store.round_scores(interview.id).await?;
        let missed = self.store.missed(by.id).await?;
        let records = self.store.records(by.id).await?;
        let left = interview.solo.rounds.iter().enumerate().filter(|(position, round)| {
            let Some((_, question)) = self.bank.question(&round.question) else { return false };
            let still = missed.iter().any(|missed| missed.question == round.question && question.has_any(&missed.points));
            match round.status {
                Status::Answered => still && scores.iter().any(|score| score.position == *position && !score.missed.is_empty()),
                Status::Skipped => {
                    still || !records.iter().any(|record| record.question == round.question && record.latest_at >= interview.started_at)
                }
                Status::Waiting | Status::Asked => false,
            }
        });
        Ok(left.map(|(_, round)| round.question.clone()).collect())
    }
}

fn as_it_stands(again: &StoredInterview) -> Again {
    if again.solo.has_begun() { Again::Begun(again.id) } else { Again::Started(started(again)) }
}
