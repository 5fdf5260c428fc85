//! Two companies change slots, by their pages and letters alone.

use crate::app::people::{but, careloop};
use crate::app::{Browser, Page, TestApp, Witness, spawn_app};
use marketday_testkit::{Day, on_each_database};

const AMINA: &str = "amina@careloop.example";
const ADA: &str = "ada@gaitwell.example";

/// Careloop pitches first, Gaitwell after it; each with its page.
fn two<'a>(app: &'a TestApp, day: &Day) -> [(Browser<'a>, Page); 2] {
    let (amina, ada) = (app.browser(), app.browser());
    let careloops = amina.books(day.slots[0].id, &careloop());
    let typed = [
        ("email", ADA),
        ("company", "Gaitwell"),
        ("website", ""),
        ("contact_name", "Ada Wright"),
        ("pitch_title", "Steps that count"),
    ];
    let gaitwells = ada.books(day.slots[1].id, &but(careloop(), &typed));
    app.deliver();
    [(amina, careloops), (ada, gaitwells)]
}

/// Amina asks Ada, and the path of the proposal.
fn asks(app: &TestApp, amina: &Browser<'_>, booking: &Page) -> String {
    let page = amina.visit(&booking.link("Ask another company to swap"));
    let button = "Ask Gaitwell to swap, 10:15am to 10:27am on Main stage";
    let form = page
        .form(button)
        .fill(&[("message", "Our train gets in at ten.")]);
    let asked = amina.presses(&form, button);
    let page = amina.follow(asked);
    assert_eq!(
        page.flash(),
        "We have asked them, and email you when they answer."
    );
    let letter = app.next_letter_to(ADA);
    assert_eq!(letter.subject, "Swap slots with Careloop? Care Day");
    assert_eq!(letter.entry_line(), "-");
    for private in ["Amina", "amina@"] {
        assert!(!letter.text.contains(private), "{}", letter.text);
    }
    assert!(letter.text.contains("Our train gets in at ten."));
    letter.link("/swaps/")
}

#[test]
fn a_company_asks_another_to_swap_which_agrees_and_both_calendars_are_told() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let [(amina, careloops), (ada, gaitwells)] = two(&app, &day);
        let path = asks(&app, &amina, &careloops);
        let mut witness = Witness::of(database);
        let before = witness.look();
        let question = ada.visit(&path);
        assert_eq!(
            question.heading(),
            "Swap of pitch slots Waits for an answer"
        );
        assert!(question.says("Our train gets in at ten."));
        assert!(
            !question.text().contains(AMINA),
            "their contact is not told"
        );
        assert_eq!(witness.look(), before, "the link only asks");
        assert!(
            ada.visit(gaitwells.path.split('?').next().expect("a path"))
                .says("Careloop asks you to swap slots")
        );
        let done = ada.presses(&question.form("Agree and swap"), "Agree and swap");
        let done = ada.follow(done);
        assert_eq!(
            done.flash(),
            "You have changed slots. We have sent both of you the change for your calendars."
        );
        assert!(done.says("10am to 10:12am"));
        app.deliver();
        for (email, pitch) in [
            (AMINA, "Falls that do not happen, by Careloop"),
            (ADA, "Steps that count, by Gaitwell"),
        ] {
            let letters = app.letters_to(email);
            let letter = letters.last().expect("a letter");
            let expected = format!("REQUEST 1 {pitch} (Care Day)");
            assert_eq!(letter.entry_line(), expected);
        }
        let slots = app.browser().visit("/events/care-day-2027/slots");
        assert_eq!(
            slots.all(".slot-taken"),
            ["10am to 10:12am Gaitwell", "10:15am to 10:27am Careloop"]
        );
        // The link now says how it ended, to both, and a late press changes nothing.
        let before = witness.look();
        let again = ada.post(&path, &[("answer", "agree")]);
        assert_eq!(again.status, 303);
        assert_eq!(witness.look(), before);
        for who in [&amina, &ada] {
            assert_eq!(who.visit(&path).heading(), "Swap of pitch slots Agreed");
        }
        app.deliver();
        app.keep_letters("swapped");
    });
}

#[test]
fn a_company_declines_and_whoever_asked_is_told() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(2);
        let [(amina, careloops), (ada, _)] = two(&app, &day);
        let path = asks(&app, &amina, &careloops);
        let question = ada.visit(&path);
        ada.presses(&question.form("Decline"), "Decline");
        let letter = app.next_letter_to(AMINA);
        assert_eq!(letter.subject, "No swap of pitch slots: Care Day");
        assert!(!letter.text.contains("Ada"), "{}", letter.text);
        let page = amina.visit(&careloops.link("Ask another company to swap"));
        let button = "Ask Gaitwell";
        amina
            .presses(&page.form(button), button)
            .is_refused_with(&[("with", "They have declined to swap these two slots")]);
        app.deliver();
        app.keep_letters("swap-declined");
    });
}

#[test]
fn whoever_asked_withdraws_and_nobody_else_sees_or_answers_a_proposal() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let [(amina, careloops), (ada, _)] = two(&app, &day);
        let path = asks(&app, &amina, &careloops);
        let rival = app.browser();
        rival.signs_in("rival@south.example");
        for answer in ["agree", "decline", "withdraw"] {
            assert_eq!(rival.post(&path, &[("answer", answer)]).status, 404);
        }
        assert_eq!(rival.get(&path).status, 404);
        // Each has the buttons of their own side only.
        amina
            .post(&path, &[("answer", "agree")])
            .is_refused_with(&[("answer", "Choose one of the buttons")]);
        ada.post(&path, &[("answer", "withdraw")])
            .is_refused_with(&[("answer", "Choose one of the buttons")]);
        let button = "Withdraw the proposal";
        let done = amina.presses(&amina.visit(&path).form(button), button);
        assert_eq!(
            amina.follow(done).heading(),
            "Swap of pitch slots Withdrawn"
        );
        assert_eq!(ada.visit(&path).heading(), "Swap of pitch slots Withdrawn");
    });
}

#[test]
fn a_proposal_of_a_booking_that_was_cancelled_has_lapsed_when_it_is_answered() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let [(amina, careloops), (ada, gaitwells)] = two(&app, &day);
        let path = asks(&app, &amina, &careloops);
        let question = ada.visit(&path);
        amina.cancels(&careloops);
        let done = ada.presses(&question.form("Agree and swap"), "Agree and swap");
        assert_eq!(ada.follow(done).heading(), "Swap of pitch slots Lapsed");
        let page = ada.visit(gaitwells.path.split('?').next().expect("a path"));
        assert!(page.says("10:15am to 10:27am") && !page.says("asks you to swap"));
    });
}
