//! How a verb writes its line of the audit trail: the only place that makes one.

use crate::audit::{self, Altered, AuditEntry};
use crate::connection::Tx;
use crate::error::StoreError;
use marketday_model::notice::Subject;
use marketday_model::{Instant, PersonId, Surroundings};

/// What a verb notes of itself: drawn before its transaction.
#[derive(Debug, Clone, Copy)]
pub struct Note {
    id: uuid::Uuid,
    by: Option<PersonId>,
    /// When it is done.
    pub at: Instant,
}

impl Note {
    /// A line that a person, or nobody but the product, answers for.
    pub fn new(surroundings: &Surroundings, by: impl Into<Option<PersonId>>) -> Self {
        Self {
            id: surroundings.id(),
            by: by.into(),
            at: surroundings.now(),
        }
    }

    /// A line that nobody answers for but the product, with an id that was drawn before; for verbs that write a number
    /// of lines which is known in the transaction only.
    pub fn drawn(id: uuid::Uuid, at: Instant) -> Self {
        Self { id, by: None, at }
    }

    /// Whoever answers for it.
    pub fn person(self) -> Option<PersonId> {
        self.by
    }

    /// Its id, for what is kept beside the line.
    pub fn id<T: From<uuid::Uuid>>(self) -> T {
        self.id.into()
    }

    /// The same line, which this person answers for.
    #[must_use]
    pub fn by(self, person: PersonId) -> Self {
        Self {
            by: Some(person),
            ..self
        }
    }

    /// Writes one line.
    pub fn write(
        self,
        tx: &mut Tx<'_>,
        action: &'static str,
        subject: Subject,
        detail: String,
    ) -> Result<(), StoreError> {
        self.write_altered(tx, action, subject, detail, &[])
    }

    /// The same, with what was before and what is after.
    pub fn write_altered(
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
