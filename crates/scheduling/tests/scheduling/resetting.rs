//! Going back to an old release.

use crate::given::{Desk, booked, london, on_the_day, session};
use marketday_model::{EventState, SessionKind};
use marketday_scheduling::{
    ReleaseRefused, ResetPlan, ResetRefused, change_session, plan_reset, postpone_event, release,
    remove_session, reset_draft, withdraw_slot,
};
use marketday_store::programme;
use marketday_testkit::given::prose;
use marketday_testkit::{World, on_each_database};

fn reset(desk: &Desk<'_>, number: u32) -> Result<ResetPlan, ResetRefused> {
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    let event = desk.now();
    let planned = store.read(
        |rx| match plan_reset(rx, &event, number, surroundings.now()) {
            Err(ResetRefused::Store(error)) => Err(error),
            other => Ok(other.ok()),
        },
    );
    let done = reset_draft(store, surroundings, desk.event, desk.organiser, number);
    if let Ok(done) = &done {
        assert_eq!(
            planned.unwrap().as_ref(),
            Some(done),
            "what was shown is what was done"
        );
    }
    done
}

/// The draft: title and when of each session with a place, and the titles of those without.
fn draft(desk: &Desk<'_>) -> (Vec<(String, String)>, Vec<String>) {
    let store = &desk.world.store;
    let sessions = store
        .read(|rx| programme::list_sessions(rx, desk.event))
        .unwrap();
    let kept = store
        .read(|rx| programme::list_draft(rx, desk.event))
        .unwrap()
        .1;
    let line = |session: marketday_model::Session| {
        let start = session.time.start();
        (
            session.title,
            marketday_model::time::form_time(start, marketday_model::time::LONDON),
        )
    };
    (
        sessions.into_iter().map(line).collect(),
        kept.into_iter().map(|session| session.title).collect(),
    )
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(title, at)| ((*title).to_owned(), (*at).to_owned()))
        .collect()
}

#[test]
fn the_draft_becomes_what_was_released_and_newer_sessions_stay_without_a_place() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (event, by) = (desk.event, desk.organiser);
        // Since release 1: the pitches move, one of their slots goes, and a panel comes.
        let moved = session(
            "Pitches",
            SessionKind::Pitch,
            Some(day.stage.id),
            on_the_day((11, 0), (11, 30)),
        );
        change_session(
            store,
            surroundings,
            (event, day.session.id),
            by,
            (moved, None),
        )
        .unwrap();
        assert!(withdraw_slot(store, surroundings, event, by, day.slots[1].id).unwrap());
        let panel = session(
            "Panel",
            SessionKind::Panel,
            None,
            on_the_day((14, 0), (15, 0)),
        );
        desk.session(panel.clone());
        desk.release();
        assert_eq!(
            draft(&desk),
            (pairs(&[("Pitches", "11:00"), ("Panel", "14:00")]), vec![])
        );

        let plan = reset(&desk, 1).unwrap();
        assert_eq!(plan.unscheduled, ["Panel"]);
        assert_eq!(
            (plan.kept.len(), plan.kept_slots, plan.items.len()),
            (0, 0, 4)
        );
        assert_eq!(
            draft(&desk),
            (pairs(&[("Pitches", "10:00")]), vec!["Panel".to_owned()])
        );
        let slots: Vec<_> = desk
            .draft_slots()
            .iter()
            .map(|slot| (slot.id, slot.times))
            .collect();
        let first: Vec<_> = day.slots.iter().map(|slot| (slot.id, slot.times)).collect();
        assert_eq!(slots, first);
        assert_eq!(
            desk.now().release,
            2,
            "others see it with the next release only"
        );

        // Whoever gives the panel a time has it in the programme again.
        let kept = store.read(|rx| programme::list_draft(rx, event)).unwrap().1;
        change_session(store, surroundings, (event, kept[0].id), by, (panel, None)).unwrap();
        assert_eq!(
            draft(&desk),
            (pairs(&[("Pitches", "10:00"), ("Panel", "14:00")]), vec![])
        );
    });
}

#[test]
fn what_was_taken_out_comes_back_and_what_companies_have_booked_stays() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let stage = Some(day.stage.id);
        let new = session(
            "More pitches",
            SessionKind::Pitch,
            stage,
            on_the_day((13, 0), (14, 0)),
        );
        let more = desk.session(new);
        let slots = desk.slots(more);
        desk.release();
        booked(&world, slots[0].id, 1);
        remove_session(
            store,
            surroundings,
            (desk.event, day.session.id),
            desk.organiser,
        )
        .unwrap();
        desk.release();
        let plan = reset(&desk, 1).unwrap();
        assert_eq!(plan.kept, ["More pitches"]);
        assert_eq!((plan.unscheduled.len(), plan.kept_slots), (0, 1));
        assert_eq!(
            draft(&desk),
            (
                pairs(&[("Pitches", "10:00"), ("More pitches", "13:00")]),
                vec![]
            )
        );
        let ids: Vec<_> = desk.draft_slots().iter().map(|slot| slot.id).collect();
        assert_eq!(ids, [day.slots[0].id, day.slots[1].id, slots[0].id]);
    });
}

#[test]
fn a_release_for_another_date_comes_back_at_the_same_local_times() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let to = chrono::NaiveDate::from_ymd_opt(2027, 4, 6);
        let what = (prose("The hall is needed"), to);
        postpone_event(
            &world.store,
            &world.surroundings,
            desk.event,
            desk.organiser,
            what,
        )
        .unwrap();
        assert_eq!(
            reset(&desk, 1).unwrap(),
            ResetPlan::default(),
            "it is like it already"
        );
        let slot = &desk.draft_slots()[0];
        assert_eq!(slot.times.starts_at, london((2027, 4, 6), 10, 0));
    });
}

#[test]
fn there_is_no_going_back_to_what_never_was_or_after_the_day_was_called_off() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        for number in [0, 2] {
            assert!(matches!(
                reset(&desk, number),
                Err(ResetRefused::NoSuchRelease)
            ));
        }
        let mut event = desk.now();
        event.state = EventState::Cancelled;
        world
            .store
            .write(move |tx| marketday_store::events::update(tx, &event))
            .unwrap();
        assert!(matches!(reset(&desk, 1), Err(ResetRefused::Over)));
    });
}

#[test]
fn of_two_who_release_what_they_looked_at_the_second_looks_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let release = || {
            let (store, surroundings) = (&world.store, &world.surroundings);
            let what = (prose("Mine"), Some(2));
            release(store, surroundings, desk.event, desk.organiser, what)
        };
        let panel = |title, hour| {
            session(
                title,
                SessionKind::Panel,
                None,
                on_the_day((hour, 0), (hour, 30)),
            )
        };
        desk.session(panel("One", 13));
        assert_eq!(release().unwrap(), 0);
        desk.session(panel("Two", 14));
        assert!(matches!(release(), Err(ReleaseRefused::NumberTaken(2))));
        assert_eq!(desk.now().release, 2);
    });
}
