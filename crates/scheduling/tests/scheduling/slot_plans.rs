//! Generating the slots of a pitch session: first shown, then made.

use crate::given::{Desk, booked, booking, hold_as, on_the_day, session};
use marketday_booking::HoldRefused;
use marketday_model::SessionKind::{Break, Keynote, Pitch};
use marketday_model::slot::{SlotLengths, SlotTimes};
use marketday_model::slot_pattern::{Pause, SlotShares};
use marketday_model::time::{LONDON, clock_time};
use marketday_model::{SessionId, Slot, SlotMode, SlotPattern, policy};
use marketday_scheduling::{
    PlannedSlot, SlotPlan, SlotsRefused, apply_slots, plan_slots, set_slot_mode, withdraw_slot,
};
use marketday_testkit::{World, on_each_database};

fn plan(
    desk: &Desk<'_>,
    session: SessionId,
    pattern: impl Into<SlotPattern>,
) -> Result<SlotPlan, SlotsRefused> {
    let pattern = pattern.into();
    let now = desk.world.surroundings.now();
    desk.world
        .store
        .read(|rx| plan_slots(rx, desk.event, session, pattern, now))
}

fn apply(
    desk: &Desk<'_>,
    session: SessionId,
    pattern: impl Into<SlotPattern>,
    shown: &SlotPlan,
) -> Result<SlotPlan, SlotsRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    apply_slots(
        store,
        surroundings,
        (desk.event, session),
        desk.organiser,
        pattern,
        shown.digest(),
    )
}

fn starts(times: impl IntoIterator<Item = SlotTimes>) -> Vec<String> {
    times
        .into_iter()
        .map(|times| clock_time(times.starts_at, LONDON))
        .collect()
}

fn of(slots: Vec<PlannedSlot>) -> impl Iterator<Item = SlotTimes> {
    slots.into_iter().map(|slot| slot.times)
}

fn times(slots: &[Slot]) -> Vec<SlotTimes> {
    slots.iter().map(|slot| slot.times).collect()
}

/// A pitch session from 10am to midday with a coffee break for the whole venue at 11am; its slots are not made yet.
fn a_session(desk: &Desk<'_>) -> SessionId {
    let stage = desk.stage("Loft");
    desk.session(session(
        "Coffee",
        Break,
        None,
        on_the_day((11, 0), (11, 15)),
    ));
    desk.session(session(
        "Pitches",
        Pitch,
        Some(stage),
        on_the_day((10, 0), (12, 0)),
    ))
}

#[test]
fn breaks_and_whatever_else_is_on_the_stage_are_left_out_of_the_slots() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let pitches = a_session(&desk);
        let found = plan(&desk, pitches, SlotLengths::DEFAULT).unwrap();
        let around_the_break = [
            "10am", "10:15am", "10:30am", "10:45am", "11:15am", "11:30am", "11:45am",
        ];
        assert_eq!(starts(of(found.made)), around_the_break);
        assert_eq!(
            (found.kept, found.withdrawn, found.fixed),
            (vec![], vec![], 0)
        );
        // A talk on another stage is not in the way, one on this stage is.
        let loft = world
            .store
            .read(|rx| marketday_store::programme::find_session(rx, desk.event, pitches))
            .unwrap()
            .unwrap()
            .stage;
        let talk = |stage| session("Talk", Keynote, stage, on_the_day((10, 20), (10, 30)));
        desk.session(talk(Some(day.stage.id)));
        assert_eq!(
            starts(of(plan(&desk, pitches, SlotLengths::DEFAULT).unwrap().made)),
            around_the_break
        );
        desk.session(talk(loft));
        assert_eq!(
            starts(of(plan(&desk, pitches, SlotLengths::DEFAULT).unwrap().made)),
            [
                "10am", "10:30am", "10:45am", "11:15am", "11:30am", "11:45am"
            ]
        );
    });
}

