//! Connecting the bot, running its shards, and letting it go without losing what it is doing.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use chrono::TimeDelta;
use serenity::all::{ApplicationId, Permissions};
use serenity::http::HttpError;
use thiserror::Error;
use tokio::sync::{Notify, Semaphore};
use tracing::{info, warn};

use super::connect::{Endpoint, EndpointError};
use super::daily::Poster;
use super::floods::Limiter;
use super::gateway::{Fatal, Gateway, Patience};
use super::handler::{Bot, Context, IN_FLIGHT};
use super::limits::keep_small;
use super::respond::{TRIES, is_passing, kind};
use super::session;
use crate::app::App;
use crate::clock;
use crate::config::{Limits, Secret};
use crate::locale::{Texts, TextsError};
use crate::monitor::{Listener, Monitor};
use crate::store::Store;

/// How long the database may take to say that it is there.
const DATABASE: Duration = Duration::from_secs(2);
/// How long the work in hand may take after the bot was told to stop.
const DRAIN: Duration = Duration::from_secs(4);

/// Pause before a request of the start is made again.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// What the bot is told about its connection.
#[derive(Debug)]
pub struct Settings {
    /// The bot's token.
    pub token: Secret,
    /// Which server to talk to.
    pub endpoint: Endpoint,
    /// The shards of this process; as many as Discord asks for when missing.
    pub shards: Option<Shards>,
    /// How late a daily may be posted.
    pub late: TimeDelta,
    /// How fast one person may press.
    pub limits: Limits,
    /// Where `/metrics` and `/healthz` are served.
    pub listener: Option<Listener>,
    /// How long Discord's gateway may take.
    pub patience: Patience,
}

/// A range of shards out of all of a bot, such as `0-3/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shards {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) of: u32,
}

/// A range that is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no range of shards: write first-last/all, such as 0-3/8")]
pub struct ShardsError(String);

impl FromStr for Shards {
    type Err = ShardsError;

    fn from_str(text: &str) -> Result<Self, ShardsError> {
        let parse = || {
            let (range, of) = text.split_once('/')?;
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let shards = Self { first: first.trim().parse().ok()?, last: last.trim().parse().ok()?, of: of.trim().parse().ok()? };
            (shards.first <= shards.last && shards.last < shards.of).then_some(shards)
        };
        parse().ok_or_else(|| ShardsError(text.to_owned()))
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}/{}", self.first, self.last, self.of)
    }
}

/// Why the bot cannot run.
#[derive(Debug, Error)]
pub enum RunError {
    /// The address or the certificate of the server cannot be used.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The texts that were compiled in cannot be read.
    #[error(transparent)]
    Texts(#[from] TextsError),
    /// Discord does not have the bot.
    #[error(transparent)]
    Fatal(#[from] Fatal),
    /// Discord does not answer as it should.
    #[error("cannot reach Discord: {0}; check the network, and try again")]
    Unreachable(String),
}

impl RunError {
    /// What the process ends with: 2 for settings, 3 for the token, 4 for an intent, 5 when Discord cannot be reached, 6 when
    /// the program is too old for it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Endpoint(_) | Self::Texts(_) | Self::Fatal(Fatal::Shard | Fatal::TooFewShards) => 2,
            Self::Fatal(Fatal::Token) => 3,
            Self::Fatal(Fatal::Intents) => 4,
            Self::Unreachable(_) => 5,
            Self::Fatal(Fatal::Version) => 6,
        }
    }
}

impl From<serenity::Error> for RunError {
    fn from(error: serenity::Error) -> Self {
        if is_refusal(&error) { Self::Fatal(Fatal::Token) } else { Self::Unreachable(kind(&error)) }
    }
}

/// Whether Discord does not accept the token.
fn is_refusal(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) if response.status_code.as_u16() == 401)
}

