//! What people read is in their language: cards that only they see in their own, cards for everybody in the server's.

use serde_json::json;

use super::bot::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_private_card_is_in_the_persons_language_and_a_public_one_in_the_servers() {
    let stage = Stage::new().await;
    let Stage { ada, guild, channel, .. } = &stage;
    ada.set_locale("de");
    guild.set_locale("en-GB");
    let opening = ada.types_command(channel, "interview", json!({ "topic": "mockingbird", "questions": 1 })).response().await.message();
    assert!(opening.text().contains("eine Frage** · zu mockingbird · jede Stufe"), "{}", opening.text());
    let question = ada.presses(&opening, "Los").response().await.message();
    assert!(question.text().contains("1 von 1"), "{}", question.text());
    let modal = ada.presses(&question, "Antworten").response().await.modal();
    let verdict = ada.submits(&modal, json!({ "answer": "It imitates other birds." })).response().await.message();
    assert!(verdict.text().contains("Fehlt. Hinweis:"), "{}", verdict.text());
    let report = ada.presses(&verdict, "Zum Bericht").response().await.message();
    let shared = ada.presses(&report, "Zusammenfassung teilen").response().await.message();
    assert!(shared.text().contains("Ada held a mock interview"), "{}", shared.text());

    guild.set_locale("de");
    let board = ada.types_command(channel, "leaderboard", json!({})).response().await.message();
    assert!(board.text().contains("Rangliste") && board.text().contains("Punkte · 1 Frage"), "{}", board.text());
    let unknown = ada.types_command(channel, "interview", json!({ "topic": "mockingbrid" })).response().await.message();
    assert!(unknown.text().contains("Meinst du"), "{}", unknown.text());
    ada.set_locale("fr");
    let hidden = ada.types_command(channel, "leaderboard", json!({ "hide": true })).response().await.message();
    assert!(hidden.text().contains("You are hidden"), "a language that the bot does not speak: {}", hidden.text());
    stage.is_clean();
}
