//! Changing an event's own details, above all its date.

use crate::given::{
    Desk, booked, booking, details, london, registered, registration, session, told,
};
use marketday_model::SessionKind::Keynote;
use marketday_model::notice::Subject;
use marketday_model::time::{LONDON, form_date, form_time};
use marketday_model::{EventState, Instant, NoticeKind, TimeRange};
use marketday_scheduling::{EventDetails, EventRefused, change_event};
use marketday_store::audit::{self, Change};
use marketday_store::events;
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

fn change(desk: &Desk<'_>, details: EventDetails) -> Result<usize, EventRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    change_event(store, surroundings, desk.event, desk.organiser, details)
}

/// The same event on another date, from 9:30am to 4pm there.
fn on(desk: &Desk<'_>, date: (i32, u32, u32)) -> EventDetails {
    let time = TimeRange::new(london(date, 9, 30), london(date, 16, 0)).unwrap();
    EventDetails {
        time,
        ..details(&desk.now())
    }
}

fn local(at: Instant) -> (String, String) {
    (form_date(at, LONDON), form_time(at, LONDON))
}

#[test]
fn a_day_that_moves_across_a_clock_change_keeps_every_local_time() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let desk = Desk::of(&world, &day);
        let id = booked(&world, day.slots[1].id, 1);
        // The Sundays on which the clocks change, and a day behind each.
        let dates = [
            ((2027, 3, 28), "2027-03-28", "09:00:00"),
            ((2027, 4, 6), "2027-04-06", "09:00:00"),
            ((2027, 10, 31), "2027-10-31", "10:00:00"),
            ((2027, 10, 30), "2027-10-30", "09:00:00"),
            ((2027, 11, 2), "2027-11-02", "10:00:00"),
        ];
        for (moves, (date, text, utc)) in (1..).zip(dates) {
            assert_eq!(change(&desk, on(&desk, date)).unwrap(), 1);
            let slots = desk.released_slots();
            let starts: Vec<_> = slots
                .iter()
                .map(|slot| local(slot.times.starts_at))
                .collect();
            let expected =
                ["10:00", "10:15", "10:30"].map(|time| (text.to_owned(), time.to_owned()));
            assert_eq!(starts, expected, "{text}");
            assert_eq!(desk.draft_slots(), slots);
            assert_eq!(slots[0].times.starts_at.format("%T").to_string(), utc);
            let pitches = &desk.released()[0];
            assert_eq!(
                (local(pitches.session.time.start()), pitches.sequence),
                (expected[0].clone(), moves)
            );
            assert_eq!(
                booking(&world, id).sequence,
                moves,
                "one letter a move, not two"
            );
        }
    });
}

#[test]
fn everyone_concerned_is_told_of_a_new_date_once_and_of_what_it_was() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        let id = booked(&world, day.slots[0].id, 1);
        let place = registered(&world, desk.event, 1);
        assert_eq!(change(&desk, on(&desk, (2027, 4, 6))).unwrap(), 2);
        assert_eq!(desk.now().sequence, 1);
        assert_eq!(
            (
                booking(&world, id).sequence,
                registration(&world, place).sequence
            ),
            (1, 1)
        );
        assert_eq!(
            told(&world, Subject::Booking(id)),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::EventChanged, 1)
            ]
        );
        assert_eq!(
            told(&world, Subject::Registration(place)),
            [
                (NoticeKind::RegistrationConfirmed, 0),
                (NoticeKind::EventChanged, 1)
            ]
        );
        let date = Change {
            version: 1,
            what: "Date".into(),
            before: "Tuesday 2 March 2027".into(),
            after: "Tuesday 6 April 2027".into(),
        };
        for subject in [Subject::Booking(id), Subject::Registration(place)] {
            let changes = world
                .store
                .read(|rx| audit::changes_since(rx, subject, 0))
                .unwrap();
            assert_eq!(changes, std::slice::from_ref(&date));
        }
    });
}

