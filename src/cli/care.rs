//! `mockingbird verify`: is what the database says what happened?

use std::io::Write;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, counted};
use crate::config::Config;

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
