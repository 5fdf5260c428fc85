//! Whether an address was shown to be the visitor's in this very request. Only that signs anybody in: a form that is
//! sent again is answered as before, but proves nothing.

use crate::extract::visitor::Visitor;
use marketday_accounts::check_code;
use marketday_accounts::code::TypedCode;
use marketday_model::Instant;
use marketday_model::code::CodeCheck;
use marketday_store::{StoreError, Tx, sign_ins};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Given when the right code was typed and used up.
#[derive(Clone, Default)]
pub(crate) struct Proof(Arc<AtomicBool>);

impl Proof {
    /// The check that a verb runs in its transaction: for somebody signed in, that they still are, under the same
    /// address; else the typed code.
    pub(crate) fn check(
        &self,
        visitor: &Visitor,
        code: TypedCode,
    ) -> impl Fn(&mut Tx<'_>, Instant) -> Result<CodeCheck, StoreError> + Send + 'static {
        let proof = self.clone();
        let signed_in = visitor.signed_in.as_ref();
        let signed_in = signed_in.map(|is| (is.sign_in, is.person.email.clone()));
        move |tx, now| {
            if let Some((sign_in, email)) = &signed_in {
                // Else a form under way would make a person anew who was just erased, or has just left this address.
                let stands = sign_ins::stands(tx, *sign_in, email)?;
                return Ok(if stands {
                    CodeCheck::Right
                } else {
                    CodeCheck::Dead
                });
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
