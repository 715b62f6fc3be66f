//! One step of an interview: load it, apply what the person did, grade, store, say what to show.

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{App, AppError, FollowUpGraded, Graded, Outcome, QUESTION};
use crate::bank::{Question, QuestionKey};
use crate::clock::local_day;
use crate::grade::{Flag, PointVerdict, Score, Verdict};
use crate::interview::{Effect, Event, Refusal, Solo};
use crate::review::{self, Asking, is_miss};
use crate::store::{Attempt, AttemptId, InterviewId, NewAttempt, Person, StoredInterview};

/// What a person does in an interview. Rounds are named by position.
#[derive(Clone, Debug)]
pub enum Action {
    /// Wants to see how things stand: the open question, the latest verdict, or the report. The first look begins.
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

impl Action {
    /// The person's words, if the action has any.
    fn text(&self) -> &str {
        match self {
            Self::Answer { text, .. } | Self::FollowUp { text, .. } => text,
            _ => "",
        }
    }

    /// The round that the action is meant for.
    fn round(&self) -> Option<usize> {
        match self {
            Self::Answer { round, .. } | Self::FollowUp { round, .. } | Self::Hint(round) | Self::Skip(round) | Self::Next(round) => {
                Some(*round)
            }
            Self::Look | Self::End => None,
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
        // When it came, however often it is tried.
        let now = self.clock.now();
        for _ in 0..TRIES {
            let interview = match self.owned(by, id).await? {
                Ok(interview) => interview,
                Err(refusal) => return Ok(Outcome::Refused(refusal)),
            };
            let replaced = self.replacements(&interview.solo);
            let played = if replaced.is_empty() {
                self.try_play(by, &interview, action, now).await?
            } else {
                self.replace(&interview, &replaced, action, now).await?
            };
            if let Some(outcome) = played {
                return Ok(outcome);
            }
        }
        Err(AppError::Contended)
    }

    /// One try; `None` when the interview has changed meanwhile.
    async fn try_play(
        &self,
        by: &Person,
        interview: &StoredInterview,
        action: &Action,
        now: DateTime<Utc>,
    ) -> Result<Option<Outcome<'_>>, AppError> {
        let Some(event) = self.event(&interview.solo, action) else {
            return Ok(Some(self.look(interview).await?));
        };
        let (after, change) = match self.change(by, interview, (&event, now), action).await {
            Ok(change) => change,
            Err(Stop::Refused(refusal)) => return Ok(Some(Outcome::Refused(refusal))),
            Err(Stop::Failed(error)) => return Err(error),
        };
        if !self.store.save(interview, &after, change.attempt.as_ref(), now).await? {
            return Ok(None);
        }
        Ok(Some(match change.outcome {
            Some(outcome) => outcome,
            None => Outcome::Report(self.report(interview.id, &after).await?),
        }))
    }

    /// Puts other questions in the place of those that have left the bank. An action that was meant for one of them is
    /// refused; any other is tried again.
    async fn replace(
        &self,
        interview: &StoredInterview,
        replaced: &[(usize, Option<QuestionKey>)],
        action: &Action,
        now: DateTime<Utc>,
    ) -> Result<Option<Outcome<'_>>, AppError> {
        let mut after = interview.solo.clone();
        for (round, question) in replaced {
            after.replace(*round, question.clone(), now);
        }
        let saved = self.store.save(interview, &after, None, now).await?;
        let meant = action.round().is_some_and(|round| replaced.iter().any(|(gone, _)| *gone == round));
        Ok((saved && meant).then_some(Outcome::Refused(Refusal::LeftBank)))
    }

    /// For every round still to be answered whose question is not in the bank: another question, if there is one.
    fn replacements(&self, solo: &Solo) -> Vec<(usize, Option<QuestionKey>)> {
        let mut taken: Vec<QuestionKey> = solo.rounds.iter().map(|round| round.question.clone()).collect();
        let mut replaced = Vec::new();
        for round in solo.open_or_waiting().filter(|round| self.bank.question(&solo.rounds[*round].question).is_none()) {
            let pool: Vec<_> = self.bank.questions().filter(|(_, question)| !taken.contains(&question.key)).collect();
            let drawn = review::draw(&pool, &Asking::stranger(self.clock.now()), 1, &mut StdRng::seed_from_u64(rand::random()));
            let key = drawn.first().map(|question| question.key.clone());
            taken.extend(key.clone());
            replaced.push((round, key));
        }
        replaced
    }

    /// The event that an action is; `None` for one that changes nothing.
    fn event(&self, solo: &Solo, action: &Action) -> Option<Event> {
        let hints = |round: usize| self.asked(solo, round).map_or(0, |question| u32::try_from(question.points.len()).unwrap_or(u32::MAX));
        Some(match action {
            Action::Look if solo.has_begun() => return None,
            Action::Look => Event::Begin,
            Action::Answer { round, .. } => Event::Answer(*round),
            Action::Hint(round) => Event::Hint { round: *round, available: hints(*round) },
            Action::Skip(round) => Event::Skip(*round),
            Action::FollowUp { round, point, .. } => Event::FollowUp { round: *round, point: point.clone() },
            Action::Next(round) => Event::Next(*round),
            Action::End => Event::End,
        })
    }

