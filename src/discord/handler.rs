//! Events of the gateway to handlers.

use std::sync::{Arc, PoisonError, RwLock};

use rand::RngExt as _;
use serenity::all::{ChannelId, CommandInteraction, ComponentInteraction, GuildId, Interaction, ModalInteraction};
use serenity::http::Http;
use tokio::sync::{Notify, Semaphore};
use tracing::{error, info, warn};

use super::commands::Mentions;
use super::floods::Limiter;
use super::gateway::Event;
use super::record::{self, Record};
use super::respond::{Target, count, kind};
use super::route::{DailyVerb, Route};
use super::views::{self, Card, escape, sorry};
pub(super) use super::visitor::Visitor;
use super::{commands, complete, daily, dispute, interview, leaderboard, privacy, progress, session, settings, study};
use crate::app::{App, AppError};
use crate::bank::TopicError;
use crate::locale::{Language, Locale, Texts};

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
    /// Rings whoever posts dailies.
    pub(super) bell: Arc<Notify>,
    pub(super) limiter: Limiter,
    /// How commands are mentioned, once Discord has said which it knows.
    pub(super) mentions: RwLock<Option<Arc<Mentions>>>,
    /// Who keeps the cards of sessions.
    pub(super) sessions: session::Wakes,
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
            Event::ChannelGone(channel) => self.lose_channel(channel).await,
            Event::Interaction(interaction) => self.interaction_create(context, *interaction).await,
        }
    }

    async fn ready(&self, context: &Context, shard: u32, guilds: usize) {
        info!(shard, guilds, "connected to Discord");
        let known = if self.registers && shard == 0 {
            commands::register(&context.http, &self.texts).await
        } else if self.registers || self.mentions().is_some() {
            return;
        } else {
            commands::known(&context.http).await.map(|known| (false, known))
        };
        match known {
            Ok((sent, known)) => {
                *self.mentions.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(known));
                info!("the commands {}", if sent { "were registered" } else { "are registered already" });
            }
            Err(error) => {
                count(&self.app.monitor, &error);
                warn!(error = %kind(&error), "the commands could not be registered; those of before stay");
            }
        }
    }

    /// How commands are mentioned, once that is known.
    fn mentions(&self) -> Option<Arc<Mentions>> {
        self.mentions.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn interaction_create(&self, context: &Context, interaction: Interaction) {
        let record = Record::new(&self.app.monitor, &interaction);
        let Ok(_permit) = self.in_flight.acquire().await else { return };
        // Boxed: it is large, and the events of thousands of guilds are not.
        record.during(Box::pin(self.on_interaction(context, interaction))).await;
    }

    async fn on_interaction(&self, context: &Context, interaction: Interaction) {
        if let Some((target, person, locale)) = Target::of(&interaction)
            && let Err(wait) = self.limiter.take(person.get(), self.app.clock.now())
        {
            record::limited();
            let [t, _] = self.locales(locale, None);
            let body = t.with("slower", &[("seconds", (wait.num_seconds() + 1).into())]);
            target.apart().show(&context.http, async { sorry(t.text("slower-title"), body) }, false).await;
            return;
        }
        match interaction {
            Interaction::Command(command) => Box::pin(self.on_command(context, &command)).await,
            Interaction::Component(press) => Box::pin(self.on_press(context, &press)).await,
            Interaction::Autocomplete(command) => self.on_typing(context, &command).await,
            Interaction::Modal(modal) => Box::pin(self.on_modal(context, &modal)).await,
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

    /// A session whose channel was deleted is over.
    async fn lose_channel(&self, channel: ChannelId) {
        if let Err(fault) = self.app.channel_deleted(channel.get().cast_signed()).await {
            error!(%fault, "that a channel was deleted could not be noted");
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
        let who = Visitor::of_command(&self.texts, command);
        match command.data.name.as_str() {
            name @ (commands::INTERVIEW | commands::MISSED) => {
                let wanted = interview::wanted(name, &command.data.options());
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
                Box::pin(target.show(&context.http, work, false)).await;
            }
            commands::PROGRESS => {
                let asked = progress::asked(&command.data.options());
                let work = async { answered(who.t, progress::on_command(app, &who, asked.as_ref()).await) };
                target.show(&context.http, work, false).await;
            }
            commands::DAILY => {
                let options = command.data.options();
                let work = async { answered(who.t, daily::on_command(app, &context.http, &self.bell, &who, &options).await) };
                target.show(&context.http, work, false).await;
            }
            commands::STREAK => {
                let options = command.data.options();
                let work = async { answered(who.t, daily::on_streak(app, &who, &options).await) };
                target.show(&context.http, work, false).await;
            }
            commands::SESSION => {
                let work = session::on_command(app, &context.http, &self.sessions, &who, command);
                Box::pin(target.show(&context.http, async { answered(who.t, work.await) }, false)).await;
            }
            commands::SETTINGS => {
                let asked = settings::asked(&command.data.options());
                let work = async { answered(who.t, settings::on_command(app, &who, &asked).await) };
                target.show(&context.http, work, false).await;
            }
            commands::PRIVACY => target.show(&context.http, async { views::privacy(who.t) }, false).await,
            commands::HELP => {
                let mentions = self.mentions().unwrap_or_default();
                target.show(&context.http, async { views::help(who.t, &mentions) }, false).await;
            }
            _ => {
                let card = sorry(who.t.text("old-command-title"), who.t.text("old-command"));
                target.show(&context.http, async { card }, false).await;
            }
        }
    }

    async fn on_typing(&self, context: &Context, command: &CommandInteraction) {
        let t = self.texts.locale(Language::from_code(&command.locale).unwrap_or_default());
        Target::command(command).offer(&context.http, complete::choices(&self.app, t, command)).await;
    }

    async fn on_press(&self, context: &Context, press: &ComponentInteraction) {
        let (app, http, target) = (&*self.app, &context.http, Target::press(press));
        let who = Visitor::of_press(&self.texts, press);
        let Ok(route) = press.data.custom_id.parse::<Route>() else {
            target.apart().show(http, async { old_button(who.t) }, false).await;
            return;
        };
        if session::is_of_session(&route) {
            Box::pin(session::on_press(app, http, &self.sessions, &who, press, &route)).await;
            return;
        }
        match &route {
            Route::Board(wish) => {
                let work = async { answered(who.t, leaderboard::on_command(app, http, &who, wish).await) };
                return target.show(http, work, true).await;
            }
            Route::Setting(verb) => {
                let chosen = settings::chosen(&press.data.kind);
                let work = async { answered(who.t, settings::on_press(app, &who, *verb, &chosen).await) };
                return target.show(http, work, false).await;
            }
            Route::Privacy(verb) => {
                let target = if privacy::shows_apart(*verb) { target.apart() } else { target };
                let work = async { answered(who.t, privacy::on_press(app, &who, *verb).await) };
                return target.show(http, work, false).await;
            }
            Route::Anki => {
                let work = async { answered(who.t, progress::on_anki(app, &who).await) };
                return target.apart().show(http, work, false).await;
            }
            Route::Dispute { attempt, .. } => {
                return match dispute::on_press(app, &who, *attempt).await {
                    Ok(modal) => target.open(http, modal).await,
                    Err(card) => target.show(http, async { *card }, false).await,
                };
            }
            _ => {}
        }
        if let Route::Daily { post, verb } = route {
            if verb == DailyVerb::Answer {
                target.open(http, views::daily_modal(who.t, post)).await;
                return;
            }
            let message = Some(press.message.id.get());
            let work = async { answered(who.t, daily::on_press(app, &who, (post, verb), message, None).await) };
            target.apart().show(http, work, false).await;
            return;
        }
        if let Some(modal) = interview::modal(who.t, &route) {
            target.open(http, modal).await;
            return;
        }
        let target = if interview::shows_apart(&route) { target.apart() } else { target };
        let public = interview::shows_publicly(&route);
        let work = async { answered(who.t, interview::on_press(app, &who, &route).await) };
        Box::pin(target.show(http, work, public)).await;
    }

    async fn on_modal(&self, context: &Context, modal: &ModalInteraction) {
        let (app, target) = (&*self.app, Target::modal(modal));
        let who = Visitor::of_modal(&self.texts, modal);
        let Ok(route) = modal.data.custom_id.parse::<Route>() else {
            target.apart().show(&context.http, async { old_button(who.t) }, false).await;
            return;
        };
        let id = modal.id.to_string();
        if let Route::Daily { post, verb } = route {
            let message = modal.message.as_ref().map(|message| message.id.get());
            let sent = Some((interview::typed(modal), id));
            let work = async { answered(who.t, daily::on_press(app, &who, (post, verb), message, sent).await) };
            target.apart().show(&context.http, work, false).await;
            self.bell.notify_one();
            return;
        }
        if session::is_of_session(&route) {
            let work = session::on_modal(app, &self.sessions, &who, &route, interview::typed(modal), &id);
            Box::pin(target.apart().show(&context.http, async { answered(who.t, work.await) }, false)).await;
            return;
        }
        if let Route::Dispute { attempt, .. } = &route {
            let work = async { answered(who.t, dispute::on_modal(app, &who, *attempt, &interview::typed(modal)).await) };
            return target.show(&context.http, work, false).await;
        }
        let work = async { answered(who.t, interview::on_modal(app, &who, &route, interview::typed(modal), &id).await) };
        Box::pin(target.show(&context.http, work, false)).await;
    }
}

fn old_button(t: Locale<'_>) -> Card {
    sorry(t.text("old-button-title"), t.text("old-button"))
}

/// The card, or a short apology. A fault is logged here, once, with the reference that the person sees.
pub(super) fn answered(t: Locale<'_>, result: Result<Card, AppError>) -> Card {
    match result {
        Ok(card) => card,
        Err(AppError::NoBoard { topic, concepts }) => {
            let places = [("topic", escape(&topic).into()), ("concepts", escape(&concepts).into())];
            sorry(t.text("no-board-title"), t.with("no-board", &places))
        }
        Err(AppError::NothingMissed) => sorry(t.text("nothing-missed-title"), t.text("nothing-missed")),
        Err(AppError::Topic(error)) => sorry(t.text("no-topic-title"), t.topic_error(&escaped(error))),
        Err(fault) => {
            let reference = format!("{:08x}", rand::rng().random::<u32>());
            record::failed(&reference, &fault);
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
