//! What those who run the day are to know of a session.

use marketday_model::notice::Subject;
use marketday_model::{EventId, PersonId, Prose, SessionId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, events, programme, run_notes};

/// Puts another note on a session, and says whether it is there. It may be about people, so the audit trail says only
/// that it is another.
pub fn note_session(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, SessionId),
    person: PersonId,
    text: Prose<1000>,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let Some(session) = programme::find_session(tx, event, id)? else {
            return Ok(false);
        };
        if run_notes::find_of_session(tx, id)? == text.as_str() {
            return Ok(true);
        }
        run_notes::set_of_session(tx, id, text.as_str())?;
        let altered = Altered::list([("Note", String::new(), "changed".to_owned())]);
        let subject = Subject::Event(event);
        note.write_altered(tx, "session.note", subject, session.title, &altered)?;
        Ok(true)
    })
}
