//! Recording an attempt, and moving every sum that it touches in the same transaction.
//!
//! What there is to know is read in one statement, and all that follows from it is written in one script (`statements`). Whoever
//! records for a person has the turn on SQLite, and on PostgreSQL a lock on the person and the member. What counts and for how much is
//! decided by [`crate::board`]; this file knows where it is kept.

mod statements;

use chrono::NaiveDate;
use sqlx::{PgConnection, SqliteConnection};

use super::attempts::{Attempt, NewAttempt};
use super::ratings::RatingsRow;
use super::seal::Keys;
use super::{AttemptId, PersonId, StoreError};
use crate::bank::Level;
use crate::board::{Best, Gain, Period, Topic, best, credit, points};
use crate::grade::Score;
use crate::review::Steps;
use statements::{KNOWN, LOCK, PARENT, Parts};

#[derive(sqlx::FromRow)]
struct ParentRow {
    score: i64,
    hints: i64,
    level: Option<String>,
    counted: bool,
    guild_id: Option<i64>,
    guild_day: Option<NaiveDate>,
    followed: i64,
}

/// What is known before an attempt is recorded.
#[derive(sqlx::FromRow)]
pub(super) struct KnownRow {
    /// Whether boards show the person; `None` where they are no member.
    shown: Option<bool>,
    /// The last day that an attempt of theirs at this question took.
    last_day: Option<NaiveDate>,
    #[sqlx(flatten)]
    best: TallyRow,
    /// Times that the person has answered it.
    answered: Option<i64>,
    #[sqlx(flatten)]
    ratings: RatingsRow,
}

/// The best of a tally.
#[derive(Default, sqlx::FromRow)]
pub(super) struct TallyRow {
    pub(super) week: Option<NaiveDate>,
    pub(super) week_points: Option<i64>,
    pub(super) month: Option<NaiveDate>,
    pub(super) month_points: Option<i64>,
    pub(super) all_points: Option<i64>,
}

impl TallyRow {
    fn best(&self, period: Period, entry: &Entry) -> Option<Best> {
        let of = |starts: Option<NaiveDate>, points: Option<i64>| Some(Best { starts: starts?, points: points? });
        match period {
            // One attempt a day counts, so that the day's best is that attempt itself.
            Period::Day => of(Some(entry.day), entry.points_before),
            Period::Week => of(self.week, self.week_points),
            Period::Month => of(self.month, self.month_points),
            Period::All => of(Some(Period::All.starts(entry.day)), self.all_points),
        }
    }

    fn set(&mut self, period: Period, best: Best) {
        match period {
            Period::Day => {}
            Period::Week => (self.week, self.week_points) = (Some(best.starts), Some(best.points)),
            Period::Month => (self.month, self.month_points) = (Some(best.starts), Some(best.points)),
            Period::All => self.all_points = Some(best.points),
        }
    }
}

/// What an attempt that counts, or a follow-up to one, brings to its guild's boards.
struct Entry {
    shown: bool,
    /// The guild's day of the attempt that counts.
    day: NaiveDate,
    /// Points of the attempt before a follow-up.
    points_before: Option<i64>,
    points: i64,
    credit: i64,
    answers: i64,
}

impl Entry {
    /// What it moves in each period, by the best so far, which is then what it comes to.
    fn moves(&self, tally: &mut TallyRow) -> Vec<Move> {
        let in_period = |period: Period| {
            let starts = period.starts(self.day);
            let (after, gain) = best(tally.best(period, self), starts, self.points);
            tally.set(period, after);
            Move { starts, gain, before: period.before(starts), after: period.after(starts) }
        };
        Period::ALL.into_iter().map(in_period).collect()
    }
}

/// What moves in a period: its window, with those before and after it.
struct Move {
    starts: NaiveDate,
    gain: Gain,
    before: NaiveDate,
    after: NaiveDate,
}

