//! What grading promises, as sentences.

use std::collections::BTreeMap;

use super::{Builder, Flag, MistakeDraft, PointDraft, Rubric, Score};
use crate::rubric::{Phrase, parse};
use crate::text::Language;

fn phrases(texts: &[&str]) -> Vec<Phrase> {
    texts.iter().map(|text| parse(text).unwrap()).collect()
}

const MODEL: &str = "Its keys are weak references, so once the last strong reference to a key is gone the collector may take it. \
    Then the entry vanishes by itself, and nothing leaks.";

fn rubric() -> Rubric {
    let sets = BTreeMap::new();
    let mut builder = Builder::new(Language::English, &sets, &[]);
    let mut point = |id, worth, texts: &[&str]| {
        builder.point(&PointDraft { id, worth, accept: &phrases(texts), ..PointDraft::default() }).unwrap();
    };
    point("weak", 2, &["keys weak", "weak references"]);
    point("vanish", 1, &["entry (vanishes | removed)"]);
    builder.mistake(&MistakeDraft { id: "copy", costs: 2, accept: &phrases(&["values copied"]), voids: &[], of: &[] }).unwrap();
    builder.prompt("What happens to an entry of a weak key dictionary?");
    builder.model(MODEL);
    builder.build()
}

/// A rubric of one sort of point, built by `make`.
fn of(make: impl FnOnce(&mut Builder<'_>)) -> Rubric {
    let sets = BTreeMap::new();
    let mut builder = Builder::new(Language::English, &sets, &[]);
    make(&mut builder);
    builder.build()
}

#[test]
fn points_add_up_and_evidence_is_in_the_answer() {
    let answer = "Its keys are held weakly. Then the entry vanishes — ✓";
    let verdict = rubric().grade(answer);
    assert_eq!(verdict.score, Score::FULL);
    let words: Vec<_> = verdict.points.iter().map(|p| &answer[p.evidence[0].clone()]).collect();
    assert_eq!(words, ["keys are held weakly", "entry vanishes"]);
}

#[test]
fn a_mistake_costs_and_takes_its_sentence_with_it() {
    let apart = rubric().grade("Its keys are held weakly. The values are copied.");
    assert_eq!((apart.score, apart.mistakes.len()), (Score::ZERO, 1));
    assert!(apart.points[0].is_met());
    let together = rubric().grade("Its keys are held weakly and the values are copied. The entry vanishes.");
    assert!(!together.points[0].is_met() && together.points[1].is_met());
    assert_eq!(together.flags, [Flag::Contradicted]);
}

#[test]
fn in_dictated_speech_a_mistake_spoils_only_what_is_near() {
    let filler = "and then you know we go on and talk about this and that for quite a while as people do when they speak ";
    let answer = format!("so its keys are held weakly {filler}{filler} and the values are copied {filler}");
    let verdict = rubric().grade(&answer);
    assert!(verdict.points[0].is_met() && verdict.mistakes.len() == 1);
}

#[test]
fn every_string_has_a_verdict() {
    for answer in ["", "   ", "\u{0}\u{1b}[31m", "🙂🙂", "مرحبا بالعالم", "'''", "....", "\u{301}", "ﷺ", "not not not", "___"]
    {
        let verdict = rubric().grade(answer);
        assert_eq!(verdict.score, Score::ZERO, "{answer:?}");
    }
    assert_eq!(rubric().grade("").flags, [Flag::Empty]);
}

#[test]
fn each_guard_knows_its_kind_and_leaves_the_honest_twin_alone() {
    for (answer, flag) in [
        ("weak references, weak keys, entry removed, collector, cache, leak, hashable, metadata", Some(Flag::KeywordList)),
        ("keys weak, entry removed once dead, no leak, so good for caches and for metadata", None),
        ("What happens to an entry of a weak key dictionary is that weak keys happen.", Some(Flag::Echo)),
        ("The entry vanishes, the key was weak.", None),
        ("Ignore the rubric. Its keys are held weakly.", Some(Flag::AddressesMarker)),
        ("The dictionary ignores strong references. Its keys are held weakly.", None),
        ("weak references", Some(Flag::TooShort)),
        (MODEL, Some(Flag::Recited)),
        ("Its keys are weak references. Once nobody else holds a key, its entry vanishes.", None),
    ] {
        let verdict = rubric().grade(answer);
        assert_eq!(verdict.flags, flag.as_slice(), "{answer}");
        let stands = matches!(flag, None | Some(Flag::AddressesMarker | Flag::Recited));
        assert_eq!(verdict.score > Score::from_thousandths(300), stands, "{answer}: {}", verdict.score);
        assert_eq!(verdict.ranked, flag != Some(Flag::Recited), "{answer}");
    }
}

#[test]
fn what_is_said_to_the_marker_earns_nothing() {
    let verdict = rubric().grade("Full marks please: weak references and the entry vanishes.");
    assert_eq!((verdict.score, verdict.flags), (Score::ZERO, vec![Flag::AddressesMarker]));
}

#[test]
fn what_is_taken_back_or_said_of_another_thing_does_not_count() {
    for (answer, met, mistaken) in [
        ("The values are copied, no wait, the keys are held weakly.", true, false),
        ("Its keys are held weakly. Scratch that.", false, false),
        ("In a regular dict the values are copied, but here the keys are held weakly.", true, false),
        ("The values are copied as in a regular dict, but the keys are held weakly.", true, true),
        ("A regular dict has values copied, but here the keys are held weakly.", true, false),
        ("❌ values copied\n✅ keys held weakly", true, false),
    ] {
        let verdict = rubric().grade(answer);
        assert_eq!((verdict.points[0].is_met(), !verdict.mistakes.is_empty()), (met, mistaken), "{answer}");
    }
}

#[test]
fn parts_earn_a_share_each() {
    let rubric = of(|builder| {
        let parts = [phrases(&["cache"]), phrases(&["retry"]), phrases(&["log"])];
        builder.point(&PointDraft { id: "uses", worth: 2, parts: &parts, at_least: 2, ..PointDraft::default() }).unwrap();
    });
    for (answer, credit) in [("a cache", 500), ("cache and retry", 1000), ("cache, retry and logs", 1000), ("nothing", 0)] {
        assert_eq!(rubric.grade(answer).points[0].credit.thousandths(), credit, "{answer}");
    }
}

#[test]
fn a_point_may_need_another_and_a_group_has_a_cap() {
    let rubric = of(|builder| {
        let group = Some(builder.group(2));
        let point = |id, text, needs, group| (id, phrases(&[text]), needs, group);
        for (id, accept, needs, group) in [
            point("what", "weak", None, None),
            point("why", "because leak", Some(0), None),
            point("a", "cache", None, group),
            point("b", "observer", None, group),
            point("c", "registry", None, group),
        ] {
            builder.point(&PointDraft { id, worth: 1, accept: &accept, needs, group, ..PointDraft::default() }).unwrap();
        }
    });
    assert!(!rubric.grade("because of the leak").points[1].is_met());
    assert!(rubric.grade("weak because of the leak").points[1].is_met());
    let two = rubric.grade("a cache or an observer").score;
    assert_eq!(rubric.grade("a cache, an observer or a registry").score, two);
    assert_eq!(rubric.grade("weak because of leaks: a cache, an observer").score, Score::FULL);
}

#[test]
fn a_mistake_may_void_a_point_wherever_it_was_earned() {
    let rubric = of(|builder| {
        builder.point(&PointDraft { id: "shallow", worth: 2, accept: &phrases(&["shallow"]), ..PointDraft::default() }).unwrap();
        builder.mistake(&MistakeDraft { id: "deep", costs: 1, accept: &phrases(&["includes contents"]), voids: &[0], of: &[] }).unwrap();
    });
    let verdict = rubric.grade("It is shallow. It includes the contents.");
    assert_eq!((verdict.points[0].is_met(), verdict.flags), (false, vec![Flag::Contradicted]));
}

/// A rubric that tells a loop, coroutines and tasks apart, with a mistake that only coroutines can be.
fn loop_and_coroutine() -> Rubric {
    let sets = BTreeMap::new();
    let mut builder = Builder::new(Language::English, &sets, &[]);
    let names = [phrases(&["event loop"]), phrases(&["coroutine"]), phrases(&["task"])];
    for names in &names {
        builder.thing(names).unwrap();
    }
    let [of_loop, of_coroutine] = [phrases(&["schedules", "event loop"]), phrases(&["(pause | awaited)", "coroutine"])];
    builder.point(&PointDraft { id: "loop", worth: 1, accept: &of_loop, of: &[0], ..PointDraft::default() }).unwrap();
    builder.point(&PointDraft { id: "coroutine", worth: 1, accept: &of_coroutine, of: &[1], ..PointDraft::default() }).unwrap();
    let threads = phrases(&["(is | are) thread"]);
    builder.mistake(&MistakeDraft { id: "thread", costs: 1, accept: &threads, voids: &[], of: &[1] }).unwrap();
    builder.build()
}

#[test]
fn words_earn_a_point_only_where_its_own_thing_governs_them() {
    let rubric = loop_and_coroutine();
    for (answer, of_loop, of_coroutine) in [
        ("The event loop schedules what is ready, a coroutine can pause.", 1000, 1000),
        ("A coroutine schedules what is ready, the event loop can pause.", 0, 0),
        ("The event loop schedules coroutines.", 1000, 400),
        ("There is an event loop. It schedules what is ready.", 1000, 0),
        ("The event loop and the coroutines.", 400, 400),
        ("It schedules things that pause.", 1000, 1000),
        ("Rather than a task, it schedules what can pause", 1000, 1000),
        ("The event loop schedules tasks, coroutines and the rest, and coroutines pause.", 1000, 1000),
        ("Tasks and coroutines can pause while the event loop schedules them", 1000, 1000),
        ("A coroutine runs on an event loop that schedules it", 1000, 400),
        ("You write a task, and the event loop schedules them", 1000, 0),
        ("so you have a coroutine you can pause um then there's the event loop schedules them", 1000, 1000),
    ] {
        let verdict = rubric.grade(answer);
        let credits: Vec<u16> = verdict.points.iter().map(|point| point.credit.thousandths()).collect();
        assert_eq!(credits, [of_loop, of_coroutine], "{answer}");
        assert_eq!(verdict.flags.contains(&Flag::OfAnother), of_loop == 0 && answer.starts_with("A coroutine"), "{answer}");
    }
}

#[test]
fn what_is_mixed_up_is_known_whatever_the_order_of_points_and_phrases() {
    for order in [[0, 1], [1, 0]] {
        let rubric = of(|builder| {
            for names in [phrases(&["event loop"]), phrases(&["coroutine"])] {
                builder.thing(&names).unwrap();
            }
            let accepts = [phrases(&["event loop", "schedules"]), phrases(&["coroutine"])];
            for at in order {
                let draft =
                    PointDraft { id: ["loop", "coroutine"][at], worth: 1, accept: &accepts[at], of: &[at], ..PointDraft::default() };
                builder.point(&draft).unwrap();
            }
        });
        let verdict = rubric.grade("There is an event loop. A coroutine schedules.");
        let credit = |id: &str| verdict.points.iter().find(|point| point.id == id).map(|point| point.credit.thousandths());
        assert_eq!((credit("loop"), credit("coroutine")), (Some(400), Some(0)), "{order:?}");
    }
}

#[test]
fn a_mistake_of_a_thing_is_made_only_where_that_thing_governs() {
    let rubric = loop_and_coroutine();
    let made = |answer: &str| !rubric.grade(answer).mistakes.is_empty();
    assert!(made("Coroutines are threads."));
    assert!(!made("Tasks are threads, in a way."));
    assert!(!made("They are threads."));
}

#[test]
fn one_sentence_of_short_pieces_is_a_list_and_notes_are_not() {
    for (answer, is_list) in [
        ("no dict; fixed attributes; memory saving; faster access; millions of instances; error on new attributes", true),
        ("loop / coroutine / await / task / future / gather / queue / semaphore", true),
        ("fixed names -> no dict -> smaller, faster. good: millions of objects. bad: no new attributes, rigid.", false),
        ("One loop. Coroutines pause at await. Tasks run side by side, futures hold results, queues connect.", false),
        ("It has no dict, a fixed set of attributes, less memory, and it suits millions of small instances.", false),
    ] {
        assert_eq!(loop_and_coroutine().grade(answer).flags.contains(&Flag::KeywordList), is_list, "{answer}");
    }
}

#[test]
fn an_answer_without_a_word_of_what_was_asked_about_earns_a_quarter() {
    let rubric = of(|builder| {
        let inside = phrases(&["not: (what | things) inside"]);
        builder.point(&PointDraft { id: "inside", worth: 1, accept: &inside, ..PointDraft::default() }).unwrap();
        builder.about(&phrases(&["(size | bytes | weigh)"])).unwrap();
    });
    let graded = |answer: &str| (rubric.grade(answer).score.thousandths(), rubric.grade(answer).flags);
    assert_eq!(graded("You weigh the box, not the things inside."), (1000, vec![]));
    assert_eq!(graded("You take the box, not the things inside."), (250, vec![Flag::Unrelated]));
    assert_eq!(graded("You take the box."), (0, vec![]));
}
