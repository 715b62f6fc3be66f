//! What Discord offers while somebody types an option: topics, concepts, time zones.
//!
//! What an option takes is told by its name, the same in every command; `commands::topic_option` and its like make them.

use serenity::all::{AutocompleteChoice, CommandInteraction};

use super::commands;
use super::route::Wanted;
use super::views::clamp;
use crate::app::{App, Topic, Topics};
use crate::locale::Locale;

/// Choices that Discord shows at the most.
const MOST: usize = 25;
/// Characters of a choice's name.
const NAME: usize = 100;

/// The option of a topic.
pub(super) const TOPIC: &str = "topic";
/// The option of a concept.
pub(super) const CONCEPT: &str = "concept";
/// The option of a time zone.
pub(super) const TIME_ZONE: &str = "timezone";

/// What can be chosen for the option that is being typed.
pub(super) fn choices(app: &App, t: Locale<'_>, command: &CommandInteraction) -> Vec<AutocompleteChoice> {
    let Some(option) = command.data.autocomplete() else { return Vec::new() };
    let topics = |which| {
        let found = app.topics(option.value, which, MOST);
        // What is longer than an option can be could be chosen, and not sent.
        let found = found.into_iter().filter(|topic| topic.id().chars().count() <= usize::from(Wanted::LONGEST_TOPIC));
        found.map(|topic| AutocompleteChoice::new(clamp(&name(t, topic), NAME), topic.id())).collect()
    };
    match option.name {
        TOPIC if command.data.name == commands::LEADERBOARD => topics(Topics::Boards),
        TOPIC => topics(Topics::All),
        CONCEPT => topics(Topics::Concepts),
        TIME_ZONE => {
            let zones = app.zones(option.value, MOST).into_iter();
            zones.map(|(zone, time)| AutocompleteChoice::new(format!("{} · {}", zone.name(), time.format("%H:%M")), zone.name())).collect()
        }
        _ => Vec::new(),
    }
}

fn name(t: Locale<'_>, topic: Topic<'_>) -> String {
    match topic {
        Topic::Concept(_, title) => title.to_owned(),
        Topic::Subject(_, title) => t.with("choice-subject", &[("name", title.into())]),
        Topic::Tag(tag) => t.with("choice-tag", &[("name", tag.into())]),
    }
}
