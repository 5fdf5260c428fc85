//! Releasing the next version of the programme: the exact difference, who is told, then the button.

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
use marketday_render::pages::organise::{
    People, ReleaseChange, ReleaseChangeKind, ReleaseReview, Section,
};
use marketday_render::{FormState, Links, when};
use marketday_scheduling::release::{DiffItem, Difference};
use marketday_scheduling::{ReleaseRefused, preview_release};
use marketday_store::releases;

/// `GET /organise/events/{slug}/release`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || page(&app, &organised, FormState::new())).await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let now = app.now();
    let (diff, last) = app.read(|rx| {
        Ok((
            preview_release(rx, event, now)?,
            releases::latest(rx, event.id)?,
        ))
    })?;
    let Some(last) = last else {
        return Ok(see_other(&Links::organise_publication(&event.slug)));
    };
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = ReleaseReview {
        layout: layout(app, organised, "Release the programme")
            .crumb("Programme", Links::organise_programme(&event.slug)),
        form,
        event: header(event, Section::Programme),
        action: Links::organise_release(&event.slug),
        number: last.number + 1,
        last_text: when::moment(last.made_at, event.zone),
        changes: diff.items.into_iter().map(change).collect(),
        told: People::new(u32::try_from(diff.told).unwrap_or(u32::MAX), 0),
        back_href: Links::organise_programme(&event.slug),
    };
    Ok(organised
        .visitor
        .page_with_status(app, status, app.html(&page)?))
}

fn change(item: DiffItem) -> ReleaseChange {
    let what = if item.is_slot {
        format!("Slot ({})", item.title)
    } else {
        item.title
    };
    let (kind, from, to) = match item.what {
        Difference::New(at) => (ReleaseChangeKind::New, None, Some(at)),
        Difference::Moved { from, to } => (ReleaseChangeKind::Moved, Some(from), Some(to)),
        Difference::Changed => (ReleaseChangeKind::Changed, None, None),
        Difference::Removed(at) => (ReleaseChangeKind::Removed, Some(at), None),
    };
    ReleaseChange {
        kind,
        what,
        from,
        to,
    }
}

/// `POST /organise/events/{slug}/release`
pub(crate) async fn make(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let Some(note) = fields.optional_prose("note", "Note") else {
            return page(&app, &organised, fields.form);
        };
        match marketday_scheduling::release(&app.store, &app.surroundings, event.id, person, note) {
            Ok(_) => Ok(see_other(&format!(
                "{}?done=released",
                Links::organise_programme(&event.slug)
            ))),
            Err(ReleaseRefused::Store(error)) => Err(error.into()),
            Err(ReleaseRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => page(
                &app,
                &organised,
                fields.form.error("note", refused.to_string()),
            ),
        }
    })
    .await
}
