//! What an assessor makes of a proposal: scores and a comment, or a conflict of interest.

use super::current::{Current, current};
use marketday_model::call::Score;
use marketday_model::notice::Subject;
use marketday_model::{
    Assessment, AssessmentId, CriterionId, Line, PersonId, ProposalId, ProposalState, Prose,
    Surroundings,
};
use marketday_store::{Note, Store, StoreError, assessments, calls};

/// What the form of an assessor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// A score for each criterion.
    pub scores: Vec<(CriterionId, Score)>,
    /// What the organisers should know.
    pub comment: Prose<2000>,
}

/// Why nothing is kept of an assessor.
#[derive(Debug, thiserror::Error)]
pub enum AssessRefused {
    /// It does not exist, was withdrawn, or is decided.
    #[error("This proposal is decided or was withdrawn, so it is not scored any more")]
    NotSubmitted,
    /// They declared a conflict of interest.
    #[error("You declared a conflict of interest, so you do not score this proposal")]
    Conflict,
    /// The criteria changed since the form was shown, or one has no score.
    #[error("Give a score for each criterion. They may have changed since you opened this page")]
    Criteria,
    /// The database failed.
    #[error("keeping the scores failed")]
    Store(#[from] StoreError),
}

fn submitted(found: Option<Current>) -> Result<Current, AssessRefused> {
    found
        .filter(|found| found.proposal.state == ProposalState::Submitted)
        .ok_or(AssessRefused::NotSubmitted)
}

/// Keeps an assessor's scores of a proposal over those that they gave before. Whether `person` may do so is asked
/// before. What they gave and wrote is not in the audit trail.
pub fn assess(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
    said: Assessed,
) -> Result<(), AssessRefused> {
    let assessment: AssessmentId = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let found = submitted(current(tx, id)?)?;
        let before = assessments::find(tx, id, person)?;
        if before.is_some_and(|before| before.conflict.is_some()) {
            return Err(AssessRefused::Conflict);
        }
        let criteria = calls::list_criteria(tx, found.event.id)?;
        let mut asked: Vec<CriterionId> = criteria.iter().map(|one| one.id).collect();
        let mut given: Vec<CriterionId> = said.scores.iter().map(|(id, _)| *id).collect();
        asked.sort();
        given.sort();
        if asked != given || asked.is_empty() {
            return Err(AssessRefused::Criteria);
        }
        let new = Assessment {
            id: assessment,
            proposal: id,
            assessor: person,
            conflict: None,
            comment: said.comment.to_string(),
            scores: said.scores.clone(),
        };
        assessments::save(tx, &new, note.at)?;
        note.write(tx, "proposal.assess", Subject::Proposal(id), String::new())?;
        Ok(())
    })
}

/// Notes that somebody has a conflict of interest: they do not score the proposal any more, and what they gave before is
/// gone. Whether `person` may assess is asked before.
pub fn declare_conflict(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: ProposalId,
    why: Line<200>,
) -> Result<(), AssessRefused> {
    let assessment: AssessmentId = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        submitted(current(tx, id)?)?;
        let new = Assessment {
            id: assessment,
            proposal: id,
            assessor: person,
            conflict: Some(why.to_string()),
            comment: String::new(),
            scores: Vec::new(),
        };
        assessments::save(tx, &new, note.at)?;
        note.write(
            tx,
            "proposal.conflict",
            Subject::Proposal(id),
            String::new(),
        )?;
        Ok(())
    })
}
