//! `/leaderboard`: leafing, topics, who has left, and a server that removes the bot.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use mockingbird::config::DatabaseUrl;
use mockingbird::store::{Account, Provider, Store};
use serde_json::json;

use super::bot::Stage;
use crate::boards::attempt;
use crate::engines::all_text;
use crate::support::bot_database;

fn url(stage: &Stage) -> DatabaseUrl {
    DatabaseUrl::new(bot_database(stage.home.path()))
}

/// People of the stage's guild who answered long ago: the first one best, the last one gone since.
async fn crowd(stage: &Stage, count: u16) {
    let store = Store::open(&url(stage)).await.unwrap();
    let guild = stage.guild.id().cast_signed();
    let long_ago = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
    for n in 0..count {
        let name = format!("member{n:02}");
        let someone = stage.discord.person(&name);
        if n + 1 < count {
            someone.joins(&stage.guild);
        }
        let account = Account { provider: Provider::Discord, external_id: someone.id().to_string() };
        let person = store.person_or_new(&account, chrono_tz::Tz::UTC, long_ago).await.unwrap();
        store.visit(guild, person.id, &name, long_ago).await.unwrap();
        let mut new = attempt(person.id, "wren/song", long_ago.date_naive(), 9, 1000 - n * 10);
        new.attempt.guild = Some(guild);
        store.record(&[new]).await.unwrap();
    }
    store.close().await;
}

/// Requests that asked for a member.
fn asked(stage: &Stage) -> usize {
    stage.discord.requests().iter().filter(|request| request.path.contains("/members/")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_leafed_through_and_who_has_left_is_found_out_once() {
    let stage = Stage::new().await;
    crowd(&stage, 14).await;
    let Stage { bob, channel, .. } = &stage;
    let first = bob.types_command(channel, "leaderboard", json!({})).response().await.message();
    assert!(first.text().contains("member00") && first.text().contains("page 1 of 2, 14 people"), "{}", first.text());
    assert_eq!(asked(&stage), 10, "those on the page are asked for, and nobody else");
    let second = bob.presses(&first, "On").response().await.message();
    assert!(second.text().contains("` 13.` member12") && !second.text().contains("member13"), "{}", second.text());
    assert!(second.text().contains("page 2 of 2, 13 people"), "{}", second.text());
    assert_eq!(asked(&stage), 14);
    let back = bob.presses(&second, "Back").response().await.message();
    assert!(back.text().contains("member00") && back.text().contains("page 1 of 2"), "{}", back.text());
    let again = bob.presses(&back, "On").response().await.message();
    assert_eq!(again.text(), second.text());
    assert_eq!(asked(&stage), 14, "what was asked today is not asked again");
    let unknown = stage.discord.take_violations();
    assert!(unknown.len() == 1 && unknown[0].code == 10007, "nothing was refused but the question for who has left: {unknown:?}");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_of_a_period_a_topic_and_a_measure() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    stage.answers(&question, "It swims.").await;
    let board = async |options: serde_json::Value| {
        stage.bob.types_command(&stage.channel, "leaderboard", options).response().await.message().text().replace("**", "")
    };
    let week = board(json!({ "period": "week", "topic": "penguin" })).await;
    assert!(week.contains("Leaderboard · The penguin") && week.contains("Ada · 165 points") && week.contains("This week"), "{week}");
    assert!(board(json!({ "topic": "mockingbird" })).await.contains("Nobody has answered such a question"));
    assert!(board(json!({ "by": "average" })).await.contains("Nobody has 5 answers"));
    assert!(board(json!({ "by": "improvement" })).await.contains("This month"));
    let hidden = stage.ada.types_command(&stage.channel, "leaderboard", json!({ "hide": true })).response().await.message();
    assert!(hidden.is_ephemeral() && hidden.text().contains("You are hidden"), "{}", hidden.text());
    assert!(board(json!({})).await.contains("Nobody has answered a question here yet"));
    stage.ada.types_command(&stage.channel, "leaderboard", json!({ "hide": false })).response().await;
    assert!(board(json!({})).await.contains("Ada · 165 points"));
    let slip = board(json!({ "topic": "pengiun" })).await;
    assert!(slip.contains("Did you mean"), "{slip}");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_removes_the_bot_is_noted_and_forgiven_when_it_is_back() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    stage.answers(&question, "It swims.").await;
    let left = "select cast(id as text) from guild where left_at is not null";
    stage.guild.fails();
    stage.guild.removes_bot();
    let noted = async {
        // The log's line comes after the note in the database.
        while all_text(&url(&stage), left).await != [stage.guild.id().to_string()] || !stage.log().contains("removed from a server") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), noted).await.expect("the bot notes it");
    assert_eq!(stage.log().matches("removed from a server").count(), 1, "an outage is no removal");
    stage.guild.adds_bot();
    assert!(stage.board().await.contains("Ada · 165 points"));
    assert!(all_text(&url(&stage), left).await.is_empty());
    stage.is_clean();
}
