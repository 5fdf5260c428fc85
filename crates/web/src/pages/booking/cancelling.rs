//! `/bookings/{id}/cancellation`: cancelling a booking, or asking the organiser when it is late for that.

use super::booked::{Mine, is_live, mine};
use super::form::{Slotted, slot_layout};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_booking::{
    CancelRefused, CancelledBy, LateRefused, ask_late_cancellation, withdraw_late_cancellation,
};
use marketday_model::late_cancellation::cut_off;
use marketday_model::{Booking, Instant, LateCancellation, LateState, PersonId, Prose};
use marketday_render::pages::bookings::{BookingCancellation, LateNote};
use marketday_render::{FormState, Links, when};
use marketday_store::{booking_rules, late_cancellations};

/// Since when a company does not cancel by itself any more, if that is so by now.
fn late_since(app: &App, slotted: &Slotted) -> Result<Option<Instant>, Failure> {
    let rules = app.read(|rx| booking_rules::find(rx, slotted.event.id))?;
    let cut_off = cut_off(&rules, slotted.slot.slot.times.starts_at);
    Ok((cut_off <= app.now()).then_some(cut_off))
}

/// The newest request of a booking to cancel it late, and whether it waits.
fn request_of(
    app: &App,
    booking: &Booking,
    slotted: &Slotted,
) -> Result<Option<(LateCancellation, bool)>, Failure> {
    let request = app.read(|rx| late_cancellations::find_latest(rx, booking.id))?;
    let starts_at = slotted.slot.slot.times.starts_at;
    Ok(request.map(|request| {
        let is_open = request.is_open(booking, starts_at, app.now());
        (request, is_open)
    }))
}

/// Where a request to cancel late stands, as the page of its booking says it.
pub(super) fn late_note(
    app: &App,
    booking: &Booking,
    slotted: &Slotted,
) -> Result<Option<LateNote>, Failure> {
    let zone = slotted.event.zone;
    let Some((request, is_open)) = request_of(app, booking, slotted)? else {
        return Ok(None);
    };
    let asked_text = when::moment(request.asked_at, zone);
    let text = match request.state {
        LateState::Asked if is_open => format!(
            "At {asked_text} the organiser was asked to cancel this booking. It stands until they decide."
        ),
        LateState::Asked | LateState::Lapsed => format!(
            "At {asked_text} the organiser was asked to cancel this booking, and had not answered when the pitch began."
        ),
        LateState::Refused => format!(
            "The organiser has not agreed to cancel this booking: {}",
            request.answer
        ),
        LateState::Accepted | LateState::Withdrawn => return Ok(None),
    };
    Ok(Some(LateNote {
        text,
        withdraw_action: is_open.then(|| Links::booking_cancellation_withdrawal(&booking.id)),
    }))
}

/// `GET /bookings/{id}/cancellation`: asks once.
pub(crate) async fn ask_cancellation(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mine = mine(&app, &visitor, &path)?;
        page(&app, &visitor, &mine, FormState::new())
    })
    .await
}

fn page(app: &App, visitor: &Visitor, mine: &Mine, form: FormState) -> Result<Reply, Failure> {
    let (booking, slotted) = (&mine.booking, &mine.slotted);
    let waits = request_of(app, booking, slotted)?.is_some_and(|(_, is_open)| is_open);
    if waits || !is_live(app, booking, slotted) {
        return Ok(see_other(&Links::booking(&booking.id)));
    }
    let late_since = late_since(app, slotted)?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = if late_since.is_some() {
        "Ask the organiser to cancel"
    } else {
        "Cancel your booking"
    };
    let page = BookingCancellation {
        layout: slot_layout(app, visitor, slotted, title),
        form,
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        pitch_title: booking.pitch.title.clone(),
        late_since: late_since.map(|at| when::moment(at, slotted.event.zone)),
        action: Links::booking_cancellation(&booking.id),
        back_href: Links::booking(&booking.id),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST /bookings/{id}/cancellation`: gives the slot back, or asks the organiser.
pub(crate) async fn cancel(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mine = mine(&app, &visitor, &path)?;
        let person = visitor.required()?.person.id;
        let path = Links::booking(&mine.booking.id);
        let by = CancelledBy::Company(person);
        match marketday_booking::cancel(&app.store, &app.surroundings, mine.booking.id, by) {
            Ok(()) | Err(CancelRefused::AlreadyCancelled) => {
                Ok(see_other(&format!("{path}?done=booking-cancelled")))
            }
            Err(CancelRefused::Late) => asks(&app, &visitor, &mine, (person, form)),
            Err(CancelRefused::Begun) => Ok(see_other(&path)),
            Err(CancelRefused::NoSuchBooking) => Err(Failure::NotFound),
            Err(CancelRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

/// Asks the organiser.
fn asks(
    app: &App,
    visitor: &Visitor,
    mine: &Mine,
    (person, form): (PersonId, FormState),
) -> Result<Reply, Failure> {
    let mut fields = Fields::of(form);
    let reason: Option<Prose<1000>> = fields.prose("reason", "The reason");
    let Some(reason) = reason else {
        return page(app, visitor, mine, fields.form);
    };
    let id = mine.booking.id;
    let path = Links::booking(&id);
    match ask_late_cancellation(&app.store, &app.surroundings, person, (id, reason)) {
        Ok(_) => Ok(see_other(&format!("{path}?done=cancellation-asked"))),
        Err(LateRefused::Store(error)) => Err(error.into()),
        // Its page says how it stands.
        Err(_) => Ok(see_other(&path)),
    }
}

/// `POST /bookings/{id}/cancellation/withdrawal`: takes the request back.
pub(crate) async fn withdraw(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let mine = mine(&app, &visitor, &path)?;
        let path = Links::booking(&mine.booking.id);
        let person = visitor.required()?.person.id;
        let Some((request, true)) = request_of(&app, &mine.booking, &mine.slotted)? else {
            return Ok(see_other(&path));
        };
        let (store, surroundings) = (&app.store, &app.surroundings);
        let state = withdraw_late_cancellation(store, surroundings, person, request.id)?;
        Ok(see_other(&if state == LateState::Withdrawn {
            format!("{path}?done=cancellation-withdrawn")
        } else {
            path
        }))
    })
    .await
}
