//! Waiting lists: free slots go to the first whom they fit, as offers that last for a while.
//!
//! Whoever takes or frees a slot calls [`offer_freed`] in their transaction, before they look for a slot and after they
//! freed one. So a free slot never passes by those who wait, whichever way it came to be free.

use crate::free::FreeSlots;
use crate::limits::{has_its_share, keeps_out};
use marketday_model::booking::{Hold, KeptFor};
use marketday_model::event::WindowState;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::waiting::{Offer, in_order};
use marketday_model::{
    BookingRules, Event, EventId, EventState, Instant, NoticeKind, PersonId, SlotMode,
    Surroundings, Waiting, WaitingState,
};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::pools::Pool;
use marketday_store::releases::ReleasedSlot;
use marketday_store::waiting::WaitingFilter;
use marketday_store::{
    Note, Rx, StoreError, Tx, booking_rules, bookings, company_groups, events, holds, notices,
    organisations, pools, presenter_ticks, releases, revisions, waiting,
};
use std::collections::{HashMap, HashSet};

/// Whether somebody waits at an event; then nobody else offers its slots until the transaction ends. Call it before
/// anything of the event's bookings is changed, so that two who want both never wait for each other.
pub fn enter_line(tx: &mut Tx<'_>, event: EventId) -> Result<bool, StoreError> {
    if !waiting::is_anybody(tx, event)? {
        return Ok(false);
    }
    pools::lock(tx, &Pool::Waiting(event))?;
    Ok(true)
}

/// Ends offers that have run out at `now`, and offers each free slot of an event to the first who waits for it and may
/// have it. Returns how many it offered. Where nobody waits it is one look.
pub fn offer_freed(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    event: EventId,
    now: Instant,
) -> Result<usize, StoreError> {
    if !enter_line(tx, event)? {
        return Ok(0);
    }
    let Some(event) = events::find(tx, event)? else {
        return Ok(0);
    };
    let live = list_live(tx, event.id)?;
    let lapsed = lapse(tx, surroundings, &live, now)?;
    if lapsed > 0 {
        revisions::bump_public(tx)?;
    }
    if is_over(&event, now) {
        end_all(tx, surroundings, &live, now)?;
        return Ok(0);
    }
    if event.booking_state(now) != WindowState::Open {
        return Ok(0);
    }
    holds::expire_at(tx, event.id, now)?;
    let offered = Line::of(tx, &event, live, now)?.offer_all(tx, surroundings, now)?;
    if offered > 0 {
        revisions::bump_public(tx)?;
    }
    Ok(offered)
}

/// Whether nothing will be offered at an event any more.
fn is_over(event: &Event, now: Instant) -> bool {
    match event.state {
        EventState::Cancelled | EventState::Completed => true,
        EventState::Draft | EventState::Postponed => false,
        EventState::Published => event.booking_state(now) == WindowState::Closed,
    }
}

/// Ends the offers that nobody answered in time, and returns how many.
fn lapse(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    live: &[Waiting],
    now: Instant,
) -> Result<usize, StoreError> {
    let mut lapsed = 0;
    for one in live {
        let Some(offer) = offer_of(one).filter(|offer| offer.until <= now) else {
            continue;
        };
        if leave(tx, surroundings, one, (WaitingState::Lapsed, None), now)? {
            holds::expire(tx, offer.hold, now)?;
            tell(tx, surroundings, one, NoticeKind::OfferLapsed, now)?;
            lapsed += 1;
        }
    }
    Ok(lapsed)
}

fn offer_of(one: &Waiting) -> Option<Offer> {
    one.offer.filter(|_| one.state == WaitingState::Offered)
}

/// Ends the list of an event at which nobody is offered anything any more, and tells those who waited.
fn end_all(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    live: &[Waiting],
    now: Instant,
) -> Result<(), StoreError> {
    for one in live {
        if leave(tx, surroundings, one, (WaitingState::Ended, None), now)? {
            if let Some(offer) = offer_of(one) {
                holds::expire(tx, offer.hold, now)?;
            }
            tell(tx, surroundings, one, NoticeKind::WaitingEnded, now)?;
        }
    }
    Ok(())
}

/// Takes somebody off the list, with a line of the audit trail, and says whether they were on it.
pub(crate) fn leave(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    one: &Waiting,
    (next, by): (WaitingState, Option<PersonId>),
    now: Instant,
) -> Result<bool, StoreError> {
    if one.state.to(next).is_err() || !waiting::end(tx, one.id, (one.state, next), now)? {
        return Ok(false);
    }
    let action = match next {
        WaitingState::Lapsed => "waiting.lapse",
        WaitingState::Declined => "waiting.decline",
        WaitingState::Accepted => "waiting.accept",
        WaitingState::Ended => "waiting.end",
        _ => "waiting.leave",
    };
    note(tx, surroundings, one, action, (next, by), now)?;
    Ok(true)
}

