//! The leaderboard.

use std::fmt::Write as _;

use super::{Card, Tone, escape};
use crate::app::{Board, Standing};
use crate::text::shortened;

/// Characters of a name that a line shows.
const NAME: usize = 40;

/// A guild's board of all time.
#[must_use]
pub fn leaderboard(board: &Board) -> Card {
    if board.top.is_empty() {
        let body = "Nobody has answered a question here yet. `/interview` is a good place to start.";
        return Card { public: true, ..Card::new(Tone::Calm, "Leaderboard", body) };
    }
    let mut body = String::new();
    for standing in &board.top {
        let _ = writeln!(body, "{}", line(standing));
    }
    if let Some(you) = &board.you {
        let _ = write!(body, "…\n{}", line(you));
    }
    let footer = "All time · the best score on each question, ten points for a full one".to_owned();
    Card { footer, public: true, ..Card::new(Tone::Calm, "Leaderboard", body) }
}

fn line(standing: &Standing) -> String {
    let name = escape(&shortened(&standing.name, NAME));
    let name = if standing.is_you { format!("**{name}**") } else { name };
    let questions = if standing.questions == 1 { "question" } else { "questions" };
    format!("`{:>3}.` {name} · **{}** points · {} {questions}", standing.rank, standing.points, standing.questions)
}
