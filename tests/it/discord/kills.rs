//! SIGKILL between any two steps: at every request and every event, done or undone.

use loopback_discord::{Held, Message, Response, Step};
use serde_json::json;

use super::bot::{Stage, Way};
use crate::support::report;

const RIGHT: &str = "It imitates other birds and it sings at night.";

/// Drives an interview from wherever it stands to its end, by what the latest card offers. Steps that fail are tried
/// again by `/interview` and *Resume*, as a person would.
async fn drive(stage: &Stage, mut card: Option<Message>) -> Message {
    for _ in 0..30 {
        let Some(shown) = card.take() else {
            let response =
                stage.ada.types_command(&stage.channel, "interview", json!({ "topic": "mockingbird", "questions": 1 })).response().await;
            card = shown_by(response);
            continue;
        };
        let has = |label: &str| shown.button(label).is_some();
        if has("Answer") {
            card = match stage.ada.presses(&shown, "Answer").response().await {
                Response::Modal(modal) => shown_by(stage.ada.submits(&modal, json!({ "answer": RIGHT })).response().await),
                _ => None,
            };
            continue;
        }
        let Some(label) = ["Begin", "Resume", "See the report", "Next"].into_iter().find(|label| has(label)) else { return shown };
        card = shown_by(stage.ada.presses(&shown, label).response().await);
    }
    panic!("the interview does not end");
}

fn shown_by(response: Response) -> Option<Message> {
    match response {
        Response::Shown(message) | Response::Updated(message) => Some(message),
        _ => None,
    }
}

/// Kills the bot while a step is held; the step is done before, or never.
async fn kill_and_restart(stage: &mut Stage, held: Held, done: bool) {
    if done {
        held.perform().await;
    }
    stage.kill().await;
    held.lose();
    stage.start(Way::Plain).await;
}

/// One interview with a kill at step `at`, which is done or undone before. `false` when there were fewer steps.
async fn with_a_kill(at: usize, done: bool) -> bool {
    let mut stage = Stage::new().await;
    let is_ours = |step: &Step| step.is_event("INTERACTION_CREATE") || step.is_any_request();
    let rule = stage.discord.gate().when(is_ours).skipping(at).times(1).hold();
    let finished = {
        let driving = drive(&stage, None);
        tokio::pin!(driving);
        let gate = stage.discord.gate();
        tokio::select! {
            card = &mut driving => Some((Some(card), None)),
            held = gate.held() => Some((None, Some(held.unwrap()))),
        }
    };
    let (card, held) = finished.unwrap();
    let Some(held) = held else {
        assert!(rule.seen() <= at, "step {at} was seen and not held");
        assert!(card.is_some());
        return false;
    };
    kill_and_restart(&mut stage, held, done).await;
    let report = drive(&stage, stage.ada.last_card(&stage.channel).filter(|card| !card.buttons().is_empty())).await;
    assert!(report.text().contains("100 %") || report.text().contains("Until next time"), "step {at}, done {done}: {}", report.text());
    let board = stage.board().await;
    assert!(board.contains("Ada · 100 points · 1 question"), "step {at}, done {done}: {board}");
    assert_eq!(stage.attempts().await, 1, "step {at}, done {done}");
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_any_two_steps_it_asks_and_counts_nothing_twice() {
    let mut kills = 0;
    for done in [false, true] {
        let mut at = 0;
        while with_a_kill(at, done).await {
            at += 1;
            kills += 1;
        }
        assert!(at >= 10, "an interview has only {at} steps");
    }
    report(&format!("kills survived in an interview: {kills}, at every event and request of it, each done and undone"));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_of_its_start_it_starts_all_the_same() {
    let mut kills = 0;
    for done in [false, true] {
        for at in 0.. {
            let mut stage = Stage::without_bot().await;
            stage.discord.gate().when(Step::is_any_request).skipping(at).times(1).hold();
            stage.spawn();
            let gate = stage.discord.gate();
            let held = tokio::select! {
                held = gate.held() => Some(held.unwrap()),
                // Past its last request: the commands are there and the bot listens.
                () = started(&stage) => None,
            };
            let Some(held) = held else { break };
            kill_and_restart(&mut stage, held, done).await;
            assert!(stage.first_question(json!({})).await.button("Answer").is_some());
            kills += 1;
        }
    }
    assert!(kills >= 8, "a start has more requests than {}", kills / 2);
    report(&format!("kills survived at the start: {kills}, at every request of it, each done and undone"));
}

/// The bot has connected and registered its commands.
async fn started(stage: &Stage) {
    stage.discord.until_command("interview").await.unwrap();
    stage.discord.gateway().until_connected(1).await.unwrap();
}
