//! The bank that is compiled into the binary (`build.rs` makes the list).

/// Path within the bank and text of every file.
pub(super) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/questions.rs"));
