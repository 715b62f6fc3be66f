//! What a change of a session writes.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, SqliteConnection};

use super::{STATUSES, SessionStep, StoredSession, Words, bigint, columns, name};
use crate::interview::group::{Entry, GroupRound, Seat};
use crate::store::attempts::NewAttempt;
use crate::store::ledger::Ledger as _;
use crate::store::seal::Keys;
use crate::store::{AttemptId, PersonId, RoundId, SessionId, StoreError};

/// A change of a session: the rows that are not as they were.
pub(in crate::store) struct SessionChange {
    session: SessionId,
    guild: i64,
    /// The version that it was made against.
    version: i64,
    host: Option<PersonId>,
    phase: &'static str,
    round: Option<i64>,
    until: Option<DateTime<Utc>>,
    paused_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    ending: Option<&'static str>,
    now: DateTime<Utc>,
    /// Who must be in no other session of the guild.
    joined: Option<PersonId>,
    members: Vec<(i64, Seat<PersonId>)>,
    drawn: Vec<(RoundId, i64, String)>,
    rounds: Vec<(RoundId, GroupRound<PersonId>)>,
    entries: Vec<EntryChange>,
    attempts: Vec<NewAttempt>,
}

pub(in crate::store) struct EntryChange {
    attempt: AttemptId,
    round: RoundId,
    position: i64,
    entry: Entry<PersonId>,
    words: Option<Words>,
}

impl SessionChange {
    pub(super) fn between(before: &StoredSession, step: &SessionStep, now: DateTime<Utc>) -> Self {
        let (old, new) = (&before.group, &step.after);
        let (phase, round, until, ending) = columns(new.phase);
        let over = new.ending().is_some();
        let members = (0..).zip(&new.people).map(|(at, seat)| (at, Seat { here: seat.here && !over, ..*seat }));
        let members = members.filter(|(at, seat)| usize::try_from(*at).ok().and_then(|at| old.people.get(at)) != Some(seat));
        let drawn: Vec<_> = (0..).zip(&step.drawn).map(|(at, question)| (RoundId::new(now), at, question.to_string())).collect();
        let id = |at: usize| before.rounds.get(at).map(|round| round.id).or_else(|| drawn.get(at).map(|round| round.0));
        let rounds = new.rounds.iter().enumerate().filter(|(at, round)| old.rounds.get(*at) != Some(round));
        let mut entries = Vec::new();
        let mut changed = Vec::new();
        for (at, round) in rounds {
            let Some(round_id) = id(at) else { continue };
            let known = old.rounds.get(at);
            for (position, entry) in
                (0..).zip(&round.entries).filter(|(_, entry)| known.and_then(|round| round.entry(entry.who)) != Some(entry))
            {
                let attempt = before.rounds.get(at).and_then(|round| round.attempts.get(&entry.who)).copied();
                let words = step.words.clone().filter(|words| words.round == at && words.person == entry.who);
                let attempt = attempt.or(words.as_ref().map(|words| words.attempt)).unwrap_or_else(|| AttemptId::new(now));
                // What is graded at once goes straight to its attempt.
                let words = words.filter(|_| !entry.graded);
                entries.push(EntryChange { attempt, round: round_id, position, entry: *entry, words });
            }
            changed.push((round_id, GroupRound { entries: Vec::new(), ..round.clone() }));
        }
        // Rows are locked in one order, whoever was graded first.
        let mut attempts = step.attempts.clone();
        attempts.sort_by_key(|new| new.attempt.person);
        Self {
            session: before.id,
            guild: before.guild,
            version: before.version,
            host: new.host,
            phase,
            round: round.map(bigint),
            until,
            paused_at: new.paused_at,
            due_at: new.due(),
            ending,
            now,
            joined: step.joined,
            members: members.collect(),
            drawn,
            rounds: changed,
            entries,
            attempts,
        }
    }
}

/// The lock: whoever comes second finds no row. It is the first statement, so that one that is refused has written nothing.
const BUMP: &str = "update session set version = version + 1, host_id = $3, phase = $4, round = $5, until = $6, paused_at = $7,
        due_at = $8, changed_at = $9, ending = $10, ended_at = case when $10 is null then null else coalesce(ended_at, $9) end
    where id = $1 and version = $2 and not exists (select 1 from session_member m
        where m.here and m.guild_id = session.guild_id and m.person_id = $11 and m.session_id <> session.id)";
