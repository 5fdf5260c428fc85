//! Somebody has themselves erased: their calendar is told, they are told, and then nothing of them is left.

use crate::given::{Office, entry_line};
use chrono::Duration;
use marketday_accounts::{EraseRefused, ask_code, erase, foresee_erasure};
use marketday_booking::Presenter;
use marketday_model::code::CodePurpose;
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::{
    BookingState, Membership, MembershipState, PersonId, RegistrationState, Role,
};
use marketday_places::free_registration;
use marketday_store::privacy::list_columns_with;
use marketday_store::{StoreError, bookings, erasure, people, registrations};
use marketday_testkit::given::line;
use marketday_testkit::on_each_database;
use std::sync::Barrier;

const ADA: &str = "ada@quietly.example";
const PHONE: &str = "01325 555 0199";

/// Where anything of Ada still stands.
fn left_of_ada(office: &Office) -> Vec<String> {
    let look = |text: &str| {
        office
            .world
            .store
            .read(|rx| list_columns_with(rx, text))
            .expect("a look")
    };
    [ADA, "Ada Pitcher", PHONE, "ada@"]
        .into_iter()
        .flat_map(look)
        .collect()
}

fn person(office: &Office, email: &str) -> Option<PersonId> {
    let email = email.parse().expect("an address");
    let found = office
        .world
        .store
        .read(|rx| people::find_by_email(rx, &email));
    found.expect("a look").map(|person| person.id)
}

fn erased(office: &Office, email: &str) -> Result<(), EraseRefused> {
    let id = person(office, email).expect("they are there");
    erase(&office.world.store, &office.world.surroundings, id)
}

/// Makes somebody an active member of the company of a booking.
fn colleague(office: &Office, company: marketday_model::OrganisationId, email: &str, role: Role) {
    let person = office.world.person(email);
    let membership = Membership {
        id: office.world.surroundings.id(),
        person: person.id,
        organisation: company,
        role,
        state: MembershipState::Active,
        since: office.world.surroundings.now(),
    };
    office
        .world
        .store
        .write(move |tx| {
            marketday_store::memberships::insert(tx, &membership)?;
            Ok::<_, StoreError>(())
        })
        .expect("a colleague");
}

#[test]
fn once_the_last_letter_is_out_neither_name_nor_address_nor_telephone_number_is_left_anywhere() {
    on_each_database(|database| {
        let office = Office::with_slots(database, 2);
        let mut request = office.booking(&office.day.slots[0], "Quietly");
        request.phone = Some(line(PHONE));
        let booking = office.book_as(request);
        let registration = office.register(ADA);
        office.deliver();
        office.retitle(booking, "Leaks, found");
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let email = ADA.parse().expect("an address");
        ask_code(
            store,
            surroundings,
            CodePurpose::SignIn,
            &email,
            "browser",
            "network",
        )
        .expect("a code");
        assert!(!left_of_ada(&office).is_empty());

        erased(&office, ADA).expect("an erasure");
        let only_in: Vec<String> = left_of_ada(&office)
            .into_iter()
            .filter(|column| !column.starts_with("farewells."))
            .collect();
        assert_eq!(only_in, Vec::<String>::new(), "before the letters are out");

        let letters = office.delivered();
        let (letters, others): (Vec<_>, Vec<_>) = letters
            .into_iter()
            .partition(|letter| letter.to.email == ADA);
        assert_eq!(others.len(), 1);
        assert_eq!(others[0].to.email, "organiser@north.example");
        assert_eq!(others[0].subject.trim(), "A slot is free again: Care Day");
        assert!(!others[0].text.contains("Ada"));
        let mut told: Vec<(String, String)> = letters
            .iter()
            .map(|letter| (letter.to.email.clone(), entry_line(letter)))
            .collect();
        // Only the last has its place.
        told[..2].sort();
        told[..2].reverse();
        assert_eq!(
            told,
            [
                (
                    ADA.to_owned(),
                    "CANCEL 2 Cancelled: Leaks, found, by Quietly (Care Day)".to_owned()
                ),
                (ADA.to_owned(), "CANCEL 1 Cancelled: Care Day".to_owned()),
                (ADA.to_owned(), "-".to_owned()),
            ]
        );
        assert_eq!(letters[2].subject.trim(), "Your data has been erased");
        assert_eq!(left_of_ada(&office), Vec::<String>::new());

        let kept = store
            .read(|rx| {
                Ok::<_, StoreError>((
                    bookings::find(rx, booking)?,
                    registrations::find(rx, registration)?,
                ))
            })
            .expect("a look");
        let (booking, registration) = (kept.0.expect("counted"), kept.1.expect("counted"));
        assert_eq!(booking.state, BookingState::Cancelled);
        assert_eq!(registration.state, RegistrationState::Cancelled);
        assert_eq!(registration.organisation, "Darlington Borough Council");
        assert!(matches!(
            erase(store, surroundings, booking.contact),
            Err(EraseRefused::NoSuchPerson)
        ));
    });
}

