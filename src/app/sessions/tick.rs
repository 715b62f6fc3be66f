//! What time does to sessions. Any process may do it at any moment; the version of the session decides who does.

use chrono::TimeDelta;
use tracing::error;

use super::act::Stop;
use crate::app::{App, AppError};
use crate::interview::group::{Event, GroupRefusal};
use crate::store::{PersonId, SessionId, SessionStep};

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
        let now = self.clock.now();
        let (after, effects) = session.group.apply(event, now)?;
        let attempts = self.grade_session(&session, &after, &effects, None).await?;
        let step = SessionStep { after, joined: None, drawn: Vec::new(), words: None, attempts };
        Ok(self.store.save_session(&session, &step, now).await?)
    }
}
