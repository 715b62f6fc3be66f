//! A phrase compiled over a lexicon, and how it is found in an answer.

use std::collections::{BTreeMap, HashMap};

use thiserror::Error;

use super::walk::{Step, anywhere};
use super::{Lexicon, Node, Occurrences, Phrase, Place, Term, Wants};
use crate::text::{Language, Negation, Polarity, Word};

/// A compiled phrase.
#[derive(Debug)]
pub struct Pattern {
    wants: Wants,
    all: Vec<Step>,
    unless: Option<Step>,
    /// Every term that the phrase can match, sorted: a negator among them is the phrase's own.
    terms: Vec<Term>,
}

/// Which of its places a pattern may keep.
pub trait Judge {
    /// Whether words behind a cross may be meant either way: "❌ rigid" is no denial where a drawback was asked for.
    const CROSSED_EITHER_WAY: bool;

    /// Whether a place counts; `own` tells the tokens that the phrase itself asked for.
    fn counts(&self, place: Place, own: &dyn Fn(usize) -> bool) -> bool;
}

impl Pattern {
    /// Where the phrase is said with the polarity that it wants, of the places that `judge` lets count.
    ///
    /// One list for each part of the phrase (`a & b` has two), with at most one place a sentence; empty when some part
    /// is nowhere to be found. Time is linear in the answer and in the phrase.
    #[must_use]
    pub fn find<J: Judge>(&self, answer: &Occurrences<'_>, negation: &Negation, judge: &J) -> Vec<Vec<Place>> {
        let mut parts = Vec::with_capacity(self.all.len());
        for step in &self.all {
            let places = self.places(step, answer, negation, judge);
            if places.is_empty() {
                return Vec::new();
            }
            parts.push(places);
        }
        parts
    }

    /// Every place where the words stand, however they are meant.
    #[must_use]
    pub fn places_anyhow(&self, answer: &Occurrences<'_>) -> Vec<Place> {
        self.all.iter().flat_map(|step| anywhere(step, answer)).collect()
    }

    /// Groups of terms of which an answer must have one each.
    pub(super) fn needs(&self) -> Vec<Vec<Term>> {
        self.all.iter().flat_map(Step::needs).collect()
    }

    fn places<J: Judge>(&self, step: &Step, answer: &Occurrences<'_>, negation: &Negation, judge: &J) -> Vec<Place> {
        let tokens = &answer.document().tokens;
        let mut found: Vec<Place> = Vec::new();
        let mut blocked: Option<Vec<u32>> = None;
        let own = |token: usize| answer.at(token).any(|term| self.terms.binary_search(&term).is_ok());
        for place in anywhere(step, answer) {
            let sentence = tokens[place.last].sentence;
            if found.last().is_some_and(|before| tokens[before.last].sentence == sentence)
                || !self.polarity_fits::<J>(negation.polarity(answer.document(), place.first, place.last, own))
            {
                continue;
            }
            if let Some(unless) = &self.unless {
                let sentences = blocked.get_or_insert_with(|| anywhere(unless, answer).map(|p| tokens[p.last].sentence).collect());
                if sentences.binary_search(&sentence).is_ok() {
                    continue;
                }
            }
            if judge.counts(place, &own) {
                found.push(place);
            }
        }
        found
    }

    fn polarity_fits<J: Judge>(&self, polarity: Polarity) -> bool {
        match (self.wants, polarity) {
            (Wants::Either, _) | (Wants::Affirmed, Polarity::Affirmed) | (Wants::Denied, Polarity::Denied | Polarity::Crossed) => true,
            (Wants::Affirmed, Polarity::Crossed) => J::CROSSED_EITHER_WAY,
            _ => false,
        }
    }
}

/// A synonym set that a phrase names and that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SetError {
    /// No set has this name.
    #[error("there is no synonym set `{name}`{}; sets stand in subject.toml under [synonyms]", nearest.as_ref().map(|n| format!(", did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// The name that was used.
        name: String,
        /// The set whose name is most like it.
        nearest: Option<String>,
    },
    /// A set's entry uses a set.
    #[error("the synonym set `{0}` names another set; write the words out")]
    Nested(String),
}

