//! A compiled rubric and how it grades.

use std::cell::Cell;
use std::ops::Range;

use super::guards::{Guards, LIST_CEILING};
use super::reading::{OfMistake, OfPoint, Reading};
use super::things::{Governors, Things};
use super::{Flag, MistakeVerdict, PointVerdict, Score, Verdict};
use crate::rubric::{Candidates, Lexicon, Occurrences, Pattern};
use crate::text::{Document, Language, Negation};

/// Share of all worth that earns full marks, in percent: nobody says everything.
const FULL_MARKS_AT: u32 = 90;

/// Most that an answer earns that has no word of what was asked about.
const UNRELATED_CEILING: Score = Score::from_thousandths(250);

/// What an answer is graded against: points, mistakes and the words of all their phrases.
#[derive(Debug)]
pub struct Rubric {
    pub(super) language: Language,
    pub(super) lexicon: Lexicon,
    pub(super) patterns: Vec<Pattern>,
    pub(super) candidates: Candidates,
    pub(super) points: Vec<Point>,
    pub(super) mistakes: Vec<Mistake>,
    /// Most that the points of each group earn together.
    pub(super) caps: Vec<u32>,
    /// Patterns that name each of the things that the question tells apart.
    pub(super) things: Vec<Range<usize>>,
    /// Patterns one of which every answer has, however it is meant; none, if empty.
    pub(super) about: Range<usize>,
    pub(super) guards: Guards,
}

/// A point, compiled.
#[derive(Debug)]
pub struct Point {
    /// Id, unique among the points of the rubric.
    pub id: String,
    /// What it is worth.
    pub worth: u32,
    /// Patterns any one of which earns the whole point.
    pub(super) accept: Range<usize>,
    /// Patterns of each part, any one of which earns a share.
    pub(super) parts: Vec<Range<usize>>,
    /// Parts that make the whole point.
    pub(super) at_least: u32,
    /// Index of the point that must be met for this one to count.
    pub(super) needs: Option<usize>,
    /// Index of its group.
    pub(super) group: Option<usize>,
    /// Whether words of the prompt may earn it.
    pub(super) echo: bool,
    /// The things that it is said of; of anything, if empty.
    pub(super) of: Things,
}

/// A mistake, compiled.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) id: String,
    pub(super) costs: u32,
    pub(super) accept: Range<usize>,
    /// Indices of the points that it takes away, wherever they were earned.
    pub(super) voids: Vec<usize>,
    /// The things that it must be said of; anything, if empty.
    pub(super) of: Things,
}

impl Rubric {
    /// The points, in the author's order.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// What a follow-up on a point may add to the score of the answer: half of what the point is worth.
    #[must_use]
    pub fn follow_up_score(&self, point: &str) -> Score {
        let worth = self.points.iter().find(|p| p.id == point).map_or(0, |p| p.worth);
        Score::from_points(worth * 50, self.worth() * FULL_MARKS_AT)
    }

    /// All that can be earned, groups no more than their cap.
    fn worth(&self) -> u32 {
        self.total(|point| point.worth)
    }

    /// Sum of a number of every point, in which a group counts no more than its cap times `unit`.
    fn total(&self, of: impl Fn(&Point) -> u32) -> u32 {
        let mut groups = vec![0; self.caps.len()];
        let mut sum = 0;
        for point in &self.points {
            match point.group {
                Some(group) => groups[group] += of(point),
                None => sum += of(point),
            }
        }
        sum + groups.iter().zip(&self.caps).map(|(sum, cap)| *sum.min(cap)).sum::<u32>()
    }

    /// Grades an answer. Never fails; time is linear in the length of the answer.
    #[must_use]
    pub fn grade(&self, answer: &str) -> Verdict {
        let document = Document::read(answer, self.language);
        self.grade_read(&document, &Negation::read(&document))
    }

