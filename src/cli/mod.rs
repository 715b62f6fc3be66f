//! The command line: one file per subcommand.
//!
//! Exit codes: 0 when all is well, 1 when the command worked and found something wrong (a fault in a bank, a bad line),
//! 2 when it could not do its work; `run` has a few of its own (see [`crate::discord::RunError::exit_code`]).

mod anki;
mod care;
mod check;
mod evaluate;
mod grade;
mod marked;
mod new_concept;
mod practice;
mod privacy;
mod progress;
mod run;
mod scores;
mod stats;
mod study;
mod suggest;
mod topics;

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use thiserror::Error;

use crate::app::{App, AppError};
use crate::bank::{Bank, Fault, Source, SourceError};
use crate::clock::{Clock, ClockError};
use crate::config::{Config, ConfigError, DatabaseUrl};
use crate::discord::RunError;
use crate::monitor::{ListenError, Monitor};
use crate::picture::PictureError;
use crate::store::{Account, BackupError, CopyError, Keys, KeysError, OpenError, Person, Store, StoreError, is_missing};

/// Mock interviews for study groups: answer in your own words, see what an expert would have listened for.
#[derive(Debug, Parser)]
#[command(name = "mockingbird", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    /// Configuration file [default: config.toml in your configuration folder, if there is one]
    #[arg(long, global = true, value_name = "FILE", env = "MOCKINGBIRD_CONFIG", hide_env_values = true)]
    config: Option<PathBuf>,
    /// Folder of another question bank
    #[arg(long, global = true, value_name = "DIR")]
    questions: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  mockingbird practice                          five questions, here and now
  mockingbird practice --topic slots --count 1  one question on __slots__
  mockingbird grade slots/trade 'No __dict__.'  grade one answer
  mockingbird check my-questions                find every fault in a bank of your own
  mockingbird progress                          how far you have come, and what is due
  mockingbird practice --missed                 only what you missed";

#[derive(Debug, Subcommand)]
enum Command {
    /// Hold an interview in this terminal
    Practice(practice::Arguments),
    /// Run the bot on Discord
    Run,
    /// Grade an answer, or many, without storing anything
    Grade(grade::Arguments),
    /// Report every fault of a question bank
    Check(check::Arguments),
    /// Compare scores with the marks that people gave
    Evaluate(evaluate::Arguments),
    /// Propose phrases to add and to doubt, from marked answers
    Suggest(suggest::Arguments),
    /// Show what a player has scored
    Scores(scores::Arguments),
    /// Show how far a player has come, as text or as a picture
    Progress(progress::Arguments),
    /// Write what a player missed as notes that Anki imports
    Anki(anki::Arguments),
    /// Show what there is to ask
    Topics,
    /// Show the study card of a concept
    Study {
        /// The concept: its id, its number or part of its title
        topic: String,
    },
    /// Show how questions do with people, and which to look at
    Stats {
        #[command(subcommand)]
        of: stats::Of,
    },
    /// Write a commented skeleton of a concept, to be filled in
    NewConcept(new_concept::Arguments),
    /// Print everything that is kept about a player, as JSON
    Export(privacy::Whose),
    /// Delete a player and everything about them, for good
    Delete(privacy::Whose),
    /// Purge what is older than it may be, and seal answers with the present key
    Tend,
    /// Hold every sum against the ledger
    Verify(care::Verify),
    /// Write everything to a file, while the bot runs
    Backup {
        /// A new file; it is a SQLite database, whatever the engine
        file: PathBuf,
    },
    /// Put a backup in the place of the database, which is set aside
    Restore {
        /// The backup
        file: PathBuf,
    },
    /// Copy everything to another database, to move to PostgreSQL or back
    CopyTo {
        /// Its address, such as `postgres://USER@HOST/NAME`; it must be empty
        url: String,
    },
    /// Print a completion script, to be sourced by your shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Why a command could not do its work. The text says what to do.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Clock(#[from] ClockError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(
        "there is no database {0} yet: `mockingbird practice` and `mockingbird run` make it; if yours is elsewhere, say where with \
         DATABASE_URL=sqlite:PATH"
    )]
    NoDatabase(DatabaseUrl),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("the question bank has {0}; `mockingbird check{1}` shows where")]
    Bank(String, String),
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("{0}")]
    Usage(String),
    #[error("cannot read or write: {0}")]
    Io(#[from] io::Error),
}

/// Reads the arguments and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.run() {
        Ok(code) => code,
        // Whoever reads our output has seen enough.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(anstream::stderr(), "mockingbird: {failure}");
            ExitCode::from(if let Failure::Run(error) = &failure { error.exit_code() } else { 2 })
        }
    }
}

