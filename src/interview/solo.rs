//! An interview of one person.

use thiserror::Error;

use crate::bank::QuestionKey;

/// State of an interview: its questions in order, and whether it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solo {
    /// The questions. At most one is [`Status::Asked`].
    pub rounds: Vec<Round>,
    /// Nothing more is asked or graded.
    pub ended: bool,
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
}

impl Round {
    /// A question that has not been asked yet.
    #[must_use]
    pub fn new(question: QuestionKey) -> Self {
        Self { question, status: Status::Waiting, hints: 0, followed: Vec::new() }
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
        Self { rounds: questions.into_iter().map(Round::new).collect(), ended: false }
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
    /// interview ends if nothing is left to ask.
    pub fn replace(&mut self, position: usize, question: Option<QuestionKey>) {
        let Some(round) = self.rounds.get_mut(position) else { return };
        let was_open = round.status == Status::Asked;
        if let Some(question) = question {
            *round = Round { status: round.status, ..Round::new(question) };
        } else {
            round.status = Status::Skipped;
            if was_open {
                self.ask(position + 1);
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

    /// The state after an event, and what there is to do.
    ///
    /// # Errors
    /// The [`Refusal`] when the event changes nothing.
    pub fn apply(&self, event: &Event) -> Result<(Self, Effect), Refusal> {
        let mut next = self.clone();
        let effect = next.change(event)?;
        Ok((next, effect))
    }

    fn change(&mut self, event: &Event) -> Result<Effect, Refusal> {
        match event {
            // A follow-up looks back, so it is welcome as long as the verdict can be seen.
            Event::FollowUp { round, point } => self.follow_up(*round, point),
            _ if self.ended => Err(Refusal::Ended),
            Event::Begin => match self.rounds.first() {
                Some(round) if round.status != Status::Waiting => Err(Refusal::MovedOn),
                _ => Ok(self.ask(0)),
            },
            Event::Answer(round) => {
                self.asked(*round)?.status = Status::Answered;
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
                Ok(self.ask(*round + 1))
            }
            Event::Next(round) => match self.rounds.get(*round).map(|round| round.status) {
                None | Some(Status::Waiting) => Err(Refusal::NotOpen),
                Some(Status::Asked) => Err(Refusal::Unanswered),
                Some(_) if self.rounds[*round + 1..].iter().any(|later| matches!(later.status, Status::Asked | Status::Answered)) => {
                    Err(Refusal::MovedOn)
                }
                Some(_) => Ok(self.ask(*round + 1)),
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
    fn ask(&mut self, round: usize) -> Effect {
        let round = (round..self.rounds.len()).find(|next| self.rounds[*next].status == Status::Waiting).unwrap_or(self.rounds.len());
        if let Some(next) = self.rounds.get_mut(round) {
            next.status = Status::Asked;
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
mod tests {
    use super::*;

    fn interview(count: usize) -> Solo {
        let key = |i: usize| format!("standard/python/concept/q{i}").parse().unwrap();
        Solo::new((0..count).map(key))
    }

    /// Effects and refusals of a run of events.
    fn play(count: usize, events: &[Event]) -> (Solo, Vec<Result<Effect, Refusal>>) {
        let mut solo = interview(count);
        let mut log = Vec::new();
        for event in events {
            match solo.apply(event) {
                Ok((next, effect)) => {
                    solo = next;
                    log.push(Ok(effect));
                }
                Err(refusal) => log.push(Err(refusal)),
            }
        }
        (solo, log)
    }

    #[test]
    fn an_interview_asks_grades_and_reports() {
        use Effect::{Ask, Grade, Report};
        let (solo, log) = play(2, &[Event::Begin, Event::Answer(0), Event::Next(0), Event::Skip(1)]);
        assert_eq!(log, [Ok(Ask(0)), Ok(Grade(0)), Ok(Ask(1)), Ok(Report)]);
        assert!(solo.ended);
    }

    #[test]
    fn a_double_press_of_anything_counts_once() {
        let (_, log) = play(
            3,
            &[
                Event::Begin,
                Event::Begin,
                Event::Answer(0),
                Event::Answer(0),
                Event::Next(0),
                Event::Next(0),
                Event::Skip(1),
                Event::Skip(1),
            ],
        );
        let refused: Vec<_> = log.into_iter().filter_map(Result::err).collect();
        assert_eq!(refused, [Refusal::MovedOn, Refusal::Answered, Refusal::MovedOn, Refusal::Skipped]);
    }

    #[test]
    fn a_question_that_left_the_bank_is_replaced_or_passed_over() {
        let mut solo = play(3, &[Event::Begin, Event::Hint { round: 0, available: 3 }]).0;
        let other: QuestionKey = "standard/python/other/one".parse().unwrap();
        solo.replace(0, Some(other.clone()));
        assert_eq!((solo.rounds[0].status, solo.rounds[0].hints, &solo.rounds[0].question), (Status::Asked, 0, &other));
        solo.replace(1, None);
        solo.replace(0, None);
        assert_eq!(solo.open_round(), Some(2));
        solo.replace(2, None);
        assert!(solo.ended);
    }

    #[test]
    fn a_question_that_is_chosen_late_changes_places_with_a_later_one() {
        let mut solo = play(3, &[Event::Begin]).0;
        let keys: Vec<_> = solo.rounds.iter().map(|round| round.question.clone()).collect();
        solo.choose(0, keys[2].clone());
        let now: Vec<_> = solo.rounds.iter().map(|round| &round.question).collect();
        assert_eq!(now, [&keys[2], &keys[1], &keys[0]]);
    }

    #[test]
    fn hints_run_out_and_an_open_question_is_not_passed_by() {
        let hint = Event::Hint { round: 0, available: 1 };
        let (solo, log) = play(1, &[Event::Begin, hint.clone(), hint, Event::Next(0), Event::Answer(1)]);
        assert_eq!(log[1], Ok(Effect::Hint { round: 0, hint: 0 }));
        assert_eq!(log[2..], [Err(Refusal::NoHintLeft), Err(Refusal::Unanswered), Err(Refusal::NotOpen)]);
        assert_eq!(solo.rounds[0].hints, 1);
    }

    #[test]
    fn a_follow_up_is_taken_once_and_even_after_the_end() {
        let follow = Event::FollowUp { round: 0, point: "weak".into() };
        let (_, log) = play(1, &[Event::Begin, follow.clone(), Event::Answer(0), Event::End, Event::Answer(0), follow.clone(), follow]);
        assert_eq!(log[1], Err(Refusal::Unanswered));
        assert_eq!(log[4], Err(Refusal::Ended));
        assert_eq!(log[5], Ok(Effect::GradeFollowUp { round: 0, point: "weak".into() }));
        assert_eq!(log[6], Err(Refusal::FollowedUp));
    }
}
