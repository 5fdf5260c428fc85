//! Which reminders an event sends.

use marketday_model::notice::Subject;
use marketday_model::reminder::Reminder;
use marketday_model::{EventId, PersonId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, reminders};

/// Sets which reminders an event sends to everybody who takes part in it. One whose time is over is not sent any more.
///
/// # Errors
///
/// When the database fails.
pub fn set_reminders(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
    chosen: Vec<Reminder>,
) -> Result<(), StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let was = reminders::find(tx, event)?;
        if was == chosen {
            return Ok(());
        }
        reminders::set(tx, event, &chosen)?;
        let altered = Altered::list([("Reminders", said(&was), said(&chosen))]);
        let subject = Subject::Event(event);
        note.write_altered(tx, "reminders.change", subject, String::new(), &altered)
    })
}

fn said(chosen: &[Reminder]) -> String {
    let names: Vec<&str> = chosen.iter().map(|one| one.name()).collect();
    names.join("; ")
}