#[test]
fn the_letter_that_takes_an_entry_out_comes_from_the_address_that_put_it_in() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Quietly");
        let first = office.one_letter();
        erased(&office, ADA).expect("an erasure");
        let mut last = office.delivered();
        last.retain(|letter| letter.to.email == ADA);
        assert_eq!(last[0].from.email, first.from.email);
        assert_eq!(left_of_ada(&office), Vec::<String>::new());
    });
}

#[test]
fn what_the_audit_trail_says_of_their_pitch_and_place_before_and_after_goes_with_whoever_is_erased()
{
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Quietly");
        office.register(ADA);
        office.retitle(booking, "By Ada Pitcher");
        let (world, event) = (&office.world, office.day.event.id);
        let is_in_trail = || {
            let columns = world
                .store
                .read(|rx| list_columns_with(rx, "By Ada Pitcher"));
            let columns = columns.expect("a look");
            columns.iter().any(|column| column == "audit.altered")
        };
        assert!(is_in_trail());
        erased(&office, ADA).expect("an erasure");
        assert!(!is_in_trail());
        for action in ["booking.confirm", "booking.change", "registration.confirm"] {
            assert_eq!(
                world.altered(event, action),
                Vec::<String>::new(),
                "{action}"
            );
        }
    });
}

#[test]
fn what_is_over_stays_counted_without_the_person() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Quietly");
        let registration = office.register("bo@council.example");
        office.deliver();
        office
            .world
            .clock
            .set(office.day.event.time.end() + Duration::days(1));
        erased(&office, ADA).expect("an erasure");
        erased(&office, "bo@council.example").expect("an erasure");
        assert_eq!(office.delivered().len(), 2, "a last letter each");
        let (store, event) = (&office.world.store, office.day.event.id);
        let counted = store
            .read(|rx| {
                Ok::<_, StoreError>((
                    bookings::count_confirmed(rx, &[event])?,
                    registrations::count_confirmed(rx, &[event])?,
                    bookings::find(rx, booking)?.expect("counted"),
                    registrations::find(rx, registration)?.expect("counted"),
                ))
            })
            .expect("a look");
        assert_eq!((counted.0, counted.1), (vec![(event, 1)], vec![(event, 1)]));
        assert_eq!(counted.2.presenter_name, "");
        assert_eq!((counted.3.name.as_str(), counted.3.role.as_str()), ("", ""));
        assert_eq!(left_of_ada(&office), Vec::<String>::new());
    });
}

#[test]
fn a_colleague_takes_over_the_slot_and_is_told() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Quietly");
        office.deliver();
        let company = office
            .world
            .store
            .read(|rx| bookings::find(rx, booking))
            .expect("a look")
            .expect("a booking")
            .company;
        colleague(&office, company, "cy@quietly.example", Role::Member);
        let refused = erased(&office, ADA);
        assert!(matches!(&refused, Err(EraseRefused::LastOwner(of)) if *of == [company]));

        office.later(Duration::minutes(1));
        let heir = office.world.person("di@quietly.example");
        colleague(&office, company, "di@quietly.example", Role::Owner);
        erased(&office, ADA).expect("an erasure");
        let told: Vec<(String, String)> = office
            .delivered()
            .iter()
            .map(|letter| (letter.to.email.clone(), entry_line(letter)))
            .collect();
        let entry = "Leak detection, quietly, by Quietly (Care Day)";
        assert_eq!(told.len(), 3);
        assert!(
            told.contains(&(
                "cy@quietly.example".to_owned(),
                format!("REQUEST 1 {entry}")
            )),
            "{told:?}"
        );
        assert!(
            told.contains(&(ADA.to_owned(), format!("CANCEL 1 {entry}"))),
            "{told:?}"
        );
        let last = told.iter().rfind(|(to, _)| to == ADA);
        assert_eq!(last, Some(&(ADA.to_owned(), "-".to_owned())));
        assert_ne!(
            office.contact(booking),
            heir.id,
            "the oldest colleague has it"
        );
        assert_eq!(left_of_ada(&office), Vec::<String>::new());
    });
}

