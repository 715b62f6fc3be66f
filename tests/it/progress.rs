//! How somebody is doing: progress in text and as a picture, what was missed, how questions do, on the real binary.

use std::fs;

use chrono::TimeDelta;
use mockingbird::app::{Action, AppError, Outcome, Wish};
use mockingbird::bank::{Bank, Source};
use mockingbird::review::item::Concern;

use crate::boards::{attempt, members};
use crate::engines::{on_each_engine, run_sql};
use crate::support::{Binary, Ran, app, app_on, bank_folder, begin, finish, person, report};

/// Practises on a day after New Year, with answers that a full stop ends.
fn practise(binary: &Binary, day: i64, arguments: &[&str], input: &str) -> Ran {
    on_day(binary, day, &[&["practice", "--seed", "2"], arguments].concat(), input)
}

/// Runs a command over the bank for tests on a day after New Year.
fn on_day(binary: &Binary, day: i64, arguments: &[&str], input: &str) -> Ran {
    let folder = bank_folder();
    let mut command = binary.command(arguments);
    command.args(["--questions", folder.to_str().unwrap()]).env("MOCKINGBIRD_TEST_CLOCK", format!("{}@0", 1_767_225_600 + day * 86_400));
    let ran = finish(&mut command, input.as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    ran
}

/// A player who does better week by week at one question and badly at the other.
fn seasoned() -> Binary {
    let binary = Binary::new();
    for (day, answer) in [(0, "It has feathers."), (8, "It sings at night."), (23, "It imitates other birds and sings at night.")] {
        practise(&binary, day, &["--topic", "mockingbird"], &format!("{answer}\n.\nskip\n"));
    }
    practise(&binary, 24, &["--topic", "penguin"], "It swims.\n.\nskip\n");
    binary
}

#[test]
fn a_question_with_a_time_says_until_when_and_is_graded_as_ever() {
    let binary = Binary::new();
    let (timed, free) = (["--topic", "mockingbird", "--minutes", "3"], ["--topic", "mockingbird"]);
    let ran = practise(&binary, 0, &timed, "It imitates other birds and sings at night.\n.\n");
    assert!(ran.out.contains("\n\nTime until 00:03:00. A later answer counts all the same.\n"), "{}", ran.out);
    assert!(ran.out.contains("100 %  complete") && !ran.out.contains("after its time"), "{}", ran.out);
    assert!(!practise(&binary, 1, &free, "skip\n").out.contains("Time until"));
}

#[test]
fn progress_shows_mastery_reviews_and_the_trend_in_text_and_as_a_picture() {
    let binary = seasoned();
    let shown = on_day(&binary, 40, &["progress"], "");
    insta::assert_snapshot!("progress", shown.out);
    let file = binary.home().join("ada.png");
    let drawn = on_day(&binary, 40, &["progress", "--png", file.to_str().unwrap(), "--light"], "");
    insta::assert_snapshot!("progress_picture", drawn.out.split("\n\nWrote").next().unwrap());
    let png = fs::read(&file).unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n") && drawn.out.contains("(840 × "), "{drawn:?}");
    assert!(on_day(&binary, 40, &["progress", "--player", "bob"], "").out.contains("Nothing to show for bob yet"));
}

#[test]
fn what_was_missed_is_practised_alone_and_becomes_notes_for_anki() {
    let binary = seasoned();
    let notes = on_day(&binary, 40, &["anki"], "").out;
    insta::assert_snapshot!("anki", notes);
    let file = binary.home().join("missed.txt");
    let wrote = on_day(&binary, 41, &["anki", file.to_str().unwrap()], "");
    assert!(wrote.out.contains("Wrote 1 note to"), "{wrote:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), notes, "the same notes have the same names on another day");

    let again = practise(&binary, 41, &["--missed"], "It swims, but cannot fly.\n.\n");
    assert!(again.out.contains("The penguin  1 of 1") && !again.out.contains("The mockingbird"), "{}", again.out);
    let nothing = on_day(&binary, 42, &["anki", file.to_str().unwrap()], "");
    assert!(nothing.out.contains("ada has missed nothing"), "{nothing:?}");
    let refused = binary.run(&["practice", "--missed"], b"");
    assert!(refused.code == 2 && refused.err.contains("nothing here that you missed"), "{refused:?}");
}

#[test]
fn a_study_card_is_there_to_read() {
    let binary = Binary::new();
    insta::assert_snapshot!("study", on_day(&binary, 0, &["study", "penguin"], "").out);
    let several = binary.run(&["study", "birds"], b"");
    assert!(several.code == 2 && several.err.contains("study one of mockingbird, penguin"), "{several:?}");
}

#[test]
fn a_question_that_was_missed_eight_times_rests_and_points_to_its_card() {
    let binary = Binary::new();
    let miss = |day| practise(&binary, day, &["--topic", "penguin"], "It has feathers.\n.\nskip\n").out;
    assert!((0..7).map(|n| miss(n * 30)).all(|out| !out.contains("rests")));
    assert!(miss(240).contains("mockingbird study penguin"));
    let progress = on_day(&binary, 300, &["progress"], "").out;
    assert!(progress.contains("penguin/wings rests") && progress.contains("Nothing is due for review."), "{progress}");
    let next = practise(&binary, 301, &["--count", "1"], "quit\n").out;
    assert!(next.contains("The mockingbird"), "another one is asked instead: {next}");
}

#[tokio::test]
async fn points_are_missed_until_an_answer_or_a_follow_up_makes_them_good() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let missed = async || app.missed(&ada).await.unwrap().iter().map(|it| it.point.id.clone()).collect::<Vec<_>>();
        let wish = |topic: &str| Wish { topic: Some(topic.into()), count: 5, source: "terminal", ..Wish::default() };
        let missed_wish = Wish { missed: true, count: 5, source: "terminal", ..Wish::default() };
        assert!(matches!(app.start(&ada, &missed_wish).await, Err(AppError::NothingMissed)));
        for (topic, expected) in [("penguin", vec!["no-flight"]), ("mockingbird", vec!["imitates", "night", "no-flight"])] {
            let started = begin(&app, &ada, &wish(topic)).await;
            let text = if topic == "penguin" { "It swims." } else { "It has feathers." };
            app.play(&ada, started.id, &Action::Answer { round: 0, text: text.into(), interaction: None }).await.unwrap();
            assert_eq!(missed().await, expected, "the latest question first");
            // Of answers of one moment none is the latest.
            app.clock.advance(TimeDelta::minutes(1));
        }
        let started = app.start(&ada, &missed_wish).await.unwrap();
        assert_eq!(started.count, 2);
        let of_one = Wish { topic: Some("penguin".into()), ..missed_wish };
        let started = app.start(&ada, &of_one).await.unwrap();
        assert_eq!(started.count, 1);
        app.play(&ada, started.id, &Action::Look).await.unwrap();
        let text = "It dives.".to_owned();
        app.play(&ada, started.id, &Action::Answer { round: 0, text, interaction: None }).await.unwrap();
        let follow = Action::FollowUp { round: 0, point: "no-flight".into(), text: "Never.".into(), interaction: None };
        assert!(matches!(app.play(&ada, started.id, &follow).await.unwrap(), Outcome::FollowUp(_)));
        assert_eq!(missed().await, ["imitates", "night"]);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn questions_are_counted_by_first_attempts_with_their_points_mistakes_and_follow_ups() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let people = members(&app, ["Ada", "Bob", "Cy"]).await;
        let day = "2026-01-01".parse().unwrap();
        for (person, score) in people.iter().zip([1000, 600, 0]) {
            let mut first = attempt(person.id, "owl/night", day, 9, score);
            first.attempt.mistakes = if score == 0 { vec!["owls-are-cats".into()] } else { Vec::new() };
            let mut follow_up = attempt(person.id, "owl/night", day, 10, 100);
            (follow_up.attempt.parent, follow_up.attempt.follows) = (Some(first.attempt.id), Some("point".into()));
            let repeat = attempt(person.id, "owl/night", day, 11, 1000);
            app.store.record(&[first, follow_up, repeat, attempt(person.id, "wren/song", day, 12, score / 2)]).await.unwrap();
        }
        let items = app.items().await.unwrap();
        assert_eq!(
            items.iter().map(|item| (item.question.short(), item.attempts)).collect::<Vec<_>>(),
            [("owl/night".to_owned(), 3), ("wren/song".to_owned(), 3)]
        );
        let owl = &items[0];
        assert!((owl.mean - 1.6 / 3.0).abs() < 1e-9 && owl.discrimination.is_some_and(|r| r > 0.99), "{owl:?}");
        assert!((owl.met[0].1 - 2.0 / 3.0).abs() < 1e-9 && (owl.mistakes[0].1 - 1.0 / 3.0).abs() < 1e-9, "{owl:?}");
        let (point, times, gain) = &owl.followed[0];
        assert!(owl.followed.len() == 1 && point == "point" && *times == 3 && (gain - 0.1).abs() < 1e-9, "{owl:?}");
        app.store.close().await;
    })
    .await;
}

