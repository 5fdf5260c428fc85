//! The slides of bookings: whose have come, however they came; their versions, words and deadline.

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{bookings, event_slides, slide_texts, slides, slides_received};
use diesel::prelude::*;
use marketday_model::{
    BookingId, EventId, Instant, PersonId, Slides, SlidesId, SlidesKind, SlidesText,
};
use std::collections::{BTreeSet, HashMap};

/// The bookings of an event whose slides have come: sent in here, or in another way that an organiser noted.
pub fn list_received(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<BookingId>, StoreError> {
    let noted: Vec<Text<BookingId>> = slides_received::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .select(slides_received::booking_id)
        .load(rx.db())?;
    let sent: Vec<Text<BookingId>> = slides::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(slides::removed_at.is_null())
        .select(slides::booking_id)
        .load(rx.db())?;
    let all: BTreeSet<BookingId> = noted.into_iter().chain(sent).map(|id| id.0).collect();
    Ok(all.into_iter().collect())
}

/// Keeps that the slides of a booking have come, and says whether that is new.
pub fn receive(tx: &mut Tx<'_>, booking: BookingId, now: Instant) -> Result<bool, StoreError> {
    let row = (
        slides_received::booking_id.eq(booking.to_string()),
        slides_received::received_at.eq(at(now)),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(slides_received::table)
            .values(row)
            .execute(db)
    })
}

/// Takes it back, and says whether they had come.
pub fn take_back(tx: &mut Tx<'_>, booking: BookingId) -> Result<bool, StoreError> {
    let gone = diesel::delete(slides_received::table.find(booking.to_string())).execute(tx.db())?;
    Ok(gone > 0)
}

#[derive(Queryable)]
struct SlidesRow {
    id: Text<SlidesId>,
    booking: Text<BookingId>,
    number: Count,
    file_name: String,
    kind: Text<SlidesKind>,
    size: i64,
    sha256: String,
    uploaded_by: MaybeText<PersonId>,
    uploaded_at: At,
    removed_at: MaybeAt,
}

impl From<SlidesRow> for Slides {
    fn from(row: SlidesRow) -> Self {
        Self {
            id: row.id.0,
            booking: row.booking.0,
            number: row.number.0,
            file_name: row.file_name,
            kind: row.kind.0,
            size: row.size.unsigned_abs(),
            sha256: row.sha256,
            uploaded_by: row.uploaded_by.0,
            uploaded_at: row.uploaded_at.0,
            removed_at: row.removed_at.0,
        }
    }
}

/// Every version of a booking's slides, removed ones too, the newest first.
pub fn list_versions(rx: &mut Rx<'_>, booking: BookingId) -> Result<Vec<Slides>, StoreError> {
    let rows: Vec<SlidesRow> = slides::table
        .filter(slides::booking_id.eq(booking.to_string()))
        .order(slides::number.desc())
        .load(rx.db())?;
    Ok(rows.into_iter().map(Slides::from).collect())
}

/// One version, if it was not removed.
pub fn find_version(rx: &mut Rx<'_>, id: SlidesId) -> Result<Option<Slides>, StoreError> {
    let row: Option<SlidesRow> = slides::table
        .find(id.to_string())
        .filter(slides::removed_at.is_null())
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(Slides::from))
}

