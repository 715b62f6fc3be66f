//! `/webhooks/{application}/{token}`: follow-ups, and edits of what was said.

use axum::extract::State;

use super::Answer;
use super::draft::{self, Draft};
use super::payload::{At, Payload};
use super::refusal::{Refusal, json_response, nothing};
use crate::core::Shared;
use crate::shape;
use crate::world::World;

/// How many follow-ups an app has where it is not a member.
const FOREIGN_FOLLOWUPS: usize = 5;

/// The interaction that a token belongs to, if it can be written to.
fn enter(shared: &Shared, world: &World, at: &At) -> Result<u64, Refusal> {
    if at.id("webhook_id")? != world.app.id {
        return Err(Refusal::unknown_webhook());
    }
    let id = *world.tokens.get(at.text("webhook_token")).ok_or(Refusal::unknown_webhook())?;
    let interaction = world.interactions.get(&id).ok_or(Refusal::unknown_webhook())?;
    if !interaction.is_live(shared.deadlines.now()) {
        return Err(Refusal::invalid_token());
    }
    // The webhook comes into being with the first response.
    interaction.answer.map(|_| id).ok_or(Refusal::unknown_webhook())
}

/// The message that is meant, which must have come by this interaction.
fn message(world: &World, interaction: u64, at: &At) -> Result<u64, Refusal> {
    let it = world.interactions.get(&interaction).ok_or(Refusal::unknown_webhook())?;
    // `messages/@original` has no id in its path.
    if at.text("message_id").is_empty() {
        return it.original.ok_or(Refusal::unknown_message());
    }
    let id = at.id("message_id")?;
    let own = it.original == Some(id) || it.followups.contains(&id) || it.source == Some(id);
    (own && world.messages.contains_key(&id)).then_some(id).ok_or(Refusal::unknown_message())
}

pub(super) async fn follow_up(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let mut world = shared.world();
    let id = enter(&shared, &world, &at)?;
    let draft = Draft::read(&payload, payload.json(), "")?;
    if draft.is_empty() {
        return Err(Refusal::empty_message());
    }
    let (owed, original, count, guild) = match world.interactions.get(&id) {
        Some(it) => (it.owed, it.original, it.followups.len(), it.guild),
        None => return Err(Refusal::unknown_webhook()),
    };
    if count >= FOREIGN_FOLLOWUPS && guild.is_some_and(|guild| !world.bot_in(guild)) {
        return Err(Refusal::too_many_followups());
    }
    // The first follow-up after "thinking" is what was thought.
    let thinking = original.filter(|id| owed && world.messages.get(id).is_some_and(super::super::world::message::Message::is_loading));
    let message = if let Some(original) = thinking {
        draft::rewrite(&shared, &mut world, original, draft, true)?
    } else {
        let message = super::callback::blank(&shared, &mut world, id, draft.is_ephemeral());
        draft::post(&shared, &mut world, message, draft)
    };
    if let Some(it) = world.interactions.get_mut(&id) {
        if thinking.is_none() {
            it.followups.push(message.id);
        }
        it.owed = false;
        it.changed.notify_waiters();
    }
    Ok(json_response(200, &shape::message(&world, &message)))
}

pub(super) async fn read(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let interaction = enter(&shared, &world, &at)?;
    let id = message(&world, interaction, &at)?;
    let message = world.messages.get(&id).ok_or(Refusal::unknown_message())?;
    Ok(json_response(200, &shape::message(&world, message)))
}

pub(super) async fn edit(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let mut world = shared.world();
    let interaction = enter(&shared, &world, &at)?;
    let id = message(&world, interaction, &at)?;
    let draft = Draft::read(&payload, payload.json(), "")?;
    let first = world.messages.get(&id).is_some_and(super::super::world::message::Message::is_loading);
    let message = draft::rewrite(&shared, &mut world, id, draft, first)?;
    if let Some(it) = world.interactions.get_mut(&interaction) {
        it.owed = false;
        it.changed.notify_waiters();
    }
    Ok(json_response(200, &shape::message(&world, &message)))
}

pub(super) async fn remove(State(shared): State<Shared>, at: At) -> Answer {
    let mut world = shared.world();
    let interaction = enter(&shared, &world, &at)?;
    let id = message(&world, interaction, &at)?;
    draft::erase(&shared, &mut world, id)?;
    if let Some(it) = world.interactions.get_mut(&interaction) {
        it.owed = false;
        if it.original == Some(id) {
            it.original = None;
        }
        it.changed.notify_waiters();
    }
    Ok(nothing())
}
