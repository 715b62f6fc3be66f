//! Starting a loopback, and looking back on what happened on it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::act::{Guild, Person};
use crate::clock::Clock;
use crate::core::{Core, Settings, Shared, TimedOut};
use crate::gate::Gate;
use crate::gateway::Gateway;
use crate::gateway::session::{CONTENT, INTENTS, MEMBERS, PRESENCES};
use crate::limits::RateLimits;
use crate::mentions::Ping;
use crate::record::{Request, Violation};
use crate::serve::{self, Authority};
use crate::world::World;
use crate::{rest, transcript};

/// A Discord on `127.0.0.1`. Clones are the same one; it stops when the last is dropped.
#[derive(Clone, Debug)]
pub struct Loopback {
    shared: Shared,
    servers: Arc<Servers>,
}

#[derive(Debug)]
struct Servers {
    plain: SocketAddr,
    tls: SocketAddr,
    authority: Authority,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Servers {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// How a loopback is to be; everything has a default.
#[derive(Clone, Debug)]
#[must_use = "it starts with start()"]
pub struct Builder {
    settings: Settings,
    name: String,
    clock: Option<Clock>,
    deadlines: Option<Clock>,
}

impl Builder {
    /// The bot's token; `loopback-token` by default.
    pub fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.settings.token);
        self
    }

    /// What the bot is called; `Loopback` by default.
    pub fn bot_name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The clock for timestamps and ids, and for the deadlines unless they have a clock of their own.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The clock for the three seconds and the fifteen minutes.
    ///
    /// Where a day passes in a second, three seconds pass sooner than any bot can answer: then the
    /// deadlines are better left to [`Clock::real`].
    pub fn deadlines(mut self, clock: Clock) -> Self {
        self.deadlines = Some(clock);
        self
    }

    /// How long a test waits for anything, on the wall's clock; ten seconds by default.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    /// How often clients are to beat; Discord's 41.25 seconds by default.
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.settings.heartbeat = interval;
        self
    }

    /// Payloads longer than this are compressed for clients that ask for it; 1000 bytes by
    /// default, and 0 stands for all.
    pub fn compress_over(mut self, bytes: usize) -> Self {
        self.settings.compress_over = bytes;
        self
    }

    /// Grants the privileged intents (members, presences, message content).
    pub fn privileged_intents(mut self) -> Self {
        self.settings.intents = INTENTS;
        self
    }

    /// What `GET /gateway/bot` recommends: how many shards, and how many may identify at once.
    pub fn shards(mut self, shards: u64, concurrency: u64) -> Self {
        self.settings.shards = shards;
        self.settings.concurrency = concurrency;
        self
    }

    /// Has a session refused that identifies sooner than this after another; Discord's is five
    /// seconds, and the default is nothing, since tests restart bots.
    pub fn identify_pause(mut self, pause: Duration) -> Self {
        self.settings.identify_pause = pause;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// When there is no free port, or no certificate can be made or written.
    pub async fn try_start(self) -> Result<Loopback, Box<dyn std::error::Error + Send + Sync>> {
        let plain = TcpListener::bind("127.0.0.1:0").await?;
        let tls = TcpListener::bind("127.0.0.1:0").await?;
        let addrs = (plain.local_addr()?, tls.local_addr()?);
        let clock = self.clock.unwrap_or_else(Clock::real);
        let deadlines = self.deadlines.unwrap_or_else(|| clock.clone());
        let world = World::new(clock.now(), &self.name);
        let shared = Arc::new(Core::new(self.settings, (clock, deadlines), world, addrs.0.port()));
        let authority = Authority::make(addrs.1)?;
        let router = rest::router(shared.clone());
        let tasks = vec![serve::plain(plain, router.clone()), serve::tls(tls, router, Arc::clone(&authority.config))];
        let servers = Servers { plain: addrs.0, tls: addrs.1, authority, tasks };
        Ok(Loopback { shared, servers: Arc::new(servers) })
    }

    /// Starts it.
    ///
    /// # Panics
    ///
    /// When [`try_start`](Self::try_start) fails.
    pub async fn start(self) -> Loopback {
        match self.try_start().await {
            Ok(loopback) => loopback,
            Err(why) => panic!("the loopback does not start: {why}"),
        }
    }
}

impl Loopback {
    /// Starts one with the defaults.
    ///
    /// # Panics
    ///
    /// When there is no free port, or no certificate can be made or written.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Begins one that differs from the defaults.
    pub fn builder() -> Builder {
        let settings = Settings {
            token: "loopback-token".to_owned(),
            patience: Duration::from_secs(10),
            heartbeat: Duration::from_millis(41_250),
            compress_over: 1000,
            intents: INTENTS & !(MEMBERS | PRESENCES | CONTENT),
            shards: 1,
            concurrency: 1,
            identify_pause: Duration::ZERO,
        };
        Builder { settings, name: "Loopback".to_owned(), clock: None, deadlines: None }
    }

    /// Where the REST API is, for a client in mode A: `http://127.0.0.1:PORT`, to which a client
    /// adds `/api/v10`.
    #[must_use]
    pub fn api_url(&self) -> String {
        self.shared.api_url()
    }

