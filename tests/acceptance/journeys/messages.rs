//! Organisers write to those who take part: they see who gets it and how it reads, try it, send it now or later, and stop
//! it.

use crate::app::people::{careloop, delegate, drains_day};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_scheduling::send_due_messages;
use marketday_testkit::on_each_database;

const ORGANISER: &str = "organiser@north.example";
const AMINA: &str = "amina@careloop.example";
const RHYS: &str = "rhys.bevan@darlington.example";
const MESSAGES: &str = "/organise/events/care-day-2027/messages";

/// A day with Amina's booking and Rhys's registration, and its organiser.
fn a_day(app: &TestApp) -> Browser<'_> {
    app.may_leave_letters();
    let day = app.published_day(2);
    app.browser().books(day.slots[0].id, &careloop());
    app.browser().registers("care-day-2027", &delegate());
    app.deliver();
    let ines = app.browser();
    ines.signs_in_at_once(ORGANISER);
    ines
}

/// Writes a message and looks at it.
fn writes(ines: &Browser<'_>, typed: &[(&str, &str)]) -> Page {
    let form = ines.visit(&format!("{MESSAGES}/new"));
    let form = form.form("Save and look at it").fill(typed);
    let saved = ines.presses(&form, "Save and look at it");
    ines.follow(saved)
}

const TO_ALL: [(&str, &str); 4] = [
    ("whom", "booked"),
    ("whom", "registered"),
    ("subject", "Before {event}"),
    (
        "body",
        "Dear {name},\n\ncome to **{venue}** on {date}. Your pitch: {pitch}",
    ),
];

fn readers(page: &Page) -> Vec<String> {
    page.all("details li")
}

#[test]
fn an_organiser_sees_who_gets_a_message_and_how_it_reads_and_sends_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let letters = ines.visit("/organise/events/care-day-2027/letters");
        let list = ines.visit(&letters.link("Messages"));
        assert!(list.says("There are none."));
        let page = writes(&ines, &TO_ALL);
        assert_eq!(
            readers(&page),
            [
                "Amina Yusuf, Careloop (amina@careloop.example)",
                "Rhys Bevan, Darlington Borough Council (rhys.bevan@darlington.example)"
            ]
        );
        assert!(page.says("{pitch} is empty for whoever has no pitch"));
        let previews = page.all("pre");
        assert_eq!(previews.len(), 2);
        assert!(
            previews[0].starts_with("Dear Amina Yusuf,"),
            "{}",
            previews[0]
        );
        assert!(previews[0].ends_with("Your pitch: Falls that do not happen"));
        let sent = ines.presses(&page.form("Send now"), "Send now");
        let page = ines.follow(sent);
        assert_eq!(
            page.flash(),
            "The message is on its way. For a minute it can still be stopped."
        );
        let before = app.letters_to(AMINA).len();
        app.deliver();
        let letters = app.letters_to(AMINA).split_off(before);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].subject, "Before Care Day");
        for words in [
            "Dear Amina Yusuf,",
            "Your pitch: Falls that do not happen",
            "You get this because you have a slot at Care Day. Its organisers wrote it.",
        ] {
            assert!(
                letters[0].text.contains(words),
                "{words}: {}",
                letters[0].text
            );
        }
        let to_rhys = app.letters_to(RHYS).pop().expect("a letter");
        assert!(to_rhys.text.contains("you are registered for Care Day"));
        assert!(!to_rhys.text.contains("Amina"), "{}", to_rhys.text);
        assert!(ines.visit(MESSAGES).says("2 sent"));
        let history = ines.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Message sent") && history.says("Message written"));
    });
}

#[test]
fn a_test_goes_to_whoever_asks_for_it_and_to_nobody_else() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let page = writes(&ines, &TO_ALL);
        let tried = ines.presses(&page.form("Send a test to me"), "Send a test to me");
        assert_eq!(
            ines.follow(tried).flash(),
            "We have sent it to you, and to nobody else."
        );
        let before = app.letters_to(AMINA).len();
        let letter = app.next_letter_to(ORGANISER);
        assert_eq!(letter.subject, "Before Care Day");
        assert!(
            letter.text.contains("Dear Amina Yusuf,"),
            "as the first reads it"
        );
        assert_eq!(app.letters_to(AMINA).len(), before);
    });
}

#[test]
fn a_message_with_a_word_that_stands_for_nothing_is_refused_and_kept() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let refused = ines.post(
            &format!("{MESSAGES}/new"),
            &[
                ("whom", "booked"),
                ("subject", "Hello"),
                ("body", "Dear {firstname},"),
            ],
        );
        refused.is_refused_with(&[(
            "body",
            "{firstname} is no placeholder: choose from the list below, or take it out",
        )]);
        let form = refused.form("Save and look at it");
        assert_eq!(form.value("body"), Some("Dear {firstname},"));
        ines.post(
            &format!("{MESSAGES}/new"),
            &[("subject", "Hello"), ("body", "x")],
        )
        .is_refused_with(&[("whom", "Choose who gets it")]);
        assert!(ines.visit(MESSAGES).says("There are none."));
    });
}

