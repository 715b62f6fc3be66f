//! Who did something, and where.

use serenity::all::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, ChannelId, CommandInteraction, ComponentInteraction, GuildId, Member,
    ModalInteraction, PartialChannel, User,
};

use super::views::Card;
use crate::app::{App, AppError, Guild};
use crate::locale::{Language, Locale, Texts};
use crate::store::{Account, Person};

/// Who did something, and where.
pub(super) struct Visitor<'a> {
    account: Account,
    user: u64,
    /// The texts in the person's language, for what they alone see.
    pub(super) t: Locale<'a>,
    /// The texts in the language that Discord says their server has; [`Self::publicly`] knows what the server itself says.
    pub(super) guild_t: Locale<'a>,
    pub(super) guild: Option<Guild>,
    pub(super) display_name: String,
    /// Whether they may manage the server.
    pub(super) manages: bool,
    /// The channel, and the one that a thread is in.
    channel: (i64, Option<i64>),
}

/// How something is shown for everybody to see, where the person is.
pub(super) struct Publicly<'a> {
    /// The texts in the server's language; in the person's own where only they get to see it.
    pub(super) t: Locale<'a>,
    /// Why only they get to see it, if so.
    pub(super) elsewhere: Option<String>,
}

impl Publicly<'_> {
    /// The card for everybody, or for the person alone with the reason.
    pub(super) fn card(&self, card: Card) -> Card {
        match &self.elsewhere {
            None => card,
            Some(reason) => Card { public: false, ..card.with_notice(reason.as_str()) },
        }
    }
}

/// What all kinds of interactions say of where they are from.
struct Origin<'i> {
    user: &'i User,
    member: Option<&'i Member>,
    guild: Option<GuildId>,
    channel: (ChannelId, Option<&'i PartialChannel>),
    locale: &'i str,
    guild_locale: Option<&'i str>,
    installed: bool,
}

fn is_installed(owners: &AuthorizingIntegrationOwners) -> bool {
    owners.0.iter().any(|owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(_)))
}

/// A visitor from an interaction of any kind: serenity's kinds have the same fields, and nothing else in common.
macro_rules! visitor {
    ($texts:expr, $interaction:expr, $member:expr, $installed:expr) => {
        Visitor::new(
            $texts,
            &Origin {
                user: &$interaction.user,
                member: $member,
                guild: $interaction.guild_id,
                channel: ($interaction.channel_id, $interaction.channel.as_ref()),
                locale: &$interaction.locale,
                guild_locale: $interaction.guild_locale.as_deref(),
                installed: $installed,
            },
        )
    };
}

impl<'a> Visitor<'a> {
    pub(super) fn of_command(texts: &'a Texts, command: &CommandInteraction) -> Self {
        visitor!(texts, command, command.member.as_deref(), is_installed(&command.authorizing_integration_owners))
    }

    pub(super) fn of_press(texts: &'a Texts, press: &ComponentInteraction) -> Self {
        visitor!(texts, press, press.member.as_ref(), is_installed(&press.authorizing_integration_owners))
    }

    /// Of a modal it is not known whether the app is installed; what it belongs to knows it.
    pub(super) fn of_modal(texts: &'a Texts, modal: &ModalInteraction) -> Self {
        visitor!(texts, modal, modal.member.as_ref(), false)
    }

    fn new(texts: &'a Texts, origin: &Origin<'_>) -> Self {
        let Origin { user, member, guild, channel: (channel, about), locale, guild_locale, installed } = *origin;
        let own = Language::from_code(locale).unwrap_or_default();
        let servers = guild_locale.map_or(own, |code| Language::from_code(code).unwrap_or_default());
        let display_name =
            member.map_or_else(|| user.global_name.clone().unwrap_or_else(|| user.name.clone()), |m| m.display_name().to_owned());
        let guild = guild.map(|guild| Guild { id: guild.get().cast_signed(), installed, display_name: display_name.clone() });
        let parent = about.and_then(|channel| channel.parent_id).map(|parent| parent.get().cast_signed());
        Self {
            account: Account::discord(user.id.get()),
            user: user.id.get(),
            t: texts.locale(own),
            guild_t: texts.locale(servers),
            guild,
            display_name,
            manages: member.and_then(|member| member.permissions).is_some_and(|held| held.manage_guild() || held.administrator()),
            channel: (channel.get().cast_signed(), parent),
        }
    }

    /// The person, made on their first visit.
    pub(super) async fn person(&self, app: &App) -> Result<Person, AppError> {
        app.person(&self.account, chrono_tz::Tz::UTC).await
    }

    /// The person, if they have been here before; nothing is noted of them otherwise.
    pub(super) async fn known_person(&self, app: &App) -> Result<Option<Person>, AppError> {
        app.known(&self.account).await
    }

    /// Their id on Discord.
    pub(super) fn user(&self) -> u64 {
        self.user
    }

    /// How something is shown for everybody to see here, as the server has set it: one row is read, and none in private.
    pub(super) async fn publicly(&self, app: &App) -> Result<Publicly<'a>, AppError> {
        let Some(guild) = &self.guild else { return Ok(Publicly { t: self.guild_t, elsewhere: None }) };
        let settings = app.guild_settings(guild.id).await?;
        let (channel, parent) = self.channel;
        if settings.allows(channel, parent) {
            let t = settings.language.map_or(self.guild_t, |language| self.guild_t.in_language(language));
            return Ok(Publicly { t, elsewhere: None });
        }
        let channels: Vec<String> = settings.channels.iter().map(|id| format!("<#{}>", id.cast_unsigned())).collect();
        Ok(Publicly { t: self.t, elsewhere: Some(self.t.with("only-here", &[("channels", channels.join(" ").into())])) })
    }
}
