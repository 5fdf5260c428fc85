//! Somebody answers an invitation in their calendar.

use crate::app::people::careloop;
use crate::app::{Letter, TestApp, spawn_app};
use marketday_model::CalendarAnswer;
use marketday_notify::incoming::Received;
use marketday_testkit::on_each_database;

const AMINA: &str = "amina@careloop.example";
const BOOKINGS: &str = "/organise/events/care-day-2027/bookings";

/// What her calendar answers to the entry of a letter at 10:00 and so many seconds.
fn answers(app: &TestApp, letter: &Letter, answer: &str, second: u32) -> Received {
    let (_, entry) = letter.entry.as_ref().expect("an entry");
    let organiser = &entry.organiser.as_ref().expect("an organiser").email;
    let (uid, sequence) = (&entry.uid, entry.sequence);
    let message = [
        "From: Amina Yusuf <amina@careloop.example>",
        &format!("To: {organiser}"),
        "Subject: Re: your pitch",
        "Date: Mon, 6 Oct 2025 10:00:00 +0000",
        "MIME-Version: 1.0",
        "Content-Type: text/calendar; charset=utf-8; method=REPLY",
        "",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//A client//EN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        &format!("UID:{uid}"),
        &format!("SEQUENCE:{sequence}"),
        &format!("DTSTAMP:20251006T1000{second:02}Z"),
        &format!("ATTENDEE;PARTSTAT={answer}:mailto:{AMINA}"),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    app.receives(organiser, &message.join("\r\n"))
}

#[test]
fn the_organiser_sees_what_a_calendar_answered_and_whoever_declined_cancels_only_by_a_button() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        let letter = app.next_letter_to(AMINA);
        let priya = app.browser();
        priya.signs_in_at_once("organiser@north.example");
        let says = |text: &str| priya.visit(BOOKINGS).says(text);
        assert!(!says("in their calendar"));

        let accepted = answers(&app, &letter, "ACCEPTED", 0);
        assert_eq!(accepted, Received::Answered(CalendarAnswer::Accepted));
        assert!(says("Accepted in their calendar"));

        let declined = answers(&app, &letter, "DECLINED", 1);
        assert_eq!(declined, Received::Answered(CalendarAnswer::Declined));
        assert!(says("Declined in their calendar"));
        assert!(says("Confirmed"), "nothing is cancelled by it");
        let asked = app.next_letter_to(AMINA);
        assert_eq!(asked.subject, "Cancel your booking? Care Day");
        let page = amina.visit(&asked.link("/bookings/"));
        let page = amina.visit(&page.link("Cancel this booking"));
        let cancelled = amina.presses(&page.form("Cancel this booking"), "Cancel this booking");
        amina.follow(cancelled);
        assert!(says("Cancelled"));
        assert!(!says("in their calendar"));
        app.deliver();
    });
}
