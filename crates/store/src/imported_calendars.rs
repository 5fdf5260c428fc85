//! Calendars of others that organising bodies import, and what happens in them.

use crate::columns::{At, Count, MaybeAt, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{imported_calendars, imported_entries};
use diesel::prelude::*;
use marketday_model::{
    ImportProblem, ImportedCalendar, ImportedCalendarId, ImportedEntry, Instant, OrganisationId,
};
use std::collections::HashMap;

/// How many rows one statement inserts: both databases limit its parameters.
const BATCH: usize = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = imported_calendars)]
struct Row {
    id: Text<ImportedCalendarId>,
    body_id: Text<OrganisationId>,
    name: String,
    address: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    fetched_at: MaybeAt,
    read_at: MaybeAt,
    last_answer: String,
    failures: Count,
    next_fetch_at: MaybeAt,
    problems: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = imported_entries)]
struct EntryRow {
    uid: String,
    title: String,
    location: String,
    starts_at: At,
    ends_at: At,
    all_day: bool,
}

impl From<Row> for ImportedCalendar {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            body: row.body_id.0,
            name: row.name,
            address: row.address,
            etag: row.etag,
            last_modified: row.last_modified,
            fetched_at: row.fetched_at.0,
            read_at: row.read_at.0,
            last_answer: row.last_answer,
            failures: row.failures.0,
            next_fetch: row.next_fetch_at.0,
            problems: row.problems.lines().filter_map(problem).collect(),
        }
    }
}

impl From<EntryRow> for ImportedEntry {
    fn from(row: EntryRow) -> Self {
        Self {
            uid: row.uid,
            title: row.title,
            location: row.location,
            starts: row.starts_at.0,
            ends: row.ends_at.0,
            all_day: row.all_day,
        }
    }
}

fn problem(line: &str) -> Option<ImportProblem> {
    let (line, why) = line.split_once(' ')?;
    Some(ImportProblem {
        line: line.parse().ok()?,
        why: why.to_owned(),
    })
}

