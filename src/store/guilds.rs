//! Guilds, their members and their boards.

use chrono::{DateTime, Utc};

use super::{PersonId, Store, StoreError, on_pool};

/// A line of a board.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BoardRow {
    /// Who.
    pub person_id: PersonId,
    /// Their name in the guild.
    pub display_name: String,
    /// Sum of the best score on each distinct question, in thousandths.
    pub points: i64,
    /// Distinct questions answered.
    pub questions: i64,
    /// 1 for the best; equal points share a rank.
    pub rank: i64,
}

/// Members of guild $1 with their points and ranks. A follow-up counts with its parent; what was answered where the app
/// is no member counts nowhere; who hides is left out.
macro_rules! board {
    ($rest:literal) => {
        concat!(
            "with total as (
                select a.person_id, a.bank, a.subject, a.concept, a.question, cast(a.score + coalesce(sum(f.score), 0) as bigint) as score
                from attempt a left join attempt f on f.parent_id = a.id
                where a.guild_id = $1 and a.installed and a.ranked and a.parent_id is null
                group by a.id, a.person_id, a.bank, a.subject, a.concept, a.question, a.score
            ), best as (
                select person_id, bank, subject, concept, question, max(case when score > 1000 then 1000 else score end) as score
                from total group by person_id, bank, subject, concept, question
            ), board as (
                select b.person_id, m.display_name, cast(sum(b.score) as bigint) as points, cast(count(*) as bigint) as questions
                from best b join member m on m.guild_id = $1 and m.person_id = b.person_id
                where not m.hidden group by b.person_id, m.display_name
            ), ranked as (
                select person_id, display_name, points, questions, cast(rank() over (order by points desc) as bigint) as rank from board
            )
            select person_id, display_name, points, questions, rank from ranked ",
            $rest
        )
    };
}

impl Store {
    /// Notes that a person is in a guild under a name; makes the guild if it is new.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn visit(&self, guild: i64, person: PersonId, display_name: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        const GUILD: &str = "insert into guild (id, time_zone, created_at) values ($1, $2, $3)
                             on conflict (id) do update set left_at = null where guild.left_at is not null";
        const MEMBER: &str = "insert into member (guild_id, person_id, display_name, hidden) values ($1, $2, $3, $4)
                              on conflict (guild_id, person_id) do update set display_name = excluded.display_name
                              where member.display_name <> excluded.display_name";
        on_pool!(self, pool => {
            let mut tx = pool.begin().await?;
            sqlx::query(GUILD).bind(guild).bind("UTC").bind(now).execute(&mut *tx).await?;
            sqlx::query(MEMBER).bind(guild).bind(person).bind(display_name).bind(false).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(())
    }

    /// The first `limit` lines of a guild's board of all time, in a stable order.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn board(&self, guild: i64, limit: i64) -> Result<Vec<BoardRow>, StoreError> {
        const SQL: &str = board!("order by rank, questions, display_name, person_id limit $2");
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(guild).bind(limit).fetch_all(pool).await?))
    }

    /// A person's line on a guild's board; `None` without a counted answer there.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn standing(&self, guild: i64, person: PersonId) -> Result<Option<BoardRow>, StoreError> {
        const SQL: &str = board!("where person_id = $2");
        Ok(on_pool!(self, pool => sqlx::query_as(SQL).bind(guild).bind(person).fetch_optional(pool).await?))
    }
}
