//! `mockingbird topics`: what there is to ask.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use crate::bank::Level;
use crate::terminal::table;

pub(super) fn run(questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let bank = super::bank(questions)?;
    let mut out = anstream::stdout();
    for subject in &bank.subjects {
        writeln!(out, "{} ({})", subject.title, subject.id)?;
        let rows = subject.concepts.iter().map(|concept| {
            let levels: Vec<&str> = Level::ALL
                .into_iter()
                .filter(|level| concept.questions.iter().any(|question| question.level == *level))
                .map(Level::name)
                .collect();
            [concept.number.to_string(), concept.id.clone(), concept.title.clone(), concept.questions.len().to_string(), levels.join(", ")]
        });
        writeln!(out, "{}", table(["No.", "Topic", "Concept", "Questions", "Levels"], rows))?;
    }
    writeln!(out, "Practise one with `mockingbird practice --topic TOPIC`.")?;
    Ok(ExitCode::SUCCESS)
}