#[test]
fn whoever_only_presents_is_taken_off_the_stage_and_the_contact_stands_in() {
    on_each_database(|database| {
        let office = Office::on(database);
        let mut request = office.booking(&office.day.slots[0], "Loud");
        request.contact_name = line("Lou Loud");
        request.contact_email = "lou@loud.example".parse().expect("an address");
        request.presenter = Some(Presenter {
            name: line("Ada Pitcher"),
            email: ADA.parse().expect("an address"),
        });
        let booking = office.book_as(request);
        office.deliver();
        erased(&office, ADA).expect("an erasure");
        let letters = office.delivered();
        assert_eq!(letters.len(), 2);
        let found = office.world.store.read(|rx| bookings::find(rx, booking));
        let found = found.expect("a look").expect("a booking");
        assert_eq!(found.state, BookingState::Confirmed);
        assert_eq!(
            (found.presenter_name.as_str(), found.presenter_email),
            ("Lou Loud", None)
        );
        assert_eq!(left_of_ada(&office), Vec::<String>::new());
    });
}

/// Whether a live place belongs to nobody, or to the person that is gone.
fn is_a_place_left_with_nobody(office: &Office, gone: PersonId) -> bool {
    let event = office.day.event.id;
    let store = &office.world.store;
    let places = store.read(|rx| registrations::list_confirmed(rx, event));
    places.expect("a look").iter().any(|place| {
        let owner = store.read(|rx| people::find(rx, place.person));
        let owner = owner.expect("a look");
        place.person == gone || owner.is_none_or(|owner| owner.email.domain() == ERASED_DOMAIN)
    })
}

#[test]
fn of_an_erasure_and_a_registration_at_once_no_place_is_left_with_nobody() {
    on_each_database(|database| {
        let office = Office::on(database);
        for round in 0..6 {
            let email = format!("ada@round{round}.example");
            let id = office.world.person(&email).id;
            let start = Barrier::new(2);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    start.wait();
                    erase(&office.world.store, &office.world.surroundings, id).expect("an erasure");
                });
                scope.spawn(|| {
                    start.wait();
                    office.register(&email);
                });
            });
            // Either the place went with the erasure, or it belongs to whoever came again.
            assert!(!is_a_place_left_with_nobody(&office, id));
        }
    });
}

#[test]
fn of_an_erasure_and_a_booking_at_once_no_slot_is_left_with_nobody() {
    on_each_database(|database| {
        let office = Office::with_slots(database, 6);
        for (round, slot) in office.day.slots.iter().enumerate() {
            let company = format!("Company {round}");
            let request = office.booking(slot, &company);
            let id = office.world.person(request.contact_email.as_str()).id;
            let start = Barrier::new(2);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    start.wait();
                    erase(&office.world.store, &office.world.surroundings, id).expect("an erasure");
                });
                scope.spawn(|| {
                    start.wait();
                    office.book_as(request);
                });
            });
            let filter = bookings::BookingFilter {
                event: Some(office.day.event.id),
                ..bookings::BookingFilter::default()
            };
            let live = office.world.store.read(|rx| bookings::list(rx, &filter));
            for booking in live.expect("a look") {
                let contact = office
                    .world
                    .store
                    .read(|rx| people::find(rx, booking.contact));
                let contact = contact.expect("a look").expect("somebody has it");
                assert_ne!(contact.email.domain(), ERASED_DOMAIN);
                assert_ne!(contact.id, id);
            }
        }
    });
}

#[test]
fn an_erasure_that_looks_before_its_transaction_begins_leaves_a_place_with_nobody() {
    on_each_database(|database| {
        let office = Office::on(database);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (now, nobody) = (surroundings.now(), surroundings.id());
        let ada = office.world.person(ADA);
        let looked = store
            .read(|rx| foresee_erasure(rx, ada.id, now))
            .expect("a look");
        office.register(ADA);
        let gone = ada.id;
        store
            .write(move |tx| {
                for registration in &looked.withdrawn {
                    free_registration(tx, registration, now)?;
                }
                erasure::insert_nobody(tx, nobody, now)?;
                erasure::move_to_nobody(tx, &ada, nobody)?;
                erasure::delete_person(tx, &ada)
            })
            .expect("an erasure without its guard");
        assert!(
            is_a_place_left_with_nobody(&office, gone),
            "the race must find what its guard prevents"
        );
    });
}
