//! Everything that exists on the loopback: guilds, channels, people, messages, interactions.
//!
//! One plain struct behind one mutex. It is locked for microseconds and never across an await.

pub(crate) mod interaction;
pub(crate) mod message;
pub(crate) mod place;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use self::interaction::{Interaction, ModalState};
use self::message::Message;
use self::place::{ChannelState, GuildState, PersonState};
use crate::id::Ids;
use crate::mentions::Ping;
use crate::permissions;
use crate::transcript::Entry;

/// The application under test.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) id: u64,
    pub(crate) name: String,
    /// Whose account the application belongs to.
    pub(crate) owner: u64,
}

/// A registered command as Discord returns it, and where it holds.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) id: u64,
    pub(crate) guild: Option<u64>,
    pub(crate) body: Value,
}

/// The state of the loopback Discord.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) ids: Ids,
    pub(crate) app: App,
    pub(crate) guilds: BTreeMap<u64, GuildState>,
    pub(crate) channels: HashMap<u64, ChannelState>,
    pub(crate) people: HashMap<u64, PersonState>,
    pub(crate) messages: HashMap<u64, Message>,
    pub(crate) interactions: HashMap<u64, Interaction>,
    pub(crate) tokens: HashMap<String, u64>,
    pub(crate) modals: HashMap<u64, ModalState>,
    /// The modal that each person sees, who sees one.
    pub(crate) open_modals: HashMap<u64, u64>,
    pub(crate) commands: Vec<Command>,
    pub(crate) nonces: HashMap<(u64, String), u64>,
    pub(crate) log: Vec<Entry>,
    pub(crate) pings: Vec<Ping>,
}

impl World {
    pub(crate) fn new(now: u64, name: &str) -> Self {
        let mut ids = Ids::new(now);
        // An application's id is that of its bot user, as it is for every application made today.
        let app = App { id: ids.settled(), name: name.to_owned(), owner: ids.settled() };
        let mut people = HashMap::new();
        people.insert(app.id, PersonState::bot(name));
        people.insert(app.owner, PersonState::named("owner"));
        Self {
            ids,
            app,
            guilds: BTreeMap::new(),
            channels: HashMap::new(),
            people,
            messages: HashMap::new(),
            interactions: HashMap::new(),
            tokens: HashMap::new(),
            modals: HashMap::new(),
            open_modals: HashMap::new(),
            commands: Vec::new(),
            nonces: HashMap::new(),
            log: Vec::new(),
            pings: Vec::new(),
        }
    }

    /// The guild that a channel belongs to; `None` for direct messages and unknown channels.
    pub(crate) fn guild_of(&self, channel: u64) -> Option<u64> {
        self.channels.get(&channel).and_then(|channel| channel.guild)
    }

    /// Whether the bot is a member of the guild.
    pub(crate) fn bot_in(&self, guild: u64) -> bool {
        self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&self.app.id))
    }

    /// What somebody may do in a channel.
    ///
    /// The order is Discord's: everyone, roles, administrator, then the channel's overwrites for
    /// everyone, for roles (all denials before all permissions) and for the member.
    pub(crate) fn permissions(&self, who: u64, channel: u64) -> u64 {
        let Some(state) = self.channels.get(&channel) else { return 0 };
        let Some(guild) = state.guild else {
            let open = permissions::EVERYONE & !permissions::USE_EXTERNAL_APPS;
            return if state.recipient == Some(who) || who == self.app.id { open } else { 0 };
        };
        let granted = self.guild_permissions(who, guild);
        if granted & permissions::ADMINISTRATOR != 0 {
            return granted;
        }
        let roles = self.roles_of(who, guild);
        // A thread has the overwrites of the channel it hangs on.
        let overwrites = state.parent.and_then(|parent| self.channels.get(&parent)).map_or(&state.overwrites, |parent| &parent.overwrites);
        let pick = |target: &u64| overwrites.get(target).copied().unwrap_or_default();
        let apply = |base: u64, (allow, deny): (u64, u64)| (base & !deny) | allow;
        let everyone = apply(granted, pick(&guild));
        let by_role = roles.iter().map(pick).fold((0, 0), |sum, one| (sum.0 | one.0, sum.1 | one.1));
        let held = apply(apply(everyone, by_role), pick(&who));
        if held & permissions::VIEW_CHANNEL == 0 { 0 } else { held }
    }

    /// What somebody may do in a guild, before any channel's overwrites.
    pub(crate) fn guild_permissions(&self, who: u64, guild: u64) -> u64 {
        let Some(state) = self.guilds.get(&guild) else { return 0 };
        let Some(member) = state.members.get(&who) else { return 0 };
        let roles = self.roles_of(who, guild);
        let held = state
            .roles
            .iter()
            .filter(|role| role.id == guild || roles.contains(&role.id))
            .fold(member.own, |sum, role| sum | role.permissions);
        let all = held & permissions::ADMINISTRATOR != 0 || state.owner == who;
        if all { permissions::ALL } else { held }
    }

    fn roles_of(&self, who: u64, guild: u64) -> BTreeSet<u64> {
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&who));
        member.map(|member| member.roles.clone()).unwrap_or_default()
    }

    /// Whether a person has this message before their eyes.
    pub(crate) fn can_see(&self, who: u64, message: &Message) -> bool {
        let private = message.viewer.is_none_or(|viewer| viewer == who && !message.hidden);
        private && self.permissions(who, message.channel) & permissions::VIEW_CHANNEL != 0
    }

    /// What a person is called in a guild, or anywhere.
    pub(crate) fn name_of(&self, who: u64, guild: Option<u64>) -> String {
        let nick = guild
            .and_then(|guild| self.guilds.get(&guild))
            .and_then(|guild| guild.members.get(&who))
            .and_then(|member| member.nick.clone());
        let person = self.people.get(&who);
        nick.or_else(|| person.and_then(|person| person.global_name.clone()))
            .or_else(|| person.map(|person| person.username.clone()))
            .unwrap_or_else(|| who.to_string())
    }

    /// Where a channel is, for a person to read: `#general` or `@ Ann`.
    pub(crate) fn place_of(&self, channel: u64) -> String {
        let Some(state) = self.channels.get(&channel) else { return format!("channel {channel}") };
        match (state.recipient, state.guild) {
            (Some(who), _) => format!("@ {}", self.name_of(who, None)),
            (None, Some(guild)) => {
                let guild = self.guilds.get(&guild).map_or("", |guild| guild.name.as_str());
                format!("#{} · {guild}", state.name)
            }
            (None, None) => format!("#{}", state.name),
        }
    }

    /// The command a person means by its name in a guild or in direct messages.
    pub(crate) fn command(&self, name: &str, guild: Option<u64>) -> Option<&Command> {
        let named = |command: &&Command| command.body["name"] == name && kind_of(&command.body) == 1;
        let here = |command: &&Command| command.guild.is_some() && command.guild == guild;
        let mut named = self.commands.iter().filter(named);
        named.clone().find(here).or_else(|| named.find(|command| command.guild.is_none()))
    }
}

fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}
