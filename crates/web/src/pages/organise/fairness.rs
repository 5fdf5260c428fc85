//! `/organise/events/{slug}/fairness`: how the slots of an event were given, as a page and as a ZIP.

use crate::app::{App, blocking};
use crate::download::Download;
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::pages::deed::deed;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpResponse, web};
use marketday_model::permission::may_manage_bookings;
use marketday_model::spreadsheet::csv_lines;
use marketday_model::{Event, Instant};
use marketday_render::pages::organise::{
    EventFairness, FairnessFile, FairnessOverrule, FairnessRequest, FairnessStep, FairnessText,
    Section,
};
use marketday_render::{Links, when};
use marketday_scheduling::{
    Asked, FairnessRecord, Outcome, Overruled, Step, Way, fairness_record, fairness_rows,
};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What stands in the columns of the CSV file, in order.
const COLUMNS: [&str; 11] = [
    "part",
    "at",
    "way",
    "company",
    "pitch",
    "slot",
    "outcome",
    "decided at",
    "why",
    "by",
    "email",
];

fn read(app: &App, organised: &Organised) -> Result<FairnessText, Failure> {
    let event = &organised.event;
    let sees_people = may_manage_bookings(&organised.signed_in.actor, event);
    let rows = app.read(|rx| fairness_rows(rx, event, sees_people))?;
    Ok(text(event, &fairness_record(&rows), sees_people, app.now()))
}

/// `GET …/fairness`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let slug = &organised.event.slug;
        let page = EventFairness {
            layout: organised.layout(&app, "Fairness record"),
            event: organised.header(&app, Section::Bookings),
            record: read(&app, &organised)?,
            zip_href: Links::organise_fairness_file(slug),
        };
        organised.page(&app, &page)
    })
    .await
}

/// `GET …/fairness.zip`
pub(crate) async fn zip(
    app: web::Data<App>,
    organised: Organised,
) -> Result<HttpResponse, Failure> {
    let download = blocking(move || {
        let record = read(&app, &organised)?;
        let json = serde_json::to_string_pretty(&record);
        let files = [
            ("record.csv", csv(&record)),
            (
                "record.json",
                json.map_err(|error| Failure::internal(&error))?,
            ),
            ("rule.txt", rule(&record)),
            ("record.html", app.html(&FairnessFile { record })?),
        ];
        let archive = archived(&files).map_err(|error| Failure::internal(&error))?;
        Ok(Download {
            name: format!("{}-fairness.zip", organised.event.slug),
            media_type: "application/zip",
            content: Box::new(Cursor::new(archive)),
            is_public: false,
        })
    })
    .await?;
    Ok(download.answer())
}

