//! Commands, for everybody and for a guild.

use axum::extract::State;
use serde_json::{Map, Value, json};

use super::Answer;
use super::payload::{At, Payload};
use super::refusal::{Refusal, json_response, nothing};
use crate::core::Shared;
use crate::rules::{Form, command};
use crate::world::{Command, World};

/// Whether it is this application's commands that are meant, and in which guild.
fn enter(world: &World, at: &At) -> Result<Option<u64>, Refusal> {
    if at.id("application_id")? != world.app.id {
        return Err(Refusal::unknown_application());
    }
    if at.text("guild_id").is_empty() {
        return Ok(None);
    }
    let guild = at.id("guild_id")?;
    world.bot_in(guild).then_some(Some(guild)).ok_or(Refusal::missing_access())
}

pub(super) async fn list(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let guild = enter(&world, &at)?;
    let localized = at.text("with_localizations") == "true";
    let all = world.commands.iter().filter(|command| command.guild == guild);
    let shown = |command: &Command| {
        let mut body = command.body.clone();
        if !localized {
            unlocalize(&mut body);
        }
        body
    };
    Ok(json_response(200, &all.map(shown).collect()))
}

/// Without being asked for, translations are not returned.
fn unlocalize(body: &mut Value) {
    if let Some(object) = body.as_object_mut() {
        object.remove("name_localizations");
        object.remove("description_localizations");
    }
    for option in body["options"].as_array_mut().into_iter().flatten() {
        unlocalize(option);
    }
}

pub(super) async fn overwrite(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let mut world = shared.world();
    let guild = enter(&world, &at)?;
    let mut form = Form::default();
    let wanted = form.list(payload.json(), "", 0..=130);
    command::check_all(&mut form, wanted);
    form.finish()?;
    let before: Vec<Command> = world.commands.iter().filter(|one| one.guild == guild).cloned().collect();
    world.commands.retain(|command| command.guild != guild);
    let mut kept = Vec::new();
    for body in wanted {
        let same = before.iter().find(|one| same_name(&one.body, body)).map(|one| one.id);
        kept.push(keep(&shared, &mut world, guild, body, same));
    }
    Ok(json_response(200, &kept.into()))
}

pub(super) async fn create(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let mut world = shared.world();
    let guild = enter(&world, &at)?;
    let body = payload.json();
    check(body)?;
    let same = world.commands.iter().find(|one| one.guild == guild && same_name(&one.body, body)).map(|one| one.id);
    world.commands.retain(|one| Some(one.id) != same);
    let kept = keep(&shared, &mut world, guild, body, same);
    // A command that was there already is overwritten, and that is 200.
    Ok(json_response(if same.is_some() { 200 } else { 201 }, &kept))
}

pub(super) async fn read(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let command = find(&world, &at)?;
    Ok(json_response(200, &command.body))
}

pub(super) async fn edit(State(shared): State<Shared>, at: At, payload: Payload) -> Answer {
    let mut world = shared.world();
    let command = find(&world, &at)?.clone();
    let mut body = command.body;
    if let (Some(body), Some(changes)) = (body.as_object_mut(), payload.json().as_object()) {
        body.extend(changes.clone());
    }
    check(&body)?;
    world.commands.retain(|one| one.id != command.id);
    let kept = keep(&shared, &mut world, command.guild, &body, Some(command.id));
    Ok(json_response(200, &kept))
}

pub(super) async fn remove(State(shared): State<Shared>, at: At) -> Answer {
    let mut world = shared.world();
    let id = find(&world, &at)?.id;
    world.commands.retain(|one| one.id != id);
    Ok(nothing())
}

fn check(body: &Value) -> Result<(), Refusal> {
    let mut form = Form::default();
    command::check(&mut form, body, "");
    form.finish()
}

fn find<'a>(world: &'a World, at: &At) -> Result<&'a Command, Refusal> {
    let guild = enter(world, at)?;
    let id = at.id("command_id")?;
    let command = world.commands.iter().find(|one| one.id == id && one.guild == guild);
    command.ok_or(Refusal::unknown_command())
}

fn same_name(one: &Value, other: &Value) -> bool {
    let kind = |body: &Value| body["type"].as_u64().unwrap_or(1);
    one["name"] == other["name"] && kind(one) == kind(other)
}

/// Keeps a command, filled up with everything that Discord returns.
fn keep(shared: &Shared, world: &mut World, guild: Option<u64>, body: &Value, id: Option<u64>) -> Value {
    let now = shared.clock.now();
    let id = id.unwrap_or_else(|| world.ids.next(now));
    let version = world.ids.next(now);
    let mut whole: Map<String, Value> = body.as_object().cloned().unwrap_or_default();
    whole.retain(|key, value| !value.is_null() || key == "default_member_permissions");
    // What goes out as a number comes back as a string, and the other way round is no harm.
    if let Some(bits) = whole.get("default_member_permissions").and_then(Value::as_u64) {
        whole.insert("default_member_permissions".to_owned(), json!(bits.to_string()));
    }
    let mut fill = |key: &str, value: Value| {
        whole.entry(key).or_insert(value);
    };
    fill("type", json!(1));
    fill("description", json!(""));
    fill("default_member_permissions", Value::Null);
    fill("nsfw", json!(false));
    fill("integration_types", json!([0]));
    fill("contexts", Value::Null);
    if guild.is_none() {
        fill("dm_permission", json!(true));
    }
    whole.insert("id".to_owned(), json!(id.to_string()));
    whole.insert("application_id".to_owned(), json!(world.app.id.to_string()));
    whole.insert("version".to_owned(), json!(version.to_string()));
    if let Some(guild) = guild {
        whole.insert("guild_id".to_owned(), json!(guild.to_string()));
    }
    let body = Value::Object(whole);
    world.commands.push(Command { id, guild, body: body.clone() });
    body
}
