//! Writing the audit trail.

use marketday_model::notice::Subject;
use marketday_model::{Instant, PersonId};
use marketday_store::audit::{self, Altered, AuditEntry};
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
        audit::insert(tx, &self.entry(action, subject, detail))
    }

    /// Writes one line with what was before and what is after.
    pub(crate) fn write_altered(
        self,
        tx: &mut Tx<'_>,
        action: &'static str,
        subject: Subject,
        altered: &[Altered],
    ) -> Result<(), StoreError> {
        audit::insert_altered(tx, &self.entry(action, subject, String::new()), altered)
    }

    fn entry(self, action: &'static str, subject: Subject, detail: String) -> AuditEntry {
        AuditEntry {
            id: self.id,
            at: self.at,
            person: self.by,
            action,
            subject,
            detail,
        }
    }
}
