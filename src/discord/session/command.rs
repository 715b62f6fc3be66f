//! `/session start`, `/session host` and `/session show`.

use chrono::TimeDelta;
use serenity::all::{
    ChannelId, ChannelType, CommandInteraction, CommandOptionType, CreateCommand, CreateThread, Permissions, ResolvedOption, ResolvedValue,
};
use serenity::http::Http;
use tracing::info;

use super::{Wakes, needs_server, refused, visit};
use crate::app::{
    App, AppError, MOST_MINUTES, MOST_PATIENCE_MINUTES, MOST_QUESTIONS, PATIENCE_MINUTES, SessionAction, SessionOpened, SessionOutcome,
    SessionWish,
};
use crate::bank::Level;
use crate::discord::commands;
use crate::discord::handler::Visitor;
use crate::discord::respond::kind;
use crate::discord::views::{self, Card};
use crate::interview::group::GroupRefusal;
use crate::locale::{Locale, Texts};
use crate::store::Account;

/// Questions of a session when none are asked for.
const QUESTIONS: usize = 5;
/// What the bot needs where a session is.
const NEEDED: [Permissions; 3] = [Permissions::VIEW_CHANNEL, Permissions::SEND_MESSAGES, Permissions::EMBED_LINKS];
/// What it needs besides to make a thread.
const NEEDED_FOR_THREAD: [Permissions; 2] = [Permissions::CREATE_PUBLIC_THREADS, Permissions::SEND_MESSAGES_IN_THREADS];

/// Key of the descriptions of `/session start`.
const START: &str = "session-start";

/// What a session can use in a channel: what it needs, a thread of its own, pictures, and a look at what it has sent before.
pub(in crate::discord) fn wanted() -> impl Iterator<Item = Permissions> {
    let besides = [Permissions::ATTACH_FILES, Permissions::READ_MESSAGE_HISTORY];
    NEEDED.into_iter().chain(NEEDED_FOR_THREAD).chain(besides)
}

/// `/session` as Discord knows it.
pub(in crate::discord) fn define(texts: &Texts) -> CreateCommand {
    let sub = |name| commands::option(texts, CommandOptionType::SubCommand, commands::SESSION, name);
    let option = |kind, name| commands::option(texts, kind, START, name);
    let level = option(CommandOptionType::String, "level");
    let number = |name, least: u64, most: u64| option(CommandOptionType::Integer, name).min_int_value(least).max_int_value(most);
    let start = sub("start")
        .add_sub_option(commands::topic_option(texts, START))
        .add_sub_option(commands::choices(texts, level, &Level::ALL, Level::name, |t, level| t.level(level)))
        .add_sub_option(number("questions", 1, MOST_QUESTIONS as u64))
        .add_sub_option(number("minutes", 1, u64::from(MOST_MINUTES)))
        .add_sub_option(number("wait", 0, u64::from(MOST_PATIENCE_MINUTES)))
        .add_sub_option(option(CommandOptionType::Boolean, "thread"));
    let member = commands::option(texts, CommandOptionType::User, "session-host", "member").required(true);
    commands::in_servers(commands::command(texts, commands::SESSION))
        .add_option(start)
        .add_option(sub("host").add_sub_option(member))
        .add_option(sub("show"))
}

/// `/session`.
pub(in crate::discord) async fn on_command(
    app: &App,
    http: &Http,
    wakes: &Wakes,
    who: &Visitor<'_>,
    command: &CommandInteraction,
) -> Result<Card, AppError> {
    let options = command.data.options();
    let Some((name, ResolvedValue::SubCommand(options))) = options.first().map(|option| (option.name, &option.value)) else {
        return Ok(refused(who.t, GroupRefusal::Gone));
    };
    match name {
        "start" => start(app, http, wakes, who, command, options).await,
        "host" => hand_over(app, wakes, who, command, options).await,
        _ => show(app, wakes, who, command).await,
    }
}

async fn start(
    app: &App,
    http: &Http,
    wakes: &Wakes,
    who: &Visitor<'_>,
    command: &CommandInteraction,
    options: &[ResolvedOption<'_>],
) -> Result<Card, AppError> {
    let Some((person, guild)) = visit(app, who).await? else { return Ok(needs_server(who.t)) };
    let (mut wish, thread) = wish(options, command.channel_id, who.guild_t);
    // What there is to ask comes before a thread is made for it.
    app.bank.pool(wish.topic.as_deref(), wish.level)?;
    let missing = missing(command, thread);
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|key| who.t.text(key)).collect();
        let body = who.t.with("session-may-not", &[("missing", names.join(", ").into())]);
        return Ok(views::sorry(who.t.text("session-may-not-title"), body));
    }
    if thread {
        let new = CreateThread::new(who.guild_t.text("session-thread-name")).kind(ChannelType::PublicThread);
        match command.channel_id.create_thread(http, new).await {
            Ok(thread) => wish.channel = thread.id.get().cast_signed(),
            Err(error) => {
                info!(error = %kind(&error), "a thread could not be made");
                return Ok(views::sorry(who.t.text("session-may-not-title"), who.t.text("session-thread-failed")));
            }
        }
    }
    Ok(match app.open_session(&person, &guild, &wish).await? {
        SessionOpened::Open(session) => {
            wakes.wake(session.id);
            let card = views::host_panel(who.t, &session);
            if thread {
                card.with_notice(who.t.with("session-in-thread", &[("channel", wish.channel.cast_unsigned().to_string().into())]))
            } else {
                card
            }
        }
        SessionOpened::Refused(reason, _) => views::sorry(who.t.text("session-opened-elsewhere-title"), who.t.group_refusal(reason)),
    })
}

