//! What a running bot tells of itself: figures that Prometheus reads, and whether it is well.
//!
//! A [`Monitor`] is handed to whoever has something to count and is free to clone. It holds numbers, names of commands and
//! codes; never who did something, nor what they said. [`Listener`] answers `/metrics` and `/healthz` where an address is
//! configured.

mod health;
mod meters;
mod process;
mod serve;

pub use health::Health;
pub use meters::{Answered, Monitor, Timed};
pub use serve::{ListenError, Listener};
