//! Slots that wait for a proposal's company to confirm: keeping one, giving it up, and passing it on to the next.

use chrono::Duration;
use marketday_model::booking::{Hold, KeptFor};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::proposal::Place;
use marketday_model::ranking::{Ranked, rank};
use marketday_model::{
    BookingId, Event, EventState, Instant, NoticeId, NoticeKind, Proposal, ProposalId,
    ProposalState, SlotId, SlotMode, Surroundings,
};
use marketday_store::notices::NewNotice;
use marketday_store::pools::Pool;
use marketday_store::proposals::ProposalFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Note, Rx, StoreError, Tx, assessments, bookings, calls, events, holds, notices, pools,
    proposals, releases, revisions,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What keeping a slot for a proposal draws before the transaction.
#[derive(Debug, Clone, Copy)]
pub struct PlaceDraws {
    booking: BookingId,
    notice: NoticeId,
    /// The line of the audit trail that says so, which whoever keeps the slot writes.
    pub note: Note,
}

impl PlaceDraws {
    /// Draws them.
    pub fn new(surroundings: &Surroundings, by: Option<marketday_model::PersonId>) -> Self {
        Self {
            booking: surroundings.id(),
            notice: surroundings.id(),
            note: Note::new(surroundings, by),
        }
    }
}

/// The proposals to an event that are in these states, the best first: four queries.
pub fn ranked(
    rx: &mut Rx<'_>,
    event: &Event,
    states: &[ProposalState],
) -> Result<Vec<(Proposal, Ranked)>, StoreError> {
    let filter = ProposalFilter {
        event: Some(event.id),
        states: states.to_vec(),
        ..ProposalFilter::default()
    };
    let all = proposals::list(rx, &filter)?;
    let assessed = assessments::list_of_event(rx, event.id)?;
    let criteria = calls::list_criteria(rx, event.id)?;
    let minimum = calls::find(rx, event.id)?.map_or(1, |call| call.minimum_scores);
    let entries: Vec<_> = all.iter().map(|one| (one.id, one.submitted_at)).collect();
    let mut by_id: HashMap<ProposalId, Proposal> =
        all.into_iter().map(|one| (one.id, one)).collect();
    Ok(rank(&entries, &assessed, &criteria, minimum)
        .into_iter()
        .filter_map(|ranked| Some((by_id.remove(&ranked.proposal)?, ranked)))
        .collect())
}

/// The curated slots of the current release that nothing keeps others out of and whose pitch has not begun, in order.
pub fn free_curated(
    rx: &mut Rx<'_>,
    event: &Event,
    now: Instant,
) -> Result<Vec<ReleasedSlot>, StoreError> {
    let live = bookings::list_live(rx, event.id, now)?;
    let taken: HashSet<SlotId> = live.iter().map(|live| live.slot).collect();
    let mut slots = releases::list_slots(rx, event.id, event.release)?;
    slots.retain(|slot| is_to_be_given(slot, now) && !taken.contains(&slot.slot.id));
    slots.sort_by_key(|slot| (slot.slot.times.starts_at, slot.stage_position, slot.slot.id));
    Ok(slots)
}

fn is_to_be_given(slot: &ReleasedSlot, now: Instant) -> bool {
    slot.slot.mode == SlotMode::Curated && now < slot.slot.times.starts_at
}

/// How many more slots the company of each of these proposals may have at the event: what it has booked and what waits
/// for it is taken off.
pub fn room(
    rx: &mut Rx<'_>,
    event: &Event,
    of: &[&Proposal],
) -> Result<BTreeMap<String, u32>, StoreError> {
    let waiting = ProposalFilter {
        event: Some(event.id),
        states: vec![ProposalState::Allocated],
        ..ProposalFilter::default()
    };
    let waiting = proposals::list(rx, &waiting)?;
    let mut room = BTreeMap::new();
    for proposal in of {
        let identity = &proposal.company_identity;
        if room.contains_key(identity) {
            continue;
        }
        let pool = Pool::Company(event.id, identity.clone());
        let waits = waiting
            .iter()
            .filter(|one| one.company_identity == *identity)
            .count();
        let has = pools::used(rx, &pool)?.saturating_add(u32::try_from(waits).unwrap_or(u32::MAX));
        room.insert(identity.clone(), event.company_limit.saturating_sub(has));
    }
    Ok(room)
}

