//! Organisers give the letters of their event a subject and an opening of their own: they look at them, try them, use them
//! and go back.

use crate::app::people::{but, careloop, delegate, drains_day};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const ORGANISER: &str = "organiser@north.example";
const AMINA: &str = "amina@careloop.example";
const RHYS: &str = "rhys.bevan@darlington.example";
const WORDINGS: &str = "/organise/events/care-day-2027/wordings";
const BOOKED: &str = "/organise/events/care-day-2027/wordings/booking-confirmed";
const SAVE: &str = "Save and look at it";
const USE: &str = "Use this wording";

const OURS: [(&str, &str); 2] = [
    ("subject", "On stage at {event}"),
    (
        "body",
        "Dear {name},\n\nwe look forward to **{pitch}** by {company}, {slot}.",
    ),
];

fn ines(app: &TestApp) -> Browser<'_> {
    app.may_leave_letters();
    let ines = app.browser();
    ines.signs_in_at_once(ORGANISER);
    ines
}

/// Words a letter, and looks at it.
fn words(ines: &Browser<'_>, letter: &str, typed: &[(&str, &str)]) -> Page {
    let page = ines.visit(&format!("{letter}/text"));
    let saved = ines.presses(&page.form(SAVE).fill(typed), SAVE);
    ines.follow(saved)
}

#[test]
fn an_organiser_words_a_letter_looks_at_it_and_uses_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let ines = ines(&app);
        let letters = ines.visit("/organise/events/care-day-2027/letters");
        let list = ines.visit(&letters.link("Wording of letters"));
        assert_eq!(list.all("tbody tr").len(), 39);
        let page = ines.visit(&list.link("Booking confirmed"));
        assert!(page.says("Standard It goes to the contact of the booking"));
        assert!(
            page.all("pre")[0].starts_with("Hello Tom Okafor,"),
            "invented"
        );
        let page = words(&ines, BOOKED, &OURS);
        assert_eq!(
            page.flash(),
            "Your wording has been saved. Letters have it once you use it."
        );
        assert!(page.all("pre")[0].starts_with("Dear Tom Okafor,"));
        assert!(page.says("letters still have the standard wording"));
        let used = ines.follow(ines.presses(&page.form(USE), USE));
        assert_eq!(used.flash(), "Letters have this wording from now on.");
        assert!(
            ines.visit(WORDINGS)
                .says("a slot becomes theirs Own wording")
        );
        app.browser().books(day.slots[0].id, &careloop());
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, "On stage at Care Day");
        let opening = "Dear Amina Yusuf,\n\nwe look forward to Falls that do not happen by Careloop, Tuesday 2 March 2027, 10am to 10:12am, Main stage.\n\nYour pitch slot at Care Day is booked.\n\nPitch: Falls that do not happen, by Careloop\n";
        let text = letter.text.replace("\r\n", "\n");
        assert!(text.starts_with(opening), "{text}");
        for words in [
            "When: Tuesday 2 March 2027, 10am to 10:12am",
            "Where: Main stage, ",
            "Change your pitch, or cancel:\nhttps://marketday.example/bookings/",
            "You get this because you booked a pitch slot for Careloop.",
            "Sent by Marketday, which runs market information days:",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert_eq!(
            letter.entry_line(),
            "REQUEST 0 Falls that do not happen, by Careloop (Care Day)"
        );
        let page = ines.visit(BOOKED);
        assert!(page.says("As Amina Yusuf reads it"));
        let history = ines.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Wording of a letter saved"));
        assert!(history.says("Own wording of a letter used"));
        app.keep_letters("own-wording");
    });
}

#[test]
fn words_that_are_saved_and_not_used_reach_only_whoever_tries_them() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let ines = ines(&app);
        let page = words(&ines, BOOKED, &OURS);
        app.browser().books(day.slots[0].id, &careloop());
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, "Your pitch slot is booked: Care Day");
        let tried = ines.presses(&page.form("Send a test to me"), "Send a test to me");
        assert_eq!(
            ines.follow(tried).flash(),
            "We have sent it to you, and to nobody else."
        );
        let letter = app.next_letter_to(ORGANISER);
        assert_eq!(letter.subject, "On stage at Care Day");
        assert!(
            letter.text.starts_with("Dear Amina Yusuf,"),
            "as she reads it"
        );
        assert!(
            letter
                .text
                .contains("You get this because you try the wording of a letter about Care Day.")
        );
        assert_eq!(letter.entry_line(), "-", "it books nothing");
        assert_eq!(app.letters_to(AMINA).len(), 2, "her code and her letter");
    });
}

#[test]
fn what_is_changed_after_it_was_used_waits_until_it_is_used_again() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let ines = ines(&app);
        let registered = format!("{WORDINGS}/registration-confirmed");
        let first = [("subject", "Come to {event}"), ("body", "Dear {name},")];
        let page = words(&ines, &registered, &first);
        ines.presses(&page.form(USE), USE);
        let second = [("subject", "You come to {event}"), ("body", "Dear {name},")];
        let page = words(&ines, &registered, &second);
        assert!(page.says("letters still have the wording before it"));
        app.browser().registers("care-day-2027", &delegate());
        assert_eq!(app.next_letter_to(RHYS).subject, "Come to Care Day");
        let back = "Go back to the standard wording";
        let gone = ines.follow(ines.presses(&page.form(back), back));
        assert_eq!(gone.flash(), "Letters have the standard wording again.");
        assert!(gone.says("Write your own wording"));
        let bo = "bo@hartlepool.example";
        let theirs = but(delegate(), &[("email", bo)]);
        app.browser().registers("care-day-2027", &theirs);
        assert_eq!(
            app.next_letter_to(bo).subject,
            "You are registered: Care Day"
        );
    });
}

