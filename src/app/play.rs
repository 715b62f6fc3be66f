//! One step of an interview: load it, apply what the person did, grade, store, say what to show.

use std::ops::Range;

use super::{App, AppError};
use crate::bank::{Concept, Point, Question};
use crate::clock::local_day;
use crate::grade::{Flag, PointVerdict, Score, Verdict};
use crate::interview::{Effect, Event, Refusal, Report, RoundResult, Solo, Status};
use crate::store::{Attempt, AttemptId, InterviewId, NewAttempt, Person, StoredInterview};

/// What a person does in an interview. Rounds are named by position.
#[derive(Clone, Debug)]
pub enum Action {
    /// Wants to see the question that is open.
    Look,
    /// Answers a question.
    Answer {
        /// The round.
        round: usize,
        /// The person's words.
        text: String,
        /// The interaction that brought them, where the front end has one.
        interaction: Option<String>,
    },
    /// Asks for a hint.
    Hint(usize),
    /// Passes a question over.
    Skip(usize),
    /// Answers the follow-up on a missed point.
    FollowUp {
        /// The round.
        round: usize,
        /// The point.
        point: String,
        /// The person's words.
        text: String,
        /// The interaction that brought them, where the front end has one.
        interaction: Option<String>,
    },
    /// Goes on after a verdict.
    Next(usize),
    /// Stops, and wants the report.
    End,
}

/// What to show.
#[derive(Debug)]
pub enum Outcome<'b> {
    /// A question.
    Question(Asked<'b>),
    /// The verdict on an answer.
    Verdict(Graded<'b>),
    /// A hint, and how many are left.
    Hint(&'b str, u32),
    /// The verdict on a follow-up.
    FollowUp(FollowUpGraded<'b>),
    /// The end.
    Report(Report),
    /// Nothing has changed, for this reason.
    Refused(Refusal),
}

/// A question that is open.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'b> {
    /// Its position, from 0.
    pub round: usize,
    /// Questions in the interview.
    pub of: usize,
    /// Its concept.
    pub concept: &'b Concept,
    /// The question.
    pub question: &'b Question,
}

/// A graded answer.
#[derive(Debug)]
pub struct Graded<'b> {
    /// The round.
    pub round: usize,
    /// Whether it was the last one.
    pub last: bool,
    /// The question.
    pub question: &'b Question,
    /// What it earned, and why.
    pub verdict: Verdict,
}

/// A graded follow-up.
#[derive(Debug)]
pub struct FollowUpGraded<'b> {
    /// The point it was about.
    pub point: &'b Point,
    /// What it adds to the score; zero when the point was missed again.
    pub added: Score,
    /// Byte ranges in the answer.
    pub evidence: Vec<Range<usize>>,
}

impl Action {
    /// The person's words, if the action has any.
    fn text(&self) -> &str {
        match self {
            Self::Answer { text, .. } | Self::FollowUp { text, .. } => text,
            _ => "",
        }
    }

    fn interaction(&self) -> Option<&str> {
        match self {
            Self::Answer { interaction, .. } | Self::FollowUp { interaction, .. } => interaction.as_deref(),
            _ => None,
        }
    }
}

/// What an event brings about.
struct Change<'b> {
    /// What to show; nothing where it is the report, which is made once the change is stored.
    outcome: Option<Outcome<'b>>,
    /// What to store.
    attempt: Option<NewAttempt>,
}

impl<'b> Change<'b> {
    fn showing(outcome: Outcome<'b>) -> Self {
        Self { outcome: Some(outcome), attempt: None }
    }
}

