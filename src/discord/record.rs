//! What is noted of an interaction while it is worked on: one line of the log, and the monitor's figures.
//!
//! The record belongs to the task that works on the interaction, as tracing's spans do, so that whatever is called on the
//! way can add to it. It takes no text but names of commands and verbs, and what went wrong in the program's own words:
//! never an answer, a display name, a token or an id.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use serenity::all::Interaction;
use tracing::{error, info, warn};

use super::respond::{count, kind};
use super::route::Route;
use crate::clock;
use crate::monitor::{Answered, Monitor};

tokio::task_local! {
    static CURRENT: Notes;
}

/// An interaction that has arrived.
pub(super) struct Record {
    monitor: Monitor,
    kind: &'static str,
    name: Cow<'static, str>,
    guild: bool,
    since: Instant,
}

/// What is noted on the way.
struct Notes {
    monitor: Monitor,
    since: Instant,
    first: Cell<Option<Duration>>,
    outcome: Cell<Outcome>,
    reference: RefCell<String>,
    error: RefCell<String>,
}

/// How an interaction ended; what is worse comes later, and stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Nothing was to be done.
    Ignored,
    Answered,
    /// Answered, after it had been put off.
    Late,
    /// The person was asked to be slower.
    Limited,
    /// Discord did not take the answer.
    Lost,
    /// The work failed; the person got an apology.
    Failed,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Answered => "answered",
            Self::Late => "late",
            Self::Limited => "limited",
            Self::Lost => "lost",
            Self::Failed => "failed",
        }
    }
}

impl Record {
    /// Begins, as soon as the interaction is there.
    pub(super) fn new(monitor: &Monitor, interaction: &Interaction) -> Self {
        let (kind, name, guild) = match interaction {
            Interaction::Command(command) => ("command", Cow::Owned(command.data.name.clone()), command.guild_id.is_some()),
            Interaction::Autocomplete(typing) => ("autocomplete", Cow::Owned(typing.data.name.clone()), typing.guild_id.is_some()),
            Interaction::Component(press) => ("press", verb(&press.data.custom_id), press.guild_id.is_some()),
            Interaction::Modal(modal) => ("modal", verb(&modal.data.custom_id), modal.guild_id.is_some()),
            _ => ("other", "other".into(), false),
        };
        Self { monitor: monitor.clone(), kind, name, guild, since: clock::instant() }
    }

    /// Does the work, and writes down what became of it.
    pub(super) async fn during(self, work: impl Future<Output = ()>) {
        let Self { monitor, kind, name, guild, since } = self;
        let notes = Notes {
            monitor: monitor.clone(),
            since,
            first: Cell::default(),
            outcome: Cell::new(Outcome::Ignored),
            reference: RefCell::default(),
            error: RefCell::default(),
        };
        let _in_flight = monitor.in_flight();
        let watched = async {
            work.await;
            CURRENT.with(|notes| (notes.outcome.get(), notes.first.get(), notes.reference.take(), notes.error.take()))
        };
        let (outcome, first, reference, error) = CURRENT.scope(notes, watched).await;
        let all = since.elapsed();
        let (first_ms, ms, end) = (first.map(milliseconds), milliseconds(all), outcome.name());
        match outcome {
            Outcome::Failed => error!(kind, %name, outcome = end, first_ms, ms, guild, reference, error, "an interaction failed"),
            Outcome::Lost => warn!(kind, %name, outcome = end, first_ms, ms, guild, error, "an interaction was lost"),
            _ => info!(kind, %name, outcome = end, first_ms, ms, guild, "an interaction"),
        }
        monitor.answered(Answered { kind, name, outcome: end, first, all });
    }
}

/// The first response has arrived at Discord.
pub(super) fn responded() {
    note(Outcome::Answered, |notes| {
        if notes.first.get().is_none() {
            notes.first.set(Some(notes.since.elapsed()));
        }
    });
}

/// The card takes longer than a first response may.
pub(super) fn put_off() {
    note(Outcome::Late, |_| {});
}

/// The person is asked to be slower.
pub(super) fn limited() {
    note(Outcome::Limited, |_| {});
}

/// Discord does not take an answer, and it is not tried again.
pub(super) fn lost(error: &serenity::Error) {
    note(Outcome::Lost, |notes| *notes.error.borrow_mut() = kind(error));
}

/// The work failed; the person sees the reference.
pub(super) fn failed(reference: &str, fault: &dyn std::error::Error) {
    note(Outcome::Failed, |notes| {
        reference.clone_into(&mut notes.reference.borrow_mut());
        *notes.error.borrow_mut() = fault.to_string();
    });
}

/// A request to Discord went wrong; it may be tried again.
pub(super) fn refused(error: &serenity::Error) {
    note(Outcome::Ignored, |notes| count(&notes.monitor, error));
}

/// Adds to the record, where there is one.
fn note(outcome: Outcome, add: impl FnOnce(&Notes)) {
    let _ = CURRENT.try_with(|notes| {
        notes.outcome.set(notes.outcome.get().max(outcome));
        add(notes);
    });
}

/// What was pressed; of an id that is no route nothing is repeated.
fn verb(id: &str) -> Cow<'static, str> {
    let known = id.parse::<Route>().ok().and_then(|_| id.split(':').nth(1));
    known.map_or(Cow::Borrowed("unknown"), |verb| Cow::Owned(verb.to_owned()))
}

/// Milliseconds with one decimal.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}
