//! Erasing a person: what they did stays to be counted, under a nobody in their place; they themselves go.

use crate::columns::{Text, at};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{
    assessments, audit, bookings, changes, events, farewells, notices, people, presenter_ticks,
    proposals, registrations, waiting_entries,
};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text as SqlText;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::privacy::{ERASED_DOMAIN, Erased, KINDS, Of};
use marketday_model::{
    BookingId, EmailAddress, Instant, NoticeState, OrganisationId, Person, PersonId,
};

/// Keeps a person from being booked for, registered or erased by others until the transaction ends, and finds them.
/// On SQLite the one writer already sees to it.
pub fn lock(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = people::table
            .find(id.to_string())
            .select(people::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    crate::people::find(tx, id)
}

/// Stores the nobody that stands in the place of an erased person.
pub fn insert_nobody(tx: &mut Tx<'_>, nobody: PersonId, now: Instant) -> Result<(), StoreError> {
    diesel::insert_into(people::table)
        .values((
            people::id.eq(nobody.to_string()),
            people::email.eq(format!("{nobody}@{ERASED_DOMAIN}")),
            people::name.eq(""),
            people::created_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Who presents a booking.
pub fn find_presenter(rx: &mut Rx<'_>, id: BookingId) -> Result<Option<PersonId>, StoreError> {
    let found: Option<Option<String>> = bookings::table
        .find(id.to_string())
        .select(bookings::presenter_id)
        .first(rx.db())
        .optional()?;
    Ok(found.flatten().and_then(|id| id.parse().ok()))
}

/// Gives a booking another contact.
pub fn update_contact(tx: &mut Tx<'_>, id: BookingId, contact: PersonId) -> Result<(), StoreError> {
    diesel::update(bookings::table.find(id.to_string()))
        .set(bookings::contact_id.eq(contact.to_string()))
        .execute(tx.db())?;
    Ok(())
}

/// Puts `nobody` in the place of a person wherever something is counted, and empties what it says of them.
pub fn move_to_nobody(
    tx: &mut Tx<'_>,
    person: &Person,
    nobody: PersonId,
) -> Result<(), StoreError> {
    let (was, now_is) = (person.id.to_string(), nobody.to_string());
    overwrite_changes(tx, person)?;
    crate::complaints::forget_address(tx, &person.email)?;
    diesel::update(bookings::table.filter(bookings::contact_id.eq(&was)))
        .set((
            bookings::contact_id.eq(&now_is),
            bookings::hold_browser.eq(None::<String>),
            bookings::hold_network.eq(None::<String>),
        ))
        .execute(tx.db())?;
    diesel::update(bookings::table.filter(bookings::presenter_id.eq(&was)))
        .set((
            bookings::presenter_id.eq(&now_is),
            bookings::presenter_name.eq(""),
            bookings::presenter_email.eq(None::<String>),
        ))
        .execute(tx.db())?;
    diesel::update(waiting_entries::table.filter(waiting_entries::contact_id.eq(&was)))
        .set(waiting_entries::contact_id.eq(&now_is))
        .execute(tx.db())?;
    diesel::update(waiting_entries::table.filter(waiting_entries::presenter_id.eq(&was)))
        .set((
            waiting_entries::presenter_id.eq(&now_is),
            waiting_entries::presenter_name.eq(""),
            waiting_entries::presenter_email.eq(None::<String>),
        ))
        .execute(tx.db())?;
    move_proposals(tx, &was, &now_is)?;
    diesel::update(registrations::table.filter(registrations::person_id.eq(&was)))
        .set((
            registrations::person_id.eq(&now_is),
            registrations::name.eq(""),
            registrations::role.eq(""),
            registrations::listed.eq(false),
        ))
        .execute(tx.db())?;
    let told =
        notices::table.filter(notices::recipient.eq(Recipient::Person(person.id).to_string()));
    diesel::update(told)
        .set((
            notices::recipient.eq(Recipient::Person(nobody).to_string()),
            notices::last_answer.eq(None::<String>),
        ))
        .execute(tx.db())?;
    let about = notices::table.filter(notices::subject.eq(Subject::Person(person.id).to_string()));
    diesel::update(about)
        .set(notices::subject.eq(Subject::Person(nobody).to_string()))
        .execute(tx.db())?;
    Ok(())
}

/// The same of what they proposed, would have presented and assessed. What assessors wrote of it may be about them.
fn move_proposals(tx: &mut Tx<'_>, was: &str, nobody: &str) -> Result<(), StoreError> {
    let theirs = || proposals::table.filter(proposals::contact_id.eq(was));
    diesel::delete(theirs().filter(proposals::state.eq("draft"))).execute(tx.db())?;
    let of_theirs =
        assessments::table.filter(assessments::proposal_id.eq_any(theirs().select(proposals::id)));
    diesel::update(of_theirs)
        .set(assessments::comment.eq(""))
        .execute(tx.db())?;
    diesel::update(theirs())
        .set((
            proposals::contact_id.eq(nobody),
            proposals::feedback.eq(""),
            proposals::why.eq(""),
        ))
        .execute(tx.db())?;
    diesel::update(proposals::table.filter(proposals::presenter_id.eq(was)))
        .set((
            proposals::presenter_id.eq(nobody),
            proposals::presenter_name.eq(""),
            proposals::presenter_email.eq(None::<String>),
        ))
        .execute(tx.db())?;
    let assessed = || assessments::table.filter(assessments::assessor_id.eq(was));
    diesel::update(assessed().filter(assessments::conflict.is_not_null()))
        .set(assessments::conflict.eq(""))
        .execute(tx.db())?;
    diesel::update(assessed())
        .set((
            assessments::assessor_id.eq(nobody),
            assessments::comment.eq(""),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Drops what a person was still to be told: it says what is not true any more.
pub fn drop_notices(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let waiting = notices::table
        .filter(notices::recipient.eq(Recipient::Person(person).to_string()))
        .filter(notices::state.eq_any(["pending", "sending"]));
    diesel::update(waiting)
        .set((
            notices::state.eq(NoticeState::Dropped.as_str()),
            notices::lease.eq(None::<String>),
            notices::leased_until.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Overwrites what letters of change and the audit trail say of a person, by the subjects that are theirs.
fn overwrite_changes(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    let theirs: Vec<String> = bookings::table
        .filter(
            bookings::contact_id
                .eq(person.id.to_string())
                .or(bookings::presenter_id.eq(person.id.to_string())),
        )
        .select(bookings::id)
        .load(tx.db())?;
    let proposed: Vec<String> = proposals::table
        .filter(
            proposals::contact_id
                .eq(person.id.to_string())
                .or(proposals::presenter_id.eq(person.id.to_string())),
        )
        .select(proposals::id)
        .load(tx.db())?;
    let mut subjects: Vec<String> = theirs.iter().map(|id| format!("booking:{id}")).collect();
    subjects.extend(proposed.iter().map(|id| format!("proposal:{id}")));
    subjects.push(Subject::Person(person.id).to_string());
    diesel::update(
        changes::table
            .filter(changes::subject.eq_any(subjects.clone()))
            .filter(changes::what.eq("Presenter")),
    )
    .set((changes::before.eq(""), changes::after.eq("")))
    .execute(tx.db())?;
    diesel::update(
        audit::table.filter(
            audit::subject
                .eq_any(subjects)
                .or(audit::person_id.eq(person.id.to_string())),
        ),
    )
    .set((audit::detail.eq(""), audit::altered.eq("")))
    .execute(tx.db())?;
    forget_networks(tx, person.id)?;
    for (table, column) in [
        ("changes", "before"),
        ("changes", "after"),
        ("audit", "detail"),
        ("bookings", "cancel_reason"),
        ("late_cancellations", "answer"),
        ("swaps", "message"),
        ("notices", "last_answer"),
        ("complaints", "text"),
        ("complaints", "outcome"),
        ("proposals", "feedback"),
        ("proposals", "why"),
        ("assessments", "comment"),
        ("assessments", "conflict"),
    ] {
        for secret in [Some(person.email.as_str()), person.phone.as_deref()] {
            if let Some(secret) = secret.filter(|secret| secret.len() > 4) {
                let statement = format!(
                    "UPDATE {table} SET {column} = replace({column}, $1, '') WHERE {column} LIKE '%' || $1 || '%'"
                );
                on_each!(tx.db(), |c| sql_query(statement)
                    .bind::<SqlText, _>(secret)
                    .execute(c))?;
            }
        }
    }
    Ok(())
}

/// Empties from where a person did what the audit trail says of them.
pub fn forget_networks(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    diesel::update(audit::table.filter(audit::person_id.eq(person.to_string())))
        .set(audit::network.eq(None::<String>))
        .execute(tx.db())?;
    Ok(())
}

/// Gives the events whose contact is this address another one.
pub fn replace_contact(
    tx: &mut Tx<'_>,
    body: OrganisationId,
    email: &EmailAddress,
    with: &str,
) -> Result<usize, StoreError> {
    let theirs = events::table
        .filter(events::contact_email.eq(email.as_str()))
        .filter(events::organiser_id.eq(body.to_string()));
    Ok(diesel::update(theirs)
        .set(events::contact_email.eq(with))
        .execute(tx.db())?)
}

/// The bodies that have an event whose contact is this address.
pub fn list_contact_of(
    rx: &mut Rx<'_>,
    email: &EmailAddress,
) -> Result<Vec<OrganisationId>, StoreError> {
    let rows: Vec<Text<OrganisationId>> = events::table
        .filter(events::contact_email.eq(email.as_str()))
        .select(events::organiser_id)
        .distinct()
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// Deletes everything of a person that is not counted, and the person.
pub fn delete_person(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    for held in KINDS.iter().flat_map(|kind| kind.held) {
        let goes_last = held.table == "people" || held.table == "farewells";
        if held.erased == Erased::Deleted && !goes_last {
            crate::privacy::delete_of_person(tx, held, person.id, &person.email)?;
        }
    }
    diesel::delete(people::table.find(person.id.to_string())).execute(tx.db())?;
    Ok(())
}

/// Deletes what hangs on a person's registrations and bookings alone, before those are given to nobody.
pub fn delete_details(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    for held in KINDS.iter().flat_map(|kind| kind.held) {
        if held.erased == Erased::Deleted && matches!(held.of, Of::Through { .. }) {
            crate::privacy::delete_of_person(tx, held, person.id, &person.email)?;
        }
    }
    let ticks =
        presenter_ticks::table.filter(presenter_ticks::presenter_id.eq(person.id.to_string()));
    diesel::delete(ticks).execute(tx.db())?;
    Ok(())
}

/// Keeps name and address of an erased person until their last letter has been sent.
pub fn insert_farewell(
    tx: &mut Tx<'_>,
    nobody: PersonId,
    person: &Person,
    now: Instant,
) -> Result<(), StoreError> {
    diesel::insert_into(farewells::table)
        .values((
            farewells::person_id.eq(nobody.to_string()),
            farewells::was.eq(person.id.to_string()),
            farewells::email.eq(person.email.as_str()),
            farewells::name.eq(&person.name),
            farewells::made_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Forgets name and address of an erased person: they were told.
pub fn delete_farewell(tx: &mut Tx<'_>, nobody: PersonId) -> Result<(), StoreError> {
    diesel::delete(farewells::table.find(nobody.to_string())).execute(tx.db())?;
    let told = notices::table.filter(notices::recipient.eq(Recipient::Person(nobody).to_string()));
    diesel::update(told)
        .set(notices::last_answer.eq(None::<String>))
        .execute(tx.db())?;
    Ok(())
}

/// Whom a letter goes to: the person, or whoever was erased and is still to be told of it, with the id that they
/// had. None for an erased person who has been told.
pub fn find_addressee(rx: &mut Rx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    let row: Option<(Text<PersonId>, Text<EmailAddress>, String)> = farewells::table
        .find(id.to_string())
        .select((farewells::was, farewells::email, farewells::name))
        .first(rx.db())
        .optional()?;
    if let Some((was, email, name)) = row {
        return Ok(Some(Person {
            id: was.0,
            email: email.0,
            name,
            phone: None,
        }));
    }
    let person = crate::people::find(rx, id)?;
    Ok(person.filter(|person| person.email.domain() != ERASED_DOMAIN))
}
