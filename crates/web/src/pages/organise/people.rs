//! Who pitches at an event and who comes, for its organisers.

use super::{header, layout};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_booking::{CancelRefused, CancelledBy};
use marketday_model::registration::Needs;
use marketday_model::{
    Booking, BookingId, BookingState, Claim, Event, Line, Person, PersonId, Registration,
};
use marketday_render::pages::organise::{
    BookingRow, EventBookings, EventRegistrations, OrganiserBookingCancellation, RegistrationRow,
    Section,
};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{bookings, people, registrations, releases};
use std::collections::{HashMap, HashSet};

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// `GET /organise/events/{slug}/bookings`
pub(crate) async fn bookings(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let filter = BookingFilter {
            event: Some(event.id),
            cancelled: true,
            ..BookingFilter::default()
        };
        let (booked, slots, contacts, all) = app.read(|rx| {
            let booked = bookings::list(rx, &filter)?;
            let slots =
                releases::find_slots_ever(rx, &booked.iter().map(|b| b.slot).collect::<Vec<_>>())?;
            let contacts = people::list(rx, &booked.iter().map(|b| b.contact).collect::<Vec<_>>())?;
            let all = releases::list_slots(rx, event.id, event.release)?.len();
            Ok((booked, slots, contacts, all))
        })?;
        let slots: HashMap<_, _> = slots.into_iter().map(|slot| (slot.slot.id, slot)).collect();
        let contacts: HashMap<PersonId, Person> = contacts
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        let live = || {
            booked
                .iter()
                .filter(|booking| booking.state == BookingState::Confirmed)
        };
        let mut placed: Vec<(&Booking, &ReleasedSlot)> = booked
            .iter()
            .filter_map(|booking| Some((booking, slots.get(&booking.slot)?)))
            .collect();
        placed.sort_by_key(|(_, slot)| (slot.slot.times.starts_at, slot.stage_position));
        let rows = placed
            .into_iter()
            .map(|(booking, slot)| row(event, booking, slot, contacts.get(&booking.contact)));
        let mut layout = layout(&app, &organised, "Bookings");
        layout.flash = flash;
        let page = EventBookings {
            layout,
            event: header(event, Section::Bookings),
            slots_booked: count(live().count()),
            slots: count(all),
            unconfirmed: count(
                live()
                    .filter(|booking| booking.claim == Claim::Unconfirmed)
                    .count(),
            ),
            bookings: rows.collect(),
        };
        Ok(organised.visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn row(
    event: &Event,
    booking: &Booking,
    slot: &ReleasedSlot,
    contact: Option<&Person>,
) -> BookingRow {
    let is_live = booking.state == BookingState::Confirmed;
    let is_claim = is_live && booking.claim == Claim::Unconfirmed;
    let path = format!("{}/{}", Links::organise_bookings(&event.slug), booking.id);
    BookingRow {
        times_text: view::slot_time(event, slot),
        stage: slot.stage_name.clone(),
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        contact_name: contact.map_or_else(String::new, |person| person.name.clone()),
        contact_email: contact.map_or_else(String::new, |person| person.email.to_string()),
        contact_phone: contact.and_then(|person| person.phone.clone()),
        presenter: booking
            .presenter_email
            .as_ref()
            .map(|email| format!("{}, {email}", booking.presenter_name)),
        state: match (is_live, is_claim) {
            (_, true) => Tag::new("Unconfirmed claim", Tone::Warn),
            (true, _) => Tag::new("Confirmed", Tone::Good),
            (false, _) => Tag::new("Cancelled", Tone::Bad),
        },
        unconfirmed_until: booking
            .claim_expires_at
            .filter(|_| is_claim)
            .map(|until| when::moment(until, event.zone)),
        confirm_action: is_claim.then(|| format!("{path}/claim")),
        cancel_href: is_live.then(|| format!("{path}/cancellation")),
    }
}

/// The booking of an address, if it is one of the organised event.
fn booking_of(app: &App, event: &Event, id: &str) -> Result<Booking, Failure> {
    let id: BookingId = id.parse().map_err(|_| Failure::NotFound)?;
    let booking = app.read(|rx| bookings::find(rx, id))?;
    found(booking.filter(|booking| booking.event == event.id))
}

/// `POST /organise/events/{slug}/bookings/{id}/claim`
pub(crate) async fn confirm_claim(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let booking = booking_of(&app, event, &path.1)?;
        let person = organised.signed_in.person.id;
        marketday_booking::confirm_claim(&app.store, &app.surroundings, person, booking.id)?;
        Ok(see_other(&format!(
            "{}?done=claim-confirmed",
            Links::organise_bookings(&event.slug)
        )))
    })
    .await
}