/// Why an event brings nothing about.
enum Stop {
    Refused(Refusal),
    Failed(AppError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// Times that a change is tried against a newer version of the interview.
const TRIES: usize = 8;

impl App {
    /// Lets a person act in an interview.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails, and then nothing has changed.
    pub async fn play(&self, by: &Person, id: InterviewId, action: &Action) -> Result<Outcome<'_>, AppError> {
        for _ in 0..TRIES {
            let Some(interview) = self.store.interview(id).await? else { return Ok(Outcome::Refused(Refusal::Gone)) };
            if interview.person != by.id {
                return Ok(Outcome::Refused(Refusal::NotYours));
            }
            if let Some(outcome) = self.try_play(by, &interview, action).await? {
                return Ok(outcome);
            }
        }
        Err(AppError::Contended)
    }

    /// One try; `None` when the interview has changed meanwhile.
    async fn try_play(&self, by: &Person, interview: &StoredInterview, action: &Action) -> Result<Option<Outcome<'_>>, AppError> {
        let Some(event) = self.event(&interview.solo, action) else {
            return Ok(Some(self.open_question(&interview.solo)));
        };
        let (after, change) = match self.change(by, interview, &event, action).await {
            Ok(change) => change,
            Err(Stop::Refused(refusal)) => return Ok(Some(Outcome::Refused(refusal))),
            Err(Stop::Failed(error)) => return Err(error),
        };
        if !self.store.save(interview, &after, change.attempt.as_ref(), self.clock.now()).await? {
            return Ok(None);
        }
        Ok(Some(match change.outcome {
            Some(outcome) => outcome,
            None => Outcome::Report(self.report(interview.id, &after).await?),
        }))
    }

    /// The event that an action is; `None` for one that changes nothing.
    fn event(&self, solo: &Solo, action: &Action) -> Option<Event> {
        let hints = |round: usize| self.asked(solo, round).map_or(0, |question| u32::try_from(question.points.len()).unwrap_or(u32::MAX));
        Some(match action {
            Action::Look => return None,
            Action::Answer { round, .. } => Event::Answer(*round),
            Action::Hint(round) => Event::Hint { round: *round, available: hints(*round) },
            Action::Skip(round) => Event::Skip(*round),
            Action::FollowUp { round, point, .. } => Event::FollowUp { round: *round, point: point.clone() },
            Action::Next(round) => Event::Next(*round),
            Action::End => Event::End,
        })
    }

