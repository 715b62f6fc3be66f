//! Answering an interaction: a first response inside three seconds, whatever the database does.
//!
//! Work that is quick is answered with its card at once. Work that is not is deferred, and its card is put in place when
//! it is there. A response whose answer was lost is sent again; Discord then says that it had arrived, and the card is
//! made sure of by an edit, which can be repeated.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use serenity::all::{
    AutocompleteChoice, CommandInteraction, ComponentInteraction, CreateAutocompleteResponse, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal, EditInteractionResponse, Interaction, InteractionId, ModalInteraction, UserId,
};
use serenity::builder::Builder;
use serenity::http::{Http, HttpError};

use super::record;
use super::views::Card;
use crate::clock;
use crate::monitor::Monitor;

/// Discord waits three seconds for a first response; this leaves time for the way there.
const DEFER_AFTER: Duration = Duration::from_millis(1500);
/// Pause before another try after a failure: short, since a first response has three seconds.
const FAILED: Duration = Duration::from_millis(200);
/// Pause before another try after too many requests.
const LIMITED: Duration = Duration::from_millis(900);
/// Discord's code for an interaction that was answered before.
const ALREADY_ACKNOWLEDGED: isize = 40060;
/// Discord's code for a message that was deleted.
const UNKNOWN_MESSAGE: isize = 10008;
/// Discord's code for an interaction that is no longer, or never was.
const UNKNOWN_INTERACTION: isize = 10062;

/// What a response goes to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    id: InteractionId,
    token: String,
    /// Whether the card replaces the message that was pressed.
    in_place: bool,
}

impl Target {
    /// Whatever can be answered with a card, who wants it, and in which language.
    pub(super) fn of(interaction: &Interaction) -> Option<(Self, UserId, &str)> {
        match interaction {
            Interaction::Command(command) => Some((Self::command(command), command.user.id, &command.locale)),
            Interaction::Component(press) => Some((Self::press(press), press.user.id, &press.locale)),
            Interaction::Modal(modal) => Some((Self::modal(modal), modal.user.id, &modal.locale)),
            _ => None,
        }
    }

    pub(super) fn command(command: &CommandInteraction) -> Self {
        Self { id: command.id, token: command.token.clone(), in_place: false }
    }

    pub(super) fn press(press: &ComponentInteraction) -> Self {
        Self { id: press.id, token: press.token.clone(), in_place: true }
    }

    pub(super) fn modal(modal: &ModalInteraction) -> Self {
        Self { id: modal.id, token: modal.token.clone(), in_place: modal.message.is_some() }
    }

    /// The card comes as a message of its own.
    pub(super) fn apart(self) -> Self {
        Self { in_place: false, ..self }
    }

    /// Shows the card that `work` makes.
    pub(super) async fn show(&self, http: &Http, work: impl Future<Output = Card>, public: bool) {
        let mut work = pin!(work);
        if let Some(card) = clock::within(DEFER_AFTER, &mut work).await {
            let message = card.message();
            let response = if self.in_place && !card.apart {
                CreateInteractionResponse::UpdateMessage(message)
            } else {
                CreateInteractionResponse::Message(message)
            };
            match self.respond(http, response).await {
                Sent::Before if !card.apart => self.edit(http, &card).await,
                // The message that was pressed is gone: the card comes as a new one.
                Sent::Nowhere => {
                    self.respond(http, CreateInteractionResponse::Message(card.message())).await;
                }
                _ => {}
            }
            return;
        }
        let defer = if self.in_place {
            CreateInteractionResponse::Acknowledge
        } else {
            CreateInteractionResponse::Defer(CreateInteractionResponseMessage::new().ephemeral(!public))
        };
        self.respond(http, defer).await;
        record::put_off();
        let card = work.await;
        // What was announced for everybody cannot become private: it goes, and a message of its own comes.
        let hidden = !self.in_place && public && !card.public;
        if hidden && let Err(error) = http.delete_original_interaction_response(&self.token).await {
            record::refused(&error);
        }
        if hidden || (self.in_place && card.apart) {
            self.follow_up(http, &card).await;
        } else {
            self.edit(http, &card).await;
        }
    }

    /// Shows the card that `work` makes, if it makes one; a press that needs no words is only acknowledged.
    pub(super) async fn quietly(&self, http: &Http, work: impl Future<Output = Option<Card>>) {
        let mut work = pin!(work);
        match clock::within(DEFER_AFTER, &mut work).await {
            Some(Some(card)) => self.show(http, async { card }, false).await,
            Some(None) => _ = self.respond(http, CreateInteractionResponse::Acknowledge).await,
            None => {
                self.respond(http, CreateInteractionResponse::Acknowledge).await;
                match work.await {
                    Some(card) if card.apart => self.follow_up(http, &card).await,
                    Some(card) => self.edit(http, &card).await,
                    None => {}
                }
            }
        }
    }

    /// Opens a modal; nothing else can come first.
    pub(super) async fn open(&self, http: &Http, modal: CreateModal) {
        self.respond(http, CreateInteractionResponse::Modal(modal)).await;
    }