#[test]
fn a_word_that_a_letter_cannot_fill_is_refused_and_what_was_typed_is_kept() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let ines = ines(&app);
        let registered = format!("{WORDINGS}/registration-confirmed/text");
        let page = ines.visit(&registered);
        let typed = [
            ("subject", "Hello {firstname}"),
            ("body", "Your slot is {slot}."),
        ];
        let refused = ines.presses(&page.form(SAVE).fill(&typed), SAVE);
        let known = "use {name}, {event}, {date}, {venue} or {link}, or take it out";
        refused.is_refused_with(&[
            (
                "subject",
                &format!("{{firstname}} is no placeholder of this letter: {known}"),
            ),
            (
                "body",
                &format!("{{slot}} is no placeholder of this letter: {known}"),
            ),
        ]);
        let form = refused.form(SAVE);
        assert_eq!(form.value("subject"), Some("Hello {firstname}"));
        assert_eq!(form.value("body"), Some("Your slot is {slot}."));
        let long = "x".repeat(5001);
        let typed = [("subject", "Hello"), ("body", long.as_str())];
        ines.presses(&page.form(SAVE).fill(&typed), SAVE)
            .is_refused_with(&[(
                "body",
                "Opening must be 5000 characters or fewer, and is 5001",
            )]);
        assert!(!ines.visit(WORDINGS).says("Own wording"));
    });
}

#[test]
fn two_who_word_the_same_letter_do_not_overwrite_each_other() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let (ines, olu) = (ines(&app), ines(&app));
        let opened = olu.visit(&format!("{BOOKED}/text"));
        let theirs = words(&ines, BOOKED, &OURS);
        let typed = [("subject", "Your slot"), ("body", "Dear {name},")];
        let refused = olu.presses(&opened.form(SAVE).fill(&typed), SAVE);
        refused.is_refused_with(&[(
            "",
            "Somebody else changed this wording while you did. Nothing of yours is saved yet",
        )]);
        assert!(refused.says("What is saved now, where it differs from what you typed"));
        assert!(refused.says("On stage at {event}"));
        let form = refused.form(SAVE);
        assert_eq!(form.value("subject"), Some("Your slot"));
        let saved = olu.follow(olu.presses(&form, SAVE));
        assert!(saved.says("Your slot"));
        // What Ines has before her is not what would be used, nor what would be taken out.
        for button in [USE, "Go back to the standard wording"] {
            ines.presses(&theirs.form(button), button)
                .is_refused_with(&[(
                    "",
                    "Somebody else changed this wording while you did. Look at it again first",
                )]);
        }
        assert!(
            ines.visit(BOOKED)
                .says("letters still have the standard wording")
        );
    });
}

#[test]
fn a_copied_event_has_the_wording_the_reminders_and_the_nudges_of_the_one_before() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let ines = ines(&app);
        let page = words(&ines, BOOKED, &OURS);
        ines.presses(&page.form(USE), USE);
        let reminders = "/organise/events/care-day-2027/reminders";
        ines.post(
            reminders,
            &[("reminders", "morning"), ("deadlines", "call")],
        );
        let page = ines.visit("/organise/events/care-day-2027/copy");
        let form = page.form("Make the copy").fill(&[("date", "2028-03-07")]);
        let copy = ines.follow(ines.presses(&form, "Make the copy"));
        let slug = copy.path.split('/').nth(3).expect("its address").to_owned();
        let slug = slug.split('?').next().expect("its address");
        let wording = ines.visit(&format!(
            "/organise/events/{slug}/wordings/booking-confirmed"
        ));
        assert!(wording.says("Own wording It goes to"));
        assert!(
            !wording.all("button").contains(&USE.to_owned()),
            "it is used"
        );
        let reminders = ines.visit(&format!("/organise/events/{slug}/reminders"));
        let chosen = reminders.form("Save");
        assert_eq!(chosen.values("reminders"), ["morning"]);
        assert_eq!(chosen.values("deadlines"), ["call"]);
        // What becomes of the one leaves the other as it is.
        let back = "Go back to the standard wording";
        ines.presses(&wording.form(back), back);
        assert!(ines.visit(BOOKED).says("Own wording It goes to"));
    });
}

#[test]
fn another_event_keeps_its_own_words() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let ines = ines(&app);
        let page = words(&ines, BOOKED, &OURS);
        ines.presses(&page.form(USE), USE);
        let other = ines.creates_event(&drains_day());
        let elsewhere = format!("/organise/events/{other}/wordings");
        assert!(!ines.visit(&elsewhere).says("Own wording"));
        let removal = format!("{elsewhere}/booking-confirmed/removal");
        assert_eq!(ines.post(&removal, &[]).status, 404);
        assert!(ines.visit(BOOKED).says("Own wording It goes to"));
    });
}