    /// The state after an event at a moment, what to show and what to store.
    async fn change<'b>(
        &'b self,
        by: &Person,
        interview: &StoredInterview,
        (event, now): (&Event, DateTime<Utc>),
        action: &Action,
    ) -> Result<(Solo, Change<'b>), Stop> {
        let (mut after, effect) = interview.solo.apply(event, now)?;
        if let Effect::Ask(round) = effect {
            self.choose(by, interview, &mut after, round).await?;
        }
        let change = match effect {
            Effect::Report => Change { outcome: None, attempt: None },
            Effect::Ask(round) => Change::showing(Outcome::Question(self.open(interview, &after, round)?)),
            Effect::Hint { round, .. } => Change::showing(Outcome::Hint(self.open(interview, &after, round)?)),
            Effect::Grade(round) => self.grade(by, interview, (round, after.rounds[round].late), action).await?,
            Effect::GradeFollowUp { round, point } => self.grade_follow_up(by, interview, round, &point, action).await?,
        };
        Ok((after, change))
    }

    /// The question of a round, if it is still in the bank.
    pub(super) fn asked(&self, solo: &Solo, round: usize) -> Result<&Question, Refusal> {
        let found = solo.rounds.get(round).and_then(|round| self.bank.question(&round.question));
        found.map(|(_, question)| question).ok_or(Refusal::LeftBank)
    }

    /// The verdict on an answer; how long it took is measured.
    pub(super) fn grade_words(&self, question: &Question, text: &str) -> Verdict {
        self.monitor.grading(|| self.bank.grade(question, text))
    }

    async fn grade<'b>(
        &'b self,
        by: &Person,
        interview: &StoredInterview,
        (round, late): (usize, bool),
        action: &Action,
    ) -> Result<Change<'b>, Stop> {
        let question = self.asked(&interview.solo, round)?;
        let verdict = self.grade_words(question, action.text());
        if verdict.flags.contains(&Flag::Empty) {
            return Err(Refusal::Empty.into());
        }
        let attempt = self.attempt(by, interview, round, question, action).graded(&verdict);
        let rests = is_miss(verdict.score) && self.rests(by.id, question, Some(verdict.score)).await?;
        let graded = Graded {
            attempt: attempt.id,
            round,
            of: interview.solo.rounds.len(),
            question,
            answer: action.text().to_owned(),
            total: verdict.score,
            verdict,
            followed: Vec::new(),
            alone: interview.source == QUESTION,
            rests,
            late,
        };
        Ok(Change { outcome: Some(Outcome::Verdict(graded)), attempt: Some(NewAttempt { attempt, answer: action.text().to_owned() }) })
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
        let found = question.point(point).and_then(|point| Some((point, question.follow_up_rubric(&point.id)?)));
        let (point, rubric) = found.ok_or(Refusal::NotMissed)?;
        let verdict = self.monitor.grading(|| rubric.grade(action.text()));
        if verdict.flags.contains(&Flag::Empty) {
            return Err(Refusal::Empty.into());
        }
        let scores = self.store.round_scores(interview.id).await.map_err(AppError::from)?;
        let parent =
            scores.into_iter().find(|score| score.position == round && score.missed.contains(&point.id)).ok_or(Refusal::NotMissed)?;
        let met = verdict.points.into_iter().find(PointVerdict::is_met);
        let added = if met.is_some() { question.rubric().follow_up_score(&point.id) } else { Score::ZERO };
        let mut attempt = self.attempt(by, interview, round, question, action);
        attempt.score = added;
        attempt.points = [(point.id.clone(), met.as_ref().map_or(Score::ZERO, |met| met.credit))].into();
        attempt.parent = Some(parent.attempt);
        attempt.follows = Some(point.id.clone());
        let evidence = met.map(|met| met.evidence).unwrap_or_default();
        Ok(Change {
            outcome: Some(Outcome::FollowUp(FollowUpGraded { round, point, added, evidence })),
            attempt: Some(NewAttempt { attempt, answer: action.text().to_owned() }),
        })
    }

    /// An attempt at a round, with nothing earned yet.
    fn attempt(&self, by: &Person, interview: &StoredInterview, round: usize, question: &Question, action: &Action) -> Attempt {
        let now = self.clock.now();
        let guild_day = interview.guild.filter(|_| interview.installed).map(|_| local_day(now, interview.guild_zone));
        let stored = interview.rounds.get(round);
        let asked_at = stored.and_then(|round| round.asked_at).unwrap_or(now);
        Attempt {
            guild: interview.guild,
            installed: interview.installed,
            round: stored.map(|round| round.id),
            source: interview.source.clone(),
            hints: interview.solo.rounds.get(round).map_or(0, |round| round.hints),
            seconds: (now - asked_at).num_seconds().max(0),
            guild_day,
            interaction: action.interaction().map(str::to_owned),
            ..Attempt::new(AttemptId::new(now), by.id, question, (now, by.time_zone, by.habits))
        }
    }
}
