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

/// What was done, as people say it; an action that has no sentence yet reads as it is kept.
pub(crate) fn deed(action: &str) -> String {
    let text = match action {
        "event.create" => "Event created",
        "event.copy" => "Event created as a copy",
        "series.make" => "Series made",
        "series.join" => "Event put in a series",
        "series.leave" => "Event taken out of its series",
        "series.change" => "Series changed",
        "event.change" => "Details changed",
        "event.publish" => "Event published",
        "event.cancel" => "Event cancelled",
        "event.postpone" => "Event postponed",
        "event.reinstate" => "Event reinstated",
        "booking.confirm" => "Slot booked",
        "booking.change" => "Pitch changed",
        "booking.cancel" => "Booking cancelled",
        "claim.confirm" => "Booking confirmed for its company",
        "claim.refuse" => "Booking refused by its company",
        "claim.lapse" => "Booking freed, because nobody confirmed it for its company",
        "registration.confirm" => "Delegate registered",
        "registration.withdraw" => "Registration withdrawn",
        "registration.list" => "Delegate put on the attendee list",
        "registration.unlist" => "Delegate taken off the attendee list",
        "programme.release" => "Programme released",
        "programme.reset" => "Draft put back to an old release",
        "programme.shift" => "Rest of a stage moved",
        "session.add" => "Session added",
        "session.change" => "Session changed",
        "session.remove" => "Session removed",
        "slots.generate" => "Slots made",
        "slot.withdraw" => "Slot withdrawn",
        "slot.mode" => "Who decides who has a slot changed",
        "stage.add" => "Stage added",
        "nomination.make" => "Somebody asked to join the team",
        "nomination.accept" => "Somebody joined the team",
        "nomination.withdraw" => "Somebody asked no longer to join the team",
        "seat.change" => "Role in the team changed",
        "seat.remove" => "Somebody removed from the team",
        other => other,
    };
    text.to_owned()
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
