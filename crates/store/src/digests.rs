//! What became of bookings, registrations and waiting lists in a span of time, over any number of events; and which
//! digests were put into the outbox.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{
    audit, bookings, digests_written, organisations, pitches, registrations, waiting_entries,
};
use diesel::dsl::count_star;
use diesel::prelude::*;
use marketday_model::digest::Digest;
use marketday_model::{BookingId, BookingState, EventId, Instant, RegistrationState, WaitingState};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The last digest that was put into the outbox.
pub fn find_last(rx: &mut Rx<'_>) -> Result<Option<Digest>, StoreError> {
    let row: Option<(Count, At, At)> = digests_written::table
        .order(digests_written::number.desc())
        .first(rx.db())
        .optional()?;
    Ok(row.map(digest))
}

/// The digest of a day.
pub fn find(rx: &mut Rx<'_>, number: u32) -> Result<Option<Digest>, StoreError> {
    let row: Option<(Count, At, At)> = digests_written::table
        .find(int(number))
        .first(rx.db())
        .optional()?;
    Ok(row.map(digest))
}

fn digest((number, since, until): (Count, At, At)) -> Digest {
    Digest {
        number: number.0,
        since: since.0,
        until: until.0,
    }
}

/// Notes that a digest goes into the outbox, and says whether it was not there yet.
pub fn insert(tx: &mut Tx<'_>, new: &Digest) -> Result<bool, StoreError> {
    let row = (
        digests_written::number.eq(int(new.number)),
        digests_written::since_at.eq(at(new.since)),
        digests_written::until_at.eq(at(new.until)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(digests_written::table)
            .values(row)
            .execute(db)
    })
}

/// The events at which anything happened that a digest tells of: four queries.
pub fn list_events(rx: &mut Rx<'_>, digest: &Digest) -> Result<Vec<EventId>, StoreError> {
    let (since, until) = (at(digest.since), at(digest.until));
    let moved = list_moved(rx, digest)?;
    let booked: Vec<Text<EventId>> = bookings::table
        .filter(bookings::state.eq_any(KNOWN))
        .filter(
            bookings::confirmed_at
                .ge(since)
                .and(bookings::confirmed_at.lt(until))
                .or(bookings::cancelled_at
                    .ge(since)
                    .and(bookings::cancelled_at.lt(until)))
                .or(bookings::id.eq_any(&moved)),
        )
        .select(bookings::event_id)
        .distinct()
        .load(rx.db())?;
    let registered: Vec<Text<EventId>> = registrations::table
        .filter(
            registrations::confirmed_at
                .ge(since)
                .and(registrations::confirmed_at.lt(until))
                .or(registrations::cancelled_at
                    .ge(since)
                    .and(registrations::cancelled_at.lt(until))),
        )
        .select(registrations::event_id)
        .distinct()
        .load(rx.db())?;
    let joined: Vec<Text<EventId>> = waiting_entries::table
        .filter(waiting_entries::joined_at.ge(since))
        .filter(waiting_entries::joined_at.lt(until))
        .select(waiting_entries::event_id)
        .distinct()
        .load(rx.db())?;
    let all = booked.into_iter().chain(registered).chain(joined);
    let all: BTreeSet<EventId> = all.map(|id| id.0).collect();
    Ok(all.into_iter().collect())
}

/// What became of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// It was made.
    New,
    /// It is in another slot.
    Moved,
    /// It is gone.
    Cancelled,
}

/// A booking of which something became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingNews {
    /// Which.
    pub id: BookingId,
    /// At which event.
    pub event: EventId,
    /// Whose.
    pub company: String,
    /// The title of its pitch.
    pub title: String,
    /// What became of it.
    pub became: Became,
}

type NewsRow = (
    Text<BookingId>,
    Text<EventId>,
    MaybeAt,
    MaybeAt,
    String,
    String,
);

const KNOWN: [&str; 2] = [
    BookingState::Confirmed.as_str(),
    BookingState::Cancelled.as_str(),
];

