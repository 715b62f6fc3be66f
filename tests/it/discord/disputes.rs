//! Objecting to a verdict.

use serde_json::{Value, json};

use super::bot::{Stage, Way};

/// Reasons that are kept.
async fn reasons(stage: &Stage) -> Vec<String> {
    let pool = sqlx::SqlitePool::connect(&crate::support::bot_database(stage.home.path())).await.unwrap();
    sqlx::query_scalar("select reason from dispute order by created_at, id").fetch_all(&pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_is_objected_to_once_by_whoever_answered_even_across_a_restart() {
    let mut stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let verdict = stage.answers(&question, "It imitates other birds.").await.message();
    let modal = stage.ada.presses(&verdict, "Dispute").response().await.modal();
    stage.kill().await;
    stage.start(Way::Plain).await;
    let Stage { ada, bob, .. } = &stage;
    // Nothing is kept that says nothing.
    let empty = ada.forges_submit(&modal, json!({ "answer": " \u{200B}…\n" })).response().await.message();
    assert!(empty.text().contains("Nothing was kept"), "{}", empty.text());
    let theft = bob.forges_submit(&modal, json!({ "answer": "mine" })).response().await.message();
    assert!(theft.text().contains("somebody else's answer"), "{}", theft.text());
    assert_eq!(reasons(&stage).await, [""; 0]);

    let submits = ada.forges_submit(&modal, json!({ "answer": "I said @everyone\u{0} that\nit `sings` at night." }));
    let stored = submits.response().await.message();
    assert!(stored.is_ephemeral() && stored.text().contains("Your objection is kept"), "{}", stored.text());
    assert!(ada.looks_at(&verdict).unwrap().button("Dispute").is_some(), "the verdict stays");
    submits.deliver_again();
    let other = ada.forges_submit(&modal, json!({ "answer": "something else" })).response().await.message();
    assert!(other.text().contains("You have objected already") && other.text().contains("sings"), "{}", other.text());
    let pressed = ada.presses(&verdict, "Dispute").response().await.message();
    assert!(pressed.text().contains("You have objected already") && !pressed.text().contains("@everyone "), "{}", pressed.text());
    let id = verdict.button("Dispute").unwrap().custom_id.unwrap();
    let theft = bob.forges_press(&verdict, &id).response().await.message();
    assert!(theft.text().contains("somebody else's answer"), "{}", theft.text());
    assert_eq!(reasons(&stage).await, ["I said @everyone␀ that it `sings` at night."]);

    let card = ada.types_command(&stage.channel, "privacy", json!({})).response().await.message();
    let export = ada.presses(&card, "Export").response().await.message();
    let kept: Value = serde_json::from_slice(&export.files()[0].bytes).unwrap();
    assert_eq!(kept["kept"]["disputes"][0]["reason"], "I said @everyone␀ that it `sings` at night.");
    let sure = ada.presses(&card, "Delete").response().await.message();
    let _ = ada.presses(&sure, "Delete everything").response().await.message();
    assert_eq!(reasons(&stage).await, [""; 0]);
    let late = ada.forges_press(&verdict, &id).response().await.message();
    assert!(late.text().contains("no longer there"), "{}", late.text());
    let violations = stage.discord.take_violations();
    assert!(violations.iter().all(|violation| violation.code == 40060), "{violations:#?}");
    assert!(stage.discord.pings().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_is_shown_as_letters_and_fits_whatever_it_holds() {
    let stage = Stage::new().await;
    let Stage { ada, channel, .. } = &stage;
    for reason in ["*a* @here <@1> ```", "# a\n> b", &"🙂a".repeat(500), &"\\`*_".repeat(300).replacen('\\', "a", 1), "a||b||\u{202E}"] {
        ada.reloads();
        let mut opening = ada.types_command(channel, "interview", json!({ "topic": "penguin", "questions": 1 })).response().await.message();
        if opening.button("Start over").is_some() {
            opening = ada.presses(&opening, "Start over").response().await.message();
        }
        let question = ada.presses(&opening, "Begin").response().await.message();
        let verdict = stage.answers(&question, "It swims.").await.message();
        let modal = ada.presses(&verdict, "Dispute").response().await.modal();
        let shown = ada.forges_submit(&modal, json!({ "answer": reason })).response().await.message();
        assert!(shown.text().contains("Your objection is kept"), "{reason}: {}", shown.text());
    }
    assert_eq!(reasons(&stage).await.len(), 5);
    stage.is_clean();
}
