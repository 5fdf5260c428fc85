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
    /// Calendar programs of others that subscribe to a feed: only with `--full`, or by name.
    Clients,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::Suite,
        Self::Feeds,
        Self::Letters,
        Self::Browser,
        Self::Clients,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Suite => "unit, store and acceptance",
            Self::Feeds => "feed checker",
            Self::Letters => "letter checker",
            Self::Browser => "browser",
            Self::Clients => "calendar programs",
        }
    }

    const fn needs_build(self) -> bool {
        matches!(self, Self::Suite | Self::Browser | Self::Clients)
    }

    fn run(self, checkout: &Checkout, full: bool) -> Result<Outcome> {
        match self {
            Self::Suite => suite::run(checkout, full),
            Self::Feeds => checkers::feeds(checkout),
            Self::Letters => checkers::letters(checkout),
            Self::Browser => browser::run(checkout),
            Self::Clients => browser::clients(checkout),
        }
    }
}

/// Runs every part, or only those asked for, whatever becomes of the others. Returns whether all are well.
pub(crate) fn run(checkout: &Checkout, only: &[Part], full: bool) -> Result<bool> {
    let parts = chosen(only, full);
    empty_artefacts(checkout, &parts)?;
    let mut summary = Summary::new();
    let build = parts.iter().any(|part| part.needs_build());
    if build && !summary.part("build", || suite::build(checkout)) {
        for part in parts {
            summary.did_not_run(part.name(), "the build failed");
        }
    } else {
        for part in parts {
            summary.part(part.name(), || part.run(checkout, full));
        }
    }
    println!("\nArtefacts are in {}", checkout.artefacts().display());
    Ok(summary.print())
}

fn chosen(only: &[Part], full: bool) -> Vec<Part> {
    let is_chosen = |part: &Part| match only {
        [] => full || *part != Part::Clients,
        only => only.contains(part),
    };
    Part::ALL.into_iter().filter(is_chosen).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_long_is_run_in_full_or_by_name() {
        let names = |only: &[Part], full| -> Vec<&str> {
            chosen(only, full).into_iter().map(Part::name).collect()
        };
        let usual = [
            "unit, store and acceptance",
            "feed checker",
            "letter checker",
            "browser",
        ];
        assert_eq!(names(&[], false), usual);
        assert_eq!(
            names(&[], true),
            [&usual[..], &["calendar programs"]].concat()
        );
        assert_eq!(names(&[Part::Clients], false), ["calendar programs"]);
        assert_eq!(names(&[Part::Browser], true), ["browser"]);
    }
}
