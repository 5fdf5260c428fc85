//! Slots: holding one, putting a presenter on its stage, freeing it.

use marketday_model::booking::Hold;
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::slot::SlotTimes;
use marketday_model::{Booking, BookingId, BookingState, Instant, PersonId, policy};
use marketday_store::moves::{self, SlotChange};
use marketday_store::pools::Pool;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{StoreError, Tx, bookings, holds, people, pools, presenter_ticks, releases};

/// How the attempt to hold a slot went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldSlot {
    /// It is held: the hold asked for, or one that this browser already has on the same slot.
    Held(Hold),
    /// Somebody else has it.
    Taken,
    /// Too many slots of this event are held from the same network.
    TooMany,
}

/// Holds a slot for a browser: first ends a hold on it that has run out, and gives back another slot that the
/// browser holds at the same event.
pub fn hold_slot(
    tx: &mut Tx<'_>,
    hold: &Hold,
    browser: &str,
    network: &str,
    now: Instant,
) -> Result<HoldSlot, StoreError> {
    holds::expire_slot(tx, hold.slot, now)?;
    if let Some(mine) = holds::find(tx, hold.event, browser)? {
        if mine.slot == hold.slot {
            return Ok(HoldSlot::Held(mine));
        }
        if bookings::find_live(tx, hold.slot, now)?.is_some() {
            return Ok(HoldSlot::Taken);
        }
        holds::expire(tx, mine.booking, now)?;
    }
    if holds::count(tx, hold.event, network, now)? >= policy::HOLDS_PER_NETWORK {
        return Ok(HoldSlot::TooMany);
    }
    if holds::insert(tx, hold, browser, network, now)? {
        return Ok(HoldSlot::Held(hold.clone()));
    }
    // The same browser may have pressed twice: then the slot is its own.
    match holds::find(tx, hold.event, browser)? {
        Some(mine) if mine.slot == hold.slot => Ok(HoldSlot::Held(mine)),
        _ => Ok(HoldSlot::Taken),
    }
}

/// Whether a presenter could be put on a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occupied {
    /// They are on it now.
    Yes,
    /// They are on another stage at the time.
    Busy,
}

/// Marks the presenter as on stage for the pitch and questions of a booking.
pub fn occupy(
    tx: &mut Tx<'_>,
    presenter: PersonId,
    booking: BookingId,
    times: &SlotTimes,
) -> Result<Occupied, StoreError> {
    let ticks: Vec<i64> = times.ticks().collect();
    Ok(
        if presenter_ticks::insert(tx, presenter, booking, &ticks)? {
            Occupied::Yes
        } else {
            Occupied::Busy
        },
    )
}

/// Frees the slot of a confirmed booking, with its presenter's time and its company's count, and says whether it was
/// still confirmed: of two who free it, one is told `true`.
pub fn free_booking(
    tx: &mut Tx<'_>,
    booking: &Booking,
    reason: Option<&str>,
    now: Instant,
) -> Result<bool, StoreError> {
    if booking.state.to(BookingState::Cancelled).is_err()
        || !bookings::cancel(tx, booking.id, reason, now)?
    {
        return Ok(false);
    }
    leave_slot(tx, booking)?;
    if let Some((identity, _)) = bookings::find_counted(tx, booking.id)? {
        pools::give_back(tx, &Pool::Company(booking.event, identity))?;
    }
    Ok(true)
}

/// What follows when a booking is not in its slot any more.
fn leave_slot(tx: &mut Tx<'_>, booking: &Booking) -> Result<(), StoreError> {
    presenter_ticks::delete(tx, booking.id)
}

/// How a booking's way to another slot went. The caller undoes everything unless it moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveSlot {
    /// It is in the other slot, and its old one is free.
    Moved,
    /// Somebody else has that slot.
    Taken,
    /// Its presenter is on another stage at the time.
    Busy,
    /// The booking is not as it was read.
    Stale,
}

/// Moves a confirmed booking to another slot, in one step: a hold of `browser` on that slot is used up, another's
/// keeps it out. What the company may hold is not changed by it.
pub fn move_booking(
    tx: &mut Tx<'_>,
    booking: &Booking,
    to: &ReleasedSlot,
    browser: &str,
    now: Instant,
) -> Result<MoveSlot, StoreError> {
    holds::expire_slot(tx, to.slot.id, now)?;
    let own = holds::find(tx, booking.event, browser)?;
    if let Some(own) = own.filter(|own| own.slot == to.slot.id) {
        holds::expire(tx, own.booking, now)?;
    }
    match moves::move_to(tx, booking, to.slot.id, now)? {
        SlotChange::Done => {}
        SlotChange::Taken => return Ok(MoveSlot::Taken),
        SlotChange::Stale => return Ok(MoveSlot::Stale),
    }
    leave_slot(tx, booking)?;
    Ok(match enter_slot(tx, booking, to)? {
        Occupied::Yes => MoveSlot::Moved,
        Occupied::Busy => MoveSlot::Busy,
    })
}

/// Puts the presenter of a booking, if there still is one, on the stage of the slot that it is in now.
fn enter_slot(
    tx: &mut Tx<'_>,
    booking: &Booking,
    slot: &ReleasedSlot,
) -> Result<Occupied, StoreError> {
    match bookings::find_counted(tx, booking.id)? {
        Some((_, Some(presenter))) => occupy(tx, presenter, booking.id, &slot.slot.times),
        _ => Ok(Occupied::Yes),
    }
}

/// Lets two confirmed bookings of an event change slots, each given with the slot that it comes from: neither is ever
/// without one, and others find neither slot free.
pub fn swap_bookings(
    tx: &mut Tx<'_>,
    [(one, from), (other, to)]: [(&Booking, &ReleasedSlot); 2],
    now: Instant,
) -> Result<MoveSlot, StoreError> {
    match moves::swap(tx, [one, other], now)? {
        SlotChange::Done => {}
        SlotChange::Taken => return Ok(MoveSlot::Taken),
        SlotChange::Stale => return Ok(MoveSlot::Stale),
    }
    presenter_ticks::delete(tx, one.id)?;
    presenter_ticks::delete(tx, other.id)?;
    for (booking, slot) in [(one, to), (other, from)] {
        if enter_slot(tx, booking, slot)? == Occupied::Busy {
            return Ok(MoveSlot::Busy);
        }
    }
    Ok(MoveSlot::Moved)
}

/// Books again, as `id`, what was cancelled with its event, if its slot is in the current release and free, its contact
/// is still here, and its company may have it. Says whether it did. The caller has locked the event.
pub fn restore_booking(
    tx: &mut Tx<'_>,
    cancelled: &Booking,
    id: BookingId,
    company_limit: u32,
    now: Instant,
) -> Result<bool, StoreError> {
    let contact = people::find(tx, cancelled.contact)?;
    let is_here = contact.is_some_and(|contact| contact.email.domain() != ERASED_DOMAIN);
    let slot = releases::find_slot(tx, cancelled.slot)?;
    let counted = bookings::find_counted(tx, cancelled.id)?;
    let (Some(slot), Some((identity, presenter)), true) = (slot, counted, is_here) else {
        return Ok(false);
    };
    let pool = Pool::Company(cancelled.event, identity);
    if !pools::take(tx, &pool, company_limit)? {
        return Ok(false);
    }
    holds::expire_slot(tx, cancelled.slot, now)?;
    if !bookings::restore(tx, cancelled.id, id, now)? {
        pools::give_back(tx, &pool)?;
        return Ok(false);
    }
    if let Some(presenter) = presenter {
        occupy(tx, presenter, id, &slot.slot.times)?;
    }
    Ok(true)
}
