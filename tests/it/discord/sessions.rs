//! Study-group sessions by the real binary: five people from the lobby to the podium, and everything that gets in between.

use std::time::{Duration, Instant};

use loopback_discord::{Channel, Loopback, Message, Modal, Person};
use mockingbird::clock;
use serde_json::json;

use super::bot::{Stage, Way};
use crate::support::report;

const SWIMS: &str = "It swims with its wings.";
const ALL: &str = "The wings are flippers for swimming under water. In return it cannot fly.";
/// A clock on which a minute is two seconds.
const QUICK: &str = "1767225600@30";

/// A stage with as many people as there are names.
pub(super) struct Table {
    pub(super) stage: Stage,
    pub(super) people: Vec<Person>,
}

impl Table {
    pub(super) async fn new(names: &[&str], clock: Option<&str>) -> Self {
        let mut table = Self::without_bot(names).await;
        table.start(clock).await;
        table
    }

    pub(super) async fn without_bot(names: &[&str]) -> Self {
        let stage = Stage::on(Loopback::builder().bot_name("Mockingbird").patience(Duration::from_secs(40)).start().await);
        let people = names.iter().map(|name| match *name {
            "Ada" => stage.ada.clone(),
            "Bob" => stage.bob.clone(),
            name => {
                let person = stage.discord.person(&name.to_lowercase());
                person.set_global_name(name).joins(&stage.guild);
                person
            }
        });
        Self { people: people.collect(), stage }
    }

    pub(super) async fn start(&mut self, clock: Option<&str>) {
        let mut command = self.stage.command(Way::Plain);
        if let Some(clock) = clock {
            command.env("MOCKINGBIRD_TEST_CLOCK", clock);
        }
        self.stage.runs_logging(command).await;
    }

    /// The newest message of the channel for which this holds, when there is one.
    pub(super) async fn card(&self, what: &str, holds: impl Fn(&Message) -> bool) -> Message {
        card_in(&self.stage, &self.stage.channel, what, holds).await
    }

    /// The newest message with a button of this name.
    pub(super) async fn with_button(&self, name: &str) -> Message {
        self.card(name, |message| message.button(name).is_some()).await
    }

    /// `/session start` by the first of them; the host's own card.
    pub(super) async fn opens(&self, options: serde_json::Value) -> Message {
        let panel = self.people[0].types_command(&self.stage.channel, "session start", options).response().await.message();
        assert!(panel.is_ephemeral() && panel.text().contains("You are the host"), "{}", panel.text());
        panel
    }

    /// Everybody but the host comes in.
    pub(super) async fn all_join(&self) {
        let lobby = self.with_button("Join").await;
        for guest in &self.people[1..] {
            let joined = guest.presses(&lobby, "Join").response().await.message();
            assert!(joined.is_ephemeral() && joined.text().contains("You are in"), "{}", joined.text());
        }
    }

    pub(super) async fn modal(&self, who: &Person) -> Modal {
        let question = self.with_button("Answer").await;
        who.presses(&question, "Answer").response().await.modal()
    }

    pub(super) async fn answers(&self, who: &Person, text: &str) -> Message {
        let modal = self.modal(who).await;
        who.submits(&modal, json!({ "answer": text })).response().await.message()
    }
}

pub(super) async fn card_in(stage: &Stage, channel: &Channel, what: &str, holds: impl Fn(&Message) -> bool) -> Message {
    let newest = || channel.messages().into_iter().rev().find(|message| holds(message));
    stage.discord.until(what, |_| newest().is_some()).await.unwrap();
    newest().unwrap()
}

/// The text of a card without its marks.
fn plain(message: &Message) -> String {
    message.text().replace(['*', '\\'], "")
}

