//! The feeds of one person's own: what they booked, where they go, what they help to run.

use crate::entries::{Reader, agenda_entry, booking_entry, organised_entry, registration_entry};
use crate::feed::{Feed, Next, cancelled_until};
use crate::organised::Figures;
use crate::site::FeedSite;
use chrono::Duration;
use marketday_calendar::{Calendar, Entry, Status};
use marketday_model::permission::{self, Actor};
use marketday_model::time::LONDON;
use marketday_model::{
    AgendaItem, Booking, Event, EventId, Instant, OrganisationKind, PersonalFeed, PersonalFeedKind,
    SeatScope, policy,
};
use marketday_store::bookings::BookingFilter;
use marketday_store::events::EventFilter;
use marketday_store::{
    Rx, StoreError, agenda, bookings, events, former_entries, memberships, registrations, releases,
    teams,
};
use std::collections::HashMap;

/// Programmes change until the day itself.
const REFRESH: Duration = Duration::hours(1);

/// An entry, and when it was given up, if it was.
type Item = (Entry, Option<Instant>);

/// What a personal feed holds from 90 days back to 18 months ahead of `now`, by what its person may see now. Twelve
/// queries at most, however much there is.
///
/// What is cancelled stays, marked, until the later of a day after its end and two weeks after its cancellation.
pub fn personal_feed(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    feed: &PersonalFeed,
    now: Instant,
) -> Result<Feed, StoreError> {
    let mut next = Next::after(now);
    let items = match feed.kind {
        PersonalFeedKind::Bookings => booked(rx, site, feed)?,
        PersonalFeedKind::Agenda => agenda(rx, site, feed)?,
        PersonalFeedKind::Organised => organised(rx, site, feed)?,
    };
    let mut entries = Vec::new();
    for (entry, gone_at) in items {
        let mut leaves = entry.end + policy::FEED_BACK;
        if entry.status == Status::Cancelled {
            let gone_at = gone_at.unwrap_or(entry.changed);
            leaves = leaves.min(cancelled_until(entry.end, gone_at));
        }
        let is_too_early = next.change(entry.start - policy::FEED_AHEAD);
        if next.change(leaves) && !is_too_early {
            entries.push(entry);
        }
    }
    let calendar = Calendar {
        name: format!("Marketday: {}", feed.kind.name()),
        description: Some(format!("{}.", feed.kind.holds())),
        colour: "teal",
        zone: LONDON,
        refresh: REFRESH,
        entries,
    };
    Ok(next.feed(calendar))
}

/// Whoever reads it, as they may act now, and the organising bodies that they belong to.
fn actor(
    rx: &mut Rx<'_>,
    feed: &PersonalFeed,
) -> Result<(Actor, Vec<marketday_model::OrganisationId>), StoreError> {
    let ties = memberships::list_with_kinds(rx, feed.person)?;
    let bodies = ties
        .iter()
        .filter(|(tie, kind)| tie.is_active() && *kind == OrganisationKind::OrganisingBody)
        .map(|(tie, _)| tie.organisation)
        .collect();
    let actor = Actor {
        person: feed.person,
        memberships: ties.into_iter().map(|(tie, _)| tie).collect(),
        seats: teams::list_of_person(rx, feed.person)?,
        is_administrator: false,
    };
    Ok((actor, bodies))
}

/// The slots that somebody, or companies that they act for, have or had.
fn booked(rx: &mut Rx<'_>, site: &FeedSite, feed: &PersonalFeed) -> Result<Vec<Item>, StoreError> {
    let (actor, _) = actor(rx, feed)?;
    let ties = actor.memberships.iter().filter(|tie| tie.is_active());
    let filter = BookingFilter {
        contact: Some(feed.person),
        companies: ties.map(|tie| tie.organisation).collect(),
        cancelled: true,
        ..BookingFilter::default()
    };
    let mut all = bookings::list(rx, &filter)?;
    all.retain(|booking| permission::may_change_booking(&actor, booking));
    let events = events_of(rx, all.iter().map(|booking| booking.event))?;
    pitches(rx, site, &events, all, |_| Reader::Contact)
}