#[test]
fn the_statistics_of_questions_are_told_with_what_to_look_at() {
    let binary = Binary::new();
    for n in 0..25 {
        let player = format!("player {n}");
        let (penguin, mockingbird) = if n % 2 == 0 { ("It swims.", "It has feathers.") } else { ("Ask me later.", "It sings at night.") };
        let ask = |topic: &str, answer: &str| {
            practise(&binary, n, &["--topic", topic, "--player", &player], &format!("{answer}\n.\nit cannot\n.\n"));
        };
        ask("penguin", penguin);
        ask("mockingbird", mockingbird);
    }
    insta::assert_snapshot!("stats", on_day(&binary, 40, &["stats", "questions"], "").out);
    insta::assert_snapshot!("stats_of_one", on_day(&binary, 40, &["stats", "questions", "penguin/wings"], "").out);
    let json = on_day(&binary, 40, &["stats", "questions", "--json"], "").out;
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&all[0]["question"], &all[0]["people"]), (&"birds/birds/mockingbird/song".into(), &25.into()));
    assert_eq!(all[1]["concerns"][0], Concern::GoodPeopleFail.name(), "{json}");
    let unknown = binary.run(&["stats", "questions", "penguin/wing"], b"");
    assert!(unknown.code == 2 && unknown.err.contains("did you mean `penguin/wings`?"), "{unknown:?}");
}