impl SetError {
    /// What is wrong with naming the set `name`, if anything.
    #[must_use]
    pub fn of(name: &str, sets: &BTreeMap<String, Vec<Node>>) -> Option<Self> {
        if sets.contains_key(name) {
            return None;
        }
        let nearest = crate::nearest(name, sets.keys().map(String::as_str)).map(str::to_owned);
        Some(Self::Unknown { name: name.to_owned(), nearest })
    }
}

/// Compiles phrases into patterns over one lexicon.
#[derive(Debug)]
pub struct Compiler<'a> {
    language: Language,
    sets: &'a BTreeMap<String, Vec<Node>>,
    /// Stem of a word to the set that stands in for it everywhere.
    everywhere: HashMap<String, &'a str>,
    lexicon: Lexicon,
}

impl<'a> Compiler<'a> {
    /// A compiler with an empty lexicon; single words of the sets in `everywhere` are replaced by their set.
    #[must_use]
    pub fn new(language: Language, sets: &'a BTreeMap<String, Vec<Node>>, everywhere: &'a [String]) -> Self {
        let mut by_stem = HashMap::new();
        for name in everywhere {
            for node in sets.get(name).into_iter().flatten() {
                if let Node::Word(word) = node {
                    by_stem.insert(Word::new(word, language).stem, name.as_str());
                }
            }
        }
        Self { language, sets, everywhere: by_stem, lexicon: Lexicon::default() }
    }

    /// Compiles one phrase.
    ///
    /// # Errors
    /// [`SetError`] when the phrase names a set that is not there.
    pub fn compile(&mut self, phrase: &Phrase) -> Result<Pattern, SetError> {
        let all = phrase.all.iter().map(|node| self.step(node, None)).collect::<Result<Vec<_>, _>>()?;
        let unless = phrase.unless.as_ref().map(|node| self.step(node, None)).transpose()?;
        let mut terms = Vec::new();
        for step in &all {
            step.collect_terms(&mut terms);
        }
        terms.sort_unstable();
        terms.dedup();
        Ok(Pattern { wants: phrase.wants, all, unless, terms })
    }

    /// The term of a word that is no phrase's.
    #[must_use]
    pub fn word(&mut self, word: &str) -> Term {
        self.lexicon.word(&Word::new(word, self.language))
    }

    /// The lexicon of everything compiled so far.
    #[must_use]
    pub fn into_lexicon(self) -> Lexicon {
        self.lexicon
    }

    /// `inside` is the set being expanded, if any.
    fn step(&mut self, node: &Node, inside: Option<&str>) -> Result<Step, SetError> {
        Ok(match node {
            Node::Word(word) => {
                let word = Word::new(word, self.language);
                match self.everywhere.get(&word.stem).copied() {
                    Some(set) if inside.is_none() => self.set(set)?,
                    _ => Step::Term(self.lexicon.word(&word)),
                }
            }
            Node::Exact(spelling) => Step::Term(self.lexicon.exact(spelling)),
            Node::Code(code) => Step::Term(self.lexicon.code(code)),
            Node::Number(number) => Step::Term(self.lexicon.number(number)),
            Node::Prefix(prefix) => Step::Term(self.lexicon.prefix(prefix)),
            Node::Suffix(suffix) => Step::Term(self.lexicon.suffix(suffix)),
            Node::Set(name) => match inside {
                Some(outer) => return Err(SetError::Nested(outer.to_owned())),
                None => self.set(name)?,
            },
            Node::Sequence { items, gap } => self.sequence(items, *gap, inside)?,
            Node::AnyOrder { items, gap } => {
                let orders = permutations(items);
                Step::Either(orders.iter().map(|order| self.sequence(order, *gap, inside)).collect::<Result<_, _>>()?)
            }
            Node::Either(branches) => Step::Either(branches.iter().map(|branch| self.step(branch, inside)).collect::<Result<_, _>>()?),
            Node::Optional(inner) => Step::Optional(Box::new(self.step(inner, inside)?)),
        })
    }

