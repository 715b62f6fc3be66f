//! The cards of a study-group session. What everybody sees is here, in the language of the server; what one person sees is
//! in [`own`], in theirs. Nobody is mentioned: people are there by name.

mod lost;
mod own;
mod picture;

use std::fmt::Write as _;

use super::interview::bar;
use super::{Button, Card, Tone, clamp, code_block, escape, rich};
use crate::app::{Asked, Podium, Ranked, Revealed};
use crate::discord::route::{Route, SessionRoundVerb, SessionVerb};
use crate::grade::Score;
use crate::interview::group::{Ending, Phase, PointTally, Talk};
use crate::locale::Locale;
use crate::store::{SessionId, StoredSession};
use chrono::{DateTime, Utc};

pub use lost::{lost_question, lost_reveal};
pub use own::{host_panel, joined, left, own_report, own_verdict, own_words, quotable, received, session_hint, session_modal, too_late};
pub use picture::group_chart;

/// Characters of a name on a card.
const NAME: usize = 40;
/// Names on a card at the most.
const NAMES: usize = 25;
/// Characters of a model answer in a reveal.
const MODEL: usize = 1100;
/// Characters of a quoted answer in a reveal.
const QUOTE: usize = 500;
/// Concepts at the most that a group is told to study next.
const GAPS: usize = 2;
/// Characters of a point in a reveal.
const POINT: usize = 160;

fn on(session: SessionId, verb: SessionVerb) -> Route {
    Route::Session { session, verb }
}

fn on_round(session: SessionId, round: usize, verb: SessionRoundVerb) -> Route {
    Route::SessionRound { session, round, verb }
}

/// "in 3 minutes", counted down by Discord itself.
fn countdown(at: DateTime<Utc>) -> String {
    format!("<t:{}:R>", at.timestamp())
}

fn named(name: &str) -> String {
    escape(&clamp(name, NAME))
}

fn public(mut card: Card) -> Card {
    card.public = true;
    card
}

/// The lobby, or what is left of it.
#[must_use]
pub fn lobby(t: Locale<'_>, session: &StoredSession) -> Card {
    let group = &session.group;
    let topic = session.topic.as_ref().map_or_else(|| t.text("opening-all-topics"), |topic| escape(topic));
    let level = session.level.map_or_else(|| t.text("opening-every-level"), |level| t.level(level));
    let minutes =
        session.minutes.map_or_else(|| t.text("session-own-minutes"), |minutes| t.with("session-minutes", &[("minutes", minutes.into())]));
    let questions = t.with("opening-count", &[("count", session.questions.into())]);
    let mut body = format!("**{topic}** · {level} · {questions} · {minutes}\n\n{}", t.text("session-lobby"));
    let here: Vec<_> = group.people.iter().filter(|seat| seat.here || group.ending().is_some()).collect();
    let names: Vec<_> = here.iter().take(NAMES).map(|seat| named(session.name(seat.who))).collect();
    let _ = write!(body, "\n\n**{}** {}", t.with("session-people", &[("count", here.len().into())]), names.join(", "));
    if let Some(host) = group.host {
        let _ = write!(body, "\n{}", t.with("session-host-is", &[("name", named(session.name(host)).into())]));
    }
    let mut card = Card::new(Tone::Calm, t.text("session-title"), body);
    match group.phase {
        Phase::Lobby { until } => {
            let _ = write!(card.body, "\n\n{}", t.with("session-lobby-until", &[("until", countdown(until).into())]));
            card.buttons = vec![
                Button::primary(on(session.id, SessionVerb::Join), t.text("session-join")),
                Button::new(on(session.id, SessionVerb::Leave), t.text("session-leave")),
                Button::new(on(session.id, SessionVerb::Start), t.text("session-start")),
                Button::new(on(session.id, SessionVerb::Host), t.text("session-host")),
            ];
        }
        Phase::Ended(Ending::NeverBegun) => _ = write!(card.body, "\n\n{}", t.text("session-never-begun")),
        Phase::Ended(_) => _ = write!(card.body, "\n\n{}", t.text("session-over")),
        _ => {
            let _ = write!(card.body, "\n\n{}", t.text("session-under-way"));
            card.buttons = vec![Button::new(on(session.id, SessionVerb::Join), t.text("session-join"))];
        }
    }
    public(card)
}

