//! When Discord or the database is slow, or fails.

use loopback_discord::Response;
use serde_json::json;

use super::bot::{Stage, Way};

#[tokio::test(flavor = "multi_thread")]
async fn a_response_whose_answer_was_lost_is_seen_and_counted_once() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    stage.discord.gate().when(|step| step.is_request("POST", "/interactions/*/*/callback")).times(1).lose();
    let verdict = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." })).response().await.message();
    assert!(verdict.text().contains("83 %"), "{}", verdict.text());
    let board = stage.board().await;
    assert!(board.contains("Ada · 83 points · 1 question"), "{board}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_knowing_its_application_it_still_runs() {
    let mut stage = Stage::without_bot().await;
    stage
        .discord
        .gate()
        .when(|step| step.is_request("GET", "/oauth2/applications/@me"))
        .fail(404, json!({ "message": "404: Not Found", "code": 0 }));
    stage.start(Way::Plain).await;
    let card = stage.ada.types_command(&stage.channel, "leaderboard", json!({})).response().await;
    assert!(card.text().contains("Nobody has answered"), "{}", card.text());
    assert!(stage.log().contains("no invite link"), "{}", stage.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_error_is_tried_again() {
    let stage = Stage::new().await;
    stage.discord.gate().when(|step| step.is_request("POST", "/interactions/*/*/callback")).times(2).fail(502, json!({}));
    let opening = stage.ada.types_command(&stage.channel, "interview", json!({})).response().await;
    assert!(opening.text().contains("Your mock interview"), "{}", opening.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_locked_the_first_response_still_comes_in_time() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    let lock = Lock::take(stage.home.path()).await;
    let submit = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." }));
    let acknowledged = submit.acknowledged().await;
    assert!(acknowledged.is_some(), "no first response within three seconds");
    lock.release().await;
    let Response::Updated(verdict) = submit.response().await else { panic!("the card is not put in place") };
    assert!(verdict.text().contains("83 %"), "{}", verdict.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_an_apology_with_a_reference_that_the_log_has_once() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    let secret = "my very own words about birds";
    let lock = Lock::take(stage.home.path()).await;
    // The lock outlasts the database's patience of five seconds.
    let apology = stage.ada.submits(&modal, json!({ "answer": secret }));
    let card = apology.until_followups(1).await.remove(0);
    lock.release().await;
    // The line is written when the interaction is over.
    while !stage.log().contains("an interaction failed") {
        tokio::task::yield_now().await;
    }
    let reference = card.text().split('`').nth(1).expect("a reference").to_owned();
    let log = stage.log();
    assert_eq!(log.matches(&reference).count(), 1, "{log}");
    assert!(!log.contains(secret) && !log.contains(stage.discord.token()), "{log}");
    // Nothing is lost: the modal can be sent again.
    let verdict = stage.ada.forges_submit(&modal, json!({ "answer": "It imitates birds." })).response().await.message();
    assert!(verdict.text().contains("83 %"), "{}", verdict.text());
}

/// A write lock on the bot's SQLite file, held by somebody else.
struct Lock(sqlx::SqliteConnection);

impl Lock {
    async fn take(home: &std::path::Path) -> Self {
        use sqlx::{ConnectOptions, Executor};
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(home.join("bot.db"));
        let mut connection = options.connect().await.unwrap();
        connection.execute("begin immediate").await.unwrap();
        Self(connection)
    }

    async fn release(mut self) {
        use sqlx::Executor;
        self.0.execute("rollback").await.unwrap();
    }
}
