//! Interactions and modals, as the world keeps them.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tokio::sync::Notify;

/// How long a bot has for its first response, in milliseconds.
pub(crate) const FIRST_RESPONSE: u64 = 3_000;
/// How long an interaction's token is good for, in milliseconds.
pub(crate) const TOKEN_LIFE: u64 = 15 * 60_000;

/// What sort of interaction it is, with Discord's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Somebody used a command.
    Command = 2,
    /// Somebody pressed a button or used a select menu.
    Component = 3,
    /// Somebody is typing an option that completes itself.
    Autocomplete = 4,
    /// Somebody submitted a modal.
    Modal = 5,
}

/// The first response that the bot gave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// Discord's callback type.
    pub(crate) kind: u8,
    pub(crate) at: Instant,
}

#[derive(Debug)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    pub(crate) token: String,
    pub(crate) kind: Kind,
    pub(crate) person: u64,
    pub(crate) channel: u64,
    pub(crate) guild: Option<u64>,
    /// By the clock that deadlines are measured with.
    pub(crate) born: u64,
    pub(crate) asked: Instant,
    /// The command's name, or the `custom_id`.
    pub(crate) name: String,
    pub(crate) owners: Value,
    /// The message whose component it was.
    pub(crate) source: Option<u64>,
    pub(crate) answer: Option<Answer>,
    pub(crate) original: Option<u64>,
    /// A deferred first response that has not been filled in yet.
    pub(crate) owed: bool,
    pub(crate) followups: Vec<u64>,
    pub(crate) choices: Vec<Value>,
    /// The payload, to be delivered again.
    pub(crate) payload: Arc<Value>,
    pub(crate) failed: bool,
    pub(crate) changed: Arc<Notify>,
}

impl Interaction {
    /// Whether the bot may still give its first response.
    pub(crate) fn is_open(&self, now: u64) -> bool {
        self.answer.is_none() && now <= self.born + FIRST_RESPONSE
    }

    /// Whether the token still opens the webhook.
    pub(crate) fn is_live(&self, now: u64) -> bool {
        now <= self.born + TOKEN_LIFE
    }
}

/// One thing to fill in on a modal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What the bot will be told it was.
    pub custom_id: String,
    /// What is written above it.
    pub label: String,
    /// What is written in it while it is empty.
    pub placeholder: String,
    /// What it is filled with at first.
    pub value: String,
    /// Whether it may stay empty.
    pub required: bool,
    /// The fewest characters it takes.
    pub min: u64,
    /// The most characters it takes.
    pub max: u64,
    /// Whether it has several lines.
    pub paragraph: bool,
}

/// A modal that was shown to a person.
#[derive(Clone, Debug)]
pub struct Modal {
    pub(crate) id: u64,
    pub(crate) person: u64,
    pub(crate) channel: u64,
    pub(crate) source: Option<u64>,
    pub(crate) custom_id: String,
    pub(crate) title: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) components: Vec<Value>,
}

impl Modal {
    /// What the bot called it.
    #[must_use]
    pub fn custom_id(&self) -> &str {
        &self.custom_id
    }

    /// What is written on top of it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is to be filled in.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }
}

/// A modal and what became of it.
#[derive(Debug)]
pub(crate) struct ModalState {
    pub(crate) modal: Modal,
    pub(crate) closed: bool,
    /// The interaction that submitted it last.
    pub(crate) submission: Option<u64>,
}