    fn sequence(&mut self, items: &[Node], gap: u8, inside: Option<&str>) -> Result<Step, SetError> {
        let steps = items.iter().map(|item| self.step(item, inside)).collect::<Result<Vec<_>, _>>()?;
        Ok(Step::Sequence { steps, gap: usize::from(gap), joins: self.joins(items) })
    }

    /// Neighbouring plain words may be written as one in the answer: `weak key dictionary`, `WeakKeyDictionary`.
    fn joins(&mut self, items: &[Node]) -> Vec<(usize, usize, Term)> {
        let mut joins = Vec::new();
        for from in 0..items.len() {
            let mut compound = String::new();
            for (offset, item) in items[from..].iter().take(3).enumerate() {
                let Node::Word(word) = item else { break };
                compound.push_str(word);
                if offset > 0 {
                    joins.push((from, from + offset + 1, self.lexicon.compound(&Word::new(&compound, self.language))));
                }
            }
        }
        joins
    }

    fn set(&mut self, name: &str) -> Result<Step, SetError> {
        if let Some(error) = SetError::of(name, self.sets) {
            return Err(error);
        }
        let entries = self.sets.get(name).into_iter().flatten();
        Ok(Step::Either(entries.map(|entry| self.step(entry, Some(name))).collect::<Result<_, _>>()?))
    }
}

