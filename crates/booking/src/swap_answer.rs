//! What becomes of a proposal to swap: agreed, declined, withdrawn, or lapsed before any of it.

use crate::current::current_pair;
use crate::move_booking::{Draws, Moved, tell};
use crate::swap::{SwapRefused, swappable};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, Instant, NoticeKind, PersonId, Surroundings, Swap, SwapId, SwapState,
};
use marketday_places::{MoveSlot, swap_bookings};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, notices, releases, revisions, swaps};

/// A proposal that can be answered, with both bookings as they stay until the transaction ends.
struct Open {
    swap: Swap,
    from: Booking,
    to: Booking,
}

/// How a proposal stands once the caller has its bookings for itself: open, or over in some way. What has lapsed is
/// noted so on the way.
fn open(
    tx: &mut Tx<'_>,
    id: SwapId,
    now: Instant,
) -> Result<Result<Box<Open>, SwapState>, SwapRefused> {
    let swap = swaps::find(tx, id)?.ok_or(SwapRefused::NoSuchBooking)?;
    let pair = current_pair(tx, [swap.from, swap.to])?;
    let [from, to] = pair.ok_or(SwapRefused::NoSuchBooking)?;
    // It may have been answered while this waited for the bookings.
    let swap = swaps::find(tx, id)?.ok_or(SwapRefused::NoSuchBooking)?;
    if swap.state != SwapState::Proposed {
        return Ok(Err(swap.state));
    }
    let mut starts = Vec::new();
    for booking in [&from, &to] {
        let slot = releases::find_slot_ever(tx, booking.slot)?;
        starts.push(slot.map_or(now, |slot| slot.slot.times.starts_at));
    }
    if !swap.is_open([&from, &to], [starts[0], starts[1]], now) {
        swaps::settle(tx, id, SwapState::Lapsed, now)?;
        return Ok(Err(SwapState::Lapsed));
    }
    Ok(Ok(Box::new(Open { swap, from, to })))
}

/// Lets both bookings change slots in one step, and tells both contacts. Returns how the proposal stands now: whoever
/// agrees twice is told twice that it is agreed. Whether `person` may act for the booking that was asked is asked
/// before.
pub fn agree_swap(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: SwapId,
) -> Result<SwapState, SwapRefused> {
    let draws = [Draws::of(surroundings), Draws::of(surroundings)];
    store.write(move |tx| {
        let now = draws[0].note.at;
        let Open { swap, from, to } = match open(tx, id, now)? {
            Ok(open) => *open,
            Err(state) => return Ok(state),
        };
        let (event, [from_slot, to_slot]) = swappable(tx, [&from, &to])?;
        match swap_bookings(tx, [(&from, &from_slot), (&to, &to_slot)], now)? {
            MoveSlot::Moved => {}
            MoveSlot::Busy => return Err(SwapRefused::PresenterBusy),
            MoveSlot::Taken | MoveSlot::Stale => {
                return Err(StoreError::Stale("a booking").into());
            }
        }
        if !swaps::settle(tx, swap.id, SwapState::Agreed, now)? {
            return Err(StoreError::Stale("a proposal to swap").into());
        }
        for booking in [&from, &to] {
            swaps::lapse_of(tx, booking.id, now)?;
        }
        let ways = [
            (&from, &from_slot, &to_slot, &to),
            (&to, &to_slot, &from_slot, &from),
        ];
        for ((booking, before, after, other), draws) in ways.into_iter().zip(draws) {
            let moved = Moved {
                booking,
                event: &event,
                from: Some(before),
                to: after,
            };
            tell(tx, &moved, None, draws)?;
            draws.note.by(person).write_altered(
                tx,
                "booking.swap",
                Subject::Booking(booking.id),
                format!("With {}", other.company_name),
                &moved.altered(),
            )?;
        }
        revisions::bump_public(tx)?;
        Ok(SwapState::Agreed)
    })
}

/// Says no to a proposal, and tells whoever asked. Returns how it stands now. Whether `person` may act for the booking
/// that was asked is asked before.
pub fn decline_swap(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: SwapId,
) -> Result<SwapState, SwapRefused> {
    let note = Note::new(surroundings, person);
    let notice = surroundings.id();
    store.write(move |tx| {
        let open = match open(tx, id, note.at)? {
            Ok(open) => open,
            Err(state) => return Ok(state),
        };
        swaps::settle(tx, id, SwapState::Declined, note.at)?;
        let told = NewNotice {
            id: notice,
            kind: NoticeKind::SwapDeclined,
            recipient: Recipient::Person(open.from.contact),
            subject: Subject::Swap(id),
            version: 0,
        };
        notices::enqueue(tx, &told, note.at)?;
        let detail = format!("With {}", open.from.company_name);
        note.write(tx, "swap.decline", Subject::Booking(open.to.id), detail)?;
        Ok(SwapState::Declined)
    })
}

/// Takes a proposal back. Returns how it stands now. Whether `person` may act for the booking that asks is asked
/// before.
pub fn withdraw_swap(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: SwapId,
) -> Result<SwapState, SwapRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let open = match open(tx, id, note.at)? {
            Ok(open) => open,
            Err(state) => return Ok(state),
        };
        swaps::settle(tx, id, SwapState::Withdrawn, note.at)?;
        let detail = format!("With {}", open.to.company_name);
        note.write(tx, "swap.withdraw", Subject::Booking(open.from.id), detail)?;
        Ok(SwapState::Withdrawn)
    })
}
