//! `mockingbird run`: the bot on Discord.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use chrono::TimeDelta;
use tokio::signal::unix::{SignalKind, signal};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::Failure;
use crate::app::keep_tidy;
use crate::config::{Config, LogFormat};
use crate::discord::{Endpoint, Patience, RunError, Settings, run as run_bot};
use crate::monitor::Listener;

/// Threads for what takes long, at the most: a picture takes some milliseconds, and whoever presses a button should not wait
/// until the processor has time beside eight of them.
const DRAWING: usize = 2;

pub(super) fn run(config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let token = config.discord_token()?;
    let shards =
        config.discord.shards.as_deref().map(str::parse).transpose().map_err(|error| Failure::Usage(format!("discord.shards: {error}")))?;
    let endpoint = Endpoint::from_environment(|name| std::env::var(name).ok().filter(|value| !value.is_empty())).map_err(RunError::from)?;
    log(config);
    // Pictures are drawn on such threads: a few megabytes each while they are.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(DRAWING).build()?;
    runtime.block_on(async {
        let listener = match config.metrics.address {
            Some(address) => Some(Listener::bind(address).await?),
            None => None,
        };
        let app = super::app(config, questions).await?;
        app.store.check().await?;
        let mut terminate = signal(SignalKind::terminate())?;
        let stop = async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        };
        let greet = |link: &str| {
            let _ = writeln!(io::stdout(), "Invite me to a server: {link}");
        };
        let keep = TimeDelta::days(config.privacy.answers_days.into());
        let tidy = tokio::spawn(keep_tidy(app.store.clone(), app.clock.clone(), keep));
        let late = TimeDelta::hours(config.daily.late_hours.into());
        let settings = Settings { token, endpoint, shards, late, limits: config.limits, listener, patience: Patience::default() };
        let ended = run_bot(app, settings, stop, greet).await;
        tidy.abort();
        ended?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Logs go to standard error. Of other crates only warnings: what they say below that can hold tokens and answers.
fn log(config: &Config) {
    let level = config.log.level.parse().unwrap_or(LevelFilter::INFO);
    let targets = Targets::new().with_default(LevelFilter::ERROR).with_target("mockingbird", level);
    let registry = tracing_subscriber::registry().with(targets);
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // A second subscriber in the same process is a test's; the first one stays.
    let _ = match config.log.format {
        LogFormat::Text => registry.with(layer).try_init(),
        LogFormat::Json => registry.with(layer.json()).try_init(),
    };
}