/// The days that somebody is or was registered for, the sessions that they chose, and the pitches that they present.
fn agenda(rx: &mut Rx<'_>, site: &FeedSite, feed: &PersonalFeed) -> Result<Vec<Item>, StoreError> {
    let registered = registrations::list_of_person(rx, feed.person)?;
    let own = BookingFilter {
        contact: Some(feed.person),
        cancelled: true,
        ..BookingFilter::default()
    };
    let mut presented = bookings::list(rx, &own)?;
    presented.retain(|booking| booking.presenter_email.is_none());
    let of_others = BookingFilter {
        presenter: Some(feed.person),
        cancelled: true,
        ..BookingFilter::default()
    };
    presented.extend(bookings::list(rx, &of_others)?);
    let chosen = agenda::list_of_person(rx, feed.person)?;
    let there = registered.iter().map(|registration| registration.event);
    let ids = there
        .chain(presented.iter().map(|booking| booking.event))
        .chain(chosen.iter().map(|item| item.event));
    let events = events_of(rx, ids)?;
    let reader = |booking: &Booking| {
        if booking.contact == feed.person {
            Reader::Contact
        } else {
            Reader::Public
        }
    };
    let mut items = pitches(rx, site, &events, presented, reader)?;
    items.extend(registered.iter().filter_map(|registration| {
        let event = events.get(&registration.event)?;
        let entry = registration_entry(site, event, registration);
        Some((entry, registration.cancelled_at.or(event.cancelled_at)))
    }));
    items.extend(sessions(rx, site, &events, &chosen)?);
    Ok(items)
}

/// The sessions that somebody chose. What they took out themselves is not there any more; what others took out stays,
/// marked.
fn sessions(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    events: &HashMap<EventId, Event>,
    chosen: &[AgendaItem],
) -> Result<Vec<Item>, StoreError> {
    let ids: Vec<_> = chosen.iter().map(|item| item.session).collect();
    let sessions = releases::find_sessions_ever(rx, &ids)?;
    let item = |item: &AgendaItem| {
        let event = events.get(&item.event)?;
        let session = sessions.iter().find(|one| one.session.id == item.session)?;
        let by_others = session
            .removed_at
            .is_some_and(|at| item.removed_at == Some(at))
            || event
                .cancelled_at
                .is_some_and(|at| item.removed_at >= Some(at));
        let is_there = item.removed_at.is_none() || by_others;
        let gone_at = item
            .removed_at
            .or(session.removed_at)
            .or(event.cancelled_at);
        is_there.then(|| (agenda_entry(site, event, item, session), gone_at))
    };
    Ok(chosen.iter().filter_map(item).collect())
}

/// The events that somebody helps to run, and what reinstated ones left.
fn organised(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    feed: &PersonalFeed,
) -> Result<Vec<Item>, StoreError> {
    let (actor, mut bodies) = actor(rx, feed)?;
    let mut ids = Vec::new();
    for seat in &actor.seats {
        match seat.scope {
            SeatScope::Body(id) => bodies.push(id),
            SeatScope::Event(id) => ids.push(id),
        }
    }
    let filter = EventFilter {
        team: Some((bodies, ids)),
        ..EventFilter::default()
    };
    let mut helped = events::list(rx, &filter)?;
    helped.retain(|event| permission::may_view_plan(&actor, event));
    let figures = Figures::of(rx, &helped)?;
    let former = former_entries::list(rx, &helped)?;
    let item = |event: &Event| {
        let open = figures.open_at(event);
        (organised_entry(site, event, &open), event.cancelled_at)
    };
    Ok(helped.iter().chain(&former).map(item).collect())
}

fn events_of(
    rx: &mut Rx<'_>,
    ids: impl Iterator<Item = EventId>,
) -> Result<HashMap<EventId, Event>, StoreError> {
    let ids: Vec<EventId> = ids.collect();
    let events = events::list_by_ids(rx, &ids)?;
    Ok(events.into_iter().map(|event| (event.id, event)).collect())
}

/// The entries of bookings at their last released times.
fn pitches(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    events: &HashMap<EventId, Event>,
    bookings: Vec<Booking>,
    reader: impl Fn(&Booking) -> Reader,
) -> Result<Vec<Item>, StoreError> {
    let ids: Vec<_> = bookings.iter().map(|booking| booking.slot).collect();
    let slots = releases::find_slots_ever(rx, &ids)?;
    let slots: HashMap<_, _> = slots.iter().map(|slot| (slot.slot.id, slot)).collect();
    let item = |booking: Booking| {
        let event = events.get(&booking.event)?;
        let slot = slots.get(&booking.slot)?;
        let entry = booking_entry(site, event, &booking, slot, reader(&booking));
        Some((entry, booking.cancelled_at.or(event.cancelled_at)))
    };
    Ok(bookings.into_iter().filter_map(item).collect())
}
