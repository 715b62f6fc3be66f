//! The daily question, from its post to its end, and streaks.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use serenity::all::CreateModal;

use super::interview::verdict_alone;
use super::{Button, Card, Tone, answer_box, clamp, code_block, escape, rich, sorry};
use crate::app::daily::{self, DailyGraded, DailyRefusal, DailyStatus, Planned, WeekBoard, note};
use crate::bank::Question;
use crate::discord::route::{DailyVerb, Route};
use crate::locale::Locale;
use crate::schedule::{Habits, Streak};
use crate::store::{Daily, DailyAnswer, DailyState, Post, PostId};
use crate::text::shortened;

/// Characters of a name that a line shows.
const NAME: usize = 40;
/// Names of those who did best.
const BEST: usize = 3;
/// Characters of a model answer behind its spoiler.
const MODEL: usize = 1500;
/// Characters of a question that stands above its model answer.
const PROMPT: usize = 700;
/// Questions that are left when it is said that they run out.
const FEW: usize = 5;

fn on_post(post: PostId, verb: DailyVerb) -> Route {
    Route::Daily { post, verb }
}

/// What a post shows, to everybody.
#[must_use]
pub fn daily_post(t: Locale<'_>, post: &Post, card: &daily::Card<'_>) -> Card {
    let mut shown = match card {
        daily::Card::Open { concept, question, answers } => {
            let title = t.with("daily-title", &[("concept", rich(&concept.title).into())]);
            let mut shown = Card::new(Tone::Calm, title, asked(question));
            shown.footer = footer(t, question, *answers);
            shown.buttons = vec![
                Button::primary(on_post(post.id, DailyVerb::Answer), t.text("question-answer")),
                Button::new(on_post(post.id, DailyVerb::Hint), t.text("daily-hint")),
            ];
            shown
        }
        daily::Card::Closed { concept, question, answers } => {
            let title = t.with("daily-closed-title", &[("concept", rich(&concept.title).into())]);
            let mut shown = Card::new(Tone::Calm, title, closed(t, question, answers));
            shown.footer = footer(t, question, i64::try_from(answers.len()).unwrap_or(i64::MAX));
            shown
        }
        daily::Card::LeftBank => Card::new(Tone::Calm, t.text("daily-over-title"), t.text("daily-left-bank")),
        daily::Card::Week(board) => week(t, post, board),
    };
    shown.public = true;
    shown
}

fn asked(question: &Question) -> String {
    let mut body = format!("**{}**", rich(&question.prompt));
    if let Some(code) = &question.code {
        let _ = write!(body, "\n{}", code_block(code, question.highlight()));
    }
    body
}

fn footer(t: Locale<'_>, question: &Question, answers: i64) -> String {
    let about = [("level", t.level(question.level).into()), ("minutes", question.minutes.into()), ("name", question.key.short().into())];
    format!("{} · {}", t.with("question-footer", &about), t.with("daily-answered", &[("count", answers.into())]))
}

/// What is told when nobody can answer any more: nothing of it can be read by accident.
fn closed(t: Locale<'_>, question: &Question, answers: &[DailyAnswer]) -> String {
    let mut body = format!("**{}**", rich(&clamp(&question.prompt, PROMPT)));
    let _ = write!(body, "\n\n**{}**\n||{}||", t.text("model-title"), rich(&clamp(&question.answer, MODEL)));
    if answers.is_empty() {
        let _ = write!(body, "\n\n{}", t.text("daily-nobody"));
        return body;
    }
    let _ = write!(body, "\n\n**{}**", t.text("daily-points"));
    for point in &question.points {
        let met = answers.iter().filter(|answer| answer.met.contains(&point.id)).count();
        let _ = write!(body, "\n`{met}/{}` ||{}||", answers.len(), rich(&clamp(&point.says, 150)));
    }
    let best: Vec<String> = answers
        .iter()
        .filter_map(|answer| Some((answer.name.as_ref()?, answer.score)))
        .take(BEST)
        .map(|(name, score)| format!("{} **{score}**", escape(&shortened(name, NAME))))
        .collect();
    if !best.is_empty() {
        let _ = write!(body, "\n\n**{}** {}", t.text("daily-best"), best.join(" · "));
    }
    body
}

