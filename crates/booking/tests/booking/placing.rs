//! Giving slots to accepted proposals: by hand, by rank, and on to the next when nobody confirms.

use crate::given::{at_once, hold_as};
use crate::given_proposals::Called;
use chrono::Duration;
use marketday_booking::HoldRefused;
use marketday_booking::proposals::{
    PlaceRefused, place_all, place_one, sweep_places, withdraw_proposal,
};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, ProposalId, ProposalState, SlotId};
use marketday_store::proposals::{self, ProposalFilter};
use marketday_store::{bookings, notices};
use marketday_testkit::{World, on_each_database, on_each_unguarded_database};

impl Called {
    fn place(&self, id: ProposalId, slot: SlotId) -> Result<(), PlaceRefused> {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        place_one(store, surroundings, self.day.organiser.id, (id, slot))
    }

    fn place_by_rank(&self) -> usize {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let (by, event) = (self.day.organiser.id, self.day.event.id);
        place_all(store, surroundings, by, event).unwrap()
    }

    fn sweep(&self) -> usize {
        sweep_places(&self.world.store, &self.world.surroundings).unwrap()
    }

    /// The slot that waits for a proposal, by its number.
    fn waits(&self, id: ProposalId) -> Option<usize> {
        let proposal = self.find(id);
        let place = proposal
            .place
            .filter(|_| proposal.state == ProposalState::Allocated)?;
        self.day.slots.iter().position(|slot| slot.id == place.slot)
    }
}

#[test]
fn the_best_proposals_get_the_earliest_slots_and_are_told_until_when_to_confirm() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        let [low, high, middle] =
            [(1, 2), (2, 5), (3, 3)].map(|(n, mark)| called.proposed_and_accepted(n, mark));
        assert_eq!(called.place_by_rank(), 2);
        assert_eq!(
            [high, middle, low].map(|id| called.waits(id)),
            [Some(0), Some(1), None]
        );
        assert_eq!(called.state(low), ProposalState::Accepted);
        let place = called.find(high).place.unwrap();
        assert_eq!(
            place.confirm_by,
            called.world.surroundings.now() + Duration::days(7)
        );
        assert_eq!(
            called.told(high),
            ["proposal-received", "proposal-accepted", "proposal-placed"]
        );
        assert_eq!(called.place_by_rank(), 0);
    });
}

#[test]
fn a_slot_that_nobody_confirmed_passes_on_to_the_next_by_rank_and_both_are_told() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let [third, first, second] =
            [(1, 2), (2, 5), (3, 3)].map(|(n, mark)| called.proposed_and_accepted(n, mark));
        called.place_by_rank();
        let confirm_by = called.find(first).place.unwrap().confirm_by;
        called
            .world
            .clock
            .set(confirm_by - Duration::microseconds(1));
        assert_eq!(called.sweep(), 0);
        called.world.clock.set(confirm_by);
        assert_eq!(called.sweep(), 1);
        assert_eq!(called.state(first), ProposalState::Lapsed);
        assert_eq!(called.told(first).last().unwrap(), "proposal-lapsed");
        assert_eq!(called.waits(second), Some(0));
        assert_eq!(called.told(second).last().unwrap(), "proposal-placed");
        assert_eq!(called.sweep(), 0);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        withdraw_proposal(store, surroundings, called.find(second).contact, second).unwrap();
        assert_eq!(called.waits(third), Some(0), "at once");
        assert_eq!(called.told(second).last().unwrap(), "proposal-withdrawn");
    });
}

#[test]
fn those_who_decide_are_told_that_an_accepted_proposal_was_taken_back_and_of_no_other() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let unread = called.proposed(1);
        let accepted = called.proposed_and_accepted(2, 5);
        for id in [unread, accepted] {
            withdraw_proposal(store, surroundings, called.find(id).contact, id).unwrap();
        }
        assert_eq!(called.told(unread), ["proposal-received"]);
        let told = store.read(|rx| notices::list(rx, Subject::Proposal(accepted)));
        let told: Vec<_> = told
            .unwrap()
            .into_iter()
            .filter(|notice| notice.kind == NoticeKind::ProposalWithdrawn)
            .map(|notice| notice.recipient)
            .collect();
        assert_eq!(told, [Recipient::Person(called.day.organiser.id)]);
    });
}

#[test]
fn ten_sweepers_pass_a_slot_on_once() {
    use ProposalState::{Accepted, Allocated, Lapsed};
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let all = [(1, 5), (2, 4), (3, 3), (4, 2), (5, 1)]
            .map(|(n, mark)| called.proposed_and_accepted(n, mark));
        called.place_by_rank();
        let due = called.find(all[0]).place.unwrap().confirm_by;
        called.world.clock.set(due);
        let swept: usize = at_once(10, |_| called.sweep()).into_iter().sum();
        assert_eq!(swept, 1);
        let states = all.map(|id| called.state(id));
        assert_eq!(states, [Lapsed, Allocated, Accepted, Accepted, Accepted]);
    });
}

