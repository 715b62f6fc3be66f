//! Which patterns an answer can match at all, from the terms that occur in it.
//!
//! A pattern needs a few groups of terms, one of each group at least: `(key | value) weak` needs *key* or *value*, and
//! *weak*. Each term knows the groups that it is in, so an answer's terms tick off groups, and a pattern with a group
//! left is never tried. What this costs grows with the answer, not with the number of phrases.

use super::{Occurrences, Pattern, Term};

/// Groups that are told apart for one pattern; further ones are left to the matching itself.
const MOST_GROUPS: usize = 8;

/// The groups of terms that patterns need.
#[derive(Debug, Default)]
pub struct Candidates {
    /// For each term the index of its first row, and the number of rows at the end.
    starts: Vec<u32>,
    /// Pattern and group, as a bit.
    rows: Vec<(u32, u8)>,
    /// For each pattern all of its groups.
    needed: Vec<u8>,
}

impl Candidates {
    /// An index of `patterns`, which are known by their position from then on, over so many terms.
    #[must_use]
    pub fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>, terms: usize) -> Self {
        let mut by_term: Vec<(Term, u32, u8)> = Vec::new();
        let mut needed = Vec::new();
        for (pattern, number) in patterns.zip(0_u32..) {
            let mut all = 0;
            for (bit, group) in pattern.needs().into_iter().take(MOST_GROUPS).enumerate() {
                all |= 1 << bit;
                by_term.extend(group.into_iter().map(|term| (term, number, 1 << bit)));
            }
            needed.push(all);
        }
        by_term.sort_unstable();
        by_term.dedup();
        let mut starts = vec![0_u32; terms + 1];
        for (term, ..) in &by_term {
            starts[term.index() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, rows: by_term.into_iter().map(|(_, pattern, bit)| (pattern, bit)).collect(), needed }
    }

    /// For each pattern whether an answer has what it needs.
    #[must_use]
    pub fn of(&self, answer: &Occurrences<'_>) -> Vec<bool> {
        let mut ticked = vec![0_u8; self.needed.len()];
        let mut seen = vec![false; self.starts.len()];
        for (term, _) in answer.all() {
            if std::mem::replace(&mut seen[term.index()], true) {
                continue;
            }
            let rows = self.starts[term.index()] as usize..self.starts[term.index() + 1] as usize;
            for (pattern, bit) in &self.rows[rows] {
                ticked[*pattern as usize] |= bit;
            }
        }
        ticked.iter().zip(&self.needed).map(|(ticked, needed)| ticked == needed).collect()
    }
}
