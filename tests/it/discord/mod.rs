//! The real binary on a loopback Discord.

pub(crate) mod bot;
mod faults;
mod flows;
mod hostile;
mod kills;
