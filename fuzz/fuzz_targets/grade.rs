//! Any phrase is read or refused, and any answer is graded: no panic, evidence within the answer, the same verdict twice.
//!
//! The first line of the input is a phrase, the rest an answer; the answer is also graded by a question of the bank in
//! the binary. `cargo fuzz run grade`, or see `fuzz/run` for how to do without that tool.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mockingbird::bank::{Bank, Source};
use mockingbird::grade::{Builder, PointDraft, Verdict};
use mockingbird::rubric::parse;
use mockingbird::text::Language;

static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::load(&Source::builtin()).expect("the bank has no fault"));

fuzz_target!(|input: &str| {
    let (phrase, answer) = input.split_once('\n').unwrap_or((input, input));
    if let Ok(phrase) = parse(phrase) {
        let sets = BTreeMap::new();
        let mut builder = Builder::new(Language::English, &sets, &[]);
        if builder.point(&PointDraft { id: "point", worth: 1, accept: &[phrase], ..PointDraft::default() }).is_ok() {
            let rubric = builder.build();
            hold(answer, &rubric.grade(answer));
            assert_eq!(rubric.grade(answer), rubric.grade(answer));
        }
    }
    let at = input.len() % BANK.questions().count();
    if let Some((_, question)) = BANK.questions().nth(at) {
        hold(answer, &BANK.grade(question, answer));
    }
});

/// What must be true of every verdict.
fn hold(answer: &str, verdict: &Verdict) {
    let points = verdict.points.iter().flat_map(|point| &point.evidence);
    for range in points.chain(verdict.mistakes.iter().flat_map(|mistake| &mistake.evidence)) {
        assert!(range.start < range.end && answer.get(range.clone()).is_some(), "evidence outside the answer: {range:?}");
    }
}
