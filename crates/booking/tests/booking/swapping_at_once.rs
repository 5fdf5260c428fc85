//! Swaps while others swap, move, cancel and hold.

use crate::given::{at_once, booked, confirmed, find, hold_as};
use crate::race::doubles_and_all;
use crate::swapping::{agrees, asks, swap};
use marketday_booking::{
    CancelledBy, HoldRefused, MoveRefused, MoveRequest, MovedBy, cancel, move_booking,
};
use marketday_model::{BookingId, BookingState, SlotId, SwapState};
use marketday_store::moves::{self, SlotChange};
use marketday_store::{StoreError, bookings, presenter_ticks};
use marketday_testkit::{World, on_each_database};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn of_three_swaps_in_a_ring_agreed_at_once_one_is_done_and_the_others_have_lapsed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let ids: Vec<BookingId> = (0..3).map(|n| booked(&world, day.slots[n].id, n)).collect();
        for round in 1..=5 {
            let swaps = [0, 1, 2].map(|n| asks(&world, ids[n], ids[(n + 1) % 3]).expect("asked"));
            let answers = at_once(3, |n| agrees(&world, swaps[n]).expect("a clean answer"));
            let count = |state| answers.iter().filter(|answer| **answer == state).count();
            assert_eq!((count(SwapState::Agreed), count(SwapState::Lapsed)), (1, 2));
            assert_eq!(doubles_and_all(&world, day.event.id), (0, 3));
            let moves: u32 = ids.iter().map(|id| find(&world, *id).sequence).sum();
            assert_eq!(moves, 2 * round, "each swap moves two");
        }
    });
}

#[test]
fn eight_clicks_on_agree_are_one_swap() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n].id, n));
        let id = asks(&world, ids[0], ids[1]).unwrap();
        let answers = at_once(8, |_| agrees(&world, id).expect("a clean answer"));
        assert_eq!(answers, [SwapState::Agreed; 8]);
        let stands = ids.map(|id| (find(&world, id).slot, find(&world, id).sequence));
        assert_eq!(stands, [(day.slots[1].id, 1), (day.slots[0].id, 1)]);
    });
}

#[test]
fn a_swap_agreed_while_one_is_cancelled_and_the_other_moves_leaves_nobody_in_a_slot_of_another() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(12);
        // Four pairs, and four free slots that the second of each pair wants.
        let ids: Vec<BookingId> = (0..8).map(|n| booked(&world, day.slots[n].id, n)).collect();
        let swaps: Vec<_> = (0..4)
            .map(|n| asks(&world, ids[2 * n], ids[2 * n + 1]).expect("asked"))
            .collect();
        let answers = at_once(12, |n| {
            let (pair, deed) = (n / 3, n % 3);
            let (one, other) = (ids[2 * pair], ids[2 * pair + 1]);
            match deed {
                0 => agrees(&world, swaps[pair]).expect("a clean answer") == SwapState::Agreed,
                1 => {
                    let by = CancelledBy::Company(find(&world, one).contact);
                    cancel(&world.store, &world.surroundings, one, by).expect("it is cancelled");
                    true
                }
                _ => {
                    let request = MoveRequest {
                        booking: other,
                        to: day.slots[8 + pair].id,
                        by: MovedBy::Company(find(&world, other).contact),
                        browser: "another browser".into(),
                    };
                    let moved = move_booking(&world.store, &world.surroundings, request);
                    moved.expect("the slot is free");
                    true
                }
            }
        });
        assert_eq!(doubles_and_all(&world, day.event.id), (0, 4));
        for pair in 0..4 {
            let (one, other) = (find(&world, ids[2 * pair]), find(&world, ids[2 * pair + 1]));
            assert_eq!(one.state, BookingState::Cancelled);
            assert_eq!(
                other.slot,
                day.slots[8 + pair].id,
                "it moved, whenever it did"
            );
            let state = swap(&world, swaps[pair]).state;
            assert_eq!(state == SwapState::Agreed, answers[3 * pair]);
            // Agreed, both changed twice; else each once.
            let changes = if answers[3 * pair] { 2 } else { 1 };
            assert_eq!((one.sequence, other.sequence), (changes, changes));
        }
    });
}