#[test]
fn a_presenter_moves_with_the_day_and_is_free_where_they_were() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        booked(&world, day.slots[0].id, 1);
        change(&desk, on(&desk, (2027, 4, 6))).unwrap();
        change(&desk, on(&desk, (2027, 3, 2))).unwrap();
        let limit_of_two = EventDetails {
            company_limit: 2,
            ..details(&desk.now())
        };
        assert_eq!(
            change(&desk, limit_of_two).unwrap(),
            0,
            "nobody need know of that"
        );
        booked(&world, day.slots[1].id, 1);
    });
}

#[test]
fn what_visitors_need_not_know_is_changed_without_a_word_and_the_same_again_changes_nothing() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        registered(&world, desk.event, 1);
        let before = desk.now();
        world.clock.advance(chrono::Duration::hours(1));
        assert_eq!(change(&desk, details(&before)).unwrap(), 0);
        assert_eq!(desk.now(), before);
        assert_eq!(
            change(
                &desk,
                EventDetails {
                    capacity: 120,
                    ..details(&before)
                }
            )
            .unwrap(),
            0
        );
        assert_eq!((desk.now().capacity, desk.now().sequence), (120, 0));
        let title = EventDetails {
            title: line("Care and Housing Day"),
            ..details(&desk.now())
        };
        assert_eq!(change(&desk, title).unwrap(), 1);
        let after = desk.now();
        assert_eq!((after.sequence, after.release), (1, 1));
        assert_eq!(after.slug, before.slug, "an address is for ever");
    });
}

#[test]
fn a_day_cannot_be_cut_short_of_its_programme_or_of_its_delegates() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let desk = Desk::of(&world, &day);
        for n in 0..3 {
            registered(&world, desk.event, n);
        }
        let text = details(&desk.now());
        let until = TimeRange::new(day.event.time.start(), london((2027, 3, 2), 10, 45)).unwrap();
        assert!(matches!(
            change(
                &desk,
                EventDetails {
                    time: until,
                    ..text.clone()
                }
            ),
            Err(EventRefused::ProgrammeOutside)
        ));
        assert!(matches!(
            change(
                &desk,
                EventDetails {
                    capacity: 2,
                    ..text.clone()
                }
            ),
            Err(EventRefused::CapacityBelowTaken { taken: 3 })
        ));
        change(
            &desk,
            EventDetails {
                capacity: 3,
                ..text
            },
        )
        .unwrap();
    });
}

#[test]
fn a_session_that_would_begin_in_the_hour_that_the_clocks_leave_out_keeps_the_day_where_it_is() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let night = |date| TimeRange::new(london(date, 0, 30), london(date, 16, 0)).unwrap();
        let early = EventDetails {
            time: night((2027, 3, 2)),
            ..details(&desk.now())
        };
        change(&desk, early).unwrap();
        let time =
            TimeRange::new(london((2027, 3, 2), 1, 30), london((2027, 3, 2), 2, 30)).unwrap();
        desk.session(session("Night shift", Keynote, None, time));
        let before = desk.now();
        let moved = EventDetails {
            time: night((2027, 3, 28)),
            ..details(&before)
        };
        assert!(matches!(
            change(&desk, moved),
            Err(EventRefused::ProgrammeOutside)
        ));
        assert_eq!(desk.now(), before);
        assert_eq!(desk.draft_slots(), day.slots);
    });
}

#[test]
fn an_event_that_is_called_off_or_over_is_not_changed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        for state in [EventState::Cancelled, EventState::Completed] {
            let mut event = desk.now();
            event.state = state;
            world
                .store
                .write(move |tx| events::update(tx, &event))
                .unwrap();
            let text = EventDetails {
                capacity: 999,
                ..details(&desk.now())
            };
            assert!(matches!(change(&desk, text), Err(EventRefused::Over)));
        }
    });
}
