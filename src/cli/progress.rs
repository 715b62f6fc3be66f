//! `mockingbird progress`: how far a player has come, as text or as a picture.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{Failure, counted};
use crate::config::Config;
use crate::picture::{self, Theme};
use crate::terminal::{Style, chart};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Whose progress [default: your user name]
    #[arg(long, value_name = "NAME")]
    player: Option<String>,
    /// Draw it as a picture instead; what the picture shows is printed in words
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// Draw it dark on light
    #[arg(long, requires = "png")]
    light: bool,
}

pub(super) fn run(arguments: &Arguments, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let (name, person) = super::known_player(&app, arguments.player.as_deref()).await?;
        let mut out = anstream::stdout();
        let Some(person) = person else {
            app.store.close().await;
            writeln!(out, "Nothing to show for {name} yet. `mockingbird practice` is a good place to start.")?;
            return Ok(ExitCode::SUCCESS);
        };
        let (progress, rating) = app.progress(&person).await?;
        app.store.close().await;
        let now = app.clock.now().with_timezone(&person.time_zone);
        if let Some(file) = &arguments.png {
            let theme = if arguments.light { Theme::Light } else { Theme::Dark };
            let picture = picture::draw(&chart(&name, &progress, rating), theme)?;
            fs::write(file, &picture.png)?;
            let (width, height) = picture.size;
            writeln!(out, "{}\n\nWrote {} ({width} × {height}, {}).", picture.alt, file.display(), kibibytes(picture.png.len()))?;
        } else {
            write!(out, "{}", Style::of_stdout().progress(&name, &progress, rating, &now))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn kibibytes(bytes: usize) -> String {
    counted(bytes.div_ceil(1024), "KiB").replace("KiBs", "KiB")
}
