//! Writing the audit trail.

use marketday_model::notice::Subject;
use marketday_model::{Instant, PersonId};
use marketday_store::audit::{self, AuditEntry};
use marketday_store::{StoreError, Tx};

/// What a verb notes of itself: drawn before its transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note {
    pub(crate) id: uuid::Uuid,
    pub(crate) by: Option<PersonId>,
    pub(crate) at: Instant,
}

impl Note {
    /// Writes one line.
    pub(crate) fn write(
        self,
        tx: &mut Tx<'_>,
        action: &'static str,
        subject: Subject,
        detail: String,
    ) -> Result<(), StoreError> {
        let entry = AuditEntry {
            id: self.id,
            at: self.at,
            person: self.by,
            action,
            subject,
            detail,
        };
        audit::insert(tx, &entry)
    }
}
