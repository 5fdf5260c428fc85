//! `/organise/events/{slug}/run-sheet`: what happens on each stage, to be printed; also as CSV.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use marketday_model::permission::may_manage_bookings;
use marketday_model::spreadsheet::csv_lines;
use marketday_model::{Event, Instant};
use marketday_render::pages::organise::{RunSheet, RunSheetRow, RunSheetStage, Section};
use marketday_render::{Link, Links, Tag, Tone, when};
use marketday_scheduling::{PitchStatus, RunItem, RunSheet as Planned, StageRun, run_sheet};
use serde::Deserialize;

/// How that is called which concerns all stages.
const WHOLE_VENUE: &str = "Whole venue";

/// What stands in the file's columns, in order.
const COLUMNS: [&str; 15] = [
    "start",
    "end",
    "stage",
    "type",
    "title",
    "company",
    "presenter",
    "contact",
    "phone",
    "chair",
    "slides received",
    "equipment",
    "access",
    "status",
    "notes",
];

/// Which programme is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// `draft`; what is released otherwise.
    programme: Option<String>,
}

impl Asked {
    /// Before the first release there is only the draft.
    fn is_draft(&self, event: &Event) -> bool {
        event.release == 0 || self.programme.as_deref() == Some("draft")
    }
}

fn read(app: &App, organised: &Organised, is_draft: bool) -> Result<Planned, Failure> {
    let (event, now) = (&organised.event, app.now());
    let phones = may_manage_bookings(&organised.signed_in.actor, event);
    app.read(|rx| run_sheet(rx, event, is_draft, phones, now))
}

/// The page.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    asked: web::Query<Asked>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let is_draft = asked.is_draft(event);
        let sheet = read(&app, &organised, is_draft)?;
        let (of_text, other) = match (event.release, is_draft) {
            (0, _) => (
                "The draft of the programme, of which nothing is released yet".to_owned(),
                None,
            ),
            (_, true) => (
                "The draft of the programme".to_owned(),
                Some(Link::new(
                    "See that of what is released",
                    Links::organise_run_sheet(&event.slug),
                )),
            ),
            (release, false) => (
                format!("Release {release} of the programme"),
                Some(Link::new(
                    "See that of the draft",
                    Links::organise_run_sheet_draft(&event.slug),
                )),
            ),
        };
        let page = RunSheet {
            layout: organised
                .layout(&app, "Run sheet")
                .crumb("Programme", Links::organise_programme(&event.slug)),
            event: organised.header(&app, Section::Programme),
            of_text,
            other,
            csv_href: Links::organise_run_sheet_file(&event.slug, is_draft),
            stages: stages(event, &sheet),
        };
        organised.page(&app, &page)
    })
    .await
}

/// Each stage with what concerns the whole venue, so that its page is all that is needed there.
fn stages(event: &Event, sheet: &Planned) -> Vec<RunSheetStage> {
    let common = sheet.whole_venue.as_slice();
    if sheet.stages.is_empty() && !common.is_empty() {
        return vec![stage(event, &of_venue(), common)];
    }
    let stages = sheet.stages.iter();
    stages.map(|of| stage(event, of, common)).collect()
}

/// What stands for the stage where something concerns all of them.
fn of_venue() -> StageRun {
    StageRun {
        name: WHOLE_VENUE.to_owned(),
        ..StageRun::default()
    }
}

fn stage(event: &Event, of: &StageRun, common: &[RunItem]) -> RunSheetStage {
    let own = of.items.iter().map(|item| (item, false));
    let mut items: Vec<_> = own.chain(common.iter().map(|item| (item, true))).collect();
    items.sort_by_key(|(item, _)| item.time.start());
    RunSheetStage {
        name: of.name.clone(),
        equipment: of.equipment.clone(),
        access: of.access.clone(),
        rows: items
            .into_iter()
            .map(|(item, is_common)| row(event, item, is_common))
            .collect(),
    }
}

