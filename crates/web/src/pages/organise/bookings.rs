//! `/organise/events/{slug}/bookings`: who pitches.

use super::frame::figure;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::notice::Subject;
use marketday_model::permission::may_edit_event;
use marketday_model::{
    Booking, BookingId, BookingState, CalendarReply, Claim, Event, Instant, LateCancellation,
    Person, PersonId, SlotId,
};
use marketday_render::pages::organise::{BookingRow, EventBookings, Section};
use marketday_render::{Link, Links, Tag, Tone, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Rx, StoreError, bookings, calendar_replies, late_cancellations, no_shows, people, programme,
    releases, run_notes, slides,
};
use std::collections::{HashMap, HashSet};

/// The bookings of an event, by time, then by stage, with what hangs on them.
struct Content {
    bookings: Vec<Booking>,
    contacts: HashMap<PersonId, Person>,
    slots: HashMap<SlotId, ReleasedSlot>,
    all: usize,
    slides: Vec<BookingId>,
    sent: HashSet<BookingId>,
    notes: HashMap<BookingId, String>,
    late: Vec<LateCancellation>,
    no_shows: Vec<BookingId>,
    replies: Vec<CalendarReply>,
    now: Instant,
}

impl Content {
    fn read(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<Self, StoreError> {
        let filter = BookingFilter {
            event: Some(event.id),
            cancelled: true,
            ..BookingFilter::default()
        };
        let mut bookings = bookings::list(rx, &filter)?;
        let subjects: Vec<Subject> = bookings
            .iter()
            .map(|booking| Subject::Booking(booking.id))
            .collect();
        let contacts: Vec<PersonId> = bookings.iter().map(|booking| booking.contact).collect();
        let slots: Vec<SlotId> = bookings.iter().map(|booking| booking.slot).collect();
        let slots: HashMap<SlotId, ReleasedSlot> = releases::find_slots_ever(rx, &slots)?
            .into_iter()
            .map(|slot| (slot.slot.id, slot))
            .collect();
        bookings.sort_by_key(|booking| {
            let slot = slots.get(&booking.slot);
            slot.map(|slot| (slot.slot.times.starts_at, slot.stage_position))
        });
        Ok(Self {
            bookings,
            contacts: people::list(rx, &contacts)?
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            slots,
            all: programme::list_slots(rx, event.id)?.len(),
            slides: slides::list_received(rx, event.id)?,
            sent: slides::list_newest(rx, event.id)?.into_keys().collect(),
            notes: run_notes::list_of_bookings(rx, event.id)?,
            late: late_cancellations::list_asked(rx, event.id)?,
            no_shows: no_shows::list_of_event(rx, event.id)?,
            replies: calendar_replies::list(rx, &subjects)?,
            now,
        })
    }

    /// Whether the company of a booking asks to cancel late.
    fn is_waiting(&self, booking: &Booking) -> bool {
        let slot = self.slots.get(&booking.slot);
        let request = self.late.iter().find(|late| late.booking == booking.id);
        request.zip(slot).is_some_and(|(request, slot)| {
            request.is_open(booking, slot.slot.times.starts_at, self.now)
        })
    }

    fn row(&self, event: &Event, booking: &Booking) -> BookingRow {
        let slot = self.slots.get(&booking.slot);
        let contact = self.contacts.get(&booking.contact);
        let name = contact.map_or("", |person| person.name.as_str());
        let is_live = booking.state == BookingState::Confirmed;
        let is_claim = is_live && booking.claim == Claim::Unconfirmed;
        let is_no_show = self.no_shows.contains(&booking.id);
        let has_begun = is_live && slot.is_some_and(|slot| slot.slot.times.starts_at <= self.now);
        let has_slides = self.slides.contains(&booking.id);
        let is_sent = self.sent.contains(&booking.id);
        BookingRow {
            times_text: slot.map_or_else(String::new, |slot| view::slot_time(event, slot)),
            stage: slot.map_or_else(String::new, |slot| slot.stage_name.clone()),
            company: booking.company_name.clone(),
            pitch_title: booking.pitch.title.clone(),
            contact_name: name.to_owned(),
            contact_email: contact.map_or_else(String::new, |person| person.email.to_string()),
            contact_phone: contact.and_then(|person| person.phone.clone()),
            calendar_text: is_live
                .then(|| {
                    let subject = Subject::Booking(booking.id);
                    let asked = (subject, booking.contact, booking.sequence);
                    view::calendar_text(&self.replies, asked)
                })
                .flatten(),
            presenter: (booking.presenter_name != name).then(|| booking.presenter_name.clone()),
            state: tag(booking),
            unconfirmed_until: booking
                .claim_expires_at
                .filter(|_| is_claim)
                .map(|at| when::moment(at, event.zone)),
            confirm_action: is_claim
                .then(|| Links::organise_booking_claim(&event.slug, &booking.id)),
            late_href: self
                .is_waiting(booking)
                .then(|| Links::organise_booking_late(&event.slug, &booking.id)),
            is_no_show,
            no_show_action: has_begun.then(|| {
                let (slug, id) = (&event.slug, &booking.id);
                if is_no_show {
                    Links::organise_booking_no_show_removal(slug, id)
                } else {
                    Links::organise_booking_no_show(slug, id)
                }
            }),
            move_href: is_live.then(|| Links::organise_booking_move(&event.slug, &booking.id)),
            cancel_href: is_live
                .then(|| Links::organise_booking_cancellation(&event.slug, &booking.id)),
            has_slides,
            slides_href: is_sent.then(|| Links::booking_slides(&booking.id)),
            slides_action: (is_live && !is_sent).then(|| {
                let (slug, id) = (&event.slug, &booking.id);
                if has_slides {
                    Links::organise_booking_slides_removal(slug, id)
                } else {
                    Links::organise_booking_slides(slug, id)
                }
            }),
            note: self.notes.get(&booking.id).cloned().unwrap_or_default(),
            note_href: is_live.then(|| Links::organise_booking_note(&event.slug, &booking.id)),
        }
    }
}

/// What else is about bookings.
fn links(organised: &Organised) -> Vec<Link> {
    let slug = &organised.event.slug;
    let mut links = vec![
        Link::new("Waiting list", Links::organise_waiting(slug)),
        Link::new("Give a slot to a company", Links::organise_gift(slug)),
    ];
    if may_edit_event(&organised.signed_in.actor, &organised.event) {
        links.push(Link::new(
            "How slots are given",
            Links::organise_rules(slug),
        ));
    }
    links
}

fn tag(booking: &Booking) -> Tag {
    match (booking.state, booking.claim) {
        (BookingState::Confirmed, Claim::Settled) => Tag::new("Confirmed", Tone::Good),
        (BookingState::Confirmed, Claim::Unconfirmed) => Tag::new("Unconfirmed claim", Tone::Warn),
        _ => Tag::new("Cancelled", Tone::Bad),
    }
}

/// The page.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let content = app.read(|rx| Content::read(rx, event, app.now()))?;
        let live = || {
            let all = content.bookings.iter();
            all.filter(|booking| booking.state == BookingState::Confirmed)
        };
        let claims = live().filter(|booking| booking.claim == Claim::Unconfirmed);
        let mut layout = organised.layout(&app, "Bookings");
        layout.flash = flash;
        let page = EventBookings {
            layout,
            event: organised.header(&app, Section::Bookings),
            slots_booked: figure(live().count()),
            slots: figure(content.all),
            unconfirmed: figure(claims.count()),
            without_slides: figure(
                live()
                    .filter(|booking| !content.slides.contains(&booking.id))
                    .count(),
            ),
            slides_href: Links::organise_slides(&event.slug),
            fairness_href: Links::organise_fairness(&event.slug),
            feedback_href: event
                .has_taken_place(app.now())
                .then(|| Links::organise_feedback(&event.slug)),
            links: links(&organised),
            bookings: content
                .bookings
                .iter()
                .map(|booking| content.row(event, booking))
                .collect(),
        };
        organised.page(&app, &page)
    })
    .await
}