fn lines(problems: &[ImportProblem]) -> String {
    let lines = problems
        .iter()
        .map(|problem| format!("{} {}", problem.line, problem.why.replace('\n', " ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The calendar with this id.
pub fn find(
    rx: &mut Rx<'_>,
    id: ImportedCalendarId,
) -> Result<Option<ImportedCalendar>, StoreError> {
    let row: Option<Row> = imported_calendars::table
        .filter(imported_calendars::id.eq(id.to_string()))
        .select(Row::as_select())
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Into::into))
}

/// The calendars that these bodies import, by name.
pub fn list(
    rx: &mut Rx<'_>,
    bodies: &[OrganisationId],
) -> Result<Vec<ImportedCalendar>, StoreError> {
    let bodies: Vec<String> = bodies.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = imported_calendars::table
        .filter(imported_calendars::body_id.eq_any(bodies))
        .order((imported_calendars::name, imported_calendars::id))
        .select(Row::as_select())
        .load(rx.db())?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The calendars that are to be asked for by now, the longest due first.
pub fn list_due(
    rx: &mut Rx<'_>,
    now: Instant,
    most: u32,
) -> Result<Vec<ImportedCalendar>, StoreError> {
    let rows: Vec<Row> = imported_calendars::table
        .filter(imported_calendars::next_fetch_at.le(at(now)))
        .order((imported_calendars::next_fetch_at, imported_calendars::id))
        .limit(most.into())
        .select(Row::as_select())
        .load(rx.db())?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How many calendars a body imports.
pub fn count(rx: &mut Rx<'_>, body: OrganisationId) -> Result<usize, StoreError> {
    let count: i64 = imported_calendars::table
        .filter(imported_calendars::body_id.eq(body.to_string()))
        .count()
        .get_result(rx.db())?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// How many entries each of these calendars has; one without any is left out.
pub fn count_entries(
    rx: &mut Rx<'_>,
    of: &[ImportedCalendarId],
) -> Result<HashMap<ImportedCalendarId, usize>, StoreError> {
    let ids: Vec<String> = of.iter().map(ToString::to_string).collect();
    let rows: Vec<(Text<ImportedCalendarId>, i64)> = imported_entries::table
        .filter(imported_entries::calendar_id.eq_any(ids))
        .group_by(imported_entries::calendar_id)
        .select((imported_entries::calendar_id, diesel::dsl::count_star()))
        .load(rx.db())?;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    Ok(rows.into_iter().map(|(id, n)| (id.0, count(n))).collect())
}

/// The first entries of a calendar that are not over by `from`, by start.
pub fn list_entries(
    rx: &mut Rx<'_>,
    id: ImportedCalendarId,
    from: Instant,
    most: u32,
) -> Result<Vec<ImportedEntry>, StoreError> {
    let rows: Vec<EntryRow> = imported_entries::table
        .filter(imported_entries::calendar_id.eq(id.to_string()))
        .filter(imported_entries::ends_at.ge(at(from)))
        .order((imported_entries::starts_at, imported_entries::uid))
        .limit(most.into())
        .select(EntryRow::as_select())
        .load(rx.db())?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What happens between two instants in the calendars that a body imports, by start, with the calendar's name.
pub fn list_between(
    rx: &mut Rx<'_>,
    body: OrganisationId,
    (from, until): (Instant, Instant),
    most: u32,
) -> Result<Vec<(String, ImportedEntry)>, StoreError> {
    let rows: Vec<(String, EntryRow)> = imported_entries::table
        .inner_join(imported_calendars::table)
        .filter(imported_calendars::body_id.eq(body.to_string()))
        .filter(imported_entries::starts_at.le(at(until)))
        .filter(imported_entries::ends_at.ge(at(from)))
        .order((
            imported_entries::starts_at,
            imported_entries::uid,
            imported_entries::calendar_id,
        ))
        .limit(most.into())
        .select((imported_calendars::name, EntryRow::as_select()))
        .load(rx.db())?;
    let entry = |(calendar, row): (String, EntryRow)| (calendar, row.into());
    Ok(rows.into_iter().map(entry).collect())
}

/// Stores a calendar, without entries; `false` if its id is taken.
pub fn insert(
    tx: &mut Tx<'_>,
    calendar: &ImportedCalendar,
    now: Instant,
) -> Result<bool, StoreError> {
    tx.insert_if_free(|db| {
        diesel::insert_into(imported_calendars::table)
            .values((
                imported_calendars::id.eq(calendar.id.to_string()),
                imported_calendars::body_id.eq(calendar.body.to_string()),
                imported_calendars::name.eq(&calendar.name),
                imported_calendars::address.eq(calendar.address.as_deref()),
                imported_calendars::etag.eq(calendar.etag.as_deref()),
                imported_calendars::last_modified.eq(calendar.last_modified.as_deref()),
                imported_calendars::fetched_at.eq(calendar.fetched_at.map(at)),
                imported_calendars::read_at.eq(calendar.read_at.map(at)),
                imported_calendars::last_answer.eq(&calendar.last_answer),
                imported_calendars::failures.eq(int(calendar.failures)),
                imported_calendars::next_fetch_at.eq(calendar.next_fetch.map(at)),
                imported_calendars::problems.eq(lines(&calendar.problems)),
                imported_calendars::created_at.eq(at(now)),
            ))
            .execute(db)
    })
}

/// Takes a calendar to ask for, unless another worker has taken it since it was listed; `false` then. Nobody else asks
/// before `until`.
pub fn claim(
    tx: &mut Tx<'_>,
    calendar: &ImportedCalendar,
    until: Instant,
) -> Result<bool, StoreError> {
    let changed = diesel::update(
        imported_calendars::table
            .filter(imported_calendars::id.eq(calendar.id.to_string()))
            .filter(imported_calendars::next_fetch_at.eq(calendar.next_fetch.map(at))),
    )
    .set(imported_calendars::next_fetch_at.eq(at(until)))
    .execute(tx.db())?;
    Ok(changed == 1)
}

/// Lets a calendar with an address be asked for at `when` already; `false` if it was to be by then.
pub fn ask_by(tx: &mut Tx<'_>, id: ImportedCalendarId, when: Instant) -> Result<bool, StoreError> {
    let changed = diesel::update(
        imported_calendars::table
            .filter(imported_calendars::id.eq(id.to_string()))
            .filter(imported_calendars::next_fetch_at.gt(at(when))),
    )
    .set(imported_calendars::next_fetch_at.eq(at(when)))
    .execute(tx.db())?;
    Ok(changed == 1)
}

/// Stores what came of asking for a calendar; `false` if it is not imported any more.
pub fn settle(tx: &mut Tx<'_>, calendar: &ImportedCalendar) -> Result<bool, StoreError> {
    let changed = diesel::update(
        imported_calendars::table.filter(imported_calendars::id.eq(calendar.id.to_string())),
    )
    .set((
        imported_calendars::etag.eq(calendar.etag.as_deref()),
        imported_calendars::last_modified.eq(calendar.last_modified.as_deref()),
        imported_calendars::fetched_at.eq(calendar.fetched_at.map(at)),
        imported_calendars::read_at.eq(calendar.read_at.map(at)),
        imported_calendars::last_answer.eq(&calendar.last_answer),
        imported_calendars::failures.eq(int(calendar.failures)),
        imported_calendars::next_fetch_at.eq(calendar.next_fetch.map(at)),
        imported_calendars::problems.eq(lines(&calendar.problems)),
    ))
    .execute(tx.db())?;
    Ok(changed == 1)
}

/// Puts these entries in place of all that a calendar has.
pub fn replace_entries(
    tx: &mut Tx<'_>,
    id: ImportedCalendarId,
    entries: &[ImportedEntry],
) -> Result<(), StoreError> {
    let id = id.to_string();
    diesel::delete(imported_entries::table.filter(imported_entries::calendar_id.eq(&id)))
        .execute(tx.db())?;
    for batch in entries.chunks(BATCH) {
        let row = |entry: &ImportedEntry| {
            (
                imported_entries::calendar_id.eq(id.clone()),
                imported_entries::uid.eq(entry.uid.clone()),
                imported_entries::title.eq(entry.title.clone()),
                imported_entries::location.eq(entry.location.clone()),
                imported_entries::starts_at.eq(at(entry.starts)),
                imported_entries::ends_at.eq(at(entry.ends)),
                imported_entries::all_day.eq(entry.all_day),
            )
        };
        let rows: Vec<_> = batch.iter().map(row).collect();
        on_each!(tx.db(), |c| diesel::insert_into(imported_entries::table)
            .values(rows)
            .execute(c))?;
    }
    Ok(())
}

/// Removes a calendar with its entries; `false` if there is none.
pub fn remove(tx: &mut Tx<'_>, id: ImportedCalendarId) -> Result<bool, StoreError> {
    let removed =
        diesel::delete(imported_calendars::table.filter(imported_calendars::id.eq(id.to_string())))
            .execute(tx.db())?;
    Ok(removed == 1)
}

/// Whether an entry was over before an instant.
pub fn is_any_over(rx: &mut Rx<'_>, before: Instant) -> Result<bool, StoreError> {
    let over = imported_entries::table.filter(imported_entries::ends_at.lt(at(before)));
    let first: Option<String> = over
        .select(imported_entries::uid)
        .first(rx.db())
        .optional()?;
    Ok(first.is_some())
}

/// Forgets the entries that were over before an instant, and returns how many.
pub fn forget_over(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    let over = imported_entries::table.filter(imported_entries::ends_at.lt(at(before)));
    Ok(diesel::delete(over).execute(tx.db())?)
}
