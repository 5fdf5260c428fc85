//! What organisers do with calendars of others.

use crate::Address;
use chrono::Duration;
use marketday_calendar::{ReadError, import};
use marketday_model::imported_calendar::MOST_CALENDARS;
use marketday_model::notice::Subject;
use marketday_model::time::LONDON;
use marketday_model::{
    ImportedCalendar, ImportedCalendarId, ImportedEntry, OrganisationId, PersonId, Surroundings,
};
use marketday_store::{Note, Store, StoreError, imported_calendars};

/// The least between two times that an address is asked.
const LEAST: Duration = Duration::minutes(1);

/// Why a calendar is not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefused {
    /// The body imports as many as it may.
    #[error("An organisation imports {MOST_CALENDARS} calendars at most. Remove one first")]
    TooMany,
    /// The file is no calendar.
    #[error("The file is no calendar that can be read")]
    Unreadable(#[from] ReadError),
    /// The database failed.
    #[error("importing the calendar failed")]
    Store(#[from] StoreError),
}

/// A calendar to import. Its id was drawn when the form was made, so that a form sent twice imports one.
#[derive(Debug, Clone)]
pub struct NewCalendar {
    /// Its id.
    pub id: ImportedCalendarId,
    /// Who plans with it.
    pub body: OrganisationId,
    /// What it is called.
    pub name: String,
}

impl NewCalendar {
    fn calendar(self) -> ImportedCalendar {
        ImportedCalendar {
            id: self.id,
            body: self.body,
            name: self.name,
            address: None,
            etag: None,
            last_modified: None,
            fetched_at: None,
            read_at: None,
            last_answer: String::new(),
            failures: 0,
            next_fetch: None,
            problems: Vec::new(),
        }
    }
}

/// Imports a calendar from an address, which is fetched from now on.
pub fn import_address(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    new: NewCalendar,
    address: &Address,
) -> Result<(), ImportRefused> {
    let calendar = ImportedCalendar {
        address: Some(address.as_str().to_owned()),
        next_fetch: Some(surroundings.now()),
        ..new.calendar()
    };
    // The address may be a secret: the trail names the server.
    let detail = format!("{}, {}", calendar.name, address.host());
    keep(store, surroundings, person, (calendar, Vec::new()), detail)
}

/// Imports a calendar from a file.
pub fn import_file(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    new: NewCalendar,
    file: &[u8],
) -> Result<(), ImportRefused> {
    let now = surroundings.now();
    let imported = import(file, LONDON, &ImportedCalendar::window(now))?;
    let calendar = ImportedCalendar {
        fetched_at: Some(now),
        read_at: Some(now),
        problems: imported.problems,
        ..new.calendar()
    };
    let detail = calendar.name.clone();
    keep(
        store,
        surroundings,
        person,
        (calendar, imported.entries),
        detail,
    )
}

fn keep(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (calendar, entries): (ImportedCalendar, Vec<ImportedEntry>),
    detail: String,
) -> Result<(), ImportRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        if imported_calendars::find(tx, calendar.id)?.is_some() {
            return Ok(());
        }
        if imported_calendars::count(tx, calendar.body)? >= MOST_CALENDARS {
            return Err(ImportRefused::TooMany);
        }
        if imported_calendars::insert(tx, &calendar, note.at)? {
            imported_calendars::replace_entries(tx, calendar.id, &entries)?;
            let body = Subject::Organisation(calendar.body);
            note.write(tx, "calendar.import", body, detail.clone())?;
        }
        Ok(())
    })
}

/// Has a calendar fetched at once, by the worker; but not twice within a minute.
pub fn ask_now(
    store: &Store,
    surroundings: &Surroundings,
    calendar: &ImportedCalendar,
) -> Result<(), StoreError> {
    let id = calendar.id;
    let now = surroundings.now();
    let when = calendar.fetched_at.map_or(now, |at| now.max(at + LEAST));
    store.write(move |tx| imported_calendars::ask_by(tx, id, when))?;
    Ok(())
}

/// Imports a calendar no longer, and forgets what is in it.
pub fn remove(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    calendar: ImportedCalendar,
) -> Result<(), StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        if imported_calendars::remove(tx, calendar.id)? {
            let body = Subject::Organisation(calendar.body);
            note.write(tx, "calendar.remove", body, calendar.name.clone())?;
        }
        Ok(())
    })
}
