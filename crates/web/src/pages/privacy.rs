//! `/privacy`: what is kept of whom; and the same for one event, whose organiser answers for it.

use super::{found, public_event, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::failure::Failure;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_model::Event;
use marketday_model::privacy::{KINDS, Kind, Periods};
use marketday_render::pages::privacy::{DataKind, Privacy};
use marketday_render::{Layout, Link, Links};

fn kinds(periods: &Periods) -> Vec<DataKind> {
    let kind = |kind: &Kind| DataKind {
        name: kind.name.to_owned(),
        what: kind.what.to_owned(),
        purpose: kind.purpose.to_owned(),
        basis: kind.basis.text().to_owned(),
        seen_by: kind.seen_by.to_owned(),
        kept: kind.kept.iter().map(|rule| periods.text(*rule)).collect(),
    };
    KINDS.iter().map(kind).collect()
}

fn page(app: &App, layout: Layout, answers: (String, String), event: Option<&Event>) -> Privacy {
    let slug = event.map(|event| event.slug.as_str());
    let event = event.map(|event| Link::new(&event.title, Links::event(&event.slug)));
    Privacy {
        layout: Layout {
            title: "Privacy".into(),
            ..layout
        },
        controller: answers.0,
        contact: answers.1,
        complaint_href: slug.map_or_else(Links::complaint, Links::complaint_about),
        event,
        kinds: kinds(&app.settings.privacy.periods),
        my_data_href: Links::my_data(),
    }
}

/// `GET /privacy`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", |app, layout, _| {
        let privacy = &app.settings.privacy;
        let answers = (privacy.controller.clone(), privacy.contact.clone());
        let html = app.html(&page(app, layout, answers, None))?;
        Ok(Fresh::page(html, None))
    })
    .await
}

/// `GET /events/{slug}/privacy`
pub(crate) async fn show_event(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", move |app, layout, visitor| {
        let event = found(app.read(|rx| public_event(rx, &slug, visitor))?)?;
        let answers = (event.organiser_name.clone(), event.contact_email.clone());
        let html = app.html(&page(app, layout, answers, Some(&event)))?;
        Ok(Fresh::page(html, None))
    })
    .await
}
