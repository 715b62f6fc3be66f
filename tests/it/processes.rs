//! Processes that record attempts: killed in the middle of it, and two over one database.
//!
//! The recorder is this very test binary, started again with an environment variable that tells it what to do.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use mockingbird::app::{Action, App, Guild, Outcome, Wish};
use mockingbird::config::DatabaseUrl;
use mockingbird::store::Person;
use rand::RngExt as _;

use crate::engines::{all_text, on_each_engine, rows};
use crate::support::{app_on, begin, person, report};

const DATABASE: &str = "MOCKINGBIRD_RECORDER_DATABASE";
const TASK: &str = "MOCKINGBIRD_RECORDER_TASK";
/// What stands before the name of everything that was acknowledged.
const ACKNOWLEDGED: &str = "acknowledged ";
/// Attempts that a recorder is told to record.
const ATTEMPTS: usize = 1000;
/// Times that it is killed in the middle of them.
const KILLS: usize = 50;
/// Interviews that two processes fight for.
const INTERVIEWS: usize = 40;

fn recorder(url: &DatabaseUrl, task: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "processes::recorder_of_the_other_tests", "--nocapture", "--test-threads=1"]);
    command.env(DATABASE, url.expose()).env(TASK, task).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn acknowledge(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{ACKNOWLEDGED}{what}").unwrap();
    out.flush().unwrap();
}

/// What a recorder acknowledges, as it comes.
fn acknowledgements(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.strip_prefix(ACKNOWLEDGED).map(str::to_owned))
}

async fn member(app: &App, name: &str) -> Person {
    let person = person(app, name).await;
    app.visit(&Guild { id: 7, installed: true, display_name: name.to_owned() }, &person).await.unwrap();
    person
}

fn wish() -> Wish {
    Wish { count: 1, seed: 1, source: "terminal", guild: Some((7, true)), ..Wish::default() }
}

fn answer(interaction: &str) -> Action {
    Action::Answer { round: 0, text: "It swims and imitates birds.".into(), interaction: Some(interaction.to_owned()) }
}

/// Does nothing unless another test has started it.
#[tokio::test]
async fn recorder_of_the_other_tests() {
    let (Ok(database), Ok(task)) = (std::env::var(DATABASE), std::env::var(TASK)) else { return };
    let app = app_on(&DatabaseUrl::new(database)).await;
    if let Some(run) = task.strip_prefix("record ") {
        let ada = member(&app, "ada").await;
        for n in 0..ATTEMPTS {
            let started = begin(&app, &ada, &wish()).await;
            let interaction = format!("{run}-{n}");
            assert!(matches!(app.play(&ada, started.id, &answer(&interaction)).await.unwrap(), Outcome::Verdict(_)));
            acknowledge(&interaction);
        }
    } else {
        acknowledge("ready");
        for n in 0..INTERVIEWS {
            let who = person(&app, &format!("p{n}")).await;
            let Some(open) = app.open_interview(&who, "terminal").await.unwrap() else { continue };
            let interaction = format!("{task}-{n}");
            if matches!(app.play(&who, open, &answer(&interaction)).await.unwrap(), Outcome::Verdict(_)) {
                acknowledge(&interaction);
            }
        }
    }
}

#[tokio::test]
async fn killed_in_the_middle_of_recording_everything_acknowledged_is_there_and_nothing_twice() {
    on_each_engine(async |url| {
        app_on(&url).await.store.close().await;
        // A server loses nothing of a client that dies; the file is what is to be tried.
        let kills = if url.is_postgres() { 5 } else { KILLS };
        let mut acknowledged = BTreeSet::new();
        for run in 0..kills {
            let mut child = recorder(&url, &format!("record {run}"));
            let mut acks = acknowledgements(&mut child);
            let before = rand::rng().random_range(1..40);
            acknowledged.extend(acks.by_ref().take(before));
            // Somewhere in the next attempt.
            for _ in 0..rand::rng().random_range(0..400_000) {
                std::hint::spin_loop();
            }
            child.kill().unwrap();
            child.wait().unwrap();
            acknowledged.extend(acks);
        }
        let recorded: Vec<String> = all_text(&url, "select interaction from attempt").await;
        let distinct: BTreeSet<String> = recorded.iter().cloned().collect();
        assert_eq!(distinct.len(), recorded.len(), "nothing is there twice");
        assert!(acknowledged.is_subset(&distinct), "missing: {:?}", acknowledged.difference(&distinct).collect::<Vec<_>>());
        assert!(distinct.len() <= acknowledged.len() + kills, "at most one of each run was not acknowledged");
        let twice = all_text(&url, "select cast(round_id as text) from attempt group by round_id having count(*) > 1").await;
        assert!(twice.is_empty() && rows(&url, "answer").await == i64::try_from(recorded.len()).unwrap());
        let app = app_on(&url).await;
        app.store.check().await.unwrap();
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
        let engine = if url.is_postgres() { "PostgreSQL" } else { "SQLite" };
        report(&format!(
            "recording killed {kills} times on {engine}: {} attempts acknowledged, {} recorded, none lost, none twice",
            acknowledged.len(),
            recorded.len()
        ));
    })
    .await;
}

#[tokio::test]
async fn two_processes_over_one_database_do_nothing_twice() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        for n in 0..INTERVIEWS {
            let who = member(&app, &format!("p{n}")).await;
            begin(&app, &who, &wish()).await;
        }
        let mut children = [recorder(&url, "one"), recorder(&url, "two")];
        let lists = children.each_mut().map(|child| {
            let acks = acknowledgements(child);
            std::thread::spawn(move || acks.collect::<Vec<_>>())
        });
        let lists = lists.map(|list| list.join().unwrap());
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let counts = lists.each_ref().map(|list| list.len() - 1);
        assert_eq!(counts.iter().sum::<usize>(), INTERVIEWS, "every interview was answered once: {lists:?}");
        assert_eq!(rows(&url, "attempt").await, i64::try_from(INTERVIEWS).unwrap());
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
        let engine = if url.is_postgres() { "PostgreSQL" } else { "SQLite" };
        report(&format!("two processes on one {engine} database: {INTERVIEWS} interviews fought for, {INTERVIEWS} attempts"));
    })
    .await;
}
