//! What becomes of the proposals of somebody who is erased: a colleague takes them over, else they are withdrawn.

use crate::erase::is_ahead;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Claim, Event, EventId, Instant, Membership, NoticeKind, Person, PersonId, Proposal,
    ProposalState,
};
use marketday_places::{PlaceDraws, end_proposal, pass_on};
use marketday_store::notices::NewNotice;
use marketday_store::proposals::ProposalFilter;
use marketday_store::{Rx, StoreError, Tx, events, memberships, notices, people, proposals};
use std::collections::HashMap;

/// The proposals of a person that are still to come to something, each with the colleague who takes it over.
pub(crate) fn foresee(
    rx: &mut Rx<'_>,
    person: PersonId,
    now: Instant,
) -> Result<Vec<(Proposal, Option<Person>)>, StoreError> {
    let theirs = ProposalFilter {
        contact: Some((person, Vec::new())),
        states: vec![
            ProposalState::Submitted,
            ProposalState::Accepted,
            ProposalState::Allocated,
        ],
        ..ProposalFilter::default()
    };
    let theirs = proposals::list(rx, &theirs)?;
    if theirs.is_empty() {
        return Ok(Vec::new());
    }
    let at: Vec<EventId> = theirs.iter().map(|one| one.event).collect();
    let events: HashMap<EventId, Event> = events::list_by_ids(rx, &at)?
        .into_iter()
        .map(|event| (event.id, event))
        .collect();
    let companies: Vec<_> = theirs.iter().map(|one| one.company).collect();
    let members = memberships::list_active_members_of(rx, &companies)?;
    let ids: Vec<PersonId> = members.iter().map(|tie| tie.person).collect();
    let heirs = people::list(rx, &ids)?;
    Ok(theirs
        .into_iter()
        .filter(|one| is_ahead(&events, one.event, now))
        .map(|one| {
            let heir = heir(&members, &one, person);
            let heir = heir.and_then(|id| heirs.iter().find(|heir| heir.id == id).cloned());
            (one, heir)
        })
        .collect())
}

/// The colleague who takes a proposal over: the oldest other active member of its company.
fn heir(members: &[Membership], proposal: &Proposal, person: PersonId) -> Option<PersonId> {
    if proposal.claim != Claim::Settled {
        return None;
    }
    let mut others = members
        .iter()
        .filter(|tie| tie.organisation == proposal.company && tie.person != person);
    others.next().map(|tie| tie.person)
}

/// Hands them over, and tells each heir, or withdraws them; a slot that waited for one passes on.
pub(crate) fn give_up(
    tx: &mut Tx<'_>,
    all: &[(Proposal, Option<Person>)],
    person: PersonId,
    draws: &[PlaceDraws],
    (now, next): (Instant, &mut impl FnMut() -> Result<uuid::Uuid, StoreError>),
) -> Result<(), StoreError> {
    for ((proposal, heir), draws) in all.iter().zip(draws) {
        events::lock_shared(tx, proposal.event)?;
        proposals::lock(tx, proposal.id)?;
        let (Some(current), Some(event)) = (
            proposals::find(tx, proposal.id)?,
            events::find(tx, proposal.event)?,
        ) else {
            continue;
        };
        if let Some(heir) = heir {
            proposals::hand_over(tx, current.id, person, heir)?;
            let notice = NewNotice {
                id: next()?.into(),
                kind: NoticeKind::ProposalReceived,
                recipient: Recipient::Person(heir.id),
                subject: Subject::Proposal(current.id),
                version: current.version,
            };
            notices::enqueue(tx, &notice, now)?;
        } else if end_proposal(tx, &current, ProposalState::Withdrawn, now)?
            && let (ProposalState::Allocated, Some(place)) = (current.state, current.place)
        {
            pass_on(tx, &event, place.slot, draws)?;
        }
    }
    Ok(())
}