/// The newest version of each booking of an event that was not removed.
pub fn list_newest(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<HashMap<BookingId, Slides>, StoreError> {
    let rows: Vec<SlidesRow> = slides::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .filter(slides::removed_at.is_null())
        .order(slides::number)
        .select(slides::all_columns)
        .load(rx.db())?;
    // A later one takes the place of an earlier.
    let newest = rows.into_iter().map(|row| (row.booking.0, row.into()));
    Ok(newest.collect())
}

/// Stores a version.
pub fn insert(tx: &mut Tx<'_>, version: &Slides) -> Result<(), StoreError> {
    diesel::insert_into(slides::table)
        .values((
            slides::id.eq(version.id.to_string()),
            slides::booking_id.eq(version.booking.to_string()),
            slides::number.eq(int(version.number)),
            slides::file_name.eq(&version.file_name),
            slides::media_type.eq(version.kind.as_str()),
            slides::size.eq(i64::try_from(version.size).unwrap_or(i64::MAX)),
            slides::sha256.eq(&version.sha256),
            slides::uploaded_by.eq(version.uploaded_by.map(|id| id.to_string())),
            slides::uploaded_at.eq(at(version.uploaded_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Removes a version of a booking, and says whether it was there.
pub fn remove(
    tx: &mut Tx<'_>,
    (booking, id): (BookingId, SlidesId),
    now: Instant,
) -> Result<bool, StoreError> {
    let there = slides::table
        .find(id.to_string())
        .filter(slides::booking_id.eq(booking.to_string()))
        .filter(slides::removed_at.is_null());
    let removed = diesel::update(there)
        .set(slides::removed_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(removed > 0)
}

/// What the slides of a booking say in words.
pub fn find_text(rx: &mut Rx<'_>, booking: BookingId) -> Result<SlidesText, StoreError> {
    let row: Option<(String, bool)> = slide_texts::table
        .find(booking.to_string())
        .select((slide_texts::summary, slide_texts::publish))
        .get_result(rx.db())
        .optional()?;
    Ok(row.map_or_else(SlidesText::default, text))
}

fn text((summary, publish): (String, bool)) -> SlidesText {
    SlidesText { summary, publish }
}

/// The same of every booking of an event that has any.
pub fn list_texts(
    rx: &mut Rx<'_>,
    event: EventId,
) -> Result<HashMap<BookingId, SlidesText>, StoreError> {
    let rows: Vec<(Text<BookingId>, String, bool)> = slide_texts::table
        .inner_join(bookings::table)
        .filter(bookings::event_id.eq(event.to_string()))
        .select((
            slide_texts::booking_id,
            slide_texts::summary,
            slide_texts::publish,
        ))
        .load(rx.db())?;
    let each = rows
        .into_iter()
        .map(|(id, summary, publish)| (id.0, text((summary, publish))));
    Ok(each.collect())
}

/// Puts other words, and another choice, to the slides of a booking.
pub fn set_text(
    tx: &mut Tx<'_>,
    booking: BookingId,
    text: &SlidesText,
    now: Instant,
) -> Result<(), StoreError> {
    let values = (
        slide_texts::summary.eq(&text.summary),
        slide_texts::publish.eq(text.publish),
        slide_texts::changed_at.eq(at(now)),
    );
    on_each!(tx.db(), |c| diesel::insert_into(slide_texts::table)
        .values((slide_texts::booking_id.eq(booking.to_string()), values))
        .on_conflict(slide_texts::booking_id)
        .do_update()
        .set(values)
        .execute(c))?;
    Ok(())
}

/// Until when companies send their slides; none where they may until their pitch begins.
pub fn find_due(rx: &mut Rx<'_>, event: EventId) -> Result<Option<Instant>, StoreError> {
    let due: Option<At> = event_slides::table
        .find(event.to_string())
        .select(event_slides::due_at)
        .get_result(rx.db())
        .optional()?;
    Ok(due.map(|due| due.0))
}

/// Sets another deadline, or none.
pub fn set_due(tx: &mut Tx<'_>, event: EventId, due: Option<Instant>) -> Result<(), StoreError> {
    let id = event.to_string();
    let Some(due) = due else {
        diesel::delete(event_slides::table.find(id)).execute(tx.db())?;
        return Ok(());
    };
    let value = event_slides::due_at.eq(at(due));
    on_each!(tx.db(), |c| diesel::insert_into(event_slides::table)
        .values((event_slides::event_id.eq(&id), value))
        .on_conflict(event_slides::event_id)
        .do_update()
        .set(value)
        .execute(c))?;
    Ok(())
}
