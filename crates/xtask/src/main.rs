//! The developers' own tool, run as `cargo xtask …`.
//!
//! `test` is everything that CI runs but the lints; `lint` is those; `bench` measures; `fuzz` looks for what brings a
//! reader down; `postgres` lends a throw-away database. What a task needs and the machine lacks is installed outside the
//! checkout, at a pinned version, or named.
//!
//! To add one more part to a task: write a function that returns an [`outcome::Outcome`] in a module of its own, and
//! run it by name in `test.rs` or `lint.rs`.

mod bench;
mod browser;
mod checkers;
mod checkout;
mod debian;
mod deny;
mod fuzz;
mod kept;
mod lint;
mod outcome;
mod postgres;
mod python;
mod run;
mod suite;
mod test;

use crate::checkout::Checkout;
use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Tests, lints and measures Marketday.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every test on both databases, the feed and letter checkers, and the journeys in a browser.
    Test {
        /// Only these parts; the checkers then read what the last suite left.
        #[arg(long, value_delimiter = ',')]
        only: Vec<test::Part>,
        /// Also what takes long: calendar programs of others, and workers that are killed under ten thousand letters.
        #[arg(long)]
        full: bool,
    },
    /// Check the format, run clippy, and check licences and bans.
    Lint,
    /// Measure, with a PostgreSQL that keeps its promises of durability.
    Bench {
        /// Passed on to the benchmark.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Throw made-up files and messages at what reads those of strangers.
    Fuzz {
        /// How many seconds for each reader.
        #[arg(default_value_t = 600)]
        seconds: u32,
    },
    /// Start a throw-away PostgreSQL, print its address, and remove it on Ctrl-C.
    Postgres {
        /// Write to the disk before a commit returns, as a real installation does.
        #[arg(long)]
        durable: bool,
    },
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything that the task is made of went well.
fn carry_out(task: Task) -> Result<bool> {
    let checkout = Checkout::find()?;
    match task {
        Task::Test { only, full } => test::run(&checkout, &only, full),
        Task::Lint => Ok(lint::run(&checkout)),
        Task::Bench { arguments } => bench::run(&checkout, &arguments),
        Task::Fuzz { seconds } => fuzz::run(&checkout, seconds),
        Task::Postgres { durable } => postgres::lend(&checkout, durable.into()),
    }
}
