//! `/organise/events/{slug}/sessions/{id}/slots`: making the slots of a pitch session, once they were looked at; and
//! `/organise/events/{slug}/slots/{id}/…`: taking one out, and letting somebody else decide who has it.

use super::session::session_of;
use super::slot_fields::{lightning_choices, read, typed};
use super::slot_plan::{existing, preview};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::slot::SlotLengths;
use marketday_model::{Session, SessionKind, SlotId, SlotMode, SlotPattern};
use marketday_render::pages::organise::{Section, SlotGenerator};
use marketday_render::{Choice, FormState, Layout, Links};
use marketday_scheduling::{
    SlotPlan, SlotsRefused, apply_slots, plan_slots, set_slot_mode, withdraw_slot,
};
use marketday_store::bookings::BookingFilter;
use marketday_store::{bookings, programme};

/// A pitch session whose slots are made by this organiser.
struct Generator<'a> {
    app: &'a App,
    organised: &'a Organised,
    session: Session,
}

impl<'a> Generator<'a> {
    fn of(app: &'a App, organised: &'a Organised, id: &str) -> Result<Self, Failure> {
        let session = session_of(app, organised, id)?;
        if session.kind != SessionKind::Pitch {
            return Err(Failure::NotFound);
        }
        Ok(Self {
            app,
            organised,
            session,
        })
    }

    fn plan(&self, pattern: SlotPattern) -> Result<SlotPlan, SlotsRefused> {
        let (event, session, now) = (self.organised.event.id, self.session.id, self.app.now());
        self.app
            .store
            .read(|rx| plan_slots(rx, event, session, pattern, now))
    }

    fn apply(&self, pattern: SlotPattern, shown: String) -> Result<Reply, SlotsRefused> {
        let Self { app, organised, .. } = self;
        let ids = (organised.event.id, self.session.id);
        let person = organised.signed_in.person.id;
        apply_slots(&app.store, &app.surroundings, ids, person, pattern, shown)?;
        let path = Links::organise_programme(&organised.event.slug);
        Ok(see_other(&format!("{path}?done=slots-made")))
    }

    /// The page with what was refused at the field that it belongs to.
    fn refused(&self, form: FormState, refused: SlotsRefused) -> Result<Reply, Failure> {
        match refused {
            SlotsRefused::Store(error) => Err(error.into()),
            SlotsRefused::NoSuchSession => Err(Failure::NotFound),
            SlotsRefused::NoneFits => {
                self.page(form.error("pitch_minutes", refused.to_string()), None)
            }
            SlotsRefused::Over | SlotsRefused::PlanChanged => {
                self.page(form.error("", refused.to_string()), None)
            }
        }
    }

    fn page(&self, form: FormState, plan: Option<&SlotPlan>) -> Result<Reply, Failure> {
        self.page_after(form, plan, None)
    }

    fn page_after(
        &self,
        form: FormState,
        plan: Option<&SlotPlan>,
        flash: Option<String>,
    ) -> Result<Reply, Failure> {
        let Self {
            app,
            organised,
            session,
        } = self;
        let (event, now) = (&organised.event, app.now());
        let filter = BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        };
        let (stages, sessions, slots, live, booked) = app.read(|rx| {
            Ok((
                programme::list_stages(rx, event.id)?,
                programme::list_sessions(rx, event.id)?,
                programme::list_slots(rx, event.id)?,
                bookings::list_live(rx, event.id, now)?,
                bookings::list(rx, &filter)?,
            ))
        })?;
        let times = event.days().times(session.time);
        let stage = stages.iter().find(|stage| session.stage == Some(stage.id));
        let here = slots.iter().filter(|slot| slot.session == session.id);
        let page = SlotGenerator {
            layout: Layout {
                flash,
                ..organised
                    .layout(app, "Make slots")
                    .crumb("Programme", Links::organise_programme(&event.slug))
            },
            form,
            event: organised.header(app, Section::Programme),
            session_title: session.title.clone(),
            session_text: match stage {
                Some(stage) => format!("{}, {times}", stage.name),
                None => times,
            },
            action: Links::organise_slots(&event.slug, &session.id),
            existing: existing(event, here, &live, &booked),
            lightning: lightning_choices(),
            modes: SlotMode::ALL
                .iter()
                .map(|mode| Choice::new(mode.as_str(), mode.name()))
                .collect(),
            preview: plan.map(|plan| preview(event, session, &sessions, plan)),
        };
        organised.form_page(app, &page.form, &page)
    }
}

/// `GET`: the usual lengths.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let generator = Generator::of(&app, &organised, &path.1)?;
        generator.page_after(typed(SlotLengths::DEFAULT), None, flash)
    })
    .await
}

/// `POST`: a preview, or with `step=make` the slots that the last preview showed.
pub(crate) async fn make(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let generator = Generator::of(&app, &organised, &path.1)?;
        let is_make = posted.form.value("step") == Some("make");
        let shown = posted.form.value("form_id").unwrap_or_default().to_owned();
        let mut fields = Fields::of(posted.form.without("step").without("form_id"));
        let Some(pattern) = read(&mut fields) else {
            return generator.page(fields.form, None);
        };
        let plan = match generator.plan(pattern) {
            Ok(plan) => plan,
            Err(refused) => return generator.refused(fields.form, refused),
        };
        let current = plan.digest();
        let form = fields.form.with("form_id", current.clone());
        if !is_make {
            return generator.page(form, Some(&plan));
        }
        // With nothing left to do, the form was sent before and did it.
        if shown != current && !plan.is_done() {
            let form = form.error("", SlotsRefused::PlanChanged.to_string());
            return generator.page(form, Some(&plan));
        }
        match generator.apply(pattern, current) {
            Ok(reply) => Ok(reply),
            Err(refused) => generator.refused(form, refused),
        }
    })
    .await
}

/// `POST /organise/events/{slug}/slots/{id}/withdrawal`: takes an open slot out of the draft.
pub(crate) async fn withdraw(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let id: SlotId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let is_withdrawn = withdraw_slot(&app.store, &app.surroundings, event.id, person, id)?;
        let done = if is_withdrawn {
            "slot-withdrawn"
        } else {
            "slot-taken"
        };
        let path = Links::organise_programme(&event.slug);
        Ok(see_other(&format!("{path}?done={done}")))
    })
    .await
}

/// `POST /organise/events/{slug}/slots/{id}/mode`: lets somebody else decide who has a slot of the draft.
pub(crate) async fn set_mode(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let id: SlotId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let mode = posted.form.value("mode").unwrap_or_default();
        let mode: SlotMode = mode.parse().map_err(|_| Failure::BadRequest)?;
        let (store, surroundings) = (&app.store, &app.surroundings);
        let session = set_slot_mode(store, surroundings, event.id, person, (id, mode))?;
        let session = session.ok_or(Failure::NotFound)?;
        let path = Links::organise_slots(&event.slug, &session);
        Ok(see_other(&format!("{path}?done=slot-mode")))
    })
    .await
}
