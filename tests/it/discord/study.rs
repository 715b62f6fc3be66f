//! `/question`, `/study` and `/topics`.

use loopback_discord::Message;
use serde_json::json;

use super::bot::{Stage, Way};

const RIGHT: &str = "It imitates other birds and it sings at night.";

async fn command(stage: &Stage, name: &str, options: serde_json::Value) -> Message {
    let shown = stage.ada.types_command(&stage.channel, name, options).response().await.message();
    assert!(shown.is_ephemeral(), "{}", shown.text());
    shown
}

async fn pressed(stage: &Stage, card: &Message, button: &str) -> Message {
    stage.ada.presses(card, button).response().await.message()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_comes_at_once_and_an_interview_stays_open_beside_it() {
    let mut stage = Stage::new().await;
    let interview = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    let question = command(&stage, "question", json!({ "topic": "birds", "level": "junior" })).await;
    assert!(question.button("Answer").is_some() && question.button("Skip").is_none(), "{}", question.text());
    let again = command(&stage, "question", json!({ "topic": "birds", "level": "junior" })).await;
    assert_eq!(again.text(), question.text(), "a card that was lost is shown again");
    stage.kill().await;
    stage.start(Way::Plain).await;

    let verdict = stage.answers(&again, RIGHT).await.message();
    assert!(verdict.text().contains("100 %") && verdict.button("See the report").is_none(), "{}", verdict.text());
    let other = pressed(&stage, &verdict, "Another question").await;
    assert!(other.button("Answer").is_some(), "{}", other.text());
    let twice = stage.ada.forges_press(&verdict, &verdict.button("Another question").unwrap().custom_id.unwrap());
    assert_eq!(twice.response().await.message().text(), other.text(), "a second press asks no third question");
    let theft =
        stage.bob.forges_press(&verdict, &verdict.button("Another question").unwrap().custom_id.unwrap()).response().await.message();
    assert!(theft.is_ephemeral() && theft.text().contains("somebody else"), "{}", theft.text());

    assert!(stage.answers(&interview, "It swims.").await.text().contains("55 %"), "the interview is still open");
    assert_eq!(stage.attempts().await, 2);
    assert!(stage.board().await.contains("Ada · 265 points"), "{}", stage.board().await);
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_question_is_another_one_while_there_is_one() {
    let stage = Stage::new().await;
    let mut shown = command(&stage, "question", json!({ "topic": "birds" })).await;
    for _ in 0..4 {
        let next = pressed(&stage, &shown, "Another question").await;
        assert_ne!(next.text(), shown.text());
        shown = next;
    }
    let only = command(&stage, "question", json!({ "topic": "penguin" })).await;
    assert_eq!(pressed(&stage, &only, "Another question").await.text(), only.text());
    let none = command(&stage, "question", json!({ "topic": "@everyone **b**" })).await;
    assert!(none.text().contains("There is no topic “@\u{200B}everyone"), "{}", none.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_study_card_is_leafed_through_and_leads_to_a_question_and_back() {
    let stage = Stage::new().await;
    let card = command(&stage, "study", json!({ "concept": "mockingbird" })).await;
    assert!(card.text().contains("A songbird that imitates") && card.text().contains("https://en.wikipedia.org/wiki/Mockingbird"));
    let used = pressed(&stage, &card, "On: In use").await;
    assert!(used.text().contains("Loud neighbours") && used.text().contains("2 of 2"), "{}", used.text());
    assert_eq!(pressed(&stage, &used, "Back").await.text(), card.text());
    let penguin = pressed(&stage, &used, "Next: The penguin").await;
    assert!(penguin.text().contains("The penguin") && penguin.button("Previous: The mockingbird").is_some(), "{}", penguin.text());

    let back = pressed(&stage, &penguin, "Previous: The mockingbird").await;
    let question = pressed(&stage, &back, "Ask me about it").await;
    assert!(question.text().contains("The mockingbird") && question.button("Another question").is_some(), "{}", question.text());
    let verdict = stage.answers(&question, "It imitates other birds.").await.message();
    let beside = pressed(&stage, &verdict, "Study card").await;
    assert!(beside.is_ephemeral() && beside.text() == card.text(), "{}", beside.text());
    let still = stage.ada.looks_at(&verdict).unwrap();
    assert_eq!(still.text(), verdict.text(), "the verdict stays where it was");

    let several = command(&stage, "study", json!({ "concept": "birds" })).await;
    assert_eq!(pressed(&stage, &several, "The mockingbird").await.text(), card.text());
    let unknown = command(&stage, "study", json!({ "concept": "pengiun" })).await;
    assert!(unknown.text().contains("Did you mean “penguin”?"), "{}", unknown.text());
    let gone = stage.ada.forges_press(&card, "1:study:0:birds/dodo").response().await.message();
    assert!(gone.text().contains("has left the bank"), "{}", gone.text());
    let far = stage.ada.forges_press(&card, "1:study:4000000000:birds/mockingbird").response().await.message();
    assert_eq!(far.text(), used.text(), "the last page");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_a_real_concept_has_its_programs_and_what_they_print() {
    let mut stage = Stage::without_bot().await;
    let command_line = stage.command_over(Way::Plain, None);
    stage.runs(command_line).await;
    let mut card = command(&stage, "study", json!({ "concept": "slots" })).await;
    while let Some(on) = card.buttons().into_iter().map(|button| button.label).find(|label| label.starts_with("On: ")) {
        card = pressed(&stage, &card, &on).await;
    }
    stage.is_clean();
    insta::assert_snapshot!("study", stage.discord.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_topics_say_how_much_of_each_somebody_was_asked() {
    let stage = Stage::new().await;
    let before = command(&stage, "topics", json!({})).await;
    assert!(before.text().contains("0 of 2") && before.text().contains("The penguin: 1 to ask"), "{}", before.text());
    let question = command(&stage, "question", json!({ "topic": "mockingbird/song" })).await;
    stage.answers(&question, RIGHT).await;
    let question = command(&stage, "question", json!({ "topic": "penguin" })).await;
    stage.answers(&question, "It swims.").await;
    let after = command(&stage, "topics", json!({})).await.text().replace("**", "");
    assert!(after.contains("2 of 2 questions asked, 1 of them known"), "{after}");
    assert!(
        after.contains("The mockingbird: 1 of 1 asked, 1 known ▰▰▰▰▰") && after.contains("The penguin: 1 of 1 asked, 0 known"),
        "{after}"
    );
    let bobs = stage.bob.types_command(&stage.channel, "topics", json!({})).response().await.message();
    assert_eq!(bobs.text(), before.text(), "everybody sees their own");
    stage.ada.set_locale("de");
    assert!(command(&stage, "topics", json!({})).await.text().contains("Was es zu fragen gibt"));
    stage.is_clean();
}
