//! Letters after a day: put into the outbox when their time has come, once, whichever worker comes first.

use marketday_model::closing::Closing;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::may_manage_bookings;
use marketday_model::reminder::Reminder;
use marketday_model::{Event, EventId, Instant, NoticeId, OptionalLetter, PersonId, Surroundings};
use marketday_store::events::EventFilter;
use marketday_store::notices::NewNotice;
use marketday_store::{
    Rx, Store, StoreError, Tx, consents, events, feedback, notices, reminders, teams,
};

/// Asks whoever took part in a day how it was, if they agreed to be asked, and tells its team what is ready; returns
/// how many notices that makes.
///
/// # Errors
///
/// When the database fails.
pub fn close_due(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let mut told = 0;
    for (event, closing, at) in store.read(|rx| due(rx, now))? {
        let surroundings = surroundings.clone();
        told += store.write(move |tx| write(tx, &surroundings, &event, (closing, at)))?;
    }
    Ok(told)
}

fn due(rx: &mut Rx<'_>, now: Instant) -> Result<Vec<(Event, Closing, Instant)>, StoreError> {
    let filter = EventFilter {
        public: true,
        ends_after: Some(now - Closing::BACK),
        starts_before: Some(now),
        ..EventFilter::default()
    };
    let past = events::list(rx, &filter)?;
    let ids: Vec<EventId> = past.iter().map(|event| event.id).collect();
    let written = feedback::list_written(rx, &ids)?;
    let mut due = Vec::new();
    for event in past {
        for closing in Closing::ALL.iter().copied() {
            if let Some(at) = closing.due_at(&event)
                && closing.is_due(&event, now)
                && !written.contains(&(event.id, closing, at))
            {
                due.push((event.clone(), closing, at));
            }
        }
    }
    Ok(due)
}

fn write(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    event: &Event,
    (closing, at): (Closing, Instant),
) -> Result<usize, StoreError> {
    if !feedback::insert_written(tx, event.id, closing, at)? {
        return Ok(0);
    }
    let people = match closing {
        Closing::Feedback => asked(tx, event.id)?,
        Closing::Report | Closing::Answers => teams::list_who_may(tx, event, may_manage_bookings)?,
    };
    for person in &people {
        let notice = NewNotice {
            id: surroundings.id::<NoticeId>(),
            kind: closing.kind(),
            recipient: Recipient::Person(*person),
            subject: Subject::Event(event.id),
            version: Reminder::day_of(event),
        };
        notices::enqueue(tx, &notice, surroundings.now())?;
    }
    Ok(people.len())
}

/// Whoever took part and agreed to be asked.
fn asked(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<PersonId>, StoreError> {
    let agreed = consents::list_people_with(rx, OptionalLetter::FeedbackRequest)?;
    let mut people = reminders::list_taking_part(rx, event)?;
    people.retain(|person| agreed.contains(person));
    Ok(people)
}
