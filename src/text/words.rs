//! Correctly spelled English words: the ones that are never a typo of another.
//!
//! The list is the smaller American one of SCOWL, lower case, four letters and more, sorted; its licence stands beside
//! it. It is searched where it lies in the binary, so that it costs nothing to load.

use std::cmp::Ordering;

/// One word a line, sorted by bytes.
static ENGLISH: &str = include_str!("words/english.txt");

/// Whether `folded` is a common English word, or one of its inflections, of four letters or more.
#[must_use]
pub(super) fn is_english(folded: &str) -> bool {
    let bytes = ENGLISH.as_bytes();
    let word = folded.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes[middle..high].iter().position(|b| *b == b'\n').map_or(high, |at| middle + at);
        match word.cmp(&bytes[start..end.max(start)]) {
            Ordering::Equal => return true,
            Ordering::Less => high = start,
            Ordering::Greater => low = end + 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_word_in_it_is_found() {
        assert!(ENGLISH.lines().is_sorted());
        assert!(ENGLISH.lines().all(is_english));
        for word in ["", "zzzz", "aaaa", "referance", "memroy", "refer\nence", "zoomss"] {
            assert!(!is_english(word), "{word}");
        }
    }
}
