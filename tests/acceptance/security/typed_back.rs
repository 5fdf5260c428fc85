//! What is hostile in a form that is refused comes back in its fields as it was typed, and is nothing else.

use super::markup::{LINE, PROSE, alien, shown};
use super::routes::READ;
use super::town::Town;
use crate::app::{Browser, Form, spawn_app};
use marketday_testkit::on_each_database;
use std::collections::BTreeSet;

/// The addresses whose forms are refused with something typed in them.
const BACK: &[&str] = &[
    "/administer/organisations/{id}/group",
    "/bookings/{id}",
    "/bookings/{id}/swap",
    "/events/care-day-2027/proposals/new",
    "/events/care-day-2027/registration",
    "/events/care-day-2027/waiting",
    "/my/calendars",
    "/my/email",
    "/my/passkeys",
    "/news",
    "/organisations/{id}/members",
    "/organisations/{id}/profile",
    "/organisations/{id}/profile/documents",
    "/organise/calendars/file",
    "/organise/calendars/new",
    "/organise/events/care-day-2027/assessing/{id}",
    "/organise/events/care-day-2027/call",
    "/organise/events/care-day-2027/call/criteria",
    "/organise/events/care-day-2027/copy",
    "/organise/events/care-day-2027/details",
    "/organise/events/care-day-2027/messages/new",
    "/organise/events/care-day-2027/messages/{id}/text",
    "/organise/events/care-day-2027/proposals/{id}/decision",
    "/organise/events/care-day-2027/reinstatement",
    "/organise/events/care-day-2027/rules",
    "/organise/events/care-day-2027/series",
    "/organise/events/care-day-2027/series/text",
    "/organise/events/care-day-2027/sessions/new",
    "/organise/events/care-day-2027/sessions/{id}",
    "/organise/events/care-day-2027/sessions/{id}/place",
    "/organise/events/care-day-2027/sessions/{id}/slots",
    "/organise/events/care-day-2027/shift",
    "/organise/events/care-day-2027/slides/deadline",
    "/organise/events/care-day-2027/stages",
    "/organise/events/care-day-2027/stages/{id}",
    "/organise/events/care-day-2027/team",
    "/organise/events/care-day-2027/wordings/booking-confirmed/text",
    "/organise/events/new",
    "/organise/venues/new",
    "/organise/venues/{id}",
    "/privacy/complaint",
    "/proposals/{id}",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/passkey",
    "/slots/{id}/booking",
];

/// An address with `{id}` for each id.
fn row(action: &str) -> String {
    let is_id =
        |part: &str| part.len() == 36 && part.bytes().filter(|octet| *octet == b'-').count() == 4;
    let parts = action
        .split('/')
        .map(|part| if is_id(part) { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The forms of a page that send something besides their token; each address once.
fn forms(browser: &Browser<'_>, path: &str, seen: &mut BTreeSet<String>) -> Vec<Form> {
    let page = browser.get(path);
    let is_html = page
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/html"));
    if page.status != 200 || !is_html {
        return Vec::new();
    }
    let mut forms = page.forms();
    forms.retain(|form| {
        let types = form.fields.iter().any(|(name, _)| name != "csrf");
        form.method == "post" && types && seen.insert(form.action.clone())
    });
    forms
}

/// Types this into every field, and sends it. Returns whether it came back.
fn types(browser: &Browser<'_>, form: &Form, hostile: &str) -> bool {
    let names = form.fields.iter().map(|(name, _)| name.as_str());
    let fields: Vec<(&str, &str)> = names
        .filter(|name| *name != "csrf")
        .map(|name| (name, hostile))
        .collect();
    let page = browser.post(&form.action, &fields);
    assert!(page.status < 500, "{}: {}", form.action, page.status);
    assert_eq!(alien(&page.text()), Vec::<String>::new(), "{}", form.action);
    let came_back = page.status == 422 && shown(&page) > 0;
    if came_back {
        let forms = page.forms();
        let mut values = forms.iter().flat_map(|form| &form.fields);
        let as_typed = hostile.replace("\r\n", "\n");
        let is_there = values.any(|(_, value)| *value == as_typed);
        assert!(is_there, "{}: {forms:?}", form.action);
    }
    came_back
}

#[test]
fn what_is_hostile_in_a_refused_form_comes_back_as_it_was_typed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let town = Town::of(&app);
        let slot = town.address("/slots/{id}/booking");
        let held = slot.split('/').nth(2).and_then(|id| id.parse().ok());
        town.browser("the company").holds(held.expect("a slot"));
        let (mut seen, mut back) = (BTreeSet::new(), BTreeSet::new());
        for &(of, ..) in READ {
            let path = town.address(of);
            for someone in &town.people {
                for form in forms(&someone.browser, &path, &mut seen) {
                    for hostile in [LINE, PROSE] {
                        if types(&someone.browser, &form, hostile) {
                            back.insert(row(&form.action));
                        }
                    }
                }
            }
        }
        // The page after the first one of signing in has no address of its own to look at.
        let asker = app.browser();
        let form = asker.asks_to_sign_in("new@else.example").form("Sign in");
        for hostile in [LINE, PROSE] {
            assert!(types(&asker, &form, hostile), "{hostile}");
            back.insert(row(&form.action));
        }
        let back: Vec<&str> = back.iter().map(String::as_str).collect();
        assert_eq!(back, BACK);
    });
}

#[test]
fn what_is_hostile_in_refused_feedback_comes_back_as_it_was_typed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let town = Town::of(&app);
        // Its address is in a letter alone, and there is nothing at it before the day is over.
        let path = app.feedback_path(town.registration(&app).person, town.event.id);
        let reader = app.browser();
        assert_eq!(reader.get(&path).status, 404);
        app.world.clock.set(town.event.time.end());
        let form = reader.visit(&path).form("Send it to the organisers");
        assert_eq!(form.action, path);
        for hostile in [LINE, PROSE] {
            assert!(types(&reader, &form, hostile), "{hostile}");
        }
    });
}
