//! What the worker does: fetching what is due, and forgetting what is over.

use crate::fetch::{Fetched, Known, fetch};
use crate::{Address, Reach};
use chrono::Duration;
use marketday_calendar::{ReadError, import};
use marketday_model::imported_calendar::KEPT_AFTER;
use marketday_model::time::LONDON;
use marketday_model::{ImportedCalendar, ImportedEntry, Instant, Surroundings};
use marketday_store::{Store, StoreError, imported_calendars};
use std::sync::atomic::{AtomicBool, Ordering};

/// How many are fetched before the worker looks again.
const BATCH: u32 = 10;

/// How long a worker has a calendar for itself.
const CLAIM: Duration = Duration::minutes(10);

/// After this long a calendar is read anew though it has not changed: what repeats goes on for longer than was read.
const REREAD: Duration = Duration::days(30);

/// Fetches what is due, until `stopped`, and forgets entries that are over. No transaction is open while a server
/// answers. Returns how many were asked for.
pub fn fetch_due(
    store: &Store,
    surroundings: &Surroundings,
    reach: &Reach,
    stopped: &AtomicBool,
) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let before = now - KEPT_AFTER;
    if store.read(|rx| imported_calendars::is_any_over(rx, before))? {
        store.write(move |tx| imported_calendars::forget_over(tx, before))?;
    }
    let mut count = 0;
    for calendar in store.read(|rx| imported_calendars::list_due(rx, now, BATCH))? {
        if stopped.load(Ordering::Acquire) {
            break;
        }
        let claimed = calendar.clone();
        if !store.write(move |tx| imported_calendars::claim(tx, &claimed, now + CLAIM))? {
            continue;
        }
        let (calendar, entries) = asked(calendar, reach, now);
        store.write(move |tx| {
            if imported_calendars::settle(tx, &calendar)?
                && let Some(entries) = &entries
            {
                imported_calendars::replace_entries(tx, calendar.id, entries)?;
            }
            Ok::<_, StoreError>(())
        })?;
        count += 1;
    }
    Ok(count)
}

/// What became of a calendar, and its entries if they are new.
fn asked(
    calendar: ImportedCalendar,
    reach: &Reach,
    now: Instant,
) -> (ImportedCalendar, Option<Vec<ImportedEntry>>) {
    match answer(&calendar, reach, now) {
        Ok(None) => (good(calendar, "It has not changed", now), None),
        Ok(Some((changed, entries))) => (good(changed, "It was read", now), Some(entries)),
        Err(why) => {
            tracing::info!(calendar = %calendar.id, why, "a calendar could not be fetched");
            let failures = calendar.failures.saturating_add(1);
            let failed = ImportedCalendar {
                fetched_at: Some(now),
                last_answer: why,
                failures,
                next_fetch: Some(ImportedCalendar::after_failure(now, failures)),
                ..calendar
            };
            (failed, None)
        }
    }
}

fn good(calendar: ImportedCalendar, answer: &str, now: Instant) -> ImportedCalendar {
    ImportedCalendar {
        fetched_at: Some(now),
        last_answer: answer.to_owned(),
        failures: 0,
        next_fetch: Some(ImportedCalendar::after_answer(now)),
        ..calendar
    }
}

/// What is new: the calendar as it is now, and what is in it.
type New = (ImportedCalendar, Vec<ImportedEntry>);

/// What is new, or nothing; or why there is no answer, in a sentence.
fn answer(calendar: &ImportedCalendar, reach: &Reach, now: Instant) -> Result<Option<New>, String> {
    let address = calendar.address.as_deref().unwrap_or_default();
    let address = Address::parse(address, reach).map_err(|refused| refused.to_string())?;
    let is_fresh = calendar.read_at.is_some_and(|at| now - at < REREAD);
    let known = if is_fresh {
        Known {
            etag: calendar.etag.clone(),
            last_modified: calendar.last_modified.clone(),
        }
    } else {
        Known::default()
    };
    let (bytes, known) =
        match fetch(&address, &known, reach).map_err(|failed| failed.to_string())? {
            Fetched::Unchanged => return Ok(None),
            Fetched::File(bytes, known) => (bytes, known),
        };
    let imported =
        import(&bytes, LONDON, &ImportedCalendar::window(now)).map_err(|error| match error {
            ReadError::NotACalendar => "What the server sent is no calendar".to_owned(),
            _ => "What the server sent is no calendar that can be read".to_owned(),
        })?;
    let changed = ImportedCalendar {
        etag: known.etag,
        last_modified: known.last_modified,
        read_at: Some(now),
        problems: imported.problems,
        ..calendar.clone()
    };
    Ok(Some((changed, imported.entries)))
}
