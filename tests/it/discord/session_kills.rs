//! SIGKILL at every second request of a session, done or undone before: nobody's answer is lost, none counts twice, and the
//! session comes to its end with every card there once.

use std::time::Duration;

use loopback_discord::{Loopback, Message, Response, Step};
use mockingbird::clock;
use serde_json::json;

use super::bot::{Stage, Way};
use crate::support::report;

const SWIMS: &str = "It swims with its wings.";
/// Fast enough that a claim of a process that is no more is taken over soon.
const CLOCK: u64 = 20;

/// Starts the bot at the time that it is on the stage.
async fn start(stage: &mut Stage, begun: std::time::Instant) {
    let now = 1_767_225_600 + begun.elapsed().as_secs() * CLOCK;
    let mut command = stage.command(Way::Plain);
    command.env("MOCKINGBIRD_TEST_CLOCK", format!("{now}@{CLOCK}"));
    stage.runs_logging(command).await;
}

/// The newest card in the channel with this button.
fn with_button(stage: &Stage, name: &str) -> Option<Message> {
    stage.channel.messages().into_iter().rev().find(|card| card.button(name).is_some())
}

/// Does what there is to do next, as people would: whatever failed is pressed again.
async fn drive(stage: &Stage, answered: &mut [bool; 2]) {
    let people = [&stage.ada, &stage.bob];
    loop {
        if with_button(stage, "My report").is_some() {
            return;
        }
        if let Some(question) = with_button(stage, "Answer") {
            for (who, done) in people.iter().zip(answered.iter_mut()).filter(|(_, done)| !**done) {
                // The card may have been closed just now.
                if let Ok(press) = who.try_presses(&question, "Answer")
                    && let Response::Modal(modal) = press.response().await
                    && let Response::Shown(card) = who.submits(&modal, json!({ "answer": SWIMS })).response().await
                {
                    // Whoever hears nothing tries again; whoever is told that it is closed had been heard.
                    *done = card.text().contains("Received") || card.text().contains("no longer open");
                }
            }
        } else if let Some(reveal) = with_button(stage, "To the podium") {
            if let Ok(press) = stage.ada.try_presses(&reveal, "To the podium") {
                press.acknowledged().await;
            }
        } else if let Some(lobby) = with_button(stage, "Join").filter(|lobby| lobby.button("Start").is_some()) {
            for (who, what) in [(&stage.bob, "Join"), (&stage.ada, "Start")] {
                if let Ok(press) = who.try_presses(&lobby, what) {
                    press.acknowledged().await;
                }
            }
        } else if stage.channel.messages().is_empty() {
            let options = json!({ "topic": "penguin", "questions": 1, "minutes": 10 });
            stage.ada.types_command(&stage.channel, "session start", options).response().await;
        }
        // What stands in the channel follows in a moment.
        clock::pause(Duration::from_millis(50)).await;
    }
}

/// One session with a kill at request `at`, which is done or undone before. `false` when there were fewer requests.
async fn with_a_kill(at: usize, done: bool) -> bool {
    let discord = Loopback::builder().bot_name("Mockingbird").patience(Duration::from_secs(3)).start().await;
    let begun = std::time::Instant::now();
    let mut stage = Stage::on(discord);
    start(&mut stage, begun).await;
    stage.discord.gate().when(Step::is_any_request).skipping(at).times(1).hold();
    let mut answered = [false; 2];
    let held = {
        let driving = drive(&stage, &mut answered);
        tokio::pin!(driving);
        let gate = stage.discord.gate();
        let holding = async {
            loop {
                // The wait for a held request ends with the patience of the test.
                if let Ok(held) = gate.held().await {
                    return held;
                }
            }
        };
        tokio::select! {
            () = &mut driving => None,
            held = holding => Some(held),
        }
    };
    let Some(held) = held else { return false };
    if done {
        held.perform().await;
    }
    stage.kill().await;
    held.lose();
    start(&mut stage, begun).await;
    let driven = tokio::time::timeout(Duration::from_mins(1), drive(&stage, &mut answered)).await;
    assert!(driven.is_ok(), "request {at}, done {done}: the session does not end");
    let cards = stage.channel.messages();
    for mark in ["Study-group session", "Model answer", "What you made of it"] {
        let count = cards.iter().filter(|card| card.text().to_lowercase().contains(&mark.to_lowercase())).count();
        assert_eq!(count, 1, "request {at}, done {done}: {mark} is there {count} times");
    }
    assert_eq!(stage.attempts().await, 2, "request {at}, done {done}: {}", stage.log());
    true
}

/// Requests of a session that nobody kills.
async fn requests() -> usize {
    let begun = std::time::Instant::now();
    let mut stage = Stage::without_bot().await;
    start(&mut stage, begun).await;
    drive(&stage, &mut [false; 2]).await;
    stage.discord.requests().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_of_a_session_it_loses_no_answer_and_posts_nothing_twice() {
    let requests = requests().await;
    assert!(requests >= 12, "a session has only {requests} requests");
    // Every request in turn; every second of them was done before the kill.
    let mut kills = 0;
    for at in (0..requests).step_by(8) {
        let one = |n| with_a_kill(at + n, (at / 8 + n) % 2 == 0);
        let (a, b, c, d) = tokio::join!(one(0), one(2), one(4), one(6));
        kills += [a, b, c, d].into_iter().filter(|killed| *killed).count();
    }
    assert!(kills > 0);
    report(&format!("kills survived in a session: {kills}, at every second of its {requests} requests, done or undone"));
}
