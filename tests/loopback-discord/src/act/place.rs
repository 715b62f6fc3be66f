//! Guilds and channels, as a test holds them.

use serde_json::json;

use crate::core::Shared;
use crate::gateway::session::GUILDS;
use crate::rest;
use crate::shape;
use crate::world::message::Message;
use crate::world::place::{ChannelKind, ChannelState, GuildState, Membership, Role as RoleState};

/// A guild.
#[derive(Clone, Debug)]
pub struct Guild {
    pub(super) shared: Shared,
    pub(super) id: u64,
}

/// A channel: of a guild, a thread, or between the bot and a person.
#[derive(Clone, Debug)]
pub struct Channel {
    pub(super) shared: Shared,
    pub(super) id: u64,
}

/// A role in a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    id: u64,
}

impl Role {
    /// The role's id.
    #[must_use]
    pub fn id(self) -> u64 {
        self.id
    }
}

impl Guild {
    pub(crate) fn found(shared: Shared, name: &str, with_bot: bool) -> Self {
        let guild = {
            let mut world = shared.world();
            let id = world.ids.settled();
            let owner = world.app.owner;
            let mut state = GuildState::new(id, name, owner);
            state.members.insert(owner, Membership { joined: shared.clock.now(), ..Membership::default() });
            world.guilds.insert(id, state);
            id
        };
        let guild = Self { shared, id: guild };
        if with_bot {
            guild.adds_bot();
        }
        guild
    }

    /// The guild's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    fn change(&self, change: impl FnOnce(&mut GuildState)) -> &Self {
        if let Some(state) = self.shared.world().guilds.get_mut(&self.id) {
            change(state);
        }
        self
    }

    /// Sets the language that the guild prefers, for example `de`.
    pub fn set_locale(&self, locale: &str) -> &Self {
        self.change(|guild| locale.clone_into(&mut guild.locale))
    }

    /// Sets the guild's name.
    pub fn set_name(&self, name: &str) -> &Self {
        self.change(|guild| name.clone_into(&mut guild.name))
    }

    /// Sets what everybody may do, the bot included; see [`permissions`](crate::permissions).
    pub fn set_everyone(&self, bits: u64) -> &Self {
        let id = self.id;
        self.change(|guild| {
            for role in guild.roles.iter_mut().filter(|role| role.id == id) {
                role.permissions = bits;
            }
        })
    }

    /// Gives the bot permissions beyond everybody's.
    pub fn set_bot_permissions(&self, bits: u64) -> &Self {
        let bot = self.shared.world().app.id;
        self.change(|guild| {
            if let Some(member) = guild.members.get_mut(&bot) {
                member.own = bits;
            }
        })
    }

    /// Makes a text channel.
    #[must_use]
    pub fn channel(&self, name: &str) -> Channel {
        let mut world = self.shared.world();
        let id = world.ids.settled();
        let mut state = ChannelState::new(ChannelKind::Text, name);
        state.guild = Some(self.id);
        world.channels.insert(id, state);
        if world.bot_in(self.id) {
            let shown = shape::channel(&world, id).unwrap_or_default();
            self.shared.tell("CHANNEL_CREATE", Some(self.id), GUILDS, &shown);
        }
        Channel { shared: self.shared.clone(), id }
    }

    /// Makes a role.
    #[must_use]
    pub fn role(&self, name: &str, permissions: u64, mentionable: bool) -> Role {
        let id = self.shared.world().ids.settled();
        self.change(|guild| guild.roles.push(RoleState { id, name: name.to_owned(), permissions, mentionable }));
        Role { id }
    }

    /// Puts the bot into the guild, and tells it so.
    pub fn adds_bot(&self) -> &Self {
        let joined = self.shared.clock.now();
        let mut world = self.shared.world();
        let bot = world.app.id;
        if let Some(state) = world.guilds.get_mut(&self.id) {
            state.members.entry(bot).or_insert(Membership { joined, ..Membership::default() });
        }
        let shown = shape::guild_create(&world, self.id).unwrap_or_default();
        self.shared.tell("GUILD_CREATE", Some(self.id), GUILDS, &shown);
        drop(world);
        self
    }

    /// Throws the bot out, and tells it so.
    pub fn removes_bot(&self) -> &Self {
        let mut world = self.shared.world();
        let bot = world.app.id;
        if let Some(state) = world.guilds.get_mut(&self.id) {
            state.members.remove(&bot);
        }
        self.shared.tell("GUILD_DELETE", Some(self.id), GUILDS, &json!({"id": self.id.to_string()}));
        drop(world);
        self
    }

    /// Makes the guild unavailable, as in an outage; [`adds_bot`](Self::adds_bot) brings it back.
    pub fn fails(&self) -> &Self {
        let data = json!({"id": self.id.to_string(), "unavailable": true});
        self.shared.tell("GUILD_DELETE", Some(self.id), GUILDS, &data);
        self
    }
}

impl Channel {
    /// The channel's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Takes permissions away here; `target` is the id of a person, of the bot, or of a role, and
    /// the guild's id stands for everybody.
    pub fn denies(&self, target: u64, bits: u64) -> &Self {
        self.overwrite(target, |(allow, deny)| (allow & !bits, deny | bits))
    }

    /// Gives permissions here; `target` as for [`denies`](Self::denies).
    pub fn allows(&self, target: u64, bits: u64) -> &Self {
        self.overwrite(target, |(allow, deny)| (allow | bits, deny & !bits))
    }

    fn overwrite(&self, target: u64, change: impl FnOnce((u64, u64)) -> (u64, u64)) -> &Self {
        if let Some(state) = self.shared.world().channels.get_mut(&self.id) {
            let bits = state.overwrites.entry(target).or_default();
            *bits = change(*bits);
        }
        self
    }

    /// Opens a public thread below the channel.
    #[must_use]
    pub fn thread(&self, name: &str) -> Self {
        let mut world = self.shared.world();
        let id = rest::thread(&self.shared, &mut world, self.id, name, None);
        Self { shared: self.shared.clone(), id }
    }

    /// Deletes the channel, its threads, and all that was said there.
    pub fn deletes(&self) {
        rest::delete_channel(&self.shared, &mut self.shared.world(), self.id);
    }

    /// Deletes a message, as a moderator would.
    pub fn deletes_message(&self, message: &Message) {
        // One that is gone already is deleted as well.
        drop(rest::erase(&self.shared, &mut self.shared.world(), message.id));
    }

    /// Every message that is there, whoever sees it; the oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        let world = self.shared.world();
        let ids = world.channels.get(&self.id).map(|channel| channel.messages.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| world.messages.get(id)).cloned().collect()
    }
}
