//! Bookings: what a hold became. Holds are rows of the same table, see [`crate::holds`].
//!
//! A partial unique index decides races: one live booking a slot. Updates name the
//! state that they come from and tell whether they found it.

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::pitches::{PITCH, PitchRow};
use crate::pools::{self, Pool};
use crate::schema::{bookings, organisations, pitches, waiting_entries};
use crate::standing::{IsConfirmed, IsHeld, IsLive};
use diesel::dsl::exists;
use diesel::prelude::*;
use marketday_model::{
    Booking, BookingId, BookingState, Claim, EventId, Instant, OrganisationId, PersonId, Pitch,
    PitchId, SlotId,
};

#[derive(Queryable)]
struct BookingRow {
    id: Text<BookingId>,
    event: Text<EventId>,
    slot: Text<SlotId>,
    state: Text<BookingState>,
    claim: Text<Claim>,
    claim_expires_at: MaybeAt,
    contact: MaybeText<PersonId>,
    presenter_name: Option<String>,
    presenter_email: Option<String>,
    sequence: Count,
    confirmed_at: MaybeAt,
    changed_at: At,
    cancelled_at: MaybeAt,
    cancel_reason: Option<String>,
}

type BookingColumns = (
    bookings::id,
    bookings::event_id,
    bookings::slot_id,
    bookings::state,
    bookings::claim,
    bookings::claim_expires_at,
    bookings::contact_id,
    bookings::presenter_name,
    bookings::presenter_email,
    bookings::sequence,
    bookings::confirmed_at,
    bookings::changed_at,
    bookings::cancelled_at,
    bookings::cancel_reason,
);

const BOOKING: BookingColumns = (
    bookings::id,
    bookings::event_id,
    bookings::slot_id,
    bookings::state,
    bookings::claim,
    bookings::claim_expires_at,
    bookings::contact_id,
    bookings::presenter_name,
    bookings::presenter_email,
    bookings::sequence,
    bookings::confirmed_at,
    bookings::changed_at,
    bookings::cancelled_at,
    bookings::cancel_reason,
);

type Row = (BookingRow, PitchRow, String);

fn booking((row, pitch, company_name): Row) -> Result<Booking, StoreError> {
    let pitch = Pitch::from(pitch);
    let unreadable = || StoreError::Unreadable {
        table: "bookings",
        value: row.id.0.to_string(),
    };
    Ok(Booking {
        contact: row.contact.0.ok_or_else(unreadable)?,
        presenter_name: row.presenter_name.clone().ok_or_else(unreadable)?,
        confirmed_at: row.confirmed_at.0.ok_or_else(unreadable)?,
        id: row.id.0,
        event: row.event.0,
        slot: row.slot.0,
        state: row.state.0,
        claim: row.claim.0,
        claim_expires_at: row.claim_expires_at.0,
        company: pitch.company,
        company_name,
        presenter_email: row.presenter_email,
        pitch,
        sequence: row.sequence.0,
        changed_at: row.changed_at.0,
        cancelled_at: row.cancelled_at.0,
        cancel_reason: row.cancel_reason,
    })
}

/// Which bookings a list holds; holds are never among them.
#[derive(Debug, Clone, Default)]
pub struct BookingFilter {
    /// Only those of this event.
    pub event: Option<EventId>,
    /// Only those of this contact.
    pub contact: Option<PersonId>,
    /// Only those that this person presents without being their contact.
    pub presenter: Option<PersonId>,
    /// Only those of these companies, or of the contact.
    pub companies: Vec<OrganisationId>,
    /// Cancelled ones too.
    pub cancelled: bool,
    /// Only unconfirmed claims that ran out before this instant.
    pub claims_expired_at: Option<Instant>,
}

