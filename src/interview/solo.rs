//! An interview of one person.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::group::GRACE;
use crate::bank::QuestionKey;

/// State of an interview: its questions in order, and whether it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solo {
    /// The questions. At most one is [`Status::Asked`].
    pub rounds: Vec<Round>,
    /// Nothing more is asked or graded.
    pub ended: bool,
    /// The time for each question from the moment that it is asked; none where time is not limited.
    pub allowed: Option<TimeDelta>,
}

/// One question of an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// What is asked.
    pub question: QuestionKey,
    /// How far it has come.
    pub status: Status,
    /// Hints taken.
    pub hints: u32,
    /// Ids of the points whose follow-up was answered.
    pub followed: Vec<String>,
    /// When its time is over; none where time is not limited, and until it is asked. Neither a hint nor a follow-up moves it.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether it was answered after that. It is graded all the same.
    pub late: bool,
}

impl Round {
    /// A question that has not been asked yet.
    #[must_use]
    pub fn new(question: QuestionKey) -> Self {
        Self { question, status: Status::Waiting, hints: 0, followed: Vec::new(), deadline: None, late: false }
    }
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not shown yet.
    Waiting,
    /// Shown; an answer is awaited.
    Asked,
    /// Answered and graded.
    Answered,
    /// Passed over.
    Skipped,
}

/// What a person does. Rounds are named by position, so that a late or a doubled press is known for what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Begins: the first question is asked.
    Begin,
    /// Answers a question.
    Answer(usize),
    /// Asks for a hint.
    Hint {
        /// The round.
        round: usize,
        /// Hints that its question has.
        available: u32,
    },
    /// Passes a question over.
    Skip(usize),
    /// Answers the follow-up on a point that was missed.
    FollowUp {
        /// The round.
        round: usize,
        /// The point.
        point: String,
    },
    /// Has read the verdict of a round and goes on.
    Next(usize),
    /// Stops.
    End,
}

/// What there is to do after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the question of a round.
    Ask(usize),
    /// Grade the answer to a round's question and record the attempt.
    Grade(usize),
    /// Show the hint of a round with this index, from 0.
    Hint {
        /// The round.
        round: usize,
        /// Index of the hint.
        hint: u32,
    },
    /// Grade the answer to a follow-up and record it with its parent.
    GradeFollowUp {
        /// The round.
        round: usize,
        /// The point.
        point: String,
    },
    /// Show the report.
    Report,
}

/// Why an event changes nothing. A value for the person, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Somebody else's interview.
    #[error("This is somebody else's interview. Start your own any time.")]
    NotYours,
    /// There is no such interview, or it was deleted.
    #[error("This interview is no longer there. Start a new one any time.")]
    Gone,
    /// The interview is over.
    #[error("This interview is over. Nothing was counted twice.")]
    Ended,
    /// There is no word to grade.
    #[error("There was nothing to grade. A few words are enough to begin with.")]
    Empty,
    /// The question was answered before.
    #[error("You have answered this question already; the first answer counts.")]
    Answered,
    /// The question was skipped before.
    #[error("You have skipped this question already.")]
    Skipped,
    /// The question is not the one that is being asked.
    #[error("This question is not open.")]
    NotOpen,
    /// The question has to be answered or skipped first.
    #[error("Answer this question or skip it first.")]
    Unanswered,
    /// There was a next question already.
    #[error("You have gone on to the next question already.")]
    MovedOn,
    /// Every hint was given.
    #[error("That was the last hint for this question. Have a go: half an answer counts too.")]
    NoHintLeft,
    /// The follow-up asks about a point that was met, or that has none.
    #[error("There is no follow-up to answer here.")]
    NotMissed,
    /// The question is no longer in the bank.
    #[error("That question has left the bank, so here is another one. Nothing that you scored is lost.")]
    LeftBank,
    /// The report was posted before.
    #[error("You have shared this report already.")]
    Shared,
    /// The follow-up was answered before.
    #[error("You have answered this follow-up already.")]
    FollowedUp,
}

impl Solo {
    /// An interview that has not begun.
    #[must_use]
    pub fn new(questions: impl IntoIterator<Item = QuestionKey>) -> Self {
        Self { rounds: questions.into_iter().map(Round::new).collect(), ended: false, allowed: None }
    }

