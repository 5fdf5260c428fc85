//! Saying that a proposal was made for the company that it names.

use super::current::current;
use marketday_model::booking::Claim;
use marketday_model::notice::Subject;
use marketday_model::{PersonId, ProposalId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, memberships, proposals};

/// Confirms that the contact of a proposal may speak for its company, and says whether that was open. Whether `person`
/// (a member of the company, or an organiser of the event) may do so is asked before.
pub fn settle_proposal(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let Some(found) = current(tx, id)? else {
            return Ok(false);
        };
        if !found.proposal.is_claim_open() || !proposals::settle_claim(tx, id)? {
            return Ok(false);
        }
        memberships::activate(tx, found.proposal.contact, found.proposal.company)?;
        let altered = Altered::list([(
            "Claim",
            Claim::Unconfirmed.to_string(),
            Claim::Settled.to_string(),
        )]);
        let subject = Subject::Proposal(id);
        note.write_altered(tx, "proposal.settle", subject, String::new(), &altered)?;
        Ok(true)
    })
}