/// The bookings of `filter`, oldest first.
pub fn list(rx: &mut Rx<'_>, filter: &BookingFilter) -> Result<Vec<Booking>, StoreError> {
    let mut query = bookings::table
        .inner_join(pitches::table)
        .inner_join(organisations::table)
        .select((BOOKING, PITCH, organisations::name))
        .order((bookings::confirmed_at, bookings::id))
        .into_boxed();
    let states: &[&str] = if filter.cancelled {
        &["confirmed", "cancelled"]
    } else {
        &["confirmed"]
    };
    query = query
        .filter(bookings::state.eq_any(states.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()));
    if let Some(event) = filter.event {
        query = query.filter(bookings::event_id.eq(event.to_string()));
    }
    if let Some(contact) = filter.contact {
        let companies: Vec<String> = filter.companies.iter().map(ToString::to_string).collect();
        query = query.filter(
            bookings::contact_id
                .eq(contact.to_string())
                .or(bookings::company_id.eq_any(companies)),
        );
    }
    if let Some(presenter) = filter.presenter {
        query = query
            .filter(bookings::presenter_id.eq(presenter.to_string()))
            .filter(bookings::contact_id.ne(presenter.to_string()));
    }
    if let Some(now) = filter.claims_expired_at {
        query = query
            .filter(bookings::claim.eq(Claim::Unconfirmed.as_str()))
            .filter(bookings::claim_expires_at.le(at(now)));
    }
    let rows: Vec<Row> = query.load(rx.db())?;
    // A booking whose contact was erased is counted, but has nobody to show it to.
    Ok(rows
        .into_iter()
        .filter_map(|row| booking(row).ok())
        .collect())
}

/// The confirmed or once confirmed booking with this id.
pub fn find(rx: &mut Rx<'_>, id: BookingId) -> Result<Option<Booking>, StoreError> {
    let row: Option<Row> = bookings::table
        .inner_join(pitches::table)
        .inner_join(organisations::table)
        .filter(bookings::id.eq(id.to_string()))
        .filter(bookings::state.eq_any(["confirmed", "cancelled"]))
        .select((BOOKING, PITCH, organisations::name))
        .get_result(rx.db())
        .optional()?;
    row.map(booking).transpose()
}

/// What keeps others out of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The slot.
    pub slot: SlotId,
    /// The booking or hold.
    pub booking: BookingId,
    /// Until when, for a browser's hold. What is kept for somebody without a browser is kept until it is passed on.
    pub hold_expires_at: Option<Instant>,
}

impl Live {
    /// Whether it still counts at `now`: a hold that has run out does not.
    pub fn counts_at(&self, now: Instant) -> bool {
        self.hold_expires_at.is_none_or(|at| now < at)
    }
}

type LiveRow = (
    Text<SlotId>,
    Text<BookingId>,
    Text<BookingState>,
    MaybeAt,
    Option<String>,
);

/// What keeps others out of the slots of an event at `now`. Where somebody waits for a slot, a hold that has run out
/// keeps out everybody else until the slot has been passed on.
pub fn list_live(rx: &mut Rx<'_>, event: EventId, now: Instant) -> Result<Vec<Live>, StoreError> {
    let somebody_waits = exists(
        waiting_entries::table
            .filter(waiting_entries::event_id.eq(event.to_string()))
            .filter(waiting_entries::state.eq("waiting"))
            .select(waiting_entries::id),
    );
    let rows: Vec<(LiveRow, bool)> = bookings::table
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(IsLive)
        .select((
            (
                bookings::slot_id,
                bookings::id,
                bookings::state,
                bookings::hold_expires_at,
                bookings::hold_browser,
            ),
            somebody_waits,
        ))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(row, waits)| (live(row), waits))
        .filter(|(live, waits)| *waits || live.counts_at(now))
        .map(|(live, _)| live)
        .collect())
}