/// Every order of `items`; the parser lets at most four through.
fn permutations(items: &[Node]) -> Vec<Vec<Node>> {
    if items.len() <= 1 {
        return vec![items.to_vec()];
    }
    let mut orders = Vec::new();
    for first in 0..items.len() {
        let mut others = items.to_vec();
        let head = others.remove(first);
        for mut tail in permutations(&others) {
            tail.insert(0, head.clone());
            orders.push(tail);
        }
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::parse;
    use crate::text::Document;

    fn sets() -> BTreeMap<String, Vec<Node>> {
        let entries = ["vanish", "go away", "dropped"].map(|entry| parse(entry).unwrap().all.remove(0));
        BTreeMap::from([("vanish".to_owned(), entries.to_vec())])
    }

    struct Everything;

    impl Judge for Everything {
        const CROSSED_EITHER_WAY: bool = true;

        fn counts(&self, _: Place, _: &dyn Fn(usize) -> bool) -> bool {
            true
        }
    }

    /// The words that a phrase finds, or nothing.
    fn found(phrase: &str, answer: &str, everywhere: &[String]) -> Option<String> {
        let sets = sets();
        let mut compiler = Compiler::new(Language::English, &sets, everywhere);
        let pattern = compiler.compile(&parse(phrase).unwrap()).unwrap();
        let lexicon = compiler.into_lexicon();
        let document = Document::read(answer, Language::English);
        let occurrences = Occurrences::read(&document, &lexicon);
        let places = pattern.find(&occurrences, &Negation::read(&document), &Everything);
        let evidence = places.iter().flatten().map(|p| &answer[document.tokens[p.first].start..document.tokens[p.last].end]);
        let evidence: Vec<_> = evidence.collect();
        (!evidence.is_empty()).then(|| evidence.join(" + "))
    }

    #[test]
    fn every_construct_of_the_language_finds_what_its_row_in_the_handbook_says() {
        for (phrase, answer, expected) in [
            ("weak reference", "a weak kind of references", Some("weak kind of references")),
            ("weak reference", "weak. References stay", None),
            ("weak reference", "reference that is weak", None),
            ("weak reference", "weak a b c d e reference", None),
            ("frees", "memory was Freed", Some("Freed")),
            ("run-time", "at runtime", Some("runtime")),
            ("runtime", "at run time", Some("run time")),
            ("run time", "at run-time", Some("run-time")),
            ("weak key dictionary", "a WeakKeyDictionary", Some("WeakKeyDictionary")),
            ("WeakKeyDictionary", "a weak-key dictionary", Some("weak-key dictionary")),
            ("lru_cache", "the lru cache", Some("lru cache")),
            ("\"garbage collected\"", "it is garbage-collected", Some("garbage-collected")),
            ("\"garbage collected\"", "garbage that is collected", None),
            ("(key | value) weak", "the value is held weakly", Some("value is held weakly")),
            ("memory [usage] falls", "memory falls", Some("memory falls")),
            ("memory [usage] falls", "memory usage falls", Some("memory usage falls")),
            ("{smaller instance}", "each instance gets smaller", Some("instance gets smaller")),
            ("fewer bytes ~1", "fewer raw bytes", Some("fewer raw bytes")),
            ("fewer bytes ~1", "fewer of the bytes", None),
            ("cache & thread", "A cache. Many threads.", Some("cache + threads")),
            ("immut*", "its immutability", Some("immutability")),
            ("*able", "hashable keys", Some("hashable")),
            ("entry <vanish>", "the entry goes away", Some("entry goes away")),
            ("`__dict__`", "no `__dict__` there", None),
            ("either: `__dict__`", "no `__dict__` there", Some("__dict__")),
            ("`__dict__`", "a dict", None),
            ("slots", "uses `__slots__`", Some("__slots__")),
            ("getsizeof", "call sys.getsizeof()", Some("sys.getsizeof()")),
            ("=True", "frozen=True", Some("True")),
            ("=True", "true", None),
            ("frozen=True", "frozen = true", Some("frozen = true")),
            ("16 bytes", "sixteen bytes", Some("sixteen bytes")),
            ("16 bytes", "16bytes", Some("16bytes")),
            ("16GB", "16 GB", Some("16 GB")),
            ("`[sys.]getsizeof`", "use getsizeof()", Some("getsizeof()")),
            ("`[sys.]getsizeof`", "use sys.getsizeof", Some("sys.getsizeof")),
            ("`==`", "compared with ==", Some("==")),
            ("`==`", "compared with =", None),
            ("O(n)", "it is O(n²)", None),
            ("weak reference", "a waek kind of refrences", Some("waek kind of refrences")),
            ("mutable default", "an immutable default", None),
            ("causal order", "a casual order", None),
            ("`__dict__`", "`__dcit__`", None),
        ] {
            assert_eq!(found(phrase, answer, &[]).as_deref(), expected, "{phrase} in {answer}");
        }
    }

    #[test]
    fn polarity_decides_and_a_phrase_may_carry_its_own_negation() {
        for (phrase, answer, expected) in [
            ("include contents", "it includes the contents", true),
            ("include contents", "it does not include the contents", false),
            ("not: include contents", "it does not include the contents", true),
            ("not: include contents", "it includes the contents", false),
            ("either: leak", "it prevents no leak", true),
            ("without keeping alive", "without keeping it alive", true),
            ("not: keep alive", "without keeping it alive", true),
            ("keys weak", "the keys are not weak", false),
            ("slots immutable unless: unlike", "slots, unlike tuples, are immutable", false),
        ] {
            assert_eq!(found(phrase, answer, &[]).is_some(), expected, "{phrase} in {answer}");
        }
    }

    #[test]
    fn a_set_that_stands_everywhere_replaces_its_words() {
        assert_eq!(found("entry drops", "the entry goes away", &["vanish".to_owned()]).as_deref(), Some("entry goes away"));
        assert_eq!(found("entry drops", "the entry goes away", &[]), None);
    }

    #[test]
    fn each_word_of_the_answer_serves_one_term() {
        assert_eq!(found("{weak weak}", "a weak one", &[]), None);
        assert!(found("{weak weak}", "weak and weak", &[]).is_some());
    }

    #[test]
    fn an_unknown_set_names_the_nearest() {
        let sets = sets();
        let error = Compiler::new(Language::English, &sets, &[]).compile(&parse("<vanishs>").unwrap()).unwrap_err();
        assert_eq!(error, SetError::Unknown { name: "vanishs".into(), nearest: Some("vanish".into()) });
    }
}