/// `GET /organise/events/{slug}/bookings/{id}/cancellation`
pub(crate) async fn ask_cancellation(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised.event, &path.1)?;
        cancellation_page(&app, &organised, &booking, FormState::new())
    })
    .await
}

fn cancellation_page(
    app: &App,
    organised: &Organised,
    booking: &Booking,
    form: FormState,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (slot, contact) = app.read(|rx| {
        Ok((
            releases::find_slot_ever(rx, booking.slot)?,
            people::find(rx, booking.contact)?,
        ))
    })?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let path = format!(
        "{}/{}/cancellation",
        Links::organise_bookings(&event.slug),
        booking.id
    );
    let page = OrganiserBookingCancellation {
        layout: layout(app, organised, "Cancel a booking")
            .crumb("Bookings", Links::organise_bookings(&event.slug)),
        form,
        event: header(event, Section::Bookings),
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        slot_text: slot.map_or_else(String::new, |s| {
            format!("{}, {}", s.stage_name, view::slot_time(event, &s))
        }),
        contact_name: contact.map_or_else(String::new, |person| person.name),
        action: path,
        back_href: Links::organise_bookings(&event.slug),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

/// `POST /organise/events/{slug}/bookings/{id}/cancellation`
pub(crate) async fn cancel(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let booking = booking_of(&app, event, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(reason) = fields.line("reason", "Reason") else {
            return cancellation_page(&app, &organised, &booking, fields.form);
        };
        let reason: Line<300> = reason;
        let by = CancelledBy::Organiser(organised.signed_in.person.id, reason.to_string());
        match marketday_booking::cancel(&app.store, &app.surroundings, booking.id, by) {
            Ok(()) | Err(CancelRefused::AlreadyCancelled) => {
                let back = Links::organise_bookings(&event.slug);
                Ok(see_other(&format!("{back}?done=company-booking-cancelled")))
            }
            Err(CancelRefused::NoSuchBooking) => Err(Failure::NotFound),
            Err(CancelRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

/// `GET /organise/events/{slug}/registrations`
pub(crate) async fn registrations(
    app: web::Data<App>,
    organised: Organised,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let (delegates, needs, known) = app.read(|rx| {
            let delegates = registrations::list_confirmed(rx, event.id)?;
            let needs = registrations::list_needs(rx, event.id)?;
            let known = people::list(rx, &delegates.iter().map(|r| r.person).collect::<Vec<_>>())?;
            Ok((delegates, needs, known))
        })?;
        let needs: HashMap<_, Needs> = needs.into_iter().collect();
        let known: HashMap<PersonId, Person> = known
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        let organisations: HashSet<&str> = delegates
            .iter()
            .map(|delegate| delegate.organisation.as_str())
            .collect();
        let page = EventRegistrations {
            layout: layout(&app, &organised, "Registrations"),
            event: header(event, Section::Registrations),
            registered: count(delegates.len()),
            capacity: event.capacity,
            organisations: count(organisations.len()),
            with_access_needs: count(
                needs
                    .values()
                    .filter(|needs| !needs.access.is_empty())
                    .count(),
            ),
            with_dietary_needs: count(
                needs
                    .values()
                    .filter(|needs| !needs.dietary.is_empty())
                    .count(),
            ),
            registrations: delegates
                .iter()
                .map(|delegate| {
                    delegate_row(
                        event,
                        delegate,
                        needs.get(&delegate.id),
                        known.get(&delegate.person),
                    )
                })
                .collect(),
        };
        Ok(organised.visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn delegate_row(
    event: &Event,
    delegate: &Registration,
    needs: Option<&Needs>,
    person: Option<&Person>,
) -> RegistrationRow {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    RegistrationRow {
        name: delegate.name.clone(),
        email: person.map_or_else(String::new, |person| person.email.to_string()),
        organisation: delegate.organisation.clone(),
        role: delegate.role.clone(),
        themes: view::theme_names(&delegate.themes),
        access_needs: needs.and_then(|needs| filled(&needs.access)),
        dietary_needs: needs.and_then(|needs| filled(&needs.dietary)),
        registered_text: when::date(delegate.confirmed_at, event.zone),
    }
}
