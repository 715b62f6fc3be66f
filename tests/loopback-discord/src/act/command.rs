//! Typing commands.

use serde_json::{Map, Value, json};

use super::{Action, Beginning, Impossible, Person, begin, note};
use crate::act::place::Channel;
use crate::permissions::{ADMINISTRATOR, USE_APPLICATION_COMMANDS, VIEW_CHANNEL};
use crate::rules::snowflake;
use crate::shape;
use crate::world::World;
use crate::world::interaction::Kind;

impl Person {
    /// Uses a command: `"interview"`, or `"settings zone"` for a subcommand; `options` is an object.
    ///
    /// # Panics
    ///
    /// When there is no such command for this person here, or an option does not fit.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test writes json!({…}) in its place")]
    pub fn types_command(&self, channel: &Channel, command: &str, options: Value) -> Action {
        match self.try_types_command(channel, command, &options) {
            Ok(action) => action,
            Err(why) => panic!("cannot use /{command}: {why}"),
        }
    }

    /// Uses a command.
    ///
    /// # Errors
    ///
    /// When there is no such command for this person here, or an option does not fit.
    pub fn try_types_command(&self, channel: &Channel, command: &str, options: &Value) -> Result<Action, Impossible> {
        self.command(Kind::Command, channel, command, options, None)
    }

    /// Types as far as `option` of a command, of which nothing more than this is known yet.
    ///
    /// # Panics
    ///
    /// When there is no such command for this person here, or an option does not fit.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test writes json!({…}) in its place")]
    pub fn autocompletes(&self, channel: &Channel, command: &str, options: Value, option: &str) -> Action {
        match self.command(Kind::Autocomplete, channel, command, &options, Some(option)) {
            Ok(action) => action,
            Err(why) => panic!("cannot type /{command}: {why}"),
        }
    }

    fn command(&self, kind: Kind, channel: &Channel, typed: &str, options: &Value, focus: Option<&str>) -> Result<Action, Impossible> {
        let mut world = self.shared.world();
        let guild = world.guild_of(channel.id);
        let mut words = typed.split_whitespace();
        let name = words.next().unwrap_or_default();
        let body = world.command(name, guild).map(|command| command.body.clone());
        let body = body.ok_or_else(|| {
            let names: Vec<&str> = world.commands.iter().filter_map(|command| command.body["name"].as_str()).collect();
            Impossible::NoCommand(format!("it is not registered, only {names:?}"))
        })?;
        let owners = self.owners(&world, channel.id, &body)?;
        let path: Vec<&str> = words.collect();
        let mut ids = Vec::new();
        let filled = fill(&body["options"], &path, options, focus, &mut ids)?;
        let mut data = json!({"id": body["id"], "name": body["name"], "type": 1, "options": filled});
        if body["guild_id"].is_string() {
            data["guild_id"] = body["guild_id"].clone();
        }
        if !ids.is_empty() {
            data["resolved"] = resolved(&world, guild, &ids);
        }
        let shown = spoken(typed, options);
        if kind == Kind::Command {
            note(&mut world, self.id, channel.id, format!("used {shown}"));
        }
        // What is being typed is told when the choices have come.
        let name = if kind == Kind::Command { typed.to_owned() } else { shown };
        let it = Beginning { kind, person: self.id, channel: channel.id, name, owners, data, source: None };
        Ok(begin(&self.shared, &mut world, it))
    }

    /// On whose behalf the command can be used here, if it can.
    fn owners(&self, world: &World, channel: u64, body: &Value) -> Result<Value, Impossible> {
        let no = |why: &str| Err(Impossible::NoCommand(why.to_owned()));
        let held = world.permissions(self.id, channel);
        if held & VIEW_CHANNEL == 0 {
            return Err(Impossible::NotVisible);
        }
        if held & USE_APPLICATION_COMMANDS == 0 {
            return no("this person may not use commands here");
        }
        let guild = world.guild_of(channel);
        let has = |list: &Value, number: u64| list.as_array().is_some_and(|list| list.iter().any(|one| *one == number));
        let contexts = &body["contexts"];
        let open =
            if contexts.is_null() { guild.is_some() || body["dm_permission"] != false } else { has(contexts, u64::from(guild.is_none())) };
        if !open {
            return no("the command's contexts leave out this place");
        }
        let wanted = snowflake(&body["default_member_permissions"]);
        if let (Some(wanted), Some(guild)) = (wanted, guild) {
            let own = world.guild_permissions(self.id, guild);
            let may = own & ADMINISTRATOR != 0 || (wanted != 0 && own & wanted == wanted);
            if !may {
                return no("the command needs permissions that this person has not");
            }
        }
        let mut owners = Map::new();
        let types = &body["integration_types"];
        match guild {
            Some(guild) if has(types, 0) && world.bot_in(guild) => {
                owners.insert("0".to_owned(), json!(guild.to_string()));
            }
            // In direct messages 0 stands for "installed in some guild".
            None if has(types, 0) => {
                owners.insert("0".to_owned(), json!("0"));
            }
            _ => {}
        }
        if has(types, 1) && world.people.get(&self.id).is_some_and(|person| person.installed) {
            owners.insert("1".to_owned(), json!(self.id.to_string()));
        }
        if owners.is_empty() {
            return no("the app is not installed here, or the command is not for this way of installing");
        }
        Ok(Value::Object(owners))
    }
}

