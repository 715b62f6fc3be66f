//! Keeps the cards of sessions as their sessions are, and lets time pass in them.
//!
//! Nothing here is remembered but which sessions are being worked on: what stands in a channel is in the database, so any
//! process can go on at any moment. A card is claimed before it is sent, and carries a nonce; one that may have been sent
//! by a process that is no more is looked for before it is sent again. Edits may come twice and do no harm.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use serenity::all::{ActionRowComponent, ButtonKind, ChannelId, GetMessages, Message, MessageId};
use serenity::http::Http;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use super::slots::{self, Shown, Slot};
use crate::app::{App, AppError, Pacer};
use crate::clock;
use crate::discord::draw::with_picture;
use crate::discord::respond::{code, count, is_passing, kind};
use crate::discord::views::Card;
use crate::locale::Texts;
use crate::store::{SessionCard, SessionId, StoreError, StoredSession};

/// Time between two looks at what is due.
const EVERY: Duration = Duration::from_millis(500);
/// Time between two rounds of edits in a session: five in five seconds are allowed in a channel, and a reveal takes two.
const PACE: TimeDelta = TimeDelta::seconds(2);
/// How long a claim is believed to be worked on.
const CLAIM: TimeDelta = TimeDelta::seconds(10);
/// Messages that are looked through for one that may have been sent.
const LOOK_BACK: u8 = 50;
/// Discord's code for a message that is gone.
const UNKNOWN_MESSAGE: isize = 10008;
/// Discord's code for what the bot may not do where it is.
const NOT_ALLOWED: isize = 50013;
/// Discord's codes for a channel that is gone, or closed to the bot.
const CLOSED: [isize; 4] = [10003, 50001, NOT_ALLOWED, 160_005];

/// Tells the keeper that a session has changed.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Wakes(mpsc::UnboundedSender<SessionId>);

/// What the keeper hears.
pub(in crate::discord) type Woken = mpsc::UnboundedReceiver<SessionId>;

impl Wakes {
    /// Both ends.
    pub(in crate::discord) fn new() -> (Self, Woken) {
        let (wakes, woken) = mpsc::unbounded_channel();
        (Self(wakes), woken)
    }

    /// The cards of a session may have to change.
    pub(in crate::discord) fn wake(&self, session: SessionId) {
        // Without a keeper the bot is stopping, and the next one sees to it.
        let _ = self.0.send(session);
    }
}

/// Keeps every session, for ever.
pub(in crate::discord) async fn keep(app: Arc<App>, texts: Arc<Texts>, http: Arc<Http>, mut woken: Woken) {
    let pacer = Arc::new(Pacer::new(app.store.clone(), app.clock.clone()));
    let mut working: HashMap<SessionId, bool> = HashMap::new();
    let mut tasks = JoinSet::new();
    let mut next = clock::instant();
    // This process may have another bank than the one before it; whoever acts in a session finds out as well.
    if let Err(fault) = app.withdraw_lost().await {
        error!(%fault, "questions that have left the bank could not be looked for");
    }
    loop {
        let mut wanted = Vec::new();
        tokio::select! {
            Some(id) = woken.recv() => wanted.push(id),
            Some(done) = tasks.join_next() => match done {
                // What has changed meanwhile is worked on again.
                Ok(id) => if working.remove(&id) == Some(true) { wanted.push(id) },
                Err(fault) => {
                    error!(%fault, "a session's cards could not be kept");
                    working.clear();
                }
            },
            () = clock::until(next) => {
                wanted = look(&app).await;
                next = clock::instant() + EVERY;
            }
        }
        for id in wanted {
            if let Some(again) = working.get_mut(&id) {
                *again = true;
                continue;
            }
            working.insert(id, false);
            let (app, texts) = (Arc::clone(&app), Arc::clone(&texts));
            let sender = Sender { http: Arc::clone(&http), pacer: Arc::clone(&pacer) };
            tasks.spawn(async move {
                present(&app, &texts, &sender, id).await;
                app.clock.sleep(PACE).await;
                id
            });
        }
    }
}

/// Does what is due, and says which sessions have cards to be seen to.
async fn look(app: &App) -> Vec<SessionId> {
    let looked = async { Ok::<_, AppError>([app.tick_sessions().await?, app.lagging_sessions().await?].concat()) };
    looked.await.unwrap_or_else(|fault| {
        error!(%fault, "what is due in sessions could not be looked up");
        Vec::new()
    })
}

/// The way to Discord, within the budget of requests that all processes share.
struct Sender {
    http: Arc<Http>,
    pacer: Arc<Pacer>,
}

/// Why a card is not as it should be.
enum Trouble {
    /// The channel is gone, or closed to the bot.
    Closed,
    /// It is tried again later.
    Passing(String),
    /// Discord does not take it, and would not take it again.
    Refused(String),
    /// The database failed.
    Failed(AppError),
}