#[test]
fn what_was_shown_is_made_and_generating_again_changes_nothing() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let pitches = a_session(&desk);
        let shown = plan(&desk, pitches, SlotLengths::DEFAULT).unwrap();
        let done = apply(&desk, pitches, SlotLengths::DEFAULT, &shown).unwrap();
        assert_eq!(done, shown);
        let slots = desk.slots(pitches);
        assert_eq!(times(&slots), of(shown.made.clone()).collect::<Vec<_>>());
        let again = plan(&desk, pitches, SlotLengths::DEFAULT).unwrap();
        assert_eq!(
            again,
            SlotPlan {
                kept: slots.clone(),
                ..SlotPlan::default()
            }
        );
        // The same form sent twice: what it showed is done already.
        assert_eq!(
            apply(&desk, pitches, SlotLengths::DEFAULT, &shown).unwrap(),
            again
        );
        assert_eq!(desk.slots(pitches), slots);
    });
}

#[test]
fn booked_and_held_slots_never_move_and_the_others_are_laid_around_them() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let pitches = a_session(&desk);
        let slots = desk.slots(pitches);
        desk.release();
        booked(&world, slots[1].id, 1);
        let longer = SlotLengths::new(10, 5, 5, 5).unwrap();
        let found = plan(&desk, pitches, longer).unwrap();
        assert_eq!(
            (found.kept.clone(), found.fixed),
            (vec![slots[1].clone()], 1)
        );
        assert_eq!(
            starts(of(found.made.clone())),
            ["10:30am", "11:15am", "11:35am"]
        );
        assert_eq!(found.withdrawn.len(), 6);
        hold_as(&world, slots[6].id, "browser").unwrap();
        let with_hold = plan(&desk, pitches, longer).unwrap();
        assert_eq!(with_hold.kept, [slots[1].clone(), slots[6].clone()]);
        assert_eq!(starts(of(with_hold.made)), ["10:30am", "11:15am"]);
        // A hold that ran out is in nobody's way.
        world.clock.advance(policy::HOLD);
        assert_eq!(plan(&desk, pitches, longer).unwrap(), found);
        apply(&desk, pitches, longer, &found).unwrap();
        let after = desk.draft_slots();
        let after: Vec<Slot> = after
            .into_iter()
            .filter(|slot| slot.session == pitches)
            .collect();
        assert_eq!(
            starts(times(&after)),
            ["10:15am", "10:30am", "11:15am", "11:35am"]
        );
        assert_eq!(after[0], slots[1]);
    });
}

#[test]
fn a_plan_that_changed_since_it_was_shown_is_not_carried_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let pitches = a_session(&desk);
        let slots = desk.slots(pitches);
        desk.release();
        let longer = SlotLengths::new(10, 5, 5, 5).unwrap();
        let shown = plan(&desk, pitches, longer).unwrap();
        booked(&world, slots[1].id, 1);
        let refused = apply(&desk, pitches, longer, &shown);
        assert!(
            matches!(refused, Err(SlotsRefused::PlanChanged)),
            "{refused:?}"
        );
        assert_eq!(desk.slots(pitches), slots);
    });
}

#[test]
fn a_session_in_which_no_slot_fits_and_one_that_is_no_pitch_session_are_refused() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let stage = desk.stage("Loft");
        let short = desk.session(session(
            "Short",
            Pitch,
            Some(stage),
            on_the_day((14, 0), (14, 10)),
        ));
        assert!(matches!(
            plan(&desk, short, SlotLengths::DEFAULT),
            Err(SlotsRefused::NoneFits)
        ));
        let lunch = desk.session(session("Lunch", Break, None, on_the_day((12, 0), (13, 0))));
        assert!(matches!(
            plan(&desk, lunch, SlotLengths::DEFAULT),
            Err(SlotsRefused::NoSuchSession)
        ));
    });
}

#[test]
fn an_open_slot_is_withdrawn_and_one_that_is_booked_or_held_stays() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let desk = Desk::of(&world, &day);
        booked(&world, day.slots[0].id, 1);
        hold_as(&world, day.slots[1].id, "browser").unwrap();
        let withdraw = |slot: &Slot| {
            let (store, surroundings) = (&world.store, &world.surroundings);
            withdraw_slot(store, surroundings, desk.event, desk.organiser, slot.id).unwrap()
        };
        let done: Vec<bool> = day.slots.iter().map(withdraw).collect();
        assert_eq!(done, [false, false, true]);
        assert!(!withdraw(&day.slots[2]), "it is gone already");
        assert_eq!(desk.draft_slots(), day.slots[..2]);
    });
}

