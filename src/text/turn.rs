//! Words that their author does not stand by: taken back, or said of something else.
//!
//! "It keeps the keys, no wait, it does not": what stands before *no wait* is withdrawn. "A regular dict keeps its keys
//! alive, but this one does not": the first clause is about the regular dict. Neither may earn or cost anything, unless
//! a phrase asks for the ordinary thing by name.

use super::{Class, Document, Gap};

/// How the author of a text stands to one of its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Means it.
    #[default]
    Stated,
    /// Has taken it back.
    Withdrawn,
    /// Says it of the ordinary thing that the answer compares with.
    OfAnother,
    /// Names that ordinary thing: "regular", "unlike".
    Another,
}

/// The standing of every word of a document.
#[derive(Debug, Default)]
pub struct Turns {
    /// One for each token; empty where everything is stated.
    standing: Vec<Standing>,
    /// First and last token of the expressions that withdraw something.
    cues: Vec<(usize, usize)>,
}

/// Words before a withdrawal that it takes back at the most: people correct their last thought, not their speech.
const MEMORY: usize = 25;

impl Turns {
    /// Finds every turn of `document`.
    #[must_use]
    pub fn read(document: &Document<'_>) -> Self {
        let mut turns = Self::default();
        let mut at = 0;
        while at < document.tokens.len() {
            let token = &document.tokens[at];
            if token.class.is(Class::TURN)
                && let Some((length, whole_sentence)) = withdrawal(document, at)
            {
                let last = at + length - 1;
                turns.mark(document, withdrawn(document, at, whole_sentence), Standing::Withdrawn);
                turns.cues.push((at, last));
                at = last;
            } else if token.class.is(Class::ORDINARY) && is_subject(document, at) {
                turns.mark(document, at + 1..clause_end(document, at), Standing::OfAnother);
                turns.mark(document, at..at + 1, Standing::Another);
            } else if token.folded == "unlike" {
                turns.mark(document, at + 1..aside_end(document, at), Standing::OfAnother);
                turns.mark(document, at..at + 1, Standing::Another);
            }
            at += 1;
        }
        turns
    }

    /// How the author stands to token `at`.
    #[must_use]
    pub fn standing(&self, at: usize) -> Standing {
        self.standing.get(at).copied().unwrap_or_default()
    }

    /// Whether the words from `first` to `last` are meant, and meant of the thing that was asked about.
    #[must_use]
    pub fn stand(&self, first: usize, last: usize) -> bool {
        let Some(match_) = self.standing.get(first..=last) else { return true };
        !match_.contains(&Standing::Withdrawn) && (match_.contains(&Standing::Another) || match_[match_.len() - 1] != Standing::OfAnother)
    }

    /// Length of the cue at `at`, if a withdrawal begins there.
    pub(super) fn cue(&self, at: usize) -> Option<usize> {
        self.cues.iter().find(|cue| cue.0 == at).map(|cue| cue.1 - cue.0 + 1)
    }

    fn mark(&mut self, document: &Document<'_>, tokens: std::ops::Range<usize>, standing: Standing) {
        if self.standing.is_empty() {
            self.standing = vec![Standing::Stated; document.tokens.len()];
        }
        for mark in self.standing.get_mut(tokens).into_iter().flatten() {
            if *mark != Standing::Withdrawn {
                *mark = standing;
            }
        }
    }
}

/// Length of a withdrawal at `at`, and whether it takes the whole sentence back.
fn withdrawal(document: &Document<'_>, at: usize) -> Option<(usize, bool)> {
    let [anywhere, set_off] = document.language.withdrawals();
    if let Some(length) = document.starts_with(at, anywhere) {
        return Some((length, true));
    }
    if document.tokens[at].gap != Gap::Other {
        return None;
    }
    let length = document.starts_with(at, set_off)?;
    // "Yes: config. No: classes with behaviour." heads a list.
    if document.tokens[at].folded == "no" && document.text[document.tokens[at + length - 1].end..].starts_with(':') {
        return None;
    }
    let next = document.tokens.get(at + length);
    let closed = next.is_none_or(|next| next.gap == Gap::Other || next.class.is(Class::PRONOUN) || next.folded.starts_with("that'"));
    closed.then_some((length, false))
}

