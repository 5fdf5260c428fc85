//! `/organise/events/{slug}/sessions/…`: adding a session to the plan, changing it, removing it.

use super::frame::{figure, is_live};
use super::moments::questions;
use super::session_fields::{day_choices, field_of, is_same, kinds, read, stage_choices, typed};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{Days, Event, Session, SessionId, SessionKind, SlotId, Stage};
use marketday_render::pages::organise::{SavedFact, Section, SessionForm, SessionRemoval};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{
    SessionRefused, SessionText, add_session, change_session, remove_session,
};
use marketday_store::{bookings, programme};
use std::collections::{HashMap, HashSet};

/// What an address may fill in of a new session.
const PLACE: [&str; 6] = [
    "stage",
    "day",
    "start_time",
    "start_time_fold",
    "end_time",
    "end_time_fold",
];

/// `GET …/new`: the form, under the id that the session will have; empty but for what the address says of its place.
pub(crate) async fn ask(
    app: web::Data<App>,
    organised: Organised,
    asked: web::Query<HashMap<String, String>>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let id: SessionId = app.surroundings.id();
        let form = FormState::new()
            .with("form_id", id.to_string())
            .with("kind", SessionKind::Pitch.as_str());
        let asked = PLACE.iter().filter_map(|name| asked.get_key_value(*name));
        let form = asked.fold(form, |form, (name, value)| form.with(name, value.clone()));
        page(&app, &organised, None, Fields::of(form))
    })
    .await
}

/// `POST …/new`
pub(crate) async fn add(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields, &organised.event) else {
            return page(&app, &organised, None, fields);
        };
        let id = id_of(&app, &organised, &fields, &text)?;
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let done = add_session(&app.store, &app.surroundings, (event, id), person, text);
        saved(&app, &organised, done, None, fields)
    })
    .await
}

/// The id that the form was made with. Where a session was made of it and now something else is typed (somebody went
/// back and wrote the next session into it), it is a new one, or the one that this made before.
fn id_of(
    app: &App,
    organised: &Organised,
    fields: &Fields,
    text: &SessionText,
) -> Result<SessionId, Failure> {
    let Ok(id) = fields.text("form_id").parse() else {
        return Ok(app.surroundings.id());
    };
    let sessions = app.read(|rx| programme::list_sessions(rx, organised.event.id))?;
    if !sessions.iter().any(|session| session.id == id) {
        return Ok(id);
    }
    let made = sessions.iter().find(|session| is_same(session, text));
    Ok(made.map_or_else(|| app.surroundings.id(), |session| session.id))
}

/// The session of an address.
pub(super) fn session_of(app: &App, organised: &Organised, id: &str) -> Result<Session, Failure> {
    let id: SessionId = id.parse().map_err(|_| Failure::NotFound)?;
    app.read(|rx| programme::find_session(rx, organised.event.id, id))
        .and_then(found)
}

/// `GET …/{id}`: the form as the session is.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        shown(&app, &organised, &session, None)
    })
    .await
}

/// The form as the session is, with an error of the whole form.
fn shown(
    app: &App,
    organised: &Organised,
    session: &Session,
    error: Option<String>,
) -> Result<Reply, Failure> {
    let form = typed(&organised.event, session);
    // Reading what is there finds the times that happen twice.
    let mut fields = Fields::of(form.clone());
    read(&mut fields, &organised.event);
    fields.form = match error {
        Some(error) => form.error("", error),
        None => form,
    };
    page(app, organised, Some(session), fields)
}

/// `POST …/{id}`
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields, &organised.event) else {
            return page(&app, &organised, Some(&session), fields);
        };
        let ids = (organised.event.id, session.id);
        let person = organised.signed_in.person.id;
        let seen = fields.form.value("seen").map(ToOwned::to_owned);
        match change_session(&app.store, &app.surroundings, ids, person, (text, seen)) {
            Err(refused @ SessionRefused::ChangedMeanwhile) => {
                let now = session_of(&app, &organised, &path.1)?;
                fields.form = fields
                    .form
                    .without("seen")
                    .with("seen", now.fingerprint())
                    .error("", refused.to_string());
                page_beside(&app, &organised, Some(&now), Some(&now), fields)
            }
            done => saved(&app, &organised, done, Some(&session), fields),
        }
    })
    .await
}

/// `POST …/{id}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let id: SessionId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        match remove_session(&app.store, &app.surroundings, (event.id, id), person) {
            Ok(()) => {
                let path = Links::organise_programme(&event.slug);
                Ok(see_other(&format!("{path}?done=session-removed")))
            }
            Err(SessionRefused::Store(error)) => Err(error.into()),
            Err(SessionRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => {
                let session = session_of(&app, &organised, &path.1)?;
                shown(&app, &organised, &session, Some(refused.to_string()))
            }
        }
    })
    .await
}