fn archived(files: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// `2027-03-02 10:30:00 +00:00`: sorts as text, and says which of two equal hours it is.
fn moment(at: Instant, event: &Event) -> String {
    at.with_timezone(&event.zone)
        .format("%Y-%m-%d %H:%M:%S %:z")
        .to_string()
}

fn slot(slot: Option<&(String, Instant)>, event: &Event) -> String {
    slot.map_or_else(String::new, |(stage, at)| {
        let at = at.with_timezone(&event.zone).format("%Y-%m-%d %H:%M %:z");
        format!("{stage}, {at}")
    })
}

fn text(event: &Event, record: &FairnessRecord, names_people: bool, now: Instant) -> FairnessText {
    FairnessText {
        event: event.title.clone(),
        event_text: format!(
            "{}, {}",
            when::range(event.time, event.zone),
            view::venue_text(event)
        ),
        zone: event.zone.name().to_owned(),
        made_at: moment(now, event),
        names_people,
        rules: record.rules.clone(),
        deciding: record.deciding.clone(),
        requests: record.asked.iter().map(|one| request(one, event)).collect(),
        overrules: record
            .overruled
            .iter()
            .map(|one| overrule(one, event))
            .collect(),
        steps: record.steps.iter().map(|one| step(one, event)).collect(),
        holds_ended: record.holds_ended,
    }
}

fn request(asked: &Asked, event: &Event) -> FairnessRequest {
    let (contact_name, contact_email) = asked.contact.clone().unzip();
    FairnessRequest {
        asked_at: moment(asked.at, event),
        way: match asked.way {
            Way::Booking => "Booking",
            Way::Proposal => "Proposal",
        }
        .to_owned(),
        company: asked.company.clone(),
        pitch: asked.pitch.clone(),
        slot: slot(asked.slot.as_ref(), event),
        outcome: match asked.outcome {
            Outcome::Accepted => "Accepted",
            Outcome::Open => "Not decided yet",
            Outcome::Declined => "Declined",
            Outcome::GivenUp => "Given up",
            Outcome::Cancelled => "Cancelled",
            Outcome::Lapsed => "Place passed on",
        }
        .to_owned(),
        decided_at: asked
            .decided_at
            .map_or_else(String::new, |at| moment(at, event)),
        why: asked.why.clone(),
        contact_name,
        contact_email,
    }
}

fn overrule(one: &Overruled, event: &Event) -> FairnessOverrule {
    FairnessOverrule {
        made_at: moment(one.at, event),
        company: one.company.clone(),
        slot: slot(one.slot.as_ref(), event),
        rules: one.rules.join("; "),
        reason: one.reason.clone(),
        by: one.by.clone(),
    }
}

fn step(step: &Step, event: &Event) -> FairnessStep {
    let changed = step
        .altered
        .iter()
        .map(|(what, before, after)| format!("{what}: {before} > {after}"));
    let detail: Vec<String> = Some(step.detail.clone())
        .filter(|detail| !detail.is_empty())
        .into_iter()
        .chain(changed)
        .collect();
    FairnessStep {
        at: moment(step.at, event),
        what: deed(&step.action),
        company: step.company.clone(),
        detail: detail.join("\n"),
        by: step.by.clone(),
    }
}

/// All parts below each other: what was asked, overruled and done.
fn csv(record: &FairnessText) -> String {
    let none = String::new;
    let requests = record.requests.iter().map(|row| {
        [
            "request".to_owned(),
            row.asked_at.clone(),
            row.way.clone(),
            row.company.clone(),
            row.pitch.clone(),
            row.slot.clone(),
            row.outcome.clone(),
            row.decided_at.clone(),
            row.why.clone(),
            row.contact_name.clone().unwrap_or_default(),
            row.contact_email.clone().unwrap_or_default(),
        ]
    });
    let overrules = record.overrules.iter().map(|row| {
        [
            "overrule".to_owned(),
            row.made_at.clone(),
            row.rules.clone(),
            row.company.clone(),
            none(),
            row.slot.clone(),
            none(),
            none(),
            row.reason.clone(),
            row.by.clone().unwrap_or_default(),
            none(),
        ]
    });
    let steps = record.steps.iter().map(|row| {
        [
            "step".to_owned(),
            row.at.clone(),
            row.what.clone(),
            row.company.clone(),
            none(),
            none(),
            none(),
            none(),
            row.detail.clone(),
            row.by.clone().unwrap_or_default(),
            none(),
        ]
    });
    let rows = requests.chain(overrules).chain(steps);
    // Without the mark some spreadsheets take it for another alphabet.
    let lines = csv_lines(std::iter::once(COLUMNS.map(str::to_owned)).chain(rows));
    format!("\u{feff}{lines}")
}

/// The published rule alone.
fn rule(record: &FairnessText) -> String {
    let mut lines = vec![
        record.event.clone(),
        record.event_text.clone(),
        String::new(),
    ];
    lines.extend(record.rules.iter().cloned());
    if !record.deciding.is_empty() {
        lines.push(String::new());
        lines.extend(record.deciding.iter().cloned());
    }
    lines.join("\n") + "\n"
}