/// What a withdrawal at `cue` takes back: what stands before it in its sentence, or else the sentence before.
fn withdrawn(document: &Document<'_>, cue: usize, whole_sentence: bool) -> std::ops::Range<usize> {
    let tokens = &document.tokens;
    let mut start = document.sentence_of(cue).start;
    let mut end = cue;
    if !(start..end).any(|at| !tokens[at].class.is(Class::FUNCTION) && !tokens[at].class.is(Class::TURN)) {
        end = start;
        start = start.checked_sub(1).map_or(start, |before| document.sentence_of(before).start);
    }
    start = start.max(end.saturating_sub(MEMORY));
    if whole_sentence {
        return start..end;
    }
    let mut content = 0;
    for at in (start..end).rev() {
        content += usize::from(!tokens[at].class.is(Class::FUNCTION));
        if tokens[at].gap == Gap::Other && content > 1 {
            return at..end;
        }
    }
    start..end
}

/// Whether the ordinary thing at `at` opens its clause, so that the clause is about it.
fn is_subject(document: &Document<'_>, at: usize) -> bool {
    let tokens = &document.tokens;
    let clause = tokens[at].clause;
    for before in (0..at).rev() {
        if tokens[before].clause != clause || tokens[before + 1].gap == Gap::Other {
            return true;
        }
        let leads = tokens[before].class.is(Class::FUNCTION) || tokens[before].class.is(Class::OPENER);
        let is_verb = ["is", "are", "be", "was", "were", "has", "have"].contains(&tokens[before].folded.as_ref());
        if !leads || is_verb {
            return false;
        }
    }
    true
}

/// End of the clause of token `at`; a conjunction without a new subject carries it on.
fn clause_end(document: &Document<'_>, at: usize) -> usize {
    let tokens = &document.tokens;
    let mut clause = tokens[at].clause;
    for (index, token) in tokens.iter().enumerate().skip(at + 1) {
        let comma = token.gap == Gap::Other && index >= at + SHORTEST_STATEMENT;
        if token.sentence != tokens[at].sentence || comma {
            return index;
        }
        if token.clause != clause {
            let next = tokens.get(index + 1);
            let subject = next.is_none_or(|next| next.class.is(Class::PRONOUN) || ARTICLES.contains(&next.folded.as_ref()));
            if token.gap == Gap::Other || subject || !token.class.is(Class::OPENER) {
                return index;
            }
            clause = token.clause;
        }
    }
    tokens.len()
}

/// Words after which a comma ends what is said of the ordinary thing: noun, verb, object.
const SHORTEST_STATEMENT: usize = 4;

/// Determiners that begin a new subject.
const ARTICLES: [&str; 8] = ["a", "an", "the", "its", "their", "each", "every", "with"];

/// End of "unlike …": the comma after it, or the one that closes its relative clause.
fn aside_end(document: &Document<'_>, at: usize) -> usize {
    let tokens = &document.tokens;
    let mut relative = false;
    for (index, token) in tokens.iter().enumerate().skip(at + 1) {
        if token.sentence != tokens[at].sentence || (index > at + 2 && !relative && token.class.is(Class::PRONOUN)) {
            return index;
        }
        if token.gap == Gap::Other && index > at + 1 {
            if relative || !["which", "where", "whose", "who"].contains(&token.folded.as_ref()) {
                return index;
            }
            relative = true;
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    /// The words of `text` that still stand.
    fn stated(text: &str) -> String {
        let document = Document::read(text, Language::English);
        let turns = Turns::read(&document);
        let words: Vec<_> =
            document.tokens.iter().enumerate().filter(|(i, _)| turns.standing(*i) == Standing::Stated).map(|(_, t)| t.text).collect();
        words.join(" ")
    }

    #[test]
    fn what_is_corrected_is_taken_back() {
        for (text, expected) in [
            ("it keeps keys, no wait, it drops them", "no wait it drops them"),
            ("It keeps keys. Scratch that. It drops them.", "Scratch that It drops them"),
            ("it checks the types... no it doesn't", "no it doesn't"),
            ("It checks types. Actually, no, it ignores them.", "Actually no it ignores them"),
            ("it has a hash, run with cProfile, no, memory_profiler", "it has a hash no memory_profiler"),
            ("It makes actually no copy", "It makes actually no copy"),
            ("no dict, no weakref", "no dict no weakref"),
            ("- yes: config\n- no: classes", "yes config no classes"),
            ("hold on to the key", "hold on to the key"),
        ] {
            assert_eq!(stated(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_the_ordinary_thing_is_set_apart() {
        for (text, expected) in [
            ("a regular dict keeps keys, but this one drops them", "a but this one drops them"),
            ("unlike a normal dict, which keeps keys, it drops them", "it drops them"),
            ("it drops keys, unlike a normal dict", "it drops keys"),
            ("the values are normal references", "the values are normal references"),
            ("normal classes are small but rigid, slotted ones big", "slotted ones big"),
            ("Unlike a dict it drops keys", "it drops keys"),
        ] {
            let stated = stated(text);
            assert!(stated == expected || stated.ends_with(expected), "{text}: {stated}");
        }
    }
}