const MEMBER: &str = "insert into session_member (session_id, person_id, guild_id, position, here, seen_at, extended)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (session_id, person_id) do update set here = excluded.here, seen_at = excluded.seen_at, extended = excluded.extended";
const DRAWN: &str = "insert into session_round (id, session_id, position, question, allowed_seconds, status, late)
    values ($1, $2, $3, $4, 0, 'waiting', false)";
const ROUND: &str = "update session_round set allowed_seconds = $2, status = $3, asked_at = $4, deadline = $5, late = $6 where id = $1";
const ENTRY: &str = "insert into session_entry (attempt_id, round_id, person_id, position, hints, answers, answered_at, quotable, graded)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (attempt_id) do update set hints = excluded.hints, answers = excluded.answers, answered_at = excluded.answered_at,
        quotable = excluded.quotable, graded = excluded.graded";
const WORDS: &str = "update session_entry set body = $2, key_id = $3, interaction = $4 where attempt_id = $1";
/// What was graded stands with its attempt.
const GRADED: &str = "update session_entry set body = null, key_id = null, interaction = null where attempt_id = $1 and graded";

/// Where changes of sessions are written: a connection inside a transaction.
pub(in crate::store) trait SessionWrites {
    /// Writes it; `false` when the session has changed meanwhile, and then nothing was written.
    async fn put_session(&mut self, change: &SessionChange, keys: &Keys) -> Result<bool, StoreError>;
    /// Writes what people did in a round.
    async fn put_entry(&mut self, change: &EntryChange, keys: &Keys) -> Result<(), StoreError>;
}

macro_rules! writes {
    ($connection:ty) => {
        impl SessionWrites for $connection {
            async fn put_session(&mut self, change: &SessionChange, keys: &Keys) -> Result<bool, StoreError> {
                let bump = sqlx::query(BUMP)
                    .bind(change.session)
                    .bind(change.version)
                    .bind(change.host)
                    .bind(change.phase)
                    .bind(change.round)
                    .bind(change.until)
                    .bind(change.paused_at)
                    .bind(change.due_at)
                    .bind(change.now)
                    .bind(change.ending)
                    .bind(change.joined);
                if bump.execute(&mut *self).await?.rows_affected() == 0 {
                    return Ok(false);
                }
                for (position, seat) in &change.members {
                    sqlx::query(MEMBER)
                        .bind(change.session)
                        .bind(seat.who)
                        .bind(change.guild)
                        .bind(position)
                        .bind(seat.here)
                        .bind(seat.seen)
                        .bind(i64::from(seat.time))
                        .execute(&mut *self)
                        .await?;
                }
                for (id, position, question) in &change.drawn {
                    sqlx::query(DRAWN).bind(id).bind(change.session).bind(position).bind(question).execute(&mut *self).await?;
                }
                for (id, round) in &change.rounds {
                    sqlx::query(ROUND)
                        .bind(id)
                        .bind(round.allowed.num_seconds())
                        .bind(name(&STATUSES, &round.status))
                        .bind(round.asked_at)
                        .bind(round.deadline)
                        .bind(round.late)
                        .execute(&mut *self)
                        .await?;
                }
                for entry in &change.entries {
                    self.put_entry(entry, keys).await?;
                }
                for new in &change.attempts {
                    self.record(new, keys).await?;
                    sqlx::query(GRADED).bind(new.attempt.id).execute(&mut *self).await?;
                }
                Ok(true)
            }

            async fn put_entry(&mut self, change: &EntryChange, keys: &Keys) -> Result<(), StoreError> {
                let entry = &change.entry;
                sqlx::query(ENTRY)
                    .bind(change.attempt)
                    .bind(change.round)
                    .bind(entry.who)
                    .bind(change.position)
                    .bind(i64::from(entry.hints))
                    .bind(i64::from(entry.answers))
                    .bind(entry.answered_at)
                    .bind(entry.quotable)
                    .bind(entry.graded)
                    .execute(&mut *self)
                    .await?;
                if let Some(words) = &change.words {
                    let (body, key) = keys.seal(change.attempt, &words.text);
                    sqlx::query(WORDS).bind(change.attempt).bind(body).bind(key).bind(&words.interaction).execute(&mut *self).await?;
                }
                Ok(())
            }
        }
    };
}

writes!(SqliteConnection);
writes!(PgConnection);
