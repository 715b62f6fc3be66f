//! What is offered while somebody types.

use loopback_discord::Choice;
use serde_json::json;

use super::bot::{Stage, Way};

/// Names and values of what is offered.
fn shown(choices: &[Choice]) -> Vec<(&str, &str)> {
    choices.iter().map(|choice| (choice.name.as_str(), choice.value.as_str().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_are_offered_while_they_are_typed_and_can_be_asked_about() {
    let stage = Stage::new().await;
    let Stage { ada, channel, .. } = &stage;
    let typing = async |command: &str, typed: &str| {
        ada.autocompletes(channel, command, json!({ "topic": typed }), "topic").response().await.choices()
    };
    let all = typing("interview", "").await;
    let expected = [
        ("Birds (the whole subject)", "birds"),
        ("The mockingbird", "mockingbird"),
        ("The penguin", "penguin"),
        ("seabirds (tag)", "seabirds"),
        ("songbirds (tag)", "songbirds"),
    ];
    assert_eq!(shown(&all), expected);
    assert_eq!(shown(&typing("interview", "pengiun").await), [("The penguin", "penguin")]);
    assert_eq!(shown(&typing("interview", "sea").await), [("seabirds (tag)", "seabirds")]);
    assert_eq!(shown(&typing("leaderboard", "").await), expected[..3], "there are no boards of tags");
    for (hostile, offered) in [("@everyone", 0), (&"x".repeat(6000), 0), ("```", 5), ("\u{0}\u{202E}", 5), ("%_'\";--", 5)] {
        assert_eq!(typing("interview", hostile).await.len(), offered, "without a letter, nothing is typed: {hostile}");
    }
    ada.set_locale("de");
    assert_eq!(typing("interview", "birds").await[0].name, "Birds (das ganze Fach)");
    for choice in &all {
        let answer = ada.types_command(channel, "interview", json!({ "topic": choice.value })).response().await.message();
        assert!(answer.buttons().len() == 2, "{}: {}", choice.name, answer.text());
    }
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_large_bank_the_25_that_fit_best_are_offered() {
    let mut stage = Stage::without_bot().await;
    let folder = stage.home.path().join("bank");
    let copied = std::process::Command::new("cp").arg("-r").arg(crate::support::bank_folder()).arg(&folder).status().unwrap();
    assert!(copied.success());
    let text = std::fs::read_to_string(folder.join("birds/01-mockingbird.toml")).unwrap();
    for number in 3..60 {
        let id = format!("bird-{number}");
        let text = text.replacen("\"mockingbird\"", &format!("\"{id}\""), 1).replacen("number = 1", &format!("number = {number}"), 1);
        let text = text.replacen("The mockingbird", &format!("Bird {}", "long-winded ".repeat(20)), 1);
        std::fs::write(folder.join(format!("birds/{number}-{id}.toml")), text).unwrap();
    }
    stage.start(Way::Plain).await;
    let Stage { ada, channel, .. } = &stage;
    let found = ada.autocompletes(channel, "interview", json!({ "topic": "bird" }), "topic").response().await.choices();
    assert_eq!(found.len(), 25);
    assert!(found.iter().any(|choice| choice.name.ends_with('…')), "a long title is cut");
    let one = ada.autocompletes(channel, "interview", json!({ "topic": "bird-41" }), "topic").response().await.choices();
    assert_eq!(one[0].value, "bird-41");
    stage.is_clean();
}
