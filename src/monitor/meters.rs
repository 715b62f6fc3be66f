//! The figures.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::Health;
use super::health::{Shards, any_up};
use super::process::Process;
use crate::clock;

/// Counts and measures. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Monitor(Arc<Kept>);

/// An interaction that is over.
#[derive(Clone, Debug)]
pub struct Answered {
    /// `command`, `press`, `modal` or `autocomplete`.
    pub kind: &'static str,
    /// The command, or what was pressed.
    pub name: Cow<'static, str>,
    /// How it ended.
    pub outcome: &'static str,
    /// From its arrival to its first response, if it got one.
    pub first: Option<Duration>,
    /// From its arrival to its end.
    pub all: Duration,
}

/// Measures how long something takes, until it is dropped.
#[derive(Debug)]
pub struct Timed {
    into: Histogram,
    since: Instant,
}

impl Drop for Timed {
    fn drop(&mut self) {
        self.into.observe(self.since.elapsed().as_secs_f64());
    }
}

/// Counts one more in a gauge, until it is dropped.
#[derive(Debug)]
pub struct Counted(Gauge);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[derive(Debug)]
struct Kept {
    meters: Meters,
    /// The same, with their names.
    registry: Registry,
    shards: Mutex<Shards>,
}

#[derive(Debug)]
struct Meters {
    started: Gauge,
    interactions: Family<InteractionLabels, Counter>,
    first_response: Family<KindLabels, Histogram, fn() -> Histogram>,
    interaction: Family<KindLabels, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    grading: Histogram,
    store: Family<StoreLabels, Histogram, fn() -> Histogram>,
    store_queue: Gauge,
    connects: Family<ConnectLabels, Counter>,
    shard_up: Family<ShardLabels, Gauge>,
    heartbeat: Family<ShardLabels, Gauge<f64, AtomicU64>>,
    rest_errors: Family<RestLabels, Counter>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct InteractionLabels {
    kind: &'static str,
    name: Cow<'static, str>,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct StoreLabels {
    aggregate: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ConnectLabels {
    how: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ShardLabels {
    shard: u32,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RestLabels {
    status: Cow<'static, str>,
    code: i64,
}

/// A histogram of what takes milliseconds, up to Discord's three seconds and a bit.
fn milliseconds() -> Histogram {
    Histogram::new([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.5, 3.0, 10.0])
}

/// A histogram of what takes microseconds, until it does not.
fn microseconds() -> Histogram {
    Histogram::new([0.000_02, 0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0, 10.0])
}

impl Default for Kept {
    fn default() -> Self {
        let meters = Meters {
            started: Gauge::default(),
            interactions: Family::default(),
            first_response: Family::new_with_constructor(milliseconds),
            interaction: Family::new_with_constructor(milliseconds),
            in_flight: Gauge::default(),
            grading: microseconds(),
            store: Family::new_with_constructor(microseconds),
            store_queue: Gauge::default(),
            connects: Family::default(),
            shard_up: Family::default(),
            heartbeat: Family::default(),
            rest_errors: Family::default(),
        };
        let registry = named(&meters);
        Self { meters, registry, shards: Mutex::default() }
    }
}

fn named(meters: &Meters) -> Registry {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Process));
    registry.register("process_start_time_seconds", "When it was started, in Unix time", meters.started.clone());
    let mine = registry.sub_registry_with_prefix("mockingbird");
    mine.register("build", "Which version this is", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
    mine.register("interactions", "Interactions, by what they were and how they ended", meters.interactions.clone());
    mine.register(
        "first_response_seconds",
        "From an interaction's arrival to its first response; Discord waits three seconds",
        meters.first_response.clone(),
    );
    mine.register("interaction_seconds", "From an interaction's arrival to the end of its work", meters.interaction.clone());
    mine.register("interactions_in_flight", "Interactions that are being worked on", meters.in_flight.clone());
    mine.register("grading_seconds", "Grading of an answer", meters.grading.clone());
    mine.register("store_seconds", "Use of the database, waiting for one's turn to write not included", meters.store.clone());
    mine.register("store_queue", "Writes that wait in line, or are being written", meters.store_queue.clone());
    mine.register("gateway_connects", "Sessions begun or resumed with Discord's gateway", meters.connects.clone());
    mine.register("shard_up", "Whether a shard is connected and hears from Discord", meters.shard_up.clone());
    mine.register("heartbeat_seconds", "How long Discord took to answer a shard's last heartbeat", meters.heartbeat.clone());
    mine.register("rest_errors", "Requests that Discord refused or did not answer, by status and code", meters.rest_errors.clone());
    registry
}

impl Monitor {
    /// Notes when the process was started.
    #[must_use]
    pub fn started_at(self, now: DateTime<Utc>) -> Self {
        self.0.meters.started.set(now.timestamp());
        self
    }

    /// Counts an interaction that is over.
    pub fn answered(&self, it: Answered) {
        let Answered { kind, name, outcome, first, all } = it;
        self.0.meters.interactions.get_or_create(&InteractionLabels { kind, name, outcome }).inc();
        if let Some(first) = first {
            self.0.meters.first_response.get_or_create(&KindLabels { kind }).observe(first.as_secs_f64());
        }
        self.0.meters.interaction.get_or_create(&KindLabels { kind }).observe(all.as_secs_f64());
    }

    /// Counts an interaction that is being worked on, until what it returns is dropped.
    #[must_use]
    pub fn in_flight(&self) -> Counted {
        counted(&self.0.meters.in_flight)
    }

    /// Grades, and measures how long it takes.
    pub fn grading<V>(&self, grade: impl FnOnce() -> V) -> V {
        let since = clock::instant();
        let verdict = grade();
        self.0.meters.grading.observe(since.elapsed().as_secs_f64());
        verdict
    }

    /// Measures a use of the database by a module of the store, until what it returns is dropped.
    #[must_use]
    pub fn storing(&self, module: &'static str) -> Timed {
        let aggregate = module.rsplit("::").next().unwrap_or(module);
        let into = self.0.meters.store.get_or_create_owned(&StoreLabels { aggregate });
        Timed { into, since: clock::instant() }
    }

    /// Counts a write that waits in line, until what it returns is dropped.
    #[must_use]
    pub fn waiting_to_write(&self) -> Counted {
        counted(&self.0.meters.store_queue)
    }

    /// Notes which shards there are to be; they are down until they are up.
    pub fn expects_shards(&self, shards: RangeInclusive<u32>) {
        for shard in shards {
            self.shards().entry(shard).or_default();
            self.0.meters.shard_up.get_or_create(&ShardLabels { shard }).set(0);
        }
    }

    /// Notes that a shard has a session: by `identify`, or by `resume`.
    pub fn shard_up(&self, shard: u32, how: &'static str) {
        self.shards().entry(shard).or_default().up = true;
        self.0.meters.shard_up.get_or_create(&ShardLabels { shard }).set(1);
        self.0.meters.connects.get_or_create(&ConnectLabels { how }).inc();
    }

    /// Notes that a shard has lost its connection.
    pub fn shard_down(&self, shard: u32) {
        self.shards().entry(shard).or_default().up = false;
        self.0.meters.shard_up.get_or_create(&ShardLabels { shard }).set(0);
    }

    /// Notes that Discord has answered a shard's heartbeat, and how long it took.
    pub fn heartbeat(&self, shard: u32, took: Duration) {
        self.shards().entry(shard).or_default().beat = Some((took, clock::instant()));
        self.0.meters.heartbeat.get_or_create(&ShardLabels { shard }).set(took.as_secs_f64());
    }

    /// How the bot is, given whether its database answers.
    #[must_use]
    pub fn health(&self, database: bool) -> Health {
        Health::new(&self.shards(), database)
    }

    /// Whether Discord is heard: by one shard at least. Without any the bot is down, whatever else of it runs.
    #[must_use]
    pub fn hears_discord(&self) -> bool {
        any_up(&self.shards())
    }

    fn shards(&self) -> MutexGuard<'_, Shards> {
        self.0.shards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request that went wrong: its status, or what happened instead, and Discord's code, or 0.
    pub fn rest_error(&self, status: Cow<'static, str>, code: i64) {
        self.0.meters.rest_errors.get_or_create(&RestLabels { status, code }).inc();
    }

    /// All figures as text, in the format that Prometheus calls `OpenMetrics`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail, and a part of the figures is better than none.
        let _ = encode(&mut text, &self.0.registry);
        text
    }
}

fn counted(gauge: &Gauge) -> Counted {
    gauge.inc();
    Counted(gauge.clone())
}
