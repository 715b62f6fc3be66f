//! Which question the next daily asks.
//!
//! No question comes twice until the pool is used up. Among those that are left, concepts and levels of which little was
//! asked this round come first, and of these rather what the group does badly; chance decides the rest.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use rand::RngExt as _;
use rand::rngs::StdRng;

use crate::bank::{Concept, Question, QuestionKey};
use crate::grade::Score;

/// How a group does at concepts, by `bank/subject/concept`: the mean of its members' latest scores.
pub type Means = HashMap<String, Score>;

/// A question that was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'b> {
    /// The question.
    pub question: &'b Question,
    /// Questions that are left after it until they repeat.
    pub left: usize,
}

/// Thousandths that are taken for a concept that nobody has answered.
const UNKNOWN: f64 = 500.0;
/// How much less likely the concept of the last question is.
const SAME_AGAIN: f64 = 0.05;

/// Chooses out of `pool` after the questions of `asked`, the latest last; `None` when there is nothing to ask.
#[must_use]
pub fn choose<'b>(pool: &[(&'b Concept, &'b Question)], asked: &[QuestionKey], means: &Means, rng: &mut StdRng) -> Option<Choice<'b>> {
    let round = this_round(pool, asked);
    let last = asked.last();
    let all: Vec<&Question> = pool.iter().map(|(_, question)| *question).collect();
    let open = |question: &&&Question| !round.contains(&question.key) && (Some(&question.key) != last || all.len() == 1);
    let open: Vec<&Question> = all.iter().filter(open).copied().collect();
    let concepts = Shares::new(&all, &round, |question| concept(&question.key));
    let levels = Shares::new(&all, &round, |question| question.level);
    let weight = |question: &&Question| {
        let name = concept(&question.key);
        let mean = means.get(&name).map_or(UNKNOWN, |score| f64::from(score.thousandths()));
        let weakness = 0.25 + (1000.0 - mean) / 1000.0;
        let again = if last.is_some_and(|last| concept(last) == name) { SAME_AGAIN } else { 1.0 };
        // Squares, so that a concept that is behind is hardly ever passed over.
        concepts.left(&name).powi(2) * levels.left(&question.level) * weakness * again
    };
    let weights: Vec<f64> = open.iter().map(weight).collect();
    let mut drawn = rng.random::<f64>() * weights.iter().sum::<f64>();
    let chosen = open.iter().zip(&weights).find(|(_, weight)| {
        drawn -= **weight;
        drawn < 0.0
    });
    let question = *chosen.map_or_else(|| open.last(), |(question, _)| Some(question))?;
    Some(Choice { question, left: all.len() - round.len() - 1 })
}

/// `bank/subject/concept`.
fn concept(key: &QuestionKey) -> String {
    format!("{}/{}/{}", key.bank, key.subject, key.concept)
}

/// What was asked of the pool since it was last used up. A question that comes again says that a new round had begun,
/// however large the pool was at that time.
fn this_round<'a>(pool: &[(&Concept, &'a Question)], asked: &[QuestionKey]) -> HashSet<&'a QuestionKey> {
    let known: HashMap<&QuestionKey, &'a QuestionKey> = pool.iter().map(|(_, question)| (&question.key, &question.key)).collect();
    let mut round: HashSet<&QuestionKey> = HashSet::new();
    for key in asked.iter().filter_map(|key| known.get(key)) {
        if !round.insert(key) {
            round = HashSet::from([*key]);
        }
    }
    if round.len() == known.len() {
        round.clear();
    }
    round
}

/// What share of each kind of question is left in a round.
struct Shares<K>(HashMap<K, (f64, f64)>);

impl<K: Eq + Hash> Shares<K> {
    fn new(all: &[&Question], round: &HashSet<&QuestionKey>, kind: impl Fn(&Question) -> K) -> Self {
        let mut shares: HashMap<K, (f64, f64)> = HashMap::new();
        for question in all {
            let (left, total) = shares.entry(kind(question)).or_default();
            *total += 1.0;
            *left += f64::from(u8::from(!round.contains(&question.key)));
        }
        Self(shares)
    }

