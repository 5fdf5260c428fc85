//! The journeys in a real Chromium, against the demonstration; some with calendar programs of others.

use crate::checkout::{Checkout, installed};
use crate::debian;
use crate::kept::{Keep, Kept, temporary_folder};
use crate::outcome::{Outcome, Tally};
use crate::python;
use crate::run::{answer, run as run_to_end, watch};
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const OLDEST_NODE: u32 = 18;

/// What the demonstration prints, and what the journeys are told it as.
const PRINTED: [(&str, &str); 5] = [
    ("Marketday is ready at ", "MARKETDAY_URL"),
    ("Organiser: ", "MARKETDAY_LINK_ORGANISER"),
    ("SME: ", "MARKETDAY_LINK_SME"),
    ("Council delegate: ", "MARKETDAY_LINK_DELEGATE"),
    ("Letters: ", "MARKETDAY_LINK_LETTERS"),
];

/// Runs every journey of a person.
pub(crate) fn run(checkout: &Checkout) -> Result<Outcome> {
    travel(checkout, &[])
}

/// Runs the journeys in which calendar programs of others are used, at the versions that are pinned beside them.
pub(crate) fn clients(checkout: &Checkout) -> Result<Outcome> {
    let requirements = "tests/browser/clients/requirements.txt";
    let programs = python::programs(&checkout.root.join(requirements))?;
    travel(
        checkout,
        &[
            ("MARKETDAY_JOURNEYS", Path::new("clients")),
            ("MARKETDAY_PROGRAMS", &programs),
        ],
    )
}

/// Starts the demonstration, runs the journeys that `told` names, and stops it as an operator would.
fn travel(checkout: &Checkout, told: &[(&str, &Path)]) -> Result<Outcome> {
    let chromium = chromium()?;
    let modules = node_modules(&checkout.root.join("tests/browser"))?;
    let (demonstration, addresses) = demonstrate(checkout)?;
    let mut journeys = Command::new("node");
    journeys
        .arg(checkout.root.join("tests/browser/run.mjs"))
        .env("MARKETDAY_NODE_MODULES", &modules)
        .env("MARKETDAY_CHROMIUM", &chromium)
        .env("MARKETDAY_ARTEFACTS", checkout.artefacts())
        .envs(addresses)
        .envs(told.iter().copied());
    let mut tally = Tally::default();
    let status = watch(&mut journeys, |line| {
        tally += journey(line).unwrap_or_default();
    })?;
    if !status.success() {
        tally.failed = tally.failed.max(1);
    }
    let ended = demonstration.stop()?;
    if !ended.success() {
        bail!("the demonstration did not stop cleanly on SIGTERM ({ended})");
    }
    Ok(Outcome::Ran(tally))
}

/// Measures how soon the plan of a full day is on the screen, against the demonstration as it is delivered.
pub(crate) fn paint(checkout: &Checkout) -> Result<()> {
    let (chromium, modules) = (
        chromium()?,
        node_modules(&checkout.root.join("tests/browser"))?,
    );
    run_to_end(checkout.cargo().args([
        "build",
        "--release",
        "--package",
        "marketday",
        "--bin",
        "marketday",
    ]))?;
    let binary = checkout.target.join("release").join("marketday");
    let (demonstration, addresses) = demonstrate_with(checkout, &binary)?;
    run_to_end(
        Command::new("node")
            .arg(checkout.root.join("tests/browser/paint.mjs"))
            .env("MARKETDAY_NODE_MODULES", &modules)
            .env("MARKETDAY_CHROMIUM", &chromium)
            .envs(addresses),
    )?;
    demonstration.stop()?;
    Ok(())
}

