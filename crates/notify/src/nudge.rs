//! Nudges: put into the outbox when a deadline comes near, once, whichever worker comes first.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::nudge::{Deadline, Nudge};
use marketday_model::{Event, EventId, Instant, NoticeId, PersonId, ProposalState, Surroundings};
use marketday_store::events::EventFilter;
use marketday_store::notices::NewNotice;
use marketday_store::proposals::ProposalFilter;
use marketday_store::{Rx, Store, StoreError, Tx, events, notices, nudges, proposals};

/// Writes a notice to everybody who has yet to do something before a deadline of which it is time to nudge, and returns
/// how many.
///
/// # Errors
///
/// When the database fails.
pub fn nudge_due(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let mut told = 0;
    for due in store.read(|rx| due(rx, now))? {
        let surroundings = surroundings.clone();
        told += store.write(move |tx| write(tx, &surroundings, &due))?;
    }
    Ok(told)
}

/// A nudge whose time has come: of an event, before a deadline, at its instant.
struct Due {
    event: Event,
    nudge: Nudge,
    deadline: Instant,
    at: Instant,
}

fn due(rx: &mut Rx<'_>, now: Instant) -> Result<Vec<Due>, StoreError> {
    let deadlines = nudges::list_deadlines(rx, (now, now + Nudge::AHEAD))?;
    let ids: Vec<EventId> = deadlines.iter().map(|(event, ..)| *event).collect();
    let filter = EventFilter {
        ids: Some(ids.clone()),
        public: true,
        ..EventFilter::default()
    };
    let found = events::list(rx, &filter)?;
    let chosen = nudges::list(rx, &ids)?;
    let written = nudges::list_written(rx, &ids)?;
    let mut due: Vec<Due> = Vec::new();
    for (id, kind, deadline) in deadlines {
        let Some(event) = found.iter().find(|event| event.id == id) else {
            continue;
        };
        let chosen = chosen.get(&id).map_or(Deadline::ALL, Vec::as_slice);
        let nudges = Nudge::ALL.iter().filter(|nudge| nudge.deadline() == kind);
        for nudge in nudges.copied() {
            let Some(at) = nudge.due_at(event, deadline) else {
                continue;
            };
            // Places that pass on on one day are nudged of at one time.
            let is_there = |other: &Due| (other.event.id, other.nudge, other.at) == (id, nudge, at);
            if chosen.contains(&kind)
                && nudge.is_due(event, deadline, now)
                && !written.contains(&(id, nudge, at))
                && !due.iter().any(is_there)
            {
                let event = event.clone();
                due.push(Due {
                    event,
                    nudge,
                    deadline,
                    at,
                });
            }
        }
    }
    Ok(due)
}

fn write(tx: &mut Tx<'_>, surroundings: &Surroundings, due: &Due) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let id = due.event.id;
    if !nudges::insert_written(tx, id, due.nudge, due.at)? {
        return Ok(0);
    }
    let whom: Vec<(PersonId, Subject)> = match due.nudge.deadline() {
        Deadline::Slides => about_event(id, nudges::list_without_slides(tx, id)?),
        Deadline::Call => about_event(id, nudges::list_drafting(tx, id)?),
        Deadline::Place => unconfirmed(tx, due)?,
    };
    for (person, subject) in &whom {
        let notice = NewNotice {
            id: surroundings.id::<NoticeId>(),
            kind: due.nudge.kind(),
            recipient: Recipient::Person(*person),
            subject: *subject,
            version: Nudge::day_of(&due.event, due.deadline),
        };
        notices::enqueue_about(tx, id, &notice, now)?;
    }
    Ok(whom.len())
}

fn about_event(event: EventId, people: Vec<PersonId>) -> Vec<(PersonId, Subject)> {
    let each = people.into_iter();
    each.map(|person| (person, Subject::Event(event))).collect()
}

/// The contacts of the proposals whose places pass on that day, and have waited for a day.
fn unconfirmed(rx: &mut Rx<'_>, due: &Due) -> Result<Vec<(PersonId, Subject)>, StoreError> {
    let filter = ProposalFilter {
        event: Some(due.event.id),
        states: vec![ProposalState::Allocated],
        ..ProposalFilter::default()
    };
    let day = Nudge::day_of(&due.event, due.deadline);
    let placed = proposals::list(rx, &filter)?.into_iter();
    let passing_on = placed.filter(|proposal| {
        let is_then =
            |deadline: Instant| Nudge::day_of(&due.event, deadline) == day && deadline > due.at;
        proposal
            .place
            .is_some_and(|place| is_then(place.confirm_by))
            && Nudge::comes_after(due.at, proposal.changed_at)
    });
    Ok(passing_on
        .map(|proposal| (proposal.contact, Subject::Proposal(proposal.id)))
        .collect())
}
