//! `/daily`, and what is pressed on a daily question.
//!
//! | file | what |
//! |---|---|
//! | `poster` | the task that posts and edits |
//! | `outlet` | posts as Discord's messages, and what they need |

mod outlet;
mod poster;

use chrono::NaiveTime;
use serenity::all::{ChannelType, CommandOptionType, CreateCommand, CreateCommandOption, Permissions, ResolvedOption, ResolvedValue};
use serenity::http::Http;
use tokio::sync::Notify;
use tracing::error;

use super::commands;
use super::complete;
use super::handler::Visitor;
use super::record;
use super::route::DailyVerb;
use super::views::{self, Card};
use crate::app::daily::{DailyOutcome, DailyRefusal, DailyWish};
use crate::app::{App, AppError, zone};
use crate::bank::Level;
use crate::locale::Texts;
use crate::schedule::Days;
use crate::store::{Person, PostId};

pub(super) use outlet::NEEDED;
pub(super) use poster::Poster;

/// Key of the descriptions of `/daily setup`.
const SETUP: &str = "daily-setup";
/// Places of a queue that can be named.
const PLACES: u64 = 7;

/// `/daily` as Discord knows it: for those who may manage the server, unless it says otherwise.
pub(super) fn define(texts: &Texts) -> CreateCommand {
    use CommandOptionType::{Channel, Integer, Role, String, SubCommand};
    let sub = |name| commands::option(texts, SubCommand, commands::DAILY, name);
    let option = |sub: &str, kind, name| commands::option(texts, kind, &format!("{}-{sub}", commands::DAILY), name);
    let channel = |sub: &str| option(sub, Channel, "channel").channel_types(vec![ChannelType::Text, ChannelType::News]);
    let level = commands::choices(texts, option("setup", String, "level"), &Level::ALL, Level::name, |t, level| t.level(level));
    let place = |name| option("queue", Integer, name).min_int_value(1).max_int_value(PLACES);
    let setup = sub("setup")
        .add_sub_option(channel("setup").required(true))
        .add_sub_option(option("setup", String, "time").required(true).max_length(5))
        .add_sub_option(commands::zone_option(texts, SETUP).required(true))
        .add_sub_option(commands::topic_option(texts, SETUP))
        .add_sub_option(level)
        .add_sub_option(option("setup", String, "days").max_length(60))
        .add_sub_option(option("setup", Role, "ping"));
    let pause = sub("pause").add_sub_option(option("pause", String, "until").required(true).max_length(10));
    let queue = sub("queue").add_sub_option(place("move")).add_sub_option(place("to")).add_sub_option(place("skip"));
    let mut command = commands::in_servers(commands::command(texts, commands::DAILY))
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .add_option(setup)
        .add_option(sub("status"));
    for (name, option) in [("pause", pause), ("off", sub("off")), ("now", sub("now")), ("queue", queue)] {
        command = command.add_option(option.add_sub_option(channel(name)));
    }
    command
}

/// What was typed after `/daily`.
#[derive(Debug, Default)]
struct Typed {
    channel: Option<i64>,
    role: Option<i64>,
    words: Vec<(String, String)>,
    numbers: Vec<(String, usize)>,
}

