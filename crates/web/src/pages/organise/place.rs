//! `/organise/events/{slug}/sessions/{id}/place`: another time and stage for a session of the plan; `…/swap`: the place of
//! another session.

use super::frame::is_live;
use super::moments::questions;
use super::session::{differing, past_midnight, session_of};
use super::session_fields::{day_choices, field_of, place_of, stage_choices, typed};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::{Session, SessionId, Stage};
use marketday_render::pages::organise::{PlaceForm, Section};
use marketday_render::{Choice, FormState, Links, when};
use marketday_scheduling::{SessionRefused, place_session, swap_sessions};
use marketday_store::programme;

/// What stands in the form besides its hidden field, by name and label.
const PLACE: [(&str, &str); 4] = [
    ("stage", "Where"),
    ("day", "Day"),
    ("start_time", "Start"),
    ("end_time", "End"),
];

/// `GET …/place`: the form as the session is.
pub(crate) async fn ask(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        let form = as_it_is(&organised, &session);
        // Reading what is there finds the times that happen twice.
        let mut fields = Fields::of(form.clone());
        place_of(&mut fields, &organised.event);
        fields.form = form;
        page(&app, &organised, &session, false, fields)
    })
    .await
}

/// `POST …/place`
pub(crate) async fn place(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(place) = place_of(&mut fields, &organised.event) else {
            return page(&app, &organised, &session, false, fields);
        };
        let ids = (organised.event.id, session.id);
        let person = organised.signed_in.person.id;
        let seen = fields.form.value("seen").map(ToOwned::to_owned);
        let done = place_session(&app.store, &app.surroundings, ids, person, (place, seen));
        answered(&app, &organised, done, &session, fields)
    })
    .await
}

/// `POST …/swap`: with the session in the field `with`.
pub(crate) async fn swap(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised, &path.1)?;
        let with = posted.form.value("with").unwrap_or_default();
        let other = with.split_once('.').and_then(|(id, seen)| {
            let id: SessionId = id.parse().ok()?;
            Some((id, Some(seen.to_owned())))
        });
        let seen = posted.form.value("seen").map(ToOwned::to_owned);
        let mut fields = Fields::of(as_it_is(&organised, &session));
        let Some(other) = other else {
            fields
                .form
                .push_error("with", "Choose the session to change places with");
            return page(&app, &organised, &session, false, fields);
        };
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let pair = ((session.id, seen), other);
        match swap_sessions(&app.store, &app.surroundings, event, person, pair) {
            Ok(()) => Ok(see_other(&format!(
                "{}?done=sessions-swapped",
                Links::organise_programme(&organised.event.slug)
            ))),
            done => answered(&app, &organised, done, &session, fields),
        }
    })
    .await
}

/// On to the programme, or back to the form with the refusal at its field.
fn answered(
    app: &App,
    organised: &Organised,
    done: Result<(), SessionRefused>,
    session: &Session,
    mut fields: Fields,
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            let path = Links::organise_programme(&organised.event.slug);
            Ok(see_other(&format!("{path}?done=session-placed")))
        }
        Err(SessionRefused::Store(error)) => Err(error.into()),
        Err(SessionRefused::NoSuchEvent) => Err(Failure::NotFound),
        Err(refused @ SessionRefused::ChangedMeanwhile) => {
            let now = session_of(app, organised, &session.id.to_string())?;
            fields.form = fields
                .form
                .without("seen")
                .with("seen", now.fingerprint())
                .error("", refused.to_string());
            page(app, organised, &now, true, fields)
        }
        Err(refused) => {
            fields
                .form
                .push_error(field_of(&refused), refused.to_string());
            page(app, organised, session, false, fields)
        }
    }
}

/// The form as the session is, without what it says of itself.
fn as_it_is(organised: &Organised, session: &Session) -> FormState {
    ["form_id", "title", "kind", "chair", "description"]
        .iter()
        .fold(typed(&organised.event, session), |form, name| {
            form.without(name)
        })
}

/// The page; after somebody else has saved the session meanwhile, with what is saved beside what was typed.
fn page(
    app: &App,
    organised: &Organised,
    session: &Session,
    is_stale: bool,
    fields: Fields,
) -> Result<Reply, Failure> {
    let (event, slug) = (&organised.event, &organised.event.slug);
    let (stages, sessions) = app.read(|rx| {
        Ok((
            programme::list_stages(rx, event.id)?,
            programme::list_sessions(rx, event.id)?,
        ))
    })?;
    let others = sessions.iter().filter(|other| other.id != session.id);
    let has_place = sessions.iter().any(|other| other.id == session.id);
    let meanwhile = if is_stale {
        differing((event, session), &stages, &fields, &PLACE)
    } else {
        Vec::new()
    };
    let page = PlaceForm {
        layout: organised
            .layout(app, &format!("Move “{}”", session.title))
            .crumb("Programme", Links::organise_programme(slug)),
        twice: questions(&fields.twice, event.zone),
        form: fields.form,
        event: organised.header(app, Section::Programme),
        now_text: place_text(organised, session, &stages),
        action: Links::organise_session_place(slug, &session.id),
        swap_action: Links::organise_session_swap(slug, &session.id),
        meanwhile,
        stages: stage_choices(&stages),
        others: others
            .filter(|_| has_place)
            .map(|other| {
                let value = format!("{}.{}", other.id, other.fingerprint());
                let place = place_text(organised, other, &stages);
                Choice::new(value, format!("{} ({place})", other.title))
            })
            .collect(),
        date_text: when::date(event.time.start(), event.zone),
        days: day_choices(event),
        past_midnight: past_midnight(event, session),
        waits_for_release: is_live(event),
    };
    organised.form_page(app, &page.form, &page)
}

/// `10:30am to 12noon, Main Hall`.
fn place_text(organised: &Organised, session: &Session, stages: &[Stage]) -> String {
    let times = organised.event.days().times(session.time);
    let stage = stages.iter().find(|stage| Some(stage.id) == session.stage);
    let place = stage.map_or("the whole venue", |stage| &stage.name);
    format!("{times}, {place}")
}