#[test]
fn a_slot_that_waits_for_a_company_goes_to_nobody_who_clicks_even_when_its_date_is_over() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let id = called.proposed_and_accepted(1, 4);
        called.place(id, called.slot(0)).unwrap();
        let place = called.find(id).place.unwrap();
        let open = [
            "UPDATE slots SET mode = 'open'",
            "UPDATE released_slots SET mode = 'open'",
        ];
        called.world.store.run_script(&open).unwrap();
        called.world.clock.set(place.confirm_by + Duration::days(1));
        let hold = hold_as(&called.world, called.slot(0), 9);
        assert!(matches!(hold, Err(HoldRefused::Full)), "{hold:?}");
        marketday_booking::sweep(&called.world.store, &called.world.surroundings).unwrap();
        let live = called
            .world
            .store
            .read(|rx| bookings::find_live(rx, called.slot(0), called.world.surroundings.now()))
            .unwrap();
        assert_eq!(live.map(|live| live.booking), Some(place.booking));
        assert_eq!(called.sweep(), 1);
        assert!(hold_as(&called.world, called.slot(0), 9).is_ok());
    });
}

#[test]
fn only_accepted_proposals_get_slots_and_only_curated_ones() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        let id = called.proposed(1);
        let refused = called.place(id, called.slot(0));
        assert!(matches!(refused, Err(PlaceRefused::NotAccepted)));
        called.marked(id, 3);
        called.accepted(id);
        let open = format!(
            "UPDATE released_slots SET mode = 'open' WHERE slot_id = '{}'",
            called.slot(0)
        );
        called.world.store.run_script(&[open.as_str()]).unwrap();
        let refused = called.place(id, called.slot(0));
        assert!(matches!(refused, Err(PlaceRefused::Taken)));
        called.place(id, called.slot(1)).unwrap();
        let twice = called.place(id, called.slot(1));
        assert!(matches!(twice, Err(PlaceRefused::NotAccepted)));
    });
}

/// How many proposals one slot waits for after as many organisers as there are proposals placed them in it at once.
fn placed_at_once(called: &Called, proposals: usize) -> usize {
    let ids: Vec<_> = (0..proposals)
        .map(|n| called.proposed_and_accepted(n, 4))
        .collect();
    let answers = at_once(proposals, |n| called.place(ids[n], called.slot(0)));
    let clean = answers
        .iter()
        .all(|answer| matches!(answer, Ok(()) | Err(PlaceRefused::Taken)));
    assert!(clean, "{answers:?}");
    let allocated = ProposalFilter {
        states: vec![ProposalState::Allocated],
        ..ProposalFilter::default()
    };
    let all = called
        .world
        .store
        .read(|rx| proposals::list(rx, &allocated));
    all.unwrap().len()
}

#[test]
fn of_six_organisers_who_place_six_proposals_in_one_slot_at_once_one_does() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        assert_eq!(placed_at_once(&called, 6), 1);
    });
}

#[test]
fn without_its_indexes_one_slot_waits_for_six_companies() {
    on_each_unguarded_database(|database| {
        let called = Called::on(World::on(database), 1);
        let unguarded = [
            "DROP INDEX bookings_one_live_a_slot",
            "DROP INDEX proposals_one_allocated_a_slot",
        ];
        called.world.store.run_script(&unguarded).unwrap();
        assert_eq!(placed_at_once(&called, 6), 6);
    });
}

#[test]
fn either_index_by_itself_keeps_a_slot_from_waiting_for_two() {
    for index in [
        "DROP INDEX bookings_one_live_a_slot",
        "DROP INDEX proposals_one_allocated_a_slot",
    ] {
        on_each_database(|database| {
            let called = Called::on(World::on(database), 1);
            called.world.store.run_script(&[index]).unwrap();
            assert_eq!(placed_at_once(&called, 3), 1, "{index}");
        });
    }
}

#[test]
fn a_place_of_a_postponed_event_passes_on_only_once_it_takes_place_again() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let id = called.proposed_and_accepted(1, 4);
        called.place_by_rank();
        let state = |word: &str| {
            let set = format!("UPDATE events SET state = '{word}'");
            called.world.store.run_script(&[set.as_str()]).unwrap();
        };
        state("postponed");
        called.world.clock.advance(Duration::days(8));
        assert_eq!(called.sweep(), 0);
        state("published");
        assert_eq!(called.sweep(), 1);
        assert_eq!(called.state(id), ProposalState::Lapsed);
    });
}

#[test]
fn a_company_gets_no_more_slots_than_it_may_have() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        called
            .world
            .store
            .run_script(&["UPDATE calls SET company_limit = 2"])
            .unwrap();
        let [one, two] = [called.proposed(1), called.proposed(1)];
        for id in [one, two] {
            called.marked(id, 4);
            called.accepted(id);
        }
        assert_eq!(called.place_by_rank(), 1);
        let other = if called.waits(one).is_some() {
            two
        } else {
            one
        };
        let refused = called.place(other, called.slot(1));
        assert!(matches!(
            refused,
            Err(PlaceRefused::CompanyLimit { limit: 1 })
        ));
    });
}