impl Command {
    /// Whether it is about what a database holds already: it makes none, since an empty one would look like the answer.
    fn needs_what_is_there(&self) -> bool {
        match self {
            Self::Scores(_)
            | Self::Progress(_)
            | Self::Anki(_)
            | Self::Stats { .. }
            | Self::Export(_)
            | Self::Delete(_)
            | Self::Tend
            | Self::Verify(_)
            | Self::Backup { .. }
            | Self::CopyTo { .. } => true,
            Self::Practice(_)
            | Self::Run
            | Self::Restore { .. }
            | Self::Grade(_)
            | Self::Check(_)
            | Self::Evaluate(_)
            | Self::Suggest(_)
            | Self::Topics
            | Self::Study { .. }
            | Self::NewConcept(_)
            | Self::Completions { .. } => false,
        }
    }
}

impl Cli {
    fn run(self) -> Result<ExitCode, Failure> {
        let config = Config::load(self.config.as_deref())?;
        let questions = self.questions.as_deref().or(config.questions.as_deref());
        if self.command.needs_what_is_there() {
            let url = config.database_url()?;
            if is_missing(&url) {
                return Err(Failure::NoDatabase(url));
            }
        }
        match self.command {
            Command::Practice(arguments) => practice::run(&arguments, &config, questions),
            Command::Run => run::run(&config, questions),
            Command::Grade(arguments) => grade::run(&arguments, questions),
            Command::Check(arguments) => check::run(&arguments, questions),
            Command::Evaluate(arguments) => evaluate::run(&arguments, questions),
            Command::Suggest(arguments) => suggest::run(&arguments, questions),
            Command::Scores(arguments) => scores::run(&arguments, &config, questions),
            Command::Progress(arguments) => progress::run(&arguments, &config, questions),
            Command::Anki(arguments) => anki::run(&arguments, &config, questions),
            Command::Study { topic } => study::run(&topic, questions),
            Command::Stats { of } => stats::run(&of, &config, questions),
            Command::Topics => topics::run(questions),
            Command::NewConcept(arguments) => new_concept::run(&arguments, questions),
            Command::Export(whose) => privacy::export(&whose, &config, questions),
            Command::Delete(whose) => privacy::delete(&whose, &config, questions),
            Command::Tend => privacy::tend(&config, questions),
            Command::Verify(arguments) => care::verify(&arguments, &config),
            Command::Backup { file } => care::back_up(&file, &config),
            Command::Restore { file } => care::restore(&file, &config),
            Command::CopyTo { url } => care::copy_to(url, &config),
            Command::Completions { shell } => {
                clap_complete::generate(shell, &mut Self::command(), "mockingbird", &mut io::stdout());
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// The files of the bank in a folder, or of the one in the binary.
fn source(questions: Option<&Path>) -> Result<Source, Failure> {
    Ok(match questions {
        Some(folder) => Source::folder(folder)?,
        None => Source::builtin(),
    })
}

/// The bank, refused when anything is wrong with it.
fn bank(questions: Option<&Path>) -> Result<Bank, Failure> {
    let folder = questions.map(|folder| format!(" {}", folder.display())).unwrap_or_default();
    Bank::load(&source(questions)?).map_err(|faults| Failure::Bank(counted(faults.len(), "fault"), folder))
}

/// The use cases over the bank and the database.
async fn app(config: &Config, questions: Option<&Path>) -> Result<App, Failure> {
    let clock = Clock::from_environment()?;
    let bank = bank(questions)?;
    let monitor = Monitor::default().started_at(clock.now());
    let store = store(config).await?.with_monitor(monitor.clone());
    Ok(App { bank, store, clock, monitor })
}

/// The database, with the keys of its answers.
async fn store(config: &Config) -> Result<Store, Failure> {
    let keys = config.answer_keys()?.map_or(Ok(Keys::default()), |keys| Keys::parse(keys.expose()))?;
    Ok(Store::open(&config.database_url()?).await?.with_keys(keys))
}

/// Runs a command that needs the database, on this thread.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// The name of whoever sits at this terminal.
fn player_name(given: Option<&str>) -> Result<String, Failure> {
    let name = given.map(str::to_owned).or_else(|| ["USER", "LOGNAME", "USERNAME"].iter().find_map(|key| std::env::var(key).ok()));
    let name = name.unwrap_or_else(|| "player".to_owned());
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        return Err(Failure::Usage("a player's name has 1 to 60 visible characters; choose one with --player NAME".into()));
    }
    Ok(name.to_owned())
}

/// Whoever sits at this terminal, and who that is in the database, if anybody.
async fn known_player(app: &App, given: Option<&str>) -> Result<(String, Option<Person>), Failure> {
    let name = player_name(given)?;
    let person = app.known(&Account::terminal(&name)).await?;
    Ok((name, person))
}

/// Hands every line that is not blank to `each`, with its number from 1.
fn each_line(mut input: impl BufRead, mut each: impl FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            each(number, &line)?;
        }
    }
    Ok(())
}

/// "1 fault", "2 faults".
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// In order of place, for reading.
fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| (fault.place.file, fault.place.span.start));
    faults
}
