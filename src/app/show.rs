//! What there is to show of an interview, from what is stored: any of it can be shown again after a restart.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::{App, AppError, QUESTION};
use crate::bank::{Concept, Point, Question};
use crate::grade::{PointVerdict, Score, Verdict};
use crate::interview::{Refusal, Report, RoundResult, Solo, Status};
use crate::review::is_miss;
use crate::store::{AttemptId, InterviewId, Person, StoredAnswer, StoredInterview};

/// What to show.
#[derive(Debug)]
pub enum Outcome<'b> {
    /// A question.
    Question(Asked<'b>),
    /// The verdict on an answer.
    Verdict(Graded<'b>),
    /// The question again, with one hint more.
    Hint(Asked<'b>),
    /// The verdict on a follow-up.
    FollowUp(FollowUpGraded<'b>),
    /// The end.
    Report(Report),
    /// Nothing has changed, for this reason.
    Refused(Refusal),
}

/// A question that is open.
#[derive(Clone, Debug)]
pub struct Asked<'b> {
    /// Its position, from 0.
    pub round: usize,
    /// Questions in the interview.
    pub of: usize,
    /// Its concept.
    pub concept: &'b Concept,
    /// The question.
    pub question: &'b Question,
    /// Hints taken so far.
    pub hints: Vec<&'b str>,
    /// Whether it is asked by itself, and not in an interview.
    pub alone: bool,
    /// When its time is over, where time is limited.
    pub deadline: Option<DateTime<Utc>>,
}

impl Asked<'_> {
    /// Hints that are left.
    #[must_use]
    pub fn hints_left(&self) -> usize {
        self.question.points.len() - self.hints.len()
    }
}

/// A graded answer.
#[derive(Debug)]
pub struct Graded<'b> {
    /// What was written of it in the ledger.
    pub attempt: AttemptId,
    /// The round.
    pub round: usize,
    /// Questions in the interview.
    pub of: usize,
    /// The question.
    pub question: &'b Question,
    /// The person's words; empty once they were purged.
    pub answer: String,
    /// What it earned, and why.
    pub verdict: Verdict,
    /// Follow-ups answered so far: the point, and what it added.
    pub followed: Vec<(String, Score)>,
    /// Score with follow-ups.
    pub total: Score,
    /// Whether the question was asked by itself, and not in an interview.
    pub alone: bool,
    /// Whether the question rests from now on, since it was missed so often: its study card helps more.
    pub rests: bool,
    /// Whether the answer came after its time. It is graded all the same.
    pub late: bool,
}

impl<'b> Graded<'b> {
    /// Whether there is no question after it.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.round + 1 == self.of
    }

    /// The first missed point whose follow-up has not been answered yet.
    #[must_use]
    pub fn open_follow_up(&self) -> Option<&'b Point> {
        let missed = self.verdict.points.iter().filter(|point| !point.is_met());
        let mut points = missed.filter_map(|missed| self.question.point(&missed.id));
        points.find(|point| point.follow_up.is_some() && self.followed.iter().all(|(id, _)| *id != point.id))
    }
}

/// A graded follow-up.
#[derive(Debug)]
pub struct FollowUpGraded<'b> {
    /// The round of its parent.
    pub round: usize,
    /// The point it was about.
    pub point: &'b Point,
    /// What it adds to the score; zero when the point was missed again.
    pub added: Score,
    /// Byte ranges in the answer.
    pub evidence: Vec<Range<usize>>,
}

impl App {
    /// The verdict of a round of a person's interview; the open question where it is not answered yet.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn look_at(&self, by: &Person, id: InterviewId, round: usize) -> Result<Outcome<'_>, AppError> {
        let interview = match self.owned(by, id).await? {
            Ok(interview) => interview,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        match interview.solo.rounds.get(round).map(|round| round.status) {
            Some(Status::Answered) => self.verdict(&interview, round).await,
            Some(Status::Skipped) => Ok(Outcome::Refused(Refusal::Skipped)),
            Some(Status::Asked) => Ok(Outcome::Refused(Refusal::Unanswered)),
            Some(Status::Waiting) | None => Ok(Outcome::Refused(Refusal::NotOpen)),
        }
    }