    /// Offers choices for what is being typed. Nobody waits for them once more is typed, so they are sent once.
    pub(super) async fn offer(&self, http: &Http, choices: Vec<AutocompleteChoice>) {
        let response = CreateInteractionResponse::Autocomplete(CreateAutocompleteResponse::new().set_choices(choices));
        match response.execute(http, (self.id, &self.token)).await {
            Ok(()) => record::responded(),
            Err(error) => {
                record::refused(&error);
                record::lost(&error);
            }
        }
    }

    async fn edit(&self, http: &Http, card: &Card) {
        for try_number in 1..=TRIES {
            let edit: EditInteractionResponse = card.edit();
            match edit.execute(http, &self.token).await {
                Ok(_) => return,
                Err(error) if self.in_place && code(&error) == Some(UNKNOWN_MESSAGE) => return self.follow_up(http, card).await,
                Err(error) => {
                    record::refused(&error);
                    if try_number == TRIES || !is_passing(&error) {
                        record::lost(&error);
                        return;
                    }
                    clock::pause(before_next(&error)).await;
                }
            }
        }
    }

    /// Sends a message of its own. One whose answer is lost may have arrived, and is not sent again.
    async fn follow_up(&self, http: &Http, card: &Card) {
        for try_number in 1..=TRIES {
            match card.follow_up().execute(http, (None, &self.token)).await {
                Ok(_) => return,
                Err(error) if try_number < TRIES && is_limited(&error) => {
                    record::refused(&error);
                    clock::pause(LIMITED).await;
                }
                Err(error) => {
                    record::refused(&error);
                    record::lost(&error);
                    return;
                }
            }
        }
    }

    async fn respond(&self, http: &Http, response: CreateInteractionResponse) -> Sent {
        for try_number in 1..=TRIES {
            let error = match response.clone().execute(http, (self.id, &self.token)).await {
                Ok(()) => {
                    record::responded();
                    return Sent::Now;
                }
                Err(error) => error,
            };
            record::refused(&error);
            match code(&error) {
                Some(ALREADY_ACKNOWLEDGED) => {
                    record::responded();
                    return Sent::Before;
                }
                Some(UNKNOWN_MESSAGE) => return Sent::Nowhere,
                Some(UNKNOWN_INTERACTION) => {
                    record::lost(&error);
                    return Sent::Never;
                }
                _ if try_number == TRIES || !is_passing(&error) => {
                    record::lost(&error);
                    return Sent::Never;
                }
                _ => clock::pause(before_next(&error)).await,
            }
        }
        Sent::Never
    }
}

/// Times that a response is sent while the way there fails.
pub(super) const TRIES: u32 = 3;

/// What became of a first response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Now,
    /// It had been sent: by an earlier try whose answer was lost, or by another process.
    Before,
    /// The message that it was for is gone.
    Nowhere,
    Never,
}

/// Discord's code of a refusal.
pub(super) fn code(error: &serenity::Error) -> Option<isize> {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => Some(response.error.code),
        _ => None,
    }
}

/// The pause before another try. How long a limit lasts is what serenity reads and waits for by itself, where its rate limiter
/// is on; without it, all that is known is that there is one.
fn before_next(error: &serenity::Error) -> Duration {
    if is_limited(error) { LIMITED } else { FAILED }
}

/// Whether there were too many requests, so that nothing was done.
fn is_limited(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) if response.status_code.as_u16() == 429)
}

/// Whether another try may go through: the connection failed, the server did, or there were too many requests.
pub(super) fn is_passing(error: &serenity::Error) -> bool {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => response.status_code.is_server_error() || is_limited(error),
        serenity::Error::Http(HttpError::Request(_)) => true,
        _ => false,
    }
}

/// What went wrong, to be counted: the status, or what there was instead of an answer, and Discord's code, or 0.
fn status(error: &serenity::Error) -> (Cow<'static, str>, i64) {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            // serenity says -1 where Discord gave no code.
            (response.status_code.as_u16().to_string().into(), i64::try_from(response.error.code).unwrap_or(0).max(0))
        }
        serenity::Error::Http(HttpError::Request(error)) if error.is_timeout() => ("timeout".into(), 0),
        serenity::Error::Http(HttpError::Request(_)) => ("connection".into(), 0),
        _ => ("other".into(), 0),
    }
}

/// Counts a request that went wrong.
pub(super) fn count(monitor: &Monitor, error: &serenity::Error) {
    let (status, code) = status(error);
    monitor.rest_error(status, code);
}

/// What went wrong, for the log: the kind and Discord's code, never an address, which holds the token of the interaction.
pub(super) fn kind(error: &serenity::Error) -> String {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            format!("status {}, code {}", response.status_code.as_u16(), response.error.code)
        }
        serenity::Error::Http(HttpError::Request(error)) if error.is_timeout() => "no answer in time".to_owned(),
        serenity::Error::Http(HttpError::Request(_)) => "the connection failed".to_owned(),
        serenity::Error::Http(_) => "the request could not be made".to_owned(),
        serenity::Error::Model(_) => "a builder refused its contents".to_owned(),
        serenity::Error::Json(_) => "an answer could not be read".to_owned(),
        _ => "something else".to_owned(),
    }
}
