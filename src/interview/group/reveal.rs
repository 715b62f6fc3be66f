//! What a round came to for the group as a whole.

use crate::grade::Score;

/// A graded answer, as the reveal needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<P> {
    /// Whose.
    pub who: P,
    /// What it earned.
    pub score: Score,
    /// Ids of the points that it met.
    pub met: Vec<String>,
    /// Ids of the mistakes in it.
    pub mistakes: Vec<String>,
    /// Whether it may be quoted.
    pub quotable: bool,
}

/// How many met a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointTally {
    /// Id of the point.
    pub point: String,
    /// People.
    pub met: usize,
}

/// One thing for the group to discuss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Talk {
    /// A mistake that somebody made.
    Mistake(String),
    /// A point that nobody met.
    Nobody(String),
    /// A point that some met and some did not.
    Divided(String),
}

/// What a round came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal<P> {
    /// People who answered.
    pub answered: usize,
    /// The points of the question, in its order.
    pub points: Vec<PointTally>,
    /// Whose answer is quoted: the most complete of those whose authors agreed, if it says anything.
    pub quoted: Option<P>,
    /// What to discuss; nothing where everybody said everything, or nobody anything.
    pub talk: Option<Talk>,
}

impl<P: Copy> Reveal<P> {
    /// Sums the answers up, for a question with these points and mistakes.
    #[must_use]
    pub fn new(points: &[String], mistakes: &[String], given: &[Given<P>]) -> Self {
        let met = |point: &String| given.iter().filter(|given| given.met.contains(point)).count();
        let points: Vec<_> = points.iter().map(|point| PointTally { point: point.clone(), met: met(point) }).collect();
        let quotable = given.iter().filter(|given| given.quotable && given.score > Score::ZERO);
        // Of equals the first, who agreed to it first.
        let quoted = quotable.reduce(|best, given| if given.score > best.score { given } else { best }).map(|given| given.who);
        let talk = if given.is_empty() { None } else { talk(&points, mistakes, given) };
        Self { answered: given.len(), points, quoted, talk }
    }
}

/// What is wrong comes before what is missing, and what nobody knew before what some can explain to the others.
fn talk<P>(points: &[PointTally], mistakes: &[String], given: &[Given<P>]) -> Option<Talk> {
    let made = |mistake: &String| given.iter().filter(|given| given.mistakes.contains(mistake)).count();
    let wrong = mistakes.iter().map(|mistake| (made(mistake), mistake)).filter(|(made, _)| *made > 0);
    if let Some((_, mistake)) = wrong.reduce(|most, next| if next.0 > most.0 { next } else { most }) {
        return Some(Talk::Mistake(mistake.clone()));
    }
    if let Some(missed) = points.iter().find(|tally| tally.met == 0) {
        return Some(Talk::Nobody(missed.point.clone()));
    }
    let divided = points.iter().filter(|tally| tally.met < given.len());
    divided.min_by_key(|tally| tally.met.abs_diff(given.len() - tally.met)).map(|tally| Talk::Divided(tally.point.clone()))
}
