//! `cargo xtask bench`: measures on both databases, with PostgreSQL as durable as a real one.

use crate::browser;
use crate::checkout::Checkout;
use crate::postgres::{Durability, Postgres};
use crate::run::run as run_to_end;
use anyhow::Result;

/// The part that a browser measures.
const PAINT: &str = "paint";

/// Runs every benchmark of `marketday-tests`, passing the arguments on, and measures what a browser paints. With names of
/// parts only those.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Result<bool> {
    let names: Vec<&String> = arguments.iter().filter(|name| is_part(name)).collect();
    let has_paint = names.is_empty() || names.iter().any(|name| *name == PAINT);
    let others: Vec<&String> = arguments.iter().filter(|name| *name != PAINT).collect();
    if names.is_empty() || others.iter().any(|name| is_part(name)) {
        measure(checkout, &others)?;
    }
    if has_paint {
        browser::paint(checkout)?;
    }
    Ok(true)
}

fn is_part(argument: &str) -> bool {
    !argument.starts_with('-')
}

fn measure(checkout: &Checkout, arguments: &[&String]) -> Result<()> {
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
    )
}
