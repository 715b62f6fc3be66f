//! Sessions as people play them, without a front end.

use chrono::{DateTime, TimeDelta};
use mockingbird::app::{BoardWish, SessionAction, SessionOpened, SessionOutcome, SessionVerdict, SessionWish, Value};
use mockingbird::grade::Score;
use mockingbird::interview::group::{Ending, GroupRefusal, Phase, Talk};

use super::{ALL, GUILD, START, SWIMS, act, does, member, open, says, set, state, wish};
use crate::engines::{all_text, on_each_engine, rows};
use crate::support::{app_on, report};

#[tokio::test]
async fn a_group_answers_in_private_and_learns_from_the_comparison() {
    on_each_engine(async |url| {
        let mut app = app_on(&url).await;
        let (ada, bob, cy) = (member(&app, "Ada").await, member(&app, "Bob").await, member(&app, "Cy").await);
        let id = open(&app, &ada, &wish(1)).await;
        does(&app, &bob, id, SessionAction::Join).await;
        does(&app, &ada, id, SessionAction::Start).await;
        set(&mut app, 30);
        does(&app, &ada, id, says(0, "It walks.")).await;
        let again = act(&app, &ada, id, says(0, ALL)).await;
        assert!(matches!(again, SessionOutcome::Received(received) if received.again && !received.closed));
        does(&app, &ada, id, SessionAction::Quote { round: 0, agree: true }).await;
        assert_eq!(rows(&url, "attempt").await, 0, "nothing is graded before the round closes");
        assert!(matches!(app.session_verdict(&ada.person, id, 0).await.unwrap(), SessionVerdict::Refused(_)));
        assert_eq!(app.words_of(&ada.person, id, 0).await.unwrap().as_deref(), Some(ALL));
        assert_eq!(app.words_of(&cy.person, id, 0).await.unwrap(), None);
        // Cy comes late, by a hint.
        let hint = act(&app, &cy, id, SessionAction::Hint(0)).await;
        assert!(matches!(hint, SessionOutcome::Hint(asked) if asked.hints == ["Where does it spend its day?"]));
        does(&app, &bob, id, says(0, SWIMS)).await;
        let last = act(&app, &cy, id, says(0, SWIMS)).await;
        assert!(matches!(last, SessionOutcome::Received(received) if received.closed), "everybody has answered");

        let session = state(&app, id).await;
        let reveal = app.reveal(&session, 0).await.unwrap().unwrap();
        assert_eq!(reveal.points.iter().map(|tally| tally.met).collect::<Vec<_>>(), [3, 1], "all swim, one knows about flying");
        assert_eq!((reveal.answered, &reveal.talk, reveal.late), (3, &Some(Talk::Divided("no-flight".into())), false));
        assert_eq!(reveal.quoted, Some((Some("Ada".into()), ALL.into())));
        let scores: Vec<_> = reveal.scores.iter().map(|score| (score.rank, score.name.as_deref().unwrap(), score.earned)).collect();
        assert_eq!(scores, [(1, "Ada", 1000), (2, "Bob", 555), (3, "Cy", 455)]);
        let SessionVerdict::Verdict(own) = app.session_verdict(&bob.person, id, 0).await.unwrap() else { panic!("no verdict") };
        assert_eq!((own.total, own.answer.as_str()), (Score::from_thousandths(555), SWIMS));

        does(&app, &ada, id, SessionAction::Next(0)).await;
        let session = state(&app, id).await;
        assert_eq!(session.group.ending(), Some(Ending::Finished));
        let podium = app.podium(&session).await.unwrap();
        assert_eq!(podium.places[0].name.as_deref(), Some("Ada"));
        assert_eq!((podium.asked, podium.report.answered), (1, 3));
        let board = app.board(GUILD, &ada.person, &BoardWish::default()).await.unwrap();
        let lines: Vec<_> = board.lines.iter().map(|line| (line.name.as_str(), line.value)).collect();
        assert_eq!(lines, [("Ada", Value::Points(300)), ("Bob", Value::Points(165)), ("Cy", Value::Points(135))]);
        assert_eq!(all_text(&url, "select source from attempt").await, ["session"; 3]);
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn everybody_presses_at_the_same_moment_and_nothing_is_lost_or_doubled() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let host = member(&app, "host").await;
        let id = open(&app, &host, &wish(1)).await;
        let mut people = vec![host];
        for n in 1..20 {
            people.push(member(&app, &format!("p{n}")).await);
        }
        let joins = people[1..].iter().map(|who| does(&app, who, id, SessionAction::Join));
        futures(joins).await;
        does(&app, &people[0], id, SessionAction::Start).await;
        // The last answer closes the round; each is pressed twice.
        let twice = people.iter().flat_map(|who| [who, who]);
        let answers = twice.map(async |who| match act(&app, who, id, says(0, SWIMS)).await {
            SessionOutcome::Received(received) => usize::from(received.closed),
            SessionOutcome::Refused(GroupRefusal::NotOpen) => 0,
            other => panic!("{other:?}"),
        });
        let closed: usize = futures(answers).await.into_iter().sum();
        assert_eq!(closed, 1, "one of them closes it");
        assert_eq!((rows(&url, "attempt").await, rows(&url, "answer").await), (20, 20));
        let session = state(&app, id).await;
        assert_eq!(app.reveal(&session, 0).await.unwrap().unwrap().answered, 20);
        app.store.close().await;
    })
    .await;
}

