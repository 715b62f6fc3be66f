//! The workbench on a toy bank, and the floors of agreement on the answers in `tests/marked/`.

use serde::Deserialize;

use super::*;
use crate::bank::{Bank, Source, SourceFile};

const SUBJECT: &str = "title = 'Toys'\nlanguage = 'en'\nlicence = 'CC0-1.0'\n";
const CONCEPT: &str = "
id = 'kite'
number = 1
title = 'Kites'
level = 'junior'
card = { what = 'A kite.', why = 'Fun.', use_cases = ['Wind.'], trade_offs = ['Trees.'] }
[[questions]]
id = 'fly'
kind = 'explain'
level = 'junior'
minutes = 1
prompt = 'Why does a kite fly?'
answer = 'The wind lifts it. A string holds it.'
[[questions.points]]
id = 'wind'
says = 'Moving air, the wind, lifts the kite'
accept = ['wind lifts', 'air moves', 'magic breeze']
hint = 'What is outside?'
[[questions.points]]
id = 'string'
says = 'The string holds it at an angle'
accept = ['string holds']
hint = 'What is in your hand?'
[[questions.mistakes]]
id = 'engine'
says = 'It has an engine'
correction = 'It has none.'
accept = ['kite engine', 'pulls string']
";

fn toys() -> Source {
    let file = |path: &str, text: &str| SourceFile { path: path.into(), shown: path.into(), text: text.into() };
    Source { files: vec![file("toys/01-kite.toml", CONCEPT), file("toys/subject.toml", SUBJECT)] }
}

fn marked<'b>(bank: &'b Bank, rows: &[(&str, f64)]) -> Vec<Marked<'b>> {
    let question = bank.named("kite/fly").expect("the toy bank has it");
    rows.iter().map(|(answer, mark)| Marked { question, answer: (*answer).into(), mark: *mark, max: 10.0 }).collect()
}

/// Good answers speak of an air current and of a child that pulls the string; poor ones of magic.
const ROWS: &[(&str, f64)] = &[
    ("The moving air current carries it up. The string holds it.", 9.0),
    ("An air current carries the kite, and the string holds it.", 9.5),
    ("An air current pushes it up and a child pulls the string.", 8.0),
    ("The wind lifts it; the string holds it back.", 10.0),
    ("A magic breeze.", 0.0),
    ("There is some magic breeze in the kite.", 1.0),
    ("It has a kite engine.", 0.0),
    ("The string holds it.", 4.0),
];

#[test]
fn a_phrase_that_good_answers_say_and_the_rubric_misses_is_proposed_for_the_point_it_resembles() {
    let bank = Bank::load(&toys()).unwrap();
    let answers = marked(&bank, ROWS);
    let suggestions = suggest(&bank, &answers);
    let first = &suggestions.additions[0];
    assert_eq!((first.point.id.as_str(), first.phrase.as_str(), first.good, first.poor), ("wind", "air current", 3, 0));
    assert!(first.gain > 0.0);
}

#[test]
fn phrases_that_fire_in_poor_answers_and_mistakes_that_fire_in_good_ones_are_doubted() {
    let bank = Bank::load(&toys()).unwrap();
    let answers = marked(&bank, ROWS);
    let doubts = suggest(&bank, &answers).doubts;
    let doubted: Vec<_> = doubts.iter().map(|doubt| (doubt.criterion.id(), doubt.phrase.text.as_str(), doubt.fired)).collect();
    assert_eq!(doubted, [("wind", "magic breeze", 2), ("engine", "pulls string", 1)]);
}

#[test]
fn following_suggestions_changes_the_files_and_what_they_score() {
    let source = toys();
    let bank = Bank::load(&source).unwrap();
    let answers = marked(&bank, ROWS);
    let text = &amended(&source, &suggest(&bank, &answers)).files[0].text;
    assert!(text.contains("accept = ['air current', 'wind lifts', 'air moves', ]"), "{text}");
    assert!(text.contains("accept = ['kite engine', ]"), "{text}");
    let unseen = marked(&bank, &[("An air current. The string holds it.", 9.0), ("Magic breeze!", 0.0), ("The string holds it.", 5.0)]);
    let trial = trial(&source, &bank, &answers, &unseen).unwrap();
    assert!(trial.after.r > trial.before.r, "{trial:?}");
    assert!(trial.after.mae < trial.with_additions.mae && trial.with_additions.mae < trial.before.mae, "{trial:?}");
}

#[test]
fn phrases_are_counted_with_the_marks_of_the_answers_they_fire_in() {
    let bank = Bank::load(&toys()).unwrap();
    let answers = marked(&bank, &[("The wind lifts it, since air moves.", 8.0), ("The air moves.", 4.0), ("No idea.", 0.0)]);
    let answers: Vec<&Marked<'_>> = answers.iter().collect();
    let records = phrase_records(answers[0].question, &answers);
    let moves = records.iter().find(|record| record.phrase.text == "air moves").unwrap();
    assert_eq!((&moves.fired[..], &moves.alone[..]), (&[0, 1][..], &[1][..]));
    assert!((moves.mean_mark - 0.6).abs() < 1e-9);
    assert_eq!(records.len(), 6);
}

