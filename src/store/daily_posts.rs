//! Posts of dailies between their claim and their end: who sends, who edits, what became of them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::dailies::PostKind;
use super::{DailyId, PostId, Store, StoreError, on_pool};
use crate::bank::QuestionKey;

/// How long a question is open, when no other one comes before.
pub const OPEN_FOR: TimeDelta = TimeDelta::days(1);

/// A message of a daily.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its id, in its buttons' `custom_id`s.
    pub id: PostId,
    /// Its daily.
    pub daily: DailyId,
    /// The guild.
    pub guild: i64,
    /// The channel that it was claimed for.
    pub channel: i64,
    /// What it is.
    pub kind: PostKind,
    /// The local date that it belongs to.
    pub date: NaiveDate,
    /// When it fell due.
    pub due_at: DateTime<Utc>,
    /// The question; `None` for a week's board, and for what is no key any more.
    pub question: Option<QuestionKey>,
    /// Role that is pinged.
    pub role: Option<i64>,
    /// Code of the language that it is in.
    pub language: String,
    /// What became of it.
    pub state: PostState,
    /// Times that somebody has set about sending it.
    pub tries: i64,
    /// The message.
    pub message: Option<i64>,
    /// When it was seen to be there.
    pub posted_at: Option<DateTime<Utc>>,
    /// People who have answered it.
    pub answers: i64,
    /// Whether it takes answers.
    pub is_open: bool,
    /// When it was claimed.
    pub created_at: DateTime<Utc>,
}

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostState {
    /// It is to be sent.
    Claimed,
    /// It is in its channel.
    Posted,
    /// It never was sent.
    Skipped,
}

/// What there is to do with posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Send it.
    Send,
    /// Close it: its time is over.
    Close,
    /// Show how many have answered.
    Count,
}

