//! "Is this your company?": asked of whoever types a company that is known already.

use crate::app::people::{Typed, but, careloop};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_testkit::{Day, on_each_database};

const QUESTION: &str = "Is this your company?";
const NO: &str = "No, it is another company";
const YES: &str = "Yes, book for it";
const JOE: &str = "joe@mail.example";

/// A day at which Careloop, with or without its number, had a slot and gave it back.
fn known(app: &TestApp, number: &'static str) -> Day {
    let day = app.published_day(2);
    let amina = app.browser();
    let booked = amina.books(
        day.slots[0].id,
        &but(careloop(), &[("company_number", number)]),
    );
    amina.cancels(&booked);
    app.deliver();
    day
}

/// What Joe types.
fn joe(company: &'static str, number: &'static str) -> Typed<'static> {
    but(
        careloop(),
        &[
            ("company", company),
            ("company_number", number),
            ("website", ""),
            ("email", JOE),
            ("contact_name", "Joe Hill"),
            ("phone", "01325 555 011"),
        ],
    )
}

/// Types the code that was sent to Joe.
fn confirms(app: &TestApp, browser: &Browser<'_>, page: &Page) -> Page {
    let code = app.next_letter_to(JOE).code();
    browser.types_code(page, &code, "Confirm and book")
}

#[test]
fn whoever_types_the_name_of_a_company_known_by_its_number_says_that_it_is_theirs() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = known(&app, "01234567");
        let browser = app.browser();
        let form = browser.holds(day.slots[0].id);
        let asked = browser.sends_in(&form, &joe("CARELOOP Limited", ""));
        assert_eq!((asked.status, asked.heading()), (200, QUESTION.to_owned()));
        assert_eq!(asked.all("main dl.facts dd")[..2], ["Careloop", "01234567"]);
        let says_whom = ["Amina", "amina@careloop.example", "01325 555 010"];
        assert!(!says_whom.iter().any(|of| asked.text().contains(of)));
        assert_eq!(app.undelivered(), 0, "nothing is sent before the answer");
        assert!(asked.text().contains("This slot is kept for you until"));
        let code = browser.presses(&asked.form(YES), YES);
        let kept = code.form("Confirm and book");
        assert_eq!(
            ["company", "pitch_title", "contact_name", "phone"].map(|name| kept.value(name)),
            [
                Some("CARELOOP Limited"),
                Some("Falls that do not happen"),
                Some("Joe Hill"),
                Some("01325 555 011")
            ]
        );
        let booked = confirms(&app, &browser, &code);
        assert_eq!(booked.heading(), "Your booking Unconfirmed");
        assert!(booked.says("Careloop") && !booked.says("CARELOOP"));
        app.deliver();
    });
}

#[test]
fn whoever_says_no_books_for_the_company_that_they_typed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = known(&app, "01234567");
        let browser = app.browser();
        let form = browser.holds(day.slots[0].id);
        let asked = browser.sends_in(&form, &joe("Careloop", ""));
        assert_eq!(asked.heading(), QUESTION);
        let code = browser.presses(&asked.form(NO), NO);
        let booked = confirms(&app, &browser, &code);
        assert_eq!(booked.heading(), "Your booking Confirmed", "it is new");
        let mine = browser.visit("/my");
        assert!(mine.says("Members of Careloop"));
        app.deliver();
    });
}

#[test]
fn two_companies_that_nothing_tells_apart_are_asked_for_what_does() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = known(&app, "");
        let browser = app.browser();
        let form = browser.holds(day.slots[0].id);
        let asked = browser.sends_in(&form, &joe("Careloop", ""));
        let again = browser.presses(&asked.form(NO), NO);
        again.is_refused_with(&[(
            "company",
            "A company named Careloop is known already. Give your Companies House number, or a name that tells yours apart",
        )]);
        assert_eq!(
            again.form("Continue").value("pitch_title"),
            Some("Falls that do not happen")
        );
        // With a number it can be another, and is asked about once more.
        let asked = browser.sends_in(&again, &[("company_number", "07654321")]);
        assert_eq!(asked.heading(), QUESTION);
        let code = browser.presses(&asked.form(NO), NO);
        let booked = confirms(&app, &browser, &code);
        assert_eq!(booked.heading(), "Your booking Confirmed");
        app.deliver();
    });
}

#[test]
fn an_answer_holds_for_the_company_that_was_asked_about_and_two_numbers_are_two_companies() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = known(&app, "01234567");
        let browser = app.browser();
        let form = browser.holds(day.slots[0].id);
        // Another number: nothing to ask.
        let code = browser.sends_in(&form, &joe("Careloop", "07654321"));
        assert!(
            code.forms()
                .iter()
                .any(|form| form.has_button("Confirm and book"))
        );
        // In the second step, the number of the known one.
        let typed = [("company_number", "01234567"), ("code", "000000")];
        let asked = browser.sends_in(&code, &typed);
        assert_eq!(asked.heading(), QUESTION);
        // An answer that names another company is none.
        let strange = asked
            .form(YES)
            .fill(&[("same_company", "no-00000000-0000-7000-8000-000000000000")]);
        let action = strange.action.clone();
        let fields: Vec<(&str, &str)> = ["company", "company_number", "contact_name", "email"]
            .into_iter()
            .chain(["pitch_title", "pitch_summary", "themes", "same_company"])
            .map(|name| (name, strange.value(name).expect("a value")))
            .collect();
        assert_eq!(browser.post(&action, &fields).heading(), QUESTION);
        let again = browser.presses(&asked.form(NO), NO);
        again.is_refused_with(&[(
            "company_number",
            "This is the Companies House number of Careloop. Correct it, or leave it out",
        )]);
        app.deliver();
    });
}

#[test]
fn a_member_who_is_signed_in_is_not_asked_which_company_is_theirs() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = known(&app, "01234567");
        let amina = app.browser();
        amina.signs_in("amina@careloop.example");
        let form = amina.holds(day.slots[1].id);
        let typed: Vec<_> = careloop()
            .into_iter()
            .filter(|(name, _)| *name != "email")
            .collect();
        // Without the number by which it is known.
        let booked = amina.follow(amina.sends_in(&form, &typed));
        assert_eq!(booked.heading(), "Your booking Confirmed");
        let mine = amina.visit("/my");
        assert_eq!(mine.all("#organisations + ul li").len(), 2, "still one");
        app.deliver();
    });
}
