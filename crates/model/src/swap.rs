//! Two companies that change slots with each other, once both want it.

use crate::word::words;
use crate::{Booking, BookingId, BookingState, EventId, Instant, PersonId, SlotId, SwapId};

words! {
    /// Where a proposal to swap stands.
    SwapState {
        /// The other company is asked.
        Proposed = "proposed",
        /// They agreed, and both have the other's slot.
        Agreed = "agreed",
        /// They said no.
        Declined = "declined",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
        /// Nobody answered in time, or one of the two is not where it was.
        Lapsed = "lapsed",
    }
}

/// A proposal to swap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Its id.
    pub id: SwapId,
    /// At which event.
    pub event: EventId,
    /// The booking of whoever asks.
    pub from: BookingId,
    /// The booking of whoever is asked.
    pub to: BookingId,
    /// The slot that the first had when it was asked.
    pub from_slot: SlotId,
    /// The slot that the other had.
    pub to_slot: SlotId,
    /// Where it stands.
    pub state: SwapState,
    /// What whoever asks says to the other; may be empty.
    pub message: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// When it was answered, or was over.
    pub answered_at: Option<Instant>,
    /// Until when it can be answered.
    pub expires_at: Instant,
}

impl Swap {
    /// Whether it can be answered at `now`: both bookings stand in the slots that it is about, neither pitch has begun
    /// (`starts` says when they do), and its time is not over.
    pub fn is_open(&self, [from, to]: [&Booking; 2], starts: [Instant; 2], now: Instant) -> bool {
        let stands = |booking: &Booking, slot: SlotId| {
            booking.state == BookingState::Confirmed && booking.slot == slot
        };
        self.state == SwapState::Proposed
            && now < self.expires_at
            && starts.iter().all(|start| now < *start)
            && stands(from, self.from_slot)
            && stands(to, self.to_slot)
    }

    /// What two bookings are known by, whichever of them asks.
    pub fn pair(one: BookingId, other: BookingId) -> String {
        format!("{}:{}", one.min(other), one.max(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Randomness;

    #[test]
    fn a_pair_is_the_same_whoever_asks() {
        let at = Instant::from_timestamp(1_800_000_000, 0).expect("an instant");
        let chance = Randomness::seeded(1);
        let (one, other) = (chance.uuid(at).into(), chance.uuid(at).into());
        assert_eq!(Swap::pair(one, other), Swap::pair(other, one));
    }
}
