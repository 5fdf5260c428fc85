//! cargo-deny: which licences and sources are linked in. Only what needs no network.

use crate::checkout::{Checkout, installed};
use crate::outcome::Outcome;
use crate::run::run;
use anyhow::Result;
use std::path::Path;

const VERSION: &str = "0.20.2";

/// Checks bans, licences and sources as `deny.toml` says.
pub(crate) fn check(checkout: &Checkout) -> Result<Outcome> {
    let tool = installed("cargo-deny", VERSION, |folder| install(checkout, folder))?;
    // It reads the licences of every platform's crates, and clippy fetched only those of ours.
    run(checkout.cargo().args(["fetch", "--locked"]))?;
    run(std::process::Command::new(tool.join("bin/cargo-deny"))
        .args(["--offline", "check", "bans", "licenses", "sources"])
        .current_dir(&checkout.root))?;
    Ok(Outcome::passed())
}

/// Without optimising: that is a minute of building rather than five, for two seconds of running.
fn install(checkout: &Checkout, folder: &Path) -> Result<()> {
    run(checkout
        .cargo()
        .args(["install", "cargo-deny", "--version", VERSION])
        .args(["--locked", "--debug", "--root"])
        .arg(folder)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR"))
}
