//! The budget of requests, shared by whoever sends on one database.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use mockingbird::app::{PERMITS_A_SECOND, Pacer};
use mockingbird::clock::Clock;
use mockingbird::store::Store;

use crate::engines::on_each_engine;
use crate::support::report;

/// Takes permits, and says when each was there.
async fn take(pacer: &Pacer, clock: &Clock, permits: usize) -> Vec<DateTime<Utc>> {
    let mut taken = Vec::new();
    for _ in 0..permits {
        pacer.permit().await.unwrap();
        taken.push(clock.now());
    }
    taken
}

/// The most that lies within any second.
fn most_in_a_second(taken: &[DateTime<Utc>]) -> usize {
    let second = TimeDelta::seconds(1);
    (0..taken.len()).map(|first| taken[first..].iter().take_while(|at| **at - taken[first] < second).count()).max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_the_requests_of_a_second() {
    on_each_engine(async |url| {
        let clock = Clock::parse("1767225600@2").unwrap();
        let pacer = async || Arc::new(Pacer::new(Store::open(&url).await.unwrap(), clock.clone()));
        let (one, other) = (pacer().await, pacer().await);
        let (mut taken, theirs) = tokio::join!(take(&one, &clock, 60), take(&other, &clock, 60));
        let (ours_end, theirs_begin) = (taken[59], theirs[0]);
        assert!(theirs_begin < ours_end, "the other waited until the first had all it wanted");
        taken.extend(theirs);
        taken.sort_unstable();
        let took = taken[119] - taken[0];
        let most = most_in_a_second(&taken);
        report(&format!("120 permits, two processes: {:.1} s of the clock, {most} in a second at the most", took.as_seconds_f64()));
        // The slots lie a fortieth of a second apart; who is late may catch up with four. Discord allows fifty.
        assert!(most <= usize::try_from(PERMITS_A_SECOND).unwrap() + 5, "{most} in a second");
        assert!(took >= TimeDelta::milliseconds(2900), "{took}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_after_all_has_everybody_wait() {
    on_each_engine(async |url| {
        let clock = Clock::parse("1767225600@4").unwrap();
        let pacer = async || Pacer::new(Store::open(&url).await.unwrap(), clock.clone());
        let (one, other) = (pacer().await, pacer().await);
        one.permit().await.unwrap();
        let begun = clock.now();
        one.rest(TimeDelta::seconds(3)).await.unwrap();
        other.permit().await.unwrap();
        one.permit().await.unwrap();
        assert!(clock.now() - begun >= TimeDelta::seconds(3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_slower_than_a_stretch_holds_nobody_up_for_ever() {
    on_each_engine(async |url| {
        // A clock on which a thousandth of a second is longer than a stretch.
        let clock = Clock::parse("1767225600@5000").unwrap();
        let pacer = Pacer::new(Store::open(&url).await.unwrap(), clock.clone());
        let taking = take(&pacer, &clock, 20);
        let taken = tokio::time::timeout(std::time::Duration::from_secs(20), taking).await;
        assert_eq!(taken.map(|taken| taken.len()), Ok(20));
    })
    .await;
}

#[tokio::test]
async fn a_lease_goes_to_one_and_the_time_after_it_to_the_next() {
    on_each_engine(async |url| {
        let store = Store::open(&url).await.unwrap();
        let at = |millis| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(millis);
        let quarter = TimeDelta::milliseconds(250);
        assert_eq!(store.lease("requests", quarter, at(0)).await.unwrap(), at(0));
        assert_eq!(store.lease("requests", quarter, at(10)).await.unwrap(), at(250), "what is leased is not leased twice");
        assert_eq!(store.lease("other", quarter, at(10)).await.unwrap(), at(10), "another thing is another's");
        assert_eq!(store.lease("requests", quarter, at(5000)).await.unwrap(), at(5000), "time that nobody used is gone");
        // A clock that was an hour ahead is not waited for.
        assert_eq!(store.lease("requests", quarter, at(3_600_000)).await.unwrap(), at(3_600_000));
        assert_eq!(store.lease("requests", quarter, at(6000)).await.unwrap(), at(6000));
    })
    .await;
}
