//! REST as a bot uses it: what is right is taken, what Discord would refuse is refused with its codes.

use loopback_discord::{Loopback, permissions};
use serde_json::{Value, json};

use crate::bot::{Rest, row};

/// What was posted is refused with this code and these paths of faults, and is a violation.
async fn refused(discord: &Loopback, rest: &Rest, path: &str, body: Value, code: i64, faults: &[&str]) {
    drop(discord.take_violations());
    let (status, reply) = rest.post(path, body).await;
    assert!((400..500).contains(&status), "{status} {reply}");
    assert_eq!(reply["code"], code, "{reply}");
    for fault in faults {
        let pointer = format!("/errors/{}/_errors/0/code", fault.replace('.', "/"));
        assert!(reply.pointer(&pointer).is_some_and(Value::is_string), "no {fault} in {reply}");
    }
    // With Discord's description at hand it may be recorded a second time, as not described.
    let recorded = discord.take_violations();
    assert_eq!(recorded.iter().filter(|violation| violation.code == code).count(), 1, "{recorded:?}");
}

#[tokio::test]
async fn messages_beyond_the_limits_are_refused() {
    let discord = Loopback::start().await;
    let general = discord.guild("Study").channel("general");
    let rest = Rest::new(&discord);
    let path = format!("/channels/{}/messages", general.id());
    let ids: Value = (0..2).map(|_| row("x", "same")).collect();
    for (body, code, faults) in [
        (json!({"content": "x".repeat(2001)}), 50035, &["content"][..]),
        (json!({"embeds": [{"title": "x".repeat(257)}]}), 50035, &["embeds.0.title"]),
        (json!({"content": "x", "components": ids}), 50035, &["components.1.components.0.custom_id"]),
        (json!({"content": "x", "nonce": "x".repeat(26)}), 50035, &["nonce"]),
        (json!({"content": 7, "embeds": "no"}), 50035, &["embeds"]),
        (json!({"content": " \n "}), 50006, &[]),
        (json!({"embeds": [{}]}), 50006, &[]),
        (json!({"content": "x", "message_reference": {"message_id": "1"}}), 50035, &["message_reference"]),
    ] {
        refused(&discord, &rest, &path, body, code, faults).await;
    }
    assert!(general.messages().is_empty());
    assert_eq!(rest.post(&path, json!({"content": "🦆".repeat(2000)})).await.0, 200);
}

#[tokio::test]
async fn unknown_paths_and_foreign_tokens_are_recorded() {
    let discord = Loopback::start().await;
    let rest = Rest::new(&discord);
    let (status, body) = rest.get("/no/such/path").await;
    assert_eq!((status, &body["code"], &body["message"]), (404, &json!(0), &json!("404: Not Found")));
    assert_eq!(rest.delete("/users/@me").await.0, 405);
    assert_eq!(rest.clone().with_token("stolen").get("/users/@me").await.0, 401);
    assert_eq!(rest.get("/users/not-a-number").await.1["code"], 50035);
    let places: Vec<String> = discord.violations().into_iter().map(|violation| violation.place).collect();
    assert_eq!(places, ["GET /no/such/path", "DELETE /users/@me", "GET /users/@me", "GET /users/not-a-number"]);
    assert_eq!(discord.invalid_requests(), 1);
    let statuses: Vec<_> = discord.requests().into_iter().map(|request| request.status).collect();
    assert_eq!(statuses, [Some(404), Some(405), Some(401), Some(400)]);
}

#[tokio::test]
async fn a_bot_learns_who_it_is() {
    let discord = Loopback::builder().bot_name("Mockingbird").shards(2, 1).start().await;
    let rest = Rest::new(&discord);
    assert_eq!(rest.get("/gateway").await.1["url"], discord.gateway_url());
    let gateway = rest.get("/gateway/bot").await.1;
    assert_eq!((&gateway["shards"], &gateway["session_start_limit"]["max_concurrency"]), (&json!(2), &json!(1)));
    assert_eq!(rest.get("/users/@me").await.1["username"], "Mockingbird");
    for path in ["/applications/@me", "/oauth2/applications/@me"] {
        assert_eq!(rest.get(path).await.1["id"], discord.application_id().to_string());
    }
}

