//! Many who write at once: on SQLite they share commits, and nobody pays for another's mistake.

use std::sync::Arc;

use mockingbird::app::{App, Wish};
use mockingbird::interview::Event;
use mockingbird::store::{NewAttempt, Person, StoredInterview};
use tokio::task::JoinHandle;

use crate::boards::{attempt, members};
use crate::engines::on_each_engine;
use crate::support::{app_on, begin};

const NAMES: [&str; 24] =
    ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X"];

fn new(person: &Person, question: &str, interaction: Option<&str>) -> NewAttempt {
    let mut new = attempt(person.id, question, "2026-01-01".parse().unwrap(), 9, 500);
    new.attempt.interaction = interaction.map(str::to_owned);
    new
}

/// An answer to the first question of an interview, as it was read.
fn answer(app: &Arc<App>, person: &Person, before: &StoredInterview) -> JoinHandle<bool> {
    let (app, before, new) = (Arc::clone(app), before.clone(), new(person, "wren/song", None));
    let (after, _) = before.solo.apply(&Event::Answer(0)).unwrap();
    tokio::spawn(async move { app.store.save(&before, &after, Some(&new), new.attempt.created_at).await.unwrap() })
}

/// An attempt by itself; `false` where it was refused.
fn record(app: &Arc<App>, new: NewAttempt) -> JoinHandle<bool> {
    let app = Arc::clone(app);
    tokio::spawn(async move { app.store.record(&[new]).await.is_ok() })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_saves_at_once_land_once_each_though_some_conflict_fail_or_are_given_up() {
    on_each_engine(async |url| {
        let app = Arc::new(app_on(&url).await);
        let people = members(&app, NAMES).await;
        let mut interviews = Vec::new();
        for person in &people {
            let begun = begin(&app, person, &Wish { count: 2, seed: 3, source: "test", ..Wish::default() }).await;
            interviews.push(app.store.interview(begun.id).await.unwrap().unwrap());
        }
        // Of the three that answer each interview one comes first; of all that bring one interaction one does; and some
        // nobody waits for.
        let (mut answers, mut deliveries, mut given_up) = (Vec::new(), Vec::new(), Vec::new());
        for (person, before) in people.iter().zip(&interviews) {
            answers.push([(); 3].map(|()| answer(&app, person, before)));
            deliveries.push(record(&app, new(person, "owl/night", Some("delivered again"))));
            given_up.push(record(&app, new(person, "penguin/swim", None)));
        }
        for task in given_up.iter().step_by(2) {
            task.abort();
        }
        for tries in answers {
            let mut made = 0;
            for task in tries {
                made += u32::from(task.await.unwrap());
            }
            assert_eq!(made, 1, "one of those that answer an interview at once");
        }
        let mut delivered = 0;
        for task in deliveries {
            delivered += u64::from(task.await.unwrap());
        }
        assert_eq!(delivered, 1, "an interaction brings one attempt");
        let (mut kept, mut unknown) = (0, 0);
        for task in given_up {
            match task.await {
                Ok(landed) => kept += u64::from(landed),
                Err(_) => unknown += 1,
            }
        }
        assert!(kept >= 12, "who waited was answered: {kept}");
        // What was given up too late may still be under way: this one stands behind it in line.
        assert!(record(&app, new(&people[0], "crow/tools", None)).await.unwrap());
        let verified = app.store.verify(false).await.unwrap();
        assert_eq!(verified.told, []);
        let sure = 24 + delivered + kept + 1;
        assert!((sure..=sure + unknown).contains(&verified.attempts), "{verified:?}, {sure} and perhaps {unknown} more");
        app.store.close().await;
    })
    .await;
}
