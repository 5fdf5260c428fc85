//! Copying a day to another date.

use crate::given::{Desk, booked};
use chrono::{Duration, NaiveDate};
use marketday_model::notice::Subject;
use marketday_model::time::{LONDON, form_date, form_time};
use marketday_model::{BookingRules, Event, EventId, EventState, HeldBackFor, Instant};
use marketday_scheduling::{Answers, EventCopy, copy_event, set_rules};
use marketday_store::{audit, booking_rules, bookings, programme};
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

fn copy(world: &World, source: &Event, (year, month, day): (i32, u32, u32)) -> Event {
    let said = EventCopy {
        title: line("Care Day again"),
        date: NaiveDate::from_ymd_opt(year, month, day).unwrap(),
        venue: None,
        description: true,
        programme: true,
        answers: Answers::new(),
    };
    let (store, surroundings) = (&world.store, &world.surroundings);
    let id: EventId = surroundings.id();
    let by = (surroundings.id(), "priya@north.example".to_owned());
    copy_event(store, surroundings, (source.id, id), by, said).unwrap()
}

fn local(at: Instant) -> String {
    format!("{} {}", form_date(at, LONDON), form_time(at, LONDON))
}

#[test]
fn the_rules_of_a_day_come_along_with_their_times_moved() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let opens = day.event.time.start() - Duration::days(7);
        let rules = BookingRules {
            hold_minutes: 15,
            held_back_for: vec![HeldBackFor::Local],
            held_back_until: Some(opens),
            ..BookingRules::default()
        };
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (event, organiser) = (day.event.id, day.organiser.id);
        set_rules(store, surroundings, event, organiser, rules.clone()).unwrap();
        let source = Desk::of(&world, &day).now();
        let made = copy(&world, &source, (2027, 6, 1));
        let copied = store.read(|rx| booking_rules::find(rx, made.id)).unwrap();
        assert_eq!(
            copied.held_back_until.map(local),
            Some("2027-05-25 09:30".into())
        );
        let moved = BookingRules {
            held_back_until: copied.held_back_until,
            ..rules
        };
        assert_eq!(copied, moved);
    });
}

#[test]
fn a_published_day_is_copied_across_each_clock_change_with_its_local_times() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        booked(&world, day.slots[1].id, 1);
        let source = Desk::of(&world, &day).now();
        for date in [(2027, 3, 28), (2027, 3, 29), (2027, 10, 31), (2027, 11, 1)] {
            let made = copy(&world, &source, date);
            let on = format!("{}-{:02}-{:02}", date.0, date.1, date.2);
            assert_eq!(made.state, EventState::Draft);
            assert_eq!(made.contact_email, "priya@north.example");
            assert_eq!(
                [made.time.start(), made.time.end()].map(local),
                ["09:30", "16:00"].map(|time| format!("{on} {time}"))
            );
            let days = |of: &Event| {
                let date = |at: Instant| at.with_timezone(&LONDON).date_naive();
                (date(of.time.start()) - date(of.booking.closes_at)).num_days()
            };
            assert_eq!(days(&made), days(&source));
            assert_eq!(
                form_time(made.booking.closes_at, LONDON),
                form_time(source.booking.closes_at, LONDON)
            );
            let slots = world
                .store
                .read(|rx| programme::list_slots(rx, made.id))
                .unwrap();
            let starts: Vec<_> = slots
                .iter()
                .map(|slot| local(slot.times.starts_at))
                .collect();
            assert_eq!(
                starts,
                ["10:00", "10:15", "10:30"].map(|time| format!("{on} {time}"))
            );
            let live = world
                .store
                .read(|rx| bookings::list_live(rx, made.id, world.surroundings.now()))
                .unwrap();
            assert_eq!(live.len(), 0, "bookings stay behind");
            let trail = world
                .store
                .read(|rx| audit::list(rx, Subject::Event(made.id)))
                .unwrap();
            assert_eq!(trail[0].0, "event.copy");
            assert_eq!(trail[0].2, format!("from {}", source.slug));
        }
    });
}