#[derive(sqlx::FromRow)]
struct PostRow {
    id: PostId,
    daily_id: DailyId,
    guild_id: i64,
    channel_id: i64,
    kind: String,
    local_date: NaiveDate,
    due_at: DateTime<Utc>,
    question: Option<String>,
    role_id: Option<i64>,
    language: String,
    state: String,
    tries: i64,
    message_id: Option<i64>,
    posted_at: Option<DateTime<Utc>>,
    answers: i64,
    closed_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<PostRow> for Post {
    fn from(row: PostRow) -> Self {
        let state = match row.state.as_str() {
            "claimed" => PostState::Claimed,
            "posted" => PostState::Posted,
            _ => PostState::Skipped,
        };
        Self {
            id: row.id,
            daily: row.daily_id,
            guild: row.guild_id,
            channel: row.channel_id,
            kind: if row.kind == PostKind::Week.name() { PostKind::Week } else { PostKind::Question },
            date: row.local_date,
            due_at: row.due_at,
            question: row.question.and_then(|key| key.parse().ok()),
            role: row.role_id,
            language: row.language,
            is_open: state == PostState::Posted && row.closed_at.is_none(),
            state,
            tries: row.tries,
            message: row.message_id,
            posted_at: row.posted_at,
            answers: row.answers,
            created_at: row.created_at,
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select p.id, p.daily_id, d.guild_id, p.channel_id, p.kind, p.local_date, p.due_at, p.question, d.role_id, d.language, p.state, p.tries,
                p.message_id, p.posted_at, p.answers, p.closed_at, p.created_at
             from daily_post p join daily d on d.id = p.daily_id join guild g on g.id = d.guild_id ",
            $rest
        )
    };
}

impl Store {
    /// The post with an id.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn post(&self, id: PostId) -> Result<Option<Post>, StoreError> {
        const SQL: &str = select!("where p.id = $1");
        let row: Option<PostRow> = on_pool!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?);
        Ok(row.map(Post::from))
    }

    /// Posts with a chore that nobody holds, what fell due first before the rest. `quiet_since` says since when a count must
    /// not have been edited.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn posts_with(
        &self,
        chore: Chore,
        now: DateTime<Utc>,
        quiet_since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Post>, StoreError> {
        const SEND: &str = select!(
            "where p.state = 'claimed' and (p.held_until is null or p.held_until <= $1) and g.left_at is null and $2 <= $1
             order by p.due_at, p.kind, p.id limit $3"
        );
        const CLOSE: &str = select!(
            "where p.state = 'posted' and p.closed_at is null and p.closes_at <= $1 and (p.held_until is null or p.held_until <= $1)
                and g.left_at is null and $2 <= $1
             order by p.closes_at, p.id limit $3"
        );
        const COUNT: &str = select!(
            "where p.state = 'posted' and p.closed_at is null and p.answers > p.shown_answers and p.closes_at > $1
                and (p.edited_at is null or p.edited_at <= $2) and (p.held_until is null or p.held_until <= $1) and g.left_at is null
             order by p.edited_at, p.id limit $3"
        );
        let sql = match chore {
            Chore::Send => SEND,
            Chore::Close => CLOSE,
            Chore::Count => COUNT,
        };
        let rows: Vec<PostRow> = on_pool!(self, pool => sqlx::query_as(sql).bind(now).bind(quiet_since).bind(limit).fetch_all(pool).await?);
        Ok(rows.into_iter().map(Post::from).collect())
    }

    /// Takes a post to send or to edit it, until a moment; `None` when somebody else holds it, or when there is no more to do.
    /// Otherwise how often it was taken to be sent before.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn take_post(&self, post: &Post, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<Option<i64>, StoreError> {
        const SQL: &str = "update daily_post set held_until = $3, tries = case when state = 'claimed' then tries + 1 else tries end
            where id = $1 and state = $4 and closed_at is null and (held_until is null or held_until <= $2) returning tries";
        let state = if post.state == PostState::Claimed { "claimed" } else { "posted" };
        let _turn = self.turn().await;
        let tries: Option<i64> = on_pool!(self, pool => {
            sqlx::query_scalar(SQL).bind(post.id).bind(now).bind(until).bind(state).fetch_optional(pool).await?
        });
        Ok(tries.map(|tries| tries - 1))
    }

    /// Notes that a post is in its channel. The questions that were open before it are to be closed.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_posted(&self, post: &Post, message: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
        // One statement for both, since this is what a minute with many dailies waits for.
        const SQL: &str = "update daily_post set state = 'posted',
                message_id = case when id = $1 then $2 else message_id end,
                posted_at = case when id = $1 then $3 else posted_at end,
                held_until = case when id = $1 then null else held_until end,
                closes_at = case when id = $1 then $4 else $3 end,
                closed_at = case when id = $1 and kind = 'week' then $3 else closed_at end
            where (id = $1 and state = 'claimed')
                or (daily_id = $5 and id <> $1 and kind = 'question' and state = 'posted' and closed_at is null and closes_at > $3
                    and due_at <= $6 and $7)";
        let is_question = post.kind == PostKind::Question;
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            sqlx::query(SQL)
                .bind(post.id).bind(message).bind(now).bind(now + OPEN_FOR).bind(post.daily).bind(post.due_at).bind(is_question)
                .execute(pool).await?.rows_affected()
        });
        Ok(())
    }

    /// Notes why a post was not sent; with `retry_at` it is tried again then, without it is given up.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_unsent(&self, post: PostId, note: &str, retry_at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        const SQL: &str = "update daily_post set note = $2, held_until = $3, state = case when $4 then 'claimed' else 'skipped' end
            where id = $1 and state = 'claimed'";
        let _turn = self.turn().await;
        on_pool!(self, pool => {
            sqlx::query(SQL).bind(post).bind(note).bind(retry_at).bind(retry_at.is_some()).execute(pool).await?;
        });
        Ok(())
    }

    /// Notes that a message shows so many answers, and whether it is closed; whoever held it lets go.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_edited(&self, post: PostId, shown: i64, closed: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
        const SQL: &str = "update daily_post set shown_answers = $2, edited_at = $3, closed_at = case when $4 then $3 else closed_at end,
            held_until = null where id = $1 and state = 'posted'";
        let _turn = self.turn().await;
        on_pool!(self, pool => sqlx::query(SQL).bind(post).bind(shown).bind(now).bind(closed).execute(pool).await?.rows_affected());
        Ok(())
    }

    /// The next moment at which something is to be done: a daily falls due, a question closes, a try is over.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn next_chore(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        const SQL: [&str; 3] = [
            "select d.next_due_at from daily d join guild g on g.id = d.guild_id where d.next_due_at is not null and g.left_at is null
             order by d.next_due_at limit 1",
            "select coalesce(held_until, due_at) as at from daily_post where state = 'claimed' order by at limit 1",
            "select closes_at from daily_post where state = 'posted' and closed_at is null order by closes_at limit 1",
        ];
        let mut next: Option<DateTime<Utc>> = None;
        for sql in SQL {
            let found: Option<Option<DateTime<Utc>>> = on_pool!(self, pool => sqlx::query_scalar(sql).fetch_optional(pool).await?);
            next = match (next, found.flatten()) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        Ok(next)
    }

    /// The latest posts of a daily with what became of them: date, state, note; the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn post_notes(&self, daily: DailyId, limit: i64) -> Result<Vec<(NaiveDate, String, Option<String>)>, StoreError> {
        const SQL: &str = "select local_date, state, note from daily_post where daily_id = $1 and kind = 'question'
            order by local_date desc limit $2";
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(daily).bind(limit).fetch_all(pool).await?))
    }
}
