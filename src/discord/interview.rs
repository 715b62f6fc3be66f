//! `/interview` and everything that is pressed in one.

use serenity::all::{ActionRowComponent, CreateModal, ModalInteraction};

use super::handler::Visitor;
use super::route::{InterviewVerb, RoundVerb, Route, Wanted};
use super::views::{self, Card};
use crate::app::{Action, App, AppError, Outcome, Wish};
use crate::interview::Refusal;
use crate::store::{InterviewId, Person, Provider};

/// `/interview`: the opening card, or the one that is open already.
pub(super) async fn on_command(app: &App, who: &Visitor, wanted: Wanted) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    app.bank.pool(wanted.topic.as_deref(), wanted.level)?;
    if let Some(open) = app.open_interview(&person, Provider::Discord.name()).await? {
        return Ok(views::open_already(open, &wanted));
    }
    start(app, who, &person, &wanted).await
}

async fn start(app: &App, who: &Visitor, person: &Person, wanted: &Wanted) -> Result<Card, AppError> {
    if let Some(guild) = &who.guild {
        app.visit(guild, person).await?;
    }
    let wish = Wish {
        topic: wanted.topic.clone(),
        level: wanted.level,
        count: usize::from(wanted.count),
        seed: rand::random(),
        source: Provider::Discord.name(),
        guild: who.guild.as_ref().map(|guild| (guild.id, guild.installed)),
    };
    let started = app.start(person, &wish).await?;
    Ok(views::opening(started.id, started.count, wanted))
}

/// The modal that a press opens. It asks nothing of the database, since nothing may come before a modal.
pub(super) fn modal(route: &Route) -> Option<CreateModal> {
    match route {
        Route::Round { interview, round, verb: RoundVerb::Answer } => Some(views::answer_modal(*interview, *round)),
        Route::FollowUp { interview, round, point, answer: false } => Some(views::follow_up_modal(*interview, *round, point)),
        _ => None,
    }
}

/// Whether a press is answered beside the card that it is on.
pub(super) fn shows_apart(route: &Route) -> bool {
    matches!(route, Route::Round { verb: RoundVerb::Model, .. }) || shows_publicly(route)
}

/// Whether a press is answered for everybody to see.
pub(super) fn shows_publicly(route: &Route) -> bool {
    matches!(route, Route::Interview { verb: InterviewVerb::Share, .. })
}

/// A press that opens no modal.
pub(super) async fn on_press(app: &App, who: &Visitor, route: &Route) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    match route {
        Route::Round { interview, round, verb } => {
            let action = match verb {
                RoundVerb::Hint => Action::Hint(*round),
                RoundVerb::Skip => Action::Skip(*round),
                RoundVerb::Next => Action::Next(*round),
                RoundVerb::Model => return model_answer(app, &person, *interview, *round).await,
                RoundVerb::Answer | RoundVerb::Submit => Action::Look,
            };
            play(app, who, &person, *interview, &action).await
        }
        Route::Interview { interview, verb: InterviewVerb::End } => play(app, who, &person, *interview, &Action::End).await,
        Route::Interview { interview, verb: InterviewVerb::Share } => share(app, who, &person, *interview).await,
        Route::StartOver(wanted) => start(app, who, &person, wanted).await,
        Route::Board(_) => Ok(views::sorry("Not here", &Refusal::Gone.to_string())),
        Route::Interview { interview, verb: InterviewVerb::Resume } | Route::FollowUp { interview, .. } => {
            play(app, who, &person, *interview, &Action::Look).await
        }
    }
}

/// A modal that was sent off.
pub(super) async fn on_modal(app: &App, who: &Visitor, route: &Route, text: String, interaction: &str) -> Result<Card, AppError> {
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
async fn play(app: &App, who: &Visitor, person: &Person, interview: InterviewId, action: &Action) -> Result<Card, AppError> {
    let outcome = app.play(person, interview, action).await?;
    let notice = match outcome {
        Outcome::Refused(refusal @ (Refusal::NotYours | Refusal::Gone)) => return Ok(views::sorry("Not here", &refusal.to_string())),
        Outcome::Refused(refusal) => refusal,
        Outcome::FollowUp(result) => {
            return Ok(show(who, interview, app.look_at(person, interview, result.round).await?));
        }
        outcome => return Ok(show(who, interview, outcome)),
    };
    let card = match round_of(action) {
        // What was answered can always be looked at again, even when the interview has moved on since.
        Some(round) if matches!(notice, Refusal::Answered | Refusal::FollowedUp | Refusal::NotMissed) => {
            show(who, interview, app.look_at(person, interview, round).await?)
        }
        _ => show(who, interview, app.play(person, interview, &Action::Look).await?),
    };
    Ok(card.with_notice(notice.to_string()))
}

fn round_of(action: &Action) -> Option<usize> {
    match action {
        Action::Answer { round, .. } | Action::FollowUp { round, .. } => Some(*round),
        _ => None,
    }
}

fn show(who: &Visitor, interview: InterviewId, outcome: Outcome<'_>) -> Card {
    match outcome {
        Outcome::Question(asked) | Outcome::Hint(asked) => views::question(interview, &asked),
        Outcome::Verdict(graded) => views::verdict(interview, &graded),
        Outcome::Report(report) => views::report(interview, &report, who.guild.is_some()),
        Outcome::FollowUp(result) => views::sorry(&result.point.says, ""),
        Outcome::Refused(refusal) => views::sorry("Nothing has changed", &refusal.to_string()),
    }
}

async fn model_answer(app: &App, person: &Person, interview: InterviewId, round: usize) -> Result<Card, AppError> {
    Ok(match app.look_at(person, interview, round).await? {
        Outcome::Verdict(graded) => views::model_answer(graded.question),
        Outcome::Refused(refusal) => views::sorry("Not yet", &refusal.to_string()),
        _ => views::sorry("Not yet", &Refusal::Unanswered.to_string()),
    })
}

/// Posts the summary, once.
async fn share(app: &App, who: &Visitor, person: &Person, interview: InterviewId) -> Result<Card, AppError> {
    Ok(match app.share(person, interview).await? {
        Ok(report) => views::shared(&who.display_name, &report),
        Err(refusal) => views::sorry("Nothing was posted", &refusal.to_string()),
    })
}
