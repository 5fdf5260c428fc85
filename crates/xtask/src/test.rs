//! `cargo xtask test`: the parts, in order.

use crate::checkout::Checkout;
use crate::outcome::Summary;
use crate::{browser, checkers, suite};
use anyhow::{Context, Result};
use std::fs;

const SUITE: &str = "unit, store and acceptance";
const FEEDS: &str = "feed checker";
const LETTERS: &str = "letter checker";
const BROWSER: &str = "browser";

/// Runs every part, whatever becomes of the others, and returns whether all are well.
pub(crate) fn run(checkout: &Checkout) -> Result<bool> {
    empty_artefacts(checkout)?;
    let mut summary = Summary::new();
    if summary.part("build", || suite::build(checkout)) {
        summary.part(SUITE, || suite::run(checkout));
        summary.part(FEEDS, || checkers::feeds(checkout));
        summary.part(LETTERS, || checkers::letters(checkout));
        summary.part(BROWSER, || browser::run(checkout));
    } else {
        for part in [SUITE, FEEDS, LETTERS, BROWSER] {
            summary.did_not_run(part, "the build failed");
        }
    }
    println!("\nArtefacts are in {}", checkout.artefacts().display());
    Ok(summary.print())
}

/// What an earlier run left must not be checked in place of this one's.
fn empty_artefacts(checkout: &Checkout) -> Result<()> {
    let artefacts = checkout.artefacts();
    if artefacts.exists() {
        fs::remove_dir_all(&artefacts)
            .with_context(|| format!("cannot empty {}", artefacts.display()))?;
    }
    for folder in [
        "letters/transactional",
        "letters/optional",
        "letters/threads",
        "feeds",
    ] {
        fs::create_dir_all(artefacts.join(folder))?;
    }
    Ok(())
}
