//! Confirming the place that waits for a proposal.

use crate::given::{at_once, booked, confirmed, find, pat};
use crate::given_proposals::Called;
use chrono::Duration;
use marketday_booking::proposals::{
    ConfirmRefused, Decision, confirm_place, decline, place_all, sweep_places, withdraw_proposal,
};
use marketday_booking::{CancelledBy, cancel};
use marketday_model::booking::Refusing;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, BookingState, Claim, ProposalId, ProposalState};
use marketday_store::notices;
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;

impl Called {
    fn place_them(&self) {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let (by, event) = (self.day.organiser.id, self.day.event.id);
        place_all(store, surroundings, by, event).unwrap();
    }

    fn confirm(&self, id: ProposalId) -> Result<BookingId, ConfirmRefused> {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        confirm_place(store, surroundings, self.find(id).contact, id)
    }
}

#[test]
fn a_confirmed_place_is_a_booking_with_its_letter_and_confirming_twice_changes_nothing() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let mut request = called.request(1);
        request.presenter = Some(pat());
        let id = request.id;
        called.try_propose(request).unwrap();
        called.marked(id, 4);
        called.accepted(id);
        assert!(matches!(called.confirm(id), Err(ConfirmRefused::TooLate)));
        called.place_them();
        let booking = called.confirm(id).unwrap();
        assert_eq!(called.confirm(id).unwrap(), booking);
        assert_eq!(called.state(id), ProposalState::Confirmed);
        let made = find(&called.world, booking);
        assert_eq!(
            (made.state, made.claim, made.slot),
            (BookingState::Confirmed, Claim::Settled, called.slot(0))
        );
        assert_eq!(
            (made.pitch.title.as_str(), made.presenter_name.as_str()),
            ("Pitch 1", "Pat Presenter")
        );
        let told = called
            .world
            .store
            .read(|rx| notices::list(rx, Subject::Booking(booking)))
            .unwrap();
        let kinds: Vec<_> = told.iter().map(|notice| notice.kind.as_str()).collect();
        assert_eq!(kinds, ["booking-confirmed"]);
        let by = made.contact;
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        assert!(withdraw_proposal(store, surroundings, by, id).is_err());
        cancel(store, surroundings, booking, CancelledBy::Company(by)).unwrap();
        assert_eq!(called.state(id), ProposalState::Confirmed);
    });
}

#[test]
fn a_place_is_confirmed_until_its_date_and_not_after() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        let [one, two] = [1, 2].map(|n| called.proposed_and_accepted(n, 4));
        called.place_them();
        let confirm_by = called.find(one).place.unwrap().confirm_by;
        called
            .world
            .clock
            .set(confirm_by - Duration::microseconds(1));
        called.confirm(one).unwrap();
        called.world.clock.set(confirm_by);
        assert!(matches!(called.confirm(two), Err(ConfirmRefused::TooLate)));
        assert_eq!(
            called.state(two),
            ProposalState::Allocated,
            "until the sweep"
        );
    });
}

#[test]
fn a_company_that_booked_as_many_slots_as_it_may_meanwhile_cannot_confirm() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        let id = called.proposed_and_accepted(1, 4);
        called.place_them();
        let open = format!(
            "UPDATE released_slots SET mode = 'open' WHERE slot_id = '{}'",
            called.slot(1)
        );
        called.world.store.run_script(&[open.as_str()]).unwrap();
        booked(&called.world, called.slot(1), 1);
        let refused = called.confirm(id);
        assert!(
            matches!(refused, Err(ConfirmRefused::Rule(Refusing::CompanyLimit))),
            "{refused:?}"
        );
        assert_eq!(called.state(id), ProposalState::Allocated);
        let bookings = confirmed(&called.world, called.day.event.id);
        assert_eq!(bookings.len(), 1);
    });
}

#[test]
fn an_allocated_proposal_is_not_declined() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let id = called.proposed_and_accepted(1, 4);
        called.place_them();
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let by = called.day.organiser.id;
        assert!(decline(store, surroundings, by, id, Decision::default()).is_err());
        assert_eq!(called.state(id), ProposalState::Allocated);
    });
}

#[test]
fn of_a_company_that_confirms_as_its_date_passes_and_the_sweep_exactly_one_wins() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let [first, second] =
            [(1, 5), (2, 4)].map(|(n, mark)| called.proposed_and_accepted(n, mark));
        called.place_them();
        let confirm_by = called.find(first).place.unwrap().confirm_by;
        called
            .world
            .clock
            .set(confirm_by - Duration::microseconds(1));
        // Each draws its instant when it begins: half of them before the date, half after it.
        let answers = at_once(8, |n| {
            if n % 2 == 0 {
                called.confirm(first).is_ok()
            } else {
                called.world.clock.set(confirm_by);
                let (store, surroundings) = (&called.world.store, &called.world.surroundings);
                sweep_places(store, surroundings).unwrap();
                false
            }
        });
        let is_theirs = answers.contains(&true);
        let expected = if is_theirs {
            (ProposalState::Confirmed, ProposalState::Accepted, 1)
        } else {
            (ProposalState::Lapsed, ProposalState::Allocated, 0)
        };
        let bookings = confirmed(&called.world, called.day.event.id).len();
        assert_eq!(
            (called.state(first), called.state(second), bookings),
            expected
        );
    });
}

#[test]
fn without_the_state_in_their_update_and_with_a_look_before_it_both_would_win() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let id = called.proposed_and_accepted(1, 4);
        called.place_them();
        let look = Barrier::new(2);
        let won = at_once(2, |n| {
            let state = called.state(id);
            look.wait();
            let to = ["confirmed", "lapsed"][n];
            let unguarded = format!("UPDATE proposals SET state = '{to}' WHERE id = '{id}'");
            called
                .world
                .store
                .run_script(&[unguarded.as_str()])
                .unwrap();
            state == ProposalState::Allocated
        });
        assert_eq!(won, [true, true]);
    });
}
