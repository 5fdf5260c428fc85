//! What the machine lacks: installed from Debian when we may, else named.

use crate::run::{answer, run};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether we run as root.
pub(crate) fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// The user and group number of a name, where there is such a user.
pub(crate) fn user(name: &str) -> Option<(u32, u32)> {
    let ask = |flag: &str| {
        let number = answer(Command::new("id").args([flag, name])).ok()?;
        number.parse().ok()
    };
    Some((ask("-u")?, ask("-g")?))
}

/// Where a program of this name is on the `PATH`.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Installs these packages with apt-get when root; says exactly what to install when not.
pub(crate) fn install(packages: &[&str], lacking: &str) -> Result<()> {
    let wanted = packages.join(" ");
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        bail!("{lacking}: install it with `apt-get install {wanted}`");
    }
    println!("{lacking}: installing {wanted}");
    run(apt().args(["update", "-q"])).context("the package lists could not be fetched")?;
    run(apt()
        .args(["install", "-q", "-y", "--no-install-recommends"])
        .args(packages))
    .with_context(|| lacking.to_owned())
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
