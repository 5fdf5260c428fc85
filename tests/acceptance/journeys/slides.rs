//! A company sends its slides, organisers collect them, and everybody reads what the company lets them.

use super::roles::somebody;
use crate::app::people::{but, careloop};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_booking::sweep_files;
use marketday_model::TeamRole;
use marketday_testkit::{Day, World, on_each_database};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const EVENT: &str = "/organise/events/care-day-2027/slides";
const PROGRAMME: &str = "/events/care-day-2027/programme";
const PDF: &[u8] = b"%PDF-1.7\none";

/// A day of two slots, one of them booked by somebody who stays signed in, and the address of its slides.
fn booked(app: &TestApp) -> (Day, Browser<'_>, String) {
    app.may_leave_letters();
    let day = app.published_day(2);
    let company = app.browser();
    let page = company.books(day.slots[0].id, &careloop());
    let booking = page.path.split('?').next().expect("its address").to_owned();
    app.deliver();
    (day, company, format!("{booking}/slides"))
}

fn organiser(app: &TestApp) -> Browser<'_> {
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

/// Sends the form of slides with this file and these words.
fn sends(
    browser: &Browser<'_>,
    slides: &str,
    (name, file): (&str, &[u8]),
    typed: &[(&str, &str)],
) -> Page {
    let form = browser.visit(slides).form("Save");
    assert_eq!(form.action, slides);
    let csrf = browser.csrf();
    let mut fields = vec![("csrf", csrf.as_str())];
    fields.extend(typed);
    browser.sends_file(slides, &fields, (name, file))
}

fn saved(browser: &Browser<'_>, page: Page) -> Page {
    let page = browser.follow(page);
    assert_eq!(page.flash(), "The slides and their text have been saved.");
    page
}

#[test]
fn a_company_sends_versions_of_its_slides_and_takes_one_away() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, company, slides) = booked(&app);
        let booking = slides.trim_end_matches("/slides");
        let page = company.visit(booking);
        assert!(page.says("Slides are taken until the pitch begins."));
        assert!(page.says("No slides have been sent yet."));
        assert_eq!(page.link("Send slides"), slides);
        let page = sends(&company, &slides, ("Our falls.PDF", PDF), &[]);
        let page = saved(&company, page);
        let first = page.link("Version 1: Our falls.pdf");
        let page = sends(&company, &slides, ("b.pdf", b"%PDF-1.7\ntwo"), &[]);
        let page = saved(&company, page);
        page.link("Version 2: b.pdf");

        let file = company.get(&first);
        assert_eq!(file.body, PDF);
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            (
                "content-disposition",
                "attachment; filename=\"Our falls.pdf\"; filename*=UTF-8''Our%20falls.pdf",
            ),
            (
                "content-security-policy",
                "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'",
            ),
        ] {
            assert_eq!(file.header(name), Some(value));
        }
        let form = page.form("Remove Version 1");
        let page = company.follow(company.presses(&form, "Remove Version 1"));
        assert_eq!(page.flash(), "The version has been removed.");
        assert!(!page.says("Our falls.pdf"));
        assert_eq!(company.get(&first).status, 404);
        let World {
            store,
            surroundings,
            ..
        } = &app.world;
        assert_eq!(
            sweep_files(store, &app.files, surroundings).expect("swept"),
            1
        );
        let lying = std::fs::read_dir(app.folder.path()).expect("the folder");
        assert_eq!(lying.count(), 1);
        assert!(company.visit(booking).says("Version 2: b.pdf"));
    });
}

