//! The commands as Discord knows them, registered only when they differ from what it knows already.

use serde_json::Value;
use serenity::all::{
    Command, CommandOptionType, CreateCommand, CreateCommandOption, InstallationContext, InteractionContext, ResolvedOption, ResolvedValue,
};
use serenity::http::Http;

use super::route::Wanted;
use crate::bank::Level;
use crate::board::{By, Period};

/// `/interview`
pub(super) const INTERVIEW: &str = "interview";
/// `/leaderboard`
pub(super) const LEADERBOARD: &str = "leaderboard";

/// Questions of an interview when none are asked for.
const QUESTIONS: u8 = 5;
/// Questions of an interview at the most.
const MOST_QUESTIONS: u8 = 10;

/// Every command.
fn all() -> Vec<CreateCommand> {
    let everywhere = vec![InteractionContext::Guild, InteractionContext::BotDm, InteractionContext::PrivateChannel];
    let level = choices("level", "Only questions of this level", &Level::ALL.map(Level::name));
    vec![
        CreateCommand::new(INTERVIEW)
            .description("A mock interview, in private: answer in your own words and see what an expert listens for")
            .integration_types(vec![InstallationContext::Guild, InstallationContext::User])
            .contexts(everywhere)
            .add_option(
                CreateCommandOption::new(CommandOptionType::String, "topic", "A concept, a subject or a tag; everything without it")
                    .max_length(Wanted::LONGEST_TOPIC),
            )
            .add_option(level)
            .add_option(
                CreateCommandOption::new(CommandOptionType::Integer, "questions", "How many questions, 1 to 10; 5 without it")
                    .min_int_value(1)
                    .max_int_value(u64::from(MOST_QUESTIONS)),
            ),
        CreateCommand::new(LEADERBOARD)
            .description("Who has earned most in this server, and where you stand")
            .integration_types(vec![InstallationContext::Guild])
            .contexts(vec![InteractionContext::Guild])
            .add_option(choices("period", "This day, week or month; all time without it", &Period::ALL.map(Period::name)))
            .add_option(
                CreateCommandOption::new(CommandOptionType::String, "topic", "A concept or a subject; everything without it")
                    .max_length(Wanted::LONGEST_TOPIC),
            )
            .add_option(choices("by", "What to rank by; points without it", &By::ALL.map(By::name)))
            .add_option(CreateCommandOption::new(
                CommandOptionType::Boolean,
                "hide",
                "Hide yourself on the boards of this server, or show yourself again",
            )),
    ]
}

/// An option that takes one of a few words.
fn choices(name: &str, description: &str, words: &[&str]) -> CreateCommandOption {
    let option = CreateCommandOption::new(CommandOptionType::String, name, description);
    words.iter().fold(option, |option, word| option.add_string_choice(*word, *word))
}

/// Tells Discord about the commands, unless it knows exactly these. `true` when they were sent.
pub(super) async fn register(http: &Http) -> serenity::Result<bool> {
    let wanted = all();
    let known = Command::get_global_commands(http).await?;
    let same = known.len() == wanted.len()
        && wanted.iter().all(|command| {
            let command = essence(serde_json::to_value(command).unwrap_or_default());
            known.iter().any(|known| essence(serde_json::to_value(known).unwrap_or_default()) == command)
        });
    if !same {
        Command::set_global_commands(http, wanted).await?;
    }
    Ok(!same)
}

/// What of a command is ours to decide, in one spelling: defaults left out, lists that are sets sorted.
fn essence(mut command: Value) -> Value {
    const OURS: [&str; 14] = [
        "name",
        "description",
        "options",
        "type",
        "required",
        "choices",
        "value",
        "min_value",
        "max_value",
        "max_length",
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
                if let (true, Value::Array(items)) = (key == "contexts" || key == "integration_types", value) {
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

/// The options of `/interview` as a person gave them.
pub(super) fn wanted(options: &[ResolvedOption<'_>]) -> Wanted {
    let mut wanted = Wanted { count: QUESTIONS, level: None, topic: None };
    for option in options {
        match (option.name, &option.value) {
            ("topic", ResolvedValue::String(topic)) => {
                let topic: String = topic.trim().chars().take(usize::from(Wanted::LONGEST_TOPIC)).collect();
                wanted.topic = (!topic.is_empty()).then_some(topic);
            }
            ("level", ResolvedValue::String(level)) => wanted.level = Level::from_name(level),
            ("questions", ResolvedValue::Integer(count)) => {
                wanted.count = u8::try_from((*count).clamp(1, i64::from(MOST_QUESTIONS))).unwrap_or(QUESTIONS);
            }
            _ => {}
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_that_discord_sends_back_is_the_one_that_was_sent() {
        let ours = serde_json::to_value(&all()[0]).unwrap();
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
}
