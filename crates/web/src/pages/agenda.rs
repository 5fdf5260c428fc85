//! `/events/{slug}/agenda`: which sessions of a programme somebody has chosen.

use super::registration::layout;
use super::{found, public_event, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_attendance::{AgendaRefused, add_to_agenda, remove_from_agenda, set_agenda_letters};
use marketday_model::agenda::clashes;
use marketday_model::{Event, PersonId, SessionId, TimeRange};
use marketday_render::pages::agenda::{AgendaLine, AgendaPage};
use marketday_render::{FormState, Links};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSession;
use marketday_store::{Rx, StoreError, agenda, bookings, releases};

/// Something in an agenda, with when it is and of which session it is a part.
struct Placed {
    time: TimeRange,
    session: SessionId,
    line: AgendaLine,
}

/// `GET /events/{slug}/agenda`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let person = visitor.required()?.person.id;
        let content = app.read(|rx| {
            let Some(event) = public_event(rx, &slug, Some(&visitor))? else {
                return Ok(None);
            };
            let has_place = agenda::has_place(rx, event.id, person)?;
            let wants_letters = agenda::wants_letters(rx, event.id, person)?;
            let placed = placed(rx, &event, person)?;
            Ok(Some((event, has_place, wants_letters, placed)))
        });
        let (event, has_place, wants_letters, mut placed) = found(content?)?;
        placed.sort_by_key(|one| (one.time.start(), one.time.end()));
        let mut layout = layout(&app, &visitor, &event, "Your agenda");
        layout.flash = flash;
        let form = FormState::new();
        let page = AgendaPage {
            layout,
            event: view::event_brief(&event),
            has_place,
            lines: lines(placed),
            programme_href: Links::programme(&event.slug),
            registration_href: Links::registration(&event.slug),
            calendars_href: Links::my_calendars(),
            form: if wants_letters {
                form.with("letters", "yes")
            } else {
                form
            },
            letters_action: Links::agenda(&event.slug),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// What somebody chose of an event, and what they pitch there. Five queries, however much that is.
fn placed(rx: &mut Rx<'_>, event: &Event, person: PersonId) -> Result<Vec<Placed>, StoreError> {
    let chosen = agenda::list(rx, event.id, person)?;
    let sessions = releases::list_sessions(rx, event.id, event.release)?;
    let in_programme = |id: SessionId| {
        let mut there = sessions.iter().filter(|item| item.removed_at.is_none());
        there.find(|item| item.session.id == id)
    };
    let mut placed: Vec<Placed> = chosen
        .iter()
        .filter_map(|item| Some(of_session(event, in_programme(item.session)?)))
        .collect();
    let of = |contact, presenter| BookingFilter {
        event: Some(event.id),
        contact,
        presenter,
        ..BookingFilter::default()
    };
    let mut pitches = bookings::list(rx, &of(Some(person), None))?;
    pitches.retain(|booking| booking.presenter_email.is_none());
    pitches.extend(bookings::list(rx, &of(None, Some(person)))?);
    let slots = releases::list_slots(rx, event.id, event.release)?;
    placed.extend(pitches.iter().filter_map(|booking| {
        let slot = slots.iter().find(|slot| slot.slot.id == booking.slot)?;
        let time = slot.slot.times.presented();
        let is_theirs = booking.contact == person;
        Some(Placed {
            time,
            session: slot.slot.session,
            line: AgendaLine {
                title: booking.pitch.title.clone(),
                time_text: event.days().times(time),
                where_text: format!("Your pitch, {}", slot.stage_name),
                clashes: Vec::new(),
                href: is_theirs.then(|| Links::booking(&booking.id)),
                remove_action: None,
            },
        })
    }));
    Ok(placed)
}

fn of_session(event: &Event, item: &ReleasedSession) -> Placed {
    let session = &item.session;
    let place = item.stage_name.as_deref().unwrap_or("the whole venue");
    Placed {
        time: session.time,
        session: session.id,
        line: AgendaLine {
            title: session.title.clone(),
            time_text: event.days().times(session.time),
            where_text: format!("{}, {place}", session.kind.name()),
            clashes: Vec::new(),
            href: None,
            remove_action: Some(Links::agenda_session(&event.slug, &session.id, "removal")),
        },
    }
}

/// The lines with what is at the same time; a pitch is no clash with the session that it is in.
fn lines(placed: Vec<Placed>) -> Vec<AgendaLine> {
    let times: Vec<TimeRange> = placed.iter().map(|one| one.time).collect();
    let others = clashes(&times);
    let titles: Vec<(SessionId, String)> = placed
        .iter()
        .map(|one| (one.session, one.line.title.clone()))
        .collect();
    placed
        .into_iter()
        .zip(others)
        .map(|(one, others)| {
            let others = others.into_iter().map(|place| &titles[place]);
            let clashes = others
                .filter(|(session, _)| *session != one.session)
                .map(|(_, title)| title.clone())
                .collect();
            AgendaLine {
                clashes,
                ..one.line
            }
        })
        .collect()
}

fn event_of(app: &App, visitor: &Visitor, slug: &str) -> Result<Event, Failure> {
    app.read(|rx| public_event(rx, slug, Some(visitor)))
        .and_then(found)
}

/// Back to where the button was.
fn back(event: &Event, posted: &Posted, flash: &str) -> Reply {
    let path = if posted.form.value("back") == Some("agenda") {
        Links::agenda(&event.slug)
    } else {
        Links::programme(&event.slug)
    };
    see_other(&format!("{path}?done={flash}"))
}

/// `POST /events/{slug}/agenda/{session}`: it is in their agenda.
pub(crate) async fn add(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.id;
        let event = event_of(&app, &posted.visitor, &path.0)?;
        let session: SessionId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let of = (event.id, session);
        match add_to_agenda(&app.store, &app.surroundings, person, of) {
            Ok(()) => Ok(back(&event, &posted, "agenda-added")),
            Err(refused) => none(&event, refused),
        }
    })
    .await
}

/// Why nothing was done.
fn none(event: &Event, refused: AgendaRefused) -> Result<Reply, Failure> {
    let flash = match refused {
        AgendaRefused::Store(error) => return Err(error.into()),
        AgendaRefused::NoSuchEvent => return Err(Failure::NotFound),
        AgendaRefused::NoSuchSession => "agenda-gone",
        AgendaRefused::NoPlace => "agenda-no-place",
    };
    let path = Links::agenda(&event.slug);
    Ok(see_other(&format!("{path}?done={flash}")))
}

/// `POST /events/{slug}/agenda/{session}/removal`: it is not in their agenda any more.
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.id;
        let event = event_of(&app, &posted.visitor, &path.0)?;
        let session: SessionId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let of = (event.id, session);
        remove_from_agenda(&app.store, &app.surroundings, person, of)?;
        Ok(back(&event, &posted, "agenda-removed"))
    })
    .await
}

/// `POST /events/{slug}/agenda`: whether they get a letter of each session.
pub(crate) async fn choose_letters(
    app: web::Data<App>,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.id;
        let event = event_of(&app, &posted.visitor, &slug)?;
        let wanted = posted.form.value("letters") == Some("yes");
        match set_agenda_letters(&app.store, &app.surroundings, person, event.id, wanted) {
            Ok(()) => {
                let done = if wanted {
                    "agenda-letters"
                } else {
                    "agenda-no-letters"
                };
                let path = Links::agenda(&event.slug);
                Ok(see_other(&format!("{path}?done={done}")))
            }
            Err(refused) => none(&event, refused),
        }
    })
    .await
}
