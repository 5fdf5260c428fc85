//! Creating an event.

use crate::altered;
use crate::event::{EventDetails, EventRefused, apply};
use crate::told::Ids;
use marketday_model::notice::Subject;
use marketday_model::text::slug;
use marketday_model::time::LONDON;
use marketday_model::{
    Event, EventId, EventState, Facilities, Instant, OrganisationId, PersonId, Surroundings, Venue,
};
use marketday_store::{Note, Store, StoreError, Tx, events};

/// Creates a draft. `id` was drawn when the form was made, so that a form sent twice makes one event.
pub fn create_event(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    (organiser, contact_email): (OrganisationId, String),
    details: EventDetails,
) -> Result<Event, EventRefused> {
    let note = Note::new(surroundings, person);
    let ids = Ids(surroundings.clone());
    store.write(move |tx| {
        if let Some(event) = events::find(tx, id)? {
            return Ok(event);
        }
        let by = (organiser, contact_email.as_str());
        let draft = draft_of(tx, &ids, id, by, &details, note.at)?;
        insert_draft(tx, &draft)?;
        let altered = altered::event(None, &draft);
        let from = String::new();
        note.write_altered(tx, "event.create", Subject::Event(id), from, &altered)?;
        events::find(tx, id)?.ok_or(EventRefused::NoSuchEvent)
    })
}

/// The draft that these details make, not stored yet.
pub(crate) fn draft_of(
    tx: &mut Tx<'_>,
    ids: &Ids,
    id: EventId,
    (organiser, contact_email): (OrganisationId, &str),
    details: &EventDetails,
    now: Instant,
) -> Result<Event, StoreError> {
    let venue = Venue {
        id: ids.next(),
        name: String::new(),
        town: String::new(),
        address: String::new(),
        access: String::new(),
        facilities: Facilities::default(),
        kept: None,
    };
    let mut event = Event {
        id,
        slug: free_slug(tx, details.title.as_str(), details.time.start())?,
        state: EventState::Draft,
        title: String::new(),
        summary: String::new(),
        region: details.region,
        themes: Vec::new(),
        venue,
        organiser,
        organiser_name: String::new(),
        contact_email: contact_email.to_owned(),
        time: details.time,
        zone: LONDON,
        capacity: details.capacity,
        booking: details.booking,
        registration: details.registration,
        company_limit: details.company_limit,
        release: 0,
        sequence: 0,
        uid_generation: 0,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        postponed_from: None,
        postpone_reason: None,
        reinstated_at: None,
        created_at: now,
        changed_at: now,
    };
    apply(&mut event, details);
    Ok(event)
}

/// Stores a draft whose address was free a moment ago.
pub(crate) fn insert_draft(tx: &mut Tx<'_>, draft: &Event) -> Result<(), StoreError> {
    if events::insert(tx, draft)? {
        Ok(())
    } else {
        // Another was faster with the same form or the same address: the second run sees it.
        Err(StoreError::Conflict("the event's address".into()))
    }
}

/// The title as part of an address, with the year and, if that is taken, a number behind it.
pub(crate) fn free_slug(
    tx: &mut Tx<'_>,
    title: &str,
    starts_at: Instant,
) -> Result<String, StoreError> {
    let year = starts_at.with_timezone(&LONDON).format("%Y").to_string();
    let bare = slug(title);
    let dated = if bare.contains(&year) {
        bare
    } else {
        format!("{bare}-{year}")
    };
    for number in 1..1000 {
        let candidate = if number == 1 {
            dated.clone()
        } else {
            format!("{dated}-{number}")
        };
        if events::find_by_slug(tx, &candidate)?.is_none() {
            return Ok(candidate);
        }
    }
    Err(StoreError::Stale("the event's address"))
}
