//! cargo-fuzz: what strangers may send is made up and thrown at what reads it, until the time is over or a reader fails.

use crate::checkout::{Checkout, installed};
use crate::debian;
use crate::outcome::{Outcome, Summary};
use crate::run::run as run_to_end;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

const VERSION: &str = "0.13.2";

/// The readers, by the names of their targets in `fuzz`.
const TARGETS: [&str; 2] = ["import", "incoming"];

/// What one input may take, of time and of memory, and how large it may be: what grows with its square shows in these.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=65536"];

/// Runs each target so many seconds, whatever becomes of the others. Returns whether none found anything.
pub(crate) fn run(checkout: &Checkout, seconds: u32) -> Result<bool> {
    if debian::program("c++").is_none() {
        debian::install(&["g++"], "The compiler of libFuzzer is missing")?;
    }
    let tool = installed("cargo-fuzz", VERSION, |folder| install(checkout, folder))?;
    let mut summary = Summary::new();
    for target in TARGETS {
        summary.part(target, || {
            fuzz(checkout, &tool.join("bin/cargo-fuzz"), target, seconds)
        });
    }
    Ok(summary.print())
}

/// Starts from the samples in the checkout. What it finds on the way is kept beside what is built, for the next run;
/// what brings a reader down in `artefacts/fuzz`.
fn fuzz(checkout: &Checkout, tool: &Path, target: &str, seconds: u32) -> Result<Outcome> {
    let built = checkout.target.join("fuzz");
    let found = built.join("corpus").join(target);
    let artefacts = checkout.artefacts().join("fuzz");
    for folder in [&found, &artefacts] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let fuzz = checkout.root.join("fuzz");
    run_to_end(
        Command::new(tool)
            // Without a sanitizer the stable compiler will do; our own code has nothing unsafe for one to watch.
            .args(["fuzz", "run", "--release", "--sanitizer", "none"])
            .arg("--target-dir")
            .arg(&built)
            .arg(target)
            .arg(&found)
            .arg(fuzz.join("corpus").join(target))
            .arg("--")
            .args(LIMITS)
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!(
                "-dict={}/dictionaries/{target}.dict",
                fuzz.display()
            ))
            .arg(format!(
                "-artifact_prefix={}/{target}-",
                artefacts.display()
            ))
            .arg("-print_final_stats=1")
            .current_dir(&checkout.root),
    )?;
    Ok(Outcome::passed())
}

/// Without optimising: it only calls cargo and what cargo built.
fn install(checkout: &Checkout, folder: &Path) -> Result<()> {
    run_to_end(
        checkout
            .cargo()
            .args(["install", "cargo-fuzz", "--version", VERSION])
            .args(["--locked", "--debug", "--root"])
            .arg(folder)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO_TARGET_DIR"),
    )
}
