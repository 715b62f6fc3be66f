//! The tests that need more than one room: the real binary, both databases, the source tree. One binary, since linking
//! is what costs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test that cannot go on has failed")]

mod again;
mod boards;
mod care;
mod commands;
mod daily;
mod discord;
mod engines;
mod examples;
mod house;
mod interviews;
mod migrations;
mod pace;
mod privacy;
mod processes;
mod progress;
mod python_bank;
mod readme;
mod review;
mod sessions;
mod store;
mod support;
mod together;
