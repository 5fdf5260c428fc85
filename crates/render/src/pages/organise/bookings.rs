//! Who pitches at an event, for its organisers.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/bookings`.
#[derive(Debug, Clone, Serialize)]
pub struct EventBookings {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Slots with a live booking.
    pub slots_booked: u32,
    /// All slots.
    pub slots: u32,
    /// Bookings whose company is still to be confirmed.
    pub unconfirmed: u32,
    /// Companies whose slides have not come.
    pub without_slides: u32,
    /// All slides in running order, and their deadline.
    pub slides_href: String,
    /// How the slots were given.
    pub fairness_href: String,
    /// What those say who took part, once the event is over.
    pub feedback_href: Option<String>,
    /// Where the waiting list is, an organiser gives a slot, and sets the rules.
    pub links: Vec<Link>,
    /// The bookings, by time, then by stage.
    pub bookings: Vec<BookingRow>,
}

/// One booking.
#[derive(Debug, Clone, Serialize)]
pub struct BookingRow {
    /// "10:30am to 10:42am".
    pub times_text: String,
    /// The stage's name.
    pub stage: String,
    /// The company's name.
    pub company: String,
    /// The pitch's title.
    pub pitch_title: String,
    /// Who booked.
    pub contact_name: String,
    /// Their email address.
    pub contact_email: String,
    /// Their telephone number.
    pub contact_phone: Option<String>,
    /// What their calendar answered last, about the entry as it is.
    pub calendar_text: Option<String>,
    /// Who presents, when another than the contact was named.
    pub presenter: Option<String>,
    /// "Confirmed", "Unconfirmed claim", "Cancelled".
    pub state: Tag,
    /// Until when an unconfirmed claim stands.
    pub unconfirmed_until: Option<String>,
    /// Where the organiser confirms such a claim (POST).
    pub confirm_action: Option<String>,
    /// The page on which the organiser answers a company that asks to cancel late.
    pub late_href: Option<String>,
    /// Whether nobody appeared.
    pub is_no_show: bool,
    /// Where the organiser notes that nobody appeared, or takes it back (POST); `None` before its pitch begins.
    pub no_show_action: Option<String>,
    /// The page on which the organiser moves it to another slot; `None` if it is not live.
    pub move_href: Option<String>,
    /// The page on which the organiser cancels it; `None` if it is not live.
    pub cancel_href: Option<String>,
    /// Whether its slides have come.
    pub has_slides: bool,
    /// Where those that were sent in are seen and changed.
    pub slides_href: Option<String>,
    /// Where the organiser notes that they have, or takes it back (POST); `None` if it is not live, or they were sent in.
    pub slides_action: Option<String>,
    /// What those who run the day are to know; may be empty.
    pub note: String,
    /// The page on which that is written; `None` if it is not live.
    pub note_href: Option<String>,
}

impl Page for EventBookings {
    const TEMPLATE: &'static str = "pages/organise/bookings.html";

    fn samples() -> Vec<Sample<Self>> {
        let row = BookingRow {
            times_text: "10:30am to 10:42am".into(),
            stage: "Main Hall".into(),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            contact_name: "Tom Okafor".into(),
            contact_email: "tom@steadfoot.example".into(),
            contact_phone: Some("01422 496 0123".into()),
            calendar_text: Some("Declined in their calendar".into()),
            presenter: Some("Grace Okafor".into()),
            state: Tag::new("Confirmed", Tone::Good),
            unconfirmed_until: None,
            confirm_action: None,
            late_href: Some(Links::organise_booking_late(SAMPLE_SLUG, &1)),
            is_no_show: false,
            no_show_action: None,
            move_href: Some(Links::organise_booking_move(SAMPLE_SLUG, &1)),
            cancel_href: Some(
                "/organise/events/northern-care-technology-day/bookings/1/cancellation".into(),
            ),
            has_slides: true,
            slides_href: None,
            slides_action: Some(Links::organise_booking_slides_removal(SAMPLE_SLUG, &1)),
            note: "Brings a dog.".into(),
            note_href: Some(Links::organise_booking_note(SAMPLE_SLUG, &1)),
        };
        let claim = BookingRow {
            times_text: "10:45am to 10:57am".into(),
            company: "Lantern Street Works".into(),
            pitch_title: "Street lights that say when they fail".into(),
            contact_phone: None,
            calendar_text: None,
            presenter: None,
            late_href: None,
            is_no_show: true,
            no_show_action: Some(Links::organise_booking_no_show_removal(SAMPLE_SLUG, &2)),
            has_slides: false,
            slides_action: Some(Links::organise_booking_slides(SAMPLE_SLUG, &2)),
            note: String::new(),
            state: Tag::new("Unconfirmed claim", Tone::Warn),
            unconfirmed_until: Some("5pm on Friday 6 March 2026".into()),
            confirm_action: Some(
                "/organise/events/northern-care-technology-day/bookings/2/confirmation".into(),
            ),
            ..row.clone()
        };
        let cancelled = BookingRow {
            times_text: "11:00am to 11:12am".into(),
            company: "Quiet Kiln".into(),
            state: Tag::new("Cancelled", Tone::Bad),
            late_href: None,
            move_href: None,
            cancel_href: None,
            slides_href: Some(Links::booking_slides(&3)),
            slides_action: None,
            note_href: None,
            ..row.clone()
        };
        let full = Self {
            layout: sample_event_layout("Bookings"),
            event: sample_header(Section::Bookings),
            slots_booked: 2,
            slots: 24,
            unconfirmed: 1,
            without_slides: 1,
            slides_href: Links::organise_slides(SAMPLE_SLUG),
            fairness_href: Links::organise_fairness(SAMPLE_SLUG),
            feedback_href: Some(Links::organise_feedback(SAMPLE_SLUG)),
            links: vec![
                Link::new("Waiting list", Links::organise_waiting(SAMPLE_SLUG)),
                Link::new(
                    "Give a slot to a company",
                    Links::organise_gift(SAMPLE_SLUG),
                ),
            ],
            bookings: vec![row, claim, cancelled],
        };
        let empty = Self {
            slots_booked: 0,
            unconfirmed: 0,
            without_slides: 0,
            bookings: Vec::new(),
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("empty", empty)]
    }
}

/// The page on which an organiser cancels one booking. Field: `reason`.
#[derive(Debug, Clone, Serialize)]
pub struct OrganiserBookingCancellation {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The head.
    pub event: EventHeader,
    /// The company's name.
    pub company: String,
    /// The pitch's title.
    pub pitch_title: String,
    /// Where and when it is: "Main Hall, 10:30am to 10:42am".
    pub slot_text: String,
    /// Who will be told.
    pub contact_name: String,
    /// Where the form is sent.
    pub action: String,
    /// Back to the bookings.
    pub back_href: String,
}

impl Page for OrganiserBookingCancellation {
    const TEMPLATE: &'static str = "pages/organise/booking_cancellation.html";

    fn samples() -> Vec<Sample<Self>> {
        let slug = SAMPLE_SLUG;
        let page = Self {
            layout: sample_event_layout("Cancel a booking")
                .crumb("Bookings", Links::organise_bookings(slug)),
            form: FormState::new()
                .with("reason", "")
                .error("reason", "Enter the reason"),
            event: sample_header(Section::Bookings),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            slot_text: "Main Hall, 10:30am to 10:42am".into(),
            contact_name: "Tom Okafor".into(),
            action: format!("{}/1/cancellation", Links::organise_bookings(slug)),
            back_href: Links::organise_bookings(slug),
        };
        vec![Sample::new("asked", page)]
    }
}
