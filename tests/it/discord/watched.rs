//! What the bot tells of itself: its log, its figures, its health; and how it slows down who floods it.

use std::collections::HashSet;
use std::time::Duration;

use loopback_discord::Turnstile;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bot::{Stage, Way};
use super::flows::whole_interview;

impl Stage {
    /// A stage whose bot writes JSON logs, tells of itself, and limits nobody.
    async fn watched() -> Self {
        let mut stage = Self::without_bot().await;
        stage.writes("watched.toml", "[log]\nformat = 'json'\n[metrics]\naddress = '127.0.0.1:0'\n[limits]\npresses_a_minute = 0\n");
        stage.start(Way::Plain).await;
        stage
    }

    fn writes(&mut self, file: &'static str, config: &str) {
        std::fs::write(self.home.path().join(file), config).unwrap();
        self.configure(file);
    }

    /// The lines of a JSON log: what stands in them, with their level.
    fn lines(&self) -> Vec<Value> {
        let parsed = self.log();
        let lines = parsed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("no JSON: {line}")));
        lines
            .map(|mut line| {
                line["fields"]["level"] = line["level"].take();
                line["fields"].take()
            })
            .collect()
    }

    /// The lines that are about an interaction.
    fn interactions(&self) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["kind"].is_string()).collect()
    }

    /// What is served at a path.
    async fn asks(&self, path: &str) -> (StatusCode, String, String) {
        let address = self.lines().into_iter().find_map(|line| Some(line["address"].as_str()?.to_owned())).expect("an address");
        let answer = reqwest::get(format!("http://{address}{path}")).await.unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (answer.status(), kind, answer.text().await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_is_one_line_of_the_log_without_a_word_of_the_person() {
    let mut stage = Stage::watched().await;
    whole_interview(&stage).await;
    let said = |text: &str| text.to_owned();
    let mut secrets =
        vec![said("sings"), said("birds"), said("dark"), said("imitates"), said("Ada"), said("ada"), said("Bob"), said("bob")];
    let question = stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;
    let forged = stage.ada.forges_press(&question, "my:own:words");
    secrets.extend([
        forged.token(),
        said("my:own"),
        stage.discord.token().to_owned(),
        stage.ada.id().to_string(),
        stage.guild.id().to_string(),
    ]);
    assert!(forged.response().await.text().contains("another version"));
    let status = stage.stop().await;
    assert!(status.success());

    let lines = stage.interactions();
    let told: Vec<String> =
        lines.iter().map(|line| format!("{} {} {}", text(&line["kind"]), text(&line["name"]), text(&line["outcome"]))).collect();
    let expected = [
        "command interview answered",
        "press resume answered",
        "press hint answered",
        "press answer answered",
        "modal submit answered",
        "press follow answered",
        "modal followed answered",
        "press model answered",
        "press next answered",
        "press share answered",
        "press share answered",
        "command leaderboard answered",
        "command interview answered",
        "press resume answered",
        "press unknown answered",
    ];
    assert_eq!(told, expected);
    for line in &lines {
        let (first, all) = (line["first_ms"].as_f64().unwrap(), line["ms"].as_f64().unwrap());
        assert!(0.0 < first && first <= all && all < 10_000.0, "{line}");
        assert_eq!(line["guild"], true, "{line}");
        assert_eq!(line["level"], "INFO", "{line}");
    }
    let log = stage.log();
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret:?} stands in\n{log}");
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_and_health_are_served_as_prometheus_and_probes_read_them() {
    let mut stage = Stage::watched().await;
    whole_interview(&stage).await;
    stage.discord.gate().when(|step| step.is_request("POST", "/interactions/*/*/callback")).times(1).fail(502, json!({}));
    stage.first_question(json!({ "topic": "penguin", "questions": 1 })).await;

    let (status, kind, figures) = stage.asks("/metrics").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8"));
    is_open_metrics(&figures);
    let value = |series: &str| -> f64 {
        let found = figures.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("no {series} in\n{figures}")).parse().unwrap()
    };
    assert!((value("mockingbird_interactions_total{kind=\"modal\",name=\"submit\",outcome=\"answered\"}") - 1.0).abs() < 0.5);
    assert!((value("mockingbird_first_response_seconds_count{kind=\"command\"}") - 3.0).abs() < 0.5, "two interviews and a board");
    assert!((value("mockingbird_grading_seconds_count") - 2.0).abs() < 0.5, "an answer and a follow-up");
    assert!(value("mockingbird_store_seconds_count{aggregate=\"interviews\"}") > 5.0);
    assert!(value("mockingbird_store_seconds_count{aggregate=\"group\"}") > 2.0);
    assert!((value("mockingbird_rest_errors_total{status=\"502\",code=\"0\"}") - 1.0).abs() < 0.5);
    assert!((value("mockingbird_gateway_connects_total{how=\"identify\"}") - 1.0).abs() < 0.5);
    assert!((value("mockingbird_shard_up{shard=\"0\"}") - 1.0).abs() < 0.5);
    assert!(value("process_resident_memory_bytes") > 1e6 && value("process_start_time_seconds") > 1.7e9);
    for word in ["Ada", "Bob", "sings", stage.discord.token()] {
        assert!(!figures.contains(word), "{word} stands in\n{figures}");
    }
    assert_eq!(stage.asks("/").await.0, StatusCode::NOT_FOUND);

    let (status, kind, health) = stage.asks("/healthz").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"));
    let health: Value = serde_json::from_str(&health).unwrap();
    assert_eq!((&health["status"], &health["database"], &health["shards"][0]["up"]), (&json!("ok"), &json!(true), &json!(true)));
    // Out of the gateway it is not well, and says so as long as that lasts.
    stage.discord.gateway().turns(Turnstile::Refuse);
    stage.discord.gateway().cuts();
    let unwell = async {
        loop {
            let (status, _, health) = stage.asks("/healthz").await;
            if status == StatusCode::SERVICE_UNAVAILABLE {
                return health;
            }
        }
    };
    let health = tokio::time::timeout(Duration::from_secs(20), unwell).await.expect("it notices");
    assert!(health.starts_with("{\"status\":\"unwell\",\"database\":true"), "{health}");
    stage.kill().await;
}

/// Checks what every reader of the format relies on: each sample belongs to a family that was declared once, before it; a
/// series stands there once; buckets only grow, up to the count; the end is marked.
fn is_open_metrics(text: &str) {
    assert!(text.ends_with("# EOF\n"), "{text}");
    let (mut families, mut series, mut bucket) = (HashSet::new(), HashSet::new(), 0.0);
    for line in text.lines() {
        if let Some(declared) = line.strip_prefix("# TYPE ") {
            let (name, kind) = declared.split_once(' ').unwrap();
            assert!(["counter", "gauge", "histogram", "info"].contains(&kind), "{line}");
            assert!(families.insert((name, kind)), "declared twice: {line}");
        }
        if line.starts_with('#') {
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        let value: f64 = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
        assert!(series.insert(name), "there twice: {line}");
        let bare = name.split('{').next().unwrap();
        let suffixes = [
            ("counter", "_total"),
            ("gauge", ""),
            ("info", "_info"),
            ("histogram", "_bucket"),
            ("histogram", "_sum"),
            ("histogram", "_count"),
        ];
        let family = suffixes.iter().any(|(kind, suffix)| bare.strip_suffix(suffix).is_some_and(|name| families.contains(&(name, *kind))));
        assert!(family, "of no family: {line}");
        if bare.ends_with("_bucket") {
            assert!(value >= bucket, "a bucket shrinks: {line}");
            bucket = if name.contains("le=\"+Inf\"") { 0.0 } else { value };
        }
    }
    assert!(series.len() > 50, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_floods_is_asked_to_wait_and_nobody_else_notices() {
    let mut stage = Stage::without_bot().await;
    stage.writes("limits.toml", "[log]\nformat = 'json'\n[limits]\npresses_at_once = 3\npresses_a_minute = 60\n");
    let mut command = stage.command(Way::Plain);
    // On a clock that stands still no bucket ever fills up.
    command.env("MOCKINGBIRD_TEST_CLOCK", crate::support::NEW_YEAR);
    stage.runs_logged(command).await;
    for _ in 0..3 {
        assert!(stage.ada.types_command(&stage.channel, "leaderboard", json!({})).response().await.text().contains("Nobody"));
    }
    for _ in 0..5 {
        let card = stage.ada.types_command(&stage.channel, "leaderboard", json!({})).response().await.message();
        assert!(card.is_ephemeral() && card.text().contains("faster than I can follow"), "{}", card.text());
    }
    assert!(stage.bob.types_command(&stage.channel, "leaderboard", json!({})).response().await.text().contains("Nobody"));
    stage.stop().await;
    let outcomes: Vec<Value> = stage.interactions().into_iter().map(|mut line| line["outcome"].take()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == "limited").count(), 5);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == "answered").count(), 4);
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_is_a_clear_sentence() {
    let mut stage = Stage::without_bot().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    stage.writes("taken.toml", &format!("[metrics]\naddress = '{}'\n", taken.local_addr().unwrap()));
    let ended = super::bot::ends(stage.command(Way::Plain)).await;
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code() == Some(2) && said.contains("cannot listen on") && said.contains("metrics.address"), "{said}");
}

/// Waits until a path is answered as wanted, and returns the answer.
async fn until_asked(stage: &Stage, path: &str, wanted: impl Fn(StatusCode, &str) -> bool) -> String {
    let waiting = async {
        loop {
            let (status, _, text) = stage.asks(path).await;
            if wanted(status, &text) {
                return text;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap_or_else(|_| panic!("{path} never says so\n{}", stage.log()))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_it_is_not_well_until_that_is_back() {
    let stage = Stage::watched().await;
    assert_eq!(stage.asks("/healthz").await.0, StatusCode::OK);
    let pool = sqlx::SqlitePool::connect(&crate::support::bot_database(stage.home.path())).await.unwrap();
    sqlx::query("alter table guild rename to taken_away").execute(&pool).await.unwrap();
    let (status, _, health) = stage.asks("/healthz").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{health}");
    let health: Value = serde_json::from_str(&health).unwrap();
    assert_eq!((&health["status"], &health["database"], &health["shards"][0]["up"]), (&json!("unwell"), &json!(false), &json!(true)));
    sqlx::query("alter table taken_away rename to guild").execute(&pool).await.unwrap();
    let (status, _, health) = stage.asks("/healthz").await;
    assert!(status == StatusCode::OK && health.starts_with("{\"status\":\"ok\""), "{health}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_go_wrong_are_counted_whoever_asks_for_them() {
    let mut stage = Stage::without_bot().await;
    stage.writes("watched.toml", "[log]\nformat = 'json'\n[metrics]\naddress = '127.0.0.1:0'\n");
    stage
        .discord
        .gate()
        .when(|step| step.is_request("GET", "/applications/*/commands"))
        .times(1)
        .fail(403, json!({ "message": "Missing Access", "code": 50001 }));
    stage.spawn();
    stage.discord.gateway().until_connected(1).await.unwrap();
    let registering = "mockingbird_rest_errors_total{status=\"403\",code=\"50001\"} 1";
    until_asked(&stage, "/metrics", |_, figures| figures.contains(registering)).await;
    stage.stop().await;

    let stage = Stage::watched().await;
    stage.ada.set_permissions(&stage.guild, loopback_discord::permissions::MANAGE_GUILD);
    let command = async |name: &str, options: Value| stage.ada.types_command(&stage.channel, name, options).response().await.text();
    stage.discord.gate().when(|step| step.is_request("POST", "/channels/*/messages")).times(1).fail(500, json!({}));
    let setup = json!({ "channel": stage.channel.id().to_string(), "time": "10:00", "timezone": "Europe/Berlin" });
    command("daily setup", setup).await;
    command("daily now", json!({})).await;
    let posting = "mockingbird_rest_errors_total{status=\"500\",code=\"0\"} 1";
    until_asked(&stage, "/metrics", |_, figures| figures.contains(posting)).await;
    stage.discord.gate().when(|step| step.is_request("POST", "/channels/*/messages")).times(1).fail(502, json!({}));
    command("session start", json!({})).await;
    let presenting = "mockingbird_rest_errors_total{status=\"502\",code=\"0\"} 1";
    until_asked(&stage, "/metrics", |_, figures| figures.contains(presenting)).await;
}
