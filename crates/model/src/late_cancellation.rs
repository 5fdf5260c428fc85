//! A company that asks the organiser to cancel its booking, since it is too late to do so itself.

use crate::word::words;
use crate::{Booking, BookingId, BookingRules, BookingState, Instant, LateCancellationId};
use chrono::Duration;

words! {
    /// Where a request to cancel late stands.
    LateState {
        /// The organiser is asked.
        Asked = "asked",
        /// The booking was cancelled.
        Accepted = "accepted",
        /// The organiser said no.
        Refused = "refused",
        /// The company took it back.
        Withdrawn = "withdrawn",
        /// The pitch began, or the booking ended in another way.
        Lapsed = "lapsed",
    }
}

/// A request to cancel late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateCancellation {
    /// Its id.
    pub id: LateCancellationId,
    /// Which booking.
    pub booking: BookingId,
    /// Where it stands.
    pub state: LateState,
    /// Why the company cannot come.
    pub reason: String,
    /// Why the organiser said no; empty before.
    pub answer: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// When it was answered, or was over.
    pub answered_at: Option<Instant>,
}

impl LateCancellation {
    /// Whether it can be answered at `now`; the pitch of its booking begins at `starts_at`.
    pub fn is_open(&self, booking: &Booking, starts_at: Instant, now: Instant) -> bool {
        self.state == LateState::Asked
            && booking.state == BookingState::Confirmed
            && now < starts_at
    }
}

/// Until when a company cancels by itself a pitch that begins at `starts_at`.
pub fn cut_off(rules: &BookingRules, starts_at: Instant) -> Instant {
    starts_at - Duration::hours(i64::from(rules.cancel_hours))
}
