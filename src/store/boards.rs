//! Reading boards: a page, a person's place, how many there are. The cost grows with the people of a guild at the most,
//! never with their attempts.

use chrono::{DateTime, NaiveDate, Utc};

use super::{PersonId, Store, StoreError, on_pool};
use crate::board::{By, Period, Topic};

/// A board: whose, about what, and in which window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardKey {
    /// The guild.
    pub guild: i64,
    /// What it is about.
    pub topic: Topic,
    /// How long the window is.
    pub period: Period,
    /// The window's first day.
    pub starts: NaiveDate,
    /// What it ranks by.
    pub by: By,
}

/// A line of a board.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BoardRow {
    /// Who.
    pub person_id: PersonId,
    /// Their name in the guild.
    pub display_name: String,
    /// What the board ranks by: points, or thousandths of an average.
    pub value: i64,
    /// Distinct questions in the window.
    pub questions: i64,
    /// Counted answers in the window.
    pub answers: i64,
    /// When it was last seen that they are in the guild.
    pub checked_at: Option<DateTime<Utc>>,
    /// Their id on Discord, if they have one.
    pub discord_id: Option<String>,
}

/// Where a person stands on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 for the best; equal values share a rank.
    pub rank: i64,
    /// Lines before theirs.
    pub position: i64,
}

/// The text of a statement for what a board ranks by: each column has an index of its own.
macro_rules! by {
    ($by:expr, $before:literal, $middle:literal, $after:literal) => {
        match $by {
            By::Points => concat!($before, "points", $middle, "points", $after),
            By::Average => concat!($before, "average", $middle, "average", $after),
            By::Improvement => concat!($before, "improvement", $middle, "improvement", $after),
        }
    };
}

impl Store {
    /// Lines of a board from a position on, in its order: the best first; among equals, who has been here longest.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn board(&self, board: &BoardKey, from: i64, limit: i64) -> Result<Vec<BoardRow>, StoreError> {
        // Lines are counted off on the index alone; names are looked up for those that are shown. An account is found by its
        // person: asked for by provider, SQLite would go through all accounts.
        macro_rules! page {
            ($column:literal) => {
                concat!(
                    "select s.person_id, m.display_name, s.value, s.questions, s.answers, m.checked_at,
                        (select max(case when a.provider = 'discord' then a.external_id end) from account a where a.person_id = s.person_id)
                            as discord_id
                    from (select person_id, ",
                    $column,
                    " as value, questions, answers from standing
                        where guild_id = $1 and topic = $2 and period = $3 and starts = $4 and shown and ",
                    $column,
                    " is not null order by ",
                    $column,
                    " desc, person_id limit $5 offset $6) s
                    join member m on m.guild_id = $1 and m.person_id = s.person_id
                    order by s.value desc, s.person_id"
                )
            };
        }
        let sql: &str = match board.by {
            By::Points => page!("points"),
            By::Average => page!("average"),
            By::Improvement => page!("improvement"),
        };
        Ok(on_pool!(self, pool => {
            sqlx::query_as(sql)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts).bind(limit).bind(from)
                .fetch_all(pool).await?
        }))
    }

    /// People on a board.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn board_size(&self, board: &BoardKey) -> Result<i64, StoreError> {
        let sql: &str = by!(
            board.by,
            "select cast(count(",
            ") as bigint) from standing where guild_id = $1 and topic = $2 and period = $3 and starts = $4 and shown and ",
            " is not null"
        );
        Ok(on_pool!(self, pool => {
            sqlx::query_scalar(sql)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts)
                .fetch_one(pool).await?
        }))
    }

    /// People on a board whose value is more than `value`.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn above(&self, board: &BoardKey, value: i64) -> Result<i64, StoreError> {
        let sql: &str = by!(
            board.by,
            "select cast(count(",
            ") as bigint) from standing where guild_id = $1 and topic = $2 and period = $3 and starts = $4 and shown and ",
            " > $5"
        );
        Ok(on_pool!(self, pool => {
            sqlx::query_scalar(sql)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts).bind(value)
                .fetch_one(pool).await?
        }))
    }

    /// Where a person stands on a board; `None` when they do not, or when they hide.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn place(&self, board: &BoardKey, person: PersonId) -> Result<Option<Place>, StoreError> {
        let value: &str = by!(
            board.by,
            "select ",
            " from standing where guild_id = $1 and person_id = $5 and topic = $2 and period = $3 and starts = $4 and shown and ",
            " is not null"
        );
        let level: &str = by!(
            board.by,
            "select cast(count(",
            ") as bigint) from standing where guild_id = $1 and topic = $2 and period = $3 and starts = $4 and shown and ",
            " = $6 and person_id < $5"
        );
        let value: Option<i64> = on_pool!(self, pool => {
            sqlx::query_scalar(value)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts).bind(person)
                .fetch_optional(pool).await?
        });
        let Some(value) = value else { return Ok(None) };
        let above = self.above(board, value).await?;
        let before: i64 = on_pool!(self, pool => {
            sqlx::query_scalar(level)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts).bind(person).bind(value)
                .fetch_one(pool).await?
        });
        Ok(Some(Place { rank: above + 1, position: above + before }))
    }
}