/// What keeps others out of a slot at `now`.
pub fn find_live(rx: &mut Rx<'_>, slot: SlotId, now: Instant) -> Result<Option<Live>, StoreError> {
    let row: Option<LiveRow> = bookings::table
        .filter(bookings::slot_id.eq(slot.to_string()))
        .filter(IsLive)
        .select((
            bookings::slot_id,
            bookings::id,
            bookings::state,
            bookings::hold_expires_at,
            bookings::hold_browser,
        ))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(live).filter(|live| live.counts_at(now)))
}

fn live((slot, id, state, expires_at, browser): LiveRow) -> Live {
    let is_of_a_browser = browser.is_some_and(|key| !key.contains(':'));
    let hold_expires_at = expires_at
        .0
        .filter(|_| state.0 == BookingState::Held && is_of_a_browser);
    Live {
        slot: slot.0,
        booking: id.0,
        hold_expires_at,
    }
}

/// When anything of the bookings of each of these events last changed; events without any are left out.
pub fn list_last_changes(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, Instant)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, MaybeAt)> = bookings::table
        .filter(bookings::event_id.eq_any(ids))
        .filter(bookings::state.eq_any(["confirmed", "cancelled"]))
        .group_by(bookings::event_id)
        .select((bookings::event_id, diesel::dsl::max(bookings::changed_at)))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, at)| Some((id.0, at.0?)))
        .collect())
}

/// How many confirmed bookings each of these events has; events without any are left out.
pub fn count_confirmed(
    rx: &mut Rx<'_>,
    events: &[EventId],
) -> Result<Vec<(EventId, u32)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, i64)> = bookings::table
        .filter(bookings::event_id.eq_any(ids))
        .filter(IsConfirmed)
        .group_by(bookings::event_id)
        .select((bookings::event_id, diesel::dsl::count_star()))
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(id, n)| (id.0, u32::try_from(n).unwrap_or(u32::MAX)))
        .collect())
}

/// The booking that a browser's hold of this slot became: what a form sent twice asks for.
pub fn find_confirmed_from(
    rx: &mut Rx<'_>,
    slot: SlotId,
    browser: &str,
) -> Result<Option<BookingId>, StoreError> {
    let row: Option<Text<BookingId>> = bookings::table
        .filter(bookings::slot_id.eq(slot.to_string()))
        .filter(bookings::hold_browser.eq(browser))
        .filter(IsLive)
        .filter(IsConfirmed)
        .select(bookings::id)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(|id| id.0))
}

