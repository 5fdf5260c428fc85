//! Letters that were called unwanted, and letters that somebody wants no more of.

use super::samples::{complaint, crlf};
use super::{bounces_of, suppressed, taken};
use crate::given::Office;
use marketday_accounts::give_consent;
use marketday_model::{OptionalLetter, WhySuppressed};
use marketday_notify::incoming::{Ignored, Received};
use marketday_store::consents;
use marketday_testkit::on_each_database;

#[test]
fn a_complaint_stops_what_nobody_needs_and_nothing_else() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let bounces = bounces_of(&office.one_letter());
        let message = complaint(&bounces);
        let to = ("abuse@marketday.example", "feedback@fbl.example");
        assert_eq!(taken(&office, &message, to), Received::Complained);
        assert_eq!(
            suppressed(&office, "ada@dripless-ltd.example"),
            [(WhySuppressed::Complained, None)]
        );
        office.retitle(booking, "Leak detection, loudly");
        assert_eq!(office.delivered().len(), 1, "she needs to know this");

        // Whoever asks for such letters afterwards gets them.
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let person = office.contact(booking);
        let letter = OptionalLetter::EventNews;
        give_consent(store, surroundings, person, letter, "/my/letters").expect("a consent");
        assert_eq!(suppressed(&office, "ada@dripless-ltd.example"), []);
    });
}

#[test]
fn a_complaint_about_no_letter_of_ours_does_nothing() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        for sender in ["", "days@marketday.example", "bounce+0@marketday.example"] {
            let to = ("abuse@marketday.example", "feedback@fbl.example");
            assert_eq!(
                taken(&office, &complaint(sender), to),
                Received::Ignored(Ignored::Forged)
            );
        }
        assert_eq!(suppressed(&office, "ada@dripless-ltd.example"), []);
    });
}

#[test]
fn a_message_to_the_address_in_a_letter_unsubscribes_from_its_kind_as_often_as_it_comes() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let person = office.contact(booking);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        for letter in OptionalLetter::ALL.iter().copied() {
            give_consent(store, surroundings, person, letter, "/my/letters").expect("a consent");
        }
        let list = office
            .notifier
            .list_headers(person, OptionalLetter::EventNews);
        assert_eq!(list.list_id, "event-news.marketday.example");
        let token = office
            .notifier
            .key
            .unsubscribe_token(person, OptionalLetter::EventNews);
        assert_eq!(
            list.unsubscribe_url,
            format!("https://marketday.example/unsubscribe/{token}")
        );
        let address = list
            .unsubscribe_mailto
            .strip_prefix("mailto:")
            .expect("an address");
        let message = crlf(&format!(
            "From: ada@dripless-ltd.example\nTo: {address}\nSubject: unsubscribe\nDate: Mon, 6 Oct 2025 10:00:00 +0000\n\nThis message was made by a mail program.\n"
        ));
        let to = (address, "ada@dripless-ltd.example");
        for _ in 0..2 {
            assert_eq!(taken(&office, &message, to), Received::Unsubscribed);
            let wants = |letter| {
                let wants = store.read(|rx| consents::may_send_optional(rx, person, letter));
                wants.expect("the database answers")
            };
            assert!(!wants(OptionalLetter::EventNews));
            assert!(wants(OptionalLetter::FeedbackRequest));
        }
        let forged = address.replace("unsubscribe+0", "unsubscribe+1");
        assert_eq!(
            taken(&office, &message, (&forged, to.1)),
            Received::Ignored(Ignored::Forged)
        );
    });
}
