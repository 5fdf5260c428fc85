//! Taking a proposal back, and with it the slot that waits for it.

use super::current::{Current, current};
use crate::late_cancellation::{ORGANISERS, deciding};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeId, NoticeKind, PersonId, ProposalId, ProposalState, Surroundings};
use marketday_places::{PlaceDraws, end_proposal, pass_on};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, notices};

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

/// Withdraws a proposal; a slot that waits for it passes on at once, and where it was accepted those who decide are
/// told. A confirmed one is a booking, which is cancelled. Whether `person` may do so is asked before.
pub fn withdraw_proposal(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
) -> Result<(), WithdrawRefused> {
    let note = Note::new(surroundings, person);
    let draws = PlaceDraws::new(surroundings, None);
    let ids: [NoticeId; ORGANISERS] = std::array::from_fn(|_| surroundings.id());
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
        if matches!(
            proposal.state,
            ProposalState::Accepted | ProposalState::Allocated
        ) {
            tell(tx, &found, ids, note)?;
        }
        Ok(())
    })
}

/// Tells those who decide that what they accepted was taken back.
fn tell(
    tx: &mut Tx<'_>,
    found: &Current,
    ids: [NoticeId; ORGANISERS],
    note: Note,
) -> Result<(), StoreError> {
    for (organiser, id) in deciding(tx, &found.event)?.into_iter().zip(ids) {
        let told = NewNotice {
            id,
            kind: NoticeKind::ProposalWithdrawn,
            recipient: Recipient::Person(organiser),
            subject: Subject::Proposal(found.proposal.id),
            version: found.proposal.version + 1,
        };
        notices::enqueue(tx, &told, note.at)?;
    }
    Ok(())
}
