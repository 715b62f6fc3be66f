//! Starting an interview.

use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{App, AppError};
use crate::bank::Level;
use crate::interview::Solo;
use crate::review::{self, History};
use crate::store::{InterviewId, Person, RoundId, StoredInterview, StoredRound};

/// What a person wants to be asked.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// A topic, as the person named it.
    pub topic: Option<String>,
    /// Only questions of this level.
    pub level: Option<Level>,
    /// Number of questions; fewer are asked when the topic has fewer.
    pub count: usize,
    /// Decides what chance decides.
    pub seed: u64,
    /// Front end.
    pub source: &'static str,
    /// Guild, and whether the app is a member of it.
    pub guild: Option<(i64, bool)>,
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
        let pool = self.bank.pool(wish.topic.as_deref(), wish.level)?;
        let records = self.store.records(person.id).await?;
        let history: History = records.into_iter().map(|record| (record.question, record.latest_at)).collect();
        let drawn = review::draw(&pool, &history, wish.count, &mut StdRng::seed_from_u64(wish.seed));
        let now = self.clock.now();
        let solo = Solo::new(drawn.iter().map(|question| question.key.clone()));
        let count = solo.rounds.len();
        let rounds = (0..count).map(|_| StoredRound { id: RoundId::new(now), asked_at: None });
        let interview = StoredInterview {
            id: InterviewId::new(now),
            person: person.id,
            guild: wish.guild.map(|guild| guild.0),
            installed: wish.guild.is_some_and(|guild| guild.1),
            source: wish.source.to_owned(),
            version: 0,
            started_at: now,
            rounds: rounds.collect(),
            solo,
        };
        self.store.insert_interview(&interview, wish.topic.as_deref(), wish.level.map(Level::name)).await?;
        Ok(Started { id: interview.id, count })
    }
}
