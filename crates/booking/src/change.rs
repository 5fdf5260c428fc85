//! Changing what a booked pitch says.

use crate::book::PitchText;
use crate::current::current;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Booking, BookingId, BookingState, NoticeKind, PersonId, Pitch, Surroundings, Theme,
};
use marketday_store::audit::{AuditEntry, Change};
use marketday_store::notices::NewNotice;
use marketday_store::{Store, StoreError, audit, bookings, notices, revisions};

/// Why a pitch is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRefused {
    /// The booking does not exist or was cancelled.
    #[error("This booking was cancelled, so its pitch cannot be changed")]
    NotConfirmed,
    /// Somebody else changed it at the same moment.
    #[error("Somebody else has just changed this pitch. Look at it, then change it again")]
    Stale,
    /// The database failed.
    #[error("changing the pitch failed")]
    Store(#[from] StoreError),
}

/// Gives a booked pitch another text and tells its contact. Whether `person` may do so is asked before. A text that
/// is the same as before changes nothing and tells nobody.
pub fn change_pitch(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: BookingId,
    text: PitchText,
) -> Result<(), ChangeRefused> {
    let now = surroundings.now();
    let (notice_id, audit_id) = (surroundings.id(), surroundings.id());
    let change_ids: [uuid::Uuid; 3] = std::array::from_fn(|_| surroundings.id());
    store.write(move |tx| {
        let booking = current(tx, id)?
            .filter(|booking| booking.state == BookingState::Confirmed)
            .ok_or(ChangeRefused::NotConfirmed)?;
        let changes = differences(&booking, &text);
        if changes.is_empty() {
            return Ok(());
        }
        if !bookings::touch(tx, id, booking.sequence, now)? {
            return Err(ChangeRefused::Stale);
        }
        let pitch = Pitch {
            title: text.title.to_string(),
            summary: text.summary.to_string(),
            themes: text.themes.clone(),
            ..booking.pitch
        };
        bookings::update_pitch(tx, &pitch)?;
        for (change, change_id) in changes.iter().zip(change_ids) {
            audit::insert_change(tx, change_id, Subject::Booking(id), change, now)?;
        }
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::BookingChanged,
            recipient: Recipient::Person(booking.contact),
            subject: Subject::Booking(id),
            version: booking.sequence + 1,
        };
        notices::enqueue(tx, &notice, now)?;
        let entry = AuditEntry {
            id: audit_id,
            at: now,
            person: Some(person),
            action: "booking.change",
            subject: Subject::Booking(id),
            detail: changes
                .iter()
                .map(|change| change.what.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        };
        audit::insert(tx, &entry)?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

fn differences(booking: &Booking, text: &PitchText) -> Vec<Change> {
    let themes = |themes: &[Theme]| {
        themes
            .iter()
            .map(|theme| theme.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    [
        ("Title", booking.pitch.title.clone(), text.title.to_string()),
        (
            "Summary",
            booking.pitch.summary.clone(),
            text.summary.to_string(),
        ),
        (
            "Themes",
            themes(&booking.pitch.themes),
            themes(&text.themes),
        ),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(what, before, after)| Change {
        version: booking.sequence + 1,
        what: what.to_owned(),
        before,
        after,
    })
    .collect()
}
