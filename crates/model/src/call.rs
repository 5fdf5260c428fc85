//! The call of an event that curates its programme, and the criteria by which proposals to it are scored.

use crate::event::{Window, WindowState};
use crate::{CriterionId, Event, EventId, EventState, Instant};

/// What an event looks for, until when, and how it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Of which event.
    pub event: EventId,
    /// What is looked for, in Markdown.
    pub looked_for: String,
    /// When proposals are taken; they can be edited and withdrawn until it closes.
    pub window: Window,
    /// How many assessors must have scored a proposal before it has a rank.
    pub minimum_scores: u32,
    /// How many days a company has to confirm its place.
    pub days_to_confirm: u32,
    /// How many live proposals a company may have.
    pub company_limit: u32,
    /// Raised by each change, so that two who change it do not overwrite each other.
    pub version: u32,
    /// When it was published; until then only the team sees it.
    pub published_at: Option<Instant>,
}

impl Call {
    /// Whether proposals can be submitted and edited at `at`.
    pub fn state(&self, event: &Event, at: Instant) -> WindowState {
        if self.published_at.is_some() && event.state == EventState::Published {
            self.window.state(at)
        } else {
            WindowState::Closed
        }
    }
}

/// One thing by which proposals are scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its id.
    pub id: CriterionId,
    /// Its name.
    pub name: String,
    /// What the scores mean, plain text.
    pub guidance: String,
    /// How much it counts, 1 to 10.
    pub weight: Weight,
}

/// How much a criterion counts: 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(u8);

/// What an assessor gives a proposal by one criterion: 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u8);

impl Weight {
    /// A weight, if it is one.
    pub fn new(number: u32) -> Option<Self> {
        let number = u8::try_from(number).ok()?;
        (1..=10).contains(&number).then_some(Self(number))
    }

    /// As a number.
    pub fn get(self) -> u32 {
        self.0.into()
    }
}

impl Score {
    /// The most that can be given.
    pub const MOST: u32 = 5;

    /// A score, if it is one.
    pub fn new(number: u32) -> Option<Self> {
        let number = u8::try_from(number).ok()?;
        (1..=5).contains(&number).then_some(Self(number))
    }

    /// As a number.
    pub fn get(self) -> u32 {
        self.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_go_from_one_to_ten_and_scores_from_one_to_five() {
        let weights = [0, 1, 10, 11].map(|n| Weight::new(n).map(Weight::get));
        assert_eq!(weights, [None, Some(1), Some(10), None]);
        let scores = [0, 1, 5, 6, 300].map(|n| Score::new(n).map(Score::get));
        assert_eq!(scores, [None, Some(1), Some(5), None, None]);
    }
}
