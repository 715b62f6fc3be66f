//! The commands as Discord knows them, registered only when they differ from what it knows already.

use std::collections::HashMap;

use serde_json::Value;
use serenity::all::{Command, CommandOptionType, CreateCommand, CreateCommandOption, InstallationContext, InteractionContext, Permissions};
use serenity::http::Http;

use super::complete;
use super::route::Wanted;
use crate::locale::{Language, Locale, Texts};

/// `/interview`
pub(super) const INTERVIEW: &str = "interview";
/// `/missed`
pub(super) const MISSED: &str = "missed";
/// `/leaderboard`
pub(super) const LEADERBOARD: &str = "leaderboard";
/// `/question`
pub(super) const QUESTION: &str = "question";
/// `/study`
pub(super) const STUDY: &str = "study";
/// `/topics`
pub(super) const TOPICS: &str = "topics";
/// `/progress`
pub(super) const PROGRESS: &str = "progress";
/// `/daily`
pub(super) const DAILY: &str = "daily";
/// `/streak`
pub(super) const STREAK: &str = "streak";
/// `/session`
pub(super) const SESSION: &str = "session";

/// `/settings`
pub(super) const SETTINGS: &str = "settings";
/// `/privacy`
pub(super) const PRIVACY: &str = "privacy";
/// `/help`
pub(super) const HELP: &str = "help";

/// Every command, described in every language.
fn all(texts: &Texts) -> Vec<CreateCommand> {
    let mut all = vec![
        super::interview::define(texts),
        super::interview::define_missed(texts),
        super::leaderboard::define(texts),
        super::progress::define(texts),
        super::daily::define(texts),
        super::daily::define_streak(texts),
        super::session::define(texts),
        super::settings::define(texts),
        super::privacy::define(texts),
        everywhere(command(texts, HELP)),
    ];
    all.extend(super::study::define(texts));
    all
}

/// Where a command can be used: in servers, in private messages with the bot, and wherever else a person takes it.
pub(super) fn everywhere(command: CreateCommand) -> CreateCommand {
    command.integration_types(vec![InstallationContext::Guild, InstallationContext::User]).contexts(vec![
        InteractionContext::Guild,
        InteractionContext::BotDm,
        InteractionContext::PrivateChannel,
    ])
}

/// A command that is there in servers which the bot is a member of.
pub(super) fn in_servers(command: CreateCommand) -> CreateCommand {
    command.integration_types(vec![InstallationContext::Guild]).contexts(vec![InteractionContext::Guild])
}

/// A command with its description, the message `command-{name}`.
pub(super) fn command(texts: &Texts, name: &str) -> CreateCommand {
    let key = format!("command-{name}");
    let command = CreateCommand::new(name).description(texts.locale(Language::English).text(&key));
    translated(texts, &key).fold(command, |command, (language, text)| command.description_localized(language, text))
}

/// An option of a command with its description, the message `option-{command}-{name}`.
pub(super) fn option(texts: &Texts, kind: CommandOptionType, command: &str, name: &str) -> CreateCommandOption {
    let key = format!("option-{command}-{name}");
    let option = CreateCommandOption::new(kind, name, texts.locale(Language::English).text(&key));
    translated(texts, &key).fold(option, |option, (language, text)| option.description_localized(language, text))
}

/// The option `topic`: a concept, a subject or a tag, offered while it is typed. Read it by [`topic`].
pub(super) fn topic_option(texts: &Texts, command: &str) -> CreateCommandOption {
    offered(texts, command, complete::TOPIC)
}

/// The option `timezone`: a time zone, offered while it is typed. Read it by [`crate::app::zone`].
pub(super) fn zone_option(texts: &Texts, command: &str) -> CreateCommandOption {
    offered(texts, command, complete::TIME_ZONE)
}

/// An option that is offered while it is typed, by its name: one of those in [`complete`].
pub(super) fn offered(texts: &Texts, command: &str, name: &str) -> CreateCommandOption {
    option(texts, CommandOptionType::String, command, name).set_autocomplete(true).max_length(Wanted::LONGEST_TOPIC)
}

/// An option that takes one of a few words, shown as `show` says.
pub(super) fn choices<T: Copy>(
    texts: &Texts,
    option: CreateCommandOption,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    show: impl Fn(Locale<'_>, T) -> String,
) -> CreateCommandOption {
    all.iter().fold(option, |option, one| {
        let others = Language::ALL.into_iter().filter(|language| *language != Language::English);
        let shown = others.map(|language| (language.code(), show(texts.locale(language), *one)));
        option.add_string_choice_localized(show(texts.locale(Language::English), *one), name(*one), shown)
    })
}

/// A message in every language but English.
fn translated(texts: &Texts, key: &str) -> impl Iterator<Item = (&'static str, String)> {
    let others = Language::ALL.into_iter().filter(|language| *language != Language::English);
    others.map(move |language| (language.code(), texts.locale(language).text(key)))
}

/// The message that names a permission that the bot asks for.
pub(super) fn permission(permission: Permissions) -> &'static str {
    match permission {
        Permissions::VIEW_CHANNEL => "permission-view",
        Permissions::SEND_MESSAGES => "permission-send",
        Permissions::EMBED_LINKS => "permission-embed",
        Permissions::CREATE_PUBLIC_THREADS => "permission-thread",
        Permissions::SEND_MESSAGES_IN_THREADS => "permission-send-thread",
        _ => "permission-history",
    }
}

/// A person's words for a topic, as long as an id can hold.
pub(super) fn topic(words: &str) -> Option<String> {
    let topic: String = words.trim().chars().take(usize::from(Wanted::LONGEST_TOPIC)).collect();
    (!topic.is_empty()).then_some(topic)
}

