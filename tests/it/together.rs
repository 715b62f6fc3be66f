//! Many who write at once: on SQLite they share commits, and nobody pays for another's mistake, nor is told of one as done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use mockingbird::app::{App, Wish};
use mockingbird::config::DatabaseUrl;
use mockingbird::interview::Event;
use mockingbird::store::{NewAttempt, Person, Setting, StoreError, StoredInterview};
use tokio::task::JoinHandle;

use crate::boards::{attempt, members};
use crate::engines::{on_each_engine, rows, run_sql};
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
    let (after, _) = before.solo.apply(&Event::Answer(0), app.clock.now()).unwrap();
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

#[tokio::test]
async fn a_shared_commit_that_fails_is_an_error_for_everybody_and_the_next_one_works() {
    // What the commit finds in this table belongs to nobody, so that each write is fine and the commit of all is not.
    const TRAP: [&str; 2] = [
        "create table trap (person_id uuid not null references person (id) deferrable initially deferred)",
        "create trigger trapped after insert on answer when new.body = cast('trap' as blob) begin insert into trap values (x'00'); end",
    ];
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::new(format!("sqlite:{}", folder.path().join("test.db").display()));
    let app = Arc::new(app_on(&url).await);
    let people = members(&app, NAMES).await;
    for sql in TRAP {
        run_sql(&url, sql).await;
    }
    let record = |person: &Person, words: &str| {
        let (app, mut new) = (Arc::clone(&app), new(person, "wren/song", None));
        words.clone_into(&mut new.answer);
        tokio::spawn(async move { app.store.record(&[new]).await })
    };
    // On this one thread all are in line before the first has its turn.
    let tasks: Vec<_> = people.iter().zip(0..).map(|(person, n)| record(person, if n == 11 { "trap" } else { "It swims." })).collect();
    for task in tasks {
        let told = task.await.unwrap();
        assert!(matches!(&told, Err(StoreError::Shared(error)) if error.to_string().contains("FOREIGN KEY")), "{told:?}");
    }
    assert_eq!((rows(&url, "attempt").await, rows(&url, "trap").await), (0, 0), "nobody was told what is not so");
    let again: Vec<_> = people.iter().map(|person| record(person, "It swims.")).collect();
    for task in again {
        task.await.unwrap().unwrap();
    }
    let verified = app.store.verify(false).await.unwrap();
    assert_eq!((verified.attempts, verified.told), (24, Vec::new()));
    app.store.close().await;
}

#[tokio::test]
async fn the_log_is_moved_into_the_file_beside_those_who_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let app = app_on(&DatabaseUrl::new(format!("sqlite:{}", path.display()))).await;
    let [ada] = members(&app, ["Ada"]).await;
    let size = || std::fs::metadata(&path).unwrap().len();
    let before = size();
    let mut written = 0;
    while size() == before {
        app.store.record(&[new(&ada, "wren/song", None)]).await.unwrap();
        written += 1;
        assert!(written < 700, "nothing was moved, long before SQLite would do so by itself");
    }
    assert_eq!(app.store.verify(false).await.unwrap().attempts, written);
    app.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_wants_to_write_by_themselves_waits_for_a_group_or_two_and_not_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::new(app_on(&DatabaseUrl::new(format!("sqlite:{}", folder.path().join("test.db").display()))).await);
    let people: [Person; 8] = members(&app, std::array::from_fn(|n| NAMES[n])).await;
    let (written, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let writers = people.map(|person| {
        let (app, written, enough) = (Arc::clone(&app), Arc::clone(&written), Arc::clone(&enough));
        tokio::spawn(async move {
            while !enough.load(Ordering::Relaxed) {
                app.store.record(&[new(&person, "wren/song", None)]).await.unwrap();
                written.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    while written.load(Ordering::Relaxed) < 300 {
        tokio::task::yield_now().await;
    }
    let before = written.load(Ordering::Relaxed);
    app.store.set(people[0].id, Setting::Level(None)).await.unwrap();
    let meanwhile = written.load(Ordering::Relaxed) - before;
    enough.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    // The group under way, the one that has been called, and what was written before this task went on.
    assert!(meanwhile < 100, "{meanwhile} others came first");
    app.store.close().await;
}
