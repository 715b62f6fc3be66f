//! `/progress`: one's own and a member's, the picture and its words, and the notes for Anki.

use loopback_discord::{Loopback, Message, Person};
use serde_json::{Value, json};

use super::bot::{Stage, Way};

const MISSED: &str = "It imitates other birds.";

/// A new private card.
async fn progress(who: &Person, stage: &Stage, options: Value) -> Message {
    let card = who.types_command(&stage.channel, "progress", options).response().await.message();
    assert!(card.is_ephemeral(), "progress is shown to one person: {}", card.text());
    card
}

async fn of_ada(stage: &Stage) -> Message {
    progress(&stage.bob, stage, json!({ "member": stage.ada.id().to_string() })).await
}

/// Ada answers a question in the stage's channel.
async fn answer(stage: &Stage, topic: &str, text: &str) {
    let question = stage.ada.types_command(&stage.channel, "question", json!({ "topic": topic })).response().await.message();
    assert!(stage.answers(&question, text).await.text().contains('%'));
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_progress_is_a_picture_and_the_same_in_words() {
    let stage = Stage::new().await;
    let nothing = progress(&stage.ada, &stage, json!({})).await;
    assert!(nothing.text().contains("Nothing was answered yet") && nothing.files().is_empty(), "{}", nothing.text());
    answer(&stage, "mockingbird", MISSED).await;
    answer(&stage, "penguin", "It swims.").await;
    let card = progress(&stage.ada, &stage, json!({ "member": stage.ada.id().to_string() })).await;
    insta::assert_snapshot!("progress", dateless(&card.text()));
    let [picture] = card.files() else { panic!("one picture: {}", card.text()) };
    assert!(picture.bytes.starts_with(b"\x89PNG\r\n") && picture.media_type == "image/png" && picture.name == "picture.png");
    for words in ["The mockingbird 83 %", "The penguin 55 %", "2 answers"] {
        assert!(picture.description.contains(words), "{}", picture.description);
    }
    for bar in ["The mockingbird: 83 %, 1 of 1 asked", "The penguin: 55 %, 1 of 1 asked"] {
        assert!(card.text().contains(bar), "what the picture shows stands in the words: {}", card.text());
    }
    stage.ada.set_locale("de");
    let german = progress(&stage.ada, &stage, json!({})).await;
    assert!(german.text().contains("Dein Fortschritt") && german.files()[0].description.contains("2 Antworten"), "{}", german.text());
    stage.is_clean();
}

/// The text with every day as the same one.
fn dateless(text: &str) -> String {
    let days = text.split_inclusive(|c: char| !c.is_ascii_digit() && c != '-').map(|part| {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        if digits == 8 && part.matches('-').count() == 2 { format!("2026-01-01{}", &part[10..]) } else { part.to_owned() }
    });
    days.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_member_one_sees_what_boards_of_the_server_show_and_no_more() {
    let stage = Stage::new().await;
    let Stage { ada, bob, guild, channel, .. } = &stage;
    let refused = |card: &Message| card.text().contains("Nothing to see") && card.files().is_empty() && card.buttons().is_empty();
    let unknown = of_ada(&stage).await;
    assert!(refused(&unknown), "{}", unknown.text());
    // What she answers in private is hers.
    let direct = ada.types_command(&ada.dm(), "question", json!({ "topic": "penguin" })).response().await.message();
    assert!(stage.answers(&direct, "It swims.").await.text().contains("55 %"));
    let silent = of_ada(&stage).await;
    assert_eq!(silent.text(), unknown.text());
    answer(&stage, "mockingbird", MISSED).await;
    let shown = of_ada(&stage).await;
    assert!(shown.text().contains("Ada: progress") && shown.text().contains("The mockingbird: 83 %"), "{}", shown.text());
    assert!(!shown.text().contains("penguin") && !shown.files()[0].description.contains("penguin"), "{}", shown.text());
    assert!(!shown.text().contains("review") && !shown.text().contains("mid ·") && shown.buttons().is_empty(), "{}", shown.text());
    insta::assert_snapshot!("progress_member", dateless(&shown.text()));
    // An answer of the same day that counts no more is not told either.
    answer(&stage, "mockingbird", "It imitates other birds and it sings at night.").await;
    assert!(of_ada(&stage).await.text().contains("The mockingbird: 83 %"));

    // Hidden, there is nothing to see, and nothing that says why.
    let settings = ada.types_command(channel, "settings me", json!({})).response().await.message();
    let hidden = ada.presses(&settings, "Hide me on boards").response().await.message();
    let unseen = of_ada(&stage).await;
    assert!(refused(&unseen) && unseen.text() == unknown.text(), "{}", unseen.text());
    assert!(progress(ada, &stage, json!({})).await.text().contains("The penguin: 55 %"), "her own she sees");
    let _ = ada.presses(&hidden, "Show me on boards").response().await;
    assert!(of_ada(&stage).await.text().contains("The mockingbird: 83 %"));

    // Elsewhere, in private, of bots and of strangers there is nothing either.
    let other = stage.discord.guild("Another group");
    let far = other.channel("general");
    for person in [ada, bob] {
        person.joins(&other);
    }
    let ask = async |place, id: u64| bob.types_command(place, "progress", json!({ "member": id.to_string() })).response().await.message();
    let stranger = stage.discord.person("eve");
    stranger.set_global_name("*Eve* @everyone");
    for (card, why) in [
        (ask(&far, ada.id()).await, "keeps them private"),
        (ask(&bob.dm(), ada.id()).await, "In private I show you your own"),
        (ask(channel, stage.discord.application_id()).await, "is a bot"),
        (ask(channel, stranger.id()).await, "\\*Eve\\* @\u{200B}everyone is not in this server"),
    ] {
        assert!(card.is_ephemeral() && refused(&card) && card.text().contains(why), "{why}: {}", card.text());
    }
    ada.leaves(guild);
    let left = of_ada(&stage).await;
    assert!(refused(&left) && left.text().contains("Ada is not in this server"), "{}", left.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_comes_as_a_private_file_that_anki_imports() {
    let mut stage = Stage::new().await;
    answer(&stage, "mockingbird", MISSED).await;
    let card = progress(&stage.ada, &stage, json!({})).await;
    stage.kill().await;
    stage.start(Way::Plain).await;
    let notes = stage.ada.presses(&card, "What I missed, for Anki").response().await.message();
    assert!(notes.is_ephemeral() && notes.text().contains("One note, which only you see"), "{}", notes.text());
    let still = stage.ada.looks_at(&card).unwrap();
    assert_eq!((still.text(), still.files().len()), (card.text(), 1), "the progress stays where it is");
    // So does what is asked again; the two kinds of press do not disturb each other.
    let again = stage.ada.presses(&card, "Practise what I missed").response().await.message();
    assert!(again.is_ephemeral() && again.text().contains("missed") && again.buttons().len() > 1, "{}", again.text());
    assert_eq!(stage.ada.looks_at(&card).unwrap().text(), card.text());
    let file = &notes.files()[0];
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(file.name == "mockingbird-missed.txt" && text.starts_with("#separator:tab\n#html:true\n"), "{}: {text}", file.name);
    assert_eq!(text.lines().filter(|line| line.contains("\tmockingbird birds mockingbird junior")).count(), 1, "{text}");
    // Somebody else's press is about themselves.
    let bobs = stage.bob.forges_press(&card, "1:anki:missed").response().await.message();
    assert!(bobs.text().contains("You have missed nothing") && bobs.files().is_empty(), "{}", bobs.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_whose_response_was_lost_is_there_once_by_either_way() {
    for way in [Way::Plain, Way::Tls] {
        let mut stage = Stage::without_bot().await;
        stage.start(way).await;
        answer(&stage, "mockingbird", MISSED).await;
        stage.discord.gate().when(|step| step.is_request("POST", "/interactions/*/*/callback")).times(1).lose();
        let card = progress(&stage.ada, &stage, json!({})).await;
        // Discord says that it had come, and an edit makes sure of it.
        let edits =
            |discord: &Loopback| discord.requests().iter().any(|it| it.method == "PATCH" && it.path.ends_with("/messages/@original"));
        stage.discord.until("an edit", edits).await.unwrap();
        let card = stage.ada.looks_at(&card).unwrap();
        assert!(card.files().len() == 1 && card.text().contains("The mockingbird: 83 %"), "{}", card.text());
        assert!(card.files()[0].description.contains("The mockingbird 83 %"));
    }
}