/// Starts the demonstration in a folder of its own, and tells what it printed, and where its database and its command
/// line are, by the names that journeys know them by.
pub(crate) fn demonstrate(checkout: &Checkout) -> Result<(Kept, Vec<(&'static str, String)>)> {
    demonstrate_with(checkout, &checkout.binary())
}

fn demonstrate_with(
    checkout: &Checkout,
    binary: &Path,
) -> Result<(Kept, Vec<(&'static str, String)>)> {
    let folder = temporary_folder("demonstration")?;
    let data = folder.join("data");
    let mut command = vec![binary.to_string_lossy().into_owned()];
    let arguments = ["demo", "--bind", "127.0.0.1:0", "--seed", "1", "--fresh"];
    command.extend(arguments.map(str::to_owned));
    command.extend(["--data-dir".to_owned(), data.to_string_lossy().into_owned()]);
    let demonstration = Kept::start(&Keep {
        command: &command,
        signal: "TERM",
        folder: &folder,
        user: None,
        log: &checkout.artefacts().join("demonstration.log"),
    })?;
    let printed = demonstration
        .lines_until(|line| line.starts_with("Letters: "), Duration::from_mins(2))
        .context("the demonstration did not start")?;
    let mut told = addresses(&printed)?;
    for (variable, path) in [
        ("MARKETDAY_BINARY", binary.to_owned()),
        ("MARKETDAY_DATABASE", data.join("marketday.db")),
    ] {
        told.push((variable, path.to_string_lossy().into_owned()));
    }
    Ok((demonstration, told))
}

fn addresses(printed: &[String]) -> Result<Vec<(&'static str, String)>> {
    let mut addresses = Vec::new();
    for (prefix, variable) in PRINTED {
        let value = printed.iter().find_map(|line| line.strip_prefix(prefix));
        let value = value.with_context(|| {
            format!(
                "the demonstration printed no \"{prefix}\" line; it said:\n{}",
                printed.join("\n")
            )
        })?;
        addresses.push((variable, value.trim().to_owned()));
    }
    Ok(addresses)
}

/// `ok      A visitor finds a day (3.2 s)` or `FAILED  …`
fn journey(line: &str) -> Option<Tally> {
    let mut tally = Tally::default();
    match line.split_once("  ")?.0 {
        "ok" => tally.passed = 1,
        "FAILED" => tally.failed = 1,
        _ => return None,
    }
    Some(tally)
}

fn chromium() -> Result<PathBuf> {
    let found = || {
        let named = env::var_os("MARKETDAY_CHROMIUM").map(PathBuf::from);
        named.or_else(|| debian::program("chromium"))
    };
    if found().is_none() {
        debian::install(&["chromium"], "Chromium is missing")?;
    }
    found().context("no chromium on the PATH")
}

/// The folder whose `node_modules` holds what `package-lock.json` pins.
fn node_modules(source: &Path) -> Result<PathBuf> {
    let mut lacking = Vec::new();
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if debian::program(program).is_none() {
            lacking.push(package);
        }
    }
    if !lacking.is_empty() {
        debian::install(&lacking, "Node.js is missing")?;
    }
    let version = answer(Command::new("node").arg("--version"))?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js is {version}: the browser tests need {OLDEST_NODE} or newer");
    }
    let lock = fs::read_to_string(source.join("package-lock.json"))
        .context("cannot read tests/browser/package-lock.json")?;
    installed("browser", &lock, |folder| {
        for file in ["package.json", "package-lock.json"] {
            fs::copy(source.join(file), folder.join(file))?;
        }
        run_to_end(
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(folder),
        )
    })
}

fn major(version: &str) -> Option<u32> {
    let (major, _) = version.strip_prefix('v')?.split_once('.')?;
    major.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_demonstration_prints_becomes_what_the_journeys_are_told() {
        let printed = [
            "Marketday is ready at http://127.0.0.1:4071",
            "Organiser: http://127.0.0.1:4071/a",
            "SME: http://127.0.0.1:4071/b",
            "Council delegate: http://127.0.0.1:4071/c",
            "Letters: http://127.0.0.1:4071/dev/mail",
        ]
        .map(str::to_owned);
        let told = addresses(&printed).unwrap();
        assert_eq!(
            told[0],
            ("MARKETDAY_URL", "http://127.0.0.1:4071".to_owned())
        );
        assert_eq!(
            told[3],
            (
                "MARKETDAY_LINK_DELEGATE",
                "http://127.0.0.1:4071/c".to_owned()
            )
        );
        let error = addresses(&printed[..2]).unwrap_err().to_string();
        assert!(error.starts_with("the demonstration printed no \"SME: \" line"));
    }

    #[test]
    fn journeys_are_counted_from_their_own_lines() {
        let counted = |line| journey(line).map(|tally| (tally.passed, tally.failed));
        assert_eq!(
            counted("ok      A visitor finds a day (3.2 s)"),
            Some((1, 0))
        );
        assert_eq!(
            counted("FAILED  A visitor finds a day (3.2 s)"),
            Some((0, 1))
        );
        assert_eq!(counted("browser: 1 journey passed"), None);
    }

    #[test]
    fn node_says_its_version_with_a_v() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}