#[tokio::test]
async fn history_is_paged_and_empty_without_permission() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let general = guild.channel("general");
    let ann = discord.person("ann");
    ann.joins(&guild);
    let rest = Rest::new(&discord);
    let path = format!("/channels/{}/messages", general.id());
    let mut ids = Vec::new();
    for number in 0..5 {
        let body = json!({"content": number.to_string()});
        ids.push(rest.post(&path, body).await.1["id"].as_str().unwrap().to_owned());
    }
    let said = ann.says(&general, "secret");
    let contents = async |query: &str| {
        let (_, page) = rest.get(&format!("{path}?{query}")).await;
        page.as_array().unwrap().iter().map(|it| it["content"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // What people write is not for bots without the privileged intent.
    assert_eq!(contents("").await, ["", "4", "3", "2", "1", "0"]);
    assert_eq!(contents("limit=2").await, ["", "4"]);
    assert_eq!(contents(&format!("before={}&limit=2", ids[3])).await, ["2", "1"]);
    assert_eq!(contents(&format!("after={}&limit=2", ids[1])).await, ["3", "2"]);
    assert_eq!(rest.get(&format!("{path}/{}", said.id())).await.0, 200);
    assert_eq!(rest.get(&format!("{path}?limit=101")).await.1["code"], 50035);

    general.denies(discord.application_id(), permissions::READ_MESSAGE_HISTORY);
    assert_eq!(rest.get(&path).await, (200, json!([])));
    assert_eq!(rest.get(&format!("{path}/{}", ids[0])).await.1["code"], 50013);
}

#[tokio::test]
async fn a_nonce_that_is_enforced_posts_once() {
    let discord = Loopback::start().await;
    let general = discord.guild("Study").channel("general");
    let rest = Rest::new(&discord);
    let path = format!("/channels/{}/messages", general.id());
    let body = json!({"content": "Daily", "nonce": "daily-1", "enforce_nonce": true});
    let first = rest.post(&path, body.clone()).await.1["id"].clone();
    assert_eq!(rest.post(&path, body.clone()).await.1["id"], first);
    assert_eq!(general.messages().len(), 1);
    discord.clock().advance(std::time::Duration::from_hours(1));
    assert_ne!(rest.post(&path, body).await.1["id"], first);
}

#[tokio::test]
async fn permissions_are_asked_for() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let (general, hidden) = (guild.channel("general"), guild.channel("hidden"));
    let bot = discord.application_id();
    let rest = Rest::new(&discord);
    let code = async |channel: u64| rest.post(&format!("/channels/{channel}/messages"), json!({"content": "x"})).await.1["code"].clone();
    hidden.denies(guild.id(), permissions::VIEW_CHANNEL);
    assert_eq!(code(hidden.id()).await, 50001);
    hidden.allows(bot, permissions::VIEW_CHANNEL);
    assert_eq!(code(hidden.id()).await, Value::Null);
    general.denies(bot, permissions::SEND_MESSAGES);
    assert_eq!(code(general.id()).await, 50013);
    assert_eq!(code(1).await, 10003);

    let ann = discord.person("ann");
    let (status, dm) = rest.post("/users/@me/channels", json!({"recipient_id": ann.id().to_string()})).await;
    assert_eq!((status, &dm["type"]), (200, &json!(1)));
    assert_eq!(code(ann.dm().id()).await, Value::Null);
    ann.closes_dms();
    assert_eq!(code(ann.dm().id()).await, 50007);

    let said = ann.says(&hidden, "mine");
    let path = format!("/channels/{}/messages/{}", hidden.id(), said.id());
    assert_eq!(rest.patch(&path, json!({"content": "yours"})).await.1["code"], 50005);
    assert_eq!(rest.delete(&path).await.1["code"], 50013);
    hidden.deletes_message(&said);
    assert_eq!(rest.get(&path).await.1["code"], 10008);
    hidden.deletes();
    assert_eq!(rest.get(&path).await.1["code"], 10003);
    guild.removes_bot();
    assert_eq!(rest.get(&format!("/guilds/{}", guild.id())).await.1["code"], 50001);
}

#[tokio::test]
async fn files_come_beside_the_json() {
    let discord = Loopback::start().await;
    let general = discord.guild("Study").channel("general");
    let rest = Rest::new(&discord);
    let part = reqwest::multipart::Part::bytes(b"a,b".to_vec()).file_name("export.csv").mime_str("text/csv").unwrap();
    let form = reqwest::multipart::Form::new()
        .text("payload_json", json!({"content": "Yours", "attachments": [{"id": 0, "description": "All answers"}]}).to_string())
        .part("files[0]", part);
    let path = format!("/channels/{}/messages", general.id());
    let response = rest.request("POST", &path).multipart(form).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let message = general.messages().pop().unwrap();
    assert_eq!(message.content(), "Yours");
    assert_eq!(message.files()[0].name, "export.csv");
    assert_eq!(message.files()[0].bytes, b"a,b");
    assert!(message.text().contains("📎 export.csv (3 bytes)\n   All answers"), "{}", message.text());
}

#[tokio::test]
async fn commands_are_kept_and_overwritten_by_name() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let rest = Rest::new(&discord);
    let path = format!("/applications/{}/commands", rest.app);
    let command = |name: &str, text: &str| json!({"name": name, "description": text});
    let (_, first) = rest.put(&path, json!([command("a", "one"), command("b", "two")])).await;
    let (_, second) = rest.put(&path, json!([command("a", "three")])).await;
    assert_eq!(first[0]["id"], second[0]["id"]);
    assert_ne!(first[0]["version"], second[0]["version"]);
    assert_eq!(rest.get(&path).await.1.as_array().unwrap().len(), 1);
    assert_eq!(rest.post(&path, command("a", "four")).await.0, 200);
    assert_eq!(rest.post(&path, command("c", "five")).await.0, 201);
    let one = format!("{path}/{}", first[0]["id"].as_str().unwrap());
    assert_eq!(rest.patch(&one, json!({"description": "six"})).await.1["description"], "six");
    assert_eq!(rest.delete(&one).await.0, 204);
    assert_eq!(rest.delete(&one).await.1["code"], 10063);
    let own = format!("/applications/{}/guilds/{}/commands", rest.app, guild.id());
    assert_eq!(rest.put(&own, json!([command("d", "seven")])).await.0, 200);
    assert_eq!(discord.commands(Some(&guild)).len(), 1);
    refused(&discord, &rest, &path, command("Two Words", "x"), 50035, &["name"]).await;
}

