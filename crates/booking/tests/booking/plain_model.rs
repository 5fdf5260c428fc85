//! What must become of slots, in a few maps and without a database: companies and slots are numbers, a company may have
//! one slot, and everything happens one after the other.
//!
//! A verb returns whether it is done. What is refused changes nothing, but for the line: a look at it ends what is over
//! and offers what is free, and is part of every verb that frees or takes a slot.

use chrono::Duration;
use marketday_model::{Instant, policy};
use std::collections::{BTreeMap, BTreeSet};

/// How many slots there are.
pub(crate) const SLOTS: usize = 20;

/// How long an offer lasts where there is time enough.
const OFFER: Duration = Duration::hours(24);

/// Who has what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Model {
    /// What the clock says.
    pub(crate) now: Instant,
    /// Which slot is held for a company, until when, and whether that was made longer.
    pub(crate) held: BTreeMap<usize, (usize, Instant, bool)>,
    /// Which slot a company has.
    pub(crate) booked: BTreeMap<usize, usize>,
    /// Who waits for any slot, the first first.
    pub(crate) line: Vec<usize>,
    /// Which slot is offered to a company, and until when.
    pub(crate) offered: BTreeMap<usize, (usize, Instant)>,
    /// Who asks whom to swap, with the slots that it is about and until when.
    pub(crate) asked: BTreeMap<(usize, usize), (usize, usize, Instant)>,
    /// Whose booking was made of an offer: their form was never sent.
    by_offer: BTreeSet<usize>,
}

impl Model {
    /// Everything is free.
    pub(crate) fn at(now: Instant) -> Self {
        Self {
            now,
            held: BTreeMap::new(),
            booked: BTreeMap::new(),
            line: Vec::new(),
            offered: BTreeMap::new(),
            asked: BTreeMap::new(),
            by_offer: BTreeSet::new(),
        }
    }

    /// Whether anybody but `company` keeps others out of a slot.
    fn is_taken(&self, slot: usize, company: Option<usize>) -> bool {
        let held = self
            .held
            .iter()
            .any(|(who, (of, until, _))| *of == slot && self.now < *until && Some(*who) != company);
        held || self.booked.values().any(|of| *of == slot)
            || self.offered.values().any(|(of, _)| *of == slot)
    }

    /// Whether nobody keeps anybody out of a slot.
    pub(crate) fn is_free(&self, slot: usize) -> bool {
        !self.is_taken(slot, None)
    }

    /// Ends the holds and offers that have run out, and offers each free slot to the first who may have one. Where
    /// nobody waits or has an offer, nobody looks.
    pub(crate) fn look(&mut self) {
        let now = self.now;
        if self.line.is_empty() && self.offered.is_empty() {
            return;
        }
        self.held.retain(|_, (_, until, _)| now < *until);
        self.offered.retain(|_, (_, until)| now < *until);
        for slot in 0..SLOTS {
            let next = self
                .line
                .iter()
                .position(|who| !self.booked.contains_key(who));
            if let (false, Some(next)) = (self.is_taken(slot, None), next) {
                let who = self.line.remove(next);
                self.offered.insert(who, (slot, now + OFFER));
            }
        }
    }

    pub(crate) fn hold(&mut self, company: usize, slot: usize) -> bool {
        self.look();
        if self.has_hold(company, slot) {
            return true;
        }
        if self.is_taken(slot, None) {
            return false;
        }
        let until = self.now + policy::HOLD;
        self.held.insert(company, (slot, until, false));
        self.look();
        true
    }

    fn has_hold(&self, company: usize, slot: usize) -> bool {
        let held = self.held.get(&company);
        held.is_some_and(|(of, until, _)| *of == slot && self.now < *until)
    }

    pub(crate) fn extend(&mut self, company: usize, slot: usize) -> bool {
        if !self.has_hold(company, slot) || self.held[&company].2 {
            return false;
        }
        let until = self.now + policy::HOLD;
        self.held.insert(company, (slot, until, true));
        true
    }

