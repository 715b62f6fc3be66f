//! Word sequences of answers that could become phrases.

use std::collections::{BTreeMap, BTreeSet};

use super::Marked;
use crate::rubric::{parse, syntax::DEFAULT_GAP};
use crate::text::{Class, Document, Kind, Language, Negation, Polarity, Token, joined};

/// Content words of a sequence at the most.
const LONGEST: usize = 3;
/// Content words after the first that a pair may be made with.
const REACH: usize = 3;

/// A sequence of words that several answers have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// It as a phrase that can be parsed.
    pub(super) phrase: String,
    /// The stems of its words.
    pub(super) stems: Vec<String>,
}

/// Single content words, and pairs and triples within a phrase's reach, that stand in `least` of the answers.
///
/// Words that people say in either order are proposed in any order; what is denied there is proposed as denied.
pub(super) fn candidates(answers: &[&Marked<'_>], language: Language, least: usize) -> Vec<Candidate> {
    let mut found: BTreeMap<(bool, Vec<String>), Seen> = BTreeMap::new();
    for (index, marked) in answers.iter().enumerate() {
        let document = Document::read(&marked.answer, language);
        let negation = Negation::read(&document);
        for sequence in sequences(&document) {
            let (Some(from), Some(to)) = (sequence.first(), sequence.last()) else { continue };
            let denied = negation.polarity(&document, *from, *to, |_| false) == Polarity::Denied;
            let tokens: Vec<&Token<'_>> = sequence.iter().map(|at| &document.tokens[*at]).collect();
            let mut stems: Vec<String> = tokens.iter().map(|token| stem(token, language)).collect();
            let order = stems.clone();
            stems.sort();
            let seen = found.entry((denied, stems)).or_insert_with(|| Seen { words: words(&tokens), ..Seen::default() });
            seen.holders.insert(index);
            seen.orders.insert(order);
        }
    }
    let common = found.into_iter().filter(|(_, seen)| seen.holders.len() >= least);
    let offered = common.map(|((denied, stems), seen)| Candidate { phrase: seen.phrase(denied), stems });
    offered.filter(|candidate| parse(&candidate.phrase).is_ok()).collect()
}

/// One set of words, wherever it was found.
#[derive(Default)]
struct Seen {
    words: String,
    orders: BTreeSet<Vec<String>>,
    holders: BTreeSet<usize>,
}

impl Seen {
    fn phrase(&self, denied: bool) -> String {
        let words = if self.orders.len() > 1 { format!("{{{}}}", self.words) } else { self.words.clone() };
        if denied { format!("not: {words}") } else { words }
    }
}

/// The stems of a text's content words.
pub(super) fn stems(text: &str, language: Language) -> BTreeSet<String> {
    let document = Document::read(text, language);
    document.tokens.iter().filter(|token| is_content(token)).map(|token| stem(token, language)).collect()
}

fn sequences(document: &Document<'_>) -> Vec<Vec<usize>> {
    let content: Vec<usize> = (0..document.tokens.len()).filter(|at| is_content(&document.tokens[*at])).collect();
    let within = |from: usize, to: usize| {
        document.tokens[from].sentence == document.tokens[to].sentence
            && to - from <= usize::from(DEFAULT_GAP) + 1
            && document.tokens[from].folded != document.tokens[to].folded
    };
    let mut sequences = Vec::new();
    for (position, first) in content.iter().enumerate() {
        sequences.push(vec![*first]);
        sequences.extend(content[position + 1..].iter().take(REACH).filter(|next| within(*first, **next)).map(|next| vec![*first, *next]));
        if let Some(run) = content.get(position..position + LONGEST)
            && run.windows(2).all(|pair| within(pair[0], pair[1]))
        {
            sequences.push(run.to_vec());
        }
    }
    sequences
}

fn stem(token: &Token<'_>, language: Language) -> String {
    language.stem(&joined(&token.folded))
}

fn is_content(token: &Token<'_>) -> bool {
    token.folded.chars().count() > 1
        && !token.class.is(Class::FUNCTION)
        && !token.class.is(Class::FILLER)
        && !token.class.is(Class::NEGATOR)
        && !token.folded.contains('\'')
        && !FILLERS.contains(&token.folded.as_ref())
}

/// Words that say nothing about any subject.
const FILLERS: &[&str] = &[
    "etc",
    "eg",
    "ie",
    "one",
    "get",
    "gets",
    "got",
    "go",
    "goes",
    "thing",
    "things",
    "something",
    "say",
    "know",
    "think",
    "way",
    "kind",
    "sort",
    "lot",
    "unless",
    "either",
];

fn words(tokens: &[&Token<'_>]) -> String {
    let words = tokens.iter().map(|token| if token.kind == Kind::Code { format!("`{}`", token.folded) } else { token.folded.to_string() });
    words.collect::<Vec<_>>().join(" ")
}
