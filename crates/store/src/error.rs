//! What can go wrong with the database, sorted by what a caller can do about it.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database that this product knows. Nothing was created.
    #[error("database.url: {0}")]
    Url(String),
    /// The database did not answer, or refused.
    #[error("database.url: cannot open {url}: {reason}")]
    Connect {
        /// The URL, its password masked.
        url: String,
        /// What the database said.
        reason: String,
    },
    /// A migration failed; everything before it is in place.
    #[error("a migration failed: {0}")]
    Migration(String),
}

/// Why a statement or a transaction failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was faster; the same transaction may succeed if it is run again.
    #[error("two transactions were in each other's way: {0}")]
    Conflict(String),
    /// A unique index refused a row: the scarce thing is taken.
    #[error("already taken: {0}")]
    Taken(String),
    /// No connection was free, or a lock was not to be had in time. Nothing was changed; try again in a moment.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The database holds something that this version cannot read.
    #[error("{table} holds {value:?}, which cannot be read")]
    Unreadable {
        /// Where.
        table: &'static str,
        /// What stands there.
        value: String,
    },
    /// An update changed another number of rows than it must.
    #[error("{0} changed under way")]
    Stale(&'static str),
    /// Anything else.
    #[error("the database failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// Whether the same transaction may succeed when it is simply run again.
    pub const fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }

    /// The store's error inside a verb's error, wherever it is in the chain of sources.
    pub fn inside<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e Self> {
        std::iter::successors(Some(error), |e| e.source()).find_map(|e| e.downcast_ref::<Self>())
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Self::Taken(info.message().to_owned())
            }
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, info) => {
                Self::Conflict(info.message().to_owned())
            }
            DieselError::DatabaseError(_, info) => {
                let message = info.message();
                if message.contains("deadlock detected") {
                    Self::Conflict(message.to_owned())
                } else if message.contains("lock timeout")
                    || message.contains("statement timeout")
                    || message.contains("database is locked")
                {
                    Self::Busy(message.to_owned())
                } else {
                    Self::Failed(message.to_owned())
                }
            }
            _ => Self::Failed(error.to_string()),
        }
    }
}
