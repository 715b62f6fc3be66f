//! What a body says about a message, checked.

use serde_json::Value;

use super::payload::Payload;
use super::refusal::Refusal;
use crate::core::Shared;
use crate::gateway::session::{DIRECT_MESSAGES, Event, MESSAGES};
use crate::mentions;
use crate::rules::{Form, component, embed, mention, snowflake};
use crate::shape;
use crate::transcript::Entry;
use crate::world::World;
use crate::world::message::{COMPONENTS_V2, EPHEMERAL, File, Message};

/// What a body says; `None` where it says nothing.
#[derive(Debug, Default)]
pub(super) struct Draft {
    content: Option<String>,
    embeds: Option<Vec<Value>>,
    components: Option<Vec<Value>>,
    /// The attachments that an edit keeps.
    keep: Option<Vec<u64>>,
    uploads: Vec<File>,
    pub(super) flags: u64,
    pub(super) allowed: Value,
    pub(super) nonce: Option<Value>,
    pub(super) reply_to: Option<u64>,
}

impl Draft {
    /// Reads and checks a body, or the `data` in it; `at` is the path to it.
    ///
    /// # Errors
    ///
    /// 50035 with everything that is wrong.
    pub(super) fn read(payload: &Payload, data: &Value, at: &str) -> Result<Self, Refusal> {
        let mut form = Form::default();
        let path = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
        let given = |key: &str| data.get(key).is_some();
        let flags = form.number(&data["flags"], &path("flags"), 0..=i64::MAX);
        let flags = flags.and_then(|flags| u64::try_from(flags).ok()).unwrap_or_default();
        let v2 = flags & COMPONENTS_V2 != 0;
        // A message may be 4000 long for who pays for it; bots never do.
        let content = form.text(&data["content"], &path("content"), 2000).unwrap_or_default();
        let embeds = embed::check(&mut form, &data["embeds"], &path("embeds"));
        let components = component::check(&mut form, &data["components"], &path("components"), v2);
        mention::check(&mut form, &data["allowed_mentions"], &path("allowed_mentions"));
        if v2 && (!content.is_empty() || !embeds.is_empty()) {
            let key = if content.is_empty() { "embeds" } else { "content" };
            let message = "This field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
            form.fault(&path(key), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
        }
        if data["nonce"].as_str().is_some_and(|nonce| nonce.chars().count() > 25) {
            form.fault(&path("nonce"), "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.");
        }
        let attachments = form.list(&data["attachments"], &path("attachments"), 0..=10);
        for (index, file) in attachments.iter().enumerate() {
            form.text(&file["description"], &path(&format!("attachments.{index}.description")), 1024);
        }
        let files = payload.files();
        if files.len() > 10 {
            form.fault(&path("files"), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        }
        form.finish()?;

        let upload = |file: &super::payload::Upload| {
            let named = attachments.iter().find(|one| snowflake(&one["id"]) == Some(file.index));
            let said = |key: &str| named.and_then(|one| one[key].as_str());
            File {
                id: 0,
                name: said("filename").unwrap_or(&file.name).to_owned(),
                media_type: file.media_type.clone(),
                description: said("description").unwrap_or_default().to_owned(),
                bytes: file.bytes.to_vec(),
            }
        };
        let reply_to = snowflake(&data["message_reference"]["message_id"]);
        Ok(Self {
            content: given("content").then_some(content),
            embeds: given("embeds").then_some(embeds),
            components: given("components").then_some(components),
            keep: given("attachments").then(|| attachments.iter().filter_map(|one| snowflake(&one["id"])).collect()),
            uploads: files.iter().map(upload).collect(),
            flags,
            allowed: data["allowed_mentions"].clone(),
            nonce: data.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
            reply_to,
        })
    }

    /// Whether a new message of this would have nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        let content = self.content.as_deref().unwrap_or_default();
        let lists = [&self.embeds, &self.components];
        content.is_empty() && lists.iter().all(|list| list.as_ref().is_none_or(Vec::is_empty)) && self.uploads.is_empty()
    }

    pub(super) fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    pub(super) fn has_files(&self) -> bool {
        !self.uploads.is_empty()
    }

    pub(super) fn has_embeds(&self) -> bool {
        self.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty())
    }

    /// Writes what it says onto a message, and leaves alone what it does not speak of.
    fn apply(self, world: &mut World, message: &mut Message, now: u64) {
        if let Some(content) = self.content {
            message.mentions = mentions::mentioned(&content)
                .into_iter()
                .filter_map(|target| match target {
                    mentions::Target::Person(id) => world.people.contains_key(&id).then_some(id),
                    _ => None,
                })
                .collect();
            message.content = content;
        }
        if let Some(embeds) = self.embeds {
            message.embeds = embeds;
        }
        if let Some(components) = self.components {
            message.components = components;
        }
        if let Some(keep) = self.keep {
            message.files.retain(|file| keep.contains(&file.id));
        }
        message.flags |= self.flags & (COMPONENTS_V2 | EPHEMERAL);
        for upload in self.uploads {
            message.files.push(File { id: world.ids.next(now), ..upload });
        }
    }
}