#[test]
fn a_message_is_sent_at_its_time_to_those_who_take_part_then() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let page = writes(&ines, &TO_ALL);
        let form = page.form("Send later");
        ines.presses(&form, "Send later")
            .is_refused_with(&[("send_date", "Enter when it is to be sent")]);
        ines.presses(
            &page
                .form("Send later")
                .fill(&[("send_date", "2020-01-01"), ("send_time", "09:00")]),
            "Send later",
        )
        .is_refused_with(&[("send_date", "Choose a time that is not past")]);
        let tomorrow = app.world.surroundings.now() + Duration::days(1);
        let date = tomorrow.format("%Y-%m-%d").to_string();
        let form = form.fill(&[("send_date", &date), ("send_time", "12:00")]);
        let scheduled = ines.follow(ines.presses(&form, "Send later"));
        assert_eq!(
            scheduled.flash(),
            "The message is sent at its time. Until then you can take it back."
        );
        let sends = || {
            send_due_messages(&app.world.store, &app.world.surroundings)
                .expect("the database answers")
        };
        assert_eq!(sends(), 0);
        app.later(Duration::days(2));
        assert_eq!((sends(), sends()), (1, 0), "once");
        let before = app.letters_to(AMINA).len();
        app.deliver();
        assert_eq!(app.letters_to(AMINA).len(), before + 1);
    });
}

#[test]
fn a_message_that_is_stopped_in_time_reaches_nobody() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let page = writes(&ines, &TO_ALL);
        let sent = ines.follow(ines.presses(&page.form("Send now"), "Send now"));
        let stop = "Stop what has not gone out";
        let stopped = ines.follow(ines.presses(&sent.form(stop), stop));
        assert_eq!(stopped.flash(), "What had not gone out is not sent.");
        let before = app.letters_to(AMINA).len();
        app.deliver();
        assert_eq!(app.letters_to(AMINA).len(), before);
        assert!(ines.visit(MESSAGES).says("2 dropped"));
        // It was sent once, and is not sent again.
        let again = ines.presses(&page.form("Send now"), "Send now");
        assert_eq!(
            ines.follow(again).flash(),
            "Nothing was done: the message has been sent, or is to be sent."
        );
    });
}

#[test]
fn whoever_left_before_the_letter_went_out_does_not_get_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let page = writes(&ines, &TO_ALL);
        ines.presses(&page.form("Send now"), "Send now");
        let rhys = app.browser();
        rhys.signs_in_at_once(RHYS);
        let registration = rhys.visit("/events/care-day-2027/registration");
        let asked = rhys.visit(&registration.link("Withdraw your registration"));
        rhys.presses(&asked.form("Withdraw"), "Withdraw");
        let before = app.letters_to(RHYS).len();
        app.deliver();
        let letters = app.letters_to(RHYS).split_off(before);
        let subjects: Vec<_> = letters
            .iter()
            .map(|letter| letter.subject.as_str())
            .collect();
        assert!(!subjects.contains(&"Before Care Day"), "{subjects:?}");
    });
}

#[test]
fn only_companies_without_slides_or_delegates_from_a_council_are_chosen() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let to = |typed: &[(&str, &str)]| {
            let rest = [("subject", "Hello"), ("body", "Hello {name}")];
            readers(&writes(&ines, &[typed, &rest].concat()))
        };
        let amina = "Amina Yusuf, Careloop (amina@careloop.example)";
        let rhys = "Rhys Bevan, Darlington Borough Council (rhys.bevan@darlington.example)";
        let both = [("whom", "booked"), ("whom", "registered")];
        let and = |more: (&'static str, &'static str)| [&both[..], &[more]].concat();
        assert_eq!(to(&and(("without_slides", "yes"))), [amina, rhys]);
        assert_eq!(to(&and(("authority", "darlington"))), [rhys]);
        assert_eq!(to(&and(("authority", "Leeds"))), Vec::<String>::new());
        assert_eq!(to(&and(("themes", "adult-social-care"))), [amina, rhys]);
        assert_eq!(to(&and(("themes", "waste"))), Vec::<String>::new());
        assert_eq!(to(&[("whom", "waiting")]), Vec::<String>::new());
    });
}

#[test]
fn a_message_of_another_event_is_not_there() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let page = writes(&ines, &TO_ALL);
        let other = ines.creates_event(&drains_day());
        let elsewhere = page.path.replace("care-day-2027", &other);
        assert_eq!(ines.get(&elsewhere).status, 404);
        assert_eq!(
            ines.post(&format!("{elsewhere}/sending"), &[("when", "now")])
                .status,
            404
        );
    });
}
