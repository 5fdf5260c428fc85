//! `/organise/events/{slug}/release`: the next version of the programme, once its changes were looked at.

use super::frame::is_live;
use super::unreleased::{changes, told};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::Prose;
use marketday_render::pages::organise::{ReleaseReview, Section};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{ReleaseRefused, preview_release, release as release_programme};
use marketday_store::releases;

/// `GET`: what would change for others.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        if is_live(&organised.event) {
            page(&app, &organised, FormState::new())
        } else {
            Ok(see_other(&Links::organise_programme(&organised.event.slug)))
        }
    })
    .await
}

/// `POST`: releases.
pub(crate) async fn release(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let note: Option<Prose<500>> = fields.optional_prose("note", "The note");
        let (Some(note), true) = (note, fields.is_good()) else {
            return page(&app, &organised, fields.form);
        };
        let number = fields.text("number").parse().ok();
        let what = (note, number);
        match release_programme(&app.store, &app.surroundings, event.id, person, what) {
            // Nothing new: the form was sent before and did it.
            Ok(_) | Err(ReleaseRefused::NothingNew) => {
                let path = Links::organise_programme(&event.slug);
                Ok(see_other(&format!("{path}?done=released")))
            }
            Err(ReleaseRefused::Store(error)) => Err(error.into()),
            Err(ReleaseRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => page(&app, &organised, fields.form.error("", refused.to_string())),
        }
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let (event, now) = (&organised.event, app.now());
    let (diff, last) = app.read(|rx| {
        Ok((
            preview_release(rx, event, now)?,
            releases::find(rx, event.id, event.release)?,
        ))
    })?;
    let made_at = last.map_or(event.created_at, |release| release.made_at);
    let page = ReleaseReview {
        layout: organised
            .layout(app, "Release the programme")
            .crumb("Programme", Links::organise_programme(&event.slug)),
        form: form
            .without("number")
            .with("number", (event.release + 1).to_string()),
        event: organised.header(app, Section::Programme),
        action: Links::organise_release(&event.slug),
        number: event.release + 1,
        last_text: when::moment(made_at, event.zone),
        changes: changes(&diff),
        told: told(&diff),
        back_href: Links::organise_programme(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}
