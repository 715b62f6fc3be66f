//! Reading sessions.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{ENDINGS, STATUSES, SessionMember, SessionRound, StoredSession, named};
use crate::bank::Level;
use crate::interview::group::{Entry, Group, GroupRound, Phase, Seat};
use crate::store::guilds::zone;
use crate::store::people::habits;
use crate::store::{AttemptId, PersonId, RoundId, SessionId, Store, StoreError, on_pool};

#[derive(sqlx::FromRow)]
struct SessionRow {
    guild_id: i64,
    channel_id: i64,
    host_id: Option<PersonId>,
    topic: Option<String>,
    level: Option<String>,
    questions: i64,
    minutes: Option<i64>,
    patience_seconds: i64,
    locale: String,
    version: i64,
    shown: i64,
    phase: String,
    round: Option<i64>,
    until: Option<DateTime<Utc>>,
    paused_at: Option<DateTime<Utc>>,
    opened_at: DateTime<Utc>,
    ending: Option<String>,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    person_id: PersonId,
    here: bool,
    seen_at: DateTime<Utc>,
    extended: i64,
    time_zone: String,
    day_ends: i64,
    rest_days: i64,
    display_name: Option<String>,
    hidden: Option<bool>,
}

#[derive(sqlx::FromRow)]
struct RoundRow {
    id: RoundId,
    question: String,
    allowed_seconds: i64,
    status: String,
    asked_at: Option<DateTime<Utc>>,
    deadline: Option<DateTime<Utc>>,
    late: bool,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    attempt_id: AttemptId,
    round_id: RoundId,
    person_id: PersonId,
    hints: i64,
    answers: i64,
    answered_at: Option<DateTime<Utc>>,
    quotable: bool,
    graded: bool,
}

const CORRUPT: StoreError = StoreError::Corrupt { what: "session" };

fn small<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| CORRUPT)
}

impl Store {
    /// The session with an id.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn session(&self, id: SessionId) -> Result<Option<StoredSession>, StoreError> {
        const SESSION: &str =
            "select guild_id, channel_id, host_id, topic, level, questions, minutes, patience_seconds, locale, version, shown,
                phase, round, until, paused_at, opened_at, ending
            from session where id = $1";
        const MEMBERS: &str = "select s.person_id, s.here, s.seen_at, s.extended, p.time_zone, p.day_ends, p.rest_days, m.display_name, m.hidden
            from session_member s join person p on p.id = s.person_id left join member m on m.guild_id = s.guild_id and m.person_id = s.person_id
            where s.session_id = $1 order by s.position";
        const ROUNDS: &str = "select id, question, allowed_seconds, status, asked_at, deadline, late
            from session_round where session_id = $1 order by position";
        const ENTRIES: &str = "select e.attempt_id, e.round_id, e.person_id, e.hints, e.answers, e.answered_at, e.quotable, e.graded
            from session_entry e join session_round r on r.id = e.round_id where r.session_id = $1 order by e.position";
        type Rows = (Option<SessionRow>, Vec<MemberRow>, Vec<RoundRow>, Vec<EntryRow>);
        // The version comes first: what is read after it is as new or newer, and a change against it is refused then.
        let (head, members, rounds, entries): Rows = on_pool!(self, pool => (
            sqlx::query_as(SESSION).bind(id).fetch_optional(pool).await?,
            sqlx::query_as(MEMBERS).bind(id).fetch_all(pool).await?,
            sqlx::query_as(ROUNDS).bind(id).fetch_all(pool).await?,
            sqlx::query_as(ENTRIES).bind(id).fetch_all(pool).await?,
        ));
        head.map(|head| assemble(id, head, members, rounds, &entries)).transpose()
    }

    /// Sessions in which something is due at `now`, the longest due first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn due_sessions(&self, now: DateTime<Utc>) -> Result<Vec<SessionId>, StoreError> {
        const SQL: &str = "select id from session where ended_at is null and due_at <= $1 order by due_at, id limit 100";
        Ok(on_pool!(self, pool => sqlx::query_scalar(SQL).bind(now).fetch_all(pool).await?))
    }

    /// Sessions in which a question is open.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn asking_sessions(&self) -> Result<Vec<SessionId>, StoreError> {
        const SQL: &str = "select id from session where ended_at is null and phase = 'asking' order by due_at, id";
        Ok(on_pool!(self, pool => sqlx::query_scalar(SQL).fetch_all(pool).await?))
    }

    /// Sessions whose cards do not show what was changed before a moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn unshown_sessions(&self, changed_before: DateTime<Utc>) -> Result<Vec<SessionId>, StoreError> {
        const SQL: &str = "select id from session where shown < version and changed_at <= $1 order by changed_at, id limit 100";
        Ok(on_pool!(self, pool => sqlx::query_scalar(SQL).bind(changed_before).fetch_all(pool).await?))
    }

    /// The session that goes on in a channel.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn session_in(&self, channel: i64) -> Result<Option<SessionId>, StoreError> {
        const SQL: &str = "select id from session where channel_id = $1 and ended_at is null";
        Ok(on_pool!(self, pool => sqlx::query_scalar(SQL).bind(channel).fetch_optional(pool).await?))
    }

    /// The session that a person is in, in a guild.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn session_of(&self, guild: i64, person: PersonId) -> Result<Option<SessionId>, StoreError> {
        const SQL: &str = "select session_id from session_member where guild_id = $1 and person_id = $2 and here";
        Ok(on_pool!(self, pool => sqlx::query_scalar(SQL).bind(guild).bind(person).fetch_optional(pool).await?))
    }

    /// The last words of a person's answer to a round that is not graded yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn words(&self, round: RoundId, person: PersonId) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select attempt_id, body, key_id from session_entry where round_id = $1 and person_id = $2 and body is not null";
        type Row = Option<(AttemptId, Vec<u8>, Option<String>)>;
        let row: Row = on_pool!(self, pool => sqlx::query_as(SQL).bind(round).bind(person).fetch_optional(pool).await?);
        Ok(row.and_then(|(attempt, body, key)| self.keys().open(attempt, &body, key.as_deref())))
    }

    /// What everybody has said in a round that is not graded yet: the attempt that it will be, the words, and the
    /// interaction that brought them.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn all_words(&self, round: RoundId) -> Result<HashMap<PersonId, (AttemptId, String, Option<String>)>, StoreError> {
        const SQL: &str = "select person_id, attempt_id, body, key_id, interaction from session_entry
            where round_id = $1 and body is not null";
        type Row = (PersonId, AttemptId, Vec<u8>, Option<String>, Option<String>);
        let rows: Vec<Row> = on_pool!(self, pool => sqlx::query_as(SQL).bind(round).fetch_all(pool).await?);
        let words = rows.into_iter().filter_map(|(person, attempt, body, key, interaction)| {
            Some((person, (attempt, self.keys().open(attempt, &body, key.as_deref())?, interaction)))
        });
        Ok(words.collect())
    }
}

