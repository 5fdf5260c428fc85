//! `/bookings/{id}/claim`: a member of the company says whether a booking was made for it.

use super::booked::{Mine, mine};
use super::form::slot_layout;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_model::permission;
use marketday_render::pages::bookings::BookingClaim;
use marketday_render::{FormState, Links, when};
use marketday_store::people;

/// The booking of an address, for those who may answer its claim.
fn asked(app: &App, visitor: &Visitor, path: &str) -> Result<Mine, Failure> {
    let mine = mine(app, visitor, path)?;
    if permission::may_settle_claim(&visitor.required()?.actor, &mine.booking) {
        Ok(mine)
    } else {
        Err(Failure::NotFound)
    }
}

fn page(app: &App, visitor: &Visitor, mine: &Mine, form: FormState) -> Result<Reply, Failure> {
    let Mine {
        booking, slotted, ..
    } = mine;
    let (true, Some(until)) = (booking.is_claim_open(), booking.claim_expires_at) else {
        return Ok(see_other(&Links::booking(&booking.id)));
    };
    let contact = app.read(|rx| people::find(rx, booking.contact))?;
    let contact = contact.ok_or(Failure::NotFound)?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = BookingClaim {
        layout: slot_layout(app, visitor, slotted, "Confirm or refuse a booking")
            .crumb("Booking", Links::booking(&booking.id)),
        form,
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        company: booking.company_name.clone(),
        contact_name: contact.name,
        contact_email: contact.email.to_string(),
        pitch_title: booking.pitch.title.clone(),
        until_text: when::moment(until, slotted.event.zone),
        action: Links::booking_claim(&booking.id),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `GET`: who booked, and two buttons.
pub(crate) async fn ask(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mine = asked(&app, &visitor, &path)?;
        page(&app, &visitor, &mine, FormState::new())
    })
    .await
}

/// `POST`: confirms or refuses. An answer to what was answered meanwhile changes nothing and leads to the booking.
pub(crate) async fn answer(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, mut form } = posted;
        let mine = asked(&app, &visitor, &path)?;
        let (person, id) = (visitor.required()?.person.id, mine.booking.id);
        let (store, surroundings) = (&app.store, &app.surroundings);
        let (is_done, done) = match form.value("answer") {
            Some("yes") => (
                marketday_booking::confirm_claim(store, surroundings, person, id)?,
                "claim-confirmed",
            ),
            Some("no") => (
                marketday_booking::refuse_claim(store, surroundings, person, id)?,
                "claim-refused",
            ),
            _ => {
                form.push_error("answer", "Choose whether to confirm the booking");
                return page(&app, &visitor, &mine, form);
            }
        };
        let path = Links::booking(&id);
        Ok(see_other(&if is_done {
            format!("{path}?done={done}")
        } else {
            path
        }))
    })
    .await
}