fn week(t: Locale<'_>, post: &Post, board: &WeekBoard) -> Card {
    let mut body = format!("{}\n", t.with("week-people", &[("count", board.people.into())]));
    let _ = write!(body, "\n**{}**", t.text("week-most"));
    for line in &board.most {
        let questions = t.with("board-questions", &[("count", line.questions.into())]);
        let name = escape(&shortened(&line.name, NAME));
        let _ = write!(body, "\n`{:>3}.` {name} · **{}** {} · {questions}", line.rank, line.points, t.text("board-points"));
    }
    if !board.improved.is_empty() {
        let _ = write!(body, "\n\n**{}**", t.text("week-improved"));
        for line in &board.improved {
            let _ = write!(body, "\n{} · **+{}.{} %**", escape(&shortened(&line.name, NAME)), line.tenths / 10, line.tenths % 10);
        }
    }
    let mut card = Card::new(Tone::Good, t.with("week-title", &[("date", post.date.to_string().into())]), body);
    card.footer = t.text("week-footer");
    card.buttons = vec![Button::new(on_post(post.id, DailyVerb::Streak), t.text("week-streak"))];
    card
}

/// The box for an answer.
pub fn daily_modal(t: Locale<'_>, post: PostId) -> CreateModal {
    answer_box(&on_post(post, DailyVerb::Submit), &t.text("daily-modal"), &t.text("answer-label"), &t.text("answer-placeholder"))
}

/// The verdict on an answer, for the person alone.
#[must_use]
pub fn daily_verdict(t: Locale<'_>, graded: &DailyGraded<'_>) -> Card {
    let mut card = verdict_alone(t, &graded.graded);
    card.footer = graded.graded.question.key.short();
    card.apart = true;
    card.with_notice(t.text(match (graded.counted, graded.open) {
        (true, _) => "daily-counted",
        (false, true) => "daily-practice",
        (false, false) => "daily-late",
    }))
}

/// Hints, for the person alone.
#[must_use]
pub fn daily_hints(t: Locale<'_>, hints: &[&str], more: bool) -> Card {
    let hints: Vec<String> = hints.iter().map(|hint| format!("💡 {}", rich(hint))).collect();
    let mut card = Card::new(Tone::Calm, t.text("daily-hints-title"), hints.join("\n"));
    card.footer = t.text(if more { "daily-hints-more" } else { "daily-hints-last" });
    card.apart = true;
    card
}

/// Why nothing was done.
#[must_use]
pub fn daily_refused(t: Locale<'_>, refusal: &DailyRefusal) -> Card {
    let text = match refusal {
        DailyRefusal::NoDaily => t.text("daily-refused-none"),
        DailyRefusal::Which(channels) => {
            let channels: Vec<String> = channels.iter().map(|channel| format!("<#{channel}>")).collect();
            t.with("daily-refused-which", &[("channels", channels.join(", ").into())])
        }
        DailyRefusal::TooMany(most) => t.with("daily-refused-many", &[("most", (*most).into())]),
        DailyRefusal::NotOn => t.text("daily-refused-off"),
        DailyRefusal::Claimed(date) => t.with("daily-refused-claimed", &[("date", date.to_string().into())]),
        DailyRefusal::NoPlace(places) => t.with("daily-refused-place", &[("places", (*places).into())]),
        DailyRefusal::Gone => t.text("daily-refused-gone"),
        DailyRefusal::LeftBank => t.text("daily-left-bank"),
        DailyRefusal::Empty => t.text("refusal-empty"),
    };
    sorry(t.text("nothing-changed-title"), text)
}

/// A daily as it was set up or changed.
#[must_use]
pub fn daily_set(t: Locale<'_>, title: &str, daily: &Daily) -> Card {
    Card::new(Tone::Calm, t.text(title), settings(t, daily))
}

/// Moments in everybody's own time, as Discord shows them.
fn moment(at: DateTime<Utc>) -> String {
    format!("<t:{0}:F> (<t:{0}:R>)", at.timestamp())
}