/// A question, open or closed.
#[must_use]
pub fn session_question(t: Locale<'_>, session: &StoredSession, asked: &Asked<'_>) -> Card {
    let (group, round) = (&session.group, asked.round);
    let mut body = format!("**{}**", rich(&clamp(&asked.question.prompt, 1800)));
    if let Some(code) = &asked.question.code {
        let _ = write!(body, "\n{}", code_block(&clamp(code, 1200), asked.question.highlight()));
    }
    let (answered, of) = group.answered(round);
    let open = group.phase == Phase::Asking(round);
    let deadline = group.rounds.get(round).and_then(|round| round.deadline);
    if let Some(deadline) = deadline.filter(|_| open) {
        let line = if group.paused_at.is_some() {
            t.text("session-paused")
        } else {
            t.with("session-time-up", &[("until", countdown(deadline).into())])
        };
        let _ = write!(body, "\n\n⏳ {line}");
        if let Some(last) = group.waits_until(round).filter(|_| group.paused_at.is_none()) {
            let _ = write!(body, "\n{}", t.with("session-waits", &[("until", countdown(last).into())]));
        }
    }
    let key = if open { "session-answered" } else { "session-closed" };
    let _ = write!(body, "\n**{}**", t.with(key, &[("answered", answered.into()), ("of", of.into())]));
    let title =
        t.with("question-title", &[("round", (round + 1).into()), ("of", asked.of.into()), ("concept", rich(&asked.concept.title).into())]);
    let mut card = Card::new(Tone::Calm, title, body);
    card.footer = format!("{} · {}", t.level(asked.question.level), asked.question.key.short());
    if open {
        let _ = write!(card.footer, " · {}", t.text("session-question-private"));
        card.buttons = vec![
            Button::primary(on_round(session.id, round, SessionRoundVerb::Answer), t.text("question-answer")),
            Button::new(on_round(session.id, round, SessionRoundVerb::Hint), t.text("session-hint")),
            Button::new(on(session.id, SessionVerb::Leave), t.text("session-leave")),
            Button::new(on(session.id, SessionVerb::Host), t.text("session-host")),
        ];
    }
    public(card)
}

/// "✓ The wings are flippers · 4 of 5 said it"
fn point_line(t: Locale<'_>, revealed: &Revealed<'_>, tally: &PointTally) -> Option<String> {
    let point = revealed.asked.question.point(&tally.point)?;
    let says = rich(&clamp(&point.says, POINT));
    let (mark, key) = match tally.met {
        0 => ("✗", "session-point-nobody"),
        met if met == revealed.answered => ("✓", "session-point-all"),
        _ => ("◐", "session-point-some"),
    };
    let met = t.with(key, &[("met", tally.met.into()), ("of", revealed.answered.into())]);
    Some(format!("{mark} {says} · *{met}*"))
}

/// "1. Ada **90 %**", with who hides counted and not named.
fn score_lines(t: Locale<'_>, scores: &[Ranked], value: impl Fn(i64) -> String) -> String {
    let mut lines = String::new();
    for score in scores.iter().take(NAMES).filter(|score| score.name.is_some()) {
        let name = named(score.name.as_deref().unwrap_or_default());
        let _ = write!(lines, "\n{}\\. {name} · **{}**", score.rank, value(score.earned));
    }
    let hidden = scores.iter().filter(|score| score.name.is_none()).count();
    if hidden > 0 {
        let _ = write!(lines, "\n*{}*", t.with("session-hidden", &[("count", hidden.into())]));
    }
    lines
}

/// Whole percents of a question.
fn percent(earned: i64) -> String {
    format!("{} %", earned / 10)
}

/// What a round came to.
#[must_use]
pub fn reveal(t: Locale<'_>, session: &StoredSession, revealed: &Revealed<'_>) -> Card {
    let question = revealed.asked.question;
    let mut body = String::new();
    if revealed.late {
        let _ = write!(body, "*{}*\n\n", t.text("session-late"));
    }
    let _ = write!(body, "**{}**\n{}", t.text("model-title"), rich(&clamp(&question.answer, MODEL)));
    if revealed.answered == 0 {
        let _ = write!(body, "\n\n{}", t.text("session-nobody"));
    } else {
        let _ = write!(body, "\n\n**{}**", t.with("session-points", &[("count", revealed.answered.into())]));
        for line in revealed.points.iter().filter_map(|tally| point_line(t, revealed, tally)) {
            let _ = write!(body, "\n{line}");
        }
        let _ = write!(body, "\n\n**{}**{}", t.text("session-scores"), score_lines(t, &revealed.scores, percent));
    }
    if let Some((name, words)) = &revealed.quoted {
        let by = name.as_ref().map_or_else(|| t.text("session-somebody"), |name| named(name));
        let _ = write!(body, "\n\n**{}**", t.with("session-quoted", &[("name", by.into())]));
        let _ = write!(body, "\n> {}", escape(&clamp(words, QUOTE)));
    }
    if let Some(talk) = revealed.talk.as_ref().and_then(|talk| talk_line(t, revealed, talk)) {
        let _ = write!(body, "\n\n💬 **{}** {talk}", t.text("session-talk"));
    }
    let round = revealed.asked.round;
    let mut card = Card::new(Tone::Calm, String::new(), body);
    card.title = t.with(
        "session-reveal-title",
        &[("round", (round + 1).into()), ("of", revealed.asked.of.into()), ("concept", rich(&revealed.asked.concept.title).into())],
    );
    card.footer = question.key.short();
    card.buttons = vec![Button::new(on_round(session.id, round, SessionRoundVerb::Verdict), t.text("session-verdict"))];
    public(going_on(t, session, round, card))
}

