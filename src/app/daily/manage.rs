//! Setting dailies up, pausing them, and what they ask next.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::DailyRefusal;
use crate::app::{App, AppError};
use crate::bank::{Concept, Level, Question, QuestionKey};
use crate::grade::Score;
use crate::schedule::{Choice, Days, Due, Means, Plan, choose};
use crate::store::{Claim, Daily, DailyId, DailyState, PostId, PostKind, Queued};

/// What a guild wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyWish {
    /// The channel.
    pub channel: i64,
    /// Time of day.
    pub time: NaiveTime,
    /// The zone that says what time it is.
    pub zone: Tz,
    /// A topic, as the person named it; everything without it.
    pub topic: Option<String>,
    /// Only questions of this level.
    pub level: Option<Level>,
    /// Days of the week.
    pub days: Days,
    /// Role that is pinged.
    pub role: Option<i64>,
    /// Code of the language of what everybody sees.
    pub language: String,
}

/// How a daily stands.
#[derive(Clone, Debug)]
pub struct DailyStatus {
    /// The daily.
    pub daily: Daily,
    /// Questions that are left until they repeat.
    pub left: usize,
    /// Questions that it draws from.
    pub pool: usize,
    /// What was not posted lately, and why.
    pub missed: Vec<(NaiveDate, String)>,
}

/// A question that is planned.
#[derive(Clone, Debug)]
pub struct Planned<'b> {
    /// Its date, as far as that can be told.
    pub date: Option<NaiveDate>,
    /// Its concept.
    pub concept: &'b Concept,
    /// The question.
    pub question: &'b Question,
}

/// Dailies that a guild may have.
const MOST: usize = 5;
/// Questions that a queue shows.
const QUEUE: usize = 7;
/// Questions looked back on: more than any round has.
const HISTORY: i64 = 2000;
/// Posts that a status looks back on.
const LATELY: i64 = 14;
/// Times that a change is tried against a newer version.
const TRIES: usize = 8;

impl App {
    /// Sets up the daily of a channel, or changes it; it goes on from now.
    ///
    /// # Errors
    /// [`AppError::Topic`] when there is nothing to ask, [`AppError::Store`] when the database fails.
    pub async fn set_up_daily(&self, guild: i64, wish: &DailyWish) -> Result<Result<Daily, DailyRefusal>, AppError> {
        self.bank.pool(wish.topic.as_deref(), wish.level)?;
        let plan = Plan { time: wish.time, zone: wish.zone, days: wish.days };
        for _ in 0..TRIES {
            let now = self.clock.now();
            let all = self.store.dailies(guild).await?;
            let known = all.iter().find(|daily| daily.channel == wish.channel);
            if known.is_none() && all.len() >= MOST {
                return Ok(Err(DailyRefusal::TooMany(MOST)));
            }
            let daily = Daily {
                id: known.map_or_else(|| DailyId::new(now), |daily| daily.id),
                guild,
                channel: wish.channel,
                plan,
                topic: wish.topic.clone(),
                level: wish.level,
                role: wish.role,
                language: wish.language.clone(),
                state: DailyState::On,
                reason: None,
                paused_until: None,
                next: plan.next(now),
                version: known.map_or(0, |daily| daily.version),
            };
            if self.store.save_daily(&daily, now).await? {
                return Ok(Ok(daily));
            }
        }
        Err(AppError::Contended)
    }

