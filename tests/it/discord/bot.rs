//! The bot as a process of its own, and people to try it.

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use loopback_discord::{Channel, Guild, Loopback, Message, Person, Response};
use serde_json::json;
use tokio::task::spawn_blocking;

use crate::support::{bank_folder, bot_database, report};

/// A loopback Discord with a guild, a channel and two people, and the bot's database.
pub(crate) struct Stage {
    pub(crate) discord: Loopback,
    pub(crate) guild: Guild,
    pub(crate) channel: Channel,
    pub(crate) ada: Person,
    pub(crate) bob: Person,
    pub(crate) home: tempfile::TempDir,
    bot: Option<Child>,
    config: Option<&'static str>,
}

/// How the bot reaches Discord.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Plain,
    Tls,
}

impl Stage {
    /// The stage with the bot on it.
    pub(crate) async fn new() -> Self {
        let mut stage = Self::without_bot().await;
        stage.start(Way::Plain).await;
        stage
    }

    pub(crate) async fn without_bot() -> Self {
        Self::on(Loopback::builder().bot_name("Mockingbird").start().await)
    }

    pub(crate) fn on(discord: Loopback) -> Self {
        let guild = discord.guild("Study group");
        let channel = guild.channel("general");
        let (ada, bob) = (discord.person("ada"), discord.person("bob"));
        ada.set_global_name("Ada").joins(&guild);
        bob.set_global_name("Bob").joins(&guild);
        let home = tempfile::tempdir().unwrap();
        // A test presses faster than any person.
        let config = home.path().join(".config/mockingbird");
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join("config.toml"), "[limits]\npresses_a_minute = 0\n").unwrap();
        Self { discord, guild, channel, ada, bob, home, bot: None, config: None }
    }

    /// The command that starts the bot.
    pub(crate) fn command(&self, way: Way) -> Command {
        self.command_over(way, Some(&self.bank()))
    }

    /// The command that starts the bot over a bank; over the one in the binary without one.
    pub(crate) fn command_over(&self, way: Way, bank: Option<&Path>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mockingbird"));
        command.arg("run").env_clear();
        if let Some(bank) = bank {
            command.arg("--questions").arg(bank);
        }
        command.env("HOME", self.home.path()).env("DISCORD_TOKEN", self.discord.token());
        command.env("DATABASE_URL", bot_database(self.home.path()));
        if let Some(config) = self.config {
            command.env("MOCKINGBIRD_CONFIG", self.home.path().join(config));
        }
        match way {
            Way::Plain => command.env("DISCORD_API_URL", self.discord.api_url()),
            Way::Tls => command.env("DISCORD_CONNECT", self.discord.tls_addr().to_string()).env("DISCORD_CA_FILE", self.discord.ca_file()),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Has the bot read a configuration of the stage's folder.
    pub(crate) fn configure(&mut self, file: &'static str) {
        self.config = Some(file);
    }

    /// How the bot ended by itself.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let bot = self.bot.as_mut().expect("the bot runs");
        let ending = async {
            loop {
                match bot.try_wait().unwrap() {
                    Some(status) => return status,
                    None => tokio::task::yield_now().await,
                }
            }
        };
        // One that does not end is killed with the stage.
        tokio::time::timeout(Duration::from_secs(30), ending).await.expect("the bot ends by itself")
    }

    /// The bot's bank: a copy, where the stage has one.
    fn bank(&self) -> std::path::PathBuf {
        let own = self.home.path().join("bank");
        if own.exists() { own } else { bank_folder() }
    }

    /// Starts the bot and waits for nothing.
    pub(crate) fn spawn(&mut self) {
        let mut command = self.command(Way::Plain);
        command.stderr(self.log_file()).stdout(Stdio::null());
        self.bot = Some(command.spawn().unwrap());
    }

    pub(crate) fn log_file(&self) -> std::fs::File {
        std::fs::File::options().create(true).append(true).open(self.home.path().join("log")).unwrap()
    }

    /// Starts the bot and waits until it can be spoken to.
    pub(crate) async fn start(&mut self, way: Way) {
        self.runs_logged(self.command(way)).await;
    }

    /// Starts the bot by a command, keeps its log, and waits until it can be spoken to.
    pub(crate) async fn runs_logged(&mut self, mut command: Command) {
        command.stderr(self.log_file()).stdout(Stdio::null());
        self.runs(command).await;
    }

    /// As [`Stage::runs`], with what it says in the stage's log.
    pub(crate) async fn runs_logging(&mut self, mut command: Command) {
        command.stderr(self.log_file()).stdout(Stdio::null());
        self.runs(command).await;
    }

    /// Starts the bot by a command and waits until it can be spoken to.
    pub(crate) async fn runs(&mut self, command: Command) {
        self.runs_as(command, 1).await;
    }

    /// The same where so many are connected in the end, of which others may be on their way.
    pub(crate) async fn runs_as(&mut self, mut command: Command, connected: usize) {
        let connects = self.discord.gateway().tally().identifies;
        self.bot = Some(command.spawn().unwrap());
        self.discord.gateway().until("the bot identifies", |tally| tally.identifies > connects).await.unwrap();
        self.discord.gateway().until_connected(connected).await.unwrap();
        self.discord.until_command("interview").await.unwrap();
    }

    /// SIGKILL.
    pub(crate) async fn kill(&mut self) {
        let mut bot = self.bot.take().expect("the bot runs");
        spawn_blocking(move || {
            bot.kill().unwrap();
            bot.wait().unwrap();
        })
        .await
        .unwrap();
    }

    /// SIGTERM, and how it ended.
    pub(crate) async fn stop(&mut self) -> ExitStatus {
        let mut bot = self.bot.take().expect("the bot runs");
        Command::new("kill").args(["-TERM", &bot.id().to_string()]).status().unwrap();
        spawn_blocking(move || bot.wait().unwrap()).await.unwrap()
    }

    /// Rows of the ledger.
    pub(crate) async fn attempts(&self) -> i64 {
        let pool = sqlx::SqlitePool::connect(&bot_database(self.home.path())).await.unwrap();
        sqlx::query_scalar("select count(*) from attempt").fetch_one(&pool).await.unwrap()
    }

    /// What the bot has logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }

    /// `/interview` by Ada, up to the first question.
    pub(crate) async fn first_question(&self, options: serde_json::Value) -> Message {
        let opening = self.ada.types_command(&self.channel, "interview", options).response().await.message();
        assert!(opening.is_ephemeral(), "{}", opening.text());
        self.ada.presses(&opening, "Begin").response().await.message()
    }

    /// The board as Bob asks for it, without its bold type.
    pub(crate) async fn board(&self) -> String {
        let board = self.bob.types_command(&self.channel, "leaderboard", json!({})).response().await.message();
        assert!(!board.is_ephemeral(), "the board is for everybody");
        board.text().replace("**", "")
    }

    /// An answer by the modal of a question card.
    pub(crate) async fn answers(&self, question: &Message, text: &str) -> Response {
        let modal = self.ada.presses(question, "Answer").response().await.modal();
        self.ada.submits(&modal, json!({ "answer": text })).response().await
    }

    /// Nothing that Discord would have refused, and nobody was pinged.
    pub(crate) fn is_clean(&self) {
        let violations = self.discord.violations();
        assert!(violations.is_empty(), "{violations:#?}");
        assert!(self.discord.pings().is_empty(), "{:#?}", self.discord.pings());
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(mut bot) = self.bot.take() {
            let _ = bot.kill();
            let _ = bot.wait();
        }
        if std::env::var_os("DISCORD_OPENAPI").is_some() {
            report(&format!("bodies validated against Discord's description: {}", self.discord.validated()));
        }
        if std::thread::panicking() {
            println!("{}\n--- log\n{}", self.discord.transcript(), self.log());
        }
    }
}

/// A process that must end by itself soon.
pub(crate) async fn ends(mut command: Command) -> std::process::Output {
    let waiting = spawn_blocking(move || command.spawn().unwrap().wait_with_output().unwrap());
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("the process ends by itself").unwrap()
}
