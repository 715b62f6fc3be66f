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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// 1 for the best; equal values share a rank.
    pub rank: i64,
    /// Who.
    pub person: PersonId,
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

/// A board's size, and where a person stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// People on the board.
    pub people: i64,
    /// Lines before the person's; `None` when they are not on the board, or hide.
    pub position: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    person_id: PersonId,
    display_name: String,
    value: i64,
    questions: i64,
    answers: i64,
    checked_at: Option<DateTime<Utc>>,
    discord_id: Option<String>,
    above: i64,
}

/// What a board ranks by, reckoned from a line; null where there is no such thing.
macro_rules! measured {
    (points, $then:ident) => {
        $then!("points")
    };
    (average, $then:ident) => {
        $then!("(case when answers >= 5 then total / answers end)")
    };
    (improvement, $then:ident) => {
        $then!("(case when answers >= 5 and before_answers >= 5 then total / answers - before_total / before_answers end)")
    };
}

/// The lines of a board whose value meets a condition. They lie together, so that going through them all costs less than keeping
/// them in the order of each measure.
macro_rules! lines {
    ($value:literal, $condition:literal) => {
        concat!(" from standing where guild_id = $1 and topic = $2 and period = $3 and starts = $4 and shown and ", $value, " ", $condition)
    };
}

/// A page: names are looked up for those alone that are shown. An account is found by its person: asked for by provider, SQLite
/// would go through all accounts.
macro_rules! page {
    ($value:literal) => {
        concat!(
            "with line as (select person_id, ",
            $value,
            " as value, questions, answers",
            lines!($value, "is not null"),
            " order by value desc, person_id limit $5 offset $6)
            select s.person_id, m.display_name, s.value, s.questions, s.answers, m.checked_at,
                (select max(case when a.provider = 'discord' then a.external_id end) from account a where a.person_id = s.person_id)
                    as discord_id,
                (select cast(count(*) as bigint)",
            lines!($value, "> (select max(value) from line)"),
            ") as above
            from line s join member m on m.guild_id = $1 and m.person_id = s.person_id
            order by s.value desc, s.person_id"
        )
    };
}

/// How many lines there are, and how many stand before a person's: the lines are gone through once, with the person's own at
/// hand.
macro_rules! place {
    ($value:literal) => {
        concat!(
            "with own as (select ",
            $value,
            " as own",
            lines!($value, "is not null and person_id = $5"),
            ") select cast(count(*) as bigint) as people,
                cast(coalesce(sum(case when value > (select own from own) or (value = (select own from own) and person_id < $5)
                    then 1 else 0 end), 0) as bigint) as position,
                (select own from own) as value
            from (select person_id, ",
            $value,
            " as value",
            lines!($value, "is not null"),
            ") line"
        )
    };
}

impl Store {
    /// Lines of a board from a position on, in its order: the best first; among equals, who has been here longest.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn board(&self, board: &BoardKey, from: i64, limit: i64) -> Result<Vec<BoardRow>, StoreError> {
        let sql: &str = match board.by {
            By::Points => measured!(points, page),
            By::Average => measured!(average, page),
            By::Improvement => measured!(improvement, page),
        };
        let rows: Vec<LineRow> = on_pool!(self, pool => {
            sqlx::query_as(sql)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts).bind(limit).bind(from)
                .fetch_all(pool).await?
        });
        let (mut rank, mut before) = rows.first().map_or((1, 0), |first| (first.above + 1, first.value));
        let ranked = (from..).zip(rows).map(|(position, row)| {
            if row.value != before {
                (rank, before) = (position + 1, row.value);
            }
            let LineRow { person_id: person, display_name, value, questions, answers, checked_at, discord_id, .. } = row;
            BoardRow { rank, person, display_name, value, questions, answers, checked_at, discord_id }
        });
        Ok(ranked.collect())
    }

    /// How many people a board has, and where a person stands on it.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn place(&self, board: &BoardKey, person: PersonId) -> Result<Place, StoreError> {
        let sql: &str = match board.by {
            By::Points => measured!(points, place),
            By::Average => measured!(average, place),
            By::Improvement => measured!(improvement, place),
        };
        let (people, position, value): (i64, i64, Option<i64>) = on_pool!(self, pool => {
            sqlx::query_as(sql)
                .bind(board.guild).bind(board.topic.as_str()).bind(board.period.name()).bind(board.starts).bind(person)
                .fetch_one(pool).await?
        });
        Ok(Place { people, position: value.map(|_| position) })
    }
}
