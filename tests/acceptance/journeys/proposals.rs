//! A day that curates its programme, on its pages: calling, proposing, scoring, deciding, giving slots, confirming.

use crate::app::people::{Typed, but, careloop};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_accounts::erase;
use marketday_booking::proposals::sweep_places;
use marketday_model::TeamRole;
use marketday_store::privacy;
use marketday_testkit::{Day, on_each_database};

use super::roles::somebody;

const CALL: &str = "/events/care-day-2027/proposals";
const ORGANISE: &str = "/organise/events/care-day-2027";

/// A day whose slots are all given by the organiser.
pub(super) fn curated_day(app: &TestApp, slots: u32) -> Day {
    let day = app.published_day(slots);
    let curated = [
        "UPDATE slots SET mode = 'curated'",
        "UPDATE released_slots SET mode = 'curated'",
    ];
    app.world.store.run_script(&curated).expect("curated slots");
    day
}

/// The organiser calls for proposals until the end of the month.
pub(super) fn calls(organiser: &Browser<'_>) {
    let page = organiser.visit(&format!("{ORGANISE}/call"));
    let form = page.form("Save the call").fill(&[
        ("looked_for", "Anything that keeps people **at home**."),
        ("call_closes_date", "2027-01-31"),
        ("call_closes_time", "17:00"),
        ("minimum_scores", "1"),
    ]);
    let saved = organiser.follow(organiser.presses(&form, "Save the call"));
    assert_eq!(saved.flash(), "The call has been saved.");
    let form = saved
        .form("Save the criteria")
        .fill(&[("name_0", "Need"), ("weight_0", "3")]);
    let saved = organiser.follow(organiser.presses(&form, "Save the criteria"));
    let published = organiser.presses(&saved.form("Publish the call"), "Publish the call");
    assert_eq!(published.status, 303);
}

/// A company proposes without an account, by an emailed code.
pub(super) fn proposes(app: &TestApp, browser: &Browser<'_>, typed: &Typed<'_>) -> Page {
    let email = typed
        .iter()
        .find(|(name, _)| *name == "email")
        .expect("an address")
        .1;
    let page = browser.visit(&format!("{CALL}/new"));
    let page = browser.presses(&page.form("Continue").fill(typed), "Continue");
    assert_eq!(page.errors(), vec![]);
    let code = app.next_letter_to(email).code();
    let sent = browser.types_code(&page, &code, "Confirm and send");
    let page = browser.follow(sent);
    app.deliver();
    page
}

fn gaitwell() -> Typed<'static> {
    but(
        careloop(),
        &[
            ("company", "Gaitwell"),
            ("website", "www.gaitwell.example"),
            ("contact_name", "Ada Mensah"),
            ("email", "ada@gaitwell.example"),
            ("pitch_title", "A shoe that listens"),
        ],
    )
}

/// What Ada of Gaitwell was told last.
fn last_letter(app: &TestApp) -> String {
    let letters = app.letters_to("ada@gaitwell.example");
    letters.last().expect("a letter").text.clone()
}

/// An assessor gives every proposal in their list this score, by its title.
pub(super) fn scores(assessor: &Browser<'_>, title: &str, score: &str) {
    let list = assessor.visit(&format!("{ORGANISE}/assessing"));
    let page = assessor.visit(&list.link(title));
    let form = page.form("Save my scores");
    let html = page.text();
    let (_, rest) = html.split_once("name=\"score_").expect("a criterion");
    let name = format!("score_{}", &rest[..36]);
    let form = form.fill(&[(name.as_str(), score), ("comment", "Not for the company")]);
    let kept = assessor.follow(assessor.presses(&form, "Save my scores"));
    assert_eq!(kept.flash(), "Your scores have been kept.");
}

