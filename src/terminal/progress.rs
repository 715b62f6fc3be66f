//! How far a person has come, as text and as the data of a picture; study cards.

use std::fmt::Write as _;

use chrono::{DateTime, TimeZone};

use super::style::{ACCENT, BOLD, DIM, Style, WARN};
use crate::bank::Concept;
use crate::grade::Score;
use crate::picture::{Chart, Row, Trend, drawable};
use crate::review::{ConceptProgress, Progress, Rating};
use crate::text::visible;

/// Characters of a concept's bar.
const BAR: usize = 20;
/// Steps of the trend's line.
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// "1 answer", "2 answers".
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A text that takes so many columns at the most.
fn cut(text: &str, columns: usize) -> String {
    let width = textwrap::core::display_width;
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width(&kept) + width(letter.encode_utf8(&mut [0; 4])) >= columns {
            break;
        }
        kept.push(letter);
    }
    kept + "…"
}

/// "mid · 34 answers · 21 of 90 questions"
fn summary(progress: &Progress, rating: Rating) -> String {
    let Progress { answers, answered, questions, .. } = progress;
    format!("{} · {} · {answered} of {questions} questions", rating.level(), counted(*answers, "answer"))
}

/// What the trend shows: "Mean score, week by week".
fn caption(progress: &Progress) -> &'static str {
    if progress.is_by_day() { "Mean score, day by day" } else { "Mean score, week by week" }
}

/// The data of the picture that shows a person's progress.
#[must_use]
pub fn chart(name: &str, progress: &Progress, rating: Rating) -> Chart {
    let day = |at: Option<&crate::review::Stretch>| at.map(|stretch| stretch.starts.format("%-d %b").to_string()).unwrap_or_default();
    let trend = progress.from_to().map(|(_, to)| Trend {
        caption: caption(progress).to_owned(),
        points: progress.trend.iter().map(|stretch| stretch.mean.map(Score::fraction)).collect(),
        from: day(progress.trend.first()),
        to: day(progress.trend.last()),
        latest: to.to_string(),
    });
    let due = match progress.due {
        0 => "Nothing is due for review".to_owned(),
        1 => "1 review is due".to_owned(),
        due => format!("{due} reviews are due"),
    };
    let unseen = if progress.unseen == 0 { String::new() } else { format!(" · {} to discover", counted(progress.unseen, "concept")) };
    Chart {
        title: drawable(name).map_or_else(|| "Your progress".to_owned(), |name| format!("{name}: progress")),
        subtitle: summary(progress, rating),
        rows: progress.concepts.iter().map(row).collect(),
        trend,
        footer: format!("{due}{unseen}"),
    }
}

fn row(concept: &ConceptProgress) -> Row {
    Row {
        name: concept.title.clone(),
        share: concept.mastery.fraction(),
        value: concept.mastery.to_string(),
        mark: if concept.due == 0 { String::new() } else { format!("{} due", concept.due) },
    }
}

