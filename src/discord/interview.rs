//! `/interview` and everything that is pressed in one.

use serenity::all::{ActionRowComponent, CommandOptionType, CreateCommand, CreateModal, ModalInteraction, ResolvedOption, ResolvedValue};

use super::handler::Visitor;
use super::route::{InterviewVerb, RoundVerb, Route, Wanted};
use super::views::{self, Card};
use super::{commands, daily, draw, study};
use crate::app::{Action, Again, App, AppError, Outcome, Wish};
use crate::bank::Level;
use crate::interview::{Refusal, Report};
use crate::locale::{Locale, Texts};
use crate::store::{InterviewId, Person, Provider};

/// Questions of an interview when none are asked for.
const QUESTIONS: u8 = 5;
/// Questions of an interview at the most.
const MOST_QUESTIONS: u8 = 10;
/// Minutes for a question at the most.
const MOST_MINUTES: u8 = 60;

/// `/interview` and `/missed`: the opening card, or the one that is open already.
pub(super) async fn on_command(app: &App, who: &Visitor<'_>, mut wanted: Wanted) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    if !wanted.missed {
        wanted.level = wanted.level.or_else(|| app.usual_level(&person, wanted.topic.as_deref()));
    }
    app.bank.pool(wanted.topic.as_deref(), wanted.level)?;
    if let Some(open) = app.open_interview(&person, Provider::Discord.name()).await? {
        return Ok(views::open_already(who.t, open, Route::StartOver(wanted)));
    }
    start(app, who, &person, &wanted).await
}

async fn start(app: &App, who: &Visitor<'_>, person: &Person, wanted: &Wanted) -> Result<Card, AppError> {
    let (count, minutes, missed) = (usize::from(wanted.count), wanted.minutes, wanted.missed);
    let wish = Wish { missed, minutes, count, ..wish(app, who, person, wanted.topic.clone(), wanted.level).await? };
    let started = app.start(person, &wish).await?;
    Ok(views::opening(who.t, &started, wanted.topic.as_deref(), wanted.level))
}

/// What was missed in an interview, again. `over`, where another that is open may be ended.
async fn again(app: &App, who: &Visitor<'_>, person: &Person, of: InterviewId, over: bool) -> Result<Card, AppError> {
    let wish = wish(app, who, person, None, None).await?;
    Ok(match app.again(person, of, over, &wish).await? {
        Again::Started(started) => views::opening_again(who.t, &started),
        Again::Begun(interview) => return play(app, who, person, interview, &Action::Look).await,
        Again::Open(open) => views::open_already(who.t, open, Route::Interview { interview: of, verb: InterviewVerb::AgainOver }),
        Again::Refused(refusal) => refused(who.t, "not-here-title", refusal),
    })
}

/// What a person wants to be asked, here and now.
pub(super) async fn wish(
    app: &App,
    who: &Visitor<'_>,
    person: &Person,
    topic: Option<String>,
    level: Option<Level>,
) -> Result<Wish, AppError> {
    if let Some(guild) = &who.guild {
        app.visit(guild, person).await?;
    }
    let guild = who.guild.as_ref().map(|guild| (guild.id, guild.installed));
    Ok(Wish { topic, level, seed: rand::random(), source: Provider::Discord.name(), guild, ..Wish::default() })
}

/// `/interview` as Discord knows it.
pub(super) fn define(texts: &Texts) -> CreateCommand {
    let option = |kind, name| commands::option(texts, kind, commands::INTERVIEW, name);
    let level = option(CommandOptionType::String, "level");
    commands::everywhere(commands::command(texts, commands::INTERVIEW))
        .add_option(commands::topic_option(texts, commands::INTERVIEW))
        .add_option(commands::choices(texts, level, &Level::ALL, Level::name, |t, level| t.level(level)))
        .add_option(option(CommandOptionType::Integer, "questions").min_int_value(1).max_int_value(u64::from(MOST_QUESTIONS)))
        .add_option(option(CommandOptionType::Integer, "minutes").min_int_value(1).max_int_value(u64::from(MOST_MINUTES)))
}

/// `/missed` as Discord knows it.
pub(super) fn define_missed(texts: &Texts) -> CreateCommand {
    let number = |name, most: u8| {
        commands::option(texts, CommandOptionType::Integer, commands::MISSED, name).min_int_value(1).max_int_value(u64::from(most))
    };
    commands::everywhere(commands::command(texts, commands::MISSED))
        .add_option(commands::topic_option(texts, commands::MISSED))
        .add_option(number("questions", MOST_QUESTIONS))
        .add_option(number("minutes", MOST_MINUTES))
}

