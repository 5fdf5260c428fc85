//! Registering.

use crate::given::{a_request, at_once, registered, send, with};
use chrono::Duration;
use marketday_accounts::code::{TypedCode, check_code};
use marketday_accounts::{ask_code, is_repeated};
use marketday_attendance::{RegisterOutcome, RegisterRefused, RegisterRequest, register};
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::event::{Window, WindowState};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::registration::Needs;
use marketday_model::{EventState, NoticeKind, RegistrationState, SecretKey};
use marketday_store::{notices, people, registrations};
use marketday_testkit::given::prose;
use marketday_testkit::{World, on_each_database};

#[test]
fn whoever_registers_has_a_place_and_is_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = registered(&world, day.event.id, 1);
        let found = world
            .store
            .read(|rx| registrations::find(rx, id))
            .unwrap()
            .unwrap();
        assert_eq!(
            (
                found.state,
                found.sequence,
                found.name.as_str(),
                found.organisation.as_str()
            ),
            (
                RegistrationState::Confirmed,
                0,
                "Delegate 1",
                "Some Council"
            )
        );
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Registration(id)))
            .unwrap();
        assert_eq!(
            told.iter()
                .map(|n| (n.kind, n.recipient, n.version))
                .collect::<Vec<_>>(),
            [(
                NoticeKind::RegistrationConfirmed,
                Recipient::Person(found.person),
                0
            )]
        );
    });
}

#[test]
fn the_same_person_registering_twice_has_one_place() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let first = registered(&world, day.event.id, 1);
        let mut again = a_request(day.event.id, 1);
        again.email = "DELEGATE1@council.example".parse().unwrap_or(again.email);
        assert_eq!(send(&world, again).unwrap(), first);
    });
}

#[test]
fn the_same_person_registering_eight_times_at_once_has_the_last_place_and_every_answer_says_so() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        with(&world, &day.event, |event| event.capacity = 1);
        world.person("delegate1@council.example");
        let answers = at_once(8, |_| send(&world, a_request(day.event.id, 1)));
        let ids: Vec<_> = answers.into_iter().map(|answer| answer.unwrap()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let taken = world
            .store
            .read(|rx| registrations::list_confirmed(rx, day.event.id));
        assert_eq!(taken.unwrap().len(), 1);
    });
}

#[test]
fn a_wrong_code_registers_nobody_and_is_counted_and_a_form_sent_twice_is_one_place() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let request = a_request(day.event.id, 1);
        let purpose = CodePurpose::Registration;
        let asked = ask_code(
            store,
            surroundings,
            purpose,
            &request.email,
            "browser",
            "network",
        )
        .unwrap();
        let key = SecretKey::new([7; 32]);
        let typing = |typed: String| {
            let code = TypedCode {
                key: key.clone(),
                purpose,
                email: request.email.clone(),
                browser: "browser".into(),
                typed,
            };
            register(store, surroundings, request.clone(), move |tx, now| {
                Ok(match check_code(tx, &code, now)? {
                    CodeCheck::Dead if is_repeated(tx, &code, now)? => CodeCheck::Right,
                    other => other,
                })
            })
            .unwrap()
        };
        for tries_left in [4, 3] {
            let refused = RegisterOutcome::CodeRefused(CodeCheck::Wrong { tries_left });
            assert_eq!(typing("no code".into()), refused);
        }
        let nobody = store
            .read(|rx| people::find_by_email(rx, &request.email))
            .unwrap();
        assert_eq!(nobody, None);
        let answers = at_once(8, |_| typing(key.code(&asked)));
        assert!(matches!(answers[0], RegisterOutcome::Registered(_)));
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{answers:?}"
        );
    });
}

#[test]
fn delegates_register_from_the_moment_registration_opens_until_the_moment_it_closes() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (now, moment) = (world.surroundings.now(), Duration::microseconds(1));
        let (opens_at, closes_at) = (now + Duration::hours(1), now + Duration::hours(2));
        with(&world, &day.event, |event| {
            event.registration = Window {
                opens_at: Some(opens_at),
                closes_at,
            };
        });
        let refusal = || match send(&world, a_request(day.event.id, 1)) {
            Err(RegisterRefused::NotOpen(state)) => state,
            other => panic!("it gave {other:?}"),
        };
        assert_eq!(refusal(), WindowState::NotYet { opens_at });
        world.clock.set(closes_at);
        assert_eq!(refusal(), WindowState::Closed);
        world.clock.set(closes_at - moment);
        registered(&world, day.event.id, 1);
        world.clock.set(opens_at);
        registered(&world, day.event.id, 2);
    });
}

#[test]
fn nobody_registers_for_a_draft_or_for_an_event_that_is_called_off() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let send = |event| send(&world, a_request(event, 1));
        with(&world, &day.event, |event| {
            event.state = EventState::Cancelled;
        });
        assert!(matches!(
            send(day.event.id),
            Err(RegisterRefused::NotOpen(WindowState::Closed))
        ));
        with(&world, &day.event, |event| {
            event.state = EventState::Draft;
            event.published_at = None;
        });
        assert!(matches!(
            send(day.event.id),
            Err(RegisterRefused::NoSuchEvent)
        ));
        assert!(matches!(
            send(world.surroundings.id()),
            Err(RegisterRefused::NoSuchEvent)
        ));
    });
}

#[test]
fn what_a_delegate_needs_is_kept_apart_and_only_where_something_is_needed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let request = RegisterRequest {
            access: prose("A hearing loop"),
            ..a_request(day.event.id, 1)
        };
        let id = send(&world, request).unwrap();
        registered(&world, day.event.id, 2);
        let needs = world
            .store
            .read(|rx| registrations::list_needs(rx, day.event.id))
            .unwrap();
        let kept = Needs {
            access: "A hearing loop".into(),
            dietary: String::new(),
        };
        assert_eq!(needs, [(id, kept)]);
    });
}
