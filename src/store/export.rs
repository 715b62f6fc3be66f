//! Everything about a person, as one JSON object: their copy, in words that need no program.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use super::attempts::RecordRow;
use super::daily_answers::PartRow;
use super::{AttemptId, InterviewId, PersonId, Store, StoreError, ledger, on_pool};
use crate::schedule::Days;

#[derive(sqlx::FromRow)]
struct MemberRow {
    guild_id: i64,
    display_name: String,
    hidden: bool,
    left_at: Option<DateTime<Utc>>,
    checked_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    guild_id: i64,
    topic: String,
    period: String,
    starts: NaiveDate,
    points: i64,
    questions: i64,
    total: i64,
    answers: i64,
    before_total: i64,
    before_answers: i64,
}

#[derive(sqlx::FromRow)]
struct TallyRow {
    guild_id: i64,
    question: String,
    last_day: NaiveDate,
    #[sqlx(flatten)]
    best: ledger::TallyRow,
}

#[derive(sqlx::FromRow)]
struct InterviewRow {
    id: InterviewId,
    guild_id: Option<i64>,
    installed: bool,
    source: String,
    topic: Option<String>,
    level: Option<String>,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    shared_at: Option<DateTime<Utc>>,
    seed: Option<i64>,
    minutes: Option<i64>,
    again_of: Option<InterviewId>,
}

#[derive(sqlx::FromRow)]
struct RoundRow {
    interview_id: InterviewId,
    question: String,
    status: String,
    hints: i64,
    asked_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    deadline: Option<DateTime<Utc>>,
    late: bool,
}

#[derive(sqlx::FromRow)]
struct DisputeRow {
    attempt_id: AttemptId,
    reason: String,
    created_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    decision: Option<String>,
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    id: AttemptId,
    guild_id: Option<i64>,
    installed: bool,
    bank: String,
    subject: String,
    concept: String,
    question: String,
    level: Option<String>,
    rubric_hash: String,
    source: String,
    score: i64,
    points: String,
    mistakes: String,
    ranked: bool,
    counted: bool,
    hints: i64,
    seconds: i64,
    local_day: NaiveDate,
    streak_day: Option<NaiveDate>,
    guild_day: Option<NaiveDate>,
    interaction: Option<String>,
    parent_id: Option<AttemptId>,
    follows: Option<String>,
    created_at: DateTime<Utc>,
    person_step: Option<i64>,
    question_step: Option<i64>,
    body: Option<Vec<u8>>,
    key_id: Option<String>,
}

/// Everything but the person, their accounts and their attempts.
struct Rows {
    members: Vec<MemberRow>,
    standings: Vec<StandingRow>,
    tallies: Vec<TallyRow>,
    interviews: Vec<InterviewRow>,
    rounds: Vec<RoundRow>,
    records: Vec<RecordRow>,
    disputes: Vec<DisputeRow>,
    dailies: Vec<PartRow>,
}

/// Discord's ids are larger than what many readers of JSON take for a number.
fn id(guild: Option<i64>) -> Value {
    guild.map_or(Value::Null, |guild| guild.to_string().into())
}

