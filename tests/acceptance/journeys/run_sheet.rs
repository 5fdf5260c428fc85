//! The run sheet: what happens on each stage, for those who run the day.

use super::roles::somebody;
use crate::app::people::{but, careloop};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_model::TeamRole;
use marketday_testkit::{Day, on_each_database};

const SHEET: &str = "/organise/events/care-day-2027/run-sheet";

/// A day of two slots, one of them booked.
fn day(app: &TestApp) -> Day {
    app.may_leave_letters();
    let day = app.published_day(2);
    let typed = but(careloop(), &[("phone", "+44 1325 555010")]);
    app.browser().books(day.slots[0].id, &typed);
    day
}

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(page: &Page) -> Vec<String> {
    let rows = page.all("main tbody tr");
    rows.iter().map(|row| words(row)).collect()
}

const SESSION: &str = "10am to 10:30am Pitches Pitch session";
const FREE: &str = "10:15am to 10:27am Pitch Free Questions from 10:22am, stage clear by 10:30am";
const LUNCH: &str = "12:30pm to 1:15pm Lunch Break, whole venue";

#[test]
fn the_run_sheet_has_the_telephone_number_for_those_who_manage_bookings_and_for_nobody_else() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = day(&app);
        let booked = |phone: &str| {
            format!(
                "10am to 10:12am Falls that do not happen PitchCareloop Amina Yusuf{phone} ConfirmedNo slides yet \
                 Questions from 10:07am, stage clear by 10:15am"
            )
        };
        let (with, without) = (booked("+44 1325 555010"), booked(""));
        let programme = organiser(&app).visit("/organise/events/care-day-2027/programme");
        let sheet = organiser(&app).visit(&programme.link("Run sheet, to print or to save"));
        assert_eq!(rows(&sheet), [SESSION, &with, FREE]);
        assert!(sheet.says("Access: Step-free"));
        for (role, expected) in [
            (TeamRole::Programme, &with),
            (TeamRole::FrontDesk, &without),
            (TeamRole::Viewer, &without),
        ] {
            let browser = somebody(&app, &day, role);
            assert_eq!(
                rows(&browser.visit(SHEET)),
                [SESSION, expected, FREE],
                "{role}"
            );
            let file = browser.get(&format!("{SHEET}.csv")).text();
            assert_eq!(file.contains("1325 555010"), expected == &with, "{role}");
        }
    });
}

#[test]
fn the_run_sheet_follows_the_release_until_the_draft_is_asked_for() {
    on_each_database(|database| {
        let app = spawn_app(database);
        day(&app);
        let organiser = organiser(&app);
        organiser.adds_session("care-day-2027", ("break", "Lunch", ""), ("12:30", "13:15"));
        let released = organiser.visit(SHEET);
        assert!(released.says("Release 1 of the programme"));
        assert_eq!(rows(&released).len(), 3);
        let draft = organiser.visit(&released.link("See that of the draft"));
        assert!(draft.says("The draft of the programme"));
        assert_eq!(rows(&draft).last().map(String::as_str), Some(LUNCH));
        organiser.releases("care-day-2027");
        let released = organiser.visit(&draft.link("See that of what is released"));
        assert!(released.says("Release 2 of the programme"));
        assert_eq!(rows(&released), rows(&draft));
    });
}

#[test]
fn the_run_sheet_is_saved_with_everything_once_and_no_cell_a_formula() {
    on_each_database(|database| {
        let app = spawn_app(database);
        day(&app);
        let organiser = organiser(&app);
        organiser.adds_session("care-day-2027", ("break", "Lunch", ""), ("12:30", "13:15"));
        let draft = organiser.visit(&format!("{SHEET}?programme=draft"));
        let file = organiser.get(&draft.link("CSV for a spreadsheet"));
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(
            file.header("content-disposition"),
            Some("attachment; filename=\"care-day-2027-run-sheet.csv\"")
        );
        assert_eq!(
            file.text(),
            "\"start\",\"end\",\"stage\",\"type\",\"title\",\"company\",\"presenter\",\"contact\",\"phone\",\"chair\",\
             \"slides received\",\"equipment\",\"access\",\"status\",\"notes\"\r\n\
             \"2027-03-02 10:00\",\"2027-03-02 10:30\",\"Main stage\",\"Pitch session\",\"Pitches\",\"\",\"\",\"\",\"\",\
             \"\",\"\",\"\",\"Step-free\",\"\",\"\"\r\n\
             \"2027-03-02 10:00\",\"2027-03-02 10:12\",\"Main stage\",\"Pitch\",\"Falls that do not happen\",\
             \"Careloop\",\"Amina Yusuf\",\"\",\"'+44 1325 555010\",\"\",\"no\",\"\",\"Step-free\",\"Confirmed\",\
             \"Questions from 10:07am, stage clear by 10:15am\"\r\n\
             \"2027-03-02 10:15\",\"2027-03-02 10:27\",\"Main stage\",\"Pitch\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"Step-free\",\
             \"Free\",\"Questions from 10:22am, stage clear by 10:30am\"\r\n\
             \"2027-03-02 12:30\",\"2027-03-02 13:15\",\"Whole venue\",\"Break\",\"Lunch\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\r\n"
        );
    });
}

#[test]
fn slides_that_came_and_notes_stand_on_the_run_sheet_until_they_are_taken_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        day(&app);
        let organiser = organiser(&app);
        let list = "/organise/events/care-day-2027/bookings";
        let page = organiser.visit(list);
        let button = "Received slides from Careloop";
        let noted = organiser.follow(organiser.presses(&page.form(button), button));
        assert_eq!(noted.flash(), "The slides have been noted as received.");
        // A second click changes nothing.
        organiser.presses(&page.form(button), button);
        let note = organiser
            .visit(&noted.link("Note on Careloop"))
            .form("Save the note");
        let long = "x".repeat(1001);
        let refused = organiser.presses(&note.clone().fill(&[("note", &long)]), "Save the note");
        refused.is_refused_with(&[(
            "note",
            "The note must be 1000 characters or fewer, and is 1001",
        )]);
        let saved = organiser.presses(&note.fill(&[("note", "Brings a dog.")]), "Save the note");
        assert!(organiser.follow(saved).says("Note: Brings a dog."));

        let programme = organiser.visit("/organise/events/care-day-2027/programme");
        let session = organiser.visit(&programme.link("Change Pitches"));
        let note = organiser.visit(&session.link("Note for the run sheet"));
        let note = note.form("Save the note").fill(&[("note", "Doors at 9.")]);
        organiser.presses(&note, "Save the note");

        let [session, pitch, _] = rows(&organiser.visit(SHEET))
            .try_into()
            .expect("three rows");
        assert_eq!(session, format!("{SESSION} Doors at 9."));
        assert!(
            pitch.contains("Slides received Brings a dog.Questions from"),
            "{pitch}"
        );
        let file = organiser.get(&format!("{SHEET}.csv")).text();
        assert!(
            file.contains("\"yes\"") && file.contains("\"Doors at 9.\""),
            "{file}"
        );

        let history = organiser.visit("/organise/events/care-day-2027/history");
        assert!(history.says("Slides received") && history.says("Note on a booking changed"));
        assert!(!history.says("dog"));
        assert!(
            !app.browser()
                .visit("/events/care-day-2027/programme")
                .says("Doors at 9")
        );

        let button = "Take back";
        let page = organiser.visit(list);
        let back = organiser.presses(&page.form(button), button);
        assert_eq!(
            organiser.follow(back).flash(),
            "The slides are noted as not received."
        );
        assert!(rows(&organiser.visit(SHEET))[1].contains("No slides yet"));
    });
}
