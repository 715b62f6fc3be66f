//! Sessions of study groups.

mod cards;
mod copy;
mod export;
mod graded;
mod load;
mod turns;
mod write;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{AttemptId, NewAttempt, PersonId, RoundId, SessionId, Store, StoreError, on_pool};
use crate::bank::{Level, QuestionKey};
use crate::interview::group::{Ending, Group, Phase, RoundStatus};
use crate::schedule::Habits;

pub use cards::SessionCard;
pub(super) use copy::{SessionCardRow, SessionEntryRow, SessionMemberRow, SessionRoundRow, SessionRow};
pub use graded::SessionAttempt;
pub(super) use turns::Turns;
pub(super) use write::{SessionChange, SessionWrites};

/// A session as stored.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// Its id.
    pub id: SessionId,
    /// Guild that it is in.
    pub guild: i64,
    /// Channel, or thread, that it is in.
    pub channel: i64,
    /// What it is about, as the host named it.
    pub topic: Option<String>,
    /// Level of its questions.
    pub level: Option<Level>,
    /// Questions that were asked for.
    pub questions: usize,
    /// Minutes for each; each question's own without it.
    pub minutes: Option<u32>,
    /// Language of its cards.
    pub locale: String,
    /// Raised by every change; a change against an older version is not made.
    pub version: i64,
    /// The version that its cards show.
    pub shown: i64,
    /// When its lobby was opened.
    pub opened_at: DateTime<Utc>,
    /// The state machine.
    pub group: Group<PersonId>,
    /// What is known of each of its rounds besides, in order.
    pub rounds: Vec<SessionRound>,
    /// What is known of everybody who ever joined besides.
    pub members: HashMap<PersonId, SessionMember>,
}

/// What is stored of a round and is no business of the state machine.
#[derive(Clone, Debug)]
pub struct SessionRound {
    /// Its id.
    pub id: RoundId,
    /// What is asked.
    pub question: QuestionKey,
    /// The attempt that a person's answer is, or will be.
    pub attempts: HashMap<PersonId, AttemptId>,
}

/// What is known of a person in the session's guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionMember {
    /// Their name there.
    pub name: String,
    /// Whether they hide on boards.
    pub hidden: bool,
    /// Decides what day it is for them.
    pub time_zone: Tz,
    /// When their day ends, and when they rest.
    pub habits: Habits,
}

/// A person's words for a round, which take the place of earlier ones.
#[derive(Clone, Debug)]
pub struct Words {
    /// The round.
    pub round: usize,
    /// Whose.
    pub person: PersonId,
    /// The attempt that it will be: that of the person's earlier words, where there are any.
    pub attempt: AttemptId,
    /// What was said.
    pub text: String,
    /// The interaction that brought it, where the front end has one.
    pub interaction: Option<String>,
}

/// A change to store.
#[derive(Clone, Debug)]
pub struct SessionStep {
    /// The state after it.
    pub after: Group<PersonId>,
    /// Who came in by it.
    pub joined: Option<PersonId>,
    /// The questions that were drawn, when it was started.
    pub drawn: Vec<QuestionKey>,
    /// The words that came with it.
    pub words: Option<Words>,
    /// What it graded; the ids are those of [`SessionRound::attempts`].
    pub attempts: Vec<NewAttempt>,
}

/// What became of a lobby.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It is open.
    Yes,
    /// The channel has a session.
    ChannelTaken,
    /// The host is in another session of the guild.
    Elsewhere,
}

const STATUSES: [(RoundStatus, &str); 4] = [
    (RoundStatus::Waiting, "waiting"),
    (RoundStatus::Asked, "asked"),
    (RoundStatus::Closed, "closed"),
    (RoundStatus::Withdrawn, "withdrawn"),
];
const ENDINGS: [(Ending, &str); 5] = [
    (Ending::Finished, "finished"),
    (Ending::ByHost, "by-host"),
    (Ending::NeverBegun, "never-begun"),
    (Ending::Abandoned, "abandoned"),
    (Ending::ChannelGone, "channel-gone"),
];

fn name<T: PartialEq>(names: &[(T, &'static str)], value: &T) -> &'static str {
    names.iter().find(|row| row.0 == *value).map_or("", |row| row.1)
}

fn named<T: Copy>(names: &[(T, &str)], name: &str) -> Option<T> {
    names.iter().find(|row| row.1 == name).map(|row| row.0)
}

/// A phase as columns: its name, the round that it is about, and until when it lasts.
fn columns(phase: Phase) -> (&'static str, Option<usize>, Option<DateTime<Utc>>, Option<&'static str>) {
    match phase {
        Phase::Lobby { until } => ("lobby", None, Some(until), None),
        Phase::Asking(round) => ("asking", Some(round), None, None),
        Phase::Revealed { round, next_at } => ("revealed", Some(round), Some(next_at), None),
        Phase::Ended(ending) => ("ended", None, None, Some(name(&ENDINGS, &ending))),
    }
}

fn bigint(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl StoredSession {
    /// What a person is called in the session's guild.
    #[must_use]
    pub fn name(&self, person: PersonId) -> &str {
        self.members.get(&person).map_or("", |member| &member.name)
    }
}

impl Store {
    /// Opens a lobby, unless the channel has a session or the host is in another one of the guild.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub async fn open_session(&self, session: &StoredSession) -> Result<Opened, StoreError> {
        const SESSION: &str = "insert into session (id, guild_id, channel_id, host_id, topic, level, questions, minutes, patience_seconds,
                locale, version, shown, phase, until, due_at, opened_at, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16) on conflict do nothing";
        const MEMBER: &str = "insert into session_member (session_id, person_id, guild_id, position, here, seen_at, extended)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
        let (phase, _, until, _) = columns(session.group.phase);
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            let mut tx = pool.begin_with(self.snapshot(true)).await?;
            let opened = sqlx::query(SESSION)
                .bind(session.id).bind(session.guild).bind(session.channel).bind(session.group.host).bind(&session.topic)
                .bind(session.level.map(Level::name)).bind(bigint(session.questions)).bind(session.minutes.map(i64::from))
                .bind(session.group.patience.num_seconds()).bind(&session.locale).bind(session.version).bind(session.shown)
                .bind(phase).bind(until).bind(session.group.due()).bind(session.opened_at)
                .execute(&mut *tx).await?;
            if opened.rows_affected() == 0 {
                return Ok(Opened::ChannelTaken);
            }
            for (position, seat) in (0_i64..).zip(&session.group.people) {
                let joined = sqlx::query(MEMBER)
                    .bind(session.id).bind(seat.who).bind(session.guild).bind(position).bind(seat.here).bind(seat.seen)
                    .bind(i64::from(seat.time))
                    .execute(&mut *tx).await?;
                if joined.rows_affected() == 0 {
                    return Ok(Opened::Elsewhere);
                }
            }
            tx.commit().await?;
        });
        Ok(Opened::Yes)
    }

    /// Stores a change of a session with everything that came with it, all or nothing.
    ///
    /// `false` when the session has changed since `before` was read, or who joins is in another session of the guild by
    /// now: read it again. The condition on the version is the lock: a round is closed by one process alone.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is stored.
    pub async fn save_session(&self, before: &StoredSession, step: &SessionStep, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let change = SessionChange::between(before, step, now);
        match self.write(super::write::Write::Session(Box::new(change))).await {
            // On PostgreSQL two may come in at the same moment; the second finds out by this.
            Err(StoreError::Database(error)) if error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation) => {
                Ok(false)
            }
            other => other,
        }
    }
}
