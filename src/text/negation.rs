//! Which words of a text are denied: negators and how far they reach.
//!
//! A negator denies up to [`REACH`] content words after it, within its clause. Function words do not count, so "is not
//! in any way a copy" still denies *copy*, while the end of a run-on sentence stays untouched. Two negators over the
//! same words cancel ("it does not fail to …").

use super::{Document, Language};

/// Content words that a negator denies at the most.
const REACH: usize = 4;

/// The negators of a document.
#[derive(Debug, Default)]
pub struct Negation {
    cues: Vec<Cue>,
}

/// A negator and its reach, as token indices.
#[derive(Debug)]
struct Cue {
    first: usize,
    last: usize,
    /// Last token denied; before `first` if nothing is.
    reach: usize,
}

impl Negation {
    /// Finds every negator of `document`.
    #[must_use]
    pub fn read(document: &Document<'_>) -> Self {
        let tokens = &document.tokens;
        let mut cues: Vec<Cue> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(skipped) = starts_with(document, at, document.language.false_negators()) {
                at += skipped;
                continue;
            }
            let Some(length) = negator(document, at) else {
                at += 1;
                continue;
            };
            cut_previous(document, &mut cues, at);
            let last = at + length - 1;
            cues.push(Cue { first: at, last, reach: reach(document, last) });
            at += length;
        }
        Self { cues }
    }

    /// Whether a match from token `first` to token `last` is denied.
    ///
    /// `consumed` tells which tokens are words of the phrase itself: a negator among them is part of what the phrase
    /// says and does not count.
    pub fn denies(&self, first: usize, last: usize, consumed: impl Fn(usize) -> bool) -> bool {
        self.cues
            .iter()
            .filter(|cue| {
                let before = cue.last < first && cue.reach >= first;
                let inside = cue.first > first && cue.last < last && cue.reach >= last;
                let own = (cue.first..=cue.last).any(|token| token >= first && token <= last && consumed(token));
                (before || inside) && !own
            })
            .count()
            % 2
            == 1
    }
}

fn negator(document: &Document<'_>, at: usize) -> Option<usize> {
    if document.language == Language::English && document.tokens[at].folded.ends_with("n't") {
        return Some(1);
    }
    starts_with(document, at, document.language.negators())
}

/// Length in tokens of the first of `expressions` that stands at `at`, on one clause.
fn starts_with(document: &Document<'_>, at: usize, expressions: &[&[&str]]) -> Option<usize> {
    expressions
        .iter()
        .find(|words| {
            words.iter().enumerate().all(|(i, word)| {
                document.tokens.get(at + i).is_some_and(|token| token.folded == *word && token.sentence == document.tokens[at].sentence)
            })
        })
        .map(|words| words.len())
}

fn reach(document: &Document<'_>, last: usize) -> usize {
    let clause = document.tokens[last].clause;
    let mut content = 0;
    let mut end = last;
    for (index, token) in document.tokens.iter().enumerate().skip(last + 1) {
        if token.clause != clause || content == REACH {
            break;
        }
        if !document.language.is_function_word(&token.folded) {
            content += 1;
        }
        end = index;
    }
    end
}

/// A new negator after content words starts a statement of its own: in "no dict, no weakref" each denies one noun.
fn cut_previous(document: &Document<'_>, cues: &mut [Cue], at: usize) {
    let Some(previous) = cues.last_mut() else { return };
    let has_content = (previous.last + 1..at).any(|i| !document.language.is_function_word(&document.tokens[i].folded));
    if has_content && !document.tokens[at].folded.starts_with("fail") {
        previous.reach = previous.reach.min(at - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of `text` that are denied when matched alone.
    fn denied(text: &str) -> String {
        let document = Document::read(text, Language::English);
        let negation = Negation::read(&document);
        let words: Vec<_> = document
            .tokens
            .iter()
            .enumerate()
            .filter(|(i, token)| !Language::English.is_function_word(&token.folded) && negation.denies(*i, *i, |_| false))
            .map(|(_, token)| token.text)
            .collect();
        words.join(" ")
    }

    #[test]
    fn negators_deny_the_content_words_after_them() {
        for (text, expected) in [
            ("It does not include the referenced objects", "include referenced objects"),
            ("it doesn't copy anything, it shares memory", "copy anything"),
            ("without keeping it alive", "keeping alive"),
            ("entries are no longer reachable", "reachable"),
            ("a weak reference instead of a strong reference", "strong reference"),
            ("it does not fail to include them", "fail"),
            ("not only fast but small", ""),
            ("no dict, no weakref", "dict weakref"),
            ("it is not slow, but it is big", "slow"),
            ("this never keeps the key alive", "keeps key alive"),
        ] {
            assert_eq!(denied(text), expected, "{text}");
        }
    }

    #[test]
    fn a_negator_does_not_reach_the_end_of_a_run_on() {
        assert_eq!(denied("it does not copy values keys nested things contents forever"), "copy values keys nested");
    }

    #[test]
    fn a_negator_that_is_part_of_the_phrase_does_not_count() {
        let document = Document::read("without keeping it alive", Language::English);
        let negation = Negation::read(&document);
        assert!(!negation.denies(0, 3, |token| token == 0 || token == 1 || token == 3));
        assert!(negation.denies(1, 3, |token| token == 1 || token == 3));
    }
}
