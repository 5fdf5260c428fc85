//! Every address of the product, read off its source, and whom it lets in: the one table.

use super::rules::{
    ANSWERS_COMPLAINTS, ANSWERS_FOR_SERVICE, ASSESSES, CANCELS_EVENT, CHANGES_BOOKING,
    CHANGES_PROGRAMME, CHANGES_PROPOSAL, COPIES_EVENT, DECIDES_PROPOSALS, EDITS_EVENT,
    EDITS_PROFILE, HANDS_OVER, KEEPS_VENUE_OF, KEEPS_VENUES, MANAGES_BOOKINGS, MANAGES_MEMBERS,
    MANAGES_TEAM, MERGES, READS_AUDIT, READS_HISTORY, READS_ORGANISATION_HISTORY, Rule,
    SEES_LETTERS, SEES_MEMBERS, SEES_REGISTRATIONS, SEES_SLIDES, SENDS_SLIDES, SETS_SERIES,
    SETTLES_CLAIM, SETTLES_PROPOSAL, VIEWS_PLAN, WITHDRAWS, document,
};
use std::path::Path;

/// An address, whom it lets in, and what those are answered: 0 where asking would do something that they may do.
/// Whoever is not signed in is asked to do so (401), and everybody else is told that there is nothing here (404).
pub(super) type Row = (&'static str, Rule, u16);

/// Reading: nothing is changed by it.
pub(super) const READ: &[Row] = &[
    ("/", Rule::Anybody, 200),
    ("/events/{slug}", Rule::Public, 200),
    ("/events/{slug}/programme", Rule::Public, 200),
    ("/events/{slug}/releases/{number}", Rule::Public, 200),
    ("/events/{slug}/changes", Rule::Public, 200),
    ("/events/{slug}/changes.atom", Rule::Public, 200),
    ("/events/{slug}/slots", Rule::Public, 200),
    ("/series/{series}", Rule::Public, 200),
    ("/series/{series}.ics", Rule::Public, 200),
    ("/events/{slug}/registration", Rule::Public, 200),
    ("/events/{slug}/agenda", Rule::SignedIn, 200),
    ("/registrations/{id}/withdrawal", WITHDRAWS, 200),
    ("/slots/{id}/booking", Rule::Anybody, 200),
    ("/bookings/{id}", CHANGES_BOOKING, 200),
    ("/bookings/{id}/cancellation", CHANGES_BOOKING, 200),
    ("/bookings/{id}/move", CHANGES_BOOKING, 200),
    ("/bookings/{id}/swap", CHANGES_BOOKING, 200),
    ("/bookings/{id}/contact", HANDS_OVER, 200),
    ("/swaps/{id}", Rule::Parties, 200),
    ("/events/{slug}/waiting", Rule::SignedIn, 200),
    ("/waiting/{id}", Rule::Waits, 200),
    ("/bookings/{id}/claim", SETTLES_CLAIM, 200),
    ("/bookings/{id}/slides", SENDS_SLIDES, 200),
    ("/bookings/{id}/slides/{version}", SEES_SLIDES, 200),
    ("/events/{slug}/slides/{booking}", Rule::Anybody, 200),
    ("/events/{slug}/proposals", Rule::Public, 200),
    ("/events/{slug}/proposals/new", Rule::Public, 200),
    ("/proposals/{proposal}", CHANGES_PROPOSAL, 200),
    ("/proposals/{proposal}/withdrawal", CHANGES_PROPOSAL, 200),
    ("/organise/events/{slug}/call", DECIDES_PROPOSALS, 200),
    ("/organise/events/{slug}/proposals", DECIDES_PROPOSALS, 200),
    (
        "/organise/events/{slug}/proposals/{proposal}",
        DECIDES_PROPOSALS,
        200,
    ),
    ("/organise/events/{slug}/placing", DECIDES_PROPOSALS, 200),
    ("/organise/events/{slug}/assessing", ASSESSES, 200),
    (
        "/organise/events/{slug}/assessing/{proposal}",
        ASSESSES,
        200,
    ),
    ("/my", Rule::SignedIn, 200),
    ("/my/data", Rule::SignedIn, 200),
    ("/my/data/erasure", Rule::SignedIn, 200),
    ("/my/letters", Rule::SignedIn, 200),
    // Nobody's token.
    ("/letters/{token}", Rule::Anybody, 404),
    ("/unsubscribe/{token}", Rule::Anybody, 404),
    ("/news", Rule::Anybody, 200),
    ("/news/confirmation/{id}/{token}", Rule::Anybody, 410),
    // Nobody's token.
    ("/feedback/{token}", Rule::Anybody, 404),
    ("/organise/events/{slug}/feedback", MANAGES_BOOKINGS, 200),
    ("/events/{slug}/attendees", Rule::Attendees, 200),
    ("/privacy/complaint", Rule::Anybody, 200),
    ("/administer/complaints", ANSWERS_FOR_SERVICE, 200),
    ("/administer/complaints/{id}", ANSWERS_FOR_SERVICE, 200),
    ("/my/sign-ins", Rule::SignedIn, 200),
    ("/my/email", Rule::SignedIn, 200),
    ("/my/email/undo/{id}/{token}", Rule::Anybody, 410),
    ("/privacy", Rule::Anybody, 200),
    ("/events/{slug}/privacy", Rule::Public, 200),
    ("/my/calendars", Rule::SignedIn, 200),
    ("/my/calendars/{id}", Rule::SignedIn, 404),
    ("/my/passkeys", Rule::SignedIn, 200),
    // Nobody here has one.
    ("/my/passkeys/{id}/removal", Rule::SignedIn, 404),
    ("/my/providers", Rule::SignedIn, 200),
    // Nobody here has one.
    ("/my/providers/{id}/removal", Rule::SignedIn, 404),
    ("/sign-in", Rule::Anybody, 200),
    ("/sign-in/link/{id}/{token}", Rule::Anybody, 410),
    // No provider is configured.
    ("/sign-in/providers/{name}/return", Rule::Anybody, 404),
    ("/calendar", Rule::Anybody, 200),
    ("/calendar/all.ics", Rule::Anybody, 200),
    ("/calendar/regions/{name}.ics", Rule::Anybody, 200),
    ("/calendar/near/{name}.ics", Rule::Anybody, 200),
    // The token is nobody's.
    ("/calendar/own/{token}.ics", Rule::Anybody, 404),
    ("/calendar/themes/{name}.ics", Rule::Anybody, 200),
    ("/calendar/organisers/{organiser}.ics", Rule::Anybody, 200),
    ("/events/{slug}/calendar.ics", Rule::Public, 200),
    ("/healthz", Rule::Anybody, 200),
    // The clock of a test stands far from that of PostgreSQL.
    ("/readyz", Rule::Anybody, 0),
    ("/robots.txt", Rule::Anybody, 200),
    ("/assets/{print}/{name}", Rule::Anybody, 200),
    ("/organise", Rule::Organisers, 200),
    ("/organise/events/new", Rule::Creators, 200),
    ("/organise/events/{slug}", VIEWS_PLAN, 200),
    ("/organise/events/{slug}/details", EDITS_EVENT, 200),
    ("/organise/events/{slug}/rules", EDITS_EVENT, 200),
    ("/organise/events/{slug}/waiting", MANAGES_BOOKINGS, 200),
    ("/organise/events/{slug}/letters", SEES_LETTERS, 200),
    ("/organise/events/{slug}/reminders", SEES_LETTERS, 200),
    ("/organise/events/{slug}/wordings", SEES_LETTERS, 200),
    (
        "/organise/events/{slug}/wordings/{wording}",
        SEES_LETTERS,
        200,
    ),
    (
        "/organise/events/{slug}/wordings/{wording}/text",
        SEES_LETTERS,
        200,
    ),
    ("/organise/events/{slug}/messages", SEES_LETTERS, 200),
    ("/organise/events/{slug}/messages/new", SEES_LETTERS, 200),
    (
        "/organise/events/{slug}/messages/{message}",
        SEES_LETTERS,
        200,
    ),
    (
        "/organise/events/{slug}/messages/{message}/text",
        SEES_LETTERS,
        200,
    ),
    ("/organise/events/{slug}/gift", MANAGES_BOOKINGS, 200),
    ("/organise/events/{slug}/copy", COPIES_EVENT, 200),
    ("/organise/events/{slug}/series", SETS_SERIES, 200),
    ("/organise/events/{slug}/venue", EDITS_EVENT, 200),
    ("/organise/venues", Rule::Keepers, 200),
    ("/organise/venues/new", Rule::Keepers, 200),
    ("/organise/venues/{venue}", KEEPS_VENUES, 200),
    ("/organise/calendars", Rule::Keepers, 200),
    ("/organise/calendars/new", Rule::Keepers, 200),
    ("/organise/calendars/file", Rule::Keepers, 200),
    ("/organise/calendars/{calendar}", KEEPS_VENUES, 200),
    ("/organise/events/{slug}/programme", VIEWS_PLAN, 200),
    (
        "/organise/events/{slug}/stages/{id}",
        CHANGES_PROGRAMME,
        200,
    ),
    (
        "/organise/events/{slug}/sessions/new",
        CHANGES_PROGRAMME,
        200,
    ),
    (
        "/organise/events/{slug}/sessions/{id}",
        CHANGES_PROGRAMME,
        200,
    ),
    (
        "/organise/events/{slug}/sessions/{id}/place",
        CHANGES_PROGRAMME,
        200,
    ),
    (
        "/organise/events/{slug}/sessions/{id}/slots",
        CHANGES_PROGRAMME,
        200,
    ),
    // It is published already.
    ("/organise/events/{slug}/publication", EDITS_EVENT, 303),
    ("/organise/events/{slug}/release", CHANGES_PROGRAMME, 200),
    ("/organise/events/{slug}/releases", VIEWS_PLAN, 200),
    (
        "/organise/events/{slug}/releases/{number}/reset",
        CHANGES_PROGRAMME,
        200,
    ),
    ("/organise/events/{slug}/shift", CHANGES_PROGRAMME, 200),
    ("/organise/events/{slug}/cancellation", CANCELS_EVENT, 200),
    ("/organise/events/{slug}/postponement", CANCELS_EVENT, 200),
    // It takes place.
    ("/organise/events/{slug}/reinstatement", CANCELS_EVENT, 303),
    ("/organise/events/{slug}/bookings", MANAGES_BOOKINGS, 200),
    ("/organise/events/{slug}/fairness", VIEWS_PLAN, 200),
    ("/organise/events/{slug}/fairness.zip", VIEWS_PLAN, 200),
    ("/organise/events/{slug}/slides", VIEWS_PLAN, 200),
    ("/organise/events/{slug}/slides.zip", VIEWS_PLAN, 200),
    (
        "/organise/events/{slug}/bookings/{booking}/note",
        MANAGES_BOOKINGS,
        200,
    ),
    (
        "/organise/events/{slug}/sessions/{id}/note",
        CHANGES_PROGRAMME,
        200,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/move",
        MANAGES_BOOKINGS,
        200,
    ),
    // Its company does not ask for it.
    (
        "/organise/events/{slug}/bookings/{booking}/late-cancellation",
        MANAGES_BOOKINGS,
        303,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/cancellation",
        MANAGES_BOOKINGS,
        200,
    ),
    (
        "/organise/events/{slug}/registrations",
        SEES_REGISTRATIONS,
        200,
    ),
    ("/organise/events/{slug}/team", MANAGES_TEAM, 200),
    ("/organisations/{id}/members", SEES_MEMBERS, 200),
    (
        "/organisations/{id}/history",
        READS_ORGANISATION_HISTORY,
        200,
    ),
    ("/organisations/{id}/profile", SEES_MEMBERS, 200),
    ("/nominations/{id}", Rule::Asked, 200),
    (
        "/organise/events/{slug}/complaints",
        ANSWERS_COMPLAINTS,
        200,
    ),
    (
        "/organise/events/{slug}/complaints/{complaint}",
        ANSWERS_COMPLAINTS,
        200,
    ),
    ("/organise/events/{slug}/run-sheet", VIEWS_PLAN, 200),
    ("/organise/events/{slug}/run-sheet.csv", VIEWS_PLAN, 200),
    ("/organise/events/{slug}/history", READS_HISTORY, 200),
    ("/organise/events/{slug}/history.csv", READS_HISTORY, 200),
    ("/organise/events/{slug}/history.jsonl", READS_HISTORY, 200),
    ("/administer/audit", READS_AUDIT, 200),
    ("/administer/audit.csv", READS_AUDIT, 200),
    ("/administer/audit.jsonl", READS_AUDIT, 200),
    ("/administer/organisations", MERGES, 200),
    ("/administer/organisations/{id}", MERGES, 200),
    // Both have slots at the day.
    ("/administer/organisations/{id}/merger", MERGES, 409),
];

/// Sending an empty form, by a browser of our own: nothing is changed by it.
pub(super) const SEND: &[Row] = &[
    ("/events/{slug}/registration", Rule::Public, 422),
    // It says no release.
    ("/events/{slug}/programme/seen", Rule::Attendees, 400),
    // They want no letters as it is.
    ("/events/{slug}/agenda", Rule::SignedIn, 303),
    ("/events/{slug}/agenda/{session}", Rule::SignedIn, 0),
    // Nobody has chosen it.
    (
        "/events/{slug}/agenda/{session}/removal",
        Rule::SignedIn,
        303,
    ),
    ("/registrations/{id}/withdrawal", WITHDRAWS, 0),
    // They would be taken off the list.
    ("/registrations/{id}/listing", WITHDRAWS, 0),
    ("/slots/{id}/hold", Rule::Anybody, 0),
    ("/slots/{id}/hold/extension", Rule::Anybody, 0),
    // There is no hold.
    ("/slots/{id}/booking", Rule::Anybody, 409),
    ("/bookings/{id}", CHANGES_BOOKING, 422),
    ("/bookings/{id}/cancellation", CHANGES_BOOKING, 0),
    // It says no slot.
    ("/bookings/{id}/move", CHANGES_BOOKING, 422),
    // Nothing was asked.
    (
        "/bookings/{id}/cancellation/withdrawal",
        CHANGES_BOOKING,
        303,
    ),
    // It says no colleague.
    ("/bookings/{id}/contact", HANDS_OVER, 422),
    ("/events/{slug}/waiting", Rule::SignedIn, 422),
    // Nothing is offered.
    ("/waiting/{id}/acceptance", Rule::Waits, 409),
    ("/waiting/{id}/leaving", Rule::Waits, 0),
    // It says nobody to swap with.
    ("/bookings/{id}/swap", CHANGES_BOOKING, 422),
    // An answer is missing.
    ("/swaps/{id}", Rule::Parties, 422),
    // An answer is missing.
    ("/bookings/{id}/claim", SETTLES_CLAIM, 422),
    // Their text would be gone.
    ("/bookings/{id}/slides", SENDS_SLIDES, 0),
    ("/bookings/{id}/slides/{version}/removal", SENDS_SLIDES, 0),
    // It has none, and says none.
    (
        "/organise/events/{slug}/slides/deadline",
        MANAGES_BOOKINGS,
        303,
    ),
    ("/events/{slug}/proposals/new", Rule::Public, 422),
    ("/proposals/{proposal}", CHANGES_PROPOSAL, 422),
    ("/proposals/{proposal}/withdrawal", CHANGES_PROPOSAL, 0),
    // No slot waits for it.
    ("/proposals/{proposal}/confirmation", CHANGES_PROPOSAL, 409),
    // It is settled.
    ("/proposals/{proposal}/claim", SETTLES_PROPOSAL, 303),
    ("/organise/events/{slug}/call", DECIDES_PROPOSALS, 422),
    (
        "/organise/events/{slug}/call/criteria",
        DECIDES_PROPOSALS,
        422,
    ),
    // It is published.
    (
        "/organise/events/{slug}/call/publication",
        DECIDES_PROPOSALS,
        303,
    ),
    (
        "/organise/events/{slug}/proposals/{proposal}/decision",
        DECIDES_PROPOSALS,
        422,
    ),
    // It says neither yes nor no.
    (
        "/organise/events/{slug}/proposals/{proposal}/shortlist",
        DECIDES_PROPOSALS,
        400,
    ),
    // It is settled.
    (
        "/organise/events/{slug}/proposals/{proposal}/claim",
        DECIDES_PROPOSALS,
        303,
    ),
    // It says no slot.
    (
        "/organise/events/{slug}/proposals/{proposal}/place",
        DECIDES_PROPOSALS,
        422,
    ),
    // Nothing is accepted.
    ("/organise/events/{slug}/placing", DECIDES_PROPOSALS, 303),
    (
        "/organise/events/{slug}/assessing/{proposal}",
        ASSESSES,
        422,
    ),
    (
        "/organise/events/{slug}/assessing/{proposal}/conflict",
        ASSESSES,
        422,
    ),
    ("/my/data/download", Rule::SignedIn, 200),
    // Teams would get no digest any more.
    ("/my/letters", Rule::SignedIn, 0),
    // Nobody's token.
    ("/letters/{token}", Rule::Anybody, 404),
    ("/feedback/{token}", Rule::Anybody, 404),
    // Nobody's token.
    ("/unsubscribe/{token}", Rule::Anybody, 404),
    ("/news", Rule::Anybody, 422),
    ("/news/confirmation/{id}/{token}", Rule::Anybody, 410),
    ("/privacy/complaint", Rule::Anybody, 422),
    ("/administer/complaints/{id}", ANSWERS_FOR_SERVICE, 422),
    (
        "/organise/events/{slug}/complaints/{complaint}",
        ANSWERS_COMPLAINTS,
        422,
    ),
    // Whoever is signed in would be gone.
    ("/my/data/erasure", Rule::SignedIn, 0),
    // Neither of its two buttons.
    ("/my/sign-ins", Rule::SignedIn, 400),
    ("/my/sign-ins/{id}/end", Rule::SignedIn, 404),
    ("/my/email", Rule::SignedIn, 422),
    ("/my/email/code", Rule::SignedIn, 422),
    ("/my/email/undo/{id}/{token}", Rule::Anybody, 410),
    ("/my/calendars", Rule::SignedIn, 422),
    ("/my/calendars/{id}/renewal", Rule::SignedIn, 404),
    ("/my/calendars/{id}/revocation", Rule::SignedIn, 404),
    ("/my/passkeys", Rule::SignedIn, 422),
    // Each makes a challenge.
    ("/my/passkeys/challenge", Rule::SignedIn, 0),
    ("/sign-in/passkey/challenge", Rule::Anybody, 0),
    // It is noted.
    ("/my/passkeys/prompt", Rule::SignedIn, 0),
    ("/my/passkeys/{id}/removal", Rule::SignedIn, 404),
    ("/my/providers/{id}/removal", Rule::SignedIn, 404),
    ("/sign-in/passkey", Rule::Anybody, 422),
    ("/sign-in", Rule::Anybody, 422),
    ("/sign-in/code", Rule::Anybody, 422),
    ("/sign-in/link/{id}/{token}", Rule::Anybody, 410),
    // No provider is configured.
    ("/sign-in/providers/{name}", Rule::Anybody, 404),
    ("/sign-in/providers/{name}/return", Rule::Anybody, 404),
    ("/sign-out", Rule::Anybody, 0),
    ("/organise/events/new", Rule::Creators, 422),
    ("/organise/events/{slug}/details", EDITS_EVENT, 422),
    ("/organise/events/{slug}/rules", EDITS_EVENT, 422),
    ("/organise/events/{slug}/gift", MANAGES_BOOKINGS, 422),
    (
        "/organise/events/{slug}/wordings/{wording}/text",
        SEES_LETTERS,
        422,
    ),
    (
        "/organise/events/{slug}/wordings/{wording}/trial",
        SEES_LETTERS,
        0,
    ),
    // They come from a form that has not seen the wording.
    (
        "/organise/events/{slug}/wordings/{wording}/use",
        SEES_LETTERS,
        422,
    ),
    (
        "/organise/events/{slug}/wordings/{wording}/removal",
        SEES_LETTERS,
        422,
    ),
    ("/organise/events/{slug}/messages/new", SEES_LETTERS, 422),
    (
        "/organise/events/{slug}/messages/{message}/text",
        SEES_LETTERS,
        422,
    ),
    (
        "/organise/events/{slug}/messages/{message}/trial",
        SEES_LETTERS,
        0,
    ),
    (
        "/organise/events/{slug}/messages/{message}/sending",
        SEES_LETTERS,
        0,
    ),
    // It is a draft.
    (
        "/organise/events/{slug}/messages/{message}/stop",
        SEES_LETTERS,
        303,
    ),
    (
        "/organise/events/{slug}/messages/{message}/removal",
        SEES_LETTERS,
        0,
    ),
    // None is ticked: none is sent.
    ("/organise/events/{slug}/reminders", SEES_LETTERS, 0),
    // It was sent.
    (
        "/organise/events/{slug}/letters/{letter}/now",
        SEES_LETTERS,
        303,
    ),
    (
        "/organise/events/{slug}/letters/{letter}/drop",
        SEES_LETTERS,
        303,
    ),
    ("/organise/events/{slug}/copy", COPIES_EVENT, 422),
    ("/organise/events/{slug}/series", SETS_SERIES, 422),
    // It says the same.
    ("/organise/events/{slug}/venue", EDITS_EVENT, 303),
    // It is kept already.
    ("/organise/events/{slug}/venue/keeping", KEEPS_VENUE_OF, 303),
    ("/organise/venues/new", Rule::Keepers, 422),
    ("/organise/venues/{venue}", KEEPS_VENUES, 422),
    ("/organise/calendars/new", Rule::Keepers, 422),
    ("/organise/calendars/file", Rule::Keepers, 422),
    // It is due already.
    ("/organise/calendars/{calendar}/fetching", KEEPS_VENUES, 303),
    // It would be gone.
    ("/organise/calendars/{calendar}/removal", KEEPS_VENUES, 0),
    ("/organise/events/{slug}/series/text", SETS_SERIES, 422),
    ("/organise/events/{slug}/stages", CHANGES_PROGRAMME, 422),
    (
        "/organise/events/{slug}/stages/{id}",
        CHANGES_PROGRAMME,
        422,
    ),
    // Sessions are on it.
    (
        "/organise/events/{slug}/stages/{id}/removal",
        CHANGES_PROGRAMME,
        422,
    ),
    (
        "/organise/events/{slug}/sessions/new",
        CHANGES_PROGRAMME,
        422,
    ),
    (
        "/organise/events/{slug}/sessions/{id}",
        CHANGES_PROGRAMME,
        422,
    ),
    (
        "/organise/events/{slug}/sessions/{id}/place",
        CHANGES_PROGRAMME,
        422,
    ),
    // It says no other session.
    (
        "/organise/events/{slug}/sessions/{id}/swap",
        CHANGES_PROGRAMME,
        422,
    ),
    // They say no edit.
    (
        "/organise/events/{slug}/programme/undo",
        CHANGES_PROGRAMME,
        400,
    ),
    (
        "/organise/events/{slug}/programme/redo",
        CHANGES_PROGRAMME,
        400,
    ),
    // It has a booking.
    (
        "/organise/events/{slug}/sessions/{id}/removal",
        CHANGES_PROGRAMME,
        422,
    ),
    (
        "/organise/events/{slug}/sessions/{id}/slots",
        CHANGES_PROGRAMME,
        422,
    ),
    (
        "/organise/events/{slug}/slots/{id}/withdrawal",
        CHANGES_PROGRAMME,
        0,
    ),
    // It says no mode.
    (
        "/organise/events/{slug}/slots/{id}/mode",
        CHANGES_PROGRAMME,
        400,
    ),
    // It is published already.
    ("/organise/events/{slug}/publication", EDITS_EVENT, 303),
    // Nothing is new.
    ("/organise/events/{slug}/release", CHANGES_PROGRAMME, 303),
    // The draft is put back.
    (
        "/organise/events/{slug}/releases/{number}/reset",
        CHANGES_PROGRAMME,
        0,
    ),
    ("/organise/events/{slug}/shift", CHANGES_PROGRAMME, 422),
    ("/organise/events/{slug}/cancellation", CANCELS_EVENT, 422),
    ("/organise/events/{slug}/postponement", CANCELS_EVENT, 422),
    // It takes place.
    ("/organise/events/{slug}/reinstatement", CANCELS_EVENT, 303),
    (
        "/organise/events/{slug}/bookings/{booking}/cancellation",
        MANAGES_BOOKINGS,
        422,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/move",
        MANAGES_BOOKINGS,
        422,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/late-cancellation",
        MANAGES_BOOKINGS,
        303,
    ),
    // Its pitch has not begun.
    (
        "/organise/events/{slug}/bookings/{booking}/no-show",
        MANAGES_BOOKINGS,
        303,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/no-show/removal",
        MANAGES_BOOKINGS,
        303,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/claim",
        MANAGES_BOOKINGS,
        303,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/slides",
        MANAGES_BOOKINGS,
        0,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/slides/removal",
        MANAGES_BOOKINGS,
        303,
    ),
    (
        "/organise/events/{slug}/bookings/{booking}/note",
        MANAGES_BOOKINGS,
        303,
    ),
    (
        "/organise/events/{slug}/sessions/{id}/note",
        CHANGES_PROGRAMME,
        303,
    ),
    ("/organise/events/{slug}/team", MANAGES_TEAM, 422),
    ("/organise/events/{slug}/team/{seat}", MANAGES_TEAM, 422),
    (
        "/organise/events/{slug}/team/{seat}/removal",
        MANAGES_TEAM,
        0,
    ),
    (
        "/organise/events/{slug}/nominations/{nomination}/withdrawal",
        MANAGES_TEAM,
        0,
    ),
    ("/organisations/{id}/members", MANAGES_MEMBERS, 422),
    ("/organisations/{id}/profile", EDITS_PROFILE, 422),
    ("/organisations/{id}/profile/documents", EDITS_PROFILE, 422),
    // It has none.
    (
        "/organisations/{id}/profile/documents/{document}/removal",
        EDITS_PROFILE,
        404,
    ),
    (
        "/organisations/{id}/members/{membership}",
        MANAGES_MEMBERS,
        422,
    ),
    // It is the only owner.
    (
        "/organisations/{id}/members/{membership}/removal",
        Rule::Leaving,
        422,
    ),
    (
        "/organisations/{id}/nominations/{nomination}/withdrawal",
        MANAGES_MEMBERS,
        0,
    ),
    // They would join.
    ("/nominations/{id}", Rule::Asked, 0),
    // Into no group, as it is.
    ("/administer/organisations/{id}/group", MERGES, 303),
    // Into none.
    ("/administer/organisations/{id}/merger", MERGES, 404),
];

/// An address as the source has it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    path: String,
    is_read: bool,
    is_sent: bool,
    /// The predicate that it names.
    asks: Option<String>,
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
            let is_of_event = head.trim_end().ends_with("event(");
            let root = if is_of_event {
                "/organise/events/{slug}"
            } else {
                ""
            };
            let asks = || {
                let (name, _) = rest.split_once(')').expect("the end of its arguments");
                name.trim_matches([',', ' ', '\n']).to_owned()
            };
            Route {
                asks: is_of_event.then(asks),
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
    let rows = |table: &[Row]| sorted(table.iter().map(|(path, ..)| (*path).to_owned()).collect());
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

#[test]
fn an_address_below_an_event_of_the_organisers_asks_the_predicate_of_its_row_and_no_other_asks_one()
{
    for route in routes() {
        let mut rows = READ.iter().chain(SEND);
        let (_, rule, _) = rows
            .find(|(path, ..)| *path == route.path)
            .expect("its row");
        let asks = match rule {
            Rule::OfEvent(name, _) => Some((*name).to_owned()),
            _ => None,
        };
        assert_eq!(route.asks, asks, "{}", route.path);
    }
}

/// A row of the documents' table of addresses: the beginnings of addresses, and what is asked there.
fn documented() -> Vec<(String, String)> {
    let document = document();
    let (_, table) = document
        .split_once("| addresses | who | asked by |")
        .expect("the table");
    let (table, _) = table.split_once("\n\n").expect("its end");
    let mut found = Vec::new();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [addresses, _, asked] = cells[..] else {
            panic!("{line}");
        };
        for address in addresses.split('`').skip(1).step_by(2) {
            found.push((address.to_owned(), asked.to_owned()));
        }
    }
    found
}

#[test]
fn the_documents_say_of_every_address_what_it_asks() {
    let documented = documented();
    for (row, rule, _) in READ.iter().chain(SEND) {
        let fits = |address: &str| match address.strip_suffix('…') {
            Some(beginning) => row.starts_with(beginning),
            None => address == *row,
        };
        let rows = documented.iter().filter(|(address, _)| fits(address));
        let (_, asked) = rows
            .max_by_key(|(address, _)| address.len())
            .unwrap_or_else(|| panic!("docs/security.md says nothing of {row}"));
        match rule.name() {
            // Which one is in the source's own table.
            Some(_) if asked.contains("the predicate that its row in") => {
                assert!(matches!(rule, Rule::OfEvent(..)), "{row}");
            }
            Some(name) => assert!(asked.contains(name), "{row}: {name} is not in {asked:?}"),
            None => assert!(!asked.contains("may_"), "{row}: {asked:?}"),
        }
    }
}
