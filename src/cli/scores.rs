//! `mockingbird scores`: what a player has scored.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, counted};
use crate::config::Config;
use crate::grade::Score;
use crate::terminal::table;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Whose scores [default: your user name]
    #[arg(long, value_name = "NAME")]
    player: Option<String>,
}

pub(super) fn run(arguments: &Arguments, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let (name, person) = super::known_player(&app, arguments.player.as_deref()).await?;
        let records = match &person {
            Some(person) => app.records(person).await?,
            None => Vec::new(),
        };
        app.store.close().await;
        let mut out = anstream::stdout();
        if records.is_empty() {
            writeln!(out, "No scores for {name} yet. `mockingbird practice` is a good place to start.")?;
            return Ok(ExitCode::SUCCESS);
        }
        let rows = records.iter().map(|record| {
            let gone = if app.bank.question(&record.question).is_some() { "" } else { " (left the bank)" };
            let question = format!("{}{gone}", record.question.short());
            [question, record.attempts.to_string(), record.latest.to_string(), record.best.to_string(), record.latest_day.to_string()]
        });
        writeln!(out, "{}", table(["Question", "Times", "Latest", "Best", "Last answered"], rows))?;
        let best = Score::mean(records.iter().map(|record| record.best));
        writeln!(out, "{name}: {}, best scores {best} on average", counted(records.len(), "question"))?;
        Ok(ExitCode::SUCCESS)
    })
}
