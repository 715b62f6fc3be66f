//! Starting an interview, and choosing its questions as it goes on.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{App, AppError, QUESTION};
use crate::bank::{Concept, Level, Question, QuestionKey};
use crate::clock::local_day;
use crate::interview::{Solo, Status};
use crate::review::{self, Asking, History, Rating, steps};
use crate::store::{FormAnswer, InterviewId, Known, Person, RoundId, StoredInterview, StoredRound};

/// Questions that were answered lately, at the least.
const LATELY: usize = 10;

/// What a person wants to be asked.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// A topic, as the person named it.
    pub topic: Option<String>,
    /// Only questions of this level; without one, the interview follows what the person answers.
    pub level: Option<Level>,
    /// Only questions of which the person missed something when they last answered; they are chosen at the start.
    pub missed: bool,
    /// Minutes for each question, before extended time; time is not limited without them.
    pub minutes: Option<u8>,
    /// Number of questions; fewer are asked when the topic has fewer.
    pub count: usize,
    /// Decides what chance decides.
    pub seed: u64,
    /// Front end, or [`super::QUESTION`].
    pub source: &'static str,
    /// Guild, and whether the app is a member of it.
    pub guild: Option<(i64, bool)>,
    /// Questions that are not asked, unless there are no others.
    pub except: Vec<QuestionKey>,
}

/// An interview that was started.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// Its id.
    pub id: InterviewId,
    /// Questions in it.
    pub count: usize,
    /// The person's time for each question, where it is limited.
    pub allowed: Option<TimeDelta>,
    /// Where only what was missed is asked: all that could have been asked.
    pub missed: Option<usize>,
}

impl App {
    /// Draws questions and stores the interview; its first question is asked when somebody looks.
    ///
    /// # Errors
    /// [`AppError::Topic`] when there is nothing to ask, [`AppError::Store`] when the database fails.
    pub async fn start(&self, person: &Person, wish: &Wish) -> Result<Started, AppError> {
        let mut pool = self.bank.pool(wish.topic.as_deref(), wish.level)?;
        if pool.iter().any(|(_, question)| !wish.except.contains(&question.key)) {
            pool.retain(|(_, question)| !wish.except.contains(&question.key));
        }
        let mut missed = None;
        if wish.missed {
            let mut questions = self.missed_in(person, &pool).await?;
            missed = Some(questions.len());
            // Some to choose from, so that it is not the same interview every time.
            questions.truncate(LATELY.max(2 * wish.count));
            pool.retain(|(_, question)| questions.contains(&question.key));
            if pool.is_empty() {
                return Err(AppError::NothingMissed);
            }
        }
        let now = self.clock.now();
        let (asking, _) = self.asking(person, None, now).await?;
        let drawn = review::draw(&pool, &asking, wish.count, &mut StdRng::seed_from_u64(wish.seed));
        let drawn: Vec<QuestionKey> = drawn.iter().map(|question| question.key.clone()).collect();
        // One question by itself was drawn with all that is known already.
        let seed = (wish.level.is_none() && !wish.missed && wish.source != QUESTION).then_some(wish.seed);
        let interview = StoredInterview { seed, ..new_interview(person, wish, drawn, now) };
        self.store.insert_interview(&interview).await?;
        Ok(Started { missed, ..started(&interview) })
    }

    /// Of a pool, the questions that a person missed something of when they last answered them, the latest first.
    async fn missed_in(&self, person: &Person, pool: &[(&Concept, &Question)]) -> Result<Vec<QuestionKey>, AppError> {
        let mut missed = self.store.missed(person.id).await?;
        missed.retain(|missed| pool.iter().any(|(_, question)| question.key == missed.question && question.has_any(&missed.points)));
        Ok(missed.into_iter().map(|missed| missed.question).collect())
    }

    /// Chooses the question of a round that opens now, by what was answered until now, where the interview adapts.
    pub(super) async fn choose(&self, by: &Person, interview: &StoredInterview, solo: &mut Solo, round: usize) -> Result<(), AppError> {
        let Some(seed) = interview.seed else { return Ok(()) };
        // A topic that has left the bank keeps the questions that were drawn.
        let Ok(pool) = self.bank.pool(interview.topic.as_deref(), None) else { return Ok(()) };
        let now = self.clock.now();
        let (mut asking, form) = self.asking(by, Some(interview.id), now).await?;
        asking.person = self.form(&form, &asking);
        let shown = solo.rounds.iter().enumerate().filter(|(position, it)| *position != round && it.status != Status::Waiting);
        asking.asked = shown.map(|(_, round)| round.question.clone()).collect();
        let mut rng = StdRng::seed_from_u64(seed.wrapping_add(round as u64));
        if let Some(question) = review::draw(&pool, &asking, 1, &mut rng).first() {
            solo.choose(round, question.key.clone());
        }
        Ok(())
    }

    /// What is known of a person who asks to be asked, and the answers of their interview.
    async fn asking(
        &self,
        person: &Person,
        interview: Option<InterviewId>,
        now: DateTime<Utc>,
    ) -> Result<(Asking, Vec<FormAnswer>), AppError> {
        let Known { answers, ability, difficulties, form } = self.store.known(person.id, interview).await?;
        let today = local_day(now, person.time_zone);
        let (mut history, mut reviews_today) = (History::default(), 0);
        for answer in answers {
            let again = history.memory(&answer.question).is_some();
            reviews_today += usize::from(again && local_day(answer.at, person.time_zone) == today);
            history.add(answer);
        }
        Ok((Asking { history, person: ability, ratings: difficulties, reviews_today, ..Asking::stranger(now) }, form))
    }

    /// The person's rating as the answers of an interview suggest it: the one that they came with, moved in large steps.
    fn form(&self, answers: &[FormAnswer], asking: &Asking) -> Rating {
        let came_with = answers.iter().filter_map(|answer| answer.step).fold(asking.person, Rating::before);
        answers.iter().fold(came_with.form(), |form, answer| match self.bank.question(&answer.question) {
            Some((_, question)) => form.after(steps(form, asking.rating(question), answer.score).person),
            None => form,
        })
    }
}

/// An interview that has not begun, of questions that were all chosen.
pub(super) fn new_interview(person: &Person, wish: &Wish, questions: Vec<QuestionKey>, now: DateTime<Utc>) -> StoredInterview {
    let solo = Solo { allowed: person.extended_time.minutes(wish.minutes), ..Solo::new(questions) };
    StoredInterview {
        id: InterviewId::new(now),
        person: person.id,
        guild: wish.guild.map(|guild| guild.0),
        installed: wish.guild.is_some_and(|guild| guild.1),
        guild_zone: Tz::UTC,
        source: wish.source.to_owned(),
        topic: wish.topic.clone(),
        level: wish.level,
        seed: None,
        minutes: wish.minutes,
        again_of: None,
        version: 0,
        started_at: now,
        rounds: solo.rounds.iter().map(|_| StoredRound { id: RoundId::new(now), asked_at: None }).collect(),
        solo,
    }
}

/// What is said of an interview when it is started.
pub(super) fn started(interview: &StoredInterview) -> Started {
    Started { id: interview.id, count: interview.solo.rounds.len(), allowed: interview.solo.allowed, missed: None }
}