    /// Pauses a daily until a date of its own zone; a date that has come lets it go on at once.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn pause_daily(&self, guild: i64, channel: Option<i64>, until: NaiveDate) -> Result<Result<Daily, DailyRefusal>, AppError> {
        self.change_daily(guild, channel, |daily| {
            if daily.state == DailyState::Off {
                return Err(DailyRefusal::NotOn);
            }
            let now = self.clock.now();
            let midnight = Plan { time: NaiveTime::MIN, days: Days::EVERY, ..daily.plan }.on(until);
            let from = midnight.map_or(now, |midnight| now.max(midnight - TimeDelta::microseconds(1)));
            let mut next = daily.plan.next(from);
            // The daily of the day before may spill over midnight.
            while let Some(due) = next.filter(|due| due.date < until && from > now) {
                next = daily.plan.next(due.at);
            }
            let paused_until = (from > now).then_some(until);
            Ok(Daily { state: DailyState::On, reason: None, paused_until, next, ..daily })
        })
        .await
    }

    /// Switches a daily off; its settings are kept.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn switch_daily_off(&self, guild: i64, channel: Option<i64>) -> Result<Result<Daily, DailyRefusal>, AppError> {
        let off = |daily| Ok(Daily { state: DailyState::Off, reason: None, paused_until: None, next: None, ..daily });
        self.change_daily(guild, channel, off).await
    }

    /// Stops a daily whose channel is gone or closed to us; its settings are kept.
    pub(super) async fn stop_daily(&self, id: DailyId, reason: &str) -> Result<(), AppError> {
        for _ in 0..TRIES {
            let Some(daily) = self.store.daily(id).await? else { return Ok(()) };
            let stopped = Daily { state: DailyState::Stopped, reason: Some(reason.to_owned()), next: None, ..daily };
            if self.store.save_daily(&stopped, self.clock.now()).await? {
                return Ok(());
            }
        }
        Err(AppError::Contended)
    }

    /// Takes today's claim, so that the question is posted now.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn post_daily_now(&self, guild: i64, channel: Option<i64>) -> Result<Result<Daily, DailyRefusal>, AppError> {
        for _ in 0..TRIES {
            let mut daily = match self.daily_in(guild, channel).await? {
                Ok(daily) if daily.state == DailyState::Off => return Ok(Err(DailyRefusal::NotOn)),
                Ok(daily) => daily,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let now = self.clock.now();
            let date = daily.plan.date(now);
            if self.store.is_claimed(daily.id, date).await? {
                return Ok(Err(DailyRefusal::Claimed(date)));
            }
            if daily.state == DailyState::Stopped {
                daily = Daily { state: DailyState::On, reason: None, next: daily.plan.next(now), ..daily };
                if !self.store.save_daily(&daily, now).await? {
                    continue;
                }
                daily.version += 1;
            }
            let next = match daily.next {
                Some(due) if due.date == date => daily.plan.next(due.at),
                next => next,
            };
            let Some(choice) = self.next_question(&daily, true, true).await? else { return Ok(Err(DailyRefusal::LeftBank)) };
            let due = Due { date, at: now };
            let claim =
                Claim { post: PostId::new(now), kind: PostKind::Question, due, question: Some(choice), queued: true, skipped: None };
            if self.store.claim(&[(daily.clone(), next, vec![claim])], now).await? == [true] {
                return Ok(Ok(daily));
            }
        }
        Err(AppError::Contended)
    }

    /// How each daily of a guild stands.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn daily_status(&self, guild: i64) -> Result<Vec<DailyStatus>, AppError> {
        let mut all = Vec::new();
        for daily in self.store.dailies(guild).await? {
            let pool = self.bank.pool(daily.topic.as_deref(), daily.level).unwrap_or_default();
            let asked = self.store.asked(daily.id, HISTORY).await?;
            let choice = choose(&pool, &asked, &Means::new(), &mut StdRng::seed_from_u64(0));
            let notes = self.store.post_notes(daily.id, LATELY).await?;
            let missed = notes.into_iter().filter(|(_, state, _)| state == "skipped");
            all.push(DailyStatus {
                left: choice.map_or(0, |choice| choice.left + 1),
                pool: pool.len(),
                missed: missed.map(|(date, _, note)| (date, note.unwrap_or_default())).collect(),
                daily,
            });
        }
        Ok(all)
    }

    /// The questions that a daily asks next; they are settled by being looked at. `moved` puts the one at a place (from 0)
    /// at another, `skipped` passes one over.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn daily_queue(
        &self,
        guild: i64,
        channel: Option<i64>,
        moved: Option<(usize, usize)>,
        skipped: Option<usize>,
    ) -> Result<Result<Vec<Planned<'_>>, DailyRefusal>, AppError> {
        let daily = match self.daily_in(guild, channel).await? {
            Ok(daily) => daily,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let now = self.clock.now();
        let mut queue = self.filled_queue(&daily, self.store.queue(daily.id).await?).await?;
        let places = queue.len();
        let wrong = |place: usize| place >= places;
        if moved.is_some_and(|(from, to)| wrong(from) || wrong(to)) || skipped.is_some_and(wrong) {
            return Ok(Err(DailyRefusal::NoPlace(places)));
        }
        if let Some((from, to)) = moved {
            let queued = queue.remove(from);
            queue.insert(to, queued);
        }
        let mut passed = None;
        if let Some(place) = skipped {
            // It has to be stored to be passed over.
            self.store.set_queue(daily.id, &queue, None, now).await?;
            passed = Some(queue.remove(place).id);
        }
        self.store.set_queue(daily.id, &queue, passed, now).await?;
        if passed.is_some() {
            queue = self.filled_queue(&daily, queue).await?;
            self.store.set_queue(daily.id, &queue, None, now).await?;
        }
        let mut next = daily.next;
        let mut planned = Vec::new();
        for queued in &queue {
            let Some((concept, question)) = self.bank.question(&queued.question) else { continue };
            planned.push(Planned { date: next.map(|due| due.date), concept, question });
            next = next.and_then(|due| daily.plan.next(due.at));
        }
        Ok(Ok(planned))
    }

    /// A queue with as many questions as it shows, none of which has left the bank.
    async fn filled_queue(&self, daily: &Daily, mut queue: Vec<Queued>) -> Result<Vec<Queued>, AppError> {
        queue.retain(|queued| self.bank.question(&queued.question).is_some());
        let mut asked = self.store.asked(daily.id, HISTORY).await?;
        asked.extend(queue.iter().map(|queued| queued.question.clone()));
        let means = self.group_means(daily.guild).await?;
        while queue.len() < QUEUE
            && let Some(choice) = self.chosen(daily, &asked, &means)
        {
            let question = choice.question.key.clone();
            // A small pool repeats; what stands in a queue stands there once.
            if queue.iter().any(|queued| queued.question == question) {
                break;
            }
            asked.push(question.clone());
            queue.push(Queued { id: PostId::new(self.clock.now()), question });
        }
        Ok(queue)
    }

    /// The question that a daily asks next: the first of its queue, where it may have one, or one that is chosen now, by how
    /// its guild does, where anything may have been answered there.
    pub(super) async fn next_question(
        &self,
        daily: &Daily,
        may_be_queued: bool,
        may_be_answered: bool,
    ) -> Result<Option<QuestionKey>, AppError> {
        let queue = if may_be_queued { self.store.queue(daily.id).await? } else { Vec::new() };
        if let Some(queued) = queue.into_iter().find(|queued| self.bank.question(&queued.question).is_some()) {
            return Ok(Some(queued.question));
        }
        let asked = self.store.asked(daily.id, HISTORY).await?;
        let means = if may_be_answered { self.group_means(daily.guild).await? } else { Means::new() };
        Ok(self.chosen(daily, &asked, &means).map(|choice| choice.question.key.clone()))
    }

    fn chosen<'b>(&'b self, daily: &Daily, asked: &[QuestionKey], means: &Means) -> Option<Choice<'b>> {
        let pool = self.bank.pool(daily.topic.as_deref(), daily.level).ok()?;
        choose(&pool, asked, means, &mut StdRng::seed_from_u64(rand::random()))
    }

    async fn group_means(&self, guild: i64) -> Result<Means, AppError> {
        let means = self.store.concept_means(guild).await?;
        let score = |thousandths: i64| Score::from_thousandths(u16::try_from(thousandths.max(0)).unwrap_or(u16::MAX));
        Ok(means.into_iter().map(|(concept, mean)| (concept, score(mean))).collect())
    }

    /// The daily of a channel; without one, the only one of the guild.
    async fn daily_in(&self, guild: i64, channel: Option<i64>) -> Result<Result<Daily, DailyRefusal>, AppError> {
        let mut all = self.store.dailies(guild).await?;
        if channel.is_none() && all.len() > 1 {
            return Ok(Err(DailyRefusal::Which(all.iter().map(|daily| daily.channel).collect())));
        }
        let at = all.iter().position(|daily| channel.is_none_or(|channel| daily.channel == channel));
        Ok(at.map(|at| all.swap_remove(at)).ok_or(DailyRefusal::NoDaily))
    }

    async fn change_daily(
        &self,
        guild: i64,
        channel: Option<i64>,
        change: impl Fn(Daily) -> Result<Daily, DailyRefusal>,
    ) -> Result<Result<Daily, DailyRefusal>, AppError> {
        for _ in 0..TRIES {
            let changed = match self.daily_in(guild, channel).await? {
                Ok(daily) => change(daily),
                Err(refusal) => Err(refusal),
            };
            match changed {
                Ok(daily) if self.store.save_daily(&daily, self.clock.now()).await? => return Ok(Ok(daily)),
                Ok(_) => {}
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Err(AppError::Contended)
    }
}
