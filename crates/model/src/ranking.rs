//! In which order proposals stand by their scores, and which of them get which slots. Pure, so that an organiser can
//! publish it and anybody can work it out again.
//!
//! An assessor's mark for a proposal is the mean of their scores, each counted as often as its criterion weighs. A
//! proposal's mark is the mean of its assessors' marks. An assessor counts who scored every criterion and declared no
//! conflict of interest. A proposal that fewer assessors scored than the call asks for has no mark and stands behind
//! those that have one. Of equal marks, the proposal that more assessors scored comes first, then the one that was
//! submitted first, then the one with the smaller id.

use crate::call::{Criterion, Score};
use crate::{Assessment, CriterionId, Instant, ProposalId, SlotId};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// How [`rank`] orders proposals, as it is published.
pub const RULE: &str = "Each assessor scores each criterion from 1 to 5. An assessor’s mark is the mean of their scores, each counted as often as its criterion weighs; a proposal’s mark is the mean of its assessors’ marks. Whoever has a conflict of interest does not score. Of equal marks, the proposal that more assessors scored comes first, then the one that was submitted first.";

/// A proposal as far as its rank is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Which.
    pub proposal: ProposalId,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// How many assessors scored every criterion, those with a conflict left out.
    pub scored_by: u32,
    /// Its mark; none where fewer scored it than the call asks for.
    pub mark: Option<Mark>,
}

/// The mean of means, kept as a fraction so that equal marks are equal.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// The sum, over assessors and criteria, of weight times score.
    sum: u64,
    /// All weights, as often as there were assessors.
    of: u64,
}

impl Mark {
    /// The mark in hundredths, rounded down: 4.25 is 425.
    pub fn hundredths(self) -> u64 {
        self.sum * 100 / self.of
    }
}

impl PartialEq for Mark {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Mark {}

impl PartialOrd for Mark {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Mark {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.sum * other.of).cmp(&(other.sum * self.of))
    }
}

impl std::fmt::Display for Mark {
    /// With two decimals: `4.25`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}.{:02}",
            self.hundredths() / 100,
            self.hundredths() % 100
        )
    }
}

/// The sum of weight times score of an assessment that counts: without a conflict, and with a score for every
/// criterion.
fn weighed(assessment: &Assessment, criteria: &[Criterion]) -> Option<u64> {
    if assessment.conflict.is_some() || criteria.is_empty() {
        return None;
    }
    let scores: BTreeMap<CriterionId, Score> = assessment.scores.iter().copied().collect();
    criteria
        .iter()
        .map(|criterion| {
            let score = scores.get(&criterion.id)?;
            Some(u64::from(criterion.weight.get() * score.get()))
        })
        .sum()
}

/// An assessor's mark for a proposal; none where it does not count.
pub fn mark_of(assessment: &Assessment, criteria: &[Criterion]) -> Option<Mark> {
    let of = criteria.iter().map(|one| u64::from(one.weight.get())).sum();
    weighed(assessment, criteria).map(|sum| Mark { sum, of })
}

/// The mean of what the assessors who count gave one proposal by each of `criteria`, in their order; none where nobody
/// counts.
pub fn means(assessments: &[&Assessment], criteria: &[Criterion]) -> Vec<Option<Mark>> {
    let counted = assessments
        .iter()
        .filter(|one| mark_of(one, criteria).is_some());
    let given: Vec<BTreeMap<CriterionId, Score>> = counted
        .map(|one| one.scores.iter().copied().collect())
        .collect();
    let mean = |criterion: &Criterion| {
        let scores = given.iter().filter_map(|scores| scores.get(&criterion.id));
        let sum = scores.map(|score| u64::from(score.get())).sum();
        let of = u64::try_from(given.len()).ok().filter(|of| *of > 0)?;
        Some(Mark { sum, of })
    };
    criteria.iter().map(mean).collect()
}

/// The proposals (with when each was submitted) in the order of their marks. `assessments` may be of any of them, in
/// any order.
pub fn rank(
    proposals: &[(ProposalId, Instant)],
    assessments: &[Assessment],
    criteria: &[Criterion],
    minimum: u32,
) -> Vec<Ranked> {
    let weights: u64 = criteria
        .iter()
        .map(|criterion| u64::from(criterion.weight.get()))
        .sum();
    let mut marks: BTreeMap<ProposalId, (u64, u32)> = BTreeMap::new();
    for assessment in assessments {
        if let Some(sum) = weighed(assessment, criteria) {
            let (all, scored_by) = marks.entry(assessment.proposal).or_default();
            *all += sum;
            *scored_by += 1;
        }
    }
    let mut ranked: Vec<Ranked> = proposals
        .iter()
        .map(|(proposal, submitted_at)| {
            let (sum, scored_by) = marks.get(proposal).copied().unwrap_or_default();
            let is_enough = scored_by >= minimum.max(1);
            Ranked {
                proposal: *proposal,
                submitted_at: *submitted_at,
                scored_by,
                mark: is_enough.then(|| Mark {
                    sum,
                    of: weights * u64::from(scored_by),
                }),
            }
        })
        .collect();
    ranked.sort_by_key(|one| {
        (
            Reverse(one.mark),
            Reverse(one.scored_by),
            one.submitted_at,
            one.proposal,
        )
    });
    ranked
}

/// Which proposals get which slots: the best first, each the earliest slot that is left, unless its company has no room
/// for one more. `ranked` are those to be placed, with what their company is counted by; `free` are the curated slots
/// that nothing keeps others out of, in the order of the programme; `room` says how many more each company may have,
/// where it is not named none. Another way of allocating takes the place of this function.
pub fn place(
    ranked: &[(ProposalId, String)],
    free: &[SlotId],
    room: &BTreeMap<String, u32>,
) -> Vec<(ProposalId, SlotId)> {
    let mut room = room.clone();
    let fitting = ranked.iter().filter(|(_, company)| {
        let left = room.get_mut(company).filter(|left| **left > 0);
        left.is_some_and(|left| {
            *left -= 1;
            true
        })
    });
    let fitting: Vec<ProposalId> = fitting.map(|(proposal, _)| *proposal).collect();
    fitting.into_iter().zip(free.iter().copied()).collect()
}

#[cfg(test)]
mod tests;
