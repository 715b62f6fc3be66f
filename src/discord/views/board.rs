//! The leaderboard.

use std::fmt::Write as _;

use super::{Button, Card, Tone, escape};
use crate::app::{Board, BoardWish, Standing, Value};
use crate::board::{By, ENOUGH, Period};
use crate::discord::route::Route;
use crate::locale::Locale;
use crate::text::shortened;

/// Characters of a name that a line shows.
const NAME: usize = 40;

/// A page of a guild's board.
#[must_use]
pub fn leaderboard(t: Locale<'_>, board: &Board) -> Card {
    let title = match &board.topic {
        Some(topic) => t.with("board-title-topic", &[("topic", escape(topic).into())]),
        None => t.text("board-title"),
    };
    let mut body = String::new();
    if board.lines.is_empty() {
        body.push_str(&nobody(t, &board.wish));
    }
    for standing in &board.lines {
        let _ = writeln!(body, "{}", line(t, standing));
    }
    if !board.around_you.is_empty() {
        body.push_str("…\n");
    }
    for standing in &board.around_you {
        let _ = writeln!(body, "{}", line(t, standing));
    }
    let mut footer = format!("{} · {}", t.period(board.wish.period), measure(t, board.wish.by));
    if board.pages > 1 {
        let places = [("page", (board.wish.page + 1).into()), ("pages", board.pages.into()), ("people", board.people.into())];
        let _ = write!(footer, " · {}", t.with("board-page", &places));
    }
    Card { footer, public: true, buttons: buttons(t, board), ..Card::new(Tone::Calm, title, body) }
}

/// What hiding, or showing oneself again, has come to.
#[must_use]
pub fn hidden(t: Locale<'_>, hidden: bool) -> Card {
    let (title, body) = if hidden { ("hidden-title", "hidden") } else { ("unhidden-title", "unhidden") };
    Card::new(Tone::Calm, t.text(title), t.text(body))
}

fn nobody(t: Locale<'_>, wish: &BoardWish) -> String {
    let enough = [("enough", ENOUGH.into())];
    match (wish.by, wish.period) {
        (By::Points, Period::All) if wish.topic.is_none() => t.text("board-nobody-at-all"),
        (By::Points, _) => t.text("board-nobody-points"),
        (By::Average, _) => t.with("board-nobody-average", &enough),
        (By::Improvement, _) => t.with("board-nobody-improvement", &enough),
    }
}

fn measure(t: Locale<'_>, by: By) -> String {
    t.text(match by {
        By::Points => "board-by-points",
        By::Average => "board-by-average",
        By::Improvement => "board-by-improvement",
    })
}

fn buttons(t: Locale<'_>, board: &Board) -> Vec<Button> {
    if board.pages <= 1 {
        return Vec::new();
    }
    let to = |page: u32, label: &str, disabled: bool| Button {
        disabled,
        ..Button::new(Route::Board(BoardWish { page, ..board.wish.clone() }), label)
    };
    let page = board.wish.page;
    vec![
        to(page.saturating_sub(1), &t.text("board-back"), page == 0),
        to(page.saturating_add(1), &t.text("board-on"), page + 1 >= board.pages),
    ]
}

fn line(t: Locale<'_>, standing: &Standing) -> String {
    let name = escape(&shortened(&standing.name, NAME));
    let name = if standing.is_you { format!("**{name}**") } else { name };
    let questions = || t.with("board-questions", &[("count", standing.questions.into())]);
    let answers = || t.with("board-answers", &[("count", standing.answers.into())]);
    let value = match standing.value {
        Value::Points(points) => format!("**{points}** {} · {}", t.text("board-points"), questions()),
        Value::Average(tenths) => format!("**{}.{} %** · {}", tenths / 10, tenths % 10, answers()),
        Value::Improvement(tenths) => {
            let sign = if tenths < 0 { '−' } else { '+' };
            let tenths = tenths.abs();
            format!("**{sign}{}.{} %** · {}", tenths / 10, tenths % 10, answers())
        }
    };
    format!("`{:>3}.` {name} · {value}", standing.rank)
}
