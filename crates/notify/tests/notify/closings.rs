//! After a day: whoever took part is asked how it was, and its team is told what is ready.

use crate::given::Office;
use marketday_accounts::{give_consent, withdraw_consent};
use marketday_attendance::{FeedbackRefused, give_feedback};
use marketday_model::closing::Closing;
use marketday_model::feedback::{Feedback, Helped};
use marketday_model::{OptionalLetter, PersonId};
use marketday_notify::close_due;
use marketday_store::feedback;
use marketday_testkit::given::prose;
use marketday_testkit::{on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

const ADA: &str = "ada@dripless-ltd.example";
const BO: &str = "bo@darlington.example";
const ORGANISER: &str = "organiser@north.example";

fn closes(office: &Office) -> usize {
    close_due(&office.world.store, &office.world.surroundings).expect("the database answers")
}

fn it_is_time_for(office: &Office, closing: Closing) {
    let due = closing.due_at(&office.event()).expect("it has a time");
    office.world.clock.set(due);
}

fn agrees(office: &Office, person: PersonId) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let kind = OptionalLetter::FeedbackRequest;
    give_consent(store, surroundings, person, kind, "/my/letters").expect("agreed");
}

fn says(office: &Office, person: PersonId, better: &str) -> Result<(), FeedbackRefused> {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let said = Feedback {
        helped: Helped::Some,
        better: prose(better),
        is_named: false,
    };
    give_feedback(store, surroundings, person, office.day.event.id, said)
}

/// "address: subject" of each letter that leaves now, by address.
fn said(office: &Office) -> Vec<String> {
    let letters = office.delivered();
    let each = letters
        .iter()
        .map(|letter| format!("{}: {}", letter.to.email, letter.subject));
    let mut said: Vec<String> = each.collect();
    said.sort_unstable();
    said
}

/// A day with a company and a delegate, who both agreed to be asked, and another delegate, who did not.
fn day(office: &Office) -> (PersonId, PersonId) {
    let booking = office.book(&office.day.slots[0], "Dripless Ltd");
    let registration = office.register(BO);
    office.register("cy@darlington.example");
    let people = (office.contact(booking), office.delegate(registration));
    agrees(office, people.0);
    agrees(office, people.1);
    agrees(office, office.world.person("nobody@else.example").id);
    office.delivered();
    people
}

#[test]
fn the_morning_after_whoever_took_part_and_agreed_is_asked_and_the_team_is_told_what_is_ready() {
    on_each_database(|database| {
        let office = Office::on(database);
        let (_, bo) = day(&office);
        office.world.clock.set(office.event().time.end());
        assert_eq!(closes(&office), 0);
        it_is_time_for(&office, Closing::Feedback);
        assert_eq!((closes(&office), closes(&office)), (3, 0), "once");
        assert_eq!(
            said(&office),
            [
                format!("{ADA}: How was Care Day?"),
                format!("{BO}: How was Care Day?"),
                format!("{ORGANISER}: After the day: Care Day"),
            ]
        );
        let letters = office.letters();
        let asked = letters.iter().rfind(|letter| letter.to.email == BO);
        let asked = asked.expect("a letter");
        let token = office.notifier.key.feedback_token(bo, office.day.event.id);
        let link = format!("https://marketday.example/feedback/{token}");
        assert!(asked.text.contains(&link), "{}", asked.text);
        let list = asked.optional.as_ref().expect("a way to stop it");
        assert_eq!(list.list_id, "feedback-request.marketday.example");
    });
}

#[test]
fn nobody_is_asked_who_has_said_it_or_does_not_want_to_be_asked_any_more() {
    on_each_database(|database| {
        let office = Office::on(database);
        let (ada, bo) = day(&office);
        it_is_time_for(&office, Closing::Feedback);
        assert_eq!(closes(&office), 3);
        says(&office, ada, "A longer lunch.").expect("said");
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let kind = OptionalLetter::FeedbackRequest;
        withdraw_consent(store, surroundings, bo, kind).expect("withdrawn");
        assert_eq!(
            said(&office),
            [format!("{ORGANISER}: After the day: Care Day")]
        );
    });
}

