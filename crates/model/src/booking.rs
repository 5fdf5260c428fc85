//! Pitches, and the bookings that put them into slots.

use crate::event::InvalidTransition;
use crate::word::words;
use crate::{BookingId, EventId, Instant, OrganisationId, PersonId, PitchId, SlotId, Theme};

/// What a company wants to present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pitch {
    /// Its id.
    pub id: PitchId,
    /// Whose.
    pub company: OrganisationId,
    /// Its title.
    pub title: String,
    /// What it is about, plain text.
    pub summary: String,
    /// Its themes, in the order of [`Theme::ALL`].
    pub themes: Vec<Theme>,
}

words! {
    /// Where a booking stands.
    BookingState {
        /// The slot is kept for minutes while its form is filled in.
        Held = "held",
        /// The pitch is in the slot.
        Confirmed = "confirmed",
        /// Given up; the slot is free again.
        Cancelled = "cancelled",
        /// The hold ran out.
        Expired = "expired",
    }
}

impl BookingState {
    /// Whether it keeps others out of its slot.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Held | Self::Confirmed)
    }

    /// The next state, if a booking may go there from here.
    pub fn to(self, next: Self) -> Result<Self, InvalidTransition> {
        match (self, next) {
            (Self::Held, Self::Confirmed | Self::Expired) | (Self::Confirmed, Self::Cancelled) => {
                Ok(next)
            }
            _ => Err(InvalidTransition {
                from: self.as_str(),
                to: next.as_str(),
            }),
        }
    }
}

words! {
    /// Whether the person who booked may speak for the company.
    Claim {
        /// They may.
        Settled = "settled",
        /// They say so; a member or an organiser must confirm it, else the slot is freed.
        Unconfirmed = "unconfirmed",
    }
}

/// Why a booking is over that was cancelled with its event.
pub const EVENT_CANCELLED: &str = "The event was cancelled";

/// Why a claim is over that a member of the company refused.
pub const CLAIM_REFUSED: &str = "Somebody at the company said that the booking was not made for it";

/// A confirmed or once confirmed booking. A hold has no pitch yet and is described by [`Hold`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// At which event.
    pub event: EventId,
    /// In which slot.
    pub slot: SlotId,
    /// Where it stands: confirmed or cancelled.
    pub state: BookingState,
    /// Whether its company has been confirmed.
    pub claim: Claim,
    /// Until when an unconfirmed claim stands.
    pub claim_expires_at: Option<Instant>,
    /// The company.
    pub company: OrganisationId,
    /// Its name.
    pub company_name: String,
    /// Who booked, and is told.
    pub contact: PersonId,
    /// Who will be on stage: the contact unless another was named.
    pub presenter_name: String,
    /// The presenter's address, where another person was named.
    pub presenter_email: Option<String>,
    /// What is pitched.
    pub pitch: Pitch,
    /// SEQUENCE of its calendar entry (RFC 5545, section 3.8.7.4).
    pub sequence: u32,
    /// When it was confirmed.
    pub confirmed_at: Instant,
    /// When anything that others see last changed.
    pub changed_at: Instant,
    /// When it was given up.
    pub cancelled_at: Option<Instant>,
    /// Why, where somebody else gave it up.
    pub cancel_reason: Option<String>,
}

impl Booking {
    /// Whether it waits for somebody at the company, or an organiser, to confirm its claim.
    pub fn is_claim_open(&self) -> bool {
        self.state == BookingState::Confirmed && self.claim == Claim::Unconfirmed
    }
}

/// A slot kept for one browser while its form is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The booking that it becomes.
    pub booking: BookingId,
    /// At which event.
    pub event: EventId,
    /// Which slot.
    pub slot: SlotId,
    /// Until when.
    pub expires_at: Instant,
    /// Whether that is for the second time: a hold is extended once.
    pub is_extended: bool,
}

/// What is written before an id where a slot is kept for that, and no browser holds it: the hold ends only by the verb
/// that passes the place on, whoever presses meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptFor {
    /// An offer to somebody on the waiting list.
    Offer,
    /// An accepted proposal.
    Proposal,
    /// A slot that an organiser is giving, for the length of a transaction.
    Organiser,
}

impl KeptFor {
    /// The key under which the slot is held; no browser's digest has a colon.
    pub fn key(self, id: &impl std::fmt::Display) -> String {
        let what = match self {
            Self::Offer => "offer",
            Self::Proposal => "proposal",
            Self::Organiser => "organiser",
        };
        format!("{what}:{id}")
    }
}

words! {
    /// A rule that refuses a slot to a company.
    Refusing {
        /// It has as many slots at the event as it may.
        CompanyLimit = "company-limit",
        /// It has as many slots in the series as it may.
        SeriesLimit = "series-limit",
        /// The slot is held back, and not for it.
        HeldBack = "held-back",
        /// Companies do not book the slot by themselves.
        Given = "given",
        /// Open slots are booked by companies, first come, first served.
        FirstCome = "first-come",
        /// Booking is not open.
        Window = "window",
        /// Its presenter is on another stage at the time.
        PresenterBusy = "presenter-busy",
        /// It did not appear at a day of the same organising body.
        NoShow = "no-show",
    }
}

impl Refusing {
    /// The rule as people read it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::CompanyLimit => "Slots of one company",
            Self::SeriesLimit => "Slots of one company in the series",
            Self::HeldBack => "For whom the slot is held back",
            Self::Given => "The organiser gives the slot",
            Self::FirstCome => "First come, first served",
            Self::Window => "When slots can be booked",
            Self::PresenterBusy => "One stage at a time for a presenter",
            Self::NoShow => "No slot after not appearing",
        }
    }
}

/// Where an organiser gave a slot that rules would have refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrule {
    /// Its id.
    pub id: uuid::Uuid,
    /// The booking that came of it, or that was moved.
    pub booking: BookingId,
    /// The rules that it was against.
    pub rules: Vec<Refusing>,
    /// Why.
    pub reason: String,
    /// Who decided so; none where they were erased.
    pub made_by: Option<PersonId>,
    /// When.
    pub made_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booking_is_held_then_confirmed_then_cancelled_or_runs_out() {
        use BookingState::{Cancelled, Confirmed, Expired, Held};
        assert_eq!(Held.to(Confirmed), Ok(Confirmed));
        assert_eq!(Held.to(Expired), Ok(Expired));
        assert_eq!(Confirmed.to(Cancelled), Ok(Cancelled));
        assert_eq!(
            Expired.to(Confirmed),
            Err(InvalidTransition {
                from: "expired",
                to: "confirmed"
            })
        );
        assert_eq!(
            Cancelled.to(Confirmed),
            Err(InvalidTransition {
                from: "cancelled",
                to: "confirmed"
            })
        );
    }
}
