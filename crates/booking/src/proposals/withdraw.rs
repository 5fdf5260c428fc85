//! Taking a proposal back, and with it the slot that waits for it.

use super::current::current;
use marketday_model::notice::Subject;
use marketday_model::{PersonId, ProposalId, ProposalState, Surroundings};
use marketday_places::{PlaceDraws, end_proposal, pass_on};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError};

/// Why a proposal is not withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawRefused {
    /// It does not exist.
    #[error("There is no such proposal")]
    NoSuchProposal,
    /// It was decided, confirmed or withdrawn before; nothing more was done.
    #[error("This proposal cannot be withdrawn any more")]
    Over,
    /// The database failed.
    #[error("withdrawing the proposal failed")]
    Store(#[from] StoreError),
}

/// Withdraws a proposal; a slot that waits for it passes on at once. A confirmed one is a booking, which is cancelled.
/// Whether `person` may do so is asked before.
pub fn withdraw_proposal(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
) -> Result<(), WithdrawRefused> {
    let note = Note::new(surroundings, person);
    let draws = PlaceDraws::new(surroundings, None);
    store.write(move |tx| {
        let found = current(tx, id)?.ok_or(WithdrawRefused::NoSuchProposal)?;
        let proposal = &found.proposal;
        let to = ProposalState::Withdrawn;
        if !end_proposal(tx, proposal, to, note.at)? {
            return Err(WithdrawRefused::Over);
        }
        let altered = Altered::list([("State", proposal.state.to_string(), to.to_string())]);
        let subject = Subject::Proposal(id);
        note.write_altered(tx, "proposal.withdraw", subject, String::new(), &altered)?;
        if let (ProposalState::Allocated, Some(place)) = (proposal.state, &proposal.place) {
            pass_on(tx, &found.event, place.slot, &draws)?;
        }
        Ok(())
    })
}
