//! Sending what was claimed, exactly once, and editing it later.
//!
//! Whoever sets about a post holds it for a while, and sends it at once: they have a permit to send already. When they are gone
//! before it was noted, the next one looks in the channel whether the message is there. Should both be at it all the same, the
//! nonce, which is the post's own, has Discord make one message of the two.

use std::time::Duration;

use chrono::TimeDelta;

use super::note;
use super::week::WeekBoard;
use crate::app::{App, AppError};
use crate::bank::{Concept, Question};
use crate::schedule::Fate;
use crate::store::{Chore, DailyAnswer, Post, PostKind};

/// How long a post is held by whoever sends or edits it: longer than any outlet takes.
const HOLD: Duration = Duration::from_secs(10);
/// Time between two edits of a count.
const QUIET: TimeDelta = TimeDelta::seconds(20);
/// Posts that are looked at in one go.
const BATCH: i64 = 200;

/// Where posts go: Discord, or a test. To look and to send, or to edit, takes less time than a post is held.
pub trait Outlet: Sync {
    /// The message that carries a post, if it is in its channel.
    fn find(&self, post: &Post) -> impl Future<Output = Result<Option<i64>, Undone>> + Send;
    /// Sends a post; the message.
    fn send(&self, post: &Post, card: &Card<'_>) -> impl Future<Output = Result<i64, Undone>> + Send;
    /// Edits the message of a post.
    fn edit(&self, post: &Post, message: i64, card: &Card<'_>) -> impl Future<Output = Result<(), Undone>> + Send;
}

/// Why something was not done, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The channel or the message is gone.
    Gone,
    /// The bot may not, or may not look.
    Forbidden,
    /// Nobody knows: it may have been done.
    Unknown,
}

/// What a post shows.
#[derive(Clone, Debug)]
pub enum Card<'b> {
    /// An open question.
    Open {
        /// Its concept.
        concept: &'b Concept,
        /// The question.
        question: &'b Question,
        /// People who have answered.
        answers: i64,
    },
    /// A question that takes no more answers.
    Closed {
        /// Its concept.
        concept: &'b Concept,
        /// The question.
        question: &'b Question,
        /// The answers that counted, the best first.
        answers: Vec<DailyAnswer>,
    },
    /// A question that has left the bank meanwhile.
    LeftBank,
    /// The board of a week.
    Week(WeekBoard),
}

impl App {
    /// Posts with a chore, in the order in which it is their turn.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn posts_with(&self, chore: Chore) -> Result<Vec<Post>, AppError> {
        let now = self.clock.now();
        let quiet = now - QUIET.max(self.clock.during(Duration::from_secs(3)));
        Ok(self.store.posts_with(chore, now, quiet, BATCH).await?)
    }

    /// Does a chore; `false` when somebody else is at it, or it is done. What is not sent within `late` is given up.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn do_chore(&self, chore: Chore, post: &Post, late: TimeDelta, outlet: &impl Outlet) -> Result<bool, AppError> {
        let now = self.clock.now();
        let until = now + self.clock.during(HOLD);
        let Some(tries) = self.store.take_post(post, now, until).await? else { return Ok(false) };
        match chore {
            Chore::Send => self.send(post, tries, late, outlet).await?,
            Chore::Close | Chore::Count => self.edit(chore, post, outlet).await?,
        }
        Ok(true)
    }

    async fn send(&self, post: &Post, tries: i64, late: TimeDelta, outlet: &impl Outlet) -> Result<(), AppError> {
        if tries > 0 {
            match outlet.find(post).await {
                Ok(Some(message)) => return Ok(self.store.set_posted(post, message, self.clock.now()).await?),
                Ok(None) => {}
                Err(undone) => return self.unsent(post, undone).await,
            }
        }
        if Fate::of(post.due_at, self.clock.now(), late) == Fate::Skip {
            let why = if tries > 0 { note::UNSENT } else { note::LATE };
            return Ok(self.store.set_unsent(post.id, why, None).await?);
        }
        let card = match (post.kind, post.question.as_ref().and_then(|key| self.bank.question(key))) {
            (PostKind::Week, _) => Card::Week(self.week_board(post).await?),
            (PostKind::Question, Some((concept, question))) => Card::Open { concept, question, answers: 0 },
            (PostKind::Question, None) => return Ok(self.store.set_unsent(post.id, note::NOTHING, None).await?),
        };
        match outlet.send(post, &card).await {
            Ok(message) => Ok(self.store.set_posted(post, message, self.clock.now()).await?),
            Err(undone) => self.unsent(post, undone).await,
        }
    }

    /// What could not be sent: a channel that is closed to us stops its daily; anything else is tried again, once whoever
    /// holds it lets go.
    async fn unsent(&self, post: &Post, undone: Undone) -> Result<(), AppError> {
        let why = match undone {
            Undone::Unknown => return Ok(()),
            Undone::Gone => note::GONE,
            Undone::Forbidden => note::FORBIDDEN,
        };
        self.store.set_unsent(post.id, why, None).await?;
        self.stop_daily(post.daily, why).await
    }

    async fn edit(&self, chore: Chore, post: &Post, outlet: &impl Outlet) -> Result<(), AppError> {
        let closes = chore == Chore::Close;
        let answers = if closes { self.store.daily_answers(post.id).await? } else { Vec::new() };
        let shown = if closes { post.answers.max(i64::try_from(answers.len()).unwrap_or(i64::MAX)) } else { post.answers };
        let card = match post.question.as_ref().and_then(|key| self.bank.question(key)) {
            Some((concept, question)) if closes => Card::Closed { concept, question, answers },
            Some((concept, question)) => Card::Open { concept, question, answers: post.answers },
            None => Card::LeftBank,
        };
        let edited = match post.message {
            Some(message) => outlet.edit(post, message, &card).await,
            None => Err(Undone::Gone),
        };
        match edited {
            // Tried again, once it is let go.
            Err(Undone::Unknown) => Ok(()),
            // What cannot be edited is closed all the same.
            Err(Undone::Gone | Undone::Forbidden) | Ok(()) => Ok(self.store.set_edited(post.id, shown, closes, self.clock.now()).await?),
        }
    }
}
