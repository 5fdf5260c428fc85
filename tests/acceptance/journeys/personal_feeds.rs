//! Somebody reads what is their own in their calendar, at a secret address.

use super::several_days::organiser;
use crate::app::feeds::shown_address;
use crate::app::people::{careloop, delegate, drains_day};
use crate::app::{Witness, spawn_app};
use chrono::Duration;
use marketday_testkit::on_each_database;

const PITCH: &str = "Falls that do not happen, by Careloop (Care Day)";

#[test]
fn a_company_has_its_bookings_in_its_calendar_and_sees_which_program_reads_them() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        app.deliver();
        let page = amina.visit("/my");
        let page = amina.visit(&page.link("Your calendars"));
        assert!(page.says("You have no calendars of your own yet."));
        let blank = page.form("Make the calendar");
        amina
            .presses(&blank, "Make the calendar")
            .is_refused_with(&[("name", "Enter the name")]);
        assert!(!page.says("My events"), "she organises nothing");

        let phone = amina.makes_feed("bookings", "My phone");
        let work = amina.makes_feed("bookings", "Work");
        let token = phone.strip_prefix("/calendar/own/");
        let token = token.and_then(|rest| rest.strip_suffix(".ics"));
        assert_eq!(token.expect("a token").len(), 32, "128 bits");
        assert_ne!(phone, work);
        assert_eq!(app.lines_of(&phone), [format!("CONFIRMED {PITCH}")]);
        app.keep_feed("own-bookings", &app.fetches(&phone, &[]).body);
        app.keep_history("own-bookings", 1, &app.fetches(&phone, &[]).body);
        app.fetches(
            &phone,
            &[("User-Agent", "iOS/17.5.1 (21F90) dataaccessd/1.0")],
        );
        let list = amina.visit("/my/calendars");
        assert_eq!(list.all(".rows h2"), ["My phone", "Work"]);
        let fetched = list.all(".rows .muted");
        let by_whom = "on Monday 6 October 2025 by Apple Calendar";
        assert!(fetched[0].starts_with("Last fetched around 10"));
        assert!(fetched[0].ends_with(by_whom), "{fetched:?}");
        assert_eq!(fetched[1], "Not fetched yet");
        assert!(!list.text().contains(token.unwrap_or_default()));

        // The entry is the one that the letter brought, with its changes and its end.
        let uid = app.entries_of(&phone)[0].uid.clone();
        assert_eq!(uid, app.letters_to("amina@careloop.example")[1].uid());
        app.later(Duration::minutes(1));
        amina.cancels(&booked);
        app.deliver();
        assert_eq!(
            app.lines_of(&phone),
            [format!("CANCELLED Cancelled: {PITCH}")]
        );
        app.keep_history("own-bookings", 2, &app.fetches(&phone, &[]).body);
        app.later(day.slots[0].times.ends_at - app.world.surroundings.now() + Duration::hours(23));
        assert_eq!(app.lines_of(&phone).len(), 1, "until a day after its end");
        app.later(Duration::hours(2));
        assert!(app.lines_of(&phone).is_empty());
    });
}

#[test]
fn an_address_is_shown_once_and_the_old_one_leads_nowhere_once_it_is_renewed_or_revoked() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let first = rhys.makes_feed("agenda", "My phone");
        let other = rhys.makes_feed("agenda", "Work");
        assert_eq!(app.lines_of(&first), ["CONFIRMED Care Day"]);
        let list = rhys.visit("/my/calendars");
        let own = list.link("Change or revoke My phone");
        let page = rhys.visit(&own);
        assert!(!page.says("This address is shown once"));
        let button = "Make another address";
        let renewed = rhys.presses(&page.form(button), button);
        assert!(renewed.says("This address is shown once"));
        assert_eq!(renewed.header("cache-control"), Some("no-store"));
        let second = shown_address(&renewed, "My phone");
        assert_ne!(first, second);
        assert_eq!(app.fetches(&first, &[]).status, 404);
        assert_eq!(app.lines_of(&second), ["CONFIRMED Care Day"]);

        // Nobody else can, and what they try changes nothing.
        let mallory = app.browser();
        mallory.signs_in_at_once("mallory@else.example");
        let mut witness = Witness::of(database);
        let before = witness.look();
        assert_eq!(mallory.get(&own).status, 404);
        for verb in ["renewal", "revocation"] {
            let refused = mallory.post(&format!("{own}/{verb}"), &[]);
            assert_eq!(refused.status, 404);
        }
        assert_eq!(witness.look(), before);

        let button = "Revoke this calendar";
        let page = rhys.visit(&own);
        let revoked = rhys.follow(rhys.presses(&page.form(button), button));
        assert_eq!(
            revoked.flash(),
            "The calendar has been revoked. Its address leads nowhere any more."
        );
        assert_eq!(revoked.all(".rows h2"), ["Work"]);
        assert_eq!(app.lines_of(&other), ["CONFIRMED Care Day"]);
        let gone = [
            &*first,
            &*second,
            "/calendar/own/00000000000000000000000000000000.ics",
        ]
        .map(|path| app.fetches(path, &[]));
        for page in &gone {
            assert_eq!((page.status, &page.body), (404, &gone[0].body), "alike");
            assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        }

        rhys.signs_in_at_once("rhys.bevan@darlington.example");
        let page = rhys.visit("/my/data/erasure");
        rhys.presses(&page.form("Erase my data"), "Erase my data");
        app.deliver();
        assert_eq!(
            app.fetches(&other, &[]).status,
            404,
            "who is erased has none"
        );
    });
}

