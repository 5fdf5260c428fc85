//! `/organise/events/{slug}/releases`: what was made public, and going back to it.

use super::frame::figure;
use super::unreleased::changes;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::EventState;
use marketday_model::permission::may_change_programme;
use marketday_render::pages::organise::{ReleaseList, ReleaseReset, ReleaseRow, Section};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::diff::ReleaseDiff;
use marketday_scheduling::{ResetPlan, ResetRefused, plan_reset, reset_draft};
use marketday_store::releases;

/// `GET`: the list.
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let list = app.read(|rx| releases::list(rx, event.id))?;
        let is_over = matches!(event.state, EventState::Cancelled | EventState::Completed);
        let may_reset = may_change_programme(&organised.signed_in.actor, event) && !is_over;
        let row = |release: &marketday_model::Release| ReleaseRow {
            title: format!("Release {}", release.number),
            when_text: when::moment(release.made_at, event.zone),
            note: release.note.clone(),
            href: Links::programme_release(&event.slug, release.number),
            reset_href: may_reset.then(|| Links::organise_reset(&event.slug, release.number)),
        };
        let page = ReleaseList {
            layout: organised
                .layout(&app, "Releases")
                .crumb("Programme", Links::organise_programme(&event.slug)),
            event: organised.header(&app, Section::Programme),
            releases: list.iter().rev().map(row).collect(),
        };
        organised.page(&app, &page)
    })
    .await
}

/// `GET …/{number}/reset`: what would change in the draft.
pub(crate) async fn ask(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, u32)>,
) -> Result<Reply, Failure> {
    blocking(move || page(&app, &organised, path.1, FormState::new())).await
}

/// `POST …/{number}/reset`
pub(crate) async fn reset(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, u32)>,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        match reset_draft(&app.store, &app.surroundings, event.id, person, path.1) {
            Ok(_) => {
                let path = Links::organise_programme(&event.slug);
                Ok(see_other(&format!("{path}?done=draft-reset")))
            }
            Err(ResetRefused::Store(error)) => Err(error.into()),
            Err(ResetRefused::NoSuchRelease) => Err(Failure::NotFound),
            Err(refused) => {
                let form = posted.form.error("", refused.to_string());
                page(&app, &organised, path.1, form)
            }
        }
    })
    .await
}

fn page(app: &App, organised: &Organised, number: u32, form: FormState) -> Result<Reply, Failure> {
    let (event, now) = (&organised.event, app.now());
    let planned = app.read(|rx| match plan_reset(rx, event, number, now) {
        Err(ResetRefused::Store(error)) => Err(error),
        other => Ok(other),
    })?;
    let (plan, form) = match planned {
        Ok(plan) => (plan, form),
        Err(ResetRefused::NoSuchRelease) => return Err(Failure::NotFound),
        Err(_) if form.has_errors() => (ResetPlan::default(), form),
        Err(refused) => (ResetPlan::default(), form.error("", refused.to_string())),
    };
    let diff = ReleaseDiff {
        items: plan.items,
        told: 0,
    };
    let page = ReleaseReset {
        layout: organised
            .layout(app, &format!("Go back to release {number}"))
            .crumb("Programme", Links::organise_programme(&event.slug))
            .crumb("Releases", Links::organise_releases(&event.slug)),
        form,
        event: organised.header(app, Section::Programme),
        action: Links::organise_reset(&event.slug, number),
        changes: changes(&diff),
        unscheduled: plan.unscheduled,
        kept: plan.kept,
        kept_slots: figure(plan.kept_slots),
        back_href: Links::organise_releases(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}