/// A card of a closed round with how it goes on, while it is the one that counts.
fn going_on(t: Locale<'_>, session: &StoredSession, round: usize, mut card: Card) -> Card {
    if let Phase::Revealed { round: shown, next_at } = session.group.phase
        && shown == round
    {
        let last = round + 1 == session.group.rounds.len();
        let key = match (session.group.paused_at, last) {
            (Some(_), _) => "session-paused",
            (None, true) => "session-podium-at",
            (None, false) => "session-next-at",
        };
        let line = if key == "session-paused" { t.text(key) } else { t.with(key, &[("until", countdown(next_at).into())]) };
        let _ = write!(card.body, "\n\n⏳ {line}");
        let next = if last { t.text("session-to-podium") } else { t.text("verdict-next") };
        card.buttons.push(Button::primary(on_round(session.id, round, SessionRoundVerb::Next), next));
        card.buttons.push(Button::new(on(session.id, SessionVerb::Leave), t.text("session-leave")));
        card.buttons.push(Button::new(on(session.id, SessionVerb::Host), t.text("session-host")));
    }
    card
}

fn talk_line(t: Locale<'_>, revealed: &Revealed<'_>, talk: &Talk) -> Option<String> {
    let question = revealed.asked.question;
    let point = |id: &str| question.point(id).map(|point| rich(&clamp(&point.says, POINT)));
    Some(match talk {
        Talk::Mistake(id) => {
            let mistake = question.mistake(id)?;
            let places =
                [("says", rich(&clamp(&mistake.says, POINT)).into()), ("correction", rich(&clamp(&mistake.correction, 300)).into())];
            t.with("session-talk-mistake", &places)
        }
        Talk::Nobody(id) => t.with("session-talk-nobody", &[("point", point(id)?.into())]),
        Talk::Divided(id) => t.with("session-talk-divided", &[("point", point(id)?.into())]),
    })
}

/// The podium.
#[must_use]
pub fn podium(t: Locale<'_>, session: &StoredSession, ending: Ending, podium: &Podium) -> Card {
    let mut body = t.text(match ending {
        Ending::Finished => "session-end-finished",
        Ending::ByHost => "session-end-by-host",
        _ => "session-end-abandoned",
    });
    let points = |earned: i64| t.with("session-earned", &[("percent", (earned / 10).into())]);
    if podium.places.is_empty() {
        let _ = write!(body, "\n\n{}", t.text("session-nobody"));
    } else {
        let _ = write!(body, "\n\n**{}**{}", t.text("session-podium"), score_lines(t, &podium.places, points));
    }
    if let Some(total) = podium.report.total {
        let _ = write!(body, "\n\n**{}**\n{}", t.text("session-group"), bar(t, total));
        for concept in podium.report.concepts.iter().take(10) {
            let score = concept.score.unwrap_or_default();
            let _ = write!(body, "\n{} {} · **{score}**", small_bar(score), rich(&concept.title));
        }
        if let Some(best) = podium.report.strongest() {
            let _ = write!(body, "\n\n**{}** {}", t.text("report-strongest"), rich(&best.title));
        }
        for concept in podium.report.study_next().iter().take(GAPS) {
            let _ = write!(body, "\n**{}** {}", t.text("session-gap"), rich(&concept.title));
        }
    }
    let mut card = Card::new(Tone::Calm, t.text("session-podium-title"), body);
    card.footer = t.with("session-podium-footer", &[("count", podium.asked.into())]);
    card.buttons = vec![Button::primary(on(session.id, SessionVerb::Report), t.text("session-report"))];
    public(card)
}

/// Five steps, so that a concept's share can be seen at a glance; the number beside it says the same.
fn small_bar(score: Score) -> String {
    let filled = (usize::from(score.thousandths()) + 100) / 200;
    format!("{}{}", "■".repeat(filled), "□".repeat(5 - filled))
}
