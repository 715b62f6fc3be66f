//! One step of a session: load it, apply what the person did, grade what it closes, store.

use super::{Received, SOURCE, SessionAction, SessionOutcome};
use crate::app::{App, AppError, Asked, Guild};
use crate::clock::local_day;
use crate::grade::Flag;
use crate::interview::group::{Effect, Event, Group, GroupRefusal};
use crate::schedule::Habits;
use crate::store::{Attempt, AttemptId, NewAttempt, Person, PersonId, SessionId, SessionStep, StoredSession, Words};

/// Times that a change is tried against a newer version, which other processes make.
const TRIES: usize = 16;

/// Why a step is not made.
pub(super) enum Stop {
    Refused(GroupRefusal),
    Failed(AppError),
}

impl From<GroupRefusal> for Stop {
    fn from(refusal: GroupRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<AppError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl App {
    /// Lets a person act in a session of the guild that they are in.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails, and then nothing has changed.
    pub async fn act_in_session(
        &self,
        by: &Person,
        at: &Guild,
        id: SessionId,
        action: &SessionAction,
    ) -> Result<SessionOutcome<'_>, AppError> {
        let _turn = self.store.session_turn(id).await;
        for _ in 0..TRIES {
            let Some(session) = self.store.session(id).await?.filter(|session| session.guild == at.id) else {
                return Ok(SessionOutcome::Refused(GroupRefusal::Gone));
            };
            if self.save_withdrawn(&session).await? {
                continue;
            }
            match self.try_act(by, at, &session, action).await {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) => {}
                Err(Stop::Refused(refusal)) => return Ok(SessionOutcome::Refused(refusal)),
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
        Err(AppError::Contended)
    }

    /// One try; `None` when the session has changed meanwhile.
    async fn try_act(
        &self,
        by: &Person,
        at: &Guild,
        session: &StoredSession,
        action: &SessionAction,
    ) -> Result<Option<SessionOutcome<'_>>, Stop> {
        let now = self.clock.now();
        let mut group = session.group.clone();
        let comes_in = matches!(action, SessionAction::Join | SessionAction::Answer { .. } | SessionAction::Hint(_));
        let joined = (comes_in && !group.is_here(by.id) && group.ending().is_none()).then_some(by.id);
        if joined.is_some() {
            if self.store.session_of(session.guild, by.id).await?.is_some_and(|other| other != session.id) {
                return Err(GroupRefusal::Elsewhere.into());
            }
            self.visit(at, by).await?;
            let join = Event::Join { who: by.id, time: by.extended_time.percent().into() };
            group = group.apply(&join, now)?.0;
        }
        let words = self.words(by, session, action)?;
        let mut drawn = Vec::new();
        let (after, effects) = if let (SessionAction::Join, Some(_)) = (action, joined) {
            (group, Vec::new())
        } else {
            if matches!(action, SessionAction::Start) {
                drawn = self.draw_for(session).await?;
            }
            let event = self.session_event(by.id, session, action, &drawn);
            group.apply(&event, now)?
        };
        let (after, effects) = self.withdrawn(session, after, effects, now);
        let attempts = self.grade_session(session, &after, &effects, words.as_ref()).await?;
        let drawn = drawn.into_iter().map(|question| question.key.clone()).collect();
        let step = SessionStep { after, joined, drawn, words, attempts };
        if !self.store.save_session(session, &step, now).await? {
            return Ok(None);
        }
        Ok(Some(self.came_of(by.id, session, step.after, &effects)))
    }

    /// The words of an answer, unless there is nothing in them to grade.
    fn words(&self, by: &Person, session: &StoredSession, action: &SessionAction) -> Result<Option<Words>, Stop> {
        let SessionAction::Answer { round, text, interaction } = action else { return Ok(None) };
        let question = self.question_of(session, *round).ok_or(GroupRefusal::NotOpen)?;
        if self.bank.grade(question, text).flags.contains(&Flag::Empty) {
            return Err(GroupRefusal::Empty.into());
        }
        let attempt = session.rounds.get(*round).and_then(|round| round.attempts.get(&by.id)).copied();
        let attempt = attempt.unwrap_or_else(|| AttemptId::new(self.clock.now()));
        Ok(Some(Words { round: *round, person: by.id, attempt, text: text.clone(), interaction: interaction.clone() }))
    }

    fn session_event(
        &self,
        by: PersonId,
        session: &StoredSession,
        action: &SessionAction,
        drawn: &[&crate::bank::Question],
    ) -> Event<PersonId> {
        match action {
            SessionAction::Join => Event::Join { who: by, time: 100 },
            SessionAction::Leave => Event::Leave(by),
            SessionAction::Start => Event::Start { by, allowed: drawn.iter().map(|question| Self::allowed(session, question)).collect() },
            SessionAction::Answer { round, .. } => Event::Answer { by, round: *round },
            SessionAction::Hint(round) => {
                let available = self.question_of(session, *round).map_or(0, |question| question.points.len());
                Event::Hint { by, round: *round, available: u32::try_from(available).unwrap_or(u32::MAX) }
            }
            SessionAction::Quote { round, agree } => Event::Quote { by, round: *round, agree: *agree },
            SessionAction::Next(round) => Event::Next { by, round: *round },
            SessionAction::Pause => Event::Pause(by),
            SessionAction::Resume => Event::Resume(by),
            SessionAction::Extend(round) => Event::Extend { by, round: *round },
            SessionAction::Skip(round) => Event::Skip { by, round: *round },
            SessionAction::HandOver(to) => Event::HandOver { by, to: *to },
            SessionAction::End => Event::End(by),
        }
    }

    fn came_of(&self, by: PersonId, session: &StoredSession, after: Group<PersonId>, effects: &[Effect<PersonId>]) -> SessionOutcome<'_> {
        for effect in effects {
            match effect {
                Effect::Keep(round) => {
                    let entry = after.rounds.get(*round).and_then(|round| round.entry(by));
                    return SessionOutcome::Received(Received {
                        session: session.id,
                        round: *round,
                        again: entry.is_some_and(|entry| entry.answers > 1),
                        quotable: entry.is_some_and(|entry| entry.quotable),
                        closed: effects.iter().any(|effect| matches!(effect, Effect::Reveal(_))),
                        deadline: after.paused_at.is_none().then(|| after.deadline_of(by, *round)).flatten(),
                    });
                }
                Effect::Hint { round, hint } => {
                    let asked = session.rounds.get(*round).and_then(|round| self.bank.question(&round.question));
                    if let Some((concept, question)) = asked {
                        let hints = question.points.iter().take(*hint as usize + 1).map(|point| point.hint.as_str()).collect();
                        return SessionOutcome::Hint(Asked {
                            round: *round,
                            of: session.rounds.len(),
                            concept,
                            question,
                            hints,
                            alone: false,
                            deadline: None,
                        });
                    }
                }
                _ => {}
            }
        }
        SessionOutcome::Changed(Box::new(StoredSession { group: after, ..session.clone() }))
    }