/// The options of `/interview` or `/missed` as a person gave them.
pub(super) fn wanted(command: &str, options: &[ResolvedOption<'_>]) -> Wanted {
    let number = |given: i64, most: u8| u8::try_from(given.clamp(1, most.into())).unwrap_or(most);
    let mut wanted = Wanted { count: QUESTIONS, minutes: None, missed: command == commands::MISSED, level: None, topic: None };
    for option in options {
        match (option.name, &option.value) {
            ("topic", ResolvedValue::String(words)) => wanted.topic = commands::topic(words),
            ("level", ResolvedValue::String(level)) => wanted.level = Level::from_name(level),
            ("questions", ResolvedValue::Integer(count)) => wanted.count = number(*count, MOST_QUESTIONS),
            ("minutes", ResolvedValue::Integer(minutes)) => wanted.minutes = Some(number(*minutes, MOST_MINUTES)),
            _ => {}
        }
    }
    wanted
}

/// The modal that a press opens. It asks nothing of the database, since nothing may come before a modal.
pub(super) fn modal(t: Locale<'_>, route: &Route) -> Option<CreateModal> {
    match route {
        Route::Round { interview, round, verb: RoundVerb::Answer } => Some(views::answer_modal(t, *interview, *round)),
        Route::FollowUp { interview, round, point, answer: false } => Some(views::follow_up_modal(t, *interview, *round, point)),
        _ => None,
    }
}

/// Whether a press is answered beside the card that it is on.
pub(super) fn shows_apart(route: &Route) -> bool {
    matches!(route, Route::Round { verb: RoundVerb::Model, .. } | Route::Study { apart: true, .. } | Route::Missed) || shows_publicly(route)
}

/// Whether a press is answered for everybody to see.
pub(super) fn shows_publicly(route: &Route) -> bool {
    matches!(route, Route::Interview { verb: InterviewVerb::Share, .. })
}

/// A press that opens no modal.
pub(super) async fn on_press(app: &App, who: &Visitor<'_>, route: &Route) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    match route {
        Route::Round { interview, round, verb } => {
            let action = match verb {
                RoundVerb::Hint => Action::Hint(*round),
                RoundVerb::Skip => Action::Skip(*round),
                RoundVerb::Next => Action::Next(*round),
                RoundVerb::Model => return model_answer(app, who, &person, *interview, *round).await,
                RoundVerb::Answer | RoundVerb::Submit => Action::Look,
            };
            play(app, who, &person, *interview, &action).await
        }
        Route::Interview { interview, verb: InterviewVerb::End } => play(app, who, &person, *interview, &Action::End).await,
        Route::Interview { interview, verb: InterviewVerb::Share } => share(app, who, &person, *interview).await,
        Route::Interview { interview, verb: InterviewVerb::Again } => again(app, who, &person, *interview, false).await,
        Route::Interview { interview, verb: InterviewVerb::AgainOver } => again(app, who, &person, *interview, true).await,
        Route::Interview { interview, verb: InterviewVerb::Another } => study::another(app, who, &person, *interview).await,
        Route::Study { concept, page, .. } => Ok(study::card(app, who, concept, *page)),
        Route::Ask(concept) => study::ask(app, who, &person, Some(concept.concept.clone()), None).await,
        Route::Topics(page) => study::topics(app, who, &person, *page).await,
        Route::StartOver(wanted) => start(app, who, &person, wanted).await,
        Route::Missed => on_command(app, who, wanted(commands::MISSED, &[])).await,
        Route::Board(_)
        | Route::Daily { .. }
        | Route::Session { .. }
        | Route::SessionRound { .. }
        | Route::Anki
        | Route::Setting(_)
        | Route::Privacy(_)
        | Route::Dispute { .. } => Ok(refused(who.t, "not-here-title", Refusal::Gone)),
        Route::Interview { interview, verb: InterviewVerb::Resume } | Route::FollowUp { interview, .. } => {
            play(app, who, &person, *interview, &Action::Look).await
        }
    }
}

/// A modal that was sent off.
pub(super) async fn on_modal(app: &App, who: &Visitor<'_>, route: &Route, text: String, interaction: &str) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    let interaction = Some(interaction.to_owned());
    match route {
        Route::Round { interview, round, verb: RoundVerb::Submit } => {
            let action = Action::Answer { round: *round, text, interaction };
            play(app, who, &person, *interview, &action).await
        }
        Route::FollowUp { interview, round, point, answer: true } => {
            let action = Action::FollowUp { round: *round, point: point.clone(), text, interaction };
            play(app, who, &person, *interview, &action).await
        }
        other => on_press(app, who, other).await,
    }
}

