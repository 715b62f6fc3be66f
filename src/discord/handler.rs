//! Events of the gateway to handlers.

use std::sync::Arc;

use rand::RngExt as _;
use serenity::all::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, CommandInteraction, ComponentInteraction, GuildId, Interaction, Member,
    ModalInteraction, User,
};
use serenity::http::Http;
use tokio::sync::Semaphore;
use tracing::{error, info, warn};

use super::gateway::Event;
use super::respond::{Target, kind};
use super::route::Route;
use super::views::{Card, escape, sorry};
use super::{commands, interview, leaderboard, study};
use crate::app::{App, AppError, Guild};
use crate::bank::TopicError;
use crate::locale::{Language, Locale, Texts};
use crate::store::{Account, Person, Provider};

/// Interactions that are worked on at the same time; more wait for their turn.
pub(super) const IN_FLIGHT: u32 = 1024;

/// The bot, as the gateway calls it.
pub(super) struct Bot {
    pub(super) app: Arc<App>,
    /// What it says.
    pub(super) texts: Arc<Texts>,
    /// One permit for each interaction that is worked on; whoever shuts down waits for them all.
    pub(super) in_flight: Arc<Semaphore>,
    /// Whether this process registers the commands: the one with the first shard.
    pub(super) registers: bool,
}

/// What a handler needs besides what happened.
pub(super) struct Context {
    pub(super) http: Arc<Http>,
}

impl Bot {
    /// Does what an event asks for.
    pub(super) async fn on_event(&self, context: &Context, event: Event) {
        match event {
            Event::Ready { shard, guilds, application } => {
                context.http.set_application_id(application);
                self.ready(context, shard, guilds).await;
            }
            Event::GuildCreate(guild) => self.set_installed(guild, true).await,
            Event::GuildGone(guild) => self.set_installed(guild, false).await,
            // Boxed: it is large, and the events of thousands of guilds are not.
            Event::Interaction(interaction) => Box::pin(self.interaction_create(context, *interaction)).await,
        }
    }

    async fn ready(&self, context: &Context, shard: u32, guilds: usize) {
        info!(shard, guilds, "connected to Discord");
        if !self.registers || shard != 0 {
            return;
        }
        match commands::register(&context.http, &self.texts).await {
            Ok(true) => info!("the commands were registered"),
            Ok(false) => info!("the commands are registered already"),
            Err(error) => warn!(error = %kind(&error), "the commands could not be registered; those of before stay"),
        }
    }

    async fn interaction_create(&self, context: &Context, interaction: Interaction) {
        let Ok(_permit) = self.in_flight.acquire().await else { return };
        match interaction {
            Interaction::Command(command) => self.on_command(context, &command).await,
            Interaction::Component(press) => self.on_press(context, &press).await,
            Interaction::Modal(modal) => self.on_modal(context, &modal).await,
            _ => {}
        }
    }

    /// Notes that the bot is in a guild, or no longer is.
    async fn set_installed(&self, guild: GuildId, installed: bool) {
        match self.app.set_installed(guild.get().cast_signed(), installed).await {
            Ok(()) if installed => {}
            Ok(()) => info!("removed from a server; what is kept of it is purged after {} days", crate::app::GUILD_KEPT.num_days()),
            Err(fault) => error!(%fault, installed, "that a server was joined or left could not be noted"),
        }
    }

    /// The texts as the person and as their server read them.
    fn locales(&self, person: &str, guild: Option<&str>) -> [Locale<'_>; 2] {
        let person = Language::from_code(person).unwrap_or_default();
        let guild = guild.map_or(person, |guild| Language::from_code(guild).unwrap_or_default());
        [self.texts.locale(person), self.texts.locale(guild)]
    }

    async fn on_command(&self, context: &Context, command: &CommandInteraction) {
        let (app, target) = (&*self.app, Target::command(command));
        let locales = self.locales(&command.locale, command.guild_locale.as_deref());
        let who =
            Visitor::new(&command.user, command.member.as_deref(), command.guild_id, &command.authorizing_integration_owners, locales);
        match command.data.name.as_str() {
            commands::INTERVIEW => {
                let wanted = interview::wanted(&command.data.options());
                let work = async { answered(who.t, interview::on_command(app, &who, wanted).await) };
                target.show(&context.http, work, false).await;
            }
            commands::LEADERBOARD => {
                let options = command.data.options();
                if let Some(hide) = leaderboard::hides(&options) {
                    let work = async { answered(who.t, leaderboard::on_hide(app, &who, hide).await) };
                    target.show(&context.http, work, false).await;
                    return;
                }
                let wish = leaderboard::wish(&options);
                let work = async { answered(who.t, leaderboard::on_command(app, &context.http, &who, &wish).await) };
                target.show(&context.http, work, true).await;
            }
            commands::QUESTION | commands::STUDY | commands::TOPICS => {
                let options = command.data.options();
                let work = async { answered(who.t, study::on_command(app, &who, &command.data.name, &options).await) };
                target.show(&context.http, work, false).await;
            }
            _ => {
                let card = sorry(who.t.text("old-command-title"), who.t.text("old-command"));
                target.show(&context.http, async { card }, false).await;
            }
        }
    }