impl Typed {
    fn read(options: &[ResolvedOption<'_>]) -> Self {
        let mut typed = Self::default();
        for option in options {
            match &option.value {
                ResolvedValue::Channel(channel) => typed.channel = Some(channel.id.get().cast_signed()),
                ResolvedValue::Role(role) => typed.role = Some(role.id.get().cast_signed()),
                ResolvedValue::String(words) => typed.words.push((option.name.to_owned(), words.trim().to_owned())),
                ResolvedValue::Integer(number) => typed.numbers.extend(usize::try_from(*number).map(|n| (option.name.to_owned(), n))),
                _ => {}
            }
        }
        typed
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.words.iter().find(|(known, _)| known == name).map(|(_, word)| word.as_str()).filter(|word| !word.is_empty())
    }

    /// A place of a queue, from 0.
    fn place(&self, name: &str) -> Option<usize> {
        self.numbers.iter().find(|(known, _)| known == name).map(|(_, number)| number.saturating_sub(1))
    }
}

/// `/daily …`
pub(super) async fn on_command(
    app: &App,
    http: &Http,
    bell: &Notify,
    who: &Visitor<'_>,
    options: &[ResolvedOption<'_>],
) -> Result<Card, AppError> {
    let Some(guild) = who.guild.as_ref().filter(|guild| guild.installed) else { return Ok(sorry(who, "daily-needs-server")) };
    // Discord shows the command to nobody else; but it is us who answer for it.
    if !who.manages {
        return Ok(sorry(who, "daily-needs-manager"));
    }
    let Some(ResolvedOption { name, value: ResolvedValue::SubCommand(options), .. }) = options.first() else {
        return Ok(sorry(who, "old-command"));
    };
    let (typed, t) = (Typed::read(options), who.t);
    let changed = |result: Result<_, DailyRefusal>, title: &str| match result {
        Ok(daily) => views::daily_set(t, title, &daily),
        Err(refusal) => views::daily_refused(t, &refusal),
    };
    let card = match *name {
        "setup" => {
            let person = who.person(app).await?;
            app.visit(guild, &person).await?;
            set_up(app, http, who, guild.id, &typed).await?
        }
        "status" => views::daily_status(t, &app.daily_status(guild.id).await?),
        "pause" => match typed.word("until").and_then(|until| until.parse().ok()) {
            Some(until) => changed(app.pause_daily(guild.id, typed.channel, until).await?, "daily-paused-title"),
            None => sorry(who, "daily-bad-date"),
        },
        "off" => changed(app.switch_daily_off(guild.id, typed.channel).await?, "daily-off-title"),
        "now" => changed(app.post_daily_now(guild.id, typed.channel).await?, "daily-now-title"),
        _ => {
            let moved = typed.place("move").zip(typed.place("to"));
            match app.daily_queue(guild.id, typed.channel, moved, typed.place("skip")).await? {
                Ok(planned) => views::daily_queue(t, &planned),
                Err(refusal) => views::daily_refused(t, &refusal),
            }
        }
    };
    bell.notify_one();
    Ok(card)
}

async fn set_up(app: &App, http: &Http, who: &Visitor<'_>, guild: i64, typed: &Typed) -> Result<Card, AppError> {
    let Some(channel) = typed.channel else { return Ok(sorry(who, "old-command")) };
    let Some(time) = typed.word("time").and_then(time) else { return Ok(sorry(who, "daily-bad-time")) };
    let Some(zone) = typed.word(complete::TIME_ZONE).and_then(zone) else { return Ok(sorry(who, "daily-bad-zone")) };
    let Some(days) = typed.word("days").map_or(Some(Days::EVERY), |days| who.t.read_days(days)) else {
        return Ok(sorry(who, "daily-bad-days"));
    };
    let days = if days.is_empty() { Days::EVERY } else { days };
    let me = http.get_current_user().await.map(|me| me.id);
    let missing = match me {
        Ok(me) => outlet::missing(http, me, guild, channel).await,
        Err(error) => Err(error),
    };
    match missing.inspect_err(record::refused) {
        Ok(missing) if missing.is_empty() => {}
        Ok(missing) => {
            return Ok(views::daily_forbidden(who.t, channel, &missing.into_iter().map(commands::permission).collect::<Vec<_>>()));
        }
        Err(error) if outlet::undone(&error) == crate::app::daily::Undone::Unknown => return Ok(sorry(who, "daily-unclear")),
        Err(_) => return Ok(views::daily_forbidden(who.t, channel, &NEEDED.map(commands::permission))),
    }
    let wish = DailyWish {
        channel,
        time,
        zone,
        topic: typed.word("topic").and_then(commands::topic),
        level: typed.word("level").and_then(Level::from_name),
        days,
        role: typed.role,
        language: who.guild_t.language().code().to_owned(),
    };
    Ok(match app.set_up_daily(guild, &wish).await? {
        Ok(daily) => views::daily_set(who.t, "daily-set-title", &daily),
        Err(refusal) => views::daily_refused(who.t, &refusal),
    })
}

/// `9:00`, `09:00` or `9`.
fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "00"));
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

