//! One WebSocket connection, from HELLO to its end.

use std::io::Write;
use std::time::Instant;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

use super::session::{GUILDS, INTENTS, Numbered, Order, Orders, Session, Turnstile};
use crate::core::Shared;
use crate::gate::Step;
use crate::id::shard_of;
use crate::serve::Lost;
use crate::shape;
use crate::world::World;

/// `GET /gateway`, with or without a slash at its end.
pub(crate) async fn upgrade(State(shared): State<Shared>, RawQuery(query): RawQuery, upgrade: WebSocketUpgrade) -> Response {
    let turnstile = {
        let mut sessions = shared.sessions();
        sessions.tally.connects += 1;
        sessions.turnstile
    };
    shared.ring();
    let version = query.as_deref().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("v="));
    let known = version.is_none_or(|version| version == "10" || version == "9");
    match turnstile {
        Turnstile::Refuse => Lost::response(),
        Turnstile::Trapdoor => upgrade.on_upgrade(|socket| async { drop(socket) }).into_response(),
        Turnstile::Mute => upgrade.on_upgrade(|mut socket| async move { while let Some(Ok(_)) = socket.recv().await {} }).into_response(),
        Turnstile::Open => upgrade.on_upgrade(move |socket| serve(shared, socket, known)).into_response(),
    }
}

/// What the socket is to put on the wire.
enum Wire {
    Order(Order),
    /// An event that has passed the gate; the sender is told when it was written.
    Event(Numbered, Option<oneshot::Sender<()>>),
}

struct Connection {
    shared: Shared,
    socket: WebSocket,
    number: u64,
    orders: Orders,
    session: Option<String>,
    compress: bool,
}

/// Why a connection ends.
enum End {
    /// The client closed it, with this code.
    Closed(Option<u16>),
    /// It broke, or the loopback ended it.
    Gone,
}

async fn serve(shared: Shared, socket: WebSocket, known_version: bool) {
    let (orders, incoming) = mpsc::unbounded_channel();
    let number = {
        let mut sessions = shared.sessions();
        let number = sessions.number();
        sessions.connections.insert(number, orders.clone());
        number
    };
    let (wire, outgoing) = mpsc::unbounded_channel();
    let pump = tokio::spawn(pump(shared.clone(), incoming, wire));
    let mut connection = Connection { shared: shared.clone(), socket, number, orders, session: None, compress: false };
    let end = if known_version { connection.run(outgoing).await } else { connection.close(4012, "Invalid API version.").await };
    pump.abort();
    let ended = matches!(end, End::Closed(Some(1000 | 1001)));
    let now = shared.clock.now();
    shared.sessions().leave(number, ended, now);
    shared.ring();
}

/// Carries orders to the socket in their order, and events through the gate.
async fn pump(shared: Shared, mut orders: UnboundedReceiver<Order>, wire: UnboundedSender<Wire>) {
    while let Some(order) = orders.recv().await {
        let passed = match order {
            Order::Event(event) if shared.gates.is_active() => {
                let step = Step { method: "EVENT".to_owned(), name: event.name.to_owned(), body: event.data.clone() };
                let deliver = async {
                    let (written, done) = oneshot::channel();
                    drop(wire.send(Wire::Event(event, Some(written))));
                    // An error says that the connection ended first.
                    drop(done.await);
                };
                drop(shared.gates.pass(&shared, step, deliver).await);
                Ok(())
            }
            Order::Event(event) => wire.send(Wire::Event(event, None)),
            other => wire.send(Wire::Order(other)),
        };
        if passed.is_err() {
            return;
        }
    }
}

impl Connection {
    async fn run(&mut self, mut outgoing: UnboundedReceiver<Wire>) -> End {
        let pause = self.shared.settings.heartbeat;
        let interval = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        let hello = json!({"op": 10, "d": {"heartbeat_interval": interval, "_trace": ["loopback"]}});
        if self.send(&hello).await.is_err() {
            return End::Gone;
        }
        let mut heard = Instant::now();
        loop {
            let silence = pause.mul_f64(2.5).saturating_sub(heard.elapsed());
            tokio::select! {
                wire = outgoing.recv() => {
                    let Some(wire) = wire else { return End::Gone };
                    if let Some(end) = self.obey(wire).await {
                        return end;
                    }
                }
                message = self.socket.recv() => {
                    heard = Instant::now();
                    if let Some(end) = self.hear(message).await {
                        return end;
                    }
                }
                // Discord drops a client that has stopped beating.
                () = tokio::time::sleep(silence) => return End::Gone,
            }
        }
    }

