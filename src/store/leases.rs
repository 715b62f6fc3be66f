//! Leases: stretches of time that one process has to itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Store, StoreError, on_pool};

/// A lease that begins later than this was taken by a clock that is wrong; it is taken for none.
const FARTHEST: TimeDelta = TimeDelta::minutes(1);

impl Store {
    /// Takes the next stretch of a length that nobody has, and says when it begins: now, or when the last one ends.
    ///
    /// One row says how far time is given out, and one statement moves it on: whoever comes second gets what follows. A process
    /// that dies takes nothing along but its stretch.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn lease(&self, name: &str, length: TimeDelta, now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
        const SQL: &str = "insert into lease (name, until_micros) values ($1, $2 + $3)
                           on conflict (name) do update set until_micros = $3
                               + case when lease.until_micros between $2 and $4 then lease.until_micros else $2 end
                           returning until_micros";
        let length = length.num_microseconds().unwrap_or(i64::MAX / 4);
        let (now, farthest) = (now.timestamp_micros(), (now + FARTHEST).timestamp_micros());
        let _turn = self.turn().await;
        let until: i64 = on_pool!(self, pool => {
            sqlx::query_scalar(SQL).bind(name).bind(now).bind(length).bind(farthest).fetch_one(pool).await?
        });
        DateTime::from_timestamp_micros(until - length).ok_or(StoreError::Corrupt { what: "lease" })
    }
}
