//! Walking a pattern over an answer.
//!
//! A pattern is a small non-deterministic automaton whose letters are the places of terms. All of its runs are walked
//! at once: a [`Frontier`] holds, for each token at which some run has just ended a step, the latest token at which
//! such a run began. How a run goes on depends on where it stands alone, so keeping one start per end loses no match
//! and makes the evidence the shortest there is. A step costs time linear in the places of its term; nothing is ever
//! tried again, so there is no answer that makes it slow.

use super::{Occurrences, Place, Term};

/// A compiled piece of a phrase.
#[derive(Debug)]
pub(super) enum Step {
    /// One place of a term.
    Term(Term),
    /// Steps in order.
    Sequence {
        steps: Vec<Step>,
        /// Other tokens allowed between neighbours.
        gap: usize,
        /// (first step, step after the last, term): neighbouring words that the answer may write as one.
        joins: Vec<(usize, usize, Term)>,
    },
    /// Any one of the steps.
    Either(Vec<Step>),
    /// The step, or nothing.
    Optional(Box<Step>),
}

impl Step {
    /// Adds every term of the step to `terms`.
    pub(super) fn collect_terms(&self, terms: &mut Vec<Term>) {
        match self {
            Self::Term(term) => terms.push(*term),
            Self::Sequence { steps, joins, .. } => {
                for step in steps {
                    step.collect_terms(terms);
                }
                terms.extend(joins.iter().map(|join| join.2));
            }
            Self::Either(branches) => {
                for branch in branches {
                    branch.collect_terms(terms);
                }
            }
            Self::Optional(inner) => inner.collect_terms(terms),
        }
    }
}

impl Step {
    /// Groups of terms of which an answer must have one each for the step to match.
    pub(super) fn needs(&self) -> Vec<Vec<Term>> {
        match self {
            Self::Term(term) => vec![vec![*term]],
            Self::Optional(_) => Vec::new(),
            Self::Sequence { steps, joins, .. } => {
                let mut all = Vec::new();
                for (index, step) in steps.iter().enumerate() {
                    for mut group in step.needs() {
                        group.extend(joins.iter().filter(|join| (join.0..join.1).contains(&index)).map(|join| join.2));
                        group.sort_unstable();
                        all.push(group);
                    }
                }
                all
            }
            Self::Either(branches) => {
                let mut of_branches: Vec<Vec<Vec<Term>>> = branches.iter().map(Self::needs).collect();
                let count = of_branches.iter().map(Vec::len).min().unwrap_or(0);
                for groups in &mut of_branches {
                    // The rarest first: a short group is the likeliest to be missing.
                    groups.sort_unstable_by_key(Vec::len);
                    groups.truncate(count);
                    groups.sort_unstable();
                }
                (0..count)
                    .map(|at| {
                        let mut group: Vec<Term> = of_branches.iter().flat_map(|groups| groups[at].iter().copied()).collect();
                        group.sort_unstable();
                        group.dedup();
                        group
                    })
                    .collect()
            }
        }
    }
}

/// Where runs of the automaton stand.
#[derive(Clone, Debug, Default)]
struct Frontier {
    /// Whether a run may begin at any token: nothing has been matched yet.
    open: bool,
    /// Places matched so far, one for each last token, in order of it.
    runs: Vec<Place>,
}

impl Frontier {
    fn is_empty(&self) -> bool {
        !self.open && self.runs.is_empty()
    }

    fn merge(&mut self, other: Self) {
        self.open |= other.open;
        if self.runs.is_empty() {
            self.runs = other.runs;
        } else if !other.runs.is_empty() {
            self.runs.extend(other.runs);
            self.normalise();
        }
    }

    /// In order of the last token; of runs that end together the one that began last.
    fn normalise(&mut self) {
        self.runs.sort_unstable_by(|a, b| a.last.cmp(&b.last).then(b.first.cmp(&a.first)));
        self.runs.dedup_by_key(|run| run.last);
    }
}

/// Every place where `step` matches, in order of the last token, one for each last token.
pub(super) fn anywhere(step: &Step, answer: &Occurrences<'_>) -> impl Iterator<Item = Place> + use<> {
    let start = Frontier { open: true, runs: Vec::new() };
    advance(step, &start, 0, answer).runs.into_iter()
}

fn advance(step: &Step, from: &Frontier, gap: usize, answer: &Occurrences<'_>) -> Frontier {
    match step {
        Step::Term(term) => advance_term(*term, from, gap, answer),
        Step::Either(branches) => {
            let mut all = Frontier::default();
            for branch in branches {
                all.merge(advance(branch, from, gap, answer));
            }
            all
        }
        Step::Optional(inner) => {
            let mut all = from.clone();
            all.merge(advance(inner, from, gap, answer));
            all
        }
        Step::Sequence { steps, gap: inner, joins } => {
            let mut stages: Vec<Frontier> = vec![Frontier::default(); steps.len() + 1];
            stages[0] = from.clone();
            for (index, step) in steps.iter().enumerate() {
                let stage = std::mem::take(&mut stages[index]);
                if stage.is_empty() {
                    continue;
                }
                let gap = if index == 0 { gap } else { *inner };
                stages[index + 1].merge(advance(step, &stage, gap, answer));
                for (_, to, term) in joins.iter().filter(|join| join.0 == index) {
                    stages[*to].merge(advance_term(*term, &stage, gap, answer));
                }
            }
            stages.pop().unwrap_or_default()
        }
    }
}

fn advance_term(term: Term, from: &Frontier, gap: usize, answer: &Occurrences<'_>) -> Frontier {
    let tokens = &answer.document().tokens;
    let mut next = Frontier::default();
    for place in answer.of(term) {
        let first = if from.open {
            Some(place.first)
        } else {
            let nearest = from.runs.partition_point(|run| run.last < place.first);
            from.runs[..nearest]
                .iter()
                .rev()
                .take_while(|run| place.first - run.last - 1 <= gap && tokens[run.last].sentence == tokens[place.first].sentence)
                .map(|run| run.first)
                .max()
        };
        if let Some(first) = first {
            next.runs.push(Place { first, last: place.last });
        }
    }
    next.normalise();
    next
}
