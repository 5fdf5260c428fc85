//! A booked pitch as a calendar shows it.

use super::standing::Standing;
use super::words::{day, location, names, paragraphs};
use crate::site::FeedSite;
use marketday_calendar::Entry;
use marketday_model::{Booking, BookingState, Event};
use marketday_store::releases::ReleasedSlot;

/// Who reads an entry: it leads them to what is theirs to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Anybody who subscribes to the programme.
    Public,
    /// The contact of the booking.
    Contact,
}

/// The entry of a confirmed or once confirmed booking at the released times of its slot: the pitch and its questions.
///
/// Every change of the booking, its slot or its event that this entry shows raises the booking's own SEQUENCE.
pub fn booking_entry(
    site: &FeedSite,
    event: &Event,
    booking: &Booking,
    slot: &ReleasedSlot,
    reader: Reader,
) -> Entry {
    let given_up = booking.state == BookingState::Cancelled;
    let standing = Standing::of(event).unless(given_up);
    let time = slot.slot.times.presented();
    let title = format!(
        "{}, by {} ({})",
        booking.pitch.title, booking.company_name, event.title
    );
    // The event's own changes are told to live bookings, and noted in their rows; the others only show them.
    let changed = if given_up && event.sequence > 0 {
        booking.changed_at.max(event.changed_at)
    } else {
        booking.changed_at
    };
    let part_of = format!("Part of {}.", day(event));
    let (link, what_for) = match reader {
        Reader::Public => (site.programme_page(&event.slug), String::new()),
        Reader::Contact => (
            site.booking_page(booking.id),
            "See your booking, change your pitch, or cancel:\n".to_owned(),
        ),
    };
    Entry {
        uid: site.booking_uid(booking.id),
        sequence: booking.sequence,
        created: booking.confirmed_at,
        changed,
        start: time.start(),
        end: time.end(),
        zone: event.zone,
        summary: standing.title(&title),
        description: paragraphs(&[
            &booking.pitch.summary,
            &part_of,
            &format!("{what_for}{link}"),
        ]),
        location: location(event, Some(&slot.stage_name)),
        geo: None,
        url: link,
        status: standing.status(),
        categories: names(&booking.pitch.themes),
    }
}
