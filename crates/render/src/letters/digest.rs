//! The daily digest of bookings.

use super::samples::operator_foot;
use super::{Foot, Letter};
use serde::Serialize;

/// What became of bookings since the last digest, at all events that somebody looks after.
#[derive(Debug, Clone, Serialize)]
pub struct BookingDigest {
    /// Who looks after them.
    pub to_name: String,
    /// The events at which something happened, by start.
    pub events: Vec<DigestEvent>,
    /// The absolute https address that stops these letters.
    pub stop_link: String,
    /// Who sent this.
    pub foot: Foot,
}

/// What happened at one event.
#[derive(Debug, Clone, Serialize)]
pub struct DigestEvent {
    /// Its title.
    pub title: String,
    /// When it is.
    pub when_text: String,
    /// The bookings of which something became: new ones first.
    pub bookings: Vec<DigestBooking>,
    /// How many more there are.
    pub more: usize,
    /// "40 delegates are registered: 3 new, 1 cancelled."
    pub registered_text: String,
    /// "2 companies are on the waiting list."
    pub waiting_text: Option<String>,
    /// The absolute https address of its bookings.
    pub bookings_link: String,
}

/// What became of one booking.
#[derive(Debug, Clone, Serialize)]
pub struct DigestBooking {
    /// "New", "Moved", "Cancelled".
    pub became: String,
    /// Whose it is.
    pub company: String,
    /// The title of its pitch.
    pub title: String,
}

impl Letter for BookingDigest {
    const FOLDER: &'static str = "booking-digest";

    fn sample() -> Self {
        let booking = |became: &str, company: &str, title: &str| DigestBooking {
            became: became.into(),
            company: company.into(),
            title: title.into(),
        };
        Self {
            to_name: "Priya Nair".into(),
            events: vec![DigestEvent {
                title: "Northern Care Technology Day".into(),
                when_text: "Thursday 15 October 2026, 9:30am to 4:30pm".into(),
                bookings: vec![
                    booking(
                        "New",
                        "Steadfoot & Daughters Ltd",
                        "Fewer falls at home with a quiet sensor",
                    ),
                    booking("Moved", "Lantern Street Works", "Lights that call for help"),
                    booking("Cancelled", "Dripless Ltd", "Leak detection, quietly"),
                ],
                more: 2,
                registered_text: "40 delegates are registered: 3 new, 1 cancelled.".into(),
                waiting_text: Some("2 companies are on the waiting list.".into()),
                bookings_link:
                    "https://marketday.example/organise/events/northern-care-technology-day/bookings"
                        .into(),
            }],
            stop_link:
                "https://marketday.example/unsubscribe/0199a1f27c1e7d7a9f532f0c6a1b4e110123456789abcdef0123"
                    .into(),
            foot: operator_foot(),
        }
    }
}
