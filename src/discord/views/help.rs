//! `/help`: what the bot is for, and which command does what.

use std::fmt::Write as _;

use super::{Card, Tone};
use crate::discord::commands::{self, Mentions};
use crate::locale::Locale;

/// Commands by task: the message that names the task, and the commands. A test holds that every command stands here once.
pub const TASKS: [(&str, &[&str]); 3] = [
    ("help-task-practise", &[commands::INTERVIEW, commands::QUESTION, commands::MISSED, commands::STUDY, commands::TOPICS]),
    ("help-task-group", &[commands::SESSION, commands::DAILY, commands::LEADERBOARD]),
    ("help-task-yours", &[commands::PROGRESS, commands::STREAK, commands::SETTINGS, commands::PRIVACY, commands::HELP]),
];

/// The way in, for somebody who has just joined a group.
#[must_use]
pub fn help(t: Locale<'_>, mentions: &Mentions) -> Card {
    let mut body = format!("{}\n", t.text("help"));
    for (task, names) in TASKS {
        let _ = write!(body, "\n**{}**\n", t.text(task));
        for name in names {
            let _ = writeln!(body, "{} {}", mentions.of(name), t.text(&format!("command-{name}")));
        }
    }
    let _ = write!(body, "\n**{}**\n{}", t.text("help-grading-title"), t.text("help-grading"));
    Card::new(Tone::Calm, t.text("help-title"), body)
}
