//! What follows from the end of a connection: resume, start a new session, or give up; and how long to wait before.

use std::time::Duration;

use thiserror::Error;

/// A connection that lasted so long was a good one: what failed before it is forgotten.
const STABLE: Duration = Duration::from_mins(1);
/// The first pause; each one after it is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest pause before a connection that resumes a session, or that may not come about at all.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Longest pause before a new session. Discord allows a thousand of them a day, and resets the token of who asks for more:
/// with pauses of one to two minutes, a day of failing takes fewer.
const LONGEST_IDENTIFY_PAUSE: Duration = Duration::from_mins(2);

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// It never came about: no route, no TLS, no upgrade.
    Refused,
    /// It broke, without a word.
    Broken,
    /// Discord closed it, with a code as a rule.
    Closed(Option<u16>),
    /// Discord asked for it (opcode 7).
    Asked,
    /// Discord declared the session invalid (opcode 9).
    Invalid {
        /// Whether it is worth trying again to resume it.
        resumable: bool,
    },
    /// Discord said nothing for too long: a heartbeat went unanswered, or the greeting did.
    Silent,
    /// The bot was told to stop.
    Stopped,
}

/// How to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Connect and resume the session; what happened meanwhile is sent then.
    Resume,
    /// Connect and start a new session.
    Identify,
    /// Trying again would change nothing.
    GiveUp(Fatal),
    /// Stop.
    Stop,
}

/// Why Discord does not have the bot; only who runs it can change that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fatal {
    /// 4004: the token is not accepted.
    #[error("Discord does not accept the token; copy it again from the Bot page of your application and set DISCORD_TOKEN")]
    Token,
    /// 4013 and 4014: an intent is unknown or not allowed.
    #[error(
        "Discord does not allow an intent that the bot asks for; it needs none that is privileged, so check the Bot page of your application"
    )]
    Intents,
    /// 4010: there is no such shard.
    #[error("Discord knows no such shard; correct `discord.shards`, or leave it out")]
    Shard,
    /// 4011: too many servers for so few shards.
    #[error("the bot is in too many servers for its number of shards; raise the total in `discord.shards`, or leave it out")]
    TooFewShards,
    /// 4012: the version of the gateway is no longer served.
    #[error("Discord no longer speaks with this version of Mockingbird; install a newer one")]
    Version,
}

impl Ended {
    /// How to go on, by Discord's list of gateway close codes.
    pub(super) fn next(self) -> Next {
        match self {
            Self::Closed(Some(4004)) => Next::GiveUp(Fatal::Token),
            Self::Closed(Some(4010)) => Next::GiveUp(Fatal::Shard),
            Self::Closed(Some(4011)) => Next::GiveUp(Fatal::TooFewShards),
            Self::Closed(Some(4012)) => Next::GiveUp(Fatal::Version),
            Self::Closed(Some(4013 | 4014)) => Next::GiveUp(Fatal::Intents),
            // Not authenticated, no such session, a wrong sequence, timed out: the session is gone.
            Self::Closed(Some(4003 | 4006 | 4007 | 4009)) | Self::Invalid { resumable: false } => Next::Identify,
            Self::Stopped => Next::Stop,
            // 4000 unknown error, 4001 opcode, 4002 payload, 4005 identified twice, 4008 too many payloads, and whatever
            // is new: Discord says so if the session is gone after all.
            Self::Closed(_) | Self::Refused | Self::Broken | Self::Asked | Self::Silent | Self::Invalid { resumable: true } => Next::Resume,
        }
    }

    /// What happened, for the log.
    pub(super) fn why(self) -> String {
        match self {
            Self::Refused => "no connection came about".to_owned(),
            Self::Broken => "the connection broke".to_owned(),
            Self::Closed(None) => "closed".to_owned(),
            Self::Closed(Some(code)) => format!("closed with {code}"),
            Self::Asked => "asked to reconnect".to_owned(),
            Self::Invalid { .. } => "the session is not valid".to_owned(),
            Self::Silent => "no sign of life".to_owned(),
            Self::Stopped => "told to stop".to_owned(),
        }
    }
}

/// Keeps reconnects apart: none waits after a connection that lasted, and each failure after it doubles the pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The pause after a connection that served for `lived`. `chance` lies in `0..=1` and spreads those who were cut off
    /// together over the second half of the pause.
    pub(super) fn pause(&mut self, lived: Duration, identifies: bool, chance: f64) -> Duration {
        let failures = if lived >= STABLE { 0 } else { self.failures };
        self.failures = failures.saturating_add(1);
        if failures == 0 {
            return Duration::ZERO;
        }
        let most = if identifies { LONGEST_IDENTIFY_PAUSE } else { LONGEST_PAUSE };
        let full = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(failures - 1)).min(most);
        full.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }

    /// Failures in a row.
    pub(super) fn failures(self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_close_code_leads_where_discord_says() {
        for code in [1000, 1001, 1006, 4000, 4001, 4002, 4005, 4008, 4999] {
            assert_eq!(Ended::Closed(Some(code)).next(), Next::Resume, "{code}");
        }
        for code in [4003, 4006, 4007, 4009] {
            assert_eq!(Ended::Closed(Some(code)).next(), Next::Identify, "{code}");
        }
        for code in [4004, 4010, 4011, 4012, 4013, 4014] {
            assert!(matches!(Ended::Closed(Some(code)).next(), Next::GiveUp(_)), "{code}");
        }
        assert_eq!(Ended::Closed(None).next(), Next::Resume);
    }

    #[test]
    fn pauses_grow_and_are_forgotten_after_a_connection_that_lasted() {
        let mut backoff = Backoff::default();
        let pauses: Vec<u64> = (0..8).map(|_| backoff.pause(Duration::ZERO, false, 1.0).as_secs()).collect();
        assert_eq!(pauses, [0, 1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(backoff.pause(Duration::ZERO, true, 1.0).as_secs(), 120);
        assert_eq!(backoff.pause(Duration::ZERO, true, 0.0).as_secs(), 60, "chance takes off half at the most");
        assert_eq!(backoff.pause(STABLE, false, 1.0), Duration::ZERO);
        assert_eq!(backoff.pause(Duration::ZERO, false, 0.0), Duration::from_millis(500));
    }
}
