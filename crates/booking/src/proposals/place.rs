//! Giving slots to accepted proposals: one by hand, or all by their rank.

use super::current::current;
use marketday_model::notice::Subject;
use marketday_model::ranking::place;
use marketday_model::{
    EventId, EventState, PersonId, Proposal, ProposalId, ProposalState, SlotId, Surroundings,
};
use marketday_places::{KeepPlace, PlaceDraws, free_curated, keep_place, ranked, room};
use marketday_store::{Store, StoreError, Tx, events, proposals};

/// Why no slot is given.
#[derive(Debug, thiserror::Error)]
pub enum PlaceRefused {
    /// There is no such proposal or event, or the event is not published.
    #[error("Slots are given once the event and its call are published")]
    NotPublished,
    /// It is not accepted, or has a slot already.
    #[error("This proposal is not accepted, or a slot waits for it already")]
    NotAccepted,
    /// Somebody else has the slot, or it is not curated.
    #[error("This slot is taken, or is not one that you give to proposals")]
    Taken,
    /// Its company has as many slots as it may.
    #[error("This company already has as many slots at this day as it may ({limit})")]
    CompanyLimit {
        /// How many it may have.
        limit: u32,
    },
    /// The database failed.
    #[error("giving the slot failed")]
    Store(#[from] StoreError),
}

/// Gives a slot to an accepted proposal, and tells its company until when to confirm. Whether `person` may do so is
/// asked before.
pub fn place_one(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, slot): (ProposalId, SlotId),
) -> Result<(), PlaceRefused> {
    let draws = PlaceDraws::new(surroundings, Some(person));
    store.write(move |tx| {
        let found = current(tx, id)?.ok_or(PlaceRefused::NotPublished)?;
        if found.event.state != EventState::Published {
            return Err(PlaceRefused::NotPublished);
        }
        if found.proposal.state != ProposalState::Accepted {
            return Err(PlaceRefused::NotAccepted);
        }
        let room = room(tx, &found.event, &[&found.proposal])?;
        if room.values().all(|left| *left == 0) {
            return Err(PlaceRefused::CompanyLimit {
                limit: found.event.company_limit,
            });
        }
        match keep_place(tx, &found.event, &found.proposal, slot, &draws)? {
            KeepPlace::Kept(_) => Ok(note(tx, id, &draws)?),
            KeepPlace::Taken => Err(PlaceRefused::Taken),
            KeepPlace::NotAccepted => Err(PlaceRefused::NotAccepted),
        }
    })
}

fn note(tx: &mut Tx<'_>, id: ProposalId, draws: &PlaceDraws) -> Result<(), StoreError> {
    let note = draws.note;
    note.write(tx, "proposal.place", Subject::Proposal(id), String::new())
}

/// How many proposals one press places at most: what is over waits for the next.
const AT_ONCE: usize = 100;

/// Gives the free curated slots to the accepted proposals that have none, the best first (see
/// [`marketday_model::ranking::place`]), and says how many were placed. Whether `person` may do so is asked before.
pub fn place_all(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
) -> Result<usize, PlaceRefused> {
    let now = surroundings.now();
    let draws: Vec<PlaceDraws> = (0..AT_ONCE)
        .map(|_| PlaceDraws::new(surroundings, Some(person)))
        .collect();
    store.write(move |tx| {
        // Alone: what is worked out here is what is written.
        events::lock(tx, event)?;
        let event = events::find(tx, event)?
            .filter(|event| event.state == EventState::Published)
            .ok_or(PlaceRefused::NotPublished)?;
        let accepted = ranked(tx, &event, &[ProposalState::Accepted])?;
        let all: Vec<&Proposal> = accepted.iter().map(|(proposal, _)| proposal).collect();
        let room = room(tx, &event, &all)?;
        let free: Vec<SlotId> = free_curated(tx, &event, now)?
            .iter()
            .map(|slot| slot.slot.id)
            .collect();
        let entries: Vec<_> = all
            .iter()
            .map(|one| (one.id, one.company_identity.clone()))
            .collect();
        let mut placed = 0;
        for ((id, slot), draws) in place(&entries, &free, &room).into_iter().zip(&draws) {
            proposals::lock(tx, id)?;
            let Some(proposal) = proposals::find(tx, id)? else {
                continue;
            };
            if let KeepPlace::Kept(_) = keep_place(tx, &event, &proposal, slot, draws)? {
                note(tx, id, draws)?;
                placed += 1;
            }
        }
        Ok(placed)
    })
}
