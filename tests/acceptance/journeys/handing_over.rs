//! Colleagues: a booking goes from one to another, and an assistant acts for the company.

use crate::app::people::careloop;
use crate::app::{Browser, TestApp, spawn_app};
use marketday_testkit::on_each_database;

const AMINA: &str = "amina@careloop.example";
const CAL: &str = "cal@careloop.example";
const MEMBERS: &str = "Members of Careloop";

/// Cal joins Careloop as an assistant.
fn cal_joins<'a>(app: &'a TestApp, amina: &Browser<'_>) -> Browser<'a> {
    let members = amina.visit("/my").link(MEMBERS);
    let form = amina.visit(&members).form("Ask them");
    let form = form.fill(&[("email", CAL), ("role", "assistant")]);
    amina.presses(&form, "Ask them");
    let link = app.next_letter_to(CAL).link("/nominations/");
    let cal = app.browser();
    cal.signs_in(CAL);
    cal.presses(&cal.visit(&link).form("Join"), "Join");
    app.deliver();
    cal
}

#[test]
fn a_booking_that_is_handed_over_leaves_one_calendar_and_comes_into_the_other() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let confirmed = app.next_letter_to(AMINA);
        let page = amina.visit(&booked.link("Hand this booking over"));
        assert!(page.says("Nobody else belongs to Careloop here yet."));
        let cal = cal_joins(&app, &amina);
        let page = amina.visit(&page.path);
        amina
            .presses(&page.form("Hand over"), "Hand over")
            .is_refused_with(&[("to", "Choose a colleague")]);
        let colleague = page.value_of("input[name=to]");
        let form = page.form("Hand over").fill(&[("to", &colleague)]);
        let done = amina.presses(&form, "Hand over");
        let done = amina.follow(done);
        assert_eq!(
            done.flash(),
            "The booking is your colleague’s now. We have written to both of you."
        );
        app.deliver();
        let last = |email| app.letters_to(email).pop().expect("a letter");
        let (hers, theirs) = (last(AMINA), last(CAL));
        assert_eq!(hers.subject, "A colleague takes over your slot: Care Day");
        assert!(!hers.text.contains("erased"), "{}", hers.text);
        assert_eq!(
            hers.entry_line(),
            "CANCEL 1 Falls that do not happen, by Careloop (Care Day)"
        );
        assert_eq!(theirs.subject, "Your pitch slot is booked: Care Day");
        assert_eq!(
            theirs.entry_line(),
            "REQUEST 1 Falls that do not happen, by Careloop (Care Day)"
        );
        assert_eq!([hers.uid(), theirs.uid()], [confirmed.uid(); 2]);
        assert!(cal.visit("/my").says("Falls that do not happen"));
        app.keep_letters("handed-over");
    });
}

#[test]
fn an_assistant_books_changes_moves_and_cancels_for_the_company_and_decides_nothing_about_people() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(3);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let path = booked.path.split('?').next().expect("a path").to_owned();
        let cal = cal_joins(&app, &amina);
        let page = cal.visit(&path);
        let form = page
            .form("Save changes")
            .fill(&[("pitch_title", "No more falls")]);
        let changed = cal.presses(&form, "Save changes");
        assert_eq!(cal.follow(changed).flash(), "Your pitch has been changed.");
        let choices = cal.visit(&page.link("Move this booking"));
        let moved = cal.presses(&choices.form("Move here"), "Move here");
        assert!(cal.follow(moved).says("10:15am to 10:27am"));
        assert_eq!(cal.get(&format!("{path}/swap")).status, 200);
        // What concerns people is not theirs.
        assert_eq!(cal.get(&format!("{path}/contact")).status, 404);
        let members = cal.visit("/my").link(MEMBERS);
        let asked = cal.post(&members, &[("email", "x@y.example"), ("role", "owner")]);
        assert_eq!(asked.status, 404);
        let cancelled = cal.cancels(&cal.visit(&path));
        assert_eq!(cancelled.heading(), "Your booking Cancelled");
        // A slot that they book is the company's at once, and no claim.
        let typed = crate::app::people::but(careloop(), &[("email", CAL)]);
        let booked = cal.books(day.slots[2].id, &typed);
        assert_eq!(booked.heading(), "Your booking Confirmed");
        let bookings = amina.visit("/my").all("#bookings ~ ul li");
        assert!(
            bookings
                .iter()
                .any(|line| line.contains("Falls that do not happen"))
        );
    });
}
