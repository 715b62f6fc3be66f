//! `/question`, `/study` and `/topics`: one question, a concept's card, all that there is to ask.

use serenity::all::{CommandOptionType, CreateCommand, ResolvedOption, ResolvedValue};

use super::handler::Visitor;
use super::views::{self, Card};
use super::{commands, complete, interview};
use crate::app::{Action, App, AppError};
use crate::bank::{ConceptKey, Level};
use crate::locale::Texts;
use crate::store::{InterviewId, Person};

/// The commands as Discord knows them.
pub(super) fn define(texts: &Texts) -> [CreateCommand; 3] {
    let level = commands::option(texts, CommandOptionType::String, commands::QUESTION, "level");
    let topic = commands::topic_option(texts, commands::QUESTION);
    let concept = commands::offered(texts, commands::STUDY, complete::CONCEPT).required(true);
    let everywhere = |name| commands::everywhere(commands::command(texts, name));
    [
        everywhere(commands::QUESTION).add_option(topic).add_option(commands::choices(
            texts,
            level,
            &Level::ALL,
            Level::name,
            |t, level| t.level(level),
        )),
        everywhere(commands::STUDY).add_option(concept),
        everywhere(commands::TOPICS),
    ]
}

/// One of the three commands.
pub(super) async fn on_command(app: &App, who: &Visitor<'_>, name: &str, options: &[ResolvedOption<'_>]) -> Result<Card, AppError> {
    let words = |name: &str| {
        options.iter().find_map(|option| match &option.value {
            ResolvedValue::String(words) if option.name == name => Some(*words),
            _ => None,
        })
    };
    match name {
        commands::STUDY => find(app, who, words("concept").unwrap_or_default()),
        commands::TOPICS => topics(app, who, &who.person(app).await?, 0).await,
        _ => {
            let person = who.person(app).await?;
            let (topic, level) = (words("topic").and_then(commands::topic), words("level").and_then(Level::from_name));
            let level = level.or_else(|| app.usual_level(&person, topic.as_deref()));
            ask(app, who, &person, topic, level).await
        }
    }
}

/// One question, by itself.
pub(super) async fn ask(
    app: &App,
    who: &Visitor<'_>,
    person: &Person,
    topic: Option<String>,
    level: Option<Level>,
) -> Result<Card, AppError> {
    let wish = interview::wish(app, who, person, topic, level).await?;
    let asked = app.ask(person, &wish).await?;
    interview::play(app, who, person, asked, &Action::Look).await
}

/// Another question after one that was asked by itself.
pub(super) async fn another(app: &App, who: &Visitor<'_>, person: &Person, after: InterviewId) -> Result<Card, AppError> {
    let wish = interview::wish(app, who, person, None, None).await?;
    match app.ask_another(person, after, &wish).await? {
        Ok(asked) => interview::play(app, who, person, asked, &Action::Look).await,
        Err(refusal) => Ok(interview::refused(who.t, "not-here-title", refusal)),
    }
}

/// The card of the concept that somebody names; the concepts, where it is a topic of several.
fn find(app: &App, who: &Visitor<'_>, topic: &str) -> Result<Card, AppError> {
    let found = app.concepts_of(topic)?;
    match found.as_slice() {
        [(concept, _)] => Ok(card(app, who, concept, 0)),
        several => Ok(views::which_concept(who.t, topic, several)),
    }
}

/// A page of a concept's card.
pub(super) fn card(app: &App, who: &Visitor<'_>, concept: &ConceptKey, page: u32) -> Card {
    match app.study(concept) {
        Some(study) => views::study(who.t, &study, page),
        None => views::sorry(who.t.text("study-gone-title"), who.t.text("study-gone")),
    }
}

/// A page of all that there is to ask.
pub(super) async fn topics(app: &App, who: &Visitor<'_>, person: &Person, page: u32) -> Result<Card, AppError> {
    Ok(views::topics(who.t, &app.coverage(person).await?, page))
}
