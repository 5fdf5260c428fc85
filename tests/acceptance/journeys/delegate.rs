//! A delegate registers and withdraws.

use crate::app::people::{but, delegate};
use crate::app::spawn_app;
use marketday_accounts::import_authorities;
use marketday_testkit::on_each_database;

const EMAIL: &str = "rhys.bevan@darlington.example";
const SLUG: &str = "care-day-2027";

#[test]
fn a_delegate_registers_sees_what_they_said_and_withdraws() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        let registered = rhys.registers(SLUG, &delegate());
        assert_eq!(
            registered.flash(),
            "You are registered. We have sent you a confirmation with a calendar entry."
        );
        assert_eq!(registered.heading(), "Your registration Confirmed");
        for said in [
            "Rhys Bevan",
            EMAIL,
            "Head of commissioning",
            "A seat near the front",
            "Vegan",
        ] {
            assert!(registered.says(said), "{said}");
        }
        let confirmed = app.next_letter_to(EMAIL);
        assert_eq!(confirmed.entry_line(), "REQUEST 0 Care Day");
        assert!(!confirmed.text.contains("Vegan"));
        let page = app.browser().visit("/events/care-day-2027");
        assert!(page.says("99 of 100 places are left."));

        let withdrawn = rhys.withdraws(&registered);
        assert_eq!(
            withdrawn.flash(),
            "Your registration has been withdrawn and your place given back."
        );
        let cancel = app.next_letter_to(EMAIL);
        assert_eq!(cancel.entry_line(), "CANCEL 1 Cancelled: Care Day");
        assert_eq!(cancel.uid(), confirmed.uid());
        let page = app.browser().visit("/events/care-day-2027");
        assert!(page.says("100 of 100 places are left."));

        // Coming back is a new registration, with an entry of its own.
        let again = rhys.presses(&withdrawn.form("Register again"), "Register again");
        let form = again.form("Register").fill(&delegate());
        let registered = rhys.presses(&form, "Register");
        assert_eq!(
            rhys.follow(registered).heading(),
            "Your registration Confirmed"
        );
        let anew = app.next_letter_to(EMAIL);
        assert_eq!(anew.entry_line(), "REQUEST 0 Care Day");
        assert_ne!(anew.uid(), confirmed.uid());
        app.keep_letters("delegate");
    });
}

#[test]
fn the_form_of_a_registration_sent_twice_registers_once() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.signs_in(EMAIL);
        let page = rhys.visit("/events/care-day-2027/registration");
        let form = page.form("Register").fill(&delegate());
        for _ in 0..2 {
            rhys.presses(&form, "Register")
                .leads_to("/events/care-day-2027/registration?done=registered");
        }
        assert_eq!(app.next_letter_to(EMAIL).entry_line(), "REQUEST 0 Care Day");
        let page = app.browser().visit("/events/care-day-2027");
        assert!(page.says("99 of 100 places are left."));
    });
}

#[test]
fn a_delegate_may_leave_out_themes_and_needs() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let bare = [("access_needs", ""), ("dietary_needs", "")];
        let mut typed = but(delegate(), &bare);
        typed.retain(|(name, _)| !["themes", "listed"].contains(name));
        let registered = app.browser().registers(SLUG, &typed);
        assert!(registered.says("You are not listed"));
        app.deliver();
    });
}

#[test]
fn a_delegate_who_comes_again_is_not_asked_again_what_they_said_before() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        app.may_leave_letters();
        let list = "code,name,gss,type,nation,region,end-date\n\
            DAL,Darlington Borough Council,E06000005,Unitary authority,England,North East,\n\
            GNE,Gone Council,E06000099,Unitary authority,England,North East,2027-03-01\n";
        let (store, surroundings) = (&app.world.store, &app.world.surroundings);
        import_authorities(store, surroundings, list.as_bytes()).expect("a list");
        let rhys = app.browser();
        rhys.signs_in(EMAIL);
        let fresh = rhys.visit("/events/care-day-2027/registration");
        let offered = |page: &crate::app::Page| -> Vec<String> {
            let html = page.text();
            let named = ["Darlington Borough Council", "Gone Council"].into_iter();
            named
                .filter(|name| html.contains(&format!("<option value=\"{name}\">")))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(offered(&fresh), ["Darlington Borough Council"]);
        assert_eq!(fresh.form("Register").value("organisation"), Some(""));
        let registered = rhys.registers(SLUG, &delegate());
        rhys.withdraws(&registered);

        // The authority is called otherwise by now.
        let list = list.replace("Darlington Borough Council", "Darlington Council");
        import_authorities(store, surroundings, list.as_bytes()).expect("a list");
        let again = rhys.visit("/events/care-day-2027/registration?again=yes");
        let form = again.form("Register");
        for (field, known) in [
            ("name", "Rhys Bevan"),
            ("organisation", "Darlington Council"),
            ("role", "Head of commissioning"),
            ("themes", "adult-social-care"),
            // What is nobody's business but one event's is asked each time.
            ("access_needs", ""),
            ("dietary_needs", ""),
        ] {
            assert_eq!(form.value(field), Some(known), "{field}");
        }
    });
}