#[test]
fn what_is_no_slides_is_refused_and_what_was_typed_is_kept() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, company, slides) = booked(&app);
        let typed = [("summary", "One slide: a fall."), ("publish", "yes")];
        let large = vec![b' '; 30 * 1024 * 1024 + 1];
        let kinds = "The file must be a PDF, a PowerPoint presentation (.pptx) or an OpenDocument presentation (.odp)";
        let old = "The file is an old PowerPoint presentation (.ppt), or has a password. Save it as .pptx without a \
                   password, or export it as PDF";
        let protected =
            "The file is protected by a password. Save it without one, or export it as PDF";
        for (file, told) in [
            (&b"<svg/>"[..], kinds),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", old),
            (b"%PDF-1.7\n/Encrypt 3 0 R", protected),
            (&large, "The file must be 30 MB or smaller"),
        ] {
            let page = sends(&company, &slides, ("a.pdf", file), &typed);
            page.is_refused_with(&[("file", told)]);
            let form = page.form("Save");
            assert_eq!(form.value("summary"), Some("One slide: a fall."));
            assert_eq!(form.value("publish"), Some("yes"));
            assert!(page.says("No slides have been sent yet."));
        }
        let nothing = sends(&company, &slides, ("", b""), &[]);
        nothing.is_refused_with(&[("file", "Choose a file, or write what the slides say")]);
        let page = sends(&company, &slides, ("", b""), &typed);
        let page = saved(&company, page);
        assert_eq!(
            page.form("Save").value("summary"),
            Some("One slide: a fall.")
        );
    });
}

#[test]
fn the_company_its_colleagues_and_the_organisers_send_and_nobody_else() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (day, company, slides) = booked(&app);
        saved(
            &company,
            sends(&company, &slides, ("a.pdf", PDF), &[("summary", "")]),
        );
        let version = company.visit(&slides).link("Version 1: a.pdf");
        let organiser = organiser(&app);
        let page = sends(&organiser, &slides, ("b.pdf", b"%PDF-1.7\ntwo"), &[]);
        saved(&organiser, page).link("Back to the slides of the event");
        let programme = somebody(&app, &day, TeamRole::Programme);
        assert_eq!(programme.get(&slides).status, 200);
        // Those who show them take them, and change nothing.
        let viewer = somebody(&app, &day, TeamRole::Viewer);
        assert_eq!(viewer.get(&slides).status, 404);
        assert_eq!(viewer.get(&version).body, PDF);
        let other = app.browser();
        let typed = [
            ("email", "ada@gaitwell.example"),
            ("company", "Gaitwell"),
            ("website", ""),
        ];
        other.books(day.slots[1].id, &but(careloop(), &typed));
        for path in [&slides, &version] {
            assert_eq!(other.get(path).status, 404, "{path}");
            assert_eq!(app.browser().get(path).status, 401, "{path}");
        }
        let csrf = other.csrf();
        let sent = other.sends_file(&slides, &[("csrf", &csrf)], ("a.pdf", PDF));
        assert_eq!(sent.status, 404);
        let stranger = app.browser();
        stranger.visit("/sign-in");
        let csrf = stranger.csrf();
        let sent = stranger.sends_file(&slides, &[("csrf", &csrf)], ("a.pdf", PDF));
        assert_eq!(sent.status, 401);
        let sent = company.sends_file(&slides, &[("csrf", "wrong")], ("a.pdf", PDF));
        assert_eq!(sent.status, 403);
        assert!(company.visit(&slides).says("Version 2"));
        assert!(!company.visit(&slides).says("Version 3"));
    });
}

