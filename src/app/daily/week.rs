//! The board of a week that is over, made from the ledger: what is kept of sums is of the week that is going on.

use crate::app::{App, AppError};
use crate::board::{ENOUGH, Period, Standing, Topic, rebuild};
use crate::store::Post;

/// The board of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekBoard {
    /// Who had most points, the best first.
    pub most: Vec<Winner>,
    /// Who improved most on the week before.
    pub improved: Vec<Improved>,
    /// People who answered.
    pub people: usize,
}

/// A line of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Winner {
    /// 1 for the best; equal points share a rank.
    pub rank: usize,
    /// Name in the guild.
    pub name: String,
    /// Points.
    pub points: i64,
    /// Distinct questions.
    pub questions: i64,
}

/// Somebody who improved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improved {
    /// Name in the guild.
    pub name: String,
    /// Tenths of a percent by which the average rose.
    pub tenths: i64,
}

/// Lines that are shown.
const MOST: usize = 5;
/// People who improved that are shown.
const IMPROVED: usize = 3;

impl App {
    /// The board of the week that begins on a post's date.
    pub(super) async fn week_board(&self, post: &Post) -> Result<WeekBoard, AppError> {
        let (before, after) = (Period::Week.before(post.date), Period::Week.after(post.date));
        let everything = (Topic::default(), Period::Week);
        let lines = self.store.lines_between(post.guild, before, after).await?;
        let week = lines.into_iter().filter_map(|(name, lines)| {
            let standing = rebuild(&lines).standings.remove(&everything)?;
            (standing.starts == post.date).then_some((name, standing))
        });
        Ok(board(week.collect()))
    }
}

fn board(mut week: Vec<(String, Standing)>) -> WeekBoard {
    week.sort_by(|(a, one), (b, other)| other.points.cmp(&one.points).then_with(|| a.cmp(b)));
    let rank = |points: i64| week.iter().filter(|(_, other)| other.points > points).count() + 1;
    let most = week.iter().take(MOST).map(|(name, standing)| Winner {
        rank: rank(standing.points),
        name: name.clone(),
        points: standing.points,
        questions: standing.questions,
    });
    let mut improved: Vec<Improved> = week
        .iter()
        .filter(|(_, it)| it.answers >= ENOUGH && it.before_answers >= ENOUGH)
        .map(|(name, it)| Improved { name: name.clone(), tenths: it.total / it.answers - it.before_total / it.before_answers })
        .filter(|improved| improved.tenths > 0)
        .collect();
    improved.sort_by(|a, b| b.tenths.cmp(&a.tenths).then_with(|| a.name.cmp(&b.name)));
    improved.truncate(IMPROVED);
    WeekBoard { most: most.collect(), improved, people: week.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(points: i64, total: i64, answers: i64, before: (i64, i64)) -> Standing {
        let (before_total, before_answers) = before;
        let starts = "2026-01-05".parse().unwrap();
        Standing { starts, points, questions: answers, total, answers, before_total, before_answers }
    }

    #[test]
    fn the_best_share_a_rank_and_who_improved_stands_beside_them() {
        let week = vec![
            ("Ada".to_owned(), standing(300, 4500, 5, (2500, 5))),
            ("Bob".to_owned(), standing(300, 3000, 4, (500, 5))),
            ("Cy".to_owned(), standing(90, 2500, 5, (2000, 5))),
            ("Dee".to_owned(), standing(200, 2500, 5, (3000, 5))),
        ];
        let board = board(week);
        let most: Vec<_> = board.most.iter().map(|line| (line.rank, line.name.as_str(), line.points)).collect();
        assert_eq!(most, [(1, "Ada", 300), (1, "Bob", 300), (3, "Dee", 200), (4, "Cy", 90)]);
        let improved: Vec<_> = board.improved.iter().map(|line| (line.name.as_str(), line.tenths)).collect();
        assert_eq!(improved, [("Ada", 400), ("Cy", 100)], "four answers are too few, and Dee fell");
    }
}
