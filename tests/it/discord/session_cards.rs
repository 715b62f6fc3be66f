//! The cards of a session: as they read, with texts that mean harm in them, and with more in them than a card can hold.

use std::fmt::Write as _;

use mockingbird::app::{Action, App, Podium, Revealed, SessionAction, SessionOutcome, SessionVerdict, SessionWish, Wish};
use mockingbird::discord::views::{self, Card};
use mockingbird::interview::group::{Ending, Phase};
use mockingbird::locale::{Language, Locale, Texts};
use mockingbird::picture::{self, Theme};
use mockingbird::store::{SessionId, StoredSession};
use serde_json::Value;

use super::hostile::{bare, enormous, forges_nothing, hostile, within_limits};
use crate::sessions::{ALL, Member, SWIMS, act, does, member, open, says, set, state, wish};
use crate::support::{app, begin};

/// A card as one reads it.
fn read(out: &mut String, what: &str, card: &Card) {
    let buttons: Vec<_> = card.buttons.iter().map(|button| format!("[ {} ]", button.label)).collect();
    let _ = writeln!(out, "── {what}\n{}\n\n{}", card.title, card.body);
    for line in [card.footer.clone(), buttons.join(" ")].into_iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "\n{line}");
    }
    out.push('\n');
}

async fn five(app: &App) -> Vec<Member> {
    let mut people = Vec::new();
    for name in ["Ada", "Bob", "Cy", "Dee", "Eve"] {
        people.push(member(app, name).await);
    }
    people
}

async fn revealed<'a>(app: &'a App, session: &StoredSession, round: usize) -> Revealed<'a> {
    app.reveal(session, round).await.unwrap().unwrap()
}

/// Five people in a session about both birds, the penguin first; Bob has more time than others.
async fn lobby(app: &App) -> (SessionId, Vec<Member>) {
    let mut people = five(app).await;
    // A session begins with what the fewest know.
    let asked = begin(app, &people[0].person, &Wish { topic: Some("mockingbird".into()), count: 1, ..Wish::default() }).await;
    app.play(&people[0].person, asked.id, &Action::Answer { round: 0, text: "It sings.".into(), interaction: None }).await.unwrap();
    people[1].person.extended_time = mockingbird::interview::ExtendedTime::Half;
    let birds = SessionWish { topic: Some("birds".into()), questions: 2, ..wish(1) };
    let id = open(app, &people[0], &birds).await;
    for guest in &people[1..] {
        does(app, guest, id, SessionAction::Join).await;
    }
    (id, people)
}

/// Plays a session and writes down every card of it, in one language.
async fn story(t: Locale<'_>) -> String {
    let (mut app, _folder) = app().await;
    let mut out = String::new();
    let (id, people) = lobby(&app).await;
    let [ada, bob, cy, dee, eve] = &people[..] else { panic!("five people") };
    read(&mut out, "the lobby", &views::lobby(t, &state(&app, id).await));
    read(&mut out, "the host alone", &views::host_panel(t, &state(&app, id).await));
    does(&app, ada, id, SessionAction::Start).await;
    set(&mut app, 30);
    does(&app, ada, id, says(0, ALL)).await;
    let SessionOutcome::Received(received) = act(&app, cy, id, says(0, SWIMS)).await else { panic!("not received") };
    read(&mut out, "Cy alone: an answer", &views::received(t, &received));
    does(&app, ada, id, SessionAction::Quote { round: 0, agree: true }).await;
    let session = state(&app, id).await;
    read(&mut out, "the lobby, later", &views::lobby(t, &session));
    read(&mut out, "a question", &views::session_question(t, &session, &app.asked_in(&session, 0).unwrap()));
    let SessionOutcome::Hint(hint) = act(&app, dee, id, SessionAction::Hint(0)).await else { panic!("no hint") };
    read(&mut out, "Dee alone: a hint", &views::session_hint(t, &hint));
    does(&app, ada, id, SessionAction::Pause).await;
    let session = state(&app, id).await;
    read(&mut out, "the question, with the clock stopped", &views::session_question(t, &session, &app.asked_in(&session, 0).unwrap()));
    does(&app, ada, id, SessionAction::Resume).await;
    does(&app, dee, id, says(0, SWIMS)).await;
    does(&app, bob, id, says(0, ALL)).await;
    does(&app, eve, id, says(0, "I do not know, sorry.")).await;
    let session = state(&app, id).await;
    read(&mut out, "the question, closed", &views::session_question(t, &session, &app.asked_in(&session, 0).unwrap()));
    read(&mut out, "what they knew", &views::reveal(t, &session, &revealed(&app, &session, 0).await));
    let SessionVerdict::Verdict(own) = app.session_verdict(&cy.person, id, 0).await.unwrap() else { panic!("no verdict") };
    read(&mut out, "Cy alone: a verdict", &views::own_verdict(t, &own));
    read(&mut out, "Cy alone: too late", &views::too_late(t, "…", "Late, but mine."));
    does(&app, ada, id, SessionAction::Next(0)).await;
    for who in &people {
        does(&app, who, id, says(1, "It sings at night and it copies other birds.")).await;
    }
    does(&app, ada, id, SessionAction::Next(1)).await;
    let session = state(&app, id).await;
    let podium = app.podium(&session).await.unwrap();
    read(&mut out, "the end", &views::podium(t, &session, Ending::Finished, &podium));
    let picture = picture::draw(&views::group_chart(t, &podium).unwrap(), Theme::Dark).unwrap();
    let _ = writeln!(out, "── the picture, in words\n{}\n", picture.alt);
    let SessionVerdict::Report(report) = app.session_report(&cy.person, id).await.unwrap() else { panic!("no report") };
    read(&mut out, "Cy alone: a report", &views::own_report(t, &report));
    let gone = StoredSession {
        group: {
            let mut group = session.group.clone();
            group.phase = Phase::Revealed { round: 0, next_at: app.clock.now() };
            group
        },
        ..session
    };
    read(&mut out, "a question that left the bank", &views::lost_reveal(t, &gone, 0, &[]));
    read(&mut out, "Cy alone: the words for it", &views::own_words(t, Some(SWIMS), None));
    out
}

