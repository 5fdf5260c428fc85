//! `/organise/events/{slug}/programme`: the plan of the programme, and `…/stages`, where a stage is added to it.

use super::frame::{figure, is_live};
use super::grid::{days, minutes};
use super::moments::opening;
use super::outlook::Outlook;
use super::overview::{Plan, is_step};
use super::session_fields::day_choices;
use super::undo::button;
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
use marketday_model::{
    Booking, Days, Event, Instant, Line, Prose, Session, SessionKind, Slot, SlotId, SlotMode,
    Stage, StageId,
};
use marketday_render::pages::organise::{
    GridItem, GridSlot, ProgrammePlan, Section, SessionGroup, SessionRow, SlotCount, StageRow,
};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{
    StageRefused, StageText, add_stage as add, clash, preview_between, released,
};
use marketday_store::bookings::BookingFilter;
use marketday_store::draft_edits::NextEdits;
use marketday_store::releases::ReleasedSession;
use marketday_store::{Rx, StoreError, bookings, draft_edits};
use std::collections::HashMap;

/// The plan, with what is released and booked of it.
struct Content {
    plan: Plan,
    released: Vec<ReleasedSession>,
    booked: HashMap<SlotId, String>,
    outlook: Outlook,
    bookings: Vec<Booking>,
    next: NextEdits,
    unreleased: Vec<String>,
    unscheduled: Vec<Session>,
}