fn sorry(who: &Visitor<'_>, text: &str) -> Card {
    views::sorry(who.t.text("nothing-changed-title"), who.t.text(text))
}

/// A press on a post that opens no modal, or a modal that was sent off, with its text.
pub(super) async fn on_press(
    app: &App,
    who: &Visitor<'_>,
    (post, verb): (PostId, DailyVerb),
    message: Option<u64>,
    sent: Option<(String, String)>,
) -> Result<Card, AppError> {
    let person = who.person(app).await?;
    let Some(guild) = &who.guild else { return Ok(views::daily_refused(who.t, &DailyRefusal::Gone)) };
    let message = message.map(u64::cast_signed);
    let outcome = match (verb, sent) {
        (DailyVerb::Streak, _) => return streak(app, who, &person).await,
        (DailyVerb::Submit, Some(sent)) => app.answer_daily(&person, guild, post, message, sent).await?,
        _ => app.hint_daily(&person, guild, post, message).await?,
    };
    Ok(match outcome {
        DailyOutcome::Verdict(graded) => with_milestone(app, who, &person, views::daily_verdict(who.t, &graded)).await,
        DailyOutcome::Hints(hints, more) => views::daily_hints(who.t, &hints, more),
        DailyOutcome::Refused(refusal) => views::daily_refused(who.t, &refusal),
    })
}

/// A private verdict of any kind, with the milestone that the person's streak has come to, where they were not told of it.
/// The verdict comes whatever happens to that.
pub(super) async fn with_milestone(app: &App, who: &Visitor<'_>, person: &Person, card: Card) -> Card {
    match app.milestone(person).await {
        Ok(None) => card,
        Ok(Some(days)) => {
            let told = format!("🎉 {}", who.t.with("streak-milestone", &[("days", days.into())]));
            let notices: Vec<String> = [Some(told), card.notice.clone()].into_iter().flatten().collect();
            card.with_notice(notices.join(" "))
        }
        Err(fault) => {
            error!(%fault, "a milestone could not be looked for");
            card
        }
    }
}

/// `/streak` as Discord knows it.
pub(super) fn define_streak(texts: &Texts) -> CreateCommand {
    let option = |kind, name| -> CreateCommandOption { commands::option(texts, kind, commands::STREAK, name) };
    commands::everywhere(commands::command(texts, commands::STREAK))
        .add_option(option(CommandOptionType::String, "rest").max_length(60))
        .add_option(option(CommandOptionType::Integer, "day_ends").min_int_value(0).max_int_value(6))
}

/// `/streak`: a person's streak; with options, their habits are set before.
pub(super) async fn on_streak(app: &App, who: &Visitor<'_>, options: &[ResolvedOption<'_>]) -> Result<Card, AppError> {
    let mut person = who.person(app).await?;
    let before = person.habits;
    for option in options {
        match (option.name, &option.value) {
            ("rest", ResolvedValue::String(days)) => match who.t.read_days(days) {
                Some(rest) => person.habits.rest = rest,
                None => return Ok(sorry(who, "daily-bad-days")),
            },
            ("day_ends", ResolvedValue::Integer(hour)) => {
                person.habits.day_ends = u16::try_from((*hour).clamp(0, 6)).unwrap_or(0) * 60;
            }
            _ => {}
        }
    }
    if person.habits != before {
        app.set_habits(&person, person.habits).await?;
    }
    streak(app, who, &person).await
}

async fn streak(app: &App, who: &Visitor<'_>, person: &Person) -> Result<Card, AppError> {
    let streak = app.streak(person).await?;
    Ok(views::streak(who.t, &streak, person.habits, person.time_zone.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_several_ways() {
        for (text, expected) in
            [("9:00", Some("09:00:00")), ("09.30", Some("09:30:00")), ("23:59", Some("23:59:00")), ("7", Some("07:00:00"))]
        {
            assert_eq!(time(text), expected.map(|time| time.parse().unwrap()), "{text}");
        }
        for bad in ["24:00", "noon", "9:60", "", "9:5x"] {
            assert_eq!(time(bad), None, "{bad}");
        }
    }
}
