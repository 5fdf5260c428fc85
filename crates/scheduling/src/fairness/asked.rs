//! Everybody who asked for a slot, and what came of it.

use super::{Asked, FairnessRows, Outcome, Waited, Way};
use marketday_model::ranking::Ranked;
use marketday_model::waiting::Wish;
use marketday_model::{
    Booking, BookingId, BookingState, Claim, Proposal, ProposalState, SlotMode, Waiting,
    WaitingState,
};
use std::collections::HashSet;

/// The bookings that did not come of pressing first.
struct Sources {
    proposals: HashSet<BookingId>,
    offers: HashSet<BookingId>,
}

impl FairnessRows {
    /// The first one first.
    pub(super) fn asked(&self) -> Vec<Asked> {
        let proposals = self.proposals.iter();
        let offers = self.waiting.iter();
        let sources = Sources {
            proposals: proposals
                .filter_map(|one| Some(one.place?.booking))
                .collect(),
            offers: offers.filter_map(|one| Some(one.offer?.hold)).collect(),
        };
        let ranks = self.ranks();
        let booked = self.bookings.iter().map(|one| self.booked(one, &sources));
        let proposed = self.proposals.iter();
        let proposed = proposed.map(|one| self.proposed(one, ranks.get(&one.id)));
        let waited = self.waiting.iter().map(|one| self.waited(one));
        let mut asked: Vec<Asked> = booked.chain(proposed).chain(waited).collect();
        asked.sort_by_key(|one| one.at);
        asked
    }

    fn booked(&self, booking: &Booking, sources: &Sources) -> Asked {
        let (outcome, decided_at, why) = match (booking.state, &booking.cancel_reason) {
            (BookingState::Cancelled, Some(reason)) => {
                (Outcome::Cancelled, booking.cancelled_at, reason.clone())
            }
            (BookingState::Cancelled, None) => {
                let why = "Its company gave the slot up".to_owned();
                (Outcome::GivenUp, booking.cancelled_at, why)
            }
            _ => {
                let why = self.why_booked(booking, sources);
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

    fn why_booked(&self, booking: &Booking, sources: &Sources) -> String {
        // What came to be against a rule was overruled in the same moment; a move was later.
        let against = self
            .overrules
            .iter()
            .find(|one| one.booking == booking.id && one.made_at == booking.confirmed_at);
        let mode = self.slots.get(&booking.slot).map(|slot| slot.slot.mode);
        let why = match (against, mode) {
            (Some(overrule), _) => {
                format!("Given by the organiser, against a rule: {}", overrule.reason)
            }
            _ if sources.proposals.contains(&booking.id) => "Its proposal was accepted".to_owned(),
            _ if sources.offers.contains(&booking.id) => {
                "First on the waiting list for whom the slot was".to_owned()
            }
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

    fn proposed(&self, proposal: &Proposal, rank: Option<&(u32, Ranked)>) -> Asked {
        let outcome = match proposal.state {
            ProposalState::Accepted | ProposalState::Allocated | ProposalState::Confirmed => {
                Outcome::Accepted
            }
            ProposalState::Declined => Outcome::Declined,
            ProposalState::Withdrawn => Outcome::GivenUp,
            ProposalState::Lapsed => Outcome::Lapsed,
            ProposalState::Submitted | ProposalState::Draft => Outcome::Open,
        };
        let said = [&proposal.why, &proposal.feedback].into_iter();
        let judged = self.judged(proposal, rank);
        let said: Vec<String> = said
            .filter(|text| !text.is_empty())
            .cloned()
            .chain(rank.map(|_| judged.text()))
            .collect();
        Asked {
            at: proposal.submitted_at,
            way: Way::Proposal(Box::new(judged)),
            company: proposal.company_name.clone(),
            pitch: proposal.title.clone(),
            slot: proposal.place.and_then(|place| self.slot(place.slot)),
            outcome,
            decided_at: proposal.decided_at,
            why: sentences(&said),
            contact: self.contact(proposal.contact),
        }
    }

    fn waited(&self, one: &Waiting) -> Asked {
        let (outcome, why) = match one.state {
            WaitingState::Waiting => (Outcome::Open, "Waits"),
            WaitingState::Offered => (Outcome::Open, "A slot is offered to its company"),
            WaitingState::Accepted => (Outcome::Accepted, "Its company took the offer"),
            WaitingState::Declined => (Outcome::GivenUp, "Its company declined the offer"),
            WaitingState::Left => (Outcome::GivenUp, "Its company left the waiting list"),
            WaitingState::Lapsed => (
                Outcome::Lapsed,
                "Its company did not answer the offer in time",
            ),
            WaitingState::Ended => (
                Outcome::Unserved,
                "No slot came free that it wanted and could have, before the list ended",
            ),
        };
        let wished = match one.wish {
            Wish::Slot(slot) => self.slot(slot),
            Wish::Any | Wish::Mode(_) => None,
        };
        let offer = one.offer.map(|offer| (offer, self.slot(offer.slot)));
        let has_it = one.state == WaitingState::Accepted;
        Asked {
            at: one.joined_at,
            company: one.company_name.clone(),
            pitch: one.pitch.title.clone(),
            slot: offer.clone().filter(|_| has_it).and_then(|(_, slot)| slot),
            way: Way::Waiting(Waited {
                wish: one.wish,
                wished,
                offer,
            }),
            outcome,
            decided_at: one.ended_at,
            why: why.to_owned(),
            contact: one.contact.and_then(|contact| self.contact(contact)),
        }
    }
}

/// Texts after each other, each ended as it was typed, or else by a full stop where another follows.
fn sentences(texts: &[String]) -> String {
    let mut all = String::new();
    for text in texts {
        if !all.is_empty() {
            let is_ended = all.ends_with(['.', '!', '?', '…']);
            all.push_str(if is_ended { " " } else { ". " });
        }
        all.push_str(text.trim_end());
    }
    all
}
