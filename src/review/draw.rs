//! Drawing the questions of an interview.
//!
//! Reviews that are due come first, the least remembered before the others, up to a number a day; then questions of weak
//! concepts; then questions that the person has not seen, nearest to their level first; then everything else, that which
//! was answered longest ago first. Chance decides among equals. A leech is rested until nothing else is left. The question
//! that was answered last is not drawn next if there is another, and within each of these kinds concepts take turns.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rand::RngExt as _;
use rand::rngs::StdRng;

use super::{History, Memory, Rating, expected};
use crate::bank::{Concept, Question, QuestionKey};
use crate::grade::Score;

/// Reviews in a day at the most, if there is anything else to ask: an interview of nothing but reviews is no fun.
pub const MOST_REVIEWS: usize = 10;
/// A concept whose last scores are below this on average is weak.
const WEAK: Score = Score::from_thousandths(600);
/// What a person should be expected to score on a new question: hard enough to learn from, easy enough to stay.
const AIM: f64 = 0.65;
/// Differences of expectation that make no difference.
const GRAIN: f64 = 0.1;

/// Who asks to be asked, and when.
#[derive(Clone, Debug)]
pub struct Asking {
    /// What the person has answered.
    pub history: History,
    /// The person's rating.
    pub person: Rating,
    /// Ratings of questions; those that are not here are as hard as their level says.
    pub ratings: HashMap<QuestionKey, Rating>,
    /// Reviews that the person has done today already.
    pub reviews_today: usize,
    /// Questions that the interview has asked already; they are not drawn again, and their concepts come after others.
    pub asked: Vec<QuestionKey>,
    /// The time.
    pub now: DateTime<Utc>,
}

/// In which order questions are asked; the first variant comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Due,
    Weak,
    Unseen,
    Seen,
    Leech,
}

/// A question in line: its class, its place there, what chance says, itself.
type Ranked<'b> = (Class, i64, u64, &'b Question);

/// Draws up to `count` different questions out of `pool`.
#[must_use]
pub fn draw<'b>(pool: &[(&'b Concept, &'b Question)], asking: &Asking, count: usize, rng: &mut StdRng) -> Vec<&'b Question> {
    let mut ranked: Vec<Ranked<'b>> = pool
        .iter()
        .filter(|(_, question)| !asking.asked.contains(&question.key))
        .map(|(concept, question)| {
            let (class, order) = asking.rank(concept, question);
            (class, order, rng.random::<u64>(), *question)
        })
        .collect();
    ranked.sort_by_key(|(class, order, chance, _)| (*class, *order, *chance));
    // Reviews beyond the day's number wait behind what is new, but are not lost.
    for late in ranked.iter_mut().filter(|entry| entry.0 == Class::Due).skip(MOST_REVIEWS.saturating_sub(asking.reviews_today)) {
        (late.0, late.1) = (Class::Seen, i64::MIN);
    }
    ranked.sort_by_key(|(class, order, chance, _)| (*class, *order, *chance));
    let mut drawn = spread(&ranked, &asking.asked);
    if drawn.len() > 1 && asking.asked.is_empty() && asking.history.latest() == Some(&drawn[0].key) {
        drawn.swap(0, 1);
    }
    drawn.truncate(count);
    drawn
}

/// The questions in line, concepts of a class taking turns; those that were asked about have had theirs.
fn spread<'b>(ranked: &[Ranked<'b>], asked: &[QuestionKey]) -> Vec<&'b Question> {
    let mut turns: HashMap<&str, usize> = HashMap::new();
    for key in asked {
        *turns.entry(&key.concept).or_default() += 1;
    }
    let mut class_turns = turns.clone();
    let mut line: Vec<(Class, usize, &Question)> = Vec::with_capacity(ranked.len());
    for (class, .., question) in ranked {
        if line.last().is_some_and(|last| last.0 != *class) {
            class_turns.clone_from(&turns);
        }
        let turn = class_turns.entry(&question.key.concept).or_default();
        line.push((*class, *turn, question));
        *turn += 1;
    }
    // Stable: within a turn the order stays.
    line.sort_by_key(|(class, turn, _)| (*class, *turn));
    line.into_iter().map(|(.., question)| question).collect()
}

impl Asking {
    /// Somebody of whom nothing is known.
    #[must_use]
    pub fn stranger(now: DateTime<Utc>) -> Self {
        let (history, person, ratings) = (History::default(), Rating::default(), HashMap::new());
        Self { history, person, ratings, reviews_today: 0, asked: Vec::new(), now }
    }

