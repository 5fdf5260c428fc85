//! Confirming the place that waits for an accepted proposal, which makes it a booking.

use super::current::{Current, current};
use crate::give::{GiveRefused, Giving, GivingDraws, OnStage, give};
use marketday_model::booking::{KeptFor, Refusing};
use marketday_model::notice::Subject;
use marketday_model::proposal::Place;
use marketday_model::{
    BookingId, EventState, PersonId, Pitch, PitchId, Proposal, ProposalId, ProposalState,
    Surroundings,
};
use marketday_store::audit::Altered;
use marketday_store::{
    Note, Store, StoreError, Tx, booking_rules, company_groups, events, organisations, people,
    proposals, releases,
};

/// Why a place is not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmRefused {
    /// It does not exist.
    #[error("There is no such proposal")]
    NoSuchProposal,
    /// No slot waits for it, or the date to confirm is over.
    #[error("No slot waits for this proposal any more")]
    TooLate,
    /// A rule of the event refuses it.
    #[error("{}", against(*.0))]
    Rule(Refusing),
    /// The database failed.
    #[error("confirming the place failed")]
    Store(#[from] StoreError),
}

fn against(rule: Refusing) -> String {
    format!(
        "This is against a rule of the event: {}. Ask the organiser what to do",
        rule.text()
    )
}

/// What is drawn before the transaction.
#[derive(Clone, Copy)]
struct Draws {
    pitch: PitchId,
    giving: GivingDraws,
    note: Note,
}

/// Makes the slot that waits for a proposal its company's booking, in the name of its contact; the same answer if it was
/// confirmed before. Whether `person` may do so is asked before.
pub fn confirm_place(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
) -> Result<BookingId, ConfirmRefused> {
    let draws = Draws {
        pitch: surroundings.id(),
        giving: GivingDraws::new(surroundings, Note::new(surroundings, person)),
        note: Note::new(surroundings, person),
    };
    store.write(move |tx| {
        let found = proposals::find(tx, id)?.ok_or(ConfirmRefused::NoSuchProposal)?;
        events::lock_shared(tx, found.event)?;
        // Before the proposal, as a merger of companies does.
        organisations::lock(tx, found.company)?;
        let current = current(tx, id)?.ok_or(ConfirmRefused::NoSuchProposal)?;
        let proposal = &current.proposal;
        if proposal.company != found.company {
            return Err(StoreError::Conflict("its company was merged".into()).into());
        }
        match (proposal.state, proposal.place) {
            (ProposalState::Confirmed, Some(place)) => Ok(place.booking),
            (_, Some(place)) if proposal.can_confirm(draws.note.at) => {
                confirm(tx, &current, (place, person), &draws)
            }
            _ => Err(ConfirmRefused::TooLate),
        }
    })
}

fn confirm(
    tx: &mut Tx<'_>,
    Current {
        proposal, event, ..
    }: &Current,
    (place, person): (Place, PersonId),
    draws: &Draws,
) -> Result<BookingId, ConfirmRefused> {
    let slot = releases::find_slot(tx, place.slot)?;
    let company = organisations::find(tx, proposal.company)?;
    let (Some(slot), Some(company), EventState::Published) = (slot, company, event.state) else {
        return Err(ConfirmRefused::TooLate);
    };
    let identity = company_groups::find_counted_identity(tx, &company)?;
    let rules = booking_rules::find(tx, event.id)?;
    let pitch = Pitch {
        id: draws.pitch,
        company: company.id,
        title: proposal.title.clone(),
        summary: proposal.summary.clone(),
        themes: proposal.themes.clone(),
    };
    let key = KeptFor::Proposal.key(&proposal.id);
    let giving = Giving {
        event,
        rules: &rules,
        slot: &slot,
        hold: (place.booking, &key),
        company: company.id,
        identity: &identity,
        claim_expires_at: None,
        contact: proposal.contact,
        on_stage: on_stage(tx, proposal)?,
        pitch: (&pitch, false),
        // The organisers gave it when they placed the proposal; the line of the audit trail names who confirms.
        given_by: Some(person),
        overruled: None,
        against: Vec::new(),
    };
    let booking = match give(tx, &giving, draws.giving) {
        Ok(booking) => booking,
        Err(GiveRefused::NotKept) => return Err(ConfirmRefused::TooLate),
        Err(GiveRefused::Rule(rule)) => return Err(ConfirmRefused::Rule(rule)),
        Err(GiveRefused::Store(error)) => return Err(error.into()),
    };
    let to = ProposalState::Confirmed;
    if !proposals::move_on(tx, proposal, to, draws.note.at)? {
        return Err(StoreError::Stale("a proposal").into());
    }
    let altered = Altered::list([("State", proposal.state.to_string(), to.to_string())]);
    let (note, subject) = (draws.note, Subject::Proposal(proposal.id));
    note.write_altered(tx, "proposal.confirm", subject, String::new(), &altered)?;
    Ok(booking)
}

/// Who presents: whoever was named, or the contact where nobody was, or nobody of that name is here any more.
fn on_stage(tx: &mut Tx<'_>, proposal: &Proposal) -> Result<OnStage, ConfirmRefused> {
    match proposal.presenter {
        Some(presenter) if !proposal.presenter_name.is_empty() => Ok(OnStage {
            person: presenter,
            name: proposal.presenter_name.clone(),
            email: proposal.presenter_email.clone(),
        }),
        _ => {
            let contact = people::find(tx, proposal.contact)?;
            let contact = contact.ok_or(ConfirmRefused::NoSuchProposal)?;
            Ok(OnStage {
                person: contact.id,
                name: contact.name,
                email: None,
            })
        }
    }
}
