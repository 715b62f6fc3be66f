//! What the servers, the handles and the tests share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::gate::Gates;
use crate::gateway::session::{Event, Sessions};
use crate::limits::Limiter;
use crate::record::{Records, Violation};
use crate::world::World;

/// How the loopback was set up.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) token: String,
    /// How long a test waits for anything, on the wall's clock.
    pub(crate) patience: Duration,
    pub(crate) heartbeat: Duration,
    /// Payloads longer than this are compressed for a client that asked for it.
    pub(crate) compress_over: usize,
    /// The intents that the application was granted.
    pub(crate) intents: u64,
    /// The shards that `GET /gateway/bot` recommends.
    pub(crate) shards: u64,
    /// How many may identify at once.
    pub(crate) concurrency: u64,
    /// What must lie between two IDENTIFYs, on the wall's clock.
    pub(crate) identify_pause: Duration,
}

/// The heart of a loopback.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) settings: Settings,
    /// For timestamps and ids.
    pub(crate) clock: Clock,
    /// For the 3 seconds and the 15 minutes.
    pub(crate) deadlines: Clock,
    pub(crate) gates: Gates,
    world: Mutex<World>,
    sessions: Mutex<Sessions>,
    records: Mutex<Records>,
    limiter: Mutex<Limiter>,
    /// Rings whenever something happened that a test may wait for.
    bell: Notify,
    port: u16,
}

/// Something did not happen while the test was waiting for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedOut {
    /// What was waited for.
    pub what: String,
}

impl std::fmt::Display for TimedOut {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "waited in vain for {}", self.what)
    }
}

impl std::error::Error for TimedOut {}

/// A guard that panics elsewhere left behind is as good as any: the data is plain.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    pub(crate) fn new(settings: Settings, clocks: (Clock, Clock), world: World, port: u16) -> Self {
        Self {
            sessions: Mutex::new(Sessions::new()),
            settings,
            clock: clocks.0,
            deadlines: clocks.1,
            gates: Gates::default(),
            world: Mutex::new(world),
            records: Mutex::default(),
            limiter: Mutex::default(),
            bell: Notify::new(),
            port,
        }
    }

    /// Locks the world. Sessions may be locked after it, never before.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.sessions)
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        lock(&self.records)
    }

    pub(crate) fn limiter(&self) -> MutexGuard<'_, Limiter> {
        lock(&self.limiter)
    }

    pub(crate) fn gateway_url(&self) -> String {
        format!("ws://127.0.0.1:{}/gateway", self.port)
    }

    pub(crate) fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends an event to every session that is to have it.
    pub(crate) fn dispatch(&self, event: &Event) {
        self.sessions().dispatch(event);
        self.ring();
    }

    pub(crate) fn violation(&self, code: i64, place: impl Into<String>, message: impl Into<String>) {
        let violation = Violation { code, place: place.into(), message: message.into() };
        self.records().violations.push(violation);
    }

    pub(crate) fn ring(&self) {
        self.bell.notify_waiters();
    }

    /// Waits until `look` finds something, as long as the test's patience lasts.
    pub(crate) async fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T, TimedOut> {
        let waiting = async {
            loop {
                let bell = self.bell.notified();
                tokio::pin!(bell);
                bell.as_mut().enable();
                if let Some(found) = look() {
                    return found;
                }
                bell.await;
            }
        };
        let patience = tokio::time::timeout(self.settings.patience, waiting).await;
        patience.map_err(|_| TimedOut { what: what.to_owned() })
    }

    /// An event for a guild, or for direct messages.
    pub(crate) fn tell(&self, name: &'static str, guild: Option<u64>, intent: u64, data: &Value) {
        self.dispatch(&Event { name, guild, intent, data: data.to_string(), bare: None });
    }
}

/// A shared [`Core`].
pub(crate) type Shared = Arc<Core>;
