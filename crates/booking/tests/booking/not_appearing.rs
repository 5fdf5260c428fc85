//! A company that did not appear.

use crate::given::{a_request, book_as, booked, find};
use chrono::Months;
use marketday_booking::{BookRefused, find_ban, note_no_show, take_no_show_back};
use marketday_model::notice::Subject;
use marketday_model::{BookingId, BookingRules, NoticeKind};
use marketday_store::{booking_rules, events, no_shows, notices};
use marketday_testkit::given::line;
use marketday_testkit::{Day, World, on_each_database};

fn sets(world: &World, day: &Day, no_show_months: u32) {
    let event = day.event.id;
    let rules = BookingRules {
        no_show_months,
        ..BookingRules::default()
    };
    let set = world
        .store
        .write(move |tx| booking_rules::set(tx, event, &rules));
    set.expect("the database answers");
}

fn notes(world: &World, day: &Day, id: BookingId) -> bool {
    let noted = note_no_show(&world.store, &world.surroundings, day.organiser.id, id);
    noted.expect("the database answers")
}

/// The booking window of the day stays open to the end, so that its own slots show what follows.
fn stays_open(world: &World, day: &Day) {
    let mut event = day.event.clone();
    event.booking.closes_at = event.time.end() + Months::new(12);
    let written = world.store.write(move |tx| events::update(tx, &event));
    written.expect("the database answers");
}

#[test]
fn nobody_is_noted_before_their_pitch_begins_and_noting_it_tells_them_and_can_be_taken_back() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let id = booked(&world, day.slots[0].id, 1);
        assert!(!notes(&world, &day, id));
        world.clock.set(day.slots[0].times.starts_at);
        assert!(notes(&world, &day, id) && !notes(&world, &day, id));
        let (store, surroundings) = (&world.store, &world.surroundings);
        let back = || take_no_show_back(store, surroundings, day.organiser.id, id).unwrap();
        assert!(back() && !back());
        assert!(!store.read(|rx| no_shows::is_noted(rx, id)).unwrap());
        assert!(notes(&world, &day, id), "it can be noted again");
        let told = store
            .read(|rx| notices::list(rx, Subject::Booking(id)))
            .unwrap();
        let count = |kind| told.iter().filter(|n| n.kind == kind).count();
        assert_eq!(count(NoticeKind::NoShowNoted), 2);
        assert_eq!(count(NoticeKind::NoShowTakenBack), 1);
    });
}

#[test]
fn by_the_published_rule_a_company_that_did_not_appear_does_not_book_for_as_many_months() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        stays_open(&world, &day);
        sets(&world, &day, 3);
        let id = booked(&world, day.slots[0].id, 1);
        world.clock.set(day.slots[0].times.starts_at);
        notes(&world, &day, id);
        let company = find(&world, id).company;
        let refused = book_as(&world, {
            let mut request = a_request(day.slots[1].id, 1);
            request.contact_name = line("Somebody else");
            request
        });
        let Err(BookRefused::NoShow(ban)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            ban.to_string(),
            "This company did not appear at Care Day on Tuesday 2 March 2027, so it cannot book at days of North \
             Exchange until Wednesday 2 June 2027. If that is wrong, write to organiser@north.example"
        );
        // Another company is not concerned, nor another organising body.
        booked(&world, day.slots[2].id, 2);
        let elsewhere = world.surroundings.id();
        let now = world.surroundings.now();
        let none = world.store.read(|rx| find_ban(rx, company, elsewhere, now));
        assert_eq!(none.unwrap(), None);
        let over = day.event.time.end() + Months::new(3);
        let body = day.event.organiser;
        let none = world.store.read(|rx| find_ban(rx, company, body, over));
        assert_eq!(none.unwrap(), None, "it ends");
        let before = over - chrono::Duration::seconds(1);
        let still = world.store.read(|rx| find_ban(rx, company, body, before));
        assert!(still.unwrap().is_some());
    });
}

#[test]
fn without_the_rule_nothing_follows() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let id = booked(&world, day.slots[0].id, 1);
        world.clock.set(day.slots[0].times.starts_at);
        notes(&world, &day, id);
        let (company, now) = (find(&world, id).company, world.surroundings.now());
        let body = day.event.organiser;
        let none = world.store.read(|rx| find_ban(rx, company, body, now));
        assert_eq!(none.unwrap(), None);
        sets(&world, &day, 1);
        let some = world.store.read(|rx| find_ban(rx, company, body, now));
        assert!(some.unwrap().is_some(), "the rule as it stands");
    });
}