fn assemble(
    id: SessionId,
    head: SessionRow,
    members: Vec<MemberRow>,
    rounds: Vec<RoundRow>,
    entries: &[EntryRow],
) -> Result<StoredSession, StoreError> {
    let round = || small::<usize>(head.round.ok_or(CORRUPT)?);
    let phase = match head.phase.as_str() {
        "lobby" => Phase::Lobby { until: head.until.ok_or(CORRUPT)? },
        "asking" => Phase::Asking(round()?),
        "revealed" => Phase::Revealed { round: round()?, next_at: head.until.ok_or(CORRUPT)? },
        _ => Phase::Ended(head.ending.as_deref().and_then(|ending| named(&ENDINGS, ending)).ok_or(CORRUPT)?),
    };
    let mut group = Group {
        host: head.host_id,
        people: Vec::with_capacity(members.len()),
        rounds: Vec::with_capacity(rounds.len()),
        phase,
        paused_at: head.paused_at,
        patience: TimeDelta::seconds(head.patience_seconds),
    };
    let mut known = HashMap::new();
    for row in members {
        group.people.push(Seat { who: row.person_id, here: row.here, seen: row.seen_at, time: small(row.extended)? });
        let member = SessionMember {
            name: row.display_name.unwrap_or_default(),
            hidden: row.hidden.unwrap_or(true),
            time_zone: zone(Some(&row.time_zone))?,
            habits: habits(row.day_ends, row.rest_days),
        };
        known.insert(row.person_id, member);
    }
    let mut stored = Vec::with_capacity(rounds.len());
    for row in rounds {
        let own = || entries.iter().filter(|entry| entry.round_id == row.id);
        let entry = |entry: &EntryRow| {
            Ok(Entry {
                who: entry.person_id,
                hints: small(entry.hints)?,
                answers: small(entry.answers)?,
                answered_at: entry.answered_at,
                quotable: entry.quotable,
                graded: entry.graded,
            })
        };
        group.rounds.push(GroupRound {
            allowed: TimeDelta::seconds(row.allowed_seconds),
            status: named(&STATUSES, &row.status).ok_or(CORRUPT)?,
            asked_at: row.asked_at,
            deadline: row.deadline,
            late: row.late,
            entries: own().map(entry).collect::<Result<_, StoreError>>()?,
        });
        let attempts = own().map(|entry| (entry.person_id, entry.attempt_id)).collect();
        stored.push(SessionRound { id: row.id, question: row.question.parse().map_err(|_| CORRUPT)?, attempts });
    }
    Ok(StoredSession {
        id,
        guild: head.guild_id,
        channel: head.channel_id,
        topic: head.topic,
        level: head.level.as_deref().and_then(Level::from_name),
        questions: small(head.questions)?,
        minutes: head.minutes.map(small).transpose()?,
        locale: head.locale,
        version: head.version,
        shown: head.shown,
        opened_at: head.opened_at,
        group,
        rounds: stored,
        members: known,
    })
}