impl Content {
    fn read(rx: &mut Rx<'_>, organised: &Organised, now: Instant) -> Result<Self, StoreError> {
        let event = &organised.event;
        let (actor, person) = (&organised.signed_in.actor, organised.signed_in.person.id);
        let live = BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        };
        let (plan, unscheduled) = Plan::read_whole(rx, event)?;
        let booked = bookings::list(rx, &live)?;
        let released = released(rx, event)?;
        let unreleased = if is_live(event) {
            let draft = (&*plan.stages, &*plan.sessions, &*plan.slots);
            sentences(&preview_between(event, &released, draft, &booked, now).items)
        } else {
            Vec::new()
        };
        Ok(Self {
            plan,
            released: released.sessions,
            booked: booked
                .iter()
                .map(|booking| (booking.slot, booking.company_name.clone()))
                .collect(),
            outlook: Outlook::read(rx, event, actor)?,
            next: draft_edits::next(rx, event.id, person)?,
            bookings: booked,
            unreleased,
            unscheduled,
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
        let booked = slots
            .iter()
            .filter(|id| self.booked.contains_key(id))
            .count();
        SessionRow {
            times_text: event.days().times(session.time),
            title: session.title.clone(),
            kind: session.kind.name().to_owned(),
            edit_href: Links::organise_session(&event.slug, &session.id),
            place_href: Links::organise_session_place(&event.slug, &session.id),
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

    /// A session in the table.
    fn item(&self, event: &Event, session: &Session, days: Days) -> GridItem {
        let slug = &event.slug;
        let stages = self.plan.stages.iter();
        let stage = stages.filter(|stage| Some(stage.id) == session.stage);
        let name = stage.map(|stage| stage.name.as_str()).next();
        let slots = self.plan.slots.iter();
        let slots = slots.filter(|slot| slot.session == session.id);
        let mut others = self.plan.sessions.iter();
        GridItem {
            id: session.id.to_string(),
            title: session.title.clone(),
            kind: session.kind.name().to_owned(),
            look: session.kind.as_str().to_owned(),
            times_text: days.times(session.time),
            minutes: minutes(session.time),
            stage: session.stage.map_or_else(String::new, |id| id.to_string()),
            seen: session.fingerprint(),
            edit_href: Links::organise_session(slug, &session.id),
            place_href: Links::organise_session_place(slug, &session.id),
            swap_action: Links::organise_session_swap(slug, &session.id),
            slots_href: (session.kind == SessionKind::Pitch)
                .then(|| Links::organise_slots(slug, &session.id)),
            slots: slots.map(|slot| self.slot(event, slot)).collect(),
            clashes: others.any(|other| other.id != session.id && clash(session, other)),
            unreleased: is_live(event)
                .then(|| tag(&self.released, session, name))
                .flatten(),
        }
    }

    fn slot(&self, event: &Event, slot: &Slot) -> GridSlot {
        let company = self.booked.get(&slot.id);
        let free = match slot.mode {
            SlotMode::Open => "Free",
            mode => mode.name(),
        };
        GridSlot {
            time_text: when::time(slot.times.starts_at, event.zone),
            who: company.map_or_else(|| free.to_owned(), Clone::clone),
            is_free: company.is_none(),
        }
    }

    fn stages(&self, slug: &str) -> Vec<StageRow> {
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
            edit_href: Links::organise_stage(slug, &stage.id),
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
    let is_list = request
        .query_string()
        .split('&')
        .any(|pair| pair == "view=list");
    blocking(move || page(&app, &organised, FormState::new(), flash, is_list)).await
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
            return page(&app, &organised, fields.form, None, false);
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
            Err(StageRefused::NoSuchEvent | StageRefused::NoSuchStage) => Err(Failure::NotFound),
            Err(refused) => {
                let form = fields.form.error("name", refused.to_string());
                page(&app, &organised, form, None, false)
            }
        }
    })
    .await
}

/// What was typed of a stage; or nothing, with messages in the fields.
pub(super) fn stage_text(fields: &mut Fields) -> Option<StageText> {
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

/// The page: the plan as tables, or as lists.
pub(super) fn page(
    app: &App,
    organised: &Organised,
    form: FormState,
    flash: Option<String>,
    is_list: bool,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let now = app.now();
    let content = app.read(|rx| Content::read(rx, organised, now))?;
    let mut layout = organised.layout(app, "Programme");
    layout.flash = flash;
    let is_live = is_live(event);
    let may_change = may_change_programme(&organised.signed_in.actor, event);
    let warnings = if event.is_over(now) {
        Vec::new()
    } else {
        (content.outlook).warnings(organised, &content.plan, &content.bookings)
    };
    let is_open = may_change && !event.is_over(now);
    let NextEdits { undo, redo } = content.next.clone();
    let (undo, redo) = (undo.filter(|_| is_open), redo.filter(|_| is_open));
    let page = ProgrammePlan {
        layout,
        form,
        event: organised.header(app, Section::Programme),
        stages: content.stages(&event.slug),
        stages_action: Links::organise_stages(&event.slug),
        days: if is_list || (content.plan.stages.is_empty() && content.plan.sessions.is_empty()) {
            Vec::new()
        } else {
            days(event, &content.plan, &|session| {
                let day = Days::at(session.time.start(), event.zone);
                content.item(event, session, day)
            })
        },
        asks_day: !day_choices(event).is_empty(),
        grid_href: Links::organise_programme(&event.slug),
        list_href: Links::organise_programme_list(&event.slug),
        is_list,
        warnings: warnings
            .into_iter()
            .filter(|(planned, _)| !is_step(planned))
            .map(|(_, mut warning)| {
                // This page needs no way to itself.
                let here = Links::organise_programme(&event.slug);
                warning.href = warning.href.filter(|href| *href != here);
                warning
            })
            .collect(),
        undo: undo.map(|line| button(Links::organise_programme_undo(&event.slug), line)),
        redo: redo.map(|line| button(Links::organise_programme_redo(&event.slug), line)),
        groups: if is_list {
            content.groups(event)
        } else {
            Vec::new()
        },
        unscheduled: content
            .unscheduled
            .iter()
            .map(|session| content.item(event, session, event.days()))
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
        slides_href: Links::organise_slides(&event.slug),
        fairness_href: Links::organise_fairness(&event.slug),
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
