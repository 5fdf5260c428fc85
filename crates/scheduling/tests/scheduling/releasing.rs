//! Releasing the programme: what differs, who is told, and what calendars see of it.

use crate::given::{Desk, booked, booking, on_the_day, session, told};
use chrono::Duration;
use marketday_model::SessionKind::{Break, Keynote, Pitch};
use marketday_model::notice::Subject;
use marketday_model::{BookingState, EventState, NoticeKind, TimeRange};
use marketday_scheduling::diff::{DiffItem, Difference, ReleaseDiff, preview_release};
use marketday_scheduling::{
    ReleaseRefused, SessionText, change_session, release, remove_session, withdraw_slot,
};
use marketday_store::audit::{self, Change};
use marketday_store::events;
use marketday_testkit::given::prose;
use marketday_testkit::{Day, World, on_each_database};

fn preview(desk: &Desk<'_>) -> ReleaseDiff {
    let (event, now) = (desk.now(), desk.world.surroundings.now());
    desk.world
        .store
        .read(|rx| preview_release(rx, &event, now))
        .unwrap()
}

fn change(desk: &Desk<'_>, day: &Day, title: &str, time: TimeRange) {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    let text = SessionText {
        description: prose(&day.session.description),
        ..session(title, Pitch, Some(day.stage.id), time)
    };
    change_session(
        store,
        surroundings,
        (desk.event, day.session.id),
        desk.organiser,
        (text, None),
    )
    .unwrap();
}

fn item(title: &str, is_slot: bool, what: Difference) -> DiffItem {
    DiffItem {
        title: title.into(),
        what,
        is_slot,
    }
}

fn moved(from: &str, to: &str) -> Difference {
    Difference::Moved {
        from: from.into(),
        to: to.into(),
    }
}

#[test]
fn a_release_shows_what_is_new_moved_changed_and_removed_before_it_is_made() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        assert_eq!(preview(&desk), ReleaseDiff::default());
        desk.session(session(
            "Welcome",
            Keynote,
            None,
            on_the_day((9, 30), (10, 0)),
        ));
        let lunch = desk.session(session("Lunch", Break, None, on_the_day((12, 0), (13, 0))));
        let new = |title, at: &str| item(title, false, Difference::New(at.into()));
        assert_eq!(
            preview(&desk).items,
            [
                new("Welcome", "9:30am to 10am, whole venue"),
                new("Lunch", "midday to 1pm, whole venue")
            ]
        );
        desk.release();
        assert_eq!(preview(&desk), ReleaseDiff::default());
        booked(&world, day.slots[1].id, 1);
        change(&desk, &day, "Pitches", on_the_day((10, 30), (11, 0)));
        let World {
            store,
            surroundings,
            ..
        } = &world;
        remove_session(store, surroundings, (desk.event, lunch), desk.organiser).unwrap();
        assert_eq!(
            preview(&desk),
            ReleaseDiff {
                items: vec![
                    item(
                        "Pitches",
                        false,
                        moved("10am to 10:30am, Main stage", "10:30am to 11am, Main stage")
                    ),
                    item(
                        "Lunch",
                        false,
                        Difference::Removed("midday to 1pm, whole venue".into())
                    ),
                    item(
                        "Free slot",
                        true,
                        moved(
                            "10am to 10:12am, Main stage",
                            "10:30am to 10:42am, Main stage"
                        )
                    ),
                    item(
                        "Company 1",
                        true,
                        moved(
                            "10:15am to 10:27am, Main stage",
                            "10:45am to 10:57am, Main stage"
                        )
                    ),
                ],
                told: 1
            }
        );
        desk.release();
        change(&desk, &day, "Short pitches", on_the_day((10, 30), (11, 0)));
        assert_eq!(
            preview(&desk),
            ReleaseDiff {
                items: vec![item("Short pitches", false, Difference::Changed)],
                told: 0
            }
        );
    });
}

