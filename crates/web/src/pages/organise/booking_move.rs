//! `…/bookings/{booking}/move`: an organiser gives a booking another slot.

use super::booking::{back, booking_of};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::booking::picks::{move_refusal, slot_groups};
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_booking::{MoveRefused, MoveRequest, MovedBy, rules_against_move};
use marketday_model::booking::Refusing;
use marketday_model::{Booking, BookingState, Prose, SlotId, SlotMode};
use marketday_places::untaken_slots;
use marketday_render::pages::moves::MoveRefusal;
use marketday_render::pages::organise::{OrganiserBookingMove, Section};
use marketday_render::{FormState, Links};
use marketday_store::{people, releases};

/// `GET`: the free slots of any mode, each a button, and why.
pub(crate) async fn ask(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        if booking.state != BookingState::Confirmed {
            return Ok(see_other(&Links::organise_bookings(&organised.event.slug)));
        }
        page(&app, &organised, &booking, FormState::new(), None)
    })
    .await
}

/// `POST`: moves it there.
pub(crate) async fn move_booking(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let reason: Option<Prose<1000>> = fields.prose("reason", "The reason");
        let to: Option<SlotId> = fields.word("to", "Choose a free slot");
        let (Some(reason), Some(to)) = (reason, to) else {
            return page(&app, &organised, &booking, fields.form, None);
        };
        let by = MovedBy::Organiser(organised.signed_in.person.id, reason.to_string());
        let request = MoveRequest {
            booking: booking.id,
            to,
            by,
            browser: organised.visitor.browser(),
        };
        match marketday_booking::move_booking(&app.store, &app.surroundings, request) {
            Ok(()) => Ok(back(&organised, "company-booking-moved")),
            Err(MoveRefused::NotConfirmed | MoveRefused::Begun) => {
                Ok(see_other(&Links::organise_bookings(&organised.event.slug)))
            }
            Err(refused) => {
                let refused = move_refusal(&app, &organised.event, to, refused)?;
                let form = fields.form.without("to");
                page(&app, &organised, &booking, form, Some(refused))
            }
        }
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    booking: &Booking,
    form: FormState,
    refused: Option<(StatusCode, MoveRefusal)>,
) -> Result<Reply, Failure> {
    let (event, browser) = (&organised.event, organised.visitor.browser());
    let now = app.now();
    let (contact, slot, free, against) = app.read(|rx| {
        let contact = people::find(rx, booking.contact)?;
        let slot = releases::find_slot_ever(rx, booking.slot)?;
        let free = untaken_slots(rx, event, &browser, now)?;
        let mode = SlotMode::HeldBack;
        let against = rules_against_move(rx, event, booking, mode, now)?;
        Ok((contact, slot, free, against))
    })?;
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None if form.has_errors() => (StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (StatusCode::OK, None),
    };
    // What is only against a held-back slot is said beside each of them.
    let (beside, always): (Vec<Refusing>, Vec<Refusing>) = against
        .into_iter()
        .partition(|rule| *rule == Refusing::HeldBack);
    let held_back = if beside.is_empty() {
        SlotMode::HeldBack.name()
    } else {
        "Held back, not for this company"
    };
    let bookings_href = Links::organise_bookings(&event.slug);
    let page = OrganiserBookingMove {
        layout: organised
            .layout(app, "Move a booking")
            .crumb("Bookings", bookings_href.clone()),
        form,
        event: organised.header(app, Section::Bookings),
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        slot_text: slot.map_or_else(String::new, |slot| {
            format!("{}, {}", slot.stage_name, view::slot_time(event, &slot))
        }),
        contact_name: contact.map_or_else(|| "The contact".to_owned(), |person| person.name),
        against: always.iter().map(|rule| rule.text().to_owned()).collect(),
        refused,
        groups: slot_groups(event, free, held_back),
        action: Links::organise_booking_move(&event.slug, &booking.id),
        back_href: bookings_href,
    };
    let html = app.html(&page)?;
    Ok(organised.visitor.page_with_status(app, status, html))
}
