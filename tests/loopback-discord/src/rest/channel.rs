//! Channels, direct messages and threads.

use axum::extract::State;

use super::Answer;
use super::message::enter;
use super::payload::{At, Payload};
use super::refusal::{Refusal, json_response, nothing};
use crate::core::Shared;
use crate::gateway::session::GUILDS;
use crate::permissions::{CREATE_PRIVATE_THREADS, CREATE_PUBLIC_THREADS, MANAGE_CHANNELS};
use crate::rules::{Form, snowflake};
use crate::shape;
use crate::world::World;
use crate::world::place::{ChannelKind, ChannelState};

pub(super) async fn read(State(shared): State<Shared>, at: At) -> Answer {
    let id = at.id("channel_id")?;
    let world = shared.world();
    enter(&world, id)?;
    Ok(json_response(200, &shape::channel(&world, id).ok_or(Refusal::unknown_channel())?))
}

pub(super) async fn remove(State(shared): State<Shared>, at: At) -> Answer {
    let id = at.id("channel_id")?;
    let mut world = shared.world();
    let held = enter(&world, id)?;
    let shown = shape::channel(&world, id).ok_or(Refusal::unknown_channel())?;
    if world.guild_of(id).is_some() {
        if held & MANAGE_CHANNELS == 0 {
            return Err(Refusal::missing_permissions());
        }
        delete(&shared, &mut world, id);
    }
    Ok(json_response(200, &shown))
}

/// Takes a channel away, with its threads and all that was said in it.
pub(crate) fn delete(shared: &Shared, world: &mut World, id: u64) {
    let threads: Vec<u64> = world.channels.iter().filter(|(_, one)| one.parent == Some(id)).map(|(thread, _)| *thread).collect();
    for thread in threads {
        delete(shared, world, thread);
    }
    let shown = shape::channel(world, id).unwrap_or_default();
    let Some(state) = world.channels.remove(&id) else { return };
    for message in state.messages {
        world.messages.remove(&message);
    }
    let name = if state.kind == ChannelKind::Thread { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
    shared.tell(name, state.guild, GUILDS, &shown);
}

pub(super) async fn typing(State(shared): State<Shared>, at: At) -> Answer {
    enter(&shared.world(), at.id("channel_id")?)?;
    Ok(nothing())
}

pub(super) async fn open_dm(State(shared): State<Shared>, payload: Payload) -> Answer {
    let recipient = &payload.json()["recipient_id"];
    let mut form = Form::default();
    if recipient.is_null() {
        form.required("recipient_id");
    }
    form.finish()?;
    let mut world = shared.world();
    let person = snowflake(recipient).filter(|id| world.people.contains_key(id)).ok_or(Refusal::unknown_user())?;
    if world.people.get(&person).is_some_and(|person| person.bot) {
        return Err(Refusal::closed_to_you());
    }
    let id = dm(&mut world, person);
    Ok(json_response(200, &shape::channel(&world, id).ok_or(Refusal::unknown_channel())?))
}

/// The channel between the bot and a person; it is made when it is first asked for.
pub(crate) fn dm(world: &mut World, person: u64) -> u64 {
    let known = world.channels.iter().find(|(_, channel)| channel.recipient == Some(person));
    if let Some((id, _)) = known {
        return *id;
    }
    let id = world.ids.settled();
    let mut state = ChannelState::new(ChannelKind::Direct, "");
    state.recipient = Some(person);
    world.channels.insert(id, state);
    id
}

pub(super) async fn start_thread(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let parent = at.id("channel_id")?;
    let mut world = shared.world();
    let held = enter(&world, parent)?;
    let mut form = Form::default();
    let name = form.demanded(&payload.json()["name"], "name", 100);
    form.finish()?;
    let private = payload.json()["type"] == 12;
    let needed = if private { CREATE_PRIVATE_THREADS } else { CREATE_PUBLIC_THREADS };
    if held & needed == 0 {
        return Err(Refusal::missing_permissions());
    }
    let on = if at.text("message_id").is_empty() { None } else { Some(at.id("message_id")?) };
    if let Some(message) = on {
        let here = world.messages.get(&message).is_some_and(|it| it.channel == parent && it.viewer.is_none());
        if !here {
            return Err(Refusal::unknown_message());
        }
        // A thread on a message has the message's id.
        if world.channels.contains_key(&message) {
            return Err(Refusal::already_a_thread());
        }
    }
    let id = thread(&shared, &mut world, parent, &name, on);
    Ok(json_response(201, &shape::channel(&world, id).ok_or(Refusal::unknown_channel())?))
}

/// Opens a thread below a channel.
pub(crate) fn thread(shared: &Shared, world: &mut World, parent: u64, name: &str, on: Option<u64>) -> u64 {
    let id = on.unwrap_or_else(|| world.ids.next(shared.clock.now()));
    let mut state = ChannelState::new(ChannelKind::Thread, name);
    state.guild = world.guild_of(parent);
    state.parent = Some(parent);
    let guild = state.guild;
    world.channels.insert(id, state);
    let shown = shape::channel(world, id).unwrap_or_default();
    shared.tell("THREAD_CREATE", guild, GUILDS, &shown);
    id
}