/// What the host wants, and whether in a thread.
fn wish(options: &[ResolvedOption<'_>], channel: ChannelId, t: Locale<'_>) -> (SessionWish, bool) {
    let mut wish = SessionWish {
        topic: None,
        level: None,
        questions: QUESTIONS,
        minutes: None,
        patience: TimeDelta::minutes(i64::from(PATIENCE_MINUTES)),
        locale: t.language().code().to_owned(),
        channel: channel.get().cast_signed(),
    };
    let mut thread = false;
    for option in options {
        match (option.name, &option.value) {
            ("topic", ResolvedValue::String(words)) => wish.topic = commands::topic(words),
            ("level", ResolvedValue::String(level)) => wish.level = Level::from_name(level),
            ("questions", ResolvedValue::Integer(count)) => wish.questions = usize::try_from(*count).unwrap_or(QUESTIONS),
            ("minutes", ResolvedValue::Integer(minutes)) => wish.minutes = u32::try_from(*minutes).ok(),
            ("wait", ResolvedValue::Integer(minutes)) => wish.patience = TimeDelta::minutes(*minutes),
            ("thread", ResolvedValue::Boolean(wanted)) => thread = *wanted,
            _ => {}
        }
    }
    (wish, thread)
}

/// What the bot lacks where the session is to be.
fn missing(command: &CommandInteraction, thread: bool) -> Vec<&'static str> {
    // Discord says what the bot may do in the channel of an interaction.
    let Some(held) = command.app_permissions.filter(|held| !held.contains(Permissions::ADMINISTRATOR)) else { return Vec::new() };
    let inside = command
        .channel
        .as_ref()
        .is_some_and(|channel| matches!(channel.kind, ChannelType::PublicThread | ChannelType::PrivateThread | ChannelType::NewsThread));
    let lacks = |named: &Permissions| {
        let needed = if inside && *named == Permissions::SEND_MESSAGES { Permissions::SEND_MESSAGES_IN_THREADS } else { *named };
        (!held.contains(needed)).then_some(commands::permission(*named))
    };
    let for_thread: &[_] = if thread { &NEEDED_FOR_THREAD } else { &[] };
    NEEDED.iter().chain(for_thread).filter_map(lacks).collect()
}

async fn hand_over(
    app: &App,
    wakes: &Wakes,
    who: &Visitor<'_>,
    command: &CommandInteraction,
    options: &[ResolvedOption<'_>],
) -> Result<Card, AppError> {
    let Some((person, guild)) = visit(app, who).await? else { return Ok(needs_server(who.t)) };
    let Some(session) = app.session_in(command.channel_id.get().cast_signed()).await? else { return Ok(none_here(who.t)) };
    let member = options.iter().find_map(|option| match &option.value {
        ResolvedValue::User(user, member) => Some((user, member)),
        _ => None,
    });
    let Some((user, member)) = member else { return Ok(refused(who.t, GroupRefusal::NotIn)) };
    let account = Account::discord(user.id.get());
    let Some(to) = app.known(&account).await? else { return Ok(refused(who.t, GroupRefusal::NotIn)) };
    let outcome = app.act_in_session(&person, &guild, session, &SessionAction::HandOver(to.id)).await?;
    wakes.wake(session);
    if let SessionOutcome::Refused(reason) = outcome {
        return Ok(refused(who.t, reason));
    }
    let name = member.and_then(|member| member.nick.clone()).or_else(|| user.global_name.clone()).unwrap_or_else(|| user.name.clone());
    let body = who.t.with("session-handed-over", &[("name", views::escape(&name).into())]);
    Ok(Card::new(views::Tone::Good, who.t.text("session-handed-over-title"), body))
}

/// Brings the card that counts to the end of the channel.
async fn show(app: &App, wakes: &Wakes, who: &Visitor<'_>, command: &CommandInteraction) -> Result<Card, AppError> {
    let Some(id) = app.session_in(command.channel_id.get().cast_signed()).await? else { return Ok(none_here(who.t)) };
    if let Some(session) = app.session(id).await? {
        for slot in super::slots::standing(&session).into_iter().filter(|slot| slot.live) {
            app.forget_card(id, &slot.name()).await?;
        }
        wakes.wake(id);
    }
    Ok(Card::new(views::Tone::Good, who.t.text("session-shown-title"), who.t.text("session-shown")))
}

fn none_here(t: Locale<'_>) -> Card {
    views::sorry(t.text("session-none-title"), t.text("session-none"))
}
