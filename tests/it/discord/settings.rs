//! `/settings`: one's own, and the server's by those who may manage it.

use loopback_discord::{Message, permissions::MANAGE_GUILD};
use serde_json::{Value, json};

use super::bot::{Stage, Way};
use super::faults::Lock;

/// Ada, or whoever, asks for a card of settings.
async fn card(who: &loopback_discord::Person, stage: &Stage, which: &str, options: Value) -> Message {
    let card = who.types_command(&stage.channel, which, options).response().await.message();
    assert!(card.is_ephemeral(), "settings are nobody else's: {}", card.text());
    card
}

/// The text of a card without its bold type.
fn text(card: &Message) -> String {
    card.text().replace("**", "")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sets_what_is_their_own_and_it_holds_after_a_restart() {
    let mut stage = Stage::new().await;
    let first = card(&stage.ada, &stage, "settings me", json!({})).await;
    insta::assert_snapshot!("settings_me", text(&first).replace(|c: char| c.is_ascii_digit(), "0"));
    let zoned = card(&stage.ada, &stage, "settings me", json!({ "timezone": "asia/kolkata" })).await;
    assert!(text(&zoned).contains("Asia/Kolkata, where it is"), "{}", text(&zoned));
    let levelled = stage.ada.try_selects(&zoned, "1:set:level", &["Level: senior"]).unwrap().response().await.message();
    assert!(text(&levelled).contains("Level: senior"), "{}", text(&levelled));
    stage.kill().await;
    stage.start(Way::Plain).await;
    // The card from before the restart still works.
    let slow = stage.ada.try_selects(&levelled, "1:set:time", &["150"]).unwrap().response().await.message();
    let said = text(&slow);
    assert!(said.contains("half as much again") && said.contains("Level: senior") && said.contains("Asia/Kolkata"), "{said}");
    let hidden = stage.ada.presses(&slow, "Hide me on boards").response().await.message();
    assert!(text(&hidden).contains("they hide you"), "{}", text(&hidden));

    // Without a level, hers is asked; where a topic has none of it, every level.
    let asks = async |topic: &str| {
        let Stage { ada, channel, .. } = &stage;
        let answer = ada.types_command(channel, "interview", json!({ "topic": topic })).response().await.message();
        match answer.button("Start over") {
            None => answer.text(),
            Some(_) => ada.presses(&answer, "Start over").response().await.text(),
        }
    };
    assert!(asks("penguin").await.contains("senior"));
    assert!(asks("mockingbird").await.contains("every level"));
    let question = async |options: Value| stage.ada.types_command(&stage.channel, "question", options).response().await.text();
    assert!(question(json!({ "topic": "birds" })).await.contains("The penguin"), "of all birds the one at her level");
    assert!(question(json!({ "topic": "birds", "level": "junior" })).await.contains("The mockingbird"), "a level that is named goes first");
    assert!(question(json!({ "topic": "mockingbird" })).await.contains("The mockingbird"), "there is none at her level");
    let bob = card(&stage.bob, &stage, "settings me", json!({})).await;
    assert!(text(&bob).contains("Level: any") && text(&bob).contains("UTC") && text(&bob).contains("they show you"), "{}", text(&bob));
    let direct = stage.ada.types_command(&stage.ada.dm(), "settings me", json!({})).response().await.message();
    assert!(text(&direct).contains("Asia/Kolkata") && direct.buttons().is_empty(), "no server, no boards: {}", direct.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_manage_the_server_sets_it_and_that_is_asked_at_every_press() {
    let stage = Stage::new().await;
    let Stage { ada, bob, guild, channel, .. } = &stage;
    ada.set_permissions(guild, MANAGE_GUILD);
    let shown = card(ada, &stage, "settings server", json!({ "timezone": "Europe/Berlin" })).await;
    insta::assert_snapshot!("settings_server", text(&shown).replace(|c: char| c.is_ascii_digit(), "0"));
    let german = ada.try_selects(&shown, "1:set:language", &["Language: Deutsch"]).unwrap().response().await.message();
    assert!(text(&german).contains("Language: Deutsch"), "{}", text(&german));
    let board = bob.types_command(channel, "leaderboard", json!({})).response().await.message();
    assert!(board.text().contains("Rangliste"), "the server's own word goes before Discord's: {}", board.text());

    // Bob may not, whatever he sends.
    let refused = bob.types_command(channel, "settings server", json!({ "timezone": "Asia/Tokyo" })).response().await.message();
    assert!(refused.text().contains("This is not yours to set"), "{}", refused.text());
    for forged in ["1:set:language", "1:set:channels", "1:set:everywhere"] {
        let refused = bob.forges_select(&shown, forged, &["en"]).response().await.message();
        assert!(refused.is_ephemeral() && refused.text().contains("Manage Server"), "{forged}: {}", refused.text());
    }
    // Nor may Ada, once she may no longer.
    ada.set_permissions(guild, 0);
    let late = ada.try_selects(&german, "1:set:language", &["Language: English"]).unwrap().response().await.message();
    assert!(late.text().contains("Manage Server"), "{}", late.text());
    let still = ada.looks_at(&german).unwrap();
    assert!(text(&still).contains("Language: Deutsch") && text(&still).contains("Europe/Berlin"), "{}", text(&still));
    let direct = ada.types_command(&ada.dm(), "settings server", json!({})).response().await.message();
    assert!(direct.text().contains("This needs a server"), "{}", direct.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_everybody_would_see_is_private_in_other_channels_than_the_servers_own() {
    let stage = Stage::new().await;
    let Stage { ada, bob, guild, channel, .. } = &stage;
    let quiz = guild.channel("quiz");
    ada.set_permissions(guild, MANAGE_GUILD);
    let shown = card(ada, &stage, "settings server", json!({})).await;
    let id = quiz.id().to_string();
    let set = ada.try_selects(&shown, "1:set:channels", &[&id]).unwrap().response().await.message();
    assert!(set.text().contains(&format!("<#{id}>")), "{}", set.text());

    let elsewhere = bob.types_command(channel, "leaderboard", json!({})).response().await.message();
    assert!(elsewhere.is_ephemeral() && elsewhere.text().contains(&format!("<#{id}>")), "{}", elsewhere.text());
    // Nor when the database is slow, and "thinking" had been announced to everybody: who is new here has to be noted.
    let newcomer = stage.discord.person("cleo");
    newcomer.joins(guild);
    let lock = Lock::take(stage.home.path()).await;
    let slow = newcomer.types_command(channel, "leaderboard", json!({}));
    let known = bob.types_command(channel, "leaderboard", json!({})).response().await.message();
    assert!(known.is_ephemeral(), "nothing is to be noted of who is known, so that they need not wait");
    assert_eq!(slow.acknowledged().await, Some(5));
    lock.release().await;
    let late = slow.until_followups(1).await;
    assert!(late[0].is_ephemeral() && late[0].text().contains(&format!("<#{id}>")), "{}", late[0].text());
    assert!(channel.messages().iter().all(loopback_discord::Message::is_ephemeral), "nothing is left for everybody to see");
    for place in [quiz.clone(), quiz.thread("today")] {
        let there = bob.types_command(&place, "leaderboard", json!({})).response().await.message();
        assert!(!there.is_ephemeral(), "{}", there.text());
    }
    let question = stage.first_question(json!({ "topic": "mockingbird", "questions": 1 })).await;
    let verdict = stage.answers(&question, "It imitates other birds.").await.message();
    let report = ada.presses(&verdict, "See the report").response().await.message();
    let kept = ada.presses(&report, "Share the summary").response().await.message();
    assert!(kept.is_ephemeral() && kept.text().contains("Nothing was posted"), "{}", kept.text());

    let all = ada.presses(&set, "In all channels").response().await.message();
    assert!(text(&all).contains("Channels: all of them") && all.button("In all channels").is_none(), "{}", text(&all));
    let shared = ada.presses(&report, "Share the summary").response().await.message();
    assert!(!shared.is_ephemeral() && shared.text().contains("Ada held"), "the one right to share was not used up: {}", shared.text());
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn zones_are_offered_with_the_time_there_and_nonsense_is_refused_kindly() {
    let stage = Stage::new().await;
    let Stage { ada, channel, .. } = &stage;
    let typing =
        async |typed: &str| ada.autocompletes(channel, "settings me", json!({ "timezone": typed }), "timezone").response().await.choices();
    for (typed, zone) in [
        ("berlin", "Europe/Berlin"),
        ("Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("KOLK", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("los ang", "America/Los_Angeles"),
    ] {
        let offered = typing(typed).await;
        assert_eq!(offered.first().map(|choice| choice.value.as_str().unwrap()), Some(zone), "{typed}");
        let name = &offered[0].name;
        let time = name.strip_prefix(&format!("{zone} · ")).unwrap_or_else(|| panic!("{name}"));
        assert!(chrono::NaiveTime::parse_from_str(time, "%H:%M").is_ok(), "{name}");
    }
    assert_eq!(typing("").await.len(), 24, "before anything is typed there is a place to begin");
    assert!(typing("america").await.len() == 25 && typing("zzzzz").await.is_empty());

    let near = card(ada, &stage, "settings me", json!({ "timezone": "Europe/Berlim" })).await;
    assert!(near.text().contains("Did you mean “Europe/Berlin”"), "{}", near.text());
    for hostile in ["@everyone ||x||", "```", "\u{202E}evil", "[a](https://b)", "x'; drop table person; --", "   "] {
        let refused = card(ada, &stage, "settings me", json!({ "timezone": hostile })).await;
        assert!(!refused.text().contains("@everyone ") && !refused.text().contains("\u{202E}"), "{}", refused.text());
    }
    for (menu, value) in [("1:set:level", "guru"), ("1:set:time", "99999"), ("1:set:time", "@everyone"), ("1:set:level", "")] {
        let shown = card(ada, &stage, "settings me", json!({})).await;
        let after = ada.forges_select(&shown, menu, &[value]).response().await.message();
        assert!(text(&after).contains("Level: any") && text(&after).contains("the usual"), "{menu} {value}: {}", text(&after));
    }
    stage.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn help_shows_the_way_in_to_somebody_new_in_every_language() {
    let stage = Stage::new().await;
    let Stage { ada, channel, .. } = &stage;
    let mentioning = async {
        loop {
            let help = ada.types_command(channel, "help", json!({})).response().await.message();
            assert!(help.is_ephemeral() && help.text().contains("/interview"), "{}", help.text());
            if help.text().contains("</") {
                return help;
            }
        }
    };
    // As soon as the bot has heard what its commands are called.
    let help = tokio::time::timeout(std::time::Duration::from_secs(10), mentioning).await.expect("commands that a tap uses");
    assert!(help.text().contains("</session start:") && !help.text().contains("`/"), "{}", help.text());
    insta::assert_snapshot!("help", help.text().replace(|c: char| c.is_ascii_digit(), ""));
    ada.set_locale("de");
    let german = ada.types_command(channel, "help", json!({})).response().await.message();
    assert!(german.text().contains("Wobei ich helfe") && german.text().contains("/interview"), "{}", german.text());
    for command in ["settings me", "privacy"] {
        let card = ada.types_command(channel, command, json!({})).response().await.message();
        assert!(card.text().contains("Löschen") || card.text().contains("Deine Einstellungen") || card.text().contains("aufbewahre"));
    }
    stage.is_clean();
}
