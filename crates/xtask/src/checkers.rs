//! A second opinion on what the tests wrote: independent checkers of feeds and of letters, in Python.

use crate::browser::demonstrate;
use crate::checkout::Checkout;
use crate::outcome::{Outcome, Tally};
use crate::python;
use crate::run::{answer, watch};
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Feeds of the demonstration that are also fetched: full, sorted by region and theme, chosen, and empty.
const SERVED: [&str; 6] = [
    "/calendar/all.ics",
    "/calendar/near/north-east.ics",
    "/calendar/all.ics?near=north-east&theme=highways",
    "/calendar/regions/north-east.ics",
    "/calendar/themes/highways.ics",
    "/calendar/regions/london.ics",
];

/// Makes personal feeds in the database that it is given, and prints their tokens.
const PERSONAL_FEEDS: &str = r#"
import hashlib, sqlite3, sys, uuid
database = sqlite3.connect(sys.argv[1], timeout=30)
most = {
    "bookings": "SELECT contact_id FROM bookings WHERE state = 'confirmed' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "agenda": "SELECT person_id FROM registrations GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "organised": "SELECT m.person_id FROM memberships m JOIN events e ON e.organiser_id = m.organisation_id"
    " WHERE m.state = 'active' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
}
for number, (kind, query) in enumerate(most.items(), 1):
    token, now = f"{number:032}", "2026-01-01 00:00:00"
    row = (str(uuid.uuid4()), database.execute(query).fetchone()[0], kind, kind)
    row += (hashlib.sha256(token.encode()).hexdigest(), now, now, None, "", "", now)
    database.execute("INSERT INTO personal_feeds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    print(token)
database.commit()
"#;

/// Checks every feed in `artefacts/feeds`, and how the demonstration serves some over HTTP.
pub(crate) fn feeds(checkout: &Checkout) -> Result<Outcome> {
    let Some(checker) = Checker::find(checkout, "check_feed.py")? else {
        return Ok(absent());
    };
    let mut tally = Tally::default();
    for feed in files(&checkout.artefacts().join("feeds"), "ics")? {
        tally += checker.check(&[], &[feed])?;
    }
    for history in entries(&checkout.artefacts().join("feeds").join("histories"))? {
        tally += compare(&checker, &files(&history, "ics")?)?;
    }
    let (demonstration, addresses) = demonstrate(checkout)?;
    let told = |name: &str| {
        let found = addresses.iter().find(|(variable, _)| *variable == name);
        found
            .map(|(_, value)| value.as_str())
            .context("the demonstration did not say all")
    };
    let home = &addresses
        .first()
        .context("the demonstration printed no address")?
        .1;
    for path in SERVED {
        tally += checker.check(&[], &[format!("{home}{path}")])?;
    }
    let wrong = format!("{home}/calendar/own/{:032}.ics", 0);
    for token in checker.personal_feeds(told("MARKETDAY_DATABASE")?)? {
        let feed = format!("{home}/calendar/own/{token}.ics");
        tally += checker.check(&["--secret", "--bad-url", &wrong], &[feed])?;
    }
    demonstration.stop()?;
    Ok(Outcome::Ran(tally))
}

/// Checks every letter in `artefacts/letters`, and each conversation as one.
pub(crate) fn letters(checkout: &Checkout) -> Result<Outcome> {
    let Some(checker) = Checker::find(checkout, "check_mail.py")? else {
        return Ok(absent());
    };
    let folder = checkout.artefacts().join("letters");
    let mut tally = Tally::default();
    let needed = files(&folder.join("transactional"), "eml")?;
    if needed.is_empty() {
        bail!("the tests wrote no letter into letters/transactional");
    }
    tally += checker.check(&["--transactional"], &needed)?;
    let optional = files(&folder.join("optional"), "eml")?;
    if !optional.is_empty() {
        tally += checker.check(&[], &optional)?;
    }
    let threads = entries(&folder.join("threads"))?;
    if threads.is_empty() {
        bail!("the tests wrote no conversation into letters/threads");
    }
    for thread in threads {
        let letters = files(&thread, "eml")?;
        if letters.is_empty() {
            bail!("the conversation {} has no letters", thread.display());
        }
        tally += checker.check(&["--thread", "--transactional"], &letters)?;
    }
    Ok(Outcome::Ran(tally))
}

/// Checks each state of a feed against the one before it.
fn compare(checker: &Checker, states: &[PathBuf]) -> Result<Tally> {
    let mut tally = Tally::default();
    for pair in states.windows(2) {
        let before = pair[0].to_string_lossy();
        tally += checker.check(&["--previous", &before], &pair[1..])?;
    }
    Ok(tally)
}

fn absent() -> Outcome {
    Outcome::Skipped("../shared is absent".to_owned())
}

struct Checker {
    python: PathBuf,
    script: PathBuf,
}

impl Checker {
    /// The checker with all that it imports; none where `../shared` is absent.
    fn find(checkout: &Checkout, script: &str) -> Result<Option<Self>> {
        let Some(tools) = checkout.shared_tools() else {
            return Ok(None);
        };
        let programs = python::programs(&tools.join("requirements.txt"))?;
        Ok(Some(Self {
            python: programs.join("python"),
            script: tools.join(script),
        }))
    }

    /// Makes a personal feed of each kind for whoever has most in it, straight in the demonstration's database, and
    /// returns the tokens of their addresses.
    fn personal_feeds(&self, database: &str) -> Result<Vec<String>> {
        let mut command = Command::new(&self.python);
        let printed = answer(command.args(["-c", PERSONAL_FEEDS, database]))?;
        Ok(printed.lines().map(str::to_owned).collect())
    }

    /// Runs it once. Each file and each conversation is a check, reported by a line of its own.
    fn check(&self, flags: &[&str], files: &[impl AsRef<OsStr>]) -> Result<Tally> {
        let mut tally = Tally::default();
        let status = watch(
            Command::new(&self.python)
                // Its folder may be one that we cannot write to.
                .arg("-B")
                .arg(&self.script)
                .arg("--strict")
                .args(flags)
                .args(files),
            |line| {
                if line.ends_with(" 0 error(s), 0 warning(s)") {
                    tally.passed += 1;
                } else if line.ends_with(" warning(s)") {
                    tally.failed += 1;
                }
            },
        )?;
        if !status.success() {
            tally.failed = tally.failed.max(1);
        }
        Ok(tally)
    }
}

/// The files with this ending, by name.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = entries(folder)?;
    found.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == ending)
    });
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in listing {
        found.push(entry?.path());
    }
    found.sort();
    Ok(found)
}
