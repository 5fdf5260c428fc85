//! Every address of the product, read off its source, and who gets what there: the one table.

use std::path::Path;

/// What each of five people is answered at an address: a stranger, the company, the delegate, the organiser, and the
/// organiser of another body. 0 where asking would do something that they may do.
pub(super) type Expected = [u16; 5];

/// The same for everybody.
const fn all(status: u16) -> Expected {
    [status; 5]
}

/// For the company alone.
const fn company(status: u16) -> Expected {
    [401, status, 404, 404, 404]
}

/// For the delegate alone.
const fn delegate(status: u16) -> Expected {
    [401, 404, status, 404, 404]
}

/// For the event's organiser alone.
const fn organiser(status: u16) -> Expected {
    [401, 404, 404, status, 404]
}

/// For every organiser.
const fn organisers(status: u16) -> Expected {
    [401, 404, 404, status, status]
}

/// Reading: nothing is changed by it.
pub(super) const READ: &[(&str, Expected)] = &[
    ("/", all(200)),
    ("/events/{slug}", all(200)),
    ("/events/{slug}/programme", all(200)),
    ("/events/{slug}/slots", all(200)),
    ("/events/{slug}/registration", all(200)),
    ("/registrations/{id}/withdrawal", delegate(200)),
    ("/slots/{id}/booking", all(200)),
    ("/bookings/{id}", company(200)),
    ("/bookings/{id}/cancellation", company(200)),
    // Its claim is settled.
    ("/bookings/{id}/claim", company(303)),
    ("/my", [401, 200, 200, 200, 200]),
    ("/my/data", [401, 200, 200, 200, 200]),
    ("/my/data/erasure", [401, 200, 200, 200, 200]),
    ("/my/letters", [401, 200, 200, 200, 200]),
    ("/events/{slug}/attendees", [401, 200, 200, 200, 404]),
    ("/privacy/complaint", all(200)),
    // Nobody here runs the installation.
    ("/administer/complaints", [401, 404, 404, 404, 404]),
    ("/administer/complaints/{id}", [401, 404, 404, 404, 404]),
    ("/my/sign-ins", [401, 200, 200, 200, 200]),
    ("/my/email", [401, 200, 200, 200, 200]),
    ("/my/email/undo/{id}/{token}", all(410)),
    ("/privacy", all(200)),
    ("/events/{slug}/privacy", all(200)),
    ("/my/passkeys", [401, 200, 200, 200, 200]),
    // Nobody here has one.
    ("/my/passkeys/{id}/removal", [401, 404, 404, 404, 404]),
    ("/sign-in", all(200)),
    ("/sign-in/link/{id}/{token}", all(410)),
    // No provider is configured.
    ("/sign-in/providers/{name}/return", all(404)),
    ("/calendar", all(200)),
    ("/calendar/all.ics", all(200)),
    ("/calendar/regions/{name}.ics", all(200)),
    ("/calendar/themes/{name}.ics", all(200)),
    ("/events/{slug}/calendar.ics", all(200)),
    ("/healthz", all(200)),
    // The clock of a test stands far from that of PostgreSQL.
    ("/readyz", all(0)),
    ("/robots.txt", all(200)),
    ("/assets/{print}/{name}", all(200)),
    ("/organise", organisers(200)),
    ("/organise/events/new", organisers(200)),
    ("/organise/events/{slug}", organiser(200)),
    ("/organise/events/{slug}/details", organiser(200)),
    ("/organise/events/{slug}/programme", organiser(200)),
    ("/organise/events/{slug}/sessions/new", organiser(200)),
    ("/organise/events/{slug}/sessions/{id}", organiser(200)),
    (
        "/organise/events/{slug}/sessions/{id}/slots",
        organiser(200),
    ),
    // It is published already.
    ("/organise/events/{slug}/publication", organiser(303)),
    ("/organise/events/{slug}/release", organiser(200)),
    ("/organise/events/{slug}/shift", organiser(200)),
    ("/organise/events/{slug}/cancellation", organiser(200)),
    ("/organise/events/{slug}/bookings", organiser(200)),
    (
        "/organise/events/{slug}/bookings/{booking}/cancellation",
        organiser(200),
    ),
    ("/organise/events/{slug}/registrations", organiser(200)),
    ("/organise/events/{slug}/team", organiser(200)),
    ("/organisations/{id}/members", company(200)),
    ("/organisations/{id}/profile", company(200)),
    // It was for somebody else.
    ("/nominations/{id}", [401, 404, 404, 404, 404]),
    ("/organise/events/{slug}/complaints", organiser(200)),
    (
        "/organise/events/{slug}/complaints/{complaint}",
        organiser(200),
    ),
    ("/organise/events/{slug}/history", organiser(200)),
    ("/organise/events/{slug}/history.csv", organiser(200)),
    ("/organise/events/{slug}/history.jsonl", organiser(200)),
    // None of them runs the installation.
    ("/administer/organisations", [401, 404, 404, 404, 404]),
    ("/administer/organisations/{id}", [401, 404, 404, 404, 404]),
    (
        "/administer/organisations/{id}/merger",
        [401, 404, 404, 404, 404],
    ),
];

