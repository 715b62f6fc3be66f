//! What holds for every answer, tried on many.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Builder, MistakeDraft, PointDraft, Rubric, Score};
use crate::rubric::{Phrase, parse};
use crate::text::Language;

/// Points with a sentence each that says them.
const POINTS: [(&str, &str, &str); 5] = [
    ("weak", "(keys | values) weak", "The keys are held weakly."),
    ("shallow", "not: include contents", "It does not include the contents."),
    ("vanish", "entry (vanishes | removed)", "The entry vanishes."),
    ("faster", "{lookup faster}", "A faster lookup is the gain."),
    ("sixteen", "16 bytes", "It takes sixteen bytes."),
];

/// A rubric whose points stand in some order.
fn rubric(order: &[usize]) -> Rubric {
    let sets = BTreeMap::new();
    let mut builder = Builder::new(Language::English, &sets, &[]);
    let phrases = |text: &str| vec![parse(text).unwrap_or_else(|error| panic!("{error}"))] as Vec<Phrase>;
    for at in order {
        let (id, phrase, _) = POINTS[*at];
        builder.point(&PointDraft { id, worth: 2, accept: &phrases(phrase), ..PointDraft::default() }).unwrap();
    }
    builder.mistake(&MistakeDraft { id: "copy", costs: 2, accept: &phrases("values copied"), voids: &[], of: &[] }).unwrap();
    builder.prompt("What is a dictionary with keys that are held weakly?");
    builder.build()
}

/// Answers of words that matter, words that do not, and every punctuation that could confuse.
fn answer() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "the",
        "keys",
        "values",
        "weak",
        "weakly",
        "are",
        "not",
        "no",
        "wait",
        "never",
        "include",
        "contents",
        "entry",
        "vanishes",
        "removed",
        "copied",
        "faster",
        "lookup",
        "16",
        "sixteen",
        "bytes",
        "it",
        "doesn't",
        "without",
        "normal",
        "unlike",
        "but",
        "which",
        "dict",
        "refrence",
        "vanihses",
        "`__slots__`",
        "sys.getsizeof()",
        "❌",
        "O(n)",
        "É",
        "弱引用",
        "rubric",
    ]);
    let gap = prop::sample::select(vec![" ", " ", " ", " ", ", ", ". ", "\n", "; ", " - ", "-", "... ", "! ", ": "]);
    prop::collection::vec((word, gap), 0..40).prop_map(|pairs| pairs.into_iter().flat_map(<[&str; 2]>::from).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_has_a_verdict_with_evidence_inside_it(answer in prop_oneof![any::<String>(), answer()]) {
        let verdict = rubric(&[0, 1, 2, 3, 4]).grade(&answer);
        let points = verdict.points.iter().flat_map(|point| &point.evidence);
        for range in points.chain(verdict.mistakes.iter().flat_map(|mistake| &mistake.evidence)) {
            prop_assert!(range.start < range.end && answer.get(range.clone()).is_some(), "{range:?}");
        }
        prop_assert!(verdict.score <= Score::FULL);
    }

    #[test]
    fn the_order_of_points_does_not_matter(answer in answer(), order in Just(vec![0, 1, 2, 3, 4]).prop_shuffle()) {
        prop_assert_eq!(rubric(&order).grade(&answer).score, rubric(&[0, 1, 2, 3, 4]).grade(&answer).score);
    }

    #[test]
    fn saying_a_missing_point_never_lowers_the_score(answer in answer(), point in 0..POINTS.len()) {
        let rubric = rubric(&[0, 1, 2, 3, 4]);
        let before = rubric.grade(&answer);
        prop_assume!(!before.points[point].is_met());
        let after = rubric.grade(&format!("{answer}.\n\n{}", POINTS[point].2));
        prop_assert!(after.score >= before.score, "{} after {}", after.score, before.score);
    }

    #[test]
    fn white_space_and_case_do_not_matter(answer in answer()) {
        let rubric = rubric(&[0, 1, 2, 3, 4]);
        let plain = rubric.grade(&answer);
        let wide = rubric.grade(&answer.replace(' ', "  \t "));
        prop_assert_eq!(wide.score, plain.score);
        // Whether a line was wrapped shows in the case of the next one; nothing else does.
        let line = answer.replace('\n', " ");
        prop_assert_eq!(rubric.grade(&line.to_uppercase()).score, rubric.grade(&line).score);
    }
}
