//! The Rust tests of the whole workspace, on SQLite and on PostgreSQL.

use crate::checkout::Checkout;
use crate::debian;
use crate::outcome::{Outcome, Tally};
use crate::postgres::{Durability, Postgres};
use crate::run::{run as run_to_end, watch};
use anyhow::Result;
use std::process::Command;

/// Builds the binary and the tests together, so that both get the same features and nothing is built twice.
pub(crate) fn build(checkout: &Checkout) -> Result<Outcome> {
    let targets = ["--bins", "--tests", "--examples"];
    run_to_end(
        checkout
            .cargo()
            .args(["build", "--workspace"])
            .args(targets),
    )?;
    Ok(Outcome::passed())
}

/// How many letters the killed workers send in full; the test's own number is for every day.
const MANY_LETTERS: &str = "10000";

/// Runs every test, with cargo-nextest where it is installed and with cargo's own runner where not.
pub(crate) fn run(checkout: &Checkout, full: bool) -> Result<Outcome> {
    let postgres = Postgres::start(checkout, Durability::GivenUp)?;
    let cargo = || {
        let mut cargo = checkout.cargo();
        if full {
            cargo.env("MARKETDAY_MANY_LETTERS", MANY_LETTERS);
        }
        cargo
    };
    let mut tally = Tally::default();
    if debian::program("cargo-nextest").is_some() {
        let config = checkout.root.join("crates/xtask/src/nextest.toml");
        let mut nextest = cargo();
        nextest
            .args(["nextest", "run", "--workspace", "--no-fail-fast"])
            .arg("--tool-config-file")
            .arg(format!("xtask:{}", config.display()));
        tally += count(&mut nextest, checkout, &postgres, nextest_summary)?;
        let mut doc_tests = checkout.cargo();
        doc_tests.args(["test", "--workspace", "--doc", "--no-fail-fast"]);
        tally += count(&mut doc_tests, checkout, &postgres, cargo_summary)?;
    } else {
        let mut tests = cargo();
        tests.args(["test", "--workspace", "--no-fail-fast"]);
        tally += count(&mut tests, checkout, &postgres, cargo_summary)?;
    }
    Ok(Outcome::Ran(tally))
}

fn count(
    command: &mut Command,
    checkout: &Checkout,
    postgres: &Postgres,
    read: fn(&str) -> Option<Tally>,
) -> Result<Tally> {
    command
        .env("MARKETDAY_TEST_POSTGRES_URL", &postgres.url)
        .env("MARKETDAY_BIN", checkout.binary())
        .env("MARKETDAY_ARTEFACTS", checkout.artefacts());
    let mut tally = Tally::default();
    let status = watch(command, |line| tally += read(line).unwrap_or_default())?;
    if !status.success() {
        // A crash or a test that does not compile is in nobody's count.
        tally.failed = tally.failed.max(1);
    }
    Ok(tally)
}

/// `Summary [   0.2s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`
fn nextest_summary(line: &str) -> Option<Tally> {
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let (_, counts) = rest.split_once(" run: ")?;
    let mut tally = Tally::default();
    let mut depth = 0;
    // Commas inside brackets only explain the count before them.
    let outer: String = counts
        .chars()
        .filter(|character| {
            depth += i32::from(*character == '(');
            let kept = depth == 0;
            depth -= i32::from(*character == ')');
            kept
        })
        .collect();
    for count in outer.split(',') {
        let (number, word) = count.trim().split_once(' ')?;
        let number: usize = number.parse().ok()?;
        match word.trim() {
            "passed" => tally.passed += number,
            "skipped" => tally.skipped += number,
            _ => tally.failed += number,
        }
    }
    Some(tally)
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn cargo_summary(line: &str) -> Option<Tally> {
    let rest = line.strip_prefix("test result: ")?;
    let (_, counts) = rest.split_once(". ")?;
    let mut tally = Tally::default();
    for count in counts.split("; ") {
        let (number, word) = count.split_once(' ')?;
        match word {
            "passed" => tally.passed = number.parse().ok()?,
            "failed" => tally.failed = number.parse().ok()?,
            "ignored" => tally.skipped = number.parse().ok()?,
            _ => {}
        }
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: usize, failed: usize, skipped: usize) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn nextest_is_read_with_all_its_ways_to_fail() {
        let clean = "     Summary [  41.2s] 213 tests run: 213 passed, 0 skipped";
        assert_eq!(nextest_summary(clean), Some(tally(213, 0, 0)));
        let red = "     Summary [   9.9s] 9 tests run: 5 passed (1 slow, 2 leaky), 2 failed (1 due to leak), 2 timed out, 4 skipped";
        assert_eq!(nextest_summary(red), Some(tally(5, 4, 4)));
        let one = "     Summary [   0.0s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(nextest_summary(one), Some(tally(1, 0, 0)));
        assert_eq!(
            nextest_summary("        PASS [   0.0s] a test run: 3 passed"),
            None
        );
    }

    #[test]
    fn cargo_test_is_read_a_line_a_binary() {
        let line = "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 7 filtered out; finished in 0.00s";
        assert_eq!(cargo_summary(line), Some(tally(3, 1, 2)));
        assert_eq!(cargo_summary("test a_result ... ok"), None);
    }
}
