//! `cargo xtask lint`: format, clippy, licences and bans.

use crate::checkout::Checkout;
use crate::deny;
use crate::outcome::{Outcome, Summary};
use crate::run::run as run_to_end;

/// Runs them all, and returns whether all are clean.
pub(crate) fn run(checkout: &Checkout) -> bool {
    let mut summary = Summary::new();
    summary.part("format", || {
        run_to_end(checkout.cargo().args(["fmt", "--all", "--check"]))?;
        Ok(Outcome::passed())
    });
    summary.part("clippy", || {
        run_to_end(
            checkout
                .cargo()
                .args(["clippy", "--workspace", "--all-targets", "--locked"])
                .args(["--", "-D", "warnings"]),
        )?;
        Ok(Outcome::passed())
    });
    summary.part("licences and bans", || deny::check(checkout));
    summary.print()
}
