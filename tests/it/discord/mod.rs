//! The real binary on a loopback Discord.

mod bot;
mod faults;
mod flows;
mod hostile;
mod kills;
