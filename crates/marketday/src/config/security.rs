//! `[security]`: what only the server knows.

use super::values::{Shown, Values};
use super::{ConfigError, Database};
use marketday_model::{Randomness, SecretKey};
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What only the server knows.
#[derive(Debug, Clone)]
pub struct Security(Source);

#[derive(Debug, Clone)]
enum Source {
    Given(SecretKey),
    File(PathBuf),
}

impl Security {
    pub(super) fn read(values: &mut Values, database: &Database) -> Result<Self, ConfigError> {
        let file = database.folder().map(|folder| folder.join("security.key"));
        if file.is_none() && !values.has("security.key") {
            return Err(ConfigError::of_key(
                "security.key",
                "is required with PostgreSQL, the same for every instance: 64 hexadecimal digits, as `openssl rand -hex 32` prints",
            ));
        }
        let is_given = values.has("security.key");
        let parse = |text: &str| match file {
            Some(file) if !is_given => Ok(Source::File(file)),
            _ => text.parse().map(Source::Given),
        };
        let source = values.take("security.key", "", parse, |source| match source {
            Source::Given(_) => Shown::from("***"),
            Source::File(file) => Shown::Instead(format!("kept in {}", file.display())),
        })?;
        Ok(Self(source))
    }

    /// The key of an installation whose SQLite database lies in this folder.
    pub fn beside(folder: &Path) -> Self {
        Self(Source::File(folder.join("security.key")))
    }

    /// The key: as it was given, or from its file beside the SQLite database, which is made (readable by its owner
    /// only) if it is not there.
    pub fn key(&self) -> Result<SecretKey, ConfigError> {
        match &self.0 {
            Source::Given(key) => Ok(key.clone()),
            Source::File(file) => {
                make(file).map_err(|error| refused(file, error))?;
                read(file)
            }
        }
    }

    /// What there is to say of the key, without making one.
    pub fn look(&self) -> Result<String, ConfigError> {
        match &self.0 {
            Source::Given(_) => Ok("security.key is set".to_owned()),
            Source::File(file) if !file.exists() => {
                Ok(format!("will be made in {}", file.display()))
            }
            Source::File(file) => {
                read(file)?;
                let metadata = fs::metadata(file).map_err(|error| refused(file, error))?;
                let mode = metadata.permissions().mode() & 0o777;
                if mode == mode & 0o700 {
                    Ok(format!("in {}, for its owner only", file.display()))
                } else {
                    let what = format!("others can read it (mode {mode:o}): chmod 600 it");
                    Err(refused(file, what))
                }
            }
        }
    }
}

fn refused(file: &Path, what: impl std::fmt::Display) -> ConfigError {
    ConfigError::of_key("security.key", format!("{}: {what}", file.display()))
}

fn read(file: &Path) -> Result<SecretKey, ConfigError> {
    let text = fs::read_to_string(file).map_err(|error| refused(file, error))?;
    text.parse().map_err(|error| refused(file, error))
}

/// Makes the file if it is not there. It appears whole or not at all, so that another process never reads half a key.
fn make(file: &Path) -> std::io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let chance = Randomness::system();
    let draft = file.with_extension(format!("{}.part", chance.token()));
    let mut half_done = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let linked = half_done
        .write_all(SecretKey::new(chance.key()).to_hex().as_bytes())
        .and_then(|()| half_done.sync_all())
        .and_then(|()| fs::hard_link(&draft, file));
    fs::remove_file(&draft)?;
    match linked {
        // Another process was faster: its key counts.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        outcome => outcome,
    }
}
