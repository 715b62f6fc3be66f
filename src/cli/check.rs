//! `mockingbird check`: every fault of a bank at once, each with a caret under the place.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use super::{Failure, counted, sorted};
use crate::bank::{Bank, Fault, Kind, Level, Question, Source, WeakSpots, check, weak_spots};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the bank [default: the one in the binary]
    directory: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let questions = arguments.directory.as_deref().or(questions);
    let source = super::source(questions)?;
    let loaded = Bank::load(&source);
    let faults = sorted(loaded.as_ref().map_or_else(Vec::clone, check));
    let mut out = anstream::stdout();
    write_faults(&mut out, &source, &faults)?;
    if !faults.is_empty() {
        let files: std::collections::BTreeSet<_> = faults.iter().map(|fault| fault.place.file).collect();
        writeln!(out, "{} in {}", counted(faults.len(), "fault"), counted(files.len(), "file"))?;
        return Ok(ExitCode::FAILURE);
    }
    if let Ok(bank) = loaded {
        write_summary(&mut out, &bank)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What there is, and what no sample tries yet.
fn write_summary(out: &mut impl Write, bank: &Bank) -> Result<(), Failure> {
    let questions: Vec<&Question> = bank.questions().map(|(_, question)| question).collect();
    writeln!(
        out,
        "{}: no fault in {}, {}, {}, {}, {}",
        bank.title,
        counted(bank.concepts().count(), "concept"),
        counted(questions.len(), "question"),
        counted(questions.iter().map(|q| q.points.len()).sum(), "point"),
        counted(questions.iter().map(|q| q.mistakes.len()).sum(), "mistake"),
        counted(questions.iter().map(|q| q.samples.len()).sum(), "sample"),
    )?;
    let kinds = Kind::ALL.map(|kind| (kind.name(), questions.iter().filter(|q| q.kind == kind).count()));
    let levels = Level::ALL.map(|level| (level.name(), questions.iter().filter(|q| q.level == level).count()));
    writeln!(out, "questions by kind: {}", listed(&kinds))?;
    writeln!(out, "questions by level: {}", listed(&levels))?;
    let spots = weak_spots(bank);
    if !spots.is_empty() {
        writeln!(out, "weak spots, which no sample tries:")?;
    }
    for WeakSpots { question, points, mistakes } in spots {
        let points = points.iter().map(|point| point.id.as_str()).collect::<Vec<_>>().join(", ");
        let mistakes = mistakes.iter().map(|mistake| mistake.id.as_str()).collect::<Vec<_>>().join(", ");
        let parts = [("points never met", points), ("mistakes never made", mistakes)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.1.is_empty()).map(|(what, ids)| format!("{what}: {ids}")).collect();
        writeln!(out, "  {}: {}", question.key.short(), parts.join("; "))?;
    }
    Ok(())
}

/// "explain 3, compare 2", without what there is none of.
fn listed(counts: &[(&str, usize)]) -> String {
    let some: Vec<String> = counts.iter().filter(|row| row.1 > 0).map(|(name, count)| format!("{name} {count}")).collect();
    some.join(", ")
}

/// Draws each fault into its file.
fn write_faults(out: &mut impl Write, source: &Source, faults: &[Fault]) -> Result<(), Failure> {
    let theme = if io::stdout().is_terminal() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    for fault in faults {
        let file = &source.files[fault.place.file];
        let mut diagnostic = MietteDiagnostic::new(fault.message.clone())
            .with_label(LabeledSpan::new_primary_with_span(Some(fault.label.clone()), caret(&file.text, fault)));
        if let Some(help) = &fault.help {
            diagnostic = diagnostic.with_help(help.clone());
        }
        let report = Report::from(diagnostic).with_source_code(NamedSource::new(&file.shown, file.text.clone()));
        let mut drawn = String::new();
        handler.render_report(&mut drawn, report.as_ref()).map_err(|_| io::Error::other("a fault could not be drawn"))?;
        writeln!(out, "{drawn}")?;
    }
    Ok(())
}

/// The span to underline: of a text over several lines, the first.
fn caret(text: &str, fault: &Fault) -> std::ops::Range<usize> {
    let span = fault.place.span.clone();
    let end = text[span.start..span.end].find('\n').map_or(span.end, |line| span.start + line);
    span.start..end
}
