//! The world's things in the JSON that Discord sends.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::id::made_at;
use crate::permissions;
use crate::world::World;
use crate::world::interaction::{Interaction, Kind};
use crate::world::message::{Message, Origin};
use crate::world::place::{ChannelKind, Membership, Role};

/// A user, or one that nobody knows any more.
pub(crate) fn user(world: &World, id: u64) -> Value {
    let person = world.people.get(&id);
    let name = person.map_or("deleted_user", |person| person.username.as_str());
    let mut user = json!({
        "id": id.to_string(),
        "username": name,
        "global_name": person.and_then(|person| person.global_name.as_deref()),
        "discriminator": "0",
        "avatar": null,
        "avatar_decoration_data": null,
        "public_flags": 0,
        "flags": 0,
    });
    if person.is_some_and(|person| person.bot) {
        user["bot"] = json!(true);
        user["discriminator"] = json!("0001");
    }
    user
}

/// A member of a guild, with the user in it.
pub(crate) fn member(world: &World, guild: u64, id: u64) -> Option<Value> {
    let state = world.guilds.get(&guild)?.members.get(&id)?;
    let mut member = partial_member(state);
    member["user"] = user(world, id);
    Some(member)
}

fn partial_member(state: &Membership) -> Value {
    json!({
        "nick": state.nick,
        "avatar": null,
        "banner": null,
        "roles": state.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
        "joined_at": iso(state.joined),
        "premium_since": null,
        "communication_disabled_until": null,
        "deaf": false,
        "mute": false,
        "pending": false,
        "flags": 0,
    })
}

pub(crate) fn role(role: &Role, position: usize) -> Value {
    json!({
        "id": role.id.to_string(),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "hoist": false,
        "icon": null,
        "unicode_emoji": null,
        "position": position,
        "permissions": role.permissions.to_string(),
        "managed": false,
        "mentionable": role.mentionable,
        "flags": 0,
    })
}

/// A channel as `GET /channels/{id}` has it.
pub(crate) fn channel(world: &World, id: u64) -> Option<Value> {
    let state = world.channels.get(&id)?;
    let mut channel = json!({
        "id": id.to_string(),
        "type": state.kind as u8,
        "flags": 0,
        "last_message_id": state.messages.last().map(u64::to_string),
    });
    if let Some(recipient) = state.recipient {
        channel["recipients"] = json!([user(world, recipient)]);
        return Some(channel);
    }
    let overwrites = state.overwrites.iter().map(|(target, (allow, deny))| {
        let kind = u8::from(world.people.contains_key(target));
        json!({"id": target.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string()})
    });
    channel["guild_id"] = json!(state.guild.map(|guild| guild.to_string()));
    channel["name"] = json!(state.name);
    channel["parent_id"] = json!(state.parent.map(|parent| parent.to_string()));
    channel["permission_overwrites"] = overwrites.collect();
    channel["nsfw"] = json!(false);
    channel["rate_limit_per_user"] = json!(0);
    if state.kind == ChannelKind::Thread {
        channel["owner_id"] = json!(world.app.id.to_string());
        channel["message_count"] = json!(state.messages.len());
        channel["member_count"] = json!(1);
        channel["thread_metadata"] = json!({
            "archived": false,
            "auto_archive_duration": 1440,
            "archive_timestamp": iso(made_at(id)),
            "create_timestamp": iso(made_at(id)),
            "locked": false,
        });
    } else {
        channel["position"] = json!(0);
        channel["topic"] = Value::Null;
    }
    Some(channel)
}

/// A guild as `GET /guilds/{id}` has it.
pub(crate) fn guild(world: &World, id: u64) -> Option<Value> {
    let state = world.guilds.get(&id)?;
    let roles = state.roles.iter().enumerate().map(|(position, one)| role(one, position));
    Some(json!({
        "id": id.to_string(),
        "name": state.name,
        "icon": null,
        "splash": null,
        "discovery_splash": null,
        "banner": null,
        "description": null,
        "owner_id": state.owner.to_string(),
        "afk_channel_id": null,
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": roles.collect::<Vec<_>>(),
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": null,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "rules_channel_id": null,
        "public_updates_channel_id": null,
        "safety_alerts_channel_id": null,
        "vanity_url_code": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": state.locale,
        "nsfw_level": 0,
        "nsfw": false,
        "premium_progress_bar_enabled": false,
        "max_members": 500_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
    }))
}

/// A guild as the gateway announces it, with its channels and the bot's own membership.
pub(crate) fn guild_create(world: &World, id: u64) -> Option<Value> {
    let mut whole = guild(world, id)?;
    let state = world.guilds.get(&id)?;
    let here = |kind: ChannelKind| {
        let mut ids: Vec<u64> =
            world.channels.iter().filter(|(_, channel)| channel.guild == Some(id) && channel.kind == kind).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.into_iter().filter_map(|id| channel(world, id)).collect::<Vec<_>>()
    };
    whole["joined_at"] = json!(state.members.get(&world.app.id).map(|member| iso(member.joined)));
    whole["large"] = json!(state.members.len() > 250);
    whole["unavailable"] = json!(false);
    whole["member_count"] = json!(state.members.len());
    // Without the privileged members intent a bot is told of itself only.
    whole["members"] = member(world, id, world.app.id).into_iter().collect();
    whole["channels"] = here(ChannelKind::Text).into();
    whole["threads"] = here(ChannelKind::Thread).into();
    for empty in ["voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
        whole[empty] = json!([]);
    }
    Some(whole)
}

