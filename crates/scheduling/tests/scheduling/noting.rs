//! What the audit trail says was before and after an organiser's deeds.

use crate::given::{Desk, on_the_day, session};
use chrono::Duration;
use marketday_model::SessionKind::{Keynote, Pitch};
use marketday_scheduling::{change_session, remove_session, shift, withdraw_slot};
use marketday_testkit::{World, on_each_database};

#[test]
fn the_trail_says_what_of_a_session_was_before_and_what_it_is_now() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let id = desk.session(session("Talk", Keynote, None, on_the_day((11, 0), (12, 0))));
        let event = desk.event;
        assert_eq!(
            world.altered(event, "session.add"),
            [
                "Title:  > Talk",
                "Kind:  > Keynote",
                "Stage:  > The whole venue",
                "Starts:  > 2027-03-02T11:00:00+00:00",
                "Ends:  > 2027-03-02T12:00:00+00:00",
            ]
        );
        let (store, surroundings, by) = (&world.store, &world.surroundings, desk.organiser);
        let stage = Some(day.stage.id);
        let text = session("Speech", Keynote, stage, on_the_day((11, 0), (12, 30)));
        change_session(store, surroundings, (event, id), by, (text, None)).unwrap();
        assert_eq!(
            world.altered(event, "session.change"),
            [
                "Title: Talk > Speech".to_owned(),
                format!("Stage: The whole venue > {}", day.stage.name),
                "Ends: 2027-03-02T12:00:00+00:00 > 2027-03-02T12:30:00+00:00".to_owned(),
            ]
        );
        remove_session(store, surroundings, (event, id), by).unwrap();
        assert_eq!(
            world.altered(event, "session.remove"),
            [
                "Title: Speech > ".to_owned(),
                "Kind: Keynote > ".to_owned(),
                format!("Stage: {} > ", day.stage.name),
                "Starts: 2027-03-02T11:00:00+00:00 > ".to_owned(),
                "Ends: 2027-03-02T12:30:00+00:00 > ".to_owned(),
            ]
        );
    });
}

#[test]
fn the_trail_says_how_many_slots_were_made_and_when_and_which_was_withdrawn() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let loft = desk.stage("Loft");
        assert_eq!(world.altered(desk.event, "stage.add"), ["Name:  > Loft"]);
        let pitches = desk.session(session(
            "Pitches",
            Pitch,
            Some(loft),
            on_the_day((13, 0), (14, 0)),
        ));
        let slots = desk.slots(pitches);
        assert_eq!(
            world.altered(desk.event, "slots.generate"),
            [
                "Slots made:  > 4: 1pm to 1:12pm, 1:15pm to 1:27pm, 1:30pm to 1:42pm, 1:45pm to 1:57pm"
            ]
        );
        let (store, surroundings) = (&world.store, &world.surroundings);
        assert!(
            withdraw_slot(store, surroundings, desk.event, desk.organiser, slots[0].id).unwrap()
        );
        assert_eq!(
            world.altered(desk.event, "slot.withdraw"),
            ["Slots withdrawn: 1: 1pm to 1:12pm > "]
        );
    });
}

#[test]
fn the_trail_says_by_how_much_which_stage_moved_and_to_which_release() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        desk.session(session("Talk", Keynote, None, on_the_day((14, 0), (15, 0))));
        desk.release();
        assert_eq!(
            world.altered(desk.event, "programme.release"),
            ["Release: 1 > 2"]
        );
        let what = (
            day.stage.id,
            day.slots[0].times.starts_at,
            Duration::minutes(10),
        );
        shift(
            &world.store,
            &world.surroundings,
            desk.event,
            desk.organiser,
            what,
        )
        .unwrap();
        assert_eq!(
            world.altered(desk.event, "programme.shift"),
            [
                format!("Stage:  > {}", day.stage.name),
                "From: 10am > 10:10am".to_owned(),
                "Moved by:  > 10 minutes".to_owned(),
                "Release: 2 > 3".to_owned(),
            ]
        );
    });
}
