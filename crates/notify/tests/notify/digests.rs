//! The daily digest: whoever looks after bookings is told each morning what became of them, in one letter.

use crate::given::{Office, beginning};
use chrono::Duration;
use marketday_accounts::{give_consent, withdraw_consent};
use marketday_booking::{MoveRequest, MovedBy, move_booking};
use marketday_mail::Letter;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, Instant, OptionalLetter, Seat, SeatScope, Slot, TeamRole};
use marketday_notify::digest_due;
use marketday_render::Links;
use marketday_store::teams;
use marketday_testkit::{Database, on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

const ORGANISER: &str = "organiser@north.example";

fn digests(office: &Office) -> usize {
    digest_due(&office.world.store, &office.world.surroundings).expect("the database answers")
}

/// 8am in London, so many days after the first one.
fn morning(days: i64) -> Instant {
    beginning() - Duration::hours(2) + Duration::days(days)
}

fn it_is(office: &Office, at: Instant) {
    office.world.clock.set(at);
}

/// An office with this many slots whose first digest was written, of nothing.
fn office(database: &Database, slots: u32) -> Office {
    let office = Office::with_slots(database, slots);
    it_is(&office, morning(1));
    assert_eq!(digests(&office), 0);
    office.later(Duration::hours(1));
    office
}

fn moves(office: &Office, booking: BookingId, to: &Slot) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let request = MoveRequest {
        booking,
        to: to.id,
        by: MovedBy::Company(office.contact(booking)),
        browser: "a browser".into(),
    };
    move_booking(store, surroundings, request).expect("moved");
}

/// Somebody with a seat at the day.
fn joins(office: &Office, email: &str, role: TeamRole) {
    let surroundings = &office.world.surroundings;
    let seat = Seat {
        id: surroundings.id(),
        person: office.world.person(email).id,
        scope: SeatScope::Event(office.day.event.id),
        role,
        since: surroundings.now(),
    };
    let joined = office.world.store.write(move |tx| teams::insert(tx, &seat));
    joined.expect("a seat");
}