/// What follows from an attempt, to be written with it.
#[derive(Default)]
pub(super) struct Effects {
    /// The guild's day, where it may reach boards.
    day: Option<NaiveDate>,
    /// Whether it counts there.
    counted: bool,
    /// How it moves ratings.
    steps: Option<Steps>,
    /// Of a follow-up: its parent, and what that comes to with it.
    followed: Option<(AttemptId, Score)>,
    /// The member's tally from now on: guild, last day, best.
    tally: Option<(i64, NaiveDate, TallyRow)>,
    /// What it brings to the boards of that guild.
    boards: Option<(Entry, Vec<Move>)>,
}

impl Effects {
    fn parts(&self) -> Parts {
        Parts::of([
            (Parts::FOLLOWS, self.followed.is_some()),
            (Parts::TALLY, self.tally.is_some()),
            (Parts::BOARDS, self.boards.is_some()),
            (Parts::RATINGS, self.steps.is_some()),
        ])
    }

    /// What an answer to a question brings, by what is known of it.
    fn of_answer(it: &Attempt, known: KnownRow) -> Self {
        let steps = (known.answered.is_none() && it.ranked).then(|| known.ratings.steps(it));
        let (Some((guild, day)), Some(shown)) = (place(it), known.shown) else { return Self { steps, ..Self::default() } };
        // The first attempt of a day takes it, even one that was only recited.
        if known.last_day.is_some_and(|last| last >= day) {
            return Self { day: Some(day), steps, ..Self::default() };
        }
        let mut tally = known.best;
        let boards = it.ranked.then(|| {
            let credit = credit(it.score, i64::from(it.hints));
            let entry = Entry { shown, day, points_before: None, points: points(credit, it.level), credit, answers: 1 };
            let moves = entry.moves(&mut tally);
            (entry, moves)
        });
        Self { day: Some(day), counted: it.ranked, steps, tally: Some((guild, day, tally)), boards, ..Self::default() }
    }

    /// What a follow-up brings to the answer that it belongs to.
    fn of_follow_up(it: &Attempt, parent: (AttemptId, ParentRow), known: KnownRow) -> Self {
        let (id, row) = parent;
        let (before, after) = (total(row.score + row.followed), total(row.score + row.followed + i64::from(it.score.thousandths())));
        let alone = Self { day: place(it).map(|place| place.1), followed: Some((id, after)), ..Self::default() };
        let (true, Some(guild), Some(day), Some(shown)) = (row.counted, row.guild_id, row.guild_day, known.shown) else { return alone };
        let level = row.level.as_deref().and_then(Level::from_name);
        let (credit_before, credit_after) = (credit(before, row.hints), credit(after, row.hints));
        let points_before = Some(points(credit_before, level));
        let entry =
            Entry { shown, day, points_before, points: points(credit_after, level), credit: credit_after - credit_before, answers: 0 };
        let mut tally = known.best;
        let moves = entry.moves(&mut tally);
        Self { tally: Some((guild, known.last_day.unwrap_or(day), tally)), boards: Some((entry, moves)), ..alone }
    }
}

/// Where attempts are written: a connection inside a transaction.
pub(super) trait Ledger {
    /// Writes an attempt and everything that follows from it.
    async fn record(&mut self, new: &NewAttempt, keys: &Keys) -> Result<(), StoreError>;
    /// What is known of a person, where they answered, and of the question; nobody changes it until the transaction is over.
    async fn known(&mut self, person: PersonId, guild: Option<i64>, question: &str) -> Result<KnownRow, StoreError>;
    /// Writes the row, the person's words, and what follows.
    async fn put(&mut self, new: &NewAttempt, question: &str, effects: &Effects, keys: &Keys) -> Result<(), StoreError>;
}

/// Where an attempt may reach boards, and on which day.
fn place(it: &Attempt) -> Option<(i64, NaiveDate)> {
    it.guild.zip(it.guild_day).filter(|_| it.installed)
}

/// A stored score with what follow-ups added, at most full.
pub(super) fn total(thousandths: i64) -> Score {
    Score::from_thousandths(u16::try_from(thousandths.clamp(0, 1000)).unwrap_or(0))
}

