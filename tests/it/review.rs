//! What is asked next: interviews that follow the answers, ratings that are sums of the ledger.

use std::collections::HashSet;

use mockingbird::app::{Action, App, Outcome, Started, Wish};
use mockingbird::bank::{Bank, Level, Source};
use mockingbird::config::DatabaseUrl;
use mockingbird::review::Rating;
use mockingbird::store::Person;

use crate::boards::{attempt, members};
use crate::engines::{on_each_engine, run_sql};
use crate::support::{app, app_on, begin, person};

fn wish(count: usize) -> Wish {
    Wish { count, seed: 5, source: "terminal", ..Wish::default() }
}

/// An app over the bank in the binary.
async fn builtin(url: &DatabaseUrl) -> App {
    App { bank: Bank::load(&Source::builtin()).unwrap(), ..app_on(url).await }
}

/// Holds an interview whose answers are all model answers or all nonsense; keys and levels of what it asked.
async fn hold(app: &App, who: &Person, started: Started, knows: bool) -> Vec<(String, Level)> {
    let mut asked = Vec::new();
    loop {
        let Outcome::Question(open) = app.play(who, started.id, &Action::Look).await.unwrap() else { return asked };
        asked.push((open.question.key.to_string(), open.question.level));
        let text = if knows { open.question.answer.clone() } else { "I never met this one, sorry.".into() };
        app.play(who, started.id, &Action::Answer { round: open.round, text, interaction: None }).await.unwrap();
        app.play(who, started.id, &Action::Next(open.round)).await.unwrap();
    }
}

#[tokio::test]
async fn an_interview_without_a_level_follows_the_answers() {
    on_each_engine(async |url| {
        let app = builtin(&url).await;
        let mut levels = Vec::new();
        for (name, knows) in [("ada", true), ("bob", false)] {
            let who = person(&app, name).await;
            let started = begin(&app, &who, &wish(7)).await;
            let asked = hold(&app, &who, started, knows).await;
            assert_eq!(asked.iter().map(|asked| &asked.0).collect::<HashSet<_>>().len(), 7, "nothing is asked twice: {asked:?}");
            levels.push(asked[5..].iter().map(|asked| asked.1).collect::<Vec<_>>());
        }
        assert_eq!(levels, [[Level::Senior; 2], [Level::Junior; 2]], "who knows it all, and who knows nothing");
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_interview_at_a_level_stays_there() {
    let (app, _folder) = app().await;
    let app = App { bank: Bank::load(&Source::builtin()).unwrap(), ..app };
    let who = person(&app, "ada").await;
    let started = begin(&app, &who, &Wish { level: Some(Level::Mid), ..wish(5) }).await;
    assert!(hold(&app, &who, started, false).await.iter().all(|asked| asked.1 == Level::Mid));
}

#[tokio::test]
async fn a_question_that_was_chosen_is_the_same_after_a_restart_and_asked_by_the_same_seed() {
    on_each_engine(async |url| {
        let app = builtin(&url).await;
        let who = person(&app, "ada").await;
        let started = begin(&app, &who, &wish(4)).await;
        app.play(&who, started.id, &Action::Skip(0)).await.unwrap();
        let open = |outcome: Outcome<'_>| match outcome {
            Outcome::Question(asked) => asked.question.key.clone(),
            other => panic!("{other:?}"),
        };
        let before = open(app.play(&who, started.id, &Action::Look).await.unwrap());
        app.store.close().await;
        let app = builtin(&url).await;
        assert_eq!(open(app.play(&who, started.id, &Action::Look).await.unwrap()), before);
        let other = person(&app, "bob").await;
        let again = begin(&app, &other, &wish(4)).await;
        assert_eq!(open(app.play(&other, again.id, &Action::Skip(0)).await.unwrap()), before, "chance is what the seed says");
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_first_attempt_moves_both_ratings_and_a_repeat_neither() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let people = members(&app, ["Ada", "Bob", "Cy"]).await;
        let (ada, bob) = (&people[0], &people[1]);
        let day = "2026-01-01".parse().unwrap();
        app.store.record(&[attempt(ada.id, "penguin/wings", day, 9, 1000)]).await.unwrap();
        let rating = app.store.ability(ada.id).await.unwrap();
        assert!(rating.millionths > 0 && rating.attempts == 1, "{rating:?}");
        app.store.record(&[attempt(ada.id, "penguin/wings", day, 10, 0)]).await.unwrap();
        let mut recited = attempt(bob.id, "penguin/wings", day, 11, 1000);
        recited.attempt.ranked = false;
        app.store.record(&[recited]).await.unwrap();
        assert_eq!((app.store.ability(ada.id).await.unwrap(), app.store.ability(bob.id).await.unwrap()), (rating, Rating::default()));
        app.store.record(&[attempt(bob.id, "mockingbird/song", day, 12, 0)]).await.unwrap();
        let difficulties = app.store.difficulties().await.unwrap();
        assert_eq!(difficulties.values().map(|rating| rating.attempts).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(app.store.verify(false).await.unwrap().told, []);

        for damage in ["update ability set moved = moved + 1", "update difficulty set attempts = 7", "delete from difficulty"] {
            run_sql(&url, damage).await;
            assert!(app.store.verify(true).await.unwrap().differences > 0, "{damage}");
            assert_eq!(app.store.verify(false).await.unwrap().told, [], "{damage}");
        }
        assert_eq!(app.store.difficulties().await.unwrap(), difficulties);

        // Who is deleted takes along what they brought to the ratings of questions.
        app.delete(ada).await.unwrap();
        let left = app.store.difficulties().await.unwrap();
        assert!(left.len() == 1 && left.keys().all(|key| key.concept == "mockingbird"), "{left:?}");
        assert_eq!(app.store.verify(false).await.unwrap().told, []);
        app.store.close().await;
    })
    .await;
}
