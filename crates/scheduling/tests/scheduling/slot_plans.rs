//! Generating the slots of a pitch session: first shown, then made.

use crate::given::{Desk, booked, hold_as, on_the_day, session};
use marketday_model::SessionKind::{Break, Keynote, Pitch};
use marketday_model::slot::{SlotLengths, SlotTimes};
use marketday_model::time::{LONDON, clock_time};
use marketday_model::{SessionId, Slot, policy};
use marketday_scheduling::{SlotPlan, SlotsRefused, apply_slots, plan_slots, withdraw_slot};
use marketday_testkit::{World, on_each_database};

fn plan(
    desk: &Desk<'_>,
    session: SessionId,
    lengths: SlotLengths,
) -> Result<SlotPlan, SlotsRefused> {
    let now = desk.world.surroundings.now();
    desk.world
        .store
        .read(|rx| plan_slots(rx, desk.event, session, lengths, now))
}

fn apply(
    desk: &Desk<'_>,
    session: SessionId,
    lengths: SlotLengths,
    shown: (usize, usize),
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
        lengths,
        shown,
    )
}

fn starts(times: impl IntoIterator<Item = SlotTimes>) -> Vec<String> {
    times
        .into_iter()
        .map(|times| clock_time(times.starts_at, LONDON))
        .collect()
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
        assert_eq!(starts(found.made), around_the_break);
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
            starts(plan(&desk, pitches, SlotLengths::DEFAULT).unwrap().made),
            around_the_break
        );
        desk.session(talk(loft));
        assert_eq!(
            starts(plan(&desk, pitches, SlotLengths::DEFAULT).unwrap().made),
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
        let done = apply(&desk, pitches, SlotLengths::DEFAULT, (7, 0)).unwrap();
        assert_eq!(done, shown);
        let slots = desk.slots(pitches);
        assert_eq!(times(&slots), shown.made);
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
            apply(&desk, pitches, SlotLengths::DEFAULT, (7, 0)).unwrap(),
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
            starts(found.made.clone()),
            ["10:30am", "11:15am", "11:35am"]
        );
        assert_eq!(found.withdrawn.len(), 6);
        hold_as(&world, slots[6].id, "browser").unwrap();
        let with_hold = plan(&desk, pitches, longer).unwrap();
        assert_eq!(with_hold.kept, [slots[1].clone(), slots[6].clone()]);
        assert_eq!(starts(with_hold.made), ["10:30am", "11:15am"]);
        // A hold that ran out is in nobody's way.
        world.clock.advance(policy::HOLD);
        assert_eq!(plan(&desk, pitches, longer).unwrap(), found);
        apply(&desk, pitches, longer, (3, 6)).unwrap();
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
        let refused = apply(
            &desk,
            pitches,
            longer,
            (shown.made.len(), shown.withdrawn.len()),
        );
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
