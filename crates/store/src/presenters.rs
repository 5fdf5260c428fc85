//! Who presents what another has booked, and what they were told of it.

use crate::columns::{Count, MaybeText, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{bookings, events, notices, presenter_invitations};
use crate::standing::IsConfirmed;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, Claim, EventId, Instant, NoticeKind, PersonId};

/// A booking, and somebody who presents it or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// The booking.
    pub booking: BookingId,
    /// Its event.
    pub event: EventId,
    /// Who is to be told.
    pub person: PersonId,
    /// SEQUENCE of the booking, as it is to be told or was told last.
    pub sequence: u32,
}

type Row = (Text<BookingId>, Text<EventId>, MaybeText<PersonId>, Count);

fn presented((booking, event, person, sequence): Row) -> Option<Presented> {
    Some(Presented {
        booking: booking.0,
        event: event.0,
        person: person.0?,
        sequence: sequence.0,
    })
}

/// Who is to be told of what they present: that it is theirs, or that it changed. Of an event that is over, and of a
/// claim that nobody has confirmed, nobody is told.
pub fn list_to_tell(
    rx: &mut Rx<'_>,
    now: Instant,
    most: u32,
) -> Result<Vec<Presented>, StoreError> {
    let is_told = presenter_invitations::table
        .filter(presenter_invitations::booking_id.eq(bookings::id))
        .filter(
            presenter_invitations::person_id
                .nullable()
                .eq(bookings::presenter_id),
        )
        .filter(presenter_invitations::ended_at.is_null())
        .filter(presenter_invitations::sequence.ge(bookings::sequence));
    let rows: Vec<Row> = bookings::table
        .inner_join(events::table.on(events::id.eq(bookings::event_id)))
        .filter(IsConfirmed)
        .filter(bookings::claim.eq(Claim::Settled.as_str()))
        .filter(bookings::presenter_email.is_not_null())
        .filter(bookings::presenter_id.ne(bookings::contact_id.nullable()))
        .filter(events::ends_at.gt(at(now)))
        .filter(not(exists(is_told)))
        .order(bookings::id)
        .limit(i64::from(most))
        .select((
            bookings::id,
            bookings::event_id,
            bookings::presenter_id,
            bookings::sequence,
        ))
        .load(rx.db())?;
    Ok(rows.into_iter().filter_map(presented).collect())
}

/// Who was invited, and does not present any more, or looks after the booking themselves by now.
pub fn list_to_release(
    rx: &mut Rx<'_>,
    now: Instant,
    most: u32,
) -> Result<Vec<Presented>, StoreError> {
    let still = bookings::table
        .filter(bookings::id.eq(presenter_invitations::booking_id))
        .filter(IsConfirmed)
        .filter(bookings::presenter_id.eq(presenter_invitations::person_id.nullable()))
        .filter(
            bookings::contact_id
                .nullable()
                .ne(presenter_invitations::person_id.nullable()),
        );
    let rows: Vec<Row> = presenter_invitations::table
        .inner_join(events::table)
        .filter(presenter_invitations::ended_at.is_null())
        .filter(events::ends_at.gt(at(now)))
        .filter(not(exists(still)))
        .order((
            presenter_invitations::booking_id,
            presenter_invitations::person_id,
        ))
        .limit(i64::from(most))
        .select((
            presenter_invitations::booking_id,
            presenter_invitations::event_id,
            presenter_invitations::person_id.nullable(),
            presenter_invitations::sequence,
        ))
        .load(rx.db())?;
    Ok(rows.into_iter().filter_map(presented).collect())
}

/// Who presents a booking for its contact, while it is confirmed; none where the contact does.
pub fn find(rx: &mut Rx<'_>, id: BookingId) -> Result<Option<PersonId>, StoreError> {
    let found: Option<Option<String>> = bookings::table
        .find(id.to_string())
        .filter(IsConfirmed)
        .filter(bookings::presenter_email.is_not_null())
        .filter(bookings::presenter_id.ne(bookings::contact_id.nullable()))
        .select(bookings::presenter_id)
        .first(rx.db())
        .optional()?;
    Ok(found.flatten().and_then(|id| id.parse().ok()))
}

/// What somebody learns of what they present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// That they present it.
    Invited,
    /// What changed of it.
    Changed,
}

/// How many letters to presenters a booking has brought since then.
pub fn count_letters(rx: &mut Rx<'_>, id: BookingId, since: Instant) -> Result<i64, StoreError> {
    let kinds = [NoticeKind::PresenterInvited, NoticeKind::PresenterChanged];
    notices::table
        .filter(notices::subject.eq(Subject::Booking(id).to_string()))
        .filter(notices::kind.eq_any(kinds.map(NoticeKind::as_str)))
        .filter(notices::made_at.ge(at(since)))
        .count()
        .get_result(rx.db())
        .map_err(StoreError::from)
}

/// How many people the bookings of one contact have invited since then.
pub fn count_invited(
    rx: &mut Rx<'_>,
    contact: PersonId,
    since: Instant,
) -> Result<i64, StoreError> {
    presenter_invitations::table
        .inner_join(bookings::table.on(bookings::id.eq(presenter_invitations::booking_id)))
        .filter(bookings::contact_id.eq(contact.to_string()))
        .filter(presenter_invitations::invited_at.ge(at(since)))
        .count()
        .get_result(rx.db())
        .map_err(StoreError::from)
}

/// Notes that somebody is told of a booking as it is at this SEQUENCE, and says what of; none where they know it already.
pub fn tell(tx: &mut Tx<'_>, of: &Presented, now: Instant) -> Result<Option<News>, StoreError> {
    let known = presenter_invitations::table.find((of.booking.to_string(), of.person.to_string()));
    let standing = known
        .filter(presenter_invitations::ended_at.is_null())
        .filter(presenter_invitations::sequence.lt(int(of.sequence)));
    let followed = diesel::update(standing)
        .set(presenter_invitations::sequence.eq(int(of.sequence)))
        .execute(tx.db())?;
    if followed == 1 {
        return Ok(Some(News::Changed));
    }
    let known = presenter_invitations::table.find((of.booking.to_string(), of.person.to_string()));
    let former = known.filter(presenter_invitations::ended_at.is_not_null());
    let revived = diesel::update(former)
        .set((
            presenter_invitations::sequence.eq(int(of.sequence)),
            presenter_invitations::invited_at.eq(at(now)),
            presenter_invitations::ended_at.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(tx.db())?;
    let row = (
        presenter_invitations::booking_id.eq(of.booking.to_string()),
        presenter_invitations::person_id.eq(of.person.to_string()),
        presenter_invitations::event_id.eq(of.event.to_string()),
        presenter_invitations::sequence.eq(int(of.sequence)),
        presenter_invitations::invited_at.eq(at(now)),
    );
    let is_new = revived == 1
        || tx.insert_if_free(|db| {
            diesel::insert_into(presenter_invitations::table)
                .values(row)
                .execute(db)
        })?;
    Ok(is_new.then_some(News::Invited))
}

/// Notes that somebody presents a booking no more, and says whether they did until now.
pub fn release(tx: &mut Tx<'_>, of: &Presented, now: Instant) -> Result<bool, StoreError> {
    let known = presenter_invitations::table
        .find((of.booking.to_string(), of.person.to_string()))
        .filter(presenter_invitations::ended_at.is_null());
    let ended = diesel::update(known)
        .set(presenter_invitations::ended_at.eq(Some(at(now))))
        .execute(tx.db())?;
    Ok(ended == 1)
}
