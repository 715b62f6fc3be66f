//! What time does to sessions. Any process may do it at any moment; the version of the session decides who does.

use chrono::{DateTime, TimeDelta, Utc};
use tracing::{error, warn};

use super::act::Stop;
use crate::app::{App, AppError};
use crate::interview::group::{Effect, Event, Group, GroupRefusal, Phase};
use crate::store::{PersonId, SessionId, SessionStep, StoredSession};

/// How long cards may lag behind before another process than the one that made the change sees to them.
const LAG: TimeDelta = TimeDelta::seconds(5);

impl App {
    /// Does whatever is due in any session, and says in which sessions something was. A fault in one is logged, and holds
    /// up no other.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn tick_sessions(&self) -> Result<Vec<SessionId>, AppError> {
        let due = self.store.due_sessions(self.clock.now()).await?;
        for id in &due {
            if let Err(fault) = self.happen(*id, &Event::Tick).await {
                error!(%fault, "a session could not go on; it is tried again");
            }
        }
        Ok(due)
    }

    /// Sessions whose cards nobody has brought up to date.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn lagging_sessions(&self) -> Result<Vec<SessionId>, AppError> {
        Ok(self.store.unshown_sessions(self.clock.now() - LAG).await?)
    }

    /// Ends a session whose channel is gone, or closed to the bot; what was answered is graded.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn lose_channel(&self, id: SessionId) -> Result<(), AppError> {
        self.happen(id, &Event::ChannelGone).await
    }

    /// Ends the session of a channel that was deleted, if it has one.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn channel_deleted(&self, channel: i64) -> Result<(), AppError> {
        match self.store.session_in(channel).await? {
            Some(id) => self.lose_channel(id).await,
            None => Ok(()),
        }
    }

    /// Closes open rounds whose questions have left the bank: their words are kept, ungraded.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn withdraw_lost(&self) -> Result<(), AppError> {
        for id in self.store.asking_sessions().await? {
            let _turn = self.store.session_turn(id).await;
            if let Some(session) = self.store.session(id).await? {
                self.save_withdrawn(&session).await?;
            }
        }
        Ok(())
    }

    /// Takes back the question of an open round that has left the bank, before anything else happens in the session; `true`
    /// when the session is to be read again.
    pub(super) async fn save_withdrawn(&self, session: &StoredSession) -> Result<bool, AppError> {
        let now = self.clock.now();
        let (after, _) = self.withdrawn(session, session.group.clone(), Vec::new(), now);
        if after == session.group {
            return Ok(false);
        }
        warn!("a question has left the bank while a session asked it; its answers are kept, and nobody is graded on it");
        let step = SessionStep { after, joined: None, drawn: Vec::new(), words: None, attempts: Vec::new() };
        // Whoever was quicker has changed it as well.
        self.store.save_session(session, &step, now).await?;
        Ok(true)
    }

    /// The state in which no question is open that is not in the bank.
    pub(super) fn withdrawn(
        &self,
        session: &StoredSession,
        mut group: Group<PersonId>,
        mut effects: Vec<Effect<PersonId>>,
        now: DateTime<Utc>,
    ) -> (Group<PersonId>, Vec<Effect<PersonId>>) {
        while let Phase::Asking(round) = group.phase {
            let is_lost = session.rounds.get(round).is_some_and(|stored| self.bank.question(&stored.question).is_none());
            let Some((next, more)) = is_lost.then(|| group.apply(&Event::Withdraw(round), now).ok()).flatten() else { break };
            group = next;
            effects.extend(more);
        }
        (group, effects)
    }

    /// Lets an event happen that is nobody's doing. One that changes nothing is no fault: somebody else was quicker.
    async fn happen(&self, id: SessionId, event: &Event<PersonId>) -> Result<(), AppError> {
        let _turn = self.store.session_turn(id).await;
        loop {
            match self.try_happen(id, event).await {
                Ok(true) | Err(Stop::Refused(_)) => return Ok(()),
                Ok(false) => {}
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
    }

    /// One try; `false` when the session has changed meanwhile.
    async fn try_happen(&self, id: SessionId, event: &Event<PersonId>) -> Result<bool, Stop> {
        let session = self.store.session(id).await?.ok_or(GroupRefusal::Gone)?;
        if self.save_withdrawn(&session).await? {
            return Ok(false);
        }
        let now = self.clock.now();
        let (after, effects) = session.group.apply(event, now)?;
        let (after, effects) = self.withdrawn(&session, after, effects, now);
        let attempts = self.grade_session(&session, &after, &effects, None).await?;
        let step = SessionStep { after, joined: None, drawn: Vec::new(), words: None, attempts };
        Ok(self.store.save_session(&session, &step, now).await?)
    }
}
