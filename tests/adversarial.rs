//! Answers that try the grader, each beside a twin that must be judged otherwise.
//!
//! The cases are data: `tests/adversarial/*.toml`, one family a file, with small rubrics of their own. A case says in
//! a sentence what it guards. What grading cannot do yet is marked `not_yet` with the reason, and the mark must go as
//! soon as the case is met, so the list never lies.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mockingbird::bank::{Bank, Source, SourceFile};
use mockingbird::grade::Verdict;
use serde::Deserialize;

/// Cases that a family has at the least.
const FEWEST: usize = 15;
/// The families that there must be.
const FAMILIES: [&str; 10] =
    ["code", "echoes", "injections", "lists", "negations", "numbers", "self-corrections", "swaps", "typos", "unicode"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    rubrics: Vec<Rubric>,
    cases: Vec<Case>,
}

/// A rubric in short: phrases by id, each point worth 1, each mistake costing 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rubric {
    id: String,
    prompt: String,
    points: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    mistakes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    guards: String,
    rubric: String,
    answer: Expected,
    twin: Expected,
    not_yet: Option<String>,
}

/// An answer and its verdict: which points and mistakes exactly, or where only the score matters, its bounds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    says: String,
    met: Option<Vec<String>>,
    mistakes: Option<Vec<String>>,
    at_least: Option<f64>,
    at_most: Option<f64>,
}

impl Expected {
    /// What is wrong with a verdict, if anything.
    fn objection(&self, verdict: &Verdict) -> Option<String> {
        let bounded = self.at_least.is_some() || self.at_most.is_some();
        let score = verdict.score.fraction();
        let mut objections = String::new();
        let mut compare = |what: &str, expected: &Option<Vec<String>>, found: Vec<String>| {
            let mut expected = match expected {
                None if bounded => return,
                expected => expected.clone().unwrap_or_default(),
            };
            expected.sort();
            if expected != found {
                let _ = write!(objections, "{what} {found:?} instead of {expected:?}; ");
            }
        };
        compare("met", &self.met, met(verdict));
        compare("mistakes", &self.mistakes, mistakes(verdict));
        if score < self.at_least.unwrap_or(0.0) || score > self.at_most.unwrap_or(1.0) {
            let _ = write!(objections, "score {score:.2}; ");
        }
        (!objections.is_empty()).then(|| format!("{:?}: {objections}", self.says))
    }
}

fn met(verdict: &Verdict) -> Vec<String> {
    let mut ids: Vec<String> = verdict.points.iter().filter(|point| point.is_met()).map(|point| point.id.clone()).collect();
    ids.sort();
    ids
}

fn mistakes(verdict: &Verdict) -> Vec<String> {
    let mut ids: Vec<String> = verdict.mistakes.iter().map(|mistake| mistake.id.clone()).collect();
    ids.sort();
    ids
}

/// The rubrics as a bank with one concept, so that they are compiled the way an author's are.
fn bank(family: &str, rubrics: &[Rubric]) -> Bank {
    // A JSON string is a TOML string too.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let listed = |phrases: &[String]| phrases.iter().map(|phrase| quoted(phrase)).collect::<Vec<_>>().join(", ");
    let mut concept = String::from(
        "id = 'trial'\nnumber = 1\ntitle = 'Trial'\nlevel = 'mid'\n\
         card = { what = 'x', why = 'x', use_cases = ['x'], trade_offs = ['x'] }\n",
    );
    for rubric in rubrics {
        let head = format!("id = {}\nprompt = {}", quoted(&rubric.id), quoted(&rubric.prompt));
        let _ = writeln!(concept, "[[questions]]\n{head}\nkind = 'explain'\nlevel = 'mid'\nminutes = 3\nanswer = 'Not needed here.'");
        for (id, phrases) in &rubric.points {
            let _ = writeln!(concept, "[[questions.points]]\nid = {}\nsays = 'x'\nhint = 'x'\naccept = [{}]", quoted(id), listed(phrases));
        }
        for (id, phrases) in &rubric.mistakes {
            let text = "[[questions.mistakes]]";
            let _ = writeln!(concept, "{text}\nid = {}\nsays = 'x'\ncorrection = 'x'\naccept = [{}]", quoted(id), listed(phrases));
        }
    }
    let file = |path: &str, text: String| SourceFile { path: path.into(), shown: path.into(), text };
    let subject = "title = 'Trial'\nlanguage = 'en'\nlicence = 'MIT'\n".to_owned();
    let source = Source { files: vec![file("trial/01-trial.toml", concept.clone()), file("trial/subject.toml", subject)] };
    Bank::load(&source).unwrap_or_else(|faults| panic!("{family}: {faults:#?}\n{concept}"))
}

/// What is wrong with a case, if anything.
fn objection(bank: &Bank, case: &Case) -> Option<String> {
    let question = bank.named(&format!("trial/{}", case.rubric)).unwrap_or_else(|| panic!("there is no rubric {}", case.rubric));
    let answer = question.rubric().grade(&case.answer.says);
    let twin = question.rubric().grade(&case.twin.says);
    let differs = (answer.score, met(&answer), mistakes(&answer)) != (twin.score, met(&twin), mistakes(&twin));
    let same = (!differs).then(|| "both are judged alike; ".to_owned());
    let parts = [case.answer.objection(&answer), case.twin.objection(&twin), same];
    let objections: String = parts.into_iter().flatten().collect();
    (!objections.is_empty()).then_some(objections)
}

#[test]
fn every_answer_is_told_from_its_twin() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adversarial");
    let mut wrong = String::new();
    for name in FAMILIES {
        let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap_or_else(|error| panic!("{name}: {error}"));
        let family: Family = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(family.cases.len() >= FEWEST, "{name} has {} cases", family.cases.len());
        let bank = bank(name, &family.rubrics);
        for case in &family.cases {
            match (objection(&bank, case), &case.not_yet) {
                (Some(objection), None) => {
                    let _ = writeln!(wrong, "{name}: {}\n    {objection}", case.guards);
                }
                (None, Some(reason)) => {
                    let _ = writeln!(wrong, "{name}: {}\n    is met now: take its `not_yet` ({reason}) away", case.guards);
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_two_cases_guard_the_same_thing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adversarial");
    let mut seen = BTreeMap::new();
    for name in FAMILIES {
        let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap_or_else(|error| panic!("{name}: {error}"));
        let family: Family = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for case in family.cases {
            assert!(case.guards.ends_with('.') && case.guards.contains(' '), "{name}: {:?} is no sentence", case.guards);
            let before = seen.insert(case.guards.clone(), name);
            assert_eq!(before, None, "{name}: {}", case.guards);
        }
    }
}
