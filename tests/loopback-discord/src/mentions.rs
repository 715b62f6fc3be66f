//! Who would have been pinged by a message.

use serde_json::Value;

use crate::permissions::MENTION_EVERYONE;
use crate::rules::snowflake;
use crate::world::World;
use crate::world::message::Message;

/// Whom a message pings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// One person.
    Person(u64),
    /// Everybody with a role.
    Role(u64),
    /// `@everyone`.
    Everyone,
    /// `@here`.
    Here,
}

/// A ping that Discord would have sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ping {
    /// The message it stands in.
    pub message: u64,
    /// The channel that the message is in.
    pub channel: u64,
    /// Whom it reaches.
    pub target: Target,
    /// Whether the message is ephemeral. Discord then notifies nobody; it is listed all the same,
    /// since the same text in public would ping.
    pub ephemeral: bool,
}

/// What a new message pings, after `allowed_mentions` (`null` permits everything).
///
/// Only the content counts: a mention in an embed pings nobody, and neither does one inside of code.
pub(crate) fn pings(world: &World, message: &Message, allowed: &Value) -> Vec<Ping> {
    let powerful = world.guild_of(message.channel).is_some() && world.permissions(message.author, message.channel) & MENTION_EVERYONE != 0;
    let mut targets: Vec<Target> = mentioned(&message.content)
        .into_iter()
        .filter(|target| permits(allowed, *target) && exists(world, message, *target, powerful))
        .collect();
    if let Some(author) = message.reply_to.and_then(|id| world.messages.get(&id)).map(|it| it.author) {
        // A reply pings whom it answers, unless something is said about mentions.
        let pinged = allowed["replied_user"].as_bool().unwrap_or(allowed.is_null());
        if pinged && author != message.author {
            targets.push(Target::Person(author));
        }
    }
    targets.sort_unstable();
    targets.dedup();
    let ephemeral = message.viewer.is_some();
    let ping = |target| Ping { message: message.id, channel: message.channel, target, ephemeral };
    targets.into_iter().map(ping).collect()
}

fn permits(allowed: &Value, target: Target) -> bool {
    if allowed.is_null() {
        return true;
    }
    let parses = |kind: &str| allowed["parse"].as_array().is_some_and(|list| list.iter().any(|one| one == kind));
    let lists = |kind: &str, id: u64| allowed[kind].as_array().is_some_and(|list| list.iter().any(|one| snowflake(one) == Some(id)));
    match target {
        Target::Person(id) => parses("users") || lists("users", id),
        Target::Role(id) => parses("roles") || lists("roles", id),
        Target::Everyone | Target::Here => parses("everyone"),
    }
}

/// Whether there is somebody to ping, whom this author may ping here.
fn exists(world: &World, message: &Message, target: Target, powerful: bool) -> bool {
    let guild = message.guild.and_then(|id| world.guilds.get(&id));
    match (target, guild) {
        (Target::Person(id), Some(guild)) => id != message.author && guild.members.contains_key(&id),
        (Target::Person(id), None) => world.channels.get(&message.channel).is_some_and(|channel| channel.recipient == Some(id)),
        (Target::Role(id), Some(guild)) => guild.roles.iter().any(|role| role.id == id && (role.mentionable || powerful)),
        (Target::Everyone | Target::Here, Some(_)) => powerful,
        (_, None) => false,
    }
}

/// Every mention in a text, in order, those inside of code left out.
pub(crate) fn mentioned(text: &str) -> Vec<Target> {
    let mut targets = Vec::new();
    for part in outside_code(text) {
        for (index, _) in part.match_indices(['<', '@']) {
            targets.extend(one(&part[index..]));
        }
    }
    targets
}

fn one(text: &str) -> Option<Target> {
    for (word, target) in [("@everyone", Target::Everyone), ("@here", Target::Here)] {
        if text.starts_with(word) {
            return Some(target);
        }
    }
    let inner = text.strip_prefix("<@")?.split_once('>')?.0;
    if let Some(role) = inner.strip_prefix('&') {
        return digits(role).map(Target::Role);
    }
    digits(inner.strip_prefix('!').unwrap_or(inner)).map(Target::Person)
}

fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// What stands outside of `` `code` `` and of fenced blocks.
fn outside_code(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let fence = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        let after = &rest[start + fence..];
        let Some(end) = close(after, fence) else {
            // A fence that is never closed is no code, and neither is what follows it.
            parts.push(&rest[..start]);
            rest = after;
            continue;
        };
        parts.push(&rest[..start]);
        rest = &after[end..];
    }
    parts.push(rest);
    parts
}

/// Where code ends that began with a fence of this length: past an equal fence.
fn close(text: &str, fence: usize) -> Option<usize> {
    let mut index = 0;
    while let Some(found) = text[index..].find('`') {
        let start = index + found;
        let length = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        index = start + length;
        if length == fence || (fence >= 3 && length >= 3) {
            return Some(index);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Target]) {
        assert_eq!(mentioned(text), expected, "{text}");
    }

    #[test]
    fn mentions_are_found_outside_of_code() {
        check("hello <@12> and <@!13>, <@&14>", &[Target::Person(12), Target::Person(13), Target::Role(14)]);
        check("@everyone @here", &[Target::Everyone, Target::Here]);
        check("mail@everyone.org", &[Target::Everyone]);
        check("<@> <@x> <@12 <#12> @nobody", &[]);
        check("`<@1>` ```\n@everyone\n``` ``a`<@2>``", &[]);
        check("```\ncode ``` <@3>", &[Target::Person(3)]);
        check("` <@4>", &[Target::Person(4)]);
    }

    #[test]
    fn allowed_mentions_are_followed() {
        let allowed = serde_json::json!({"parse": ["roles"], "users": ["7"]});
        assert!(permits(&allowed, Target::Person(7)));
        assert!(!permits(&allowed, Target::Person(8)));
        assert!(permits(&allowed, Target::Role(1)));
        assert!(!permits(&allowed, Target::Everyone));
        assert!(permits(&Value::Null, Target::Everyone));
        assert!(!permits(&serde_json::json!({}), Target::Here));
    }
}
