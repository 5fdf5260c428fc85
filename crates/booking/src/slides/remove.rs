//! Removing a version of the slides: its file goes with the next sweep, and the row still says that it was.

use super::{SentBy, SlidesRefused, judge};
use crate::current::current;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, SlidesId, Surroundings};
use marketday_store::{Note, Store, revisions, slides};

/// Removes a version, and says whether it was there.
pub fn remove_slides(
    store: &Store,
    surroundings: &Surroundings,
    by: SentBy,
    (booking, version): (BookingId, SlidesId),
) -> Result<bool, SlidesRefused> {
    let note = Note::new(surroundings, by.person());
    store.write(move |tx| {
        let found = current(tx, booking)?;
        judge(tx, found, by, note.at)?;
        let Some(removed) = slides::find_version(tx, version)? else {
            return Ok(false);
        };
        if !slides::remove(tx, (booking, version), note.at)? {
            return Ok(false);
        }
        let detail = format!("Version {}", removed.number);
        note.write(tx, "slides.remove", Subject::Booking(booking), detail)?;
        if slides::find_text(tx, booking)?.publish {
            revisions::bump_public(tx)?;
        }
        Ok(true)
    })
}
