//! Guilds, their roles and their members.

use axum::extract::State;
use serde_json::{Value, json};

use super::Answer;
use super::payload::At;
use super::refusal::{Refusal, json_response};
use crate::core::Shared;
use crate::shape;
use crate::world::World;

/// A guild that the bot is in.
fn enter(world: &World, at: &At) -> Result<u64, Refusal> {
    let id = at.id("guild_id")?;
    if !world.guilds.contains_key(&id) {
        return Err(Refusal::unknown_guild());
    }
    world.bot_in(id).then_some(id).ok_or(Refusal::missing_access())
}

pub(super) async fn read(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let id = enter(&world, &at)?;
    Ok(json_response(200, &shape::guild(&world, id).ok_or(Refusal::unknown_guild())?))
}

pub(super) async fn mine(State(shared): State<Shared>) -> Answer {
    let world = shared.world();
    let one = |id: &u64| {
        let name = world.guilds.get(id).map(|guild| guild.name.as_str());
        let held = world.guild_permissions(world.app.id, *id);
        json!({
            "id": id.to_string(), "name": name, "icon": null, "owner": false,
            "permissions": held.to_string(), "features": [],
        })
    };
    let all: Vec<Value> = world.guilds.keys().filter(|id| world.bot_in(**id)).map(one).collect();
    Ok(json_response(200, &all.into()))
}

pub(super) async fn channels(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let id = enter(&world, &at)?;
    let whole = shape::guild_create(&world, id).ok_or(Refusal::unknown_guild())?;
    Ok(json_response(200, &whole["channels"]))
}

pub(super) async fn roles(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let id = enter(&world, &at)?;
    let whole = shape::guild(&world, id).ok_or(Refusal::unknown_guild())?;
    Ok(json_response(200, &whole["roles"]))
}

pub(super) async fn member(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let guild = enter(&world, &at)?;
    let id = at.id("user_id")?;
    world.people.get(&id).ok_or(Refusal::unknown_user())?;
    Ok(json_response(200, &shape::member(&world, guild, id).ok_or(Refusal::unknown_member())?))
}
