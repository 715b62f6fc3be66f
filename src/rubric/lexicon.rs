//! The words of a rubric's phrases, interned: an answer's token is looked up once, whatever the number of phrases.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::heads::Heads;
use super::typos::{Typos, may_be_misspelled};
use crate::text::{Class, Kind, Token, Word, canonical_number, joined, number_word};

/// A distinct thing that phrases look for: a stem, a spelling, a piece of code, a number, an affix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(u32);

impl Term {
    /// Position of the term in its lexicon, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All terms of a rubric. The maps are keyed by what authors write, so a fast hash that nobody can attack serves.
#[derive(Debug, Default)]
pub struct Lexicon {
    size: u32,
    /// Folded and joined spellings of phrases, found without a stemmer: index of their stem.
    surfaces: FxHashMap<Box<str>, usize>,
    /// Index of each stem in `terms`.
    stems: FxHashMap<Box<str>, usize>,
    terms: Vec<Stem>,
    exact: FxHashMap<Box<str>, Term>,
    code: FxHashMap<Box<str>, Term>,
    numbers: FxHashMap<Box<str>, Term>,
    prefixes: Vec<(Box<str>, Term)>,
    suffixes: Vec<(Box<str>, Term)>,
    heads: Heads,
    typos: OnceLock<Typos>,
}

/// The terms of a stem: as a word, and as neighbouring words written as one, which matches single tokens only.
#[derive(Clone, Copy, Debug, Default)]
struct Stem {
    word: Option<Term>,
    compound: Option<Term>,
}

impl Lexicon {
    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.size as usize
    }

    /// Whether no phrase has been compiled yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The term of a word, by its stem.
    pub(super) fn word(&mut self, word: &Word) -> Term {
        let stem = self.learn(word);
        let size = &mut self.size;
        *self.terms[stem].word.get_or_insert_with(|| next(size))
    }

    /// The term of neighbouring words written as one; it matches single tokens only.
    pub(super) fn compound(&mut self, word: &Word) -> Term {
        let stem = self.learn(word);
        let size = &mut self.size;
        *self.terms[stem].compound.get_or_insert_with(|| next(size))
    }

    /// Index of the stem of a word.
    fn learn(&mut self, word: &Word) -> usize {
        let surface = joined(&word.folded);
        if let Some(stem) = self.surfaces.get(surface.as_ref()) {
            return *stem;
        }
        let new = self.terms.len();
        let stem = *self.stems.entry(word.stem.as_str().into()).or_insert(new);
        if stem == new {
            self.terms.push(Stem::default());
            self.heads.insert(&word.stem);
        }
        self.surfaces.insert(surface.into(), stem);
        stem
    }

    /// The term of a spelling.
    pub(super) fn exact(&mut self, spelling: &str) -> Term {
        intern(&mut self.size, &mut self.exact, spelling)
    }

    /// The term of folded code.
    pub(super) fn code(&mut self, folded: &str) -> Term {
        intern(&mut self.size, &mut self.code, folded)
    }

    /// The term of a number's canonical spelling.
    pub(super) fn number(&mut self, canonical: &str) -> Term {
        let term = intern(&mut self.size, &mut self.numbers, canonical);
        if let Some(word) = number_word(canonical) {
            self.numbers.insert(word.into(), term);
        }
        term
    }

    /// The term of a folded beginning.
    pub(super) fn prefix(&mut self, folded: &str) -> Term {
        intern_affix(&mut self.size, &mut self.prefixes, folded)
    }

    /// The term of a folded ending.
    pub(super) fn suffix(&mut self, folded: &str) -> Term {
        intern_affix(&mut self.size, &mut self.suffixes, folded)
    }

    /// The misspellings of its words, indexed when the first misspelled word comes along: a bank has many rubrics, and
    /// most are not used in a run.
    fn typos(&self) -> &Typos {
        self.typos.get_or_init(|| {
            let stems = self.stems.iter().filter(|(stem, _)| !self.surfaces.contains_key(*stem));
            let spellings = self.surfaces.iter().chain(stems);
            let mut words: Vec<_> = spellings.filter_map(|(word, stem)| Some((word.as_ref(), self.terms[*stem].word?))).collect();
            words.sort_unstable();
            Typos::new(words.into_iter())
        })
    }

