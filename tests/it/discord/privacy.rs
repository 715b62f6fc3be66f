//! `/privacy`: a copy of everything, and being forgotten.

use serde_json::{Value, json};

use super::bot::{Stage, Way};

async fn people(stage: &Stage) -> i64 {
    let pool = sqlx::SqlitePool::connect(&crate::support::bot_database(stage.home.path())).await.unwrap();
    sqlx::query_scalar("select count(*) from person").fetch_one(&pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_person_comes_as_a_private_file_and_goes_when_they_say_so_twice() {
    let mut stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let _ = stage.answers(&question, "It imitates \"other\" birds. @everyone\u{0}").await.message();
    let Stage { ada, bob, channel, .. } = &stage;
    let card = ada.types_command(channel, "privacy", json!({})).response().await.message();
    assert!(card.is_ephemeral());
    insta::assert_snapshot!("privacy", card.text());

    let export = ada.presses(&card, "Export").response().await.message();
    assert!(export.is_ephemeral() && ada.looks_at(&card).unwrap().button("Delete").is_some(), "the card stays");
    let file = &export.files()[0];
    assert_eq!((file.name.as_str(), export.files().len()), ("mockingbird-export.json", 1));
    let kept: Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(kept["kept"]["attempts"][0]["answer"], "It imitates \"other\" birds. @everyone\u{0}");
    assert_eq!(kept["kept"]["accounts"][0]["id"], ada.id().to_string());
    assert_eq!(kept["kept"]["person"]["extended_time_percent"], 100);

    let sure = ada.presses(&card, "Delete").response().await.message();
    assert!(sure.text().contains("no way back") && sure.text().contains("Backups"), "{}", sure.text());
    let kept = ada.presses(&sure, "Keep it").response().await.message();
    assert!(kept.button("Delete").is_some() && stage.attempts().await == 1);
    let sure = ada.presses(&kept, "Delete").response().await.message();
    // Somebody else's press deletes neither of them.
    assert!(!bob.types_command(channel, "settings me", json!({})).response().await.is_failed());
    let yes = sure.button("Delete everything").unwrap();
    assert_eq!(yes.style, 4, "what cannot be undone looks like it");
    let theft = bob.forges_press(&sure, &yes.custom_id.unwrap()).response().await.message();
    assert!(theft.is_ephemeral() && theft.text().contains("somebody else"), "{}", theft.text());
    assert_eq!((people(&stage).await, stage.attempts().await), (2, 1));

    stage.kill().await;
    stage.start(Way::Plain).await;
    let Stage { ada, channel, .. } = &stage;
    let gone = ada.presses(&sure, "Delete everything").response().await.message();
    assert!(gone.text().contains("You are deleted") && gone.buttons().is_empty(), "{}", gone.text());
    assert_eq!((people(&stage).await, stage.attempts().await), (1, 0));
    let files = std::fs::read_dir(stage.home.path()).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("bot.db")) {
        let bytes = std::fs::read(&path).unwrap();
        let id = ada.id().to_string();
        assert!(!bytes.windows(id.len()).any(|part| part == id.as_bytes()), "{} still knows her", path.display());
    }
    // What she pressed before leads nowhere, and asking makes nobody new.
    let card = ada.types_command(channel, "privacy", json!({})).response().await.message();
    let nothing = ada.presses(&card, "Export").response().await.message();
    assert!(nothing.text().contains("I keep nothing about you") && nothing.files().is_empty(), "{}", nothing.text());
    let sure = ada.presses(&card, "Delete").response().await.message();
    let again = ada.presses(&sure, "Delete everything").response().await.message();
    assert!(again.text().contains("I keep nothing about you"), "{}", again.text());
    let board = stage.board().await;
    assert!(board.contains("Nobody has answered"), "{board}");
    assert_eq!(people(&stage).await, 1, "Bob alone");
    stage.is_clean();
}
