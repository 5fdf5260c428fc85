//! Letters in the words of their event's own.

use crate::given::{Office, beginning, entry_line};
use chrono::Duration;
use marketday_booking::set_slides_due;
use marketday_model::notice::Subject;
use marketday_model::nudge::Nudge;
use marketday_model::{NoticeKind, StandardLetter};
use marketday_notify::nudge_due;
use marketday_scheduling::{WordingText, save_wording, seen_wording, use_wording};
use marketday_store::wordings;
use marketday_testkit::given::{line, prose};
use marketday_testkit::on_each_database;

/// Gives a letter of the day these words, from now on.
fn words(office: &Office, letter: StandardLetter, subject: &str, body: &str) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let (event, person) = (office.day.event.id, office.day.organiser.id);
    let text = WordingText {
        subject: line(subject),
        body: prose(body),
    };
    let of = (event, letter);
    save_wording(store, surroundings, person, of, (&text, "")).expect("it is saved");
    let saved = store.read(|rx| wordings::find_of(rx, event, letter));
    let seen = seen_wording(saved.expect("the database answers").as_ref());
    use_wording(store, surroundings, person, of, &seen).expect("it is used");
}

#[test]
fn a_letter_in_own_words_keeps_its_facts_and_its_entry() {
    on_each_database(|database| {
        let office = Office::on(database);
        let body = "Dear {name},\n\nthe day has moved.";
        words(
            &office,
            StandardLetter::EventChanged,
            "News of {event}",
            body,
        );
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.register("bo@darlington.example");
        office.delivered();
        office.change_event(|event| event.title = line("Care and Repair Day"));
        office.later(marketday_model::policy::SETTLING);
        let letters = office.delivered();
        assert_eq!(letters.len(), 2, "the company and the delegate");
        for letter in &letters {
            assert_eq!(letter.subject, "News of Care and Repair Day");
            let opening = "Dear Ada Pitcher,\n\nthe day has moved.\n\nCare and Repair Day has changed.\n\nTitle: now Care and Repair Day\n  (it was Care Day)\n";
            let name = letter.to.name.as_deref().expect("a name");
            let opening = opening.replace("Ada Pitcher", name);
            assert!(letter.text.starts_with(&opening), "{}", letter.text);
            assert!(
                entry_line(letter).starts_with("REQUEST 1 "),
                "{}",
                entry_line(letter)
            );
        }
    });
}

#[test]
fn a_nudge_in_own_words_keeps_its_deadline_and_the_way_to_meet_it() {
    on_each_database(|database| {
        let office = Office::on(database);
        let body = "Dear {name},\n\nthe projector waits.";
        words(
            &office,
            StandardLetter::SlidesDue,
            "Slides for {event}, please",
            body,
        );
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (event, organiser) = (office.day.event.id, office.day.organiser.id);
        let due = beginning() + Duration::days(14) + Duration::hours(7);
        set_slides_due(store, surroundings, organiser, (event, Some(due))).expect("a deadline");
        let nudge = Nudge::SlidesSoon.due_at(&office.event(), due);
        office.world.clock.set(nudge.expect("it has a time"));
        nudge_due(store, surroundings).expect("the database answers");
        let letter = office.one_letter();
        assert_eq!(letter.subject, "Slides for Care Day, please");
        let opening = "Dear Ada Pitcher,\n\nthe projector waits.\n\nWe have no slides for your pitch yet. They are taken until ";
        assert!(letter.text.starts_with(opening), "{}", letter.text);
        let page = format!("https://marketday.example/bookings/{booking}/slides\n");
        assert!(letter.text.contains(&page), "{}", letter.text);
    });
}

#[test]
fn a_letter_that_tells_more_than_its_notice_has_the_words_of_what_it_tells() {
    on_each_database(|database| {
        let office = Office::on(database);
        words(
            &office,
            StandardLetter::BookingChanged,
            "Changed",
            "Dear {name},",
        );
        words(
            &office,
            StandardLetter::BookingConfirmed,
            "Yours",
            "Dear {name},",
        );
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        // Changed before they were told that it is theirs: the letter that goes out first tells of all.
        office.retitle(booking, "Leaks, found");
        let subjects: Vec<String> = office
            .delivered()
            .into_iter()
            .map(|letter| letter.subject)
            .collect();
        assert_eq!(subjects, ["Yours"]);
    });
}

#[test]
fn a_test_of_words_that_were_taken_out_is_not_sent() {
    on_each_database(|database| {
        let office = Office::on(database);
        let letter = StandardLetter::ReminderDay;
        words(&office, letter, "Tomorrow!", "Dear {name},");
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (event, person) = (office.day.event.id, office.day.organiser.id);
        let of = (event, letter);
        let found = store.read(|rx| wordings::find_of(rx, event, letter));
        let wording = found.expect("the database answers").expect("it");
        marketday_scheduling::try_wording(store, surroundings, person, of).expect("tried");
        let notices = office.notices(Subject::Wording(wording.id));
        assert_eq!(notices[0].kind, NoticeKind::WordingTried);
        assert_eq!(
            notices[0].event,
            Some(event),
            "it is among the letters of the event"
        );
        let seen = seen_wording(Some(&wording));
        marketday_scheduling::revert_wording(store, surroundings, person, of, &seen)
            .expect("taken out");
        assert_eq!(office.deliver().dropped, 1);
        assert_eq!(office.letters(), []);
    });
}
