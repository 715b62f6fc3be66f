//! How far somebody has come: the card in words, and the data of its picture.

use std::fmt::Write as _;

use super::{Button, Card, File, Tone, clamp, escape, rich};
use crate::discord::route::Route;
use crate::grade::Score;
use crate::locale::Locale;
use crate::picture::{Chart, Row, Trend, drawable};
use crate::review::{ConceptProgress, Progress, Rating, Stretch};

/// Name of the file with the notes.
const NOTES: &str = "mockingbird-missed.txt";
/// UTF-16 units of the list of concepts, so that the rest of the card has room.
const CONCEPTS: usize = 2400;
/// Questions that rest which a card names.
const RESTING: usize = 5;

/// Whose progress a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// One's own.
    Own {
        /// The name that one goes by here.
        name: &'a str,
        /// How good one is.
        rating: Rating,
        /// Whether there is something to practise again.
        missed: bool,
    },
    /// A member's, as the others may see it.
    Member {
        /// Their name here.
        name: &'a str,
    },
}

/// How far somebody has come, in words; its picture says nothing more.
#[must_use]
pub fn progress(t: Locale<'_>, whose: &Whose<'_>, progress: &Progress) -> Card {
    let mut body = format!("{}\n\n**{}**\n", summary(t, whose, progress), t.text("progress-concepts"));
    let (mut left, mut room) = (progress.concepts.len(), CONCEPTS);
    for concept in &progress.concepts {
        let line = concept_line(t, concept);
        let units = line.encode_utf16().count();
        if units > room {
            break;
        }
        (left, room) = (left - 1, room - units);
        body.push_str(&line);
    }
    if left > 0 {
        let _ = writeln!(body, "{}", t.with("progress-more", &[("count", left.into())]));
    }
    if let Some((from, to)) = progress.from_to() {
        let means = progress.trend.iter().map(|stretch| stretch.mean.map_or_else(|| "–".to_owned(), |mean| mean.to_string()));
        let means = means.collect::<Vec<_>>().join(", ");
        let places = [("from", day(progress.trend.first()).into()), ("to", day(progress.trend.last()).into()), ("means", means.into())];
        let change = t.with("progress-change", &[("from", from.to_string().into()), ("to", to.to_string().into())]);
        let _ = write!(body, "\n**{}**\n{}\n{change}\n", caption(t, progress), t.with("progress-trend", &places));
    }
    let mut card = match whose {
        Whose::Own { missed, .. } => {
            let _ = write!(body, "\n{}", due(t, progress));
            for key in progress.resting.iter().take(RESTING) {
                let places = [("question", key.short().into()), ("concept", key.concept.as_str().into())];
                let _ = write!(body, "\n{}", t.with("progress-rests", &places));
            }
            let mut card = Card::new(Tone::Calm, t.text("progress-title"), body);
            if *missed {
                card.buttons.push(Button::primary(Route::Missed, t.text("progress-practise")));
                card.buttons.push(Button::new(Route::Anki, t.text("anki-button")));
            }
            card
        }
        Whose::Member { name } => {
            let title = t.with("progress-title-member", &[("name", escape(name).into())]);
            Card { footer: t.text("progress-footer-member"), ..Card::new(Tone::Calm, title, body) }
        }
    };
    if progress.unseen > 0 && matches!(whose, Whose::Own { .. }) {
        card.footer = t.with("progress-unseen", &[("count", progress.unseen.into())]);
    }
    card
}

/// The data of the picture.
#[must_use]
pub fn progress_chart(t: Locale<'_>, whose: &Whose<'_>, progress: &Progress) -> Chart {
    let (Whose::Own { name, .. } | Whose::Member { name }) = whose;
    let row = |concept: &ConceptProgress| Row {
        name: concept.title.clone(),
        share: concept.mastery.fraction(),
        value: concept.mastery.to_string(),
        mark: if concept.due == 0 { String::new() } else { t.with("progress-due", &[("count", concept.due.into())]) },
    };
    let trend = progress.from_to().map(|(_, to)| Trend {
        caption: caption(t, progress),
        points: progress.trend.iter().map(|stretch| stretch.mean.map(Score::fraction)).collect(),
        from: day(progress.trend.first()),
        to: day(progress.trend.last()),
        latest: to.to_string(),
    });
    let footer = if matches!(whose, Whose::Own { .. }) { due(t, progress) } else { t.text("progress-footer-member") };
    Chart {
        title: drawable(name).map_or_else(|| t.text("progress-title"), |name| t.with("progress-title-member", &[("name", name.into())])),
        subtitle: summary(t, whose, progress),
        rows: progress.concepts.iter().map(row).collect(),
        trend,
        footer: footer.trim_end_matches('.').to_owned(),
    }
}

/// Nothing was answered yet.
#[must_use]
pub fn no_progress(t: Locale<'_>) -> Card {
    Card::new(Tone::Calm, t.text("progress-title"), t.text("progress-none"))
}

