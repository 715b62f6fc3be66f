//! Dailies: what a guild wants, what is asked next, and the claim of each date.

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;

use super::guilds::zone;
use super::{DailyId, PostId, Store, StoreError, on_pool};
use crate::bank::{Level, QuestionKey};
use crate::schedule::{Days, Due, Plan};

/// A question a day in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Daily {
    /// Its id.
    pub id: DailyId,
    /// The guild.
    pub guild: i64,
    /// The channel.
    pub channel: i64,
    /// When.
    pub plan: Plan,
    /// What about; everything without it.
    pub topic: Option<String>,
    /// Only questions of this level.
    pub level: Option<Level>,
    /// Role that is pinged.
    pub role: Option<i64>,
    /// Code of the language of what everybody sees.
    pub language: String,
    /// Whether it goes on.
    pub state: DailyState,
    /// Why it does not.
    pub reason: Option<String>,
    /// The date from which it goes on after a pause.
    pub paused_until: Option<NaiveDate>,
    /// When it falls due next; never while it does not go on.
    pub next: Option<Due>,
    /// Raised by every change of the settings.
    pub version: i64,
}

/// Whether a daily goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyState {
    /// It does.
    On,
    /// Its guild has switched it off.
    Off,
    /// Its channel is gone, or closed to us.
    Stopped,
}

const STATES: [(DailyState, &str); 3] = [(DailyState::On, "on"), (DailyState::Off, "off"), (DailyState::Stopped, "stopped")];

/// What a daily posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostKind {
    /// A question.
    Question,
    /// The board of the week that is over.
    Week,
}

impl PostKind {
    /// Name in the database.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Week => "week",
        }
    }
}

/// The claim of a date.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Id of the post.
    pub post: PostId,
    /// What is posted.
    pub kind: PostKind,
    /// The date, and when it fell due.
    pub due: Due,
    /// The question.
    pub question: Option<QuestionKey>,
    /// Whether the question comes out of the daily's queue.
    pub queued: bool,
    /// Why it is not posted, when it is too late.
    pub skipped: Option<String>,
}

/// A daily that has fallen due, with what its claim takes, so that hundreds of one minute are claimed quickly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDaily {
    /// The daily.
    pub daily: Daily,
    /// The zone that decides what day it is in its guild.
    pub zone: Tz,
    /// Whether a question waits in its queue.
    pub is_queued: bool,
    /// Whether anything was answered in its guild.
    pub is_answered: bool,
}

/// A question that waits for its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Id of its place.
    pub id: PostId,
    /// The question.
    pub question: QuestionKey,
}

#[derive(sqlx::FromRow)]
struct DueRow {
    #[sqlx(flatten)]
    daily: DailyRow,
    guild_zone: String,
    queued: i64,
    answered: i64,
}

#[derive(sqlx::FromRow)]
struct DailyRow {
    id: DailyId,
    guild_id: i64,
    channel_id: i64,
    time_zone: String,
    minute: i64,
    days: i64,
    topic: Option<String>,
    level: Option<String>,
    role_id: Option<i64>,
    language: String,
    state: String,
    reason: Option<String>,
    paused_until: Option<NaiveDate>,
    next_date: Option<NaiveDate>,
    next_due_at: Option<DateTime<Utc>>,
    version: i64,
}

impl TryFrom<DailyRow> for Daily {
    type Error = StoreError;

    fn try_from(row: DailyRow) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt { what: "daily" };
        let seconds = u32::try_from(row.minute * 60).map_err(|_| corrupt())?;
        let plan = Plan {
            time: NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).ok_or_else(corrupt)?,
            zone: row.time_zone.parse().map_err(|_| corrupt())?,
            days: u8::try_from(row.days).map(Days::from_bits).map_err(|_| corrupt())?,
        };
        let (state, _) = STATES.iter().find(|(_, name)| *name == row.state).ok_or_else(corrupt)?;
        Ok(Self {
            id: row.id,
            guild: row.guild_id,
            channel: row.channel_id,
            plan,
            topic: row.topic,
            level: row.level.as_deref().and_then(Level::from_name),
            role: row.role_id,
            language: row.language,
            state: *state,
            reason: row.reason,
            paused_until: row.paused_until,
            next: row.next_date.zip(row.next_due_at).map(|(date, at)| Due { date, at }),
            version: row.version,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        select!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!(
            "select d.id, d.guild_id, d.channel_id, d.time_zone, d.minute, d.days, d.topic, d.level, d.role_id, d.language, d.state, d.reason,
                d.paused_until, d.next_date, d.next_due_at, d.version",
            $more,
            " from daily d ",
            $rest
        )
    };
}

