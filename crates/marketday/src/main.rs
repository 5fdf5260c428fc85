//! The `marketday` command.

use clap::Parser;
use marketday::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("marketday: {:#}", failure.error);
            ExitCode::from(failure.code)
        }
    }
}
