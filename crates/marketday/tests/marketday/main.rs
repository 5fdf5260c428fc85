//! The binary as its operators meet it: the command line, an instance that starts and stops, the demonstration.
//!
//! A file a subject; [`command`] runs the binary in a folder of its own. To add a test of a command, add it to
//! `commands.rs`.

mod browser;
mod command;
mod commands;
mod content;
mod demonstration;
mod instance;
mod lists;
mod mailbox;
mod two_servers;
mod visit;
