//! `/bookings/{id}`: what was booked, and changing its pitch.

use super::cancelling::late_note;
use super::contact::can_hand_over;
use super::form::{Slotted, pitch, presenter, slot_layout, slotted};
use super::slides::of_booking;
use super::swapping::{can_swap, waiting_swaps};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_booking::{ChangeRefused, find_ban};
use marketday_model::event::WindowState;
use marketday_model::{Booking, BookingId, BookingState, Claim, permission};
use marketday_render::pages::bookings::{BookingPage, PitchChange};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_store::{bookings, no_shows, people};

/// A booking of this visitor, with its slot and who is told of it.
pub(super) struct Mine {
    pub(super) booking: Booking,
    pub(super) slotted: Slotted,
    pub(super) contact_text: String,
}

pub(super) fn mine(app: &App, visitor: &Visitor, path: &str) -> Result<Mine, Failure> {
    let id: BookingId = path.parse().map_err(|_| Failure::NotFound)?;
    let actor = &visitor.required()?.actor;
    app.read(|rx| {
        let Some(booking) = bookings::find(rx, id)? else {
            return Ok(None);
        };
        if !permission::may_change_booking(actor, &booking) {
            return Ok(None);
        }
        let Some(slotted) = slotted(rx, booking.slot)? else {
            return Ok(None);
        };
        let contact = people::find(rx, booking.contact)?;
        let contact_text = contact.map_or_else(String::new, |person| {
            format!("{}, {}", person.name, person.email)
        });
        Ok(Some(Mine {
            booking,
            slotted,
            contact_text,
        }))
    })
    .and_then(found)
}

/// `GET /bookings/{id}`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let mine = mine(&app, &visitor, &path)?;
        let html = page(&app, &visitor, &mine, typed(&mine.booking), flash)?;
        Ok(visitor.page(&app, html))
    })
    .await
}

/// Whether a booking can still be changed and cancelled: until its pitch begins.
pub(super) fn is_live(app: &App, booking: &Booking, slotted: &Slotted) -> bool {
    booking.state == BookingState::Confirmed && app.now() < slotted.slot.slot.times.starts_at
}

fn typed(booking: &Booking) -> FormState {
    let form = FormState::new()
        .with("pitch_title", booking.pitch.title.clone())
        .with("pitch_summary", booking.pitch.summary.clone());
    let form = match &booking.presenter_email {
        None => form,
        Some(email) => form
            .with("presenter_name", booking.presenter_name.clone())
            .with("presenter_email", email.clone()),
    };
    booking
        .pitch
        .themes
        .iter()
        .fold(form, |form, theme| form.with("themes", theme.as_str()))
}

fn page(
    app: &App,
    visitor: &Visitor,
    mine: &Mine,
    form: FormState,
    flash: Option<String>,
) -> Result<String, Failure> {
    let Mine {
        booking,
        slotted,
        contact_text,
    } = mine;
    let is_live = is_live(app, booking, slotted);
    let actor = &visitor.required()?.actor;
    let mut layout = slot_layout(app, visitor, slotted, "Your pitch slot");
    layout.flash = flash;
    let late = late_note(app, booking, slotted)?;
    let waits = late
        .as_ref()
        .is_some_and(|late| late.withdraw_action.is_some());
    let page = BookingPage {
        layout,
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        tag: tag(booking),
        company: booking.company_name.clone(),
        contact_text: contact_text.clone(),
        presenter_text: booking.presenter_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        pitch_summary: booking.pitch.summary.clone(),
        themes: view::theme_names(&booking.pitch.themes),
        note: note(booking, slotted),
        slides: of_booking(app, booking, slotted)?,
        change: is_live.then(|| PitchChange {
            action: Links::booking(&booking.id),
            themes: view::theme_choices(),
        }),
        form,
        move_href: (is_live && slotted.event.booking_state(app.now()) == WindowState::Open)
            .then(|| Links::booking_move(&booking.id)),
        swap_href: can_swap(app, booking, slotted).then(|| Links::booking_swap(&booking.id)),
        swaps: waiting_swaps(app, booking)?,
        contact_href: (can_hand_over(app, mine) && permission::may_hand_over(actor, booking))
            .then(|| Links::booking_contact(&booking.id)),
        cancel_href: (is_live && !waits).then(|| Links::booking_cancellation(&booking.id)),
        late,
        no_show_text: no_show_text(app, booking, slotted)?,
        claim_href: (booking.is_claim_open() && permission::may_settle_claim(actor, booking))
            .then(|| Links::booking_claim(&booking.id)),
        attendees_href: (booking.state == BookingState::Confirmed
            && booking.claim == Claim::Settled)
            .then(|| Links::attendees(&slotted.event.slug)),
    };
    app.html(&page)
}

