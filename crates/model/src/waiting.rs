//! Waiting lists: companies that want a slot of a full event, and offers of freed slots.

use crate::event::InvalidTransition;
use crate::word::words;
use crate::{
    BookingId, EventId, Instant, OrganisationId, PersonId, Pitch, SlotId, SlotMode, WaitingId,
    WaitingOrder,
};

words! {
    /// Where a company on a waiting list stands.
    WaitingState {
        /// It waits.
        Waiting = "waiting",
        /// A slot is kept for it.
        Offered = "offered",
        /// It took the slot.
        Accepted = "accepted",
        /// It did not want the slot.
        Declined = "declined",
        /// It did not answer in time.
        Lapsed = "lapsed",
        /// It does not wait any more.
        Left = "left",
        /// The list is over: booking has closed, or the event does not take place.
        Ended = "ended",
    }
}

impl WaitingState {
    /// Whether it is still on the list.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Offered)
    }

    /// The next state, if a company may go there from here. What is over never comes back to life.
    pub fn to(self, next: Self) -> Result<Self, InvalidTransition> {
        match (self, next) {
            (Self::Waiting, Self::Offered | Self::Left | Self::Ended)
            | (Self::Offered, Self::Accepted | Self::Declined | Self::Lapsed | Self::Ended) => {
                Ok(next)
            }
            _ => Err(InvalidTransition {
                from: self.as_str(),
                to: next.as_str(),
            }),
        }
    }
}

/// What a company on a waiting list wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Any slot that it may have.
    Any,
    /// Any slot of this mode.
    Mode(SlotMode),
    /// This very slot.
    Slot(SlotId),
}

impl Wish {
    /// Whether a slot of this mode is what it wants.
    pub fn fits(self, slot: SlotId, mode: SlotMode) -> bool {
        match self {
            Self::Any => true,
            Self::Mode(wanted) => wanted == mode,
            Self::Slot(wanted) => wanted == slot,
        }
    }

    /// Whether one slot could be what both want; of which mode a chosen slot is, nothing is said here.
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Slot(one), Self::Slot(two)) => one == two,
            (Self::Mode(one), Self::Mode(two)) => one == two,
            _ => true,
        }
    }
}

/// A slot that is kept for a company on the waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The slot.
    pub slot: SlotId,
    /// The hold that keeps it, and becomes the booking.
    pub hold: BookingId,
    /// When it was offered.
    pub made_at: Instant,
    /// Until when.
    pub until: Instant,
}

/// A company on the waiting list of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: WaitingId,
    /// Of which event.
    pub event: EventId,
    /// The company.
    pub company: OrganisationId,
    /// Its name.
    pub company_name: String,
    /// Who asked, and is told; none where they were erased.
    pub contact: Option<PersonId>,
    /// Who would present.
    pub presenter: Option<PersonId>,
    /// Their name.
    pub presenter_name: String,
    /// Their address, where it is not the contact.
    pub presenter_email: Option<String>,
    /// What it would pitch.
    pub pitch: Pitch,
    /// What it wants.
    pub wish: Wish,
    /// Where it stands.
    pub state: WaitingState,
    /// Since when it waits.
    pub joined_at: Instant,
    /// The slot that is or was offered to it.
    pub offer: Option<Offer>,
    /// When it left the list.
    pub ended_at: Option<Instant>,
}

/// Puts those who wait in the order in which slots are offered: by the published rule, then by when they asked.
/// `has_pitched` says whether a company pitched at an event here before.
pub fn in_order(
    mut waiting: Vec<Waiting>,
    order: WaitingOrder,
    has_pitched: impl Fn(&Waiting) -> bool,
) -> Vec<Waiting> {
    waiting.sort_by_key(|one| {
        let later = order == WaitingOrder::NewFirst && has_pitched(one);
        (later, one.joined_at, one.id)
    });
    waiting
}

