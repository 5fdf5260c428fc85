//! An administrator finds what was written twice, and merges it.

use crate::app::people::{but, careloop};
use crate::app::{Browser, TestApp, spawn_app};
use marketday_accounts::add_administrator;
use marketday_store::{company_groups, organisations};
use marketday_testkit::on_each_database;

const ADA: &str = "ada@operator.example";

/// Somebody who runs the installation, signed in.
fn administrator(app: &TestApp) -> Browser<'_> {
    let email = ADA.parse().expect("an address");
    add_administrator(&app.world.store, &app.world.surroundings, &email).expect("an administrator");
    let ada = app.browser();
    ada.signs_in_at_once(ADA);
    ada
}

/// Two companies that are one, at two days' worth of slots.
fn booked_twice(app: &TestApp) {
    let day = app.published_day(2);
    let names = [
        ("Careloop Health", "amina@careloop.example"),
        ("Carelop Health Ltd", "ben@careloop.example"),
    ];
    for ((company, email), slot) in names.into_iter().zip(&day.slots) {
        let typed = but(
            careloop(),
            &[("company", company), ("email", email), ("website", "")],
        );
        app.browser().books(slot.id, &typed);
    }
}

#[test]
fn an_administrator_finds_likely_duplicates_and_merges_them_once_the_slots_allow_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        booked_twice(&app);
        let ada = administrator(&app);
        let list = ada.visit("/administer/organisations");
        assert!(list.says("A similar name"));
        let question = ada.get(&list.link("Careloop Health and Carelop Health Ltd"));
        assert_eq!(question.status, 409);
        assert!(
            question.says("Together they would hold too many slots at “Care Day” (2 slots, and one company may hold 1)"),
            "{}",
            question.text()
        );
        assert!(
            question
                .forms()
                .iter()
                .all(|form| !form.has_button("Merge them"))
        );

        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        organiser.changes_event("care-day-2027", &[("company_limit", "2")]);
        let question = ada.visit(&list.link("Careloop Health and Carelop Health Ltd"));
        assert_eq!(
            (question.status, question.heading().as_str()),
            (200, "Merge Carelop Health Ltd into Careloop Health?")
        );
        assert!(question.says("1 person and 1 booking"));
        let swapped = ada.visit(&question.link("Keep the other one instead"));
        assert_eq!(
            swapped.heading(),
            "Merge Careloop Health into Carelop Health Ltd?"
        );
        let form = question.form("Merge them");
        let merged = ada.presses(&form, "Merge them");
        let merged = ada.follow(merged);
        assert_eq!(merged.flash(), "The two are one now.");
        assert!(merged.says("No two organisations look like one."));
        let programme = app.browser().visit("/events/care-day-2027/programme");
        assert!(programme.says("Careloop Health") && !programme.says("Carelop Health Ltd"));

        // The same form again changes nothing, and says why.
        let again = ada.presses(&form, "Merge them");
        assert_eq!(again.status, 409);
        assert!(again.says("Carelop Health Ltd was merged into another organisation before"));
        let gone = ada.visit(&again.link("Carelop Health Ltd"));
        assert!(gone.says("This was merged into Careloop Health."));
    });
}

#[test]
fn an_administrator_looks_for_organisations_and_chooses_what_one_is_merged_into() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        booked_twice(&app);
        let ada = administrator(&app);
        let page = ada.visit("/administer/organisations?q=zebra");
        assert!(page.says("Nothing is found for “zebra”."));
        let page = ada.visit("/administer/organisations?q=CARE");
        assert_eq!(
            page.all("tbody th"),
            ["Careloop Health", "Carelop Health Ltd"]
        );
        let one = ada.visit(&page.link("Carelop Health Ltd"));
        assert!(one.says("1 person and 1 booking"));
        assert_eq!(one.all("tbody th"), ["Careloop Health"]);
        let question = ada.get(&one.link("Careloop Health"));
        assert_eq!(
            question.heading(),
            "Merge Carelop Health Ltd into Careloop Health?"
        );
        for path in [
            "/administer/organisations/x",
            "/administer/organisations/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11",
            "/administer/organisations/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11/merger",
        ] {
            assert_eq!(ada.get(path).status, 404, "{path}");
        }
    });
}

#[test]
fn an_administrator_says_which_group_a_company_belongs_to_and_its_slots_count_for_it() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        booked_twice(&app);
        let ada = administrator(&app);
        let found = ada.visit("/administer/organisations?q=Careloop");
        let company = ada.visit(&found.link("Careloop Health"));
        let form = |number| {
            let form = company.form("Save the group");
            form.fill(&[("parent_number", number)])
        };
        ada.presses(&form("12"), "Save the group")
            .is_refused_with(&[(
                "parent_number",
                "Companies House number must be 8 characters, like 01234567 or SC123456",
            )]);
        let saved = ada.presses(&form("sc123456"), "Save the group");
        let saved = ada.follow(saved);
        assert_eq!(
            saved.flash(),
            "The group has been saved. What the company has booked counts for it from now on."
        );
        let form = saved.form("Save the group");
        assert_eq!(form.value("parent_number"), Some("SC123456"));
        let trail = ada.visit("/administer/audit");
        assert!(trail.says("Profile changed") && trail.says("SC123456"));
        let counted = app.world.store.read(|rx| {
            let company = organisations::search(rx, "Careloop Health", 1)?.remove(0);
            company_groups::find_counted_identity(rx, &company)
        });
        let group = marketday_model::organisation::group_identity("SC123456");
        assert_eq!(counted.expect("the database answers"), group);

        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        assert_eq!(
            organiser
                .post(&form.action, &[("parent_number", "")])
                .status,
            404
        );
    });
}

#[test]
fn nobody_else_sees_or_merges_organisations_and_an_administrator_has_no_part_in_events() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        booked_twice(&app);
        let ada = administrator(&app);
        assert_eq!(ada.get("/organise/events/care-day-2027").status, 404);
        let list = ada.visit("/administer/organisations");
        let path = list.link("Careloop Health and Carelop Health Ltd");
        assert_eq!(
            list.links("header nav a")
                .iter()
                .filter(|to| *to == "/administer/organisations")
                .count(),
            1
        );

        let organiser = app.browser();
        let home = organiser.signs_in_at_once("organiser@north.example");
        assert!(!home.says("Administer"));
        let (merger, into) = path.split_once("?into=").expect("two organisations");
        for address in ["/administer/organisations", path.as_str()] {
            assert_eq!(organiser.get(address).status, 404, "{address}");
            assert_eq!(app.browser().get(address).status, 401, "{address}");
        }
        assert_eq!(organiser.post(merger, &[("into", into)]).status, 404);
    });
}
