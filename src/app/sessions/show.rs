//! What there is to show of a session, from what is stored: any of it can be shown again after a restart.

use crate::app::{App, AppError, Asked, Graded};
use crate::bank::{Concept, Question};
use crate::board::credit;
use crate::grade::Score;
use crate::interview::group::{Given, GroupRefusal, PointTally, Reveal, RoundStatus, Talk, podium};
use crate::interview::{Report, RoundResult};
use crate::store::{Person, PersonId, SessionAttempt, SessionId, StoredSession};

/// A person's score, where they let it be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// From 1; equals share it.
    pub rank: usize,
    /// Their name; nobody's where they hide on boards.
    pub name: Option<String>,
    /// What they earned, less what hints cost: thousandths of a question.
    pub earned: i64,
}

/// What a round came to.
#[derive(Debug)]
pub struct Revealed<'b> {
    /// The question.
    pub asked: Asked<'b>,
    /// People who answered.
    pub answered: usize,
    /// The points, in the order of the question.
    pub points: Vec<PointTally>,
    /// Scores, best first.
    pub scores: Vec<Ranked>,
    /// The most complete answer whose author agreed to be quoted, and their name unless they hide.
    pub quoted: Option<(Option<String>, String)>,
    /// What to discuss.
    pub talk: Option<Talk>,
    /// Whether it was closed late, because the bot was away.
    pub late: bool,
}

/// How a session ended.
#[derive(Debug)]
pub struct Podium {
    /// Everybody who answered, best first.
    pub places: Vec<Ranked>,
    /// Questions that were asked.
    pub asked: usize,
    /// The group's strengths and gaps: all answers of everybody, by concept.
    pub report: Report,
}

/// A person's own verdict, or why there is none.
#[derive(Debug)]
pub enum SessionVerdict<'b> {
    /// It.
    Verdict(Box<Graded<'b>>),
    /// Their report on the whole session.
    Report(Report),
    /// Their words, and what they earned if they were graded in time: the question has left the bank.
    Words(Option<String>, Option<Score>),
    /// There is none, for this reason.
    Refused(GroupRefusal),
}

