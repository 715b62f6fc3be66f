//! Which words of a text are denied: negators and how far they reach.
//!
//! A negator denies up to [`REACH`] content words after it, within its clause. Function words do not count, so "is not
//! in any way a copy" still denies *copy*, while the end of a run-on sentence stays untouched. Two negators over the
//! same words cancel ("it does not fail to …").

use super::{Class, Document, Gap, Language, Turns};

/// Content words that a negator denies at the most.
const REACH: usize = 4;

/// The negators of a document.
#[derive(Debug, Default)]
pub struct Negation {
    cues: Vec<Cue>,
    /// For each token, how many negators before it reach it; empty where there are none.
    covered: Vec<u32>,
    turns: Turns,
}

/// Whether something is said to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// It is.
    Affirmed,
    /// It is not.
    Denied,
    /// It stands behind a cross: said to be wrong, or said to be a drawback.
    Crossed,
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
        let turns = Turns::read(document);
        let mut cues: Vec<Cue> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if !may_negate(document, at) {
                at += 1;
                continue;
            }
            if let Some(skipped) = turns.cue(at).or_else(|| document.starts_with(at, document.language.false_negators())) {
                at += skipped;
                continue;
            }
            let Some(length) = negator(document, at) else {
                at += 1;
                continue;
            };
            cut_previous(document, &mut cues, at);
            let last = at + length - 1;
            let apart = document.language.sets_apart(&tokens[at].folded);
            cues.push(Cue { first: at, last, reach: reach(document, last, apart) });
            at += length;
        }
        Self { covered: covered(&cues, tokens.len()), cues, turns }
    }

    /// What the author took back or said of something else.
    #[must_use]
    pub fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Polarity of a match from token `first` to token `last`.
    ///
    /// `consumed` tells which tokens are words of the phrase itself: a negator among them is part of what the phrase
    /// says and does not count.
    pub fn polarity(&self, document: &Document<'_>, first: usize, last: usize, consumed: impl Fn(usize) -> bool) -> Polarity {
        let before = self.covered.get(first).copied().unwrap_or_default() as usize;
        let from = self.cues.partition_point(|cue| cue.first <= first);
        let inside = self.cues[from..]
            .iter()
            .take_while(|cue| cue.last < last)
            .filter(|cue| {
                !(cue.first..=cue.last).any(&consumed) && (cue.last + 1..=last).find(|at| consumed(*at)).is_some_and(|at| cue.reach >= at)
            })
            .count();
        let negators = before + inside;
        match negators {
            0 if document.crossed.binary_search(&document.tokens[last].sentence).is_ok() => Polarity::Crossed,
            count if count % 2 == 1 => Polarity::Denied,
            _ => Polarity::Affirmed,
        }
    }
}

fn covered(cues: &[Cue], tokens: usize) -> Vec<u32> {
    if cues.is_empty() {
        return Vec::new();
    }
    let mut ends = vec![0_u32; tokens + 1];
    let mut begins = vec![0_u32; tokens + 1];
    for cue in cues.iter().filter(|cue| cue.reach > cue.last) {
        begins[cue.last + 1] += 1;
        ends[cue.reach + 1] += 1;
    }
    let mut open = 0;
    (0..tokens)
        .map(|at| {
            open = open + begins[at] - ends[at];
            open
        })
        .collect()
}

/// Cheaply, whether a negator or what looks like one can begin at `at`.
fn may_negate(document: &Document<'_>, at: usize) -> bool {
    let token = &document.tokens[at];
    token.class.is(Class::NEGATOR) || token.class.is(Class::TURN) || (token.class == Class::NONE && token.folded.ends_with(['t', 'r', 'g']))
}

fn negator(document: &Document<'_>, at: usize) -> Option<usize> {
    let token = &document.tokens[at];
    if document.language == Language::English && token.folded.ends_with("n't") {
        return Some(1);
    }
    // `None` is a value in code; at the head of a sentence it may be the word.
    if token.text == "None" && at > 0 && document.tokens[at - 1].sentence == token.sentence {
        return None;
    }
    if token.class.is(Class::NEGATOR) {
        return document.starts_with(at, document.language.negators());
    }
    is_misspelled(document, at).then_some(1)
}

/// Whether the word is no word, and one slip away from a negator: "dosent", "wihtout".
fn is_misspelled(document: &Document<'_>, at: usize) -> bool {
    let word = document.tokens[at].folded.as_ref();
    (4..=9).contains(&word.len())
        && word.is_ascii()
        && document.language.misspelled_negators().iter().any(|negator| {
            negator.as_bytes()[0] == word.as_bytes()[0]
                && negator.len().abs_diff(word.len()) <= 1
                && strsim::osa_distance(negator, &word.replace('\'', "")) == 1
                && !document.language.is_spelled(word)
        })
}

