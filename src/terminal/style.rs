//! Cards and tables as text.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style as Paint};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use crate::bank::Question;
use crate::grade::{Score, Verdict};
use crate::interview::Report;
use crate::text::{shortened, visible};

/// Widest line of running text.
const WIDEST: usize = 88;
/// Characters of the score bar.
const BAR: usize = 20;
/// Characters of an answer that a quote shows at the most.
const QUOTE: usize = 160;

pub(super) const BOLD: Paint = Paint::new().bold();
pub(super) const DIM: Paint = Paint::new().dimmed();
const GOOD: Paint = AnsiColor::Green.on_default();
const POOR: Paint = AnsiColor::Red.on_default();
pub(super) const WARN: Paint = AnsiColor::Yellow.on_default();
pub(super) const ACCENT: Paint = AnsiColor::Cyan.on_default();

/// How cards are drawn on the terminal at hand.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns.
    pub(super) width: usize,
}

impl Style {
    /// For standard output: as wide as it is, up to what reads well.
    #[must_use]
    pub fn of_stdout() -> Self {
        Self { width: textwrap::termwidth().clamp(40, WIDEST) }
    }

    /// A heading with a rule below it.
    #[must_use]
    pub fn heading(self, text: &str, aside: &str) -> String {
        let rule = "─".repeat(self.width);
        format!("{BOLD}{text}{BOLD:#}  {DIM}{aside}{DIM:#}\n{DIM}{rule}{DIM:#}\n")
    }

    /// Running text.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        let mut out = String::new();
        for line in text.lines() {
            let _ = writeln!(out, "{}", textwrap::fill(line, self.width));
        }
        out
    }

    /// A remark that is not the matter itself.
    #[must_use]
    pub fn aside(self, text: &str) -> String {
        textwrap::wrap(text, self.width).iter().fold(String::new(), |mut out, line| {
            let _ = writeln!(out, "{DIM}{line}{DIM:#}");
            out
        })
    }

    /// Code, as it is, with a bar at its side.
    #[must_use]
    pub fn code(self, code: &str) -> String {
        code.lines().fold(String::from("\n"), |mut out, line| {
            let _ = writeln!(out, "  {DIM}│{DIM:#} {ACCENT}{line}{ACCENT:#}");
            out
        })
    }

    /// The verdict on an answer: score, what was said and in which words, what was missed, what was mistaken.
    #[must_use]
    pub fn verdict(self, question: &Question, answer: &str, verdict: &Verdict) -> String {
        let mut out = format!("{}\n\n", Self::bar(verdict.score));
        for (point, graded) in question.points.iter().zip(&verdict.points).filter(|(_, graded)| graded.is_met()) {
            self.entry(&mut out, GOOD, "✓", &point.says);
            self.quotes(&mut out, answer, &graded.evidence);
        }
        for (point, _) in question.points.iter().zip(&verdict.points).filter(|(_, graded)| !graded.is_met()) {
            self.entry(&mut out, POOR, "✗", &format!("Missed. Hint: {}", point.hint));
        }
        for graded in &verdict.mistakes {
            if let Some(mistake) = question.mistake(&graded.id) {
                self.entry(&mut out, WARN, "⚠", &mistake.correction);
                self.quotes(&mut out, answer, &graded.evidence);
            }
        }
        for flag in &verdict.flags {
            let _ = write!(out, "\n{}", self.aside(flag.reason()));
        }
        out
    }

    /// The verdict on a follow-up.
    #[must_use]
    pub fn follow_up(self, says: &str, answer: &str, added: Score, evidence: &[Range<usize>]) -> String {
        let mut out = String::new();
        if added > Score::ZERO {
            self.entry(&mut out, GOOD, "✓", &format!("{says} (+{added})"));
            self.quotes(&mut out, answer, evidence);
        } else {
            self.entry(&mut out, POOR, "✗", &format!("Not quite. The point was: {says}"));
        }
        out
    }

    /// The report at the end of an interview.
    #[must_use]
    pub fn report(self, report: &Report) -> String {
        let mut out = self.heading("Your report", &format!("{} of {} answered", report.answered, report.asked));
        let Some(total) = report.total else {
            out.push_str("Nothing was answered this time, and that is fine. Come back when you like.\n");
            return out;
        };
        let _ = writeln!(out, "{}\n", Self::bar(total));
        let widest = report.concepts.iter().map(|concept| textwrap::core::display_width(&concept.title)).max().unwrap_or(0);
        for concept in &report.concepts {
            let pad = " ".repeat(widest - textwrap::core::display_width(&concept.title));
            let score = concept.score.map_or_else(|| "skipped".to_owned(), |score| score.to_string());
            let late = if concept.late > 0 { "  late" } else { "" };
            let _ = writeln!(out, "  {}{pad}  {score:>7}{late}", concept.title);
        }
        if let Some(best) = report.strongest() {
            let _ = write!(out, "\n{}", self.text(&format!("Strongest: {}.", best.title)));
        }
        let next = report.study_next();
        if next.is_empty() {
            let _ = write!(out, "\n{}", self.text("Nothing here needs more study. Try another topic next."));
        } else {
            let _ = writeln!(out, "\n{BOLD}Study next{BOLD:#}");
            for concept in next.iter().take(3) {
                self.entry(&mut out, ACCENT, "→", &format!("{} ({})", concept.title, concept.key.concept));
                for says in concept.missed.iter().take(3) {
                    let wrapped =
                        textwrap::fill(says, textwrap::Options::new(self.width).initial_indent("    · ").subsequent_indent("      "));
                    let _ = writeln!(out, "{wrapped}");
                }
            }
        }
        out
    }

    /// "███░░  60 %  a good part of it".
    fn bar(score: Score) -> String {
        let filled = usize::from(score.thousandths()) * BAR / 1000;
        let paint = match score.percent() {
            75.. => GOOD,
            40.. => WARN,
            _ => POOR,
        };
        format!("{paint}{}{}{paint:#}  {BOLD}{score}{BOLD:#}  {}", "█".repeat(filled), "░".repeat(BAR - filled), score.in_words())
    }

    fn entry(self, out: &mut String, paint: Paint, mark: &str, text: &str) {
        let options = textwrap::Options::new(self.width.saturating_sub(2)).subsequent_indent("  ");
        let _ = writeln!(out, "{paint}{mark}{paint:#} {}", textwrap::fill(text, options));
    }

    /// The person's own words, shown harmlessly.
    fn quotes(self, out: &mut String, answer: &str, evidence: &[Range<usize>]) {
        for range in evidence {
            let words = visible(answer.get(range.clone()).unwrap_or_default());
            let quote = textwrap::fill(
                &format!("“{}”", shortened(&words, QUOTE)),
                textwrap::Options::new(self.width).initial_indent("    ").subsequent_indent("    "),
            );
            for line in quote.lines() {
                let _ = writeln!(out, "{ACCENT}{line}{ACCENT:#}");
            }
        }
    }
}

/// A table that fits the terminal. Columns whose cells are all figures stand to the right.
#[must_use]
pub fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let rows: Vec<_> = rows.into_iter().collect();
    let mut table = Table::new();
    table
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    table.set_width(u16::try_from(textwrap::termwidth().max(40)).unwrap_or(80));
    for column in 0..N {
        let figures = rows.iter().all(|row| row[column].chars().next().is_some_and(|c| c.is_ascii_digit()) && row[column].len() <= 5);
        if let Some(column) = table.column_mut(column).filter(|_| figures) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.add_rows(rows.into_iter().map(|row| row.map(|cell| visible(&cell))));
    table.to_string()
}
