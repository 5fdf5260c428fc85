//! The addresses of calls and proposals.

use super::Links;
use std::fmt::Display;

impl Links {
    /// What an event looks for.
    pub fn call(slug: &str) -> String {
        format!("/events/{slug}/proposals")
    }

    /// Where a pitch is proposed to an event.
    pub fn new_proposal(slug: &str) -> String {
        format!("/events/{slug}/proposals/new")
    }

    /// A company's own proposal; where it is changed (POST).
    pub fn proposal(id: &impl Display) -> String {
        format!("/proposals/{id}")
    }

    /// Where a proposal, or the place that waits for it, is taken back.
    pub fn proposal_withdrawal(id: &impl Display) -> String {
        format!("/proposals/{id}/withdrawal")
    }

    /// Where a place is confirmed (POST).
    pub fn proposal_confirmation(id: &impl Display) -> String {
        format!("/proposals/{id}/confirmation")
    }

    /// Where somebody says that a proposal was made for its company (POST).
    pub fn proposal_claim(id: &impl Display) -> String {
        format!("/proposals/{id}/claim")
    }

    /// The settings and criteria of a call.
    pub fn organise_call(slug: &str) -> String {
        format!("/organise/events/{slug}/call")
    }

    /// Where the criteria of a call are saved (POST).
    pub fn organise_criteria(slug: &str) -> String {
        format!("/organise/events/{slug}/call/criteria")
    }

    /// Where a call is published (POST).
    pub fn organise_call_publication(slug: &str) -> String {
        format!("/organise/events/{slug}/call/publication")
    }

    /// The proposals to an event by rank.
    pub fn organise_proposals(slug: &str) -> String {
        format!("/organise/events/{slug}/proposals")
    }

    /// One proposal, as organisers see it.
    pub fn organise_proposal(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/proposals/{id}")
    }

    /// Where a proposal is accepted or declined (POST).
    pub fn organise_proposal_decision(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/proposals/{id}/decision")
    }

    /// Where a proposal is put on the short list or taken off (POST).
    pub fn organise_proposal_shortlist(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/proposals/{id}/shortlist")
    }

    /// Where an organiser says that a proposal was made for its company (POST).
    pub fn organise_proposal_claim(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/proposals/{id}/claim")
    }

    /// Where a proposal is given a slot by hand (POST).
    pub fn organise_proposal_place(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/proposals/{id}/place")
    }

    /// Where accepted proposals are given slots.
    pub fn organise_placing(slug: &str) -> String {
        format!("/organise/events/{slug}/placing")
    }

    /// The proposals that somebody is asked to score.
    pub fn assessing(slug: &str) -> String {
        format!("/organise/events/{slug}/assessing")
    }

    /// Where an assessor declares a conflict of interest (POST).
    pub fn assessing_conflict(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/assessing/{id}/conflict")
    }

    /// Where one proposal is scored.
    pub fn assessing_one(slug: &str, id: &impl Display) -> String {
        format!("/organise/events/{slug}/assessing/{id}")
    }
}