/// The text of a modal's one box.
pub(super) fn typed(modal: &ModalInteraction) -> String {
    let inputs = modal.data.components.iter().flat_map(|row| &row.components);
    let text = inputs.filter_map(|component| match component {
        ActionRowComponent::InputText(input) => input.value.clone(),
        _ => None,
    });
    text.collect()
}

/// Plays and shows the outcome; a refusal comes with the card that shows how things stand, so that there is always a way
/// on.
pub(super) async fn play(app: &App, who: &Visitor<'_>, person: &Person, interview: InterviewId, action: &Action) -> Result<Card, AppError> {
    let outcome = app.play(person, interview, action).await?;
    let notice = match outcome {
        Outcome::Refused(refusal @ (Refusal::NotYours | Refusal::Gone)) => return Ok(refused(who.t, "not-here-title", refusal)),
        Outcome::Refused(refusal) => refusal,
        Outcome::FollowUp(result) => {
            let outcome = app.look_at(person, interview, result.round).await?;
            return show(app, who, person, interview, outcome).await;
        }
        outcome @ Outcome::Verdict(_) => {
            let card = show(app, who, person, interview, outcome).await?;
            return Ok(daily::with_milestone(app, who, person, card).await);
        }
        outcome => return show(app, who, person, interview, outcome).await,
    };
    let stands = match round_of(action) {
        // What was answered can always be looked at again, even when the interview has moved on since.
        Some(round) if matches!(notice, Refusal::Answered | Refusal::FollowedUp | Refusal::NotMissed) => {
            app.look_at(person, interview, round).await?
        }
        _ => app.play(person, interview, &Action::Look).await?,
    };
    let card = show(app, who, person, interview, stands).await?;
    Ok(card.with_notice(who.t.refusal(notice)))
}

fn round_of(action: &Action) -> Option<usize> {
    match action {
        Action::Answer { round, .. } | Action::FollowUp { round, .. } => Some(*round),
        _ => None,
    }
}

async fn show(app: &App, who: &Visitor<'_>, person: &Person, interview: InterviewId, outcome: Outcome<'_>) -> Result<Card, AppError> {
    Ok(match outcome {
        Outcome::Question(asked) | Outcome::Hint(asked) => views::question(who.t, interview, &asked),
        Outcome::Verdict(graded) => views::verdict(who.t, interview, &graded),
        Outcome::Report(report) => return shows_report(app, who, person, interview, &report).await,
        Outcome::FollowUp(result) => views::sorry(&result.point.says, ""),
        Outcome::Refused(refusal) => refused(who.t, "nothing-changed-title", refusal),
    })
}

/// The report, with how the person stands in what was asked, as a picture and in words.
async fn shows_report(app: &App, who: &Visitor<'_>, person: &Person, interview: InterviewId, report: &Report) -> Result<Card, AppError> {
    let (progress, _) = app.progress(person).await?;
    let card = views::report(who.t, interview, report, &progress.concepts, who.guild.is_some());
    if report.total.is_none() {
        return Ok(card);
    }
    Ok(draw::with_picture(card, views::report_chart(who.t, report, &progress.concepts)).await)
}

async fn model_answer(app: &App, who: &Visitor<'_>, person: &Person, interview: InterviewId, round: usize) -> Result<Card, AppError> {
    Ok(match app.look_at(person, interview, round).await? {
        Outcome::Verdict(graded) => views::model_answer(who.t, graded.question),
        Outcome::Refused(refusal) => refused(who.t, "not-yet-title", refusal),
        _ => refused(who.t, "not-yet-title", Refusal::Unanswered),
    })
}

/// Posts the summary, once.
async fn share(app: &App, who: &Visitor<'_>, person: &Person, interview: InterviewId) -> Result<Card, AppError> {
    let publicly = who.publicly(app).await?;
    if let Some(notice) = publicly.elsewhere {
        return Ok(views::sorry(who.t.text("shared-nothing-title"), notice));
    }
    Ok(match app.share(person, interview).await? {
        Ok(report) => views::shared(publicly.t, &who.display_name, &report),
        Err(refusal) => refused(who.t, "shared-nothing-title", refusal),
    })
}

pub(super) fn refused(t: Locale<'_>, title: &str, refusal: Refusal) -> Card {
    views::sorry(t.text(title), t.refusal(refusal))
}
