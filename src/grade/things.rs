//! What each word of an answer is said of, where a question tells several things apart.
//!
//! "A coroutine schedules the work, the event loop is what you await": every word of it is right, and all of it is said
//! of the wrong thing. A rubric may name its things; a thing that is mentioned at the head of a clause governs the
//! words after it, until another takes over, and a point that is said *of* one thing is not earned by words that
//! another governs.

use std::ops::Range;

use super::reading::Reading;
use crate::rubric::Place;
use crate::text::{Class, Document, Gap, Token};

/// Most things that one question tells apart.
pub const MOST_THINGS: usize = 16;

/// A set of things, as bits by their index.
pub(super) type Things = u16;

/// For each token the things that it is said of; nothing is known of those past the end.
#[derive(Debug, Default)]
pub(super) struct Governors {
    of: Vec<Things>,
    /// Tokens that are names of things.
    names: Vec<bool>,
}

/// A thing named in the answer.
#[derive(Clone, Copy, Debug)]
struct Mention {
    place: Place,
    thing: Things,
}

impl Governors {
    /// Reads who governs what; `things` are the patterns that name each thing.
    pub(super) fn read(reading: &Reading<'_>, things: &[Range<usize>]) -> Self {
        let mentions = mentions(reading, things);
        if mentions.is_empty() {
            return Self::default();
        }
        let document = reading.document;
        let tokens = &document.tokens;
        let mut of = vec![0; tokens.len()];
        let mut names = vec![false; tokens.len()];
        for mention in &mentions {
            names[mention.place.first..=mention.place.last].fill(true);
        }
        let mut next = 0;
        let (mut governor, mut sentence) = (0, u32::MAX);
        // The mention before, and whether it governs.
        let mut before: Option<(Mention, bool)> = None;
        for (at, token) in tokens.iter().enumerate() {
            if token.sentence != sentence {
                sentence = token.sentence;
                before = None;
                if !refers_back(document, at) {
                    governor = 0;
                }
            }
            if let Some(mention) = mentions.get(next).filter(|mention| mention.place.first == at) {
                next += 1;
                let joined = before.filter(|(other, _)| is_joined(document, other.place.last, at));
                let handed_over = is_followed_by_relative(document, mention.place.last);
                let governs = match joined {
                    _ if handed_over => true,
                    Some((_, governs)) => governs || has_verb_after(document, mention.place.last),
                    None => !is_aside(reading, at) && (before.is_none_or(|(_, governs)| !governs) || heads_clause(document, mention.place)),
                };
                if governs {
                    let together = joined.is_some_and(|(_, governs)| governs) && !handed_over;
                    governor = if together { governor | mention.thing } else { mention.thing };
                }
                before = Some((*mention, governs));
            }
            of[at] = governor;
        }
        Self { of, names }
    }

    /// How the words of a match, those that `own` tells, are said of `things`.
    pub(super) fn said(&self, place: Place, own: &dyn Fn(usize) -> bool, things: Things) -> Said {
        let Some(of) = self.of.get(place.first..=place.last) else { return Said::OfNothing };
        let mut said = Said::Named;
        for (at, governor) in (place.first..).zip(of) {
            if self.names[at] || !own(at) {
                continue;
            }
            if governor & things != 0 {
                return Said::OfThem;
            }
            said = match said {
                _ if *governor == 0 => Said::OfNothing,
                Said::OfNothing => Said::OfNothing,
                Said::OfOthers(others) => Said::OfOthers(others | governor),
                _ => Said::OfOthers(*governor),
            };
        }
        said
    }
}

/// How words are said of the things that a point is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Of one of them.
    OfThem,
    /// Of nothing in particular.
    OfNothing,
    /// Of these others alone.
    OfOthers(Things),
    /// Nothing is said: the words are names and no more.
    Named,
}

