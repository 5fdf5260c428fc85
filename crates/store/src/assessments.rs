//! What assessors make of proposals: at most one assessment an assessor and proposal, by a unique index.

use crate::columns::{Count, Text, at, int};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::{assessments, proposals, scores};
use diesel::prelude::*;
use marketday_model::call::Score;
use marketday_model::{
    Assessment, AssessmentId, CriterionId, EventId, Instant, PersonId, ProposalId,
};

type Row = (
    Text<AssessmentId>,
    Text<ProposalId>,
    Text<PersonId>,
    Option<String>,
    String,
);

const COLUMNS: (
    assessments::id,
    assessments::proposal_id,
    assessments::assessor_id,
    assessments::conflict,
    assessments::comment,
) = (
    assessments::id,
    assessments::proposal_id,
    assessments::assessor_id,
    assessments::conflict,
    assessments::comment,
);

/// What was given by one criterion.
type Given = (Text<CriterionId>, Count);

const GIVEN: (scores::criterion_id, scores::score) = (scores::criterion_id, scores::score);

/// The assessments of an event's proposals, oldest first: one query.
pub fn list_of_event(rx: &mut Rx<'_>, event: EventId) -> Result<Vec<Assessment>, StoreError> {
    let rows = assessments::table
        .inner_join(proposals::table)
        .left_join(scores::table)
        .filter(proposals::event_id.eq(event.to_string()))
        .order((assessments::made_at, assessments::id, scores::criterion_id))
        .select((COLUMNS, GIVEN.nullable()))
        .load(rx.db())?;
    with_scores(rows)
}

/// The assessments of one proposal, oldest first: one query.
pub fn list(rx: &mut Rx<'_>, proposal: ProposalId) -> Result<Vec<Assessment>, StoreError> {
    let rows = assessments::table
        .left_join(scores::table)
        .filter(assessments::proposal_id.eq(proposal.to_string()))
        .order((assessments::made_at, assessments::id, scores::criterion_id))
        .select((COLUMNS, GIVEN.nullable()))
        .load(rx.db())?;
    with_scores(rows)
}

/// What one assessor makes of a proposal, if they said so.
pub fn find(
    rx: &mut Rx<'_>,
    proposal: ProposalId,
    assessor: PersonId,
) -> Result<Option<Assessment>, StoreError> {
    let all = list(rx, proposal)?;
    Ok(all.into_iter().find(|one| one.assessor == assessor))
}

/// Each assessment once, from its rows, which follow each other: one a score, or one without any.
fn with_scores(rows: Vec<(Row, Option<Given>)>) -> Result<Vec<Assessment>, StoreError> {
    let mut all: Vec<Assessment> = Vec::new();
    for ((id, proposal, assessor, conflict, comment), given) in rows {
        if all.last().is_none_or(|last| last.id != id.0) {
            all.push(Assessment {
                id: id.0,
                proposal: proposal.0,
                assessor: assessor.0,
                conflict,
                comment,
                scores: Vec::new(),
            });
        }
        let (Some(last), Some((criterion, score))) = (all.last_mut(), given) else {
            continue;
        };
        let unreadable = || StoreError::Unreadable {
            table: "scores",
            value: score.0.to_string(),
        };
        let score = Score::new(score.0).ok_or_else(unreadable)?;
        last.scores.push((criterion.0, score));
    }
    Ok(all)
}

/// Whether any assessor has scored a proposal to an event.
pub fn has_begun(rx: &mut Rx<'_>, event: EventId) -> Result<bool, StoreError> {
    let of_event = assessments::table
        .inner_join(proposals::table)
        .filter(proposals::event_id.eq(event.to_string()))
        .select(assessments::id);
    let given: i64 = scores::table
        .filter(scores::assessment_id.eq_any(of_event))
        .count()
        .get_result(rx.db())?;
    Ok(given > 0)
}

/// Stores what an assessor makes of a proposal, over what they made of it before. Lock the proposal first.
pub fn save(tx: &mut Tx<'_>, new: &Assessment, now: Instant) -> Result<(), StoreError> {
    let said = (
        assessments::conflict.eq(&new.conflict),
        assessments::comment.eq(&new.comment),
        assessments::changed_at.eq(at(now)),
    );
    let before: Option<String> = assessments::table
        .filter(assessments::proposal_id.eq(new.proposal.to_string()))
        .filter(assessments::assessor_id.eq(new.assessor.to_string()))
        .select(assessments::id)
        .get_result(tx.db())
        .optional()?;
    let id = if let Some(id) = before {
        diesel::update(assessments::table.find(&id))
            .set(said)
            .execute(tx.db())?;
        diesel::delete(scores::table.filter(scores::assessment_id.eq(&id))).execute(tx.db())?;
        id
    } else {
        let id = new.id.to_string();
        diesel::insert_into(assessments::table)
            .values((
                assessments::id.eq(&id),
                assessments::proposal_id.eq(new.proposal.to_string()),
                assessments::assessor_id.eq(new.assessor.to_string()),
                assessments::made_at.eq(at(now)),
                said,
            ))
            .execute(tx.db())?;
        id
    };
    for (criterion, score) in &new.scores {
        diesel::insert_into(scores::table)
            .values((
                scores::assessment_id.eq(&id),
                scores::criterion_id.eq(criterion.to_string()),
                scores::score.eq(int(score.get())),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}
