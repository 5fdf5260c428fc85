//! `/organise/events/{slug}/programme`: the plan of the programme, and `…/stages`, where a stage is added to it.

use super::frame::{figure, is_live};
use super::moments::opening;
use super::overview::Plan;
use super::unreleased::tag;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::differences::sentences;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::permission::may_change_programme;
use marketday_model::{Event, Instant, Line, Prose, Session, SessionKind, SlotId, Stage, StageId};
use marketday_render::pages::organise::{
    ProgrammePlan, Section, SessionGroup, SessionRow, SlotCount, StageRow,
};
use marketday_render::{FormState, Link, Links};
use marketday_scheduling::{StageRefused, StageText, add_stage as add, preview_release_of};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSession;
use marketday_store::{Rx, StoreError, bookings, programme, releases};
use std::collections::HashSet;

/// The plan, with what is released and booked of it.
struct Content {
    plan: Plan,
    released: Vec<ReleasedSession>,
    booked: HashSet<SlotId>,
    unreleased: Vec<String>,
    unscheduled: Vec<Session>,
}

impl Content {
    fn read(rx: &mut Rx<'_>, event: &Event, now: Instant) -> Result<Self, StoreError> {
        let live = BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        };
        let (plan, booked) = (Plan::read(rx, event)?, bookings::list(rx, &live)?);
        let unreleased = if is_live(event) {
            let draft = (&*plan.stages, &*plan.sessions, &*plan.slots);
            sentences(&preview_release_of(rx, event, draft, &booked, now)?.items)
        } else {
            Vec::new()
        };
        Ok(Self {
            plan,
            released: releases::list_sessions(rx, event.id, event.release)?,
            booked: booked.into_iter().map(|booking| booking.slot).collect(),
            unreleased,
            unscheduled: programme::list_unscheduled(rx, event.id)?,
        })
    }

    /// The sessions of the whole venue, then those of each stage.
    fn groups(&self, event: &Event) -> Vec<SessionGroup> {
        let places = std::iter::once(None).chain(self.plan.stages.iter().map(Some));
        let group = |stage: Option<&Stage>| {
            let id = stage.map(|stage| stage.id);
            let here = self
                .plan
                .sessions
                .iter()
                .filter(|session| session.stage == id);
            let name = stage.map(|stage| stage.name.as_str());
            SessionGroup {
                stage: name.unwrap_or("Whole venue").to_owned(),
                sessions: here.map(|session| self.row(event, session, name)).collect(),
            }
        };
        places
            .map(group)
            .filter(|group| !group.sessions.is_empty())
            .collect()
    }

    fn row(&self, event: &Event, session: &Session, stage: Option<&str>) -> SessionRow {
        let slots: Vec<SlotId> = self
            .plan
            .slots
            .iter()
            .filter(|slot| slot.session == session.id)
            .map(|slot| slot.id)
            .collect();
        let booked = slots.iter().filter(|id| self.booked.contains(id)).count();
        SessionRow {
            times_text: event.days().times(session.time),
            title: session.title.clone(),
            kind: session.kind.name().to_owned(),
            edit_href: Links::organise_session(&event.slug, &session.id),
            slots: (session.kind == SessionKind::Pitch).then(|| SlotCount {
                booked: figure(booked),
                total: figure(slots.len()),
                href: Links::organise_slots(&event.slug, &session.id),
            }),
            unreleased: is_live(event)
                .then(|| tag(&self.released, session, stage))
                .flatten(),
        }
    }

    fn stages(&self) -> Vec<StageRow> {
        let sessions = |id: StageId| {
            let here = self.plan.sessions.iter();
            here.filter(|session| session.stage == Some(id)).count()
        };
        let row = |stage: &Stage| StageRow {
            name: stage.name.clone(),
            capacity: stage.capacity,
            equipment: stage.equipment.clone(),
            access: stage.access.clone(),
            opening: stage.opening.map(|opening| opening.to_string()),
            sessions: figure(sessions(stage.id)),
            removal_action: None,
        };
        self.plan.stages.iter().map(row).collect()
    }
}

