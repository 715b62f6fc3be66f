//! The real binary on a loopback Discord.

mod boards;
pub(crate) mod bot;
mod complete;
mod dailies;
mod daily_pace;
mod daily_trouble;
mod disputes;
mod faults;
mod flows;
mod gateway;
mod hostile;
mod interviews;
mod kills;
mod languages;
mod milestones;
mod privacy;
mod progress;
mod session_cards;
mod session_ends;
mod session_kills;
mod session_load;
mod session_pair;
mod sessions;
mod settings;
mod study;
mod watched;