/// Runs the bot until `stop` is there and the work in hand is done, or until Discord refuses it. `greet` gets the link by
/// which the bot is invited.
///
/// # Errors
/// [`RunError`], which says what to do.
pub async fn run(app: App, settings: Settings, stop: impl Future<Output = ()>, greet: impl FnOnce(&str)) -> Result<(), RunError> {
    let token = settings.token.expose();
    let http = Arc::new(settings.endpoint.http(token)?);
    match patiently(|| http.get_current_application_info()).await {
        Ok(application) => {
            http.set_application_id(application.id);
            greet(&invite(application.id));
        }
        // Whatever else is odd about the answer, the gateway says who we are as well.
        Err(error @ (serenity::Error::Json(_) | serenity::Error::Http(HttpError::UnsuccessfulRequest(_)))) if !is_refusal(&error) => {
            warn!(error = %kind(&error), "Discord does not say which application this is, so there is no invite link");
        }
        Err(error) => return Err(error.into()),
    }
    let gateway =
        Gateway::new(&patiently(|| http.get_bot_gateway()).await?, token, settings.shards, app.monitor.clone(), settings.patience);

    let in_flight = Arc::new(Semaphore::new(IN_FLIGHT as usize));
    let registers = settings.shards.is_none_or(|shards| shards.first == 0);
    let (app, texts, bell) = (Arc::new(app), Arc::new(Texts::new()?), Arc::new(Notify::new()));
    let (store, monitor) = (app.store.clone(), app.monitor.clone());
    let (sessions, woken) = session::Wakes::new();
    let keeper = tokio::spawn(session::keep(Arc::clone(&app), Arc::clone(&texts), Arc::clone(&http), woken));
    let bot = Arc::new(Bot {
        app: Arc::clone(&app),
        texts: Arc::clone(&texts),
        in_flight: Arc::clone(&in_flight),
        registers,
        bell: Arc::clone(&bell),
        limiter: Limiter::new(settings.limits),
        mentions: RwLock::default(),
        sessions,
    });
    let watched = settings.listener.map(|listener| tokio::spawn(watch(listener, monitor, store.clone())));
    let small = tokio::spawn(keep_small(Arc::clone(&http), app.clock.clone()));
    let poster = Poster::new(Arc::clone(&app), Arc::clone(&http), texts, settings.late, bell);
    let listener = move |event| {
        let (bot, context) = (Arc::clone(&bot), Context { http: Arc::clone(&http) });
        tokio::spawn(async move { bot.on_event(&context, event).await });
    };
    let stop = async {
        stop.await;
        info!("stopping");
    };
    let ended = tokio::select! {
        ended = gateway.run(listener, stop) => ended,
        // They never end: what they are at when the bot stops was claimed, and is finished after the next start.
        ((), ()) = Box::pin(async { tokio::join!(poster.run(), app.keep_pulse()) }) => Ok(()),
    };
    small.abort();
    // Whatever it is at can be done again by the next one.
    keeper.abort();
    if clock::within(DRAIN, in_flight.acquire_many(IN_FLIGHT)).await.is_none() {
        warn!("some work was still in hand; what was stored is safe");
    }
    if let Some(watched) = watched {
        watched.abort();
    }
    store.close().await;
    info!("stopped");
    Ok(ended?)
}

/// Tells of the bot until it is aborted.
async fn watch(listener: Listener, monitor: Monitor, store: Store) {
    let database = move || {
        let store = store.clone();
        async move { matches!(clock::within(DATABASE, store.answers()).await, Some(Ok(()))) }
    };
    listener.serve(monitor, database).await;
}

/// What Discord answers to a request that may be made again, which it is when the way there fails or the server does.
async fn patiently<T, F: Future<Output = serenity::Result<T>>>(request: impl Fn() -> F) -> serenity::Result<T> {
    for number in 1..TRIES {
        match request().await {
            Err(error) if is_passing(&error) => clock::pause(FIRST_PAUSE * number).await,
            done => return done,
        }
    }
    request().await
}

/// The link that invites the bot, with what dailies and sessions need; answering interactions needs no permission.
fn invite(application: ApplicationId) -> String {
    let needed = super::daily::NEEDED.into_iter().chain(session::wanted()).fold(Permissions::empty(), |all, one| all | one);
    let scope = "bot+applications.commands";
    format!("https://discord.com/oauth2/authorize?client_id={application}&scope={scope}&permissions={}", needed.bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invite_asks_for_what_dailies_and_sessions_use_and_for_no_more() {
        let link = invite(ApplicationId::new(7));
        let asked = link.split_once("client_id=7&").and_then(|(_, rest)| rest.split_once("&permissions=")?.1.parse().ok());
        let wanted = Permissions::VIEW_CHANNEL
            | Permissions::SEND_MESSAGES
            | Permissions::EMBED_LINKS
            | Permissions::ATTACH_FILES
            | Permissions::READ_MESSAGE_HISTORY
            | Permissions::CREATE_PUBLIC_THREADS
            | Permissions::SEND_MESSAGES_IN_THREADS;
        assert_eq!(asked.and_then(Permissions::from_bits), Some(wanted), "{link}");
    }

    #[test]
    fn what_does_not_mend_itself_is_not_started_again_and_every_code_is_explained() {
        let unit = include_str!("../../deploy/mockingbird.service");
        let prevented = unit.lines().find_map(|line| line.strip_prefix("RestartPreventExitStatus=")).unwrap();
        let prevented: Vec<u8> = prevented.split(' ').map(|code| code.parse().unwrap()).collect();
        let page = include_str!("../../docs/operating.md");
        let fatal = [Fatal::Token, Fatal::Intents, Fatal::Shard, Fatal::TooFewShards, Fatal::Version].map(RunError::Fatal);
        let other = [RunError::Endpoint(EndpointError::Pair), RunError::Unreachable(String::new())];
        let mut codes: Vec<u8> = fatal.iter().chain(&other).map(RunError::exit_code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in &codes {
            assert!(page.contains(&format!("exit code {code}")), "docs/operating.md does not say what to do after exit code {code}");
        }
        // A network comes back.
        codes.retain(|code| *code != RunError::Unreachable(String::new()).exit_code());
        assert_eq!(prevented, codes);
    }

    #[test]
    fn a_range_of_shards_is_within_all_of_them() {
        assert_eq!("0-3/8".parse(), Ok(Shards { first: 0, last: 3, of: 8 }));
        assert_eq!("7/8".parse::<Shards>().unwrap().to_string(), "7-7/8");
        for bad in ["", "0-8/8", "3-1/8", "a-b/c", "0/0", "1-2"] {
            assert!(bad.parse::<Shards>().is_err(), "{bad}");
        }
    }
}
