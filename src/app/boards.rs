//! Boards as people see them: pages, ranks, and where one stands oneself.

use super::{App, AppError};
use crate::board::{By, Period, Topic};
use crate::clock::local_day;
use crate::store::{BoardKey, BoardRow, PRESENCE, Person, PersonId, Place};

/// Which board a person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardWish {
    /// Window.
    pub period: Period,
    /// What it ranks by.
    pub by: By,
    /// A concept or a subject, as the person named it; everything without it.
    pub topic: Option<String>,
    /// Page, from 0; the last one when there are not so many.
    pub page: u32,
}

/// A line of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// 1 for the best; equal values share a rank.
    pub rank: i64,
    /// Name in the guild.
    pub name: String,
    /// What the board ranks by.
    pub value: Value,
    /// Distinct questions that counted in the window.
    pub questions: i64,
    /// Answers that counted in the window.
    pub answers: i64,
    /// Whether this is the person who asked.
    pub is_you: bool,
}

/// What a board ranks by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A hundred for a full answer at the lowest level.
    Points(i64),
    /// Tenths of a percent.
    Average(i64),
    /// Tenths of a percent more, or less, than in the window before.
    Improvement(i64),
}

/// A page of a guild's board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// What was asked for, as far as there is such a board: of all time there is no improvement, so that the month's is
    /// shown.
    pub wish: BoardWish,
    /// Name of the topic.
    pub topic: Option<String>,
    /// Pages in all, at least one.
    pub pages: u32,
    /// People on the board.
    pub people: i64,
    /// The lines of the page, in order.
    pub lines: Vec<Standing>,
    /// The person who asked and their neighbours, when they are on the board and not on the page.
    pub around_you: Vec<Standing>,
    /// Whether the person who asked hides on this guild's boards.
    pub you_hide: bool,
    /// People on the lines of whom it has not been seen for a day that they are in the guild, with their Discord ids.
    pub unseen: Vec<(PersonId, String)>,
}

/// Lines of a page.
const LINES: u32 = 10;

impl App {
    /// A page of a guild's board as a person sees it.
    ///
    /// # Errors
    /// [`AppError::Topic`] when nothing is called so, [`AppError::NoBoard`] when there is no board of it,
    /// [`AppError::Store`] when the database fails.
    pub async fn board(&self, guild: i64, person: &Person, wish: &BoardWish) -> Result<Board, AppError> {
        let mut wish = wish.clone();
        if wish.by == By::Improvement && wish.period == Period::All {
            wish.period = Period::Month;
        }
        let (topic, name) = self.board_topic(wish.topic.as_deref())?;
        let (zone, you_hide) = self.store.seen_by(guild, person.id).await?;
        let starts = wish.period.starts(local_day(self.clock.now(), zone));
        let key = BoardKey { guild, topic, period: wish.period, starts, by: wish.by };
        let Place { people, position } = self.store.place(&key, person.id).await?;
        let pages = u32::try_from(people).unwrap_or(u32::MAX).div_ceil(LINES).max(1);
        wish.page = wish.page.min(pages - 1);
        let from = i64::from(wish.page) * i64::from(LINES);
        let rows = self.store.board(&key, from, LINES.into()).await?;
        let around = match position {
            Some(position) if rows.iter().all(|row| row.person != person.id) => {
                let first = (position - 1).max(0);
                self.store.board(&key, first, position - first + 2).await?
            }
            _ => Vec::new(),
        };
        let now = self.clock.now();
        let unseen = rows
            .iter()
            .chain(&around)
            .filter(|row| row.person != person.id && row.checked_at.is_none_or(|checked| checked < now - PRESENCE))
            .filter_map(|row| Some((row.person, row.discord_id.clone()?)))
            .collect();
        let standing = |row| standing(row, wish.by, person);
        let (lines, around_you) = (rows.into_iter().map(standing).collect(), around.into_iter().map(standing).collect());
        Ok(Board { topic: name, pages, people, lines, around_you, you_hide, unseen, wish })
    }

    /// Notes whether somebody is still in a guild, as Discord said.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn set_present(&self, guild: i64, person: PersonId, present: bool) -> Result<(), AppError> {
        Ok(self.store.set_present(guild, person, present, self.clock.now()).await?)
    }

    /// The key and the name of what a person calls a topic.
    fn board_topic(&self, topic: Option<&str>) -> Result<(Topic, Option<String>), AppError> {
        let Some(wanted) = topic else { return Ok((Topic::default(), None)) };
        let pool = self.bank.pool(Some(wanted), None)?;
        let Some((concept, question)) = pool.first() else { return Ok((Topic::default(), None)) };
        let (one, subject) = (Topic::concept(&question.key), Topic::subject(&question.key));
        if pool.iter().all(|(_, question)| Topic::concept(&question.key) == one) {
            return Ok((one, Some(concept.title.clone())));
        }
        let of_subject = self.bank.questions().filter(|(_, question)| Topic::subject(&question.key) == subject).count();
        let title = self.bank.subjects.iter().find(|found| found.id == question.key.subject).map(|found| found.title.clone());
        if pool.len() == of_subject && pool.iter().all(|(_, question)| Topic::subject(&question.key) == subject) {
            return Ok((subject, title));
        }
        let mut concepts: Vec<&str> = pool.iter().map(|(concept, _)| concept.id.as_str()).collect();
        concepts.dedup();
        Err(AppError::NoBoard { topic: wanted.to_owned(), concepts: concepts.join(", ") })
    }
}

/// A line as a person sees it.
fn standing(row: BoardRow, by: By, viewer: &Person) -> Standing {
    let value = match by {
        By::Points => Value::Points(row.value),
        By::Average => Value::Average(row.value),
        By::Improvement => Value::Improvement(row.value),
    };
    let BoardRow { rank, person, display_name: name, questions, answers, .. } = row;
    Standing { rank, name, value, questions, answers, is_you: person == viewer.id }
}
