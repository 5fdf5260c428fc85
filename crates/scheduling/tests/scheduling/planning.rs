//! Stages and sessions of a draft.

use crate::given::{Desk, booked, on_the_day, session};
use marketday_model::SessionKind::{Break, Keynote, Pitch};
use marketday_model::{EventState, SessionId, TimeRange};
use marketday_scheduling::{
    SessionRefused, SessionText, StageRefused, StageText, Warning, add_session, add_stage,
    change_session, remove_session, warnings,
};
use marketday_store::{events, programme};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};

fn add(desk: &Desk<'_>, id: SessionId, text: SessionText) -> Result<(), SessionRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    add_session(store, surroundings, (desk.event, id), desk.organiser, text)
}

fn change(desk: &Desk<'_>, id: SessionId, text: SessionText) -> Result<(), SessionRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    change_session(
        store,
        surroundings,
        (desk.event, id),
        desk.organiser,
        (text, None),
    )
}

fn remove(desk: &Desk<'_>, id: SessionId) -> Result<(), SessionRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    remove_session(store, surroundings, (desk.event, id), desk.organiser)
}

#[test]
fn stages_are_told_apart_by_name_and_stay_in_the_order_in_which_they_were_added() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        desk.stage("Loft");
        desk.stage("Cellar");
        let text = StageText {
            name: line("Loft"),
            capacity: None,
            equipment: prose(""),
            access: prose(""),
            opening: None,
        };
        let refused = add_stage(
            &world.store,
            &world.surroundings,
            desk.event,
            desk.organiser,
            text,
        );
        assert!(matches!(refused, Err(StageRefused::NameTaken)));
        let stages = world
            .store
            .read(|rx| programme::list_stages(rx, desk.event))
            .unwrap();
        let names: Vec<_> = stages
            .iter()
            .map(|stage| (stage.position, stage.name.as_str()))
            .collect();
        assert_eq!(names, [(0, "Main stage"), (1, "Loft"), (2, "Cellar")]);
    });
}

#[test]
fn a_session_form_sent_twice_adds_one_session() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let id = world.surroundings.id();
        for _ in 0..2 {
            add(
                &desk,
                id,
                session("Welcome", Keynote, None, on_the_day((9, 30), (10, 0))),
            )
            .unwrap();
        }
        let sessions = world
            .store
            .read(|rx| programme::list_sessions(rx, desk.event))
            .unwrap();
        let titles: Vec<_> = sessions
            .iter()
            .map(|session| session.title.as_str())
            .collect();
        assert_eq!(titles, ["Welcome", "Pitches"]);
    });
}

#[test]
fn a_session_lies_within_the_day_and_on_a_stage_of_its_event() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let id = world.surroundings.id();
        let try_it = |kind, stage, time: TimeRange| add(&desk, id, session("x", kind, stage, time));
        let midday = on_the_day((12, 0), (13, 0));
        assert!(matches!(
            try_it(Keynote, None, on_the_day((9, 0), (10, 0))),
            Err(SessionRefused::OutsideDay)
        ));
        assert!(matches!(
            try_it(Keynote, None, on_the_day((15, 30), (16, 1))),
            Err(SessionRefused::OutsideDay)
        ));
        assert!(matches!(
            try_it(Keynote, Some(world.surroundings.id()), midday),
            Err(SessionRefused::NoSuchStage)
        ));
        assert!(matches!(
            try_it(Pitch, None, midday),
            Err(SessionRefused::PitchNeedsStage)
        ));
        try_it(Pitch, Some(day.stage.id), midday).unwrap();
    });
}

#[test]
fn a_session_that_moves_as_a_whole_takes_its_slots_along_and_one_that_shrinks_may_not_lose_any() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let desk = Desk::of(&world, &day);
        let pitches = |time| session("Pitches", Pitch, Some(day.stage.id), time);
        change(&desk, day.session.id, pitches(on_the_day((13, 0), (14, 0)))).unwrap();
        let starts: Vec<_> = desk
            .draft_slots()
            .iter()
            .map(|slot| slot.times.starts_at)
            .collect();
        let by = chrono::Duration::hours(3);
        let expected: Vec<_> = day
            .slots
            .iter()
            .map(|slot| slot.times.starts_at + by)
            .collect();
        assert_eq!(starts, expected);
        let refused = change(
            &desk,
            day.session.id,
            pitches(on_the_day((13, 0), (13, 30))),
        );
        assert!(
            matches!(refused, Err(SessionRefused::SlotsOutside { count: 2 })),
            "{refused:?}"
        );
        let refused = change(
            &desk,
            day.session.id,
            session("Lunch", Break, None, on_the_day((13, 0), (14, 0))),
        );
        assert!(matches!(
            refused,
            Err(SessionRefused::SlotsOutside { count: 4 })
        ));
        assert_eq!(
            desk.released_slots(),
            day.slots,
            "nobody else sees any of it yet"
        );
    });
}

#[test]
fn a_session_with_a_booked_slot_is_not_taken_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        booked(&world, day.slots[1].id, 1);
        let refused = remove(&desk, day.session.id);
        assert!(matches!(refused, Err(SessionRefused::Booked { count: 1 })));
        let other = desk.session(session("Lunch", Break, None, on_the_day((12, 0), (13, 0))));
        remove(&desk, other).unwrap();
        remove(&desk, other).unwrap();
        assert!(matches!(
            change(
                &desk,
                other,
                session("Tea", Break, None, on_the_day((12, 0), (13, 0)))
            ),
            Err(SessionRefused::NoSuchSession)
        ));
    });
}

#[test]
fn the_programme_of_an_event_that_is_called_off_cannot_be_changed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let mut event = day.event.clone();
        event.state = EventState::Cancelled;
        world
            .store
            .write(move |tx| events::update(tx, &event))
            .unwrap();
        let id = world.surroundings.id();
        let text = session("Lunch", Break, None, on_the_day((12, 0), (13, 0)));
        assert!(matches!(
            add(&desk, id, text.clone()),
            Err(SessionRefused::Over)
        ));
        assert!(matches!(
            change(&desk, day.session.id, text),
            Err(SessionRefused::Over)
        ));
        assert!(matches!(
            remove(&desk, day.session.id),
            Err(SessionRefused::Over)
        ));
    });
}

#[test]
fn planning_warns_of_what_may_go_wrong_and_does_not_block_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let stage = Some(day.stage.id);
        let found = || {
            let (stages, sessions, slots) = world
                .store
                .read(|rx| {
                    Ok::<_, marketday_store::StoreError>((
                        programme::list_stages(rx, desk.event)?,
                        programme::list_sessions(rx, desk.event)?,
                        programme::list_slots(rx, desk.event)?,
                    ))
                })
                .unwrap();
            warnings(&desk.now(), &stages, &sessions, &slots)
        };
        assert_eq!(found(), []);
        desk.session(session(
            "Coffee",
            Break,
            stage,
            on_the_day((10, 0), (10, 10)),
        ));
        assert_eq!(found(), [], "a break inside a pitch session is no clash");
        desk.session(session(
            "Opening",
            Keynote,
            stage,
            on_the_day((9, 45), (10, 5)),
        ));
        desk.session(session(
            "More pitches",
            Pitch,
            stage,
            on_the_day((12, 0), (13, 0)),
        ));
        assert_eq!(
            found(),
            [
                Warning::NoSlots {
                    session: "More pitches".into()
                },
                Warning::Overlap {
                    first: "Opening".into(),
                    second: "Pitches".into()
                }
            ]
        );
    });
}
