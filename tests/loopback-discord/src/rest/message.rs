//! `/channels/{id}/messages`: ordinary messages.

use axum::extract::State;
use serde_json::Value;

use super::Answer;
use super::draft::{self, Draft};
use super::payload::{At, Payload};
use super::refusal::{Refusal, json_response, nothing};
use crate::core::Shared;
use crate::gateway::session::CONTENT;
use crate::permissions::{
    ATTACH_FILES, EMBED_LINKS, MANAGE_MESSAGES, READ_MESSAGE_HISTORY, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS, VIEW_CHANNEL,
};
use crate::shape;
use crate::world::World;
use crate::world::message::Message;
use crate::world::place::ChannelKind;

/// A channel that the bot can see, and what the bot may do in it.
pub(super) fn enter(world: &World, channel: u64) -> Result<u64, Refusal> {
    if !world.channels.contains_key(&channel) {
        return Err(Refusal::unknown_channel());
    }
    let held = world.permissions(world.app.id, channel);
    if held & VIEW_CHANNEL == 0 { Err(Refusal::missing_access()) } else { Ok(held) }
}

/// A message in a channel that everybody can see there.
fn public(world: &World, channel: u64, id: u64) -> Result<&Message, Refusal> {
    let message = world.messages.get(&id).filter(|it| it.channel == channel && it.viewer.is_none());
    message.ok_or(Refusal::unknown_message())
}

pub(super) async fn create(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let channel = at.id("channel_id")?;
    let mut world = shared.world();
    let held = enter(&world, channel)?;
    let state = world.channels.get(&channel).ok_or(Refusal::unknown_channel())?;
    let closed = state.recipient.and_then(|id| world.people.get(&id)).is_some_and(|person| person.closed);
    if closed {
        return Err(Refusal::closed_to_you());
    }
    let send = if state.kind == ChannelKind::Thread { SEND_MESSAGES_IN_THREADS } else { SEND_MESSAGES };
    let draft = Draft::read(&payload, payload.json(), "")?;
    let needed = send | if draft.has_files() { ATTACH_FILES } else { 0 };
    if held & needed != needed {
        return Err(Refusal::missing_permissions());
    }
    if draft.is_empty() {
        return Err(Refusal::empty_message());
    }
    let nonce = draft.nonce.as_ref().map(ToString::to_string);
    let enforced = payload.json()["enforce_nonce"] == true;
    let key = nonce.filter(|_| enforced).map(|nonce| (channel, nonce));
    if let Some(before) = key.as_ref().and_then(|key| world.nonces.get(key)).and_then(|id| world.messages.get(id)) {
        // Discord forgets a nonce after some minutes. The number is not known; five is assumed.
        if shared.clock.now() < before.sent + 5 * 60_000 {
            return Ok(json_response(200, &shape::message(&world, before)));
        }
    }
    if let Some(replied) = draft.reply_to {
        public(&world, channel, replied).map_err(|_| {
            let message = "Unknown message".to_owned();
            let path = "message_reference".to_owned();
            Refusal::form(vec![super::refusal::Fault { path, code: "REPLIES_UNKNOWN_MESSAGE", message }])
        })?;
    }
    let without_embeds = draft.has_embeds() && held & EMBED_LINKS == 0;
    let message = draft::blank(&mut world, channel, shared.clock.now());
    let message = draft::post(&shared, &mut world, message, draft);
    if without_embeds {
        // Discord takes the message and drops the embeds, so the bot is not told. The test is.
        let place = format!("POST /channels/{channel}/messages");
        shared.violation(50_013, place, "embeds without the permission EMBED_LINKS are dropped");
        if let Some(message) = world.messages.get_mut(&message.id) {
            message.embeds.clear();
        }
    }
    if let Some(key) = key {
        world.nonces.insert(key, message.id);
    }
    Ok(json_response(200, &shape::message(&world, &message)))
}

pub(super) async fn list(State(shared): State<Shared>, at: At) -> Answer {
    let channel = at.id("channel_id")?;
    let world = shared.world();
    let held = enter(&world, channel)?;
    if held & READ_MESSAGE_HISTORY == 0 {
        return Ok(json_response(200, &Value::Array(Vec::new())));
    }
    let limit = usize::try_from(at.number("limit").unwrap_or(50)).unwrap_or(usize::MAX);
    if !(1..=100).contains(&limit) {
        let mut form = crate::rules::Form::default();
        form.number(&Value::from(limit), "limit", 1..=100);
        form.finish()?;
    }
    let state = world.channels.get(&channel).ok_or(Refusal::unknown_channel())?;
    let all: Vec<&Message> =
        state.messages.iter().filter_map(|id| world.messages.get(id)).filter(|message| message.viewer.is_none()).collect();
    let older = |id: u64| all.iter().copied().filter(move |it| it.id < id).rev().take(limit);
    let newer = |id: u64| all.iter().copied().filter(move |it| it.id > id).take(limit).collect::<Vec<_>>();
    let mut page: Vec<&Message> = match (at.number("before"), at.number("after"), at.number("around")) {
        (_, Some(after), _) => newer(after),
        (Some(before), None, _) => older(before).collect(),
        (None, None, Some(around)) => {
            let half = limit / 2;
            let near = newer(around).into_iter().take(half);
            near.chain(older(around + 1).take(half + 1)).collect()
        }
        (None, None, None) => older(u64::MAX).collect(),
    };
    page.sort_unstable_by_key(|message| std::cmp::Reverse(message.id));
    let page = page.into_iter().map(|message| seen(&shared, &world, message)).collect();
    Ok(json_response(200, &Value::Array(page)))
}

/// A message as REST gives it to a bot that may not read what people write.
fn seen(shared: &Shared, world: &World, message: &Message) -> Value {
    let whole = shape::message(world, message);
    let bot = world.app.id;
    let own = message.author == bot || message.mentions.contains(&bot) || message.guild.is_none();
    if own || shared.settings.intents & CONTENT != 0 { whole } else { draft::bare(whole) }
}

pub(super) async fn read(State(shared): State<Shared>, at: At) -> Answer {
    let (channel, id) = (at.id("channel_id")?, at.id("message_id")?);
    let world = shared.world();
    let held = enter(&world, channel)?;
    if held & READ_MESSAGE_HISTORY == 0 {
        return Err(Refusal::missing_permissions());
    }
    let message = public(&world, channel, id)?;
    Ok(json_response(200, &seen(&shared, &world, message)))
}

pub(super) async fn edit(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let (channel, id) = (at.id("channel_id")?, at.id("message_id")?);
    let mut world = shared.world();
    enter(&world, channel)?;
    if public(&world, channel, id)?.author != world.app.id {
        return Err(Refusal::cannot_edit());
    }
    let draft = Draft::read(&payload, payload.json(), "")?;
    let message = draft::rewrite(&shared, &mut world, id, draft, false)?;
    Ok(json_response(200, &shape::message(&world, &message)))
}

pub(super) async fn remove(State(shared): State<Shared>, at: At) -> Answer {
    let (channel, id) = (at.id("channel_id")?, at.id("message_id")?);
    let mut world = shared.world();
    let held = enter(&world, channel)?;
    let own = public(&world, channel, id)?.author == world.app.id;
    if !own && held & MANAGE_MESSAGES == 0 {
        return Err(Refusal::missing_permissions());
    }
    draft::erase(&shared, &mut world, id)?;
    Ok(nothing())
}