    /// Grades what the effects say, and makes attempts of it.
    pub(super) async fn grade_session(
        &self,
        session: &StoredSession,
        after: &Group<PersonId>,
        effects: &[Effect<PersonId>],
        words: Option<&Words>,
    ) -> Result<Vec<NewAttempt>, AppError> {
        let mut attempts = Vec::new();
        for effect in effects {
            let Effect::Grade { round, people } = effect else { continue };
            // The open question is in the bank: one that has left it was withdrawn before anything else.
            let (Some(stored), Some(question)) = (session.rounds.get(*round), self.question_of(session, *round)) else { continue };
            let mut said = self.store.all_words(stored.id).await?;
            if let Some(words) = words.filter(|words| words.round == *round) {
                said.insert(words.person, (words.attempt, words.text.clone(), words.interaction.clone()));
            }
            let zone = self.store.guild_zone(session.guild).await?;
            let now = self.clock.now();
            for who in people {
                let Some((id, text, interaction)) = said.remove(who) else { continue };
                let Some(entry) = after.rounds.get(*round).and_then(|round| round.entry(*who)) else { continue };
                let verdict = self.grade_words(question, &text);
                let answered_at = entry.answered_at.unwrap_or(now);
                let asked_at = after.rounds[*round].asked_at.unwrap_or(answered_at);
                let (own_zone, habits) =
                    session.members.get(who).map_or((zone, Habits::default()), |member| (member.time_zone, member.habits));
                let attempt = Attempt {
                    guild: Some(session.guild),
                    installed: true,
                    source: SOURCE.to_owned(),
                    hints: entry.hints,
                    seconds: (answered_at - asked_at).num_seconds().max(0),
                    guild_day: Some(local_day(answered_at, zone)),
                    interaction,
                    created_at: now,
                    ..Attempt::new(id, *who, question, (answered_at, own_zone, habits)).graded(&verdict)
                };
                attempts.push(NewAttempt { attempt, answer: text });
            }
        }
        Ok(attempts)
    }
}
