//! `mockingbird study`: the study card of a concept.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use crate::app::AppError;
use crate::terminal::Style;

pub(super) fn run(topic: &str, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let bank = super::bank(questions)?;
    let mut concepts: Vec<_> = bank.pool(Some(topic), None).map_err(AppError::from)?.into_iter().map(|(concept, _)| concept).collect();
    concepts.dedup_by_key(|concept| &concept.id);
    let mut out = anstream::stdout();
    let [concept] = concepts[..] else {
        let ids: Vec<&str> = concepts.iter().map(|concept| concept.id.as_str()).collect();
        return Err(Failure::Usage(format!("`{topic}` is several concepts; study one of {}", ids.join(", "))));
    };
    write!(out, "{}", Style::of_stdout().card(concept))?;
    writeln!(out, "\nPractise it with `mockingbird practice --topic {}`.", concept.id)?;
    Ok(ExitCode::SUCCESS)
}
