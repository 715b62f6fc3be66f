//! What is kept about people, for how long, and that nothing of it stays behind.

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate, TimeDelta};
use mockingbird::app::{Action, BoardWish, Guild, Outcome, Wish};
use mockingbird::clock::Clock;
use mockingbird::store::{Account, Keys, NewAttempt, Person, Provider};

use crate::boards::attempt;
use crate::engines::{on_each_engine, rows, run_sql};
use crate::support::{Binary, app, app_on, begin, report};

const OLD: &str = "old:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const NEW: &str = "new:ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
/// The clock of [`app`] stands still here.
const TODAY: &str = "2026-01-01";

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

async fn discord_user(app: &mockingbird::app::App, id: &str, name: &str) -> Person {
    let account = Account { provider: Provider::Discord, external_id: id.to_owned() };
    let person = app.person(&account, chrono_tz::Tz::UTC).await.unwrap();
    app.visit(&Guild { id: 7, installed: true, display_name: name.to_owned() }, &person).await.unwrap();
    person
}

/// How often a sequence of bytes is found in all files of a folder.
fn found(folder: &Path, bytes: &[u8]) -> usize {
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    files.map(|file| file.windows(bytes.len()).filter(|part| *part == bytes).count()).sum()
}

fn said(mut new: NewAttempt, words: &str) -> NewAttempt {
    words.clone_into(&mut new.answer);
    new
}

#[tokio::test]
async fn an_export_is_everything_and_a_deletion_leaves_nothing_of_it() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let (ada, bob) = (discord_user(&app, "4815162342", "Zaphodina").await, discord_user(&app, "1234512345", "Bob").await);
        let wish = Wish { count: 1, topic: Some("penguin".into()), seed: 1, source: "discord", guild: Some((7, true)), ..Wish::default() };
        let started = begin(&app, &ada, &wish).await;
        let action = Action::Answer { round: 0, text: "It swims, quoth Zaphodina".into(), interaction: Some("778899".into()) };
        assert!(matches!(app.play(&ada, started.id, &action).await.unwrap(), Outcome::Verdict(_)));

        let export = app.export(&ada).await.unwrap();
        let kept = &export["kept"];
        for (path, expected) in [
            ("/accounts/0/id", "4815162342"),
            ("/servers/0/name_there", "Zaphodina"),
            ("/servers/0/id", "7"),
            ("/attempts/0/answer", "It swims, quoth Zaphodina"),
            ("/attempts/0/question", "birds/birds/penguin/wings"),
            ("/attempts/0/interaction", "778899"),
            ("/interviews/0/questions/0/status", "answered"),
            ("/records/0/question", "birds/birds/penguin/wings"),
            ("/person/time_zone", "UTC"),
        ] {
            assert_eq!(kept.pointer(path).and_then(|value| value.as_str()), Some(expected), "{path} in {kept:#}");
        }
        assert_eq!(kept["boards"].as_array().unwrap().len(), 12, "four periods of everything, the subject and the concept");
        assert_eq!(kept["attempts"][0]["score"], 555);

        assert_eq!(app.board(7, &bob, &BoardWish::default()).await.unwrap().people, 1);
        let deleted = app.delete(&ada).await.unwrap();
        assert!(deleted.found && deleted.scrubbed, "{deleted:?}");
        assert_eq!(app.board(7, &bob, &BoardWish::default()).await.unwrap().people, 0);
        assert_eq!(app.export(&ada).await.unwrap()["kept"], serde_json::Value::Null);
        for table in ["person", "account", "member", "attempt", "answer", "interview", "round", "record", "tally", "standing"] {
            let left = rows(&url, table).await;
            assert_eq!(left, i64::from(["person", "account", "member"].contains(&table)), "{table} holds Bob alone");
        }
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        assert!(!app.delete(&ada).await.unwrap().found);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn after_a_deletion_no_file_of_the_database_holds_anything_of_the_person() {
    let (app, folder) = app().await;
    let ada = discord_user(&app, "4815162342", "Zaphodina").await;
    let others = [discord_user(&app, "1111111111", "Bob").await, discord_user(&app, "2222222222", "Cy").await];
    // Enough, and mixed enough, that pages split and rows move.
    for n in 0..120_u16 {
        let day = today() + Days::new(u64::from(n / 4));
        let question = format!("concept{}/question", n % 30);
        let words = format!("{} quoth Zaphodina the {n}th", "Marvin sighs. ".repeat(usize::from(n % 17) * 20));
        let bob = format!("{} says Bob", "It swims. ".repeat(usize::from(n % 13) * 15));
        let score = n * 7 % 1000;
        app.store
            .record(&[
                said(attempt(ada.id, &question, day, 9, score), &words),
                said(attempt(others[usize::from(n % 2)].id, &question, day, 9, score), &bob),
            ])
            .await
            .unwrap();
    }
    let traces: [&[u8]; 5] = [b"Zaphodina", b"Marvin", b"4815162342", ada.id.as_bytes(), b"says Bob"];
    for trace in traces {
        assert!(found(folder.path(), trace) > 0, "before the deletion, {trace:?} is there");
    }
    let deleted = app.delete(&ada).await.unwrap();
    assert!(deleted.found && deleted.scrubbed);
    assert!(fs::read_dir(folder.path()).unwrap().count() >= 2, "the write-ahead log is there, and empty");
    for open in [true, false] {
        if !open {
            app.store.close().await;
        }
        for trace in &traces[..4] {
            assert_eq!(found(folder.path(), trace), 0, "{:?}, {}", String::from_utf8_lossy(trace), if open { "open" } else { "closed" });
        }
        assert!(found(folder.path(), traces[4]) >= 120, "what others said stays");
    }
    report("files of a database grepped after a deletion: nothing of the person in any");
}

