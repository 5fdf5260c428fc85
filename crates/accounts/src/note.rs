//! Writing the audit trail.

use marketday_model::notice::Subject;
use marketday_model::{Instant, PersonId, Surroundings};
use marketday_store::audit::{self, Altered, AuditEntry};
use marketday_store::{StoreError, Tx};

/// What a verb notes of itself: drawn before its transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note {
    id: uuid::Uuid,
    by: Option<PersonId>,
    pub(crate) at: Instant,
}

impl Note {
    /// A line that a person, or nobody but the product, answers for.
    pub(crate) fn new(surroundings: &Surroundings, by: impl Into<Option<PersonId>>) -> Self {
        Self {
            id: surroundings.id(),
            by: by.into(),
            at: surroundings.now(),
        }
    }

    /// The same line, which this person answers for.
    pub(crate) fn by(self, person: PersonId) -> Self {
        Self {
            by: Some(person),
            ..self
        }
    }

    /// Writes one line.
    pub(crate) fn write(
        self,
        tx: &mut Tx<'_>,
        action: &'static str,
        subject: Subject,
        detail: String,
    ) -> Result<(), StoreError> {
        self.write_altered(tx, action, subject, detail, &[])
    }

    /// The same, with what was before and what is after.
    pub(crate) fn write_altered(
        self,
        tx: &mut Tx<'_>,
        action: &'static str,
        subject: Subject,
        detail: String,
        altered: &[Altered],
    ) -> Result<(), StoreError> {
        let entry = AuditEntry {
            id: self.id,
            at: self.at,
            person: self.by,
            action,
            subject,
            detail,
        };
        audit::insert_altered(tx, &entry, altered)
    }
}
