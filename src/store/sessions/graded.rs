//! What was graded in a session.

use std::collections::BTreeMap;

use crate::grade::Score;
use crate::store::ledger::total;
use crate::store::{AttemptId, PersonId, SessionId, Store, StoreError, on_pool};

/// A graded answer of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionAttempt {
    /// Position of the round.
    pub round: usize,
    /// Whose.
    pub person: PersonId,
    /// The attempt.
    pub attempt: AttemptId,
    /// What it earned.
    pub score: Score,
    /// Hints taken before.
    pub hints: i64,
    /// Credit of every point by id.
    pub points: BTreeMap<String, Score>,
    /// Ids of the mistakes made.
    pub mistakes: Vec<String>,
    /// Whether it may be quoted.
    pub quotable: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    position: i64,
    person_id: PersonId,
    id: AttemptId,
    score: i64,
    hints: i64,
    points: String,
    mistakes: String,
    quotable: bool,
}

impl Store {
    /// The graded answers of a session, round by round, in the order in which people first did something.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn session_attempts(&self, session: SessionId) -> Result<Vec<SessionAttempt>, StoreError> {
        const SQL: &str = "select r.position, e.person_id, a.id, a.score, a.hints, a.points, a.mistakes, e.quotable
            from session_round r join session_entry e on e.round_id = r.id join attempt a on a.id = e.attempt_id
            where r.session_id = $1 order by r.position, e.position";
        const CORRUPT: StoreError = StoreError::Corrupt { what: "attempt" };
        let rows: Vec<Row> = on_pool!(self, pool => sqlx::query_as(SQL).bind(session).fetch_all(pool).await?);
        let attempt = |row: Row| {
            let points: BTreeMap<String, u16> = serde_json::from_str(&row.points).map_err(|_| CORRUPT)?;
            Ok(SessionAttempt {
                round: usize::try_from(row.position).map_err(|_| CORRUPT)?,
                person: row.person_id,
                attempt: row.id,
                score: total(row.score),
                hints: row.hints,
                points: points.into_iter().map(|(id, credit)| (id, Score::from_thousandths(credit))).collect(),
                mistakes: serde_json::from_str(&row.mistakes).map_err(|_| CORRUPT)?,
                quotable: row.quotable,
            })
        };
        rows.into_iter().map(attempt).collect()
    }
}
