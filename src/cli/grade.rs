//! `mockingbird grade`: one answer for a person to read, or many for a machine.

use std::fmt::{self, Write as _};
use std::io::{self, BufRead, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Failure, each_line};
use crate::bank::{Bank, Question};
use crate::grade::Verdict;
use crate::terminal::Style;

#[derive(Debug, Args)]
#[command(after_help = "With --jsonl, standard input holds lines such as
  {\"question\":\"slots/trade\",\"answer\":\"No __dict__.\",\"id\":7}
and each is answered by a line with question, score (0 to 1), points, mistakes and flags; further keys, such as id, are
passed through. A line that cannot be graded is answered by {\"line\":N,\"error\":\"…\"}, and the exit code is 1.")]
pub(super) struct Arguments {
    /// The question, as concept/question
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    question: Option<String>,
    /// The answer; `-`, or nothing, reads it from standard input
    #[arg(conflicts_with = "jsonl")]
    answer: Option<String>,
    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
    /// Grade JSON lines from standard input
    #[arg(long, conflicts_with = "json")]
    jsonl: bool,
}

pub(super) fn run(arguments: &Arguments, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let bank = super::bank(questions)?;
    if arguments.jsonl {
        return grade_lines(&bank, io::stdin().lock(), io::stdout().lock());
    }
    let question = named(&bank, arguments.question.as_deref().unwrap_or_default()).map_err(Failure::Usage)?;
    let answer = match arguments.answer.as_deref() {
        None | Some("-") => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Some(answer) => answer.to_owned(),
    };
    let verdict = bank.grade(question, &answer);
    let mut out = anstream::stdout();
    if arguments.json {
        writeln!(out, "{}", verdict_json(question, &verdict))?;
    } else {
        write!(out, "{}", Style::of_stdout().verdict(question, &answer, &verdict))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The question of a name, or a sentence that names the nearest.
pub(super) fn named<'b>(bank: &'b Bank, name: &str) -> Result<&'b Question, String> {
    bank.named(name).ok_or_else(|| {
        let shorts: Vec<String> = bank.questions().map(|(_, question)| question.key.short()).collect();
        let nearest = crate::nearest(name, shorts.iter().map(String::as_str));
        let hint = nearest.map_or_else(|| "`mockingbird topics` lists them all".to_owned(), |nearest| format!("did you mean `{nearest}`?"));
        format!("there is no question `{name}`; {hint}")
    })
}

fn grade_lines(bank: &Bank, input: impl BufRead, mut out: impl Write) -> Result<ExitCode, Failure> {
    let mut code = ExitCode::SUCCESS;
    each_line(input, |number, line| {
        let graded = grade_line(bank, line).unwrap_or_else(|error| {
            code = ExitCode::FAILURE;
            json!({ "line": number, "error": error }).to_string()
        });
        writeln!(out, "{graded}")
    })?;
    out.flush()?;
    Ok(code)
}

fn grade_line(bank: &Bank, line: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(line).map_err(|error| format!("not UTF-8 after byte {}", error.valid_up_to()))?;
    let pairs: Pairs = serde_json::from_str(text).map_err(|error| format!("not a JSON object: {error}"))?;
    let string = |key: &str| {
        let raw = pairs.get(key).ok_or_else(|| format!("`{key}` is missing"))?;
        serde_json::from_str::<String>(raw.get()).map_err(|_| format!("`{key}` is not a string"))
    };
    let question = named(bank, &string("question")?)?;
    let verdict = bank.grade(question, &string("answer")?);
    let mut object = verdict_json(question, &verdict).to_string();
    object.pop();
    for (key, raw) in pairs.0.iter().filter(|(key, _)| !KNOWN.contains(&key.as_str())) {
        let _ = write!(object, ",{}:{}", Value::from(key.as_str()), raw.get());
    }
    object.push('}');
    Ok(object)
}

/// Keys of the input that are read, and of the output that are ours.
const KNOWN: [&str; 6] = ["question", "answer", "score", "points", "mistakes", "flags"];

pub(super) fn verdict_json(question: &Question, verdict: &Verdict) -> Value {
    let ranges = |ranges: &[std::ops::Range<usize>]| ranges.iter().map(|range| json!([range.start, range.end])).collect::<Vec<_>>();
    json!({
        "question": question.key.short(),
        "score": verdict.score.fraction(),
        "points": verdict.points.iter().map(|p| json!({ "id": p.id, "credit": p.credit.fraction(), "evidence": ranges(&p.evidence) })).collect::<Vec<_>>(),
        "mistakes": verdict.mistakes.iter().map(|m| json!({ "id": m.id, "evidence": ranges(&m.evidence) })).collect::<Vec<_>>(),
        "flags": verdict.flags.iter().map(|flag| flag.name()).collect::<Vec<_>>(),
    })
}

/// A JSON object with its values untouched, in order.
pub(super) struct Pairs(Vec<(String, Box<RawValue>)>);

impl Pairs {
    /// The value of a key, as written.
    pub(super) fn get(&self, key: &str) -> Option<&RawValue> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, raw)| raw.as_ref())
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs: Vec<(String, Box<RawValue>)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    if pairs.iter().any(|(name, _)| *name == key) {
                        return Err(de::Error::custom(format!("`{key}` is there twice")));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Source;

    #[test]
    fn a_bad_line_is_answered_and_the_rest_go_on() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let input = b"{\"question\":\"slots/trade\",\"answer\":\"x\",\"n\":1.10,\"who\":{\"a\":[1, 2]}}\n\nnonsense\n{\"question\":\"slots/trad\",\"answer\":\"\"}\n\xff\n{\"question\":\"slots/trade\",\"answer\":3}\n{\"question\":\"slots/trade\",\"answer\":\"\"}";
        let mut out = Vec::new();
        let code = grade_lines(&bank, &input[..], &mut out).unwrap();
        let lines: Vec<&str> = std::str::from_utf8(&out).unwrap().lines().collect();
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::FAILURE));
        assert!(lines[0].ends_with(",\"n\":1.10,\"who\":{\"a\":[1, 2]}}"), "{}", lines[0]);
        let object: Value = serde_json::from_str(lines[0]).unwrap();
        assert_eq!((&object["question"], &object["score"]), (&json!("slots/trade"), &json!(0.0)));
        for (line, number, part) in
            [(1, 3, "not a JSON object"), (2, 4, "did you mean `slots/trade`"), (3, 5, "UTF-8"), (4, 6, "not a string")]
        {
            let error: Value = serde_json::from_str(lines[line]).unwrap();
            assert_eq!(error["line"], json!(number));
            assert!(error["error"].as_str().unwrap().contains(part), "{error}");
        }
        assert_eq!(serde_json::from_str::<Value>(lines[5]).unwrap()["flags"], json!(["empty"]));
        assert_eq!(lines.len(), 6);
    }
}
