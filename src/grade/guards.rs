//! What an answer may look like without being one: a list of keywords, the question again, a word to the marker.
//!
//! Guards read the whole answer before the points do. They strike sentences out, mark those that only repeat the
//! prompt, and set a ceiling for the score; each says so with a [`Flag`].

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashSet, FxHasher};

use super::{Flag, Score};
use crate::rubric::{Occurrences, Term};
use crate::text::{Class, Document, Token};

/// Most that a list of keywords can earn.
pub(super) const LIST_CEILING: Score = Score::from_thousandths(300);
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
    /// Whether a list may be an answer, as where it is asked what code prints.
    pub(super) lists: bool,
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
    /// Sentences that only list keywords, in order; what they earn has a ceiling of its own.
    pub(super) listed: Vec<u32>,
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
        let mut guarded = Guarded {
            flags: Vec::new(),
            ceiling: Score::FULL,
            struck: addressed(document),
            echoes: Vec::new(),
            listed: if self.lists { Vec::new() } else { listed(answer, &self.prompt) },
        };
        let words = document.tokens.len();
        if words == 0 {
            guarded.flags.push(Flag::Empty);
            return guarded;
        }
        if !guarded.struck.is_empty() {
            guarded.flags.push(Flag::AddressesMarker);
        }
        if !guarded.listed.is_empty() {
            guarded.flags.push(Flag::KeywordList);
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
        let mut any_denial = false;
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
            any_denial |= denied;
            said += content;
            repeated += echoed;
        }
        if repeated > 1 && repeated * 5 >= said * 4 && !any_denial {
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

/// The sentences that state nothing, if together they are a list of keywords.
///
/// Statements have function words, even terse ones; lists are cut into pieces of a word or two. Bullets and notes have
/// longer pieces or relate one thing to another, and code has brackets rather than commas. Sentences that do state
/// something have no part in this, so that saying more never makes a list.
fn listed(answer: &Occurrences<'_>, prompt: &FxHashSet<Term>) -> Vec<u32> {
    let document = answer.document();
    let tokens = &document.tokens;
    let (mut words, mut functions, mut separators, mut known) = (0, 0, 0, 0);
    let mut sentences = Vec::new();
    let (mut enumerations, mut enumerated) = (Vec::new(), 0);
    let mut at = 0;
    while at < tokens.len() {
        let sentence = document.sentence_of(at);
        let own = &tokens[sentence.clone()];
        let function = own.iter().filter(|token| token.class.is(Class::FUNCTION)).count();
        at = sentence.end;
        if is_enumeration(document, sentence.clone(), function) {
            enumerations.push(own[0].sentence);
            enumerated += own.len();
        }
        if function * 100 >= own.len() * 13 {
            continue;
        }
        sentences.push(own[0].sentence);
        words += own.len();
        functions += function;
        for index in sentence {
            let next = tokens.get(index + 1).map_or(document.text.len(), |next| next.start);
            let between = &document.text[tokens[index].end..next];
            if between.len() > 1 && RELATIONS.contains(&between.trim()) {
                return Vec::new();
            }
            // The end of the answer parts as a full stop would.
            separators += usize::from(index + 1 == tokens.len() || between.contains([',', ';', '|', '\n', '•', '·', '.']));
            known += usize::from(answer.at(index).any(|term| !prompt.contains(&term)));
        }
    }
    let cut_up = separators * 100 >= words * 45;
    let bare = separators * 20 <= words && functions * 100 <= words * 3 && known * 2 >= words;
    let mut listed = Vec::new();
    if words >= SHORTEST_LIST && words * 2 > tokens.len() && (cut_up || bare) {
        listed.append(&mut sentences);
    }
    if enumerated * 3 > tokens.len() * 2 {
        listed.append(&mut enumerations);
    }
    listed.sort_unstable();
    listed.dedup();
    listed
}

/// Signs by which notes relate one thing to another.
const RELATIONS: [&str; 4] = ["=", "->", "→", "=>"];
/// Pieces that make an enumeration.
const FEWEST_PIECES: usize = 5;

/// Whether a sentence is keywords in a row: many pieces of two words or so, or hardly a word of grammar in many words, and
/// nothing that relates one to another. Notes have several short sentences, or colons and arrows.
fn is_enumeration(document: &Document<'_>, sentence: Range<usize>, functions: usize) -> bool {
    let words = sentence.len();
    let mut pieces = 1;
    for pair in document.tokens[sentence].windows(2) {
        let between = &document.text[pair[0].end..pair[1].start];
        if between.contains(':') || RELATIONS.contains(&between.trim()) {
            return false;
        }
        pieces += usize::from(between.contains([',', ';', '/', '|', '•', '·']));
    }
    let short = pieces >= FEWEST_PIECES && words * 2 <= pieces * 5 && functions * 100 < words * 15;
    let ungrammatical = words >= 12 && functions * 20 < words;
    words >= SHORTEST_LIST && (short || ungrammatical)
}