    async fn on_press(&self, context: &Context, press: &ComponentInteraction) {
        let (app, http, target) = (&*self.app, &context.http, Target::press(press));
        let locales = self.locales(&press.locale, press.guild_locale.as_deref());
        let who = Visitor::new(&press.user, press.member.as_ref(), press.guild_id, &press.authorizing_integration_owners, locales);
        let Ok(route) = press.data.custom_id.parse::<Route>() else {
            target.apart().show(http, async { old_button(who.t) }, false).await;
            return;
        };
        if let Route::Board(wish) = &route {
            let work = async { answered(who.t, leaderboard::on_command(app, http, &who, wish).await) };
            target.show(http, work, true).await;
            return;
        }
        if let Some(modal) = interview::modal(who.t, &route) {
            target.open(http, modal).await;
            return;
        }
        let target = if interview::shows_apart(&route) { target.apart() } else { target };
        let public = interview::shows_publicly(&route);
        let work = async { answered(who.t, interview::on_press(app, &who, &route).await) };
        target.show(http, work, public).await;
    }

    async fn on_modal(&self, context: &Context, modal: &ModalInteraction) {
        let (app, target) = (&*self.app, Target::modal(modal));
        let locales = self.locales(&modal.locale, modal.guild_locale.as_deref());
        let who = Visitor::new(&modal.user, modal.member.as_ref(), modal.guild_id, &AuthorizingIntegrationOwners::default(), locales);
        let Ok(route) = modal.data.custom_id.parse::<Route>() else {
            target.apart().show(&context.http, async { old_button(who.t) }, false).await;
            return;
        };
        let id = modal.id.to_string();
        let work = async { answered(who.t, interview::on_modal(app, &who, &route, interview::typed(modal), &id).await) };
        target.show(&context.http, work, false).await;
    }
}

/// Who did something, and where.
pub(super) struct Visitor<'a> {
    account: Account,
    /// The texts in the person's language, for what they alone see.
    pub(super) t: Locale<'a>,
    /// The texts in their server's language, for what everybody sees.
    pub(super) guild_t: Locale<'a>,
    pub(super) guild: Option<Guild>,
    pub(super) display_name: String,
}

impl<'a> Visitor<'a> {
    fn new(
        user: &User,
        member: Option<&Member>,
        guild: Option<GuildId>,
        owners: &AuthorizingIntegrationOwners,
        [t, guild_t]: [Locale<'a>; 2],
    ) -> Self {
        let display_name =
            member.map_or_else(|| user.global_name.clone().unwrap_or_else(|| user.name.clone()), |m| m.display_name().to_owned());
        let installed = owners.0.iter().any(|owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(_)));
        let guild = guild.map(|guild| Guild { id: guild.get().cast_signed(), installed, display_name: display_name.clone() });
        Self { account: Account { provider: Provider::Discord, external_id: user.id.to_string() }, t, guild_t, guild, display_name }
    }

    /// The person, made on their first visit.
    pub(super) async fn person(&self, app: &App) -> Result<Person, AppError> {
        app.person(&self.account, chrono_tz::Tz::UTC).await
    }
}

fn old_button(t: Locale<'_>) -> Card {
    sorry(t.text("old-button-title"), t.text("old-button"))
}

/// The card, or a short apology. A fault is logged here, once, with the reference that the person sees.
fn answered(t: Locale<'_>, result: Result<Card, AppError>) -> Card {
    match result {
        Ok(card) => card,
        Err(AppError::NoBoard { topic, concepts }) => {
            let places = [("topic", escape(&topic).into()), ("concepts", escape(&concepts).into())];
            sorry(t.text("no-board-title"), t.with("no-board", &places))
        }
        Err(AppError::Topic(error)) => sorry(t.text("no-topic-title"), t.topic_error(&escaped(error))),
        Err(fault) => {
            let reference = format!("{:08x}", rand::rng().random::<u32>());
            error!(reference, %fault, "an interaction failed");
            sorry(t.text("failed-title"), t.with("failed", &[("reference", reference.into())]))
        }
    }
}

/// The error with a person's words made harmless.
fn escaped(error: TopicError) -> TopicError {
    match error {
        TopicError::Unknown { topic, nearest } => TopicError::Unknown { topic: escape(&topic), nearest },
        TopicError::NoneAtLevel { topic, level } => TopicError::NoneAtLevel { topic: escape(&topic), level },
    }
}