/// That nobody appeared for a booking, and what follows.
fn no_show_text(
    app: &App,
    booking: &Booking,
    slotted: &Slotted,
) -> Result<Option<String>, Failure> {
    let (event, now) = (&slotted.event, app.now());
    if now < slotted.slot.slot.times.starts_at {
        return Ok(None);
    }
    app.read(|rx| {
        if !no_shows::is_noted(rx, booking.id)? {
            return Ok(None);
        }
        let ban = find_ban(rx, booking.company, event.organiser, now)?;
        let follows = ban.map_or_else(String::new, |ban| {
            format!(
                " By its rules {} cannot book at days of {} until {}.",
                booking.company_name, ban.organiser, ban.until_text
            )
        });
        Ok(Some(format!(
            "The organiser has noted that nobody appeared for this pitch.{follows} If that is wrong, write to {}.",
            event.contact_email
        )))
    })
}

fn tag(booking: &Booking) -> Tag {
    match (booking.state, booking.claim) {
        (BookingState::Confirmed, Claim::Settled) => Tag::new("Confirmed", Tone::Good),
        (BookingState::Confirmed, Claim::Unconfirmed) => Tag::new("Unconfirmed", Tone::Warn),
        _ => Tag::new("Cancelled", Tone::Bad),
    }
}

fn note(booking: &Booking, slotted: &Slotted) -> Option<String> {
    match (booking.state, booking.claim_expires_at) {
        (BookingState::Confirmed, Some(until)) => Some(format!(
            "{} is known to us already. Somebody there, or the organiser, must confirm by {} that you speak for it; \
             otherwise the slot is freed.",
            booking.company_name,
            when::moment(until, slotted.event.zone)
        )),
        (BookingState::Cancelled, _) => Some(booking.cancel_reason.as_ref().map_or_else(
            || "This booking was cancelled.".to_owned(),
            |reason| format!("This booking was cancelled: {reason}."),
        )),
        _ => None,
    }
}

/// `POST /bookings/{id}`: another text for the pitch.
pub(crate) async fn change(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mine = mine(&app, &visitor, &path)?;
        let mut fields = Fields::of(form);
        let presenter = presenter(&mut fields);
        let text = pitch(&mut fields);
        let mut form = fields.form;
        if let (Some(text), false) = (text, form.has_errors()) {
            let person = visitor.required()?.person.id;
            match marketday_booking::change_pitch(
                &app.store,
                &app.surroundings,
                person,
                mine.booking.id,
                (text, presenter),
            ) {
                Ok(()) => {
                    return Ok(see_other(&format!(
                        "{}?done=pitch-changed",
                        Links::booking(&mine.booking.id)
                    )));
                }
                Err(ChangeRefused::Store(error)) => return Err(error.into()),
                // Its page has no form any more.
                Err(ChangeRefused::Begun) => {
                    return Ok(see_other(&Links::booking(&mine.booking.id)));
                }
                Err(refused @ ChangeRefused::PresenterBusy) => {
                    form.push_error("presenter_name", refused.to_string());
                }
                Err(refused) => form.push_error("pitch_title", refused.to_string()),
            }
        }
        let html = page(&app, &visitor, &mine, form, None)?;
        Ok(visitor.page_with_status(&app, StatusCode::UNPROCESSABLE_ENTITY, html))
    })
    .await
}
