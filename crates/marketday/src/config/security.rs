//! `[security]`: what only the server knows.

use super::values::Values;
use super::{ConfigError, Database};
use marketday_model::{Randomness, SecretKey};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What only the server knows.
#[derive(Debug, Clone)]
pub struct Security {
    given: Option<SecretKey>,
    file: Option<PathBuf>,
}

impl Security {
    pub(super) fn read(values: &mut Values, database: &Database) -> Result<Self, ConfigError> {
        let file = database.folder().map(|folder| folder.join("security.key"));
        let shown = file
            .as_ref()
            .map_or_else(String::new, |file| format!("in {}", file.display()));
        let parse = |text: &str| {
            if text.is_empty() {
                Ok(None)
            } else {
                text.parse::<SecretKey>().map(Some)
            }
        };
        let given = values.take("security.key", "", parse, |key| {
            if key.is_some() {
                "***".to_owned()
            } else {
                shown.clone()
            }
        })?;
        if given.is_none() && file.is_none() {
            return Err(ConfigError::of_key(
                "security.key",
                "is required with PostgreSQL, the same for every instance: 64 hexadecimal digits, as `openssl rand -hex 32` prints",
            ));
        }
        Ok(Self { given, file })
    }

    /// The key of an installation whose SQLite database lies in this folder.
    pub fn beside(folder: &Path) -> Self {
        Self {
            given: None,
            file: Some(folder.join("security.key")),
        }
    }

    /// The key: as it was given, or from its file beside the SQLite database, which is made (readable by its owner
    /// only) if it is not there.
    pub fn key(&self) -> Result<SecretKey, ConfigError> {
        if let Some(key) = &self.given {
            return Ok(key.clone());
        }
        let file = self
            .file
            .as_ref()
            .ok_or_else(|| ConfigError::of_key("security.key", "is not set"))?;
        let refused = |what: String| {
            ConfigError::of_key("security.key", format!("{}: {what}", file.display()))
        };
        let key = SecretKey::new(Randomness::system().key());
        let made = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file);
        match made {
            Ok(mut made) => {
                made.write_all(key.to_hex().as_bytes())
                    .map_err(|error| refused(error.to_string()))?;
                Ok(key)
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let text =
                    std::fs::read_to_string(file).map_err(|error| refused(error.to_string()))?;
                text.parse().map_err(|error| refused(format!("{error}")))
            }
            Err(error) => Err(refused(error.to_string())),
        }
    }
}