/// Keeps a booking as it is until the transaction ends: what is read of it after this is what will be changed. On
/// SQLite the one writer already sees to it.
pub fn lock(tx: &mut Tx<'_>, id: BookingId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = bookings::table
            .find(id.to_string())
            .select(bookings::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// What turns a hold into a booking.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// The hold.
    pub booking: BookingId,
    /// The browser that holds it.
    pub browser: String,
    /// The company.
    pub company: OrganisationId,
    /// The company's identity, by which limits count.
    pub company_identity: String,
    /// Until when the claim to the company must be confirmed; none if it is settled.
    pub claim_expires_at: Option<Instant>,
    /// Who booked.
    pub contact: PersonId,
    /// Who presents.
    pub presenter: PersonId,
    /// The presenter's name.
    pub presenter_name: String,
    /// The presenter's address, where another person was named.
    pub presenter_email: Option<String>,
    /// The pitch.
    pub pitch: PitchId,
}

/// Turns a hold of this browser that has not run out at `now` into a confirmed booking, and says whether it did.
pub fn confirm(tx: &mut Tx<'_>, with: &Confirmation, now: Instant) -> Result<bool, StoreError> {
    let held = bookings::table
        .filter(bookings::id.eq(with.booking.to_string()))
        .filter(IsHeld)
        .filter(bookings::hold_browser.eq(&with.browser))
        .filter(bookings::hold_expires_at.gt(at(now)));
    let claim = if with.claim_expires_at.is_some() {
        Claim::Unconfirmed
    } else {
        Claim::Settled
    };
    let confirmed = diesel::update(held)
        .set((
            bookings::state.eq(BookingState::Confirmed.as_str()),
            bookings::claim.eq(claim.as_str()),
            bookings::claim_expires_at.eq(with.claim_expires_at.map(at)),
            bookings::company_id.eq(with.company.to_string()),
            bookings::company_identity.eq(&with.company_identity),
            bookings::contact_id.eq(with.contact.to_string()),
            bookings::presenter_id.eq(with.presenter.to_string()),
            bookings::presenter_name.eq(&with.presenter_name),
            bookings::presenter_email.eq(&with.presenter_email),
            bookings::pitch_id.eq(with.pitch.to_string()),
            bookings::confirmed_at.eq(at(now)),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(confirmed == 1)
}

/// Cancels a confirmed booking, raising its SEQUENCE, and says whether it was still confirmed.
pub fn cancel(
    tx: &mut Tx<'_>,
    id: BookingId,
    reason: Option<&str>,
    now: Instant,
) -> Result<bool, StoreError> {
    let confirmed = bookings::table
        .filter(bookings::id.eq(id.to_string()))
        .filter(IsConfirmed);
    let cancelled = diesel::update(confirmed)
        .set((
            bookings::state.eq(BookingState::Cancelled.as_str()),
            bookings::cancelled_at.eq(at(now)),
            bookings::cancel_reason.eq(reason),
            bookings::changed_at.eq(at(now)),
            bookings::sequence.eq(bookings::sequence + 1),
        ))
        .execute(tx.db())?;
    Ok(cancelled == 1)
}

/// Books again, as `id`, what a cancelled booking held, and says whether its slot was free. Of a claim that was never
/// confirmed nothing is booked.
pub fn restore(
    tx: &mut Tx<'_>,
    cancelled: BookingId,
    id: BookingId,
    now: Instant,
) -> Result<bool, StoreError> {
    type Kept = (
        (String, String, Option<String>, Option<String>),
        (
            Option<String>,
            Option<String>,
            Option<String>,
            Option<String>,
            Option<String>,
        ),
    );
    let kept: Option<Kept> = bookings::table
        .find(cancelled.to_string())
        .filter(bookings::state.eq(BookingState::Cancelled.as_str()))
        .filter(bookings::claim.eq(Claim::Settled.as_str()))
        .select((
            (
                bookings::event_id,
                bookings::slot_id,
                bookings::company_id,
                bookings::company_identity,
            ),
            (
                bookings::contact_id,
                bookings::presenter_id,
                bookings::presenter_name,
                bookings::presenter_email,
                bookings::pitch_id,
            ),
        ))
        .get_result(tx.db())
        .optional()?;
    let Some(((event, slot, company, identity), (contact, presenter, name, email, pitch))) = kept
    else {
        return Ok(false);
    };
    let row = (
        bookings::id.eq(id.to_string()),
        bookings::event_id.eq(event),
        bookings::slot_id.eq(slot),
        bookings::state.eq(BookingState::Confirmed.as_str()),
        bookings::claim.eq(Claim::Settled.as_str()),
        bookings::company_id.eq(company),
        bookings::company_identity.eq(identity),
        bookings::contact_id.eq(contact),
        bookings::presenter_id.eq(presenter),
        bookings::presenter_name.eq(name),
        bookings::presenter_email.eq(email),
        bookings::pitch_id.eq(pitch),
        bookings::created_at.eq(at(now)),
        bookings::confirmed_at.eq(at(now)),
        bookings::changed_at.eq(at(now)),
    );
    tx.insert_if_free(|db| {
        on_each!(db, |c| diesel::insert_into(bookings::table)
            .values(row)
            .execute(c))
    })
}

/// Raises the SEQUENCE of a confirmed booking from `sequence`, and says whether it still stood there.
pub fn touch(
    tx: &mut Tx<'_>,
    id: BookingId,
    sequence: u32,
    now: Instant,
) -> Result<bool, StoreError> {
    let unchanged = bookings::table
        .filter(bookings::id.eq(id.to_string()))
        .filter(IsConfirmed)
        .filter(bookings::sequence.eq(int(sequence)));
    let touched = diesel::update(unchanged)
        .set((
            bookings::sequence.eq(bookings::sequence + 1),
            bookings::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(touched == 1)
}

/// Names who presents a confirmed booking: the contact, or another person with their address.
pub fn update_presenter(
    tx: &mut Tx<'_>,
    id: BookingId,
    presenter: PersonId,
    name: &str,
    email: Option<&str>,
) -> Result<(), StoreError> {
    diesel::update(bookings::table.find(id.to_string()))
        .set((
            bookings::presenter_id.eq(presenter.to_string()),
            bookings::presenter_name.eq(name),
            bookings::presenter_email.eq(email),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Settles the claim of a booking, and says whether it was unconfirmed.
pub fn settle_claim(tx: &mut Tx<'_>, id: BookingId) -> Result<bool, StoreError> {
    let claimed = bookings::table
        .filter(bookings::id.eq(id.to_string()))
        .filter(IsConfirmed)
        .filter(bookings::claim.eq(Claim::Unconfirmed.as_str()));
    let settled = diesel::update(claimed)
        .set((
            bookings::claim.eq(Claim::Settled.as_str()),
            bookings::claim_expires_at.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(tx.db())?;
    Ok(settled == 1)
}

/// The identity by which a booking counts against its company's limit, and its presenter.
pub fn find_counted(
    rx: &mut Rx<'_>,
    id: BookingId,
) -> Result<Option<(String, Option<PersonId>)>, StoreError> {
    let row: Option<(Option<String>, MaybeText<PersonId>)> = bookings::table
        .find(id.to_string())
        .select((bookings::company_identity, bookings::presenter_id))
        .get_result(rx.db())
        .optional()?;
    Ok(row.and_then(|(identity, presenter)| Some((identity?, presenter.0))))
}

/// How many confirmed bookings a company has at each event where it has any.
pub(crate) fn count_by_event(
    rx: &mut Rx<'_>,
    company: OrganisationId,
) -> Result<Vec<(EventId, u32)>, StoreError> {
    let rows: Vec<(Text<EventId>, i64)> = bookings::table
        .filter(bookings::company_id.eq(company.to_string()))
        .filter(IsConfirmed)
        .group_by(bookings::event_id)
        .select((bookings::event_id, diesel::dsl::count_star()))
        .order(bookings::event_id)
        .load(rx.db())?;
    Ok(rows
        .into_iter()
        .map(|(event, n)| (event.0, u32::try_from(n).unwrap_or(u32::MAX)))
        .collect())
}

/// Counts the live bookings and proposals of a company under another identity from now on. Lock the organisation first.
pub fn recount_company(
    tx: &mut Tx<'_>,
    company: OrganisationId,
    was: &str,
    identity: &str,
) -> Result<(), StoreError> {
    let counts = count_by_event(tx, company)?;
    let theirs = bookings::table
        .filter(bookings::company_id.eq(company.to_string()))
        .filter(bookings::company_identity.eq(was));
    diesel::update(theirs)
        .set(bookings::company_identity.eq(identity))
        .execute(tx.db())?;
    for (event, some) in counts {
        let of = |identity: &str| Pool::Company(event, identity.to_owned());
        pools::move_some(tx, &of(was), &of(identity), some)?;
    }
    crate::proposals::recount_company(tx, company, was, identity)
}

/// Says of the live bookings of a company that what calendars show of them has changed.
pub fn touch_company(
    tx: &mut Tx<'_>,
    company: OrganisationId,
    now: Instant,
) -> Result<(), StoreError> {
    let theirs = bookings::table
        .filter(bookings::company_id.eq(company.to_string()))
        .filter(IsConfirmed);
    diesel::update(theirs)
        .set(bookings::changed_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(())
}
