//! The interview as a state machine: (state, event) gives (state, effect), or a [`Refusal`].
//!
//! Pure: it knows no database, no clock and no front end. Whoever drives it loads a [`Solo`], applies an [`Event`],
//! stores the new state and does what the [`Effect`] says. [`Report`] sums an interview up.

mod report;
mod solo;

pub use report::{ConceptResult, Report, RoundResult, STRONG};
pub use solo::{Effect, Event, Refusal, Round, Solo, Status};
