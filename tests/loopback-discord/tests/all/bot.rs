//! A bot without a library: reqwest for REST, tungstenite for the gateway.

use std::io::Read;
use std::time::Duration;

use flate2::read::ZlibDecoder;
use futures_util::{SinkExt, StreamExt};
use loopback_discord::Loopback;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Everything that is not privileged.
pub(crate) const INTENTS: u64 = 1 | 1 << 9 | 1 << 12;

/// How long any of this may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection to the gateway.
pub(crate) struct Wire {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The last sequence number that was seen.
    pub(crate) seq: u64,
    pub(crate) session: String,
    /// How many payloads came compressed.
    pub(crate) compressed: usize,
}

/// What the gateway sent.
#[derive(Debug)]
pub(crate) enum Heard {
    Payload(Value),
    Closed(u16),
    /// The connection ended without a close.
    Broken,
}

impl Wire {
    /// Connects and reads HELLO.
    pub(crate) async fn connect(discord: &Loopback) -> Self {
        let (socket, _) = connect_async(format!("{}?v=10", discord.gateway_url())).await.unwrap();
        let mut wire = Self { socket, seq: 0, session: String::new(), compressed: 0 };
        assert_eq!(wire.payload().await["op"], 10);
        wire
    }

    pub(crate) async fn send(&mut self, payload: Value) {
        self.socket.send(Message::text(payload.to_string())).await.unwrap();
    }

    pub(crate) async fn hear(&mut self) -> Heard {
        let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("the gateway is silent");
        let text = match message {
            Some(Ok(Message::Text(text))) => text.to_string(),
            Some(Ok(Message::Binary(bytes))) => {
                self.compressed += 1;
                let mut text = String::new();
                ZlibDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
                text
            }
            Some(Ok(Message::Close(frame))) => return Heard::Closed(frame.map_or(1005, |frame| frame.code.into())),
            _ => return Heard::Broken,
        };
        let payload: Value = serde_json::from_str(&text).unwrap();
        if let Some(seq) = payload["s"].as_u64() {
            assert_eq!(seq, self.seq + 1, "events come in order and none is left out");
            self.seq = seq;
        }
        Heard::Payload(payload)
    }

    pub(crate) async fn payload(&mut self) -> Value {
        match self.hear().await {
            Heard::Payload(payload) => payload,
            other => panic!("expected a payload, got {other:?}"),
        }
    }

    /// Skips to the next event of this name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.payload().await;
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
    }

    pub(crate) fn identify(discord: &Loopback, shard: (u64, u64)) -> Value {
        json!({"op": 2, "d": {
            "token": discord.token(),
            "intents": INTENTS,
            "shard": [shard.0, shard.1],
            "compress": false,
            "properties": {"os": "linux", "browser": "test", "device": "test"},
        }})
    }

    /// Connects and identifies as a shard.
    pub(crate) async fn shard(discord: &Loopback, shard: (u64, u64)) -> Self {
        let mut wire = Self::connect(discord).await;
        wire.send(Self::identify(discord, shard)).await;
        let ready = wire.event("READY").await;
        ready["session_id"].as_str().unwrap().clone_into(&mut wire.session);
        wire
    }

    /// Connects anew and resumes where this connection was.
    pub(crate) async fn resume(self, discord: &Loopback) -> Self {
        let mut wire = Self::connect(discord).await;
        wire.seq = self.seq;
        wire.session = self.session;
        let data = json!({"token": discord.token(), "session_id": wire.session, "seq": wire.seq});
        wire.send(json!({"op": 6, "d": data})).await;
        wire
    }
}

/// A bot: a connection and a client.
pub(crate) struct Bot {
    pub(crate) wire: Wire,
    pub(crate) rest: Rest,
}

/// The REST half of a bot.
#[derive(Clone)]
pub(crate) struct Rest {
    client: reqwest::Client,
    base: String,
    pub(crate) app: u64,
    token: String,
}

/// An answer: its status and its body.
pub(crate) type Reply = (u16, Value);

impl Rest {
    pub(crate) fn new(discord: &Loopback) -> Self {
        Self {
            client: reqwest::Client::new(),
            base: format!("{}/api/v10", discord.api_url()),
            app: discord.application_id(),
            token: discord.token().to_owned(),
        }
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method, format!("{}{path}", self.base));
        request.header("authorization", format!("Bot {}", self.token))
    }

    /// Sends a request; an error says that there was no answer.
    pub(crate) async fn try_send(&self, method: &str, path: &str, body: Option<Value>) -> Result<Reply, reqwest::Error> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let text = response.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or_default()))
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.try_send("GET", path, None).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.try_send("POST", path, Some(body)).await.unwrap()
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.try_send("PATCH", path, Some(body)).await.unwrap()
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.try_send("PUT", path, Some(body)).await.unwrap()
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.try_send("DELETE", path, None).await.unwrap()
    }

    /// Gives the first response to an interaction.
    pub(crate) async fn respond(&self, interaction: &Value, body: Value) -> Reply {
        let (id, token) = (interaction["id"].as_str().unwrap(), interaction["token"].as_str().unwrap());
        self.post(&format!("/interactions/{id}/{token}/callback"), body).await
    }

    /// The webhook of an interaction.
    pub(crate) fn webhook(&self, interaction: &Value) -> String {
        format!("/webhooks/{}/{}", self.app, interaction["token"].as_str().unwrap())
    }

    /// Registers these commands for everybody.
    pub(crate) async fn registers(&self, commands: Value) {
        let (status, body) = self.put(&format!("/applications/{}/commands", self.app), commands).await;
        assert_eq!(status, 200, "{body}");
    }
}

impl Bot {
    /// Connects as the only shard, and registers `/interview`.
    pub(crate) async fn start(discord: &Loopback) -> Self {
        let rest = Rest::new(discord);
        rest.registers(json!([{"name": "interview", "description": "Practise", "contexts": [0, 1], "options": [
            {"type": 3, "name": "topic", "description": "What about", "autocomplete": true},
            {"type": 4, "name": "questions", "description": "How many", "min_value": 1, "max_value": 10},
        ]}]))
        .await;
        Self { wire: Wire::shard(discord, (0, 1)).await, rest }
    }

    pub(crate) async fn interaction(&mut self) -> Value {
        self.wire.event("INTERACTION_CREATE").await
    }

    /// Answers the next interaction with this.
    pub(crate) async fn answers(&mut self, body: Value) -> Value {
        let interaction = self.interaction().await;
        let (status, reply) = self.rest.respond(&interaction, body).await;
        assert_eq!(status, 204, "{reply}");
        interaction
    }
}

/// A private message with one button.
pub(crate) fn card(text: &str, label: &str, custom_id: &str) -> Value {
    json!({"type": 4, "data": {"content": text, "flags": 64, "components": [row(label, custom_id)]}})
}

/// A row with one button.
pub(crate) fn row(label: &str, custom_id: &str) -> Value {
    json!({"type": 1, "components": [{"type": 2, "style": 1, "label": label, "custom_id": custom_id}]})
}

/// A modal with one box.
pub(crate) fn modal(custom_id: &str) -> Value {
    let input = json!({"type": 4, "style": 2, "custom_id": "answer", "label": "Your answer", "max_length": 4000});
    let rows = json!([{"type": 1, "components": [input]}]);
    json!({"type": 9, "data": {"custom_id": custom_id, "title": "Weak references", "components": rows}})
}
