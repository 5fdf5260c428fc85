//! How proposals were judged: marks by criterion, rank, short list, decision, and what became of the place.

use super::{FairnessRows, count};
use marketday_model::call::Score;
use marketday_model::ranking::{Mark, Ranked, mark_of, means, rank};
use marketday_model::{Assessment, Instant, Proposal, ProposalId, ProposalState};
use std::collections::HashMap;

/// How a proposal was judged, and what became of the place that it was given. What assessors gave is empty for those who
/// do not see people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Where it stands.
    pub state: ProposalState,
    /// Its rank among all that were submitted; none without a mark.
    pub rank: Option<u32>,
    /// Its mark.
    pub mark: Option<Mark>,
    /// How many assessors count.
    pub scored_by: u32,
    /// The mean by each criterion, with the criterion's name.
    pub means: Vec<(String, Option<Mark>)>,
    /// What each assessor gave it, in the order in which they began.
    pub assessors: Vec<Assessor>,
    /// Whether it is on the short list.
    pub shortlisted: bool,
    /// Who decided, for those who see people; none too where they were erased.
    pub decided_by: Option<String>,
    /// Until when its company had to confirm the place.
    pub confirm_by: Option<Instant>,
    /// When it confirmed it, gave it up, or let it lapse, so that the place passed on.
    pub answered_at: Option<Instant>,
}

/// What one assessor gave a proposal. Why they had a conflict of interest is theirs to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessor {
    /// Their name; none where they were erased.
    pub name: Option<String>,
    /// Whether they were left out for a conflict of interest.
    pub has_conflict: bool,
    /// What they gave by each criterion, with the criterion's name.
    pub scores: Vec<(String, Option<Score>)>,
    /// Their mark; none where it does not count.
    pub mark: Option<Mark>,
}

impl Judged {
    /// "Rank 1: mark 4.25 of 5 by 2 assessors".
    pub(super) fn text(&self) -> String {
        let of = |number: u32| count(number, "assessor");
        let by = of(self.scored_by);
        let mut text = match (self.rank, self.mark) {
            (Some(rank), Some(mark)) => format!("Rank {rank}: mark {mark} of 5 by {by}"),
            _ => format!("No mark: scored by {by}"),
        };
        let conflicts = self.assessors.iter().filter(|one| one.has_conflict).count();
        let conflicts = u32::try_from(conflicts).unwrap_or(u32::MAX);
        if conflicts > 0 {
            text = format!(
                "{text}. {} left out for a conflict of interest",
                of(conflicts)
            );
        }
        text
    }
}

impl FairnessRows {
    /// Each proposal's rank from 1 on, and its mark.
    pub(super) fn ranks(&self) -> HashMap<ProposalId, (u32, Ranked)> {
        let Some(call) = self.call.as_ref().filter(|_| self.sees_people) else {
            return HashMap::new();
        };
        let submitted: Vec<(ProposalId, Instant)> = self
            .proposals
            .iter()
            .map(|proposal| (proposal.id, proposal.submitted_at))
            .collect();
        let minimum = call.minimum_scores;
        let ranked = rank(&submitted, &self.assessments, &self.criteria, minimum);
        (1..)
            .zip(ranked)
            .map(|(rank, ranked)| (ranked.proposal, (rank, ranked)))
            .collect()
    }

    pub(super) fn judged(&self, proposal: &Proposal, ranked: Option<&(u32, Ranked)>) -> Judged {
        let assessments = self.assessments.iter();
        let assessments: Vec<&Assessment> = assessments
            .filter(|one| one.proposal == proposal.id)
            .collect();
        let mark = ranked.and_then(|(_, ranked)| ranked.mark);
        let means = means(&assessments, &self.criteria);
        let names = self.criteria.iter().map(|one| one.name.clone());
        let by = proposal.decided_by.and_then(|by| self.contact(by));
        Judged {
            state: proposal.state,
            rank: ranked.and_then(|(rank, _)| mark.map(|_| *rank)),
            mark,
            scored_by: ranked.map_or(0, |(_, ranked)| ranked.scored_by),
            means: if self.sees_people {
                names.zip(means).collect()
            } else {
                Vec::new()
            },
            assessors: assessments.iter().map(|one| self.assessor(one)).collect(),
            shortlisted: proposal.shortlisted,
            decided_by: by.map(|(name, _)| name),
            confirm_by: proposal.place.map(|place| place.confirm_by),
            answered_at: proposal.place.and_then(|_| self.answered_at(proposal)),
        }
    }

    fn assessor(&self, assessment: &Assessment) -> Assessor {
        let given: HashMap<_, Score> = assessment.scores.iter().copied().collect();
        let scores = self
            .criteria
            .iter()
            .map(|one| (one.name.clone(), given.get(&one.id).copied()));
        Assessor {
            name: self.contact(assessment.assessor).map(|(name, _)| name),
            has_conflict: assessment.conflict.is_some(),
            scores: scores.collect(),
            mark: mark_of(assessment, &self.criteria),
        }
    }

    /// When the company of a proposal that was given a place answered, or let the time go by: told by the trail.
    fn answered_at(&self, proposal: &Proposal) -> Option<Instant> {
        let action = match proposal.state {
            ProposalState::Confirmed => "proposal.confirm",
            ProposalState::Lapsed => "proposal.lapse",
            ProposalState::Withdrawn => "proposal.withdraw",
            _ => return None,
        };
        let subject = format!("proposal:{}", proposal.id);
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line.action == action && line.subject == subject)?;
        Some(line.at)
    }
}