fn row(event: &Event, item: &RunItem, is_common: bool) -> RunSheetRow {
    let pitch = item.pitch.as_ref();
    let kind = kind(item);
    RunSheetRow {
        times_text: event.days().times(item.time),
        kind: if is_common {
            format!("{kind}, whole venue")
        } else {
            kind.to_owned()
        },
        title: item.title.clone(),
        company: pitch.map_or_else(String::new, |pitch| pitch.company.clone()),
        presenter: pitch.map_or_else(String::new, |pitch| pitch.presenter.clone()),
        contact: pitch.and_then(|pitch| pitch.contact.clone()),
        phone: pitch.and_then(|pitch| pitch.phone.clone()),
        chair: item.chair.clone(),
        slides: pitch.and_then(|pitch| pitch.slides),
        note: item.note.clone(),
        status: pitch.map(|pitch| tag(pitch.status)),
        notes: notes(event, item),
        is_slot: pitch.is_some(),
    }
}

fn kind(item: &RunItem) -> &'static str {
    if item.pitch.is_some() {
        "Pitch"
    } else {
        item.kind.name()
    }
}

fn tag(status: PitchStatus) -> Tag {
    match status {
        PitchStatus::Confirmed => Tag::new("Confirmed", Tone::Good),
        PitchStatus::Unconfirmed => Tag::new("Unconfirmed", Tone::Warn),
        PitchStatus::Held => Tag::new("Being booked", Tone::Warn),
        PitchStatus::Curated => Tag::new("Curated", Tone::Quiet),
        PitchStatus::HeldBack => Tag::new("Held back", Tone::Quiet),
        PitchStatus::Free => Tag::new("Free", Tone::Quiet),
    }
}

/// What a session says of itself; the inner times of a slot.
fn notes(event: &Event, item: &RunItem) -> String {
    let Some(pitch) = &item.pitch else {
        return item.description.clone();
    };
    let time = |at| when::time(at, event.zone);
    let clear = format!("stage clear by {}", time(pitch.clear_at));
    if pitch.questions_at == item.time.end() {
        format!("No questions, {clear}")
    } else {
        format!("Questions from {}, {clear}", time(pitch.questions_at))
    }
}

/// The file: everything once, by time.
pub(crate) async fn csv(
    app: web::Data<App>,
    organised: Organised,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let name = format!("{}-run-sheet.csv", organised.event.slug);
    let file = blocking(move || {
        let is_draft = asked.is_draft(&organised.event);
        let sheet = read(&app, &organised, is_draft)?;
        Ok(csv_file(&organised.event, &sheet))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(file))
}

fn csv_file(event: &Event, sheet: &Planned) -> String {
    let venue = of_venue();
    let common = sheet.whole_venue.iter().map(|item| (&venue, item));
    let own = sheet.stages.iter().flat_map(|stage| {
        let items = stage.items.iter();
        items.map(move |item| (stage, item))
    });
    let mut items: Vec<_> = common.chain(own).collect();
    items.sort_by_key(|(_, item)| item.time.start());
    let rows = items
        .into_iter()
        .map(|(stage, item)| cells(event, stage, item));
    csv_lines(std::iter::once(COLUMNS.map(str::to_owned)).chain(rows))
}

fn cells(event: &Event, stage: &StageRun, item: &RunItem) -> [String; 15] {
    let RunSheetRow {
        title,
        company,
        presenter,
        contact,
        phone,
        chair,
        slides,
        note,
        status,
        notes,
        ..
    } = row(event, item, false);
    // As spreadsheets read a date and a time.
    let local = |at: Instant| {
        let day = when::date_value(at, event.zone);
        format!("{day} {}", when::time_value(at, event.zone))
    };
    [
        local(item.time.start()),
        local(item.time.end()),
        stage.name.clone(),
        kind(item).to_owned(),
        title,
        company,
        presenter,
        contact.unwrap_or_default(),
        phone.unwrap_or_default(),
        chair,
        slides
            .map_or("", |come| if come { "yes" } else { "no" })
            .to_owned(),
        stage.equipment.clone(),
        stage.access.clone(),
        status.map_or_else(String::new, |status| status.text),
        if note.is_empty() || notes.is_empty() {
            note + &notes
        } else {
            format!("{note}\n{notes}")
        },
    ]
}
