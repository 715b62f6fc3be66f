//! People: who they are, and what they see.

use crate::act::place::{Channel, Guild, Role};
use crate::core::Shared;
use crate::rest;
use crate::transcript::Entry;
use crate::world::message::Message;
use crate::world::place::{Membership, PersonState};

/// A person with a Discord client.
///
/// What a person cannot do, a test cannot make them do: the `try_` methods say why, and the others
/// panic. What a person cannot do but a hostile or a stale client can, is under the methods that
/// begin with `forges_`.
#[derive(Clone, Debug)]
pub struct Person {
    pub(super) shared: Shared,
    pub(super) id: u64,
}

impl Person {
    pub(crate) fn registers(shared: Shared, username: &str) -> Self {
        let id = {
            let mut world = shared.world();
            let id = world.ids.settled();
            world.people.insert(id, PersonState::named(username));
            id
        };
        Self { shared, id }
    }

    /// The person's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    fn change(&self, change: impl FnOnce(&mut PersonState)) -> &Self {
        if let Some(state) = self.shared.world().people.get_mut(&self.id) {
            change(state);
        }
        self
    }

    /// Sets the name that is shown where there is no nick.
    pub fn set_global_name(&self, name: &str) -> &Self {
        self.change(|person| person.global_name = Some(name.to_owned()))
    }

    /// Sets the language of the person's client, for example `de`.
    pub fn set_locale(&self, locale: &str) -> &Self {
        self.change(|person| locale.clone_into(&mut person.locale))
    }

    /// Installs the app for this person, so that its commands come along everywhere.
    pub fn installs_app(&self) -> &Self {
        self.change(|person| person.installed = true)
    }

    /// Refuses direct messages from now on.
    pub fn closes_dms(&self) -> &Self {
        self.change(|person| person.closed = true)
    }

    /// Joins a guild.
    pub fn joins(&self, guild: &Guild) -> &Self {
        let joined = self.shared.clock.now();
        self.member(guild, |_| {}, Some(joined))
    }

    /// Leaves a guild.
    pub fn leaves(&self, guild: &Guild) -> &Self {
        if let Some(state) = self.shared.world().guilds.get_mut(&guild.id) {
            state.members.remove(&self.id);
        }
        self
    }

    /// Sets what the person is called in a guild.
    pub fn set_nick(&self, guild: &Guild, nick: &str) -> &Self {
        self.member(guild, |member| member.nick = Some(nick.to_owned()), None)
    }

    /// Gives the person permissions in a guild beyond everybody's; see
    /// [`permissions`](crate::permissions).
    pub fn set_permissions(&self, guild: &Guild, bits: u64) -> &Self {
        self.member(guild, |member| member.own = bits, None)
    }

    /// Gives the person a role.
    pub fn gets_role(&self, guild: &Guild, role: Role) -> &Self {
        self.member(guild, |member| member.roles.extend([role.id()]), None)
    }

    fn member(&self, guild: &Guild, change: impl FnOnce(&mut Membership), join: Option<u64>) -> &Self {
        let mut world = self.shared.world();
        if let Some(state) = world.guilds.get_mut(&guild.id) {
            if let Some(joined) = join {
                state.members.entry(self.id).or_insert(Membership { joined, ..Membership::default() });
            }
            if let Some(member) = state.members.get_mut(&self.id) {
                change(member);
            }
        }
        drop(world);
        self
    }

    /// The direct messages between this person and the bot.
    #[must_use]
    pub fn dm(&self) -> Channel {
        let id = rest::dm(&mut self.shared.world(), self.id);
        Channel { shared: self.shared.clone(), id }
    }

    /// Writes an ordinary message.
    pub fn says(&self, channel: &Channel, content: &str) -> Message {
        let mut world = self.shared.world();
        rest::say(&self.shared, &mut world, self.id, channel.id, content)
    }

    /// What this person has before their eyes in a channel, the oldest first.
    #[must_use]
    pub fn sees(&self, channel: &Channel) -> Vec<Message> {
        let world = self.shared.world();
        let ids = world.channels.get(&channel.id).map(|channel| channel.messages.as_slice()).unwrap_or_default();
        let all = ids.iter().filter_map(|id| world.messages.get(id));
        all.filter(|message| world.can_see(self.id, message)).cloned().collect()
    }

    /// The newest message that this person sees in a channel.
    #[must_use]
    pub fn last_seen(&self, channel: &Channel) -> Option<Message> {
        self.sees(channel).pop()
    }

    /// The newest message in a channel that only this person sees.
    #[must_use]
    pub fn last_card(&self, channel: &Channel) -> Option<Message> {
        self.sees(channel).into_iter().rfind(Message::is_ephemeral)
    }

    /// A message as it is now, if this person still sees it.
    #[must_use]
    pub fn looks_at(&self, message: &Message) -> Option<Message> {
        let world = self.shared.world();
        world.messages.get(&message.id).filter(|message| world.can_see(self.id, message)).cloned()
    }

    /// Restarts the client: ephemeral messages are gone, and so is an open modal.
    pub fn reloads(&self) {
        let mut world = self.shared.world();
        for message in world.messages.values_mut().filter(|message| message.viewer == Some(self.id)) {
            message.hidden = true;
        }
        for state in world.modals.values_mut().filter(|state| state.modal.person == self.id) {
            state.closed = true;
        }
        let who = world.name_of(self.id, None);
        world.log.push(Entry::Reloaded { who });
    }
}
