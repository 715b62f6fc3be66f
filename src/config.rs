//! Settings: a TOML file, then the environment. Unknown keys are refused; secrets are never printed.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::Deserialize;
use thiserror::Error;

/// All settings. `config.example.toml` names each with its default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the question bank; the compiled-in bank when missing. Relative to the configuration file.
    pub questions: Option<PathBuf>,
    /// Where scores are kept.
    pub database: Database,
    /// The bot.
    pub discord: Discord,
    /// The daily question.
    pub daily: Daily,
    /// What is kept of people's words.
    pub privacy: Privacy,
    /// How much one person may do.
    pub limits: Limits,
    /// What the bot tells of itself.
    pub metrics: Metrics,
    /// What is logged.
    pub log: Log,
}

/// How much one person may do.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Presses, commands and answers that somebody who was quiet may do at once.
    pub presses_at_once: u16,
    /// Those that somebody may do on and on; nobody is limited when it is 0.
    pub presses_a_minute: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self { presses_at_once: 30, presses_a_minute: 120 }
    }
}

/// What the bot tells of itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// Where `/metrics` and `/healthz` are served; nowhere when missing.
    pub address: Option<SocketAddr>,
}

/// What is kept of people's words, and how.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// Days after which the text of an answer is purged; its score stays.
    pub answers_days: u16,
    /// File that holds the keys that seal answers, for those who keep them out of the environment. Relative to the
    /// configuration file.
    pub answer_keys_file: Option<PathBuf>,
}

impl Default for Privacy {
    fn default() -> Self {
        Self { answers_days: 30, answer_keys_file: None }
    }
}

/// The bot on Discord.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Discord {
    /// File that holds the token, for those who keep it out of the environment. Relative to the configuration file.
    pub token_file: Option<PathBuf>,
    /// Shards of this process, such as `0-3/8`; all of them when missing.
    pub shards: Option<String>,
}

/// The daily question.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Daily {
    /// Hours that it may be late when the bot was down; after that it is skipped.
    pub late_hours: u8,
}

impl Default for Daily {
    fn default() -> Self {
        Self { late_hours: 6 }
    }
}

/// What is logged, on standard error.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: String,
    /// For people or for machines.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: LogFormat::Text }
    }
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Something that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a secret.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where scores are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:` with a path, or `postgres://`; a file in the user's data folder when missing.
    pub url: Option<DatabaseUrl>,
}

/// A database's address, which may hold a password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Takes an address as it is.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The whole address, password included.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it names a PostgreSQL server.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.0.starts_with("postgres://") || self.0.starts_with("postgresql://")
    }
}

impl fmt::Display for DatabaseUrl {
    /// The address without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.split(['?', '#']).next().unwrap_or_default();
        match (shown.split_once("://"), shown.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) if self.is_postgres() => write!(f, "{scheme}://{host}"),
            _ => f.write_str(shown),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file that was named cannot be read.
    #[error("cannot read the configuration {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file is no TOML, or holds a key or a value that does not belong there.
    #[error("{}: {error}\nEvery setting is described in config.example.toml.", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong and where; never shows the line, which may hold a secret.
        error: String,
    },
    /// The bot has no token.
    #[error("the bot needs its token: set DISCORD_TOKEN, or name a file that holds it with discord.token_file (README, \"Discord\")")]
    NoToken,
    /// There is no home for the database.
    #[error("cannot tell where your data folder is; set DATABASE_URL=sqlite:PATH, or database.url in the configuration")]
    NoDataFolder,
}

impl Config {
    /// Reads the file that was named, or the user's own if there is one, and then the environment.
    ///
    /// # Errors
    /// [`ConfigError`] when a file cannot be read or understood.
    pub fn load(named: Option<&Path>) -> Result<Self, ConfigError> {
        let own = ProjectDirs::from("", "", "mockingbird").map(|dirs| dirs.config_dir().join("config.toml"));
        let mut config = match (named, own) {
            (Some(path), _) => Self::read(path)?,
            (None, Some(path)) if path.exists() => Self::read(&path)?,
            _ => Self::default(),
        };
        if let Ok(url) = std::env::var("DATABASE_URL")
            && !url.is_empty()
        {
            config.database.url = Some(DatabaseUrl(url));
        }
        Ok(config)
    }

    fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable { path: path.to_owned(), error })?;
        let mut config = Self::parse(&text).map_err(|error| ConfigError::Invalid { path: path.to_owned(), error })?;
        if let Some(folder) = path.parent() {
            let files = [&mut config.questions, &mut config.discord.token_file, &mut config.privacy.answer_keys_file];
            for file in files.into_iter().flatten() {
                *file = folder.join(&*file);
            }
        }
        Ok(config)
    }

    /// The settings in a text, or what is wrong with it and on which line.
    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            format!("line {line}: {}", error.message())
        })
    }

    /// The bot's token, from the environment or from its file.
    ///
    /// # Errors
    /// [`ConfigError::NoToken`] without either, [`ConfigError::Unreadable`] when the file cannot be read.
    pub fn discord_token(&self) -> Result<Secret, ConfigError> {
        let token = match (std::env::var("DISCORD_TOKEN"), &self.discord.token_file) {
            (Ok(token), _) if !token.trim().is_empty() => token,
            (_, Some(path)) => std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable { path: path.clone(), error })?,
            _ => return Err(ConfigError::NoToken),
        };
        let token = token.trim();
        if token.is_empty() { Err(ConfigError::NoToken) } else { Ok(Secret(token.to_owned())) }
    }

    /// The keys that seal answers, as they are written, from the environment or from their file.
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`] when the file cannot be read.
    pub fn answer_keys(&self) -> Result<Option<Secret>, ConfigError> {
        let keys = match (std::env::var("MOCKINGBIRD_ANSWER_KEYS"), &self.privacy.answer_keys_file) {
            (Ok(keys), _) if !keys.trim().is_empty() => keys,
            (_, Some(path)) => std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable { path: path.clone(), error })?,
            _ => return Ok(None),
        };
        Ok(Some(Secret(keys)))
    }

    /// The database to use: the one that was set, or a SQLite file in the user's data folder.
    ///
    /// # Errors
    /// [`ConfigError::NoDataFolder`] when none is set and the user has no home.
    pub fn database_url(&self) -> Result<DatabaseUrl, ConfigError> {
        if let Some(url) = &self.database.url {
            return Ok(url.clone());
        }
        let dirs = ProjectDirs::from("", "", "mockingbird").ok_or(ConfigError::NoDataFolder)?;
        Ok(DatabaseUrl(format!("sqlite:{}", dirs.data_dir().join("mockingbird.db").display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_what_the_defaults_are() {
        let text = include_str!("../config.example.toml");
        let example = Config::parse(text).unwrap();
        assert!(example.questions.is_none() && example.database.url.is_none());
        // With every line that is commented out switched on, every key is known.
        let full: String = text
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|rest| rest.contains(" = ")).unwrap_or(line).to_owned() + "\n")
            .collect();
        let full = Config::parse(&full).unwrap();
        assert!(full.questions.is_some() && full.database.url.is_some());
        assert!(full.discord.token_file.is_some() && full.discord.shards.is_some());
        assert!(full.privacy.answer_keys_file.is_some() && full.metrics.address.is_some() && example.metrics.address.is_none());
        let limits = |config: &Config| (config.limits.presses_at_once, config.limits.presses_a_minute);
        assert_eq!(limits(&full), limits(&example));
        assert_eq!(full.privacy.answers_days, example.privacy.answers_days);
        assert_eq!(full.daily.late_hours, example.daily.late_hours);
        assert_eq!((full.log.level.as_str(), full.log.format), (example.log.level.as_str(), example.log.format));
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        assert_eq!(Config::parse("questions = 'q'\n[database]\npath = 'x'\n").unwrap_err(), "line 3: unknown field `path`, expected `url`");
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = DatabaseUrl::new("postgres://ada:s3cret@localhost/mock?password=s3cret");
        assert_eq!(format!("{url} {url:?}"), "postgres://localhost/mock postgres://localhost/mock");
        assert_eq!(DatabaseUrl::new("sqlite:a@b.db").to_string(), "sqlite:a@b.db");
    }
}