/// On to the programme, or back to the form with the refusal at its field.
fn saved(
    app: &App,
    organised: &Organised,
    done: Result<(), SessionRefused>,
    session: Option<&Session>,
    mut fields: Fields,
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            let path = Links::organise_programme(&organised.event.slug);
            Ok(see_other(&format!("{path}?done=session-saved")))
        }
        Err(SessionRefused::Store(error)) => Err(error.into()),
        Err(SessionRefused::NoSuchEvent) => Err(Failure::NotFound),
        Err(refused) => {
            fields
                .form
                .push_error(field_of(&refused), refused.to_string());
            page(app, organised, session, fields)
        }
    }
}

fn page(
    app: &App,
    organised: &Organised,
    session: Option<&Session>,
    fields: Fields,
) -> Result<Reply, Failure> {
    page_beside(app, organised, session, None, fields)
}

/// The same, with what is `saved` meanwhile beside what was typed.
fn page_beside(
    app: &App,
    organised: &Organised,
    session: Option<&Session>,
    saved: Option<&Session>,
    fields: Fields,
) -> Result<Reply, Failure> {
    let (event, slug) = (&organised.event, &organised.event.slug);
    let stages = app.read(|rx| programme::list_stages(rx, event.id))?;
    let differing = |session| differing((event, session), &stages, &fields, &TYPED);
    let meanwhile = saved.map_or_else(Vec::new, differing);
    let removal = match session {
        Some(session) => Some(removal(app, organised, session)?),
        None => None,
    };
    let title = session.map_or_else(
        || "Add a session".to_owned(),
        |session| format!("Change “{}”", session.title),
    );
    let page = SessionForm {
        layout: organised
            .layout(app, &title)
            .crumb("Programme", Links::organise_programme(slug)),
        twice: questions(&fields.twice, event.zone),
        form: fields.form,
        event: organised.header(app, Section::Programme),
        action: session.map_or_else(
            || Links::organise_new_session(slug),
            |session| Links::organise_session(slug, &session.id),
        ),
        meanwhile,
        kinds: kinds(),
        stages: stage_choices(&stages),
        date_text: when::date(event.time.start(), event.zone),
        days: day_choices(event),
        past_midnight: session.and_then(|session| past_midnight(event, session)),
        slots_href: session
            .filter(|session| session.kind == SessionKind::Pitch)
            .map(|session| Links::organise_slots(slug, &session.id)),
        note_href: session.map(|session| Links::organise_session_note(slug, &session.id)),
        removal,
        waits_for_release: is_live(event),
    };
    organised.form_page(app, &page.form, &page)
}

/// The end of a session on another day than its start.
pub(super) fn past_midnight(event: &Event, session: &Session) -> Option<String> {
    let own = Days::of(session.time, event.zone);
    let end = session.time.end();
    own.are_several().then(|| {
        let day = own.name(own.last());
        format!(
            "It ends after midnight, on {day} at {}.",
            when::time(end, event.zone)
        )
    })
}

/// What is typed of a session, by name and label.
const TYPED: [(&str, &str); 8] = [
    ("title", "Title"),
    ("kind", "What it is"),
    ("stage", "Where"),
    ("day", "Day"),
    ("start_time", "Start"),
    ("end_time", "End"),
    ("chair", "Chair"),
    ("description", "Description"),
];

/// What is saved of a session, where it differs from what was typed under these names.
pub(super) fn differing(
    (event, session): (&Event, &Session),
    stages: &[Stage],
    fields: &Fields,
    names: &[(&str, &str)],
) -> Vec<SavedFact> {
    let saved = typed(event, session);
    let stage = |id: &str| {
        let found = stages.iter().find(|stage| stage.id.to_string() == id);
        found.map_or_else(|| "The whole venue".to_owned(), |stage| stage.name.clone())
    };
    let shown = |name: &str, value: &str| match name {
        "stage" => stage(value),
        "kind" => session.kind.name().to_owned(),
        "day" => event.days().name(event.days().day_of(session.time.start())),
        _ if value.is_empty() => "Nothing".to_owned(),
        _ => value.to_owned(),
    };
    let value = |name: &str| saved.value(name).unwrap_or_default();
    let differs = |(name, _): &&(&str, &str)| value(name) != fields.text(name);
    let fact = |(name, label): &(&str, &str)| SavedFact {
        name: (*label).to_owned(),
        value: shown(name, value(name)),
    };
    names.iter().filter(differs).map(fact).collect()
}

/// What would go with a session. A held slot is in the way like a booked one, until its hold runs out.
fn removal(app: &App, organised: &Organised, session: &Session) -> Result<SessionRemoval, Failure> {
    let (event, now) = (&organised.event, app.now());
    let (slots, live) = app.read(|rx| {
        let live: HashSet<SlotId> = bookings::list_live(rx, event.id, now)?
            .iter()
            .map(|live| live.slot)
            .collect();
        Ok((programme::list_slots(rx, event.id)?, live))
    })?;
    let (taken, open): (Vec<_>, Vec<_>) = slots
        .iter()
        .filter(|slot| slot.session == session.id)
        .partition(|slot| live.contains(&slot.id));
    Ok(SessionRemoval {
        action: Links::organise_session_removal(&event.slug, &session.id),
        open_slots: figure(open.len()),
        bookings: figure(taken.len()),
    })
}