/// The place of a company among those who wait and could be offered what it wants, from 1 on; none where it is not among
/// them. `ordered` is as [`in_order`] makes it; whoever has an offer is not waiting any more.
pub fn position(ordered: &[Waiting], id: WaitingId) -> Option<usize> {
    let waits = |one: &&Waiting| one.state == WaitingState::Waiting;
    let all = ordered.iter().filter(waits);
    let own = all.clone().find(|one| one.id == id)?;
    let before = all.take_while(|one| one.id != id);
    Some(before.filter(|one| one.wish.meets(own.wish)).count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn slot(n: u128) -> SlotId {
        Uuid::from_u128(n).into()
    }

    fn waiting(n: u128, wish: Wish) -> Waiting {
        let company = Uuid::from_u128(n).into();
        Waiting {
            id: Uuid::from_u128(n).into(),
            event: Uuid::from_u128(1).into(),
            company,
            company_name: format!("Company {n}"),
            contact: None,
            presenter: None,
            presenter_name: String::new(),
            presenter_email: None,
            pitch: Pitch {
                id: Uuid::from_u128(n).into(),
                company,
                title: String::new(),
                summary: String::new(),
                themes: Vec::new(),
            },
            wish,
            state: WaitingState::Waiting,
            joined_at: Instant::UNIX_EPOCH + Duration::minutes(i64::try_from(n).unwrap()),
            offer: None,
            ended_at: None,
        }
    }

    #[test]
    fn an_offer_that_is_over_does_not_come_back_to_life() {
        use WaitingState::{Accepted, Declined, Ended, Lapsed, Left, Offered, Waiting};
        assert_eq!(Waiting.to(Offered), Ok(Offered));
        assert_eq!(Offered.to(Accepted), Ok(Accepted));
        for over in [Accepted, Declined, Lapsed, Left, Ended] {
            for next in WaitingState::ALL {
                assert!(over.to(*next).is_err(), "{over} to {next}");
            }
        }
        assert!(Offered.to(Waiting).is_err() && Waiting.to(Accepted).is_err());
    }

    #[test]
    fn those_who_want_what_cannot_be_mine_are_not_before_me() {
        let list = [
            waiting(1, Wish::Slot(slot(7))),
            waiting(2, Wish::Slot(slot(8))),
            waiting(3, Wish::Mode(SlotMode::HeldBack)),
            waiting(4, Wish::Any),
            waiting(5, Wish::Slot(slot(8))),
        ];
        let places: Vec<_> = list.iter().map(|one| position(&list, one.id)).collect();
        assert_eq!(places, [Some(1), Some(1), Some(3), Some(4), Some(4)]);
        let mut offered = list.clone();
        offered[0].state = WaitingState::Offered;
        assert_eq!(position(&offered, list[3].id), Some(3));
        assert_eq!(position(&offered, list[0].id), None, "it does not wait");
    }

    #[test]
    fn companies_that_never_pitched_come_first_only_where_the_rule_says_so() {
        let list = vec![waiting(2, Wish::Any), waiting(1, Wish::Any)];
        let pitched = |one: &Waiting| one.company_name == "Company 1";
        let names = |order| {
            let ordered = in_order(list.clone(), order, pitched);
            ordered
                .into_iter()
                .map(|one| one.company_name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(WaitingOrder::Asked), ["Company 1", "Company 2"]);
        assert_eq!(names(WaitingOrder::NewFirst), ["Company 2", "Company 1"]);
    }

    proptest! {
        /// Where everybody wants any slot, the places are 1, 2, 3, … however the rows came out of the database.
        #[test]
        fn the_places_of_those_who_want_anything_count_up(mut order in Just((1..12_u128).collect::<Vec<_>>()).prop_shuffle()) {
            let list: Vec<_> = order.drain(..).map(|n| waiting(n, Wish::Any)).collect();
            let ordered = in_order(list, WaitingOrder::Asked, |_| false);
            let places: Vec<_> = ordered.iter().map(|one| position(&ordered, one.id).unwrap()).collect();
            prop_assert_eq!(places, (1..12).collect::<Vec<_>>());
        }
    }
}