#[test]
fn after_the_deadline_only_organisers_change_slides_and_a_local_time_that_comes_twice_is_asked_about()
 {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, company, slides) = booked(&app);
        let organiser = organiser(&app);
        let bookings = organiser.visit("/organise/events/care-day-2027/bookings");
        assert!(bookings.says("1 company has sent none yet."));
        let page = organiser.visit(&bookings.link("Slides"));
        assert!(page.says("Companies can send slides until their pitch begins."));
        assert!(page.says("None yet"));
        let form = page.form("Save the deadline");
        let press = |date: &str, time: &str| {
            let form = form.clone().fill(&[("due_date", date), ("due_time", time)]);
            organiser.presses(&form, "Save the deadline")
        };
        press("2025-10-26", "").is_refused_with(&[(
            "due_time",
            "The time of the deadline must be a time, like 09:30",
        )]);
        press("2027-03-03", "09:00").is_refused_with(&[(
            "due_date",
            "The deadline must not be after the event, which ends at 4pm on Tuesday 2 March 2027",
        )]);
        let asked = press("2025-10-26", "01:30");
        assert!(asked.error_at("due_time_fold").is_some());
        let form = asked
            .form("Save the deadline")
            .fill(&[("due_time_fold", "later")]);
        let page = organiser.follow(organiser.presses(&form, "Save the deadline"));
        assert_eq!(page.flash(), "The deadline has been saved.");
        assert!(page.says("Companies can send slides until 1:30am GMT on Sunday 26 October 2025."));
        let told = "Slides are taken until 1:30am GMT on Sunday 26 October 2025.";
        assert!(company.visit(&slides).says(told));

        app.later(Duration::days(21));
        company.signs_in_at_once("amina@careloop.example");
        organiser.signs_in_at_once("organiser@north.example");
        let page = company.visit(&slides);
        assert!(page.says("Ask the organisers if yours have to change."));
        assert!(page.forms().iter().all(|form| !form.has_button("Save")));
        let csrf = company.csrf();
        let late = company.sends_file(&slides, &[("csrf", &csrf)], ("a.pdf", PDF));
        assert_eq!(late.status, 422);
        assert!(late.says("The deadline for slides has passed. Ask the organisers to take yours"));
        let page = sends(&organiser, &slides, ("a.pdf", PDF), &[]);
        saved(&organiser, page);
        let bookings = organiser.visit("/organise/events/care-day-2027/bookings");
        assert!(bookings.says("none are missing."));
        assert_eq!(bookings.link("Slides sent"), slides);
        let sheet = organiser.visit("/organise/events/care-day-2027/run-sheet");
        assert!(!sheet.says("No slides yet"));
    });
}

/// The names and texts in a ZIP.
fn unpacked(page: &Page) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(page.body.clone())).expect("a ZIP");
    let names: Vec<usize> = (0..archive.len()).collect();
    names
        .into_iter()
        .map(|number| {
            let mut member = archive.by_index(number).expect("a member");
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).expect("it can be unpacked");
            (member.name().to_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_team_downloads_all_slides_in_running_order() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (day, company, slides) = booked(&app);
        let other = app.browser();
        let typed = [
            ("email", "ada@gaitwell.example"),
            ("company", "Gait/well: Ltd."),
            ("website", ""),
            ("pitch_title", "=1+1"),
        ];
        let page = other.books(day.slots[1].id, &but(careloop(), &typed));
        let booking = page.path.split('?').next().expect("its address");
        let theirs = format!("{booking}/slides");
        let page = sends(
            &other,
            &theirs,
            ("x.pdf", b"%PDF-1.7\ntwo"),
            &[("summary", "Two slides.\nOne is a cat.")],
        );
        saved(&other, page);
        saved(&company, sends(&company, &slides, ("a.pdf", PDF), &[]));
        let viewer = somebody(&app, &day, TeamRole::Viewer);
        let page = viewer.visit(EVENT);
        assert!(page.says("2 of 2 pitches have slides."));
        let file = viewer.get(&page.link("Download all slides"));
        assert_eq!(file.header("content-type"), Some("application/zip"));
        assert_eq!(
            file.header("content-disposition"),
            Some(
                "attachment; filename=\"care-day-2027-slides.zip\"; filename*=UTF-8''care-day-2027-slides.zip"
            )
        );
        let contents = "\u{feff}\"number\",\"start\",\"stage\",\"company\",\"title\",\"file\",\"sent\",\"text summary\"\r\n\
             \"1\",\"2027-03-02 10:00\",\"Main stage\",\"Careloop\",\"Falls that do not happen\",\
             \"01 Main stage 10.00 Careloop - Falls that do not happen.pdf\",\"2025-10-06 10:03\",\"\"\r\n\
             \"2\",\"2027-03-02 10:15\",\"Main stage\",\"Gait/well: Ltd.\",\"'=1+1\",\
             \"02 Main stage 10.15 Gait-well- Ltd - =1+1.pdf\",\"2025-10-06 10:03\",\"Two slides.\nOne is a cat.\"\r\n";
        assert_eq!(
            unpacked(&file),
            [
                (
                    "01 Main stage 10.00 Careloop - Falls that do not happen.pdf".to_owned(),
                    PDF.to_vec()
                ),
                (
                    "02 Main stage 10.15 Gait-well- Ltd - =1+1.pdf".to_owned(),
                    b"%PDF-1.7\ntwo".to_vec()
                ),
                ("contents.csv".to_owned(), contents.as_bytes().to_vec()),
            ]
        );
        assert_eq!(company.get(EVENT).status, 404);
        assert_eq!(company.get(&format!("{EVENT}.zip")).status, 404);
    });
}

