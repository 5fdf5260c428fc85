//! Delegates let others see that they come.

use crate::app::people::{but, careloop, delegate};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PATH: &str = "/events/care-day-2027/attendees";

#[test]
fn a_delegate_is_seen_by_those_who_come_too_only_once_they_ticked_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(1);
        let rhys = app.browser();
        let mut typed = delegate();
        typed.retain(|(name, _)| *name != "listed");
        let registered = rhys.registers(SLUG, &typed);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        assert_eq!(booked.link("See who else is coming"), PATH);
        let other = app.browser();
        let email = "ceri.lloyd@cardiff.example";
        let ceri = [("name", "Ceri Lloyd"), ("email", email)];
        other.registers(SLUG, &but(delegate(), &ceri));
        app.deliver();
        assert_eq!(
            amina.visit(PATH).all("main li"),
            ["Ceri Lloyd Darlington Borough Council"]
        );

        let form = registered.form("Save");
        assert_eq!(form.values("listed"), Vec::<&str>::new(), "off by default");
        let saved = rhys.presses(&form.fill(&[("listed", "yes")]), "Save");
        let saved = rhys.follow(saved);
        assert_eq!(saved.flash(), "You are on the attendee list.");
        for browser in [&amina, &rhys, &other] {
            let page = browser.visit(PATH);
            assert_eq!(
                page.all("main li"),
                [
                    "Ceri Lloyd Darlington Borough Council",
                    "Rhys Bevan Darlington Borough Council"
                ]
            );
            assert!(!page.text().contains('@'), "no address of anybody");
        }
        assert!(
            amina
                .visit("/events/care-day-2027/privacy")
                .says("Attendee list")
        );

        other.withdraws(&other.visit("/events/care-day-2027/registration"));
        app.deliver();
        assert_eq!(
            amina.visit(PATH).all("main li"),
            ["Rhys Bevan Darlington Borough Council"]
        );
        assert_eq!(
            other.get(PATH).status,
            404,
            "they do not take part any more"
        );
        let form = saved.form("Save");
        assert_eq!(form.values("listed"), ["yes"]);
        let page = rhys.follow(rhys.post(&form.action, &[]));
        assert_eq!(page.flash(), "You are not on the attendee list.");
        assert_eq!(rhys.visit(PATH).one("main .empty"), "Nobody is listed yet.");
    });
}

#[test]
fn nobody_else_sees_who_comes() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        app.browser().registers(SLUG, &delegate());
        app.deliver();
        assert_eq!(app.browser().get(PATH).status, 401);
        let stranger = app.browser();
        stranger.signs_in("stranger@else.example");
        assert_eq!(stranger.get(PATH).status, 404);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        assert_eq!(
            organiser.visit(PATH).all("main li"),
            ["Rhys Bevan Darlington Borough Council"]
        );
        let rhys = app.browser();
        rhys.signs_in("rhys.bevan@darlington.example");
        let page = rhys.visit("/my/data/erasure");
        rhys.presses(&page.form("Erase my data"), "Erase my data");
        app.deliver();
        assert_eq!(
            organiser.visit(PATH).one("main .empty"),
            "Nobody is listed yet."
        );
    });
}
