//! What a test does on the loopback: it is the people, and it is Discord.
#![expect(clippy::must_use_candidate, reason = "what people do is done, whether or not one goes on with them")]

mod action;
mod command;
mod person;
mod place;
mod press;
mod submit;

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tokio::sync::Notify;

pub use self::action::{Action, Choice, Response};
pub use self::person::Person;
pub use self::place::{Channel, Guild, Role};
use crate::core::Shared;
use crate::shape;
use crate::transcript::Entry;
use crate::world::World;
use crate::world::interaction::{Interaction, Kind};
use crate::world::message::Message;

/// Why a person cannot do what the test wants of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// The message or channel is not before their eyes: deleted, ephemeral for somebody else, or
    /// gone since they reloaded.
    NotVisible,
    /// There is no such button or menu on the message now; these are there.
    NotThere {
        /// What was looked for.
        wanted: String,
        /// The labels and ids that there are.
        there: Vec<String>,
    },
    /// The button or menu is disabled.
    Disabled(String),
    /// The button is a link, of which the bot is told nothing.
    Link(String),
    /// No such command can be used here by this person; the reason.
    NoCommand(String),
    /// A command's option, a menu's value or a modal's field cannot be filled in like this; the reason.
    BadValue(String),
    /// The modal is closed, or it was shown to somebody else.
    ModalClosed,
}

impl std::fmt::Display for Impossible {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotVisible => out.write_str("this is not before their eyes"),
            Self::NotThere { wanted, there } => write!(out, "there is no {wanted:?}, only {there:?}"),
            Self::Disabled(what) => write!(out, "{what:?} is disabled"),
            Self::Link(what) => write!(out, "{what:?} is a link"),
            Self::NoCommand(why) | Self::BadValue(why) => out.write_str(why),
            Self::ModalClosed => out.write_str("the modal is closed"),
        }
    }
}

impl std::error::Error for Impossible {}

/// An interaction that is about to begin.
struct Beginning<'a> {
    kind: Kind,
    person: u64,
    channel: u64,
    name: String,
    owners: Value,
    data: Value,
    /// The message whose component it is, as the client has it.
    source: Option<&'a Message>,
}

/// Begins an interaction and tells the gateway.
fn begin(shared: &Shared, world: &mut World, it: Beginning<'_>) -> Action {
    let id = world.ids.next(shared.clock.now());
    let changed = Arc::new(Notify::new());
    // Discord's tokens are long and begin like this; whatever follows means nothing.
    let token = format!("aW50ZXJhY3Rpb24{id:x}{:x}", id.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut interaction = Interaction {
        id,
        token: token.clone(),
        kind: it.kind,
        person: it.person,
        channel: it.channel,
        guild: world.guild_of(it.channel),
        born: shared.deadlines.now(),
        asked: Instant::now(),
        name: it.name,
        owners: it.owners,
        source: it.source.map(|message| message.id),
        answer: None,
        original: None,
        owed: false,
        followups: Vec::new(),
        choices: Vec::new(),
        payload: Arc::default(),
        failed: false,
        changed: Arc::clone(&changed),
    };
    let mut payload = shape::interaction(world, &interaction, &it.data);
    if let Some(stale) = it.source.filter(|message| !world.messages.contains_key(&message.id)) {
        payload["message"] = shape::message(world, stale);
    }
    interaction.payload = Arc::new(payload);
    let payload = Arc::clone(&interaction.payload);
    let guild = interaction.guild;
    world.tokens.insert(token, id);
    world.interactions.insert(id, interaction);
    shared.tell("INTERACTION_CREATE", guild, 0, &payload);
    Action::new(shared.clone(), id, changed)
}

/// Writes into the transcript what a person did.
fn note(world: &mut World, person: u64, channel: u64, what: String) {
    let who = world.name_of(person, world.guild_of(channel));
    let place = world.place_of(channel);
    world.log.push(Entry::Act { place, who, what });
}
