//! Saying how a day was.

use marketday_model::feedback::Feedback;
use marketday_model::{EventId, PersonId, Surroundings};
use marketday_store::{Store, StoreError, erasure, events, feedback, reminders};

/// Why what somebody says is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FeedbackRefused {
    /// They did not take part in it, or it is not over.
    #[error("There is nothing to say of this event")]
    NotThere,
    /// It was too long ago.
    #[error("Feedback on this event is not taken any more")]
    TooLate,
    /// The database failed.
    #[error("keeping the feedback failed")]
    Store(#[from] StoreError),
}

/// Keeps what somebody who took part says of an event that is over, over what they said before. No line of the audit
/// trail: it would tell the organisers who said something.
pub fn give_feedback(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
    said: Feedback,
) -> Result<(), FeedbackRefused> {
    let now = surroundings.now();
    store.write(move |tx| {
        // Whoever is erased meanwhile leaves nothing behind.
        if erasure::lock(tx, person)?.is_none() {
            return Err(FeedbackRefused::NotThere);
        }
        let event = events::find(tx, event)?.ok_or(FeedbackRefused::NotThere)?;
        let took_part = reminders::list_taking_part(tx, event.id)?.contains(&person);
        if !took_part || !event.has_taken_place(now) {
            return Err(FeedbackRefused::NotThere);
        }
        if !Feedback::is_taken(&event, now) {
            return Err(FeedbackRefused::TooLate);
        }
        Ok(feedback::save(tx, (event.id, person), &said, now)?)
    })
}
