//! How fast answers are graded: `cargo bench --bench grading`.
//!
//! The measure is answers of 20, 100 and 600 words against a rubric of 8 points with 6 phrases each: 20,000 of the
//! 100-word answers a second at the least, on one core. Further rows show that time grows with the answer and hardly
//! with the phrases, what the worst answer costs against the largest rubric of the bank, and how long the bank loads.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark may stop where it stands")]

use std::collections::BTreeMap;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::ItemsCount;
use mockingbird::bank::{Bank, Question, Source};
use mockingbird::grade::{Builder, PointDraft, Rubric};
use mockingbird::rubric::{Phrase, parse};
use mockingbird::text::Language;

fn main() {
    divan::main();
}

/// What a person says about weak dictionaries, a hundred words at a time.
const ANSWER: &str = "A regular dictionary keeps a strong reference to its keys and values, so nothing that you put into \
    it is ever freed while the dictionary lives. With a WeakKeyDictionary the keys are only held weakly: once the last \
    other reference to a key is gone, the garbage collector removes it and the entry disappears by itself. A \
    WeakValueDictionary does the same for its values, which makes it handy for caches. I would use the first one to \
    attach extra metadata to objects that I don't own, without keeping them alive or leaking memory, and the second one \
    as a cache of big objects.";

const PHRASES: [&str; 48] = [
    "keys (weak | weakly)",
    "{weak reference} key",
    "weak references",
    "not: strong reference",
    "holds weakly",
    "value weak",
    "WeakKeyDictionary keys",
    "WeakValueDictionary values",
    "(which | what) side weak",
    "first keys & second values",
    "keys weak & values weak",
    "key side",
    "(collect | reclaim | free) object",
    "garbage collector",
    "last reference gone",
    "no other reference",
    "not: keep alive",
    "without keeping alive",
    "entry (vanish | disappear | removed | dropped)",
    "removed automatically",
    "by itself",
    "cleans up",
    "not: manual deletion",
    "goes away",
    "(attach | associate | store) (metadata | data | information)",
    "extra data object",
    "annotate objects",
    "side table",
    "objects [that] [i] not own",
    "third party object",
    "cache",
    "caching (big | large | expensive) objects",
    "memoize",
    "image cache",
    "object pool",
    "lookup table ~1",
    "observer",
    "listener (list | registry)",
    "subscriber",
    "callbacks weak",
    "event handler",
    "registry of (instance | object)",
    "either: memory leak",
    "either: leak",
    "prevents leaks",
    "memory (grow | growth)",
    "either: hashable",
    "not: (int | string | tuple) weak",
];

/// `points` points of `phrases` phrases each.
fn rubric(points: usize, phrases: usize) -> Rubric {
    let sets = BTreeMap::new();
    let mut builder = Builder::new(Language::English, &sets, &[]);
    let mut next = (0..).map(|at: usize| match at.checked_sub(PHRASES.len()) {
        None => parse(PHRASES[at]).unwrap(),
        Some(more) => parse(&format!("matter{} word{} other{}", letters(more), letters(more * 7), letters(more * 3))).unwrap(),
    });
    for id in 0..points {
        let accept: Vec<Phrase> = next.by_ref().take(phrases).collect();
        builder.point(&PointDraft { id: &format!("p{id}"), worth: 1, accept: &accept, ..PointDraft::default() }).unwrap();
    }
    builder.prompt("How do weak dictionaries differ from a regular dict, and when do you use them?");
    builder.build()
}

fn letters(mut number: usize) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number /= 26;
        if number == 0 {
            return text;
        }
    }
}

fn answer(words: usize) -> String {
    let pool: Vec<&str> = ANSWER.split_whitespace().collect();
    pool.iter().cycle().take(words).copied().collect::<Vec<_>>().join(" ")
}

#[divan::bench(args = [20, 100, 600])]
fn words(bencher: Bencher<'_, '_>, words: usize) {
    let (rubric, answer) = (rubric(8, 6), answer(words));
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| rubric.grade(black_box(&answer)));
}

#[divan::bench(args = [6, 24, 96])]
fn phrases_a_point(bencher: Bencher<'_, '_>, phrases: usize) {
    let (rubric, answer) = (rubric(8, phrases), answer(100));
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| rubric.grade(black_box(&answer)));
}

fn bank() -> Bank {
    Bank::load(&Source::builtin()).unwrap()
}

/// The question with the most phrases, by the size of its rubric's text.
fn largest(bank: &Bank) -> &Question {
    bank.questions().map(|(_, question)| question).max_by_key(|question| question.points.len() + question.mistakes.len()).unwrap()
}

const SHAPES: [&str; 6] = ["one word", "not", "model answer", "misspelled", "brackets", "commas"];

/// Four thousand characters of the shapes that could hurt.
#[divan::bench(args = SHAPES)]
fn worst(bencher: Bencher<'_, '_>, shape: &str) {
    let bank = bank();
    let question = largest(&bank);
    let unit = match shape {
        "one word" => "object ".to_owned(),
        "not" => "not object ".to_owned(),
        "model answer" => question.answer.clone(),
        "misspelled" => question.answer.replace(['e', 'i'], "x"),
        "brackets" => "O(O(O(__a.b.c()".to_owned(),
        _ => "the object, a class, ".to_owned(),
    };
    let mut answer = unit.repeat(4000 / unit.len() + 1);
    let mut end = 4000;
    while !answer.is_char_boundary(end) {
        end -= 1;
    }
    answer.truncate(end);
    bencher.bench_local(|| question.rubric().grade(black_box(&answer)));
}

#[divan::bench]
fn built_in_bank(bencher: Bencher<'_, '_>) {
    bencher.bench_local(bank);
}
