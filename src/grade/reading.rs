//! An answer as the criteria of a rubric see it: which places count, and for how much.

use std::cell::Cell;
use std::ops::Range;

use super::guards::{Guarded, Guards};
use super::rubric::Point;
use super::things::{Governors, Said, Things};
use super::{PointVerdict, Score};
use crate::rubric::{Judge, Occurrences, Pattern, Place};
use crate::text::{Class, Document, Negation};

/// Words before and after a mistake that it spoils at the most: clauses of dictated speech do not end.
const NEAR: usize = 16;

/// What a point earns at the most whose thing is named and no more.
const NAMED: Score = Score::from_thousandths(400);

/// All that is known of an answer.
pub(super) struct Reading<'r> {
    pub(super) document: &'r Document<'r>,
    pub(super) negation: &'r Negation,
    pub(super) occurrences: &'r Occurrences<'r>,
    pub(super) guarded: &'r Guarded,
    pub(super) guards: &'r Guards,
    /// For each pattern whether it can match.
    pub(super) candidates: &'r [bool],
    pub(super) patterns: &'r [Pattern],
}

impl Reading<'_> {
    /// What a point earns.
    pub(super) fn point(&self, point: &Point, judge: &OfPoint<'_>) -> PointVerdict {
        let verdict = |credit, places| PointVerdict { id: point.id.clone(), credit, evidence: self.evidence(places) };
        if let Some(places) = self.first(point.accept.clone(), judge) {
            return verdict(Score::FULL, places);
        }
        let mut met = 0;
        let mut places = Vec::new();
        for part in &point.parts {
            if let Some(found) = self.first(part.clone(), judge) {
                met += 1;
                places.extend(found);
            }
        }
        verdict(Score::from_points(met, point.at_least.max(1)), places)
    }

    /// What a point earns whose thing may be named and no more.
    pub(super) fn named(&self, point: &Point, judge: &OfPoint<'_>) -> PointVerdict {
        let named = self.point(point, &OfPoint { named: true, ..*judge });
        PointVerdict { credit: named.credit.min(NAMED), ..named }
    }

    /// Places of the first pattern that is found.
    fn first(&self, patterns: Range<usize>, judge: &OfPoint<'_>) -> Option<Vec<Place>> {
        patterns.filter(|at| self.candidates[*at]).find_map(|at| {
            let parts = self.patterns[at].find(self.occurrences, self.negation, judge);
            let first: Option<Vec<Place>> = parts.iter().map(|part| part.first().copied()).collect();
            first.filter(|places| !places.is_empty())
        })
    }

    /// Places of every pattern.
    pub(super) fn all(&self, patterns: Range<usize>, judge: &OfMistake<'_>) -> Vec<Place> {
        let mut places = Vec::new();
        for at in patterns.filter(|at| self.candidates[*at]) {
            places.extend(self.patterns[at].find(self.occurrences, self.negation, judge).into_iter().flatten());
        }
        places
    }

    /// Adds to `void` the tokens that mistakes at `places` spoil: their clauses, and those that give their reasons and
    /// consequences.
    pub(super) fn void(&self, places: &[Place], void: &mut Vec<Range<usize>>) {
        const FOLLOWING: [&str; 7] = ["because", "so", "since", "which", "hence", "therefore", "thus"];
        let tokens = &self.document.tokens;
        for place in places {
            let sentence = self.document.sentence_of(place.last);
            let first = tokens[place.first].clause;
            let mut last = tokens[place.last].clause;
            let mut start = place.first;
            while start > sentence.start && tokens[start - 1].clause == first && place.first - start < NEAR {
                start -= 1;
            }
            let mut end = place.last + 1;
            while end < sentence.end && end - place.last <= NEAR {
                if tokens[end].clause != last {
                    if !FOLLOWING.contains(&tokens[end].folded.as_ref()) {
                        break;
                    }
                    last = tokens[end].clause;
                }
                end += 1;
            }
            void.push(start..end);
        }
    }

    /// Byte ranges of places: in order, overlapping ones merged.
    pub(super) fn evidence(&self, mut places: Vec<Place>) -> Vec<Range<usize>> {
        places.sort_unstable();
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(places.len());
        for place in places {
            let (start, end) = (self.document.tokens[place.first].start, self.document.tokens[place.last].end);
            match ranges.last_mut() {
                Some(before) if start <= before.end => before.end = before.end.max(end),
                _ => ranges.push(start..end),
            }
        }
        ranges
    }

    /// Whether the words are meant, and said to the person who asked.
    fn is_stated(&self, place: Place) -> bool {
        let sentence = self.document.tokens[place.last].sentence;
        self.negation.turns().stand(place.first, place.last) && self.guarded.struck.binary_search(&sentence).is_err()
    }

    /// Whether the words stand in a list of keywords.
    fn is_listed(&self, place: Place) -> bool {
        self.guarded.listed.binary_search(&self.document.tokens[place.last].sentence).is_ok()
    }

    /// Whether every word that the phrase asked for stands in the prompt, in a sentence that mostly repeats it.
    fn is_echo(&self, place: Place, own: &dyn Fn(usize) -> bool) -> bool {
        let tokens = &self.document.tokens;
        self.guarded.echoes.binary_search(&tokens[place.last].sentence).is_ok()
            && (place.first..=place.last)
                .filter(|at| !tokens[*at].class.is(Class::FUNCTION) && own(*at))
                .all(|at| self.guards.in_prompt(at, self.occurrences))
    }
}

