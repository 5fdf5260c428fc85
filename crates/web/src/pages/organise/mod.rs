//! The organisers' pages: an event's whole life, from the form that creates it to the list of who came.
//!
//! Every address below an event takes [`Organised`](crate::extract::organiser::Organised), which lets nobody else in.
//! To add a page: a file here, its row in [`configure`], and, if it is about one event, a head from [`frame`].

mod booking;
mod bookings;
mod cancellation;
mod details;
mod event_fields;
mod frame;
mod home;
mod moments;
mod new_event;
mod overview;
mod programme;
mod publication;
mod registrations;
mod release;
mod session;
mod session_fields;
mod shift;
mod shift_plan;
mod slot_plan;
mod slots;
mod unreleased;

use crate::routes::read;
use actix_web::Resource;
use actix_web::web::{ServiceConfig, resource};

/// The table of this area's addresses.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/organise").route(read().to(home::show)))
        .service(
            resource("/organise/events/new")
                .route(read().to(new_event::ask))
                .post(new_event::create),
        )
        .service(event("").route(read().to(overview::show)))
        .service(
            event("/details")
                .route(read().to(details::ask))
                .post(details::change),
        )
        .service(event("/programme").route(read().to(programme::show)))
        .service(event("/stages").post(programme::add_stage))
        .service(
            event("/sessions/new")
                .route(read().to(session::ask))
                .post(session::add),
        )
        .service(
            event("/sessions/{id}")
                .route(read().to(session::show))
                .post(session::change),
        )
        .service(event("/sessions/{id}/removal").post(session::remove))
        .service(
            event("/sessions/{id}/slots")
                .route(read().to(slots::ask))
                .post(slots::make),
        )
        .service(event("/slots/{id}/withdrawal").post(slots::withdraw))
        .service(
            event("/publication")
                .route(read().to(publication::ask))
                .post(publication::publish),
        )
        .service(
            event("/release")
                .route(read().to(release::ask))
                .post(release::release),
        )
        .service(
            event("/shift")
                .route(read().to(shift::ask))
                .post(shift::shift),
        )
        .service(
            event("/cancellation")
                .route(read().to(cancellation::ask))
                .post(cancellation::cancel),
        )
        .service(event("/bookings").route(read().to(bookings::show)))
        .service(
            event("/bookings/{booking}/cancellation")
                .route(read().to(booking::ask_cancellation))
                .post(booking::cancel),
        )
        .service(event("/bookings/{booking}/claim").post(booking::confirm_claim))
        .service(event("/registrations").route(read().to(registrations::show)));
}

/// An address below one event.
fn event(path: &str) -> Resource {
    resource(format!("/organise/events/{{slug}}{path}"))
}