#[test]
fn a_delegate_who_also_pitches_sees_both_in_their_agenda() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        let registered = amina.registers("care-day-2027", &delegate());
        app.deliver();
        let agenda = amina.makes_feed("agenda", "My phone");
        let both = [
            "CONFIRMED Care Day".to_owned(),
            format!("CONFIRMED {PITCH}"),
        ];
        assert_eq!(app.lines_of(&agenda), both);
        app.keep_feed("own-agenda", &app.fetches(&agenda, &[]).body);
        app.keep_history("own-agenda", 1, &app.fetches(&agenda, &[]).body);
        app.later(Duration::minutes(1));
        amina.withdraws(&registered);
        app.deliver();
        assert_eq!(
            app.lines_of(&agenda),
            [
                "CANCELLED Cancelled: Care Day".to_owned(),
                format!("CONFIRMED {PITCH}")
            ]
        );
        app.keep_history("own-agenda", 2, &app.fetches(&agenda, &[]).body);
    });
}

#[test]
fn an_organiser_sees_drafts_and_what_is_open_and_nobody_who_left_the_team_does() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let organiser = organiser(&app);
        let drains = organiser.creates_event(&drains_day());
        let feed = organiser.makes_feed("organised", "Office");
        let mut number = 0;
        let mut keep = || {
            number += 1;
            app.keep_history("own-events", number, &app.fetches(&feed, &[]).body);
        };
        assert_eq!(
            app.lines_of(&feed),
            [
                "CONFIRMED Care Day",
                "TENTATIVE Draft: East Coast Drains Day"
            ]
        );
        keep();
        app.keep_feed("own-events", &app.fetches(&feed, &[]).body);
        let said = |title: &str| {
            let mut entries = app.entries_of(&feed).into_iter();
            let entry = entries.find(|entry| entry.summary.contains(title));
            entry.expect("the event").description
        };
        assert!(said("Drains").starts_with("A draft: only its team sees it."));
        assert!(said("Care").starts_with("2 of 2 slots are free. Booking closes on "));
        assert!(said("Care").contains("100 of 100 places are left. Registration closes on "));
        app.later(Duration::minutes(1));
        app.browser().books(day.slots[0].id, &careloop());
        app.browser().registers("care-day-2027", &delegate());
        assert!(said("Care").starts_with("1 of 2 slots are free."));
        assert!(said("Care").contains("99 of 100 places are left."));
        keep();
        app.later(Duration::minutes(1));
        organiser.changes_event(&drains, &[("venue_name", "The Forum")]);
        keep();
        app.later(Duration::minutes(1));
        organiser.adds_session(&drains, ("keynote", "Welcome", ""), ("09:30", "10:00"));
        organiser.publishes(&drains);
        keep();
        app.later(Duration::minutes(1));
        organiser.cancels_event(&drains, "Snow.");
        assert_eq!(
            app.lines_of(&feed),
            [
                "CANCELLED Cancelled: East Coast Drains Day",
                "CONFIRMED Care Day"
            ]
        );
        keep();

        let stranger = app.browser();
        stranger.signs_in_at_once("amina@careloop.example");
        assert!(
            app.lines_of(&stranger.makes_feed("organised", "Mine"))
                .is_empty()
        );
        let ended = app.world.store.write(|tx| {
            let email = "organiser@north.example".parse().expect("an address");
            let person = marketday_store::people::find_by_email(tx, &email)?.expect("her");
            for tie in marketday_store::memberships::list_of_person(tx, person.id)? {
                marketday_store::memberships::delete(tx, tie.id)?;
            }
            Ok::<_, marketday_store::StoreError>(())
        });
        ended.expect("she left");
        assert!(app.lines_of(&feed).is_empty());
    });
}
