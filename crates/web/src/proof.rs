//! Whether an address was shown to be the visitor's in this very request. Only that signs anybody in: a form that is
//! sent again is answered as before, but proves nothing.

use crate::extract::visitor::Visitor;
use marketday_accounts::check_code;
use marketday_accounts::code::TypedCode;
use marketday_model::Instant;
use marketday_model::code::CodeCheck;
use marketday_store::{StoreError, Tx};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Given when the right code was typed and used up.
#[derive(Clone, Default)]
pub(crate) struct Proof(Arc<AtomicBool>);

impl Proof {
    /// The check that a verb runs in its transaction: nothing to show for somebody signed in, else the typed code.
    pub(crate) fn check(
        &self,
        visitor: &Visitor,
        code: TypedCode,
    ) -> impl Fn(&mut Tx<'_>, Instant) -> Result<CodeCheck, StoreError> + Send + 'static {
        let (proof, is_signed_in) = (self.clone(), visitor.signed_in.is_some());
        move |tx, now| {
            if is_signed_in {
                return Ok(CodeCheck::Right);
            }
            let checked = check_code(tx, &code, now)?;
            if checked == CodeCheck::Right {
                proof.0.store(true, Ordering::Release);
            }
            Ok(checked)
        }
    }

    /// Whether it was given.
    pub(crate) fn is_given(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