/// The lines of a digest that say what became of bookings, and the one about delegates.
fn told(letter: &Letter) -> Vec<String> {
    let lines = letter.text.lines();
    lines
        .filter(|line| line.starts_with("- ") || line.contains("registered"))
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn whoever_looks_after_bookings_is_told_each_morning_what_became_of_them() {
    on_each_database(|database| {
        let office = office(database, 4);
        let moved = office.book(&office.day.slots[0], "Dripless Ltd");
        office.later(Duration::minutes(1));
        let cancelled = office.book(&office.day.slots[1], "Careloop Ltd");
        office.delivered();
        it_is(&office, morning(2));
        assert_eq!((digests(&office), digests(&office)), (1, 0), "once");
        let letter = office.one_letter();
        assert_eq!(letter.to.email, ORGANISER);
        assert_eq!(letter.subject, "Bookings since yesterday: Care Day");
        assert_eq!(
            told(&letter),
            [
                "- New: Dripless Ltd, Leak detection, quietly",
                "- New: Careloop Ltd, Leak detection, quietly",
                "No delegates are registered."
            ]
        );

        office.later(Duration::hours(1));
        moves(&office, moved, &office.day.slots[2]);
        office.cancel(cancelled, None);
        office.book(&office.day.slots[3], "Gaitwell Ltd");
        office.register("bo@darlington.example");
        // What came and went in between is not worth telling.
        let gone = office.book(&office.day.slots[1], "Hasty Ltd");
        office.cancel(gone, None);
        office.delivered();
        it_is(&office, morning(3));
        assert_eq!(digests(&office), 1);
        assert_eq!(
            told(&office.one_letter()),
            [
                "- New: Gaitwell Ltd, Leak detection, quietly",
                "- Moved: Dripless Ltd, Leak detection, quietly",
                "- Cancelled: Careloop Ltd, Leak detection, quietly",
                "1 delegate is registered: 1 new."
            ]
        );
    });
}

#[test]
fn nobody_is_written_to_where_nothing_happened() {
    on_each_database(|database| {
        let office = office(database, 1);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        it_is(&office, morning(2));
        assert_eq!(digests(&office), 1);
        office.delivered();
        for day in 3..5 {
            it_is(&office, morning(day));
            assert_eq!(digests(&office), 0);
        }
    });
}

#[test]
fn what_a_morning_without_a_worker_missed_is_in_the_next_digest() {
    on_each_database(|database| {
        let office = office(database, 1);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        it_is(&office, morning(4));
        assert_eq!(digests(&office), 1);
        assert_eq!(
            told(&office.one_letter()),
            [
                "- New: Dripless Ltd, Leak detection, quietly",
                "No delegates are registered."
            ]
        );
    });
}

#[test]
fn those_who_look_after_bookings_get_it_and_nobody_else_of_the_team() {
    on_each_database(|database| {
        let office = office(database, 1);
        joins(&office, "editor@north.example", TeamRole::Editor);
        joins(&office, "viewer@north.example", TeamRole::Viewer);
        joins(&office, "door@north.example", TeamRole::FrontDesk);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        it_is(&office, morning(2));
        assert_eq!(digests(&office), 2);
        let mut to: Vec<String> = office
            .delivered()
            .into_iter()
            .map(|letter| letter.to.email)
            .collect();
        to.sort_unstable();
        assert_eq!(to, ["editor@north.example", ORGANISER]);
    });
}

#[test]
fn a_digest_of_two_events_is_one_letter() {
    on_each_database(|database| {
        let office = office(database, 1);
        let other = office.world.another_day(2, 1);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.book(&other.slots[0], "Careloop Ltd");
        office.delivered();
        it_is(&office, morning(2));
        assert_eq!(digests(&office), 1);
        let letter = office.one_letter();
        assert_eq!(letter.subject, "Bookings since yesterday at 2 events");
        for slug in ["care-day-2027", "care-day-2027-2"] {
            let link = format!("https://marketday.example/organise/events/{slug}/bookings\n");
            assert!(letter.text.contains(&link), "{}", letter.text);
        }
    });
}

#[test]
fn whoever_switches_it_off_gets_none_and_may_switch_it_on_again() {
    on_each_database(|database| {
        let office = office(database, 3);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (organiser, kind) = (office.day.organiser.id, OptionalLetter::BookingDigest);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        it_is(&office, morning(2));
        assert_eq!(digests(&office), 1);
        let letter = office.one_letter();
        let list = letter.optional.clone().expect("a way to stop it");
        assert_eq!(list.list_id, "booking-digest.marketday.example");
        assert!(letter.text.contains(&list.unsubscribe_url));

        assert!(withdraw_consent(store, surroundings, organiser, kind).expect("off"));
        assert!(!withdraw_consent(store, surroundings, organiser, kind).expect("off"));
        office.book(&office.day.slots[1], "Careloop Ltd");
        office.delivered();
        it_is(&office, morning(3));
        assert_eq!(digests(&office), 0);

        assert!(give_consent(store, surroundings, organiser, kind, "/my/letters").expect("on"));
        office.book(&office.day.slots[2], "Gaitwell Ltd");
        office.delivered();
        it_is(&office, morning(4));
        assert_eq!(digests(&office), 1);
        // It is asked again when it is sent.
        assert!(withdraw_consent(store, surroundings, organiser, kind).expect("off"));
        assert_eq!(office.delivered(), []);
        let states: Vec<String> = office
            .notices(Subject::Person(organiser))
            .iter()
            .map(|notice| format!("{} {}", notice.kind, notice.state))
            .collect();
        assert_eq!(states, ["booking-digest sent", "booking-digest dropped"]);
    });
}

#[test]
fn what_is_not_served_by_https_names_no_address_for_one_click_and_is_sent_all_the_same() {
    on_each_database(|database| {
        let mut office = office(database, 1);
        let public = "http://127.0.0.1:8080".parse().expect("an address");
        office.notifier.links = Links::new(&public);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        it_is(&office, morning(2));
        assert_eq!(digests(&office), 1);
        let letter = office.one_letter();
        assert_eq!(letter.optional, None);
        assert!(letter.text.contains("http://127.0.0.1:8080/unsubscribe/"));
    });
}

/// A morning of which two people are to hear.
fn two_look_after(database: &Database) -> Office {
    let office = office(database, 1);
    joins(&office, "editor@north.example", TeamRole::Editor);
    office.book(&office.day.slots[0], "Dripless Ltd");
    office.delivered();
    it_is(&office, morning(2));
    office
}

/// How many notices eight workers write that look at the same time, and how many letters those bring.
fn eight_workers_write(office: &Office) -> (usize, usize) {
    let start = Barrier::new(8);
    let told = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    digests(office)
                })
            })
            .collect();
        let ended = workers.into_iter();
        ended.map(|worker| worker.join().expect("it ends")).sum()
    });
    (told, office.delivered().len())
}

#[test]
fn eight_workers_at_once_write_one_digest_a_person() {
    on_each_database(|database| {
        let office = two_look_after(database);
        assert_eq!(eight_workers_write(&office), (2, 2));
    });
}

#[test]
fn without_its_key_the_same_eight_workers_write_a_digest_twice() {
    on_each_unguarded_database(|database| {
        let office = two_look_after(database);
        let store = &office.world.store;
        let without = [
            "DROP TABLE digests_written",
            "CREATE TABLE digests_written (number INTEGER NOT NULL, since_at TIMESTAMP NOT NULL, until_at TIMESTAMP NOT NULL)",
        ];
        store.run_script(&without).expect("no key");
        let mut letters = 0;
        let doubled = (0..40).any(|_| {
            let none_written = store.run_script(&["DELETE FROM digests_written"]);
            none_written.expect("none is written");
            let (told, sent) = eight_workers_write(&office);
            letters += sent;
            told > 2
        });
        assert!(doubled, "the key is what keeps them apart");
        assert_eq!(
            letters, 2,
            "the outbox tells nobody the same twice, even so"
        );
    });
}