    /// How hard a question is.
    #[must_use]
    pub fn rating(&self, question: &Question) -> Rating {
        self.ratings.get(&question.key).copied().unwrap_or_else(|| Rating::of_level(question.level))
    }

    /// The class of a question and its place in it, lowest first.
    fn rank(&self, concept: &Concept, question: &Question) -> (Class, i64) {
        // Not twice in an interview: a concept that went badly just now is not dwelt on.
        let had_its_turn = || self.asked.iter().any(|key| key.concept == concept.id);
        let weak = || self.history.mastery(&concept.id).is_some_and(|mastery| mastery < WEAK) && !had_its_turn();
        match self.history.memory(&question.key) {
            Some(memory) if memory.is_leech() => (Class::Leech, memory.answered().timestamp()),
            Some(memory) if memory.is_due(self.now) => (Class::Due, thousandths(memory.retrievability(self.now))),
            // Asked within the last days and not due: a weak concept is better asked about with another question.
            Some(memory) => (Class::Seen, Memory::answered(memory).timestamp()),
            None if weak() => (Class::Weak, self.distance(question)),
            None => (Class::Unseen, self.distance(question)),
        }
    }

    /// How far a question is from what the person should be asked, in coarse steps, so that chance has a say.
    fn distance(&self, question: &Question) -> i64 {
        let away = (expected(self.person, self.rating(question)) - AIM).abs();
        thousandths((away / GRAIN).round())
    }
}

