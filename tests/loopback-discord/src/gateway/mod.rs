//! The gateway, and what a test can do to it.

pub(crate) mod session;
pub(crate) mod socket;

use serde_json::json;

use self::session::{Order, Sessions};
pub use self::session::{Tally, Turnstile};
use crate::core::{Shared, TimedOut};

/// The gateway of a loopback, as a test holds it.
///
/// What it does, it does to every connection of every process, unless [`shard`](Self::shard)
/// narrows it. Clients are told in turn: what is ordered here waits behind an event that the gate
/// holds.
#[derive(Clone, Debug)]
pub struct Gateway {
    shared: Shared,
    shard: Option<u64>,
}

impl Gateway {
    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared, shard: None }
    }

    /// The same gateway, for the connections of one shard.
    #[must_use]
    pub fn shard(&self, shard: u64) -> Self {
        Self { shared: self.shared.clone(), shard: Some(shard) }
    }

    /// Asks clients to reconnect and resume (opcode 7).
    pub fn asks_to_reconnect(&self) {
        self.order(|| Order::Send(json!({"op": 7, "d": null})));
    }

    /// Tells clients that their session is invalid (opcode 9).
    ///
    /// A session that is not resumable is forgotten.
    pub fn invalidates(&self, resumable: bool) {
        self.order(|| Order::Send(json!({"op": 9, "d": resumable})));
        if !resumable {
            let shard = self.shard;
            let mine = |of: u64| shard.is_none_or(|shard| shard == of);
            self.shared.sessions().all.retain(|_, session| !mine(session.shard.0));
        }
    }

    /// Asks clients for a heartbeat at once (opcode 1).
    pub fn asks_for_heartbeat(&self) {
        self.order(|| Order::Send(json!({"op": 1, "d": null})));
    }

    /// Closes connections with a code.
    pub fn closes(&self, code: u16) {
        self.order(|| Order::Close(Some((code, String::new()))));
    }

    /// Closes connections without a code.
    pub fn closes_without_code(&self) {
        self.order(|| Order::Close(None));
    }

    /// From now on no heartbeat is answered, or each is again; all else goes on.
    pub fn ignores_heartbeats(&self, ignores: bool) {
        self.shared.sessions().deaf = ignores;
    }

    /// Drops the TCP connections without closing them.
    pub fn cuts(&self) {
        self.order(|| Order::Cut);
    }

    /// Leaves connections half open: they stay, and nothing is read or written on them any more.
    pub fn freezes(&self) {
        self.order(|| Order::Freeze);
    }

    /// Drops connections that were [frozen](Self::freezes).
    pub fn thaws(&self) {
        self.shared.sessions().frozen.clear();
        self.shared.ring();
    }

    /// Says how whoever connects from now on is received.
    pub fn turns(&self, turnstile: Turnstile) {
        self.shared.sessions().turnstile = turnstile;
    }

    /// Sets how many sessions may still be started, and of how many.
    pub fn leaves_starts(&self, remaining: u64, total: u64) {
        self.shared.sessions().starts = (remaining, total);
    }

    /// How many sessions are connected.
    #[must_use]
    pub fn connected(&self) -> usize {
        self.count(&self.shared.sessions())
    }

    /// What happened so far, on all shards.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.shared.sessions().tally
    }

    /// Waits until this many sessions are connected.
    ///
    /// # Errors
    ///
    /// When they were not as long as the patience lasted.
    pub async fn until_connected(&self, count: usize) -> Result<(), TimedOut> {
        let what = format!("{count} connected sessions");
        self.shared.until(&what, || (self.count(&self.shared.sessions()) == count).then_some(())).await
    }

    /// Waits until the tally is as wanted, for example until a session was resumed.
    ///
    /// # Errors
    ///
    /// When it was not as long as the patience lasted.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Tally) -> bool) -> Result<(), TimedOut> {
        self.shared.until(what, || wanted(&self.shared.sessions().tally).then_some(())).await
    }

    fn count(&self, sessions: &Sessions) -> usize {
        match self.shard {
            None => sessions.connected(),
            Some(shard) => sessions.all.values().filter(|one| one.connection.is_some() && one.shard.0 == shard).count(),
        }
    }

    fn order(&self, order: impl Fn() -> Order) {
        let sessions = self.shared.sessions();
        match self.shard {
            None => {
                for orders in sessions.connections.values() {
                    // A connection that is going away needs no order.
                    drop(orders.send(order()));
                }
            }
            Some(shard) => {
                let mine = sessions.all.values().filter(|session| session.shard.0 == shard);
                for (_, orders) in mine.filter_map(|session| session.connection.as_ref()) {
                    drop(orders.send(order()));
                }
            }
        }
    }
}
