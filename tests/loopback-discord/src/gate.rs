//! The gate: every request and every event passes it, and a test may stand in the way.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use crate::core::{Shared, TimedOut};

/// A request that is about to be done, or an event that is about to be delivered.
#[derive(Clone, Debug)]
pub struct Step {
    /// The request's method; `EVENT` for an event.
    pub method: String,
    /// The request's path below `/api/v10`, or the event's name.
    pub name: String,
    /// The request's JSON, or the event's data.
    pub body: String,
}

impl Step {
    /// Whether it is a request with this method and a path like this one; `*` stands for one segment.
    #[must_use]
    pub fn is_request(&self, method: &str, path: &str) -> bool {
        let fits = |(given, wanted): (&str, &str)| wanted == "*" || given == wanted;
        self.method == method
            && self.name.split('/').count() == path.split('/').count()
            && self.name.split('/').zip(path.split('/')).all(fits)
    }

    /// Whether it is the event of this name.
    #[must_use]
    pub fn is_event(&self, name: &str) -> bool {
        self.method == "EVENT" && self.name == name
    }

    /// Whether it is a request at all.
    #[must_use]
    pub fn is_any_request(&self) -> bool {
        self.method != "EVENT"
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

#[derive(Clone, Debug)]
enum Ruling {
    Pass,
    Hold,
    Fail(u16, Value),
    Lose,
    Refuse,
    Delay(Duration),
}

type Matcher = dyn Fn(&Step) -> bool + Send + Sync;

struct RuleState {
    id: u64,
    matches: Arc<Matcher>,
    skip: usize,
    times: usize,
    seen: Arc<AtomicUsize>,
    ruling: Ruling,
}

/// All rules, and the steps that are being held.
#[derive(Default)]
pub(crate) struct Gates {
    rules: Mutex<Vec<RuleState>>,
    /// Whether there are rules at all, so that without them nothing is locked or copied.
    active: AtomicBool,
    held: Mutex<VecDeque<Held>>,
    next: AtomicU64,
}

impl std::fmt::Debug for Gates {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Gates").field("rules", &lock(&self.rules).len()).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is decided about a held step.
#[derive(Debug)]
enum Decision {
    Release,
    Perform(oneshot::Sender<()>),
    Fail(u16, Value),
    Lose,
}

/// How a step left the gate.
#[derive(Debug)]
pub(crate) enum Passage<T> {
    /// It was done, and may be answered.
    Done(T),
    /// It was not done, and is answered with this.
    Failed(u16, Value),
    /// No answer: the connection closes. It may have been done.
    Lost,
}

impl Gates {
    pub(crate) fn is_active(&self) -> bool {
        self.active.load(Ordering::Acquire)
    }

    /// Lets a step pass as the rules say; `perform` does it.
    pub(crate) async fn pass<T>(&self, shared: &Shared, step: Step, perform: impl Future<Output = T>) -> Passage<T> {
        match self.ruling(&step) {
            Ruling::Pass => Passage::Done(perform.await),
            Ruling::Delay(pause) => {
                tokio::time::sleep(pause).await;
                Passage::Done(perform.await)
            }
            Ruling::Fail(status, body) => Passage::Failed(status, body),
            Ruling::Lose => {
                perform.await;
                Passage::Lost
            }
            Ruling::Refuse => Passage::Lost,
            Ruling::Hold => {
                let (decide, decisions) = mpsc::unbounded_channel();
                lock(&self.held).push_back(Held { step, decide });
                shared.ring();
                hold(decisions, perform).await
            }
        }
    }

    /// Every rule counts the step; the first whose turn it is decides.
    fn ruling(&self, step: &Step) -> Ruling {
        let mut ruling = None;
        for rule in lock(&self.rules).iter().filter(|rule| (rule.matches)(step)) {
            let seen = rule.seen.fetch_add(1, Ordering::AcqRel);
            let turn = seen >= rule.skip && seen - rule.skip < rule.times;
            if turn && ruling.is_none() && !matches!(rule.ruling, Ruling::Pass) {
                ruling = Some(rule.ruling.clone());
            }
        }
        ruling.unwrap_or(Ruling::Pass)
    }
}

/// Waits for decisions; a [`Held`] that is dropped is as good as lost.
async fn hold<T>(mut decisions: mpsc::UnboundedReceiver<Decision>, perform: impl Future<Output = T>) -> Passage<T> {
    match decisions.recv().await {
        Some(Decision::Release) => Passage::Done(perform.await),
        Some(Decision::Fail(status, body)) => Passage::Failed(status, body),
        Some(Decision::Perform(done)) => {
            let answer = perform.await;
            let _ = done.send(());
            match decisions.recv().await {
                Some(Decision::Release) => Passage::Done(answer),
                Some(Decision::Fail(status, body)) => Passage::Failed(status, body),
                _ => Passage::Lost,
            }
        }
        Some(Decision::Lose) | None => Passage::Lost,
    }
}

/// The gate of a loopback, as a test holds it.
#[derive(Clone, Debug)]
pub struct Gate {
    shared: Shared,
}

/// Steps that a rule is being made for.
#[must_use = "a rule does nothing until it is told what to do"]
pub struct When {
    shared: Shared,
    matches: Arc<Matcher>,
    skip: usize,
    times: usize,
}

/// A rule that holds until it is lifted.
#[derive(Clone, Debug)]
pub struct Rule {
    shared: Shared,
    id: u64,
    seen: Arc<AtomicUsize>,
}

/// A step that is being held. Dropping it loses it: what was not done stays undone, and what was
/// done goes unanswered.
#[derive(Debug)]
pub struct Held {
    step: Step,
    decide: mpsc::UnboundedSender<Decision>,
}

impl Gate {
    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared }
    }

    /// Begins a rule for every step that `matches`.
    pub fn when(&self, matches: impl Fn(&Step) -> bool + Send + Sync + 'static) -> When {
        When { shared: self.shared.clone(), matches: Arc::new(matches), skip: 0, times: usize::MAX }
    }

    /// The next step that is being held, in the order in which they came to be held.
    ///
    /// # Errors
    ///
    /// When none was held as long as the patience lasted.
    pub async fn held(&self) -> Result<Held, TimedOut> {
        self.shared.until("a step to be held", || lock(&self.shared.gates.held).pop_front()).await
    }

    /// Lifts every rule. What is being held stays so.
    pub fn open(&self) {
        lock(&self.shared.gates.rules).clear();
        self.shared.gates.active.store(false, Ordering::Release);
    }
}

#[expect(clippy::must_use_candidate, reason = "a rule holds, whether or not one keeps it to lift it")]
impl When {
    /// Lets the first `count` of them be.
    pub fn skipping(mut self, count: usize) -> Self {
        self.skip = count;
        self
    }