#[test]
fn slides_are_published_with_the_pitch_while_the_company_agrees_and_the_pitch_stands() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (_, company, slides) = booked(&app);
        let booking = slides.trim_end_matches("/slides");
        let id = booking.rsplit('/').next().expect("an id");
        let public = format!("/events/care-day-2027/slides/{id}");
        let words = ("summary", "One slide: <b>a fall</b>.");
        saved(&company, sends(&company, &slides, ("a.pdf", PDF), &[words]));
        let stranger = app.browser();
        let is_shown = || {
            let page = stranger.visit(PROGRAMME);
            let is_there = page.says("One slide: <b>a fall</b>.");
            assert_eq!(stranger.get(&public).status == 200, is_there);
            is_there
        };
        assert!(!is_shown());
        let agreed = [words, ("publish", "yes")];
        saved(&company, sends(&company, &slides, ("", b""), &agreed));
        assert!(is_shown());
        let link = stranger.visit(PROGRAMME).link("Slides of Careloop");
        assert_eq!(link, public);
        let file = stranger.get(&public);
        assert_eq!(file.body, PDF);
        assert_eq!(file.header("cache-control"), Some("public, no-cache"));
        // A newer version takes its place at once.
        let page = sends(&company, &slides, ("b.pdf", b"%PDF-1.7\ntwo"), &agreed);
        saved(&company, page);
        assert_eq!(stranger.get(&public).body, b"%PDF-1.7\ntwo");
        // Of another event, it is not there.
        let elsewhere = public.replace("care-day-2027", "harbour-day-2027");
        assert_eq!(stranger.get(&elsewhere).status, 404);
        saved(&company, sends(&company, &slides, ("", b""), &[words]));
        assert!(!is_shown());
        saved(&company, sends(&company, &slides, ("", b""), &agreed));
        assert!(is_shown());
        company.cancels(&company.visit(booking));
        assert!(!is_shown());
    });
}

#[test]
fn slides_of_a_company_that_is_not_known_to_be_itself_are_not_published() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (day, ..) = booked(&app);
        let claimant = app.browser();
        let typed = [("email", "joe@mail.example"), ("website", "")];
        lets_two_slots(&app, &day);
        let page = claimant.books(day.slots[1].id, &but(careloop(), &typed));
        let booking = page.path.split('?').next().expect("its address").to_owned();
        let agreed = [("summary", "Two slides."), ("publish", "yes")];
        let slides = format!("{booking}/slides");
        saved(
            &claimant,
            sends(&claimant, &slides, ("a.pdf", PDF), &agreed),
        );
        assert!(!app.browser().visit(PROGRAMME).says("Two slides."));
        let organiser = organiser(&app);
        let bookings = organiser.visit("/organise/events/care-day-2027/bookings");
        organiser.presses(&bookings.form("Confirm that"), "Confirm that");
        assert!(app.browser().visit(PROGRAMME).says("Two slides."));
    });
}

/// A company may have two slots.
fn lets_two_slots(app: &TestApp, day: &Day) {
    let event = marketday_model::Event {
        company_limit: 2,
        ..day.event.clone()
    };
    let changed = app
        .world
        .store
        .write(move |tx| marketday_store::events::update(tx, &event));
    changed.expect("the database answers");
}
