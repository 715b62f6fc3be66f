//! Holding the sums against the ledger, and making them anew from it.

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::open::Pool;
use super::ratings::Rate as _;
use super::rebuild::{Member, Rebuild as _};
use super::{PersonId, Store, StoreError, on_pool};

/// People whose records are read in one transaction.
const PEOPLE_AT_A_TIME: usize = 100;
/// Differences that are told in words.
const TOLD: usize = 20;

/// A sum that is not what the ledger comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whose sum of what.
    pub what: String,
    /// What is kept.
    pub kept: String,
    /// What the ledger comes to.
    pub ledger: String,
}

/// What a comparison came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Attempts that were read for boards.
    pub attempts: u64,
    /// Guilds.
    pub guilds: u64,
    /// People.
    pub people: u64,
    /// Sums that differ.
    pub differences: u64,
    /// The first of them.
    pub told: Vec<Difference>,
}

impl Verified {
    fn compare<K: Ord + Clone, V: PartialEq + Debug>(
        &mut self,
        of: impl Fn(&K) -> String,
        ledger: &BTreeMap<K, V>,
        kept: &BTreeMap<K, V>,
    ) -> bool {
        let mut keys: Vec<&K> = ledger.keys().chain(kept.keys().filter(|key| !ledger.contains_key(key))).collect();
        keys.retain(|key| ledger.get(key) != kept.get(key));
        let say = |value: Option<&V>| value.map_or_else(|| "nothing".to_owned(), |value| format!("{value:?}"));
        for key in &keys {
            self.differences += 1;
            if self.told.len() < TOLD {
                self.told.push(Difference { what: of(key), kept: say(kept.get(key)), ledger: say(ledger.get(key)) });
            }
        }
        keys.is_empty()
    }

    fn member(&mut self, guild: i64, person: PersonId, ledger: &Member, kept: &Member) -> bool {
        let whose = format!("guild {guild}, person {person}");
        let tallies = self.compare(|question| format!("{whose}, {question}"), &ledger.sums.tallies, &kept.sums.tallies);
        let board = |(topic, period): &(crate::board::Topic, crate::board::Period)| {
            format!("{whose}, board of {} `{}`", period.name(), topic.as_str())
        };
        let standings = self.compare(board, &ledger.sums.standings, &kept.sums.standings);
        let shown = self.compare(|key| format!("{}, whether it is shown", board(key)), &ledger.shown, &kept.shown);
        tallies && standings && shown
    }
}

impl Store {
    /// Compares every sum with what the ledger comes to, each guild and each person as they stand at one moment.
    ///
    /// With `repair`, sums that differ are made anew; on PostgreSQL, let nobody answer meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds what cannot be understood.
    pub async fn verify(&self, repair: bool) -> Result<Verified, StoreError> {
        const GUILDS: &str = "select id from guild order by id";
        const PEOPLE: &str = "select id from person order by id";
        let (guilds, people): (Vec<i64>, Vec<PersonId>) = on_pool!(self, pool => {
            (sqlx::query_scalar(GUILDS).fetch_all(pool).await?, sqlx::query_scalar(PEOPLE).fetch_all(pool).await?)
        });
        let mut verified = Verified { guilds: guilds.len() as u64, people: people.len() as u64, ..Verified::default() };
        for guild in guilds {
            self.verify_guild(guild, repair, &mut verified).await?;
        }
        for some in people.chunks(PEOPLE_AT_A_TIME) {
            self.verify_people(some, repair, &mut verified).await?;
        }
        self.verify_ratings(repair, &mut verified).await?;
        Ok(verified)
    }

    async fn verify_ratings(&self, repair: bool, verified: &mut Verified) -> Result<(), StoreError> {
        let _turn = if repair { self.turn().await } else { None };
        on_pool!(self, pool => {
            let mut tx = pool.begin_with(self.snapshot(repair)).await?;
            let [ledger, kept] = tx.ratings().await?;
            let people = verified.compare(|person| format!("person {person}, rating"), &ledger.people, &kept.people);
            let questions = verified.compare(|question| format!("{question}, rating"), &ledger.questions, &kept.questions);
            if repair && !(people && questions) {
                tx.put_ratings(&ledger).await?;
            }
            tx.commit().await?;
        });
        Ok(())
    }

    async fn verify_guild(&self, guild: i64, repair: bool, verified: &mut Verified) -> Result<(), StoreError> {
        // Everybody who records an attempt locks their own row of these.
        const LOCK: &str = "update member set display_name = display_name where guild_id = $1";
        let _turn = if repair { self.turn().await } else { None };
        on_pool!(self, pool => {
            let mut tx = pool.begin_with(self.snapshot(repair)).await?;
            if repair {
                sqlx::query(LOCK).bind(guild).execute(&mut *tx).await?;
            }
            let (ledger, attempts) = tx.expected(guild).await?;
            let kept = tx.kept(guild).await?;
            verified.attempts += attempts;
            let nothing = Member::default();
            let mut differing = Vec::new();
            for person in ledger.keys().chain(kept.keys().filter(|person| !ledger.contains_key(person))) {
                let expected = ledger.get(person).unwrap_or(&nothing);
                if !verified.member(guild, *person, expected, kept.get(person).unwrap_or(&nothing)) {
                    differing.push((*person, expected, kept.contains_key(person)));
                }
            }
            if repair {
                tx.put(guild, &differing).await?;
            }
            tx.commit().await?;
        });
        Ok(())
    }

    async fn verify_people(&self, people: &[PersonId], repair: bool, verified: &mut Verified) -> Result<(), StoreError> {
        let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(()) };
        let _turn = if repair { self.turn().await } else { None };
        on_pool!(self, pool => {
            let mut tx = pool.begin_with(self.snapshot(repair)).await?;
            let [ledger, kept] = tx.records((*first, *last)).await?;
            if !verified.compare(|(person, question)| format!("person {person}, {question}"), &ledger, &kept) && repair {
                tx.put_records((*first, *last), &ledger).await?;
            }
            tx.commit().await?;
        });
        Ok(())
    }

    /// How a transaction begins that reads one state of the database; one that writes too locks what it reads.
    pub(super) fn snapshot(&self, writes: bool) -> &'static str {
        match (self.pool(), writes) {
            (Pool::Sqlite(_), true) => "begin immediate",
            (Pool::Postgres(_), false) => "begin isolation level repeatable read",
            (Pool::Sqlite(_), false) | (Pool::Postgres(_), true) => "begin",
        }
    }

    /// Does what migrations have left to the program. Doing it twice changes nothing.
    pub(super) async fn do_chores(&self) -> Result<(), StoreError> {
        const CHORES: &str = "select name from chore";
        const DONE: &str = "delete from chore where name = $1";
        let chores: Vec<String> = on_pool!(self, pool => sqlx::query_scalar(CHORES).fetch_all(pool).await?);
        if chores.iter().any(|chore| chore == "rate") {
            let _turn = self.turn().await;
            on_pool!(self, pool => {
                let mut tx = pool.begin_with(self.snapshot(true)).await?;
                tx.rate_all().await?;
                tx.commit().await?;
            });
        }
        if !chores.is_empty() {
            self.verify(true).await?;
        }
        for chore in chores {
            let _turn = self.turn().await;
            on_pool!(self, pool => sqlx::query(DONE).bind(chore).execute(pool).await?.rows_affected());
        }
        Ok(())
    }
}
