//! Sessions that do not go as the host meant them to, and how each of them ends: with a picture, where there is anything in it.

use std::time::Duration;

use loopback_discord::permissions::ATTACH_FILES;
use loopback_discord::{Message, Response};
use mockingbird::clock;
use serde_json::json;

use super::bot::Stage;
use super::sessions::Table;
use crate::support::bank_folder;

const SWIMS: &str = "It swims with its wings.";
const SINGS: &str = "It imitates other birds.";

/// A session of Ada's on both birds, in which everybody answers or nobody; its end.
async fn held(table: &Table, answers: bool) -> Message {
    let before = table.stage.channel.messages().last().map(Message::id);
    let newer = |card: &Message| !card.is_ephemeral() && before.is_none_or(|before| card.id() > before);
    let panel = table.opens(json!({ "topic": "birds", "questions": 2 })).await;
    let lobby = table.card("the lobby", |card| newer(card) && card.button("Start").is_some()).await;
    for guest in &table.people[1..] {
        guest.presses(&lobby, "Join").response().await;
    }
    let ada = &table.people[0];
    ada.presses(&panel, "Start").response().await;
    for round in ["1 of 2", "2 of 2"] {
        let question = table.card(round, |card| newer(card) && card.text().contains(round) && card.button("Answer").is_some()).await;
        if !answers {
            let panel = ada.presses(&question, "Host …").response().await.message();
            ada.presses(&panel, "Close it now").response().await;
            continue;
        }
        for who in &table.people {
            let modal = who.presses(&question, "Answer").response().await.modal();
            who.submits(&modal, json!({ "answer": SWIMS })).response().await;
        }
        let reveal = table.card("the reveal", |card| newer(card) && card.text().contains(round) && card.button("Next").is_some());
        let last = table.card("the last reveal", |card| newer(card) && card.button("To the podium").is_some());
        let (reveal, on) = tokio::select! { card = reveal => (card, "Next"), card = last => (card, "To the podium") };
        ada.presses(&reveal, on).acknowledged().await;
    }
    table.card("the end", |card| newer(card) && card.button("My report").is_some()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_comes_with_a_picture_and_is_complete_without_it() {
    let table = Table::new(&["Ada", "Bob"], None).await;
    let end = held(&table, true).await;
    let [picture] = end.files() else { panic!("{} pictures", end.files().len()) };
    assert!(picture.name == "picture.png" && picture.bytes.starts_with(b"\x89PNG"), "{}", picture.name);
    assert_eq!(
        picture.description,
        "What the group knew. 2 people · 2 questions. Scores are for practice, and for nothing else. The penguin 55 %, study next. The \
         mockingbird 0 %, study next"
    );
    for line in ["The penguin · **55 %**", "The mockingbird · **0 %**"] {
        assert!(end.text().contains(line), "the words say it as well: {}", end.text());
    }
    let empty = held(&table, false).await;
    assert!(empty.files().is_empty() && empty.text().contains("Nobody has answered"), "{}", empty.text());
    // Where the bot may attach nothing, the words come alone.
    table.stage.channel.denies(table.stage.discord.application_id(), ATTACH_FILES);
    let bare = held(&table, true).await;
    assert!(bare.files().is_empty() && bare.text().contains("The penguin · **55 %**"), "{}", bare.text());
    assert!(!table.stage.log().contains("closed to the bot"), "{}", table.stage.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_who_vanishes_is_replaced_and_the_session_goes_on() {
    // A quarter of an hour is nine seconds on this clock, the half hour of a lobby eighteen.
    let table = Table::new(&["Ada", "Bob"], Some("1767225600@100")).await;
    table.opens(json!({ "topic": "penguin", "questions": 1, "minutes": 10 })).await;
    table.all_join().await;
    let lobby = table.card("another host", |card| card.text().contains("Host: Bob")).await;
    let refused = table.people[0].presses(&lobby, "Start").response().await.message();
    assert!(refused.text().contains("Only the host"), "{}", refused.text());
    table.people[1].presses(&lobby, "Start").acknowledged().await;
    table.with_button("Answer").await;
    table.stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_late_is_in_and_who_has_more_time_is_waited_for() {
    // A minute is seven and a half seconds.
    let table = Table::new(&["Ada", "Bob", "Cy", "Dee"], Some("1767225600@8")).await;
    let [ada, bob, cy, dee] = &table.people[..] else { panic!("four people") };
    let own = bob.types_command(&table.stage.channel, "settings me", json!({})).response().await.message();
    bob.try_selects(&own, "1:set:time", &["200"]).unwrap().response().await;
    let panel = table.opens(json!({ "topic": "penguin", "questions": 1, "minutes": 1, "wait": 5 })).await;
    let lobby = table.with_button("Join").await;
    for who in [bob, dee] {
        who.presses(&lobby, "Join").response().await;
    }
    ada.presses(&panel, "Start").response().await;
    let question = table.with_button("Answer").await;
    table.answers(ada, SWIMS).await;
    // Cy has never pressed Join.
    let late = table.answers(cy, SWIMS).await;
    assert!(late.text().contains("Received"), "{}", late.text());
    let waits = table.card("the wait", |card| card.text().contains("The reveal waits for the last answers")).await;
    let until = |text: &str, from: &str| -> i64 {
        let (_, rest) = text.split_once(from).unwrap();
        rest.split_once("<t:").unwrap().1.split_once(':').unwrap().0.parse().unwrap()
    };
    let (all, last) = (until(&waits.text(), "The time is up"), until(&waits.text(), "the last answers until"));
    assert_eq!(last - all, 60, "Bob has twice the minute");
    let (of_dee, of_bob) = (table.modal(dee).await, table.modal(bob).await);
    // The time of everybody else is up, and that of Bob is not.
    clock::pause(Duration::from_secs(9)).await;
    let no = dee.submits(&of_dee, json!({ "answer": SWIMS })).response().await.message();
    assert!(no.text().contains("The time for this question is up") && no.text().contains(SWIMS), "{}", no.text());
    assert!(!table.stage.channel.messages().iter().any(|card| card.button("My verdict").is_some()), "the reveal waits for Bob");
    let yes = bob.submits(&of_bob, json!({ "answer": SWIMS })).response().await.message();
    assert!(yes.text().contains("Received"), "{}", yes.text());
    let reveal = table.with_button("My verdict").await;
    assert!(reveal.text().contains("What the 3 answers said"), "{}", reveal.text());
    assert!(ada.looks_at(&question).unwrap().buttons().is_empty());
    assert_eq!(table.stage.attempts().await, 3);
    table.stage.is_clean();
}

/// Writes the bank of a stage without one of its concepts.
fn without(stage: &Stage, gone: Option<&str>) {
    let bank = stage.home.path().join("bank");
    let _ = std::fs::remove_dir_all(&bank);
    std::fs::create_dir_all(bank.join("birds")).unwrap();
    std::fs::copy(bank_folder().join("bank.toml"), bank.join("bank.toml")).unwrap();
    for file in ["subject.toml", "01-mockingbird.toml", "02-penguin.toml"] {
        let text = std::fs::read_to_string(bank_folder().join("birds").join(file)).unwrap();
        if gone.is_none_or(|gone| !file.contains(gone)) {
            let alone = |line: &&str| gone.is_none() || !line.starts_with("see_also");
            std::fs::write(bank.join("birds").join(file), text.lines().filter(alone).collect::<Vec<_>>().join("\n")).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_leaves_the_bank_in_the_middle_grades_nobody_and_gives_everybody_their_words_back() {
    let mut table = Table::without_bot(&["Ada", "Bob"]).await;
    without(&table.stage, None);
    table.start(None).await;
    let panel = table.opens(json!({ "topic": "birds", "questions": 2 })).await;
    table.all_join().await;
    let (ada, bob) = (table.people[0].clone(), table.people[1].clone());
    ada.presses(&panel, "Start").response().await;
    let question = table.with_button("Answer").await;
    let is_penguin = question.text().contains("The penguin");
    let late = table.modal(&ada).await;
    table.answers(&bob, "It does what birds do.").await;
    table.stage.kill().await;
    without(&table.stage, Some(if is_penguin { "penguin" } else { "mockingbird" }));
    table.start(None).await;

    let told = table.with_button("My words").await;
    assert!(told.text().contains("left the bank while you were at it") && told.text().contains("1 of 2"), "{}", told.text());
    let closed = table.card("closed", |card| card.id() == question.id() && card.buttons().is_empty()).await;
    assert!(closed.text().contains("left the bank"), "{}", closed.text());
    let words = bob.presses(&told, "My words").response().await.message();
    assert!(words.is_ephemeral() && words.text().contains("It does what birds do."), "{}", words.text());
    let none = ada.presses(&told, "My words").response().await.message();
    assert!(none.text().contains("You have not answered"), "{}", none.text());
    let late = ada.submits(&late, json!({ "answer": "Mine came too late." })).response().await.message();
    assert!(late.text().contains("no longer open") && late.text().contains("Mine came too late."), "{}", late.text());
    ada.presses(&told, "Next").acknowledged().await;
    table.card("the other question", |card| card.text().contains("2 of 2") && card.button("Answer").is_some()).await;
    for who in [&ada, &bob] {
        table.answers(who, if is_penguin { SINGS } else { SWIMS }).await;
    }
    let reveal = table.with_button("To the podium").await;
    ada.presses(&reveal, "To the podium").acknowledged().await;
    let end = table.with_button("My report").await;
    assert!(end.text().contains("one question · counted"), "{}", end.text());
    assert_eq!(table.stage.attempts().await, 2, "nobody is graded on what is gone");
    let export = bob.types_command(&table.stage.channel, "privacy", json!({})).response().await.message();
    let Response::Shown(export) = bob.presses(&export, "Export").response().await else { panic!("no export") };
    let kept = String::from_utf8(export.files()[0].bytes.clone()).unwrap();
    assert!(kept.contains("It does what birds do."), "what is not graded is kept");
    table.stage.is_clean();
}
