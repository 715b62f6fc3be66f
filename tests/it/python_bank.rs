//! The Python bank as content that people trust: enough of everything, every statement of its source covered, and what
//! its code prints is what it says. A study group's own bank need not be like this; `mockingbird check` asks for less.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mockingbird::bank::{Bank, Kind, Level, Question, Sample, Source, weak_spots};
use mockingbird::grade::Score;

use crate::support::{python, report};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("questions")
}

fn bank() -> Bank {
    Bank::load(&Source::builtin()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Which third of all scores the middle of a sample's range lies in.
fn third(sample: &Sample) -> usize {
    usize::from(sample.score.0.thousandths().midpoint(sample.score.1.thousandths()) / 334)
}

/// What a question has too little of.
fn shortcomings(question: &Question) -> Vec<String> {
    let mut short = Vec::new();
    let mut need = |there: bool, what: String| {
        if !there {
            short.push(format!("{}: {what}", question.key.short()));
        }
    };
    let points = question.points.len();
    need((4..=8).contains(&points), format!("{points} points, not 4 to 8"));
    need(question.mistakes.len() >= 2, format!("{} mistakes, not 2", question.mistakes.len()));
    let follow_ups = question.points.iter().filter(|point| point.follow_up.is_some()).count();
    need(follow_ups >= 2, format!("{follow_ups} follow-ups, not 2"));
    need(question.samples.len() >= 8, format!("{} samples, not 8", question.samples.len()));
    for (which, name) in ["low", "middle", "high"].into_iter().enumerate() {
        let there = question.samples.iter().filter(|sample| third(sample) == which).count();
        need(there >= 2, format!("{there} samples in the {name} third, not 2"));
    }
    let width = |sample: &Sample| sample.score.1.thousandths() - sample.score.0.thousandths();
    let wide = question.samples.iter().filter(|sample| width(sample) > 200).count();
    need(wide == 0, format!("{wide} samples with a range wider than 0.2"));
    if question.kind == Kind::Predict {
        need(question.prints.is_some(), "code whose output nobody holds against a run".into());
    }
    short
}

#[test]
fn every_concept_has_questions_enough_of_every_kind_and_level() {
    let bank = bank();
    let mut short: Vec<String> = Vec::new();
    for concept in bank.concepts() {
        let kinds: BTreeSet<_> = concept.questions.iter().map(|question| question.kind).collect();
        let levels: BTreeSet<_> = concept.questions.iter().map(|question| question.level).collect();
        if concept.questions.len() < 8 || kinds.len() < 5 || levels.len() < Level::ALL.len() {
            short.push(format!(
                "{}: {} questions of {} kinds and {} levels",
                concept.id,
                concept.questions.len(),
                kinds.len(),
                levels.len()
            ));
        }
        short.extend(concept.questions.iter().flat_map(shortcomings));
    }
    assert!(short.is_empty(), "{}", short.join("\n"));
    let spots: Vec<_> = weak_spots(&bank).iter().map(|spots| spots.question.key.short()).collect();
    report(&format!("python bank: {} questions, {} with points or mistakes that no sample tries", bank.questions().count(), spots.len()));
}

#[test]
fn every_statement_of_the_source_is_covered_by_a_point_that_its_sentence_meets() {
    let bank = bank();
    let text = fs::read_to_string(folder().join("python/COVERAGE.md")).unwrap();
    let mut missed = Vec::new();
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Statement") && !line.starts_with("| ---")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, name, point, sentence] = cells[..] else { panic!("not four cells: {line}") };
        let question = bank.named(name).unwrap_or_else(|| panic!("no question {name}: {line}"));
        assert!(question.point(point).is_some(), "{name} has no point {point}");
        let verdict = question.rubric().grade(sentence);
        let met = verdict.points.iter().any(|verdict| verdict.id == point && verdict.credit > Score::ZERO);
        if !met || !verdict.mistakes.is_empty() {
            missed.push(format!("{name} {point}: {sentence}"));
        }
        *rows.entry(question.key.concept.clone()).or_insert(0) += 1;
    }
    assert!(missed.is_empty(), "these sentences do not meet their points:\n{}", missed.join("\n"));
    assert!(bank.concepts().all(|concept| rows.get(&concept.id).is_some_and(|rows| *rows >= 5)), "too few rows: {rows:?}");
    report(&format!("coverage: {} statements", rows.values().sum::<i32>()));
}

#[test]
fn what_a_question_says_its_code_prints_is_what_it_prints() {
    if !python::is_there() {
        report("skipped: no python3 of version 3.11 or later");
        return;
    }
    let bank = bank();
    let mut run = 0;
    for (_, question) in bank.questions() {
        let (Some(code), Some(prints)) = (&question.code, &question.prints) else { continue };
        let ran = python::run(&["-c", code]);
        assert!(ran.status.success(), "{}: {}", question.key, String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout).trim_matches('\n'), prints, "{}", question.key);
        run += 1;
    }
    assert!(run >= 10, "only {run} programs were run");
}
