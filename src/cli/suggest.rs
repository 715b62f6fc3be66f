//! `mockingbird suggest`: phrases to add and phrases to doubt, from answers that people have marked.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, counted, marked};
use crate::bank::{Bank, Question, Source};
use crate::evaluate::{Addition, Agreement, Fold, Marked, Suggestions, quoted, suggest, trial};

#[derive(Debug, Args)]
#[command(after_help = "What is printed is TOML to paste: read each phrase first, and widen it to the ways people say it. A phrase
that helps on these answers may be chance; --trial makes proposals from each half of the answers and grades the other half.")]
pub(super) struct Arguments {
    #[command(flatten)]
    input: marked::Input,
    /// Show what proposals from one half of the answers do to the agreement on the other
    #[arg(long)]
    trial: bool,
}

pub(super) fn run(arguments: &Arguments, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let source = super::source(questions)?;
    let bank = super::bank(questions)?;
    let mut out = anstream::stdout();
    let (marked, code) = arguments.input.read(&bank, &mut out)?;
    if arguments.trial {
        try_out(&mut out, &source, &bank, &marked)?;
    } else {
        write_suggestions(&mut out, &bank, &suggest(&bank, &marked))?;
    }
    Ok(code)
}

/// Both halves, each way.
fn try_out(out: &mut impl Write, source: &Source, bank: &Bank, marked: &[Marked<'_>]) -> Result<(), Failure> {
    let first = Fold::Share { part: 1, of: 2 };
    let (one, other): (Vec<_>, Vec<_>) = marked.iter().cloned().partition(|marked| first.holds(&marked.answer, None));
    for (seen, unseen) in [(&one, &other), (&other, &one)] {
        let trial = trial(source, bank, seen, unseen)
            .map_err(|faults| Failure::Usage(format!("the amended bank has {}", counted(faults.len(), "fault"))))?;
        let shown = |agreement: &Agreement| {
            let r = agreement.r.map_or_else(|| "–".to_owned(), |r| format!("{r:.3}"));
            format!("r {r}, mean absolute error {:.2}", agreement.mae)
        };
        writeln!(
            out,
            "from {}: {} to add, {} to doubt",
            counted(seen.len(), "answer"),
            counted(trial.additions, "phrase"),
            counted(trial.doubts, "phrase")
        )?;
        writeln!(out, "  on the other {}:  {}", counted(unseen.len(), "answer"), shown(&trial.before))?;
        writeln!(out, "  with the additions:    {}", shown(&trial.with_additions))?;
        writeln!(out, "  and without the doubted: {}", shown(&trial.after))?;
    }
    Ok(())
}

fn write_suggestions(out: &mut impl Write, bank: &Bank, suggestions: &Suggestions<'_>) -> Result<(), Failure> {
    if suggestions.additions.is_empty() && suggestions.doubts.is_empty() {
        writeln!(out, "# nothing to propose: these answers say nothing clear that the rubrics do not hear")?;
    }
    for (_, question) in bank.questions() {
        write_question(out, question, suggestions)?;
    }
    Ok(())
}

fn write_question(out: &mut impl Write, question: &Question, suggestions: &Suggestions<'_>) -> Result<(), Failure> {
    let additions: Vec<&Addition<'_>> = suggestions.additions.iter().filter(|a| a.question.key == question.key).collect();
    let doubts: Vec<_> = suggestions.doubts.iter().filter(|d| d.question.key == question.key).collect();
    if additions.is_empty() && doubts.is_empty() {
        return Ok(());
    }
    writeln!(out, "# {}", question.key.short())?;
    for point in &question.points {
        let mut phrases = additions.iter().filter(|addition| addition.point.id == point.id).peekable();
        if phrases.peek().is_none() {
            continue;
        }
        writeln!(out, "\n[[questions.points]]\nid = \"{}\"  # {}\naccept = [  # to add", point.id, point.says)?;
        for Addition { phrase, good, poor, gain, .. } in phrases {
            writeln!(out, "  {},  # missed in {good} well-marked and {poor} poor answers; r {gain:+.3}", quoted(phrase))?;
        }
        writeln!(out, "]")?;
    }
    if !doubts.is_empty() {
        writeln!(out, "\n# to doubt")?;
    }
    for doubt in doubts {
        let answers = counted(doubt.fired, "answer");
        let (kind, id) = (doubt.criterion.kind(), doubt.criterion.id());
        writeln!(out, "# {kind} {id}: {}", quoted(&doubt.phrase.text))?;
        writeln!(out, "#   fires in {answers} marked {:.0} % on average; without it r {:+.3}", doubt.mean_mark * 100.0, doubt.gain)?;
    }
    writeln!(out)?;
    Ok(())
}
