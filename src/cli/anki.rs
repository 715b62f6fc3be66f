//! `mockingbird anki`: what a player missed, as notes that Anki imports.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{Failure, counted};
use crate::app::anki_notes;
use crate::config::Config;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A new file, such as `missed.txt`; without one, the notes are printed
    file: Option<PathBuf>,
    /// Whose misses [default: your user name]
    #[arg(long, value_name = "NAME")]
    player: Option<String>,
}

pub(super) fn run(arguments: &Arguments, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let (name, person) = super::known_player(&app, arguments.player.as_deref()).await?;
        let missed = match &person {
            Some(person) => app.missed(person).await?,
            None => Vec::new(),
        };
        app.store.close().await;
        let mut out = anstream::stdout();
        let Some(file) = &arguments.file else {
            write!(out, "{}", anki_notes(&missed))?;
            return Ok(ExitCode::SUCCESS);
        };
        if missed.is_empty() {
            writeln!(out, "{name} has missed nothing that is in the bank, so there is nothing to write.")?;
            return Ok(ExitCode::SUCCESS);
        }
        fs::write(file, anki_notes(&missed))?;
        writeln!(out, "Wrote {} to {}. In Anki: File, Import.", counted(missed.len(), "note"), file.display())?;
        writeln!(out, "Importing it again later updates these notes and keeps when they are due.")?;
        Ok(ExitCode::SUCCESS)
    })
}