impl From<AppError> for Trouble {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<serenity::Error> for Trouble {
    fn from(error: serenity::Error) -> Self {
        match code(&error) {
            Some(code) if CLOSED.contains(&code) => Self::Closed,
            _ if is_passing(&error) => Self::Passing(kind(&error)),
            _ => Self::Refused(kind(&error)),
        }
    }
}

/// Brings the cards of a session up to date.
async fn present(app: &App, texts: &Texts, sender: &Sender, id: SessionId) {
    match try_present(app, texts, sender, id).await {
        Ok(()) => {}
        Err(Trouble::Closed) => {
            info!("the channel of a session is gone, or closed to the bot; the session has ended");
            let ended = async {
                app.lose_channel(id).await?;
                give_up(app, id).await
            };
            if let Err(fault) = ended.await {
                error!(%fault, "a session without a channel could not be ended");
            }
        }
        Err(Trouble::Refused(error)) => {
            warn!(error, "Discord does not take a card of a session");
            if let Err(fault) = give_up(app, id).await {
                error!(%fault, "what Discord does not take could not be noted");
            }
        }
        Err(Trouble::Passing(error)) => info!(error, "a card of a session could not be shown; it is tried again"),
        Err(Trouble::Failed(fault)) => error!(%fault, "the cards of a session could not be made"),
    }
}

/// Takes the cards for what they should be: asking Discord for ever what it refuses would have it refuse everything.
async fn give_up(app: &App, id: SessionId) -> Result<(), AppError> {
    match app.session(id).await? {
        Some(session) => app.cards_shown(id, session.version).await,
        None => Ok(()),
    }
}

async fn try_present(app: &App, texts: &Texts, sender: &Sender, id: SessionId) -> Result<(), Trouble> {
    let Some(session) = app.session(id).await? else { return Ok(()) };
    let known = app.session_cards(id).await?;
    let mut later = false;
    for slot in slots::standing(&session) {
        let stands = known.iter().find(|card| card.slot == slot.name());
        if !slot.live && stands.is_none_or(|card| card.message_id.is_none()) {
            continue;
        }
        let Some(shown) = slots::shown(app, texts, &session, slot).await? else { continue };
        later |= !put(app, sender, &session, slot, stands, shown).await?;
    }
    if !later {
        app.cards_shown(id, session.version).await?;
    }
    Ok(())
}

/// Puts one card up, or in place; `false` when somebody else is at it.
async fn put(
    app: &App,
    Sender { http, pacer }: &Sender,
    session: &StoredSession,
    slot: Slot,
    stands: Option<&SessionCard>,
    shows: Shown,
) -> Result<bool, Trouble> {
    let channel = ChannelId::new(session.channel.cast_unsigned());
    let digest = shows.digest();
    let counted = |error: &serenity::Error| count(&app.monitor, error);
    if let Some((message, shown)) = stands.and_then(|stands| Some((stands.message_id?, &stands.digest))) {
        if *shown == digest {
            return Ok(true);
        }
        let (card, message_id) = (drawn(&shows).await, MessageId::new(message.cast_unsigned()));
        pacer.permit().await?;
        let edited = if_allowed(card, |card| async move { channel.edit_message(http, message_id, card.edit_message()).await }).await;
        match edited.inspect_err(counted) {
            Ok(_) => {
                app.card_stands(session.id, &slot.name(), message, &digest).await?;
                return Ok(true);
            }
            Err(error) if code(&error) == Some(UNKNOWN_MESSAGE) => {
                app.forget_card(session.id, &slot.name()).await?;
                if !slot.live {
                    return Ok(true);
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    let Some(nonce) = app.claim_card(session.id, &slot.name(), CLAIM).await? else { return Ok(false) };
    // Somebody claimed it before and did not say that it was sent.
    let before = match stands.filter(|stands| stands.message_id.is_none()) {
        Some(_) => find(http, channel, &slot.mark(session.id)).await.inspect_err(counted)?,
        None => None,
    };
    let message = if let Some(message) = before {
        message
    } else {
        let (card, nonce) = (drawn(&shows).await, nonce.as_str());
        pacer.permit().await?;
        let sent = if_allowed(card, |card| async move { channel.send_message(http, card.new_message(nonce)).await }).await;
        sent.inspect_err(counted)?.id
    };
    app.card_stands(session.id, &slot.name(), message.get().cast_signed(), if before.is_some() { "" } else { &digest }).await?;
    // What was found may show something older; the next round sees to it.
    Ok(before.is_none())
}

/// The card with its picture.
async fn drawn(shows: &Shown) -> Card {
    match &shows.chart {
        Some(chart) => with_picture(shows.card.clone(), chart.clone()).await,
        None => shows.card.clone(),
    }
}

/// Sends or edits a card; without its picture where the bot may attach none.
async fn if_allowed<T, F: Future<Output = serenity::Result<T>>>(card: Card, request: impl Fn(Card) -> F) -> serenity::Result<T> {
    match request(card.clone()).await {
        Err(error) if card.file.is_some() && code(&error) == Some(NOT_ALLOWED) => request(Card { file: None, ..card }).await,
        done => done,
    }
}

/// A message of the bot's own in the channel that has a button of this id.
async fn find(http: &Http, channel: ChannelId, mark: &str) -> serenity::Result<Option<MessageId>> {
    let messages = channel.messages(http, GetMessages::new().limit(LOOK_BACK)).await?;
    Ok(messages.iter().find(|message| has_button(message, mark)).map(|message| message.id))
}

fn has_button(message: &Message, mark: &str) -> bool {
    message.components.iter().flat_map(|row| &row.components).any(|component| match component {
        ActionRowComponent::Button(button) => matches!(&button.data, ButtonKind::NonLink { custom_id, .. } if custom_id == mark),
        _ => false,
    })
}
