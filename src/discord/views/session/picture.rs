//! What a group knew, as data for a picture; the card says the same in words.

use std::cmp::Reverse;

use super::GAPS;
use crate::app::Podium;
use crate::discord::views::bare;
use crate::grade::Score;
use crate::interview::ConceptResult;
use crate::locale::Locale;
use crate::picture::{Chart, Row};

/// The group's strengths and gaps: its concepts, the best first, those to study next marked. Nothing where nobody answered.
#[must_use]
pub fn group_chart(t: Locale<'_>, podium: &Podium) -> Option<Chart> {
    podium.report.total?;
    let gaps: Vec<_> = podium.report.study_next().into_iter().take(GAPS).map(|gap| &gap.key).collect();
    let mut concepts: Vec<_> = podium.report.concepts.iter().filter_map(|concept| Some((concept, concept.score?))).collect();
    concepts.sort_by_key(|(_, score)| Reverse(*score));
    let row = |(concept, score): (&ConceptResult, Score)| Row {
        name: bare(&concept.title),
        share: score.fraction(),
        value: score.to_string(),
        mark: if gaps.contains(&&concept.key) { t.text("session-picture-gap") } else { String::new() },
    };
    let counts = [("people", podium.places.len().into()), ("questions", podium.asked.into())];
    Some(Chart {
        title: t.text("session-picture-title"),
        subtitle: t.with("session-picture-of", &counts),
        rows: concepts.into_iter().map(row).collect(),
        trend: None,
        footer: t.text("session-picture-footer"),
    })
}
