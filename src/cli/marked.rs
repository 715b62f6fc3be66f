//! Reading marked answers: JSON lines from files or from standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::grade::{Pairs, named};
use super::{Failure, each_line};
use crate::bank::Bank;
use crate::evaluate::{Fold, Marked};

/// Where marked answers come from, and which of them count.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// Files of marked answers, one JSON object a line; `-` is standard input
    #[arg(required = true, value_name = "MARKED")]
    files: Vec<PathBuf>,
    /// Only a part of the answers: the Kth of N, or those whose line says `"fold": "NAME"`
    #[arg(long, value_name = "K/N|NAME")]
    pub(super) fold: Option<Fold>,
}

impl Input {
    /// The answers of all files, and the exit code: failure when some line could not be read.
    ///
    /// Bad lines are answered on `out`.
    pub(super) fn read<'b>(&self, bank: &'b Bank, out: &mut impl Write) -> Result<(Vec<Marked<'b>>, ExitCode), Failure> {
        let mut answers = Vec::new();
        let mut code = ExitCode::SUCCESS;
        for file in &self.files {
            let shown = file.display().to_string();
            let unreadable = |error: io::Error| Failure::Usage(format!("cannot read {shown}: {error}; name a file of marked answers"));
            let mut refuse = |line: u64, error: &str| {
                code = ExitCode::FAILURE;
                let file = (self.files.len() > 1).then_some(&shown);
                let mut object = json!({ "line": line, "error": error });
                if let Some(file) = file {
                    object["file"] = json!(file);
                }
                writeln!(out, "{object}")
            };
            if shown == "-" {
                self.lines(bank, io::stdin().lock(), &mut answers, &mut refuse)?;
            } else {
                self.lines(bank, BufReader::new(File::open(file).map_err(unreadable)?), &mut answers, &mut refuse)?;
            }
        }
        if answers.is_empty() {
            return Err(Failure::Usage(
                "there is no marked answer to look at; lines are {\"question\",\"answer\",\"mark\",\"max\"}".into(),
            ));
        }
        Ok((answers, code))
    }

    fn lines<'b>(
        &self,
        bank: &'b Bank,
        input: impl BufRead,
        answers: &mut Vec<Marked<'b>>,
        refuse: &mut impl FnMut(u64, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        each_line(input, |number, line| match read_line(bank, line) {
            Ok((marked, name)) => {
                if self.fold.as_ref().is_none_or(|fold| fold.holds(&marked.answer, name.as_deref())) {
                    answers.push(marked);
                }
                Ok(())
            }
            Err(error) => refuse(number, &error),
        })
    }
}

/// A marked answer, and what its line says under `fold`.
fn read_line<'b>(bank: &'b Bank, line: &[u8]) -> Result<(Marked<'b>, Option<String>), String> {
    let text = std::str::from_utf8(line).map_err(|error| format!("not UTF-8 after byte {}", error.valid_up_to()))?;
    let pairs: Pairs = serde_json::from_str(text).map_err(|error| format!("not a JSON object: {error}"))?;
    let question = named(bank, &needed::<String>(&pairs, "question", "a string")?)?;
    let answer = needed(&pairs, "answer", "a string")?;
    let mark: f64 = needed(&pairs, "mark", "a number")?;
    let max: f64 = needed(&pairs, "max", "a number")?;
    if max <= 0.0 {
        return Err("`max` is not above 0".into());
    }
    if !(0.0..=max).contains(&mark) {
        return Err(format!("`mark` is not between 0 and {max}"));
    }
    let fold = pairs.get("fold").and_then(|raw| serde_json::from_str(raw.get()).ok());
    Ok((Marked { question, answer, mark, max }, fold))
}

fn needed<T: DeserializeOwned>(pairs: &Pairs, key: &str, what: &str) -> Result<T, String> {
    let raw = pairs.get(key).ok_or_else(|| format!("`{key}` is missing"))?;
    serde_json::from_str(raw.get()).map_err(|_| format!("`{key}` is not {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Source;

    #[test]
    fn bad_lines_are_answered_and_the_rest_are_kept() {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let input = Input { files: Vec::new(), fold: Some(Fold::Named("dev".into())) };
        let text = br#"{"question":"slots/trade","answer":"x","mark":3,"max":10,"fold":"dev","who":[1]}
{"question":"slots/trade","answer":"x","mark":3,"max":10,"fold":"test"}

{"question":"slots/trade","answer":"x","mark":11,"max":10}
{"question":"slots/trade","answer":"x","mark":"3","max":10}
{"question":"slots/trade","answer":"x","mark":0,"max":0}
{"question":"slots/trad","answer":"x","mark":3,"max":10}
{"answer":"x"}
nonsense"#;
        let mut answers = Vec::new();
        let mut errors = Vec::new();
        let mut refuse = |line, error: &str| {
            errors.push((line, error.to_owned()));
            Ok(())
        };
        input.lines(&bank, &text[..], &mut answers, &mut refuse).unwrap();
        assert_eq!(answers.len(), 1);
        for ((line, error), (number, part)) in errors.iter().zip([
            (4, "between 0 and 10"),
            (5, "`mark` is not a number"),
            (6, "above 0"),
            (7, "did you mean `slots/trade`"),
            (8, "`question` is missing"),
            (9, "not a JSON object"),
        ]) {
            assert_eq!(*line, number, "{error}");
            assert!(error.contains(part), "{error}");
        }
        assert_eq!(errors.len(), 6);
    }
}
