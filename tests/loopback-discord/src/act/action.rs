//! Something a person did, and what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::Notify;

use crate::core::Shared;
use crate::transcript::Entry;
use crate::world::World;
use crate::world::interaction::{FIRST_RESPONSE, Kind, Modal};
use crate::world::message::Message;

/// An interaction that a person began.
#[derive(Clone, Debug)]
#[must_use = "what the bot answers is in its response"]
pub struct Action {
    shared: Shared,
    id: u64,
    changed: Arc<Notify>,
}

/// Something that can be chosen while an option is being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What the bot is told.
    pub value: Value,
}

/// What a person sees of a bot's answer.
#[derive(Clone, Debug)]
pub enum Response {
    /// A new message; one that was "thinking" counts when the thought is there.
    Shown(Message),
    /// The message that was acted on has changed.
    Updated(Message),
    /// A modal opened.
    Modal(Modal),
    /// These can be chosen.
    Choices(Vec<Choice>),
    /// It was acknowledged, and nothing followed as long as the test's patience lasted.
    Deferred,
    /// It was answered with a message that was deleted since.
    Deleted,
    /// "This interaction failed": there was no answer within three seconds.
    Failed,
}

impl Action {
    pub(super) fn new(shared: Shared, id: u64, changed: Arc<Notify>) -> Self {
        Self { shared, id, changed }
    }

    /// The interaction's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The interaction's token.
    #[must_use]
    pub fn token(&self) -> String {
        self.shared.world().interactions.get(&self.id).map(|it| it.token.clone()).unwrap_or_default()
    }

    /// Waits for what the person gets to see.
    ///
    /// A deferred answer is waited for until it is filled in. The wait ends with the test's
    /// patience, which is on the wall's clock and ten seconds unless it is set.
    pub async fn response(&self) -> Response {
        self.wait(look).await.unwrap_or_else(|| self.give_up())
    }

    /// Waits for the first response, be it a deferral, and returns Discord's callback type for it.
    ///
    /// `None` if there was none in time.
    pub async fn acknowledged(&self) -> Option<u8> {
        let first = |world: &mut World, id: u64, now: u64| {
            let it = world.interactions.get(&id)?;
            it.answer.map(|answer| Some(answer.kind)).or_else(|| (!it.is_open(now)).then_some(None))
        };
        self.wait(first).await.flatten()
    }

    /// How long the first response took, on the wall's clock; `None` while there is none.
    #[must_use]
    pub fn latency(&self) -> Option<Duration> {
        let world = self.shared.world();
        let it = world.interactions.get(&self.id)?;
        it.answer.map(|answer| answer.at - it.asked)
    }

    /// The follow-ups so far, those that were deleted left out.
    #[must_use]
    pub fn followups(&self) -> Vec<Message> {
        let world = self.shared.world();
        let ids = world.interactions.get(&self.id).map(|it| it.followups.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| world.messages.get(id)).cloned().collect()
    }

    /// Waits until there are this many follow-ups, or patience ends.
    pub async fn until_followups(&self, count: usize) -> Vec<Message> {
        let enough = |world: &mut World, id: u64, _| world.interactions.get(&id).is_none_or(|it| it.followups.len() >= count).then_some(());
        self.wait(enough).await;
        self.followups()
    }

    /// Delivers the same interaction to the bot once more, as a gateway may.
    pub fn deliver_again(&self) {
        let world = self.shared.world();
        if let Some(it) = world.interactions.get(&self.id) {
            self.shared.tell("INTERACTION_CREATE", it.guild, 0, &it.payload);
        }
    }

    async fn wait<T>(&self, mut look: impl FnMut(&mut World, u64, u64) -> Option<T>) -> Option<T> {
        let end = Instant::now() + self.shared.settings.patience;
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let deadline = {
                let mut world = self.shared.world();
                if let Some(found) = look(&mut world, self.id, self.shared.deadlines.now()) {
                    return Some(found);
                }
                let open = world.interactions.get(&self.id).filter(|it| it.answer.is_none());
                open.map(|it| it.born + FIRST_RESPONSE + 1)
            };
            let expiry = async {
                match deadline {
                    Some(at) => self.shared.deadlines.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = changed => {}
                () = expiry => {}
                () = tokio::time::sleep_until(end.into()) => return None,
            }
        }
    }

    fn give_up(&self) -> Response {
        let mut world = self.shared.world();
        let answered = world.interactions.get(&self.id).is_some_and(|it| it.answer.is_some());
        if answered { Response::Deferred } else { fail(&mut world, self.id) }
    }
}

/// What there is to see of an interaction now.
fn look(world: &mut World, id: u64, now: u64) -> Option<Response> {
    let Some(it) = world.interactions.get(&id) else { return Some(Response::Failed) };
    let Some(answer) = it.answer else {
        return (!it.is_open(now)).then(|| fail(world, id));
    };
    let message = |id: Option<u64>| id.and_then(|id| world.messages.get(&id)).cloned();
    let shown = |message: Option<Message>| message.map_or(Response::Deleted, Response::Shown);
    let updated = |message: Option<Message>| message.map_or(Response::Deleted, Response::Updated);
    match answer.kind {
        4 => Some(shown(message(it.original))),
        5 => (!it.owed).then(|| shown(message(it.original))),
        6 if it.owed => None,
        6 if !it.followups.is_empty() => Some(shown(message(it.followups.first().copied()))),
        6 | 7 => Some(updated(message(it.original))),
        8 => Some(Response::Choices(it.choices.iter().map(choice).collect())),
        _ => world.modals.get(&id).map(|state| Response::Modal(state.modal.clone())),
    }
}

fn choice(choice: &Value) -> Choice {
    Choice { name: choice["name"].as_str().unwrap_or_default().to_owned(), value: choice["value"].clone() }
}

/// "This interaction failed", written into the transcript once.
fn fail(world: &mut World, id: u64) -> Response {
    let Some(it) = world.interactions.get_mut(&id) else { return Response::Failed };
    let first = !std::mem::replace(&mut it.failed, true);
    let (kind, person, channel) = (it.kind, it.person, it.channel);
    if first && kind != Kind::Autocomplete {
        let who = world.name_of(person, world.guild_of(channel));
        let place = world.place_of(channel);
        world.log.push(Entry::Failed { place, who });
    }
    Response::Failed
}

impl Response {
    /// The message that was shown or updated.
    ///
    /// # Panics
    ///
    /// When it is anything else.
    #[must_use]
    #[track_caller]
    pub fn message(self) -> Message {
        match self {
            Self::Shown(message) | Self::Updated(message) => message,
            other => panic!("expected a message, got {other:?}"),
        }
    }

    /// The modal that opened.
    ///
    /// # Panics
    ///
    /// When it is anything else.
    #[must_use]
    #[track_caller]
    pub fn modal(self) -> Modal {
        match self {
            Self::Modal(modal) => modal,
            other => panic!("expected a modal, got {other:?}"),
        }
    }

    /// What can be chosen.
    ///
    /// # Panics
    ///
    /// When it is anything else.
    #[must_use]
    #[track_caller]
    pub fn choices(self) -> Vec<Choice> {
        match self {
            Self::Choices(choices) => choices,
            other => panic!("expected choices, got {other:?}"),
        }
    }

    /// The text of the message; empty for anything else.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Shown(message) | Self::Updated(message) => message.text(),
            _ => String::new(),
        }
    }

    /// Whether it says "This interaction failed".
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed)
    }
}
