//! What the log says of signing in and out, under the number of the request: by which way, and how it went. Who, by
//! their id, only once they are in; never an address, a code or a token.

use marketday_model::code::CodeCheck;
use marketday_model::{PersonId, Way};

/// Somebody is signed in.
pub(crate) fn signed_in(way: Way, person: PersonId) {
    tracing::info!(%way, %person, "signed in");
}

/// Nobody is, for this reason.
pub(crate) fn refused(way: Way, why: &'static str) {
    tracing::warn!(%way, why, "not signed in");
}

/// Nobody is, since what was typed is not the code.
pub(crate) fn code_refused(check: CodeCheck) {
    let why = match check {
        CodeCheck::Wrong { .. } => "wrong",
        CodeCheck::Dead | CodeCheck::Right => "dead",
    };
    refused(Way::Code, why);
}

/// Somebody ended sign-ins of theirs: `here`, `there` (in another browser), `elsewhere` (in all others), `everywhere`,
/// or everywhere since they were `erased`.
pub(crate) fn signed_out(person: PersonId, which: &'static str) {
    tracing::info!(%person, which, "signed out");
}
