//! The interview on a terminal: reading answers, drawing cards. Holds no rule of the game.
//!
//! Colour is decoration: every mark that has a colour has a shape or a word as well. Output goes through `anstream`,
//! which drops colour where there is no terminal or where `NO_COLOR` is set.

mod input;
mod interview;
mod progress;
mod style;

pub use input::{Lines, standard};
pub use interview::{TerminalError, interview};
pub use progress::chart;
pub use style::{Style, table};
