//! A company says once what it is, and is not asked again.

use crate::app::people::{but, careloop};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_testkit::{Day, on_each_database};

const SAM: &str = "sam@careloop.example";

/// Amina, who has booked and cancelled for Careloop.
fn amina(app: &TestApp) -> (Browser<'_>, Day) {
    let day = app.published_day(2);
    let amina = app.browser();
    let booked = amina.books(day.slots[0].id, &careloop());
    amina.cancels(&booked);
    app.deliver();
    (amina, day)
}

fn saves(browser: &Browser<'_>, page: &Page, typed: &[(&str, &str)]) -> Page {
    let form = page.form("Save the profile").fill(typed);
    browser.presses(&form, "Save the profile")
}

#[test]
fn a_member_says_once_what_the_company_is_and_the_next_booking_knows_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, day) = amina(&app);
        let path = amina.visit("/my").link("Profile of Careloop");
        let page = amina.visit(&path);
        assert_eq!(page.heading(), "Profile of Careloop");
        saves(
            &amina,
            &page,
            &[
                ("company_number", "1234"),
                ("ppon", "PABC"),
                ("website", "careloop"),
            ],
        )
        .is_refused_with(&[
            (
                "company_number",
                "Companies House number must be 8 characters, like 01234567 or SC123456",
            ),
            ("website", "Enter a web address, like www.example.co.uk"),
            ("ppon", "PPON must look like PABC-1234-DEFG"),
        ]);
        saves(
            &amina,
            &page,
            &[("company_number", "01234567"), ("sole_trader", "yes")],
        )
        .is_refused_with(&[(
            "company_number",
            "A sole trader has no Companies House number. Leave it out, or choose no",
        )]);
        let done = saves(
            &amina,
            &page,
            &[
                ("name", "Careloop Ltd"),
                ("company_number", "01234567"),
                ("sole_trader", "no"),
                ("region", "north-east"),
                ("size", "micro"),
                ("products", "Sensors that notice a change of gait."),
                ("themes", "adult-social-care"),
                ("ppon", "gb-ppon-pabc-1234-defg"),
            ],
        );
        assert_eq!(amina.follow(done).flash(), "The profile has been saved.");
        let form = amina.visit(&path).form("Save the profile");
        let kept = ["size", "region", "ppon", "sole_trader", "version"];
        assert_eq!(
            kept.map(|name| form.value(name)),
            [
                Some("micro"),
                Some("north-east"),
                Some("PABC-1234-DEFG"),
                Some("no"),
                Some("1")
            ]
        );
        let form = amina.holds(day.slots[1].id).form("Book this slot");
        assert_eq!(
            ["company", "company_number", "website"].map(|name| form.value(name)),
            [
                Some("Careloop Ltd"),
                Some("01234567"),
                Some("https://www.careloop.example")
            ]
        );
    });
}

#[test]
fn documents_are_links_and_the_page_says_which_have_expired_or_soon_will() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, _) = amina(&app);
        let path = amina.visit("/my").link("Profile of Careloop");
        let adds = |name: &str, link: &str, last: &str| {
            let form = amina.visit(&path).form("Add the document").fill(&[
                ("document_kind", "assurance"),
                ("document_name", name),
                ("document_link", link),
                ("document_expires", last),
            ]);
            amina.presses(&form, "Add the document")
        };
        adds("Cyber Essentials", "javascript:alert(1)", "2026-02-30").is_refused_with(&[
            (
                "document_link",
                "Enter a web address, like www.example.co.uk",
            ),
            (
                "document_expires",
                "Last day on which it holds must be a real date",
            ),
        ]);
        for (name, last) in [
            ("Accessibility statement", ""),
            ("Cyber Essentials", "2025-10-05"),
            ("Insurance", "2025-11-05"),
            ("ISO 27001", "2025-11-06"),
        ] {
            let added = amina.follow(adds(name, "careloop.example/file", last));
            assert_eq!(added.flash(), "The document has been added.");
        }
        let page = amina.visit(&path);
        assert_eq!(
            page.all("#documents ~ .table-scroll td[data-label='Valid until']"),
            [
                "–",
                "5 October 2025 Expired",
                "5 November 2025 Expires soon",
                "6 November 2025"
            ]
        );
        let removed = amina.presses(&page.form("Remove Insurance"), "Remove Insurance");
        let page = amina.follow(removed);
        assert_eq!(page.flash(), "The document has been removed.");
        assert!(!page.says("Insurance"));
    });
}

#[test]
fn an_assistant_looks_and_of_two_colleagues_the_later_is_asked_what_stands() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let (amina, _) = amina(&app);
        let path = amina.visit("/my").link("Profile of Careloop");
        let members = amina.visit("/my").link("Members of Careloop");
        let form = amina.visit(&members).form("Ask them");
        let form = form.fill(&[("email", SAM), ("role", "assistant")]);
        amina.presses(&form, "Ask them");
        let link = app.next_letter_to(SAM).link("/nominations/");
        let sam = app.browser();
        sam.signs_in(SAM);
        sam.presses(&sam.visit(&link).form("Join"), "Join");
        let seen = sam.visit(&path);
        assert!(seen.says("https://www.careloop.example"));
        assert!(seen.forms().is_empty(), "there is nothing to change");
        assert_eq!(sam.post(&path, &[("name", "Mine")]).status, 404);

        let (first, second) = (amina.visit(&path), amina.visit(&path));
        saves(&amina, &first, &[("products", "Cups"), ("size", "small")]);
        let late = saves(&amina, &second, &[("products", "Plates")]);
        assert_eq!(
            (late.status, late.errors()),
            (
                409,
                vec![(
                    String::new(),
                    "Somebody else changed the profile while you did. Nothing of yours is saved yet"
                        .to_owned()
                )]
            )
        );
        assert_eq!(
            late.all("#meanwhile ~ dl > div"),
            ["Size10 to 49 people", "Products and servicesCups"]
        );
        let again = late.form("Save the profile");
        assert_eq!(again.value("products"), Some("Plates"));
        amina
            .presses(&again, "Save the profile")
            .leads_to(&format!("{path}?done=profile-saved"));
    });
}

#[test]
fn a_company_that_adds_its_number_has_no_more_slots_than_before() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let amina = app.browser();
        let booked = amina.books(day.slots[0].id, &careloop());
        let path = amina.visit("/my").link("Profile of Careloop");
        let typed = [("company_number", "01234567"), ("name", "Careloop UK")];
        saves(&amina, &amina.visit(&path), &typed);
        app.deliver();
        assert!(amina.visit(&booked.path).says("Careloop UK"));
        let page = amina.holds(day.slots[1].id);
        let typed = but(careloop(), &typed);
        let typed = but(typed, &[("company", "Careloop UK")]);
        let typed: Vec<_> = typed
            .into_iter()
            .filter(|(name, _)| *name != "name" && *name != "email")
            .collect();
        amina.fills_in(&page, &typed).is_refused_with(&[(
            "company",
            "This company already holds as many slots at this day as it may (1)",
        )]);
        amina.cancels(&amina.visit(&booked.path));
        let again = amina.holds(day.slots[0].id);
        let booked = amina.follow(amina.fills_in(&again, &typed));
        assert_eq!(booked.heading(), "Your booking Confirmed");
        app.deliver();
    });
}
