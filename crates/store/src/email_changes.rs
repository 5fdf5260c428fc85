//! Changes of people's email addresses, for as long as the old address can take one back.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Db, Rx, Tx};
use crate::error::StoreError;
use crate::schema::{email_changes, people};
use diesel::prelude::*;
use marketday_model::{EmailAddress, EmailChangeId, Instant, PersonId};

/// A change of somebody's email address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChange {
    /// Its id.
    pub id: EmailChangeId,
    /// Whose.
    pub person: PersonId,
    /// The address before.
    pub old: EmailAddress,
    /// The address since.
    pub new: EmailAddress,
    /// When.
    pub made_at: Instant,
    /// When it was taken back.
    pub undone_at: Option<Instant>,
}

/// The change with this id.
pub fn find(rx: &mut Rx<'_>, id: EmailChangeId) -> Result<Option<EmailChange>, StoreError> {
    type Row = (
        Text<EmailChangeId>,
        Text<PersonId>,
        Text<EmailAddress>,
        Text<EmailAddress>,
        At,
        MaybeAt,
    );
    let row: Option<Row> = email_changes::table
        .find(id.to_string())
        .select(email_changes::all_columns)
        .first(rx.db())
        .optional()?;
    Ok(
        row.map(|(id, person, old, new, made_at, undone_at)| EmailChange {
            id: id.0,
            person: person.0,
            old: old.0,
            new: new.0,
            made_at: made_at.0,
            undone_at: undone_at.0,
        }),
    )
}

/// Whether somebody got another address since then.
pub fn is_changed_since(
    rx: &mut Rx<'_>,
    person: PersonId,
    since: Instant,
) -> Result<bool, StoreError> {
    let changed: i64 = email_changes::table
        .filter(email_changes::person_id.eq(person.to_string()))
        .filter(email_changes::made_at.ge(at(since)))
        .count()
        .get_result(rx.db())?;
    Ok(changed > 0)
}

/// Stores a change.
pub fn insert(tx: &mut Tx<'_>, new: &EmailChange) -> Result<(), StoreError> {
    diesel::insert_into(email_changes::table)
        .values((
            email_changes::id.eq(new.id.to_string()),
            email_changes::person_id.eq(new.person.to_string()),
            email_changes::old_email.eq(new.old.as_str()),
            email_changes::new_email.eq(new.new.as_str()),
            email_changes::made_at.eq(at(new.made_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Takes a change back, and says whether it stood. Every later change of the same person goes with it: whoever was not
/// meant to have the account cannot keep it by changing again.
pub fn undo(tx: &mut Tx<'_>, change: &EmailChange, now: Instant) -> Result<bool, StoreError> {
    let standing = email_changes::table
        .filter(email_changes::person_id.eq(change.person.to_string()))
        .filter(email_changes::made_at.ge(at(change.made_at)))
        .filter(email_changes::undone_at.is_null());
    Ok(diesel::update(standing)
        .set(email_changes::undone_at.eq(at(now)))
        .execute(tx.db())?
        > 0)
}

/// Gives a person another address, and says whether it was nobody else's.
pub fn give_address(
    tx: &mut Tx<'_>,
    person: PersonId,
    email: &EmailAddress,
) -> Result<bool, StoreError> {
    let id = person.to_string();
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = people::table
            .find(&id)
            .select(people::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    tx.insert_if_free(|db| {
        diesel::update(people::table.find(&id))
            .set(people::email.eq(email.as_str()))
            .execute(db)
    })
}