/// Runs all of them at once.
async fn futures<T>(all: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (one, done) in all.iter_mut().zip(&mut done).filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(value) = one.as_mut().poll(context) {
                *done = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn of_two_processes_one_closes_a_round() {
    on_each_engine(async |url| {
        let (mut one, mut two) = (app_on(&url).await, app_on(&url).await);
        let (ada, bob) = (member(&one, "Ada").await, member(&one, "Bob").await);
        let mut sessions = Vec::new();
        for (channel, host) in [(1, &ada), (2, &bob)] {
            let id = open(&one, host, &wish(channel)).await;
            does(&one, host, id, SessionAction::Start).await;
            does(&two, host, id, says(0, SWIMS)).await;
            sessions.push(id);
        }
        // Alone in a session, an answer closes the round at once; what is due next is the end.
        assert_eq!(rows(&url, "attempt").await, 2);
        set(&mut one, 200);
        set(&mut two, 200);
        let (a, b) = tokio::join!(one.tick_sessions(), two.tick_sessions());
        assert!(!a.unwrap().is_empty() || !b.unwrap().is_empty());
        for id in sessions {
            assert_eq!(state(&one, id).await.group.ending(), Some(Ending::Finished));
        }
        // A round that time closes, fought for by both.
        let cy = member(&one, "Cy").await;
        let mut ids = Vec::new();
        for channel in 10..20 {
            let host = member(&one, &format!("host{channel}")).await;
            let guest = member(&one, &format!("guest{channel}")).await;
            let id = open(&one, &host, &wish(channel)).await;
            does(&one, &guest, id, SessionAction::Join).await;
            does(&one, &host, id, SessionAction::Start).await;
            does(&one, &guest, id, says(0, SWIMS)).await;
            ids.push(id);
        }
        set(&mut one, 400);
        set(&mut two, 400);
        let (a, b) = tokio::join!(one.tick_sessions(), two.tick_sessions());
        assert!(a.is_ok() && b.is_ok());
        assert_eq!(rows(&url, "attempt").await, 12);
        for id in ids {
            let session = state(&one, id).await;
            assert!(matches!(session.group.phase, Phase::Revealed { round: 0, .. }), "{:?}", session.group.phase);
            let refused = act(&two, &cy, id, says(0, SWIMS)).await;
            assert!(matches!(refused, SessionOutcome::Refused(GroupRefusal::NotOpen)), "{refused:?}");
        }
        one.store.close().await;
        two.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_channel_has_one_session_and_a_person_is_in_one_of_the_guild() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let (ada, bob) = (member(&app, "Ada").await, member(&app, "Bob").await);
        let id = open(&app, &ada, &wish(1)).await;
        let why = async |who: &super::Member, channel| match app.open_session(&who.person, &who.at, &wish(channel)).await.unwrap() {
            SessionOpened::Refused(refusal, other) => Some((refusal, other)),
            SessionOpened::Open(_) => None,
        };
        assert_eq!(why(&bob, 1).await, Some((GroupRefusal::ChannelTaken, Some(id))));
        assert_eq!(why(&ada, 2).await, Some((GroupRefusal::Elsewhere, Some(id))));
        let other = open(&app, &bob, &wish(2)).await;
        for action in [SessionAction::Join, says(0, SWIMS)] {
            let refused = act(&app, &bob, id, action).await;
            assert!(matches!(refused, SessionOutcome::Refused(GroupRefusal::Elsewhere | GroupRefusal::NotOpen)), "{refused:?}");
        }
        // Two sessions at the same moment: one of them has Cy.
        let cy = member(&app, "Cy").await;
        let (a, b) = tokio::join!(act(&app, &cy, id, SessionAction::Join), act(&app, &cy, other, SessionAction::Join));
        let taken = [&a, &b].iter().filter(|outcome| matches!(outcome, SessionOutcome::Changed(_))).count();
        assert_eq!(taken, 1, "{a:?} {b:?}");
        // What has ended stands in nobody's way.
        does(&app, &bob, other, SessionAction::End).await;
        open(&app, &bob, &wish(2)).await;
        let slip = SessionWish { topic: Some("pengiun".into()), ..wish(3) };
        assert!(app.open_session(&cy.person, &cy.at, &slip).await.unwrap_err().to_string().contains("did you mean"));
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_deadline_that_passed_while_nobody_was_there_is_closed_late_with_every_answer() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let (ada, bob) = (member(&app, "Ada").await, member(&app, "Bob").await);
        let id = open(&app, &ada, &SessionWish { questions: 2, topic: Some("birds".into()), minutes: Some(4), ..wish(1) }).await;
        does(&app, &bob, id, SessionAction::Join).await;
        does(&app, &ada, id, SessionAction::Start).await;
        does(&app, &bob, id, says(0, SWIMS)).await;
        let before = state(&app, id).await;
        app.store.close().await;

        let mut app = app_on(&url).await;
        let after = state(&app, id).await;
        assert_eq!((&after.group, after.version), (&before.group, before.version), "everything is as it was");
        set(&mut app, 7200);
        app.tick_sessions().await.unwrap();
        let session = state(&app, id).await;
        assert!(session.group.rounds[0].late && rows(&url, "attempt").await == 1);
        let reveal = app.reveal(&session, 0).await.unwrap().unwrap();
        assert!(reveal.late && reveal.answered == 1);
        // The day is that of the answer, not of the closing.
        assert_eq!(all_text(&url, "select cast(local_day as text) from attempt").await, ["2026-01-01"]);
        assert!(app.tick_sessions().await.unwrap().is_empty(), "nothing more is due");
        let due = session.group.due().unwrap();
        assert_eq!(due, DateTime::from_timestamp(START, 0).unwrap() + TimeDelta::seconds(7320));
        set(&mut app, 7320);
        app.tick_sessions().await.unwrap();
        assert!(matches!(state(&app, id).await.group.phase, Phase::Asking(1)));
        app.lose_channel(id).await.unwrap();
        assert_eq!(state(&app, id).await.group.ending(), Some(Ending::ChannelGone));
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn twenty_groups_of_five_press_all_at_once() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let mut groups = Vec::new();
        for channel in 0..20 {
            let mut people = Vec::new();
            for seat in 0..5 {
                people.push(member(&app, &format!("{channel}-{seat}")).await);
            }
            let id = open(&app, &people[0], &wish(channel)).await;
            for guest in &people[1..] {
                does(&app, guest, id, SessionAction::Join).await;
            }
            does(&app, &people[0], id, SessionAction::Start).await;
            groups.push((id, people));
        }
        let begun = std::time::Instant::now();
        let all = groups.iter().flat_map(|(id, people)| people.iter().map(|who| does(&app, who, *id, says(0, SWIMS))));
        futures(all).await;
        let took = begun.elapsed();
        assert_eq!(rows(&url, "attempt").await, 100);
        let engine = if url.is_postgres() { "PostgreSQL" } else { "SQLite" };
        report(&format!("twenty sessions of five on {engine}: 100 answers at once, all kept and graded in {} ms", took.as_millis()));
        app.store.close().await;
    })
    .await;
}