/// A small number in whole thousandths.
#[expect(clippy::cast_possible_truncation, reason = "what comes in lies between 0 and 10")]
fn thousandths(number: f64) -> i64 {
    (number * 1000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::TimeDelta;
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;
    use crate::bank::{Bank, Level, Source};
    use crate::review::Answered;

    fn bank() -> Bank {
        Bank::load(&Source::builtin()).unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600 + day * 86_400, 0).unwrap()
    }

    fn answered(question: &Question, score: u16, on: i64) -> Answered {
        Answered { question: question.key.clone(), score: Score::from_thousandths(score), at: day(on) }
    }

    /// A person of a rating who asks on a day.
    fn asking(history: &History, person: f64, reviews_today: usize, on: i64) -> Asking {
        #[expect(clippy::cast_possible_truncation, reason = "small")]
        let person = Rating { millionths: (person * 1e6) as i64, attempts: 20 };
        Asking { history: history.clone(), person, reviews_today, ..Asking::stranger(day(on)) }
    }

    /// Draws for a person of the middle level on a day.
    fn drawn<'b>(pool: &[(&'b Concept, &'b Question)], history: &History, on: i64, count: usize, seed: u64) -> Vec<&'b Question> {
        draw(pool, &asking(history, 0.0, 0, on), count, &mut StdRng::seed_from_u64(seed))
    }

    #[test]
    fn the_same_seed_draws_the_same_questions_and_none_twice() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let keys = |seed| drawn(&pool, &History::default(), 0, pool.len() + 3, seed).iter().map(|q| &q.key).collect::<Vec<_>>();
        assert_eq!(keys(1), keys(1));
        assert_ne!(keys(1), keys(2));
        assert_eq!(keys(1).iter().collect::<HashSet<_>>().len(), pool.len());
    }

    #[test]
    fn due_reviews_come_before_new_questions_and_the_least_remembered_first() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().take(5).collect();
        let history = History::of([answered(pool[3].1, 800, 0), answered(pool[1].1, 400, 1), answered(pool[2].1, 1000, 19)]);
        let order = drawn(&pool, &history, 20, 5, 1);
        let keys: Vec<_> = order[..2].iter().map(|question| &question.key).collect();
        assert_eq!(keys, [&pool[1].1.key, &pool[3].1.key], "both are due, and a weak answer fades sooner");
        assert_eq!(order[4].key, pool[2].1.key, "what was known well yesterday comes last");
    }

    #[test]
    fn new_questions_come_nearest_to_the_level_first() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let first = |person: f64| draw(&pool, &asking(&History::default(), person, 0, 0), 1, &mut StdRng::seed_from_u64(4))[0].level;
        // To score two thirds, a person is asked what lies 0.6 logits below their rating.
        assert_eq!((first(1.8), first(0.6)), (Level::Senior, Level::Mid));
    }

    #[test]
    fn the_question_that_was_answered_last_does_not_open_the_next_interview() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().take(2).collect();
        let history = History::of([answered(pool[0].1, 1000, 0), answered(pool[1].1, 0, 0)]);
        assert_ne!(drawn(&pool, &history, 30, 2, 1)[0].key, pool[1].1.key);
        assert_ne!(drawn(&pool, &history, 30, 1, 1)[0].key, pool[1].1.key, "nor one of a single question");
        assert_eq!(drawn(&pool[1..], &history, 30, 1, 1).len(), 1, "unless it is the only one");
    }

    #[test]
    fn within_an_interview_nothing_comes_twice_and_concepts_take_turns() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let mut asking = asking(&History::default(), 0.0, 0, 0);
        let mut rng = StdRng::seed_from_u64(3);
        let concepts = pool.iter().map(|(concept, _)| &concept.id).collect::<HashSet<_>>().len();
        while let Some(next) = draw(&pool, &asking, 1, &mut rng).first() {
            let times = |concept: &str| asking.asked.iter().filter(|key| key.concept == concept).count();
            let fewest = pool.iter().map(|(concept, _)| times(&concept.id)).min().unwrap_or(0);
            assert!(asking.asked.len() >= 3 * concepts || times(&next.key.concept) == fewest, "{}", next.key);
            asking.asked.push(next.key.clone());
        }
        assert_eq!(asking.asked.iter().collect::<HashSet<_>>().len(), pool.len());
    }

    #[test]
    fn a_weak_concept_comes_before_new_ones_and_is_not_dwelt_on() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let (concept, failed) = pool[30];
        let history = History::of([answered(failed, 100, 0)]);
        let mut asking = asking(&history, 0.0, 0, 0);
        let first = draw(&pool, &asking, 1, &mut StdRng::seed_from_u64(3))[0];
        assert!(first.key.concept == concept.id && first.key != failed.key);
        asking.asked.push(first.key.clone());
        assert_ne!(draw(&pool, &asking, 1, &mut StdRng::seed_from_u64(3))[0].key.concept, concept.id);
    }

    #[test]
    fn a_leech_is_rested_until_nothing_else_is_left() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().take(3).collect();
        let history = History::of((0..8).map(|on| answered(pool[0].1, 0, on * 40)));
        assert!(history.memory(&pool[0].1.key).is_some_and(Memory::is_leech));
        assert_eq!(drawn(&pool, &history, 500, 3, 1)[2].key, pool[0].1.key);
    }

    #[test]
    fn reviews_have_a_number_a_day_and_the_others_wait_behind_what_is_new() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let seen = pool.len() - 2;
        let history = History::of(pool[..seen].iter().map(|(_, question)| answered(question, 500, 0)));
        let order = draw(&pool, &asking(&history, 0.0, MOST_REVIEWS, 100), pool.len(), &mut StdRng::seed_from_u64(1));
        assert!(order[..2].iter().all(|question| history.memory(&question.key).is_none()), "new ones first");
        assert_eq!(order.len(), pool.len(), "and no review is lost");
    }

    /// Whoever answers three questions a day meets every question, and every review comes back after it fell due, however well
    /// or badly they do; and whatever was answered can still be drawn.
    #[test]
    fn no_question_starves_no_review_is_lost_and_a_failed_one_drops_nothing() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().take(12).collect();
        let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(scores in prop::collection::vec(0_u16..=1000, 97), seed in any::<u64>())| {
            let mut history = History::default();
            let mut asked: HashSet<QuestionKey> = HashSet::new();
            for on in 0..120 {
                for (which, question) in drawn(&pool, &history, on, 3, seed.wrapping_add(on.unsigned_abs())).into_iter().enumerate() {
                    let score = scores[(usize::try_from(on).unwrap() * 3 + which) % scores.len()];
                    history.add(answered(question, score, on));
                    asked.insert(question.key.clone());
                }
            }
            prop_assert_eq!(asked.len(), pool.len(), "every question was asked");
            prop_assert_eq!(drawn(&pool, &history, 120, pool.len(), seed).len(), pool.len(), "and every one can be drawn");
            for (key, memory) in history.iter() {
                let waited = day(120) - memory.due();
                // Three a day go through twelve questions in four days; the rest is room for chance.
                prop_assert!(memory.is_leech() || waited < TimeDelta::days(12), "{key} is due for {} days", waited.num_days());
            }
        });
    }
}
