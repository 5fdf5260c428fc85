//! `cargo xtask test`: the parts, in order.

use crate::checkout::Checkout;
use crate::outcome::{Outcome, Summary};
use crate::{browser, checkers, suite};
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fs;
use std::path::Path;

/// A part of the run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Unit, store and acceptance tests on both databases.
    Suite,
    /// The checker of what the suite left in `artefacts/feeds`.
    Feeds,
    /// The checker of what the suite left in `artefacts/letters`.
    Letters,
    /// The journeys in a real Chromium.
    Browser,
}

impl Part {
    const ALL: [Self; 4] = [Self::Suite, Self::Feeds, Self::Letters, Self::Browser];

    const fn name(self) -> &'static str {
        match self {
            Self::Suite => "unit, store and acceptance",
            Self::Feeds => "feed checker",
            Self::Letters => "letter checker",
            Self::Browser => "browser",
        }
    }

    const fn needs_build(self) -> bool {
        matches!(self, Self::Suite | Self::Browser)
    }

    fn run(self, checkout: &Checkout) -> Result<Outcome> {
        match self {
            Self::Suite => suite::run(checkout),
            Self::Feeds => checkers::feeds(checkout),
            Self::Letters => checkers::letters(checkout),
            Self::Browser => browser::run(checkout),
        }
    }
}

/// Runs every part, or only those asked for, whatever becomes of the others. Returns whether all are well.
pub(crate) fn run(checkout: &Checkout, only: &[Part]) -> Result<bool> {
    let parts: Vec<Part> = Part::ALL
        .into_iter()
        .filter(|part| only.is_empty() || only.contains(part))
        .collect();
    empty_artefacts(checkout, &parts)?;
    let mut summary = Summary::new();
    let build = parts.iter().any(|part| part.needs_build());
    if build && !summary.part("build", || suite::build(checkout)) {
        for part in parts {
            summary.did_not_run(part.name(), "the build failed");
        }
    } else {
        for part in parts {
            summary.part(part.name(), || part.run(checkout));
        }
    }
    println!("\nArtefacts are in {}", checkout.artefacts().display());
    Ok(summary.print())
}

/// What an earlier run left must not be checked in place of this one's.
fn empty_artefacts(checkout: &Checkout, parts: &[Part]) -> Result<()> {
    let artefacts = checkout.artefacts();
    if parts.contains(&Part::Suite) {
        for folder in ["letters", "feeds"] {
            empty(&artefacts.join(folder))?;
        }
        for folder in ["transactional", "optional", "threads"] {
            fs::create_dir(artefacts.join("letters").join(folder))?;
        }
    }
    if parts.contains(&Part::Browser) {
        empty(&artefacts.join("screenshots"))?;
    }
    Ok(())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}