    /// Ends after this many of them.
    pub fn times(mut self, count: usize) -> Self {
        self.times = count;
        self
    }

    fn then(self, ruling: Ruling) -> Rule {
        let gates = &self.shared.gates;
        let id = gates.next.fetch_add(1, Ordering::Relaxed);
        let seen = Arc::new(AtomicUsize::new(0));
        lock(&gates.rules).push(RuleState {
            id,
            matches: self.matches,
            skip: self.skip,
            times: self.times,
            seen: Arc::clone(&seen),
            ruling,
        });
        gates.active.store(true, Ordering::Release);
        Rule { shared: self.shared, id, seen }
    }

    /// Lets them pass, and counts them.
    pub fn pass(self) -> Rule {
        self.then(Ruling::Pass)
    }

    /// Holds them until somebody takes them from [`Gate::held`] and decides.
    pub fn hold(self) -> Rule {
        self.then(Ruling::Hold)
    }

    /// Answers requests with this instead of doing them. Events are not delivered.
    pub fn fail(self, status: u16, body: Value) -> Rule {
        self.then(Ruling::Fail(status, body))
    }

    /// Does them, and closes the connection instead of answering.
    pub fn lose(self) -> Rule {
        self.then(Ruling::Lose)
    }

    /// Closes the connection; nothing is done.
    pub fn refuse(self) -> Rule {
        self.then(Ruling::Refuse)
    }

    /// Does them later, by the wall's clock.
    pub fn delay(self, by: Duration) -> Rule {
        self.then(Ruling::Delay(by))
    }
}

impl Rule {
    /// How many steps it matched so far, whatever became of them.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::Acquire)
    }

    /// Ends it.
    pub fn lift(&self) {
        let mut rules = lock(&self.shared.gates.rules);
        rules.retain(|rule| rule.id != self.id);
        self.shared.gates.active.store(!rules.is_empty(), Ordering::Release);
    }
}

impl Held {
    /// What is being held.
    #[must_use]
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// Lets it pass; if it was done already, the answer goes out.
    pub fn release(self) {
        drop(self.decide.send(Decision::Release));
    }

    /// Does it, and goes on holding the answer.
    pub async fn perform(&self) {
        let (done, performed) = oneshot::channel();
        drop(self.decide.send(Decision::Perform(done)));
        // An error says that it was performed before.
        drop(performed.await);
    }

    /// Answers with this; it stays undone unless it was [performed](Self::perform).
    pub fn fail(self, status: u16, body: Value) {
        drop(self.decide.send(Decision::Fail(status, body)));
    }

    /// Closes the connection; it stays undone unless it was [performed](Self::perform).
    pub fn lose(self) {
        drop(self.decide.send(Decision::Lose));
    }
}
