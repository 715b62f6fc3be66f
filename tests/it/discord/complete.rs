//! What is offered while somebody types.

use loopback_discord::Choice;
use loopback_discord::permissions::ADMINISTRATOR;
use serde_json::{Value, json};

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

/// The options of a command and of its subcommands, each with the words that lead to it.
fn options(path: &str, of: &Value, found: &mut Vec<(String, Value)>) {
    for option in of["options"].as_array().into_iter().flatten() {
        if matches!(option["type"].as_u64(), Some(1 | 2)) {
            options(&format!("{path} {}", option["name"].as_str().unwrap()), option, found);
        } else {
            found.push((path.to_owned(), option.clone()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_that_takes_a_topic_a_concept_or_a_zone_offers_what_a_slip_meant() {
    let stage = Stage::new().await;
    let Stage { ada, channel, guild, .. } = &stage;
    ada.set_permissions(guild, ADMINISTRATOR);
    let mut found = Vec::new();
    for command in stage.discord.commands(None) {
        options(command["name"].as_str().unwrap(), &command, &mut found);
    }
    let mut offered = Vec::new();
    for (path, option) in &found {
        let name = option["name"].as_str().unwrap();
        let (typed, meant) = match name {
            "topic" | "concept" => ("pengiun", "penguin"),
            "timezone" => ("berlni", "Europe/Berlin"),
            _ => {
                assert!(option["autocomplete"] != true, "/{path} {name} offers what no test looks at");
                continue;
            }
        };
        assert_eq!(option["autocomplete"], true, "/{path} {name} offers nothing");
        let choices = ada.autocompletes(channel, path, json!({ name: typed }), name).response().await.choices();
        assert!(choices.len() <= 25 && choices[0].value == meant, "/{path} {name}: {choices:?}");
        offered.push(format!("{path} {name}"));
    }
    offered.sort();
    let expected = [
        "daily setup timezone",
        "daily setup topic",
        "interview topic",
        "leaderboard topic",
        "missed topic",
        "question topic",
        "session start topic",
        "settings me timezone",
        "settings server timezone",
        "study concept",
    ];
    assert_eq!(offered, expected);
    stage.is_clean();
}
