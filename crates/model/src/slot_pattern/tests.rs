//! Slots by every pattern: what a session is cut into, and what holds of it whatever was asked for.

use super::*;
use chrono::DateTime;
use proptest::prelude::*;

fn at(minute: i64) -> Instant {
    DateTime::from_timestamp(1_800_000_000 + minute * 60, 0).unwrap()
}

fn range(from: i64, to: i64) -> TimeRange {
    TimeRange::new(at(from), at(to)).unwrap()
}

/// The minutes at which the slots of an hour and a half, or longer, start.
fn starts(pattern: SlotPattern, session: TimeRange, fixed: &[TimeRange]) -> Vec<i64> {
    let slots = pattern.slots(session, &[], fixed);
    slots
        .iter()
        .map(|slot| (slot.starts_at - at(0)).num_minutes())
        .collect()
}

const PLAIN: SlotPattern = SlotPattern::plain(SlotLengths::DEFAULT);

fn lightning(place: LightningPlace) -> SlotPattern {
    SlotPattern {
        lightning: Some(Lightning {
            lengths: SlotLengths::new(3, 0, 2, 5).unwrap(),
            place,
            part: 30,
        }),
        ..PLAIN
    }
}

#[test]
fn a_pause_comes_after_every_so_many_slots_booked_ones_counted() {
    let pattern = SlotPattern {
        pause: Some(Pause {
            after: 2,
            minutes: 10,
        }),
        ..PLAIN
    };
    assert_eq!(starts(pattern, range(0, 120), &[]), [0, 15, 40, 55, 80, 95]);
    let booked = [range(15, 30)];
    assert_eq!(starts(pattern, range(0, 120), &booked), [0, 40, 55, 80, 95]);
}

#[test]
fn a_break_of_the_venue_is_a_pause_if_it_is_long_enough() {
    let pattern = SlotPattern {
        pause: Some(Pause {
            after: 2,
            minutes: 15,
        }),
        ..PLAIN
    };
    let slots = pattern.slots(range(0, 120), &[range(15, 30)], &[]);
    let starts: Vec<i64> = slots
        .iter()
        .map(|slot| (slot.starts_at - at(0)).num_minutes())
        .collect();
    assert_eq!(starts, [0, 30, 45, 75, 90]);
}

#[test]
fn the_reserve_at_the_end_stays_free() {
    let pattern = SlotPattern {
        reserve: 20,
        ..PLAIN
    };
    assert_eq!(starts(pattern, range(0, 90), &[]), [0, 15, 30, 45]);
    let whole = SlotPattern {
        reserve: 90,
        ..PLAIN
    };
    assert_eq!(starts(whole, range(0, 90), &[]), Vec::<i64>::new());
}

#[test]
fn lightning_pitches_are_the_first_the_last_or_every_third() {
    let at = |place| starts(lightning(place), range(0, 90), &[]);
    assert_eq!(
        at(LightningPlace::First),
        [0, 5, 10, 15, 20, 25, 30, 45, 60, 75]
    );
    assert_eq!(
        at(LightningPlace::Last),
        [0, 15, 30, 45, 60, 65, 70, 75, 80, 85]
    );
    assert_eq!(at(LightningPlace::EveryThird), [0, 15, 30, 35, 50, 65, 70]);
}

#[test]
fn shares_are_spread_over_the_session() {
    use SlotMode::{Curated, HeldBack, Open};
    let shares = SlotShares::new(25, 25).unwrap();
    assert_eq!(
        shares.modes(&[(None, false); 8]),
        [Open, HeldBack, Curated, Open, Open, HeldBack, Curated, Open]
    );
    assert_eq!(SlotShares::new(60, 41), None);
}

#[test]
fn a_slot_that_stays_counts_with_the_mode_that_it_has() {
    use SlotMode::{Curated, Open};
    let shares = SlotShares::new(50, 0).unwrap();
    let slots = [(Some(Curated), true), (Some(Open), true), (None, false)];
    // Half of three is two.
    assert_eq!(shares.modes(&slots), [Curated, Open, Curated]);
    let stubborn = [(Some(Curated), true), (Some(Curated), true)];
    assert_eq!(SlotShares::OPEN.modes(&stubborn), [Curated, Curated]);
}