/// The file with so many notes.
#[must_use]
pub fn anki(t: Locale<'_>, notes: usize, bytes: Vec<u8>) -> Card {
    let file = File { name: NOTES.to_owned(), description: t.text("anki-title"), bytes };
    let body = t.with("anki", &[("count", notes.into())]);
    Card { apart: true, file: Some(file), ..Card::new(Tone::Calm, t.text("anki-title"), body) }
}

/// "mid · 34 answers · 21 of 90 questions"
fn summary(t: Locale<'_>, whose: &Whose<'_>, progress: &Progress) -> String {
    let Progress { answers, answered, questions, .. } = progress;
    let counts =
        t.with("progress-counts", &[("answers", (*answers).into()), ("answered", (*answered).into()), ("questions", (*questions).into())]);
    match whose {
        Whose::Own { rating, .. } => format!("{} · {counts}", t.level(rating.level())),
        Whose::Member { .. } => counts,
    }
}

fn concept_line(t: Locale<'_>, concept: &ConceptProgress) -> String {
    let ConceptProgress { title, mastery, answered, questions, due, .. } = concept;
    let places = [
        ("title", rich(&clamp(title, 80)).into()),
        ("score", mastery.to_string().into()),
        ("answered", (*answered).into()),
        ("questions", (*questions).into()),
    ];
    let line = t.with("progress-concept", &places);
    let due = if *due == 0 { String::new() } else { format!(", {}", t.with("progress-due", &[("count", (*due).into())])) };
    format!("{line}{due}\n")
}

/// What the trend shows: "Mean score, week by week".
fn caption(t: Locale<'_>, progress: &Progress) -> String {
    t.text(if progress.is_by_day() { "progress-by-day" } else { "progress-by-week" })
}

/// What there is to review. Pictures cannot count down, so days are left to the words of the practice itself.
fn due(t: Locale<'_>, progress: &Progress) -> String {
    t.with("progress-reviews", &[("count", progress.due.into())])
}

/// A day as everybody reads it, whatever their language.
fn day(stretch: Option<&Stretch>) -> String {
    stretch.map(|stretch| stretch.starts.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};

    use super::super::limits;
    use super::*;
    use crate::bank::Level;
    use crate::locale::{Language, Texts};

    /// Somebody who was asked about so many concepts, on five days.
    fn somebody(concepts: usize) -> Progress {
        let concept = |number: usize| ConceptProgress {
            concept: format!("concept-{number}"),
            title: format!("Concept {number}, *starred*"),
            mastery: Score::from_thousandths(900),
            answered: 1,
            questions: 3,
            due: usize::from(number == 0),
        };
        let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let means = [Some(310), None, Some(450), None, Some(780)].into_iter();
        let trend = (0..).zip(means).map(|(day, mean)| Stretch {
            starts: first + Days::new(day),
            answers: usize::from(mean.is_some()),
            mean: mean.map(Score::from_thousandths),
        });
        let key = "py/python/slots/trade".parse().unwrap();
        Progress {
            answers: 3,
            answered: concepts,
            questions: 3 * concepts,
            concepts: (0..concepts).map(concept).collect(),
            unseen: 2,
            due: 1,
            resting: vec![key],
            trend: trend.collect(),
            ..Progress::default()
        }
    }

    fn card(language: Language, concepts: usize) -> String {
        let texts = Texts::new().unwrap();
        let whose = Whose::Own { name: "Ada", rating: Rating::of_level(Level::Mid), missed: true };
        let card = progress(texts.locale(language), &whose, &somebody(concepts));
        assert!(card.body.encode_utf16().count() < limits::DESCRIPTION - 300, "{}", card.body.len());
        format!("{}\n[{}]", card.body, card.footer)
    }

    #[test]
    fn the_words_say_all_that_the_picture_shows() {
        let expected = "mid · 3 answers · 1 of 3 questions

**By concept: the mean of the last answers**
Concept 0, \\*starred\\*: 90 %, 1 of 3 asked, 1 due

**Mean score, day by day**
2026-01-05 to 2026-01-09: 31 %, –, 45 %, –, 78 %
From 31 % to 78 %.

1 review is due: the next interview begins with it.
`slots/trade` rests, since it was missed so often. Its card helps more than asking again: `/study slots`.
[2 concepts to discover: /topics lists them all.]";
        assert_eq!(card(Language::English, 1), expected);
        assert!(card(Language::German, 1).contains("Von 31 % auf 78 %."));
    }

    #[test]
    fn of_hundreds_of_concepts_as_many_are_listed_as_fit_and_the_rest_counted() {
        let shown = card(Language::English, 300);
        let listed = shown.matches("90 %").count();
        assert!(listed > 40 && shown.contains(&format!("{} more concepts; `/topics`", 300 - listed)), "{shown}");
        assert!(shown.contains("From 31 % to 78 %.") && shown.contains("rests"), "what comes after the list is never cut off");
    }
}
