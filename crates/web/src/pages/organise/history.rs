//! `/organise/events/{slug}/history`: who did what with the event, its bookings and its registrations; also as files.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::pages::history::{Asked, Trail, download};
use crate::reply::Reply;
use actix_web::{HttpResponse, web};
use marketday_accounts::AuditForm;
use marketday_render::Links;
use marketday_render::pages::organise::{EventHistory, Section};
use marketday_store::audit_trail::Filter;

/// Every line of the event.
fn whole(organised: &Organised) -> Filter {
    Filter {
        event: Some(organised.event.id),
        ..Filter::default()
    }
}

/// The page.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    asked: web::Query<Asked>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let slug = &organised.event.slug;
        let trail = Trail {
            path: Links::organise_history(slug),
            zone: organised.event.zone,
            of: "event",
        };
        let part = asked.read(whole(&organised))?;
        let lines = trail.lines(&app, &part)?;
        let page = EventHistory {
            layout: organised.layout(&app, "History"),
            event: organised.header(&app, Section::History),
            only: trail.only(&part),
            older_href: lines.older_href,
            rows: trail.rows(lines.lines),
            csv_href: Links::organise_history_file(slug, "csv"),
            json_href: Links::organise_history_file(slug, "jsonl"),
        };
        organised.page(&app, &page)
    })
    .await
}

/// Everything as CSV.
pub(crate) async fn csv(
    app: web::Data<App>,
    organised: Organised,
) -> Result<HttpResponse, Failure> {
    let name = format!("{}-history", organised.event.slug);
    download(&app, AuditForm::Csv, whole(&organised), &name).await
}

/// Everything as JSON Lines.
pub(crate) async fn json_lines(
    app: web::Data<App>,
    organised: Organised,
) -> Result<HttpResponse, Failure> {
    let name = format!("{}-history", organised.event.slug);
    download(&app, AuditForm::JsonLines, whole(&organised), &name).await
}
