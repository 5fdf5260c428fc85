//! Reminders: whoever takes part in a day is reminded of it, once for each time that its organisers chose.

use crate::given::Office;
use chrono::Duration;
use marketday_mail::Letter;
use marketday_model::nudge::Deadline;
use marketday_model::reminder::Reminder;
use marketday_notify::remind_due;
use marketday_scheduling::set_reminders;
use marketday_testkit::on_each_database;
use std::sync::Barrier;

fn reminds(office: &Office) -> usize {
    remind_due(&office.world.store, &office.world.surroundings).expect("the database answers")
}

/// It is the instant at which this reminder is due.
fn it_is_time_for(office: &Office, reminder: Reminder) {
    let due = reminder.due_at(&office.event()).expect("it has a time");
    office.world.clock.set(due);
}

/// "address: subject" of each letter, by address.
fn said(letters: &[Letter]) -> Vec<String> {
    let mut said: Vec<String> = letters
        .iter()
        .map(|letter| format!("{}: {}", letter.to.email, letter.subject))
        .collect();
    said.sort_unstable();
    said
}

fn chooses(office: &Office, chosen: &[Reminder]) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let (event, organiser) = (office.day.event.id, office.day.organiser.id);
    let chosen = (chosen.to_vec(), Deadline::ALL.to_vec());
    set_reminders(store, surroundings, organiser, event, chosen).expect("chosen");
}

#[test]
fn everybody_who_takes_part_is_reminded_a_week_and_a_day_before() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.register("bo@darlington.example");
        office.delivered();
        assert_eq!(reminds(&office), 0);
        it_is_time_for(&office, Reminder::Week);
        assert_eq!((reminds(&office), reminds(&office)), (2, 0), "once");
        assert_eq!(
            said(&office.delivered()),
            [
                "ada@dripless-ltd.example: In a week: Care Day",
                "bo@darlington.example: In a week: Care Day"
            ]
        );
        it_is_time_for(&office, Reminder::Day);
        assert_eq!((reminds(&office), reminds(&office)), (2, 0), "once");
        assert_eq!(
            said(&office.delivered()),
            [
                "ada@dripless-ltd.example: Tomorrow: Care Day",
                "bo@darlington.example: Tomorrow: Care Day"
            ]
        );
        // The organisers did not ask for one in the morning.
        it_is_time_for(&office, Reminder::Morning);
        assert_eq!(reminds(&office), 0);
    });
}

#[test]
fn whoever_pitches_and_is_registered_gets_one_letter_with_both() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.register("ada@dripless-ltd.example");
        office.delivered();
        it_is_time_for(&office, Reminder::Day);
        assert_eq!(reminds(&office), 1);
        let letter = office.one_letter();
        for words in [
            "Your pitch:\n\nLeak detection, quietly, by Dripless Ltd",
            "You are registered to attend. If you cannot come, give your place to somebody else:",
            "https://marketday.example/events/care-day",
        ] {
            assert!(letter.text.contains(words), "{words}: {}", letter.text);
        }
        assert_eq!(letter.invitation, None);
    });
}

#[test]
fn whoever_gave_their_place_back_since_is_not_reminded() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        it_is_time_for(&office, Reminder::Day);
        assert_eq!(reminds(&office), 1);
        office.cancel(booking, None);
        let letters = said(&office.delivered());
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("cancelled"), "{letters:?}");
    });
}

#[test]
fn a_reminder_that_could_not_be_sent_in_time_is_not_sent_late() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.register("bo@darlington.example");
        office.delivered();
        it_is_time_for(&office, Reminder::Day);
        assert_eq!(reminds(&office), 1);
        office.world.clock.set(office.event().time.start());
        assert_eq!(office.delivered(), []);
    });
}

#[test]
fn the_organisers_choose_which_reminders_are_sent() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.register("bo@darlington.example");
        office.delivered();
        chooses(&office, &[Reminder::Morning]);
        for reminder in [Reminder::Week, Reminder::Day] {
            it_is_time_for(&office, reminder);
            assert_eq!(reminds(&office), 0);
        }
        it_is_time_for(&office, Reminder::Morning);
        assert_eq!(reminds(&office), 1);
        let letter = office.one_letter();
        assert_eq!(letter.subject, "Today: Care Day");
    });
}

#[test]
fn of_a_day_that_is_put_off_everybody_is_reminded_again() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.register("bo@darlington.example");
        office.delivered();
        it_is_time_for(&office, Reminder::Week);
        assert_eq!(reminds(&office), 1);
        office.delivered();
        office.change_event(|details| details.time = details.time.shifted(Duration::days(14)));
        office.delivered();
        it_is_time_for(&office, Reminder::Week);
        assert_eq!(reminds(&office), 1);
        assert_eq!(office.one_letter().subject, "In a week: Care Day");
    });
}

#[test]
fn eight_workers_that_remind_at_once_remind_everybody_once() {
    on_each_database(|database| {
        let office = Office::on(database);
        for number in 0..6 {
            office.register(&format!("delegate{number}@darlington.example"));
        }
        office.delivered();
        it_is_time_for(&office, Reminder::Week);
        let start = Barrier::new(8);
        let told: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        reminds(&office)
                    })
                })
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().expect("it ends"))
                .sum()
        });
        assert_eq!(told, 6);
        assert_eq!(office.delivered().len(), 6);
    });
}
