//! Deadlines of questions, and asking again what was missed, on both engines.

use chrono::TimeDelta;
use mockingbird::app::{Action, Again, App, AppError, Outcome, Wish};
use mockingbird::interview::{ExtendedTime, Refusal, Report};
use mockingbird::store::{InterviewId, Person, Setting};

use crate::engines::{on_each_engine, on_pairs_of_engines};
use crate::support::{app_on, begin, person};

const WISH: Wish = Wish {
    topic: None,
    level: None,
    missed: false,
    minutes: Some(2),
    count: 2,
    seed: 1,
    source: "discord",
    guild: None,
    except: Vec::new(),
};

/// Answers what is asked, by what is said of the penguin and of the mockingbird; nothing skips.
async fn answers(app: &App, by: &Person, id: InterviewId, wings: Option<&str>, song: Option<&str>) -> Report {
    for _ in 0..2 {
        let round = match app.play(by, id, &Action::Look).await.unwrap() {
            Outcome::Question(asked) => (asked.round, if asked.concept.id == "penguin" { wings } else { song }),
            Outcome::Report(report) => return report,
            other => panic!("{other:?}"),
        };
        let action = match round.1 {
            Some(words) => Action::Answer { round: round.0, text: words.into(), interaction: None },
            None => Action::Skip(round.0),
        };
        app.play(by, id, &action).await.unwrap();
        if round.1.is_some() {
            app.play(by, id, &Action::Next(round.0)).await.unwrap();
        }
    }
    // Of answers of one moment none is the latest.
    app.clock.advance(TimeDelta::minutes(1));
    match app.play(by, id, &Action::Look).await.unwrap() {
        Outcome::Report(report) => report,
        other => panic!("{other:?}"),
    }
}

/// Concepts of the interview that asks again, in order.
async fn again(app: &App, by: &Person, of: InterviewId) -> Vec<String> {
    let Again::Started(started) = app.again(by, of, true, &WISH).await.unwrap() else { panic!("not started") };
    let interview = app.store.interview(started.id).await.unwrap().unwrap();
    assert_eq!((interview.minutes, interview.again_of), (Some(2), Some(of)));
    interview.solo.rounds.into_iter().map(|round| round.question.concept).collect()
}

#[tokio::test]
async fn again_asks_what_was_missed_or_skipped_as_long_as_it_was_not_made_good() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let right = (Some("It swims and is flightless."), Some("It imitates other birds and sings at night."));
        let held = async |wings, song| {
            let started = begin(&app, &ada, &WISH).await;
            let report = answers(&app, &ada, started.id, wings, song).await;
            (started.id, report.missed)
        };
        let (all_right, missed) = held(right.0, right.1).await;
        assert_eq!(missed, 0);
        assert!(matches!(app.again(&ada, all_right, true, &WISH).await, Err(AppError::NothingMissed)));
        let (half, missed) = held(Some("It swims."), right.1).await;
        assert_eq!((missed, again(&app, &ada, half).await), (1, vec!["penguin".to_owned()]));
        let (skipped, missed) = held(right.0, None).await;
        assert_eq!((missed, again(&app, &ada, skipped).await), (1, vec!["mockingbird".to_owned()]));
        assert!(matches!(app.again(&ada, half, true, &WISH).await, Err(AppError::NothingMissed)), "it was made good since");
        held(right.0, right.1).await;
        assert!(matches!(app.again(&ada, skipped, true, &WISH).await, Err(AppError::NothingMissed)));

        let bob = person(&app, "bob").await;
        assert!(matches!(app.again(&bob, half, true, &WISH).await, Ok(Again::Refused(Refusal::NotYours))));
        let running = begin(&app, &ada, &WISH).await;
        assert!(matches!(app.again(&ada, running.id, true, &WISH).await, Ok(Again::Refused(Refusal::Unanswered))));
        app.store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_asks_again_from_many_sides_at_once_gets_one_interview() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let ada = person(&app, "ada").await;
        let of = begin(&app, &ada, &WISH).await.id;
        answers(&app, &ada, of, Some("It swims."), None).await;
        let wish = WISH;
        for over in [true, false] {
            let asked = std::array::from_fn::<_, 8, _>(|_| app.again(&ada, of, over, &wish));
            let asked = futures_util::future::join_all(asked).await;
            let ids: Vec<InterviewId> = asked
                .into_iter()
                .map(|again| match again.unwrap() {
                    Again::Started(started) => started.id,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
            app.play(&ada, ids[0], &Action::End).await.unwrap();
        }
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn deadlines_and_late_answers_are_kept_exported_and_copied() {
    on_pairs_of_engines(async |from, to| {
        let (app, other) = (app_on(&from).await, app_on(&to).await);
        let ada = person(&app, "ada").await;
        let ada = app.set(&ada, Setting::ExtendedTime(ExtendedTime::Half)).await.unwrap();
        let asked_at = app.clock.now();
        let id = begin(&app, &ada, &WISH).await.id;
        app.clock.advance(TimeDelta::seconds(185));
        let text = "It swims and imitates other birds.".to_owned();
        let answered = app.play(&ada, id, &Action::Answer { round: 0, text, interaction: None }).await.unwrap();
        assert!(matches!(answered, Outcome::Verdict(graded) if graded.late));
        app.play(&ada, id, &Action::Next(0)).await.unwrap();
        app.store.copy_to(&other.store).await.unwrap();
        for app in [&app, &other] {
            let kept = app.store.interview(id).await.unwrap().unwrap();
            let deadlines: Vec<_> = kept.solo.rounds.iter().map(|round| (round.deadline, round.late)).collect();
            let expected = [180, 185 + 180].map(|second| Some(asked_at + TimeDelta::seconds(second)));
            assert_eq!(deadlines, [(expected[0], true), (expected[1], false)]);
            let export = app.export(&ada).await.unwrap();
            let interview = &export["kept"]["interviews"][0];
            assert_eq!((&interview["minutes_for_a_question"], &interview["questions"][0]["late"]), (&2.into(), &true.into()));
            assert!(interview["questions"][1]["deadline"].is_string(), "{interview:#}");
            app.store.close().await;
        }
    })
    .await;
}
