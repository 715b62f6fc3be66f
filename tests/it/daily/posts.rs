//! What is posted, when, and that it is posted once.

use chrono::{NaiveDate, TimeDelta};
use mockingbird::app::App;
use mockingbird::app::daily::{DailyRefusal, note};
use mockingbird::bank::{Bank, Source};
use mockingbird::schedule::Days;
use mockingbird::store::{Chore, DailyState, PostKind};

use super::outlet::{Channels, Mood};
use super::{CHANNEL, LATE, app_at, set_up, tick, wish};
use crate::boards::{GUILD, attempt, members};
use crate::engines::{all_text, on_each_engine, run_sql};
use crate::support::app_on;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_question_a_day_is_posted_and_closed_by_the_next_one() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-03-27T07:59:00Z").await;
        let channels = Channels::default();
        let daily = set_up(&app).await;
        assert_eq!(daily.next.unwrap().at.to_rfc3339(), "2026-03-27T08:00:00+00:00");
        tick(&app, &channels).await;
        assert!(channels.messages().is_empty(), "a minute too early");
        // Clocks go forward on the 29th; the bank has two questions.
        for (minutes, count) in [(1, 1), (0, 1), (24 * 60, 2), (24 * 60 - 60, 3), (24 * 60 - 1, 3), (1, 4)] {
            app.clock.advance(TimeDelta::minutes(minutes));
            tick(&app, &channels).await;
            assert_eq!(channels.messages().len(), count, "{}", app.clock.now());
        }
        let messages = channels.messages();
        assert_eq!(messages.iter().map(|message| message.closed).collect::<Vec<_>>(), [true, true, true, false]);
        let asked: Vec<_> = messages.iter().map(|message| message.question.as_deref().unwrap()).collect();
        assert!(asked[0] != asked[1] && asked[..2] == asked[2..], "no question twice until all were asked: {asked:?}");
        // Without a next one, a question is closed after a day.
        app.switch_daily_off(GUILD, None).await.unwrap().unwrap();
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        assert!(channels.messages()[3].closed);
        app.clock.advance(TimeDelta::days(3));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 4);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn two_processes_post_once_between_them() {
    on_each_engine(async |url| {
        let one = app_at(&url, "2026-03-27T08:01:00Z").await;
        let channels = Channels::default();
        let mut channel = 100;
        members(&one, ["Ada"]).await;
        for _ in 0..5 {
            channel += 1;
            let wish = super::DailyWish { channel, ..wish("09:30:00", "Europe/Berlin") };
            one.set_up_daily(GUILD, &wish).await.unwrap().unwrap();
        }
        assert_eq!(
            one.set_up_daily(GUILD, &wish("09:30:00", "UTC")).await.unwrap().unwrap_err(),
            DailyRefusal::TooMany(5),
            "there is an end to it"
        );
        one.clock.advance(TimeDelta::hours(1));
        let two = App { clock: one.clock.clone(), ..app_on(&url).await };
        let tick = |app| Box::pin(tick(app, &channels));
        tokio::join!(tick(&one), tick(&two), tick(&two), tick(&one));
        assert_eq!(channels.messages().len(), 5);
        one.store.close().await;
        two.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn after_a_lost_answer_the_bot_looks_before_it_posts() {
    on_each_engine(async |url| {
        for (mood, sent) in [(Mood::Deaf, 0), (Mood::Mute, 1)] {
            let app = app_at(&url, "2026-03-27T08:00:00Z").await;
            let channels = Channels::default();
            run_sql(&url, "delete from daily").await;
            set_up(&app).await;
            app.clock.advance(TimeDelta::days(1));
            channels.set(mood);
            tick(&app, &channels).await;
            assert_eq!(channels.messages().len(), sent, "{mood:?}");
            // Once whoever held it is given up, somebody looks, and cannot; then somebody can.
            for mood in [mood, Mood::Fine, Mood::Fine] {
                channels.set(mood);
                app.clock.advance(TimeDelta::seconds(10));
                tick(&app, &channels).await;
            }
            assert_eq!(channels.messages().len(), 1, "{mood:?}");
            let posted = "select state from daily_post";
            assert_eq!(all_text(&url, posted).await, ["posted"]);
            app.store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn who_holds_a_post_is_not_disturbed_until_they_are_given_up() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-03-27T08:00:00Z").await;
        set_up(&app).await;
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(app.claim_dailies(LATE).await.unwrap(), 1);
        let post = app.posts_with(Chore::Send).await.unwrap().remove(0);
        let now = app.clock.now();
        let until = now + TimeDelta::seconds(10);
        assert_eq!(app.store.take_post(&post, now, until).await.unwrap(), Some(0));
        assert_eq!(app.store.take_post(&post, now, until).await.unwrap(), None);
        assert!(app.posts_with(Chore::Send).await.unwrap().is_empty());
        app.clock.advance(TimeDelta::seconds(10));
        assert_eq!(app.posts_with(Chore::Send).await.unwrap().len(), 1);
        assert_eq!(app.store.take_post(&post, until, until + TimeDelta::seconds(10)).await.unwrap(), Some(1));
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_six_hours_late_is_skipped_with_a_note() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-04T09:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(6));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 0);
        let status = app.daily_status(GUILD).await.unwrap().remove(0);
        let missed = |date: &str| (day(date), note::LATE.to_owned());
        assert_eq!(status.missed, [missed("2026-01-06"), missed("2026-01-05")]);
        assert_eq!((status.left, status.pool), (2, 2), "what was skipped has used up no question");
        app.clock.advance(TimeDelta::hours(22));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 1, "five hours late is not too late");
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_is_gone_or_closed_stops_the_daily_and_keeps_its_settings() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-04T09:00:00Z").await;
        let channels = Channels::default();
        let before = set_up(&app).await;
        for (mood, reason) in [(Mood::Closed, note::FORBIDDEN), (Mood::Gone, note::GONE)] {
            app.clock.advance(TimeDelta::days(1));
            channels.set(mood);
            tick(&app, &channels).await;
            let status = app.daily_status(GUILD).await.unwrap().remove(0);
            assert_eq!((status.daily.state, status.daily.reason.as_deref()), (DailyState::Stopped, Some(reason)));
            assert_eq!((status.daily.plan, status.daily.next), (before.plan, None));
            assert_eq!(status.missed[0].1, reason);
            channels.set(Mood::Fine);
            app.set_up_daily(GUILD, &wish("09:00:00", "Europe/Berlin")).await.unwrap().unwrap();
        }
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 1);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn now_takes_todays_claim_and_a_pause_ends_on_its_date() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-01-04T05:00:00Z").await;
        let channels = Channels::default();
        assert_eq!(app.post_daily_now(GUILD, None).await.unwrap(), Err(DailyRefusal::NoDaily));
        set_up(&app).await;
        app.post_daily_now(GUILD, None).await.unwrap().unwrap();
        assert_eq!(app.post_daily_now(GUILD, None).await.unwrap(), Err(DailyRefusal::Claimed(day("2026-01-04"))));
        tick(&app, &channels).await;
        app.clock.advance(TimeDelta::hours(6));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 1, "nine o'clock has come, and today's is out");

        let paused = app.pause_daily(GUILD, Some(CHANNEL), day("2026-01-08")).await.unwrap().unwrap();
        assert_eq!(paused.next.unwrap().date, day("2026-01-08"));
        app.clock.advance(TimeDelta::days(3));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 1);
        let early = app.pause_daily(GUILD, None, day("2026-01-07")).await.unwrap().unwrap();
        assert_eq!((early.paused_until, early.next.unwrap().date), (None, day("2026-01-08")));
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        assert_eq!(channels.messages().len(), 2);

        app.switch_daily_off(GUILD, None).await.unwrap().unwrap();
        assert_eq!(app.post_daily_now(GUILD, None).await.unwrap(), Err(DailyRefusal::NotOn));
        assert_eq!(app.pause_daily(GUILD, None, day("2026-02-01")).await.unwrap(), Err(DailyRefusal::NotOn));
        let other = super::DailyWish { channel: 72, ..wish("09:00:00", "UTC") };
        app.set_up_daily(GUILD, &other).await.unwrap().unwrap();
        assert_eq!(app.post_daily_now(GUILD, None).await.unwrap(), Err(DailyRefusal::Which(vec![CHANNEL, 72])));
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_zone_that_is_changed_at_noon_posts_no_date_twice() {
    on_each_engine(async |url| {
        let app = app_at(&url, "2026-06-10T00:00:00Z").await;
        let channels = Channels::default();
        members(&app, ["Ada"]).await;
        let mut expected = 0;
        // At noon in Auckland, round the world to the west and back to the east.
        for (zone, hours, more) in [
            ("Pacific/Auckland", 24, 1),
            ("America/Los_Angeles", 24, 0),
            ("America/Los_Angeles", 24, 1),
            ("Pacific/Auckland", 24, 1),
            ("Pacific/Auckland", 24, 1),
        ] {
            app.set_up_daily(GUILD, &wish("09:00:00", zone)).await.unwrap().unwrap();
            for _ in 0..hours {
                app.clock.advance(TimeDelta::hours(1));
                tick(&app, &channels).await;
            }
            expected += more;
            assert_eq!(channels.messages().len(), expected, "{zone}, until {}", app.clock.now());
        }
        // Nine o'clock of the 13th had passed in Auckland when it was wanted there again.
        let dates = all_text(&url, "select cast(local_date as text) from daily_post order by local_date").await;
        assert_eq!(dates, ["2026-06-11", "2026-06-12", "2026-06-14", "2026-06-15"]);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_queue_is_seen_reordered_and_kept_to() {
    on_each_engine(async |url| {
        let bank = Bank::load(&Source::builtin()).unwrap();
        let app = App { bank, ..app_at(&url, "2026-01-04T09:00:00Z").await };
        let channels = Channels::default();
        let weekdays = super::DailyWish { days: Days::WEEKDAYS, ..wish("09:00:00", "Europe/Berlin") };
        members(&app, ["Ada"]).await;
        app.set_up_daily(GUILD, &weekdays).await.unwrap().unwrap();
        let seen = async |moved, skipped| {
            let queue = app.daily_queue(GUILD, None, moved, skipped).await.unwrap().unwrap();
            queue.iter().map(|planned| (planned.date.unwrap(), planned.question.key.to_string())).collect::<Vec<_>>()
        };
        let first = seen(None, None).await;
        assert_eq!((first.len(), first[0].0, first[5].0), (7, day("2026-01-05"), day("2026-01-12")));
        assert_eq!(seen(None, None).await, first, "what was seen is settled");
        let moved = seen(Some((2, 0)), None).await;
        assert_eq!((&moved[0].1, &moved[1].1, moved[0].0), (&first[2].1, &first[0].1, first[0].0));
        let skipped = seen(None, Some(0)).await;
        assert_eq!((&skipped[0].1, &skipped[1].1), (&first[0].1, &first[1].1));
        assert_eq!(skipped.len(), 7);
        assert_eq!(app.daily_queue(GUILD, None, None, Some(7)).await.unwrap().unwrap_err(), DailyRefusal::NoPlace(7));
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        app.clock.advance(TimeDelta::days(1));
        tick(&app, &channels).await;
        let asked: Vec<_> = channels.messages().into_iter().map(|message| message.question.unwrap()).collect();
        assert_eq!(asked, [skipped[0].1.clone(), skipped[1].1.clone()]);
        assert_eq!(seen(None, None).await[0].1, skipped[2].1);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_first_question_of_a_week_comes_with_the_board_of_the_week_before() {
    on_each_engine(async |url| {
        // A Sunday.
        let app = app_at(&url, "2026-01-11T09:00:00Z").await;
        let channels = Channels::default();
        set_up(&app).await;
        app.set_up_daily(GUILD, &super::DailyWish { channel: 72, ..wish("09:00:00", "Europe/Berlin") }).await.unwrap().unwrap();
        let [ada, bob] = members(&app, ["Ada", "Bob"]).await;
        for (who, date, score) in [(ada.id, "2026-01-05", 700), (bob.id, "2026-01-11", 900), (ada.id, "2026-01-12", 1000)] {
            app.store.record(&[attempt(who, "wren/song", day(date), 7, score)]).await.unwrap();
        }
        for _ in 0..3 {
            app.clock.advance(TimeDelta::days(1));
            tick(&app, &channels).await;
        }
        let kinds: Vec<_> = channels.messages().iter().map(|message| (message.kind, message.channel)).collect();
        let question = |channel| (PostKind::Question, channel);
        assert_eq!(kinds.len(), 7, "{kinds:?}");
        assert_eq!(kinds.iter().filter(|(kind, _)| *kind == PostKind::Week).count(), 1, "one board for the guild, not for each daily");
        assert_eq!(kinds[..2], [question(kinds[0].1), question(kinds[1].1)], "questions go first");
        app.store.close().await;
    })
    .await;
}
