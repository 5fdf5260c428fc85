//! `/organise/events/{slug}/history`: who did what with the event, its bookings and its registrations; also as files.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono_tz::Tz;
use marketday_accounts::{AuditForm, audit_file};
use marketday_model::PersonId;
use marketday_model::notice::Subject;
use marketday_render::pages::organise::{EventHistory, HistoryChange, HistoryRow, Section};
use marketday_render::{Link, Links, when};
use marketday_store::audit_trail;
use marketday_store::audit_trail::{Filter, Line};
use serde::Deserialize;
use std::fmt::Write as _;

/// How many lines a page holds.
const LINES: u32 = 50;

/// What of the history is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// `booking:…`: of this alone.
    of: Option<String>,
    /// By this person alone.
    by: Option<String>,
    /// Older than this line.
    before: Option<String>,
}

impl Asked {
    /// The lines that are asked for; nothing where an id is none.
    fn filter(&self, organised: &Organised) -> Result<Filter, Failure> {
        fn read<T: std::str::FromStr>(text: Option<&String>) -> Result<Option<T>, Failure> {
            text.map(|text| text.parse().map_err(|_| Failure::NotFound))
                .transpose()
        }
        Ok(Filter {
            event: Some(organised.event.id),
            subject: read::<Subject>(self.of.as_ref())?,
            person: read::<PersonId>(self.by.as_ref())?,
            before: read(self.before.as_ref())?,
            since: None,
        })
    }

    /// The same page, of what is older than a line.
    fn older(&self, slug: &str, last: &str) -> String {
        let mut path = format!("{}?before={last}", Links::organise_history(slug));
        for (name, value) in [("of", &self.of), ("by", &self.by)] {
            if let Some(value) = value {
                // Both were read as ids, which stand in an address as they are.
                let _ = write!(path, "&{name}={value}");
            }
        }
        path
    }
}

/// The page.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    asked: web::Query<Asked>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let filter = asked.filter(&organised)?;
        let mut lines = app.read(|rx| audit_trail::list(rx, &filter, LINES + 1))?;
        let slug = &organised.event.slug;
        let has_older = lines.len() > LINES as usize;
        lines.truncate(LINES as usize);
        let older_href = lines
            .last()
            .filter(|_| has_older)
            .map(|last| asked.older(slug, &last.id));
        let is_part = asked.of.is_some() || asked.by.is_some();
        let page = EventHistory {
            layout: organised.layout(&app, "History"),
            event: organised.header(&app, Section::History),
            only: is_part.then(|| {
                Link::new(
                    "Only a part is shown. Show everything",
                    Links::organise_history(slug),
                )
            }),
            rows: lines
                .into_iter()
                .map(|line| row(slug, organised.event.zone, line))
                .collect(),
            older_href,
            csv_href: Links::organise_history_file(slug, "csv"),
            json_href: Links::organise_history_file(slug, "jsonl"),
        };
        organised.page(&app, &page)
    })
    .await
}

fn row(slug: &str, zone: Tz, line: Line) -> HistoryRow {
    let path = Links::organise_history(slug);
    let noun = match line.subject.split(':').next().unwrap_or_default() {
        "event" => "The event",
        "booking" => "A booking",
        "registration" => "A registration",
        _ => "Something else",
    };
    let who = line.person.map(|person| {
        let name = line.name.unwrap_or_else(|| "Somebody erased".to_owned());
        Link::new(name, format!("{path}?by={person}"))
    });
    HistoryRow {
        when_text: when::moment(line.at, zone),
        what: deed(&line.action),
        subject: Link::new(noun, format!("{path}?of={}", line.subject)),
        who,
        network: line.network,
        detail: if line.altered.is_empty() {
            line.detail
        } else {
            String::new()
        },
        altered: line
            .altered
            .into_iter()
            .map(|change| HistoryChange {
                what: change.what,
                before: change.before,
                after: change.after,
            })
            .collect(),
    }
}

/// What was done, as people say it; an action that has no sentence yet reads as it is kept.
fn deed(action: &str) -> String {
    let text = match action {
        "event.create" => "Event created",
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
        "programme.shift" => "Rest of a stage moved",
        "session.add" => "Session added",
        "session.change" => "Session changed",
        "session.remove" => "Session removed",
        "slots.generate" => "Slots made",
        "slot.withdraw" => "Slot withdrawn",
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
    let kind = "text/csv; charset=utf-8";
    file(app, organised, "csv", kind, AuditForm::Csv).await
}

/// Everything as JSON Lines.
pub(crate) async fn json_lines(
    app: web::Data<App>,
    organised: Organised,
) -> Result<HttpResponse, Failure> {
    let kind = "application/jsonl; charset=utf-8";
    file(app, organised, "jsonl", kind, AuditForm::JsonLines).await
}

async fn file(
    app: web::Data<App>,
    organised: Organised,
    ending: &str,
    kind: &str,
    form: AuditForm,
) -> Result<HttpResponse, Failure> {
    let name = format!(
        "attachment; filename=\"{}-history.{ending}\"",
        organised.event.slug
    );
    let bytes = blocking(move || {
        let filter = Asked::default().filter(&organised)?;
        let lines = app.read(|rx| audit_trail::list(rx, &filter, u32::MAX))?;
        audit_file(form, &lines).map_err(|error| Failure::internal(&error))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}
