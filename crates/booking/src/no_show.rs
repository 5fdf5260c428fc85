//! A company that did not appear: noting it, and what follows where the organiser has published that something does.

use crate::current::{current, has_begun};
use marketday_model::no_show::Ban;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, Instant, NoticeKind, OrganisationId, PersonId, Surroundings,
};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Rx, Store, StoreError, Tx, booking_rules, events, no_shows, notices};

/// Notes that nobody appeared for a booking whose pitch has begun, tells its contact, and says whether that is new.
/// Whether `person` may is asked before.
pub fn note_no_show(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    let notice = surroundings.id();
    store.write(move |tx| {
        let Some(booking) = begun(tx, id, note.at)? else {
            return Ok(false);
        };
        if !no_shows::note(tx, id, note.at)? {
            return Ok(false);
        }
        tell(tx, &booking, NoticeKind::NoShowNoted, notice, note.at)?;
        let altered = Altered::list([("Appeared", String::new(), "no".to_owned())]);
        let subject = Subject::Booking(id);
        note.write_altered(tx, "no-show.note", subject, String::new(), &altered)?;
        Ok(true)
    })
}

/// Takes it back, tells the contact, and says whether it was noted.
pub fn take_no_show_back(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    let notice = surroundings.id();
    store.write(move |tx| {
        let Some(booking) = current(tx, id)? else {
            return Ok(false);
        };
        if !no_shows::take_back(tx, id)? {
            return Ok(false);
        }
        tell(tx, &booking, NoticeKind::NoShowTakenBack, notice, note.at)?;
        let altered = Altered::list([("Appeared", "no".to_owned(), String::new())]);
        let subject = Subject::Booking(id);
        note.write_altered(tx, "no-show.take-back", subject, String::new(), &altered)?;
        Ok(true)
    })
}

/// Since when and until when a company may not book at days of an organising body, because it did not appear at one;
/// the longest, if there are several.
pub fn find_ban(
    rx: &mut Rx<'_>,
    company: OrganisationId,
    body: OrganisationId,
    now: Instant,
) -> Result<Option<Ban>, StoreError> {
    let missed = no_shows::list_events(rx, company, body)?;
    let mut longest: Option<Ban> = None;
    for event in events::list_by_ids(rx, &missed)? {
        let rules = booking_rules::find(rx, event.id)?;
        let ban = Ban::of(&event, rules.no_show_months, now);
        longest = longest.into_iter().chain(ban).max_by_key(|ban| ban.until);
    }
    Ok(longest)
}

/// The confirmed booking, if its pitch has begun.
fn begun(tx: &mut Tx<'_>, id: BookingId, now: Instant) -> Result<Option<Booking>, StoreError> {
    let Some(booking) = current(tx, id)? else {
        return Ok(None);
    };
    let is_over = booking.state == BookingState::Confirmed && has_begun(tx, &booking, now)?;
    Ok(is_over.then_some(booking))
}

/// Noting it again after it was taken back is told again: each time is a version of its own.
fn tell(
    tx: &mut Tx<'_>,
    booking: &Booking,
    kind: NoticeKind,
    id: marketday_model::NoticeId,
    now: Instant,
) -> Result<(), StoreError> {
    let earlier = notices::list(tx, Subject::Booking(booking.id))?;
    let times = earlier.iter().filter(|notice| notice.kind == kind).count();
    let notice = NewNotice {
        id,
        kind,
        recipient: Recipient::Person(booking.contact),
        subject: Subject::Booking(booking.id),
        version: booking.sequence + u32::try_from(times).unwrap_or(u32::MAX),
    };
    notices::enqueue(tx, &notice, now)
}