#[test]
fn three_days_later_the_team_is_told_what_was_said_if_anything_was() {
    on_each_database(|database| {
        let office = Office::on(database);
        day(&office);
        it_is_time_for(&office, Closing::Answers);
        assert_eq!(closes(&office), 1);
        assert_eq!(office.delivered(), []);
    });
    on_each_database(|database| {
        let office = Office::on(database);
        let (ada, _) = day(&office);
        it_is_time_for(&office, Closing::Feedback);
        says(&office, ada, "A longer lunch.").expect("said");
        it_is_time_for(&office, Closing::Answers);
        assert_eq!((closes(&office), closes(&office)), (1, 0), "once");
        let letter = office.one_letter();
        assert_eq!(letter.subject, "What people say of Care Day");
        let counts = "A lot: 0\nSomewhat: 1\nA little: 0\nNot at all: 0\n";
        assert!(letter.text.contains(counts), "{}", letter.text);
        assert!(!letter.text.contains("lunch"), "{}", letter.text);
    });
}

/// How many notices eight workers write that look at the same time, and how many letters those bring.
fn eight_workers_close(office: &Office) -> (usize, usize) {
    let start = Barrier::new(8);
    let told = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    closes(office)
                })
            })
            .collect();
        let ended = workers.into_iter();
        ended.map(|worker| worker.join().expect("it ends")).sum()
    });
    (told, office.delivered().len())
}

#[test]
fn eight_workers_at_once_ask_everybody_once() {
    on_each_database(|database| {
        let office = Office::on(database);
        day(&office);
        it_is_time_for(&office, Closing::Feedback);
        assert_eq!(eight_workers_close(&office), (3, 3));
    });
}

#[test]
fn without_its_key_the_same_eight_workers_ask_twice() {
    on_each_unguarded_database(|database| {
        let office = Office::on(database);
        day(&office);
        it_is_time_for(&office, Closing::Feedback);
        let store = &office.world.store;
        let without = [
            "DROP TABLE closings_written",
            "CREATE TABLE closings_written (event_id TEXT NOT NULL, closing TEXT NOT NULL, due_at TIMESTAMP NOT NULL)",
        ];
        store.run_script(&without).expect("no key");
        let mut letters = 0;
        let doubled = (0..40).any(|_| {
            let none_written = store.run_script(&["DELETE FROM closings_written"]);
            none_written.expect("none is written");
            let (told, sent) = eight_workers_close(&office);
            letters += sent;
            told > 3
        });
        assert!(doubled, "the key is what keeps them apart");
        assert_eq!(
            letters, 3,
            "the outbox tells nobody the same twice, even so"
        );
    });
}

#[test]
fn of_a_day_that_was_called_off_nobody_is_asked() {
    on_each_database(|database| {
        let office = Office::on(database);
        day(&office);
        office.call_off("The hall is flooded.");
        office.delivered();
        it_is_time_for(&office, Closing::Feedback);
        assert_eq!(closes(&office), 0);
    });
}

#[test]
fn what_somebody_says_is_kept_once_and_only_of_a_day_that_they_took_part_in_and_that_is_over() {
    on_each_database(|database| {
        let office = Office::on(database);
        let (ada, bo) = day(&office);
        let early = says(&office, ada, "");
        assert!(matches!(early, Err(FeedbackRefused::NotThere)), "{early:?}");
        office.world.clock.set(office.event().time.end());
        let stranger = office.world.person("nobody@else.example").id;
        let strange = says(&office, stranger, "");
        assert!(
            matches!(strange, Err(FeedbackRefused::NotThere)),
            "{strange:?}"
        );
        says(&office, ada, "A longer lunch.").expect("said");
        says(&office, ada, "A shorter lunch.").expect("said otherwise");
        says(&office, bo, "").expect("said");
        let event = office.day.event.id;
        let answers = office.world.store.read(|rx| feedback::list(rx, event));
        let answers: Vec<_> = answers
            .expect("the database answers")
            .into_iter()
            .map(|one| (one.better, one.name))
            .collect();
        assert_eq!(
            answers,
            [(String::new(), None), ("A shorter lunch.".into(), None)]
        );
        office.later(Feedback::TAKEN);
        let late = says(&office, bo, "");
        assert!(matches!(late, Err(FeedbackRefused::TooLate)), "{late:?}");
    });
}
