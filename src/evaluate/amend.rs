//! A bank's files with suggestions written into them, to see what they would do.

use std::ops::Range;

use super::Suggestions;
use crate::bank::{Source, SourceFile};

/// The files with every addition in its point's `accept`, and every doubted phrase taken out.
///
/// What a criterion has left must be at least one phrase, so the first phrase of each always stays.
#[must_use]
pub fn amended(source: &Source, suggestions: &Suggestions<'_>) -> Source {
    let mut edits: Vec<(usize, Range<usize>, String)> = Vec::new();
    for addition in &suggestions.additions {
        if let Some(first) = addition.point.accept.first() {
            let start = first.place.span.start;
            edits.push((first.place.file, start..start, format!("{}, ", quoted(&addition.phrase))));
        }
    }
    for doubt in &suggestions.doubts {
        if doubt.criterion.accept().first() != Some(doubt.phrase) {
            let place = &doubt.phrase.place;
            let text = source.files.get(place.file).map_or("", |file| file.text.as_str());
            edits.push((place.file, with_comma(text, &place.span), String::new()));
        }
    }
    // From the back, so that the places before an edit stay true.
    edits.sort_by_key(|(file, span, _)| std::cmp::Reverse((*file, span.start)));
    let copy = |file: &SourceFile| SourceFile { path: file.path.clone(), shown: file.shown.clone(), text: file.text.clone() };
    let mut amended = Source { files: source.files.iter().map(copy).collect() };
    for (file, span, text) in edits {
        if let Some(file) = amended.files.get_mut(file) {
            file.text.replace_range(span, &text);
        }
    }
    amended
}

/// The phrase as a TOML string.
#[must_use]
pub fn quoted(phrase: &str) -> String {
    if phrase.contains('\'') { format!("\"{}\"", phrase.replace('\\', "\\\\").replace('"', "\\\"")) } else { format!("'{phrase}'") }
}

/// An entry of a list together with the comma after it.
fn with_comma(text: &str, span: &Range<usize>) -> Range<usize> {
    let rest = text.get(span.end..).unwrap_or_default();
    let trimmed = rest.trim_start();
    let comma = if trimmed.starts_with(',') { rest.len() - trimmed.len() + 1 } else { 0 };
    span.start..span.end + comma
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_with_an_apostrophe_is_still_one_string() {
        assert_eq!(quoted("a \"b\" c"), "'a \"b\" c'");
        assert_eq!(quoted("don't \"b\""), "\"don't \\\"b\\\"\"");
    }

    #[test]
    fn a_comma_goes_with_its_entry() {
        assert_eq!(with_comma("['a' , 'b']", &(1..4)), 1..6);
        assert_eq!(with_comma("['a', 'b' ]", &(6..9)), 6..9);
    }
}
