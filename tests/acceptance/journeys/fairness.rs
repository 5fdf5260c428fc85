//! The fairness record as the team reads it, and as a council keeps it.

use super::proposals::{calls, curated_day, proposes, scores};
use super::roles::somebody;
use super::waiting::waits;
use crate::app::people::{but, careloop};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_model::TeamRole;
use marketday_testkit::{Day, on_each_database};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const EVENT: &str = "/organise/events/care-day-2027";

/// A day of two slots: one booked, one booked and cancelled by an organiser, for a reason that is a formula.
fn day(app: &TestApp) -> (Day, Browser<'_>) {
    app.may_leave_letters();
    let day = app.published_day(2);
    app.browser().books(day.slots[0].id, &careloop());
    let typed = [
        ("email", "ada@gaitwell.example"),
        ("company", "=Gaitwell"),
        ("website", ""),
        ("contact_name", "Ada Wright"),
    ];
    app.browser()
        .books(day.slots[1].id, &but(careloop(), &typed));
    app.deliver();
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    let bookings = organiser.visit(&format!("{EVENT}/bookings"));
    let cancel = organiser.visit(&bookings.link("Cancel the booking of =Gaitwell"));
    let form = cancel
        .form("Cancel this booking")
        .fill(&[("reason", "<b>Flood</b>")]);
    organiser.presses(&form, "Cancel this booking");
    (day, organiser)
}

/// The rows of `record.csv` of one part, each with its cells by column.
fn rows(csv: &str, part: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().expect("heads").clone();
    let rows = reader.records().map(|row| row.expect("a row"));
    let cells = |row: csv::StringRecord| {
        let cells = heads.iter().zip(row.iter());
        cells
            .map(|(head, cell)| (head.to_owned(), cell.to_owned()))
            .collect()
    };
    let rows: Vec<BTreeMap<String, String>> = rows.map(cells).collect();
    rows.into_iter().filter(|row| row["part"] == part).collect()
}

fn files(page: &Page) -> BTreeMap<String, String> {
    assert_eq!(page.header("content-type"), Some("application/zip"));
    let mut archive = ZipArchive::new(Cursor::new(page.body.clone())).expect("a ZIP");
    let numbers = 0..archive.len();
    numbers
        .map(|number| {
            let mut member = archive.by_index(number).expect("a member");
            let mut text = String::new();
            member.read_to_string(&mut text).expect("text");
            (member.name().to_owned(), text)
        })
        .collect()
}

#[test]
fn the_record_is_read_on_a_page_and_kept_as_files_that_say_the_same() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, organiser) = day(&app);
        let bookings = organiser.visit(&format!("{EVENT}/bookings"));
        let page = organiser.visit(&bookings.link("Fairness record"));
        assert!(page.says("First to ask for a free slot"));
        assert!(page.says("<b>Flood</b>"));
        assert!(page.says("2025-10-06 10:0"), "local, with the offset");
        assert!(page.says("+01:00"));
        assert!(page.says("Ada Wright") && page.says("amina@careloop.example"));
        assert!(page.says("The organisers never gave a slot against the rule."));

        let zip = organiser.get(&page.link("Download it as a ZIP"));
        let files = files(&zip);
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["record.csv", "record.html", "record.json", "rule.txt"]
        );
        let csv = &files["record.csv"];
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let heads: Vec<String> = reader
            .headers()
            .expect("heads")
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(heads[..4], ["part", "at", "way", "company"]);
        let rows: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
            .collect();
        let requests: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "request").collect();
        assert_eq!(requests.len(), 2);
        assert_eq!(
            requests[1][2..7],
            [
                "Booking",
                "'=Gaitwell",
                "Falls that do not happen",
                "Main stage, 2027-03-02 10:15 +00:00",
                "Cancelled"
            ]
        );
        assert_eq!(
            requests[1][8..11],
            ["<b>Flood</b>", "Ada Wright", "ada@gaitwell.example"]
        );
        let steps = rows.iter().filter(|row| row[0] == "step");
        let steps: Vec<&str> = steps.map(|row| row[2].as_str()).collect();
        assert_eq!(steps, ["Slot booked", "Slot booked", "Booking cancelled"]);

        let json: serde_json::Value =
            serde_json::from_str(&files["record.json"]).expect("it is JSON");
        assert_eq!(json["zone"], "Europe/London");
        assert_eq!(json["requests"][1]["company"], "=Gaitwell");
        assert_eq!(json["requests"][1]["asked_at"], requests[1][1]);
        let html = &files["record.html"];
        assert!(html.contains("&lt;b&gt;Flood&lt;/b&gt;"));
        for outer in ["<script", "<link", "<img", "href=", "src=", "<style"] {
            assert!(!html.contains(outer), "{outer}");
        }
        assert!(
            files["rule.txt"].contains("A company, or a group of companies, has one slot at most.")
        );
    });
}

