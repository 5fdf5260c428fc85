//! What the organisers keep of a booking for the day: whether its slides have come, and a note.

use crate::current::current;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, BookingState, PersonId, Prose, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, Tx, run_notes, slides};

/// Notes that the slides of a booking have come, and says whether that is new. Whether `person` may is asked before.
pub fn receive_slides(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let is_new = is_live(tx, id)? && slides::receive(tx, id, note.at)?;
        if is_new {
            note.write(tx, "slides.receive", Subject::Booking(id), String::new())?;
        }
        Ok(is_new)
    })
}

/// Takes it back, and says whether they had come.
pub fn take_slides_back(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let had_come = slides::take_back(tx, id)?;
        if had_come {
            note.write(tx, "slides.take-back", Subject::Booking(id), String::new())?;
        }
        Ok(had_come)
    })
}

/// Puts another note on a booking. It may be about people, so the audit trail says only that it is another.
pub fn note_booking(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, text): (BookingId, Prose<1000>),
) -> Result<(), StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        if !is_live(tx, id)? || run_notes::find_of_booking(tx, id)? == text.as_str() {
            return Ok(());
        }
        run_notes::set_of_booking(tx, id, text.as_str())?;
        let altered = Altered::list([("Note", String::new(), "changed".to_owned())]);
        let subject = Subject::Booking(id);
        note.write_altered(tx, "booking.note", subject, String::new(), &altered)?;
        Ok(())
    })
}

fn is_live(tx: &mut Tx<'_>, id: BookingId) -> Result<bool, StoreError> {
    Ok(current(tx, id)?.is_some_and(|booking| booking.state == BookingState::Confirmed))
}