impl Store {
    /// Everything that is kept about a person; `None` when there is no such person. Scores are thousandths.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn export(&self, person: PersonId) -> Result<Option<Value>, StoreError> {
        const PERSON: &str =
            "select time_zone, created_at, day_ends, rest_days, milestone, milestone_day, level, extended_time from person where id = $1";
        const ACCOUNTS: &str = "select provider, external_id from account where person_id = $1 order by provider, external_id";
        const ATTEMPTS: &str = "select a.id, a.guild_id, a.installed, a.bank, a.subject, a.concept, a.question, a.level, a.rubric_hash,
                a.source, a.score, a.points, a.mistakes, a.ranked, a.counted, a.hints, a.seconds, a.local_day, a.streak_day, a.guild_day,
                a.interaction, a.parent_id, a.follows, a.created_at, a.person_step, a.question_step, w.body, w.key_id
            from attempt a left join answer w on w.attempt_id = a.id where a.person_id = $1 order by a.created_at, a.id";
        type Head = Option<(String, DateTime<Utc>, i64, i64, i64, Option<NaiveDate>, Option<String>, i64)>;
        type Accounts = Vec<(String, String)>;
        let (head, accounts, attempts): (Head, Accounts, Vec<AttemptRow>) = on_pool!(self, pool => (
            sqlx::query_as(PERSON).bind(person).fetch_optional(pool).await?,
            sqlx::query_as(ACCOUNTS).bind(person).fetch_all(pool).await?,
            sqlx::query_as(ATTEMPTS).bind(person).fetch_all(pool).await?,
        ));
        let Some((time_zone, created_at, day_ends, rest, milestone, looked, level, extended_time)) = head else { return Ok(None) };
        let rows = self.export_rows(person).await?;
        let ability = self.ability(person).await?;
        let mut export = Map::new();
        let rest = u8::try_from(rest).map(Days::from_bits).unwrap_or_default();
        let habits = json!({
            "day_ends_minutes_after_midnight": day_ends, "rest_days": rest.to_string(), "milestone": milestone, "milestone_day": looked,
        });
        let head = json!({
            "id": person.to_string(), "created_at": created_at, "time_zone": time_zone, "level": level,
            "extended_time_percent": extended_time, "streak": habits,
        });
        export.insert("person".into(), head);
        let account = |(provider, external)| json!({ "provider": provider, "id": external });
        export.insert("accounts".into(), accounts.into_iter().map(account).collect());
        export.insert("attempts".into(), attempts.iter().map(|row| self.attempt(row)).collect());
        export.insert("rating".into(), json!({ "millionths": ability.millionths, "attempts": ability.attempts }));
        rows.write(&mut export);
        export.insert("sessions".into(), self.export_sessions(person).await?);
        Ok(Some(Value::Object(export)))
    }

    async fn export_rows(&self, person: PersonId) -> Result<Rows, StoreError> {
        const MEMBERS: &str =
            "select guild_id, display_name, hidden, left_at, checked_at from member where person_id = $1 order by guild_id";
        const STANDINGS: &str = "select guild_id, topic, period, starts, points, questions, total, answers, before_total, before_answers
            from standing where person_id = $1 order by guild_id, topic, period";
        const TALLIES: &str = "select guild_id, question, last_day, week, week_points, month, month_points, all_points
            from tally where person_id = $1 order by guild_id, question";
        const INTERVIEWS: &str =
            "select id, guild_id, installed, source, topic, level, started_at, ended_at, shared_at, seed, minutes, again_of
            from interview where person_id = $1 order by started_at, id";
        const ROUNDS: &str = "select r.interview_id, r.question, r.status, r.hints, r.asked_at, r.closed_at, r.deadline, r.late
            from round r join interview i on i.id = r.interview_id where i.person_id = $1 order by r.interview_id, r.position";
        const RECORDS: &str =
            "select question, attempts, best, latest, latest_at, latest_day from record where person_id = $1 order by question";
        const DISPUTES: &str = "select attempt_id, reason, created_at, decided_at, decision from dispute where person_id = $1
            order by created_at, id";
        let dailies = self.daily_parts(person).await?;
        Ok(on_pool!(self, pool => Rows {
            dailies,
            members: sqlx::query_as(MEMBERS).bind(person).fetch_all(pool).await?,
            standings: sqlx::query_as(STANDINGS).bind(person).fetch_all(pool).await?,
            tallies: sqlx::query_as(TALLIES).bind(person).fetch_all(pool).await?,
            interviews: sqlx::query_as(INTERVIEWS).bind(person).fetch_all(pool).await?,
            rounds: sqlx::query_as(ROUNDS).bind(person).fetch_all(pool).await?,
            records: sqlx::query_as(RECORDS).bind(person).fetch_all(pool).await?,
            disputes: sqlx::query_as(DISPUTES).bind(person).fetch_all(pool).await?,
        }))
    }

    fn attempt(&self, row: &AttemptRow) -> Value {
        let read = |json: &str| serde_json::from_str::<Value>(json).unwrap_or_else(|_| json.into());
        let answer = row.body.as_deref().and_then(|body| self.keys().open(row.id, body, row.key_id.as_deref()));
        json!({
            "id": row.id.to_string(),
            "server": id(row.guild_id),
            "app_installed": row.installed,
            "question": format!("{}/{}/{}/{}", row.bank, row.subject, row.concept, row.question),
            "level": row.level,
            "rubric": row.rubric_hash,
            "source": row.source,
            "score": row.score,
            "points": read(&row.points),
            "mistakes": read(&row.mistakes),
            "ranked": row.ranked,
            "counted": row.counted,
            "hints": row.hints,
            "seconds": row.seconds,
            "day": row.local_day,
            "streak_day": row.streak_day,
            "server_day": row.guild_day,
            "interaction": row.interaction,
            "follow_up_to": row.parent_id.map(|parent| parent.to_string()),
            "follow_up_on": row.follows,
            "at": row.created_at,
            "moved_your_rating": row.person_step,
            "moved_the_question": row.question_step,
            "answer": answer,
        })
    }
}

