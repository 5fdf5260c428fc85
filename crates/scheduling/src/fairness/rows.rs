//! What the fairness record is made of.

use crate::rules::published_rules;
use marketday_model::booking::Overrule;
use marketday_model::call::Criterion;
use marketday_model::waiting::Wish;
use marketday_model::{
    Assessment, Booking, Call, Event, Person, PersonId, Proposal, SlotId, Waiting,
};
use marketday_store::audit_trail::{self, Filter, Line};
use marketday_store::bookings::BookingFilter;
use marketday_store::proposals::ProposalFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::waiting::WaitingFilter;
use marketday_store::{
    Rx, StoreError, assessments, bookings, calls, holds, overrules, people, proposals, releases,
    waiting,
};
use std::collections::HashMap;

/// The deeds that say how slots were given and taken. What somebody scored, and what a pitch says, is none of them.
const DEEDS: &[&str] = &[
    "booking.cancel",
    "booking.confirm",
    "booking.hand-over",
    "booking.move",
    "booking.swap",
    "call.publish",
    "call.save",
    "cancellation.accept",
    "cancellation.ask",
    "cancellation.refuse",
    "cancellation.withdraw",
    "claim.confirm",
    "claim.lapse",
    "claim.refuse",
    "no-show.note",
    "no-show.take-back",
    "proposal.accept",
    "proposal.confirm",
    "proposal.decline",
    "proposal.lapse",
    "proposal.pass-on",
    "proposal.place",
    "proposal.settle",
    "proposal.shortlist",
    "proposal.submit",
    "proposal.withdraw",
    "rules.change",
    "slot.mode",
    "swap.decline",
    "swap.propose",
    "swap.withdraw",
    "waiting.accept",
    "waiting.decline",
    "waiting.end",
    "waiting.join",
    "waiting.lapse",
    "waiting.leave",
    "waiting.offer",
];

/// What the record is made of.
#[derive(Debug)]
pub struct FairnessRows {
    pub(super) rules: Vec<String>,
    pub(super) call: Option<Call>,
    pub(super) criteria: Vec<Criterion>,
    pub(super) bookings: Vec<Booking>,
    pub(super) slots: HashMap<SlotId, ReleasedSlot>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) assessments: Vec<Assessment>,
    pub(super) overrules: Vec<Overrule>,
    pub(super) lines: Vec<Line>,
    pub(super) people: HashMap<PersonId, Person>,
    pub(super) holds_ended: u32,
    pub(super) sees_people: bool,
}

/// The slots that somebody on the waiting list wants, or was offered.
fn slots_of(one: &Waiting) -> impl Iterator<Item = SlotId> + use<> {
    let wished = match one.wish {
        Wish::Slot(slot) => Some(slot),
        Wish::Any | Wish::Mode(_) => None,
    };
    wished.into_iter().chain(one.offer.map(|offer| offer.slot))
}

/// Reads what the record is made of; people, and how proposals were scored, only with `sees_people`. The number of
/// queries does not depend on how much there is.
pub fn fairness_rows(
    rx: &mut Rx<'_>,
    event: &Event,
    sees_people: bool,
) -> Result<FairnessRows, StoreError> {
    let filter = BookingFilter {
        event: Some(event.id),
        cancelled: true,
        ..BookingFilter::default()
    };
    let bookings = bookings::list(rx, &filter)?;
    let filter = ProposalFilter {
        event: Some(event.id),
        ..ProposalFilter::default()
    };
    let proposals = proposals::list(rx, &filter)?;
    let kept = proposals.iter().filter_map(|proposal| proposal.place);
    let kept = kept.map(|place| place.slot);
    let filter = WaitingFilter {
        event: Some(event.id),
        ..WaitingFilter::default()
    };
    let waiting = waiting::list(rx, &filter)?;
    let booked = bookings.iter().map(|booking| booking.slot);
    let slots: Vec<SlotId> = booked
        .chain(kept)
        .chain(waiting.iter().flat_map(slots_of))
        .collect();
    let assessments = if sees_people {
        assessments::list_of_event(rx, event.id)?
    } else {
        Vec::new()
    };
    let overrules = overrules::list(rx, event.id)?;
    let contacts = bookings.iter().map(|booking| booking.contact);
    let contacts = contacts.chain(proposals.iter().map(|proposal| proposal.contact));
    let organisers = overrules.iter().filter_map(|one| one.made_by);
    let deciders = proposals.iter().filter_map(|one| one.decided_by);
    let named: Vec<PersonId> = contacts
        .chain(waiting.iter().filter_map(|one| one.contact))
        .chain(organisers.chain(deciders))
        .chain(assessments.iter().map(|one| one.assessor))
        .collect();
    let filter = Filter {
        event: Some(event.id),
        actions: DEEDS,
        ..Filter::default()
    };
    let mut lines = audit_trail::list(rx, &filter, u32::MAX)?;
    // Ids know milliseconds, and a slot is won by less.
    lines.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    Ok(FairnessRows {
        rules: published_rules(rx, event)?,
        call: calls::find(rx, event.id)?,
        criteria: calls::list_criteria(rx, event.id)?,
        slots: releases::find_slots_ever(rx, &slots)?
            .into_iter()
            .map(|slot| (slot.slot.id, slot))
            .collect(),
        assessments,
        people: if sees_people {
            let found = people::list(rx, &named)?.into_iter();
            found.map(|person| (person.id, person)).collect()
        } else {
            HashMap::new()
        },
        holds_ended: holds::count_ended(rx, event.id)?,
        bookings,
        proposals,
        waiting,
        overrules,
        lines,
        sees_people,
    })
}
