//! People: what they can see, press and send, and what they cannot.

use std::time::Duration;

use loopback_discord::{Channel, Guild, Impossible, Loopback, Person, Response, Target, permissions};
use serde_json::{Value, json};

use crate::bot::{Bot, card, modal, row};

struct Stage {
    discord: Loopback,
    guild: Guild,
    general: Channel,
    ann: Person,
    bob: Person,
    bot: Bot,
}

async fn stage() -> Stage {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study group");
    let general = guild.channel("general");
    let (ann, bob) = (discord.person("ann"), discord.person("bob"));
    ann.set_global_name("Ann").joins(&guild);
    bob.joins(&guild);
    let bot = Bot::start(&discord).await;
    Stage { discord, guild, general, ann, bob, bot }
}

#[tokio::test]
async fn a_command_brings_a_card_a_button_a_modal_and_a_verdict() {
    let Stage { discord, general, ann, mut bot, .. } = stage().await;

    let action = ann.types_command(&general, "interview", json!({"questions": 2}));
    let heard = bot.answers(card("Ready?", "Answer", "v1:answer:7")).await;
    assert_eq!(heard["type"], 2);
    assert_eq!(heard["data"]["options"], json!([{"name": "questions", "type": 4, "value": 2}]));
    let shown = action.response().await.message();
    assert!(shown.is_ephemeral());
    assert!(action.latency().is_some());

    let action = ann.presses(&shown, "Answer");
    let heard = bot.answers(modal("v1:submit:7")).await;
    assert_eq!((&heard["type"], &heard["data"]["custom_id"]), (&json!(3), &json!("v1:answer:7")));
    assert_eq!(heard["message"]["id"], shown.id().to_string());
    let opened = action.response().await.modal();

    let action = ann.submits(&opened, json!({"Your answer": "It does not count."}));
    let heard = bot.answers(json!({"type": 7, "data": {"content": "Right.", "components": []}})).await;
    assert_eq!(heard["type"], 5);
    assert_eq!(heard["data"]["components"][0]["components"][0]["value"], "It does not count.");
    let verdict = action.response().await;
    assert!(matches!(&verdict, Response::Updated(message) if message.id() == shown.id()));
    assert_eq!(verdict.text(), "Right.");
    assert_eq!(ann.last_card(&general).unwrap().content(), "Right.");
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn an_interaction_in_a_guild_tells_who_where_and_what_may_be_done() {
    let Stage { guild, general, ann, mut bot, .. } = stage().await;
    guild.set_locale("de").set_bot_permissions(permissions::MENTION_EVERYONE);
    ann.set_locale("fr").set_nick(&guild, "Annie").set_permissions(&guild, permissions::MANAGE_GUILD);
    drop(ann.types_command(&general, "interview", json!({})));
    let heard = bot.interaction().await;
    assert_eq!(heard["guild_id"], guild.id().to_string());
    assert_eq!(heard["channel_id"], general.id().to_string());
    assert_eq!(heard["channel"]["name"], "general");
    assert_eq!((&heard["locale"], &heard["guild_locale"]), (&json!("fr"), &json!("de")));
    assert_eq!(heard["member"]["nick"], "Annie");
    assert_eq!(heard["member"]["user"]["id"], ann.id().to_string());
    assert!(heard.get("user").is_none());
    assert_eq!(heard["context"], 0);
    assert_eq!(heard["authorizing_integration_owners"], json!({"0": guild.id().to_string()}));
    let bits = |value: &Value| value.as_str().unwrap().parse::<u64>().unwrap();
    assert_ne!(bits(&heard["app_permissions"]) & permissions::MENTION_EVERYONE, 0);
    assert_ne!(bits(&heard["member"]["permissions"]) & permissions::MANAGE_GUILD, 0);
    assert_eq!(heard["entitlements"], json!([]));
    assert!(heard["attachment_size_limit"].is_u64());
}

#[tokio::test]
async fn an_interaction_in_direct_messages_has_a_user_and_no_guild() {
    let Stage { ann, mut bot, .. } = stage().await;
    drop(ann.types_command(&ann.dm(), "interview", json!({})));
    let heard = bot.interaction().await;
    assert_eq!(heard["user"]["id"], ann.id().to_string());
    assert!(heard.get("member").is_none() && heard.get("guild_id").is_none());
    assert_eq!(heard["context"], 1);
    assert_eq!(heard["authorizing_integration_owners"], json!({"0": "0"}));
    assert_eq!(heard["channel"]["type"], 1);
}

#[tokio::test]
async fn only_what_is_before_ones_eyes_can_be_pressed() {
    let Stage { general, ann, bob, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    let interaction = bot.answers(card("Ready?", "Answer", "answer")).await;
    let shown = action.response().await.message();

    assert!(bob.sees(&general).is_empty());
    assert_eq!(bob.try_presses(&shown, "Answer").err(), Some(Impossible::NotVisible));
    let missing = ann.try_presses(&shown, "Hint").err();
    assert_eq!(missing, Some(Impossible::NotThere { wanted: "Hint".into(), there: vec!["Answer".into()] }));

    let mut off = row("Answer", "answer");
    off["components"][0]["disabled"] = json!(true);
    let original = format!("{}/messages/@original", bot.rest.webhook(&interaction));
    bot.rest.patch(&original, json!({"components": [off]})).await;
    assert_eq!(ann.try_presses(&shown, "Answer").err(), Some(Impossible::Disabled("Answer".into())));

    ann.reloads();
    assert!(ann.sees(&general).is_empty());
    assert_eq!(ann.try_presses(&shown, "Answer").err(), Some(Impossible::NotVisible));
}

#[tokio::test]
async fn what_nobody_can_do_can_be_forged() {
    let Stage { general, ann, bob, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    bot.answers(card("Ready?", "Answer", "answer")).await;
    let shown = action.response().await.message();
    ann.reloads();

    let forged = bob.forges_press(&shown, "no such button");
    let heard = bot.interaction().await;
    assert_eq!(heard["member"]["user"]["id"], bob.id().to_string());
    assert_eq!(heard["data"]["custom_id"], "no such button");
    assert_eq!(heard["message"]["id"], shown.id().to_string());

    forged.deliver_again();
    assert_eq!(bot.interaction().await["id"], heard["id"]);
}

#[tokio::test]
async fn a_modal_is_for_one_person_and_for_one_time() {
    let Stage { general, ann, bob, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    bot.answers(modal("m")).await;
    let opened = action.response().await.modal();
    let fields = json!({"answer": "x"});
    assert_eq!(bob.try_submits(&opened, &fields).err(), Some(Impossible::ModalClosed));
    assert!(matches!(ann.try_submits(&opened, &json!({"answer": ""})), Err(Impossible::BadValue(_))));
    assert!(matches!(ann.try_submits(&opened, &json!({"answer": "x".repeat(4001)})), Err(Impossible::BadValue(_))));

    let action = ann.submits(&opened, fields.clone());
    bot.answers(json!({"type": 4, "data": {"content": "Thanks."}})).await;
    assert_eq!(action.response().await.text(), "Thanks.");
    assert_eq!(ann.try_submits(&opened, &fields).err(), Some(Impossible::ModalClosed));
    drop(ann.forges_submit(&opened, fields));
    assert_eq!(bot.interaction().await["data"]["custom_id"], "m");
}

#[tokio::test]
async fn a_submission_that_failed_can_be_tried_again() {
    let Stage { discord, general, ann, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    bot.answers(modal("m")).await;
    let opened = action.response().await.modal();
    let action = ann.submits(&opened, json!({"answer": "x"}));
    discord.deadlines().advance(Duration::from_secs(4));
    assert!(action.response().await.is_failed());
    assert!(ann.try_submits(&opened, &json!({"answer": "x"})).is_ok());
}

#[tokio::test]
async fn three_seconds_without_a_response_are_a_failure() {
    let Stage { discord, general, ann, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    let interaction = bot.interaction().await;
    discord.deadlines().advance(Duration::from_millis(3100));
    assert!(action.response().await.is_failed());
    assert_eq!(action.acknowledged().await, None);
    let (status, body) = bot.rest.respond(&interaction, card("Late.", "x", "x")).await;
    assert_eq!((status, &body["code"]), (404, &json!(10062)));
    assert_eq!(discord.violations()[0].code, 10062);
    assert!(discord.transcript().contains("This interaction failed."));
}

#[tokio::test]
async fn an_interaction_is_acknowledged_once() {
    let Stage { discord, general, ann, mut bot, .. } = stage().await;
    drop(ann.types_command(&general, "interview", json!({})));
    let interaction = bot.answers(card("One.", "x", "x")).await;
    let (status, body) = bot.rest.respond(&interaction, card("Two.", "x", "x")).await;
    assert_eq!((status, &body["code"]), (400, &json!(40060)));
    assert_eq!(ann.sees(&general).len(), 1);
    assert_eq!(discord.take_violations().len(), 1);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn a_token_opens_its_webhook_for_fifteen_minutes() {
    let Stage { discord, general, ann, mut bot, .. } = stage().await;
    drop(ann.types_command(&general, "interview", json!({})));
    let interaction = bot.interaction().await;
    let webhook = bot.rest.webhook(&interaction);
    let (status, body) = bot.rest.post(&webhook, json!({"content": "Too early."})).await;
    assert_eq!((status, &body["code"]), (404, &json!(10015)));
    bot.rest.respond(&interaction, card("Now.", "x", "x")).await;
    discord.deadlines().advance(Duration::from_mins(14));
    assert_eq!(bot.rest.post(&webhook, json!({"content": "In time."})).await.0, 200);
    discord.deadlines().advance(Duration::from_mins(2));
    let (status, body) = bot.rest.post(&webhook, json!({"content": "Too late."})).await;
    assert_eq!((status, &body["code"]), (401, &json!(50027)));
}

#[tokio::test]
async fn a_deferred_answer_is_shown_when_it_is_there() {
    let Stage { general, ann, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    let interaction = bot.answers(json!({"type": 5, "data": {"flags": 64}})).await;
    assert_eq!(action.acknowledged().await, Some(5));
    assert!(ann.last_card(&general).unwrap().is_loading());
    let original = format!("{}/messages/@original", bot.rest.webhook(&interaction));
    assert_eq!(bot.rest.patch(&original, json!({"content": "Thought."})).await.0, 200);
    let shown = action.response().await.message();
    assert_eq!((shown.content(), shown.is_ephemeral(), shown.is_loading()), ("Thought.", true, false));
    assert_eq!(shown.edited(), None);
}

#[tokio::test]
async fn a_deferred_update_changes_the_card_later() {
    let Stage { general, ann, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    bot.answers(card("Ready?", "Answer", "answer")).await;
    let shown = action.response().await.message();
    let action = ann.presses(&shown, "Answer");
    let interaction = bot.answers(json!({"type": 6})).await;
    let original = format!("{}/messages/@original", bot.rest.webhook(&interaction));
    bot.rest.patch(&original, json!({"content": "Later.", "components": []})).await;
    let response = action.response().await;
    assert!(matches!(&response, Response::Updated(message) if message.id() == shown.id()), "{response:?}");
    assert_eq!(response.text(), "Later.");
}

#[tokio::test]
async fn an_app_that_is_no_member_has_five_follow_ups() {
    let Stage { discord, ann, mut bot, .. } = stage().await;
    bot.rest.registers(json!([{"name": "anywhere", "description": "x", "integration_types": [0, 1], "contexts": [0, 1, 2]}])).await;
    let foreign = discord.guild_without_bot("Elsewhere");
    let lobby = foreign.channel("lobby");
    ann.joins(&foreign);
    assert!(matches!(ann.try_types_command(&lobby, "anywhere", &json!({})), Err(Impossible::NoCommand(_))));
    ann.installs_app();
    let action = ann.types_command(&lobby, "anywhere", json!({}));
    let interaction = bot.answers(card("Hello.", "x", "x")).await;
    assert_eq!(interaction["authorizing_integration_owners"], json!({"1": ann.id().to_string()}));
    let webhook = bot.rest.webhook(&interaction);
    for number in 0..5 {
        assert_eq!(bot.rest.post(&webhook, json!({"content": number.to_string()})).await.0, 200);
    }
    let (status, body) = bot.rest.post(&webhook, json!({"content": "6"})).await;
    assert_eq!((status, &body["code"]), (400, &json!(40094)));
    assert_eq!(action.until_followups(5).await.len(), 5);
}

#[tokio::test]
async fn commands_are_typed_as_they_were_registered() {
    let Stage { general, ann, bot, .. } = stage().await;
    let try_with = |options: Value| ann.try_types_command(&general, "interview", &options).err();
    for wrong in [json!({"questions": "two"}), json!({"questions": 11}), json!({"unknown": 1}), json!({"topic": 1})] {
        assert!(matches!(try_with(wrong.clone()), Some(Impossible::BadValue(_))), "{wrong}");
    }
    assert!(matches!(ann.try_types_command(&general, "other", &json!({})), Err(Impossible::NoCommand(_))));

    let choices = json!([{"name": "Junior", "value": "junior"}]);
    bot.rest
        .registers(json!([
            {"name": "settings", "description": "x", "options": [
                {"type": 1, "name": "level", "description": "x", "options": [
                    {"type": 3, "name": "to", "description": "x", "required": true, "choices": choices},
                ]},
            ]},
            {"name": "manage", "description": "x", "default_member_permissions": "32", "contexts": [0]},
        ]))
        .await;
    let level = |options: Value| ann.try_types_command(&general, "settings level", &options).map(drop);
    assert_eq!(level(json!({"to": "junior"})), Ok(()));
    assert!(matches!(level(json!({"to": "boss"})), Err(Impossible::BadValue(_))));
    assert!(matches!(level(json!({})), Err(Impossible::BadValue(_))));
    assert!(matches!(ann.try_types_command(&general, "settings", &json!({})), Err(Impossible::NoCommand(_))));
    assert!(matches!(ann.try_types_command(&general, "manage", &json!({})), Err(Impossible::NoCommand(_))));
    assert!(matches!(ann.try_types_command(&ann.dm(), "manage", &json!({})), Err(Impossible::NoCommand(_))));
}

#[tokio::test]
async fn options_are_completed_while_they_are_typed() {
    let Stage { general, ann, mut bot, .. } = stage().await;
    let action = ann.autocompletes(&general, "interview", json!({"topic": "py"}), "topic");
    let choices = json!({"type": 8, "data": {"choices": [{"name": "Python", "value": "python"}]}});
    let heard = bot.answers(choices).await;
    assert_eq!(heard["type"], 4);
    let option = json!({"name": "topic", "type": 3, "value": "py", "focused": true});
    assert_eq!(heard["data"]["options"], json!([option]));
    let choices = action.response().await.choices();
    assert_eq!((choices[0].name.as_str(), &choices[0].value), ("Python", &json!("python")));
}

#[tokio::test]
async fn a_menu_takes_what_it_offers() {
    let Stage { general, ann, mut bot, .. } = stage().await;
    let options = json!([{"label": "Python", "value": "py"}, {"label": "Rust", "value": "rs"}]);
    let menu = json!({"type": 3, "custom_id": "topic", "options": options, "max_values": 2});
    let body = json!({"content": "Which?", "components": [{"type": 1, "components": [menu]}]});
    let action = ann.types_command(&general, "interview", json!({}));
    bot.answers(json!({"type": 4, "data": body})).await;
    let shown = action.response().await.message();
    assert!(matches!(ann.try_selects(&shown, "topic", &["Go"]), Err(Impossible::NotThere { .. })));
    assert!(matches!(ann.try_selects(&shown, "topic", &[]), Err(Impossible::BadValue(_))));
    drop(ann.selects(&shown, &["Python", "rs"]));
    let heard = bot.interaction().await;
    assert_eq!(heard["data"]["values"], json!(["py", "rs"]));
    assert_eq!(heard["data"]["component_type"], 3);
}

#[tokio::test]
async fn pings_follow_allowed_mentions() {
    let Stage { discord, guild, general, ann, bob, bot } = stage().await;
    let role = guild.role("students", 0, true);
    let secret = guild.role("staff", 0, false);
    let path = format!("/channels/{}/messages", general.id());
    let text = format!("<@{}> <@{}> <@&{}> <@&{}> @everyone", ann.id(), bob.id(), role.id(), secret.id());
    let check = async |allowed: Value, expected: &[Target]| {
        let before = discord.pings().len();
        bot.rest.post(&path, json!({"content": text, "allowed_mentions": allowed})).await;
        let pinged: Vec<Target> = discord.pings()[before..].iter().map(|ping| ping.target).collect();
        assert_eq!(pinged, expected, "{allowed}");
    };
    let (a, b) = (Target::Person(ann.id()), Target::Person(bob.id()));
    check(Value::Null, &[a, b, Target::Role(role.id())]).await;
    check(json!({"parse": []}), &[]).await;
    check(json!({"parse": ["roles"], "users": [bob.id().to_string()]}), &[b, Target::Role(role.id())]).await;
    check(json!({"parse": ["everyone"]}), &[]).await;
    guild.set_bot_permissions(permissions::MENTION_EVERYONE);
    check(json!({"parse": ["everyone", "roles"]}), &[Target::Role(role.id()), Target::Role(secret.id()), Target::Everyone]).await;
}

#[tokio::test]
async fn five_hundred_presses_are_all_answered() {
    let Stage { discord, general, ann, mut bot, .. } = stage().await;
    let action = ann.types_command(&general, "interview", json!({}));
    bot.answers(card("Ready?", "Answer", "answer")).await;
    let shown = action.response().await.message();
    let actions: Vec<_> = (0..500).map(|_| ann.presses(&shown, "Answer")).collect();
    for _ in 0..500 {
        let interaction = bot.interaction().await;
        let rest = bot.rest.clone();
        tokio::spawn(async move { rest.respond(&interaction, json!({"type": 7, "data": {"content": "Pressed."}})).await });
    }
    for action in actions {
        assert_eq!(action.response().await.text(), "Pressed.\n[ Answer ]");
    }
    let answered = discord.requests().iter().filter(|request| request.status == Some(204)).count();
    assert_eq!(answered, 501);
    discord.forget();
    assert!(discord.requests().is_empty());
}
