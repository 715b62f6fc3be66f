//! What people do, from `/interview` to the board.

use std::process::Stdio;
use std::time::{Duration, Instant};

use loopback_discord::{Loopback, RateLimits};
use serde_json::json;

use super::bot::{Stage, Way, ends};

const RIGHT: &str = "It imitates other birds and it sings at night.";
const HALF: &str = "It imitates other birds.";

/// A whole interview by Ada: a hint, an answer, a follow-up, the model answer, a skip, the report, the summary.
pub(super) async fn whole_interview(stage: &Stage) {
    let Stage { ada, bob, channel, .. } = stage;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    assert!(question.text().contains("1 of 1 · The mockingbird") && question.text().contains("junior"), "{}", question.text());
    let hinted = ada.presses(&question, "Hint (2 left)").response().await.message();
    assert!(hinted.text().contains("Whose songs does it sing?"), "{}", hinted.text());
    let verdict = stage.answers(&hinted, "At night it sings in the dark.").await.message();
    let text = verdict.text();
    assert!(text.contains("27 %") && text.contains("“sings in the dark”") && text.contains("Missed. Hint: Whose songs"), "{text}");

    let modal = ada.presses(&verdict, "Follow-up").response().await.modal();
    let followed = ada.submits(&modal, json!({ "answer": "From other birds around it." })).response().await.message();
    assert!(followed.text().contains("follow-up, +41 %") && followed.text().contains("69 %"), "{}", followed.text());
    assert!(followed.button("Follow-up").is_none());
    let ideal = ada.presses(&followed, "Model answer").response().await.message();
    assert!(ideal.is_ephemeral() && ideal.text().contains("It imitates the songs of other birds"), "{}", ideal.text());

    let report = ada.presses(&followed, "See the report").response().await.message();
    assert!(report.text().contains("1 of 1 answered") && report.text().contains("The mockingbird"), "{}", report.text());
    assert!(bob.last_card(channel).is_none(), "Bob sees none of it");
    let shared = ada.presses(&report, "Share the summary").response().await.message();
    assert!(!shared.is_ephemeral() && shared.text().contains("Ada held a mock interview"), "{}", shared.text());
    assert!(!shared.text().contains("dark"), "an answer is never shared");
    let again = ada.presses(&report, "Share the summary").response().await.message();
    assert!(again.is_ephemeral() && again.text().contains("shared this report already"), "{}", again.text());

    let board = stage.board().await;
    assert!(board.contains("Ada · 59 points"), "{board}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_interview_by_the_plain_way() {
    let stage = Stage::new().await;
    whole_interview(&stage).await;
    stage.is_clean();
    let transcript = stage.discord.transcript();
    insta::assert_snapshot!("chat", transcript);
    assert!(std::env::var_os("DISCORD_OPENAPI").is_none() || stage.discord.validated() > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_interview_by_the_way_of_production_with_real_rate_limits() {
    let mut stage = Stage::without_bot().await;
    stage.discord.rate_limits(RateLimits::real());
    stage.start(Way::Tls).await;
    whole_interview(&stage).await;
    stage.is_clean();
    assert_eq!(stage.discord.too_many_requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_at_once_do_not_meet() {
    let stage = Stage::new().await;
    let Stage { ada, bob, channel, .. } = &stage;
    let mine = stage.first_question(json!({ "topic": "mockingbird" })).await;
    let opening = bob.types_command(channel, "interview", json!({ "topic": "penguin" })).response().await.message();
    let his = bob.presses(&opening, "Begin").response().await.message();
    let (ada_modal, bob_modal) = (ada.presses(&mine, "Answer"), bob.presses(&his, "Answer"));
    let (ada_modal, bob_modal) = (ada_modal.response().await.modal(), bob_modal.response().await.modal());
    let (a, b) = (ada.submits(&ada_modal, json!({ "answer": RIGHT })), bob.submits(&bob_modal, json!({ "answer": "It swims." })));
    let (a, b) = tokio::join!(a.response(), b.response());
    assert!(a.message().text().contains("100 %") && b.message().text().contains("55 %"));
    let board = stage.board().await;
    assert!(board.contains("1.") && board.contains("Bob · 165 points") && board.contains("Ada · 100 points"), "{board}");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_pressed_twice_late_or_by_somebody_else_counts_once() {
    let stage = Stage::new().await;
    let Stage { ada, bob, .. } = &stage;
    let question = stage.first_question(json!({ "questions": 2, "topic": "birds" })).await;
    let modal = ada.presses(&question, "Answer").response().await.modal();
    let first = ada.submits(&modal, json!({ "answer": "It swims and sings at night." }));
    let verdict = first.response().await.message();
    // The same interaction once more, and the same modal from another device.
    first.deliver_again();
    let again = ada.forges_submit(&modal, json!({ "answer": RIGHT })).response().await.message();
    assert!(again.text().contains("the first answer counts") && again.button("Next").is_some(), "{}", again.text());
    // A button of a card of before.
    let id = question.button("Skip").unwrap().custom_id.unwrap();
    let late = ada.forges_press(&question, &id).response().await.message();
    assert!(late.text().contains("answered this question already"), "{}", late.text());
    let theft = bob.forges_press(&question, &id).response().await.message();
    assert!(theft.is_ephemeral() && theft.text().contains("somebody else"), "{}", theft.text());
    let old = ada.forges_press(&verdict, "0:of:another:version").response().await.message();
    assert!(old.is_ephemeral() && old.text().contains("another version"), "{}", old.text());

    let next = ada.presses(&late, "Next").response().await.message();
    let id = late.button("Next").unwrap().custom_id.unwrap();
    let twice = ada.forges_press(&late, &id).response().await.message();
    assert!(twice.text().contains("gone on to the next question") && twice.button("Answer").is_some(), "{}", twice.text());
    let report = ada.presses(&next, "End").response().await.message();
    assert!(report.text().contains("1 of 1 answered"), "{}", report.text());
    let dead = ada.forges_press(&next, &id).response().await.message();
    assert!(dead.text().contains("This interview is over"), "{}", dead.text());
    let violations = stage.discord.take_violations();
    assert!(violations.iter().all(|violation| violation.code == 40060), "{violations:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_vanished_is_resumed_or_begun_anew() {
    let stage = Stage::new().await;
    let Stage { ada, channel, .. } = &stage;
    let question = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    ada.reloads();
    let offer = ada.types_command(channel, "interview", json!({ "topic": "mockingbird" })).response().await.message();
    assert!(offer.text().contains("You have an interview open"), "{}", offer.text());
    let resumed = ada.presses(&offer, "Resume").response().await.message();
    assert_eq!(resumed.text(), question.text());
    let offer = ada.types_command(channel, "interview", json!({ "topic": "mockingbird" })).response().await.message();
    let opening = ada.presses(&offer, "Start over").response().await.message();
    let begun = ada.presses(&opening, "Begin").response().await.message();
    assert!(begun.text().contains("The mockingbird"), "{}", begun.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_whose_question_left_the_bank_is_replaced_and_said_so() {
    let mut stage = Stage::without_bot().await;
    let copy = stage.home.path().join("bank/birds");
    std::fs::create_dir_all(&copy).unwrap();
    for name in ["subject.toml", "01-mockingbird.toml", "02-penguin.toml"] {
        let text = std::fs::read_to_string(crate::support::bank_folder().join("birds").join(name)).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("see_also")).collect();
        std::fs::write(copy.join(name), lines.join("\n")).unwrap();
    }
    stage.start(Way::Plain).await;
    let question = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    stage.kill().await;
    std::fs::remove_file(copy.join("02-penguin.toml")).unwrap();
    stage.start(Way::Plain).await;
    let replaced = stage.answers(&question, "It swims.").await.message();
    assert!(replaced.text().contains("has left the bank") && replaced.text().contains("The mockingbird"), "{}", replaced.text());
    let verdict = stage.answers(&replaced, RIGHT).await.message();
    assert!(verdict.text().contains("100 %"), "{}", verdict.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_private_messages_nothing_reaches_a_board() {
    let stage = Stage::new().await;
    let Stage { ada, discord, .. } = &stage;
    ada.installs_app();
    let dm = ada.dm();
    let opening = ada.types_command(&dm, "interview", json!({ "topic": "mockingbird", "questions": 1 })).response().await.message();
    let question = ada.presses(&opening, "Begin").response().await.message();
    let verdict = stage.answers(&question, RIGHT).await.message();
    let report = ada.presses(&verdict, "See the report").response().await.message();
    assert!(report.button("Share the summary").is_none(), "{}", report.text());
    let elsewhere = discord.guild_without_bot("Elsewhere");
    let hall = elsewhere.channel("hall");
    ada.joins(&elsewhere);
    let opening = ada.types_command(&hall, "interview", json!({ "topic": "penguin", "questions": 1 })).response().await.message();
    let question = ada.presses(&opening, "Begin").response().await.message();
    assert!(stage.answers(&question, "It swims.").await.text().contains("55 %"));
    let board = stage.board().await;
    assert!(board.contains("Nobody has answered a question here yet"), "{board}");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_topic_gets_the_nearest_and_a_half_answer_a_kind_word() {
    let stage = Stage::new().await;
    let reply = stage.ada.types_command(&stage.channel, "interview", json!({ "topic": "pengiun" })).response().await.message();
    assert!(reply.is_ephemeral() && reply.text().contains("Did you mean"), "{}", reply.text());
    let question = stage.first_question(json!({ "topic": "mockingbird" })).await;
    let verdict = stage.answers(&question, HALF).await.message();
    assert!(verdict.text().contains("83 %") && verdict.text().contains("strong"), "{}", verdict.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_only_when_they_differ() {
    let mut stage = Stage::new().await;
    let puts = |discord: &Loopback| {
        discord.requests().iter().filter(|request| request.method == "PUT" && request.path.contains("commands")).count()
    };
    assert_eq!(puts(&stage.discord), 1);
    stage.kill().await;
    stage.start(Way::Plain).await;
    stage.first_question(json!({})).await;
    assert_eq!(puts(&stage.discord), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_stops_soon_and_says_so() {
    let mut stage = Stage::new().await;
    stage.first_question(json!({})).await;
    let begun = Instant::now();
    let status = stage.stop().await;
    assert!(status.success() && begun.elapsed() < Duration::from_secs(5), "{status} after {:?}\n{}", begun.elapsed(), stage.log());
    assert!(stage.log().contains("stopped"), "{}", stage.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_is_one_clear_sentence_and_an_exit_code_of_its_own() {
    let stage = Stage::without_bot().await;
    let mut command = stage.command(Way::Plain);
    command.env("DISCORD_TOKEN", "not.the.token");
    let ended = ends(command).await;
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.contains("Discord does not accept the token") && !said.contains("not.the.token"), "{said}");
    let mut command = stage.command(Way::Plain);
    command.env_remove("DISCORD_TOKEN");
    let ended = ends(command).await;
    assert!(ended.status.code() == Some(2) && String::from_utf8_lossy(&ended.stderr).contains("set DISCORD_TOKEN"));
    let mut command = stage.command(Way::Plain);
    command.env("DISCORD_API_URL", "http://127.0.0.1:9");
    assert_eq!(ends(command).await.status.code(), Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_one_bot_by_its_shards() {
    let discord = Loopback::builder().shards(2, 2).identify_pause(Duration::ZERO).start().await;
    let mut stage = Stage::on(discord);
    let mut other = stage.command(Way::Plain);
    for (shards, file) in [("0-0/2", "first.toml"), ("1/2", "second.toml")] {
        std::fs::write(stage.home.path().join(file), format!("[discord]\nshards = \"{shards}\"\n")).unwrap();
    }
    other.env("MOCKINGBIRD_CONFIG", stage.home.path().join("second.toml")).stdout(Stdio::null()).stderr(Stdio::null());
    stage.configure("first.toml");
    stage.start(Way::Plain).await;
    let mut other = other.spawn().unwrap();
    stage.discord.gateway().until_connected(2).await.unwrap();
    // Enough guilds that both shards have some.
    for _ in 0..4 {
        let guild = stage.discord.guild("Another group");
        let channel = guild.channel("general");
        stage.ada.joins(&guild);
        let card = stage.ada.types_command(&channel, "leaderboard", json!({})).response().await;
        assert!(card.text().contains("Nobody has answered"), "{}", card.text());
    }
    other.kill().unwrap();
    other.wait().unwrap();
    stage.is_clean();
}
