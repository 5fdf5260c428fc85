//! The audit trail, and what changed from what to what.

use crate::columns::{Count, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{audit, changes};
use diesel::prelude::*;
use marketday_model::notice::Subject;
use marketday_model::{Instant, PersonId};
use serde::{Deserialize, Serialize};

/// One line of the audit trail.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// Its id.
    pub id: uuid::Uuid,
    /// When.
    pub at: Instant,
    /// Who; none for the product itself.
    pub person: Option<PersonId>,
    /// What was done, as `noun.verb`.
    pub action: &'static str,
    /// To what.
    pub subject: Subject,
    /// What else is worth knowing, without contact details.
    pub detail: String,
}

/// What is now otherwise. Never a contact detail: of an address, only that it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Altered {
    /// What: `Title`, `Capacity`.
    pub what: String,
    /// How it was.
    pub before: String,
    /// How it is now.
    pub after: String,
}

impl Altered {
    /// What differs, of pairs of what was and what is.
    pub fn list<const N: usize>(pairs: [(&str, String, String); N]) -> Vec<Self> {
        let differing = pairs
            .into_iter()
            .filter(|(_, before, after)| before != after);
        differing
            .map(|(what, before, after)| Self {
                what: what.to_owned(),
                before,
                after,
            })
            .collect()
    }

    /// What is otherwise, by name: `Title, Stage`.
    pub fn names(all: &[Self]) -> String {
        let names = all.iter().map(|one| one.what.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    /// Reads what [`insert_altered`] wrote.
    pub(crate) fn read(text: &str) -> Result<Vec<Self>, StoreError> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str(text).map_err(|_| StoreError::Unreadable {
            table: "audit",
            value: text.to_owned(),
        })
    }
}

/// Writes a line of the audit trail. From where, and who, if the entry does not say, are known to the transaction: see
/// [`acting_by`](crate::acting_by).
pub fn insert(tx: &mut Tx<'_>, entry: &AuditEntry) -> Result<(), StoreError> {
    insert_altered(tx, entry, &[])
}

/// The same, with what was before and what is after.
pub fn insert_altered(
    tx: &mut Tx<'_>,
    entry: &AuditEntry,
    altered: &[Altered],
) -> Result<(), StoreError> {
    let person = entry.person.or(tx.by().person);
    let network = tx.by().network.map(|network| network.to_string());
    let altered = if altered.is_empty() {
        String::new()
    } else {
        serde_json::to_string(altered).map_err(|error| StoreError::Failed(error.to_string()))?
    };
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(entry.id.to_string()),
            audit::at.eq(at(entry.at)),
            audit::person_id.eq(person.map(|id| id.to_string())),
            audit::action.eq(entry.action),
            audit::subject.eq(entry.subject.to_string()),
            audit::detail.eq(&entry.detail),
            audit::network.eq(network),
            audit::altered.eq(altered),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The actions on a subject with the person and the detail, oldest first.
pub fn list(
    rx: &mut Rx<'_>,
    subject: Subject,
) -> Result<Vec<(String, Option<String>, String)>, StoreError> {
    Ok(audit::table
        .filter(audit::subject.eq(subject.to_string()))
        .order((audit::at, audit::id))
        .select((audit::action, audit::person_id, audit::detail))
        .load(rx.db())?)
}

/// One thing that is now otherwise, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The state of the subject (its SEQUENCE) that the change led to.
    pub version: u32,
    /// What: `Date`, `Time`, `Stage`, `Title` and so on.
    pub what: String,
    /// How it was.
    pub before: String,
    /// How it is now.
    pub after: String,
}

impl Change {
    /// What the reason for a change is called, which tells of nothing by itself.
    pub const REASON: &'static str = "Reason";
}

/// Notes a change, so that the letter which tells of it can say what was before.
pub fn insert_change(
    tx: &mut Tx<'_>,
    id: uuid::Uuid,
    subject: Subject,
    change: &Change,
    now: Instant,
) -> Result<(), StoreError> {
    diesel::insert_into(changes::table)
        .values((
            changes::id.eq(id.to_string()),
            changes::subject.eq(subject.to_string()),
            changes::version.eq(int(change.version)),
            changes::what.eq(&change.what),
            changes::before.eq(&change.before),
            changes::after.eq(&change.after),
            changes::made_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// What changed of a subject after the state `since`, oldest first.
pub fn changes_since(
    rx: &mut Rx<'_>,
    subject: Subject,
    since: u32,
) -> Result<Vec<Change>, StoreError> {
    let rows: Vec<(Count, String, String, String)> = changes::table
        .filter(changes::subject.eq(subject.to_string()))
        .filter(changes::version.gt(int(since)))
        .order((changes::version, changes::id))
        .select((
            changes::version,
            changes::what,
            changes::before,
            changes::after,
        ))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(version, what, before, after)| Change {
            version: version.0,
            what,
            before,
            after,
        })
        .collect())
}