/// `GET`: the plan.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || page(&app, &organised, FormState::new(), flash)).await
}

/// `POST …/stages`: one more stage.
pub(crate) async fn add_stage(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Organised {
            event, signed_in, ..
        } = &organised;
        let mut fields = Fields::of(posted.form);
        let Some(text) = stage_text(&mut fields) else {
            return page(&app, &organised, fields.form, None);
        };
        match add(
            &app.store,
            &app.surroundings,
            event.id,
            signed_in.person.id,
            text,
        ) {
            Ok(_) => {
                let path = Links::organise_programme(&event.slug);
                Ok(see_other(&format!("{path}?done=stage-added")))
            }
            Err(StageRefused::Store(error)) => Err(error.into()),
            Err(StageRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused @ StageRefused::NameTaken) => {
                let form = fields.form.error("name", refused.to_string());
                page(&app, &organised, form, None)
            }
        }
    })
    .await
}

fn stage_text(fields: &mut Fields) -> Option<StageText> {
    let name: Option<Line<80>> = fields.line("name", "The name of the stage");
    let is_set = !fields.text("capacity").trim().is_empty();
    let capacity =
        is_set.then(|| fields.number("capacity", "How many people it holds", 1..=100_000));
    let equipment: Option<Prose<500>> = fields.optional_prose("equipment", "The equipment");
    let access: Option<Prose<500>> = fields.optional_prose("access", "The access information");
    let opening = opening(fields, ("opens", "closes"), "");
    let text = StageText {
        name: name?,
        capacity: capacity.flatten(),
        equipment: equipment?,
        access: access?,
        opening,
    };
    fields.is_good().then_some(text)
}

fn page(
    app: &App,
    organised: &Organised,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let now = app.now();
    let content = app.read(|rx| Content::read(rx, event, now))?;
    let mut layout = organised.layout(app, "Programme");
    layout.flash = flash;
    let is_live = is_live(event);
    let may_change = may_change_programme(&organised.signed_in.actor, event);
    let page = ProgrammePlan {
        layout,
        form,
        event: organised.header(app, Section::Programme),
        stages: content.stages(),
        stages_action: Links::organise_stages(&event.slug),
        groups: content.groups(event),
        unscheduled: content
            .unscheduled
            .iter()
            .map(|session| {
                let href = Links::organise_session(&event.slug, &session.id);
                Link::new(session.title.clone(), href)
            })
            .collect(),
        releases_href: (event.release > 0).then(|| Links::organise_releases(&event.slug)),
        new_session_href: Links::organise_new_session(&event.slug),
        may_change,
        release_href: (is_live && may_change && !content.unreleased.is_empty())
            .then(|| Links::organise_release(&event.slug)),
        unreleased: content.unreleased,
        shift_href: (is_live && may_change && !event.is_over(now))
            .then(|| Links::organise_shift(&event.slug)),
        run_sheet_href: Links::organise_run_sheet(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_needs_a_name_and_may_say_how_many_it_holds() {
        let bare = FormState::new()
            .with("name", "Harbour Room")
            .with("capacity", "");
        let text = stage_text(&mut Fields::of(bare)).unwrap();
        assert_eq!((text.name.as_str(), text.capacity), ("Harbour Room", None));
        let mut wrong = Fields::of(FormState::new().with("name", " ").with("capacity", "many"));
        assert!(stage_text(&mut wrong).is_none());
        let errors: Vec<&str> = wrong
            .form
            .errors()
            .iter()
            .map(|error| error.message.as_str())
            .collect();
        assert_eq!(
            errors,
            [
                "Enter the name of the stage",
                "How many people it holds must be a whole number from 1 to 100000"
            ]
        );
    }
}
