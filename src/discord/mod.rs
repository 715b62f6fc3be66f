//! The bot: Discord's interactions in, cards out. Holds no rule of the game.
//!
//! A handler decodes what a person did ([`route`] for presses, `commands` for commands), asks [`crate::app`], and
//! renders the outcome ([`views`]). Everything that a button needs is in its `custom_id` and in the database, so that it
//! works after a restart, on another process, and twice.
//!
//! | file | what |
//! |---|---|
//! | `run` | connecting, shards, shutting down, exit codes |
//! | `connect` | the HTTP client: production, or a loopback server |
//! | `gateway` | the connections by which events come in: sessions, heartbeats, reconnects |
//! | `handler` | events to handlers, in-flight work, faults |
//! | `visitor` | who did something, and where |
//! | `route`, `verbs` | `custom_id`: version, verb, key |
//! | `commands` | what is registered, and only when it differs |
//! | `complete` | what can be chosen while an option is typed |
//! | `interview`, `leaderboard`, `study`, `progress`, `daily`, `session`, `settings`, `privacy`, `dispute` | the handlers; `daily` and `session` have tasks of their own |
//! | `record` | what is noted of an interaction: a line of the log, and figures |
//! | `floods` | how fast one person may press |
//! | `limits` | keeping serenity's rate limiter small |
//! | `respond` | first responses inside three seconds |
//! | `draw` | pictures on cards, drawn beside other work |
//! | `views` | cards: a [`views::Card`] is checked against Discord's limits and then sent |

mod commands;
mod complete;
mod connect;
mod daily;
mod dispute;
mod draw;
mod floods;
mod gateway;
mod handler;
mod interview;
mod leaderboard;
mod limits;
mod privacy;
mod progress;
mod record;
mod respond;
pub mod route;
mod run;
mod session;
mod settings;
mod study;
mod verbs;
pub mod views;
mod visitor;

pub use connect::{Endpoint, EndpointError};
pub use gateway::{Fatal, Patience};
pub use limits::prune;
pub use run::{RunError, Settings, Shards, run};