    /// As [`Rubric::grade`], for an answer that was read already: one reading serves many rubrics of its language.
    #[must_use]
    pub fn grade_read(&self, document: &Document<'_>, negation: &Negation) -> Verdict {
        let occurrences = Occurrences::read(document, &self.lexicon);
        let candidates = self.candidates.of(&occurrences);
        let guarded = self.guards.read(&occurrences);
        let reading = Reading {
            document,
            negation,
            occurrences: &occurrences,
            guarded: &guarded,
            guards: &self.guards,
            candidates: &candidates,
            patterns: &self.patterns,
        };
        let mut flags = guarded.flags.clone();

        let governors = Governors::read(&reading, &self.things);
        let mut void = Vec::new();
        let mut denied = vec![false; self.points.len()];
        let mut mistakes = Vec::new();
        let mut cost = 0;
        for mistake in &self.mistakes {
            let judge = OfMistake { reading: &reading, governors: &governors, of: mistake.of };
            let places = reading.all(mistake.accept.clone(), &judge);
            if !places.is_empty() {
                cost += mistake.costs;
                reading.void(&places, &mut void);
                for point in &mistake.voids {
                    denied[*point] = true;
                }
                mistakes.push(MistakeVerdict { id: mistake.id.clone(), evidence: reading.evidence(places) });
            }
        }

        let mixed_up = Cell::new(0);
        let judge = OfPoint {
            reading: &reading,
            void: &void,
            governors: &governors,
            mixed_up: &mixed_up,
            named: false,
            of: 0,
            echo: false,
            lists: true,
        };
        let points = self.judged(&judge, &denied);
        let mut score = self.score(&points, cost);
        if !guarded.listed.is_empty() {
            let stated = self.score(&self.judged(&OfPoint { lists: false, ..judge }, &denied), cost);
            // What is stated counts; the list beside it adds a share of what it would, and is worth that much alone.
            let listed = score.thousandths().saturating_sub(stated.thousandths());
            let added = Score::from_points(u32::from(listed) * u32::from(LIST_CEILING.thousandths()), 1_000_000);
            score = stated.plus(added).max(score.min(LIST_CEILING));
        }
        if !void.is_empty() && self.judged(&OfPoint { void: &[], ..judge }, &[]).iter().zip(&points).any(|(a, b)| a.is_met() && !b.is_met())
        {
            flags.push(Flag::Contradicted);
        }
        if mixed_up.get() != 0 {
            flags.push(Flag::OfAnother);
        }
        let mentions = |at: usize| candidates[at] && !self.patterns[at].places_anyhow(&occurrences).is_empty();
        if !self.about.is_empty() && score > UNRELATED_CEILING && !self.about.clone().any(mentions) {
            score = UNRELATED_CEILING;
            flags.push(Flag::Unrelated);
        }
        let ranked = !flags.contains(&Flag::Recited);
        Verdict { score: score.min(guarded.ceiling), points, mistakes, flags, ranked }
    }

    /// What each point earns, the denied ones nothing.
    fn judged(&self, judge: &OfPoint<'_>, denied: &[bool]) -> Vec<PointVerdict> {
        let is_denied = |at: usize| denied.get(at).copied().unwrap_or(false);
        let of_point = |point: &Point| OfPoint { echo: point.echo, of: point.of, ..*judge };
        let mut points: Vec<PointVerdict> = self
            .points
            .iter()
            .enumerate()
            .map(|(at, point)| {
                if is_denied(at) {
                    PointVerdict { id: point.id.clone(), credit: Score::ZERO, evidence: Vec::new() }
                } else {
                    judge.reading.point(point, &of_point(point))
                }
            })
            .collect();
        // Only now is it known what is mixed up, and so what it is worth to name a thing.
        for (at, (point, verdict)) in self.points.iter().zip(&mut points).enumerate() {
            if !verdict.is_met() && !is_denied(at) && point.of & !judge.mixed_up.get() != 0 {
                *verdict = judge.reading.named(point, &of_point(point));
            }
        }
        self.enforce_needs(&mut points);
        points
    }

    fn score(&self, points: &[PointVerdict], cost: u32) -> Score {
        let full = self.worth() * FULL_MARKS_AT;
        Score::from_points((self.earned(points) / 10).min(full).saturating_sub(cost * 100), full)
    }

    /// Takes the credit for points whose precondition was missed. Preconditions may have their own.
    fn enforce_needs(&self, points: &mut [PointVerdict]) {
        for _ in 0..self.points.len() {
            let lost: Vec<usize> = (0..points.len())
                .filter(|at| points[*at].is_met() && self.points[*at].needs.is_some_and(|needs| !points[needs].is_met()))
                .collect();
            if lost.is_empty() {
                return;
            }
            for at in lost {
                points[at].credit = Score::ZERO;
                points[at].evidence.clear();
            }
        }
    }

    /// Thousandths of points that were earned, before mistakes.
    fn earned(&self, points: &[PointVerdict]) -> u32 {
        let mut groups = vec![0; self.caps.len()];
        let mut sum = 0;
        for (point, verdict) in self.points.iter().zip(points) {
            let earned = point.worth * u32::from(verdict.credit.thousandths());
            match point.group {
                Some(group) => groups[group] += earned,
                None => sum += earned,
            }
        }
        sum + groups.iter().zip(&self.caps).map(|(sum, cap)| (*sum).min(cap * 1000)).sum::<u32>()
    }
}
