//! The application, its user, and where its gateway is.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::Answer;
use super::payload::At;
use super::refusal::{Refusal, json_response};
use crate::core::Shared;
use crate::shape;

pub(super) async fn gateway(State(shared): State<Shared>) -> Response {
    json_response(200, &json!({"url": shared.gateway_url()}))
}

pub(super) async fn gateway_bot(State(shared): State<Shared>) -> Response {
    let (remaining, total) = shared.sessions().starts;
    let body = json!({
        "url": shared.gateway_url(),
        "shards": shared.settings.shards,
        "session_start_limit": {
            "total": total,
            "remaining": remaining,
            "reset_after": 86_400_000,
            "max_concurrency": shared.settings.concurrency,
        },
    });
    json_response(200, &body)
}

pub(super) async fn me(State(shared): State<Shared>) -> Response {
    let world = shared.world();
    let mut user = shape::user(&world, world.app.id);
    user["verified"] = json!(true);
    user["mfa_enabled"] = json!(true);
    user["locale"] = json!("en-US");
    user["email"] = Value::Null;
    json_response(200, &user)
}

pub(super) async fn user(State(shared): State<Shared>, at: At) -> Answer {
    let world = shared.world();
    let id = at.id("user_id")?;
    world.people.get(&id).ok_or(Refusal::unknown_user())?;
    Ok(json_response(200, &shape::user(&world, id)))
}

pub(super) async fn application(State(shared): State<Shared>) -> Response {
    let world = shared.world();
    let guilds = world.guilds.keys().filter(|id| world.bot_in(**id)).count();
    let installs = world.people.values().filter(|person| person.installed).count();
    let body = json!({
        "id": world.app.id.to_string(),
        "name": world.app.name,
        "icon": null,
        "description": "",
        "summary": "",
        "type": null,
        "bot": shape::user(&world, world.app.id),
        "bot_public": true,
        "bot_require_code_grant": false,
        "owner": shape::user(&world, world.app.owner),
        "team": null,
        "verify_key": "0".repeat(64),
        "flags": 0,
        "tags": [],
        "rpc_origins": [],
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "approximate_guild_count": guilds,
        "approximate_user_install_count": installs,
        "integration_types_config": {"0": {}, "1": {}},
    });
    json_response(200, &body)
}
