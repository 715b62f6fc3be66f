//! `mockingbird stats questions`: how questions do with people, for whoever looks after them.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Failure, counted};
use crate::app::{App, AppError};
use crate::bank::TopicError;
use crate::config::Config;
use crate::review::Rating;
use crate::review::item::{ENOUGH, Item};
use crate::terminal::{Style, table};

#[derive(Debug, Subcommand)]
pub(super) enum Of {
    /// How questions do with everybody who answered them for the first time
    Questions {
        /// One question, with its points, mistakes and follow-ups
        question: Option<String>,
        /// As JSON, everything at once
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(of: &Of, config: &Config, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let Of::Questions { question, json } = of;
    super::block_on(async {
        let app = super::app(config, questions).await?;
        let mut items = app.items().await?;
        let ratings = app.store.difficulties().await?;
        app.store.close().await;
        if let Some(name) = question {
            let key = &app.bank.named(name).ok_or_else(|| unknown(&app, name))?.key;
            items.retain(|item| item.question == *key);
        }
        let rating = |item: &Item| ratings.get(&item.question).copied();
        let mut out = anstream::stdout();
        if *json {
            let all: Vec<Value> = items.iter().map(|item| as_json(item, rating(item))).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all).map_err(std::io::Error::from)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        if items.is_empty() {
            writeln!(out, "Nobody has answered {} yet.", question.as_deref().unwrap_or("anything"))?;
            return Ok(ExitCode::SUCCESS);
        }
        let rows = items.iter().map(|item| row(item, rating(item)));
        writeln!(out, "{}", table(["Question", "People", "Mean", "Difficulty", "Discrimination", "Slope"], rows))?;
        if question.is_some() {
            for item in &items {
                details(&mut out, &app, item)?;
            }
        }
        concerns(&mut out, &items)?;
        Ok(ExitCode::SUCCESS)
    })
}

/// That nothing is called so, with what comes nearest.
fn unknown(app: &App, name: &str) -> AppError {
    let names: Vec<String> = app.bank.questions().map(|(_, question)| question.key.short()).collect();
    let nearest = crate::nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
    AppError::Topic(TopicError::Unknown { topic: name.to_owned(), nearest })
}

fn row(item: &Item, rating: Option<Rating>) -> [String; 6] {
    let figure = |figure: Option<f64>| figure.filter(|_| item.attempts >= ENOUGH).map_or_else(String::new, |figure| format!("{figure:.2}"));
    [
        item.question.short(),
        item.attempts.to_string(),
        percent(item.mean),
        rating.map_or_else(String::new, |rating| format!("{:+.1}", rating.logits())),
        figure(item.discrimination),
        figure(item.slope),
    ]
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn details(out: &mut impl Write, app: &App, item: &Item) -> Result<(), Failure> {
    let found = app.bank.question(&item.question).map(|(_, question)| question);
    let says = |id: &str| found.and_then(|question| question.point(id)).map_or_else(|| id.to_owned(), |point| point.says.clone());
    let believed = |id: &str| found.and_then(|question| question.mistake(id)).map_or_else(|| id.to_owned(), |it| it.says.clone());
    let points = item.met.iter().map(|(id, share)| [says(id), percent(*share)]);
    writeln!(out, "{}", table(["Point", "Met"], points))?;
    if !item.mistakes.is_empty() {
        let mistakes = item.mistakes.iter().map(|(id, share)| [believed(id), percent(*share)]);
        writeln!(out, "{}", table(["Mistake", "Made"], mistakes))?;
    }
    if !item.followed.is_empty() {
        let followed = item.followed.iter().map(|(id, times, added)| [says(id), times.to_string(), percent(*added)]);
        writeln!(out, "{}", table(["Follow-up on", "Answered", "Adds"], followed))?;
    }
    Ok(())
}

fn concerns(out: &mut impl Write, items: &[Item]) -> Result<(), Failure> {
    let style = Style::of_stdout();
    let few = items.iter().filter(|item| item.attempts < ENOUGH).count();
    let mut fine = true;
    for item in items {
        for concern in item.concerns() {
            fine = false;
            write!(out, "{}", style.text(&format!("⚠ {}: {}", item.question.short(), concern.in_words())))?;
        }
    }
    if fine && few < items.len() {
        writeln!(out, "Nothing to look at.")?;
    }
    if few > 0 {
        let text = format!("{} answered by fewer than {ENOUGH} people: too few to tell.", counted(few, "question"));
        write!(out, "{}", style.aside(&text))?;
    }
    Ok(())
}

fn as_json(item: &Item, rating: Option<Rating>) -> Value {
    let shares =
        |shares: &[(String, f64)]| shares.iter().map(|(id, share)| (id.clone(), json!(round(*share)))).collect::<serde_json::Map<_, _>>();
    let followed = |(id, times, added): &(String, usize, f64)| (id.clone(), json!({ "answered": times, "adds": round(*added) }));
    json!({
        "question": item.question.to_string(),
        "people": item.attempts,
        "mean": round(item.mean),
        "difficulty": rating.map(|rating| round(rating.logits())),
        "discrimination": item.discrimination.map(round),
        "slope": item.slope.map(round),
        "points_met": shares(&item.met),
        "mistakes_made": shares(&item.mistakes),
        "follow_ups": item.followed.iter().map(followed).collect::<serde_json::Map<_, _>>(),
        "concerns": item.concerns().iter().map(|concern| concern.name()).collect::<Vec<_>>(),
    })
}

/// To the thousandth, which is more than anything here is known to.
fn round(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}
