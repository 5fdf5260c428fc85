//! Which reminders an event sends, and of which deadlines it nudges.

use marketday_model::notice::Subject;
use marketday_model::nudge::Deadline;
use marketday_model::reminder::Reminder;
use marketday_model::{EventId, PersonId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, nudges, reminders};

/// Sets which reminders an event sends to everybody who takes part in it, and of which deadlines it nudges those who
/// have yet to do something. One whose time is over is not sent any more.
///
/// # Errors
///
/// When the database fails.
pub fn set_reminders(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
    (chosen, deadlines): (Vec<Reminder>, Vec<Deadline>),
) -> Result<(), StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let (was, nudged) = (reminders::find(tx, event)?, nudges::find(tx, event)?);
        let altered = Altered::list([
            (
                "Reminders",
                said(&was, Reminder::name),
                said(&chosen, Reminder::name),
            ),
            (
                "Deadlines",
                said(&nudged, Deadline::name),
                said(&deadlines, Deadline::name),
            ),
        ]);
        if altered.is_empty() {
            return Ok(());
        }
        reminders::set(tx, event, &chosen)?;
        nudges::set(tx, event, &deadlines)?;
        let subject = Subject::Event(event);
        note.write_altered(tx, "reminders.change", subject, String::new(), &altered)
    })
}

fn said<T: Copy>(chosen: &[T], name: impl Fn(T) -> &'static str) -> String {
    let names: Vec<&str> = chosen.iter().map(|one| name(*one)).collect();
    names.join("; ")
}