#[test]
fn the_whole_team_reads_companies_and_only_who_manages_bookings_reads_people() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (day, _) = day(&app);
        let personal = ["Ada Wright", "amina@careloop.example", "Amina Yusuf"];
        for (role, sees_people) in [
            (TeamRole::Programme, true),
            (TeamRole::FrontDesk, false),
            (TeamRole::Viewer, false),
        ] {
            let browser = somebody(&app, &day, role);
            let programme = browser.visit(&format!("{EVENT}/programme"));
            let page = browser.visit(&programme.link("Fairness record"));
            assert!(page.says("Careloop") && page.says("=Gaitwell"));
            let zip = browser.get(&page.link("Download it as a ZIP"));
            let mut texts = files(&zip);
            texts.insert("page".to_owned(), page.text());
            for (name, text) in texts.iter().filter(|(name, _)| *name != "rule.txt") {
                for person in personal {
                    assert_eq!(text.contains(person), sees_people, "{role} {name} {person}");
                }
            }
        }
        let delegate = app.browser();
        delegate.signs_in_at_once("rhys@darlington.example");
        for path in ["fairness", "fairness.zip"] {
            assert_eq!(delegate.get(&format!("{EVENT}/{path}")).status, 404);
        }
    });
}

#[test]
fn proposals_stand_with_who_gave_what_and_places_on_the_waiting_list_with_their_offers() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = curated_day(&app, 2);
        let organiser = app.browser();
        organiser.signs_in_at_once(day.organiser.email.as_str());
        calls(&organiser);
        proposes(&app, &app.browser(), &careloop());
        let assessor = somebody(&app, &day, TeamRole::Assessor);
        scores(&assessor, "Falls that do not happen", "4");
        let open = [
            "UPDATE slots SET mode = 'open'",
            "UPDATE released_slots SET mode = 'open'",
        ];
        app.world.store.run_script(&open).expect("open slots");
        let typed = [
            ("email", "bea@oaks.example"),
            ("company", "Oaks"),
            ("website", ""),
        ];
        let booked = app.browser();
        let booking = booked.books(day.slots[0].id, &but(careloop(), &typed));
        let typed = [
            ("email", "cy@elms.example"),
            ("company", "Elms"),
            ("website", ""),
        ];
        app.browser()
            .books(day.slots[1].id, &but(careloop(), &typed));
        waits(&app, "ada@gaitwell.example", "Gaitwell");
        booked.cancels(&booking);
        let page = organiser.visit(&format!("{EVENT}/fairness"));
        assert!(page.says("How proposals were judged"));
        assert!(page.says("4.00 of 5, from 1 score"));
        assert!(page.says("Wanted: Any slot") && page.says("Not decided yet"));
        let files = files(&organiser.get(&page.link("Download it as a ZIP")));
        let csv = &files["record.csv"];
        let requests = rows(csv, "request");
        let of = |way: &str| {
            let mut found = requests.iter().filter(|row| row["way"] == way);
            found.next().unwrap_or_else(|| panic!("{way}: {csv}"))
        };
        let proposal = of("Proposal");
        let said = ["state", "rank", "mark", "short list"].map(|head| proposal[head].as_str());
        assert_eq!(said, ["Submitted", "1", "4.00", "no"]);
        let waiting = of("Waiting list");
        let said =
            ["company", "wish", "offered slot", "outcome"].map(|head| waiting[head].as_str());
        let slot = "Main stage, 2027-03-02 10:00 +00:00";
        assert_eq!(said, ["Gaitwell", "Any slot", slot, "Not decided yet"]);
        assert!(waiting["offered at"] < waiting["offer until"]);
        let score = &rows(csv, "score")[0];
        let said = ["way", "company", "outcome"].map(|head| score[head].as_str());
        assert_eq!(said, ["Need", "Careloop", "4"]);
        assert!(!score["by"].is_empty());
        assert_eq!(rows(csv, "mean")[0]["outcome"], "4.00");
        let json: serde_json::Value =
            serde_json::from_str(&files["record.json"]).expect("it is JSON");
        assert_eq!(json["requests"][0]["proposal"]["means"][0]["mark"], "4.00");
        assert!(files["record.html"].contains("How proposals were judged"));

        // Whoever does not decide reads neither marks nor who gave them.
        let viewer = somebody(&app, &day, TeamRole::Viewer);
        let seen = viewer.visit(&format!("{EVENT}/fairness"));
        assert!(seen.says("How proposals were judged") && !seen.says("4.00"));
        let files = self::files(&viewer.get(&seen.link("Download it as a ZIP")));
        assert!(!files["record.csv"].contains("4.00") && !files["record.json"].contains("4.00"));
        assert!(rows(&files["record.csv"], "score").is_empty());
    });
}
