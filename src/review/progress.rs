//! How far a person has come, summed up: by concept, what is due, and the trend.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Answered, History};
use crate::bank::{Bank, QuestionKey};
use crate::grade::Score;

/// Stretches of time in a trend at the most.
const STRETCHES: u64 = 12;
/// Who began within so many days sees days, the others weeks.
const YOUNG: u64 = 14;

/// What a person's answers come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Answers given, to whatever question.
    pub answers: usize,
    /// Questions of the bank that were answered.
    pub answered: usize,
    /// Questions of the bank.
    pub questions: usize,
    /// Concepts that were asked about, the best first.
    pub concepts: Vec<ConceptProgress>,
    /// Concepts that were not asked about yet.
    pub unseen: usize,
    /// Reviews that are due.
    pub due: usize,
    /// When the next one falls due, of those that are not due yet.
    pub next_due: Option<DateTime<Utc>>,
    /// Questions that rest, since asking again teaches less than their study card.
    pub resting: Vec<QuestionKey>,
    /// The mean of all answers by day or week, up to now.
    pub trend: Vec<Stretch>,
}

/// What a person's answers on one concept come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptProgress {
    /// Its id.
    pub concept: String,
    /// Its title.
    pub title: String,
    /// Mean of the last scores on its questions.
    pub mastery: Score,
    /// Its questions that were answered.
    pub answered: usize,
    /// Its questions.
    pub questions: usize,
    /// Reviews that are due.
    pub due: usize,
}

/// A day or a week of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first day.
    pub starts: NaiveDate,
    /// Answers in it.
    pub answers: usize,
    /// Their mean score; `None` of none.
    pub mean: Option<Score>,
}

impl Progress {
    /// Sums answers up, which come in order of time; `day` says on which day of the person's a moment lies.
    #[must_use]
    pub fn of(bank: &Bank, answers: &[Answered], now: DateTime<Utc>, day: impl Fn(DateTime<Utc>) -> NaiveDate) -> Self {
        let history = History::of(answers.iter().cloned());
        let mut progress = Self { answers: answers.len(), trend: trend(answers, now, day), ..Self::default() };
        for concept in bank.concepts() {
            let mut of_concept = ConceptProgress {
                concept: concept.id.clone(),
                title: concept.title.clone(),
                mastery: Score::ZERO,
                answered: 0,
                questions: concept.questions.len(),
                due: 0,
            };
            let mut scores = Vec::new();
            for question in &concept.questions {
                let Some(memory) = history.memory(&question.key) else { continue };
                scores.push(memory.score());
                if memory.is_leech() {
                    progress.resting.push(question.key.clone());
                } else if memory.is_due(now) {
                    of_concept.due += 1;
                } else {
                    progress.next_due = progress.next_due.into_iter().chain([memory.due()]).min();
                }
            }
            of_concept.answered = scores.len();
            progress.questions += of_concept.questions;
            progress.answered += of_concept.answered;
            progress.due += of_concept.due;
            if scores.is_empty() {
                progress.unseen += 1;
            } else {
                progress.concepts.push(ConceptProgress { mastery: Score::mean(scores), ..of_concept });
            }
        }
        // Stable: equals stay in the bank's order.
        progress.concepts.sort_by_key(|concept| std::cmp::Reverse(concept.mastery));
        progress
    }

    /// The same without what is due and what rests, which concerns the person alone.
    #[must_use]
    pub fn without_plans(mut self) -> Self {
        for concept in &mut self.concepts {
            concept.due = 0;
        }
        Self { due: 0, next_due: None, resting: Vec::new(), ..self }
    }

    /// Whether the trend is by day rather than by week.
    #[must_use]
    pub fn is_by_day(&self) -> bool {
        matches!(self.trend[..], [first, second, ..] if first.starts + Days::new(1) == second.starts)
    }

    /// The means of the first and of the last stretch that have answers, if these are two.
    #[must_use]
    pub fn from_to(&self) -> Option<(Score, Score)> {
        let mut means = self.trend.iter().filter_map(|stretch| stretch.mean);
        Some((means.next()?, means.next_back()?))
    }
}

