//! Consents to letters that nobody needs, and which of those were switched off that come unless they are.

use crate::columns::{At, MaybeAt, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::news;
use crate::note::Note;
use crate::schema::{consents, stopped_letters};
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use marketday_model::notice::Subject;
use marketday_model::{Consent, ConsentId, OptionalLetter, PersonId};

#[derive(Queryable)]
struct Row {
    id: Text<ConsentId>,
    person: Text<PersonId>,
    letter: Text<OptionalLetter>,
    wording: String,
    given_on: String,
    given_at: At,
    withdrawn_at: MaybeAt,
}

impl From<Row> for Consent {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            person: row.person.0,
            letter: row.letter.0,
            wording: row.wording,
            given_on: row.given_on,
            given_at: row.given_at.0,
            withdrawn_at: row.withdrawn_at.0,
        }
    }
}

/// Every consent that a person ever gave, oldest first.
pub fn list_of_person(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<Consent>, StoreError> {
    let rows: Vec<Row> = consents::table
        .filter(consents::person_id.eq(person.to_string()))
        .order((consents::given_at, consents::id))
        .select(consents::all_columns)
        .load(rx.db())?;
    Ok(rows.into_iter().map(Consent::from).collect())
}

/// Whether a person wants letters of this kind now. Whoever sends one asks here, at the moment of sending.
pub fn may_send_optional(
    rx: &mut Rx<'_>,
    person: PersonId,
    letter: OptionalLetter,
) -> Result<bool, StoreError> {
    if letter.comes_with_team() {
        let stopped = stopped_letters::table.find((person.to_string(), letter.as_str()));
        return Ok(!select(exists(stopped)).get_result::<bool>(rx.db())?);
    }
    let in_force = consents::table
        .filter(consents::person_id.eq(person.to_string()))
        .filter(consents::letter.eq(letter.as_str()))
        .filter(consents::withdrawn_at.is_null());
    Ok(select(exists(in_force)).get_result(rx.db())?)
}

/// Everybody who switched off letters of a kind that comes with a part in a team.
pub fn list_stopped(rx: &mut Rx<'_>, letter: OptionalLetter) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<Text<PersonId>> = stopped_letters::table
        .filter(stopped_letters::letter.eq(letter.as_str()))
        .select(stopped_letters::person_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// Switches letters of such a kind on again, and says whether they were off.
pub fn resume(
    tx: &mut Tx<'_>,
    person: PersonId,
    letter: OptionalLetter,
) -> Result<bool, StoreError> {
    let stopped = stopped_letters::table.find((person.to_string(), letter.as_str()));
    Ok(diesel::delete(stopped).execute(tx.db())? == 1)
}

/// Switches letters of such a kind off, and says whether they were on.
fn stop(
    tx: &mut Tx<'_>,
    note: Note,
    person: PersonId,
    letter: OptionalLetter,
) -> Result<bool, StoreError> {
    let row = (
        stopped_letters::person_id.eq(person.to_string()),
        stopped_letters::letter.eq(letter.as_str()),
        stopped_letters::stopped_at.eq(at(note.at)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(stopped_letters::table)
            .values(row)
            .execute(db)
    })
}

/// Everybody who wants letters of this kind now.
pub fn list_people_with(
    rx: &mut Rx<'_>,
    letter: OptionalLetter,
) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<Text<PersonId>> = consents::table
        .filter(consents::letter.eq(letter.as_str()))
        .filter(consents::withdrawn_at.is_null())
        .order(consents::id)
        .select(consents::person_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// Stores a consent, unless one to these letters holds already; says whether it is new.
pub fn insert(tx: &mut Tx<'_>, new: &Consent) -> Result<bool, StoreError> {
    let row = (
        consents::id.eq(new.id.to_string()),
        consents::person_id.eq(new.person.to_string()),
        consents::letter.eq(new.letter.as_str()),
        consents::wording.eq(&new.wording),
        consents::given_on.eq(&new.given_on),
        consents::given_at.eq(at(new.given_at)),
    );
    tx.insert_if_free(|db| diesel::insert_into(consents::table).values(row).execute(db))
}

/// Takes a consent back with what was chosen under it, or switches off what comes without one; says so in the audit
/// trail, and returns whether there was anything to stop.
pub fn take_back(
    tx: &mut Tx<'_>,
    note: Note,
    person: PersonId,
    letter: OptionalLetter,
) -> Result<bool, StoreError> {
    let is_changed = if letter.comes_with_team() {
        stop(tx, note, person, letter)?
    } else {
        let in_force = consents::table
            .filter(consents::person_id.eq(person.to_string()))
            .filter(consents::letter.eq(letter.as_str()))
            .filter(consents::withdrawn_at.is_null());
        let changed = diesel::update(in_force)
            .set(consents::withdrawn_at.eq(at(note.at)))
            .execute(tx.db())?;
        changed == 1
    };
    if is_changed {
        if letter == OptionalLetter::EventNews {
            news::delete(tx, person)?;
        }
        let detail = letter.to_string();
        note.write(tx, "consent.withdraw", Subject::Person(person), detail)?;
    }
    Ok(is_changed)
}
