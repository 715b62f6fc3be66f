//! The loopback, tested by clients that know nothing of its insides.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that goes wrong may stop where it is")]

mod bot;
mod gate;
mod gateway;
mod limits;
mod people;
mod rest;
mod serenity_bot;
mod transcript;
