//! `/organise/events/{slug}/bookings/{booking}/…`: what an organiser does to one booking: cancel it, confirm that it
//! was made for its company, or note that its slides have come.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::web;
use marketday_booking::{CancelRefused, CancelledBy};
use marketday_model::{Booking, BookingId, BookingState, Prose};
use marketday_render::pages::organise::{OrganiserBookingCancellation, Section};
use marketday_render::{FormState, Links};
use marketday_store::{bookings, people, releases};

/// The booking of an address, if it is one of the event's.
pub(super) fn booking_of(app: &App, organised: &Organised, id: &str) -> Result<Booking, Failure> {
    let id: BookingId = id.parse().map_err(|_| Failure::NotFound)?;
    let booking = app.read(|rx| bookings::find(rx, id))?;
    found(booking.filter(|booking| booking.event == organised.event.id))
}

pub(super) fn back(organised: &Organised, done: &str) -> Reply {
    let path = Links::organise_bookings(&organised.event.slug);
    see_other(&format!("{path}?done={done}"))
}

/// `GET …/cancellation`: why, and who is told.
pub(crate) async fn ask_cancellation(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        if booking.state == BookingState::Confirmed {
            page(&app, &organised, &booking, FormState::new())
        } else {
            Ok(see_other(&Links::organise_bookings(&organised.event.slug)))
        }
    })
    .await
}

/// `POST …/cancellation`: cancels it, which frees its slot.
pub(crate) async fn cancel(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let reason: Option<Prose<1000>> = fields.prose("reason", "The reason");
        let (Some(reason), true) = (reason, fields.is_good()) else {
            return page(&app, &organised, &booking, fields.form);
        };
        let by = CancelledBy::Organiser(organised.signed_in.person.id, reason.to_string());
        match marketday_booking::cancel(&app.store, &app.surroundings, booking.id, by) {
            Ok(()) | Err(CancelRefused::AlreadyCancelled) => {
                Ok(back(&organised, "company-booking-cancelled"))
            }
            // Of a company only; an organiser gives a reason, and cancels also then.
            Err(CancelRefused::NoSuchBooking | CancelRefused::Begun | CancelRefused::Late) => {
                Err(Failure::NotFound)
            }
            Err(CancelRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

/// `POST …/claim`: the contact speaks for the company.
pub(crate) async fn confirm_claim(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        marketday_booking::confirm_claim(&app.store, &app.surroundings, person, booking.id)?;
        // A claim that ran out meanwhile is not confirmed, and the list says so.
        let booking = booking_of(&app, &organised, &path.1)?;
        if booking.state == BookingState::Confirmed {
            Ok(back(&organised, "claim-confirmed"))
        } else {
            Ok(see_other(&Links::organise_bookings(&organised.event.slug)))
        }
    })
    .await
}

/// `POST …/slides`: they have come.
pub(crate) async fn receive_slides(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        marketday_booking::receive_slides(&app.store, &app.surroundings, person, booking.id)?;
        Ok(back(&organised, "slides-received"))
    })
    .await
}

/// `POST …/slides/removal`: they have not.
pub(crate) async fn take_slides_back(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        marketday_booking::take_slides_back(&app.store, &app.surroundings, person, booking.id)?;
        Ok(back(&organised, "slides-taken-back"))
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    booking: &Booking,
    form: FormState,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (contact, slot) = app.read(|rx| {
        let contact = people::find(rx, booking.contact)?;
        Ok((contact, releases::find_slot_ever(rx, booking.slot)?))
    })?;
    let bookings_href = Links::organise_bookings(&event.slug);
    let page = OrganiserBookingCancellation {
        layout: organised
            .layout(app, "Cancel a booking")
            .crumb("Bookings", bookings_href.clone()),
        form,
        event: organised.header(app, Section::Bookings),
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        slot_text: slot.map_or_else(String::new, |slot| {
            format!("{}, {}", slot.stage_name, view::slot_time(event, &slot))
        }),
        contact_name: contact.map_or_else(|| "The contact".to_owned(), |person| person.name),
        action: Links::organise_booking_cancellation(&event.slug, &booking.id),
        back_href: bookings_href,
    };
    organised.form_page(app, &page.form, &page)
}
