//! Opening a lobby, and drawing the questions when it starts.

use chrono::TimeDelta;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{MOST_MINUTES, MOST_PATIENCE_MINUTES, MOST_QUESTIONS, SessionWish};
use crate::app::{App, AppError, Guild};
use crate::bank::{Question, QuestionKey};
use crate::interview::group::{Group, GroupRefusal, Known, draw};
use crate::store::{Opened, Person, SessionId, StoredSession};

/// What became of the wish to open a session.
#[derive(Debug)]
pub enum SessionOpened {
    /// Its lobby is open.
    Open(Box<StoredSession>),
    /// It is not, for this reason; the session that is in the way.
    Refused(GroupRefusal, Option<SessionId>),
}

impl App {
    /// Opens a lobby in a channel of a guild, with its host in it.
    ///
    /// # Errors
    /// [`AppError::Topic`] when there is nothing to ask, [`AppError::Store`] when the database fails.
    pub async fn open_session(&self, host: &Person, guild: &Guild, wish: &SessionWish) -> Result<SessionOpened, AppError> {
        self.bank.pool(wish.topic.as_deref(), wish.level)?;
        self.visit(guild, host).await?;
        let now = self.clock.now();
        let patience = wish.patience.clamp(TimeDelta::zero(), TimeDelta::minutes(i64::from(MOST_PATIENCE_MINUTES)));
        let session = StoredSession {
            id: SessionId::new(now),
            guild: guild.id,
            channel: wish.channel,
            topic: wish.topic.clone(),
            level: wish.level,
            questions: wish.questions.clamp(1, MOST_QUESTIONS),
            minutes: wish.minutes.map(|minutes| minutes.clamp(1, MOST_MINUTES)),
            locale: wish.locale.clone(),
            version: 1,
            shown: 0,
            opened_at: now,
            group: Group::open(host.id, host.extended_time.percent().into(), patience, now),
            rounds: Vec::new(),
            members: std::collections::HashMap::new(),
        };
        Ok(match self.store.open_session(&session).await? {
            Opened::Yes => SessionOpened::Open(Box::new(session)),
            Opened::ChannelTaken => SessionOpened::Refused(GroupRefusal::ChannelTaken, self.store.session_in(wish.channel).await?),
            Opened::Elsewhere => SessionOpened::Refused(GroupRefusal::Elsewhere, self.store.session_of(guild.id, host.id).await?),
        })
    }

    /// Draws the questions for those who are there.
    pub(super) async fn draw_for(&self, session: &StoredSession) -> Result<Vec<&Question>, AppError> {
        let pool = self.bank.pool(session.topic.as_deref(), session.level)?;
        let mut known = Known::new();
        for seat in session.group.here() {
            for record in self.store.records(seat.who).await? {
                let entry = known.entry(record.question).or_insert((0, record.latest_at));
                *entry = (entry.0 + 1, entry.1.max(record.latest_at));
            }
        }
        Ok(draw(&pool, &known, session.questions, &mut StdRng::seed_from_u64(rand::random())))
    }

    /// Time for a question.
    pub(super) fn allowed(session: &StoredSession, question: &Question) -> TimeDelta {
        TimeDelta::minutes(i64::from(session.minutes.unwrap_or(question.minutes).clamp(1, MOST_MINUTES)))
    }

    /// The question of a round, if it is still in the bank.
    pub(super) fn question_of(&self, session: &StoredSession, round: usize) -> Option<&Question> {
        let key: &QuestionKey = &session.rounds.get(round)?.question;
        self.bank.question(key).map(|(_, question)| question)
    }
}
