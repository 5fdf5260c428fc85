//! Who did what with a company, as its members read it; and with everything, as administrators do.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_accounts::add_administrator;
use marketday_testkit::on_each_database;

const ADA: &str = "ada@operator.example";
const AMINA: &str = "amina@careloop.example";
const AUDIT: &str = "/administer/audit";

/// A page's lines: what was done, and by whom.
fn lines(page: &Page) -> Vec<(String, String)> {
    let cells = |label: &str| {
        let cells = page.all(&format!("tbody td[data-label={label}]"));
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        cells.into_iter().map(words).collect::<Vec<String>>()
    };
    cells("What").into_iter().zip(cells("By")).collect()
}

/// The organiser cancels the only booking of the day.
fn cancels(app: &TestApp) {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    let list = organiser.visit("/organise/events/care-day-2027/bookings");
    let links = list.links("main a");
    let href = links.iter().find(|link| link.ends_with("/cancellation"));
    let question = organiser.visit(href.expect("a booking"));
    let form = question
        .form("Cancel this booking")
        .fill(&[("reason", "The stage is closed")]);
    organiser.presses(&form, "Cancel this booking");
}

fn administrator(app: &TestApp) -> Browser<'_> {
    let email = ADA.parse().expect("an address");
    add_administrator(&app.world.store, &app.world.surroundings, &email).expect("an administrator");
    let ada = app.browser();
    ada.signs_in_at_once(ADA);
    ada
}

#[test]
fn a_company_reads_what_was_done_with_its_bookings_and_of_the_organisers_neither_name_nor_network()
{
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        app.browser().registers("care-day-2027", &delegate());
        cancels(&app);

        let members = amina.visit(&amina.visit("/my").link("Members of Careloop"));
        let page = amina.visit(&members.link("See who did what"));
        let read = lines(&page);
        assert_eq!(read.len(), 2, "{read:?}");
        assert!(read[0].0.starts_with("Booking cancelled"), "{read:?}");
        assert!(read[0].0.contains("The stage is closed"), "{read:?}");
        assert_eq!(read[0].1, "The organisers of the event");
        assert!(read[1].0.starts_with("Slot booked"), "{read:?}");
        assert!(read[1].1.contains("/24"), "{read:?}");

        let of_booking = amina.visit(&page.links("tbody td[data-label=Of] a")[0]);
        assert_eq!(lines(&of_booking), read);
        let own = amina.visit(&page.links("tbody td[data-label=By] a")[0]);
        assert_eq!(lines(&own), read[1..]);
    });
}

#[test]
fn what_the_organisers_did_cannot_be_picked_out_by_knowing_who_they_are() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let amina = app.browser();
        amina.books(day.slots[0].id, &careloop());
        cancels(&app);
        let members = amina.visit(&amina.visit("/my").link("Members of Careloop"));
        let history = members.link("See who did what");
        let organiser = app.world.person("organiser@north.example").id;
        assert_eq!(amina.get(&format!("{history}?by={organiser}")).status, 404);
    });
}

#[test]
fn an_administrator_narrows_the_whole_trail_to_a_person_a_thing_and_a_day_and_saves_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        app.browser().books(day.slots[0].id, &careloop());
        app.browser().registers("care-day-2027", &delegate());
        let ada = administrator(&app);
        let page = ada.visit(&ada.visit("/my").link("Audit trail"));
        let whole = lines(&page).len();
        let form = page.form("Show");
        let hers = ada.presses(&form.fill(&[("by", AMINA)]), "Show");
        let read = lines(&hers);
        assert!(!read.is_empty() && read.len() < whole, "{read:?}");
        assert!(read.iter().any(|(what, _)| what.starts_with("Slot booked")));
        let csv = ada.get(&hers.link("CSV for a spreadsheet"));
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(csv.text().lines().count(), read.len() + 1);
        let json = ada.get(&hers.link("JSON Lines for programs"));
        assert_eq!(json.text().lines().count(), read.len());

        let today = app.world.surroundings.now().date_naive();
        let tomorrow = today.succ_opt().expect("a day");
        assert_eq!(
            lines(&ada.visit(&format!("{AUDIT}?since={today}"))).len(),
            whole
        );
        assert_eq!(
            lines(&ada.visit(&format!("{AUDIT}?since={tomorrow}"))).len(),
            0
        );
    });
}

#[test]
fn an_administrator_is_told_what_of_a_search_cannot_be_read() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let ada = administrator(&app);
        let page = ada.get(&format!(
            "{AUDIT}?of=event&by=nobody@nowhere.example&since=soon"
        ));
        page.is_refused_with(&[
            ("of", "Of: write it as event:ID, with the id of what it is"),
            ("by", "By: nobody is known by this address or id"),
            ("since", "Since: choose a day"),
        ]);
        assert_eq!(ada.visit(&format!("{AUDIT}?of=&by=&since=")).status, 200);
    });
}
