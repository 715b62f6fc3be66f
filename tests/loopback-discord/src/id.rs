//! Snowflakes: ids that carry the time they were made.

/// The first millisecond of 2015, from which Discord counts.
pub(crate) const EPOCH: u64 = 1_420_070_400_000;

/// Makes ids that never repeat and always grow.
#[derive(Debug)]
pub(crate) struct Ids {
    last: u64,
    settled: u64,
}

impl Ids {
    /// `now` in milliseconds since 1970.
    pub(crate) fn new(now: u64) -> Self {
        // What a test sets up (guilds, channels, people) is older than anything that is said in it.
        const YEAR: u64 = 365 * 86_400_000;
        Self { last: 0, settled: now.saturating_sub(EPOCH).saturating_sub(YEAR).max(1) }
    }

    /// An id for something that happens now.
    pub(crate) fn next(&mut self, now: u64) -> u64 {
        self.last = (self.last + 1).max(now.saturating_sub(EPOCH) << 22);
        self.last
    }

    /// An id for something that was there before the test.
    ///
    /// Each has a millisecond of its own, so that guilds spread evenly over shards.
    pub(crate) fn settled(&mut self) -> u64 {
        self.settled += 1;
        self.settled << 22
    }
}

/// When an id was made, in milliseconds since 1970.
pub(crate) fn made_at(id: u64) -> u64 {
    (id >> 22) + EPOCH
}

/// The shard that a guild belongs to; `None` stands for direct messages.
pub(crate) fn shard_of(guild: Option<u64>, shards: u64) -> u64 {
    guild.map_or(0, |id| (id >> 22) % shards.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_even_when_time_stands_still() {
        let mut ids = Ids::new(1_700_000_000_000);
        let (first, second) = (ids.next(1_700_000_000_000), ids.next(1_700_000_000_000));
        assert!(first < second);
        assert_eq!(made_at(second), 1_700_000_000_000);
        assert!(ids.settled() < first);
    }

    #[test]
    fn guilds_spread_over_shards() {
        let mut ids = Ids::new(1_700_000_000_000);
        let mut seen = [0; 4];
        for _ in 0..8 {
            let shard = shard_of(Some(ids.settled()), 4);
            seen[usize::try_from(shard).unwrap_or_default()] += 1;
        }
        assert_eq!(seen, [2, 2, 2, 2]);
        assert_eq!(shard_of(None, 4), 0);
    }
}
