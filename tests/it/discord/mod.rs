//! The real binary on a loopback Discord.

mod boards;
pub(crate) mod bot;
mod faults;
mod flows;
mod gateway;
mod hostile;
mod kills;
mod languages;
mod study;
