//! Answers to daily questions, and the streaks that they make.

use chrono::TimeDelta;
use mockingbird::app::daily::{DailyOutcome, DailyRefusal};
use mockingbird::app::{App, BoardWish, Guild};
use mockingbird::store::{Person, PostId, PostKind};

use super::outlet::Channels;
use super::{app_at, set_up, tick};
use crate::boards::{GUILD, members};
use crate::engines::{all_text, on_each_engine, on_pairs_of_engines, rows};
use crate::support::{app_on, person};

const GOOD: &str = "It imitates other birds and it sings at night. It swims, it cannot fly.";

fn guild(name: &str) -> Guild {
    Guild { id: GUILD, installed: true, display_name: name.to_owned() }
}

/// Answers a post; whether it counted.
pub(super) async fn answer(app: &App, by: &Person, post: PostId, interaction: &str) -> Option<bool> {
    let words = (GOOD.to_owned(), interaction.to_owned());
    match app.answer_daily(by, &guild("Ada"), post, None, words).await.unwrap() {
        DailyOutcome::Verdict(graded) => Some(graded.counted),
        _ => None,
    }
}

#[tokio::test]
async fn the_first_answer_counts_and_what_follows_is_practice() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-06T09:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        let [ada, bob] = members(&app, ["Ada", "Bob"]).await;
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        let post = channels.messages()[0].post;
        let hint = async |by| match app.hint_daily(by, &guild("Ada"), post, None).await.unwrap() {
            DailyOutcome::Hints(hints, more) => (hints.len(), more),
            other => panic!("{other:?}"),
        };
        assert_eq!(hint(&ada).await, (1, true));
        assert_eq!(answer(&app, &ada, post, "1").await, Some(true));
        assert_eq!(answer(&app, &ada, post, "2").await, Some(false));
        assert_eq!(answer(&app, &ada, post, "2").await, Some(false), "an interaction that comes twice");
        let (one, two) = tokio::join!(answer(&app, &bob, post, "3"), answer(&app, &bob, post, "4"));
        assert_eq!([one, two].into_iter().flatten().filter(|counted| *counted).count(), 1);
        assert_eq!(rows(&url, "attempt").await, 4);
        let hints = all_text(&url, "select cast(hints as text) from attempt where ranked order by hints").await;
        assert_eq!(hints, ["0", "1"]);

        app.clock.advance(TimeDelta::minutes(1));
        tick(&app, &channels).await;
        assert_eq!((channels.messages()[0].shown, channels.messages()[0].closed), (2, false));
        let board = app.board(GUILD, &ada, &BoardWish::default()).await.unwrap();
        assert_eq!(board.lines.iter().map(|line| (line.name.as_str(), line.answers)).collect::<Vec<_>>(), [("Ada", 1), ("Ada", 1)]);

        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        assert!(channels.messages()[0].closed);
        assert_eq!(answer(&app, &ada, post, "5").await, Some(false), "a closed question is practice");
        let elsewhere = Guild { id: 8, ..guild("Ada") };
        let other = app.answer_daily(&ada, &elsewhere, post, None, ("x".into(), "6".into())).await.unwrap();
        assert!(matches!(other, DailyOutcome::Refused(DailyRefusal::Gone)));
        let empty = app.answer_daily(&ada, &guild("Ada"), post, None, (" ".into(), "7".into())).await.unwrap();
        assert!(matches!(empty, DailyOutcome::Refused(DailyRefusal::Empty)));
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn who_hides_is_counted_and_named_neither_in_the_end_nor_on_the_weeks_board() {
    on_each_engine(async |url| {
        // A Sunday.
        let app = app_at(&url, "2026-01-11T07:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        let [ada, bob] = members(&app, ["Ada", "Bob"]).await;
        app.clock.advance(TimeDelta::hours(1));
        tick(&app, &channels).await;
        let post = channels.messages()[0].post;
        for (who, name) in [(&ada, "Ada"), (&bob, "Bob")] {
            let words = (GOOD.to_owned(), name.to_owned());
            app.answer_daily(who, &guild(name), post, None, words).await.unwrap();
        }
        assert!(app.set_hidden(GUILD, &bob, true).await.unwrap());
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        let messages = channels.messages();
        assert_eq!((messages[0].shown, messages[0].closed, &messages[0].names), (2, true, &vec!["Ada".to_owned()]));
        let week = messages.iter().find(|message| message.kind == PostKind::Week).expect("the board of the week");
        assert_eq!(week.names, ["Ada"]);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_presses_a_button_has_seen_the_message() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-06T09:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        let [ada, _] = members(&app, ["Ada", "Bob"]).await;
        app.clock.advance(TimeDelta::days(1));
        channels.set(super::outlet::Mood::Mute);
        tick(&app, &channels).await;
        let message = channels.messages().remove(0);
        let words = (GOOD.to_owned(), "1".to_owned());
        let outcome = app.answer_daily(&ada, &guild("Ada"), message.post, Some(message.id), words).await.unwrap();
        assert!(matches!(outcome, DailyOutcome::Verdict(graded) if graded.counted && graded.open));
        channels.set(super::outlet::Mood::Fine);
        tick(&app, &channels).await;
        assert_eq!((channels.messages().len(), channels.messages()[0].shown), (1, 1));
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_dailies_keep_is_exported_deleted_purged_and_copied() {
    on_pairs_of_engines(async |from, to| {
        let app = app_at(&from, "2026-01-06T09:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        let [ada, _] = members(&app, ["Ada", "Bob"]).await;
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        let post = channels.messages()[0].post;
        answer(&app, &ada, post, "1").await.unwrap();
        app.daily_queue(GUILD, None, None, None).await.unwrap().unwrap();
        app.store.beat(app.clock.now() - TimeDelta::days(2)).await.unwrap();
        app.store.beat(app.clock.now()).await.unwrap();

        let kept = app.export(&ada).await.unwrap()["kept"].clone();
        assert_eq!(kept["dailies"][0]["date"], "2026-01-07");
        assert_eq!((&kept["person"]["streak"]["rest_days"], &kept["attempts"][0]["streak_day"]), (&"none".into(), &"2026-01-07".into()));

        let other = App { clock: app.clock.clone(), ..app_on(&to).await };
        app.store.copy_to(&other.store).await.unwrap();
        for table in ["daily", "daily_post", "daily_part", "daily_queue", "outage"] {
            let (here, there) = (rows(&from, table).await, rows(&to, table).await);
            assert!(here > 0 && here == there, "{table}: {here} and {there}");
        }
        assert_eq!(other.store.dailies(GUILD).await.unwrap(), app.store.dailies(GUILD).await.unwrap());
        assert_eq!(other.streak(&person(&other, "Ada").await).await.unwrap().days, 1);
        other.store.close().await;

        assert!(app.delete(&ada).await.unwrap().found);
        assert_eq!((rows(&from, "daily_part").await, rows(&from, "daily_post").await), (0, 1));
        app.set_installed(GUILD, false).await.unwrap();
        app.clock.advance(TimeDelta::days(31));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 1, "nothing is posted where the bot was removed");
        app.tend(TimeDelta::days(30)).await.unwrap();
        for table in ["daily", "daily_post", "daily_queue"] {
            assert_eq!(rows(&from, table).await, 0, "{table}");
        }
        app.store.close().await;
    })
    .await;
}
