//! Holding a slot for the minutes that its form takes.

use marketday_model::booking::Hold;
use marketday_model::event::WindowState;
use marketday_model::{BookingId, BookingRules, Event, EventState, Instant, SlotId, Surroundings};
use marketday_places::{HoldSlot, enter_line, free_slots, hold_slot, offer_freed};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, Store, StoreError, booking_rules, events, holds, releases, waiting};

/// Who wants which slot.
#[derive(Debug, Clone)]
pub struct HoldRequest {
    /// The slot.
    pub slot: SlotId,
    /// The digest of the browser's token: the hold belongs to it.
    pub browser: String,
    /// The network that it comes from, as it is counted (see [`marketday_model::SecretKey::network`]).
    pub network: String,
}

/// Why a slot is not held. Each case knows the way on.
#[derive(Debug, thiserror::Error)]
pub enum HoldRefused {
    /// There is no such slot in the current programme.
    #[error("This slot is not in the programme any more")]
    NoSuchSlot,
    /// The organiser decides who has it.
    #[error("The organiser decides who has this slot")]
    NotOffered,
    /// It is held back for other companies.
    #[error("This slot is kept for companies that {whom}")]
    HeldBack {
        /// For whom: "are based in Wales".
        whom: String,
    },
    /// Slots of this event cannot be taken now.
    #[error("Booking is not open")]
    NotOpen(WindowState),
    /// The slot is taken; these are the nearest that were free at that moment, the nearest first.
    #[error("This slot has just been taken")]
    Taken {
        /// The nearest free slots.
        nearest: Vec<ReleasedSlot>,
    },
    /// Every slot is taken.
    #[error("Every slot of this day is taken")]
    Full,
    /// Too many slots are held from the same network.
    #[error("Too many slots are being held from your network. Try again in a few minutes")]
    TooMany,
    /// The database failed.
    #[error("holding the slot failed")]
    Store(#[from] StoreError),
}

/// How many alternatives a refusal names.
pub(crate) const ALTERNATIVES: usize = 3;

/// Holds a slot for as long as the event's rules say. A browser holds one slot of an event at a time: taking another gives the first back.
pub fn hold(
    store: &Store,
    surroundings: &Surroundings,
    request: HoldRequest,
) -> Result<Hold, HoldRefused> {
    let now = surroundings.now();
    let booking = surroundings.id();
    let slot = request.slot;
    let held = hold_in(store, surroundings.clone(), request, booking);
    if held.is_err() {
        // What a refusal has undone again: a slot that nobody holds any more is offered to whoever waits.
        let event = store.read(|rx| match releases::find_slot(rx, slot)? {
            Some(slot) if waiting::is_anybody(rx, slot.slot.event)? => Ok(Some(slot.slot.event)),
            _ => Ok::<_, StoreError>(None),
        })?;
        if let Some(event) = event {
            let surroundings = surroundings.clone();
            store.write(move |tx| offer_freed(tx, &surroundings, event, now))?;
        }
    }
    held
}

fn hold_in(
    store: &Store,
    surroundings: Surroundings,
    request: HoldRequest,
    booking: BookingId,
) -> Result<Hold, HoldRefused> {
    let now = surroundings.now();
    store.write(move |tx| {
        let (event, slot, rules) = bookable(tx, request.slot, now)?;
        // Whoever waits comes before whoever passes by.
        let somebody_waits = enter_line(tx, event.id)?;
        if somebody_waits {
            offer_freed(tx, &surroundings, event.id, now)?;
        }
        // A pitch that has begun is over for booking, however late the window closes.
        let state = if slot.slot.times.starts_at <= now {
            WindowState::Closed
        } else {
            event.booking_state(now)
        };
        if state != WindowState::Open {
            return Err(HoldRefused::NotOpen(state));
        }
        let hold = Hold {
            booking,
            event: event.id,
            slot: request.slot,
            expires_at: now + rules.hold(),
            is_extended: false,
        };
        match hold_slot(tx, &hold, &request.browser, &request.network, now)? {
            HoldSlot::Held(hold) => {
                if somebody_waits {
                    // It may have given another slot back.
                    offer_freed(tx, &surroundings, event.id, now)?;
                }
                Ok(hold)
            }
            HoldSlot::TooMany => Err(HoldRefused::TooMany),
            HoldSlot::Taken => {
                let nearest =
                    free_slots(tx, &event, now)?.nearest(slot.slot.times.starts_at, ALTERNATIVES);
                if nearest.is_empty() {
                    Err(HoldRefused::Full)
                } else {
                    Err(HoldRefused::Taken { nearest })
                }
            }
        }
    })
}

/// Why a hold is not extended.
#[derive(Debug, thiserror::Error)]
pub enum ExtendRefused {
    /// The browser does not hold the slot, or its time ran out.
    #[error("The time for which the slot was kept is over")]
    NotHeld,
    /// It was extended before.
    #[error("A slot is kept for longer once only")]
    Extended,
    /// The database failed.
    #[error("keeping the slot for longer failed")]
    Store(#[from] StoreError),
}

/// Keeps a held slot for as long again as it was held for, from now on: once.
pub fn extend_hold(
    store: &Store,
    surroundings: &Surroundings,
    slot: SlotId,
    browser: String,
) -> Result<Hold, ExtendRefused> {
    let now = surroundings.now();
    store.write(move |tx| {
        let slot = releases::find_slot(tx, slot)?.ok_or(ExtendRefused::NotHeld)?;
        let event = slot.slot.event;
        let hold = holds::find(tx, event, &browser)?
            .filter(|hold| hold.slot == slot.slot.id && now < hold.expires_at)
            .ok_or(ExtendRefused::NotHeld)?;
        let until = now + booking_rules::find(tx, event)?.hold();
        if hold.is_extended || !holds::extend(tx, &hold, &browser, until, now)? {
            return Err(ExtendRefused::Extended);
        }
        Ok(Hold {
            expires_at: until,
            is_extended: true,
            ..hold
        })
    })
}

/// The slot in the current release, with its published event, if companies may book it.
pub(crate) fn bookable(
    rx: &mut Rx<'_>,
    slot: SlotId,
    now: Instant,
) -> Result<(Event, ReleasedSlot, BookingRules), HoldRefused> {
    let slot = releases::find_slot(rx, slot)?.ok_or(HoldRefused::NoSuchSlot)?;
    let event = events::find(rx, slot.slot.event)?.ok_or(HoldRefused::NoSuchSlot)?;
    if event.state != EventState::Published {
        return Err(HoldRefused::NotOpen(WindowState::Closed));
    }
    let rules = booking_rules::find(rx, event.id)?;
    if !rules.offers(slot.slot.mode, now) {
        return Err(HoldRefused::NotOffered);
    }
    Ok((event, slot, rules))
}