#[tokio::test]
async fn five_thousand_answers_of_one_person_are_read_in_little_time() {
    let (app, folder) = app().await;
    let url = mockingbird::config::DatabaseUrl::new(format!("sqlite:{}", folder.path().join("test.db").display()));
    let app = mockingbird::app::App { bank: Bank::load(&Source::builtin()).unwrap(), ..app };
    let ada = person(&app, "ada").await;
    let keys: Vec<String> = app
        .bank
        .questions()
        .map(|(_, question)| format!("('{}', '{}', '{}')", question.key.subject, question.key.concept, question.key.question))
        .collect();
    // Fifty-six rounds through the whole bank, a day each.
    let sql = format!(
        "with recursive n (n) as (select 0 union all select n + 1 from n where n < 55),
              q (subject, concept, question) as (values {})
         insert into attempt (id, person_id, installed, bank, subject, concept, question, rubric_hash, source, score, points, mistakes,
             ranked, hints, seconds, local_day, created_at)
         select randomblob(16), (select person_id from account), false, '{}', subject, concept, question, 'h', 'test', (n * 37) % 1001,
             '{{}}', '[]', true, 0, 60, date('2025-10-01', n || ' days'), strftime('%Y-%m-%dT%H:%M:%f+00:00', '2025-10-01', n || ' days')
         from n cross join q",
        keys.join(", "),
        app.bank.id
    );
    run_sql(&url, &sql).await;
    let begun = std::time::Instant::now();
    let started = app.start(&ada, &Wish { count: 5, source: "terminal", ..Wish::default() }).await.unwrap();
    let start = begun.elapsed();
    let begun = std::time::Instant::now();
    app.play(&ada, started.id, &Action::Look).await.unwrap();
    let choose = begun.elapsed();
    let (progress, _) = app.progress(&ada).await.unwrap();
    assert_eq!((started.count, progress.answers), (5, 5040));
    report(&format!(
        "5,040 answers of one person (not optimised): an interview started in {} ms, a question chosen in {} ms",
        start.as_millis(),
        choose.as_millis()
    ));
}
