//! What an answer may look like without being one: a list of keywords, the question again, a word to the marker.
//!
//! Guards read the whole answer before the points do. They strike sentences out, mark those that only repeat the
//! prompt, and set a ceiling for the score; each says so with a [`Flag`].

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::{Flag, Score};
use crate::rubric::{Occurrences, Term};
use crate::text::{Class, Document, Token};

/// Most that a list of keywords can earn.
const LIST_CEILING: Score = Score::from_thousandths(300);
/// Most that an answer of hardly a word can earn, where more was asked for.
const SHORT_CEILING: Score = Score::from_thousandths(300);
/// Fewest words that can be a list.
const SHORTEST_LIST: usize = 8;
/// Words in a row that are compared with the model answer.
const SHINGLE: usize = 5;

/// What the guards know of a question.
#[derive(Debug, Default)]
pub(super) struct Guards {
    /// Terms of the prompt's content words.
    pub(super) prompt: FxHashSet<Term>,
    /// Hashes of every five words in a row of the model answer.
    model: FxHashSet<u64>,
    /// Words of the model answer.
    model_words: usize,
}

/// What the guards made of an answer.
#[derive(Debug)]
pub(super) struct Guarded {
    /// Why, for the person.
    pub(super) flags: Vec<Flag>,
    /// Highest score that is left.
    pub(super) ceiling: Score,
    /// Sentences that earn and cost nothing, in order.
    pub(super) struck: Vec<u32>,
    /// Sentences that mostly repeat the prompt, in order.
    pub(super) echoes: Vec<u32>,
}

impl Guards {
    /// Remembers the model answer, to know it when it is recited.
    pub(super) fn learn_model(&mut self, document: &Document<'_>) {
        self.model = shingles(&document.tokens).collect();
        self.model_words = document.tokens.len();
    }

    /// Whether a token stands in the prompt.
    pub(super) fn in_prompt(&self, at: usize, answer: &Occurrences<'_>) -> bool {
        answer.at(at).any(|term| self.prompt.contains(&term))
    }

    /// Reads an answer.
    pub(super) fn read(&self, answer: &Occurrences<'_>) -> Guarded {
        let document = answer.document();
        let mut guarded = Guarded { flags: Vec::new(), ceiling: Score::FULL, struck: addressed(document), echoes: Vec::new() };
        let words = document.tokens.len();
        if words == 0 {
            guarded.flags.push(Flag::Empty);
            return guarded;
        }
        if !guarded.struck.is_empty() {
            guarded.flags.push(Flag::AddressesMarker);
        }
        if is_list(answer, &self.prompt) {
            guarded.flags.push(Flag::KeywordList);
            guarded.ceiling = LIST_CEILING;
        }
        if words <= 3 && self.model_words > words * 8 {
            guarded.flags.push(Flag::TooShort);
            guarded.ceiling = guarded.ceiling.min(SHORT_CEILING);
        }
        self.echoes(answer, &mut guarded);
        if self.is_recited(document) {
            guarded.flags.push(Flag::Recited);
        }
        guarded
    }

    /// Finds the sentences that mostly repeat the prompt; an answer of nothing else earns nothing.
    fn echoes(&self, answer: &Occurrences<'_>, guarded: &mut Guarded) {
        if self.prompt.is_empty() {
            return;
        }
        let tokens = &answer.document().tokens;
        let (mut said, mut repeated) = (0, 0);
        let mut at = 0;
        let mut denies = false;
        while at < tokens.len() {
            let sentence = tokens[at].sentence;
            let (mut content, mut echoed, mut denied) = (0, 0, false);
            while at < tokens.len() && tokens[at].sentence == sentence {
                let token = &tokens[at];
                denied |= token.class.is(Class::NEGATOR) || token.folded.ends_with("n't");
                if !token.class.is(Class::FUNCTION) && !token.class.is(Class::FILLER) {
                    content += 1;
                    echoed += usize::from(self.in_prompt(at, answer));
                }
                at += 1;
            }
            if echoed > 0 && echoed * 4 >= content * 3 && !denied {
                guarded.echoes.push(sentence);
            }
            denies |= denied;
            said += content;
            repeated += echoed;
        }
        if repeated > 1 && repeated * 5 >= said * 4 && !denies {
            guarded.flags.push(Flag::Echo);
            guarded.ceiling = Score::ZERO;
        }
    }

    fn is_recited(&self, document: &Document<'_>) -> bool {
        if self.model.len() < 2 * SHINGLE || document.tokens.len() * 2 < self.model_words {
            return false;
        }
        let said: FxHashSet<u64> = shingles(&document.tokens).filter(|shingle| self.model.contains(shingle)).collect();
        said.len() * 10 >= self.model.len() * 8
    }
}

/// Hashes of every few words in a row.
fn shingles(tokens: &[Token<'_>]) -> impl Iterator<Item = u64> {
    let hashes: Vec<u64> = tokens
        .iter()
        .map(|token| {
            let mut hasher = FxHasher::default();
            token.folded.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    (0..(hashes.len() + 1).saturating_sub(SHINGLE)).map(move |at| {
        hashes[at..at + SHINGLE].iter().fold(0_u64, |all, hash| all.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash)
    })
}

/// Sentences that speak to whoever marks.
fn addressed(document: &Document<'_>) -> Vec<u32> {
    let mut struck: Vec<u32> = Vec::new();
    for (at, token) in document.tokens.iter().enumerate() {
        if struck.last() == Some(&token.sentence) {
            continue;
        }
        let shouts = token.text == "SYSTEM" && document.text[token.end..].starts_with(':');
        if shouts || (token.class.is(Class::ADDRESS) && document.starts_with(at, document.language.addresses()).is_some()) {
            struck.push(token.sentence);
        }
    }
    struck
}

/// Whether the answer lists keywords and states nothing.
///
/// Statements have function words, even terse ones; lists are cut into pieces of a word or two. Bullets and notes have
/// longer pieces, and code has brackets rather than commas.
fn is_list(answer: &Occurrences<'_>, prompt: &FxHashSet<Term>) -> bool {
    let document = answer.document();
    let tokens = &document.tokens;
    let function = tokens.iter().filter(|token| token.class.is(Class::FUNCTION)).count();
    if tokens.len() < SHORTEST_LIST || function * 100 >= tokens.len() * 13 {
        return false;
    }
    let mut separators = 0;
    for pair in tokens.windows(2) {
        let between = &document.text[pair[0].end..pair[1].start];
        if ["=", "->", "→"].contains(&between.trim()) && between.len() > 1 {
            return false; // notes, which relate one thing to another
        }
        separators += usize::from(between.contains([',', ';', '|', '\n', '•', '·', '.']));
    }
    if separators * 100 >= tokens.len() * 45 {
        return true;
    }
    let known = (0..tokens.len()).filter(|at| answer.at(*at).any(|term| !prompt.contains(&term))).count();
    separators * 20 <= tokens.len() && function * 100 <= tokens.len() * 3 && known * 2 >= tokens.len()
}
