//! What sessions keep about people, for how long, and that it goes along.

use std::fs;

use chrono::TimeDelta;
use mockingbird::app::{App, SessionAction, SessionWish};
use mockingbird::interview::group::Phase;
use mockingbird::store::Keys;

use super::{Member, SWIMS, act, does, member, open, says, set, state, wish};
use crate::engines::{on_each_engine, on_pairs_of_engines, rows};
use crate::support::{app, app_on};

const KEY: &str = "k:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// A session of Ada and Bob, one of two questions asked, and Bob's words for it.
async fn running(app: &App, words: &str) -> (mockingbird::store::SessionId, Member, Member) {
    let (ada, bob) = (member(app, "Ada").await, member(app, "Bob").await);
    let id = open(app, &ada, &SessionWish { questions: 2, topic: None, ..wish(1) }).await;
    does(app, &bob, id, SessionAction::Join).await;
    does(app, &ada, id, SessionAction::Start).await;
    does(app, &bob, id, says(0, words)).await;
    (id, ada, bob)
}

#[tokio::test]
async fn an_export_holds_what_waits_to_be_graded_and_a_deletion_leaves_nothing_of_it() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let (id, ada, bob) = running(&app, "It swims, quoth Bob").await;
        let sessions = app.export(&bob.person).await.unwrap()["kept"]["sessions"].clone();
        assert_eq!(sessions[0]["id"], id.to_string());
        assert_eq!(sessions[0]["host"], false);
        assert_eq!(sessions[0]["questions"][0]["answer_to_be_graded"], "It swims, quoth Bob");
        assert_eq!(app.export(&ada.person).await.unwrap()["kept"]["sessions"][0]["host"], true);
        assert!(app.delete(&bob.person).await.unwrap().found);
        assert_eq!((rows(&url, "session_entry").await, rows(&url, "session_member").await), (0, 1));
        // The host goes as well, while others are there: whoever does something next is the host.
        let cy = member(&app, "Cy").await;
        does(&app, &cy, id, SessionAction::Join).await;
        app.delete(&ada.person).await.unwrap();
        assert_eq!(state(&app, id).await.group.host, None);
        does(&app, &cy, id, says(0, SWIMS)).await;
        assert_eq!(state(&app, id).await.group.host, Some(cy.person.id));
        assert_eq!(rows(&url, "attempt").await, 1);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn words_are_sealed_while_they_wait_and_stand_once_when_they_are_graded() {
    let (plain, folder) = app().await;
    let keys = Keys::parse(KEY).unwrap();
    let app = App {
        store: plain.store.clone().with_keys(keys),
        bank: crate::support::bank(),
        clock: plain.clock.clone(),
        monitor: plain.monitor.clone(),
    };
    let found = |words: &str| {
        let files = fs::read_dir(folder.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
        files.map(|file| file.windows(words.len()).filter(|part| *part == words.as_bytes()).count()).sum::<usize>()
    };
    let (id, ada, bob) = running(&app, "It swims in secret.").await;
    assert_eq!(found("in secret"), 0);
    assert_eq!(app.words_of(&bob.person, id, 0).await.unwrap().as_deref(), Some("It swims in secret."));
    does(&app, &ada, id, SessionAction::Skip(0)).await;
    assert_eq!(found("in secret"), 0);
    assert_eq!(app.words_of(&bob.person, id, 0).await.unwrap(), None, "they are the answer of an attempt now");
    assert_eq!(app.export(&bob.person).await.unwrap()["kept"]["attempts"][0]["answer"], "It swims in secret.");
}

#[tokio::test]
async fn a_session_is_purged_thirty_days_after_its_end_and_what_was_graded_stays() {
    on_each_engine(async |url| {
        let mut app = app_on(&url).await;
        let (id, ada, _) = running(&app, SWIMS).await;
        does(&app, &ada, id, SessionAction::End).await;
        set(&mut app, 29 * 86_400);
        app.tend(TimeDelta::days(90)).await.unwrap();
        assert_eq!(rows(&url, "session").await, 1);
        set(&mut app, 31 * 86_400);
        app.tend(TimeDelta::days(90)).await.unwrap();
        for table in ["session", "session_member", "session_round", "session_entry", "session_card"] {
            assert_eq!(rows(&url, table).await, 0, "{table}");
        }
        assert_eq!((rows(&url, "attempt").await, rows(&url, "answer").await), (1, 1));
        assert!(matches!(
            act(&app, &ada, id, SessionAction::Join).await,
            mockingbird::app::SessionOutcome::Refused(mockingbird::interview::group::GroupRefusal::Gone)
        ));
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_running_session_goes_on_in_a_copy() {
    on_pairs_of_engines(async |from, to| {
        let (one, two) = (app_on(&from).await, app_on(&to).await);
        let (id, ada, bob) = running(&one, SWIMS).await;
        let now = one.clock.now();
        assert!(one.store.claim_card(id, "question-0", "n", now, now - TimeDelta::minutes(1)).await.unwrap().is_some());
        one.store.set_card(id, "question-0", 42, "digest").await.unwrap();
        one.store.copy_to(&two.store).await.unwrap();
        let (before, after) = (state(&one, id).await, state(&two, id).await);
        assert_eq!((before.group, before.members), (after.group, after.members));
        assert_eq!(two.store.session_cards(id).await.unwrap(), one.store.session_cards(id).await.unwrap());
        assert_eq!(two.words_of(&bob.person, id, 0).await.unwrap().as_deref(), Some(SWIMS));
        does(&two, &ada, id, says(0, SWIMS)).await;
        assert!(matches!(state(&two, id).await.group.phase, Phase::Revealed { .. }));
        one.store.close().await;
        two.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_message_is_sent_by_one_process_and_again_only_when_that_came_to_nothing() {
    on_each_engine(async |url| {
        let (one, two) = (app_on(&url).await, app_on(&url).await);
        let (id, ..) = running(&one, SWIMS).await;
        let now = one.clock.now();
        let stale = now - TimeDelta::minutes(1);
        let claim = async |app: &App, nonce: &str, now, stale| app.store.claim_card(id, "reveal-0", nonce, now, stale).await.unwrap();
        let (a, b) = tokio::join!(claim(&one, "first", now, stale), claim(&two, "first", now, stale));
        assert!(a.is_some() != b.is_some());
        let later = now + TimeDelta::minutes(2);
        let taken = claim(&two, "second", later, now).await;
        assert_eq!(taken.as_deref(), Some("first"), "whoever claimed it never said that it was sent: the nonce stays");
        two.store.set_card(id, "reveal-0", 5, "d").await.unwrap();
        assert_eq!(claim(&one, "third", later + TimeDelta::days(1), later).await, None);
        one.store.forget_card(id, "reveal-0").await.unwrap();
        assert_eq!(claim(&one, "fourth", later, later).await.as_deref(), Some("fourth"));
        one.store.close().await;
        two.store.close().await;
    })
    .await;
}
