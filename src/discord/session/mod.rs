//! `/session` and everything that is pressed in one.

mod command;
mod keeper;
mod slots;

use std::time::Duration;

use serenity::all::{ComponentInteraction, MessageFlags};
use serenity::http::Http;

use super::daily;
use super::handler::{Visitor, answered};
use super::respond::Target;
use super::route::{Route, SessionRoundVerb, SessionVerb};
use super::views::{self, Card};
use crate::app::{App, AppError, Guild, SessionAction, SessionOutcome, SessionVerdict};
use crate::clock;
use crate::interview::group::GroupRefusal;
use crate::locale::Locale;
use crate::store::{Person, SessionId};

pub(super) use command::{define, on_command, wanted};
pub(super) use keeper::{Wakes, keep};

/// How long a modal waits for the words that were sent before; it opens without them then.
const RECALL: Duration = Duration::from_secs(1);

/// Whether a press belongs to a session.
pub(super) fn is_of_session(route: &Route) -> bool {
    matches!(route, Route::Session { .. } | Route::SessionRound { .. })
}

/// A press in a session. What everybody sees follows by itself, when the keeper gets to it.
pub(super) async fn on_press(app: &App, http: &Http, wakes: &Wakes, who: &Visitor<'_>, press: &ComponentInteraction, route: &Route) {
    let target = Target::press(press);
    if let Route::SessionRound { session, round, verb: SessionRoundVerb::Answer } = route {
        let words = clock::within(RECALL, recall(app, who, *session, *round)).await.flatten();
        target.open(http, views::session_modal(who.t, *session, *round, words.as_deref())).await;
        return;
    }
    let own = press.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let work = async {
        match pressed(app, wakes, who, route, own).await {
            Ok(card) => card,
            Err(fault) => Some(answered(who.t, Err(fault))),
        }
    };
    Box::pin(target.quietly(http, work)).await;
}

/// What a press comes to; nothing to show where the cards in the channel will say it.
async fn pressed(app: &App, wakes: &Wakes, who: &Visitor<'_>, route: &Route, own: bool) -> Result<Option<Card>, AppError> {
    let Some((person, guild)) = visit(app, who).await? else { return Ok(Some(needs_server(who.t))) };
    let (session, action) = match route {
        Route::Session { session, verb } => {
            let action = match verb {
                SessionVerb::Join => SessionAction::Join,
                SessionVerb::Leave => SessionAction::Leave,
                SessionVerb::Start => SessionAction::Start,
                SessionVerb::Pause => SessionAction::Pause,
                SessionVerb::Resume => SessionAction::Resume,
                SessionVerb::End => SessionAction::End,
                SessionVerb::Host => return panel(app, who.t, &person, *session).await.map(Some),
                SessionVerb::Report => return Ok(Some(verdict(who.t, app.session_report(&person, *session).await?))),
            };
            (*session, action)
        }
        Route::SessionRound { session, round, verb } => {
            let action = match verb {
                SessionRoundVerb::Hint => SessionAction::Hint(*round),
                SessionRoundVerb::Next => SessionAction::Next(*round),
                SessionRoundVerb::Skip => SessionAction::Skip(*round),
                SessionRoundVerb::Extend => SessionAction::Extend(*round),
                SessionRoundVerb::Quote => SessionAction::Quote { round: *round, agree: true },
                SessionRoundVerb::Unquote => SessionAction::Quote { round: *round, agree: false },
                SessionRoundVerb::Verdict => {
                    return Ok(Some(match app.session_verdict(&person, *session, *round).await? {
                        SessionVerdict::Refused(reason) => refused(who.t, reason),
                        shown => daily::with_milestone(app, who, &person, verdict(who.t, shown)).await,
                    }));
                }
                // The modal of another card; it opens before anything else, and comes back by `on_modal`.
                SessionRoundVerb::Answer | SessionRoundVerb::Submit => return Ok(None),
            };
            (*session, action)
        }
        _ => return Ok(Some(refused(who.t, GroupRefusal::Gone))),
    };
    let outcome = app.act_in_session(&person, &guild, session, &action).await?;
    wakes.wake(session);
    Ok(match (outcome, &action) {
        (SessionOutcome::Refused(reason), _) => Some(refused(who.t, reason)),
        (SessionOutcome::Hint(asked), _) => Some(views::session_hint(who.t, &asked)),
        (_, SessionAction::Join) => Some(views::joined(who.t)),
        (_, SessionAction::Leave) => Some(views::left(who.t)),
        (_, SessionAction::Quote { round, agree }) => Some(views::quotable(who.t, session, *round, *agree)),
        (SessionOutcome::Changed(session), _) => own.then(|| views::host_panel(who.t, &session)),
        (SessionOutcome::Received(_), _) => None,
    })
}

/// A modal of a session that was sent off.
pub(super) async fn on_modal(
    app: &App,
    wakes: &Wakes,
    who: &Visitor<'_>,
    route: &Route,
    text: String,
    interaction: &str,
) -> Result<Card, AppError> {
    let Route::SessionRound { session, round, verb: SessionRoundVerb::Submit } = route else {
        return Ok(refused(who.t, GroupRefusal::Gone));
    };
    let Some((person, guild)) = visit(app, who).await? else { return Ok(needs_server(who.t)) };
    let action = SessionAction::Answer { round: *round, text: text.clone(), interaction: Some(interaction.to_owned()) };
    let outcome = app.act_in_session(&person, &guild, *session, &action).await?;
    wakes.wake(*session);
    Ok(match outcome {
        SessionOutcome::Received(received) => views::received(who.t, &received),
        // What was written is given back, whatever the reason.
        SessionOutcome::Refused(reason) => views::too_late(who.t, &who.t.group_refusal(reason), &text),
        SessionOutcome::Hint(_) | SessionOutcome::Changed(_) => refused(who.t, GroupRefusal::NotOpen),
    })
}

/// The words that a person has sent for the open round.
async fn recall(app: &App, who: &Visitor<'_>, session: SessionId, round: usize) -> Option<String> {
    let person = who.person(app).await.ok()?;
    app.words_of(&person, session, round).await.ok()?
}

/// Who it is, and in which server.
async fn visit(app: &App, who: &Visitor<'_>) -> Result<Option<(Person, Guild)>, AppError> {
    let Some(guild) = who.guild.clone() else { return Ok(None) };
    Ok(Some((who.person(app).await?, guild)))
}

/// What the host can do now.
async fn panel(app: &App, t: Locale<'_>, person: &Person, session: SessionId) -> Result<Card, AppError> {
    Ok(match app.session(session).await? {
        None => refused(t, GroupRefusal::Gone),
        Some(session) if session.group.host == Some(person.id) => Card { apart: true, ..views::host_panel(t, &session) },
        Some(_) => refused(t, GroupRefusal::NotHost),
    })
}

fn verdict(t: Locale<'_>, verdict: SessionVerdict<'_>) -> Card {
    match verdict {
        SessionVerdict::Verdict(graded) => views::own_verdict(t, &graded),
        SessionVerdict::Report(report) => views::own_report(t, &report),
        SessionVerdict::Words(words, score) => views::own_words(t, words.as_deref(), score),
        SessionVerdict::Refused(reason) => refused(t, reason),
    }
}

fn refused(t: Locale<'_>, reason: GroupRefusal) -> Card {
    views::sorry(t.text("nothing-changed-title"), t.group_refusal(reason))
}

fn needs_server(t: Locale<'_>) -> Card {
    views::sorry(t.text("session-needs-server-title"), t.text("session-needs-server"))
}
