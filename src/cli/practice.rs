//! `mockingbird practice`: an interview in the terminal.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::Failure;
use crate::app::Wish;
use crate::bank::Level;
use crate::clock::machine_zone;
use crate::config::Config;
use crate::store::{Account, Provider};
use crate::terminal::{self, TerminalError};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A topic: a concept, its number, a subject or a tag (see `mockingbird topics`)
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Only questions of this level
    #[arg(long, value_name = "LEVEL", value_parser = PossibleValuesParser::new(Level::ALL.map(Level::name)))]
    level: Option<String>,
    /// Only what you missed when you last answered it
    #[arg(long)]
    missed: bool,
    /// Minutes for each question; an answer that comes later counts all the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=60))]
    minutes: Option<u8>,
    /// Number of questions
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    count: u8,
    /// Draw the same questions again
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Under whose name scores are kept [default: your user name]
    #[arg(long, value_name = "NAME")]
    player: Option<String>,
}

pub(super) fn run(arguments: &Arguments, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let name = super::player_name(arguments.player.as_deref())?;
        let person = app.person(&Account::terminal(&name), machine_zone()).await?;
        let wish = Wish {
            topic: arguments.topic.clone(),
            level: arguments.level.as_deref().and_then(Level::from_name),
            missed: arguments.missed,
            minutes: arguments.minutes,
            count: usize::from(arguments.count),
            seed: arguments.seed.unwrap_or_else(rand::random),
            source: Provider::Terminal.name(),
            guild: None,
            except: Vec::new(),
        };
        let started = app.start(&person, &wish).await?;
        let mut out = anstream::stdout();
        let mut lines = terminal::standard()?;
        let held = terminal::interview(&app, &person, started, lines.as_mut(), &mut out).await;
        app.store.close().await;
        held.map_err(|error| match error {
            TerminalError::App(error) => Failure::App(error),
            TerminalError::Io(error) => Failure::Io(error),
        })?;
        writeln!(out, "\nKept for {name}. `mockingbird scores` shows all of them.")?;
        Ok(ExitCode::SUCCESS)
    })
}
