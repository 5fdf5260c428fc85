//! What an organiser does with a published programme: a release, a shift on the day, a booking called off, a claim.

use crate::app::people::{but, careloop};
use crate::app::{Letter, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_calendar::When;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const AMINA: &str = "amina@careloop.example";
const ORGANISER: &str = "organiser@north.example";

fn free_slots(app: &TestApp) -> usize {
    let page = app.browser().visit(&format!("/events/{SLUG}/slots"));
    page.all(".slot-free").len()
}

#[test]
fn a_change_of_the_programme_reaches_others_with_the_next_release() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let organiser = app.browser();
        organiser.signs_in(ORGANISER);
        organiser.adds_stage(SLUG, "Garden room");
        organiser.adds_session(
            SLUG,
            ("pitch", "Afternoon pitches", "Garden room"),
            ("14:00", "15:00"),
        );
        let preview = organiser.previews_slots_of(SLUG, "Afternoon pitches");
        organiser.makes_slots(&preview);
        let programme = format!("/events/{SLUG}/programme");
        assert_eq!(free_slots(&app), 2);
        assert!(!app.browser().visit(&programme).says("Garden room"));

        assert_eq!(
            organiser.releases(SLUG).flash(),
            "The programme has been released."
        );
        assert_eq!(free_slots(&app), 6);
        let page = app.browser().visit(&programme);
        assert!(page.says("Garden room") && page.says("Release 2"));
        assert_eq!(app.undelivered(), 0);
    });
}

#[test]
fn a_shift_moves_booked_slots_and_tells_their_companies_the_new_time() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[1].id, &careloop());
        let confirmed = app.next_letter_to(AMINA);
        let organiser = app.browser();
        organiser.signs_in(ORGANISER);

        let page = organiser.visit(&format!("/organise/events/{SLUG}/shift"));
        let stage = page.option("stage", "Main stage");
        let form = page.form("Preview").fill(&[
            ("stage", &stage),
            ("from_time", "10:00"),
            ("minutes", "10"),
        ]);
        let preview = organiser.presses(&form, "Preview");
        assert_eq!(preview.one(".told"), "1 company will be emailed.");
        let form = preview.form("Move and release now");
        for _ in 0..2 {
            organiser
                .presses(&form, "Move and release now")
                .leads_to(&format!("/organise/events/{SLUG}/programme?done=shifted"));
        }
        let moved = app.next_letter_to(AMINA);
        assert_eq!(
            moved.entry_line(),
            "REQUEST 1 Falls that do not happen, by Careloop (Care Day)"
        );
        assert_eq!(moved.uid(), confirmed.uid());
        let start = |letter: &Letter| {
            let (_, entry) = letter.entry.as_ref().expect("an entry");
            let start = entry.start.as_ref().and_then(When::instant);
            start.expect("an instant")
        };
        assert_eq!(start(&moved) - start(&confirmed), Duration::minutes(10));
        app.keep_letters("shift");
    });
}

#[test]
fn an_organiser_cancels_a_booking_and_its_company_reads_why() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        let confirmed = app.next_letter_to(AMINA);
        let organiser = app.browser();
        organiser.signs_in(ORGANISER);
        let list = organiser.visit(&format!("/organise/events/{SLUG}/bookings"));
        assert!(list.says("1 of 1 slots booked."));
        let page = organiser.visit(&list.link("Cancel the booking"));
        let button = "Cancel this booking";
        let form = page
            .form(button)
            .fill(&[("reason", "The stage is closed.")]);
        let done = organiser.presses(&form, button);
        assert_eq!(
            organiser.follow(done).flash(),
            "The booking has been cancelled and the company is being told."
        );
        let letter = app.next_letter_to(AMINA);
        assert!(letter.text.contains("The stage is closed."));
        assert_eq!(
            letter.entry_line(),
            "CANCEL 1 Cancelled: Falls that do not happen, by Careloop (Care Day)"
        );
        assert_eq!(letter.uid(), confirmed.uid());
        assert_eq!(free_slots(&app), 1);
        app.keep_letters("booking-called-off");
    });
}

/// Somebody books for a company that Amina has booked for before.
fn claims(app: &TestApp) -> Page {
    let day = app.published_day(2);
    let (amina, joe) = (app.browser(), app.browser());
    let booked = amina.books(day.slots[0].id, &careloop());
    amina.cancels(&booked);
    app.deliver();
    let typed = but(
        careloop(),
        &[("email", "joe@mail.example"), ("contact_name", "Joe Hill")],
    );
    let claimed = joe.books(day.slots[1].id, &typed);
    app.deliver();
    joe.visit(claimed.path.split('?').next().expect("its path"))
}

#[test]
fn whoever_names_a_known_company_waits_until_the_organiser_confirms_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let claimed = claims(&app);
        assert_eq!(claimed.heading(), "Your booking Unconfirmed");
        let organiser = app.browser();
        organiser.signs_in(ORGANISER);
        let list = organiser.visit(&format!("/organise/events/{SLUG}/bookings"));
        let done = organiser.presses(&list.form("Confirm that Joe Hill"), "Confirm that Joe Hill");
        assert_eq!(
            organiser.follow(done).flash(),
            "The booking has been confirmed for its company."
        );
        let list = organiser.visit(&format!("/organise/events/{SLUG}/bookings"));
        assert_eq!(list.all("main tbody .tag"), ["Cancelled", "Confirmed"]);
        app.deliver();
    });
}

#[test]
fn a_claim_that_nobody_confirms_is_freed_after_three_days() {
    on_each_database(|database| {
        let app = spawn_app(database);
        claims(&app);
        app.later(Duration::days(3));
        let (store, surroundings) = (&app.world.store, &app.world.surroundings);
        marketday_booking::sweep(store, surroundings).expect("the database answers");
        let letter = app.next_letter_to("joe@mail.example");
        assert_eq!(
            letter.entry_line(),
            "CANCEL 1 Cancelled: Falls that do not happen, by Careloop (Care Day)"
        );
        assert_eq!(free_slots(&app), 2);
    });
}