fn settings(t: Locale<'_>, daily: &Daily) -> String {
    let topic = daily.topic.as_deref().map_or_else(|| t.text("opening-all-topics"), escape);
    let level = daily.level.map_or_else(|| t.text("opening-every-level"), |level| t.level(level));
    let (time, zone) = (daily.plan.time.format("%H:%M"), daily.plan.zone.name());
    let mut body = format!("<#{}> · **{time}** {zone} · {} · {topic} · {level}", daily.channel, t.days(daily.plan.days));
    match (daily.state, daily.next) {
        (DailyState::Off, _) => {
            let _ = write!(body, "\n{}", t.text("daily-is-off"));
        }
        (DailyState::Stopped, _) => {
            let why = why(t, daily.reason.as_deref().unwrap_or_default());
            let _ = write!(body, "\n⚠ {}", t.with("daily-is-stopped", &[("why", why.into())]));
        }
        (DailyState::On, next) => {
            if let Some(until) = daily.paused_until {
                let _ = write!(body, "\n{}", t.with("daily-is-paused", &[("date", until.to_string().into())]));
            }
            if let Some(next) = next {
                let _ = write!(body, "\n{}", t.with("daily-next", &[("moment", moment(next.at).into())]));
            }
        }
    }
    body
}

fn why(t: Locale<'_>, reason: &str) -> String {
    t.text(match reason {
        note::LATE => "daily-why-late",
        note::NOTHING => "daily-why-nothing",
        note::GONE => "daily-why-gone",
        note::FORBIDDEN => "daily-why-forbidden",
        _ => "daily-why-unsent",
    })
}

/// How the dailies of a server stand.
#[must_use]
pub fn daily_status(t: Locale<'_>, all: &[DailyStatus]) -> Card {
    if all.is_empty() {
        return daily_refused(t, &DailyRefusal::NoDaily);
    }
    let mut body = String::new();
    for status in all {
        let _ = writeln!(body, "{}", settings(t, &status.daily));
        let left = [("left", status.left.into()), ("pool", status.pool.into())];
        let sign = if status.left <= FEW { "⚠ " } else { "" };
        let _ = writeln!(body, "{sign}{}", t.with("daily-left", &left));
        for (date, reason) in status.missed.iter().take(5) {
            let places = [("date", date.to_string().into()), ("why", why(t, reason).into())];
            let _ = writeln!(body, "{}", t.with("daily-missed", &places));
        }
        body.push('\n');
    }
    Card::new(Tone::Calm, t.text("daily-status-title"), body.trim_end())
}

/// What a daily asks next.
#[must_use]
pub fn daily_queue(t: Locale<'_>, planned: &[Planned<'_>]) -> Card {
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let lines: Vec<String> = (1..)
        .zip(planned)
        .map(|(place, it)| {
            let prompt = shortened(&it.question.prompt, 120);
            format!("`{place}.` {} · **{}** · {}\n> {}", date(it.date), rich(&it.concept.title), t.level(it.question.level), rich(&prompt))
        })
        .collect();
    let mut card = Card::new(Tone::Calm, t.text("daily-queue-title"), lines.join("\n"));
    card.footer = t.text("daily-queue-footer");
    card
}

/// What the bot may not do where a daily is wanted.
#[must_use]
pub fn daily_forbidden(t: Locale<'_>, channel: i64, missing: &[&'static str]) -> Card {
    let names: Vec<String> = missing.iter().map(|name| format!("*{}*", t.text(name))).collect();
    let places = [("channel", format!("<#{channel}>").into()), ("missing", names.join(", ").into())];
    sorry(t.text("daily-forbidden-title"), t.with("daily-forbidden", &places))
}

/// A person's streak, in words.
#[must_use]
pub fn streak(t: Locale<'_>, streak: &Streak, habits: Habits, zone: &str) -> Card {
    let days = [("days", streak.days.into())];
    let mut body = if streak.days == 0 { t.text("streak-none") } else { t.with("streak-days", &days) };
    let today = match (streak.today, streak.days) {
        (true, _) => "streak-today",
        (false, 0) => "streak-begin",
        (false, _) if streak.missed_this_week => "streak-open-last",
        (false, _) => "streak-open",
    };
    let _ = write!(body, "\n{}", t.text(today));
    if streak.longest > streak.days {
        let _ = write!(body, "\n{}", t.with("streak-longest", &[("days", streak.longest.into())]));
    }
    let ends = format!("{:02}:{:02}", habits.day_ends / 60, habits.day_ends % 60);
    let _ = write!(body, "\n\n{}", t.text("streak-rules"));
    let mut card = Card::new(Tone::Calm, t.text("streak-title"), body);
    card.footer = t.with("streak-footer", &[("ends", ends.into()), ("zone", zone.into()), ("rest", t.days(habits.rest).into())]);
    card.apart = true;
    card
}
