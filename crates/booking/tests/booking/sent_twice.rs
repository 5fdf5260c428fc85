//! The same form sent twice: a double click, or a browser that asks again.

use crate::given::{a_request, at_once, confirm, confirmed, hold_as, id};
use marketday_accounts::ask_code;
use marketday_accounts::code::{TypedCode, check_code};
use marketday_booking::{BookOutcome, BookRefused, book};
use marketday_model::SecretKey;
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::notice::Subject;
use marketday_store::notices;
use marketday_store::pools::{self, Pool};
use marketday_testkit::{Day, World, on_each_database};

fn assert_booked_once(world: &World, day: &Day) {
    let bookings = confirmed(world, day.event.id);
    assert_eq!(bookings.len(), 1);
    let told = world
        .store
        .read(|rx| notices::list(rx, Subject::Booking(bookings[0].id)))
        .unwrap();
    assert_eq!(told.len(), 1);
    let pool = Pool::Company(day.event.id, "name:company 1".into());
    assert_eq!(world.store.read(|rx| pools::used(rx, &pool)).unwrap(), 1);
}

#[test]
fn the_same_form_sent_twice_is_one_booking_and_one_letter() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let slot = day.slots[0].id;
        hold_as(&world, slot, 1).unwrap();
        let first = id(confirm(&world, a_request(slot, 1)).unwrap());
        let second = id(confirm(&world, a_request(slot, 1)).unwrap());
        assert_eq!(first, second);
        assert_booked_once(&world, &day);
    });
}

#[test]
fn the_same_form_sent_eight_times_at_once_is_one_booking_and_every_answer_says_so() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let slot = day.slots[0].id;
        let held = hold_as(&world, slot, 1).unwrap();
        let answers = at_once(8, |_| confirm(&world, a_request(slot, 1)));
        for answer in answers {
            assert_eq!(id(answer.unwrap()), held.booking);
        }
        assert_booked_once(&world, &day);
    });
}

#[test]
fn the_same_form_with_its_code_sent_eight_times_at_once_is_one_booking_and_every_answer_says_so() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let slot = day.slots[0].id;
        let held = hold_as(&world, slot, 1).unwrap();
        let key = SecretKey::new([7; 32]);
        let request = a_request(slot, 1);
        let email = &request.contact_email;
        let (store, surroundings) = (&world.store, &world.surroundings);
        let asked = ask_code(
            store,
            surroundings,
            CodePurpose::Booking,
            email,
            "browser 1",
            "network",
        )
        .unwrap();
        let code = |typed: String| TypedCode {
            key: key.clone(),
            purpose: CodePurpose::Booking,
            email: email.clone(),
            browser: "browser 1".into(),
            typed,
        };
        let send = |typed: String| {
            let code = code(typed);
            book(store, surroundings, a_request(slot, 1), move |tx, now| {
                check_code(tx, &code, now)
            })
        };
        let wrong = send("not a code".into()).unwrap();
        assert_eq!(
            wrong,
            BookOutcome::CodeRefused(CodeCheck::Wrong { tries_left: 4 })
        );
        assert_eq!(
            confirmed(&world, day.event.id),
            [],
            "a wrong code books nothing"
        );
        let answers: Vec<Result<BookOutcome, BookRefused>> = at_once(8, |_| send(key.code(&asked)));
        for answer in answers {
            assert_eq!(id(answer.unwrap()), held.booking);
        }
        assert_booked_once(&world, &day);
    });
}