macro_rules! ledger {
    ($connection:ty, $script:ident, $lock:expr) => {
        impl Ledger for $connection {
            async fn record(&mut self, new: &NewAttempt, keys: &Keys) -> Result<(), StoreError> {
                let (it, question) = (&new.attempt, new.attempt.question.to_string());
                let effects = if let Some(parent) = it.parent {
                    let row: ParentRow = sqlx::query_as(PARENT).bind(parent).fetch_one(&mut *self).await?;
                    let known = self.known(it.person, row.guild_id.filter(|_| row.counted), &question).await?;
                    Effects::of_follow_up(it, (parent, row), known)
                } else {
                    let known = self.known(it.person, place(it).map(|place| place.0), &question).await?;
                    Effects::of_answer(it, known)
                };
                self.put(new, &question, &effects, keys).await
            }

            async fn known(&mut self, person: PersonId, guild: Option<i64>, question: &str) -> Result<KnownRow, StoreError> {
                let lock: Option<&'static str> = $lock;
                if let Some(lock) = lock {
                    sqlx::query(lock).bind(person).bind(guild).execute(&mut *self).await?;
                }
                Ok(sqlx::query_as(KNOWN).bind(person).bind(guild).bind(question).fetch_one(&mut *self).await?)
            }

            async fn put(&mut self, new: &NewAttempt, question: &str, effects: &Effects, keys: &Keys) -> Result<(), StoreError> {
                let it = &new.attempt;
                let topics = Topic::of(&it.question);
                let (level, score) = (it.level.map(Level::name), i64::from(it.score.thousandths()));
                let mut script = sqlx::query(effects.parts().$script())
                    .bind(it.id)
                    .bind(it.person)
                    .bind(it.guild)
                    .bind(it.installed)
                    .bind(it.round)
                    .bind(&it.question.bank)
                    .bind(&it.question.subject)
                    .bind(&it.question.concept)
                    .bind(&it.question.question)
                    .bind(&it.rubric_hash)
                    .bind(&it.source)
                    .bind(score)
                    .bind(it.points_json())
                    .bind(it.mistakes_json())
                    .bind(it.ranked)
                    .bind(i64::from(it.hints))
                    .bind(it.seconds)
                    .bind(it.local_day)
                    .bind(effects.day)
                    .bind(&it.interaction)
                    .bind(it.parent)
                    .bind(&it.follows)
                    .bind(it.created_at)
                    .bind(level)
                    .bind(effects.counted)
                    .bind(effects.steps.map(|steps| steps.person))
                    .bind(effects.steps.map(|steps| steps.question))
                    .bind(it.streak_day);
                let (body, key) = keys.seal(it.id, &new.answer);
                script = script.bind(it.id).bind(body).bind(key).bind(it.created_at);
                script = script.bind(it.person).bind(question);
                script = match effects.followed {
                    Some((parent, after)) => script.bind(i64::from(after.thousandths())).bind(parent),
                    None => script.bind(score).bind(it.id).bind(it.created_at).bind(it.local_day),
                };
                if let Some((guild, last_day, tally)) = &effects.tally {
                    script = script.bind(guild).bind(it.person).bind(question).bind(last_day);
                    script = script.bind(tally.week).bind(tally.week_points).bind(tally.month).bind(tally.month_points);
                    script = script.bind(tally.all_points);
                    if let Some((entry, moves)) = &effects.boards {
                        script = script.bind(guild).bind(it.person).bind(entry.shown).bind(entry.credit).bind(entry.answers);
                        for topic in &topics {
                            script = script.bind(topic.as_str());
                        }
                        for Move { starts, gain, before, after } in moves {
                            script = script.bind(starts).bind(gain.points).bind(gain.questions).bind(before).bind(after);
                        }
                    }
                }
                if let Some(steps) = effects.steps {
                    script = script.bind(it.person).bind(steps.person).bind(question).bind(level).bind(steps.question);
                }
                script.execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

// Who writes to SQLite has the whole file.
ledger!(SqliteConnection, sqlite, None);
ledger!(PgConnection, postgres, Some(LOCK));