fn note(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    one: &Waiting,
    action: &'static str,
    (next, by): (WaitingState, Option<PersonId>),
    now: Instant,
) -> Result<(), StoreError> {
    let altered = Altered::list([("State", one.state.to_string(), next.to_string())]);
    let subject = Subject::Waiting(one.id);
    let drawn = Note::drawn(surroundings.id(), now);
    let note = by.map_or(drawn, |by| drawn.by(by));
    note.write_altered(tx, action, subject, String::new(), &altered)
}

fn tell(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    one: &Waiting,
    kind: NoticeKind,
    now: Instant,
) -> Result<(), StoreError> {
    let Some(contact) = one.contact else {
        return Ok(());
    };
    let notice = NewNotice {
        id: surroundings.id(),
        kind,
        recipient: Recipient::Person(contact),
        subject: Subject::Waiting(one.id),
        version: 0,
    };
    notices::enqueue(tx, &notice, now)
}

/// Gives up what somebody waits for or is offered, in one step with what follows from it, and says whether they were on
/// the list. `next` is how they leave it. The caller has entered the line.
pub fn give_up(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    one: &Waiting,
    by: Option<PersonId>,
    now: Instant,
) -> Result<bool, StoreError> {
    let next = match one.state {
        WaitingState::Offered => WaitingState::Declined,
        _ => WaitingState::Left,
    };
    if !leave(tx, surroundings, one, (next, by), now)? {
        return Ok(false);
    }
    if let Some(offer) = offer_of(one) {
        holds::expire(tx, offer.hold, now)?;
        revisions::bump_public(tx)?;
    }
    Ok(true)
}

/// Notes that somebody took what was offered to them, and says whether it still was. The caller has made the booking.
pub fn take_offer(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    one: &Waiting,
    by: PersonId,
    now: Instant,
) -> Result<bool, StoreError> {
    leave(
        tx,
        surroundings,
        one,
        (WaitingState::Accepted, Some(by)),
        now,
    )
}