prop_compose! {
    fn any_lengths(grid: u32)(pitch in 1u32..30, questions in 0u32..20, changeover in 0u32..20) -> SlotLengths {
        SlotLengths::new(pitch, questions, changeover, grid).unwrap()
    }
}

prop_compose! {
    fn any_pattern()(grid in 1u32..30)(
        lengths in any_lengths(grid),
        short in any_lengths(grid),
        pause in prop::option::of((1u32..6, 1u32..40)),
        reserve in 0u32..60,
        place in prop::option::of(prop::sample::select(LightningPlace::ALL)),
        part in 0u32..120,
        curated in 0u32..=60, held_back in 0u32..=40,
    ) -> SlotPattern {
        SlotPattern {
            lengths,
            pause: pause.map(|(after, minutes)| Pause { after, minutes }),
            reserve,
            lightning: place.map(|place| Lightning { lengths: short, place, part }),
            shares: SlotShares::new(curated, held_back).unwrap(),
        }
    }
}

proptest! {
    #[test]
    fn slots_never_overlap_keep_their_changeover_and_stay_inside_before_the_reserve(
        pattern in any_pattern(), start in 0i64..120, length in 1i64..500,
        breaks in prop::collection::vec((0i64..600, 1i64..60), 0..4),
    ) {
        let session = range(start, start + length);
        let breaks: Vec<_> = breaks.iter().map(|(from, long)| range(*from, from + long)).collect();
        let slots = pattern.slots(session, &breaks, &[]);
        for slot in &slots {
            prop_assert!(session.holds(slot.occupied()));
            prop_assert!(slot.clear_at + minutes(pattern.reserve) <= session.end());
            prop_assert!(breaks.iter().all(|rest| !rest.overlaps(slot.occupied())));
            let lengths = pattern.lightning.map(|it| it.lengths);
            prop_assert!(lengths.into_iter().chain([pattern.lengths]).any(|it| it.at(slot.starts_at) == *slot));
        }
        for pair in slots.windows(2) {
            prop_assert!(pair[0].clear_at <= pair[1].starts_at);
        }
    }

    #[test]
    fn no_more_slots_come_in_a_row_than_the_pause_allows(
        pattern in any_pattern(), length in 1i64..900, after in 1u32..6, long in 1u32..40,
    ) {
        let pattern = SlotPattern { pause: Some(Pause { after, minutes: long }), ..pattern };
        let slots = pattern.slots(range(0, length), &[], &[]);
        for row in slots.windows(after as usize + 1) {
            let has_pause = row.windows(2).any(|pair| pair[1].starts_at - pair[0].clear_at >= minutes(long));
            prop_assert!(has_pause);
        }
    }

    #[test]
    fn whichever_slots_are_booked_the_others_come_out_the_same_again(
        pattern in any_pattern(), length in 1i64..500, booked in any::<u64>(),
        breaks in prop::collection::vec((0i64..600, 1i64..60), 0..4),
    ) {
        let session = range(0, length);
        let breaks: Vec<_> = breaks.iter().map(|(from, long)| range(*from, from + long)).collect();
        let slots = pattern.slots(session, &breaks, &[]);
        let is_booked = |at: usize| booked >> (at % 64) & 1 == 1;
        let of = |wanted: bool| {
            let all = slots.iter().enumerate();
            all.filter(move |(at, _)| is_booked(*at) == wanted).map(|(_, slot)| *slot)
        };
        let fixed: Vec<_> = of(true).map(|slot| slot.occupied()).collect();
        let free: Vec<_> = of(false).collect();
        prop_assert_eq!(pattern.slots(session, &breaks, &fixed), free);
    }

    #[test]
    fn the_shares_of_the_modes_are_those_asked_for_and_stay_so(
        curated in 0u32..=60, held_back in 0u32..=40, all in 0usize..60, booked in any::<u64>(),
    ) {
        let shares = SlotShares::new(curated, held_back).unwrap();
        let modes = shares.modes(&vec![(None, false); all]);
        let count = |of| modes.iter().filter(|mode| **mode == of).count();
        prop_assert_eq!((count(SlotMode::Curated), count(SlotMode::HeldBack)), shares.counts(all));
        let again: Vec<_> = modes
            .iter()
            .enumerate()
            .map(|(at, mode)| (Some(*mode), booked >> (at % 64) & 1 == 1))
            .collect();
        prop_assert_eq!(shares.modes(&again), modes);
    }
}
