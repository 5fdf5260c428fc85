//! Claims to a known company, and the sweep that ends what has run out.

use crate::cancel::cancelled;
use crate::current::current;
use crate::wait::sweep_waiting;
use marketday_model::booking::{CLAIM_REFUSED, Claim};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Booking, BookingId, NoticeKind, PersonId, Surroundings};
use marketday_places::{enter_line, free_booking, offer_freed};
use marketday_store::audit::Altered;
use marketday_store::bookings::BookingFilter;
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Store, StoreError, acting_by_itself, bookings, holds, memberships, notices, revisions,
};

/// Confirms that the contact of a booking may speak for its company, and says whether that was open. Whether `person`
/// (a member of the company, or an organiser of the event) may do so is asked before.
pub fn confirm_claim(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let Some(booking) = bookings::find(tx, id)? else {
            return Ok(false);
        };
        if !bookings::settle_claim(tx, id)? {
            return Ok(false);
        }
        memberships::activate(tx, booking.contact, booking.company)?;
        let altered = [claim(Claim::Settled.to_string())];
        let subject = Subject::Booking(id);
        note.write_altered(tx, "claim.confirm", subject, String::new(), &altered)?;
        // What the company lets everybody see shows from now on.
        revisions::bump_public(tx)?;
        Ok(true)
    })
}

/// Frees a booking that was not made for its company, tells its contact, and says whether its claim was open. Whether
/// `person` (a member of the company) may do so is asked before.
pub fn refuse_claim(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
) -> Result<bool, StoreError> {
    let now = surroundings.now();
    let notice_id = surroundings.id();
    let note = Note::new(surroundings, person);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let open = current(tx, id)?.filter(Booking::is_claim_open);
        let Some(booking) = open else {
            return Ok(false);
        };
        enter_line(tx, booking.event)?;
        if !free_booking(tx, &booking, Some(CLAIM_REFUSED), now)? {
            return Ok(false);
        }
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::BookingCancelled,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::Booking(id),
            version: booking.sequence + 1,
        };
        notices::enqueue(tx, &notice, now)?;
        let mut altered = cancelled(&booking);
        altered.push(claim("refused".to_owned()));
        let subject = Subject::Booking(id);
        note.write_altered(tx, "claim.refuse", subject, String::new(), &altered)?;
        revisions::bump_public(tx)?;
        offer_freed(tx, &surroundings, booking.event, now)?;
        Ok(true)
    })
}

/// What the audit trail keeps of an open claim that is over.
fn claim(after: String) -> Altered {
    Altered {
        what: "Claim".to_owned(),
        before: Claim::Unconfirmed.to_string(),
        after,
    }
}

/// Ends the holds and frees the unconfirmed claims that have run out, offers what is free to those who wait, and returns
/// how many holds and claims it ended. Nobody answers for it, in the midst of whoever's request it may run.
pub fn sweep(store: &Store, surroundings: &Surroundings) -> Result<(usize, usize), StoreError> {
    acting_by_itself(|| {
        let swept = sweep_all(store, surroundings)?;
        sweep_waiting(store, surroundings)?;
        Ok(swept)
    })
}

fn sweep_all(store: &Store, surroundings: &Surroundings) -> Result<(usize, usize), StoreError> {
    let now = surroundings.now();
    let holds = store.write(move |tx| holds::expire_all(tx, now))?;
    let lapsed = store.read(|rx| {
        bookings::list(
            rx,
            &BookingFilter {
                claims_expired_at: Some(now),
                ..BookingFilter::default()
            },
        )
    })?;
    let mut freed = 0;
    for booking in lapsed {
        let note = Note::new(surroundings, None);
        let notice = NewNotice {
            id: surroundings.id(),
            kind: NoticeKind::BookingCancelled,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::Booking(booking.id),
            version: booking.sequence + 1,
        };
        freed += usize::from(store.write(move |tx| {
            let reason = "Nobody at the company confirmed that the booking was made for it";
            // It may have been confirmed, or cancelled, since it was listed.
            let is_due = current(tx, booking.id)?.is_some_and(|now_is| {
                now_is.claim == booking.claim && now_is.sequence == booking.sequence
            });
            if !is_due || !free_booking(tx, &booking, Some(reason), now)? {
                return Ok::<_, StoreError>(false);
            }
            notices::enqueue(tx, &notice, now)?;
            let mut altered = cancelled(&booking);
            altered.push(claim("lapsed".to_owned()));
            let subject = Subject::Booking(booking.id);
            note.write_altered(tx, "claim.lapse", subject, String::new(), &altered)?;
            revisions::bump_public(tx)?;
            Ok(true)
        })?);
    }
    Ok((holds, freed))
}
