//! Posts of dailies in Discord's channels.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{
    ActionRowComponent, ButtonKind, ChannelId, CreateAllowedMentions, CreateMessage, GuildId, Message, MessageId, MessagePagination, Nonce,
    Permissions, RoleId, UserId,
};
use serenity::http::{Http, HttpError};
use tokio::sync::OnceCell;
use tracing::{error, warn};

use crate::app::Pacer;
use crate::app::daily::{Card, Outlet, Undone};
use crate::clock;
use crate::discord::respond::{count, kind};
use crate::discord::views;
use crate::locale::{Language, Texts};
use crate::monitor::Monitor;
use crate::store::{Post, StoreError};

/// How long Discord is waited for; with a look before it, less than a post is held.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a look through a channel may take, with its own turns.
const LOOK: Duration = Duration::from_secs(3);
/// Pages of a hundred messages that are looked through at the most.
const PAGES: usize = 10;
/// How much older than its claim a message may seem, by Discord's clock.
const SLACK: i64 = 3600;

/// What a daily needs in its channel.
pub(in crate::discord) const NEEDED: [Permissions; 4] =
    [Permissions::VIEW_CHANNEL, Permissions::SEND_MESSAGES, Permissions::EMBED_LINKS, Permissions::READ_MESSAGE_HISTORY];

/// Discord, as a poster sees it.
pub(super) struct Channels {
    http: Arc<Http>,
    texts: Arc<Texts>,
    pacer: Pacer,
    monitor: Monitor,
    /// The bot's own user.
    me: OnceCell<UserId>,
}

impl Channels {
    pub(super) fn new(http: Arc<Http>, texts: Arc<Texts>, pacer: Pacer, monitor: Monitor) -> Self {
        Self { http, texts, pacer, monitor, me: OnceCell::new() }
    }

    /// What a request comes to, as long as it is waited for. One that goes wrong is counted.
    async fn patiently<T>(&self, patience: Duration, request: impl Future<Output = serenity::Result<T>>) -> Result<T, Undone> {
        match clock::within(patience, request).await {
            Some(Ok(done)) => Ok(done),
            Some(Err(error)) => {
                count(&self.monitor, &error);
                Err(undone(&error))
            }
            None => {
                self.monitor.rest_error("timeout".into(), 0);
                Err(Undone::Unknown)
            }
        }
    }

    async fn me(&self) -> serenity::Result<UserId> {
        let ask = async || Ok(self.http.get_current_user().await?.id);
        self.me.get_or_try_init(ask).await.copied()
    }

    /// Waits for a turn among all that the bot sends by itself, to send or to edit one message. It may take long, so
    /// whoever holds a post has got it before.
    pub(super) async fn turn(&self) -> Result<(), StoreError> {
        self.pacer.permit().await
    }

    fn card(&self, post: &Post, card: &Card<'_>) -> views::Card {
        let language = Language::from_code(&post.language).unwrap_or_default();
        views::daily_post(self.texts.locale(language), post, card)
    }

    async fn look(&self, post: &Post) -> serenity::Result<Result<Option<i64>, Undone>> {
        // Who may not read what was written before sees an empty channel.
        if !missing(&self.http, self.me().await?, post.guild, post.channel).await?.is_empty() {
            return Ok(Err(Undone::Forbidden));
        }
        let me = self.me().await?;
        let mut page = None;
        for _ in 0..PAGES {
            if let Err(fault) = self.turn().await {
                error!(%fault, "there is no permit to look");
                return Ok(Err(Undone::Unknown));
            }
            let messages = self.http.get_messages(channel(post), page, Some(100)).await?;
            if let Some(found) = messages.iter().find(|message| message.author.id == me && carries(message, post)) {
                return Ok(Ok(Some(found.id.get().cast_signed())));
            }
            match messages.iter().min_by_key(|message| message.id) {
                Some(oldest) if oldest.timestamp.unix_timestamp() >= post.created_at.timestamp() - SLACK => {
                    page = Some(MessagePagination::Before(oldest.id));
                }
                _ => break,
            }
        }
        Ok(Ok(None))
    }
}

impl Outlet for Channels {
    async fn find(&self, post: &Post) -> Result<Option<i64>, Undone> {
        self.patiently(LOOK, self.look(post)).await?
    }

    async fn send(&self, post: &Post, card: &Card<'_>) -> Result<i64, Undone> {
        let (embed, rows) = self.card(post, card).parts();
        let mut mentions = CreateAllowedMentions::new();
        let mut message = CreateMessage::new().embed(embed).components(rows).nonce(Nonce::String(nonce(post))).enforce_nonce(true);
        if let (Some(role), Card::Open { .. }) = (post.role, card) {
            mentions = mentions.roles([RoleId::new(role.cast_unsigned())]);
            message = message.content(format!("<@&{role}>"));
        }
        let message = message.allowed_mentions(mentions);
        let message = self.patiently(PATIENCE, channel(post).send_message(&self.http, message)).await?;
        Ok(message.id.get().cast_signed())
    }

    async fn edit(&self, post: &Post, message: i64, card: &Card<'_>) -> Result<(), Undone> {
        let edit = self.card(post, card).edit_message();
        let message = MessageId::new(message.cast_unsigned());
        self.patiently(PATIENCE, channel(post).edit_message(&self.http, message, edit)).await?;
        Ok(())
    }
}

fn channel(post: &Post) -> ChannelId {
    ChannelId::new(post.channel.cast_unsigned())
}

/// At most 25 characters: the end of the post's id, which is chance.
fn nonce(post: &Post) -> String {
    let id = post.id.to_string();
    id[id.len().saturating_sub(25)..].to_owned()
}

/// Whether a message has a button of the post.
fn carries(message: &Message, post: &Post) -> bool {
    let id = post.id.to_string();
    message.components.iter().flat_map(|row| &row.components).any(|component| match component {
        ActionRowComponent::Button(button) => {
            matches!(&button.data, ButtonKind::NonLink { custom_id, .. } if custom_id.ends_with(&id))
        }
        _ => false,
    })
}

/// What of that which a daily needs the bot may not do in a channel of a guild; all of it where there is no such channel.
pub(in crate::discord) async fn missing(http: &Http, me: UserId, guild: i64, channel: i64) -> serenity::Result<Vec<Permissions>> {
    let guild = GuildId::new(guild.cast_unsigned());
    let found = http.get_channel(ChannelId::new(channel.cast_unsigned())).await?.guild();
    let Some(channel) = found.filter(|channel| channel.guild_id == guild) else { return Ok(NEEDED.to_vec()) };
    let (guild, member) = (http.get_guild(guild).await?, http.get_member(guild, me).await?);
    let held = guild.user_permissions_in(&channel, &member);
    Ok(NEEDED.into_iter().filter(|needed| !held.contains(*needed)).collect())
}

/// What a failed request says about the channel.
pub(in crate::discord) fn undone(error: &serenity::Error) -> Undone {
    if let serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) = error {
        match response.status_code.as_u16() {
            403 => return Undone::Forbidden,
            404 => return Undone::Gone,
            _ => {}
        }
    }
    warn!(error = %kind(error), "a daily could not be sent or edited; it is tried again");
    Undone::Unknown
}
