//! `…/sessions/{id}/note` and `…/bookings/{booking}/note`: what those who run the day are to know of it.

use super::booking::{back, booking_of};
use super::session::session_of;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_booking::note_booking;
use marketday_model::{Booking, Prose, Session};
use marketday_render::pages::organise::{RunNote, Section};
use marketday_render::{FormState, Links};
use marketday_scheduling::note_session;
use marketday_store::run_notes;

/// `GET …/sessions/{id}/note`
pub(crate) async fn of_session(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        let note = app.read(|rx| run_notes::find_of_session(rx, session.id))?;
        session_page(
            &app,
            &organised,
            &session,
            FormState::new().with("note", note),
        )
    })
    .await
}

/// `POST …/sessions/{id}/note`
pub(crate) async fn set_of_session(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields) else {
            return session_page(&app, &organised, &session, fields.form);
        };
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let ids = (event.id, session.id);
        if !note_session(&app.store, &app.surroundings, ids, person, text)? {
            return Err(Failure::NotFound);
        }
        let path = Links::organise_programme(&event.slug);
        Ok(see_other(&format!("{path}?done=note-saved")))
    })
    .await
}

/// `GET …/bookings/{booking}/note`
pub(crate) async fn of_booking(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let note = app.read(|rx| run_notes::find_of_booking(rx, booking.id))?;
        booking_page(
            &app,
            &organised,
            &booking,
            FormState::new().with("note", note),
        )
    })
    .await
}

/// `POST …/bookings/{booking}/note`
pub(crate) async fn set_of_booking(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let booking = booking_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields) else {
            return booking_page(&app, &organised, &booking, fields.form);
        };
        let person = organised.signed_in.person.id;
        note_booking(&app.store, &app.surroundings, person, (booking.id, text))?;
        Ok(back(&organised, "note-saved"))
    })
    .await
}

fn read(fields: &mut Fields) -> Option<Prose<1000>> {
    let note = fields.optional_prose("note", "The note");
    note.filter(|_| fields.is_good())
}

fn session_page(
    app: &App,
    organised: &Organised,
    session: &Session,
    form: FormState,
) -> Result<Reply, Failure> {
    let slug = &organised.event.slug;
    let back_href = Links::organise_programme(slug);
    let page = RunNote {
        layout: organised
            .layout(app, "Note for the run sheet")
            .crumb("Programme", back_href.clone()),
        form,
        event: organised.header(app, Section::Programme),
        on: session.title.clone(),
        is_booking: false,
        action: Links::organise_session_note(slug, &session.id),
        back_href,
    };
    organised.form_page(app, &page.form, &page)
}

fn booking_page(
    app: &App,
    organised: &Organised,
    booking: &Booking,
    form: FormState,
) -> Result<Reply, Failure> {
    let slug = &organised.event.slug;
    let back_href = Links::organise_bookings(slug);
    let page = RunNote {
        layout: organised
            .layout(app, "Note for the run sheet")
            .crumb("Bookings", back_href.clone()),
        form,
        event: organised.header(app, Section::Bookings),
        on: booking.company_name.clone(),
        is_booking: true,
        action: Links::organise_booking_note(slug, &booking.id),
        back_href,
    };
    organised.form_page(app, &page.form, &page)
}