    async fn obey(&mut self, wire: Wire) -> Option<End> {
        match wire {
            Wire::Event(event, written) => {
                if let Err(end) = self.text(event.payload()).await {
                    return Some(end);
                }
                self.shared.sessions().tally.delivered += 1;
                self.shared.ring();
                if let Some(written) = written {
                    // Nobody waits any more if the gate was opened meanwhile.
                    let _ = written.send(());
                }
                None
            }
            Wire::Order(Order::Send(payload)) => self.send(&payload).await.err(),
            Wire::Order(Order::Close(why)) => Some(self.end(why).await),
            Wire::Order(Order::Cut) => Some(End::Gone),
            Wire::Order(Order::Freeze) => {
                // Half open: the socket stays, and nobody is behind it. It ends when it is cut.
                self.frozen().await;
                Some(End::Gone)
            }
            Wire::Order(Order::Event(_)) => None,
        }
    }

    async fn frozen(&mut self) {
        let (shared, number) = (self.shared.clone(), self.number);
        shared.sessions().frozen.insert(number);
        shared.ring();
        let thawed = || (!shared.sessions().frozen.contains(&number)).then_some(());
        while shared.until("a thaw", thawed).await.is_err() {}
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Option<End> {
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(frame))) => return Some(End::Closed(frame.map(|frame| frame.code))),
            Some(Ok(Message::Binary(_))) => return Some(self.close(4002, "Error while decoding payload.").await),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return None,
            Some(Err(_)) | None => return Some(End::Gone),
        };
        let Ok(payload) = serde_json::from_str::<Value>(&text) else {
            return Some(self.close(4002, "Error while decoding payload.").await);
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => self.beat(data).await,
            Some(2) if self.session.is_some() => Some(self.close(4005, "Already authenticated.").await),
            Some(2) => self.identify(data).await,
            Some(6) => self.resume(data).await,
            Some(3 | 4 | 8 | 31) if self.session.is_none() => Some(self.close(4003, "Not authenticated.").await),
            Some(3 | 4 | 8 | 31) => None,
            _ => Some(self.close(4001, "Unknown opcode.").await),
        }
    }

    async fn beat(&mut self, data: &Value) -> Option<End> {
        let deaf = {
            let mut sessions = self.shared.sessions();
            sessions.tally.heartbeats += 1;
            let session = self.session.as_ref().and_then(|id| sessions.all.get_mut(id));
            if let (Some(session), Some(seq)) = (session, data.as_u64()) {
                session.acknowledge(seq);
            }
            sessions.deaf
        };
        self.shared.ring();
        if deaf {
            return None;
        }
        self.send(&json!({"op": 11})).await.err()
    }

    async fn identify(&mut self, data: &Value) -> Option<End> {
        let settings = self.shared.settings.clone();
        let token = data["token"].as_str().unwrap_or_default();
        if token.strip_prefix("Bot ").unwrap_or(token) != settings.token {
            return Some(self.close(4004, "Authentication failed.").await);
        }
        let shard = (data["shard"][0].as_u64().unwrap_or(0), data["shard"][1].as_u64().unwrap_or(1));
        if shard.0 >= shard.1 {
            return Some(self.close(4010, "Invalid shard.").await);
        }
        let Some(intents) = data["intents"].as_u64().filter(|intents| intents & !INTENTS == 0) else {
            return Some(self.close(4013, "Invalid intent(s).").await);
        };
        if intents & !settings.intents != 0 {
            return Some(self.close(4014, "Disallowed intent(s).").await);
        }
        if let Some(wrong) = self.too_soon(shard.0) {
            self.shared.violation(0, "IDENTIFY", wrong);
            return self.send(&json!({"op": 9, "d": false})).await.err();
        }
        self.compress = data["compress"] == true;
        let id = format!("loopback{:016x}", self.number);
        let mut session = Session::new(shard, intents, self.compress, (self.number, self.orders.clone()));
        {
            // Nothing may come between READY and the events that follow it: the world is locked first.
            let world = self.shared.world();
            let ready = ready(&world, &id, shard, &self.shared.gateway_url());
            session.push("READY", ready.to_string());
            if intents & GUILDS != 0 {
                for guild in own_guilds(&world, shard) {
                    let guild = shape::guild_create(&world, guild).unwrap_or_default();
                    session.push("GUILD_CREATE", guild.to_string());
                }
            }
            self.shared.sessions().start(&id, session);
        }
        self.session = Some(id);
        self.shared.ring();
        None
    }

    /// What is wrong with an IDENTIFY now, if anything.
    fn too_soon(&self, shard: u64) -> Option<&'static str> {
        let settings = &self.shared.settings;
        let mut sessions = self.shared.sessions();
        if sessions.starts.0 == 0 {
            return Some("no session starts are left");
        }
        let key = shard % settings.concurrency.max(1);
        let last = sessions.last_identify.insert(key, Instant::now());
        let soon = last.is_some_and(|last| last.elapsed() < settings.identify_pause);
        soon.then_some("identified again too soon")
    }

    async fn resume(&mut self, data: &Value) -> Option<End> {
        let token = data["token"].as_str().unwrap_or_default();
        if token.strip_prefix("Bot ").unwrap_or(token) != self.shared.settings.token {
            return Some(self.close(4004, "Authentication failed.").await);
        }
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        let now = self.shared.clock.now();
        let connection = (self.number, self.orders.clone());
        let resumed = {
            let mut sessions = self.shared.sessions();
            self.compress = sessions.all.get(&id).is_some_and(|session| session.compress);
            sessions.resume(&id, data["seq"].as_u64().unwrap_or_default(), connection, now)
        };
        self.shared.ring();
        match resumed {
            Ok(()) => {
                self.session = Some(id);
                None
            }
            Err(Order::Close(why)) => Some(self.end(why).await),
            Err(Order::Send(payload)) => self.send(&payload).await.err(),
            Err(_) => None,
        }
    }

    async fn send(&mut self, payload: &Value) -> Result<(), End> {
        self.text(payload.to_string()).await
    }

    async fn text(&mut self, payload: String) -> Result<(), End> {
        let large = self.compress && payload.len() > self.shared.settings.compress_over;
        let message = if large { Message::Binary(deflate(&payload).into()) } else { Message::Text(payload.into()) };
        self.socket.send(message).await.map_err(|_| End::Gone)
    }

    async fn close(&mut self, code: u16, reason: &str) -> End {
        self.end(Some((code, reason.to_owned()))).await
    }

    async fn end(&mut self, why: Option<(u16, String)>) -> End {
        let frame = why.map(|(code, reason)| CloseFrame { code, reason: reason.into() });
        // Whoever is gone already does not hear why.
        drop(self.socket.send(Message::Close(frame)).await);
        // The client answers with a close of its own, and sees no reset if it is waited for.
        let answer = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        drop(tokio::time::timeout(std::time::Duration::from_millis(500), answer).await);
        End::Gone
    }
}

fn deflate(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory does not fail.
    drop(encoder.write_all(text.as_bytes()));
    encoder.finish().unwrap_or_default()
}

fn own_guilds(world: &World, shard: (u64, u64)) -> Vec<u64> {
    let mine = |id: &u64| shard_of(Some(*id), shard.1) == shard.0 && world.bot_in(*id);
    world.guilds.keys().copied().filter(mine).collect()
}

fn ready(world: &World, session: &str, shard: (u64, u64), url: &str) -> Value {
    let guilds = own_guilds(world, shard).into_iter();
    let unavailable = guilds.map(|id| json!({"id": id.to_string(), "unavailable": true}));
    let mut user = shape::user(world, world.app.id);
    user["verified"] = json!(true);
    user["mfa_enabled"] = json!(true);
    user["email"] = Value::Null;
    json!({
        "v": 10,
        "user": user,
        "guilds": unavailable.collect::<Vec<_>>(),
        "session_id": session,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": [shard.0, shard.1],
        "application": {"id": world.app.id.to_string(), "flags": 0},
        "private_channels": [],
        "relationships": [],
        "user_settings": {},
        "_trace": ["loopback"],
    })
}
