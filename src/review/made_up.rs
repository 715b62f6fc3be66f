//! A test on made-up people of known ability: what statistics and ratings recover of it.

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng};

use super::item::{FirstAttempt, Items};
use super::{Rating, steps};
use crate::bank::QuestionKey;
use crate::evaluate::{Pair, pearson};
use crate::grade::Score;

const PEOPLE: u32 = 500;
const QUESTIONS: usize = 60;

/// Normal with mean 0 and variance 1 (Box and Muller).
fn normal(rng: &mut StdRng) -> f64 {
    let (u, v): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// What a person of an ability scores at a question of a difficulty and a slope, with some luck.
fn score(rng: &mut StdRng, ability: f64, (difficulty, slope): (f64, f64)) -> Score {
    let share = 1.0 / (1.0 + (-slope * (ability - difficulty)).exp()) + 0.15 * normal(rng);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let thousandths = (share.clamp(0.0, 1.0) * 1000.0) as u16;
    Score::from_thousandths(thousandths)
}

fn r(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    pearson(&pairs.map(|(mark, score)| Pair { mark, score }).collect::<Vec<_>>()).unwrap()
}

/// Correlations of what is recovered with the truth: difficulty, discrimination, slope, ratings of questions, ratings of
/// people; and of the slope with a discrimination that is known without error, which is all that a correlation can tell of it.
fn recovered(seed: u64, answers_each: usize) -> [f64; 6] {
    let mut rng = StdRng::seed_from_u64(seed);
    let people: Vec<f64> = (0..PEOPLE).map(|_| normal(&mut rng)).collect();
    let questions: Vec<(f64, f64)> = (0..QUESTIONS).map(|_| (normal(&mut rng), 0.2 + 2.3 * rng.random::<f64>())).collect();
    let of_everybody: Vec<f64> = questions
        .iter()
        .map(|question| {
            let abilities: Vec<f64> = (0..1500).map(|_| normal(&mut rng)).collect();
            r(abilities.iter().map(|ability| (*ability, score(&mut rng, *ability, *question).fraction())))
        })
        .collect();
    let (mut attempts, mut rated) = (Items::default(), vec![Rating::default(); QUESTIONS]);
    let mut people_rated = Vec::new();
    for (person, ability) in (0..).zip(&people) {
        let mut own = Rating::default();
        let mut order: Vec<usize> = (0..QUESTIONS).collect();
        order.shuffle(&mut rng);
        for which in order.into_iter().take(answers_each) {
            let score = score(&mut rng, *ability, questions[which]);
            let question: QuestionKey = format!("b/s/c/q{which:02}").parse().unwrap();
            attempts.add(FirstAttempt { person, question, score, points: Vec::new(), mistakes: Vec::new() });
            let steps = steps(own, rated[which], score);
            (own, rated[which]) = (own.after(steps.person), rated[which].after(steps.question));
        }
        people_rated.push((*ability, own.logits()));
    }
    let items = attempts.finish();
    let over = |of: &dyn Fn(usize) -> (f64, f64)| r((0..QUESTIONS).map(of));
    [
        over(&|q| (questions[q].0, -items[q].mean)),
        over(&|q| (of_everybody[q], items[q].discrimination.unwrap())),
        over(&|q| (questions[q].1, items[q].slope.unwrap())),
        over(&|q| (questions[q].0, rated[q].logits())),
        r(people_rated.into_iter()),
        over(&|q| (questions[q].1, of_everybody[q])),
    ]
}

#[test]
fn difficulty_discrimination_and_ability_of_made_up_people_are_recovered() {
    for answers_each in [10, 30] {
        let runs: Vec<_> = [20, 21, 22].map(|seed| recovered(seed, answers_each)).into();
        let mean = |which: usize| runs.iter().map(|run| run[which]).sum::<f64>() / 3.0;
        let [difficulty, discrimination, slope, question, person, limit] = [0, 1, 2, 3, 4, 5].map(mean);
        println!(
            "500 made-up people, 60 questions, {} first attempts: difficulty r = {difficulty:.3}, discrimination r = {discrimination:.3}, \
             slope r = {slope:.3}, question ratings r = {question:.3}, person ratings r = {person:.3}; slope by a discrimination known \
             without error r = {limit:.3}",
            500 * answers_each
        );
        assert!(difficulty > 0.93 && question > 0.92 && person > 0.9, "{difficulty} {question} {person}");
        assert!(discrimination > 0.88 && slope > 0.75, "{discrimination} {slope}");
    }
}
