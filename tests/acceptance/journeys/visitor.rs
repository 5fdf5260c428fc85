//! A visitor looks around: finds a day by region and theme, its programme, its slots.

use crate::app::people::careloop;
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

#[test]
fn a_visitor_finds_a_day_by_its_region_and_theme() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(2);
        let visitor = app.browser();
        let titles = |path: &str| visitor.visit(path).all(".card h3");
        assert_eq!(titles("/"), ["Care Day"]);
        assert_eq!(titles("/?region=north-east"), ["Care Day"]);
        assert_eq!(titles("/?theme=adult-social-care"), ["Care Day"]);
        assert_eq!(
            titles("/?region=north-east&theme=adult-social-care"),
            ["Care Day"]
        );
        assert!(titles("/?region=wales").is_empty());
        assert!(titles("/?theme=waste").is_empty());
        let home = visitor.visit("/");
        let found = visitor.presses(
            &home
                .form("Show events")
                .fill(&[("region", "north-east"), ("theme", "")]),
            "Show events",
        );
        assert_eq!(found.all(".card h3"), ["Care Day"]);
        let event = visitor.visit(&found.link("Care Day"));
        assert_eq!(event.heading(), "Care Day");
        assert!(event.says("Tuesday 2 March 2027"));
        assert!(event.says("100 of 100 places are left."));
        assert!(event.says("2 of 2 slots are free."));
    });
}

#[test]
fn the_programme_and_the_slots_show_what_is_free_held_and_booked() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(3);
        let (amina, holder, visitor) = (app.browser(), app.browser(), app.browser());
        let slots = || visitor.visit("/events/care-day-2027/slots").all(".slot");
        let free = [
            "10am to 10:12am Free, book this slot on Main stage",
            "10:15am to 10:27am Free, book this slot on Main stage",
            "10:30am to 10:42am Free, book this slot on Main stage",
        ];
        assert_eq!(slots(), free);
        amina.books(day.slots[0].id, &careloop());
        holder.holds(day.slots[1].id);
        assert_eq!(
            slots(),
            [
                "10am to 10:12am Careloop",
                "10:15am to 10:27am Being booked",
                free[2]
            ]
        );
        let programme = visitor.visit("/events/care-day-2027/programme");
        assert!(programme.says("Falls that do not happen"));
        assert!(programme.says("Careloop"));
        app.deliver();
    });
}

#[test]
fn wrong_addresses_get_a_page_that_helps() {
    on_each_database(|database| {
        let app = spawn_app(database);
        for path in [
            "/nothing",
            "/events/none",
            "/slots/none/booking",
            "/calendar/regions/atlantis.ics",
        ] {
            let page = app.browser().get(path);
            assert_eq!(
                (page.status, page.heading().as_str()),
                (404, "There is nothing at this address"),
                "{path}"
            );
            assert!(page.links("main a").contains(&"/".to_owned()));
        }
    });
}