/// A message as REST and the gateway have it.
pub(crate) fn message(world: &World, it: &Message) -> Value {
    let attachments = it.files.iter().map(|file| {
        let url = format!("https://cdn.discordapp.com/attachments/{}/{}/{}", it.channel, file.id, file.name);
        let mut attachment = json!({
            "id": file.id.to_string(),
            "filename": file.name,
            "size": file.bytes.len(),
            "url": url,
            "proxy_url": url,
            "content_type": file.media_type,
        });
        if !file.description.is_empty() {
            attachment["description"] = json!(file.description);
        }
        attachment
    });
    let mut message = json!({
        "id": it.id.to_string(),
        "type": it.kind,
        "channel_id": it.channel.to_string(),
        "author": user(world, it.author),
        "content": it.content,
        "timestamp": iso(it.sent),
        "edited_timestamp": it.edited.map(iso),
        "tts": false,
        "mention_everyone": false,
        "mentions": it.mentions.iter().map(|id| user(world, *id)).collect::<Vec<_>>(),
        "mention_roles": [],
        "attachments": attachments.collect::<Vec<_>>(),
        "embeds": it.embeds,
        "components": it.components,
        "pinned": false,
        "flags": it.flags,
    });
    if let Some(nonce) = &it.nonce {
        message["nonce"] = nonce.clone();
    }
    if let Some(replied) = it.reply_to {
        message["message_reference"] = json!({
            "type": 0, "channel_id": it.channel.to_string(), "message_id": replied.to_string(),
        });
    }
    if let Some(origin) = &it.origin {
        message["application_id"] = json!(world.app.id.to_string());
        message["webhook_id"] = json!(world.app.id.to_string());
        message["interaction_metadata"] = metadata(world, origin);
        if origin.kind == Kind::Command as u8 {
            message["interaction"] = json!({
                "id": origin.id.to_string(),
                "type": origin.kind,
                "name": origin.name,
                "user": user(world, origin.person),
            });
        }
    }
    message
}

fn metadata(world: &World, origin: &Origin) -> Value {
    let mut metadata = json!({
        "id": origin.id.to_string(),
        "type": origin.kind,
        "user": user(world, origin.person),
        "authorizing_integration_owners": origin.owners,
    });
    match (origin.kind, origin.source) {
        (3, source) => {
            metadata["interacted_message_id"] = json!(source.unwrap_or(origin.id).to_string());
        }
        (5, source) => {
            let kind = if source.is_some() { Kind::Component } else { Kind::Command };
            let before = Origin { kind: kind as u8, ..origin.clone() };
            metadata["triggering_interaction_metadata"] = self::metadata(world, &before);
        }
        _ => metadata["name"] = json!(origin.name),
    }
    metadata
}

/// A message as `MESSAGE_CREATE` and `MESSAGE_UPDATE` have it.
pub(crate) fn message_event(world: &World, it: &Message) -> Value {
    let mut event = message(world, it);
    if let Some(guild) = it.guild {
        event["guild_id"] = json!(guild.to_string());
        let state = world.guilds.get(&guild).and_then(|guild| guild.members.get(&it.author));
        if let Some(state) = state {
            event["member"] = partial_member(state);
        }
    }
    event
}

/// What every interaction has, whatever its kind; `data` and `message` are added to it.
pub(crate) fn interaction(world: &World, it: &Interaction, data: &Value) -> Value {
    let person = world.people.get(&it.person);
    let guild = it.guild.and_then(|id| world.guilds.get(&id));
    let held = world.permissions(it.person, it.channel);
    let bot = it.guild.is_none_or(|guild| world.bot_in(guild));
    // An app that is no member acts with what its person may do, and never pings everyone.
    let lent = held & !permissions::MENTION_EVERYONE;
    let app = if bot { world.permissions(world.app.id, it.channel) } else { lent };
    let mut channel = channel(world, it.channel).unwrap_or_default();
    channel["permissions"] = json!(held.to_string());
    let context = match (it.guild, bot_dm(world, it)) {
        (Some(_), _) => 0,
        (None, true) => 1,
        (None, false) => 2,
    };
    let mut whole = json!({
        "id": it.id.to_string(),
        "application_id": world.app.id.to_string(),
        "type": it.kind as u8,
        "version": 1,
        "token": it.token,
        "data": data,
        "channel_id": it.channel.to_string(),
        "channel": channel,
        "locale": person.map_or("en-US", |person| person.locale.as_str()),
        "app_permissions": app.to_string(),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": it.owners,
        "context": context,
        "attachment_size_limit": 10_485_760,
    });
    if let (Some(id), Some(guild)) = (it.guild, guild) {
        whole["guild_id"] = json!(id.to_string());
        whole["guild_locale"] = json!(guild.locale);
        whole["guild"] = json!({"id": id.to_string(), "locale": guild.locale, "features": []});
        let mut member = member(world, id, it.person).unwrap_or_default();
        member["permissions"] = json!(held.to_string());
        whole["member"] = member;
    } else {
        whole["user"] = user(world, it.person);
    }
    if let Some(source) = it.source.and_then(|id| world.messages.get(&id)) {
        whole["message"] = message(world, source);
    }
    whole
}

fn bot_dm(world: &World, it: &Interaction) -> bool {
    world.channels.get(&it.channel).is_some_and(|channel| channel.recipient == Some(it.person))
}
