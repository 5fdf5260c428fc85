//! `/organise/events/{slug}/fairness`: how the slots of an event were given, as a page and as a ZIP.

use super::fairness_csv::csv;
use super::proposal::GONE;
use crate::app::{App, blocking};
use crate::download::Download;
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::pages::deed::deed;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpResponse, web};
use marketday_model::permission::may_manage_bookings;
use marketday_model::waiting::{Offer, Wish};
use marketday_model::{Event, Instant, SlotMode};
use marketday_render::pages::organise::{
    EventFairness, FairnessAssessor, FairnessFile, FairnessMark, FairnessOverrule,
    FairnessProposal, FairnessRequest, FairnessStep, FairnessText, FairnessWaiting, Section,
};
use marketday_render::{Links, when};
use marketday_scheduling::{
    Asked, Assessor, FairnessRecord, Judged, Outcome, Overruled, SlotAt, Step, Waited, Way,
    fairness_record, fairness_rows,
};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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

fn slot(slot: Option<&SlotAt>, event: &Event) -> String {
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
        has_proposals: record
            .asked
            .iter()
            .any(|one| matches!(one.way, Way::Proposal(_))),
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
            Way::Proposal(_) => "Proposal",
            Way::Waiting(_) => "Waiting list",
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
            Outcome::Unserved => "No slot came free",
        }
        .to_owned(),
        decided_at: asked
            .decided_at
            .map_or_else(String::new, |at| moment(at, event)),
        why: asked.why.clone(),
        waiting: match &asked.way {
            Way::Waiting(waited) => Some(waiting(waited, event)),
            _ => None,
        },
        proposal: match &asked.way {
            Way::Proposal(judged) => Some(proposal(judged, event)),
            _ => None,
        },
        contact_name,
        contact_email,
    }
}

fn waiting(waited: &Waited, event: &Event) -> FairnessWaiting {
    let wish = match waited.wish {
        Wish::Any => "Any slot".to_owned(),
        Wish::Mode(SlotMode::HeldBack) => "A held-back slot".to_owned(),
        Wish::Mode(_) => "An open slot".to_owned(),
        Wish::Slot(_) => slot(waited.wished.as_ref(), event),
    };
    let offer = waited.offer.as_ref();
    let of_offer = |at: fn(&Offer) -> Instant| {
        offer.map_or_else(String::new, |(offer, _)| moment(at(offer), event))
    };
    FairnessWaiting {
        wish,
        offered_slot: slot(offer.and_then(|(_, slot)| slot.as_ref()), event),
        offered_at: of_offer(|offer| offer.made_at),
        offer_until: of_offer(|offer| offer.until),
    }
}

fn proposal(judged: &Judged, event: &Event) -> FairnessProposal {
    let at = |at: Option<Instant>| at.map_or_else(String::new, |at| moment(at, event));
    FairnessProposal {
        state: judged.state.name().to_owned(),
        rank: word(judged.rank),
        mark: word(judged.mark),
        scored_by: judged.scored_by,
        means: marks(&judged.means, ToString::to_string),
        assessors: judged.assessors.iter().map(assessor).collect(),
        shortlisted: judged.shortlisted,
        decided_by: judged.decided_by.clone(),
        confirm_by: at(judged.confirm_by),
        answered_at: at(judged.answered_at),
    }
}

fn word(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn marks<T>(given: &[(String, Option<T>)], text: fn(&T) -> String) -> Vec<FairnessMark> {
    let mark = |(criterion, mark): &(String, Option<T>)| FairnessMark {
        criterion: criterion.clone(),
        mark: mark.as_ref().map_or_else(String::new, text),
    };
    given.iter().map(mark).collect()
}

fn assessor(one: &Assessor) -> FairnessAssessor {
    let name = one.name.clone().filter(|name| !name.is_empty());
    FairnessAssessor {
        name: name.unwrap_or_else(|| GONE.to_owned()),
        has_conflict: one.has_conflict,
        scores: marks(&one.scores, |score| score.get().to_string()),
        mark: word(one.mark),
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
