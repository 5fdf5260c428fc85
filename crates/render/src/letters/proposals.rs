//! Letters about what a company proposed: to it, and to those who decide.

use marketday_model::StandardLetter;
use serde::Serialize;

use super::facts::{EventFacts, Foot};
use super::samples::{event_facts, operator_foot, organiser_foot};
use super::{EventLetter, Letter, Parts};

/// The proposal that a letter is about.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalFacts {
    /// Its title, as plain text on one line.
    pub title: String,
    /// The company that proposes.
    pub company: String,
    /// The absolute https address of its page.
    pub link: String,
}

pub(super) fn proposal_facts() -> ProposalFacts {
    ProposalFacts {
        title: "Fewer falls at home with a quiet sensor".into(),
        company: "Steadfoot & Daughters Ltd".into(),
        link: "https://marketday.example/proposals/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11".into(),
    }
}

/// We have a proposal.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalReceived {
    /// The contact's name.
    pub to_name: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// Until when it can be changed: "5pm on Friday 6 March 2026".
    pub until_text: String,
    /// Whether somebody at the company, or the organiser, has yet to confirm that it was made for the company.
    pub is_unconfirmed: bool,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalReceived {
    const FOLDER: &'static str = "proposal-received";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            until_text: "5pm on Friday 11 September 2026".into(),
            is_unconfirmed: false,
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for ProposalReceived {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::ProposalReceived)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.proposal.company, &mut self.proposal.title)),
            slot: None,
        }
    }
}

/// Asks a member of a company whether a proposal was made for it.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalClaimed {
    /// The member's name.
    pub to_name: String,
    /// Who proposed.
    pub contact_name: String,
    /// Their address.
    pub contact_email: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalClaimed {
    const FOLDER: &'static str = "proposal-claimed";

    fn sample() -> Self {
        Self {
            to_name: "Grace Okafor".into(),
            contact_name: "Tom Okafor".into(),
            contact_email: "tom@steadfoot.example".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            foot: operator_foot(),
        }
    }
}

/// A proposal was accepted; its slot is told of in another letter.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalAccepted {
    /// The contact's name.
    pub to_name: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// What the organisers say of it; empty if they said nothing.
    pub feedback: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalAccepted {
    const FOLDER: &'static str = "proposal-accepted";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            feedback: "We liked the evidence. Please say more of what it costs.".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for ProposalAccepted {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::ProposalAccepted)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.proposal.company, &mut self.proposal.title)),
            slot: None,
        }
    }
}

/// A slot waits for a company to confirm.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalPlaced {
    /// The contact's name.
    pub to_name: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// When the slot is: "Thursday 15 October 2026, 10:30am to 10:42am".
    pub when_text: String,
    /// On which stage.
    pub stage: String,
    /// Until when to confirm: "5pm on Friday 18 September 2026".
    pub confirm_by_text: String,
    /// What the organisers say of it; empty if they said nothing.
    pub feedback: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalPlaced {
    const FOLDER: &'static str = "proposal-placed";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
            stage: "Main Hall".into(),
            confirm_by_text: "5pm on Friday 18 September 2026".into(),
            feedback: String::new(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for ProposalPlaced {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::ProposalPlaced)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.proposal.company, &mut self.proposal.title)),
            slot: Some((&mut self.when_text, &mut self.stage)),
        }
    }
}

/// A proposal was not accepted.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalDeclined {
    /// The contact's name.
    pub to_name: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// What the organisers say of it; empty if they said nothing.
    pub feedback: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalDeclined {
    const FOLDER: &'static str = "proposal-declined";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            feedback: "Three others address falls.\nWe should like to see you again in spring."
                .into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for ProposalDeclined {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::ProposalDeclined)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.proposal.company, &mut self.proposal.title)),
            slot: None,
        }
    }
}

/// A place passed on, since its company did not confirm it.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalLapsed {
    /// The contact's name.
    pub to_name: String,
    /// What was proposed.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// Until when it was to be confirmed: "5pm on Friday 18 September 2026".
    pub confirm_by_text: String,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalLapsed {
    const FOLDER: &'static str = "proposal-lapsed";

    fn sample() -> Self {
        Self {
            to_name: "Tom Okafor".into(),
            proposal: proposal_facts(),
            event: event_facts(),
            confirm_by_text: "5pm on Friday 18 September 2026".into(),
            foot: organiser_foot(),
        }
    }
}

impl EventLetter for ProposalLapsed {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::ProposalLapsed)
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.proposal.company, &mut self.proposal.title)),
            slot: None,
        }
    }
}

/// Those who decide learn that a company took back what they accepted.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalWithdrawn {
    /// The organiser.
    pub to_name: String,
    /// What was proposed; its link leads to the page of the organisers.
    pub proposal: ProposalFacts,
    /// To what.
    pub event: EventFacts,
    /// The slot that was kept for it: "Main Hall, 10:30am to 10:42am on Thursday 15 October 2026".
    pub slot_text: Option<String>,
    /// The company for which that slot is kept now; none while it is free.
    pub next_company: Option<String>,
    /// Who sent this.
    pub foot: Foot,
}

impl Letter for ProposalWithdrawn {
    const FOLDER: &'static str = "proposal-withdrawn";

    fn sample() -> Self {
        let link = "https://marketday.example/organise/events/northern-care-technology-day/proposals/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        Self {
            to_name: "Priya Nair".into(),
            proposal: ProposalFacts {
                link: link.into(),
                ..proposal_facts()
            },
            event: event_facts(),
            slot_text: Some("Main Hall, 10:30am to 10:42am on Thursday 15 October 2026".into()),
            next_company: Some("Lantern Street Works".into()),
            foot: operator_foot(),
        }
    }
}