/// Every place where a thing is named; of names inside a longer one only the longer.
fn mentions(reading: &Reading<'_>, things: &[Range<usize>]) -> Vec<Mention> {
    let mut all: Vec<Mention> = Vec::new();
    for (index, patterns) in things.iter().take(MOST_THINGS).enumerate() {
        for pattern in patterns.clone().filter(|at| reading.candidates[*at]) {
            let places = reading.patterns[pattern].places_anyhow(reading.occurrences);
            all.extend(places.into_iter().map(|place| Mention { place, thing: 1 << index }));
        }
    }
    all.sort_unstable_by_key(|mention| (mention.place.first, std::cmp::Reverse(mention.place.last), mention.thing));
    let mut kept: Vec<Mention> = Vec::with_capacity(all.len());
    for mention in all {
        match kept.last_mut() {
            Some(last) if last.place == mention.place => last.thing |= mention.thing,
            Some(last) if mention.place.first <= last.place.last => {
                if length(mention.place) > length(last.place) {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    kept
}

fn length(place: Place) -> usize {
    place.last - place.first
}

/// Whether a sentence goes on about what the one before was about: "It also …", "This lets …".
fn refers_back(document: &Document<'_>, at: usize) -> bool {
    let sentence = document.tokens[at].sentence;
    let opening = document.tokens[at..].iter().take(2).take_while(|token| token.sentence == sentence);
    opening.into_iter().any(|token| token.class.is(Class::PRONOUN) && !["i", "you", "we"].contains(&token.folded.as_ref()))
}

/// Whether nothing but small words stands between two mentions: "tasks, futures and the event loop".
fn is_joined(document: &Document<'_>, end: usize, start: usize) -> bool {
    const JOINING: [&str; 7] = ["and", "or", "the", "a", "an", "plus", "both"];
    start <= end + 4
        && document.tokens[end + 1..start].iter().all(|token| JOINING.contains(&token.folded.as_ref()))
        && (end + 1 < start || document.tokens[start].gap == Gap::Other)
}

/// Whether a name stands for comparison only: "than a task", "unlike `partial`", "instead of the loop".
fn is_aside(reading: &Reading<'_>, at: usize) -> bool {
    const COMPARING: [&str; 9] = ["than", "unlike", "like", "versus", "vs", "instead", "not", "without", "compared"];
    let tokens = &reading.document.tokens;
    let sentence = tokens[at].sentence;
    let lead = tokens[at.saturating_sub(3)..at].iter().rev().take_while(|token| token.sentence == sentence);
    lead.take_while(|token| token.class.is(Class::FUNCTION) || COMPARING.contains(&token.folded.as_ref()))
        .any(|token| COMPARING.contains(&token.folded.as_ref()))
}

/// Whether a name opens a clause, so that what follows is about it.
fn heads_clause(document: &Document<'_>, place: Place) -> bool {
    let tokens = &document.tokens;
    let mut at = place.first;
    loop {
        if at == 0 || tokens[at].gap == Gap::Other || tokens[at].class.is(Class::OPENER) || tokens[at - 1].sentence != tokens[at].sentence {
            return true;
        }
        // As people dictate: "um then there's partial where you fix arguments".
        if ["then", "um", "uh", "there's", "theres", "next"].contains(&tokens[at].folded.as_ref()) {
            return true;
        }
        if tokens[at].folded == "and" {
            return has_verb_after(document, place.last);
        }
        let previous = &tokens[at - 1];
        if !previous.class.is(Class::FUNCTION) && !previous.class.is(Class::OPENER) {
            return false;
        }
        at -= 1;
    }
}

/// Whether a relative clause tells more of a name: "the event loop that schedules them".
fn is_followed_by_relative(document: &Document<'_>, last: usize) -> bool {
    document
        .tokens
        .get(last + 1)
        .is_some_and(|next| next.gap != Gap::Other && ["that", "which", "who", "where"].contains(&next.folded.as_ref()))
}

/// Whether the word after a name looks like its verb: "is", "lets", "runs".
fn has_verb_after(document: &Document<'_>, last: usize) -> bool {
    /// Verbs that carry no "s", and what stands where the verb is left out: "and the other its values".
    const LIKE_A_VERB: [&str; 16] =
        ["is", "are", "was", "does", "do", "has", "have", "can", "will", "would", "lets", "let", "give", "gives", "its", "their"];
    let sentence = document.tokens[last].sentence;
    let word = |at: usize| document.tokens.get(at).filter(|next| next.gap != Gap::Other && next.sentence == sentence);
    let is_verb = |next: &Token<'_>| LIKE_A_VERB.contains(&next.folded.as_ref());
    word(last + 1).is_some_and(|next| {
        // "and with inheritance you get", "and the field function is"
        let subject = next.class.is(Class::PRONOUN) || (!next.class.is(Class::FUNCTION) && word(last + 2).is_some_and(is_verb));
        is_verb(next) || subject || (!next.class.is(Class::FUNCTION) && next.folded.ends_with('s'))
    })
}
