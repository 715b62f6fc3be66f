//! Collecting and compiling the criteria of a rubric.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Rubric;
use super::guards::Guards;
use super::rubric::{Mistake, Point};
use super::things::{MOST_THINGS, Things};
use crate::rubric::{Candidates, Compiler, Node, Pattern, Phrase, SetError};
use crate::text::{Class, Document, Language};

/// A point as its author wrote it.
#[derive(Clone, Copy, Debug, Default)]
pub struct PointDraft<'d> {
    /// Id, unique among the points.
    pub id: &'d str,
    /// What it is worth.
    pub worth: u32,
    /// Phrases any one of which earns the point.
    pub accept: &'d [Phrase],
    /// Lists of phrases; each list that is found earns a share.
    pub parts: &'d [Vec<Phrase>],
    /// Parts that make the whole point; all of them, if 0.
    pub at_least: u32,
    /// Index of the point without which this one does not count.
    pub needs: Option<usize>,
    /// Index of the group, see [`Builder::group`].
    pub group: Option<usize>,
    /// Whether words that only repeat the prompt may earn it.
    pub echo: bool,
    /// Indices of the things that it is said of, see [`Builder::thing`]; of anything, if there are none.
    pub of: &'d [usize],
}

/// A mistake as its author wrote it.
#[derive(Clone, Copy, Debug, Default)]
pub struct MistakeDraft<'d> {
    /// Id, unique among the mistakes.
    pub id: &'d str,
    /// What it costs.
    pub costs: u32,
    /// Phrases any one of which shows it.
    pub accept: &'d [Phrase],
    /// Indices of the points that it takes away.
    pub voids: &'d [usize],
    /// Indices of the things that it must be said of; anything, if there are none.
    pub of: &'d [usize],
}

/// Names of synonym sets that are not there, each with the index of its phrase: those of `accept` first, then those of
/// the parts.
pub type SetErrors = Vec<(usize, SetError)>;

/// Collects the criteria of a rubric.
#[derive(Debug)]
pub struct Builder<'a> {
    language: Language,
    compiler: Compiler<'a>,
    patterns: Vec<Pattern>,
    points: Vec<Point>,
    mistakes: Vec<Mistake>,
    caps: Vec<u32>,
    things: Vec<Range<usize>>,
    about: Range<usize>,
    guards: Guards,
}

impl<'a> Builder<'a> {
    /// An empty rubric in a language, over a subject's synonym sets.
    #[must_use]
    pub fn new(language: Language, sets: &'a BTreeMap<String, Vec<Node>>, everywhere: &'a [String]) -> Self {
        Self {
            language,
            compiler: Compiler::new(language, sets, everywhere),
            patterns: Vec::new(),
            points: Vec::new(),
            mistakes: Vec::new(),
            caps: Vec::new(),
            things: Vec::new(),
            about: 0..0,
            guards: Guards::default(),
        }
    }

    /// Adds a group of points that earn no more than `cap` together, and tells its index.
    pub fn group(&mut self, cap: u32) -> usize {
        self.caps.push(cap);
        self.caps.len() - 1
    }

    /// Adds a thing that the question tells apart from others, by the phrases that name it, and tells its index. At most
    /// [`MOST_THINGS`](super::MOST_THINGS) are told apart.
    ///
    /// # Errors
    /// As [`Builder::point`].
    pub fn thing(&mut self, names: &[Phrase]) -> Result<usize, SetErrors> {
        let mut errors = Vec::new();
        let names = self.compile(names, 0, &mut errors);
        self.things.push(names);
        if errors.is_empty() { Ok(self.things.len() - 1) } else { Err(errors) }
    }

    /// Adds a point.
    ///
    /// # Errors
    /// Every phrase that names a synonym set that is not there.
    pub fn point(&mut self, draft: &PointDraft<'_>) -> Result<(), SetErrors> {
        let mut errors = Vec::new();
        let accept = self.compile(draft.accept, 0, &mut errors);
        let mut before = draft.accept.len();
        let mut parts = Vec::with_capacity(draft.parts.len());
        for part in draft.parts {
            parts.push(self.compile(part, before, &mut errors));
            before += part.len();
        }
        let at_least = if draft.at_least == 0 { u32::try_from(parts.len()).unwrap_or(u32::MAX) } else { draft.at_least };
        let PointDraft { worth, needs, group, echo, .. } = *draft;
        let of = set_of(draft.of);
        self.points.push(Point { id: draft.id.to_owned(), worth, accept, parts, at_least, needs, group, echo, of });
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Adds a mistake.
    ///
    /// # Errors
    /// As [`Builder::point`].
    pub fn mistake(&mut self, draft: &MistakeDraft<'_>) -> Result<(), SetErrors> {
        let mut errors = Vec::new();
        let accept = self.compile(draft.accept, 0, &mut errors);
        let MistakeDraft { id, costs, voids, of, .. } = *draft;
        self.mistakes.push(Mistake { id: id.to_owned(), costs, accept, voids: voids.to_vec(), of: set_of(of) });
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Tells the rubric what was asked, so that it knows its own words when they come back.
    pub fn prompt(&mut self, prompt: &str) {
        for token in &Document::read(prompt, self.language).tokens {
            if !token.class.is(Class::FUNCTION) && !token.class.is(Class::FILLER) {
                self.guards.prompt.insert(self.compiler.word(&token.folded));
                for part in token.folded.split('_').filter(|part| part.len() > 3 && part.len() < token.folded.len()) {
                    self.guards.prompt.insert(self.compiler.word(part));
                }
            }
        }
    }

    /// Tells the rubric its model answer, so that it knows it when it is recited.
    pub fn model(&mut self, answer: &str) {
        self.guards.learn_model(&Document::read(answer, self.language));
    }

    /// Tells the rubric what every answer has some word of, whatever it says.
    ///
    /// # Errors
    /// As [`Builder::point`].
    pub fn about(&mut self, phrases: &[Phrase]) -> Result<(), SetErrors> {
        let mut errors = Vec::new();
        self.about = self.compile(phrases, 0, &mut errors);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Tells the rubric that a list may be an answer, as where it is asked what code prints.
    pub fn allow_lists(&mut self) {
        self.guards.lists = true;
    }

    fn compile(&mut self, phrases: &[Phrase], before: usize, errors: &mut SetErrors) -> Range<usize> {
        let start = self.patterns.len();
        for (index, phrase) in phrases.iter().enumerate() {
            match self.compiler.compile(phrase) {
                Ok(pattern) => self.patterns.push(pattern),
                Err(error) => errors.push((before + index, error)),
            }
        }
        start..self.patterns.len()
    }

    /// The rubric, ready to grade.
    #[must_use]
    pub fn build(self) -> Rubric {
        let lexicon = self.compiler.into_lexicon();
        let candidates = Candidates::new(self.patterns.iter(), lexicon.len());
        let Self { language, patterns, points, mistakes, caps, things, about, guards, .. } = self;
        Rubric { language, lexicon, patterns, candidates, points, mistakes, caps, things, about, guards }
    }
}

/// The things of these indices; those past the most that are told apart are none.
fn set_of(things: &[usize]) -> Things {
    things.iter().filter(|thing| **thing < MOST_THINGS).fold(0, |of, thing| of | 1 << thing)
}
