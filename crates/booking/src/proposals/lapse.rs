//! Places that nobody confirmed in time pass on to the next by rank.

use super::current::current;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{EventState, NoticeId, NoticeKind, Proposal, ProposalState, Surroundings};
use marketday_places::{PlaceDraws, end_proposal, pass_on};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::proposals::ProposalFilter;
use marketday_store::{Note, Store, StoreError, acting_by_itself, notices, proposals};

/// Passes on the places whose date to confirm is over, each in a transaction of its own, and returns how many. Nobody
/// answers for it. Of an event that is not published, nothing passes on until it takes place again.
pub fn sweep_places(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    acting_by_itself(|| {
        let due = ProposalFilter {
            states: vec![ProposalState::Allocated],
            confirm_by: Some(surroundings.now()),
            ..ProposalFilter::default()
        };
        let mut lapsed = 0;
        for proposal in store.read(|rx| proposals::list(rx, &due))? {
            lapsed += usize::from(lapse(store, surroundings, &proposal)?);
        }
        Ok(lapsed)
    })
}

fn lapse(store: &Store, surroundings: &Surroundings, due: &Proposal) -> Result<bool, StoreError> {
    let id = due.id;
    let notice: NoticeId = surroundings.id();
    let note = Note::new(surroundings, None);
    let draws = PlaceDraws::new(surroundings, None);
    store.write(move |tx| {
        let Some(found) = current(tx, id)? else {
            return Ok(false);
        };
        let proposal = &found.proposal;
        let place = proposal.place.filter(|place| place.confirm_by <= note.at);
        let (ProposalState::Allocated, Some(place)) = (proposal.state, place) else {
            return Ok(false);
        };
        if found.event.state != EventState::Published
            || !end_proposal(tx, proposal, ProposalState::Lapsed, note.at)?
        {
            return Ok(false);
        }
        let told = NewNotice {
            id: notice,
            kind: NoticeKind::ProposalLapsed,
            recipient: Recipient::Person(proposal.contact),
            subject: Subject::Proposal(id),
            version: proposal.version + 1,
        };
        notices::enqueue(tx, &told, note.at)?;
        let altered = Altered::list([(
            "State",
            proposal.state.to_string(),
            ProposalState::Lapsed.to_string(),
        )]);
        let subject = Subject::Proposal(id);
        note.write_altered(tx, "proposal.lapse", subject, String::new(), &altered)?;
        pass_on(tx, &found.event, place.slot, &draws)?;
        Ok(true)
    })
}
