//! The fairness record of an event: by which rule slots were given, who asked when, why each was accepted or not, and
//! where an organiser overruled. [`fairness_record`] is a pure function of what [`fairness_rows`] read.

mod rows;

pub use rows::{FairnessRows, fairness_rows};

use marketday_model::booking::Overrule;
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::ranking::{RULE, Ranked, rank};
use marketday_model::{
    Booking, BookingId, BookingState, Claim, Instant, PersonId, Proposal, ProposalId,
    ProposalState, SlotId, SlotMode,
};
use marketday_store::audit_trail::Line;
use std::collections::{BTreeMap, HashMap};

/// What of a deed is said by the deed itself, or is about the pitch or a person: nothing that a rule decides by.
const BESIDE: [&str; 6] = [
    "State",
    "Title",
    "Summary",
    "Themes",
    "Presenter",
    "Contact",
];

/// How a slot was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By booking it.
    Booking,
    /// By proposing a pitch.
    Proposal,
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
    /// Which slot: its stage, and when it starts.
    pub slot: Option<(String, Instant)>,
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
    /// Which slot.
    pub slot: Option<(String, Instant)>,
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
    /// With whose booking or proposal; empty where it is about the event.
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
    let from_proposals: BTreeMap<BookingId, ProposalId> = rows
        .proposals
        .iter()
        .filter_map(|proposal| Some((proposal.place?.booking, proposal.id)))
        .collect();
    let ranks = rows.ranks();
    let booked = rows
        .bookings
        .iter()
        .map(|booking| rows.booked(booking, from_proposals.contains_key(&booking.id)));
    let proposed = rows
        .proposals
        .iter()
        .map(|proposal| rows.proposed(proposal, ranks.get(&proposal.id)));
    let mut asked: Vec<Asked> = booked.chain(proposed).collect();
    asked.sort_by_key(|one| one.at);
    FairnessRecord {
        rules: rows.rules.clone(),
        deciding: rows.deciding(),
        asked,
        overruled: rows
            .overrules
            .iter()
            .map(|one| rows.overruled(one))
            .collect(),
        steps: rows.lines.iter().map(|line| rows.step(line)).collect(),
        holds_ended: rows.holds_ended,
    }
}