/// Sending an empty form, by a browser of our own: nothing is changed by it.
pub(super) const SEND: &[(&str, Expected)] = &[
    ("/events/{slug}/registration", all(422)),
    ("/registrations/{id}/withdrawal", delegate(0)),
    // They would be taken off the list.
    ("/registrations/{id}/listing", delegate(0)),
    ("/slots/{id}/hold", all(0)),
    // There is no hold.
    ("/slots/{id}/booking", all(409)),
    ("/bookings/{id}", company(422)),
    ("/bookings/{id}/cancellation", company(0)),
    // An answer is missing, and nothing waits for one.
    ("/bookings/{id}/claim", company(303)),
    ("/my/data/download", [401, 200, 200, 200, 200]),
    // Nothing is ticked, and nothing was.
    ("/my/letters", [401, 303, 303, 303, 303]),
    ("/privacy/complaint", all(422)),
    ("/administer/complaints/{id}", [401, 404, 404, 404, 404]),
    (
        "/organise/events/{slug}/complaints/{complaint}",
        organiser(422),
    ),
    // Whoever is signed in would be gone.
    ("/my/data/erasure", [401, 0, 0, 0, 0]),
    // Neither of its two buttons.
    ("/my/sign-ins", [401, 400, 400, 400, 400]),
    ("/my/sign-ins/{id}/end", [401, 404, 404, 404, 404]),
    ("/my/email", [401, 422, 422, 422, 422]),
    ("/my/email/code", [401, 422, 422, 422, 422]),
    ("/my/email/undo/{id}/{token}", all(410)),
    ("/my/passkeys", [401, 422, 422, 422, 422]),
    // Each makes a challenge.
    ("/my/passkeys/challenge", [401, 0, 0, 0, 0]),
    ("/sign-in/passkey/challenge", all(0)),
    // It is noted.
    ("/my/passkeys/prompt", [401, 0, 0, 0, 0]),
    ("/my/passkeys/{id}/removal", [401, 404, 404, 404, 404]),
    ("/sign-in/passkey", all(422)),
    ("/sign-in", all(422)),
    ("/sign-in/code", all(422)),
    ("/sign-in/link/{id}/{token}", all(410)),
    // No provider is configured.
    ("/sign-in/providers/{name}", all(404)),
    ("/sign-in/providers/{name}/return", all(404)),
    ("/sign-out", all(0)),
    ("/organise/events/new", organisers(422)),
    ("/organise/events/{slug}/details", organiser(422)),
    ("/organise/events/{slug}/stages", organiser(422)),
    ("/organise/events/{slug}/sessions/new", organiser(422)),
    ("/organise/events/{slug}/sessions/{id}", organiser(422)),
    // It has a booking.
    (
        "/organise/events/{slug}/sessions/{id}/removal",
        organiser(422),
    ),
    (
        "/organise/events/{slug}/sessions/{id}/slots",
        organiser(422),
    ),
    (
        "/organise/events/{slug}/slots/{id}/withdrawal",
        organiser(0),
    ),
    // It is published already.
    ("/organise/events/{slug}/publication", organiser(303)),
    // Nothing is new.
    ("/organise/events/{slug}/release", organiser(303)),
    ("/organise/events/{slug}/shift", organiser(422)),
    ("/organise/events/{slug}/cancellation", organiser(422)),
    (
        "/organise/events/{slug}/bookings/{booking}/cancellation",
        organiser(422),
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/claim",
        organiser(303),
    ),
    ("/organise/events/{slug}/team", organiser(422)),
    ("/organise/events/{slug}/team/{seat}", organiser(422)),
    ("/organise/events/{slug}/team/{seat}/removal", organiser(0)),
    (
        "/organise/events/{slug}/nominations/{nomination}/withdrawal",
        organiser(0),
    ),
    ("/organisations/{id}/members", company(422)),
    ("/organisations/{id}/profile", company(422)),
    ("/organisations/{id}/profile/documents", company(422)),
    // It has none.
    (
        "/organisations/{id}/profile/documents/{document}/removal",
        [401, 404, 404, 404, 404],
    ),
    ("/organisations/{id}/members/{membership}", company(422)),
    // It is the only owner.
    (
        "/organisations/{id}/members/{membership}/removal",
        company(422),
    ),
    (
        "/organisations/{id}/nominations/{nomination}/withdrawal",
        company(0),
    ),
    ("/nominations/{id}", [401, 404, 404, 404, 404]),
    // None of them runs the installation.
    (
        "/administer/organisations/{id}/merger",
        [401, 404, 404, 404, 404],
    ),
];

/// An address as the source has it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    path: String,
    is_read: bool,
    is_sent: bool,
}

/// The addresses of both tables in the source, without those of the demonstration.
fn routes() -> Vec<Route> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/web/src");
    let read = |file: &str| std::fs::read_to_string(source.join(file)).expect("the source");
    let product = read("routes.rs");
    let (product, _) = product
        .split_once("if app.settings.demo")
        .expect("the demonstration");
    let organise = read("pages/organise/mod.rs");
    let (organise, _) = organise
        .split_once("/// An address below one event, and")
        .expect("its end");
    [product, organise]
        .iter()
        .flat_map(|table| table.split(".service(").skip(1))
        .map(|row| {
            let (head, rest) = row.split_once('"').expect("a path");
            let (path, rest) = rest.split_once('"').expect("its end");
            let root = if head.trim_end().ends_with("event(") {
                "/organise/events/{slug}"
            } else {
                ""
            };
            Route {
                path: format!("{root}{path}"),
                is_read: rest.contains("read()"),
                is_sent: rest.contains(".post("),
            }
        })
        .collect()
}

#[test]
fn every_address_of_the_source_has_its_row_and_every_row_its_address() {
    let sorted = |mut paths: Vec<String>| {
        paths.sort();
        paths
    };
    let rows = |table: &[(&str, Expected)]| {
        sorted(table.iter().map(|(path, _)| (*path).to_owned()).collect())
    };
    let found = |which: fn(&Route) -> bool| {
        sorted(
            routes()
                .into_iter()
                .filter(which)
                .map(|route| route.path)
                .collect(),
        )
    };
    assert_eq!(found(|route| route.is_read), rows(READ));
    assert_eq!(found(|route| route.is_sent), rows(SEND));
    assert!(routes().iter().all(|route| route.is_read || route.is_sent));
}