impl Style {
    /// A person's progress. `now` is in their time zone.
    #[must_use]
    pub fn progress<Z: TimeZone>(self, name: &str, progress: &Progress, rating: Rating, now: &DateTime<Z>) -> String {
        let mut out = self.heading(&format!("{}: progress", visible(name)), &summary(progress, rating));
        if progress.concepts.is_empty() {
            out.push_str("Nothing was answered yet. `mockingbird practice` is a good place to start.\n");
            return out;
        }
        // Two spaces at the left and between columns, five places for the figure.
        let room = self.width.saturating_sub(BAR + 28).max(16);
        let widest = progress.concepts.iter().map(|concept| textwrap::core::display_width(&concept.title)).max().unwrap_or(0).min(room);
        for concept in &progress.concepts {
            let filled = usize::from(concept.mastery.thousandths()) * BAR / 1000;
            let title = cut(&concept.title, widest);
            let pad = " ".repeat(widest.saturating_sub(textwrap::core::display_width(&title)));
            let due = if concept.due == 0 { String::new() } else { format!("  {WARN}{} due{WARN:#}", concept.due) };
            let _ = writeln!(
                out,
                "  {title}{pad}  {ACCENT}{}{}{ACCENT:#}  {BOLD}{:>5}{BOLD:#}  {DIM}{} of {}{DIM:#}{due}",
                "█".repeat(filled),
                "░".repeat(BAR - filled),
                concept.mastery.to_string(),
                concept.answered,
                concept.questions
            );
        }
        if progress.unseen > 0 {
            let unseen = counted(progress.unseen, "concept");
            let _ = writeln!(out, "  {DIM}{unseen} to discover: `mockingbird topics` lists them all{DIM:#}");
        }
        out.push_str(&Self::trend(progress));
        let due = match (progress.due, progress.next_due) {
            (0, Some(next)) => {
                let next = next.with_timezone(&now.timezone());
                let days = (next.date_naive() - now.date_naive()).num_days();
                let when = match days {
                    ..=0 => "today".to_owned(),
                    1 => "tomorrow".to_owned(),
                    days => format!("in {days} days"),
                };
                format!("Nothing is due for review; the next one is {when}.")
            }
            (0, None) => "Nothing is due for review.".to_owned(),
            (1, _) => "1 review is due: `mockingbird practice` begins with it.".to_owned(),
            (due, _) => format!("{due} reviews are due: `mockingbird practice` begins with them."),
        };
        let _ = write!(out, "\n{}", self.text(&due));
        for key in &progress.resting {
            let text = format!(
                "{} rests, since it was missed so often. Its study card helps more than asking again: `mockingbird study {}`.",
                key.short(),
                key.concept
            );
            out.push_str(&self.text(&text));
        }
        out
    }

    /// "Mean score, week by week  ▂▃·▅▆▇  from 31 % to 78 %"
    fn trend(progress: &Progress) -> String {
        let Some((from, to)) = progress.from_to() else { return String::new() };
        let step = |score: Score| STEPS[usize::from(score.thousandths()) * (STEPS.len() - 1) / 1000];
        let line: String = progress.trend.iter().map(|stretch| stretch.mean.map_or('·', step)).collect();
        format!("\n{BOLD}{}{BOLD:#}  {ACCENT}{line}{ACCENT:#}  from {from} to {to}\n", caption(progress))
    }

    /// What there is to study of a concept.
    #[must_use]
    pub fn card(self, concept: &Concept) -> String {
        let card = &concept.card;
        let mut out = self.heading(&concept.title, &format!("{} · {}", concept.id, concept.level));
        for (title, text) in [("", &card.what), ("How it works", &card.how), ("Why it matters", &card.why)] {
            if !text.is_empty() {
                self.section(&mut out, title, std::slice::from_ref(text), "");
            }
        }
        let lists = [
            ("Use it for", &card.use_cases),
            ("What it costs", &card.trade_offs),
            ("What goes wrong", &card.pitfalls),
            ("Leave it when", &card.avoid_when),
            ("Read more", &concept.docs),
        ];
        for (title, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
            self.section(&mut out, title, items, "· ");
        }
        if !concept.see_also.is_empty() {
            let _ = writeln!(out, "\n{DIM}See also: {}{DIM:#}", concept.see_also.join(", "));
        }
        out
    }

    fn section(self, out: &mut String, title: &str, texts: &[String], bullet: &str) {
        if !title.is_empty() {
            let _ = writeln!(out, "\n{BOLD}{title}{BOLD:#}");
        }
        let indent = " ".repeat(bullet.chars().count());
        for text in texts {
            for line in text.lines() {
                let options = textwrap::Options::new(self.width).initial_indent(bullet).subsequent_indent(&indent);
                let _ = writeln!(out, "{}", textwrap::fill(line, options));
            }
        }
    }
}