#[tokio::test]
async fn the_cards_of_a_session_read_well() {
    let texts = Texts::new().unwrap();
    insta::assert_snapshot!("session_cards", story(texts.locale(Language::English)).await);
    insta::assert_snapshot!("session_cards_german", story(texts.locale(Language::German)).await);
}

/// Every card of a session that shows what somebody has typed.
fn typed(t: Locale<'_>, session: &StoredSession, app: &App, revealed: &Revealed<'_>, podium: &Podium) -> Vec<Card> {
    vec![
        views::lobby(t, session),
        views::session_question(t, session, &app.asked_in(session, 0).unwrap()),
        views::reveal(t, session, revealed),
        views::podium(t, session, Ending::Finished, podium),
        views::lost_reveal(t, session, 0, &revealed.scores),
    ]
}

/// The moments on a card, which Discord itself counts down.
fn moments(text: &str) -> Vec<String> {
    text.split("<t:").skip(1).filter_map(|rest| Some(format!("<t:{}:R>", rest.split_once(":R>")?.0))).collect()
}

#[tokio::test]
async fn hostile_names_topics_and_answers_forge_nothing_on_a_card_of_a_session() {
    let (app, _folder) = app().await;
    let (id, people) = lobby(&app).await;
    let before = state(&app, id).await;
    does(&app, &people[0], id, SessionAction::Start).await;
    for who in &people {
        does(&app, who, id, says(0, ALL)).await;
        does(&app, who, id, SessionAction::Quote { round: 0, agree: true }).await;
    }
    let mut session = state(&app, id).await;
    let mut shown = revealed(&app, &session, 0).await;
    let mut podium = app.podium(&session).await.unwrap();
    let texts = Texts::new().unwrap();
    let t = texts.locale(Language::English);
    let cards = |session: &StoredSession, shown: &Revealed<'_>, podium: &Podium| {
        let lobby = StoredSession { topic: session.topic.clone(), members: session.members.clone(), ..before.clone() };
        let mut all = typed(t, session, &app, shown, podium);
        all.push(views::lobby(t, &lobby));
        all.into_iter().map(|card| serde_json::to_value(card.message()).unwrap()).collect::<Vec<Value>>()
    };
    let ours: Vec<_> = cards(&session, &shown, &podium).iter().flat_map(|card| moments(&card.to_string())).collect();
    assert!(ours.len() >= 2, "{ours:?}");
    let mut filled = 0;
    for (_, text) in hostile() {
        session.topic = Some(text.clone());
        for named in session.members.values_mut() {
            named.name.clone_from(&text);
        }
        for score in shown.scores.iter_mut().chain(&mut podium.places) {
            score.name = Some(text.clone());
        }
        shown.quoted = Some((Some(text.clone()), text.clone()));
        for card in cards(&session, &shown, &podium) {
            within_limits(&card).unwrap();
            let mut plain = bare(card["embeds"].as_array().unwrap());
            for moment in &ours {
                plain = plain.replace(moment, "");
            }
            forges_nothing(&plain, &text);
            filled += 1;
        }
        for words in [views::too_late(t, "…", &text), views::own_words(t, Some(&text), None)] {
            let card = serde_json::to_value(words.message()).unwrap();
            within_limits(&card).unwrap();
            assert_eq!(words.body.matches("```").count(), 2, "{text:?} leaves its block: {}", words.body);
        }
    }
    assert!(filled > 1500);
}

#[tokio::test]
async fn cards_of_a_full_session_over_an_enormous_bank_stay_within_discords_limits() {
    let (plain, _folder) = app().await;
    let app = App { bank: enormous(), store: plain.store.clone(), clock: plain.clock.clone(), monitor: plain.monitor.clone() };
    let mut people = Vec::new();
    for n in 0..25 {
        people.push(member(&app, &format!("{n}{}", "@everyone 🙂 ".repeat(20))).await);
    }
    let id = open(&app, &people[0], &SessionWish { topic: None, ..wish(1) }).await;
    for guest in &people[1..] {
        does(&app, guest, id, SessionAction::Join).await;
    }
    does(&app, &people[0], id, SessionAction::Start).await;
    for (n, who) in people.iter().enumerate() {
        let answer = (0..n).map(|n| format!("w{n} and z{n}.")).collect::<Vec<_>>().join(" ") + &" 🙂".repeat(900) + " hm";
        does(&app, who, id, says(0, &answer)).await;
        does(&app, who, id, SessionAction::Quote { round: 0, agree: true }).await;
    }
    let session = state(&app, id).await;
    let (shown, podium) = (revealed(&app, &session, 0).await, app.podium(&session).await.unwrap());
    let texts = Texts::new().unwrap();
    for t in Language::ALL.map(|language| texts.locale(language)) {
        let mut cards = typed(t, &session, &app, &shown, &podium);
        cards.push(views::host_panel(t, &session));
        for card in cards {
            within_limits(&serde_json::to_value(card.message()).unwrap()).unwrap();
        }
    }
}
