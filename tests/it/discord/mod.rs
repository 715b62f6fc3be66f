//! The real binary on a loopback Discord.

mod boards;
pub(crate) mod bot;
mod dailies;
mod daily_pace;
mod complete;
mod disputes;
mod faults;
mod flows;
mod gateway;
mod hostile;
mod kills;
mod languages;
mod session_kills;
mod session_load;
mod sessions;
mod study;
mod watched;
mod privacy;
mod settings;