/// The command as one reads it: `/interview topic: python`.
fn spoken(typed: &str, options: &Value) -> String {
    let mut spoken = format!("/{typed}");
    for (name, value) in options.as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        spoken.extend([" ", name, ": ", &value]);
    }
    spoken
}

/// Options as the bot gets them, in the order of the command's own.
fn fill(known: &Value, path: &[&str], given: &Value, focus: Option<&str>, ids: &mut Vec<String>) -> Result<Vec<Value>, Impossible> {
    let bad = |why: String| Err(Impossible::BadValue(why));
    let known = known.as_array().map(Vec::as_slice).unwrap_or_default();
    let nested = known.iter().any(|option| matches!(option["type"].as_u64(), Some(1 | 2)));
    if let Some((word, path)) = path.split_first() {
        let Some(sub) = known.iter().find(|option| option["name"] == *word && matches!(option["type"].as_u64(), Some(1 | 2))) else {
            return Err(Impossible::NoCommand(format!("there is no subcommand {word:?}")));
        };
        let inner = fill(&sub["options"], path, given, focus, ids)?;
        return Ok(vec![json!({"name": word, "type": sub["type"], "options": inner})]);
    }
    if nested {
        return Err(Impossible::NoCommand("a subcommand has to be chosen".to_owned()));
    }
    let empty = Map::new();
    let given = given.as_object().unwrap_or(&empty);
    if let Some(unknown) = given.keys().find(|name| !known.iter().any(|option| option["name"] == name.as_str())) {
        return bad(format!("there is no option {unknown:?}"));
    }
    let mut filled = Vec::new();
    for option in known {
        let name = option["name"].as_str().unwrap_or_default();
        let Some(value) = given.get(name) else {
            if option["required"] == true && focus.is_none() {
                return bad(format!("the option {name:?} is required"));
            }
            continue;
        };
        let focused = focus == Some(name);
        // While it is being typed, an option is whatever text there is so far.
        if !focused {
            fits(option, value).map_err(|why| Impossible::BadValue(format!("the option {name:?} {why}")))?;
            if matches!(option["type"].as_u64(), Some(6..=9)) {
                ids.extend(value.as_str().map(str::to_owned));
            }
        }
        let mut one = json!({"name": name, "type": option["type"], "value": value});
        if focused {
            one["focused"] = json!(true);
        }
        filled.push(one);
    }
    Ok(filled)
}

/// Whether Discord's client would let somebody enter this.
fn fits(option: &Value, value: &Value) -> Result<(), String> {
    let right = match option["type"].as_u64() {
        Some(3) => value.is_string(),
        Some(4) => value.is_i64() || value.is_u64(),
        Some(5) => value.is_boolean(),
        Some(6..=9) => snowflake(value).is_some() && value.is_string(),
        Some(10) => value.is_number(),
        _ => return Err("is of a kind that this loopback does not know".to_owned()),
    };
    if !right {
        return Err(format!("takes no {value}"));
    }
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !choices.is_empty() && !choices.iter().any(|choice| choice["value"] == *value) {
        return Err(format!("has no choice {value}"));
    }
    let measure = value.as_str().map_or_else(|| value.as_f64(), |text| u32::try_from(text.chars().count()).ok().map(f64::from));
    let (least, most) = if value.is_string() { ("min_length", "max_length") } else { ("min_value", "max_value") };
    let beyond =
        |key: &str, wrong: fn(f64, f64) -> bool| measure.zip(option[key].as_f64()).is_some_and(|(measure, limit)| wrong(measure, limit));
    if beyond(least, |measure, limit| measure < limit) || beyond(most, |measure, limit| measure > limit) {
        return Err(format!("must be from {} to {}", option[least], option[most]));
    }
    Ok(())
}

/// The things that ids in options or menus stand for.
pub(super) fn resolved(world: &World, guild: Option<u64>, ids: &[String]) -> Value {
    let mut resolved = json!({});
    for text in ids {
        let Ok(id) = text.parse::<u64>() else { continue };
        if world.people.contains_key(&id) {
            resolved["users"][text] = shape::user(world, id);
            if let Some(mut member) = guild.and_then(|guild| shape::member(world, guild, id)) {
                if let Some(member) = member.as_object_mut() {
                    // The user is beside it, not in it.
                    member.retain(|key, _| !matches!(key.as_str(), "user" | "deaf" | "mute"));
                }
                let held = guild.map_or(0, |guild| world.guild_permissions(id, guild));
                member["permissions"] = json!(held.to_string());
                resolved["members"][text] = member;
            }
        } else if let Some(channel) = shape::channel(world, id) {
            resolved["channels"][text] = channel;
            resolved["channels"][text]["permissions"] = json!("0");
        } else if let Some(state) = guild.and_then(|guild| world.guilds.get(&guild))
            && let Some(role) = state.roles.iter().find(|role| role.id == id)
        {
            resolved["roles"][text] = shape::role(role, 0);
        }
    }
    resolved
}
