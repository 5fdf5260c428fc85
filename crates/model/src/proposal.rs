//! Proposals: pitches that companies submit to an event which curates its programme.

use crate::event::InvalidTransition;
use crate::word::words;
use crate::{
    AssessmentId, BookingId, Claim, CriterionId, EventId, Instant, OrganisationId, PersonId,
    ProposalId, SlotId, Theme, call::Score,
};

words! {
    /// Where a proposal stands.
    ProposalState {
        /// Kept by whoever writes it; nobody else sees it.
        Draft = "draft",
        /// Sent to the organisers.
        Submitted = "submitted",
        /// Taken; it has no slot yet.
        Accepted = "accepted",
        /// A slot waits for its company to confirm.
        Allocated = "allocated",
        /// Its company has the slot.
        Confirmed = "confirmed",
        /// Not taken.
        Declined = "declined",
        /// Taken back by its company.
        Withdrawn = "withdrawn",
        /// Its company did not confirm in time, so the place passed on.
        Lapsed = "lapsed",
    }
}

impl ProposalState {
    /// Whether it counts against what its company may propose.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::Accepted | Self::Allocated | Self::Confirmed
        )
    }

    /// The next state, if a proposal may go there from here.
    pub fn to(self, next: Self) -> Result<Self, InvalidTransition> {
        use ProposalState::{
            Accepted, Allocated, Confirmed, Declined, Draft, Lapsed, Submitted, Withdrawn,
        };
        match (self, next) {
            (Draft, Submitted)
            | (Submitted, Accepted | Declined | Withdrawn)
            | (Accepted, Allocated | Declined | Withdrawn)
            | (Allocated, Confirmed | Withdrawn | Lapsed) => Ok(next),
            _ => Err(InvalidTransition {
                from: self.as_str(),
                to: next.as_str(),
            }),
        }
    }

    /// The name as people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Submitted => "Submitted",
            Self::Accepted => "Accepted",
            Self::Allocated => "Waiting to be confirmed",
            Self::Confirmed => "Confirmed",
            Self::Declined => "Declined",
            Self::Withdrawn => "Withdrawn",
            Self::Lapsed => "Place passed on",
        }
    }
}

/// The slot that waits, or waited, for a proposal's company to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The slot.
    pub slot: SlotId,
    /// The booking that keeps it: a hold until the company confirms.
    pub booking: BookingId,
    /// Until when the company can confirm.
    pub confirm_by: Instant,
}

/// A proposal that was submitted. A draft is a [`ProposalDraft`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// To which event.
    pub event: EventId,
    /// Where it stands.
    pub state: ProposalState,
    /// The company.
    pub company: OrganisationId,
    /// Its name.
    pub company_name: String,
    /// By what its proposals are counted.
    pub company_identity: String,
    /// Whether its contact may speak for the company.
    pub claim: Claim,
    /// Who proposed, and is told.
    pub contact: PersonId,
    /// Who would be on stage; nobody any more once they were erased.
    pub presenter: Option<PersonId>,
    /// Their name.
    pub presenter_name: String,
    /// Their address, where it is not the contact.
    pub presenter_email: Option<String>,
    /// The pitch's title.
    pub title: String,
    /// What it is about, plain text.
    pub summary: String,
    /// Its themes.
    pub themes: Vec<Theme>,
    /// Raised by each change that its company is told of.
    pub version: u32,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// When it last changed.
    pub changed_at: Instant,
    /// Whether the organisers put it on their short list.
    pub shortlisted: bool,
    /// What the company is told of the decision.
    pub feedback: String,
    /// When it was accepted or declined.
    pub decided_at: Option<Instant>,
    /// Who decided; nobody any more once they were erased.
    pub decided_by: Option<PersonId>,
    /// Why, for the record.
    pub why: String,
    /// The slot that waits, or waited, for it.
    pub place: Option<Place>,
}

impl Proposal {
    /// Whether somebody at the company, or an organiser, has yet to say that it was made for the company.
    pub fn is_claim_open(&self) -> bool {
        self.state.is_live() && self.claim == Claim::Unconfirmed
    }

    /// Whether its company can confirm its place at `at`.
    pub fn can_confirm(&self, at: Instant) -> bool {
        self.state == ProposalState::Allocated
            && self.place.is_some_and(|place| at < place.confirm_by)
    }
}

/// A proposal that is still being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalDraft {
    /// Its id, which it keeps when it is submitted.
    pub id: ProposalId,
    /// To which event.
    pub event: EventId,
    /// Whose.
    pub contact: PersonId,
    /// What stands in its form (JSON).
    pub typed: String,
    /// When it was last saved.
    pub changed_at: Instant,
}

/// What one assessor makes of one proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Of which proposal.
    pub proposal: ProposalId,
    /// By whom.
    pub assessor: PersonId,
    /// Why they may not score it, where they have a conflict of interest.
    pub conflict: Option<String>,
    /// What they say of it, for the organisers.
    pub comment: String,
    /// What they give it by each criterion.
    pub scores: Vec<(CriterionId, Score)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_written_submitted_accepted_given_a_slot_and_confirmed() {
        use ProposalState::{Accepted, Allocated, Confirmed, Draft, Submitted};
        let way = [Draft, Submitted, Accepted, Allocated, Confirmed];
        for pair in way.windows(2) {
            assert_eq!(pair[0].to(pair[1]), Ok(pair[1]));
        }
    }

    #[test]
    fn every_other_step_of_a_proposal_is_one_of_six() {
        use ProposalState::{
            Accepted, Allocated, Confirmed, Declined, Draft, Lapsed, Submitted, Withdrawn,
        };
        let steps: Vec<_> = ProposalState::ALL
            .iter()
            .flat_map(|from| ProposalState::ALL.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| from.to(*to).is_ok())
            .collect();
        assert_eq!(
            steps,
            [
                (Draft, Submitted),
                (Submitted, Accepted),
                (Submitted, Declined),
                (Submitted, Withdrawn),
                (Accepted, Allocated),
                (Accepted, Declined),
                (Accepted, Withdrawn),
                (Allocated, Confirmed),
                (Allocated, Withdrawn),
                (Allocated, Lapsed),
            ]
        );
    }

    #[test]
    fn what_was_given_up_is_not_taken_up_again() {
        for over in [
            ProposalState::Declined,
            ProposalState::Withdrawn,
            ProposalState::Lapsed,
        ] {
            assert!(!over.is_live());
            assert_eq!(
                over.to(ProposalState::Accepted),
                Err(InvalidTransition {
                    from: over.as_str(),
                    to: "accepted"
                })
            );
        }
    }
}
