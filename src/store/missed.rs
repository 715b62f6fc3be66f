//! What a person missed when they last answered, and first attempts of everybody, for whoever looks after questions.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::ledger::total;
use super::{AttemptId, PersonId, Store, StoreError, on_pool};
use crate::bank::QuestionKey;
use crate::review::item::{FirstAttempt, Items};

/// Attempts that are read at a time.
const PAGE: i64 = 5000;

/// A question with the points that a person missed when they last answered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The question.
    pub question: QuestionKey,
    /// Ids of the points, in order of their ids.
    pub points: Vec<String>,
    /// When that was.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct LatestRow {
    id: AttemptId,
    question: String,
    points: String,
    created_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct FirstRow {
    id: AttemptId,
    person_id: PersonId,
    question: String,
    score: i64,
    points: String,
    mistakes: String,
}

#[derive(sqlx::FromRow)]
struct FollowedRow {
    question: String,
    follows: String,
    times: i64,
    added: i64,
}

/// Credits of a stored attempt's points.
pub(super) fn credits(points: &str) -> Result<BTreeMap<String, u16>, StoreError> {
    serde_json::from_str(points).map_err(|_| StoreError::Corrupt { what: "attempt" })
}

/// Ids of the points that a stored attempt missed and that no follow-up has made good.
pub(super) fn missed(points: &str, made_good: impl Fn(&str) -> bool) -> Result<Vec<String>, StoreError> {
    let credits = credits(points)?;
    Ok(credits.into_iter().filter(|(id, credit)| *credit == 0 && !made_good(id)).map(|(id, _)| id).collect())
}

impl Store {
    /// What a person missed when they last answered each question, the latest first; questions without a miss are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn missed(&self, person: PersonId) -> Result<Vec<Missed>, StoreError> {
        const LATEST: &str = "select a.id, r.question, a.points, a.created_at
            from record r join attempt a on a.id = r.latest_id where r.person_id = $1 order by a.created_at desc, a.id desc";
        const MADE_GOOD: &str = "select f.parent_id, f.follows from record r join attempt f on f.parent_id = r.latest_id
            where r.person_id = $1 and f.follows is not null and f.score > 0";
        type MadeGood = Vec<(AttemptId, String)>;
        let (rows, made_good): (Vec<LatestRow>, MadeGood) = on_pool!(self, pool => (
            sqlx::query_as(LATEST).bind(person).fetch_all(pool).await?,
            sqlx::query_as(MADE_GOOD).bind(person).fetch_all(pool).await?,
        ));
        let mut all = Vec::new();
        for row in rows {
            let question = row.question.parse().map_err(|_| StoreError::Corrupt { what: "record" })?;
            let points = missed(&row.points, |point| made_good.iter().any(|(parent, follows)| *parent == row.id && follows == point))?;
            if !points.is_empty() {
                all.push(Missed { question, points, at: row.created_at });
            }
        }
        Ok(all)
    }

    /// Counts the first attempts of everybody, and their follow-ups; what was only recited is left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn items(&self) -> Result<Items, StoreError> {
        // An attempt that moved ratings is a first one.
        const FIRSTS: &str = "select id, person_id, bank || '/' || subject || '/' || concept || '/' || question as question, score,
                points, mistakes
            from attempt where person_step is not null and id > $1 order by id limit $2";
        const FOLLOWED: &str = "select bank || '/' || subject || '/' || concept || '/' || question as question, follows,
                cast(count(*) as bigint) as times, cast(sum(score) as bigint) as added
            from attempt where parent_id is not null and follows is not null group by bank, subject, concept, question, follows";
        let mut items = Items::default();
        let mut people: HashMap<PersonId, u32> = HashMap::new();
        let key = |text: &str| text.parse().map_err(|_| StoreError::Corrupt { what: "attempt" });
        let mut last = AttemptId::FIRST;
        loop {
            let rows: Vec<FirstRow> = on_pool!(self, pool => sqlx::query_as(FIRSTS).bind(last).bind(PAGE).fetch_all(pool).await?);
            let Some(row) = rows.last() else { break };
            last = row.id;
            for row in rows {
                let next = u32::try_from(people.len()).unwrap_or(u32::MAX);
                let points = credits(&row.points)?.into_iter().map(|(id, credit)| (id, credit > 0)).collect();
                items.add(FirstAttempt {
                    person: *people.entry(row.person_id).or_insert(next),
                    question: key(&row.question)?,
                    score: total(row.score),
                    points,
                    mistakes: serde_json::from_str(&row.mistakes).map_err(|_| StoreError::Corrupt { what: "attempt" })?,
                });
            }
        }
        let followed: Vec<FollowedRow> = on_pool!(self, pool => sqlx::query_as(FOLLOWED).fetch_all(pool).await?);
        for row in followed {
            let times = usize::try_from(row.times).unwrap_or(0);
            items.add_follow_ups(&key(&row.question)?, row.follows, times, row.added);
        }
        Ok(items)
    }
}
