//! `mockingbird export`, `mockingbird delete` and `mockingbird tend`: people's data in their own hands, and in nobody's for
//! longer than it must be.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use chrono::TimeDelta;
use clap::Args;

use super::{Failure, counted};
use crate::app::App;
use crate::config::Config;
use crate::store::{Account, Person};

/// Whose data.
#[derive(Debug, Args)]
pub(super) struct Whose {
    /// A player of the terminal [default: your user name]
    #[arg(long, value_name = "NAME", conflicts_with = "discord")]
    player: Option<String>,
    /// A Discord user, by id
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64))]
    discord: Option<u64>,
}

impl Whose {
    fn account(&self) -> Result<Account, Failure> {
        Ok(match self.discord {
            Some(id) => Account::discord(id),
            None => Account::terminal(&super::player_name(self.player.as_deref())?),
        })
    }

    /// The person, or a word that there is none.
    async fn person(&self, app: &App) -> Result<Person, Failure> {
        let account = self.account()?;
        let found = app.known(&account).await?;
        found.ok_or_else(|| Failure::Usage(format!("nothing is kept about {}", account.external_id)))
    }
}

pub(super) fn export(whose: &Whose, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let person = whose.person(&app).await?;
        let export = app.export(&person).await?;
        app.store.close().await;
        let mut out = anstream::stdout();
        serde_json::to_writer_pretty(&mut out, &export).map_err(std::io::Error::from)?;
        writeln!(out)?;
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn delete(whose: &Whose, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    if whose.player.is_none() && whose.discord.is_none() {
        return Err(Failure::Usage("say whose data is to be deleted: --player NAME or --discord ID; there is no way back".into()));
    }
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let person = whose.person(&app).await?;
        let name = whose.account()?.external_id;
        let deleted = app.delete(&person).await?;
        app.store.close().await;
        let mut out = anstream::stdout();
        writeln!(
            out,
            "{name} is deleted: every account, name, interview, score and answer. Backups that were made before keep what they kept."
        )?;
        if !deleted.scrubbed {
            writeln!(out, "Another program is reading the database; `mockingbird tend` wipes the rest from its log when that has ended.")?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn tend(config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let tended = app.tend(TimeDelta::days(config.privacy.answers_days.into())).await?;
        app.store.close().await;
        let count = |count: u64, noun: &str| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
        let mut out = anstream::stdout();
        writeln!(
            out,
            "Purged {} older than {} and {} that removed the bot; sealed {} with the present key.",
            count(tended.answers, "answer"),
            counted(config.privacy.answers_days.into(), "day"),
            count(tended.guilds, "server"),
            count(tended.sealed, "answer"),
        )?;
        if tended.lost == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{} sealed with a key that is not configured.", count(tended.lost, "answer"))?;
        Ok(ExitCode::FAILURE)
    })
}
