//! `…/bookings/{booking}/late-cancellation`: a company asks to cancel late; and `…/no-show`: nobody appeared.

use super::booking::{back, booking_of};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::web;
use marketday_booking::{accept_late_cancellation, refuse_late_cancellation};
use marketday_model::{Booking, LateCancellation, LateState, Prose};
use marketday_render::pages::organise::{LateDecision, Section};
use marketday_render::{FormState, Links, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{late_cancellations, releases};

/// The request of a booking that waits, with its slot; none if there is none any more.
fn waiting(
    app: &App,
    booking: &Booking,
) -> Result<Option<(LateCancellation, ReleasedSlot)>, Failure> {
    let now = app.now();
    app.read(|rx| {
        let request = late_cancellations::find_latest(rx, booking.id)?;
        let slot = releases::find_slot_ever(rx, booking.slot)?;
        Ok(request
            .zip(slot)
            .filter(|(request, slot)| request.is_open(booking, slot.slot.times.starts_at, now)))
    })
}

/// `GET …/late-cancellation`: why, and two buttons.
pub(crate) async fn ask(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        page(&app, &organised, &booking, FormState::new())
    })
    .await
}

/// `POST …/late-cancellation`: accepts or refuses. What was decided or taken back meanwhile stays so.
pub(crate) async fn decide(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let Some((request, _)) = waiting(&app, &booking)? else {
            return Ok(see_other(&Links::organise_bookings(&organised.event.slug)));
        };
        let person = organised.signed_in.person.id;
        let (store, surroundings) = (&app.store, &app.surroundings);
        let mut fields = Fields::of(posted.form);
        let state = match fields.form.value("decision") {
            Some("accept") => accept_late_cancellation(store, surroundings, person, request.id)?,
            Some("refuse") => {
                let answer: Option<Prose<1000>> =
                    fields.prose("answer", "What you say to the company");
                let Some(answer) = answer else {
                    return page(&app, &organised, &booking, fields.form);
                };
                refuse_late_cancellation(store, surroundings, person, (request.id, answer))?
            }
            _ => {
                let form = fields.form.error("answer", "Choose whether to accept");
                return page(&app, &organised, &booking, form);
            }
        };
        Ok(match state {
            LateState::Accepted => back(&organised, "company-booking-cancelled"),
            LateState::Refused => back(&organised, "cancellation-refused"),
            _ => see_other(&Links::organise_bookings(&organised.event.slug)),
        })
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
    let bookings_href = Links::organise_bookings(&event.slug);
    let Some((request, slot)) = waiting(app, booking)? else {
        return Ok(see_other(&bookings_href));
    };
    let page = LateDecision {
        layout: organised
            .layout(app, "A company asks to cancel late")
            .crumb("Bookings", bookings_href.clone()),
        form,
        event: organised.header(app, Section::Bookings),
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        slot_text: format!("{}, {}", slot.stage_name, view::slot_time(event, &slot)),
        asked_text: when::moment(request.asked_at, event.zone),
        reason: request.reason,
        action: Links::organise_booking_late(&event.slug, &booking.id),
        back_href: bookings_href,
    };
    organised.form_page(app, &page.form, &page)
}

/// `POST …/no-show`: nobody appeared.
pub(crate) async fn note_no_show(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        let is_new =
            marketday_booking::note_no_show(&app.store, &app.surroundings, person, booking.id)?;
        Ok(if is_new {
            back(&organised, "no-show-noted")
        } else {
            see_other(&Links::organise_bookings(&organised.event.slug))
        })
    })
    .await
}

/// `POST …/no-show/removal`: somebody did after all.
pub(crate) async fn take_no_show_back(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        let (store, surroundings) = (&app.store, &app.surroundings);
        let was_noted =
            marketday_booking::take_no_show_back(store, surroundings, person, booking.id)?;
        Ok(if was_noted {
            back(&organised, "no-show-taken-back")
        } else {
            see_other(&Links::organise_bookings(&organised.event.slug))
        })
    })
    .await
}
