//! Making the slots of a pitch session: lengths, preview, button; and withdrawing one.

use super::session::session_of;
use super::{header, layout};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_model::slot::{SlotLengthError, SlotLengths};
use marketday_model::{Event, Session, SlotId};
use marketday_render::pages::organise::{
    ExistingSlot, NewSlot, Section, SlotGenerator, SlotPreview,
};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_scheduling::{SlotPlan, SlotsRefused, plan_slots};
use marketday_store::bookings::BookingFilter;
use marketday_store::{bookings, programme};
use std::collections::HashMap;

/// `GET /organise/events/{slug}/sessions/{id}/slots`
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let session = session_of(&app, &organised.event, &path.1)?;
        let (pitch, questions, changeover, grid) = SlotLengths::DEFAULT.minutes();
        let form = FormState::new()
            .with("pitch_minutes", pitch.to_string())
            .with("questions_minutes", questions.to_string())
            .with("changeover_minutes", changeover.to_string())
            .with("grid_minutes", grid.to_string());
        page(&app, &organised, &session, form, None)
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    session: &Session,
    form: FormState,
    plan: Option<&SlotPlan>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let stages = app.read(|rx| programme::list_stages(rx, event.id))?;
    let stage = stages.iter().find(|stage| Some(stage.id) == session.stage);
    let times = when::times(session.time.start(), session.time.end(), event.zone);
    let page = SlotGenerator {
        layout: layout(app, organised, "Make slots")
            .crumb("Programme", Links::organise_programme(&event.slug)),
        form: form.without("step").without("expected"),
        event: header(event, Section::Programme),
        session_title: session.title.clone(),
        session_text: stage
            .map_or_else(|| times.clone(), |stage| format!("{}, {times}", stage.name)),
        action: Links::organise_slots(&event.slug, &session.id),
        existing: existing(app, event, session)?,
        preview: plan
            .map(|plan| preview(app, event, session, plan))
            .transpose()?,
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn preview(
    app: &App,
    event: &Event,
    session: &Session,
    plan: &SlotPlan,
) -> Result<SlotPreview, Failure> {
    let sessions = app.read(|rx| programme::list_sessions(rx, event.id))?;
    let time = |at| when::time(at, event.zone);
    let breaks = sessions.iter().filter(|other| {
        other.id != session.id
            && (other.stage.is_none() || other.stage == session.stage)
            && other.time.overlaps(session.time)
    });
    let left_out = breaks.map(|other| {
        format!(
            "{}, {}",
            other.title,
            when::times(other.time.start(), other.time.end(), event.zone)
        )
    });
    let withdrawn = plan.withdrawn.iter().map(|slot| {
        let times = when::times(slot.times.starts_at, slot.times.ends_at, event.zone);
        format!("the open slot {times}, which is withdrawn")
    });
    Ok(SlotPreview {
        slots: plan
            .made
            .iter()
            .map(|slot| NewSlot {
                starts: time(slot.starts_at),
                questions: time(slot.questions_at),
                ends: time(slot.ends_at),
                clear: time(slot.clear_at),
            })
            .collect(),
        left_out: left_out.chain(withdrawn).collect(),
        waits_for_release: event.is_public(),
    })
}

fn existing(app: &App, event: &Event, session: &Session) -> Result<Vec<ExistingSlot>, Failure> {
    let now = app.now();
    let (slots, live, companies) = app.read(|rx| {
        let slots = programme::list_slots(rx, event.id)?;
        let live: HashMap<SlotId, bool> = bookings::list_live(rx, event.id, now)?
            .into_iter()
            .map(|live| (live.slot, live.hold_expires_at.is_some()))
            .collect();
        let filter = BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        };
        let companies: HashMap<SlotId, String> = bookings::list(rx, &filter)?
            .into_iter()
            .map(|booking| (booking.slot, booking.company_name))
            .collect();
        Ok((slots, live, companies))
    })?;
    let here = slots.iter().filter(|slot| slot.session == session.id);
    Ok(here
        .map(|slot| ExistingSlot {
            times_text: when::times(slot.times.starts_at, slot.times.ends_at, event.zone),
            state: match live.get(&slot.id) {
                None => Tag::new("Open", Tone::Good),
                Some(true) => Tag::new("Held", Tone::Warn),
                Some(false) => Tag::new("Booked", Tone::Quiet),
            },
            company: companies.get(&slot.id).cloned(),
            withdrawal_action: (!live.contains_key(&slot.id)).then(|| {
                format!(
                    "{}/slots/{}/withdrawal",
                    Links::organise_event(&event.slug),
                    slot.id
                )
            }),
        })
        .collect())
}