#[test]
fn companies_propose_assessors_score_and_the_best_is_given_a_slot_which_it_confirms() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = curated_day(&app, 1);
        let organiser = app.browser();
        organiser.signs_in_at_once(day.organiser.email.as_str());
        assert_eq!(organiser.get(CALL).status, 404, "nobody has called yet");
        calls(&organiser);
        let stranger = app.browser();
        let call = stranger.visit(CALL);
        assert!(call.says("at home") && call.says("Need"));
        assert!(
            stranger
                .visit("/events/care-day-2027")
                .says("See what is looked for")
        );

        let (careloops, gaitwells) = (app.browser(), app.browser());
        let first = proposes(&app, &careloops, &careloop());
        assert_eq!(
            first.flash(),
            "The organisers have your proposal. We have sent you a confirmation."
        );
        let second = proposes(&app, &gaitwells, &gaitwell());
        assert!(last_letter(&app).contains("has your proposal"));
        let again = proposes_again(&careloops);
        again.is_refused_with(&[(
            "company",
            "This company already has as many proposals to this event as it may (1)",
        )]);

        let assessor = somebody(&app, &day, TeamRole::Assessor);
        scores(&assessor, "Falls that do not happen", "3");
        scores(&assessor, "A shoe that listens", "5");
        for closed in ["", "/bookings", "/registrations", "/proposals", "/call"] {
            assert_eq!(
                assessor.get(&format!("{ORGANISE}{closed}")).status,
                404,
                "{closed}"
            );
        }
        assert!(!careloops.visit(&first.path).says("Not for the company"));

        let list = organiser.visit(&format!("{ORGANISE}/proposals"));
        let marks = list.all("tbody tr td[data-label=Mark]");
        assert_eq!(marks, ["5.00 1 score", "3.00 1 score"]);
        for title in ["A shoe that listens", "Falls that do not happen"] {
            let page = organiser.visit(&list.link(title));
            let form = page.form("Accept").fill(&[("feedback", "We liked it.")]);
            assert_eq!(organiser.presses(&form, "Accept").status, 303);
        }
        let placing = organiser.visit(&format!("{ORGANISE}/placing"));
        let by_rank = placing.form("Give the slots by rank");
        let placed = organiser.follow(organiser.presses(&by_rank, "Give the slots by rank"));
        assert!(placed.says("With a slot") && placed.says("No curated slot is free"));
        app.deliver();
        let letter = last_letter(&app);
        assert!(letter.contains("a slot is kept for you"), "{letter}");
        assert!(letter.contains("We liked it."));

        app.later(Duration::days(8));
        sweep_places(&app.world.store, &app.world.surroundings).unwrap();
        app.deliver();
        assert!(last_letter(&app).contains("has passed on"));
        let mine = careloops.visit(&first.path);
        let confirm = mine.form("Confirm this slot");
        let booked = careloops.follow(careloops.presses(&confirm, "Confirm this slot"));
        assert!(booked.says("Falls that do not happen") && booked.says("Confirmed"));
        app.deliver();
        assert!(gaitwells.visit(&second.path).says("Place passed on"));
        app.keep_letters("proposals");
    });
}

/// The same company once more, now that it is signed in.
fn proposes_again(browser: &Browser<'_>) -> Page {
    let page = browser.visit(&format!("{CALL}/new"));
    let typed = but(careloop(), &[("pitch_title", "Another")]);
    let typed: Typed<'_> = typed
        .into_iter()
        .filter(|(name, _)| *name != "email")
        .collect();
    let form = page.form("Send the proposal").fill(&typed);
    browser.presses(&form, "Send the proposal")
}

#[test]
fn a_draft_waits_for_its_writer_and_a_proposal_is_changed_and_taken_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = curated_day(&app, 1);
        let organiser = app.browser();
        organiser.signs_in_at_once(day.organiser.email.as_str());
        calls(&organiser);
        let company = app.browser();
        company.signs_in_at_once("amina@careloop.example");
        let page = company.visit(&format!("{CALL}/new"));
        let draft = page
            .form("Save as a draft")
            .fill(&[("company", "Careloop"), ("pitch_title", "Half a thought")]);
        let kept = company.follow(company.presses(&draft, "Save as a draft"));
        assert_eq!(
            kept.flash(),
            "Your draft has been kept. Nobody else sees it."
        );
        assert!(company.visit("/my").says("A draft"));
        let form = kept.form("Send the proposal");
        assert_eq!(form.value("pitch_title"), Some("Half a thought"));
        let typed = careloop();
        let typed: Typed<'_> = typed
            .into_iter()
            .filter(|(name, _)| *name != "email")
            .collect();
        let sent = company.presses(&form.fill(&typed), "Send the proposal");
        let mine = company.follow(sent);
        let change = mine
            .form("Save changes")
            .fill(&[("pitch_title", "A whole thought")]);
        let changed = company.follow(company.presses(&change, "Save changes"));
        assert!(changed.says("A whole thought"));
        let list = organiser.visit(&format!("{ORGANISE}/proposals"));
        assert!(list.says("A whole thought"));
        let asked = company.visit(&changed.link("Take this proposal back"));
        let button = asked.form("Take the proposal back");
        let gone = company.follow(company.presses(&button, "Take the proposal back"));
        assert!(gone.says("Withdrawn"));
        app.deliver();
    });
}

