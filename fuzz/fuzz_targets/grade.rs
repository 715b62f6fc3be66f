//! Any text is a phrase that parses or an error at a place in it, and any answer has a verdict with evidence inside it.
//!
//! `cargo +nightly fuzz run grade -- -max_len=4000`
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mockingbird::bank::{Bank, Source};
use mockingbird::grade::{Builder, PointDraft, Score};
use mockingbird::rubric::parse;
use mockingbird::text::Language;

static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::load(&Source::builtin()).expect("the built-in bank loads"));

fuzz_target!(|text: &str| {
    let (phrase, answer) = text.split_once('\n').unwrap_or(("weak reference", text));
    match parse(phrase) {
        Ok(phrase) => {
            let sets = BTreeMap::new();
            let mut builder = Builder::new(Language::English, &sets, &[]);
            let accept = [phrase];
            let _ = builder.point(&PointDraft { id: "point", worth: 1, accept: &accept, ..PointDraft::default() });
            builder.prompt(answer);
            builder.model(answer);
            let _ = builder.build().grade(answer);
        }
        Err(error) => assert!(phrase.is_char_boundary(error.at.min(phrase.len())) && error.at <= phrase.len()),
    }
    let (_, question) = BANK.questions().nth(answer.len() % 10).expect("there are ten questions");
    let verdict = question.rubric.grade(answer);
    assert!(verdict.score <= Score::FULL);
    let points = verdict.points.iter().flat_map(|point| &point.evidence);
    for range in points.chain(verdict.mistakes.iter().flat_map(|mistake| &mistake.evidence)) {
        assert!(range.start < range.end && answer.get(range.clone()).is_some());
    }
});