#[tokio::test]
async fn threads_hang_on_channels_and_messages() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let general = guild.channel("general");
    let rest = Rest::new(&discord);
    let path = format!("/channels/{}", general.id());
    let message = rest.post(&format!("{path}/messages"), json!({"content": "Daily"})).await.1["id"].clone();
    let on = format!("{path}/messages/{}/threads", message.as_str().unwrap());
    let (status, thread) = rest.post(&on, json!({"name": "Answers"})).await;
    assert_eq!((status, &thread["id"]), (201, &message));
    assert_eq!(rest.post(&on, json!({"name": "Answers"})).await.1["code"], 160_004);
    assert_eq!(rest.post(&format!("{path}/threads"), json!({"name": "Free", "type": 11})).await.0, 201);
    let inside = format!("/channels/{}/messages", message.as_str().unwrap());
    assert_eq!(rest.post(&inside, json!({"content": "In it."})).await.0, 200);
    general.denies(discord.application_id(), permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(rest.post(&inside, json!({"content": "In it."})).await.1["code"], 50013);
}

#[tokio::test]
async fn guilds_tell_of_roles_and_members() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let ann = discord.person("ann");
    let role = guild.role("students", 0, true);
    ann.joins(&guild).set_nick(&guild, "Annie").gets_role(&guild, role);
    let rest = Rest::new(&discord);
    let path = format!("/guilds/{}", guild.id());
    assert_eq!(rest.get(&path).await.1["name"], "Study");
    assert_eq!(rest.get(&format!("{path}/roles")).await.1.as_array().unwrap().len(), 2);
    let member = rest.get(&format!("{path}/members/{}", ann.id())).await.1;
    assert_eq!((&member["nick"], &member["roles"]), (&json!("Annie"), &json!([role.id().to_string()])));
    ann.leaves(&guild);
    assert_eq!(rest.get(&format!("{path}/members/{}", ann.id())).await.1["code"], 10007);
}

#[tokio::test]
async fn bodies_are_compared_with_discords_description_where_there_is_one() {
    let discord = Loopback::start().await;
    let general = discord.guild("Study").channel("general");
    let rest = Rest::new(&discord);
    let path = format!("/channels/{}/messages", general.id());
    assert_eq!(rest.post(&path, json!({"content": "x", "tts": false})).await.0, 200);
    // Discord's limits have nothing to say on this one; its description has.
    assert_eq!(rest.post(&path, json!({"content": "x", "tts": "maybe"})).await.0, 200);
    let described = std::env::var_os("DISCORD_OPENAPI").is_some();
    assert_eq!(discord.validated(), if described { 2 } else { 0 });
    let faults: Vec<String> = discord.violations().iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), usize::from(described), "{faults:?}");
    assert!(faults.iter().all(|fault| fault.contains("/tts")), "{faults:?}");
}
