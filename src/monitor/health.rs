//! Whether the bot is well.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::Serialize;

/// How the bot is, as `/healthz` says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// The word on the whole: `ok` when people can be answered.
    status: &'static str,
    /// Whether the database answers.
    database: bool,
    /// The shards that this process is to run.
    shards: Vec<ShardHealth>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShardHealth {
    shard: u32,
    /// Whether it has a session on a connection that is alive.
    up: bool,
    /// How long Discord took to answer its last heartbeat.
    heartbeat_ms: Option<u64>,
    /// Seconds since that answer.
    heartbeat_age: Option<u64>,
}

/// What is known of each shard.
pub(super) type Shards = BTreeMap<u32, Shard>;

/// What is known of a shard.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shard {
    pub(super) up: bool,
    /// How long the last heartbeat took, and when it was answered.
    pub(super) beat: Option<(Duration, Instant)>,
}

/// Whether Discord is heard by any of them.
pub(super) fn any_up(shards: &Shards) -> bool {
    shards.values().any(|shard| shard.up)
}

impl Health {
    pub(super) fn new(shards: &Shards, database: bool) -> Self {
        let shards: Vec<ShardHealth> = shards
            .iter()
            .map(|(id, Shard { up, beat })| ShardHealth {
                shard: *id,
                up: *up,
                heartbeat_ms: beat.and_then(|(took, _)| took.as_millis().try_into().ok()),
                heartbeat_age: beat.map(|(_, at)| at.elapsed().as_secs()),
            })
            .collect();
        let well = database && !shards.is_empty() && shards.iter().all(|shard| shard.up);
        Self { status: if well { "ok" } else { "unwell" }, database, shards }
    }

    /// Whether people can be answered: the database is there, and every shard is connected.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.status == "ok"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_well_when_everything_is() {
        let (up, down) = (Shard { up: true, beat: None }, Shard::default());
        let well = |shards: &[Shard], database| Health::new(&(0..).zip(shards.iter().copied()).collect(), database).is_well();
        assert!(well(&[up, up], true));
        assert!(!well(&[up, down], true));
        assert!(!well(&[up, up], false));
        assert!(!well(&[], true), "it has not connected yet");
    }

    #[test]
    fn one_shard_is_enough_to_hear_discord() {
        let (up, down) = (Shard { up: true, beat: None }, Shard::default());
        let hears = |shards: &[Shard]| any_up(&(0..).zip(shards.iter().copied()).collect());
        assert!(hears(&[down, up]) && !hears(&[down, down]) && !hears(&[]));
    }
}
