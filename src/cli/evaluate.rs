//! `mockingbird evaluate`: how well scores agree with the marks that people gave.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::{Failure, marked};
use crate::evaluate::{Agreement, Evaluation, Graded, Marked, evaluate, phrase_records};
use crate::terminal::{Style, table};
use crate::text::visible;

#[derive(Debug, Args)]
#[command(after_help = "Each line of MARKED is an answer that a person has marked:
  {\"question\":\"slots/trade\",\"answer\":\"No __dict__.\",\"mark\":3.5,\"max\":10}
Further keys are for you. A line that cannot be read is answered by {\"line\":N,\"error\":\"…\"}, and the exit code is 1.
Hold some answers back while you write phrases, and report on those alone: --fold 1/2 and --fold 2/2 split any set.")]
pub(super) struct Arguments {
    #[command(flatten)]
    input: marked::Input,
    /// Print everything as one line of JSON
    #[arg(long)]
    json: bool,
    /// Disagreements to show
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    worst: usize,
    /// Show every phrase: how often it fired, and in how well-marked answers
    #[arg(long)]
    phrases: bool,
}

pub(super) fn run(arguments: &Arguments, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let bank = super::bank(questions)?;
    let mut out = anstream::stdout();
    let (marked, code) = arguments.input.read(&bank, &mut out)?;
    let evaluation = evaluate(&bank, &marked);
    if arguments.json {
        writeln!(out, "{}", as_json(&evaluation, &marked))?;
        return Ok(code);
    }
    let rows = evaluation.questions.iter().map(|question| row(question.question.key.short(), &question.agreement));
    let rows = rows.chain(std::iter::once(row("all".into(), &evaluation.overall)));
    writeln!(out, "{}", table(["Question", "n", "r", "kappa", "RMSE", "MAE", "Mark", "Score"], rows))?;
    let style = Style::of_stdout();
    let worst = evaluation.worst(arguments.worst);
    if !worst.is_empty() {
        writeln!(out, "\n{}", style.heading("Worst disagreements", ""))?;
        for graded in worst {
            write!(out, "{}", disagreement(style, graded))?;
        }
    }
    writeln!(out, "\n{}", style.heading("Phrases", ""))?;
    if arguments.phrases {
        write_phrases(&mut out, &evaluation, &marked)?;
    } else {
        write_silent(&mut out, &evaluation, &marked)?;
    }
    Ok(code)
}

fn row(name: String, agreement: &Agreement) -> [String; 8] {
    let share = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    let Agreement { n, r, kappa, rmse, mae, mean_mark, mean_score, .. } = *agreement;
    let mean = |value: f64| format!("{value:.2}");
    [name, n.to_string(), share(r), share(kappa), mean(rmse), mean(mae), mean(mean_mark), mean(mean_score)]
}

/// An answer with both marks, and the words that earned or cost.
fn disagreement(style: Style, graded: &Graded<'_, '_>) -> String {
    let Marked { question, answer, mark, max } = graded.marked;
    let score = graded.verdict.score.fraction() * max;
    let mut text = format!("\n{}\n", style.heading(&question.key.short(), &format!("mark {mark:.1}, score {score:.1} of {max}")));
    text.push_str(&style.text(answer));
    let said = |evidence: &[std::ops::Range<usize>]| {
        let words: Vec<String> = evidence.iter().map(|range| format!("“{}”", visible(&answer[range.clone()]))).collect();
        words.join(", ")
    };
    for point in &graded.verdict.points {
        let found = if point.is_met() { said(&point.evidence) } else { "missed".to_owned() };
        text.push_str(&style.aside(&format!("point {}: {found}", point.id)));
    }
    for mistake in &graded.verdict.mistakes {
        text.push_str(&style.aside(&format!("mistake {}: {}", mistake.id, said(&mistake.evidence))));
    }
    text
}

fn write_phrases(out: &mut impl Write, evaluation: &Evaluation<'_, '_>, marked: &[Marked<'_>]) -> Result<(), Failure> {
    for question in &evaluation.questions {
        let key = &question.question.key;
        let answers: Vec<&Marked<'_>> = marked.iter().filter(|marked| marked.question.key == *key).collect();
        let rows = phrase_records(question.question, &answers).into_iter().map(|record| {
            let mean = if record.fired.is_empty() { "–".to_owned() } else { format!("{:.2}", record.mean_mark) };
            let criterion = format!("{} {}", record.criterion.kind(), record.criterion.id());
            [criterion, record.phrase.text.clone(), record.fired.len().to_string(), record.alone.len().to_string(), mean]
        });
        writeln!(out, "{}\n{}", key.short(), table(["For", "Phrase", "Fired", "Alone", "Mean mark"], rows))?;
    }
    Ok(())
}

/// Without `--phrases`: how many phrases of each question do nothing here.
fn write_silent(out: &mut impl Write, evaluation: &Evaluation<'_, '_>, marked: &[Marked<'_>]) -> Result<(), Failure> {
    for question in &evaluation.questions {
        let key = &question.question.key;
        let answers: Vec<&Marked<'_>> = marked.iter().filter(|marked| marked.question.key == *key).collect();
        let records = phrase_records(question.question, &answers);
        let fired = records.iter().filter(|record| !record.fired.is_empty()).count();
        let alone = records.iter().filter(|record| !record.alone.is_empty()).count();
        writeln!(out, "{}: {fired} of {} phrases fired, {alone} were ever alone in it", key.short(), records.len())?;
    }
    writeln!(out, "--phrases shows each, with the mean mark of the answers it fired in (as a share of full marks).")?;
    Ok(())
}

fn as_json(evaluation: &Evaluation<'_, '_>, marked: &[Marked<'_>]) -> Value {
    let questions = evaluation.questions.iter().map(|question| {
        let answers: Vec<&Marked<'_>> = marked.iter().filter(|marked| marked.question.key == question.question.key).collect();
        let phrases = phrase_records(question.question, &answers).into_iter().map(|record| {
            let mean = (!record.fired.is_empty()).then_some(record.mean_mark);
            json!({
                "kind": record.criterion.kind(), "id": record.criterion.id(), "phrase": record.phrase.text,
                "fired": record.fired.len(), "alone": record.alone.len(), "mean_mark": mean,
            })
        });
        let phrases: Vec<Value> = phrases.collect();
        json!({ "question": question.question.key.short(), "agreement": agreement_json(&question.agreement), "phrases": phrases })
    });
    let answers = evaluation.graded.iter().map(|graded| {
        let Marked { question, answer, mark, max } = graded.marked;
        let mut verdict = super::grade::verdict_json(question, &graded.verdict);
        verdict["answer"] = json!(answer);
        verdict["mark"] = json!(mark);
        verdict["max"] = json!(max);
        verdict
    });
    json!({
        "overall": agreement_json(&evaluation.overall),
        "questions": questions.collect::<Vec<_>>(),
        "answers": answers.collect::<Vec<_>>(),
    })
}

fn agreement_json(agreement: &Agreement) -> Value {
    let Agreement { n, scale, r, kappa, rmse, mae, mean_mark, mean_score } = *agreement;
    json!({ "n": n, "scale": scale, "r": r, "kappa": kappa, "rmse": rmse, "mae": mae, "mean_mark": mean_mark, "mean_score": mean_score })
}
