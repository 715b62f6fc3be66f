//! The milestones of streaks, by the real binary: each comes with the next private verdict, of whatever kind, and once.

use loopback_discord::permissions::MANAGE_GUILD;
use loopback_discord::{Message, Person};
use mockingbird::app::App;
use mockingbird::store::{Account, Attempt, NewAttempt, Provider};
use serde_json::json;

use super::bot::Stage;
use super::dailies::{at, daily, database, posts, until_posted};
use super::sessions::card_in;
use crate::boards::attempt;
use crate::daily::app_at;

const SWIMS: &str = "It swims with its wings.";
const THREE: &str = "🎉 Three days with an answer.";

/// Answers on the two days before, in private.
async fn two_days(app: &App, who: &Person) {
    let account = Account { provider: Provider::Discord, external_id: who.id().to_string() };
    let person = app.person(&account, chrono_tz::Tz::UTC).await.unwrap();
    for day in ["2026-01-05", "2026-01-06"] {
        let NewAttempt { attempt, answer } = attempt(person.id, "wren/song", day.parse().unwrap(), 12, 500);
        let attempt = Attempt { guild: None, installed: false, guild_day: None, ..attempt };
        app.store.record(&[NewAttempt { attempt, answer }]).await.unwrap();
    }
}

/// What comes of an answer to a question that is on a card.
async fn verdict(who: &Person, question: &Message) -> String {
    let modal = who.presses(question, "Answer").response().await.modal();
    let verdict = who.submits(&modal, json!({ "answer": SWIMS })).response().await.message();
    assert!(verdict.is_ephemeral(), "{}", verdict.text());
    verdict.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_milestone_comes_with_the_next_private_verdict_of_any_kind_and_once() {
    let mut stage = Stage::without_bot().await;
    let people = ["cy", "dee"].map(|name| stage.discord.person(name));
    for person in &people {
        person.joins(&stage.guild);
    }
    let [cy, dee] = &people;
    let (ada, bob) = (stage.ada.clone(), stage.bob.clone());
    ada.set_permissions(&stage.guild, MANAGE_GUILD);
    let app = app_at(&database(&stage), "2026-01-06T12:00:00Z").await;
    for who in [&ada, &bob, cy, dee] {
        two_days(&app, who).await;
    }
    app.store.close().await;
    let command = at(&stage, "2026-01-07T12:00:00Z", 1);
    stage.runs(command).await;

    // A question by itself; then another one, after a restart.
    let ask = async |stage: &Stage, who: &Person, topic: &str| {
        let question = who.types_command(&stage.channel, "question", json!({ "topic": topic })).response().await.message();
        verdict(who, &question).await
    };
    let first = ask(&stage, &ada, "penguin").await;
    assert!(first.contains(THREE), "{first}");
    stage.kill().await;
    let command = at(&stage, "2026-01-07T13:00:00Z", 1);
    stage.runs(command).await;
    let again = ask(&stage, &ada, "mockingbird").await;
    assert!(!again.contains('🎉'), "{again}");

    // An interview.
    let opening = cy.types_command(&stage.channel, "interview", json!({ "topic": "birds", "questions": 2 })).response().await.message();
    let question = cy.presses(&opening, "Begin").response().await.message();
    let first = verdict(cy, &question).await;
    assert!(first.contains(THREE), "{first}");

    // The daily question.
    let setup = json!({ "channel": stage.channel.id().to_string(), "time": "9:00", "timezone": "UTC" });
    daily(&stage, "setup", setup).await;
    daily(&stage, "now", json!({})).await;
    until_posted(&stage, &database(&stage), 1).await;
    let post = posts(&stage, &stage.channel).remove(0);
    let first = verdict(dee, &post).await;
    assert!(first.contains(THREE) && first.contains("This answer counts for today"), "{first}");
    let practice = verdict(dee, &post).await;
    assert!(!practice.contains('🎉') && practice.contains("practice"), "{practice}");

    // A session tells nobody before it is revealed, and then each by themselves.
    let panel = ada.types_command(&stage.channel, "session start", json!({ "topic": "birds", "questions": 1 })).response().await.message();
    let lobby = card_in(&stage, &stage.channel, "a lobby", |card| card.button("Join").is_some()).await;
    bob.presses(&lobby, "Join").response().await;
    ada.presses(&panel, "Start").response().await;
    let question = card_in(&stage, &stage.channel, "a question", |card| card.button("Answer").is_some() && card.id() > lobby.id()).await;
    for who in [&ada, &bob] {
        let received = verdict(who, &question).await;
        assert!(received.contains("Received") && !received.contains('🎉'), "{received}");
    }
    let reveal = card_in(&stage, &stage.channel, "a reveal", |card| card.button("My verdict").is_some()).await;
    let mut own = Vec::new();
    for who in [&bob, &bob, &ada] {
        own.push(who.presses(&reveal, "My verdict").response().await.message().text());
    }
    assert!(own[0].contains(THREE) && own[1..].iter().all(|text| !text.contains('🎉')), "{own:#?}");
    stage.is_clean();
}
