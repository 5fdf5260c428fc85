//! The fairness record of an event: by which rule slots were given, who asked when, why each was accepted or not, and
//! where an organiser overruled. [`fairness_record`] is a pure function of what [`fairness_rows`] read.

mod asked;
mod judged;
mod rows;

pub use judged::{Assessor, Judged};
pub use rows::{FairnessRows, fairness_rows};

use marketday_model::booking::Overrule;
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::ranking::RULE;
use marketday_model::waiting::{Offer, Wish};
use marketday_model::{Instant, PersonId, SlotId};
use marketday_store::audit_trail::Line;
use std::collections::HashMap;

/// What of a deed is said by the deed itself, or is about the pitch or a person: nothing that a rule decides by.
const BESIDE: [&str; 6] = [
    "State",
    "Title",
    "Summary",
    "Themes",
    "Presenter",
    "Contact",
];

/// A slot as it stands in the record: its stage, and when it starts.
pub type SlotAt = (String, Instant);

/// How a slot was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By booking it.
    Booking,
    /// By proposing a pitch, which was judged.
    Proposal(Box<Judged>),
    /// By joining the waiting list.
    Waiting(Waited),
}

/// What somebody on the waiting list wanted, and what was offered to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    /// What they wanted.
    pub wish: Wish,
    /// The slot that they wanted, where it was a chosen one.
    pub wished: Option<SlotAt>,
    /// The offer, if one was made, with its slot: nobody has a second one for the same place on the list.
    pub offer: Option<(Offer, Option<SlotAt>)>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has the slot.
    Accepted,
    /// Nothing yet.
    Open,
    /// It was refused.
    Declined,
    /// Its company gave it up.
    GivenUp,
    /// It was taken from it.
    Cancelled,
    /// Its company did not confirm in time.
    Lapsed,
    /// No slot came free for it.
    Unserved,
}

/// Somebody who asked for a slot, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Instant,
    /// How.
    pub way: Way,
    /// For which company.
    pub company: String,
    /// With which pitch.
    pub pitch: String,
    /// Which slot it was about in the end.
    pub slot: Option<SlotAt>,
    /// What came of it.
    pub outcome: Outcome,
    /// When that was decided.
    pub decided_at: Option<Instant>,
    /// Why.
    pub why: String,
    /// Who asked, for those who see contacts: name and address.
    pub contact: Option<(String, String)>,
}

/// Where an organiser gave a slot against a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    /// When.
    pub at: Instant,
    /// To which company.
    pub company: String,
    /// Which slot it has now.
    pub slot: Option<SlotAt>,
    /// Against which rules.
    pub rules: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who, for those who see contacts.
    pub by: Option<String>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// What, as `noun.verb`.
    pub action: String,
    /// With whose booking, proposal or place on the waiting list; empty where it is about the event.
    pub company: String,
    /// What else was noted, a reason mostly.
    pub detail: String,
    /// What was otherwise afterwards: name, before, after.
    pub altered: Vec<(String, String, String)>,
    /// Who, for those who see contacts.
    pub by: Option<String>,
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FairnessRecord {
    /// The published rules as everybody reads them.
    pub rules: Vec<String>,
    /// How proposals are decided, where the event calls for any.
    pub deciding: Vec<String>,
    /// Everybody who asked, the first one first.
    pub asked: Vec<Asked>,
    /// Every overrule, the first one first.
    pub overruled: Vec<Overruled>,
    /// What was done, the first first.
    pub steps: Vec<Step>,
    /// Holds that ended without a booking; of whom is not kept.
    pub holds_ended: u32,
}

/// The record of these rows.
pub fn fairness_record(rows: &FairnessRows) -> FairnessRecord {
    let companies = rows.companies();
    FairnessRecord {
        rules: rows.rules.clone(),
        deciding: rows.deciding(),
        asked: rows.asked(),
        overruled: rows
            .overrules
            .iter()
            .map(|one| rows.overruled(one))
            .collect(),
        steps: rows
            .lines
            .iter()
            .map(|line| rows.step(line, &companies))
            .collect(),
        holds_ended: rows.holds_ended,
    }
}

/// "1 assessor", "2 assessors".
fn count(number: u32, what: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {what}{end}")
}

impl FairnessRows {
    fn slot(&self, id: SlotId) -> Option<SlotAt> {
        let slot = self.slots.get(&id)?;
        Some((slot.stage_name.clone(), slot.slot.times.starts_at))
    }

    fn contact(&self, id: PersonId) -> Option<(String, String)> {
        let person = self.people.get(&id)?;
        // Whoever was erased is nobody any more.
        if person.email.domain() == ERASED_DOMAIN {
            return None;
        }
        Some((person.name.clone(), person.email.to_string()))
    }

    fn deciding(&self) -> Vec<String> {
        let Some(call) = self
            .call
            .as_ref()
            .filter(|call| call.published_at.is_some())
        else {
            return Vec::new();
        };
        let criteria = self
            .criteria
            .iter()
            .map(|criterion| format!("{} (weighs {})", criterion.name, criterion.weight.get()));
        let criteria: Vec<String> = criteria.collect();
        vec![
            RULE.to_owned(),
            format!("Criteria: {}.", criteria.join(", ")),
            format!(
                "A proposal has a mark once {} scored it. A company confirms its place within {}; otherwise the place \
                 passes on.",
                count(call.minimum_scores, "assessor"),
                count(call.days_to_confirm, "day")
            ),
        ]
    }

    fn overruled(&self, overrule: &Overrule) -> Overruled {
        let mut bookings = self.bookings.iter();
        let booking = bookings.find(|booking| booking.id == overrule.booking);
        Overruled {
            at: overrule.made_at,
            company: booking.map_or_else(String::new, |booking| booking.company_name.clone()),
            slot: booking.and_then(|booking| self.slot(booking.slot)),
            rules: overrule
                .rules
                .iter()
                .map(|rule| rule.text().to_owned())
                .collect(),
            reason: overrule.reason.clone(),
            by: overrule
                .made_by
                .and_then(|person| Some(self.people.get(&person)?.name.clone())),
        }
    }

    /// The company of everything that a line of the trail may be about, by how the line names it.
    fn companies(&self) -> HashMap<String, &str> {
        let bookings = self.bookings.iter();
        let bookings = bookings.map(|one| (format!("booking:{}", one.id), &one.company_name));
        let proposals = self.proposals.iter();
        let proposals = proposals.map(|one| (format!("proposal:{}", one.id), &one.company_name));
        let waiting = self.waiting.iter();
        let waiting = waiting.map(|one| (format!("waiting:{}", one.id), &one.company_name));
        bookings
            .chain(proposals)
            .chain(waiting)
            .map(|(subject, name)| (subject, name.as_str()))
            .collect()
    }

    fn step(&self, line: &Line, companies: &HashMap<String, &str>) -> Step {
        let altered = line
            .altered
            .iter()
            .filter(|one| !BESIDE.contains(&one.what.as_str()));
        let company = companies.get(&line.subject).copied();
        Step {
            at: line.at,
            action: line.action.clone(),
            company: company.unwrap_or_default().to_owned(),
            // A list of what was changed stands below already, and the id of a slot says nothing to a reader.
            detail: if matches!(line.action.as_str(), "rules.change" | "slot.mode") {
                String::new()
            } else {
                line.detail.clone()
            },
            altered: altered
                .map(|one| (one.what.clone(), one.before.clone(), one.after.clone()))
                .collect(),
            by: line.name.clone().filter(|_| self.sees_people),
        }
    }
}
