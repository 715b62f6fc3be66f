//! The leaderboard.

use std::fmt::Write as _;

use super::{Button, Card, Tone, escape};
use crate::app::{Board, BoardWish, Standing, Value};
use crate::board::{By, ENOUGH, Period};
use crate::discord::route::Route;
use crate::text::shortened;

/// Characters of a name that a line shows.
const NAME: usize = 40;

/// A page of a guild's board.
#[must_use]
pub fn leaderboard(board: &Board) -> Card {
    let title = match &board.topic {
        Some(topic) => format!("Leaderboard · {}", escape(topic)),
        None => "Leaderboard".to_owned(),
    };
    let mut body = String::new();
    if board.lines.is_empty() {
        body.push_str(&nobody(&board.wish));
    }
    for standing in &board.lines {
        let _ = writeln!(body, "{}", line(standing));
    }
    if !board.around_you.is_empty() {
        body.push_str("…\n");
    }
    for standing in &board.around_you {
        let _ = writeln!(body, "{}", line(standing));
    }
    let mut footer = format!("{} · {}", window(board.wish.period), measure(board.wish.by));
    if board.pages > 1 {
        let _ = write!(footer, " · page {} of {}, {} people", board.wish.page + 1, board.pages, board.people);
    }
    Card { footer, public: true, buttons: buttons(board), ..Card::new(Tone::Calm, title, body) }
}

/// What hiding, or showing oneself again, has come to.
#[must_use]
pub fn hidden(hidden: bool) -> Card {
    if hidden {
        let body =
            "No board of this server shows you. What you answer still counts for you, and `/leaderboard hide: False` shows you again.";
        Card::new(Tone::Calm, "You are hidden", body)
    } else {
        Card::new(Tone::Calm, "You are on the boards", "The boards of this server show you, with all that counted meanwhile.")
    }
}

fn nobody(wish: &BoardWish) -> String {
    match (wish.by, wish.period) {
        (By::Points, Period::All) if wish.topic.is_none() => {
            "Nobody has answered a question here yet. `/interview` is a good place to start.".to_owned()
        }
        (By::Points, _) => "Nobody has answered such a question here yet. `/interview` is a good place to start.".to_owned(),
        (By::Average, _) => format!("Nobody has {ENOUGH} answers that count yet, which an average needs."),
        (By::Improvement, _) => {
            format!("Nobody has {ENOUGH} answers that count in this window and as many in the one before, which an improvement needs.")
        }
    }
}

fn window(period: Period) -> &'static str {
    match period {
        Period::Day => "Today",
        Period::Week => "This week",
        Period::Month => "This month",
        Period::All => "All time",
    }
}

fn measure(by: By) -> &'static str {
    match by {
        By::Points => "the best of the day's first answers to each question; 100 points for a full one, more at higher levels",
        By::Average => "the mean of each day's first answers",
        By::Improvement => "the mean of each day's first answers, against the window before",
    }
}

fn buttons(board: &Board) -> Vec<Button> {
    if board.pages <= 1 {
        return Vec::new();
    }
    let to = |page: u32, label: &str, disabled: bool| Button {
        disabled,
        ..Button::new(Route::Board(BoardWish { page, ..board.wish.clone() }), label)
    };
    let page = board.wish.page;
    vec![to(page.saturating_sub(1), "Back", page == 0), to(page.saturating_add(1), "On", page + 1 >= board.pages)]
}

fn line(standing: &Standing) -> String {
    let name = escape(&shortened(&standing.name, NAME));
    let name = if standing.is_you { format!("**{name}**") } else { name };
    let count = |count: i64, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let value = match standing.value {
        Value::Points(points) => format!("**{points}** points · {}", count(standing.questions, "question")),
        Value::Average(tenths) => format!("**{}.{} %** · {}", tenths / 10, tenths % 10, count(standing.answers, "answer")),
        Value::Improvement(tenths) => {
            let sign = if tenths < 0 { '−' } else { '+' };
            let tenths = tenths.abs();
            format!("**{sign}{}.{} %** · {}", tenths / 10, tenths % 10, count(standing.answers, "answer"))
        }
    };
    format!("`{:>3}.` {name} · {value}", standing.rank)
}
