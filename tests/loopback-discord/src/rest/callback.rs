//! `POST /interactions/{id}/{token}/callback`: the first response.

use std::time::Instant;

use axum::extract::State;
use serde_json::{Value, json};

use super::Answer;
use super::draft::{self, Draft};
use super::payload::{At, Payload};
use super::refusal::{Refusal, json_response, nothing};
use crate::core::Shared;
use crate::rules::{Form, command, modal};
use crate::shape;
use crate::transcript::Entry;
use crate::world::World;
use crate::world::interaction::{Answer as Answered, Kind, Modal, ModalState};
use crate::world::message::{EPHEMERAL, LOADING, Message, Origin};

pub(super) async fn respond(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let id = at.id("interaction_id")?;
    let mut world = shared.world();
    let (kind, has_source) = open(&shared, &world, id, at.text("interaction_token"))?;
    let body = payload.json();
    let wanted = fitting(kind, has_source);
    let mut form = Form::default();
    form.choice(&body["type"], "type", wanted);
    form.finish()?;

    let callback = body["type"].as_u64().and_then(|kind| u8::try_from(kind).ok()).unwrap_or_default();
    let data = &body["data"];
    let shown = match callback {
        4 => Some(say(&shared, &mut world, id, &payload, data)?),
        5 => Some(defer(&shared, &mut world, id, data)),
        6 => {
            let interaction = interaction(&mut world, id)?;
            interaction.original = interaction.source;
            interaction.owed = true;
            None
        }
        7 => Some(update(&shared, &mut world, id, &payload, data)?),
        8 => {
            complete(&mut world, id, data)?;
            None
        }
        _ => {
            show(&mut world, id, data)?;
            None
        }
    };
    let interaction = interaction(&mut world, id)?;
    interaction.answer = Some(Answered { kind: callback, at: Instant::now() });
    interaction.changed.notify_waiters();
    if at.text("with_response") != "true" {
        return Ok(nothing());
    }
    let kind = interaction.kind;
    let mut response = json!({
        "interaction": {
            "id": id.to_string(),
            "type": kind as u8,
            "response_message_id": shown.as_ref().map(|message| message.id.to_string()),
            "response_message_loading": matches!(callback, 5),
            "response_message_ephemeral": shown.as_ref().is_some_and(Message::is_ephemeral),
        },
        "resource": {"type": callback},
    });
    if let Some(message) = &shown {
        response["resource"]["message"] = shape::message(&world, message);
    }
    Ok(json_response(200, &response))
}

/// Whether an interaction may still be answered, and what it is.
fn open(shared: &Shared, world: &World, id: u64, token: &str) -> Result<(Kind, bool), Refusal> {
    let interaction = world.interactions.get(&id).filter(|interaction| interaction.token == token);
    let interaction = interaction.ok_or(Refusal::unknown_interaction())?;
    if interaction.answer.is_some() {
        return Err(Refusal::acknowledged());
    }
    if !interaction.is_open(shared.deadlines.now()) {
        return Err(Refusal::unknown_interaction());
    }
    Ok((interaction.kind, interaction.source.is_some()))
}

/// The callback types that fit a kind of interaction.
fn fitting(kind: Kind, has_source: bool) -> &'static [i64] {
    match (kind, has_source) {
        (Kind::Command, _) => &[4, 5, 9],
        (Kind::Component, _) => &[4, 5, 6, 7, 9],
        (Kind::Autocomplete, _) => &[8],
        // A modal does not open another one.
        (Kind::Modal, true) => &[4, 5, 6, 7],
        (Kind::Modal, false) => &[4, 5],
    }
}

fn interaction(world: &mut World, id: u64) -> Result<&mut crate::world::interaction::Interaction, Refusal> {
    world.interactions.get_mut(&id).ok_or(Refusal::unknown_interaction())
}