    fn open_question(&self, solo: &Solo) -> Outcome<'_> {
        match solo.open_round() {
            Some(round) => self.question(solo, round),
            None => Outcome::Refused(if solo.ended { Refusal::Ended } else { Refusal::NotOpen }),
        }
    }

    fn question(&self, solo: &Solo, round: usize) -> Outcome<'_> {
        match solo.rounds.get(round).and_then(|round| self.bank.question(&round.question)) {
            Some((concept, question)) => Outcome::Question(Asked { round, of: solo.rounds.len(), concept, question }),
            None => Outcome::Refused(Refusal::LeftBank),
        }
    }

    /// The state after an event, what to show and what to store.
    async fn change<'b>(
        &'b self,
        by: &Person,
        interview: &StoredInterview,
        event: &Event,
        action: &Action,
    ) -> Result<(Solo, Change<'b>), Stop> {
        let (after, effect) = interview.solo.apply(event)?;
        let change = match effect {
            Effect::Report => Change { outcome: None, attempt: None },
            Effect::Ask(round) => Change::showing(self.question(&after, round)),
            Effect::Hint { round, hint } => Change::showing(self.hint(&after, round, hint)?),
            Effect::Grade(round) => self.grade(by, interview, round, action)?,
            Effect::GradeFollowUp { round, point } => self.grade_follow_up(by, interview, round, &point, action).await?,
        };
        Ok((after, change))
    }

    /// The question of a round, if it is still in the bank.
    fn asked(&self, solo: &Solo, round: usize) -> Result<&Question, Refusal> {
        let found = solo.rounds.get(round).and_then(|round| self.bank.question(&round.question));
        found.map(|(_, question)| question).ok_or(Refusal::LeftBank)
    }

    fn hint(&self, solo: &Solo, round: usize, hint: u32) -> Result<Outcome<'_>, Refusal> {
        let points = &self.asked(solo, round)?.points;
        let index = usize::try_from(hint).unwrap_or(usize::MAX);
        let point = points.get(index).ok_or(Refusal::NoHintLeft)?;
        Ok(Outcome::Hint(&point.hint, u32::try_from(points.len() - index - 1).unwrap_or(0)))
    }

    fn grade<'b>(&'b self, by: &Person, interview: &StoredInterview, round: usize, action: &Action) -> Result<Change<'b>, Stop> {
        let question = self.asked(&interview.solo, round)?;
        let verdict = question.rubric.grade(action.text());
        if verdict.flags.contains(&Flag::Empty) {
            return Err(Refusal::Empty.into());
        }
        let mut attempt = self.attempt(by, interview, round, question, action);
        attempt.score = verdict.score;
        attempt.points = verdict.points.iter().map(|point| (point.id.clone(), point.credit)).collect();
        attempt.mistakes = verdict.mistakes.iter().map(|mistake| mistake.id.clone()).collect();
        let last = round + 1 == interview.solo.rounds.len();
        Ok(Change {
            outcome: Some(Outcome::Verdict(Graded { round, last, question, verdict })),
            attempt: Some(NewAttempt { attempt, answer: action.text().to_owned() }),
        })
    }

    async fn grade_follow_up<'b>(
        &'b self,
        by: &Person,
        interview: &StoredInterview,
        round: usize,
        point: &str,
        action: &Action,
    ) -> Result<Change<'b>, Stop> {
        let question = self.asked(&interview.solo, round)?;
        let found = question.point(point).and_then(|point| Some((point, point.follow_up.as_ref()?)));
        let (point, follow_up) = found.ok_or(Refusal::NotMissed)?;
        let verdict = follow_up.rubric.grade(action.text());
        if verdict.flags.contains(&Flag::Empty) {
            return Err(Refusal::Empty.into());
        }
        let scores = self.store.round_scores(interview.id).await.map_err(AppError::from)?;
        let parent =
            scores.into_iter().find(|score| score.position == round && score.missed.contains(&point.id)).ok_or(Refusal::NotMissed)?;
        let met = verdict.points.into_iter().find(PointVerdict::is_met);
        let added = if met.is_some() { question.rubric.follow_up_score(&point.id) } else { Score::ZERO };
        let mut attempt = self.attempt(by, interview, round, question, action);
        attempt.score = added;
        attempt.points = [(point.id.clone(), met.as_ref().map_or(Score::ZERO, |met| met.credit))].into();
        attempt.parent = Some(parent.attempt);
        attempt.follows = Some(point.id.clone());
        let evidence = met.map(|met| met.evidence).unwrap_or_default();
        Ok(Change {
            outcome: Some(Outcome::FollowUp(FollowUpGraded { point, added, evidence })),
            attempt: Some(NewAttempt { attempt, answer: action.text().to_owned() }),
        })
    }

    /// An attempt at a round, with nothing earned yet.
    fn attempt(&self, by: &Person, interview: &StoredInterview, round: usize, question: &Question, action: &Action) -> Attempt {
        let now = self.clock.now();
        let stored = interview.rounds.get(round);
        let asked_at = stored.and_then(|round| round.asked_at).unwrap_or(now);
        Attempt {
            id: AttemptId::new(now),
            person: by.id,
            guild: interview.guild,
            installed: interview.installed,
            round: stored.map(|round| round.id),
            question: question.key.clone(),
            rubric_hash: question.rubric_hash.clone(),
            source: interview.source.clone(),
            score: Score::ZERO,
            points: std::collections::BTreeMap::new(),
            mistakes: Vec::new(),
            hints: interview.solo.rounds.get(round).map_or(0, |round| round.hints),
            seconds: (now - asked_at).num_seconds().max(0),
            local_day: local_day(now, by.time_zone),
            guild_day: None,
            interaction: action.interaction().map(str::to_owned),
            parent: None,
            follows: None,
            created_at: now,
        }
    }

    /// Sums an interview up from what is stored.
    async fn report(&self, id: InterviewId, solo: &Solo) -> Result<Report, AppError> {
        let scores = self.store.round_scores(id).await?;
        let mut results = Vec::new();
        for (position, round) in solo.rounds.iter().enumerate() {
            let score = scores.iter().find(|score| score.position == position);
            if score.is_none() && round.status != Status::Skipped {
                continue;
            }
            let found = self.bank.question(&round.question);
            let says = |id: &String| found.and_then(|(_, question)| question.point(id)).map(|point| point.says.clone());
            results.push(RoundResult {
                concept: round.question.concept.clone(),
                title: found.map_or_else(|| round.question.concept.clone(), |(concept, _)| concept.title.clone()),
                score: score.map(|score| score.score),
                missed: score.map(|score| score.missed.iter().filter_map(says).collect()).unwrap_or_default(),
            });
        }
        Ok(Report::new(&results))
    }
}