impl App {
    /// A session as it is.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn session(&self, id: SessionId) -> Result<Option<StoredSession>, AppError> {
        Ok(self.store.session(id).await?)
    }

    /// The session that goes on in a channel.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn session_in(&self, channel: i64) -> Result<Option<SessionId>, AppError> {
        Ok(self.store.session_in(channel).await?)
    }

    /// The question of a round, without hints; nothing where it has left the bank.
    #[must_use]
    pub fn asked_in(&self, session: &StoredSession, round: usize) -> Option<Asked<'_>> {
        let (concept, question) = self.bank.question(&session.rounds.get(round)?.question)?;
        Some(Asked { round, of: session.rounds.len(), concept, question, hints: Vec::new(), alone: false, deadline: None })
    }

    /// The words that a person has sent for the open round, to be changed.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn words_of(&self, by: &Person, id: SessionId, round: usize) -> Result<Option<String>, AppError> {
        let Some(session) = self.store.session(id).await? else { return Ok(None) };
        let Some(stored) = session.rounds.get(round).filter(|round| round.attempts.contains_key(&by.id)) else { return Ok(None) };
        Ok(self.store.words(stored.id, by.id).await?)
    }

    /// What a closed round came to; nothing where it is not closed, or its question has left the bank.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn reveal(&self, session: &StoredSession, round: usize) -> Result<Option<Revealed<'_>>, AppError> {
        let Some(asked) = self.asked_in(session, round) else { return Ok(None) };
        let Some(closed) = session.group.rounds.get(round).filter(|round| round.status == RoundStatus::Closed) else { return Ok(None) };
        let attempts: Vec<_> =
            self.store.session_attempts(session.id).await?.into_iter().filter(|attempt| attempt.round == round).collect();
        let given: Vec<_> = attempts.iter().map(given).collect();
        let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
        let points = ids(asked.question.points.iter().map(|point| &point.id).collect());
        let mistakes = ids(asked.question.mistakes.iter().map(|mistake| &mistake.id).collect());
        let Reveal { answered, points, quoted, talk } = Reveal::new(&points, &mistakes, &given);
        let author = attempts.iter().find(|attempt| Some(attempt.person) == quoted);
        let quoted = match author {
            Some(attempt) => {
                let text = self.store.answer_of(attempt.attempt).await?.and_then(|answer| answer.text);
                text.map(|text| (shown_name(session, attempt.person), text))
            }
            None => None,
        };
        let earned: Vec<_> = attempts.iter().map(|attempt| (attempt.person, credit(attempt.score, attempt.hints))).collect();
        Ok(Some(Revealed { asked, answered, points, scores: ranked(session, &earned), quoted, talk, late: closed.late }))
    }

    /// The scores of a round, whatever became of its question.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn round_scores(&self, session: &StoredSession, round: usize) -> Result<Vec<Ranked>, AppError> {
        let attempts = self.store.session_attempts(session.id).await?;
        let own = attempts.iter().filter(|attempt| attempt.round == round);
        let earned: Vec<_> = own.map(|attempt| (attempt.person, credit(attempt.score, attempt.hints))).collect();
        Ok(ranked(session, &earned))
    }

    /// How a session ended, or how it stands.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn podium(&self, session: &StoredSession) -> Result<Podium, AppError> {
        let attempts = self.store.session_attempts(session.id).await?;
        let mut earned: Vec<(PersonId, i64)> = Vec::new();
        for attempt in &attempts {
            let more = credit(attempt.score, attempt.hints);
            match earned.iter_mut().find(|(who, _)| *who == attempt.person) {
                Some((_, sum)) => *sum += more,
                None => earned.push((attempt.person, more)),
            }
        }
        let asked = session.group.rounds.iter().filter(|round| round.status == RoundStatus::Closed).count();
        let report = self.sum_up(session, &attempts);
        Ok(Podium { places: ranked(session, &earned), asked, report })
    }

    /// A person's own verdict on a closed round.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn session_verdict(&self, by: &Person, id: SessionId, round: usize) -> Result<SessionVerdict<'_>, AppError> {
        let Some(session) = self.store.session(id).await? else { return Ok(SessionVerdict::Refused(GroupRefusal::Gone)) };
        let graded = session.group.rounds.get(round).and_then(|round| round.entry(by.id)).is_some_and(|entry| entry.graded);
        let attempt = session.rounds.get(round).and_then(|round| round.attempts.get(&by.id)).filter(|_| graded);
        let answer = match attempt {
            Some(attempt) => self.store.answer_of(*attempt).await?,
            None => None,
        };
        let Some(question) = self.question_of(&session, round) else {
            let Some(stored) = session.rounds.get(round).filter(|round| round.attempts.contains_key(&by.id)) else {
                return Ok(SessionVerdict::Refused(GroupRefusal::Unanswered));
            };
            let score = answer.as_ref().map(|answer| answer.score);
            let words = match answer {
                Some(answer) => answer.text,
                None => self.store.words(stored.id, by.id).await?,
            };
            return Ok(SessionVerdict::Words(words, score));
        };
        let Some(answer) = answer else { return Ok(SessionVerdict::Refused(GroupRefusal::Unanswered)) };
        Ok(SessionVerdict::Verdict(Box::new(self.graded(question, answer, round, session.rounds.len()))))
    }

    /// A person's own report on a session.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn session_report(&self, by: &Person, id: SessionId) -> Result<SessionVerdict<'_>, AppError> {
        let Some(session) = self.store.session(id).await? else { return Ok(SessionVerdict::Refused(GroupRefusal::Gone)) };
        if session.group.seat(by.id).is_none() {
            return Ok(SessionVerdict::Refused(GroupRefusal::NotIn));
        }
        let mut attempts = self.store.session_attempts(id).await?;
        attempts.retain(|attempt| attempt.person == by.id);
        Ok(SessionVerdict::Report(self.sum_up(&session, &attempts)))
    }

    fn sum_up(&self, session: &StoredSession, attempts: &[SessionAttempt]) -> Report {
        let result = |attempt: &SessionAttempt| {
            let key = &session.rounds.get(attempt.round)?.question;
            let found: Option<(&Concept, &Question)> = self.bank.question(key);
            let missed = attempt.points.iter().filter(|(_, credit)| **credit == Score::ZERO);
            let says = |id: &String| Some(found?.1.point(id)?.says.clone());
            Some(RoundResult {
                concept: key.into(),
                title: found.map_or_else(|| key.concept.clone(), |(concept, _)| concept.title.clone()),
                score: Some(attempt.score),
                missed: missed.filter_map(|(id, _)| says(id)).collect(),
                late: false,
            })
        };
        Report::new(&attempts.iter().filter_map(result).collect::<Vec<_>>())
    }
}

fn given(attempt: &SessionAttempt) -> Given<PersonId> {
    let met = attempt.points.iter().filter(|(_, credit)| **credit > Score::ZERO);
    Given {
        who: attempt.person,
        score: attempt.score,
        met: met.map(|(id, _)| id.clone()).collect(),
        mistakes: attempt.mistakes.clone(),
        quotable: attempt.quotable,
    }
}

/// A person's name, unless they hide.
fn shown_name(session: &StoredSession, person: PersonId) -> Option<String> {
    session.members.get(&person).filter(|member| !member.hidden).map(|member| member.name.clone())
}

fn ranked(session: &StoredSession, earned: &[(PersonId, i64)]) -> Vec<Ranked> {
    podium(earned)
        .into_iter()
        .map(|place| Ranked { rank: place.rank, name: shown_name(session, place.who), earned: place.earned })
        .collect()
}
