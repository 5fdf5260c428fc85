//! `/organise/calendars`: the calendars of others that an organising body imports, to be warned of clashes.

use super::frame::{count, form_page, layout};
use super::venues::bodies_of;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::uploaded::{SentFile, Uploaded};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_imports::{Address, ImportRefused, NewCalendar, ask_now};
use marketday_model::time::LONDON;
use marketday_model::{
    ImportProblem, ImportedCalendar, ImportedCalendarId, ImportedEntry, Instant, Line, TimeRange,
};
use marketday_render::pages::organise::{
    ImportedCalendarForm, ImportedCalendarPage, ImportedCalendarRow, ImportedCalendars,
    ImportedEntryRow,
};
use marketday_render::{Choice, FormState, Links, when};
use marketday_store::{imported_calendars, organisations};

/// How many entries a calendar's page shows.
const SHOWN: u32 = 20;

/// `GET /organise/calendars`
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let bodies = bodies_of(&visitor)?;
        let (calendars, counts) = app.read(|rx| {
            let calendars = imported_calendars::list(rx, &bodies)?;
            let ids: Vec<_> = calendars.iter().map(|calendar| calendar.id).collect();
            let counts = imported_calendars::count_entries(rx, &ids)?;
            Ok((calendars, counts))
        })?;
        let row = |calendar: &ImportedCalendar| {
            let entries = counts.get(&calendar.id).copied().unwrap_or(0);
            let from = host(&app, calendar).unwrap_or_else(|| "a file".to_owned());
            ImportedCalendarRow {
                name: calendar.name.clone(),
                text: format!("{}, from {from}", entries_text(entries)),
                trouble: trouble(calendar),
                href: Links::organise_calendar(&calendar.id),
            }
        };
        let mut layout = layout(&app, &visitor, "Imported calendars");
        layout.flash = flash;
        let page = ImportedCalendars {
            layout,
            calendars: calendars.iter().map(row).collect(),
            address_href: Links::organise_new_calendar(),
            file_href: Links::organise_calendar_file(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// No more of an address than its server: the rest may be a secret.
fn host(app: &App, calendar: &ImportedCalendar) -> Option<String> {
    let address = calendar.address.as_deref()?;
    let parsed = Address::parse(address, &app.reach);
    Some(parsed.map_or_else(
        |_| "an address".to_owned(),
        |address| address.host().to_owned(),
    ))
}

fn entries_text(number: usize) -> String {
    match number {
        0 => "No entries".to_owned(),
        1 => "1 entry".to_owned(),
        _ => format!("{number} entries"),
    }
}

fn trouble(calendar: &ImportedCalendar) -> Option<String> {
    if calendar.failures > 0 {
        return Some(calendar.last_answer.clone());
    }
    let problems = calendar.problems.len();
    (problems > 0).then(|| count(problems, "problem"))
}

/// `GET /organise/calendars/new`
pub(crate) async fn ask_address(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || blank(&app, &visitor, false)).await
}

/// `GET /organise/calendars/file`
pub(crate) async fn ask_file(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || blank(&app, &visitor, true)).await
}

fn blank(app: &App, visitor: &Visitor, is_file: bool) -> Result<Reply, Failure> {
    let id: ImportedCalendarId = app.surroundings.id();
    let form = FormState::new().with("form_id", id.to_string());
    form_of(app, visitor, form, is_file)
}

fn form_of(app: &App, visitor: &Visitor, form: FormState, is_file: bool) -> Result<Reply, Failure> {
    let bodies = bodies_of(visitor)?;
    let bodies = if bodies.len() > 1 {
        let bodies = app.read(|rx| organisations::list_by_ids(rx, &bodies))?;
        let choice = |body: &marketday_model::Organisation| {
            Choice::new(body.id.to_string(), body.name.clone())
        };
        bodies.iter().map(choice).collect()
    } else {
        Vec::new()
    };
    let (own, other) = (
        Links::organise_new_calendar(),
        Links::organise_calendar_file(),
    );
    let (title, action, other_href) = if is_file {
        ("Import a calendar from a file", other, own)
    } else {
        ("Import a calendar from an address", own, other)
    };
    let page = ImportedCalendarForm {
        layout: layout(app, visitor, title)
            .crumb("Imported calendars", Links::organise_calendars()),
        form,
        action,
        is_file,
        bodies,
        other_href,
        back_href: Links::organise_calendars(),
    };
    form_page(app, visitor, &page.form, &page)
}

/// What both forms say: which calendar, and whose.
fn new_calendar(
    app: &App,
    visitor: &Visitor,
    fields: &mut Fields,
) -> Result<Option<NewCalendar>, Failure> {
    let bodies = bodies_of(visitor)?;
    let id = fields.text("form_id").parse().ok();
    let body = if let [only] = bodies.as_slice() {
        Some(*only)
    } else {
        let chosen = fields.word("body", "Choose the organisation");
        chosen.filter(|body| bodies.contains(body))
    };
    if body.is_none() && fields.is_good() {
        fields.form.push_error("body", "Choose the organisation");
    }
    let name: Option<Line<80>> = fields.line("calendar_name", "The name");
    Ok(body.zip(name).map(|(body, name)| NewCalendar {
        id: id.unwrap_or_else(|| app.surroundings.id()),
        body,
        name: name.to_string(),
    }))
}

/// `POST /organise/calendars/new`
pub(crate) async fn import_address(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mut fields = Fields::of(form);
        let new = new_calendar(&app, &visitor, &mut fields)?;
        let address = Address::parse(fields.text("address"), &app.reach)
            .map_err(|refused| fields.form.push_error("address", refused.to_string()))
            .ok();
        let Some((new, address)) = new.zip(address) else {
            return form_of(&app, &visitor, fields.form, false);
        };
        let (id, person) = (new.id, visitor.required()?.person.id);
        let imported =
            marketday_imports::import_address(&app.store, &app.surroundings, person, new, &address);
        imported_or_told(&app, &visitor, id, imported, (fields.form, false))
    })
    .await
}

