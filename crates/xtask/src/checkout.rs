//! Where things are: the checkout, what it builds, and what is kept outside it.

use anyhow::{Context, Result};
use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders of this checkout.
pub(crate) struct Checkout {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
}

impl Checkout {
    /// Asks cargo where the workspace is and where it builds.
    pub(crate) fn find() -> Result<Self> {
        let output = cargo(Path::new(env!("CARGO_MANIFEST_DIR")))
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cargo metadata did not start")?;
        let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
            .context("cargo metadata did not answer with JSON")?;
        let folder = |key: &str| {
            let path = metadata[key].as_str();
            path.map(PathBuf::from)
                .with_context(|| format!("cargo metadata names no {key}"))
        };
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
        })
    }

    /// Cargo, started in the root.
    pub(crate) fn cargo(&self) -> Command {
        cargo(&self.root)
    }

    /// What tests leave to be looked at: letters, feeds, screenshots.
    pub(crate) fn artefacts(&self) -> PathBuf {
        self.target.join("artefacts")
    }

    /// The binary as `cargo build` leaves it.
    pub(crate) fn binary(&self) -> PathBuf {
        self.target.join("debug").join("marketday")
    }

    /// The independent checkers that lie beside the checkout, if they are there.
    pub(crate) fn shared_tools(&self) -> Option<PathBuf> {
        let tools = self.root.parent()?.join("shared").join("tools");
        tools.is_dir().then_some(tools)
    }
}

fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder);
    cargo
}

/// A tool's folder outside the checkout, filled once by `install` and used again from then on.
///
/// `contents` is what decides the tool's version: other contents get another folder. Two tasks at once install once.
pub(crate) fn installed(
    name: &str,
    contents: &str,
    install: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let cache = cache()?;
    fs::create_dir_all(&cache).with_context(|| format!("cannot make {}", cache.display()))?;
    let lock = File::create(cache.join("lock"))?;
    lock.lock()?;
    let folder = cache.join(format!("{name}-{:016x}", fingerprint(contents)));
    let complete = folder.join(".complete");
    if !complete.is_file() {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        install(&folder)?;
        fs::write(&complete, "")?;
    }
    Ok(folder)
}

fn cache() -> Result<PathBuf> {
    let given = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty());
    let base = match given {
        Some(folder) => PathBuf::from(folder),
        None => {
            PathBuf::from(env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?)
                .join(".cache")
        }
    };
    Ok(base.join("marketday-xtask"))
}

fn fingerprint(contents: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    contents.hash(&mut hasher);
    hasher.finish()
}
