//! The organisers' pages: planning a day, publishing it, and who comes.

mod cancellation;
mod event_form;
mod home;
mod overview;
mod people;
mod programme;
mod publication;
mod release;
mod session;
mod shift;
mod slots;

use crate::extract::organiser::Organised;
use crate::routes::read;
use actix_web::web::{ServiceConfig, resource};
use marketday_model::{Event, EventState};
use marketday_render::pages::organise::{EventHeader, People, Section};
use marketday_render::{Layout, Links, Tag, Tone, when};
use marketday_scheduling::Audience;

/// The table of this area's addresses.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/organise").route(read().to(home::show)))
        .service(
            resource("/organise/events/new")
                .route(read().to(event_form::new))
                .post(event_form::create),
        )
        .service(resource("/organise/events/{slug}").route(read().to(overview::show)))
        .service(
            resource("/organise/events/{slug}/details")
                .route(read().to(event_form::edit))
                .post(event_form::change),
        )
        .service(resource("/organise/events/{slug}/programme").route(read().to(programme::show)))
        .service(resource("/organise/events/{slug}/stages").post(programme::add_stage))
        .service(
            resource("/organise/events/{slug}/sessions/new")
                .route(read().to(session::new))
                .post(session::create),
        )
        .service(
            resource("/organise/events/{slug}/sessions/{id}")
                .route(read().to(session::edit))
                .post(session::change),
        )
        .service(resource("/organise/events/{slug}/sessions/{id}/removal").post(session::remove))
        .service(
            resource("/organise/events/{slug}/sessions/{id}/slots")
                .route(read().to(slots::show))
                .post(slots::make),
        )
        .service(resource("/organise/events/{slug}/slots/{id}/withdrawal").post(slots::withdraw))
        .service(
            resource("/organise/events/{slug}/publication")
                .route(read().to(publication::show))
                .post(publication::publish),
        )
        .service(
            resource("/organise/events/{slug}/release")
                .route(read().to(release::show))
                .post(release::make),
        )
        .service(
            resource("/organise/events/{slug}/shift")
                .route(read().to(shift::show))
                .post(shift::make),
        )
        .service(
            resource("/organise/events/{slug}/cancellation")
                .route(read().to(cancellation::show))
                .post(cancellation::cancel),
        )
        .service(resource("/organise/events/{slug}/bookings").route(read().to(people::bookings)))
        .service(
            resource("/organise/events/{slug}/bookings/{id}/cancellation")
                .route(read().to(people::ask_cancellation))
                .post(people::cancel),
        )
        .service(
            resource("/organise/events/{slug}/bookings/{id}/claim").post(people::confirm_claim),
        )
        .service(
            resource("/organise/events/{slug}/registrations")
                .route(read().to(people::registrations)),
        );
}

/// Where an event stands, as a label.
fn state_tag(event: &Event) -> Tag {
    match event.state {
        EventState::Draft => Tag::new("Draft", Tone::Quiet),
        EventState::Published => Tag::new("Published", Tone::Good),
        EventState::Postponed => Tag::new("Postponed", Tone::Warn),
        EventState::Cancelled => Tag::new("Cancelled", Tone::Bad),
        EventState::Completed => Tag::new("Over", Tone::Quiet),
    }
}

/// The head of a page about one event.
fn header(event: &Event, section: Section) -> EventHeader {
    let when_text = when::range(event.time.start(), event.time.end(), event.zone);
    let header = EventHeader::new(
        &event.slug,
        event.title.clone(),
        when_text,
        state_tag(event),
        section,
    );
    if event.is_public() {
        header.public(Links::event(&event.slug))
    } else {
        header
    }
}

/// The frame of a page about one event.
fn layout(app: &crate::App, organised: &Organised, title: &str) -> Layout {
    organised
        .visitor
        .layout(app, title)
        .crumb("Your events", Links::organise())
}

/// How many people a step is told to.
fn told(audience: Audience) -> People {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    People::new(count(audience.bookings), count(audience.delegates))
}

/// Where the rest of a stage is moved.
fn shift_path(event: &Event) -> String {
    format!("{}/shift", Links::organise_event(&event.slug))
}
