//! Guilds, channels and people, as the world keeps them.

use std::collections::{BTreeMap, BTreeSet};

use crate::permissions;

/// A role; the one whose id is the guild's is `@everyone`.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    pub(crate) mentionable: bool,
}

/// A person in a guild.
#[derive(Clone, Debug, Default)]
pub(crate) struct Membership {
    pub(crate) nick: Option<String>,
    pub(crate) roles: BTreeSet<u64>,
    /// Permissions beyond the roles'. Discord would need a role for them; a test need not.
    pub(crate) own: u64,
    pub(crate) joined: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct GuildState {
    pub(crate) name: String,
    pub(crate) locale: String,
    pub(crate) owner: u64,
    pub(crate) roles: Vec<Role>,
    pub(crate) members: BTreeMap<u64, Membership>,
}

impl GuildState {
    pub(crate) fn new(id: u64, name: &str, owner: u64) -> Self {
        let everyone = Role { id, name: "@everyone".to_owned(), permissions: permissions::EVERYONE, mentionable: false };
        Self { name: name.to_owned(), locale: "en-US".to_owned(), owner, roles: vec![everyone], members: BTreeMap::new() }
    }
}

/// What sort of channel it is, with Discord's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum ChannelKind {
    Text = 0,
    Direct = 1,
    Thread = 11,
}

#[derive(Clone, Debug)]
pub(crate) struct ChannelState {
    pub(crate) kind: ChannelKind,
    pub(crate) name: String,
    pub(crate) guild: Option<u64>,
    pub(crate) parent: Option<u64>,
    pub(crate) recipient: Option<u64>,
    /// Allowed and denied bits by role or member.
    pub(crate) overwrites: BTreeMap<u64, (u64, u64)>,
    /// Every message that was not deleted, oldest first.
    pub(crate) messages: Vec<u64>,
}

impl ChannelState {
    pub(crate) fn new(kind: ChannelKind, name: &str) -> Self {
        Self { kind, name: name.to_owned(), guild: None, parent: None, recipient: None, overwrites: BTreeMap::new(), messages: Vec::new() }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct PersonState {
    pub(crate) username: String,
    pub(crate) global_name: Option<String>,
    pub(crate) locale: String,
    pub(crate) bot: bool,
    /// Whether this person installed the app for themselves.
    pub(crate) installed: bool,
    /// Whether this person refuses direct messages.
    pub(crate) closed: bool,
}

impl PersonState {
    pub(crate) fn named(username: &str) -> Self {
        Self { username: username.to_owned(), global_name: None, locale: "en-US".to_owned(), bot: false, installed: false, closed: false }
    }

    pub(crate) fn bot(username: &str) -> Self {
        Self { bot: true, ..Self::named(username) }
    }
}