    /// The interview that a person has open on a front end.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn open_interview(&self, person: &Person, source: &str) -> Result<Option<InterviewId>, AppError> {
        Ok(self.store.open_interview(person.id, source).await?)
    }

    /// Takes the one right to share a report, and gives the report.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn share(&self, by: &Person, id: InterviewId) -> Result<Result<Report, Refusal>, AppError> {
        let interview = match self.owned(by, id).await? {
            Ok(interview) => interview,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let report = self.report(id, &interview.solo).await?;
        if !interview.solo.ended || report.total.is_none() {
            return Ok(Err(Refusal::Unanswered));
        }
        Ok(if self.store.claim_share(id, self.clock.now()).await? { Ok(report) } else { Err(Refusal::Shared) })
    }

    /// The interview, if it is there and the person's own: the one place that decides who may act in it.
    pub(super) async fn owned(&self, by: &Person, id: InterviewId) -> Result<Result<StoredInterview, Refusal>, AppError> {
        Ok(match self.store.interview(id).await? {
            None => Err(Refusal::Gone),
            Some(interview) if interview.person != by.id => Err(Refusal::NotYours),
            Some(interview) => Ok(interview),
        })
    }

    /// How an interview stands: the open question, the latest verdict, or the report.
    pub(super) async fn look(&self, interview: &StoredInterview) -> Result<Outcome<'_>, AppError> {
        let solo = &interview.solo;
        if solo.ended {
            return Ok(Outcome::Report(self.report(interview.id, solo).await?));
        }
        if let Some(round) = solo.open_round() {
            return Ok(self.open(interview, solo, round).map_or_else(Outcome::Refused, Outcome::Question));
        }
        let Some(round) = solo.rounds.iter().rposition(|round| round.status == Status::Answered) else {
            return Ok(Outcome::Refused(Refusal::NotOpen));
        };
        self.verdict(interview, round).await
    }

    /// The question of a round with the hints that were taken; `solo` is how the interview stands now.
    pub(super) fn open(&self, interview: &StoredInterview, solo: &Solo, round: usize) -> Result<Asked<'_>, Refusal> {
        let stored = solo.rounds.get(round).ok_or(Refusal::NotOpen)?;
        let (concept, question) = self.bank.question(&stored.question).ok_or(Refusal::LeftBank)?;
        let taken = usize::try_from(stored.hints).unwrap_or(usize::MAX);
        let hints = question.points.iter().take(taken).map(|point| point.hint.as_str()).collect();
        Ok(Asked { round, of: solo.rounds.len(), concept, question, hints, alone: interview.source == QUESTION, deadline: stored.deadline })
    }

    /// The verdict of a round that was answered before. The words are graded again for their evidence; the score is the
    /// stored one, and so is the credit when the rubric has changed since or the words were purged.
    pub(super) async fn verdict(&self, interview: &StoredInterview, round: usize) -> Result<Outcome<'_>, AppError> {
        let question = match self.asked(&interview.solo, round) {
            Ok(question) => question,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        let Some(stored) = interview.rounds.get(round) else { return Ok(Outcome::Refused(Refusal::NotOpen)) };
        let Some(answer) = self.store.answer_to(stored.id).await? else { return Ok(Outcome::Refused(Refusal::NotOpen)) };
        let graded = self.graded(question, answer, round, interview.solo.rounds.len());
        let rests = is_miss(graded.total) && self.rests(interview.person, question, None).await?;
        let late = interview.solo.rounds.get(round).is_some_and(|round| round.late);
        Ok(Outcome::Verdict(Graded { alone: interview.source == QUESTION, rests, late, ..graded }))
    }

    /// The verdict on a stored answer to the question of a round.
    pub(super) fn graded<'b>(&'b self, question: &'b Question, answer: StoredAnswer, round: usize, of: usize) -> Graded<'b> {
        let total = answer.followed.iter().fold(answer.score, |total, (_, added)| total.plus(*added));
        let text = answer.text.clone().unwrap_or_default();
        let verdict = if answer.rubric_hash == question.rubric_hash() && answer.text.is_some() {
            Verdict { score: answer.score, ..self.bank.grade(question, &text) }
        } else {
            remembered(question, &answer)
        };
        let attempt = answer.attempt;
        let followed = answer.followed;
        Graded { attempt, round, of, question, answer: text, verdict, followed, total, alone: false, rests: false, late: false }
    }

    /// Sums an interview up from what is stored.
    pub(super) async fn report(&self, id: InterviewId, solo: &Solo) -> Result<Report, AppError> {
        let scores = self.store.round_scores(id).await?;
        let mut results = Vec::new();
        for (position, round) in solo.rounds.iter().enumerate() {
            let score = scores.iter().find(|score| score.position == position);
            if score.is_none() && round.status != Status::Skipped {
                continue;
            }
            let found = self.bank.question(&round.question);
            let says = |id: &String| found.and_then(|(_, question)| question.point(id)).map(|point| point.says.clone());
            results.push(RoundResult {
                concept: (&round.question).into(),
                title: found.map_or_else(|| round.question.concept.clone(), |(concept, _)| concept.title.clone()),
                score: score.map(|score| score.score),
                missed: score.map(|score| score.missed.iter().filter_map(says).collect()).unwrap_or_default(),
                late: round.late,
            });
        }
        Ok(Report::new(&results))
    }
}

/// A verdict without evidence, from the ledger alone.
fn remembered(question: &Question, answer: &StoredAnswer) -> Verdict {
    let credit = |id: &str| answer.points.get(id).copied().unwrap_or_default();
    let points = question.points.iter().map(|point| PointVerdict { id: point.id.clone(), credit: credit(&point.id), evidence: Vec::new() });
    Verdict { score: answer.score, points: points.collect(), mistakes: Vec::new(), flags: Vec::new(), ranked: true }
}