/// A message that has nothing in it yet.
pub(super) fn blank(world: &mut World, channel: u64, now: u64) -> Message {
    let guild = world.guild_of(channel);
    let author = world.app.id;
    Message {
        id: world.ids.next(now),
        channel,
        guild,
        author,
        author_name: world.name_of(author, guild),
        by_bot: true,
        content: String::new(),
        embeds: Vec::new(),
        components: Vec::new(),
        files: Vec::new(),
        flags: 0,
        kind: 0,
        nonce: None,
        reply_to: None,
        origin: None,
        viewer: None,
        hidden: false,
        sent: now,
        edited: None,
        mentions: Vec::new(),
    }
}

/// Posts what a person writes.
pub(crate) fn say(shared: &Shared, world: &mut World, person: u64, channel: u64, content: &str) -> Message {
    let mut message = blank(world, channel, shared.clock.now());
    message.author = person;
    message.author_name = world.name_of(person, message.guild);
    message.by_bot = false;
    let draft = Draft { content: Some(content.to_owned()), ..Draft::default() };
    post(shared, world, message, draft)
}

/// Posts a message: into the channel, the log of pings, the transcript, and to whom it concerns.
pub(super) fn post(shared: &Shared, world: &mut World, mut message: Message, draft: Draft) -> Message {
    let now = shared.clock.now();
    message.nonce.clone_from(&draft.nonce);
    message.reply_to = draft.reply_to;
    if message.reply_to.is_some() {
        message.kind = 19;
    }
    let allowed = draft.allowed.clone();
    draft.apply(world, &mut message, now);
    let pings = mentions::pings(world, &message, &allowed);
    world.pings.extend(pings);
    place(shared, world, message)
}

/// Puts a finished message where it belongs.
pub(crate) fn place(shared: &Shared, world: &mut World, message: Message) -> Message {
    if let Some(channel) = world.channels.get_mut(&message.channel) {
        channel.messages.push(message.id);
    }
    world.messages.insert(message.id, message.clone());
    let place = world.place_of(message.channel);
    let reader = message.viewer.map(|viewer| world.name_of(viewer, message.guild));
    world.log.push(Entry::Message { place, message: message.clone(), reader });
    announce(shared, world, "MESSAGE_CREATE", &message);
    message
}

/// Edits a message. One that was only deferred so far is being made: it pings, and is not "edited".
pub(super) fn rewrite(shared: &Shared, world: &mut World, id: u64, draft: Draft, first: bool) -> Result<Message, Refusal> {
    let now = shared.clock.now();
    let mut message = world.messages.get(&id).cloned().ok_or(Refusal::unknown_message())?;
    let allowed = draft.allowed.clone();
    draft.apply(world, &mut message, now);
    let bare = message.content.is_empty() && message.embeds.is_empty();
    if bare && message.components.is_empty() && message.files.is_empty() {
        return Err(Refusal::empty_message());
    }
    message.flags &= !crate::world::message::LOADING;
    if first {
        let pings = mentions::pings(world, &message, &allowed);
        world.pings.extend(pings);
    } else {
        message.edited = Some(now);
    }
    world.messages.insert(id, message.clone());
    let place = world.place_of(message.channel);
    let reader = message.viewer.map(|viewer| world.name_of(viewer, message.guild));
    let shown = message.clone();
    world.log.push(if first { Entry::Message { place, message: shown, reader } } else { Entry::Edited { place, message: shown, reader } });
    announce(shared, world, "MESSAGE_UPDATE", &message);
    Ok(message)
}

/// Takes a message away.
pub(crate) fn erase(shared: &Shared, world: &mut World, id: u64) -> Result<(), Refusal> {
    let message = world.messages.remove(&id).ok_or(Refusal::unknown_message())?;
    if let Some(channel) = world.channels.get_mut(&message.channel) {
        channel.messages.retain(|one| *one != id);
    }
    let place = world.place_of(message.channel);
    world.log.push(Entry::Deleted { place, author: message.author_name.clone() });
    if message.viewer.is_none() {
        let data = serde_json::json!({
            "id": id.to_string(),
            "channel_id": message.channel.to_string(),
            "guild_id": message.guild.map(|guild| guild.to_string()),
        });
        shared.tell("MESSAGE_DELETE", message.guild, intent(&message), &data);
    }
    Ok(())
}

fn intent(message: &Message) -> u64 {
    if message.guild.is_some() { MESSAGES } else { DIRECT_MESSAGES }
}

/// Tells the gateway of a message, unless it is ephemeral.
fn announce(shared: &Shared, world: &World, name: &'static str, message: &Message) {
    let away = message.guild.is_some_and(|guild| !world.bot_in(guild));
    if message.viewer.is_some() || away {
        return;
    }
    let data = shape::message_event(world, message);
    // Without the privileged intent a bot reads only what it wrote, what names it, and its mail.
    let own = message.author == world.app.id || message.mentions.contains(&world.app.id);
    let bare = (!own && message.guild.is_some()).then(|| bare(data.clone()).to_string());
    let event = Event { name, guild: message.guild, intent: intent(message), data: data.to_string(), bare };
    shared.dispatch(&event);
}

/// A message as it looks to who may not read it.
pub(super) fn bare(mut message: Value) -> Value {
    message["content"] = "".into();
    for key in ["embeds", "components", "attachments"] {
        message[key] = Value::Array(Vec::new());
    }
    message
}
