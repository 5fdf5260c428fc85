//! Consent to letters that nobody needs.

use chrono::Duration;
use marketday_accounts::{collect_data, erase, give_consent, withdraw_consent};
use marketday_model::notice::Subject;
use marketday_model::{Consent, OptionalLetter, Person, PersonId};
use marketday_store::{audit, consents};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

const NEWS: OptionalLetter = OptionalLetter::EventNews;

fn may_send(world: &World, person: PersonId) -> Vec<OptionalLetter> {
    let may = |letter: &OptionalLetter| {
        let may = world
            .store
            .read(|rx| consents::may_send_optional(rx, person, *letter));
        may.expect("the database answers")
    };
    let all = OptionalLetter::ALL.iter().copied();
    all.filter(|letter| !letter.comes_with_team())
        .filter(may)
        .collect()
}

fn given(world: &World, person: &Person) -> Vec<Consent> {
    let all = world
        .store
        .read(|rx| consents::list_of_person(rx, person.id));
    all.expect("the database answers")
}

fn gives(world: &World, person: &Person) -> bool {
    let (store, surroundings) = (&world.store, &world.surroundings);
    give_consent(store, surroundings, person.id, NEWS, "/my/letters").expect("noted")
}

fn withdraws(world: &World, person: &Person) -> bool {
    withdraw_consent(&world.store, &world.surroundings, person.id, NEWS).expect("noted")
}

#[test]
fn nobody_is_sent_what_they_did_not_agree_to_and_each_kind_is_agreed_to_by_itself() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, ben) = (
            world.person("ann@council.example"),
            world.person("ben@council.example"),
        );
        assert_eq!(may_send(&world, ann.id), []);
        assert!(gives(&world, &ann));
        assert_eq!(may_send(&world, ann.id), [NEWS]);
        assert_eq!(may_send(&world, ben.id), []);
        let wanting = world.store.read(|rx| consents::list_people_with(rx, NEWS));
        assert_eq!(wanting.expect("the database answers"), [ann.id]);
    });
}

#[test]
fn when_where_and_in_which_words_it_was_given_is_kept_also_when_it_was_taken_back() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example");
        let first = world.surroundings.now();
        assert!(gives(&world, &ann));
        assert!(!gives(&world, &ann), "twice is once");
        let second = first + Duration::days(1);
        world.clock.set(second);
        assert!(withdraws(&world, &ann));
        assert!(!withdraws(&world, &ann), "there is nothing to take back");
        assert_eq!(may_send(&world, ann.id), []);
        assert!(gives(&world, &ann));

        let all = given(&world, &ann);
        let times: Vec<_> = all.iter().map(|c| (c.given_at, c.withdrawn_at)).collect();
        assert_eq!(times, [(first, Some(second)), (second, None)]);
        assert_eq!(all[0].wording, NEWS.wording());
        assert_eq!(all[0].given_on, "/my/letters");
        let lines = world
            .store
            .read(|rx| audit::list(rx, Subject::Person(ann.id)))
            .expect("the database answers");
        let lines: Vec<(&str, &str)> = lines
            .iter()
            .map(|(action, _, detail)| (action.as_str(), detail.as_str()))
            .collect();
        let gave = ("consent.give", "event-news on /my/letters");
        assert_eq!(lines, [gave, ("consent.withdraw", "event-news"), gave]);
    });
}

/// How many of eight windows that agree at once are told that they were the first.
fn first_of_eight(world: &World, person: &Person) -> usize {
    let start = Barrier::new(8);
    thread::scope(|scope| {
        let windows: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    gives(world, person)
                })
            })
            .collect();
        let answers = windows.into_iter().map(|w| w.join().expect("an answer"));
        answers.filter(|is_new| *is_new).count()
    })
}

#[test]
fn agreeing_in_eight_windows_at_once_is_one_consent() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example");
        assert_eq!(first_of_eight(&world, &ann), 1);
        assert_eq!(given(&world, &ann).len(), 1);
    });
}

#[test]
fn without_the_index_each_of_eight_windows_gives_one_of_its_own() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example");
        world
            .store
            .run_script(&["DROP INDEX consents_one_in_force"])
            .expect("the guard is gone");
        assert_eq!(first_of_eight(&world, &ann), 8);
        assert_eq!(given(&world, &ann).len(), 8);
    });
}

#[test]
fn consents_are_among_what_somebody_downloads_and_go_with_them() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example");
        gives(&world, &ann);
        let data = world.store.read(|rx| collect_data(rx, &ann));
        let data = data.expect("her data");
        let (_, tables) = data
            .iter()
            .find(|(kind, _)| kind.key == "consents")
            .expect("the kind");
        assert_eq!(tables.len(), 1);
        assert!(tables[0].rows[0].contains(NEWS.wording()), "{tables:?}");

        erase(&world.store, &world.surroundings, ann.id).expect("erased");
        assert_eq!(given(&world, &ann), []);
        let wanting = world.store.read(|rx| consents::list_people_with(rx, NEWS));
        assert_eq!(wanting.expect("the database answers"), []);
    });
}
