//! `/bookings/{id}/move`: another slot for a booking.

use super::booked::{Mine, is_live, mine};
use super::form::slot_layout;
use super::picks::{move_refusal, slot_groups};
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
use marketday_booking::{MoveRefused, MoveRequest, MovedBy};
use marketday_model::event::WindowState;
use marketday_model::{SlotId, SlotMode};
use marketday_places::untaken_slots;
use marketday_render::pages::moves::{BookingMove, MoveRefusal};
use marketday_render::{FormState, Links};

/// `GET`: the free slots, each a button.
pub(crate) async fn ask(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mine = mine(&app, &visitor, &path)?;
        if !is_live(&app, &mine.booking, &mine.slotted) {
            return Ok(see_other(&Links::booking(&mine.booking.id)));
        }
        page(&app, &visitor, &mine, FormState::new(), None)
    })
    .await
}

/// `POST`: moves it there.
pub(crate) async fn move_booking(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mine = mine(&app, &visitor, &path)?;
        let back = Links::booking(&mine.booking.id);
        let mut fields = Fields::of(form);
        let to: Option<SlotId> = fields.word("to", "Choose a free slot");
        let Some(to) = to else {
            return page(&app, &visitor, &mine, fields.form, None);
        };
        let request = MoveRequest {
            booking: mine.booking.id,
            to,
            by: MovedBy::Company(visitor.required()?.person.id),
            browser: visitor.browser(),
        };
        match marketday_booking::move_booking(&app.store, &app.surroundings, request) {
            Ok(()) => Ok(see_other(&format!("{back}?done=booking-moved"))),
            // Its page says how it stands.
            Err(MoveRefused::NotConfirmed | MoveRefused::Begun) => Ok(see_other(&back)),
            Err(refused) => {
                let refused = move_refusal(&app, &mine.slotted.event, to, refused)?;
                page(&app, &visitor, &mine, FormState::new(), Some(refused))
            }
        }
    })
    .await
}

fn page(
    app: &App,
    visitor: &Visitor,
    mine: &Mine,
    form: FormState,
    refused: Option<(StatusCode, MoveRefusal)>,
) -> Result<Reply, Failure> {
    let Mine {
        booking, slotted, ..
    } = mine;
    let (event, now) = (&slotted.event, app.now());
    let state = event.booking_state(now);
    let mut free = Vec::new();
    if state == WindowState::Open {
        free = app.read(|rx| untaken_slots(rx, event, &visitor.browser(), now))?;
        free.retain(|slot| slotted.rules.offers(slot.slot.mode, now));
    }
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None if form.has_errors() => (StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (StatusCode::OK, None),
    };
    let page = BookingMove {
        layout: slot_layout(app, visitor, slotted, "Move your booking")
            .crumb("Your booking", Links::booking(&booking.id)),
        form,
        slot: view::slot_facts(event, &slotted.slot, &slotted.session),
        pitch_title: booking.pitch.title.clone(),
        refused,
        groups: slot_groups(event, free, SlotMode::HeldBack.name()),
        closed_text: (state != WindowState::Open)
            .then(|| view::window_text("Booking", &event.booking, state, event)),
        action: Links::booking_move(&booking.id),
        back_href: Links::booking(&booking.id),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}
