//! Discord's REST API, version 10, as far as bots that answer people need it.

mod application;
mod callback;
mod channel;
mod command;
mod draft;
mod guild;
mod message;
pub(crate) mod payload;
mod pipeline;
pub(crate) mod refusal;
mod webhook;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{any, get, post};

pub(crate) use self::channel::{delete as delete_channel, dm, thread};
pub(crate) use self::draft::{erase, say};
use self::refusal::Refusal;
use crate::core::Shared;
use crate::gateway::socket;

/// What a handler gives back.
type Answer = Result<Response, Refusal>;

/// All routes, named as in Discord's description.
pub(crate) fn router(shared: Shared) -> Router {
    let api = Router::new()
        .route("/gateway", get(application::gateway))
        .route("/gateway/bot", get(application::gateway_bot))
        .route("/users/@me", get(application::me))
        .route("/users/@me/guilds", get(guild::mine))
        .route("/users/@me/channels", post(channel::open_dm))
        .route("/users/{user_id}", get(application::user))
        .route("/applications/@me", get(application::application))
        .route("/oauth2/applications/@me", get(application::application))
        .route("/applications/{application_id}/commands", get(command::list).put(command::overwrite).post(command::create))
        .route("/applications/{application_id}/commands/{command_id}", get(command::read).patch(command::edit).delete(command::remove))
        .route(
            "/applications/{application_id}/guilds/{guild_id}/commands",
            get(command::list).put(command::overwrite).post(command::create),
        )
        .route(
            "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
            get(command::read).patch(command::edit).delete(command::remove),
        )
        .route("/interactions/{interaction_id}/{interaction_token}/callback", post(callback::respond))
        .route("/webhooks/{webhook_id}/{webhook_token}", post(webhook::follow_up))
        .route("/webhooks/{webhook_id}/{webhook_token}/messages/@original", get(webhook::read).patch(webhook::edit).delete(webhook::remove))
        .route(
            "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
            get(webhook::read).patch(webhook::edit).delete(webhook::remove),
        )
        .route("/channels/{channel_id}", get(channel::read).delete(channel::remove))
        .route("/channels/{channel_id}/typing", post(channel::typing))
        .route("/channels/{channel_id}/messages", get(message::list).post(message::create))
        .route("/channels/{channel_id}/messages/{message_id}", get(message::read).patch(message::edit).delete(message::remove))
        .route("/channels/{channel_id}/threads", post(channel::start_thread))
        .route("/channels/{channel_id}/messages/{message_id}/threads", post(channel::start_thread))
        .route("/guilds/{guild_id}", get(guild::read))
        .route("/guilds/{guild_id}/channels", get(guild::channels))
        .route("/guilds/{guild_id}/roles", get(guild::roles))
        .route("/guilds/{guild_id}/members/{user_id}", get(guild::member))
        .method_not_allowed_fallback(pipeline::wrong_method)
        .fallback(pipeline::unknown)
        .layer(from_fn_with_state(shared.clone(), pipeline::pass));
    Router::new()
        .nest("/api/v10", api)
        .route("/gateway", get(socket::upgrade))
        .route("/gateway/", get(socket::upgrade))
        .fallback(any(pipeline::outside))
        .with_state(shared)
}
