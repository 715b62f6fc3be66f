//! What a group is asked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rand::RngExt as _;
use rand::rngs::StdRng;

use crate::bank::{Concept, Question, QuestionKey};

/// Who of a group has answered a question before: how many, and when the last of them did.
pub type Known = HashMap<QuestionKey, (usize, DateTime<Utc>)>;

/// Draws up to `count` different questions: those first that the fewest have answered, and of them those answered longest
/// ago; chance decides among equals. Concepts repeat only when they must.
#[must_use]
pub fn draw<'b>(pool: &[(&'b Concept, &'b Question)], known: &Known, count: usize, rng: &mut StdRng) -> Vec<&'b Question> {
    let rank = |question: &Question| known.get(&question.key).map_or((0, None), |(people, latest)| (*people, Some(*latest)));
    let mut line: Vec<_> = pool.iter().map(|(concept, question)| (rank(question), rng.random::<u64>(), *concept, *question)).collect();
    line.sort_by_key(|(rank, chance, _, _)| (*rank, *chance));
    let mut taken: HashMap<&str, usize> = HashMap::new();
    // The nth question of a concept comes after every concept's one before.
    let mut spread: Vec<(usize, &Question)> = Vec::with_capacity(line.len());
    for (_, _, concept, question) in line {
        let nth = taken.entry(&concept.id).or_default();
        spread.push((*nth, question));
        *nth += 1;
    }
    spread.sort_by_key(|(nth, _)| *nth);
    spread.into_iter().take(count).map(|(_, question)| question).collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::bank::{Bank, Source};

    #[test]
    fn what_the_fewest_know_comes_first_and_concepts_take_turns() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let pool: Vec<_> = bank.questions().collect();
        let concepts = bank.concepts().count();
        let at = |n| DateTime::from_timestamp(n, 0).unwrap();
        let of = |known: &Known, count| draw(&pool, known, count, &mut StdRng::seed_from_u64(7));
        let first: Vec<_> = of(&Known::new(), concepts).iter().map(|question| question.key.concept.clone()).collect();
        assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), concepts);
        // Everybody knows all but one question of a concept.
        let one = &bank.concepts().next().unwrap().questions;
        let known: Known = one[1..].iter().zip(1..).map(|(question, n)| (question.key.clone(), (5, at(n)))).collect();
        let asked = of(&known, pool.len());
        let order: Vec<_> =
            asked.iter().filter(|question| question.key.concept == one[0].key.concept).map(|question| &question.key).collect();
        assert_eq!(order, one.iter().map(|question| &question.key).collect::<Vec<_>>());
        assert_eq!(asked.len(), pool.len());
    }
}
