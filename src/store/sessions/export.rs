//! What sessions keep about a person.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::store::{AttemptId, PersonId, SessionId, Store, StoreError, on_pool};

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: SessionId,
    guild_id: i64,
    channel_id: i64,
    topic: Option<String>,
    level: Option<String>,
    opened_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    host: bool,
    here: bool,
    seen_at: DateTime<Utc>,
    extended: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    session_id: SessionId,
    question: String,
    attempt_id: AttemptId,
    hints: i64,
    answers: i64,
    answered_at: Option<DateTime<Utc>>,
    quotable: bool,
    graded: bool,
    interaction: Option<String>,
    body: Option<Vec<u8>>,
    key_id: Option<String>,
}

impl Store {
    /// The sessions that a person was in, with what they did there.
    pub(in crate::store) async fn export_sessions(&self, person: PersonId) -> Result<Value, StoreError> {
        const SESSIONS: &str = "select s.id, s.guild_id, s.channel_id, s.topic, s.level, s.opened_at, s.ended_at,
                case when s.host_id = $1 then true else false end as host, m.here, m.seen_at, m.extended
            from session_member m join session s on s.id = m.session_id where m.person_id = $1 order by s.opened_at, s.id";
        const ENTRIES: &str = "select r.session_id, r.question, e.attempt_id, e.hints, e.answers, e.answered_at, e.quotable, e.graded,
                e.interaction, e.body, e.key_id
            from session_entry e join session_round r on r.id = e.round_id where e.person_id = $1 order by r.session_id, r.position";
        let (sessions, entries): (Vec<SessionRow>, Vec<EntryRow>) = on_pool!(self, pool => (
            sqlx::query_as(SESSIONS).bind(person).fetch_all(pool).await?,
            sqlx::query_as(ENTRIES).bind(person).fetch_all(pool).await?,
        ));
        let entry = |row: &EntryRow| {
            let waiting = row.body.as_deref().and_then(|body| self.keys().open(row.attempt_id, body, row.key_id.as_deref()));
            json!({
                "question": row.question, "attempt": row.attempt_id.to_string(), "hints": row.hints, "answers_sent": row.answers,
                "answered_at": row.answered_at, "may_be_quoted": row.quotable, "graded": row.graded, "interaction": row.interaction,
                "answer_to_be_graded": waiting,
            })
        };
        let session = |row: SessionRow| {
            let own = entries.iter().filter(|entry| entry.session_id == row.id);
            json!({
                "id": row.id.to_string(), "server": row.guild_id.to_string(), "channel": row.channel_id.to_string(), "topic": row.topic,
                "level": row.level, "opened_at": row.opened_at, "ended_at": row.ended_at, "host": row.host, "in_it": row.here,
                "seen_at": row.seen_at, "time_percent": row.extended, "questions": own.map(entry).collect::<Vec<_>>(),
            })
        };
        Ok(sessions.into_iter().map(session).collect())
    }
}