/// A message that belongs to an interaction, still empty.
pub(super) fn blank(shared: &Shared, world: &mut World, id: u64, ephemeral: bool) -> Message {
    let channel = world.interactions.get(&id).map_or(0, |interaction| interaction.channel);
    let mut message = draft::blank(world, channel, shared.clock.now());
    if let Some(it) = world.interactions.get(&id) {
        message.kind = if it.kind == Kind::Command { 20 } else { 0 };
        message.viewer = ephemeral.then_some(it.person);
        message.origin = Some(Origin {
            id,
            kind: it.kind as u8,
            person: it.person,
            name: it.name.clone(),
            owners: it.owners.clone(),
            source: it.source,
        });
    }
    if ephemeral {
        message.flags |= EPHEMERAL;
    }
    message
}

fn say(shared: &Shared, world: &mut World, id: u64, payload: &Payload, data: &Value) -> Result<Message, Refusal> {
    let draft = Draft::read(payload, data, "data")?;
    if draft.is_empty() {
        return Err(Refusal::empty_message());
    }
    let message = blank(shared, world, id, draft.is_ephemeral());
    let message = draft::post(shared, world, message, draft);
    interaction(world, id)?.original = Some(message.id);
    Ok(message)
}

fn defer(shared: &Shared, world: &mut World, id: u64, data: &Value) -> Message {
    let flags = data["flags"].as_u64().unwrap_or_default();
    let mut message = blank(shared, world, id, flags & EPHEMERAL != 0);
    message.flags |= LOADING;
    if let Some(channel) = world.channels.get_mut(&message.channel) {
        channel.messages.push(message.id);
    }
    world.messages.insert(message.id, message.clone());
    if let Some(interaction) = world.interactions.get_mut(&id) {
        interaction.original = Some(message.id);
        interaction.owed = true;
    }
    message
}

fn update(shared: &Shared, world: &mut World, id: u64, payload: &Payload, data: &Value) -> Result<Message, Refusal> {
    let draft = Draft::read(payload, data, "data")?;
    let source = interaction(world, id)?.source.ok_or(Refusal::unknown_message())?;
    let message = draft::rewrite(shared, world, source, draft, false)?;
    interaction(world, id)?.original = Some(source);
    Ok(message)
}

fn complete(world: &mut World, id: u64, data: &Value) -> Result<(), Refusal> {
    let mut form = Form::default();
    command::check_choices(&mut form, &data["choices"], "data.choices", 0);
    if data["choices"].is_null() {
        form.required("data.choices");
    }
    form.finish()?;
    let choices = data["choices"].as_array().cloned().unwrap_or_default();
    let names = choices.iter().filter_map(|choice| choice["name"].as_str()).map(str::to_owned).collect();
    let it = interaction(world, id)?;
    it.choices = choices;
    let (person, channel, typed) = (it.person, it.channel, it.name.clone());
    let entry =
        Entry::Choices { place: world.place_of(channel), who: world.name_of(person, world.guild_of(channel)), typed, choices: names };
    world.log.push(entry);
    Ok(())
}

fn show(world: &mut World, id: u64, data: &Value) -> Result<(), Refusal> {
    let mut form = Form::default();
    let draft = modal::check(&mut form, data, "data");
    form.finish()?;
    let it = interaction(world, id)?;
    let modal = Modal {
        id,
        person: it.person,
        channel: it.channel,
        source: it.source,
        custom_id: draft.custom_id,
        title: draft.title,
        inputs: draft.inputs,
        components: draft.components,
    };
    // A person sees one modal at a time.
    let before = world.open_modals.insert(modal.person, id);
    if let Some(state) = before.and_then(|id| world.modals.get_mut(&id)) {
        state.closed = true;
    }
    let place = world.place_of(modal.channel);
    world.log.push(Entry::Modal { place, modal: modal.clone() });
    world.modals.insert(id, ModalState { modal, closed: false, submission: None });
    Ok(())
}
