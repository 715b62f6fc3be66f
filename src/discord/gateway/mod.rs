//! The gateway: the connections by which Discord's events come in.
//!
//! A client of our own, since serenity's reconnects without a pause to a gateway that drops it, spins on a closed connection
//! (close codes 4003, 4010, 4011), resumes where a session is gone (4007) or where nothing helps (4012), and notices a
//! half-open connection after a minute and a half. It also reads every guild in full, of which the bot needs the id.
//!
//! [`session`] decides, `shard` lives through the connections, `socket` carries text.

mod session;
mod shard;
mod socket;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serenity::all::{ApplicationId, ChannelId, GuildId, Interaction};
use serenity::model::gateway::BotGateway;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use tokio::task::JoinSet;
use tracing::warn;

pub use self::session::Fatal;
use self::shard::Shard;
use super::run::Shards;
use crate::clock;
use crate::monitor::Monitor;

/// Discord wants five seconds between two new sessions of the same bucket; a little more, since the way there takes time too.
const BETWEEN_IDENTIFIES: Duration = Duration::from_millis(5100);
/// How long shards may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// How long Discord may take with what a connection begins with; one that takes longer is given up for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// With the greeting.
    pub greeting: Duration,
    /// With the session that is asked for after it.
    pub session: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { greeting: Duration::from_secs(10), session: Duration::from_mins(1) }
    }
}

/// What happened on Discord, as far as the bot wants to know.
#[derive(Debug)]
pub(super) enum Event {
    /// A shard has a new session.
    Ready {
        /// Which.
        shard: u32,
        /// How many guilds it serves.
        guilds: usize,
        /// Which application the bot is.
        application: ApplicationId,
    },
    /// The bot is in a guild: it was invited, or has just connected.
    GuildCreate(GuildId),
    /// The bot is no longer in a guild, which is more than that the guild cannot be reached.
    GuildGone(GuildId),
    /// A channel or a thread was deleted.
    ChannelGone(ChannelId),
    /// A person wants something.
    Interaction(Box<Interaction>),
}

impl Event {
    /// Reads the event of this name; `None` for those that the bot has no use for.
    fn read(name: &str, data: &str) -> serde_json::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Guild {
            id: GuildId,
            #[serde(default)]
            unavailable: bool,
        }
        #[derive(Deserialize)]
        struct Channel {
            id: ChannelId,
        }
        Ok(match name {
            "INTERACTION_CREATE" => Some(Self::Interaction(Box::new(serde_json::from_str(data)?))),
            "GUILD_CREATE" => Some(Self::GuildCreate(serde_json::from_str::<Guild>(data)?.id)),
            "GUILD_DELETE" => {
                let guild: Guild = serde_json::from_str(data)?;
                (!guild.unavailable).then_some(Self::GuildGone(guild.id))
            }
            "CHANNEL_DELETE" | "THREAD_DELETE" => Some(Self::ChannelGone(serde_json::from_str::<Channel>(data)?.id)),
            _ => None,
        })
    }
}

/// The right to start a session; it notes when that was done.
type Turn = OwnedMutexGuard<Option<Instant>>;

/// Where and as whom to connect, and whose turn it is to start a session.
pub(super) struct Gateway {
    url: String,
    token: String,
    shards: RangeInclusive<u32>,
    /// The number of all shards, of all processes.
    of: u32,
    /// When each bucket last started a session.
    starts: Vec<Arc<Mutex<Option<Instant>>>>,
    /// How long nobody may start one, when the day's sessions are used up.
    wait: Option<Duration>,
    /// What is told how the shards are.
    monitor: Monitor,
    patience: Patience,
}

impl Gateway {
    /// The gateway that Discord recommends, for the shards that are asked for; for all that it recommends without.
    pub(super) fn new(advice: &BotGateway, token: &str, shards: Option<Shards>, monitor: Monitor, patience: Patience) -> Self {
        let of = shards.map_or(advice.shards.max(1), |shards| shards.of);
        let limit = &advice.session_start_limit;
        Self {
            url: advice.url.clone(),
            token: token.to_owned(),
            shards: shards.map_or(0..=of - 1, |shards| shards.first..=shards.last),
            of,
            starts: (0..limit.max_concurrency.max(1)).map(|_| Arc::default()).collect(),
            wait: (limit.remaining == 0).then(|| Duration::from_millis(limit.reset_after)),
            monitor,
            patience,
        }
    }

    /// Runs the shards until `stop`, or until Discord does not have one of them. `listener` gets every event and must not
    /// wait.
    ///
    /// # Errors
    /// [`Fatal`], when trying again would change nothing.
    pub(super) async fn run<L>(self, listener: L, stop: impl Future<Output = ()>) -> Result<(), Fatal>
    where
        L: Fn(Event) + Clone + Send + Sync + 'static,
    {
        let (stopping, stopped) = watch::channel(false);
        let gateway = Arc::new(self);
        gateway.monitor.expects_shards(gateway.shards.clone());
        let mut shards = JoinSet::new();
        let start = async {
            if let Some(wait) = gateway.wait {
                warn!(?wait, "Discord allows no new session today; waiting until it does");
                clock::pause(wait).await;
            }
            for id in gateway.shards.clone() {
                shards.spawn(Shard::new(Arc::clone(&gateway), id, listener.clone(), stopped.clone()).run());
            }
            while let Some(ended) = shards.join_next().await {
                match ended {
                    Ok(ended) => ended?,
                    // Not to be hidden: the process would go on without one of its shards.
                    Err(error) => std::panic::resume_unwind(error.into_panic()),
                }
            }
            Ok(())
        };
        let ended = tokio::select! {
            ended = start => ended,
            () = stop => Ok(()),
        };
        stopping.send_replace(true);
        let goodbye = async { while shards.join_next().await.is_some() {} };
        if clock::within(GOODBYE, goodbye).await.is_none() {
            warn!("a connection to Discord could not be closed in time");
        }
        ended
    }

    /// Waits until a shard may start a new session. The next shard of the bucket waits behind it until the turn is let go.
    async fn turn_to_identify(&self, shard: u32) -> Turn {
        let turn = Arc::clone(&self.starts[shard as usize % self.starts.len()]).lock_owned().await;
        if let Some(last) = *turn {
            clock::until(last + BETWEEN_IDENTIFIES).await;
        }
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guild_that_cannot_be_reached_is_not_gone() {
        assert!(matches!(Event::read("GUILD_DELETE", r#"{"id":"7"}"#), Ok(Some(Event::GuildGone(id))) if id.get() == 7));
        assert!(matches!(Event::read("GUILD_DELETE", r#"{"id":"7","unavailable":true}"#), Ok(None)));
        assert!(matches!(Event::read("GUILD_CREATE", r#"{"id":"7","name":"x","roles":[]}"#), Ok(Some(Event::GuildCreate(_)))));
        assert!(matches!(Event::read("TYPING_START", "{}"), Ok(None)));
        assert!(Event::read("INTERACTION_CREATE", "{}").is_err());
    }
}