/// How each command is mentioned, so that a tap is enough to use it; empty as long as that is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions(HashMap<String, String>);

impl Mentions {
    /// A command as it is written in a message.
    #[must_use]
    pub fn of(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| format!("`/{name}`"))
    }
}

impl FromIterator<Command> for Mentions {
    fn from_iter<C: IntoIterator<Item = Command>>(commands: C) -> Self {
        let mention = |command: Command| {
            // Of a command with subcommands, only these can be used.
            let sub = command.options.iter().find(|option| option.kind == CommandOptionType::SubCommand);
            let words = sub.map_or_else(|| command.name.clone(), |sub| format!("{} {}", command.name, sub.name));
            (command.name, format!("</{words}:{}>", command.id))
        };
        Self(commands.into_iter().map(mention).collect())
    }
}

/// The commands that Discord knows.
pub(super) async fn known(http: &Http) -> serenity::Result<Mentions> {
    Ok(http.get_global_commands().await?.into_iter().collect())
}

/// Tells Discord about the commands, unless it knows exactly these. `true` when they were sent.
pub(super) async fn register(http: &Http, texts: &Texts) -> serenity::Result<(bool, Mentions)> {
    let wanted = all(texts);
    let known = http.get_global_commands_with_localizations().await?;
    let same = known.len() == wanted.len()
        && wanted.iter().all(|command| {
            let command = essence(serde_json::to_value(command).unwrap_or_default());
            known.iter().any(|known| essence(serde_json::to_value(known).unwrap_or_default()) == command)
        });
    let known = if same { known } else { Command::set_global_commands(http, wanted).await? };
    Ok((!same, known.into_iter().collect()))
}

/// What of a command is ours to decide, in one spelling: defaults left out, lists that are sets sorted.
fn essence(mut command: Value) -> Value {
    const OURS: [&str; 17] = [
        "name",
        "description",
        "description_localizations",
        "name_localizations",
        "options",
        "type",
        "required",
        "choices",
        "value",
        "min_value",
        "max_value",
        "max_length",
        "channel_types",
        "autocomplete",
        "contexts",
        "integration_types",
        "default_member_permissions",
    ];
    match &mut command {
        Value::Object(fields) => {
            fields.retain(|key, value| OURS.contains(&key.as_str()) && !is_default(key, value));
            for (key, value) in fields.iter_mut() {
                let inner = essence(value.take());
                *value = inner;
                if let (true, Value::Array(items)) = (["contexts", "integration_types", "channel_types"].contains(&key.as_str()), value) {
                    items.sort_by(|a, b| a.as_f64().unwrap_or(0.0).total_cmp(&b.as_f64().unwrap_or(0.0)));
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                let inner = essence(item.take());
                *item = inner;
            }
        }
        // Discord may send whole numbers as floats.
        Value::Number(number) => return number.as_f64().map_or(Value::Null, Value::from),
        _ => {}
    }
    command
}

fn is_default(key: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        // The type of a chat command; the types of options are all larger.
        Value::Number(number) => key == "type" && number.as_u64() == Some(1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_that_discord_sends_back_is_the_one_that_was_sent() {
        let ours = serde_json::to_value(&all(&Texts::new().unwrap())[0]).unwrap();
        let mut theirs = ours.clone();
        theirs["id"] = json!("1");
        theirs["version"] = json!("2");
        theirs["nsfw"] = json!(false);
        theirs["contexts"] = json!([2, 0, 1]);
        theirs["options"][2]["min_value"] = json!(1.0);
        theirs["options"][0]["required"] = json!(false);
        assert_eq!(essence(ours.clone()), essence(theirs.clone()));
        theirs["options"][2]["max_value"] = json!(9);
        assert_ne!(essence(ours), essence(theirs));
    }

    #[test]
    fn every_command_stands_in_the_help_once() {
        let commands = all(&Texts::new().unwrap()).into_iter().map(|command| serde_json::to_value(command).unwrap());
        let mut commands: Vec<String> = commands.map(|command| command["name"].as_str().unwrap().to_owned()).collect();
        let mut helped: Vec<&str> = super::super::views::TASKS.iter().flat_map(|(_, names)| *names).copied().collect();
        commands.sort_unstable();
        helped.sort_unstable();
        assert_eq!(commands, helped, "views/help.rs says which task a command is for");
    }

    /// Every object in a command, the command included.
    fn described<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        found.push(value);
        for option in value["options"].as_array().into_iter().flatten() {
            described(option, found);
        }
    }

    #[test]
    fn commands_are_described_in_every_language_within_discords_limits() {
        let texts = Texts::new().unwrap();
        let mut descriptions = std::collections::BTreeSet::new();
        for command in all(&texts) {
            let command = serde_json::to_value(command).unwrap();
            let mut found = Vec::new();
            described(&command, &mut found);
            for one in found {
                let german = one["description_localizations"]["de"].as_str().unwrap();
                for text in [one["description"].as_str().unwrap(), german] {
                    let length = text.chars().count();
                    assert!((1..=100).contains(&length) && text.contains(' '), "{} has {length} characters: {text}", one["name"]);
                    descriptions.insert(text.to_owned());
                }
                for choice in one["choices"].as_array().into_iter().flatten() {
                    assert!(choice["name_localizations"]["de"].is_string(), "{choice}");
                }
            }
        }
        // What is in the catalogue and describes nothing is there in vain.
        let catalogue = include_str!("../../locales/en/commands.ftl");
        for line in catalogue.lines().filter(|line| line.starts_with("command-") || line.starts_with("option-")) {
            let (key, text) = line.split_once(" = ").unwrap();
            assert!(descriptions.contains(text), "{key} describes nothing");
        }
    }
}
