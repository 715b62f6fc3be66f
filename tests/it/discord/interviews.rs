//! What `/interview` has besides questions: time for each, what was missed once more, study cards, `/missed`.

use loopback_discord::Message;
use serde_json::{Value, json};

use super::bot::{Stage, Way};
use super::faults::Lock;

/// 2026-01-01 00:00:00 UTC.
const MIDNIGHT: i64 = 1_767_225_600;
/// All there is to say of a penguin's wings.
const WINGS: &str = "It swims with its flippers, and it is flightless.";
const SONG: &str = "It imitates other birds and it sings at night.";

/// Starts the bot, or starts it again, at so many seconds after midnight, where its clock stands still.
async fn at(stage: &mut Stage, second: i64, running: bool) {
    if running {
        stage.kill().await;
    }
    let mut command = stage.command(Way::Plain);
    command.env("MOCKINGBIRD_TEST_CLOCK", format!("{}@0", MIDNIGHT + second));
    stage.runs_logging(command).await;
}

async fn command(stage: &Stage, name: &str, options: Value) -> Message {
    let card = stage.ada.types_command(&stage.channel, name, options).response().await.message();
    assert!(card.is_ephemeral(), "{}", card.text());
    card
}

async fn pressed(stage: &Stage, card: &Message, button: &str) -> Message {
    stage.ada.presses(card, button).response().await.message()
}

/// A card's words without its bold type.
fn said(card: &Message) -> String {
    card.text().replace("**", "")
}

/// How a deadline stands on a card: Discord shows it in the zone of whoever reads it, and counts it down.
fn until(second: i64) -> String {
    format!("Time until <t:{0}:T> (<t:{0}:R>)", MIDNIGHT + second)
}

/// Plays an interview of two questions to its report, with an answer to each, whichever comes first.
async fn played(stage: &Stage, options: Value, wings: &str, song: &str) -> Message {
    let mut card = stage.first_question(options).await;
    for next in ["Next", "See the report"] {
        let words = if card.text().contains("The penguin") { wings } else { song };
        let verdict = stage.answers(&card, words).await.message();
        card = pressed(stage, &verdict, next).await;
    }
    card
}

