//! `[database]`: where the data lies.

use super::ConfigError;
use super::values::Values;
use marketday_store::{DatabaseUrl, OpenError, PoolSize};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Where the data lies.
#[derive(Debug, Clone)]
pub struct Database {
    /// `sqlite:data/marketday.db` (relative), `sqlite:///var/lib/marketday.db` or `postgres://user@host/database`.
    pub url: DatabaseUrl,
    /// The most connections, 1 to 500: readers on SQLite, all on PostgreSQL.
    pub connections: u32,
    is_default: bool,
}

impl Database {
    pub(super) fn read(values: &mut Values) -> Result<Self, ConfigError> {
        let is_default = !values.has("database.url");
        let url = values.take(
            "database.url",
            "sqlite:data/marketday.db",
            database,
            ToString::to_string,
        )?;
        let connections = values.take("database.connections", "16", connections, |n| *n)?;
        Ok(Self {
            url,
            connections,
            is_default,
        })
    }

    /// How many connections a store keeps.
    pub fn pool_size(&self) -> PoolSize {
        PoolSize::of(self.connections)
    }

    /// The folder of an SQLite file.
    pub fn folder(&self) -> Option<&Path> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => Some(
                path.parent()
                    .filter(|p| !p.as_os_str().is_empty())
                    .unwrap_or(Path::new(".")),
            ),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// Makes the folder of the default database. Another folder is the operator's to make: a mistyped path must not
    /// become an empty database somewhere.
    pub fn prepare_folder(&self) -> std::io::Result<()> {
        match self.folder() {
            Some(folder) if self.is_default => std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder),
            _ => Ok(()),
        }
    }
}

fn database(text: &str) -> Result<DatabaseUrl, String> {
    let query = text.split_once('?').map_or("", |(_, query)| query);
    if query.split('&').any(|pair| pair.starts_with("password=")) {
        return Err(
            "has its password in the query, where it would be shown: write postgres://user:password@host/database"
                .to_owned(),
        );
    }
    text.parse().map_err(|error| match error {
        // Its message names the key itself.
        OpenError::Url(what) => what,
        error => error.to_string(),
    })
}

fn connections(text: &str) -> Result<u32, &'static str> {
    text.parse()
        .ok()
        .filter(|n| (1..=500).contains(n))
        .ok_or("must be a whole number from 1 to 500")
}
