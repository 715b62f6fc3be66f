//! What to ask next, and how good somebody is. Pure: history, time and chance are passed in.
//!
//! [`Memory`] says when an answered question is due again, [`Rating`] how hard a question is and how far a person has
//! come, [`draw()`] puts an interview together from both, and [`item`] tells an author how questions do with people.
//! What is stored of it are the steps of ratings, with the attempt that brought them; all else follows from the ledger of
//! attempts, which is read in order of time.

pub mod draw;
mod history;
pub mod item;
#[cfg(test)]
mod made_up;
mod memory;
mod progress;
mod rating;

pub use draw::{Asking, MOST_REVIEWS, draw};
pub use history::{Answered, History};
pub use memory::{LEECH, Memory, is_miss};
pub use progress::{ConceptProgress, Progress, Stretch};
pub use rating::{Rating, Steps, expected, steps};
