//! Until when companies send the slides of an event.

use marketday_model::notice::Subject;
use marketday_model::{EventId, Instant, PersonId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, events, slides};

/// Sets another deadline, or none, and says whether it is another.
pub fn set_slides_due(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, due): (EventId, Option<Instant>),
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let before = slides::find_due(tx, event)?;
        if before == due {
            return Ok(false);
        }
        slides::set_due(tx, event, due)?;
        let text = |due: Option<Instant>| due.map_or_else(String::new, |due| due.to_rfc3339());
        let altered = Altered::list([("Deadline", text(before), text(due))]);
        let subject = Subject::Event(event);
        note.write_altered(tx, "slides.due", subject, String::new(), &altered)?;
        Ok(true)
    })
}