/// `POST /organise/calendars/file`
pub(crate) async fn import_file(app: web::Data<App>, uploaded: Uploaded) -> Result<Reply, Failure> {
    blocking(move || {
        let Uploaded { posted, file } = uploaded;
        let Posted { visitor, form } = posted;
        let mut fields = Fields::of(form);
        let new = new_calendar(&app, &visitor, &mut fields)?;
        let file = match file {
            SentFile::Whole(_, file) => {
                Ok(SentFile::read(file).map_err(|error| Failure::internal(&error))?)
            }
            SentFile::None => Err("Choose a file"),
            SentFile::TooLarge => Err("The file must be 2 MB or smaller"),
        };
        let file = file
            .map_err(|told| fields.form.push_error("file", told))
            .ok();
        let Some((new, file)) = new.zip(file) else {
            return form_of(&app, &visitor, fields.form, true);
        };
        let (id, person) = (new.id, visitor.required()?.person.id);
        let imported =
            marketday_imports::import_file(&app.store, &app.surroundings, person, new, &file);
        imported_or_told(&app, &visitor, id, imported, (fields.form, true))
    })
    .await
}

fn imported_or_told(
    app: &App,
    visitor: &Visitor,
    id: ImportedCalendarId,
    imported: Result<(), ImportRefused>,
    (mut form, is_file): (FormState, bool),
) -> Result<Reply, Failure> {
    let refused = match imported {
        Ok(()) => {
            let path = Links::organise_calendar(&id);
            return Ok(see_other(&format!("{path}?done=calendar-imported")));
        }
        Err(ImportRefused::Store(error)) => return Err(error.into()),
        Err(refused) => refused,
    };
    let field = match &refused {
        ImportRefused::Unreadable(_) => "file",
        _ => "calendar_name",
    };
    form.push_error(field, refused.to_string());
    form_of(app, visitor, form, is_file)
}

/// The imported calendar of an address, if it is of one of the visitor's bodies.
fn calendar_of(app: &App, visitor: &Visitor, id: &str) -> Result<ImportedCalendar, Failure> {
    let bodies = bodies_of(visitor)?;
    let id: ImportedCalendarId = id.parse().map_err(|_| Failure::NotFound)?;
    let calendar = app
        .read(|rx| imported_calendars::find(rx, id))
        .and_then(found)?;
    found(bodies.contains(&calendar.body).then_some(calendar))
}

/// `GET /organise/calendars/{calendar}`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let calendar = calendar_of(&app, &visitor, &id)?;
        let (entries, counts) = app.read(|rx| {
            let entries = imported_calendars::list_entries(rx, calendar.id, app.now(), SHOWN)?;
            let counts = imported_calendars::count_entries(rx, &[calendar.id])?;
            Ok((entries, counts))
        })?;
        let mut layout = layout(&app, &visitor, &calendar.name)
            .crumb("Imported calendars", Links::organise_calendars());
        layout.flash = flash;
        let moment = |at: Instant| when::moment(at, LONDON);
        let page = ImportedCalendarPage {
            layout,
            host: host(&app, &calendar),
            fetched_text: calendar.fetched_at.map(moment),
            answer: calendar.last_answer.clone(),
            is_failing: calendar.failures > 0,
            next_text: calendar.next_fetch.map(moment),
            entries_text: entries_text(counts.get(&calendar.id).copied().unwrap_or(0)),
            entries: entries.iter().map(entry_row).collect(),
            problems: calendar.problems.iter().map(problem_text).collect(),
            fetch_action: calendar
                .address
                .is_some()
                .then(|| Links::organise_calendar_fetching(&calendar.id)),
            remove_action: Links::organise_calendar_removal(&calendar.id),
            back_href: Links::organise_calendars(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn entry_row(entry: &ImportedEntry) -> ImportedEntryRow {
    let when_text = if entry.all_day {
        let days = entry.days(LONDON);
        let day = |day: &chrono::NaiveDate| day.format("%A %-d %B %Y").to_string();
        if days.start() == days.end() {
            day(days.start())
        } else {
            format!("{} to {}", day(days.start()), day(days.end()))
        }
    } else {
        match TimeRange::new(entry.starts, entry.ends) {
            Ok(time) => when::range(time, LONDON),
            Err(_) => when::moment(entry.starts, LONDON),
        }
    };
    ImportedEntryRow {
        title: entry.title.clone(),
        when_text,
        location: entry.location.clone(),
    }
}

fn problem_text(problem: &ImportProblem) -> String {
    if problem.line == 0 {
        problem.why.clone()
    } else {
        format!("Line {}: {}", problem.line, problem.why)
    }
}

/// `POST /organise/calendars/{calendar}/fetching`
pub(crate) async fn fetch(
    app: web::Data<App>,
    posted: Posted,
    id: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let calendar = calendar_of(&app, &posted.visitor, &id)?;
        ask_now(&app.store, &app.surroundings, &calendar)?;
        let path = Links::organise_calendar(&calendar.id);
        Ok(see_other(&format!("{path}?done=calendar-asked")))
    })
    .await
}

/// `POST /organise/calendars/{calendar}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    id: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let calendar = calendar_of(&app, &posted.visitor, &id)?;
        let person = posted.visitor.required()?.person.id;
        marketday_imports::remove(&app.store, &app.surroundings, person, calendar)?;
        let path = Links::organise_calendars();
        Ok(see_other(&format!("{path}?done=calendar-removed")))
    })
    .await
}