impl Store {
    /// Stores a daily with its settings and its next moment, against the version that was read; a new one has version 0.
    /// `false` when it has changed meanwhile, or when its channel has got one.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn save_daily(&self, daily: &Daily, now: DateTime<Utc>) -> Result<bool, StoreError> {
        const SQL: &str = "insert into daily (id, guild_id, channel_id, time_zone, minute, days, topic, level, role_id, state, reason,
                paused_until, next_date, next_due_at, version, created_at, language)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 + 1, $16, $17)
            on conflict (guild_id, channel_id) do update set time_zone = excluded.time_zone, minute = excluded.minute,
                days = excluded.days, topic = excluded.topic, level = excluded.level, role_id = excluded.role_id,
                state = excluded.state, reason = excluded.reason, language = excluded.language, paused_until = excluded.paused_until,
                next_date = excluded.next_date, next_due_at = excluded.next_due_at, version = daily.version + 1
            where daily.id = excluded.id and daily.version = $15";
        let state = STATES.iter().find(|(state, _)| *state == daily.state).map_or("off", |(_, name)| name);
        let _turn = self.turn().await;
        let saved = on_pool!(self, pool => {
            sqlx::query(SQL)
                .bind(daily.id).bind(daily.guild).bind(daily.channel).bind(daily.plan.zone.name())
                .bind(i64::from(daily.plan.time.num_seconds_from_midnight() / 60)).bind(i64::from(daily.plan.days.bits()))
                .bind(&daily.topic).bind(daily.level.map(Level::name)).bind(daily.role).bind(state).bind(&daily.reason)
                .bind(daily.paused_until).bind(daily.next.map(|next| next.date)).bind(daily.next.map(|next| next.at))
                .bind(daily.version).bind(now).bind(&daily.language)
                .execute(pool).await?.rows_affected()
        });
        Ok(saved == 1)
    }

    /// The dailies of a guild, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn dailies(&self, guild: i64) -> Result<Vec<Daily>, StoreError> {
        const SQL: &str = select!("where d.guild_id = $1 order by d.created_at, d.id");
        let rows: Vec<DailyRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(guild).fetch_all(pool).await?);
        rows.into_iter().map(Daily::try_from).collect()
    }

    /// The daily with an id.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn daily(&self, id: DailyId) -> Result<Option<Daily>, StoreError> {
        const SQL: &str = select!("where d.id = $1");
        let row: Option<DailyRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?);
        row.map(Daily::try_from).transpose()
    }

    /// Dailies that have fallen due, in order, of guilds that the app is in.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn due_dailies(&self, now: DateTime<Utc>, limit: i64) -> Result<Vec<DueDaily>, StoreError> {
        const SQL: &str = select!(
            ", g.time_zone as guild_zone,
             (select count(*) from daily_queue q where q.daily_id = d.id and q.skipped_at is null) as queued,
             (select count(*) from (select 1 from standing s where s.guild_id = d.guild_id limit 1) it) as answered",
            "join guild g on g.id = d.guild_id
             where d.next_due_at <= $1 and g.left_at is null order by d.next_due_at, d.id limit $2"
        );
        let rows: Vec<DueRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(now).bind(limit).fetch_all(pool).await?);
        let due = |row: DueRow| {
            let zone = zone(Some(&row.guild_zone))?;
            Ok(DueDaily { daily: row.daily.try_into()?, zone, is_queued: row.queued > 0, is_answered: row.answered > 0 })
        };
        rows.into_iter().map(due).collect()
    }

    /// Claims dates of dailies, each with what comes with it, and moves each daily on to its next moment: all in one
    /// transaction. For each whether it was ours; what has changed since it was read, or was claimed before, is not.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is claimed.
    pub async fn claim(&self, claims: &[(Daily, Option<Due>, Vec<Claim>)], now: DateTime<Utc>) -> Result<Vec<bool>, StoreError> {
        const MOVE: &str = "update daily set next_date = $3, next_due_at = $4, paused_until = case when $5 < paused_until
                then paused_until end where id = $1 and version = $2 and (next_due_at = $6 or (next_due_at is null and $6 is null))";
        const CLAIM: &str = "insert into daily_post (id, daily_id, kind, local_date, due_at, question, channel_id, state, note, tries,
                answers, shown_answers, created_at)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, $10
            where $3 = 'question' or not exists (select 1 from daily_post p join daily d on d.id = p.daily_id
                where d.guild_id = $11 and p.kind = $3 and p.local_date = $4)
            on conflict (daily_id, kind, local_date) do nothing";
        // A week's board is the guild's, whichever of its dailies comes first.
        const GUILD: &str = "update guild set left_at = left_at where id = $1";
        const UNQUEUE: &str = "delete from daily_queue where daily_id = $1 and question = $2 and skipped_at is null";
        let _turn = self.turn().await;
        Ok(on_pool!(self, pool => {
            let mut tx = pool.begin().await?;
            let mut ours = Vec::with_capacity(claims.len());
            for (daily, next, posts) in claims {
                let moved = sqlx::query(MOVE)
                    .bind(daily.id).bind(daily.version).bind(next.map(|next| next.date)).bind(next.map(|next| next.at))
                    .bind(posts.first().map(|claim| claim.due.date)).bind(daily.next.map(|due| due.at))
                    .execute(&mut *tx).await?.rows_affected();
                let mut claimed = moved == 1;
                for claim in posts.iter().filter(|_| moved == 1) {
                    let question = claim.question.as_ref().map(ToString::to_string);
                    let state = if claim.skipped.is_some() { "skipped" } else { "claimed" };
                    if claim.kind == PostKind::Week {
                        sqlx::query(GUILD).bind(daily.guild).execute(&mut *tx).await?;
                    }
                    let made = sqlx::query(CLAIM)
                        .bind(claim.post).bind(daily.id).bind(claim.kind.name()).bind(claim.due.date).bind(claim.due.at).bind(&question)
                        .bind(daily.channel).bind(state).bind(&claim.skipped).bind(now).bind(daily.guild)
                        .execute(&mut *tx).await?.rows_affected();
                    if claim.kind == PostKind::Question {
                        claimed = made == 1;
                        if claimed && claim.queued {
                            sqlx::query(UNQUEUE).bind(daily.id).bind(&question).execute(&mut *tx).await?;
                        }
                    }
                }
                ours.push(claimed);
            }
            tx.commit().await?;
            ours
        }))
    }

    /// Whether a date of a daily was claimed.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn is_claimed(&self, daily: DailyId, date: NaiveDate) -> Result<bool, StoreError> {
        const SQL: &str = "select 1 from daily_post where daily_id = $1 and kind = 'question' and local_date = $2";
        let found: Option<i32> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(daily).bind(date).fetch_optional(pool).await?);
        Ok(found.is_some())
    }

    /// Questions that a daily has asked or passed over, the latest last, as far back as a round can go.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn asked(&self, daily: DailyId, limit: i64) -> Result<Vec<QuestionKey>, StoreError> {
        const SQL: &str = "select question from (
                select question, due_at as at from daily_post where daily_id = $1 and question is not null and state <> 'skipped'
                union all
                select question, skipped_at as at from daily_queue where daily_id = $1 and skipped_at is not null) it
            order by at desc limit $2";
        let keys: Vec<String> = on_pool!(self, pool => sqlx::query_scalar(SQL).bind(daily).bind(limit).fetch_all(pool).await?);
        // What is no key any more was not asked of this bank.
        Ok(keys.iter().rev().filter_map(|key| key.parse().ok()).collect())
    }

    /// The questions that a daily asks next, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn queue(&self, daily: DailyId) -> Result<Vec<Queued>, StoreError> {
        const SQL: &str = "select id, question from daily_queue where daily_id = $1 and skipped_at is null order by position, id";
        let rows: Vec<(PostId, String)> = on_pool!(self, pool => sqlx::query_as(SQL).bind(daily).fetch_all(pool).await?);
        Ok(rows.into_iter().filter_map(|(id, key)| Some(Queued { id, question: key.parse().ok()? })).collect())
    }

    /// Writes the questions that a daily asks next, in order; `skipped` is passed over, and counts as asked.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then the queue is as it was.
    pub async fn set_queue(&self, daily: DailyId, queue: &[Queued], skipped: Option<PostId>, now: DateTime<Utc>) -> Result<(), StoreError> {
        const SKIP: &str = "update daily_queue set skipped_at = $2 where id = $1";
        const CLEAR: &str = "delete from daily_queue where daily_id = $1 and skipped_at is null";
        const PUT: &str = "insert into daily_queue (id, daily_id, question, position) values ($1, $2, $3, $4)";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            let mut tx = pool.begin().await?;
            if let Some(skipped) = skipped {
                sqlx::query(SKIP).bind(skipped).bind(now).execute(&mut *tx).await?;
            }
            sqlx::query(CLEAR).bind(daily).execute(&mut *tx).await?;
            for (position, queued) in (0_i64..).zip(queue) {
                sqlx::query(PUT).bind(queued.id).bind(daily).bind(queued.question.to_string()).bind(position).execute(&mut *tx).await?;
            }
            tx.commit().await?;
        });
        Ok(())
    }

    /// How a guild does at each concept, as `bank/subject/concept`, from what was answered there: thousandths.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn concept_means(&self, guild: i64) -> Result<Vec<(String, i64)>, StoreError> {
        const SQL: &str = "select topic, cast(sum(total) / sum(answers) as bigint) from standing
            where guild_id = $1 and period = 'all' and topic like '%/%/%' group by topic having sum(answers) > 0";
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(guild).fetch_all(pool).await?))
    }
}
