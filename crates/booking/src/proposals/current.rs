//! A proposal as it is, and as it stays while the transaction lasts.

use marketday_model::{Call, Event, Proposal, ProposalId};
use marketday_store::{StoreError, Tx, calls, events, proposals};

/// A proposal with its event and the call that it answers.
pub(super) struct Current {
    pub(super) proposal: Proposal,
    pub(super) event: Event,
    pub(super) call: Call,
}

/// The proposal, kept from being changed by others until the transaction ends.
pub(super) fn current(tx: &mut Tx<'_>, id: ProposalId) -> Result<Option<Current>, StoreError> {
    let Some(found) = proposals::find(tx, id)? else {
        return Ok(None);
    };
    events::lock_shared(tx, found.event)?;
    proposals::lock(tx, id)?;
    let (Some(proposal), Some(event), Some(call)) = (
        proposals::find(tx, id)?,
        events::find(tx, found.event)?,
        calls::find(tx, found.event)?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Current {
        proposal,
        event,
        call,
    }))
}
