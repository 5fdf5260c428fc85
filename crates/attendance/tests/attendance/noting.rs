//! What the audit trail says was before and after a delegate's deeds.

use crate::given::registered;
use marketday_attendance::{change_listing, withdraw};
use marketday_store::registrations;
use marketday_testkit::{World, on_each_database};

#[test]
fn the_trail_says_what_of_a_registration_was_before_and_after_and_nothing_of_the_delegate() {
    on_each_database(|database| {
        let world = World::on(database);
        let event = world.published_day(1).event.id;
        let id = registered(&world, event, 1);
        assert_eq!(
            world.altered(event, "registration.confirm"),
            ["State:  > confirmed", "Attendee list:  > no"]
        );
        let found = world.store.read(|rx| registrations::find(rx, id)).unwrap();
        let person = found.expect("a registration").person;
        let (store, surroundings) = (&world.store, &world.surroundings);
        change_listing(store, surroundings, person, id, true).unwrap();
        assert_eq!(
            world.altered(event, "registration.list"),
            ["Attendee list: no > yes"]
        );
        withdraw(store, surroundings, person, id).unwrap();
        assert_eq!(
            world.altered(event, "registration.withdraw"),
            ["State: confirmed > cancelled"]
        );
    });
}