    /// Whether a question was asked yet, or none ever will be.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.ended || self.rounds.iter().any(|round| round.status != Status::Waiting)
    }

    /// Position of the question that is being asked.
    #[must_use]
    pub fn open_round(&self) -> Option<usize> {
        if self.ended { None } else { self.rounds.iter().position(|round| round.status == Status::Asked) }
    }

    /// Positions of the questions that are still to be answered.
    pub fn open_or_waiting(&self) -> impl Iterator<Item = usize> {
        let ended = self.ended;
        self.rounds
            .iter()
            .enumerate()
            .filter(move |(_, round)| !ended && matches!(round.status, Status::Waiting | Status::Asked))
            .map(|(position, _)| position)
    }

    /// Puts another question in the place of one that has left the bank; without another the round is skipped, and the
    /// interview ends if nothing is left to ask. A question that comes in the place of an open one has its whole time.
    pub fn replace(&mut self, position: usize, question: Option<QuestionKey>, now: DateTime<Utc>) {
        let Some(round) = self.rounds.get_mut(position) else { return };
        let was_open = round.status == Status::Asked;
        if let Some(question) = question {
            let deadline = self.allowed.filter(|_| was_open).map(|allowed| now + allowed);
            *round = Round { status: round.status, deadline, ..Round::new(question) };
        } else {
            round.status = Status::Skipped;
            if was_open {
                self.ask(position + 1, now);
            }
        }
    }

    /// Asks another question in a round that has just opened; a later round that was to ask it takes the one that was there.
    pub fn choose(&mut self, position: usize, question: QuestionKey) {
        let Some(before) = self.rounds.get(position).map(|round| round.question.clone()) else { return };
        if let Some(later) = self.rounds.iter_mut().skip(position + 1).find(|round| round.question == question) {
            later.question = before;
        }
        self.rounds[position].question = question;
    }

    /// The state after an event that happens `now`, and what there is to do.
    ///
    /// # Errors
    /// The [`Refusal`] when the event changes nothing.
    pub fn apply(&self, event: &Event, now: DateTime<Utc>) -> Result<(Self, Effect), Refusal> {
        let mut next = self.clone();
        let effect = next.change(event, now)?;
        Ok((next, effect))
    }

    fn change(&mut self, event: &Event, now: DateTime<Utc>) -> Result<Effect, Refusal> {
        match event {
            // A follow-up looks back, so it is welcome as long as the verdict can be seen.
            Event::FollowUp { round, point } => self.follow_up(*round, point),
            _ if self.ended => Err(Refusal::Ended),
            Event::Begin => match self.rounds.first() {
                Some(round) if round.status != Status::Waiting => Err(Refusal::MovedOn),
                _ => Ok(self.ask(0, now)),
            },
            Event::Answer(round) => {
                let asked = self.asked(*round)?;
                asked.status = Status::Answered;
                asked.late = asked.deadline.is_some_and(|deadline| now >= deadline + GRACE);
                Ok(Effect::Grade(*round))
            }
            Event::Hint { round, available } => {
                let asked = self.asked(*round)?;
                if asked.hints >= *available {
                    return Err(Refusal::NoHintLeft);
                }
                asked.hints += 1;
                Ok(Effect::Hint { round: *round, hint: asked.hints - 1 })
            }
            Event::Skip(round) => {
                self.asked(*round)?.status = Status::Skipped;
                Ok(self.ask(*round + 1, now))
            }
            Event::Next(round) => match self.rounds.get(*round).map(|round| round.status) {
                None | Some(Status::Waiting) => Err(Refusal::NotOpen),
                Some(Status::Asked) => Err(Refusal::Unanswered),
                Some(_) if self.rounds[*round + 1..].iter().any(|later| matches!(later.status, Status::Asked | Status::Answered)) => {
                    Err(Refusal::MovedOn)
                }
                Some(_) => Ok(self.ask(*round + 1, now)),
            },
            Event::End => {
                self.ended = true;
                Ok(Effect::Report)
            }
        }
    }

    /// The round, if it is the one being asked.
    fn asked(&mut self, round: usize) -> Result<&mut Round, Refusal> {
        let found = self.rounds.get_mut(round).ok_or(Refusal::NotOpen)?;
        match found.status {
            Status::Asked => Ok(found),
            Status::Answered => Err(Refusal::Answered),
            Status::Skipped => Err(Refusal::Skipped),
            Status::Waiting => Err(Refusal::NotOpen),
        }
    }

    /// Asks the next question from `round` on that has not been passed over.
    fn ask(&mut self, round: usize, now: DateTime<Utc>) -> Effect {
        let round = (round..self.rounds.len()).find(|next| self.rounds[*next].status == Status::Waiting).unwrap_or(self.rounds.len());
        if let Some(next) = self.rounds.get_mut(round) {
            next.status = Status::Asked;
            next.deadline = self.allowed.map(|allowed| now + allowed);
            Effect::Ask(round)
        } else {
            self.ended = true;
            Effect::Report
        }
    }

    fn follow_up(&mut self, round: usize, point: &str) -> Result<Effect, Refusal> {
        let found = self.rounds.get_mut(round).ok_or(Refusal::NotOpen)?;
        match found.status {
            Status::Answered if found.followed.iter().any(|id| id == point) => Err(Refusal::FollowedUp),
            Status::Answered => {
                found.followed.push(point.to_owned());
                Ok(Effect::GradeFollowUp { round, point: point.to_owned() })
            }
            _ => Err(Refusal::Unanswered),
        }
    }
}

#[cfg(test)]
mod tests;
