//! Migrations: the same folder names for both databases, embedded in the binary.

use crate::connection::{Db, Store};
use crate::error::OpenError;
use diesel::RunQueryDsl;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

impl Store {
    /// Runs every migration that has not been run, and returns the names of those that it ran.
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let failed =
            |e: Box<dyn std::error::Error + Send + Sync>| OpenError::Migration(e.to_string());
        match &mut self.dedicated()? {
            Db::Sqlite(c) => Ok(names(&c.run_pending_migrations(SQLITE).map_err(failed)?)),
            Db::Pg(c) => {
                // Two instances that start together must not both migrate: the second waits, then finds nothing to do.
                diesel::sql_query("SELECT pg_advisory_lock(7238041)")
                    .execute(c)
                    .map_err(|e| OpenError::Migration(e.to_string()))?;
                Ok(names(&c.run_pending_migrations(POSTGRES).map_err(failed)?))
            }
        }
    }

    /// The names of the migrations that have not been run.
    pub fn pending_migrations(&self) -> Result<Vec<String>, OpenError> {
        let failed =
            |e: Box<dyn std::error::Error + Send + Sync>| OpenError::Migration(e.to_string());
        let pending: Vec<String> = match &mut self.dedicated()? {
            Db::Sqlite(c) => c
                .pending_migrations(SQLITE)
                .map_err(failed)?
                .iter()
                .map(|m| m.name().to_string())
                .collect(),
            Db::Pg(c) => c
                .pending_migrations(POSTGRES)
                .map_err(failed)?
                .iter()
                .map(|m| m.name().to_string())
                .collect(),
        };
        Ok(pending)
    }
}

fn names(versions: &[diesel::migration::MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}