fn reach(document: &Document<'_>, last: usize, apart: bool) -> usize {
    let clause = document.tokens[last].clause;
    let mut content = 0;
    let mut end = last;
    for (index, token) in document.tokens.iter().enumerate().skip(last + 1) {
        if token.clause != clause
            || content == REACH
            || (index > last + 1 && begins_statement(document, index))
            || (apart && index > last + 1 && (token.gap == Gap::Other || is_new_subject(document, index)))
        {
            break;
        }
        if !token.class.is(Class::FUNCTION) {
            content += 1;
        }
        end = index;
    }
    end
}

/// Whether a statement of its own begins at `at`, with its noun: after a comma ("when nobody uses it, the entry goes"), or
/// after a pronoun, as people dictate it ("when nobody uses it the entry goes").
fn begins_statement(document: &Document<'_>, at: usize) -> bool {
    const DETERMINERS: [&str; 9] = ["the", "a", "an", "its", "their", "your", "each", "every", "this"];
    const AUXILIARIES: [&str; 9] = ["is", "are", "was", "has", "have", "does", "can", "will", "gets"];
    const OBJECTS: [&str; 4] = ["it", "them", "that", "anymore"];
    // What comes of having none: "no dict and less memory", "not allowed and raises".
    const GAINS: [&str; 18] = [
        "less", "fewer", "smaller", "lower", "lighter", "faster", "quicker", "cheaper", "more", "better", "saves", "uses", "takes",
        "gives", "makes", "raises", "means", "that",
    ];
    let is = |at: usize, words: &[&str]| document.tokens.get(at).is_some_and(|token| words.contains(&token.folded.as_ref()));
    if document.tokens[at].gap == Gap::Other {
        let noun = if is(at, &["and", "so", "then"]) { at + 1 } else { at };
        // "entries are removed", "lru_cache has a size": a noun with its verb.
        let verb = document.tokens.get(noun + 1).is_some_and(|next| next.gap != Gap::Other && AUXILIARIES.contains(&next.folded.as_ref()));
        return verb || is(noun, &DETERMINERS) || document.tokens.get(noun).is_some_and(|token| token.class.is(Class::PRONOUN));
    }
    let turns_to_a_gain = is(at, &["and", "so"]) && is(at + 1, &GAINS);
    turns_to_a_gain || (is(at, &["the", "its", "each", "every"]) && is(at - 1, &OBJECTS))
}

/// Whether a pronoun with its verb begins at `at`: in "unlike a dict it does …" the noun ends there.
fn is_new_subject(document: &Document<'_>, at: usize) -> bool {
    const VERBS: [&str; 8] = ["does", "do", "is", "are", "has", "can", "will", "would"];
    let verb = |next: &super::Token<'_>| VERBS.contains(&next.folded.as_ref()) || next.folded.ends_with("n't");
    document.tokens[at].class.is(Class::PRONOUN) && document.tokens.get(at + 1).is_some_and(verb)
}

/// A new negator after content words starts a statement of its own: in "no dict, no weakref" each denies one noun.
fn cut_previous(document: &Document<'_>, cues: &mut [Cue], at: usize) {
    let Some(previous) = cues.last_mut() else { return };
    let has_content = (previous.last + 1..at).any(|i| !document.tokens[i].class.is(Class::FUNCTION));
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
            .filter(|(i, token)| {
                !Language::English.is_function_word(&token.folded) && negation.polarity(&document, *i, *i, |_| false) == Polarity::Denied
            })
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
            ("there is no dict and less memory", "dict"),
            ("no keys and values", "keys values"),
            ("when nobody uses it, the entry disappears", "uses"),
            ("it prints None and says so", ""),
            ("None of them keeps it", "keeps"),
            ("once nothing needs it the entry disappears", "needs"),
            ("when nobody holds keys, entries are removed", "holds keys"),
            ("never forgets anything, lru_cache has a size", "forgets anything"),
            ("objects I do not control, and it is a cache", "control"),
            ("it is not slow, but it is big", "slow"),
            ("this never keeps the key alive", "keeps key alive"),
            ("it dosent copy the contents", "copy contents"),
            ("wihtout keeping it alive", "keeping alive"),
            ("unlike a dict, neither keeps keys", "dict keeps keys"),
            ("it neither copies values nor keeps keys", "copies values keeps keys"),
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
        assert_eq!(negation.polarity(&document, 0, 3, |token| token == 0 || token == 1 || token == 3), Polarity::Affirmed);
        assert_eq!(negation.polarity(&document, 1, 3, |token| token == 1 || token == 3), Polarity::Denied);
    }
}
