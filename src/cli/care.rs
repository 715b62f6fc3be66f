//! Care of the database: `mockingbird verify`, `backup`, `restore` and `copy-to`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, counted};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl};
use crate::store::{self, Backup, Store};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Make sums that differ anew; let nobody answer meanwhile on PostgreSQL
    #[arg(long)]
    repair: bool,
}

pub(super) fn verify(arguments: &Verify, config: &Config) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let store = super::store(config).await?;
        let verified = store.verify(arguments.repair).await?;
        store.close().await;
        let count = |count: u64, noun: &str| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
        let mut out = anstream::stdout();
        for difference in &verified.told {
            writeln!(out, "{}\n  kept:   {}\n  ledger: {}", difference.what, difference.kept, difference.ledger)?;
        }
        let left = verified.differences - verified.told.len() as u64;
        if left > 0 {
            writeln!(out, "… and {left} more")?;
        }
        let read = format!(
            "{} on boards of {}, records of {}",
            count(verified.attempts, "attempt"),
            count(verified.guilds, "server"),
            if verified.people == 1 { "1 person".to_owned() } else { format!("{} people", verified.people) },
        );
        Ok(match verified.differences {
            0 => {
                writeln!(out, "{read}: every sum is what the ledger comes to.")?;
                ExitCode::SUCCESS
            }
            differences if arguments.repair => {
                writeln!(out, "{read}: {} made anew.", count(differences, "sum"))?;
                ExitCode::SUCCESS
            }
            differences => {
                writeln!(out, "{read}: {}; `mockingbird verify --repair` makes them anew.", count(differences, "difference"))?;
                ExitCode::FAILURE
            }
        })
    })
}

fn held(backup: &Backup) -> String {
    let count = |count: i64, noun: &str| counted(usize::try_from(count).unwrap_or(0), noun);
    let people = if backup.people == 1 { "1 person".to_owned() } else { format!("{} people", backup.people) };
    format!("{} of {people}, {} KiB", count(backup.attempts, "attempt"), backup.size.div_ceil(1024))
}

pub(super) fn back_up(file: &Path, config: &Config) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let store = super::store(config).await?;
        let made = store.back_up(file).await;
        store.close().await;
        let mut out = anstream::stdout();
        writeln!(out, "Wrote {}, opened it and found it sound: {}.", file.display(), held(&made?))?;
        writeln!(out, "It keeps what it keeps: who is deleted later is still in it.")?;
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn restore(file: &Path, config: &Config) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let url = config.database_url()?;
        let (backup, old) = store::restore(file, &url, Clock::from_environment()?.now()).await?;
        let mut out = anstream::stdout();
        writeln!(out, "Restored {} to {url}: {}.", file.display(), held(&backup))?;
        if let Some(old) = old {
            writeln!(out, "What was there before is now {}; remove it when you need it no more.", old.display())?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn copy_to(url: String, config: &Config) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let store = super::store(config).await?;
        let url = DatabaseUrl::new(url);
        let other = Store::open(&url).await?;
        let copied = store.copy_to(&other).await;
        other.close().await;
        store.close().await;
        let copied = copied?;
        let mut out = anstream::stdout();
        writeln!(out, "Copied {} rows to {url}: {} attempts of {} people.", copied.rows, copied.attempts, copied.people)?;
        writeln!(out, "Its sums were made anew and agree with its ledger. Set DATABASE_URL to it, and start the bot again.")?;
        Ok(ExitCode::SUCCESS)
    })
}
