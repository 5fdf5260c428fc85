//! Letters to a company about its booking.

use marketday_model::StandardLetter;
use serde::Serialize;

use super::facts::{BookingFacts, Change, EventFacts, Foot};
use super::samples::{booking_facts, event_facts, organiser_foot};
use super::{EventLetter, Letter, Parts};

/// A pitch has its slot.
#[derive(Debug, Clone, Serialize)]
pub struct BookingConfirmed {
    /// The contact's name.
    pub to_name: String,
    /// What was booked.
    pub booking: BookingFacts,
    /// Where it is.
    pub event: EventFacts,
    /// For a claim on a known company: until when somebody there, or the organiser, must confirm it
    /// ("5pm on Friday 6 March 2026"); `None` when nothing is left to confirm.
    pub unconfirmed_until: Option<String>,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for BookingConfirmed {
    const FOLDER: &'static str = "booking-confirmed";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            booking: booking_facts(),
            event: event_facts(),
            unconfirmed_until: None,
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for BookingConfirmed {
    fn standard(&self) -> Option<StandardLetter> {
        // A claim that is not confirmed yet is no booking yet: organisers cannot say that it is.
        self.unconfirmed_until
            .is_none()
            .then_some(StandardLetter::BookingConfirmed)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// The time, the place or the pitch of a booking changed.
#[derive(Debug, Clone, Serialize)]
pub struct BookingChanged {
    /// The contact's name.
    pub to_name: String,
    /// The booking as it is now.
    pub booking: BookingFacts,
    /// Where it is.
    pub event: EventFacts,
    /// What changed, most important first.
    pub changes: Vec<Change>,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for BookingChanged {
    const FOLDER: &'static str = "booking-changed";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            booking: booking_facts(),
            event: event_facts(),
            changes: vec![
                Change::new("Time", "2:15pm to 2:27pm", "10:30am to 10:42am"),
                Change::new("Stage", "Garden Room", "Main Hall"),
            ],
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for BookingChanged {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::BookingChanged)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// Why a booking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    /// The person who gets the letter, or somebody else at their company.
    You,
    /// The organiser cancelled this booking only.
    Organiser,
    /// The whole event was cancelled.
    Event,
    /// Nobody at the company confirmed the claim in time.
    Lapse,
    /// Somebody at the company refused the claim.
    Refusal,
}

/// A booking was cancelled.
#[derive(Debug, Clone, Serialize)]
pub struct BookingCancelled {
    /// The contact's name.
    pub to_name: String,
    /// The booking as it was.
    pub booking: BookingFacts,
    /// Where it was.
    pub event: EventFacts,
    /// Who or what ended it.
    pub cancelled_by: CancelledBy,
    /// The reason, in the organiser's words.
    pub reason: Option<String>,
    /// The absolute https address of the slots still open; `None` when booking is over.
    pub other_slots_link: Option<String>,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for BookingCancelled {
    const FOLDER: &'static str = "booking-cancelled";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            booking: booking_facts(),
            event: event_facts(),
            cancelled_by: CancelledBy::Organiser,
            reason: Some("The afternoon on this stage is now a round table on discharge.".into()),
            other_slots_link: Some(
                "https://marketday.example/events/northern-care-technology-day/slots".into(),
            ),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for BookingCancelled {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::BookingCancelled)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// A colleague takes a booking over from somebody who is erased.
#[derive(Debug, Clone, Serialize)]
pub struct BookingHandedOver {
    /// Who had it.
    pub to_name: String,
    /// Whether that is since they are erased.
    pub is_erased: bool,
    /// The booking.
    pub booking: BookingFacts,
    /// Its event.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for BookingHandedOver {
    const FOLDER: &'static str = "booking-handed-over";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            is_erased: false,
            booking: booking_facts(),
            event: event_facts(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for BookingHandedOver {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::BookingHandedOver)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.booking.company, &mut self.booking.pitch_title)),
            slot: Some((&mut self.booking.when_text, &mut self.booking.stage)),
        }
    }
}

/// An organiser learns that a slot is free again, since its contact was erased.
#[derive(Debug, Clone, Serialize)]
pub struct SlotFreed {
    /// The organiser.
    pub to_name: String,
    /// What was to be pitched.
    pub pitch_title: String,
    /// By which company.
    pub company: String,
    /// When.
    pub when_text: String,
    /// The event.
    pub event: EventFacts,
    /// The absolute https address of the bookings of the event.
    pub bookings_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for SlotFreed {
    const FOLDER: &'static str = "slot-freed";

    fn sample() -> Self {
        let booking = booking_facts();
        Self {
            to_name: "Priya Nair".into(),
            pitch_title: booking.pitch_title,
            company: booking.company,
            when_text: booking.when_text,
            event: event_facts(),
            bookings_link:
                "https://marketday.example/organise/events/northern-care-technology-day/bookings"
                    .into(),
            foot: super::samples::operator_foot(),
        }
    }
}

/// A member of a company learns that somebody booked for it, and is asked whether they may.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimWaiting {
    /// The member.
    pub to_name: String,
    /// Who booked.
    pub contact_name: String,
    /// The address that they have shown to be theirs.
    pub contact_email: String,
    /// What they booked.
    pub booking: BookingFacts,
    /// Where it is.
    pub event: EventFacts,
    /// Until when somebody must answer: "5pm on Friday 6 March 2026".
    pub until_text: String,
    /// The absolute https address of the page whose buttons answer.
    pub claim_link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ClaimWaiting {
    const FOLDER: &'static str = "claim-waiting";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            contact_name: "Lena Marsh".into(),
            contact_email: "lena@mailbox.example".into(),
            booking: booking_facts(),
            event: event_facts(),
            until_text: "5pm on Friday 6 March 2026".into(),
            claim_link:
                "https://marketday.example/bookings/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11/claim"
                    .into(),
            foot: super::samples::operator_foot(),
        }
    }
}
