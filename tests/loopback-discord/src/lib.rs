//! A Discord that runs on `127.0.0.1`, for testing bots end to end.
//!
//! A test starts a [`Loopback`], puts guilds, channels and people on it, points the bot at it, and
//! then is the people: they type commands, press buttons and fill in modals, and the test reads
//! what they see. The bot speaks REST and gateway to it as it would to Discord; whatever Discord
//! would refuse is refused as Discord does, and recorded.
//!
//! ```no_run
//! # async fn test() -> Result<(), Box<dyn std::error::Error>> {
//! use loopback_discord::Loopback;
//! use serde_json::json;
//!
//! let discord = Loopback::start().await;
//! let guild = discord.guild("Study group");
//! let general = guild.channel("general");
//! let ann = discord.person("ann");
//! ann.joins(&guild);
//!
//! // Start the bot here, with discord.api_url() and discord.token().
//! discord.until_command("interview").await?;
//!
//! let card = ann.types_command(&general, "interview", json!({"questions": 2})).response().await.message();
//! assert!(card.is_ephemeral());
//! let modal = ann.presses(&card, "Answer").response().await.modal();
//! let verdict = ann.submits(&modal, json!({"answer": "A weak reference."})).response().await;
//! assert!(verdict.text().contains("Right"));
//! assert!(discord.violations().is_empty());
//! println!("{}", discord.transcript());
//! # Ok(())
//! # }
//! ```
//!
//! # A map
//!
//! - [`Loopback`] and [`Builder`]: start, set up, look back (requests, violations, pings, transcript).
//! - [`Guild`], [`Channel`], [`Person`]: the world, and what people do in it. [`Action`] is
//!   something a person did, [`Response`] what they see of the answer, [`Message`] and [`Modal`]
//!   what they read.
//! - [`Gate`]: holds, fails, loses or delays any request or event, so that a bot can be killed
//!   between any two steps.
//! - [`Gateway`]: reconnects, invalid sessions, closes, cuts, half-open connections.
//! - [`RateLimits`], [`Clock`]: what is limited, and what time it is.
//! - [`permissions`]: Discord's bits.
//!
//! # Two ways to it
//!
//! **A**, plain HTTP: the client sends all of `https://discord.com/api/v10` to
//! [`Loopback::api_url`]. **B**, TLS: the client resolves `discord.com` to [`Loopback::tls_addr`]
//! and trusts [`Loopback::ca_file`]. In both, the gateway is the `ws://` address that
//! `GET /gateway` names.

mod act;
mod clock;
mod core;
mod gate;
mod gateway;
mod id;
mod limits;
mod loopback;
mod mentions;
mod openapi;
pub mod permissions;
mod record;
mod rest;
mod rules;
mod serve;
mod shape;
mod transcript;
mod world;

pub use self::act::{Action, Channel, Choice, Guild, Impossible, Person, Response, Role};
pub use self::clock::Clock;
pub use self::core::TimedOut;
pub use self::gate::{Gate, Held, Rule, Step, When};
pub use self::gateway::{Gateway, Tally, Turnstile};
pub use self::limits::RateLimits;
pub use self::loopback::{Builder, Loopback};
pub use self::mentions::{Ping, Target};
pub use self::openapi::validated_in_process;
pub use self::record::{Request, Violation};
pub use self::world::interaction::{Input, Modal};
pub use self::world::message::{Button, File, Message, Select};
