//! `/organise/events/{slug}/programme`: stages and sessions as they were last saved; and adding a stage.

use super::overview::Plan;
use super::{header, layout, shift_path};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_model::{Event, EventState, Session, SessionKind, SlotId, StageId};
use marketday_render::pages::organise::{
    ProgrammePlan, Section, SessionGroup, SessionRow, SlotCount, StageRow,
};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_scheduling::release::{DiffItem, Difference};
use marketday_scheduling::{StageRefused, StageText, preview_release};
use marketday_store::bookings;
use std::collections::HashSet;

/// The plan.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || page(&app, &organised, FormState::new(), flash)).await
}

fn page(
    app: &App,
    organised: &Organised,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let now = app.now();
    let (plan, live, items) = app.read(|rx| {
        let plan = Plan::load(rx, event)?;
        let live: HashSet<SlotId> = bookings::list_live(rx, event.id, now)?
            .into_iter()
            .filter(|live| live.hold_expires_at.is_none())
            .map(|live| live.slot)
            .collect();
        let items = if event.is_public() {
            preview_release(rx, event, now)?.items
        } else {
            Vec::new()
        };
        Ok((plan, live, items))
    })?;
    let is_published = event.state == EventState::Published;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut layout = layout(app, organised, "Programme");
    layout.flash = flash;
    let page = ProgrammePlan {
        layout,
        form,
        event: header(event, Section::Programme),
        stages: plan
            .stages
            .iter()
            .map(|stage| StageRow {
                name: stage.name.clone(),
                capacity: stage.capacity,
                access: stage.access.clone(),
                sessions: count(
                    plan.sessions
                        .iter()
                        .filter(|session| session.stage == Some(stage.id))
                        .count(),
                ),
                removal_action: None,
            })
            .collect(),
        stages_action: Links::organise_stages(&event.slug),
        groups: groups(event, &plan, &live, &items),
        new_session_href: Links::organise_new_session(&event.slug),
        unreleased: items.iter().map(sentence).collect(),
        release_href: (is_published && !items.is_empty())
            .then(|| Links::organise_release(&event.slug)),
        shift_href: is_published.then(|| shift_path(event)),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A difference from the current release, as a sentence.
fn sentence(item: &DiffItem) -> String {
    let DiffItem {
        title,
        what,
        is_slot,
    } = item;
    let name = if *is_slot {
        format!("Slot ({title})")
    } else {
        title.clone()
    };
    match what {
        Difference::New(at) => format!("{name}: new, {at}"),
        Difference::Moved { from, to } => format!("{name}: moved from {from} to {to}"),
        Difference::Changed => format!("{name}: changed"),
        Difference::Removed(at) => format!("{name}: removed, was {at}"),
    }
}

fn groups(
    event: &Event,
    plan: &Plan,
    live: &HashSet<SlotId>,
    items: &[DiffItem],
) -> Vec<SessionGroup> {
    let group = |name: &str, stage: Option<StageId>| SessionGroup {
        stage: name.to_owned(),
        sessions: plan
            .sessions
            .iter()
            .filter(|session| session.stage == stage)
            .map(|session| row(event, plan, live, items, session))
            .collect(),
    };
    std::iter::once(group("Whole venue", None))
        .chain(
            plan.stages
                .iter()
                .map(|stage| group(&stage.name, Some(stage.id))),
        )
        .filter(|group| !group.sessions.is_empty())
        .collect()
}

fn row(
    event: &Event,
    plan: &Plan,
    live: &HashSet<SlotId>,
    items: &[DiffItem],
    session: &Session,
) -> SessionRow {
    let slots: Vec<_> = plan
        .slots
        .iter()
        .filter(|slot| slot.session == session.id)
        .collect();
    let difference = items
        .iter()
        .find(|item| !item.is_slot && item.title == session.title)
        .map(|item| &item.what);
    SessionRow {
        times_text: when::times(session.time.start(), session.time.end(), event.zone),
        title: session.title.clone(),
        kind: session.kind.name().to_owned(),
        edit_href: Links::organise_session(&event.slug, &session.id),
        slots: (session.kind == SessionKind::Pitch).then(|| SlotCount {
            booked: count(slots.iter().filter(|slot| live.contains(&slot.id)).count()),
            total: count(slots.len()),
            href: Links::organise_slots(&event.slug, &session.id),
        }),
        unreleased: difference.and_then(|what| match what {
            Difference::New(_) => Some(Tag::new("New", Tone::Good)),
            Difference::Moved { .. } => Some(Tag::new("Moved", Tone::Warn)),
            Difference::Changed => Some(Tag::new("Changed", Tone::Quiet)),
            Difference::Removed(_) => None,
        }),
    }
}

/// `POST /organise/events/{slug}/stages`
pub(crate) async fn add_stage(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields) else {
            return page(&app, &organised, fields.form, None);
        };
        match marketday_scheduling::add_stage(&app.store, &app.surroundings, event.id, person, text)
        {
            Ok(_) => Ok(see_other(&format!(
                "{}?done=stage-added",
                Links::organise_programme(&event.slug)
            ))),
            Err(refused @ StageRefused::NameTaken) => {
                fields.form.push_error("name", refused.to_string());
                page(&app, &organised, fields.form, None)
            }
            Err(StageRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(StageRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

fn read(fields: &mut Fields) -> Option<StageText> {
    let name = fields.line("name", "Name");
    let is_counted = !fields.text("capacity").trim().is_empty();
    let capacity = if is_counted {
        fields.number("capacity", "How many people it holds", 1..=100_000)
    } else {
        None
    };
    let access = fields.optional_prose("access", "Access");
    let text = StageText {
        name: name?,
        capacity,
        access: access?,
    };
    fields.is_good().then_some(text)
}
