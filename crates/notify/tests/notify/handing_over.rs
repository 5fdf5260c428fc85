//! A booking that goes from one colleague to another, and back.

use crate::given::{Office, entry_line};
use chrono::Duration;
use marketday_booking::hand_over;
use marketday_model::{BookingId, Membership, MembershipState, PersonId, Role};
use marketday_store::{bookings, memberships};
use marketday_testkit::on_each_database;

/// Bea joins the company of a booking.
fn bea(office: &Office, id: BookingId) -> PersonId {
    let world = &office.world;
    let booking = world.store.read(|rx| bookings::find(rx, id));
    let booking = booking.expect("the database answers").expect("a booking");
    let tie = Membership {
        id: world.surroundings.id(),
        person: world.person("bea@dripless.example").id,
        organisation: booking.company,
        role: Role::Member,
        state: MembershipState::Active,
        since: world.surroundings.now(),
    };
    let person = tie.person;
    let written = world.store.write(move |tx| memberships::insert(tx, &tie));
    written.expect("the database answers");
    person
}

/// Hands a booking over, and returns what each is told: their address and the calendar entry.
fn hands(office: &Office, id: BookingId, to: PersonId) -> Vec<(String, String)> {
    office.later(Duration::minutes(1));
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    hand_over(store, surroundings, office.contact(id), (id, to)).expect("it is handed over");
    let letters = office.delivered();
    let mut told: Vec<_> = letters
        .iter()
        .map(|letter| (letter.to.email.clone(), entry_line(letter)))
        .collect();
    told.sort();
    told
}

#[test]
fn whoever_is_handed_a_booking_gets_its_entry_and_whoever_had_it_loses_theirs_to_and_fro() {
    on_each_database(|database| {
        let office = Office::on(database);
        let id = office.book(&office.day.slots[0], "Dripless Ltd");
        let ada = office.contact(id);
        let hers = office.one_letter().to.email;
        let bea = bea(&office, id);
        let entry =
            |what: &str| format!("{what} Leak detection, quietly, by Dripless Ltd (Care Day)");
        let theirs = "bea@dripless.example".to_owned();
        assert_eq!(
            hands(&office, id, bea),
            [
                (hers.clone(), entry("CANCEL 1")),
                (theirs.clone(), entry("REQUEST 1"))
            ]
        );
        assert_eq!(
            hands(&office, id, ada),
            [
                (hers.clone(), entry("REQUEST 2")),
                (theirs.clone(), entry("CANCEL 2"))
            ]
        );
        office.cancel(id, None);
        let letter = office.one_letter();
        assert_eq!(letter.to.email, hers);
        assert_eq!(entry_line(&letter), entry("CANCEL 3 Cancelled:"));
    });
}

#[test]
fn a_booking_that_is_handed_over_before_its_first_letter_left_is_told_only_to_whoever_has_it() {
    on_each_database(|database| {
        let office = Office::on(database);
        let id = office.book(&office.day.slots[0], "Dripless Ltd");
        let bea = bea(&office, id);
        let told = hands(&office, id, bea);
        let entry = "REQUEST 1 Leak detection, quietly, by Dripless Ltd (Care Day)";
        assert_eq!(
            told,
            [("bea@dripless.example".to_owned(), entry.to_owned())]
        );
    });
}
