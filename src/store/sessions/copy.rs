//! The rows of sessions, as they are copied from one database to another.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::store::copy::row;

row!(SessionRow, id,
"select id, guild_id, channel_id, host_id, topic, level, questions, minutes, patience_seconds, locale, version, shown, phase, round, until,
    paused_at, due_at, opened_at, changed_at, ended_at, ending
 from session where id > $1 order by id limit $2",
"insert into session (id, guild_id, channel_id, host_id, topic, level, questions, minutes, patience_seconds, locale, version, shown, phase,
    round, until, paused_at, due_at, opened_at, changed_at, ended_at, ending)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
{
    id: Uuid, guild_id: i64, channel_id: i64, host_id: Option<Uuid>, topic: Option<String>, level: Option<String>, questions: i64,
    minutes: Option<i64>, patience_seconds: i64, locale: String, version: i64, shown: i64, phase: String, round: Option<i64>,
    until: Option<DateTime<Utc>>, paused_at: Option<DateTime<Utc>>, due_at: Option<DateTime<Utc>>, opened_at: DateTime<Utc>,
    changed_at: DateTime<Utc>, ended_at: Option<DateTime<Utc>>, ending: Option<String>,
});

// All come at once, like the cards: their keys are no ids.
row!(SessionMemberRow, session_id,
"select session_id, person_id, guild_id, position, here, seen_at, extended from session_member where session_id > $1 and $2 > 0
 order by session_id",
"insert into session_member (session_id, person_id, guild_id, position, here, seen_at, extended) values ($1, $2, $3, $4, $5, $6, $7)",
{
    session_id: Uuid, person_id: Uuid, guild_id: i64, position: i64, here: bool, seen_at: DateTime<Utc>, extended: i64,
});

row!(SessionRoundRow, id,
"select id, session_id, position, question, allowed_seconds, status, asked_at, deadline, late from session_round
 where id > $1 order by id limit $2",
"insert into session_round (id, session_id, position, question, allowed_seconds, status, asked_at, deadline, late)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
{
    id: Uuid, session_id: Uuid, position: i64, question: String, allowed_seconds: i64, status: String, asked_at: Option<DateTime<Utc>>,
    deadline: Option<DateTime<Utc>>, late: bool,
});

row!(SessionEntryRow, attempt_id,
"select attempt_id, round_id, person_id, position, hints, answers, answered_at, quotable, graded, interaction, body, key_id
 from session_entry where attempt_id > $1 order by attempt_id limit $2",
"insert into session_entry (attempt_id, round_id, person_id, position, hints, answers, answered_at, quotable, graded, interaction, body,
    key_id)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
{
    attempt_id: Uuid, round_id: Uuid, person_id: Uuid, position: i64, hints: i64, answers: i64, answered_at: Option<DateTime<Utc>>,
    quotable: bool, graded: bool, interaction: Option<String>, body: Option<Vec<u8>>, key_id: Option<String>,
});

row!(SessionCardRow, session_id,
"select session_id, slot, message_id, digest, claimed_at from session_card where session_id > $1 and $2 > 0 order by session_id",
"insert into session_card (session_id, slot, message_id, digest, claimed_at) values ($1, $2, $3, $4, $5)",
{ session_id: Uuid, slot: String, message_id: Option<i64>, digest: String, claimed_at: DateTime<Utc> });
