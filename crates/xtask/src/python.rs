//! Python, and programs written in it, at the versions that a list pins.

use crate::checkout::installed;
use crate::debian;
use crate::run::{answer, run};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of Python itself and of the programs of what these requirements name.
pub(crate) fn programs(requirements: &Path) -> Result<PathBuf> {
    let pinned = fs::read_to_string(requirements)
        .with_context(|| format!("cannot read {}", requirements.display()))?;
    let venv = installed("venv", &pinned, |folder| install(folder, requirements))?;
    Ok(venv.join("bin"))
}

fn install(folder: &Path, requirements: &Path) -> Result<()> {
    let has_venv = || answer(Command::new("python3").args(["-c", "import ensurepip, venv"]));
    if has_venv().is_err() {
        let packages = ["python3", "python3-venv"];
        debian::install(&packages, "Python with venv is missing")?;
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    run(Command::new(folder.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "--requirement"])
        .arg(requirements))
}
