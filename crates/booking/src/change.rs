//! Changing what a booked pitch says, and who presents it.

use crate::book::{PitchText, Presenter};
use crate::current::{current, has_begun};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, NoticeKind, Person, PersonId, Pitch, Surroundings, Theme,
};
use marketday_places::{Occupied, occupy};
use marketday_store::audit::{Altered, Change};
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Store, StoreError, Tx, audit, bookings, notices, people, pitches, presenter_ticks,
    releases, revisions,
};

/// Why a pitch is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRefused {
    /// The booking does not exist or was cancelled.
    #[error("This booking was cancelled, so its pitch cannot be changed")]
    NotConfirmed,
    /// It has begun, or is over.
    #[error("This pitch has begun, so it cannot be changed")]
    Begun,
    /// Somebody else changed it at the same moment.
    #[error("Somebody else has just changed this pitch. Look at it, then change it again")]
    Stale,
    /// The new presenter is on another stage at the time.
    #[error("The presenter is already on stage at this time")]
    PresenterBusy,
    /// The database failed.
    #[error("changing the pitch failed")]
    Store(#[from] StoreError),
}

/// Gives a booked pitch another text and presenter (none means the contact) and tells its contact. Whether `person`
/// may do so is asked before. What is the same as before changes nothing and tells nobody.
pub fn change_pitch(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
    (text, presenter): (PitchText, Option<Presenter>),
) -> Result<(), ChangeRefused> {
    let now = surroundings.now();
    let (notice_id, presenter_id) = (surroundings.id(), surroundings.id());
    let note = Note::new(surroundings, person);
    let change_ids: [uuid::Uuid; 4] = surroundings.ids_in_order();
    store.write(move |tx| {
        let booking = current(tx, id)?
            .filter(|booking| booking.state == BookingState::Confirmed)
            .ok_or(ChangeRefused::NotConfirmed)?;
        if has_begun(tx, &booking, now)? {
            return Err(ChangeRefused::Begun);
        }
        let contact = people::find(tx, booking.contact)?.ok_or(ChangeRefused::NotConfirmed)?;
        let changes = differences(&booking, &contact, &text, presenter.as_ref());
        if changes.is_empty() {
            return Ok(());
        }
        if changes.iter().any(|change| change.what == PRESENTER) {
            let named = match &presenter {
                None => contact,
                Some(named) => people::find_or_insert(
                    tx,
                    presenter_id,
                    &named.email,
                    // What another calls them stays with the pitch: their own name is theirs to give.
                    named.email.local_part(),
                    None,
                    now,
                )?,
            };
            present(tx, &booking, &named, presenter.as_ref())?;
        }
        if !bookings::touch(tx, id, booking.sequence, now)? {
            return Err(ChangeRefused::Stale);
        }
        let pitch = Pitch {
            title: text.title.to_string(),
            summary: text.summary.to_string(),
            themes: text.themes.clone(),
            ..booking.pitch
        };
        pitches::update(tx, &pitch)?;
        for (change, change_id) in changes.iter().zip(change_ids) {
            audit::insert_change(tx, change_id, Subject::Booking(id), change, now)?;
        }
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::BookingChanged,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::Booking(id),
            version: booking.sequence + 1,
        };
        notices::enqueue(tx, &notice, now)?;
        let altered = altered(&changes);
        note.write_altered(
            tx,
            "booking.change",
            Subject::Booking(id),
            Altered::names(&altered),
            &altered,
        )?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

/// What the audit trail keeps of changes: of another presenter, only that it is another.
fn altered(changes: &[Change]) -> Vec<Altered> {
    let each = changes.iter().map(|change| match change.what.as_str() {
        PRESENTER => Altered {
            what: change.what.clone(),
            before: String::new(),
            after: "changed".to_owned(),
        },
        _ => Altered {
            what: change.what.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        },
    });
    each.collect()
}

/// What the presenter is called in the letter that tells of the change.
const PRESENTER: &str = "Presenter";

/// Puts another presenter on the stage of a booking.
fn present(
    tx: &mut Tx<'_>,
    booking: &Booking,
    person: &Person,
    named: Option<&Presenter>,
) -> Result<(), ChangeRefused> {
    let name = named.map_or(person.name.as_str(), |named| named.name.as_str());
    let email = named.map(|named| named.email.as_str());
    bookings::update_presenter(tx, booking.id, person.id, name, email)?;
    presenter_ticks::delete(tx, booking.id)?;
    let slot = releases::find_slot(tx, booking.slot)?.ok_or(ChangeRefused::NotConfirmed)?;
    match occupy(tx, person.id, booking.id, &slot.slot.times)? {
        Occupied::Yes => Ok(()),
        Occupied::Busy => Err(ChangeRefused::PresenterBusy),
    }
}

fn differences(
    booking: &Booking,
    contact: &Person,
    text: &PitchText,
    presenter: Option<&Presenter>,
) -> Vec<Change> {
    let now_presents = match presenter {
        Some(named) => format!("{}, {}", named.name, named.email),
        None if booking.presenter_email.is_none() => booking.presenter_name.clone(),
        None => contact.name.clone(),
    };
    let was = match &booking.presenter_email {
        Some(email) => format!("{}, {email}", booking.presenter_name),
        None => booking.presenter_name.clone(),
    };
    [
        (PRESENTER, was, now_presents),
        ("Title", booking.pitch.title.clone(), text.title.to_string()),
        (
            "Summary",
            booking.pitch.summary.clone(),
            text.summary.to_string(),
        ),
        (
            "Themes",
            Theme::names(&booking.pitch.themes),
            Theme::names(&text.themes),
        ),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(what, before, after)| Change {
        version: booking.sequence + 1,
        what: what.to_owned(),
        before,
        after,
    })
    .collect()
}
