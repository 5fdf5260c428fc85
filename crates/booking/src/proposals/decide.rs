//! Deciding on proposals: the short list, accepting, declining with feedback.

use super::current::current;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::ranking::rank;
use marketday_model::{
    NoticeId, NoticeKind, PersonId, ProposalId, ProposalState, Prose, Surroundings,
};
use marketday_places::end_proposal;
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, assessments, calls, notices, proposals};

/// What an organiser says of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// What the company is told.
    pub feedback: Prose<2000>,
    /// Why, for the record: needed where fewer assessors scored it than the call asks for.
    pub why: Prose<500>,
}

/// Why nothing is decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideRefused {
    /// It does not exist.
    #[error("There is no such proposal")]
    NoSuchProposal,
    /// It was decided, or withdrawn, meanwhile.
    #[error("This proposal was decided or withdrawn meanwhile")]
    Over,
    /// Nobody has said yet that it was made for its company.
    #[error("Confirm first that this proposal was made for the company")]
    ClaimOpen,
    /// Fewer assessors scored it than the call asks for, and no reason is given.
    #[error(
        "Only {scored} of the {needed} assessors needed have scored it: say why you decide now"
    )]
    NotEnoughScores {
        /// How many did.
        scored: u32,
        /// How many the call asks for.
        needed: u32,
    },
    /// The database failed.
    #[error("deciding failed")]
    Store(#[from] StoreError),
}

/// Puts a proposal on the organisers' short list or takes it off. Whether `person` may do so is asked before.
pub fn shortlist(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, listed): (ProposalId, bool),
) -> Result<(), DecideRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        current(tx, id)?.ok_or(DecideRefused::NoSuchProposal)?;
        if proposals::shortlist(tx, id, listed)? {
            let word = |listed: bool| if listed { "yes" } else { "no" }.to_owned();
            let altered = Altered::list([("Short list", word(!listed), word(listed))]);
            let subject = Subject::Proposal(id);
            note.write_altered(tx, "proposal.shortlist", subject, String::new(), &altered)?;
        }
        Ok(())
    })
}

/// Accepts a proposal and tells its company; a slot is given to it by [`super::place_one`] or [`super::place_all`].
/// Whether `person` may do so is asked before.
pub fn accept(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
    decision: Decision,
) -> Result<(), DecideRefused> {
    decide(
        store,
        surroundings,
        person,
        id,
        (ProposalState::Accepted, decision),
    )
}

/// Declines a proposal, and tells its company with the feedback. Whether `person` may do so is asked before.
pub fn decline(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
    decision: Decision,
) -> Result<(), DecideRefused> {
    decide(
        store,
        surroundings,
        person,
        id,
        (ProposalState::Declined, decision),
    )
}

fn decide(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
    (to, decision): (ProposalState, Decision),
) -> Result<(), DecideRefused> {
    let notice: NoticeId = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let found = current(tx, id)?.ok_or(DecideRefused::NoSuchProposal)?;
        let proposal = &found.proposal;
        if to == ProposalState::Accepted && proposal.is_claim_open() {
            return Err(DecideRefused::ClaimOpen);
        }
        if proposal.state.to(to).is_err() {
            return Err(DecideRefused::Over);
        }
        let needed = found.call.minimum_scores;
        let scored = scored_by(tx, &found.proposal)?;
        if scored < needed && decision.why.as_str().is_empty() {
            return Err(DecideRefused::NotEnoughScores { scored, needed });
        }
        let is_moved = if to == ProposalState::Declined {
            end_proposal(tx, proposal, to, note.at)?
        } else {
            proposals::move_on(tx, proposal, to, note.at)?
        };
        if !is_moved {
            return Err(DecideRefused::Over);
        }
        let said = (decision.feedback.as_str(), decision.why.as_str());
        proposals::note_decision(tx, id, person, said, note.at)?;
        let (kind, action) = if to == ProposalState::Accepted {
            (NoticeKind::ProposalAccepted, "proposal.accept")
        } else {
            (NoticeKind::ProposalDeclined, "proposal.decline")
        };
        let told = NewNotice {
            id: notice,
            kind,
            recipient: Recipient::Person(proposal.contact),
            subject: Subject::Proposal(id),
            version: proposal.version + 1,
        };
        notices::enqueue(tx, &told, note.at)?;
        let altered = Altered::list([("State", proposal.state.to_string(), to.to_string())]);
        let why = decision.why.to_string();
        note.write_altered(tx, action, Subject::Proposal(id), why, &altered)?;
        Ok(())
    })
}

/// How many assessors count for a proposal.
fn scored_by(tx: &mut Tx<'_>, proposal: &marketday_model::Proposal) -> Result<u32, StoreError> {
    let all = assessments::list(tx, proposal.id)?;
    let criteria = calls::list_criteria(tx, proposal.event)?;
    let entry = [(proposal.id, proposal.submitted_at)];
    let ranked = rank(&entry, &all, &criteria, 1);
    Ok(ranked.first().map_or(0, |one| one.scored_by))
}