#[test]
fn sequence_grows_when_a_session_moves_or_goes_and_not_when_its_text_changes() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let lunch = desk.session(session("Lunch", Break, None, on_the_day((12, 0), (13, 0))));
        desk.release();
        let first = desk.released();
        assert_eq!(
            first.iter().map(|item| item.sequence).collect::<Vec<_>>(),
            [0, 0]
        );
        let step = || world.clock.advance(Duration::hours(1));
        step();
        change(&desk, &day, "Short pitches", day.session.time);
        desk.release();
        let second = desk.released();
        assert_eq!(
            (second[0].sequence, second[0].changed_at),
            (0, world.surroundings.now())
        );
        assert_eq!(second[1], first[1], "what did not change is as it was");
        step();
        change(&desk, &day, "Short pitches", on_the_day((11, 0), (11, 15)));
        let World {
            store,
            surroundings,
            ..
        } = &world;
        remove_session(store, surroundings, (desk.event, lunch), desk.organiser).unwrap();
        desk.release();
        let now = world.surroundings.now();
        let third = desk.released();
        let state = |n: usize| (third[n].sequence, third[n].changed_at, third[n].removed_at);
        assert_eq!(third[1].session.title, "Lunch");
        assert_eq!((state(0), state(1)), ((1, now, None), (1, now, Some(now))));
        step();
        desk.session(session("Tea", Break, None, on_the_day((15, 0), (15, 30))));
        desk.release();
        assert_eq!(
            desk.released()[..2],
            third[..],
            "what is gone stays gone, and is told once"
        );
    });
}

#[test]
fn whoever_booked_a_slot_that_moved_is_told_once_from_when_to_when() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        let id = booked(&world, day.slots[0].id, 1);
        change(&desk, &day, "Pitches", on_the_day((13, 0), (13, 30)));
        assert_eq!(booking(&world, id).sequence, 0, "a draft tells nobody");
        assert_eq!(desk.release(), 1);
        assert_eq!(booking(&world, id).sequence, 1);
        assert_eq!(
            told(&world, Subject::Booking(id)),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingChanged, 1)
            ]
        );
        let changes = world
            .store
            .read(|rx| audit::changes_since(rx, Subject::Booking(id), 0));
        assert_eq!(
            changes.unwrap(),
            [Change {
                version: 1,
                what: "Time".into(),
                before: "10am to 10:12am".into(),
                after: "1pm to 1:12pm".into(),
            }]
        );
    });
}

#[test]
fn a_slot_that_was_booked_after_it_left_the_draft_is_freed_by_the_release_and_its_company_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        let World {
            store,
            surroundings,
            ..
        } = &world;
        let gone = day.slots[1].id;
        assert!(withdraw_slot(store, surroundings, desk.event, desk.organiser, gone).unwrap());
        // The public still sees release 1, where the slot is open.
        let id = booked(&world, gone, 1);
        assert_eq!(
            preview(&desk).items,
            [item(
                "Company 1",
                true,
                Difference::Removed("10:15am to 10:27am, Main stage".into())
            )]
        );
        assert_eq!(desk.release(), 1);
        let freed = booking(&world, id);
        assert_eq!(
            (freed.state, freed.sequence, freed.cancel_reason.as_deref()),
            (
                BookingState::Cancelled,
                1,
                Some("The slot was taken out of the programme")
            )
        );
        assert_eq!(
            told(&world, Subject::Booking(id)),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingCancelled, 1)
            ]
        );
        booked(&world, day.slots[0].id, 1);
    });
}

#[test]
fn nothing_is_released_when_nothing_changed_or_when_the_event_is_not_published() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let release = || {
            let (store, surroundings) = (&world.store, &world.surroundings);
            release(
                store,
                surroundings,
                desk.event,
                desk.organiser,
                (prose(""), None),
            )
        };
        assert!(matches!(release(), Err(ReleaseRefused::NothingNew)));
        assert_eq!(desk.now().release, 1);
        desk.session(session("Lunch", Break, None, on_the_day((12, 0), (13, 0))));
        let mut event = desk.now();
        event.state = EventState::Postponed;
        world
            .store
            .write(move |tx| events::update(tx, &event))
            .unwrap();
        assert!(matches!(
            release(),
            Err(ReleaseRefused::State(EventState::Postponed))
        ));
    });
}
