//! What to ask next. Pure: history, time and chance are passed in.
//!
//! First cut: questions that the person has never answered, then those answered longest ago; chance decides among
//! equals, and an interview spreads over as many concepts as it can.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rand::RngExt as _;
use rand::rngs::StdRng;

use crate::bank::{Concept, Question, QuestionKey};

/// When each question was last answered by the person.
pub type History = HashMap<QuestionKey, DateTime<Utc>>;

/// Draws up to `count` different questions out of `pool`.
#[must_use]
pub fn draw<'b>(pool: &[(&'b Concept, &'b Question)], history: &History, count: usize, rng: &mut StdRng) -> Vec<&'b Question> {
    let mut ranked: Vec<_> =
        pool.iter().map(|(concept, question)| (history.get(&question.key).copied(), rng.random::<u64>(), *concept, *question)).collect();
    ranked.sort_by_key(|(answered, chance, _, _)| (*answered, *chance));
    let mut drawn: Vec<&Question> = Vec::new();
    // Each pass takes at most one question of a concept, so that concepts repeat only when they must.
    while drawn.len() < count && !ranked.is_empty() {
        let mut concepts: Vec<&str> = Vec::new();
        ranked.retain(|(_, _, concept, question)| {
            let take = drawn.len() < count && !concepts.contains(&concept.id.as_str());
            if take {
                concepts.push(&concept.id);
                drawn.push(question);
            }
            !take
        });
    }
    drawn
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::bank::{Bank, Source};

    #[test]
    fn the_same_seed_draws_the_same_questions_and_none_twice() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let pool: Vec<_> = bank.questions().collect();
        let keys = |seed| {
            draw(&pool, &History::new(), pool.len() + 3, &mut StdRng::seed_from_u64(seed)).iter().map(|q| q.key.clone()).collect::<Vec<_>>()
        };
        let first = keys(1);
        assert_eq!(first, keys(1));
        assert_ne!(first, keys(2));
        let mut distinct = first.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), pool.len());
    }

    #[test]
    fn what_was_answered_longest_ago_comes_back_first() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let pool: Vec<_> = bank.questions().take(3).collect();
        let day = |n: i64| DateTime::from_timestamp(n * 86_400, 0).unwrap();
        let history = History::from([(pool[0].1.key.clone(), day(3)), (pool[1].1.key.clone(), day(2))]);
        let order: Vec<_> = draw(&pool, &history, 3, &mut StdRng::seed_from_u64(9)).iter().map(|q| &q.key).collect();
        assert_eq!(order, [&pool[2].1.key, &pool[1].1.key, &pool[0].1.key]);
    }
}
