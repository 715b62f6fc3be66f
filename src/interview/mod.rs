//! The interview as a state machine: (state, event) gives (state, effects), or a refusal that is shown to the person.
//!
//! Pure: it knows no database, no clock and no front end. Whoever drives it loads the state, applies an event, stores
//! the new state and does what the effects say. [`Solo`] is one person's interview, [`Report`] sums it up; [`group`] is a
//! study group's session.

mod extended;
pub mod group;
mod report;
mod solo;

pub use extended::ExtendedTime;
pub use report::{ConceptResult, Report, RoundResult, STRONG};
pub use solo::{Effect, Event, Refusal, Round, Solo, Status};
