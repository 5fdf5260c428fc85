//! Somebody complains about their data, and is told what came of it.

use crate::app::spawn_app;
use chrono::Duration;
use marketday_accounts::add_administrator;
use marketday_testkit::on_each_database;

const DEE: &str = "dee@council.example";
const ORGANISER: &str = "organiser@north.example";

#[test]
fn a_complaint_about_an_event_is_acknowledged_at_once_and_answered_by_its_organiser() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let dee = app.browser();
        let privacy = dee.visit("/events/care-day-2027/privacy");
        let page = dee.visit(&privacy.link("Complain here"));
        let form = page.form("Send the complaint");
        assert_eq!(form.value("about"), Some("care-day-2027"));
        let typed = [
            ("name", "Dee Holt"),
            ("email", DEE),
            ("text", "My name stood on a <b>list</b> at the door."),
        ];
        let taken = dee.presses(&form.fill(&typed), "Send the complaint");
        assert_eq!(
            (taken.status, taken.heading().as_str()),
            (200, "We have your complaint")
        );
        let reference = taken.one("main .lead strong");
        assert!(taken.says("North Exchange looks into it"));
        let letter = app.next_letter_to(DEE);
        assert_eq!(
            letter.subject,
            format!("We have your complaint {reference}")
        );
        assert_eq!(app.letters_to(ORGANISER).len(), 1, "they have to answer");

        let organiser = app.browser();
        organiser.signs_in(ORGANISER);
        let list = organiser.visit("/organise/events/care-day-2027/complaints");
        let rows = list.all("main section .rows li");
        assert_eq!(rows.len(), 1);
        assert!(
            rows[0].contains(
                "Acknowledged on Monday 6 October 2025. Answer by Wednesday 5 November 2025."
            ),
            "{rows:?}"
        );
        let page = organiser.visit(&list.link(&reference));
        assert_eq!(page.heading(), format!("Complaint {reference} Open"));
        assert!(page.says("My name stood on a <b>list</b> at the door."));
        let button = "Send the answer and close";
        organiser
            .presses(&page.form(button), button)
            .is_refused_with(&[("outcome", "Enter what came of it")]);
        let form = page.form(button).fill(&[("outcome", "You were right.")]);
        let done = organiser.follow(organiser.presses(&form, button));
        assert_eq!(
            done.flash(),
            "The complaint is closed, and its complainant is being told."
        );
        assert_eq!(done.one("main .empty"), "There is nothing to answer.");
        let letter = app.next_letter_to(DEE);
        assert!(letter.text.contains("You were right."));
        let again = organiser.presses(&form, button);
        again.leads_to(&form.action);
        assert!(organiser.visit(&form.action).says("You were right."));
    });
}

#[test]
fn a_complaint_about_the_service_is_for_those_who_run_it_and_is_late_after_a_month() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let root = "root@operator.example";
        let address = root.parse().expect("an address");
        let (store, surroundings) = (&app.world.store, &app.world.surroundings);
        add_administrator(store, surroundings, &address).expect("an administrator");
        let dee = app.browser();
        let form = dee.visit("/privacy/complaint").form("Send the complaint");
        assert_eq!(form.value("about"), Some("service"));
        let typed = [
            ("name", "Dee"),
            ("email", DEE),
            ("text", "You wrote to me."),
        ];
        let taken = dee.presses(&form.fill(&typed), "Send the complaint");
        let reference = taken.one("main .lead strong");

        app.later(Duration::days(31));
        let admin = app.browser();
        admin.signs_in_at_once(root);
        let path = admin.visit("/my").link("Complaints about this service");
        let list = admin.visit(&path);
        let rows = list.all("main section .rows li");
        assert!(rows[0].contains("has not left yet"), "{rows:?}");
        assert!(rows[0].contains("Late"), "{rows:?}");
        let page = admin.visit(&list.link(&reference));
        let organiser = app.browser();
        organiser.signs_in_at_once(ORGANISER);
        for path in [path.as_str(), page.path.as_str()] {
            assert_eq!(organiser.get(path).status, 404);
            assert_eq!(app.browser().get(path).status, 401);
        }
        let of_event = page
            .path
            .replace("/administer", "/organise/events/care-day-2027");
        assert_eq!(
            organiser.get(&of_event).status,
            404,
            "it is not about their event"
        );
        assert_eq!(
            admin
                .get("/organise/events/care-day-2027/complaints")
                .status,
            404
        );
    });
}

#[test]
fn what_was_typed_stays_when_something_is_missing_or_too_many_were_sent() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let dee = app.browser();
        let form = dee.visit("/privacy/complaint").form("Send the complaint");
        let typed = [
            ("about", "nowhere"),
            ("name", "Dee"),
            ("email", "dee"),
            ("text", ""),
        ];
        let refused = dee.presses(&form.clone().fill(&typed), "Send the complaint");
        assert_eq!(refused.status, 422);
        let fields: Vec<String> = refused
            .errors()
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, ["about", "email", "text"]);
        assert_eq!(
            refused.form("Send the complaint").value("name"),
            Some("Dee")
        );
        let send = |n: usize| {
            let text = format!("Letter {n} came unasked.");
            let typed = [("name", "Dee"), ("email", DEE), ("text", text.as_str())];
            dee.presses(&form.clone().fill(&typed), "Send the complaint")
        };
        for n in 0..3 {
            assert_eq!(send(n).status, 200);
        }
        let flooded = send(3);
        assert_eq!(flooded.status, 422);
        let (_, message) = flooded.errors().remove(0);
        assert!(
            message.contains("Nothing was sent. Try again in an hour, or write to "),
            "{message}"
        );
        let kept = flooded.form("Send the complaint");
        assert_eq!(kept.value("text"), Some("Letter 3 came unasked."));
    });
}
