//! Invitations of those who present what another has booked: they follow from how bookings stand, so that no verb that
//! changes one can forget them.

use chrono::Duration;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Instant, NoticeId, NoticeKind, Surroundings, policy};
use marketday_store::notices::NewNotice;
use marketday_store::presenters::{self, News, Presented};
use marketday_store::{Rx, Store, StoreError, Tx, bookings, events, notices};

/// How many are told in one round: the rest follow in the next.
const AT_ONCE: u32 = 500;

/// Writes a notice to everybody who presents what another has booked and does not know how it stands, and to everybody
/// who presents it no more; returns how many.
///
/// # Errors
///
/// When the database fails.
pub fn tell_presenters(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let list = |rx: &mut Rx<'_>| {
        let released = presenters::list_to_release(rx, now, AT_ONCE)?;
        Ok::<_, StoreError>((released, presenters::list_to_tell(rx, now, AT_ONCE)?))
    };
    let (released, told) = store.read(list)?;
    let mut written = 0;
    for of in released {
        let id = surroundings.id();
        written += usize::from(store.write(move |tx| release(tx, id, &of, now))?);
    }
    for of in told {
        let id = surroundings.id();
        written += usize::from(store.write(move |tx| tell(tx, id, &of, now))?);
    }
    Ok(written)
}

/// Tells somebody what they present as it stands now, whatever it was when it was looked at.
fn tell(tx: &mut Tx<'_>, id: NoticeId, of: &Presented, now: Instant) -> Result<bool, StoreError> {
    events::lock_shared(tx, of.event)?;
    let presents = presenters::find(tx, of.booking)? == Some(of.person);
    let Some(booking) = bookings::find(tx, of.booking)?.filter(|_| presents) else {
        return Ok(false);
    };
    let day_ago = now - Duration::days(1);
    let letters = presenters::count_letters(tx, of.booking, day_ago)?;
    let invited = presenters::count_invited(tx, booking.contact, day_ago)?;
    // They are strangers whom somebody else named: what is left over waits.
    if letters >= policy::PRESENTER_LETTERS_PER_DAY || invited >= policy::PRESENTERS_PER_DAY {
        return Ok(false);
    }
    let sequence = booking.sequence;
    let kind = match presenters::tell(tx, &Presented { sequence, ..*of }, now)? {
        None => return Ok(false),
        Some(News::Invited) => NoticeKind::PresenterInvited,
        Some(News::Changed) => NoticeKind::PresenterChanged,
    };
    enqueue(tx, id, kind, of, sequence, now)?;
    Ok(true)
}

/// Tells somebody that they present it no more; but not whoever looks after the booking by now, since it stays theirs.
fn release(
    tx: &mut Tx<'_>,
    id: NoticeId,
    of: &Presented,
    now: Instant,
) -> Result<bool, StoreError> {
    events::lock_shared(tx, of.event)?;
    let presents = presenters::find(tx, of.booking)? == Some(of.person);
    let Some(booking) = bookings::find(tx, of.booking)?.filter(|_| !presents) else {
        return Ok(false);
    };
    if !presenters::release(tx, of, now)? || booking.contact == of.person {
        return Ok(false);
    }
    let kind = NoticeKind::PresenterReleased;
    enqueue(tx, id, kind, of, booking.sequence, now)?;
    Ok(true)
}

fn enqueue(
    tx: &mut Tx<'_>,
    id: NoticeId,
    kind: NoticeKind,
    of: &Presented,
    version: u32,
    now: Instant,
) -> Result<(), StoreError> {
    let notice = NewNotice {
        id,
        kind,
        recipient: Recipient::Person(of.person),
        subject: Subject::Booking(of.booking),
        version,
    };
    notices::enqueue_about(tx, of.event, &notice, now)
}