async fn interviews(stage: &Stage) -> i64 {
    let pool = sqlx::SqlitePool::connect(&crate::support::bot_database(stage.home.path())).await.unwrap();
    sqlx::query_scalar("select count(*) from interview").fetch_one(&pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_graded_and_marked_late_and_a_restart_moves_no_deadline() {
    let mut stage = Stage::without_bot().await;
    at(&mut stage, 0, false).await;
    let opening = command(&stage, "interview", json!({ "topic": "birds", "questions": 2, "minutes": 2 })).await;
    assert!(opening.text().contains("2 minutes each") && !opening.text().contains("nobody is timing"), "{}", opening.text());
    let question = pressed(&stage, &opening, "Begin").await;
    assert!(question.text().contains(&until(120)), "{}", question.text());

    at(&mut stage, 119, true).await;
    let hinted = pressed(&stage, &question, "Hint (2 left)").await;
    assert!(hinted.text().contains(&until(120)), "a hint and a restart move nothing: {}", hinted.text());
    let offer = command(&stage, "interview", json!({})).await;
    let resumed = pressed(&stage, &offer, "Resume").await;
    assert_eq!(resumed.text(), hinted.text());

    // Just in time, by what the network is allowed.
    at(&mut stage, 124, true).await;
    let answer = |card: &Message| if card.text().contains("The penguin") { WINGS } else { SONG };
    let in_time = stage.answers(&resumed, answer(&resumed)).await.message();
    assert!(in_time.text().contains("100 %") && !in_time.text().contains("came after its time"), "{}", in_time.text());
    let second = pressed(&stage, &in_time, "Next").await;
    assert!(second.text().contains(&until(244)), "its time begins when it is asked: {}", second.text());

    at(&mut stage, 249, true).await;
    let modal = stage.ada.presses(&second, "Answer").response().await.modal();
    let late = stage.ada.submits(&modal, json!({ "answer": answer(&second) })).response().await.message();
    assert!(late.text().contains("100 %") && late.text().contains("It was graded as always: late costs nothing."), "{}", late.text());
    at(&mut stage, 900, true).await;
    let shown = stage.ada.forges_submit(&modal, json!({ "answer": "It swims." })).response().await.message();
    assert!(shown.text().contains("late costs nothing"), "the mark is kept: {}", shown.text());
    let report = pressed(&stage, &shown, "See the report").await;
    let text = report.text();
    assert!(text.matches("**100 %** · late").count() == 1 && text.contains("One answer came after its time. It counts in full"), "{text}");
    assert!(stage.board().await.contains("2 questions"), "it counts on boards: {}", stage.board().await);
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_extended_time_has_more_of_it_in_interviews_too() {
    let mut stage = Stage::without_bot().await;
    at(&mut stage, 0, false).await;
    let settings = command(&stage, "settings me", json!({})).await;
    stage.ada.try_selects(&settings, "1:set:time", &["125"]).unwrap().response().await;
    let opening = command(&stage, "interview", json!({ "topic": "penguin", "minutes": 1 })).await;
    assert!(opening.text().contains("1:15 minutes each"), "{}", opening.text());
    let question = pressed(&stage, &opening, "Begin").await;
    assert!(question.text().contains(&until(75)), "{}", question.text());
    at(&mut stage, 79, true).await;
    let verdict = stage.answers(&question, WINGS).await.message();
    assert!(!verdict.text().contains("came after its time"), "{}", verdict.text());
    // Nobody else has.
    let opening = stage.bob.types_command(&stage.channel, "interview", json!({ "minutes": 1 })).response().await.message();
    assert!(opening.text().contains("one minute each"), "{}", opening.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn again_asks_exactly_what_was_missed_and_a_doubled_press_makes_one_interview() {
    let mut stage = Stage::new().await;
    let report = played(&stage, json!({ "topic": "birds", "minutes": 3 }), "It swims.", SONG).await;
    let [picture] = report.files() else { panic!("{:?}", report.files()) };
    assert!(picture.bytes.starts_with(b"\x89PNG") && picture.name == "picture.png", "{}", picture.name);
    let told = &picture.description;
    assert!(told.contains("The mockingbird 100 %") && told.contains("The penguin 55 %, study next"), "{told}");
    let card = pressed(&stage, &report, "Study card: The penguin").await;
    assert!(card.is_ephemeral() && card.text().contains("A bird that swims instead of flying"), "{}", card.text());
    assert!(stage.ada.looks_at(&report).unwrap().text().contains("Your report"), "the report stays");

    let (again, before) = (report.button("Again: what I missed (1)").unwrap().custom_id.unwrap(), interviews(&stage).await);
    let (one, two) = (stage.ada.forges_press(&report, &again), stage.ada.forges_press(&report, &again));
    let (one, two) = tokio::join!(one.response(), two.response());
    let (one, two) = (one.message(), two.message());
    assert_eq!((one.text(), one.button("Begin")), (two.text(), two.button("Begin")));
    assert!(said(&one).contains("one question · what you missed · 3 minutes each"), "{}", one.text());
    assert_eq!(interviews(&stage).await, before + 1);
    assert!(one.files().is_empty(), "the picture goes with its card");
    let theft = stage.bob.forges_press(&report, &again).response().await.message();
    assert!(theft.is_ephemeral() && theft.text().contains("somebody else"), "{}", theft.text());

    let question = pressed(&stage, &one, "Begin").await;
    assert!(question.text().contains("1 of 1 · The penguin"), "{}", question.text());
    stage.kill().await;
    stage.start(Way::Plain).await;
    let still = stage.ada.forges_press(&report, &again).response().await.message();
    assert_eq!(still.text(), question.text(), "it goes on where it was");
    assert_eq!(interviews(&stage).await, before + 1);
    let verdict = stage.answers(&question, WINGS).await.message();
    let done = pressed(&stage, &verdict, "See the report").await;
    assert!(done.buttons().iter().all(|button| !button.label.starts_with("Again")), "{:?}", done.buttons());
    let nothing = stage.ada.forges_press(&report, &again).response().await.message();
    assert!(nothing.is_ephemeral() && nothing.text().contains("nothing here that you missed"), "{}", nothing.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_comes_late_has_its_picture_too_and_shows_how_one_stands_by_now() {
    let stage = Stage::new().await;
    let before = played(&stage, json!({ "topic": "birds" }), "It swims.", SONG).await;
    let question = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    let verdict = stage.answers(&question, WINGS).await.message();
    let lock = Lock::take(stage.home.path()).await;
    let press = stage.ada.presses(&verdict, "See the report");
    assert!(press.acknowledged().await.is_some());
    lock.release().await;
    let report = press.response().await.message();
    assert!(report.files()[0].description.contains("The penguin 100 %"), "{:?}", report.files());
    assert_ne!(before.files()[0].bytes, report.files()[0].bytes);
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn again_asks_what_was_skipped_too_and_ends_nothing_unasked() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "birds", "questions": 2 })).await;
    let next = pressed(&stage, &question, "Skip").await;
    let words = if next.text().contains("The penguin") { WINGS } else { SONG };
    let verdict = stage.answers(&next, words).await.message();
    let report = pressed(&stage, &verdict, "See the report").await;
    let running = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let offer = pressed(&stage, &report, "Again: what I missed (1)").await;
    assert!(offer.text().contains("You have an interview open"), "{}", offer.text());
    let resumed = pressed(&stage, &offer, "Resume").await;
    assert_eq!(resumed.text(), running.text());
    let id = offer.button("Start over").unwrap().custom_id.unwrap();
    let opening = stage.ada.forges_press(&offer, &id).response().await.message();
    assert!(said(&opening).contains("one question · what you missed"), "{}", opening.text());
    let again = pressed(&stage, &opening, "Begin").await;
    let concept = question.text().replace("1 of 2", "1 of 1");
    assert_eq!(again.text(), concept, "the one that was skipped");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn missed_asks_what_was_missed_at_any_time_and_says_how_much_there_is() {
    let stage = Stage::new().await;
    let nothing = command(&stage, "missed", json!({})).await;
    assert!(nothing.text().contains("nothing here that you missed"), "{}", nothing.text());
    played(&stage, json!({ "topic": "birds" }), "It has feathers.", "It imitates other birds.").await;
    let all = command(&stage, "missed", json!({ "questions": 1 })).await;
    insta::assert_snapshot!("missed", all.text());
    let offer = command(&stage, "missed", json!({ "topic": "penguin", "minutes": 4 })).await;
    let opening = pressed(&stage, &offer, "Start over").await;
    assert!(said(&opening).contains("one question · what you missed · on penguin · 4 minutes each"), "{}", opening.text());
    let question = pressed(&stage, &opening, "Begin").await;
    assert!(question.text().contains("The penguin"), "{}", question.text());
    stage.answers(&question, WINGS).await;
    let left = command(&stage, "missed", json!({ "topic": "penguin" })).await;
    let left = pressed(&stage, &left, "Start over").await;
    assert!(left.is_ephemeral() && left.text().contains("nothing here that you missed"), "{}", left.text());
    stage.is_clean();
}
