//! Keeping what somebody has typed of a proposal, until they submit it.

use super::propose::{ProposeRefused, open};
use marketday_model::{EventId, PersonId, ProposalDraft, ProposalId, Surroundings};
use marketday_store::{Store, StoreError, events, proposal_drafts, proposals};

/// Why a draft is not kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftRefused {
    /// The event takes no proposals now.
    #[error("This event takes no proposals now")]
    NotOpen,
    /// It was submitted already.
    #[error("This proposal was submitted already")]
    Submitted,
    /// The database failed.
    #[error("keeping the draft failed")]
    Store(#[from] StoreError),
}

/// Keeps what stands in the form (JSON) for `person`, who is signed in, over the draft that they have at the event. No
/// line of the audit trail: nobody but they see it.
pub fn save_draft(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, ProposalId),
    typed: String,
) -> Result<(), DraftRefused> {
    let draft = ProposalDraft {
        id,
        event,
        contact: person,
        typed,
        changed_at: surroundings.now(),
    };
    store.write(move |tx| {
        events::lock_shared(tx, event)?;
        if proposals::find(tx, id)?.is_some() {
            return Err(DraftRefused::Submitted);
        }
        match open(tx, event, draft.changed_at) {
            Ok(_) => {}
            Err(ProposeRefused::Store(error)) => return Err(error.into()),
            Err(_) => return Err(DraftRefused::NotOpen),
        }
        Ok(proposal_drafts::save(tx, &draft)?)
    })
}