#[test]
fn another_plan_with_as_many_new_and_withdrawn_slots_is_not_the_one_that_was_shown() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let pitches = a_session(&desk);
        let shown = plan(&desk, pitches, SlotLengths::DEFAULT).unwrap();
        let shorter = SlotLengths::new(8, 4, 3, 5).unwrap();
        let other = plan(&desk, pitches, shorter).unwrap();
        assert_eq!(
            (other.made.len(), other.withdrawn.len()),
            (shown.made.len(), shown.withdrawn.len())
        );
        let refused = apply(&desk, pitches, shorter, &shown);
        assert!(
            matches!(refused, Err(SlotsRefused::PlanChanged)),
            "{refused:?}"
        );
    });
}

fn modes(slots: &[Slot]) -> Vec<SlotMode> {
    slots.iter().map(|slot| slot.mode).collect()
}

#[test]
fn slots_are_made_with_pauses_and_shares_and_stay_as_they_are_when_made_again() {
    use SlotMode::{Curated, HeldBack, Open};
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let pitches = a_session(&desk);
        let pattern = SlotPattern {
            pause: Some(Pause {
                after: 2,
                minutes: 15,
            }),
            shares: SlotShares::new(25, 25).unwrap(),
            ..SlotPattern::plain(SlotLengths::DEFAULT)
        };
        let shown = plan(&desk, pitches, pattern).unwrap();
        apply(&desk, pitches, pattern, &shown).unwrap();
        let here = || {
            let mut slots = desk.draft_slots();
            slots.retain(|slot| slot.session == pitches);
            slots
        };
        let slots = here();
        assert_eq!(
            starts(times(&slots)),
            ["10am", "10:15am", "10:45am", "11:15am", "11:30am"]
        );
        assert_eq!(modes(&slots), [Open, Open, Curated, HeldBack, Open]);
        desk.release();
        booked(&world, slots[1].id, 1);
        let again = plan(&desk, pitches, pattern).unwrap();
        assert!(again.is_done(), "{again:?}");
        assert_eq!((again.kept.clone(), again.fixed), (slots.clone(), 1));
        // All open: the two that are not get another mode, and nothing else happens.
        let open = SlotPattern {
            shares: SlotShares::OPEN,
            ..pattern
        };
        let changes = plan(&desk, pitches, open).unwrap();
        assert_eq!(
            (
                changes.made.len(),
                changes.withdrawn.len(),
                modes(&changes.changed)
            ),
            (0, 0, vec![Open, Open])
        );
        apply(&desk, pitches, open, &changes).unwrap();
        assert_eq!(modes(&here()), [Open; 5]);
    });
}

#[test]
fn an_organiser_changes_who_decides_about_one_slot_and_companies_see_it_with_the_next_release() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let desk = Desk::of(&world, &day);
        let id = booked(&world, day.slots[0].id, 1);
        let set = |slot: &Slot, mode| {
            let (store, surroundings) = (&world.store, &world.surroundings);
            let what = (slot.id, mode);
            set_slot_mode(store, surroundings, desk.event, desk.organiser, what).unwrap()
        };
        let session = Some(day.session.id);
        assert_eq!(set(&day.slots[0], SlotMode::Curated), session);
        assert_eq!(set(&day.slots[1], SlotMode::HeldBack), session);
        assert_eq!(modes(&desk.released_slots()), [SlotMode::Open; 3]);
        hold_as(&world, day.slots[1].id, "browser").unwrap();
        // Nobody is told: whoever has a slot keeps it.
        assert_eq!(desk.release(), 0);
        assert_eq!(
            modes(&desk.released_slots()),
            [SlotMode::Curated, SlotMode::HeldBack, SlotMode::Open]
        );
        assert_eq!(booking(&world, id).sequence, 0);
        let refused = hold_as(&world, day.slots[1].id, "other");
        assert!(
            matches!(refused, Err(HoldRefused::NotOffered)),
            "{refused:?}"
        );
        withdraw_slot(
            &world.store,
            &world.surroundings,
            desk.event,
            desk.organiser,
            day.slots[2].id,
        )
        .unwrap();
        assert_eq!(set(&day.slots[2], SlotMode::Curated), None);
    });
}