    fn left(&self, kind: &K) -> f64 {
        self.0.get(kind).map_or(1.0, |(left, total)| left / total)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::bank::{Bank, Level, Source};

    fn bank() -> Bank {
        Bank::load(&Source::builtin()).unwrap()
    }

    /// The questions of so many days.
    fn days(pool: &[(&Concept, &Question)], means: &Means, count: usize, seed: u64) -> Vec<QuestionKey> {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut asked = Vec::new();
        for _ in 0..count {
            let choice = choose(pool, &asked, means, &mut rng).unwrap();
            asked.push(choice.question.key.clone());
        }
        asked
    }

    #[test]
    fn no_question_comes_twice_until_all_have_come() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        for seed in 0..5 {
            let asked = days(&pool, &Means::new(), pool.len() * 2 + 7, seed);
            for round in asked.chunks(pool.len()) {
                assert_eq!(round.iter().collect::<HashSet<_>>().len(), round.len());
            }
            assert!(asked.windows(2).all(|pair| pair[0] != pair[1]), "not even where rounds meet");
        }
    }

    #[test]
    fn concepts_and_levels_come_evenly() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let concepts = bank.concepts().count();
        for seed in 0..5 {
            let asked = days(&pool, &Means::new(), pool.len(), seed);
            let third = &asked[..pool.len() / 3];
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for key in third {
                *counts.entry(&key.concept).or_default() += 1;
            }
            let fair = third.len() / concepts;
            assert!(counts.len() == concepts && counts.values().all(|count| (1..=fair * 2).contains(count)), "{seed}: {counts:?}");
            for level in Level::ALL {
                let of = |keys: &[QuestionKey]| keys.iter().filter(|key| bank.question(key).unwrap().1.level == level).count();
                let (now, fair) = (of(third), of(&asked) / 3);
                assert!(now + 6 >= fair && now <= fair + 6, "{seed} {level}: {now} of {fair}");
            }
            let same = asked[..pool.len() - 10].windows(2).filter(|pair| pair[0].concept == pair[1].concept).count();
            assert!(same <= 4, "{seed}: the same concept twice in a row, {same} times");
        }
    }

    #[test]
    fn what_the_group_does_badly_comes_sooner() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().collect();
        let names: Vec<String> = bank.concepts().map(|it| concept(&it.questions[0].key)).collect();
        let mean = |thousandths| Score::from_thousandths(thousandths);
        let means: Means = names.iter().enumerate().map(|(n, name)| (name.clone(), mean(if n == 0 { 0 } else { 950 }))).collect();
        let first = |means: &Means| {
            let early = |seed| days(&pool, means, 12, seed).iter().filter(|key| concept(key) == names[0]).count();
            (0..60).map(early).sum::<usize>()
        };
        let (weak, even) = (first(&means), first(&Means::new()));
        assert!(weak > even + even / 2, "{weak} and {even} of 720 days");
    }

    #[test]
    fn a_pool_that_grows_shrinks_or_has_one_question_goes_on() {
        let bank = bank();
        let pool: Vec<_> = bank.questions().take(4).collect();
        let choice = |pool: &[_], asked: &[_]| choose(pool, asked, &Means::new(), &mut StdRng::seed_from_u64(1));
        assert!(choice(&[], &[]).is_none());
        let one = &pool[..1];
        let twice = days(one, &Means::new(), 2, 1);
        assert_eq!(twice[0], twice[1]);
        assert_eq!(choice(one, &twice).unwrap().left, 0);
        // Three rounds of three; a fourth question comes once, and not until it has caught up.
        let mut asked = days(&pool[..3], &Means::new(), 9, 1);
        let fourth = choice(&pool, &asked).unwrap();
        assert_eq!(fourth.question.key, pool[3].1.key);
        asked.push(fourth.question.key.clone());
        assert_ne!(choice(&pool, &asked).unwrap().question.key, pool[3].1.key);
        assert_eq!(choice(&pool[..2], &asked).map(|choice| choice.left), Some(1));
        let left = |asked: usize| choice(&pool, &days(&pool, &Means::new(), asked, 3)).unwrap().left;
        assert_eq!([left(0), left(1), left(3), left(4)], [3, 2, 0, 3]);
    }
}
