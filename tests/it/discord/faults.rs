//! When Discord or the database is slow, or fails.

use std::process::Stdio;
use std::time::{Duration, Instant};

use loopback_discord::{Loopback, RateLimits, Response};
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
async fn an_edit_whose_answer_was_lost_is_made_again_and_nothing_is_doubled() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    let is_edit = |step: &loopback_discord::Step| step.is_request("PATCH", "/webhooks/*/*/messages/@original");
    stage.discord.gate().when(is_edit).times(1).lose();
    let lock = Lock::take(stage.home.path()).await;
    let submit = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." }));
    assert!(submit.acknowledged().await.is_some(), "no first response in time");
    lock.release().await;
    let twice = |discord: &Loopback| {
        discord.requests().iter().filter(|it| it.method == "PATCH" && it.status == Some(200)).count() == 1
            && discord.requests().iter().filter(|it| it.method == "PATCH").count() == 2
    };
    stage.discord.until("a second edit", twice).await.unwrap();
    assert!(stage.board().await.contains("Ada · 83 points · 1 question"));
    let verdict = stage.ada.looks_at(&question).unwrap();
    assert!(verdict.text().contains("83 %") && verdict.button("See the report").is_some(), "{}", verdict.text());
    assert!(submit.followups().is_empty() && stage.attempts().await == 1, "the card is there once, and so is the answer");
    assert_eq!(stage.ada.sees(&stage.channel).iter().filter(|message| message.text().contains("83 %")).count(), 1);
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

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_are_waited_for_by_either_way() {
    for way in [Way::Plain, Way::Tls] {
        for global in [false, true] {
            let mut stage = Stage::without_bot().await;
            stage.start(way).await;
            let limited = json!({ "message": "You are being rate limited.", "retry_after": 0.6, "global": global });
            stage.discord.gate().when(|step| step.is_request("POST", "/interactions/*/*/callback")).times(1).fail(429, limited);
            let begun = Instant::now();
            let opening = stage.ada.types_command(&stage.channel, "interview", json!({})).response().await;
            assert!(opening.text().contains("Your mock interview"), "{}", opening.text());
            assert!(begun.elapsed() >= Duration::from_millis(600), "asked again after {:?}", begun.elapsed());
            stage.is_clean();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_deleted_meanwhile_comes_back_as_a_new_one() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    // Dismissed while the answer is on its way: quick, and so slow that the response was deferred.
    stage.discord.gate().when(|step| step.is_event("INTERACTION_CREATE")).times(1).hold();
    let submit = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." }));
    let held = stage.discord.gate().held().await.unwrap();
    stage.channel.deletes_message(&question);
    held.release();
    let Response::Shown(verdict) = submit.response().await else { panic!("no new card") };
    assert!(verdict.is_ephemeral() && verdict.text().contains("83 %"), "{}", verdict.text());
    let lock = Lock::take(stage.home.path()).await;
    let press = stage.ada.presses(&verdict, "See the report");
    assert!(press.acknowledged().await.is_some());
    stage.channel.deletes_message(&verdict);
    lock.release().await;
    let report = press.until_followups(1).await.remove(0);
    assert!(report.is_ephemeral() && report.text().contains("83 %"), "{}", report.text());
    let gone = stage.discord.take_violations();
    assert!(gone.len() == 2 && gone.iter().all(|it| it.code == 10008), "{gone:?}");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_channel_that_is_gone_nothing_is_lost_and_it_goes_on_in_another() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    stage.discord.gate().when(|step| step.is_event("INTERACTION_CREATE")).times(1).hold();
    let _submit = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." }));
    let held = stage.discord.gate().held().await.unwrap();
    stage.channel.deletes();
    held.release();
    let other = stage.guild.channel("elsewhere");
    let board = async || stage.bob.types_command(&other, "leaderboard", json!({})).response().await.message().text().replace("**", "");
    // The answer may still be on its way when the board is asked for.
    let counted = async { while !board().await.contains("Ada · 83 points") {} };
    tokio::time::timeout(Duration::from_secs(10), counted).await.expect("what was answered counts");
    let opening = stage.ada.types_command(&other, "interview", json!({})).response().await;
    assert!(!opening.is_failed(), "{}", opening.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_permissions_and_with_private_messages_closed_everything_works() {
    let stage = Stage::new().await;
    stage.guild.set_everyone(0).set_bot_permissions(0);
    stage.ada.closes_dms();
    // What a person needs to be there at all, and to use commands: VIEW_CHANNEL and USE_APPLICATION_COMMANDS.
    stage.ada.set_permissions(&stage.guild, 1 << 10 | 1 << 31);
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let verdict = stage.answers(&question, "It imitates birds.").await.message();
    let report = stage.ada.presses(&verdict, "See the report").response().await.message();
    assert!(report.text().contains("83 %"), "{}", report.text());
    assert!(stage.discord.requests().iter().all(|request| request.path != "/users/@me/channels"), "no private message is opened");
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_locked_for_ten_seconds_is_outlived() {
    let stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    let lock = Lock::take(stage.home.path()).await;
    // What can be done twice is tried again; what cannot, a new message whose answer was lost, is not.
    let is_edit = |step: &loopback_discord::Step| step.is_request("PATCH", "/webhooks/*/*/messages/@original");
    stage.discord.gate().when(is_edit).times(1).fail(502, json!({}));
    stage.discord.gate().when(|step| step.is_request("POST", "/webhooks/*/*")).times(1).lose();
    let begun = Instant::now();
    let submit = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." }));
    let command = stage.bob.types_command(&stage.channel, "interview", json!({}));
    assert!(submit.acknowledged().await.is_some() && command.acknowledged().await.is_some(), "no first response in time");
    assert!(command.response().await.text().contains("nothing of yours was counted twice"));
    let apology = submit.until_followups(1).await.remove(0);
    assert!(apology.text().contains("nothing of yours was counted twice"), "{}", apology.text());
    let given_up = async {
        while begun.elapsed() < Duration::from_secs(10) || !stage.log().contains("error=\"the connection failed\"") {
            tokio::task::yield_now().await;
        }
    };
    let given_up = tokio::time::timeout(Duration::from_secs(20), given_up).await;
    assert!(given_up.is_ok(), "a message whose answer was lost is not sent again: {}", stage.log());
    lock.release().await;
    assert_eq!(submit.followups().len(), 1, "an apology is said once");
    let verdict = stage.ada.forges_submit(&modal, json!({ "answer": "It imitates birds." })).response().await.message();
    assert!(verdict.text().contains("83 %"), "{}", verdict.text());
    let board = stage.board().await;
    assert!(board.contains("Ada · 83 points · 1 question"), "{board}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_it_says_so_and_goes_on_when_there_is_room() {
    let mut stage = Stage::new().await;
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    assert!(stage.stop().await.success());
    // No file may grow past 48 kB: what a full disk looks like to the database, whose log of changes comes to more.
    let bot = stage.command(Way::Plain);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 96; exec \"$@\"", "sh"]).arg(bot.get_program()).args(bot.get_args());
    shell.env_clear().envs(bot.get_envs().filter_map(|(key, value)| Some((key, value?))));
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(stage.log_file());
    stage.runs(shell).await;
    let modal = stage.ada.presses(&question, "Answer").response().await.modal();
    let apology = stage.ada.submits(&modal, json!({ "answer": "It imitates birds." })).response().await;
    assert!(apology.text().contains("nothing of yours was counted twice"), "{}", apology.text());
    // The line of the log comes after the response.
    let logged = async {
        while !stage.log().contains("make room on the disk") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), logged).await.expect("the log says what to do");
    stage.kill().await;
    stage.start(Way::Plain).await;
    let verdict = stage.ada.forges_submit(&modal, json!({ "answer": "It imitates birds." })).response().await.message();
    assert!(verdict.text().contains("83 %"), "{}", verdict.text());
    assert_eq!(stage.attempts().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_that_are_over_are_forgotten() {
    let mut stage = Stage::without_bot().await;
    stage.discord.rate_limits(RateLimits::default().common(50, Duration::from_millis(200)));
    std::fs::write(stage.home.path().join("debug.toml"), "[log]\nlevel = \"debug\"\n").unwrap();
    stage.configure("debug.toml");
    let mut bot = stage.command(Way::Tls);
    // A minute passes in a fifth of a second.
    bot.env("MOCKINGBIRD_TEST_CLOCK", "1767225600@300").stdout(Stdio::null()).stderr(stage.log_file());
    stage.runs(bot).await;
    for _ in 0..20 {
        assert!(!stage.bob.types_command(&stage.channel, "leaderboard", json!({})).response().await.is_failed());
    }
    let forgotten = || -> usize {
        let log = stage.log();
        log.lines().filter_map(|line| line.split_once("forgotten=")?.1.trim().parse::<usize>().ok()).sum()
    };
    let all = async {
        while forgotten() < 20 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), all).await.expect("the limits of twenty interactions are forgotten");
    stage.is_clean();
}

/// A write lock on the bot's SQLite file, held by somebody else.
pub(crate) struct Lock(sqlx::SqliteConnection);

impl Lock {
    pub(crate) async fn take(home: &std::path::Path) -> Self {
        use sqlx::{ConnectOptions, Executor};
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(home.join("bot.db"));
        let mut connection = options.connect().await.unwrap();
        connection.execute("begin immediate").await.unwrap();
        Self(connection)
    }

    pub(crate) async fn release(mut self) {
        use sqlx::Executor;
        self.0.execute("rollback").await.unwrap();
    }
}
