//! Adding, changing and removing a session.

use super::event_form::{range, twice};
use super::{header, layout};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_model::{Event, Session, SessionId, SessionKind, SlotId, StageId, TimeRange};
use marketday_render::pages::organise::{Section, SessionForm, SessionRemoval};
use marketday_render::{Choice, FormState, Links, when};
use marketday_scheduling::{SessionRefused, SessionText};
use marketday_store::{bookings, programme};
use std::collections::HashSet;

/// The session of an address, in the draft of the organised event.
pub(super) fn session_of(app: &App, event: &Event, id: &str) -> Result<Session, Failure> {
    let id: SessionId = id.parse().map_err(|_| Failure::NotFound)?;
    app.read(|rx| programme::find_session(rx, event.id, id))
        .and_then(found)
}

/// `GET /organise/events/{slug}/sessions/new`
pub(crate) async fn new(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let id: SessionId = app.surroundings.id();
        let form = FormState::new()
            .with("form_id", id.to_string())
            .with("kind", SessionKind::Pitch.as_str());
        page(&app, &organised, None, Fields::of(form))
    })
    .await
}

/// `GET /organise/events/{slug}/sessions/{id}`
pub(crate) async fn edit(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised.event, &path.1)?;
        let zone = organised.event.zone;
        let form = FormState::new()
            .with("title", session.title.clone())
            .with("kind", session.kind.as_str())
            .with(
                "stage",
                session.stage.map_or_else(String::new, |id| id.to_string()),
            )
            .with("start_time", when::time_value(session.time.start(), zone))
            .with("end_time", when::time_value(session.time.end(), zone))
            .with("description", session.description.clone());
        page(&app, &organised, Some(&session), Fields::of(form))
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    session: Option<&Session>,
    fields: Fields,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let stages = app.read(|rx| programme::list_stages(rx, event.id))?;
    let status = if fields.is_good() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = if session.is_some() {
        "Change a session"
    } else {
        "Add a session"
    };
    let page = SessionForm {
        layout: layout(app, organised, title)
            .crumb("Programme", Links::organise_programme(&event.slug)),
        twice: twice(&fields, event.zone),
        form: fields.form,
        event: header(event, Section::Programme),
        action: session.map_or_else(
            || Links::organise_new_session(&event.slug),
            |session| Links::organise_session(&event.slug, &session.id),
        ),
        kinds: SessionKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.as_str(), kind.name()))
            .collect(),
        stages: stages
            .into_iter()
            .map(|stage| Choice::new(stage.id.to_string(), stage.name))
            .collect(),
        date_text: when::date(event.time.start(), event.zone),
        slots_href: session
            .filter(|session| session.kind == SessionKind::Pitch)
            .map(|session| Links::organise_slots(&event.slug, &session.id)),
        removal: session
            .map(|session| removal(app, event, session))
            .transpose()?,
        waits_for_release: event.is_public(),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn removal(app: &App, event: &Event, session: &Session) -> Result<SessionRemoval, Failure> {
    let now = app.now();
    let (slots, live) = app.read(|rx| {
        let slots = programme::list_slots(rx, event.id)?;
        let live: HashSet<SlotId> = bookings::list_live(rx, event.id, now)?
            .into_iter()
            .map(|live| live.slot)
            .collect();
        Ok((slots, live))
    })?;
    let here = slots.iter().filter(|slot| slot.session == session.id);
    let (taken, open): (Vec<_>, Vec<_>) = here.partition(|slot| live.contains(&slot.id));
    Ok(SessionRemoval {
        action: format!(
            "{}/removal",
            Links::organise_session(&event.slug, &session.id)
        ),
        open_slots: u32::try_from(open.len()).unwrap_or(u32::MAX),
        bookings: u32::try_from(taken.len()).unwrap_or(u32::MAX),
    })
}

/// `POST /organise/events/{slug}/sessions/new`
pub(crate) async fn create(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let id: SessionId = fields
            .text("form_id")
            .parse()
            .unwrap_or_else(|_| app.surroundings.id());
        let Some(text) = read(&mut fields, event) else {
            return page(&app, &organised, None, fields);
        };
        match marketday_scheduling::add_session(
            &app.store,
            &app.surroundings,
            (event.id, id),
            person,
            text,
        ) {
            Ok(()) => Ok(see_other(&format!(
                "{}?done=session-saved",
                Links::organise_programme(&event.slug)
            ))),
            Err(refused) => {
                refuse(&mut fields, refused)?;
                page(&app, &organised, None, fields)
            }
        }
    })
    .await
}

/// `POST /organise/events/{slug}/sessions/{id}`
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let session = session_of(&app, event, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields, event) else {
            return page(&app, &organised, Some(&session), fields);
        };
        let place = (event.id, session.id);
        match marketday_scheduling::change_session(
            &app.store,
            &app.surroundings,
            place,
            person,
            text,
        ) {
            Ok(()) => Ok(see_other(&format!(
                "{}?done=session-saved",
                Links::organise_programme(&event.slug)
            ))),
            Err(refused) => {
                refuse(&mut fields, refused)?;
                page(&app, &organised, Some(&session), fields)
            }
        }
    })
    .await
}

/// `POST /organise/events/{slug}/sessions/{id}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let session = session_of(&app, event, &path.1)?;
        let place = (event.id, session.id);
        match marketday_scheduling::remove_session(&app.store, &app.surroundings, place, person) {
            Ok(()) => Ok(see_other(&format!(
                "{}?done=session-removed",
                Links::organise_programme(&event.slug)
            ))),
            Err(refused) => {
                let mut fields = Fields::of(FormState::new().with("title", session.title.clone()));
                refuse(&mut fields, refused)?;
                page(&app, &organised, Some(&session), fields)
            }
        }
    })
    .await
}

fn refuse(fields: &mut Fields, refused: SessionRefused) -> Result<(), Failure> {
    let field = match &refused {
        SessionRefused::NoSuchEvent | SessionRefused::NoSuchSession => {
            return Err(Failure::NotFound);
        }
        SessionRefused::NoSuchStage | SessionRefused::PitchNeedsStage => "stage",
        SessionRefused::OutsideDay => "start_time",
        SessionRefused::SlotsOutside { .. } => "end_time",
        SessionRefused::Over | SessionRefused::Booked { .. } => "title",
        SessionRefused::Store(_) => {
            let SessionRefused::Store(error) = refused else {
                return Ok(());
            };
            return Err(error.into());
        }
    };
    fields.form.push_error(field, refused.to_string());
    Ok(())
}

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
fn read(fields: &mut Fields, event: &Event) -> Option<SessionText> {
    let title = fields.line("title", "Title");
    let kind = fields.word("kind", "Choose what it is");
    let stage = match fields.text("stage") {
        "" => Some(None),
        _ => fields
            .word::<StageId>("stage", "Choose one of the stages of this event")
            .map(Some),
    };
    let time = times(fields, event);
    let description = fields.optional_prose("description", "Description");
    let text = SessionText {
        title: title?,
        description: description?,
        kind: kind?,
        stage: stage?,
        time: time?,
    };
    fields.is_good().then_some(text)
}

fn times(fields: &mut Fields, event: &Event) -> Option<TimeRange> {
    let date = event.time.start().with_timezone(&event.zone).date_naive();
    let start = fields.time("start_time", "Start");
    let end = fields.time("end_time", "End");
    let (start, end) = (start?, end?);
    let start = fields.instant("start_time", date, start, event.zone);
    let end = fields.instant("end_time", date, end, event.zone);
    range(fields, start?, end?)
}