#[test]
fn while_two_swap_to_and_fro_nobody_else_ever_has_or_sees_either_slot_free() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let slots = [0, 1].map(|n: usize| day.slots[n].id);
        let ids = [0, 1].map(|n| booked(&world, slots[n], n));
        let (is_over, now) = (AtomicBool::new(false), world.surroundings.now());
        at_once(4, |n| {
            if n == 0 {
                for turn in 0..12 {
                    let id = asks(&world, ids[turn % 2], ids[(turn + 1) % 2]).expect("asked");
                    assert_eq!(agrees(&world, id).expect("agreed"), SwapState::Agreed);
                }
                is_over.store(true, Ordering::SeqCst);
                return;
            }
            while !is_over.load(Ordering::SeqCst) {
                let refused = hold_as(&world, slots[n % 2], 10 + n);
                assert!(matches!(refused, Err(HoldRefused::Full)), "{refused:?}");
                let live = world
                    .store
                    .read(|rx| bookings::list_live(rx, day.event.id, now))
                    .expect("the database answers");
                let seen: HashSet<SlotId> = live.iter().map(|live| live.slot).collect();
                assert_eq!((live.len(), seen.len()), (2, 2));
            }
        });
        assert_eq!(ids.map(|id| find(&world, id).sequence), [12, 12]);
        assert_eq!(ids.map(|id| find(&world, id).slot), slots);
    });
}

/// A swap as the product does not make it: by way of a third slot, each step in a transaction of its own.
#[test]
fn a_swap_of_several_transactions_lets_somebody_else_between_and_is_stuck_half_way() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n].id, n));
        let step = |id: BookingId, to: SlotId| {
            let (booking, now) = (find(&world, id), world.surroundings.now());
            let moved = world
                .store
                .write(move |tx| moves::move_to(tx, &booking, to, now));
            let moved: Result<SlotChange, StoreError> = moved;
            moved.expect("it writes")
        };
        assert_eq!(step(ids[0], day.slots[2].id), SlotChange::Done);
        hold_as(&world, day.slots[0].id, 9).expect("the slot stands free");
        assert_eq!(step(ids[1], day.slots[0].id), SlotChange::Taken);
    });
}

#[test]
fn a_swap_that_is_undone_half_way_leaves_both_where_they_were() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let ids = [0, 1].map(|n| booked(&world, day.slots[n].id, n));
        let [one, other] = ids.map(|id| find(&world, id));
        let now = world.surroundings.now();
        // The server stops right after the slots were changed, before the transaction is over.
        let stopped = world.store.write(move |tx| {
            let swapped = moves::swap(tx, [&one, &other], now)?;
            assert_eq!(swapped, SlotChange::Done);
            presenter_ticks::delete(tx, one.id)?;
            Err::<(), _>(StoreError::Busy("stopped".into()))
        });
        assert!(stopped.is_err());
        let stands = ids.map(|id| (find(&world, id).slot, find(&world, id).state));
        let expected = [0, 1].map(|n: usize| (day.slots[n].id, BookingState::Confirmed));
        assert_eq!(stands, expected);
        assert_eq!(confirmed(&world, day.event.id).len(), 2);
        // A booking that was changed since it was read is not swapped.
        let stale = ids.map(|id| find(&world, id));
        let request = MoveRequest {
            booking: ids[0],
            to: day.slots[1].id,
            by: MovedBy::Company(stale[0].contact),
            browser: "a browser".into(),
        };
        let refused = move_booking(&world.store, &world.surroundings, request);
        assert!(matches!(refused, Err(MoveRefused::Slot(_))), "{refused:?}");
        let id = asks(&world, ids[0], ids[1]).unwrap();
        agrees(&world, id).unwrap();
        let [one, other] = stale;
        let swapped = world
            .store
            .write(move |tx| moves::swap(tx, [&one, &other], now));
        let swapped: Result<SlotChange, StoreError> = swapped;
        assert_eq!(swapped.unwrap(), SlotChange::Stale);
    });
}