    /// Adds to `found` every term that a token is by itself, parts of dotted code included.
    pub(super) fn terms_of(&self, token: &Token<'_>, stems: &Stems, found: &mut Vec<Term>) {
        self.word_terms(&joined(&token.folded), token.class, stems, found);
        if !self.exact.is_empty() {
            found.extend(self.exact.get(token.text));
        }
        found.extend(self.code.get(token.folded.as_ref()));
        if token.kind == Kind::Number {
            found.extend(canonical_number(&token.folded).and_then(|number| self.numbers.get(number.as_str())));
        } else if !self.numbers.is_empty() {
            found.extend(self.numbers.get(token.folded.as_ref()));
        }
        found.extend(self.prefixes.iter().filter(|(affix, _)| token.folded.starts_with(affix.as_ref())).map(|row| row.1));
        found.extend(self.suffixes.iter().filter(|(affix, _)| token.folded.ends_with(affix.as_ref())).map(|row| row.1));
        if token.kind == Kind::Code && token.folded.contains('.') {
            for part in token.folded.split('.') {
                self.word_terms(&joined(part), Class::NONE, stems, found);
                found.extend(self.code.get(part));
            }
        }
        if found.is_empty() && token.kind == Kind::Word && token.class == Class::NONE {
            self.misspelled(&token.folded, stems, found);
        }
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }

    fn word_terms(&self, word: &str, class: Class, stems: &Stems, found: &mut Vec<Term>) {
        let known = self.surfaces.get(word).or_else(|| {
            // Short grammar words have no further forms, but for the irregular and the contracted ones.
            let unchanging = class.is(Class::FUNCTION) && word.len() <= 5 && !word.contains('\'');
            let base = match (class.is(Class::IRREGULAR), unchanging) {
                (true, _) => stems.language.base(word),
                (false, true) => return None,
                (false, false) => word,
            };
            if self.heads.may_have_word(base) { self.stems.get(stems.of(base).as_ref()) } else { None }
        });
        if let Some(stem) = known {
            found.extend(self.terms[*stem].word);
            found.extend(self.terms[*stem].compound);
        }
    }

    /// The terms that a word which is none may have been meant for.
    fn misspelled(&self, word: &str, stems: &Stems, found: &mut Vec<Term>) {
        if !may_be_misspelled(word) || stems.language.is_spelled(word) {
            return;
        }
        if self.typos().nearest(word, found) == Some(1) {
            return;
        }
        let stem = stems.of(word);
        if stem.len() < word.len() {
            let mut of_stem = Vec::new();
            if self.typos().nearest(&stem, &mut of_stem) == Some(1) {
                found.append(&mut of_stem);
            }
        }
    }

    /// The word term of several tokens joined, the last of which begins at byte `last`, if there is one.
    pub(super) fn joined(&self, parts: &str, last: usize, stems: &Stems) -> Option<Term> {
        if !self.heads.may_have_compound(parts, last) {
            return None;
        }
        if let Some(stem) = self.surfaces.get(parts) {
            return self.terms[*stem].word;
        }
        self.terms[*self.stems.get(stems.of(parts).as_ref())?].word
    }
}

/// A stemmer for the words of one answer.
pub(super) struct Stems {
    language: crate::text::Language,
    stemmer: rust_stemmers::Stemmer,
}

impl Stems {
    pub(super) fn new(language: crate::text::Language) -> Self {
        Self { language, stemmer: language.stemmer() }
    }

    fn of<'w>(&self, base: &'w str) -> std::borrow::Cow<'w, str> {
        self.stemmer.stem(base)
    }
}

fn intern(size: &mut u32, map: &mut FxHashMap<Box<str>, Term>, key: &str) -> Term {
    *map.entry(key.into()).or_insert_with(|| next(size))
}

fn intern_affix(size: &mut u32, affixes: &mut Vec<(Box<str>, Term)>, key: &str) -> Term {
    if let Some((_, term)) = affixes.iter().find(|(affix, _)| affix.as_ref() == key) {
        return *term;
    }
    let term = next(size);
    affixes.push((key.into(), term));
    term
}

fn next(size: &mut u32) -> Term {
    let term = Term(*size);
    *size += 1;
    term
}