/// How keeping a slot for a proposal went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepPlace {
    /// It waits for the company until this instant.
    Kept(Place),
    /// Something else keeps others out of the slot, or it is not one that is given to proposals.
    Taken,
    /// The proposal is not accepted, or has a slot already.
    NotAccepted,
}

/// Keeps a slot for an accepted proposal until its company confirms, and tells the contact. The caller has locked event
/// and proposal.
pub fn keep_place(
    tx: &mut Tx<'_>,
    event: &Event,
    proposal: &Proposal,
    slot: SlotId,
    draws: &PlaceDraws,
) -> Result<KeepPlace, StoreError> {
    let now = draws.note.at;
    let Some(call) = calls::find(tx, event.id)? else {
        return Ok(KeepPlace::NotAccepted);
    };
    let released = releases::find_slot(tx, slot)?.filter(|slot| is_to_be_given(slot, now));
    let Some(released) = released.filter(|slot| slot.slot.event == event.id) else {
        return Ok(KeepPlace::Taken);
    };
    let by_rule = now + Duration::days(i64::from(call.days_to_confirm));
    let place = Place {
        slot,
        booking: draws.booking,
        confirm_by: by_rule.min(released.slot.times.starts_at),
    };
    let hold = Hold {
        booking: place.booking,
        event: event.id,
        slot,
        expires_at: place.confirm_by,
        is_extended: false,
    };
    holds::expire_slot(tx, slot, now)?;
    let key = KeptFor::Proposal.key(&proposal.id);
    if !holds::insert(tx, &hold, &key, &key, now)? {
        return Ok(KeepPlace::Taken);
    }
    if !proposals::allocate(tx, proposal.id, &place, now)? {
        holds::expire(tx, place.booking, now)?;
        let still = proposals::find(tx, proposal.id)?;
        let is_accepted = still.is_some_and(|still| still.state == ProposalState::Accepted);
        return Ok(if is_accepted {
            KeepPlace::Taken
        } else {
            KeepPlace::NotAccepted
        });
    }
    let notice = NewNotice {
        id: draws.notice,
        kind: NoticeKind::ProposalPlaced,
        recipient: Recipient::Person(proposal.contact),
        subject: Subject::Proposal(proposal.id),
        version: proposal.version + 1,
    };
    notices::enqueue(tx, &notice, now)?;
    revisions::bump_public(tx)?;
    Ok(KeepPlace::Kept(place))
}

/// Ends a live proposal (`to` is withdrawn, lapsed or declined), with the slot that waited for it and its company's
/// count, and says whether it still stood as it was read: of two who end it, one is told `true`. Whoever ends one with a
/// slot passes the slot on in the same transaction, see [`pass_on`].
pub fn end_proposal(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    to: ProposalState,
    now: Instant,
) -> Result<bool, StoreError> {
    if !proposals::move_on(tx, proposal, to, now)? {
        return Ok(false);
    }
    if let (ProposalState::Allocated, Some(place)) = (proposal.state, &proposal.place) {
        holds::expire(tx, place.booking, now)?;
        revisions::bump_public(tx)?;
    }
    let identity = proposal.company_identity.clone();
    pools::give_back(tx, &Pool::Proposals(proposal.event, identity))?;
    Ok(true)
}

/// Gives a slot that a proposal has given up to the best accepted one that has none and whose company may have it, and
/// says which. Nobody gets it while the event is not published.
pub fn pass_on(
    tx: &mut Tx<'_>,
    event: &Event,
    slot: SlotId,
    draws: &PlaceDraws,
) -> Result<Option<ProposalId>, StoreError> {
    let is_on = events::find(tx, event.id)?.is_some_and(|now| now.state == EventState::Published);
    if !is_on {
        return Ok(None);
    }
    let accepted = ranked(tx, event, &[ProposalState::Accepted])?;
    let all: Vec<&Proposal> = accepted.iter().map(|(proposal, _)| proposal).collect();
    let room = room(tx, event, &all)?;
    for proposal in all {
        if room
            .get(&proposal.company_identity)
            .is_none_or(|left| *left == 0)
        {
            continue;
        }
        match keep_place(tx, event, proposal, slot, draws)? {
            KeepPlace::Kept(_) => {
                let subject = Subject::Proposal(proposal.id);
                let note = draws.note;
                note.write(tx, "proposal.pass-on", subject, String::new())?;
                return Ok(Some(proposal.id));
            }
            KeepPlace::Taken => return Ok(None),
            KeepPlace::NotAccepted => {}
        }
    }
    Ok(None)
}