    /// Sends the form of a slot, perhaps once more.
    pub(crate) fn book(&mut self, company: usize, slot: usize) -> bool {
        if self.booked.get(&company) == Some(&slot) && !self.by_offer.contains(&company) {
            return true;
        }
        if !self.has_hold(company, slot) || self.booked.contains_key(&company) {
            return false;
        }
        self.held.remove(&company);
        self.booked.insert(company, slot);
        true
    }

    /// A company that has a slot wants this one.
    pub(crate) fn move_to(&mut self, company: usize, slot: usize) -> bool {
        if self.booked[&company] == slot {
            return true;
        }
        let before = self.clone();
        self.look();
        if self.is_taken(slot, Some(company)) {
            *self = before;
            return false;
        }
        // Its own hold of that slot is used up.
        self.held.retain(|_, (of, _, _)| *of != slot);
        self.booked.insert(company, slot);
        self.look();
        true
    }

    /// A company gives its slot back.
    pub(crate) fn cancel(&mut self, company: usize) {
        self.booked.remove(&company);
        self.by_offer.remove(&company);
        self.forget_swaps_of(company);
        self.look();
    }

    fn forget_swaps_of(&mut self, company: usize) {
        self.asked
            .retain(|(from, to), _| *from != company && *to != company);
    }

    fn is_open(&self, pair: (usize, usize)) -> bool {
        let stands = |company, slot| self.booked.get(&company) == Some(&slot);
        self.asked.get(&pair).is_some_and(|(from, to, until)| {
            stands(pair.0, *from) && stands(pair.1, *to) && self.now < *until
        })
    }

    /// One company asks another to swap.
    pub(crate) fn ask(&mut self, from: usize, to: usize) -> bool {
        let mine = self.asked.keys().filter(|(asks, _)| *asks == from);
        let open = mine.filter(|pair| self.is_open(**pair)).count();
        let is_asked = self.is_open((from, to)) || self.is_open((to, from));
        if from == to || is_asked || open >= policy::SWAPS_PER_BOOKING {
            return false;
        }
        self.asked.remove(&(to, from));
        let about = (self.booked[&from], self.booked[&to]);
        let until = self.now + policy::SWAP;
        self.asked.insert((from, to), (about.0, about.1, until));
        true
    }

    /// Whoever is asked agrees.
    pub(crate) fn agree(&mut self, (from, to): (usize, usize)) -> bool {
        let is_open = self.is_open((from, to));
        let about = self.asked.remove(&(from, to));
        let Some((one, other, _)) = about.filter(|_| is_open) else {
            return false;
        };
        self.booked.insert(from, other);
        self.booked.insert(to, one);
        self.forget_swaps_of(from);
        self.forget_swaps_of(to);
        true
    }

    /// A company wants to be on the list.
    pub(crate) fn wait(&mut self, company: usize) -> bool {
        let before = self.clone();
        self.look();
        if self.line.contains(&company) || self.offered.contains_key(&company) {
            return true;
        }
        let is_any_free = (0..SLOTS).any(|slot| self.is_free(slot));
        if self.booked.contains_key(&company) || is_any_free {
            *self = before;
            return false;
        }
        self.line.push(company);
        true
    }

    /// A company takes what it was offered.
    pub(crate) fn accept(&mut self, company: usize) -> bool {
        let offer = self.offered.get(&company).copied();
        match offer.filter(|(_, until)| self.now < *until) {
            Some((slot, _)) if !self.booked.contains_key(&company) => {
                self.offered.remove(&company);
                self.booked.insert(company, slot);
                self.by_offer.insert(company);
                true
            }
            _ => false,
        }
    }

    /// A company declines what it was offered, or waits no longer.
    pub(crate) fn leave(&mut self, company: usize) -> bool {
        let waited = self.line.len();
        self.line.retain(|who| *who != company);
        let is_left = self.offered.remove(&company).is_some() || self.line.len() < waited;
        self.look();
        is_left
    }

    /// The worker comes by.
    pub(crate) fn sweep(&mut self) {
        let now = self.now;
        self.held.retain(|_, (_, until, _)| now < *until);
        self.look();
    }
}
