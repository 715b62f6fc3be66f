//! Guilds: who is there, and the board.

use super::{App, AppError};
use crate::store::{BoardRow, Person};

/// Where a person is, when they are in a guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guild {
    /// Discord's id.
    pub id: i64,
    /// Whether the app is a member there; without that nothing reaches the board.
    pub installed: bool,
    /// The person's name there.
    pub display_name: String,
}

/// A line of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// 1 for the best; equal points share a rank.
    pub rank: i64,
    /// Name in the guild.
    pub name: String,
    /// Ten for each question answered in full.
    pub points: i64,
    /// Distinct questions answered.
    pub questions: i64,
    /// Whether this is the person who asked.
    pub is_you: bool,
}

/// A guild's board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// The best, in order.
    pub top: Vec<Standing>,
    /// The person who asked, when they are not among the best.
    pub you: Option<Standing>,
}

/// Lines that a board shows.
const LINES: i64 = 10;
/// Thousandths of a question in one point of the board.
const THOUSANDTHS_A_POINT: i64 = 100;

impl App {
    /// Notes where a person is and what they are called there.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn visit(&self, guild: &Guild, person: &Person) -> Result<(), AppError> {
        Ok(self.store.visit(guild.id, person.id, &guild.display_name, self.clock.now()).await?)
    }

    /// A guild's board of all time as a person sees it.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn board(&self, guild: i64, person: &Person) -> Result<Board, AppError> {
        let standing = |row: BoardRow| Standing {
            rank: row.rank,
            name: row.display_name,
            points: row.points / THOUSANDTHS_A_POINT,
            questions: row.questions,
            is_you: row.person_id == person.id,
        };
        let top: Vec<_> = self.store.board(guild, LINES).await?.into_iter().map(standing).collect();
        let you = if top.iter().any(|line| line.is_you) { None } else { self.store.standing(guild, person.id).await?.map(standing) };
        Ok(Board { top, you })
    }
}