/// What became of the bookings of these events in the time of a digest: what was made and cancelled in it is left out.
pub fn list_bookings(
    rx: &mut Rx<'_>,
    events: &[EventId],
    digest: &Digest,
) -> Result<Vec<BookingNews>, StoreError> {
    let (since, until) = (at(digest.since), at(digest.until));
    let moved = list_moved(rx, digest)?;
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<NewsRow> = bookings::table
        .inner_join(pitches::table)
        .inner_join(organisations::table)
        .filter(bookings::event_id.eq_any(ids))
        .filter(bookings::state.eq_any(KNOWN))
        .filter(
            bookings::confirmed_at
                .ge(since)
                .and(bookings::confirmed_at.lt(until))
                .or(bookings::cancelled_at
                    .ge(since)
                    .and(bookings::cancelled_at.lt(until)))
                .or(bookings::id.eq_any(&moved)),
        )
        .order((bookings::confirmed_at, bookings::id))
        .select((
            bookings::id,
            bookings::event_id,
            bookings::confirmed_at,
            bookings::cancelled_at,
            organisations::name,
            pitches::title,
        ))
        .load(rx.db())?;
    let moved: HashSet<String> = moved.into_iter().collect();
    let is_then =
        |at: Option<Instant>| at.is_some_and(|at| (digest.since..digest.until).contains(&at));
    let mut news: Vec<BookingNews> = rows
        .into_iter()
        .filter_map(|(id, event, made, cancelled, company, title)| {
            let is_live = cancelled.0.is_none();
            let became = match (is_then(made.0), is_then(cancelled.0)) {
                (true, true) => return None,
                (true, false) if is_live => Became::New,
                (false, true) => Became::Cancelled,
                _ if is_live && moved.contains(&id.0.to_string()) => Became::Moved,
                _ => return None,
            };
            Some(BookingNews {
                id: id.0,
                event: event.0,
                company,
                title,
                became,
            })
        })
        .collect();
    news.sort_by_key(|one| one.became);
    Ok(news)
}

/// The bookings that went to another slot by themselves or by a swap.
fn list_moved(rx: &mut Rx<'_>, digest: &Digest) -> Result<Vec<String>, StoreError> {
    let subjects: Vec<String> = audit::table
        .filter(audit::at.ge(at(digest.since)))
        .filter(audit::at.lt(at(digest.until)))
        .filter(audit::action.eq_any(["booking.move", "booking.swap"]))
        .select(audit::subject)
        .distinct()
        .load(rx.db())?;
    let ids = subjects
        .iter()
        .filter_map(|subject| subject.strip_prefix("booking:"));
    Ok(ids.map(ToOwned::to_owned).collect())
}

/// How many registrations events have, how many of them are new, and how many were given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Registered {
    /// How many there are.
    pub all: i64,
    /// How many came in the time of the digest.
    pub new: i64,
    /// How many went in it.
    pub cancelled: i64,
}

/// The registrations of each of these events.
pub fn count_registrations(
    rx: &mut Rx<'_>,
    events: &[EventId],
    digest: &Digest,
) -> Result<BTreeMap<EventId, Registered>, StoreError> {
    let (since, until) = (at(digest.since), at(digest.until));
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let confirmed = registrations::table
        .filter(registrations::event_id.eq_any(ids.clone()))
        .filter(registrations::state.eq(RegistrationState::Confirmed.as_str()));
    let all: Vec<(Text<EventId>, i64)> = confirmed
        .clone()
        .group_by(registrations::event_id)
        .select((registrations::event_id, count_star()))
        .load(rx.db())?;
    let new: Vec<(Text<EventId>, i64)> = confirmed
        .filter(registrations::confirmed_at.ge(since))
        .filter(registrations::confirmed_at.lt(until))
        .group_by(registrations::event_id)
        .select((registrations::event_id, count_star()))
        .load(rx.db())?;
    // Whoever came and went in between is neither new nor gone.
    let cancelled: Vec<(Text<EventId>, i64)> = registrations::table
        .filter(registrations::event_id.eq_any(ids))
        .filter(registrations::confirmed_at.lt(since))
        .filter(registrations::cancelled_at.ge(since))
        .filter(registrations::cancelled_at.lt(until))
        .group_by(registrations::event_id)
        .select((registrations::event_id, count_star()))
        .load(rx.db())?;
    let mut counts: BTreeMap<EventId, Registered> = BTreeMap::new();
    for (event, count) in all {
        counts.entry(event.0).or_default().all = count;
    }
    for (event, count) in new {
        counts.entry(event.0).or_default().new = count;
    }
    for (event, count) in cancelled {
        counts.entry(event.0).or_default().cancelled = count;
    }
    Ok(counts)
}

/// How many companies wait at each of these events, and whether one of them came in the time of the digest.
pub fn count_waiting(
    rx: &mut Rx<'_>,
    events: &[EventId],
    digest: &Digest,
) -> Result<BTreeMap<EventId, (usize, bool)>, StoreError> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<EventId>, At)> = waiting_entries::table
        .filter(waiting_entries::event_id.eq_any(ids))
        .filter(
            waiting_entries::state
                .eq_any([WaitingState::Waiting, WaitingState::Offered].map(WaitingState::as_str)),
        )
        .select((waiting_entries::event_id, waiting_entries::joined_at))
        .load(rx.db())?;
    let is_then = |at: Instant| (digest.since..digest.until).contains(&at);
    let mut counts: BTreeMap<EventId, (usize, bool)> = BTreeMap::new();
    for (event, joined_at) in rows {
        let (count, any_new) = counts.entry(event.0).or_default();
        *count += 1;
        *any_new |= is_then(joined_at.0);
    }
    Ok(counts)
}
