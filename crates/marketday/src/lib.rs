//! The Marketday binary as a library: command line, configuration, start-up, demonstration.
//!
//! `main.rs` only parses the command line and turns an error into an exit code. To add a command: a variant in
//! [`cli::Command`], a function that it calls, a line in `docs/operating.md`. To add a setting: a field in its
//! section under [`config`], which names its key, its default and what is wrong with a bad value.

pub mod cli;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod lists;
mod mail_doctor;
mod mailbox;
pub mod signals;
pub mod start;
pub mod telemetry;
