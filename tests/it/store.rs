//! The store on both engines.

use chrono::{DateTime, Utc};
use mockingbird::app::{Action, App, Outcome, Wish};
use mockingbird::bank::{Bank, Point, Source};
use mockingbird::config::DatabaseUrl;
use mockingbird::grade::Score;
use mockingbird::interview::Refusal;
use mockingbird::store::{Account, InterviewId, OpenError, PersonId, Provider, RoundId, Store, StoredRound};

use crate::engines::{on_each_engine, run_sql};
use crate::support::{app_on, begin, person};

fn wish() -> Wish {
    Wish { count: 2, seed: 3, source: "terminal", ..Wish::default() }
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_268_800, 0).unwrap()
}

#[tokio::test]
async fn an_account_leads_to_one_person_however_often_it_is_asked_for() {
    on_each_engine(async |url| {
        let store = Store::open(&url).await.unwrap();
        let account = Account { provider: Provider::Terminal, external_id: "Ada 🐦".into() };
        assert_eq!(store.person(&account).await.unwrap(), None);
        let ask = || store.person_or_new(&account, chrono_tz::Tz::Asia__Kolkata, noon());
        let (a, b, c) = tokio::join!(ask(), ask(), ask());
        let (a, b, c) = (a.unwrap(), b.unwrap(), c.unwrap());
        assert!(a.id == b.id && b.id == c.id);
        assert_eq!(store.person(&account).await.unwrap().unwrap().time_zone, chrono_tz::Tz::Asia__Kolkata);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_graded_is_there_after_the_program_has_gone() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let begun = begin(&app, &ada, &wish()).await;
        let text = "It copies other birds\u{0} and it swims. \u{202E}🙂".to_owned();
        let action = Action::Answer { round: 0, text, interaction: None };
        let Outcome::Verdict(graded) = app.play(&ada, begun.id, &action).await.unwrap() else { panic!("no verdict") };
        app.store.close().await;

        let app = app_on(&url).await;
        let again = person(&app, "ada").await;
        assert_eq!(again.id, ada.id);
        let records = app.records(&again).await.unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].latest, records[0].attempts), (graded.verdict.score, 1));
        // Midnight in UTC is one o'clock of the same day in Berlin, where this person lives.
        assert_eq!(records[0].latest_day.to_string(), "2026-01-01");
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_change_against_an_old_version_is_not_made() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let begun = begin(&app, &ada, &wish()).await;
        let stale = app.store.interview(begun.id).await.unwrap().unwrap();
        assert!(app.store.save(&stale, &stale.solo, None, noon()).await.unwrap());
        assert!(!app.store.save(&stale, &stale.solo, None, noon()).await.unwrap());
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn of_two_changes_of_several_rounds_at_once_one_is_made_whole_and_the_other_not_at_all() {
    on_each_engine(async |url| {
        let (app, other) = (app_on(&url).await, app_on(&url).await);
        let ada = person(&app, "ada").await;
        let begun = begin(&app, &ada, &wish()).await;
        for n in 1..=20 {
            let before = app.store.interview(begun.id).await.unwrap().unwrap();
            let with_hints = |hints: u32| {
                let mut solo = before.solo.clone();
                solo.rounds.iter_mut().for_each(|round| round.hints = hints);
                solo
            };
            let (one, two) = (with_hints(2 * n), with_hints(2 * n + 1));
            let (first, second) = tokio::join!(app.store.save(&before, &one, None, noon()), other.store.save(&before, &two, None, noon()));
            let (first, second) = (first.unwrap(), second.unwrap());
            assert!(first != second, "one of them is made");
            let after = app.store.interview(begun.id).await.unwrap().unwrap();
            let made = if first { 2 * n } else { 2 * n + 1 };
            assert_eq!(after.solo.rounds.iter().map(|round| round.hints).collect::<Vec<_>>(), [made, made]);
            assert_eq!(after.version, before.version + 1);
        }
        app.store.close().await;
        other.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_double_press_on_two_tasks_scores_once() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let begun = begin(&app, &ada, &wish()).await;
        let press = |text: &str| Action::Answer { round: 0, text: text.into(), interaction: None };
        let (one, two) = (press("It swims."), press("It imitates other birds."));
        let (one, two) = tokio::join!(app.play(&ada, begun.id, &one), app.play(&ada, begun.id, &two));
        let verdicts = [one.unwrap(), two.unwrap()].into_iter().filter(|outcome| matches!(outcome, Outcome::Verdict(_))).count();
        assert_eq!(verdicts, 1);
        assert_eq!(app.records(&ada).await.unwrap().iter().map(|record| record.attempts).sum::<u32>(), 1);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_follow_up_adds_to_its_parent_once() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let wish = Wish { topic: Some("penguin".into()), ..wish() };
        let begun = begin(&app, &ada, &wish).await;
        let answer = Action::Answer { round: 0, text: "It swims.".into(), interaction: None };
        app.play(&ada, begun.id, &answer).await.unwrap();
        let follow = Action::FollowUp { round: 0, point: "no-flight".into(), text: "No.".into(), interaction: None };
        let Outcome::FollowUp(first) = app.play(&ada, begun.id, &follow).await.unwrap() else { panic!("no follow-up") };
        assert_eq!(first.added, Score::from_points(50, 180));
        assert!(matches!(app.play(&ada, begun.id, &follow).await.unwrap(), Outcome::Refused(_)));
        let records = app.records(&ada).await.unwrap();
        assert_eq!(records[0].latest.thousandths(), Score::from_points(100, 180).thousandths() + first.added.thousandths());
        assert_eq!(records[0].attempts, 1);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn each_follow_up_of_one_round_is_answered_once() {
    on_each_engine(async |url| {
        let app = App { bank: Bank::load(&Source::builtin()).unwrap(), ..app_on(&url).await };
        let ada = person(&app, "ada").await;
        let begun = begin(&app, &ada, &Wish { topic: Some("metaprogramming".into()), count: 9, ..wish() }).await;
        for round in 0.. {
            let answer = Action::Answer { round, text: "I have never used it, sorry.".into(), interaction: None };
            let Outcome::Verdict(graded) = app.play(&ada, begun.id, &answer).await.unwrap() else { panic!("no question has two") };
            let points = graded.question.points.iter().filter(|point| point.follow_up.is_some());
            let follow = |point: &Point| Action::FollowUp { round, point: point.id.clone(), text: "Hm.".into(), interaction: None };
            let both: Vec<Action> = points.take(2).map(follow).collect();
            if both.len() < 2 {
                app.play(&ada, begun.id, &Action::Next(round)).await.unwrap();
                continue;
            }
            for action in &both {
                assert!(matches!(app.play(&ada, begun.id, action).await.unwrap(), Outcome::FollowUp(_)), "{action:?}");
            }
            for action in &both {
                assert!(matches!(app.play(&ada, begun.id, action).await.unwrap(), Outcome::Refused(Refusal::FollowedUp)), "{action:?}");
            }
            break;
        }
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_interview_may_have_more_questions_than_one_statement_takes() {
    const QUESTIONS: usize = 5000;
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let begun = begin(&app, &ada, &wish()).await;
        let mut long = app.store.interview(begun.id).await.unwrap().unwrap();
        long.id = InterviewId::new(noon());
        long.solo.rounds = vec![long.solo.rounds[1].clone(); QUESTIONS];
        long.rounds = (0..QUESTIONS).map(|_| StoredRound { id: RoundId::new(noon()), asked_at: None }).collect();
        assert!(app.store.insert_interview(&long).await.unwrap());
        let stored = app.store.interview(long.id).await.unwrap().unwrap();
        let ids = |rounds: &[StoredRound]| rounds.iter().map(|round| round.id).collect::<Vec<_>>();
        assert_eq!(ids(&stored.rounds), ids(&long.rounds));
        assert_eq!(stored.solo.rounds, long.solo.rounds);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn ids_are_in_order_of_time() {
    let early = PersonId::new(noon());
    let late = PersonId::new(noon() + chrono::TimeDelta::milliseconds(1));
    assert!(early < late);
    assert_eq!(early.to_string().parse::<PersonId>().unwrap(), early);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_untouched() {
    const SQL: &str = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                       select 9999, 'future', success, checksum, execution_time from _sqlx_migrations where version = 1";
    on_each_engine(async |url| {
        Store::open(&url).await.unwrap().close().await;
        run_sql(&url, SQL).await;
        let error = Store::open(&url).await.unwrap_err();
        assert!(matches!(error, OpenError::Newer(_)), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_address_of_no_engine_is_refused_with_what_to_write() {
    for url in ["mysql://x/y", "scores.db", "sqlite:"] {
        let error = Store::open(&DatabaseUrl::new(url)).await.unwrap_err().to_string();
        assert!(error.contains("write sqlite:PATH or postgres://"), "{error}");
    }
}