/// `POST /organise/events/{slug}/sessions/{id}/slots`: shows what would be made, or makes what was shown.
pub(crate) async fn make(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let session = session_of(&app, event, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(lengths) = read(&mut fields) else { return page(&app, &organised, &session, fields.form, None) };
        let now = app.now();
        let plan = app.store.read(|rx| plan_slots(rx, event.id, session.id, lengths, now));
        let plan = match plan {
            Ok(plan) => plan,
            Err(refused) => return refuse(&app, &organised, &session, fields, refused),
        };
        let is_shown = fields.text("step") == "make" && fields.text("expected") == plan.made.len().to_string();
        if !is_shown {
            if fields.text("step") == "make" {
                let message = "The session or its bookings changed while you looked. This is what would be made now";
                fields.form.push_error("pitch_minutes", message);
            }
            return page(&app, &organised, &session, fields.form, Some(&plan));
        }
        let place = (event.id, session.id);
        let shown = (plan.made.len(), plan.withdrawn.len());
        let person = organised.signed_in.person.id;
        match marketday_scheduling::apply_slots(&app.store, &app.surroundings, place, person, lengths, shown) {
            Ok(_) => Ok(see_other(&format!("{}?done=slots-made", Links::organise_programme(&event.slug)))),
            Err(refused) => refuse(&app, &organised, &session, fields, refused),
        }
    })
    .await
}

fn refuse(
    app: &App,
    organised: &Organised,
    session: &Session,
    mut fields: Fields,
    refused: SlotsRefused,
) -> Result<Reply, Failure> {
    match refused {
        SlotsRefused::Store(error) => Err(error.into()),
        SlotsRefused::NoSuchSession => Err(Failure::NotFound),
        refused => {
            fields.form.push_error("pitch_minutes", refused.to_string());
            page(app, organised, session, fields.form, None)
        }
    }
}

fn read(fields: &mut Fields) -> Option<SlotLengths> {
    let pitch = fields.number("pitch_minutes", "Length of the pitch", 1..=120);
    let questions = fields.number("questions_minutes", "Time for questions", 0..=60);
    let changeover = fields.number("changeover_minutes", "Changeover", 0..=60);
    let grid = fields.number("grid_minutes", "Start every", 1..=60);
    let lengths = SlotLengths::new(pitch?, questions?, changeover?, grid?);
    if let Err(error) = lengths {
        let field = match error {
            SlotLengthError::Pitch => "pitch_minutes",
            SlotLengthError::Questions => "questions_minutes",
            SlotLengthError::Changeover => "changeover_minutes",
            SlotLengthError::Grid => "grid_minutes",
        };
        fields.form.push_error(field, error.to_string());
    }
    lengths.ok()
}

/// `POST /organise/events/{slug}/slots/{id}/withdrawal`
pub(crate) async fn withdraw(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let id: SlotId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let is_withdrawn = marketday_scheduling::withdraw_slot(
            &app.store,
            &app.surroundings,
            event.id,
            person,
            id,
        )?;
        let done = if is_withdrawn {
            "slot-withdrawn"
        } else {
            "slot-taken"
        };
        Ok(see_other(&format!(
            "{}?done={done}",
            Links::organise_programme(&event.slug)
        )))
    })
    .await
}
