//! What the tests share: the bank for tests, the real binary, an app on a fresh database.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use mockingbird::app::{Action, App, Outcome, Started, Wish};
use mockingbird::bank::{Bank, Source};
use mockingbird::clock::Clock;
use mockingbird::config::DatabaseUrl;
use mockingbird::monitor::Monitor;
use mockingbird::store::{Account, Person, Provider, Store};

/// Midnight of 1 January 2026 in UTC; the clock of most tests stands still here.
pub(crate) const NEW_YEAR: &str = "1767225600@0";

/// Folder of the bank for tests.
pub(crate) fn bank_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bank")
}

/// The real binary over the bank for tests, in a folder of its own.
pub(crate) struct Binary {
    home: tempfile::TempDir,
}

impl Binary {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.home.path().join("data/scores.db")
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mockingbird"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .env("USER", "ada")
            .env("TZ", "UTC")
            .env("DATABASE_URL", format!("sqlite:{}", self.database().display()))
            .env("MOCKINGBIRD_TEST_CLOCK", NEW_YEAR)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command over the bank for tests with `input` on standard input.
    pub(crate) fn run(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let folder = bank_folder();
        let mut command = self.command(arguments);
        command.args(["--questions", folder.to_str().unwrap()]);
        finish(&mut command, input)
    }
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command.spawn().unwrap();
    // A command that fails at once reads nothing; its closed pipe is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(input);
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    Ran { code: status.code().unwrap_or(-1), out: String::from_utf8(stdout).unwrap(), err: String::from_utf8(stderr).unwrap() }
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// An app over the bank for tests and a fresh SQLite file, gone with the returned folder.
pub(crate) async fn app() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::new(format!("sqlite:{}", folder.path().join("test.db").display()));
    (app_on(&url).await, folder)
}

/// The bank for tests.
pub(crate) fn bank() -> Bank {
    Bank::load(&Source::folder(&bank_folder()).unwrap()).unwrap()
}

pub(crate) async fn app_on(url: &DatabaseUrl) -> App {
    App { bank: bank(), store: Store::open(url).await.unwrap(), clock: Clock::parse(NEW_YEAR).unwrap(), monitor: Monitor::default() }
}

pub(crate) async fn person(app: &App, name: &str) -> Person {
    let account = Account { provider: Provider::Terminal, external_id: name.to_owned() };
    app.person(&account, chrono_tz::Tz::Europe__Berlin).await.unwrap()
}

/// Starts an interview and looks at its first question.
pub(crate) async fn begin(app: &App, person: &Person, wish: &Wish) -> Started {
    let started = app.start(person, wish).await.unwrap();
    assert!(matches!(app.play(person, started.id, &Action::Look).await.unwrap(), Outcome::Question(asked) if asked.round == 0));
    started
}

/// The address of the bot's database in a folder of its own.
pub(crate) fn bot_database(home: &Path) -> String {
    format!("sqlite:{}", home.join("bot.db").display())
}

/// Says a figure of the run: on standard output, and in the file that `tests/run` prints in the end.
pub(crate) fn report(line: &str) {
    println!("{line}");
    if let Some(file) = std::env::var_os("MOCKINGBIRD_TEST_REPORT") {
        let mut file = std::fs::File::options().create(true).append(true).open(file).unwrap();
        writeln!(file, "{line}").unwrap();
    }
}

/// The machine's Python, if it has one.
pub(crate) mod python {
    use std::process::{Command, Output};

    fn command(arguments: &[&str]) -> Command {
        let mut command = Command::new("python3");
        command.args(arguments).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// Whether there is one that is new enough for the bank: 3.11.
    pub(crate) fn is_there() -> bool {
        command(&["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).output().is_ok_and(|ran| ran.status.success())
    }

    /// Runs it to the end.
    pub(crate) fn run(arguments: &[&str]) -> Output {
        command(arguments).output().unwrap()
    }
}