impl Rows {
    fn write(self, export: &mut Map<String, Value>) {
        let member = |row: MemberRow| {
            let MemberRow { guild_id, display_name, hidden, left_at, checked_at } = row;
            json!({ "id": id(Some(guild_id)), "name_there": display_name, "hidden": hidden, "left_at": left_at, "seen_at": checked_at })
        };
        let standing = |row: StandingRow| {
            json!({
                "server": id(Some(row.guild_id)), "topic": row.topic, "period": row.period, "starts": row.starts, "points": row.points,
                "questions": row.questions, "total": row.total, "answers": row.answers,
                "window_before": { "total": row.before_total, "answers": row.before_answers },
            })
        };
        let tally = |row: TallyRow| {
            json!({
                "server": id(Some(row.guild_id)), "question": row.question, "last_day": row.last_day, "week": row.best.week,
                "week_points": row.best.week_points, "month": row.best.month, "month_points": row.best.month_points,
                "all_points": row.best.all_points,
            })
        };
        let rounds = &self.rounds;
        let interview = |row: InterviewRow| {
            let of = rounds.iter().filter(|round| round.interview_id == row.id);
            let round = |round: &RoundRow| {
                json!({
                    "question": round.question, "status": round.status, "hints": round.hints,
                    "asked_at": round.asked_at, "closed_at": round.closed_at, "deadline": round.deadline, "late": round.late,
                })
            };
            json!({
                "id": row.id.to_string(), "server": id(row.guild_id), "app_installed": row.installed, "source": row.source,
                "topic": row.topic, "level": row.level, "minutes_for_a_question": row.minutes,
                "again_on_what_was_missed_in": row.again_of.map(|of| of.to_string()), "started_at": row.started_at, "ended_at": row.ended_at,
                "shared_at": row.shared_at, "seed": row.seed.map(|seed| seed.to_string()), "questions": of.map(round).collect::<Vec<_>>(),
            })
        };
        let record = |row: RecordRow| {
            json!({
                "question": row.question, "attempts": row.attempts, "best": row.best, "latest": row.latest,
                "latest_at": row.latest_at, "latest_day": row.latest_day,
            })
        };
        let dispute = |row: DisputeRow| {
            json!({
                "attempt": row.attempt_id.to_string(), "reason": row.reason, "at": row.created_at, "decided_at": row.decided_at,
                "decision": row.decision,
            })
        };
        let daily = |row: PartRow| {
            let PartRow { guild_id, local_date, question, hints, answered_at } = row;
            json!({ "server": id(Some(guild_id)), "date": local_date, "question": question, "hints": hints, "answered_at": answered_at })
        };
        export.insert("dailies".into(), self.dailies.into_iter().map(daily).collect());
        export.insert("interviews".into(), self.interviews.into_iter().map(interview).collect());
        export.insert("servers".into(), self.members.into_iter().map(member).collect());
        export.insert("boards".into(), self.standings.into_iter().map(standing).collect());
        export.insert("best_by_question".into(), self.tallies.into_iter().map(tally).collect());
        export.insert("records".into(), self.records.into_iter().map(record).collect());
        export.insert("disputes".into(), self.disputes.into_iter().map(dispute).collect());
    }
}