    /// Where the gateway is: `ws://127.0.0.1:PORT/gateway`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        self.shared.gateway_url()
    }

    /// Where plain HTTP is served.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.servers.plain
    }

    /// Where `https://discord.com` is served, for a client in mode B.
    #[must_use]
    pub fn tls_addr(&self) -> SocketAddr {
        self.servers.tls
    }

    /// The PEM file with the certificate authority that a client in mode B has to trust. It goes
    /// away with the loopback.
    #[must_use]
    pub fn ca_file(&self) -> &Path {
        self.servers.authority.file()
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.shared.settings.token
    }

    /// The id of the application, which is that of its bot user.
    #[must_use]
    pub fn application_id(&self) -> u64 {
        self.shared.world().app.id
    }

    /// The clock for timestamps.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The clock for deadlines.
    #[must_use]
    pub fn deadlines(&self) -> &Clock {
        &self.shared.deadlines
    }

    /// Founds a guild with the bot in it.
    #[must_use]
    pub fn guild(&self, name: &str) -> Guild {
        Guild::found(self.shared.clone(), name, true)
    }

    /// Founds a guild that the bot is not in.
    #[must_use]
    pub fn guild_without_bot(&self, name: &str) -> Guild {
        Guild::found(self.shared.clone(), name, false)
    }

    /// Registers a person.
    #[must_use]
    pub fn person(&self, username: &str) -> Person {
        Person::registers(self.shared.clone(), username)
    }

    /// The gate that every request and every event passes.
    #[must_use]
    pub fn gate(&self) -> Gate {
        Gate::new(self.shared.clone())
    }

    /// The gateway.
    #[must_use]
    pub fn gateway(&self) -> Gateway {
        Gateway::new(self.shared.clone())
    }

    /// Sets what is limited from now on; nothing is by default.
    pub fn rate_limits(&self, limits: RateLimits) {
        self.shared.limiter().set(limits);
    }

    /// Delivers an event with any data: `guild` says whose shard gets it.
    pub fn delivers(&self, name: &'static str, guild: Option<u64>, data: &Value) {
        self.shared.tell(name, guild, 0, data);
    }

    /// The commands that are registered, everybody's or a guild's.
    #[must_use]
    pub fn commands(&self, guild: Option<&Guild>) -> Vec<Value> {
        let guild = guild.map(Guild::id);
        let world = self.shared.world();
        world.commands.iter().filter(|command| command.guild == guild).map(|command| command.body.clone()).collect()
    }

    /// Waits until a command of this name can be used somewhere.
    ///
    /// # Errors
    ///
    /// When it cannot as long as the patience lasted.
    pub async fn until_command(&self, name: &str) -> Result<(), TimedOut> {
        let known = || self.shared.world().commands.iter().any(|command| command.body["name"] == name);
        self.shared.until(&format!("the command /{name}"), || known().then_some(())).await
    }

    /// Waits until `wanted` holds; it is asked again after whatever happens.
    ///
    /// # Errors
    ///
    /// When it did not hold as long as the patience lasted.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Self) -> bool) -> Result<(), TimedOut> {
        self.shared.until(what, || wanted(self).then_some(())).await
    }

    /// Every request since the start, or since it was last [forgotten](Self::forget).
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.records().requests.clone()
    }

    /// Everything that Discord would not have allowed, and what the description of its API does not
    /// describe.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.records().violations.clone()
    }

    /// As [`violations`](Self::violations), and forgets them.
    #[must_use]
    pub fn take_violations(&self) -> Vec<Violation> {
        std::mem::take(&mut self.shared.records().violations)
    }

    /// Who would have been pinged.
    #[must_use]
    pub fn pings(&self) -> Vec<Ping> {
        self.shared.world().pings.clone()
    }

    /// How many requests were answered with 429.
    #[must_use]
    pub fn too_many_requests(&self) -> u64 {
        self.shared.records().too_many
    }

    /// How many requests were answered with 401, 403 or 429; Discord bans an address after 10,000
    /// of them in ten minutes.
    #[must_use]
    pub fn invalid_requests(&self) -> u64 {
        self.shared.records().invalid
    }

    /// How many bodies were compared with Discord's own description of its API.
    #[must_use]
    pub fn validated(&self) -> u64 {
        self.shared.records().validated
    }

    /// The chat so far, as plain text.
    #[must_use]
    pub fn transcript(&self) -> String {
        transcript::render(&self.shared.world().log)
    }

    /// Forgets requests, pings, the transcript and interactions that are over, so that a long run
    /// keeps its memory. Messages, counts and violations stay.
    pub fn forget(&self) {
        self.shared.records().requests.clear();
        let now = self.shared.deadlines.now();
        let mut world = self.shared.world();
        world.log.clear();
        world.pings.clear();
        world.interactions.retain(|_, it| it.answer.is_none() && it.is_open(now) || it.owed && it.is_live(now));
        let live: std::collections::HashSet<u64> = world.interactions.keys().copied().collect();
        world.tokens.retain(|_, id| live.contains(id));
        world.modals.retain(|_, state| !state.closed);
    }
}