#[test]
fn questions_are_judged_apart_and_together_on_the_largest_scale() {
    let bank = Bank::load(&toys()).unwrap();
    let mut answers = marked(&bank, &[("The wind lifts it. A string holds it.", 10.0), ("No idea.", 0.0)]);
    answers[1].max = 5.0;
    let evaluation = evaluate(&bank, &answers);
    assert_eq!((evaluation.overall.n, evaluation.questions.len()), (2, 1));
    assert!((evaluation.overall.scale - 10.0).abs() < 1e-9 && evaluation.overall.mae < 1e-9);
    assert_eq!(evaluation.worst(1).len(), 1);
}

/// A line of a file under `tests/marked/`; `manner` says how the answer was meant to be.
#[derive(Deserialize)]
struct Line {
    question: String,
    manner: String,
    answer: String,
    mark: f64,
    max: f64,
    fold: String,
}

/// Every line under `tests/marked/`, in order of the files' names.
fn lines() -> Vec<Line> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/marked");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    texts
        .flat_map(|file| {
            std::fs::read_to_string(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Line>>()
        })
        .collect()
}

/// The answers under `tests/marked/` in one of the two parts.
fn part<'b>(bank: &'b Bank, fold: &str) -> Vec<Marked<'b>> {
    let lines = lines().into_iter().filter(|line| line.fold == fold);
    lines.map(|line| marked_line(bank, line)).collect()
}

fn marked_line(bank: &Bank, line: Line) -> Marked<'_> {
    let question = bank.named(&line.question).expect("marked answers are to questions of the bank");
    Marked { question, answer: line.answer, mark: line.mark, max: line.max }
}

/// Answers that are worth nothing score little: fluent and false, each claim reversed, things mixed up, the question
/// again, talk to the marker, the answer to another question.
#[test]
fn answers_that_are_worth_nothing_score_little_on_average() {
    const MANNERS: [&str; 7] = ["confidently-wrong", "negated", "swapped", "echo", "injection", "echo-or-injection", "other-question"];
    let bank = Bank::load(&Source::builtin()).unwrap();
    let wrong = lines().into_iter().filter(|line| line.fold == "test" && MANNERS.contains(&line.manner.as_str()));
    let wrong: Vec<Marked<'_>> = wrong.map(|line| marked_line(&bank, line)).collect();
    let mean = evaluate(&bank, &wrong).overall.mean_score;
    assert!(wrong.len() >= 40 && mean <= 1.5, "{} answers score {mean:.2} of 10 on average", wrong.len());
}

/// Nobody tunes on the `test` part. A floor is what is reached, less 0.03; the ceiling of the mean absolute error, plus 0.1.
/// Raise and lower them when grading gets better.
#[test]
fn scores_follow_the_marks_of_people_who_saw_no_score() {
    let bank = Bank::load(&Source::builtin()).unwrap();
    for (fold, answers, floor, most_off) in [("dev", 567, 0.92, 0.93), ("test", 203, 0.85, 1.2)] {
        let marked = part(&bank, fold);
        let agreement = evaluate(&bank, &marked).overall;
        assert_eq!(agreement.n, answers);
        assert!(agreement.r.unwrap() >= floor && agreement.mae <= most_off, "{fold}: {agreement:?}");
    }
}

/// On all ten questions of a first draft: r from 0.61 to 0.63 and from 0.70 to 0.77. A few of them keep the test short.
#[test]
fn what_one_half_of_the_marked_answers_proposes_helps_the_other() {
    const QUESTIONS: [&str; 3] = ["dataclasses/generate", "memory-profiler/use", "weak-dictionaries/differ"];
    let source = first_draft();
    let bank = Bank::load(&source).unwrap();
    let some = |fold| -> Vec<Marked<'_>> {
        part(&bank, fold).into_iter().filter(|marked| QUESTIONS.contains(&marked.question.key.short().as_str())).collect()
    };
    let (dev, test) = (some("dev"), some("test"));
    let there = trial(&source, &bank, &dev, &test).unwrap();
    let reverse = trial(&source, &bank, &test, &dev).unwrap();
    assert!(there.after.mae < there.before.mae && reverse.after.mae < reverse.before.mae, "{there:?} {reverse:?}");
    let r = |agreement: Agreement| agreement.r.unwrap();
    assert!(r(there.after) + r(reverse.after) > r(there.before) + r(reverse.before) + 0.02, "{there:?} {reverse:?}");
}

/// The bank as an author would first write it down: two phrases a point.
fn first_draft() -> Source {
    let mut draft = Source::builtin();
    for file in draft.files.iter_mut().filter(|file| file.path.contains(".toml")) {
        let mut phrases = None;
        let mut in_point = false;
        let kept = file.text.split_inclusive('\n').filter(|line| {
            in_point = if line.starts_with("[[") { line.starts_with("[[questions.points]]") } else { in_point };
            match phrases {
                None if in_point && line.starts_with("accept = [") && !line.trim_end().ends_with(']') => phrases = Some(0),
                Some(_) if line.starts_with(']') => phrases = None,
                Some(count) if line.trim_start().starts_with(['\'', '"']) => {
                    phrases = Some(count + 1);
                    return count < 2;
                }
                _ => {}
            }
            true
        });
        file.text = kept.collect();
    }
    draft
}