#[test]
fn an_accepted_proposal_that_is_taken_back_lets_the_next_have_its_slot_and_organisers_are_told() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = curated_day(&app, 1);
        let organiser = app.browser();
        organiser.signs_in_at_once(day.organiser.email.as_str());
        calls(&organiser);
        let (careloops, gaitwells) = (app.browser(), app.browser());
        let first = proposes(&app, &careloops, &careloop());
        let second = proposes(&app, &gaitwells, &gaitwell());
        let list = organiser.visit(&format!("{ORGANISE}/proposals"));
        for title in ["Falls that do not happen", "A shoe that listens"] {
            let page = organiser.visit(&list.link(title));
            let form = page.form("Accept").fill(&[("why", "Nobody can score")]);
            assert_eq!(organiser.presses(&form, "Accept").status, 303);
        }
        let placing = organiser.visit(&format!("{ORGANISE}/placing"));
        let by_rank = placing.form("Give the slots by rank");
        organiser.presses(&by_rank, "Give the slots by rank");
        app.deliver();
        for (browser, page) in [(&careloops, &first), (&gaitwells, &second)] {
            let asked = browser.visit(&browser.visit(&page.path).link("Give it up"));
            let button = asked.form("Give the slot up");
            assert_eq!(browser.presses(&button, "Give the slot up").status, 303);
            app.deliver();
        }
        let told = app.letters_to(day.organiser.email.as_str());
        let said: Vec<&str> = told.iter().map(|letter| letter.subject.as_str()).collect();
        assert_eq!(
            said,
            [
                "A proposal was taken back: Care Day",
                "A proposal was taken back: Care Day"
            ]
        );
        assert!(
            told[0].text.contains("is kept for Gaitwell now"),
            "{}",
            told[0].text
        );
        assert!(told[1].text.contains("is free; no other accepted proposal"));
        assert!(told[1].text.contains("Slot: Main stage, "));
        app.keep_letters("proposals-taken-back");
    });
}

#[test]
fn whoever_declares_a_conflict_does_not_see_the_proposal_again() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = curated_day(&app, 1);
        let organiser = app.browser();
        organiser.signs_in_at_once(day.organiser.email.as_str());
        calls(&organiser);
        proposes(&app, &app.browser(), &careloop());
        let assessor = somebody(&app, &day, TeamRole::Assessor);
        scores(&assessor, "Falls that do not happen", "5");
        let list = assessor.visit(&format!("{ORGANISE}/assessing"));
        let path = list.link("Falls that do not happen");
        let form = assessor
            .visit(&path)
            .form("Declare a conflict of interest")
            .fill(&[("conflict", "They are a customer of mine")]);
        let list = assessor.follow(assessor.presses(&form, "Declare a conflict of interest"));
        assert!(list.says("There is nothing to score now."));
        assert_eq!(assessor.get(&path).status, 404);
        let seen = organiser.visit(&format!("{ORGANISE}/proposals"));
        assert!(seen.says("No mark yet") && seen.says("1 conflict"));
        let page = organiser.visit(&seen.link("Falls that do not happen"));
        assert!(page.says("Conflict of interest: They are a customer of mine"));
        let refused = organiser.presses(&page.form("Accept"), "Accept");
        refused.is_refused_with(&[(
            "why",
            "Only 0 of the 1 assessors needed have scored it: say why you decide now",
        )]);
        app.deliver();
    });
}

#[test]
fn the_slot_of_a_company_whose_only_contact_is_erased_passes_on_and_nothing_is_left_of_them() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = curated_day(&app, 1);
        let organiser = app.browser();
        organiser.signs_in_at_once(day.organiser.email.as_str());
        calls(&organiser);
        let (careloops, gaitwells) = (app.browser(), app.browser());
        let first = proposes(&app, &careloops, &careloop());
        proposes(&app, &gaitwells, &gaitwell());
        let assessor = somebody(&app, &day, TeamRole::Assessor);
        scores(&assessor, "Falls that do not happen", "3");
        scores(&assessor, "A shoe that listens", "5");
        let list = organiser.visit(&format!("{ORGANISE}/proposals"));
        for title in ["A shoe that listens", "Falls that do not happen"] {
            let form = organiser.visit(&list.link(title)).form("Accept");
            organiser.presses(&form, "Accept");
        }
        let placing = organiser.visit(&format!("{ORGANISE}/placing"));
        organiser.presses(
            &placing.form("Give the slots by rank"),
            "Give the slots by rank",
        );
        app.deliver();
        let ada = app.world.person("ada@gaitwell.example");
        erase(&app.world.store, &app.world.surroundings, ada.id).unwrap();
        app.deliver();
        assert!(careloops.visit(&first.path).says("A slot waits for you"));
        for text in ["ada@gaitwell", "Ada Mensah"] {
            let left = app
                .world
                .store
                .read(|rx| privacy::list_columns_with(rx, text));
            assert_eq!(left.unwrap(), Vec::<String>::new(), "{text}");
        }
        let assessors = format!("{}@north.example", TeamRole::Assessor);
        let assessor = app.world.person(&assessors);
        erase(&app.world.store, &app.world.surroundings, assessor.id).unwrap();
        app.deliver();
        let page = organiser.visit(&list.link("Falls that do not happen"));
        assert!(page.says("Somebody who is not here any more") && page.says("3.00, from 1 score"));
        assert!(!page.says("Not for the company"));
    });
}
