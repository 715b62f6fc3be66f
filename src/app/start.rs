//! Starting an interview, and choosing its questions as it goes on.

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{App, AppError, QUESTION};
use crate::bank::{Concept, Level, Question, QuestionKey};
use crate::clock::local_day;
use crate::interview::{Solo, Status};
use crate::review::{self, Asking, History, Rating, steps};
use crate::store::{InterviewId, Person, RoundId, StoredInterview, StoredRound};

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
        if wish.missed {
            let missed = self.missed_lately(person, &pool, wish.count).await?;
            pool.retain(|(_, question)| missed.contains(&question.key));
            if pool.is_empty() {
                return Err(AppError::NothingMissed);
            }
        }
        let now = self.clock.now();
        let asking = self.asking(person, now).await?;
        let drawn = review::draw(&pool, &asking, wish.count, &mut StdRng::seed_from_u64(wish.seed));
        let solo = Solo::new(drawn.iter().map(|question| question.key.clone()));
        let count = solo.rounds.len();
        let rounds = (0..count).map(|_| StoredRound { id: RoundId::new(now), asked_at: None });
        let interview = StoredInterview {
            id: InterviewId::new(now),
            person: person.id,
            guild: wish.guild.map(|guild| guild.0),
            installed: wish.guild.is_some_and(|guild| guild.1),
            source: wish.source.to_owned(),
            topic: wish.topic.clone(),
            level: wish.level,
            // One question by itself was drawn with all that is known already.
            seed: (wish.level.is_none() && !wish.missed && wish.source != QUESTION).then_some(wish.seed),
            version: 0,
            started_at: now,
            rounds: rounds.collect(),
            solo,
        };
        self.store.insert_interview(&interview).await?;
        Ok(Started { id: interview.id, count })
    }

    /// Of a pool, the questions that a person missed something of, as far as they were answered lately.
    async fn missed_lately(&self, person: &Person, pool: &[(&Concept, &Question)], count: usize) -> Result<Vec<QuestionKey>, AppError> {
        let mut missed = self.store.missed(person.id).await?;
        missed.retain(|missed| pool.iter().any(|(_, question)| question.key == missed.question && question.has_any(&missed.points)));
        // Some to choose from, so that it is not the same interview every time.
        missed.truncate(LATELY.max(2 * count));
        Ok(missed.into_iter().map(|missed| missed.question).collect())
    }

    /// Chooses the question of a round that opens now, by what was answered until now, where the interview adapts.
    pub(super) async fn choose(&self, by: &Person, interview: &StoredInterview, solo: &mut Solo, round: usize) -> Result<(), AppError> {
        let Some(seed) = interview.seed else { return Ok(()) };
        // A topic that has left the bank keeps the questions that were drawn.
        let Ok(pool) = self.bank.pool(interview.topic.as_deref(), None) else { return Ok(()) };
        let now = self.clock.now();
        let mut asking = self.asking(by, now).await?;
        asking.person = self.form(interview.id, &asking).await?;
        let shown = solo.rounds.iter().enumerate().filter(|(position, it)| *position != round && it.status != Status::Waiting);
        asking.asked = shown.map(|(_, round)| round.question.clone()).collect();
        let mut rng = StdRng::seed_from_u64(seed.wrapping_add(round as u64));
        if let Some(question) = review::draw(&pool, &asking, 1, &mut rng).first() {
            solo.choose(round, question.key.clone());
        }
        Ok(())
    }

    /// What is known of a person who asks to be asked.
    async fn asking(&self, person: &Person, now: DateTime<Utc>) -> Result<Asking, AppError> {
        let answers = self.store.answers_of(person.id).await?;
        let today = local_day(now, person.time_zone);
        let (mut history, mut reviews_today) = (History::default(), 0);
        for answer in answers {
            let again = history.memory(&answer.question).is_some();
            reviews_today += usize::from(again && local_day(answer.at, person.time_zone) == today);
            history.add(answer);
        }
        let (ability, ratings) = (self.store.ability(person.id).await?, self.store.difficulties().await?);
        Ok(Asking { history, person: ability, ratings, reviews_today, ..Asking::stranger(now) })
    }

    /// The person's rating as the answers of an interview suggest it: the one that they came with, moved in large steps.
    async fn form(&self, interview: InterviewId, asking: &Asking) -> Result<Rating, AppError> {
        let answers = self.store.form(interview).await?;
        let came_with = answers.iter().filter_map(|answer| answer.step).fold(asking.person, Rating::before);
        Ok(answers.iter().fold(came_with.form(), |form, answer| match self.bank.question(&answer.question) {
            Some((_, question)) => form.after(steps(form, asking.rating(question), answer.score).person),
            None => form,
        }))
    }
}
