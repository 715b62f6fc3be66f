//! Twenty groups at once, with Discord's rate limits, by the way of production.

use std::time::{Duration, Instant};

use loopback_discord::{Loopback, RateLimits, Response};
use mockingbird::clock;
use serde_json::json;

use super::bot::{Stage, Way};
use super::sessions::card_in;
use crate::support::report;

const SWIMS: &str = "It swims with its wings.";
/// Sessions and people of the load.
const SESSIONS: usize = 20;
const SEATS: usize = 5;
/// Presses a second, and for how long.
const RATE: u32 = 100;
const SECONDS: u32 = 6;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_sessions_of_five_press_a_hundred_times_a_second() {
    let discord = Loopback::builder().bot_name("Mockingbird").patience(Duration::from_mins(1)).start().await;
    let mut stage = Stage::on(discord);
    stage.discord.rate_limits(RateLimits::real());
    stage.start(Way::Tls).await;
    let mut tables = Vec::new();
    for n in 0..SESSIONS {
        let channel = stage.guild.channel(&format!("group-{n}"));
        let people: Vec<_> = (0..SEATS).map(|seat| stage.discord.person(&format!("p{n}x{seat}"))).collect();
        for person in &people {
            person.joins(&stage.guild);
        }
        let options = json!({ "topic": "penguin", "questions": 1, "minutes": 10 });
        let panel = people[0].types_command(&channel, "session start", options).response().await.message();
        tables.push((channel, people, panel));
    }
    for (channel, people, panel) in &tables {
        let lobby = card_in(&stage, channel, "the lobby", |card| card.button("Join").is_some()).await;
        let joins: Vec<_> = people[1..].iter().map(|guest| guest.presses(&lobby, "Join")).collect();
        for join in joins {
            join.response().await;
        }
        people[0].presses(panel, "Start").response().await;
    }
    let mut questions = Vec::new();
    for (channel, ..) in &tables {
        questions.push(card_in(&stage, channel, "the question", |card| card.button("Answer").is_some()).await);
    }
    // Everybody opens the box once; the load is answers, each in the place of the one before, but for one person of each
    // group, who takes hints.
    let mut boxes = Vec::new();
    for (group, (_, people, _)) in tables.iter().enumerate() {
        for person in &people[..SEATS - 1] {
            boxes.push((person, person.presses(&questions[group], "Answer").response().await.modal()));
        }
    }
    let requests_before = stage.discord.requests().len();
    let begun = Instant::now();
    let (mut actions, mut answers) = (Vec::new(), 0);
    for n in 0..RATE * SECONDS {
        clock::until(begun + Duration::from_secs(1) * n / RATE).await;
        let turn = n as usize;
        let action = if turn % 10 == 9 {
            let group = turn / 10 % SESSIONS;
            tables[group].1[SEATS - 1].forges_press(&questions[group], &questions[group].button("Hint").unwrap().custom_id.unwrap())
        } else {
            let (person, modal) = &boxes[answers % boxes.len()];
            answers += 1;
            person.forges_submit(modal, json!({ "answer": format!("It swims, try {n}.") }))
        };
        actions.push(action);
    }
    let mut latencies = Vec::new();
    for action in &actions {
        assert!(matches!(action.response().await, Response::Shown(_)), "every press is answered");
        latencies.push(action.latency().unwrap());
    }
    let took = begun.elapsed();
    let edits = stage.discord.requests()[requests_before..].iter().filter(|request| request.method == "PATCH").count();
    assert_eq!(stage.attempts().await, 0, "nothing is graded before the rounds close");
    for (group, (_, people, _)) in tables.iter().enumerate() {
        let modal = people[SEATS - 1].presses(&questions[group], "Answer").response().await.modal();
        people[SEATS - 1].submits(&modal, json!({ "answer": SWIMS })).response().await;
    }
    assert_eq!(stage.attempts().await, i64::try_from(SESSIONS * SEATS).unwrap(), "none lost, none doubled");
    assert_eq!(stage.discord.too_many_requests(), 0);
    for (channel, ..) in &tables {
        let reveal = card_in(&stage, channel, "the reveal", |card| card.button("My verdict").is_some()).await;
        assert!(reveal.text().contains("5 answers"), "{}", reveal.text());
    }
    assert_eq!(stage.discord.too_many_requests(), 0);
    latencies.sort();
    let at = |share: usize| latencies[(latencies.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    assert!(at(99) < 3000.0);
    report(&format!(
        "{SESSIONS} sessions of {SEATS}, {} presses in {:.1} s: first responses p50 {:.1} ms, p99 {:.1} ms; {} answers graded, none lost or \
         doubled; {edits} edits, no 429",
        latencies.len(),
        took.as_secs_f64(),
        at(50),
        at(99),
        SESSIONS * SEATS
    ));
}