/// Those who are on the list of an event, by when they asked.
fn list_live(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Waiting>, StoreError> {
    let filter = WaitingFilter {
        event: Some(event),
        live: true,
        ..WaitingFilter::default()
    };
    waiting::list(rx, &filter)
}

/// Those who wait at an event, in the order in which slots are offered to them.
pub fn line_of(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<Vec<Waiting>, StoreError> {
    let live = list_live(rx, event.id)?;
    Ok(Line::of(rx, event, live, now)?.waiting)
}

/// Those who are on the list of an event, and all by which is decided what they may have.
struct Line<'e> {
    event: &'e Event,
    rules: BookingRules,
    /// In order.
    waiting: Vec<Waiting>,
    /// By what each company is counted.
    identities: HashMap<String, String>,
    now: Instant,
}

/// What somebody who waits may have, as it is while slots are offered.
#[derive(Debug, Default)]
struct Able {
    /// Slots of these modes; none where the company has its share.
    modes: Vec<SlotMode>,
    /// But not while its presenter is on another stage.
    busy: HashSet<i64>,
}

impl<'e> Line<'e> {
    fn of(
        rx: &mut Rx<'_>,
        event: &'e Event,
        live: Vec<Waiting>,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let rules = booking_rules::find(rx, event.id)?;
        let ids: Vec<_> = live.iter().map(|one| one.company).collect();
        let companies = organisations::list_by_ids(rx, &ids)?;
        let identities: HashMap<String, String> =
            company_groups::list_counted_identities(rx, &companies)?
                .into_iter()
                .map(|(company, identity)| (company.to_string(), identity))
                .collect();
        let all: Vec<String> = identities.values().cloned().collect();
        let pitched = company_groups::list_that_pitched(rx, event.id, &all, now)?;
        let has_pitched = |one: &Waiting| {
            let identity = identities.get(&one.company.to_string());
            identity.is_some_and(|identity| pitched.contains(identity))
        };
        Ok(Self {
            waiting: in_order(live, rules.waiting_order, has_pitched),
            event,
            rules,
            identities,
            now,
        })
    }

    fn offer_all(
        mut self,
        tx: &mut Tx<'_>,
        surroundings: &Surroundings,
        now: Instant,
    ) -> Result<usize, StoreError> {
        self.waiting
            .retain(|one| one.state == WaitingState::Waiting && one.contact.is_some());
        if self.waiting.is_empty() {
            return Ok(0);
        }
        let released = releases::list_slots(tx, self.event.id, self.event.release)?;
        let live = bookings::list_live(tx, self.event.id, now)?;
        let free = FreeSlots::among(released, &live, &self.rules, now);
        let mut able: Vec<Option<Able>> = self.waiting.iter().map(|_| None).collect();
        let mut offered = 0;
        for slot in &free.slots {
            // Whoever is offered a slot has to have time to say yes, and be told before it begins.
            let cut_off = self.event.booking.closes_at.min(slot.slot.times.starts_at);
            let Some(until) = self.rules.offer_until(now, cut_off) else {
                continue;
            };
            let Some(first) = self.first_for(tx, slot, &mut able)? else {
                continue;
            };
            let one = self.waiting.remove(first);
            able.remove(first);
            offered += usize::from(self.offer(tx, surroundings, &one, (slot, until))?);
        }
        Ok(offered)
    }

    /// The first of those who wait for whom a slot is, with their place in `able`. What is known of each is read once,
    /// when it is first asked, however many slots there are.
    fn first_for(
        &self,
        rx: &mut Rx<'_>,
        slot: &ReleasedSlot,
        able: &mut [Option<Able>],
    ) -> Result<Option<usize>, StoreError> {
        let (id, mode) = (slot.slot.id, slot.slot.mode);
        for (one, known) in self.waiting.iter().zip(able.iter_mut()) {
            if !one.wish.fits(id, mode) {
                continue;
            }
            if known.is_none() {
                *known = Some(self.able(rx, one)?);
            }
            let is_free =
                |busy: &HashSet<i64>| slot.slot.times.ticks().all(|tick| !busy.contains(&tick));
            if known
                .as_ref()
                .is_some_and(|able| able.modes.contains(&mode) && is_free(&able.busy))
            {
                return Ok(self.waiting.iter().position(|other| other.id == one.id));
            }
        }
        Ok(None)
    }

    /// What somebody who waits may have.
    fn able(&self, rx: &mut Rx<'_>, one: &Waiting) -> Result<Able, StoreError> {
        let nothing = String::new();
        let identity = self
            .identities
            .get(&one.company.to_string())
            .unwrap_or(&nothing);
        let (Some(presenter), None) = (
            one.presenter,
            has_its_share(rx, self.event, &self.rules, identity)?,
        ) else {
            return Ok(Able::default());
        };
        let company = (one.company, identity.as_str());
        let mut modes = Vec::new();
        for mode in SlotMode::ALL {
            if keeps_out(rx, self.event, &self.rules, company, *mode, self.now)?.is_none() {
                modes.push(*mode);
            }
        }
        let busy = presenter_ticks::list(rx, presenter)?.into_iter().collect();
        Ok(Able { modes, busy })
    }

    fn offer(
        &self,
        tx: &mut Tx<'_>,
        surroundings: &Surroundings,
        one: &Waiting,
        (slot, until): (&ReleasedSlot, Instant),
    ) -> Result<bool, StoreError> {
        let key = KeptFor::Offer.key(&one.id);
        let hold = Hold {
            booking: surroundings.id(),
            event: self.event.id,
            slot: slot.slot.id,
            expires_at: until,
            is_extended: false,
        };
        if !holds::insert(tx, &hold, &key, &key, self.now)? {
            return Ok(false);
        }
        let offer = Offer {
            slot: slot.slot.id,
            hold: hold.booking,
            made_at: self.now,
            until,
        };
        if !waiting::offer(tx, one.id, &offer)? {
            holds::expire(tx, hold.booking, self.now)?;
            return Ok(false);
        }
        tell(tx, surroundings, one, NoticeKind::SlotOffered, self.now)?;
        let next = (WaitingState::Offered, None);
        note(tx, surroundings, one, "waiting.offer", next, self.now)?;
        Ok(true)
    }
}

/// Takes somebody who asked off every list, and offers what was kept for them to the next.
pub fn leave_lists_of(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    person: PersonId,
    now: Instant,
) -> Result<(), StoreError> {
    let filter = WaitingFilter {
        of: Some((person, Vec::new())),
        live: true,
        ..WaitingFilter::default()
    };
    for one in waiting::list(tx, &filter)? {
        events::lock_shared(tx, one.event)?;
        enter_line(tx, one.event)?;
        let Some(one) = waiting::find(tx, one.id)? else {
            continue;
        };
        give_up(tx, surroundings, &one, None, now)?;
        offer_freed(tx, surroundings, one.event, now)?;
    }
    Ok(())
}
