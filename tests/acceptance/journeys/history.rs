//! Who did what with an event, as its organisers read it.

use crate::app::people::{but, careloop, delegate};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const HISTORY: &str = "/organise/events/care-day-2027/history";

#[test]
fn the_history_names_who_did_what_from_where_and_what_was_before() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let (amina, rhys, organiser) = (app.browser(), app.browser(), app.browser());
        amina.books(day.slots[0].id, &careloop());
        rhys.registers("care-day-2027", &delegate());
        organiser.signs_in("organiser@north.example");
        organiser.changes_event("care-day-2027", &[("capacity", "77")]);
        app.deliver();

        let page = organiser.visit(HISTORY);
        let deeds: Vec<String> = page
            .all("tbody td[data-label=What]")
            .into_iter()
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(deeds.len(), 3, "{deeds:?}");
        assert!(deeds[0].starts_with("Details changed"), "{deeds:?}");
        assert!(deeds[0].contains("Capacitywas 100 is now 77"), "{deeds:?}");
        assert!(deeds[1].starts_with("Delegate registered"), "{deeds:?}");
        assert!(deeds[2].starts_with("Slot booked"), "{deeds:?}");
        let by = page.all("tbody td[data-label=By]");
        assert!(by.iter().all(|who| who.contains("/24")), "{by:?}");
        for address in ["amina@", "rhys.bevan@"] {
            assert!(!page.text().contains(address), "{address}");
        }
    });
}

#[test]
fn the_history_is_narrowed_to_one_thing_or_one_person_and_read_as_files() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        amina.cancels(&booked);
        app.browser()
            .registers("care-day-2027", &but(delegate(), &[("name", "=cmd()")]));
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        app.deliver();

        let all = organiser.visit(HISTORY);
        assert_eq!(all.all("tbody tr").len(), 3);
        let of_booking = organiser.visit(&all.links("tbody td[data-label=Of] a")[1]);
        assert_eq!(of_booking.all("tbody tr").len(), 2);
        let by_delegate = organiser.visit(&all.links("tbody td[data-label=By] a")[0]);
        assert_eq!(by_delegate.all("tbody tr").len(), 1);
        let wrong = organiser.get(&format!("{HISTORY}?of=nonsense"));
        assert_eq!(wrong.status, 404);

        let csv = organiser.get(&format!("{HISTORY}.csv"));
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(csv.text().lines().count(), 4);
        assert!(csv.text().contains("\"'=cmd()\""), "{}", csv.text());
        let json = organiser.get(&format!("{HISTORY}.jsonl"));
        assert_eq!(json.text().lines().count(), 3);
        assert!(json.text().contains("\"action\":\"booking.cancel\""));
    });
}

#[test]
fn another_events_lines_are_not_read_by_asking_for_them_here() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.changes_event("care-day-2027", &[("capacity", "77")]);
        let slug = organiser.creates_event(&crate::app::people::drains_day());
        app.deliver();
        let here = organiser.visit(HISTORY);
        let of_event = &here.links("tbody td[data-label=Of] a")[0];
        let elsewhere = of_event.replace("care-day-2027", &slug);
        let page = organiser.visit(&elsewhere);
        assert_eq!(page.all("tbody tr").len(), 0);
        assert!(page.says("Nothing to show."));
    });
}