#[tokio::test]
async fn an_answer_is_purged_after_its_days_and_its_score_stays() {
    on_each_engine(async |url| {
        let mut app = app_on(&url).await;
        let ada = discord_user(&app, "42", "Ada").await;
        let attempts: Vec<_> = (0..3).map(|n| attempt(ada.id, "owl/night", today() + Days::new(n), 0, 700)).collect();
        app.store.record(&attempts).await.unwrap();
        app.clock = Clock::parse(&format!("{}@0", attempts[2].attempt.created_at.timestamp() + 30 * 86_400)).unwrap();
        let tended = app.tend(TimeDelta::days(30)).await.unwrap();
        assert_eq!((tended.answers, tended.guilds), (2, 0), "the third is exactly thirty days old");
        assert_eq!(app.tend(TimeDelta::days(30)).await.unwrap().answers, 0);
        let export = app.export(&ada).await.unwrap();
        let answers: Vec<_> = (0..3).map(|n| export["kept"]["attempts"][n]["answer"].as_str()).collect();
        assert_eq!(answers, [None, None, Some("It swims.")]);
        assert_eq!(app.records(&ada).await.unwrap()[0].attempts, 3);
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_guild_that_removed_the_bot_is_purged_after_thirty_days_and_not_if_it_is_back() {
    on_each_engine(async |url| {
        let mut app = app_on(&url).await;
        let ada = discord_user(&app, "42", "Ada").await;
        app.store.record(&[attempt(ada.id, "owl/night", today(), 0, 700)]).await.unwrap();
        let later = |days: i64| Clock::parse(&format!("{}@0", 1_767_225_600 + days * 86_400)).unwrap();
        app.set_installed(7, false).await.unwrap();
        app.clock = later(29);
        assert_eq!(app.tend(TimeDelta::days(90)).await.unwrap().guilds, 0);
        app.set_installed(7, true).await.unwrap();
        app.clock = later(40);
        assert_eq!(app.tend(TimeDelta::days(90)).await.unwrap().guilds, 0, "it came back in time");
        app.set_installed(7, false).await.unwrap();
        app.set_installed(7, false).await.unwrap();
        app.clock = later(71);
        assert_eq!(app.tend(TimeDelta::days(90)).await.unwrap().guilds, 1);
        for table in ["guild", "member", "tally", "standing"] {
            assert_eq!(rows(&url, table).await, 0, "{table}");
        }
        assert_eq!(app.records(&ada).await.unwrap().len(), 1, "what Ada answered is still her own");
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn answers_are_sealed_at_rest_and_a_key_can_be_replaced() {
    on_each_engine(async |url| {
        let plain = app_on(&url).await;
        let ada = discord_user(&plain, "42", "Ada").await;
        let words = |n: u64| said(attempt(ada.id, "owl/night", today() + Days::new(n), 0, 700), "It swims in secret.");
        plain.store.record(&[words(0)]).await.unwrap();
        let with = |keys: &str| mockingbird::app::App {
            store: plain.store.clone().with_keys(Keys::parse(keys).unwrap()),
            bank: crate::support::bank(),
            clock: plain.clock.clone(),
            monitor: plain.monitor.clone(),
        };
        let old = with(OLD);
        old.store.record(&[words(1)]).await.unwrap();
        let answers = async |app: &mockingbird::app::App| {
            let export = app.export(&ada).await.unwrap();
            let attempts = export["kept"]["attempts"].as_array().unwrap().clone();
            attempts.iter().filter(|attempt| attempt["answer"] == "It swims in secret.").count()
        };
        assert_eq!((answers(&old).await, answers(&plain).await), (2, 1), "without the key, what is sealed stays sealed");
        let tended = old.tend(TimeDelta::days(30)).await.unwrap();
        assert_eq!((tended.sealed, tended.lost), (1, 0));
        let both = with(&format!("{NEW},{OLD}"));
        assert_eq!(both.tend(TimeDelta::days(30)).await.unwrap().sealed, 2);
        assert_eq!((answers(&with(NEW)).await, answers(&old).await), (2, 0));
        assert_eq!(old.tend(TimeDelta::days(30)).await.unwrap().lost, 2);
        if !url.is_postgres() {
            let file = Path::new(url.expose().strip_prefix("sqlite:").unwrap()).parent().unwrap();
            assert_eq!(found(file, b"in secret"), 0);
        }
        plain.store.close().await;
    })
    .await;
}

#[test]
fn a_player_takes_everything_along_and_is_forgotten() {
    let binary = Binary::new();
    assert_eq!(binary.run(&["practice", "--topic", "penguin", "--count", "1"], b"It swims.\n.\n").code, 0);
    let export = binary.run(&["export"], b"");
    let object: serde_json::Value = serde_json::from_str(&export.out).unwrap();
    assert_eq!(object["kept"]["attempts"][0]["answer"], "It swims.\n");
    let nobody = binary.run(&["export", "--player", "bob"], b"");
    assert!(nobody.code == 2 && nobody.err.contains("nothing is kept about bob"), "{nobody:?}");
    let whose = binary.run(&["delete"], b"");
    assert!(whose.code == 2 && whose.err.contains("--player NAME"), "{whose:?}");
    let deleted = binary.run(&["delete", "--player", "ada"], b"");
    assert!(deleted.code == 0 && deleted.out.contains("ada is deleted"), "{deleted:?}");
    assert!(binary.run(&["scores"], b"").out.contains("No scores for ada yet"));
    assert_eq!(found(binary.database().parent().unwrap(), b"It swims."), 0);
}

#[tokio::test]
async fn sums_that_differ_are_told_and_made_anew() {
    let binary = Binary::new();
    assert_eq!(binary.run(&["practice", "--topic", "penguin", "--count", "1"], b"It swims.\n.\n").code, 0);
    let fine = binary.run(&["verify"], b"");
    assert!(fine.code == 0 && fine.out.contains("records of 1 person: every sum is what the ledger comes to"), "{fine:?}");
    let url = mockingbird::config::DatabaseUrl::new(format!("sqlite:{}", binary.database().display()));
    run_sql(&url, "update record set best = 1").await;
    let wrong = binary.run(&["verify"], b"");
    assert!(wrong.code == 1 && wrong.out.contains("birds/birds/penguin/wings") && wrong.out.contains("1 difference"), "{wrong:?}");
    assert!(binary.run(&["verify", "--repair"], b"").out.contains("1 sum made anew"));
    assert_eq!(binary.run(&["verify"], b"").code, 0);
    let tended = binary.run(&["tend"], b"");
    assert!(tended.code == 0 && tended.out.contains("Purged 0 answers older than 30 days"), "{tended:?}");
}