#[tokio::test(flavor = "multi_thread")]
async fn five_people_go_through_a_whole_session() {
    let table = Table::new(&["Ada", "Bob", "Cy", "Dee", "Eve"], None).await;
    let [ada, bob, cy, dee, eve] = &table.people[..] else { panic!("five people") };
    // A session begins with what the fewest know, so that it begins with the other question.
    let known = table.stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    table.stage.answers(&known, "It sings at night.").await;
    let panel = table.opens(json!({ "topic": "birds", "questions": 2 })).await;
    table.all_join().await;
    let lobby = table.card("all in the lobby", |card| card.text().contains("Ada, Bob, Cy, Dee, Eve")).await;
    let refused = bob.presses(&lobby, "Start").response().await.message();
    assert!(refused.is_ephemeral() && refused.text().contains("Only the host"), "{}", refused.text());
    ada.presses(&panel, "Start").response().await;

    let modal = table.modal(ada).await;
    let first = table.with_button("Answer").await;
    let received = ada.submits(&modal, json!({ "answer": "Hm." })).response().await.message();
    assert!(received.is_ephemeral() && received.text().contains("Received"), "{}", received.text());
    assert!(!received.text().contains('%'), "nobody sees a score before the reveal: {}", received.text());
    // The box remembers what was sent, and what is sent then takes its place.
    let again = table.modal(ada).await;
    assert_eq!(again.inputs()[0].value, "Hm.");
    let received = ada.submits(&again, json!({ "answer": ALL })).response().await.message();
    assert!(received.text().contains("taken the place"), "{}", received.text());
    let quotable = ada.presses(&received, "You may quote me").response().await.message();
    assert!(quotable.text().contains("The group may see your answer"), "{}", quotable.text());
    let hint = cy.presses(&first, "Hint").response().await.message();
    assert!(hint.is_ephemeral() && hint.text().contains("One hint is left"), "{}", hint.text());
    table.answers(bob, ALL).await;
    table.card("a count", |card| card.text().contains("2 of 5 have answered")).await;
    for who in [cy, dee] {
        table.answers(who, "It swims and it sings.").await;
    }
    let last = table.answers(eve, "I do not know, sorry.").await;
    assert!(last.text().contains("it was the last one"), "{}", last.text());
    let reveal = table.with_button("My verdict").await;
    for line in [
        "4 of 5 said it",
        "2 of 5 said it",
        "1. Ada · 100 %",
        "1. Bob · 100 %",
        "3. Dee · 55 %",
        "4. Cy · 45 %",
        "Some said “It cannot fly”",
    ] {
        assert!(plain(&reveal).contains(line), "{line} in {}", plain(&reveal));
    }
    assert!(reveal.text().contains(ALL) && reveal.text().contains("by Ada"), "{}", reveal.text());
    let closed = table.card("closed", |card| card.text().contains("Closed: 5 of 5")).await;
    assert!(closed.buttons().is_empty());
    let own = bob.presses(&reveal, "My verdict").response().await.message();
    assert!(own.is_ephemeral() && own.text().contains("100 %") && own.button("Dispute").is_some(), "{}", own.text());
    let late = bob.forges_submit(&again, json!({ "answer": "too late, but mine" })).response().await.message();
    assert!(late.text().contains("no longer open") && late.text().contains("too late, but mine"), "{}", late.text());

    ada.presses(&reveal, "Next").acknowledged().await;
    table.card("the second question", |card| card.text().contains("2 of 2") && card.button("Answer").is_some()).await;
    for who in &table.people {
        table.answers(who, SWIMS).await;
    }
    let reveal = table.card("the second reveal", |card| card.button("To the podium").is_some()).await;
    ada.presses(&reveal, "To the podium").acknowledged().await;
    let podium = table.with_button("My report").await;
    for line in ["1. Ada · 100 points", "1. Bob · 100 points", "3. Dee · 55 points", "5. Eve · 0 points", "Strongest: The penguin"] {
        assert!(plain(&podium).contains(line), "{line} in {}", plain(&podium));
    }
    let mine = eve.presses(&podium, "My report").response().await.message();
    assert!(mine.is_ephemeral() && mine.text().contains("Your report") && mine.text().contains("2 of 2 answered"), "{}", mine.text());
    assert_eq!(table.stage.attempts().await, 11);
    let board = table.stage.board().await;
    assert!(board.contains("Bob · 300 points · 2 questions") && board.contains("Eve · 0 points"), "{board}");
    table.stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_deadline_everybody_presses_and_what_comes_too_late_is_given_back() {
    let table = Table::new(&["Ada", "Bob", "Cy", "Dee", "Eve"], Some(QUICK)).await;
    let panel = table.opens(json!({ "topic": "penguin", "questions": 1, "minutes": 2 })).await;
    table.all_join().await;
    table.people[0].presses(&panel, "Start").response().await;
    let mut modals = Vec::new();
    for who in &table.people {
        modals.push((who, table.modal(who).await));
    }
    // Two minutes are four seconds on this clock; each sends at a moment of their own around them.
    let begun = Instant::now();
    let mut sent = Vec::new();
    for (n, (who, modal)) in (0_u32..).zip(&modals) {
        let at = Duration::from_millis(3400 + u64::from(n) * 200);
        clock::until(begun + at).await;
        sent.push(who.submits(modal, json!({ "answer": SWIMS })));
    }
    let (mut kept, mut late) = (0, 0);
    for action in sent {
        let card = action.response().await.message();
        if card.text().contains("Received") {
            kept += 1;
        } else {
            late += 1;
            assert!(card.text().contains(SWIMS), "the words are given back: {}", card.text());
        }
    }
    let reveal = table.with_button("My verdict").await;
    assert!(reveal.text().contains("A model answer"), "{}", reveal.text());
    assert_eq!(table.stage.attempts().await, kept, "{late} came too late");
    report(&format!("five answers sent around the deadline: {kept} kept and graded, {late} too late and given back"));
    // Nobody presses Next: the podium comes by itself.
    table.with_button("My report").await;
    table.stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_who_leaves_is_replaced_and_a_session_that_all_leave_closes_itself() {
    let table = Table::new(&["Ada", "Bob", "Cy"], None).await;
    let [ada, bob, cy] = &table.people[..] else { panic!("three people") };
    let panel = table.opens(json!({ "topic": "birds", "questions": 2 })).await;
    table.all_join().await;
    let lobby = table.with_button("Start").await;
    ada.presses(&panel, "Start").response().await;
    let question = table.with_button("Answer").await;
    table.answers(bob, SWIMS).await;
    let left = ada.presses(&question, "Leave").response().await.message();
    assert!(left.text().contains("You have left"), "{}", left.text());
    let refused = cy.presses(&question, "Host …").response().await.message();
    assert!(refused.text().contains("Only the host"), "the one who did something last is the host: {}", refused.text());
    let panel = bob.presses(&question, "Host …").response().await.message();
    let paused = bob.presses(&panel, "Stop the clock").response().await.message();
    assert!(paused.text().contains("stopped the clock") && paused.button("Go on").is_some(), "{}", paused.text());
    table.card("the pause", |card| card.text().contains("The host has stopped the clock") && card.button("Answer").is_some()).await;
    let on = bob.presses(&paused, "Go on").response().await.message();
    let longer = bob.presses(&on, "2 more minutes").response().await.message();
    assert!(longer.button("Close it now").is_some());
    let handed = bob.types_command(&table.stage.channel, "session host", json!({ "member": cy.id().to_string() })).response().await;
    assert!(handed.text().contains("Cy is the host now"), "{}", handed.text());
    let stranger = table.stage.discord.person("zoe");
    stranger.joins(&table.stage.guild);
    let stranger = stranger.id().to_string();
    let no = cy.types_command(&table.stage.channel, "session host", json!({ "member": stranger })).response().await;
    assert!(no.text().contains("not in this session"), "{}", no.text());
    let shown = cy.types_command(&table.stage.channel, "session show", json!({})).response().await;
    assert!(shown.text().contains("end of the channel"), "{}", shown.text());
    table.card("the question again", |card| card.button("Answer").is_some() && card.id() != question.id()).await;
    for who in [bob, cy] {
        who.presses(&question, "Leave").response().await;
    }
    let podium = table.with_button("My report").await;
    assert!(podium.text().contains("Nobody was there any more") && podium.text().contains("Bob"), "{}", podium.text());
    assert_eq!(table.stage.attempts().await, 1, "what was answered is graded");
    let over = ada.forges_press(&lobby, &lobby.button("Join").unwrap().custom_id.unwrap()).response().await.message();
    assert!(over.text().contains("This session is over"), "{}", over.text());
    table.stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_deleted_in_the_middle_ends_the_session_and_loses_no_answer() {
    let table = Table::new(&["Ada", "Bob"], None).await;
    let [ada, bob] = &table.people[..] else { panic!("two people") };
    let panel = table.opens(json!({ "topic": "penguin", "questions": 1 })).await;
    table.all_join().await;
    ada.presses(&panel, "Start").response().await;
    table.answers(bob, SWIMS).await;
    table.stage.channel.deletes();
    let graded = async {
        while table.stage.attempts().await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), graded).await.expect("the answer is graded");
    // Ada is free for another session.
    let other = table.stage.guild.channel("other");
    let again = ada.types_command(&other, "session start", json!({})).response().await.message();
    assert!(again.text().contains("You are the host"), "{}", again.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_passes_while_the_bot_is_down_is_closed_at_its_start_with_a_word_about_it() {
    let mut table = Table::new(&["Ada", "Bob"], Some("1767225600@1")).await;
    let panel = table.opens(json!({ "topic": "penguin", "questions": 1 })).await;
    table.all_join().await;
    table.people[0].presses(&panel, "Start").response().await;
    table.answers(&table.people[1], SWIMS).await;
    table.stage.kill().await;
    table.start(Some("1767229200@1")).await;
    let reveal = table.with_button("My verdict").await;
    assert!(reveal.text().contains("I was away when the time was up"), "{}", reveal.text());
    assert!(reveal.text().replace("**", "").contains("Bob · 55 %"), "{}", reveal.text());
    assert_eq!(table.stage.attempts().await, 1);
    table.stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_refused_where_the_bot_may_not_post_and_can_be_held_in_a_thread() {
    use loopback_discord::permissions::{CREATE_PUBLIC_THREADS, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS, VIEW_CHANNEL};
    let table = Table::new(&["Ada"], None).await;
    let ada = &table.people[0];
    let mute = table.stage.guild.channel("mute");
    mute.denies(table.stage.discord.application_id(), SEND_MESSAGES);
    let no = ada.types_command(&mute, "session start", json!({})).response().await.message();
    assert!(no.text().contains("Send Messages") && !no.text().contains("View Channel"), "{}", no.text());
    let threadless = table.stage.guild.channel("threadless");
    threadless.denies(table.stage.discord.application_id(), CREATE_PUBLIC_THREADS | SEND_MESSAGES_IN_THREADS);
    let no = ada.types_command(&threadless, "session start", json!({ "thread": true })).response().await.message();
    assert!(no.text().contains("I lack: Create Public Threads, Send Messages in Threads."), "{}", no.text());
    let slip = ada.types_command(&table.stage.channel, "session start", json!({ "topic": "pengiun" })).response().await.message();
    assert!(slip.text().contains("Did you mean"), "{}", slip.text());
    let panel = table.opens(json!({ "thread": true })).await;
    assert!(panel.text().contains("The session is in <#"), "{}", panel.text());
    let second = ada.types_command(&table.stage.channel, "session start", json!({})).response().await.message();
    assert!(second.text().contains("another session of this server"), "{}", second.text());
    let ended = ada.presses(&panel, "End").response().await.message();
    assert!(ended.text().contains("This session is over"), "{}", ended.text());
    // A channel that is closed to the bot in the middle is as good as gone.
    table.opens(json!({})).await;
    let lobby = table.with_button("Join").await;
    table.stage.channel.denies(table.stage.discord.application_id(), VIEW_CHANNEL | SEND_MESSAGES);
    ada.presses(&lobby, "Start").acknowledged().await;
    let ended = async {
        while !table.stage.log().contains("closed to the bot; the session has ended") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ended).await.expect("the session ends");
    assert!(table.stage.discord.pings().is_empty());
}