/// Which places count for a point.
#[derive(Clone, Copy)]
pub(super) struct OfPoint<'r> {
    pub(super) reading: &'r Reading<'r>,
    /// Tokens that a mistake has spoiled.
    pub(super) void: &'r [Range<usize>],
    /// What each word is said of.
    pub(super) governors: &'r Governors,
    /// The things that words for other points were said of.
    pub(super) mixed_up: &'r Cell<Things>,
    /// Whether to name a thing is enough.
    pub(super) named: bool,
    /// The things that the point is said of; of anything, if empty.
    pub(super) of: Things,
    /// Whether words of the prompt count.
    pub(super) echo: bool,
    /// Whether lists of keywords count.
    pub(super) lists: bool,
}

impl OfPoint<'_> {
    fn is_said_of_it(&self, place: Place, own: &dyn Fn(usize) -> bool) -> bool {
        if self.of == 0 {
            return true;
        }
        match self.governors.said(place, own, self.of) {
            Said::OfThem | Said::OfNothing => true,
            Said::Named => self.named,
            Said::OfOthers(others) => {
                self.mixed_up.set(self.mixed_up.get() | others);
                false
            }
        }
    }
}

impl Judge for OfPoint<'_> {
    const CROSSED_EITHER_WAY: bool = true;

    fn counts(&self, place: Place, own: &dyn Fn(usize) -> bool) -> bool {
        self.reading.is_stated(place)
            && !self.void.iter().any(|spoiled| spoiled.contains(&place.first) || spoiled.contains(&place.last))
            && self.is_said_of_it(place, own)
            && (self.echo || !self.reading.is_echo(place, own))
            && (self.lists || !self.reading.is_listed(place))
    }
}

/// Which places count for a mistake.
pub(super) struct OfMistake<'r> {
    pub(super) reading: &'r Reading<'r>,
    /// What each word is said of.
    pub(super) governors: &'r Governors,
    /// The things that it must be said of; anything, if empty.
    pub(super) of: Things,
}

impl Judge for OfMistake<'_> {
    const CROSSED_EITHER_WAY: bool = false;

    fn counts(&self, place: Place, own: &dyn Fn(usize) -> bool) -> bool {
        self.reading.is_stated(place) && (self.of == 0 || self.governors.said(place, own, self.of) == Said::OfThem)
    }
}
