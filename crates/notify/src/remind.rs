//! Reminders: put into the outbox when their time has come, once, whichever worker comes first.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::reminder::Reminder;
use marketday_model::{Event, EventId, NoticeId, Surroundings};
use marketday_store::events::EventFilter;
use marketday_store::notices::NewNotice;
use marketday_store::{Store, StoreError, Tx, events, notices, reminders};

/// Writes a notice to everybody who takes part in an event of which it is time to remind, and returns how many.
///
/// # Errors
///
/// When the database fails.
pub fn remind_due(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let due = store.read(|rx| {
        let filter = EventFilter {
            public: true,
            ends_after: Some(now),
            starts_before: Some(now + Reminder::AHEAD),
            ..EventFilter::default()
        };
        let coming = events::list(rx, &filter)?;
        let ids: Vec<EventId> = coming.iter().map(|event| event.id).collect();
        let chosen = reminders::list(rx, &ids)?;
        let written = reminders::list_written(rx, &ids)?;
        let mut due = Vec::new();
        for event in coming {
            let sent = chosen.get(&event.id);
            let sent = sent.map_or(&Reminder::USUAL[..], Vec::as_slice);
            for reminder in sent.iter().copied() {
                let is_written = written.iter().any(|(id, one, at)| {
                    *id == event.id && *one == reminder && Some(*at) == reminder.due_at(&event)
                });
                if reminder.is_due(&event, now) && !is_written {
                    due.push((event.clone(), reminder));
                }
            }
        }
        Ok::<_, StoreError>(due)
    })?;
    let mut told = 0;
    for (event, reminder) in due {
        let surroundings = surroundings.clone();
        told += store.write(move |tx| write(tx, &surroundings, &event, reminder))?;
    }
    Ok(told)
}

fn write(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    event: &Event,
    reminder: Reminder,
) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let Some(due_at) = reminder.due_at(event) else {
        return Ok(0);
    };
    if !reminders::insert_written(tx, event.id, reminder, due_at)? {
        return Ok(0);
    }
    let people = reminders::list_taking_part(tx, event.id)?;
    for person in &people {
        let notice = NewNotice {
            id: surroundings.id::<NoticeId>(),
            kind: reminder.kind(),
            recipient: Recipient::Person(*person),
            subject: Subject::Event(event.id),
            version: Reminder::day_of(event),
        };
        notices::enqueue(tx, &notice, now)?;
    }
    Ok(people.len())
}
