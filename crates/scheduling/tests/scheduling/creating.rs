//! Creating an event.

use crate::given::{details, london};
use chrono::{Duration, NaiveTime, Timelike};
use marketday_model::notice::Subject;
use marketday_model::{Event, EventId, EventState, TimeRange};
use marketday_scheduling::{
    EventDetails, Known, Start, create_event, create_from, outlook, templates, warnings,
};
use marketday_store::events::{self, EventFilter};
use marketday_store::{StoreError, audit, programme};
use marketday_testkit::given::line;
use marketday_testkit::{Day, World, on_each_database};
use std::sync::Barrier;
use std::thread;

fn create(world: &World, day: &Day, id: EventId, details: EventDetails) -> Event {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let by = (day.event.organiser, day.organiser.email.to_string());
    create_event(store, surroundings, id, day.organiser.id, by, details).unwrap()
}

fn waste_day(day: &Day) -> EventDetails {
    EventDetails {
        title: line("Waste & Recycling: “Day One”"),
        ..details(&day.event)
    }
}

#[test]
fn a_new_event_is_a_draft_with_a_readable_address() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let event = create(&world, &day, world.surroundings.id(), waste_day(&day));
        assert_eq!(event.slug, "waste-recycling-day-one-2027");
        assert_eq!(
            (
                event.state,
                event.release,
                event.published_at,
                event.is_public()
            ),
            (EventState::Draft, 0, None, false)
        );
        assert_eq!(event.organiser_name, "North Exchange");
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Event(event.id)))
            .unwrap();
        let expected = (
            "event.create".into(),
            Some(day.organiser.id.to_string()),
            String::new(),
        );
        assert_eq!(trail, [expected]);
    });
}

#[test]
fn a_form_sent_twice_makes_one_event() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = world.surroundings.id();
        let first = create(&world, &day, id, waste_day(&day));
        let again = EventDetails {
            title: line("Another title"),
            ..waste_day(&day)
        };
        assert_eq!(create(&world, &day, id, again), first);
        let all = world
            .store
            .read(|rx| events::list(rx, &EventFilter::default()))
            .unwrap();
        assert_eq!(all.len(), 2, "the day of every test, and this one");
    });
}

#[test]
fn a_form_sent_four_times_at_once_makes_one_event_and_every_answer_shows_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (id, start) = (world.surroundings.id(), Barrier::new(4));
        thread::scope(|scope| {
            let send = || {
                start.wait();
                create(&world, &day, id, waste_day(&day))
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
            for thread in threads {
                assert_eq!(thread.join().unwrap().id, id);
            }
        });
        let all = world
            .store
            .read(|rx| events::list(rx, &EventFilter::default()))
            .unwrap();
        assert_eq!(all.len(), 2);
    });
}

#[test]
fn events_of_the_same_title_and_year_have_addresses_of_their_own() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let slugs: Vec<String> = (0..3)
            .map(|_| create(&world, &day, world.surroundings.id(), waste_day(&day)).slug)
            .collect();
        assert_eq!(
            slugs,
            [
                "waste-recycling-day-one-2027",
                "waste-recycling-day-one-2027-2",
                "waste-recycling-day-one-2027-3"
            ]
        );
    });
}

#[test]
fn a_day_made_from_a_template_has_nothing_to_be_warned_of() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let lengths = templates()
            .iter()
            .flat_map(|template| [(template, 0), (template, 1)]);
        for (template, more_days) in lengths {
            let at = |time: NaiveTime| london((2027, 3, 2), time.hour(), time.minute());
            let end = at(template.end) + Duration::days(more_days);
            let time = TimeRange::new(at(template.start), end).unwrap();
            let details = EventDetails {
                time,
                ..waste_day(&day)
            };
            let by = (day.event.organiser, day.organiser.email.to_string());
            let start = Start {
                template: Some(template),
                venue: None,
            };
            let (id, person) = (surroundings.id(), day.organiser.id);
            let event = create_from(store, surroundings, id, person, by, details, start).unwrap();
            let (stages, sessions, slots) = store
                .read(|rx| {
                    Ok::<_, StoreError>((
                        programme::list_stages(rx, id)?,
                        programme::list_sessions(rx, id)?,
                        programme::list_slots(rx, id)?,
                    ))
                })
                .unwrap();
            let plan = (&*stages, &*sessions, &*slots);
            let mut told = warnings(&event, &stages, &sessions, &slots);
            told.extend(outlook(&event, plan, &Known::default()));
            assert_eq!(told, [], "{}", template.name);
            let days = sessions
                .iter()
                .map(|it| event.days().day_of(it.time.start()));
            assert!(days.into_iter().all(|day| day == event.days().first()));
        }
    });
}