/// The last stretches of time, from the one of the first answer on.
fn trend(answers: &[Answered], now: DateTime<Utc>, day: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<Stretch> {
    let Some(first) = answers.first() else { return Vec::new() };
    let (first, today) = (day(first.at), day(now).max(day(first.at)));
    let length = if first + Days::new(YOUNG) > today { 1 } else { 7 };
    let back = |stretches: u64| today - Days::new(stretches * length + length - 1);
    let count = (1..STRETCHES).find(|count| back(*count) < first && back(count - 1) <= first).unwrap_or(STRETCHES);
    (0..count)
        .rev()
        .map(|stretches| {
            let (starts, ends) = (back(stretches), back(stretches) + Days::new(length));
            let scores: Vec<Score> =
                answers.iter().filter(|answer| (starts..ends).contains(&day(answer.at))).map(|answer| answer.score).collect();
            Stretch { starts, answers: scores.len(), mean: (!scores.is_empty()).then(|| Score::mean(scores)) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Source;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600 + day * 86_400, 0).unwrap()
    }

    fn progress(bank: &Bank, answers: &[(usize, u16, i64)], now: i64) -> Progress {
        let questions: Vec<_> = bank.questions().map(|(_, question)| question.key.clone()).collect();
        let answer = |(which, score, on): &(usize, u16, i64)| Answered {
            question: questions[*which].clone(),
            score: Score::from_thousandths(*score),
            at: at(*on),
        };
        Progress::of(bank, &answers.iter().map(answer).collect::<Vec<_>>(), at(now), |moment| moment.date_naive())
    }

    #[test]
    fn concepts_come_with_their_last_scores_the_best_first_and_what_is_due() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        // Nine questions a concept: 0 and 1 are of the first, 9 is of the second.
        let progress = progress(&bank, &[(0, 100, 0), (0, 500, 1), (1, 300, 1), (9, 900, 38)], 40);
        assert_eq!((progress.answers, progress.answered, progress.questions, progress.unseen), (4, 3, 90, 8));
        let rows: Vec<_> = progress.concepts.iter().map(|it| (it.mastery.thousandths(), it.answered, it.questions, it.due)).collect();
        assert_eq!(rows, [(900, 1, 9, 0), (400, 2, 9, 2)]);
        assert_eq!(progress.due, 2);
        assert!(progress.next_due > Some(at(40)) && progress.resting.is_empty(), "{progress:?}");
    }

    #[test]
    fn a_question_that_was_missed_eight_times_rests_and_is_not_due() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let answers: Vec<_> = (0..8).map(|n| (0, 0, n * 30)).collect();
        let progress = progress(&bank, &answers, 500);
        assert_eq!((progress.due, progress.resting.len()), (0, 1));
    }

    #[test]
    fn the_trend_is_by_day_at_first_and_then_by_week_up_to_twelve() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        assert_eq!(progress(&bank, &[], 3).trend, []);
        let young = progress(&bank, &[(0, 200, 0), (1, 400, 0), (0, 1000, 2)], 3);
        let means: Vec<_> = young.trend.iter().map(|stretch| stretch.mean.map(Score::thousandths)).collect();
        assert_eq!((means, young.is_by_day()), (vec![Some(300), None, Some(1000), None], true));
        assert_eq!(young.from_to().map(|(from, to)| (from.thousandths(), to.thousandths())), Some((300, 1000)));
        let old = progress(&bank, &[(0, 200, 0), (1, 400, 17), (0, 1000, 20)], 20);
        let means: Vec<_> = old.trend.iter().map(|stretch| stretch.mean.map(Score::thousandths)).collect();
        assert_eq!((means, old.is_by_day()), (vec![Some(200), None, Some(700)], false));
        let long = progress(&bank, &[(0, 200, 0), (1, 400, 400)], 400);
        assert_eq!((long.trend.len(), long.from_to()), (12, None), "what is long ago is not shown");
        assert_eq!(progress(&bank, &[(0, 200, 0)], 0).trend.len(), 1);
    }
}
