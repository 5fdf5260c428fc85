//! Somebody books for a company that is known, and a member of it answers.

use crate::app::people::{but, careloop};
use crate::app::{Browser, Page, TestApp, Witness, spawn_app};
use mail_parser::MessageParser;
use marketday_testkit::on_each_database;

const AMINA: &str = "amina@careloop.example";
const JOE: &str = "joe@mail.example";

/// Amina, who has booked for Careloop before, and Joe, who books for it now; and Joe's page of his booking.
fn claimed<'a>(app: &'a TestApp, company: &str) -> (Browser<'a>, Browser<'a>, Page) {
    let day = app.published_day(2);
    let (amina, joe) = (app.browser(), app.browser());
    let typed = but(careloop(), &[("company", company)]);
    let booked = amina.books(day.slots[0].id, &typed);
    amina.cancels(&booked);
    app.deliver();
    let typed = but(typed, &[("email", JOE), ("contact_name", "Joe Hill")]);
    let page = joe.books(day.slots[1].id, &typed);
    let page = joe.visit(page.path.split('?').next().expect("its path"));
    (amina, joe, page)
}

#[test]
fn a_member_confirms_who_booked_for_their_company_from_the_letter() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, joe, booking) = claimed(&app, "Careloop");
        assert_eq!(booking.heading(), "Your booking Unconfirmed");
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, "Did Joe Hill book for Careloop?");
        assert_eq!(letter.entry_line(), "-");
        let path = letter.link("/bookings/");
        assert_eq!(path, format!("{}/claim", booking.path));

        let mut witness = Witness::of(database);
        let before = witness.look();
        let page = amina.visit(&path);
        assert_eq!(page.heading(), "Was this booked for Careloop?");
        assert!(page.says("Joe Hill (joe@mail.example) has booked a pitch slot"));
        assert_eq!(witness.look(), before, "the link only asks");

        let done = amina.presses(&page.form("Confirm"), "Confirm");
        assert_eq!(
            amina.follow(done).flash(),
            "The booking has been confirmed for its company."
        );
        assert_eq!(joe.visit(&booking.path).heading(), "Your booking Confirmed");
        // It is answered: the link leads to the booking.
        assert_eq!(amina.visit(&path).heading(), "Your booking Confirmed");
        app.deliver();
        app.keep_letters("claim-confirmed");
    });
}

#[test]
fn a_member_refuses_who_booked_for_their_company_from_their_own_page() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, joe, booking) = claimed(&app, "Careloop");
        app.deliver();
        let mine = amina.visit("/my");
        assert_eq!(mine.all("#bookings + .rows .tag"), ["Confirm or refuse"]);
        let page = amina.visit(&mine.link("Falls that do not happen"));
        amina
            .post(&page.form("Refuse").action, &[])
            .is_refused_with(&[("answer", "Choose whether to confirm the booking")]);
        let done = amina.presses(&page.form("Refuse"), "Refuse");
        assert_eq!(
            amina.follow(done).flash(),
            "The booking has been refused and its slot freed. Whoever made it is being told."
        );
        assert_eq!(joe.visit(&booking.path).heading(), "Your booking Cancelled");
        let letter = app.next_letter_to(JOE);
        assert_eq!(
            letter.entry_line(),
            "CANCEL 1 Cancelled: Falls that do not happen, by Careloop (Care Day)"
        );
        assert!(
            letter
                .text
                .contains("because somebody at Careloop said that you do not speak for it.")
        );
        let slots = app.browser().visit("/events/care-day-2027/slots");
        assert!(slots.says("2 of 2 slots are free."));
        app.keep_letters("claim-refused");
    });
}

#[test]
fn nobody_answers_a_claim_but_an_active_owner_or_member_of_the_company() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, joe, booking) = claimed(&app, "Careloop");
        app.deliver();
        let path = format!("{}/claim", booking.path);
        let (stranger, other) = (app.browser(), app.browser());
        stranger.visit("/sign-in");
        other.signs_in("rival@south.example");
        let mut witness = Witness::of(database);
        let before = witness.look();
        let refused = |who: &Browser<'_>, status: u16| {
            assert_eq!(who.get(&path).status, status);
            for answer in ["yes", "no"] {
                assert_eq!(who.post(&path, &[("answer", answer)]).status, status);
            }
        };
        refused(&stranger, 401);
        refused(&joe, 404);
        refused(&other, 404);
        assert_eq!(witness.look(), before);

        // Amina's page is open while her role changes, and while she is removed.
        let form = amina.visit(&path).form("Confirm");
        let script = |sql| app.world.store.run_script(&[sql]).expect("it runs");
        script("UPDATE memberships SET role = 'assistant' WHERE role = 'owner'");
        assert_eq!(amina.presses(&form, "Confirm").status, 404);
        assert!(!amina.visit("/my").says("Confirm or refuse"));
        script("UPDATE memberships SET role = 'owner' WHERE role = 'assistant'");
        assert_eq!(amina.visit(&path).status, 200);
        script("DELETE FROM memberships WHERE role = 'owner' AND state = 'active'");
        assert_eq!(amina.presses(&form, "Confirm").status, 404);
        assert_eq!(
            joe.visit(&booking.path).heading(),
            "Your booking Unconfirmed"
        );
    });
}

#[test]
fn a_member_who_has_left_before_the_letter_goes_out_is_not_asked() {
    on_each_database(|database| {
        let app = spawn_app(database);
        claimed(&app, "Careloop");
        let before = app.letters_to(AMINA).len();
        let script = "DELETE FROM memberships WHERE role = 'owner' AND state = 'active'";
        app.world.store.run_script(&[script]).expect("it runs");
        app.deliver();
        assert_eq!(app.letters_to(AMINA).len(), before);
    });
}

#[test]
fn a_company_name_with_markup_is_text_where_a_claim_is_asked_about() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let name = "<script>alert(1)</script><b>&amp; Sons";
        let (amina, _, booking) = claimed(&app, name);
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, format!("Did Joe Hill book for {name}?"));
        let message = MessageParser::default().parse(&letter.data);
        let message = message.expect("a letter");
        let html = message.body_html(0).expect("an HTML part").into_owned();
        assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"));
        let path = format!("{}/claim", booking.path);
        for path in [path.as_str(), booking.path.as_str(), "/my"] {
            let page = amina.visit(path);
            assert!(!page.text().contains("<script>alert"), "{path}");
            assert_eq!(
                page.all("main script, main b"),
                Vec::<String>::new(),
                "{path}"
            );
        }
        assert_eq!(
            amina.visit(&path).heading(),
            format!("Was this booked for {name}?")
        );
    });
}