impl FairnessRows {
    fn slot(&self, id: SlotId) -> Option<(String, Instant)> {
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

    fn ranks(&self) -> HashMap<ProposalId, Ranked> {
        let Some(call) = self.call.as_ref().filter(|_| self.sees_people) else {
            return HashMap::new();
        };
        let submitted: Vec<(ProposalId, Instant)> = self
            .proposals
            .iter()
            .map(|proposal| (proposal.id, proposal.submitted_at))
            .collect();
        let minimum = call.minimum_scores;
        rank(&submitted, &self.assessments, &self.criteria, minimum)
            .into_iter()
            .map(|ranked| (ranked.proposal, ranked))
            .collect()
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
                "A proposal has a mark once {} assessors scored it. A company confirms its place within {} days; \
                 otherwise the place passes on.",
                call.minimum_scores, call.days_to_confirm
            ),
        ]
    }

    fn booked(&self, booking: &Booking, is_of_proposal: bool) -> Asked {
        let (outcome, decided_at, why) = match (booking.state, &booking.cancel_reason) {
            (BookingState::Cancelled, Some(reason)) => {
                (Outcome::Cancelled, booking.cancelled_at, reason.clone())
            }
            (BookingState::Cancelled, None) => {
                let why = "Its company gave the slot up".to_owned();
                (Outcome::GivenUp, booking.cancelled_at, why)
            }
            _ => {
                let why = self.why_booked(booking, is_of_proposal);
                (Outcome::Accepted, Some(booking.confirmed_at), why)
            }
        };
        Asked {
            at: booking.confirmed_at,
            way: Way::Booking,
            company: booking.company_name.clone(),
            pitch: booking.pitch.title.clone(),
            slot: self.slot(booking.slot),
            outcome,
            decided_at,
            why,
            contact: self.contact(booking.contact),
        }
    }

    fn why_booked(&self, booking: &Booking, is_of_proposal: bool) -> String {
        let against = self.overrules.iter().find(|one| one.booking == booking.id);
        let mode = self.slots.get(&booking.slot).map(|slot| slot.slot.mode);
        let why = match (against, mode) {
            (Some(overrule), _) => {
                format!("Given by the organiser, against a rule: {}", overrule.reason)
            }
            _ if is_of_proposal => "Its proposal was accepted".to_owned(),
            _ if self.is_given(booking) => "Given by the organiser".to_owned(),
            (None, Some(SlotMode::HeldBack)) => {
                "First to ask for a slot that was held back for companies like it, or open to all by then"
                    .to_owned()
            }
            (None, _) => "First to ask for a free slot".to_owned(),
        };
        if booking.claim == Claim::Unconfirmed {
            format!("{why}; somebody has yet to confirm that it was booked for its company")
        } else {
            why
        }
    }

    /// Whether another than its contact made a booking: told by the trail, where it was not handed over since.
    fn is_given(&self, booking: &Booking) -> bool {
        let subject = format!("booking:{}", booking.id);
        let of = |action: &str| {
            let mut lines = self.lines.iter();
            lines.find(|line| line.action == action && line.subject == subject)
        };
        let made_by = of("booking.confirm").and_then(|line| line.person);
        of("booking.hand-over").is_none()
            && made_by.is_some_and(|made_by| made_by != booking.contact)
    }

    fn proposed(&self, proposal: &Proposal, rank: Option<&Ranked>) -> Asked {
        let outcome = match proposal.state {
            ProposalState::Accepted | ProposalState::Allocated | ProposalState::Confirmed => {
                Outcome::Accepted
            }
            ProposalState::Declined => Outcome::Declined,
            ProposalState::Withdrawn => Outcome::GivenUp,
            ProposalState::Lapsed => Outcome::Lapsed,
            ProposalState::Submitted | ProposalState::Draft => Outcome::Open,
        };
        let mut whys = Vec::new();
        for text in [&proposal.why, &proposal.feedback] {
            if !text.is_empty() {
                whys.push(text.clone());
            }
        }
        if let Some(rank) = rank {
            let of = |number: u32| match number {
                1 => "1 assessor".to_owned(),
                _ => format!("{number} assessors"),
            };
            whys.push(match rank.mark {
                Some(mark) => format!("Mark {mark} of 5 by {}", of(rank.scored_by)),
                None => format!("No mark: scored by {}", of(rank.scored_by)),
            });
            let conflicts = self
                .assessments
                .iter()
                .filter(|one| one.proposal == proposal.id && one.conflict.is_some());
            let conflicts = u32::try_from(conflicts.count()).unwrap_or(u32::MAX);
            if conflicts > 0 {
                whys.push(format!(
                    "{} left out for a conflict of interest",
                    of(conflicts)
                ));
            }
        }
        Asked {
            at: proposal.submitted_at,
            way: Way::Proposal,
            company: proposal.company_name.clone(),
            pitch: proposal.title.clone(),
            slot: proposal.place.and_then(|place| self.slot(place.slot)),
            outcome,
            decided_at: proposal.decided_at,
            why: whys.join(". "),
            contact: self.contact(proposal.contact),
        }
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

    fn company(&self, subject: &str) -> String {
        let booked = self.bookings.iter().find_map(|booking| {
            (subject == format!("booking:{}", booking.id)).then(|| booking.company_name.clone())
        });
        let proposed = || {
            self.proposals.iter().find_map(|proposal| {
                (subject == format!("proposal:{}", proposal.id))
                    .then(|| proposal.company_name.clone())
            })
        };
        booked.or_else(proposed).unwrap_or_default()
    }

    fn step(&self, line: &Line) -> Step {
        let altered = line
            .altered
            .iter()
            .filter(|one| !BESIDE.contains(&one.what.as_str()));
        Step {
            at: line.at,
            action: line.action.clone(),
            company: self.company(&line.subject),
            // A list of what was changed stands below already.
            detail: if line.action == "rules.change" {
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
