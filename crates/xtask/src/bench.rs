//! `cargo xtask bench`: measures on both databases, with PostgreSQL as durable as a real one.

use crate::checkout::Checkout;
use crate::postgres::{Durability, Postgres};
use crate::run::run as run_to_end;
use anyhow::Result;

/// Runs every benchmark of `marketday-tests`, passing the arguments on.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Result<bool> {
    let postgres = Postgres::start(checkout, Durability::Kept)?;
    run_to_end(
        checkout
            .cargo()
            .args([
                "bench",
                "--package",
                "marketday-tests",
                "--bench",
                "*",
                "--",
            ])
            .args(arguments)
            .env("MARKETDAY_TEST_POSTGRES_URL", &postgres.url),
    )?;
    Ok(true)
}
