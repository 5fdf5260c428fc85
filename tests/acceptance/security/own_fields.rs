//! A form changes what its own fields are for and nothing else, whatever else is sent along: every column of every table
//! is sent by its name, with what somebody might hope to write there.

use super::town::{SLUG, Town};
use crate::app::people::{but, careloop, delegate, drains_day};
use crate::app::{Browser, Form, Rows, TestApp, spawn_app};
use marketday_model::permission::Actor;
use marketday_testkit::{Database, on_each_database};

/// What stands in no row but by a hope.
const WORD: &str = "hoped-for";
const NUMBER: &str = "7117";
const INSTANT: &str = "2001-02-03";

/// What a person of the town is known as.
pub(super) fn known<'t>(town: &'t Town<'_>, who: &str) -> &'t Actor {
    let someone = town.people.iter().find(|someone| someone.who == who);
    let known = someone.and_then(|someone| someone.known.as_ref());
    &known.expect("somebody who signed in").1
}

/// The id of somebody who has nothing to do with anything.
fn mallory(town: &Town<'_>) -> String {
    let actor = known(town, "somebody who only signed in");
    actor.person.to_string()
}

/// The id of a body that has nothing to do with the day.
fn elsewhere(town: &Town<'_>) -> String {
    let actor = known(town, "another organiser");
    actor.memberships[0].organisation.to_string()
}

/// What somebody hopes to write into a column.
fn hope(town: &Town<'_>, column: &str) -> String {
    match column {
        "event_id" | "event" => town.draft.id.to_string(),
        "organisation_id" | "company_id" | "body_id" | "organiser_id" | "company" | "organiser" => {
            elsewhere(town)
        }
        "state" => "cancelled".to_owned(),
        "role" => "owner".to_owned(),
        _ if column == "id" || column.ends_with("_id") || column.ends_with("_by") => mallory(town),
        _ if column.ends_with("_at") || column.ends_with("_on") => format!("{INSTANT}T04:05:06Z"),
        "is_administrator" | "administrator" | "verified" | "listed" => "true".to_owned(),
        "person" | "owner" => mallory(town),
        _ if column.contains("number") || column.contains("sequence") || column == "version" => {
            NUMBER.to_owned()
        }
        _ => WORD.to_owned(),
    }
}

/// Names that a form of some framework might take besides those of columns.
const MORE: [&str; 10] = [
    "administrator",
    "company",
    "event",
    "is_administrator",
    "is_verified",
    "organiser",
    "owner",
    "person",
    "release",
    "verified",
];

/// The days and what hangs on them, and how everything stands.
pub(super) struct Scene<'a> {
    database: &'a Database,
    pub(super) town: Town<'a>,
}

impl<'a> Scene<'a> {
    fn of(app: &'a TestApp, database: &'a Database) -> Self {
        app.may_leave_letters();
        let town = Town::of(app);
        app.deliver();
        Self { database, town }
    }

    pub(super) fn browser(&self, who: &str) -> &Browser<'a> {
        self.town.browser(who)
    }

    /// A form with everything that it does not have.
    fn with_hopes(&self, rows: &Rows, form: &Form) -> Form {
        let mut all = form.clone();
        let columns = rows.columns();
        for name in columns.iter().map(String::as_str).chain(MORE) {
            if form.value(name).is_none() {
                let hope = hope(&self.town, name);
                all.fields.push((name.to_owned(), hope.clone()));
                all.fields.push((format!("form[{name}]"), hope));
            }
        }
        all
    }

    /// Pressing a button with all hopes changes exactly this: `table +` and `table -` are rows that come and go, with how
    /// many.
    pub(super) fn changes(
        &self,
        browser: &Browser<'_>,
        form: &Form,
        button: &str,
        expected: &[&str],
    ) {
        let before = Rows::of(self.database);
        let done = browser.presses(&self.with_hopes(&before, form), button);
        assert_eq!(done.status, 303, "{button}: {:?}", done.errors());
        let (changes, values) = Rows::of(self.database).since(&before);
        assert_eq!(changes, expected, "{button} at {}", form.action);
        let hopes = [
            WORD,
            "\"cancelled\"",
            NUMBER,
            INSTANT,
            &mallory(&self.town),
            &elsewhere(&self.town),
        ];
        for value in values.iter().map(ToString::to_string) {
            assert!(
                !hopes.iter().any(|hope| value.contains(hope)),
                "{button}: {value}"
            );
        }
    }
}

pub(super) fn on_each_scene(test: impl Fn(&TestApp, &Scene<'_>)) {
    on_each_database(|database| {
        let app = spawn_app(database);
        test(&app, &Scene::of(&app, database));
    });
}

#[test]
fn the_forms_of_an_event_change_nothing_but_their_own_fields() {
    on_each_scene(|_, scene| {
        let organiser = scene.browser("the organiser");
        let page = organiser.visit(&format!("/organise/events/{SLUG}/details"));
        let form = page
            .form("Save changes")
            .fill(&[("title", "Care and Repair Day")]);
        scene.changes(
            organiser,
            &form,
            "Save changes",
            &[
                "audit + 1",
                "bookings.changed_at 3",
                "bookings.sequence 3",
                "changes + 5",
                "events.changed_at 1",
                "events.sequence 1",
                "events.title 1",
                "notices + 5",
                "registrations.changed_at 2",
                "registrations.sequence 2",
                "revisions + 1",
                "revisions - 1",
            ],
        );
        let form = organiser
            .visit("/organise/events/new")
            .form("Create the event");
        scene.changes(
            organiser,
            &form.fill(&drains_day()),
            "Create the event",
            &["audit + 1", "event_themes + 2", "events + 1", "venues + 1"],
        );
        let page = organiser.visit(&format!("/organise/events/{SLUG}/sessions/new"));
        let typed = [
            ("title", "Lunch"),
            ("kind", "break"),
            ("start_time", "12:00"),
            ("end_time", "12:30"),
        ];
        let form = page.form("Add the session").fill(&typed);
        scene.changes(
            organiser,
            &form,
            "Add the session",
            &["audit + 1", "draft_edits + 1", "sessions + 1"],
        );
        let slides = scene.town.address("/organise/events/{slug}/slides");
        let form = organiser.visit(&slides).form("Save the deadline");
        scene.changes(
            organiser,
            &form.fill(&[("due_date", "2027-02-26"), ("due_time", "17:00")]),
            "Save the deadline",
            &["audit + 1", "event_slides + 1"],
        );
        let note = scene
            .town
            .address("/organise/events/{slug}/bookings/{booking}/note");
        let form = organiser.visit(&note).form("Save the note");
        scene.changes(
            organiser,
            &form.fill(&[("note", "Brings a dog.")]),
            "Save the note",
            &["audit + 1", "booking_notes + 1"],
        );
    });
}

#[test]
fn the_forms_of_a_team_and_of_members_change_nothing_but_their_own_fields() {
    on_each_scene(|_, scene| {
        let organiser = scene.browser("the organiser");
        let team = scene.town.address("/organise/events/{slug}/team");
        // Which seat is listed first is chance: one that is no viewer's yet.
        let is_another = |form: &Form| {
            form.value("role").is_some_and(|role| role != "viewer")
                && form.has_button("Change the role of")
        };
        let form = organiser.visit(&team).forms().into_iter().find(is_another);
        let form = form.expect("a seat").fill(&[("role", "viewer")]);
        scene.changes(
            organiser,
            &form,
            "Change the role of",
            &["audit + 1", "seats.role 1"],
        );
        let company = scene.browser("the company");
        let members = scene.town.address("/organisations/{id}/members");
        let page = company.visit(&members);
        let is_assistant = |form: &Form| form.value("role") == Some("assistant");
        let form = page.forms().into_iter().find(is_assistant);
        let form = form.expect("the form of an assistant");
        let form = form.fill(&[("role", "member")]);
        scene.changes(
            company,
            &form,
            "Change the role of",
            &["audit + 1", "memberships.role 1"],
        );
    });
}

#[test]
fn the_form_that_sends_slides_changes_nothing_but_what_they_say() {
    on_each_scene(|_, scene| {
        let company = scene.browser("the company");
        let slides = scene.town.address("/bookings/{id}/slides");
        let form = company.visit(&slides).form("Save");
        let form = form.fill(&[("summary", "Two slides.")]);
        scene.changes(
            company,
            &form,
            "Save",
            &[
                "audit + 1",
                "revisions + 1",
                "revisions - 1",
                "slide_texts + 1",
                "slide_texts - 1",
            ],
        );
    });
}

#[test]
fn the_forms_of_companies_and_delegates_change_nothing_but_their_own_fields() {
    on_each_scene(|app, scene| {
        let company = scene.browser("the company");
        let profile = scene.town.address("/organisations/{id}/profile");
        let form = company.visit(&profile).form("Save the profile");
        let typed = [
            ("products", "Sensors."),
            ("size", "micro"),
            ("themes", "housing"),
        ];
        let form = form.fill(&typed);
        scene.changes(
            company,
            &form,
            "Save the profile",
            &["audit + 1", "company_profiles + 1"],
        );
        let booking = scene.town.address("/bookings/{id}");
        let form = company.visit(&booking).form("Save changes");
        let form = form.fill(&[("pitch_title", "No more falls")]);
        scene.changes(
            company,
            &form,
            "Save changes",
            &[
                "audit + 1",
                "bookings.changed_at 1",
                "bookings.sequence 1",
                "changes + 1",
                "notices + 1",
                "pitches.title 1",
                "revisions + 1",
                "revisions - 1",
            ],
        );

        let other = scene.browser("the other company");
        let slot = scene.town.address("/slots/{id}/booking");
        let slot = slot.split('/').nth(2).and_then(|id| id.parse().ok());
        let page = other.holds(slot.expect("a slot"));
        let typed = [
            ("company", "Gaitwell"),
            ("website", ""),
            ("email", "ada@gaitwell.example"),
            ("presenter_name", "Bea Lund"),
            ("presenter_email", "bea@gaitwell.example"),
        ];
        let form = page.form("Book this slot").fill(&but(careloop(), &typed));
        scene.changes(
            other,
            &form,
            "Book this slot",
            &[
                "audit + 1",
                "bookings.company_id 1",
                "bookings.company_identity 1",
                "bookings.confirmed_at 1",
                "bookings.contact_id 1",
                "bookings.pitch_id 1",
                "bookings.presenter_email 1",
                "bookings.presenter_id 1",
                "bookings.presenter_name 1",
                "bookings.state 1",
                "notices + 1",
                "people + 1",
                "pitches + 1",
                "pools + 1",
                "pools - 1",
                "presenter_ticks + 3",
                "revisions + 1",
                "revisions - 1",
            ],
        );

        let bob = app.browser();
        bob.signs_in("bob@darlington.example");
        let form = bob
            .visit(&format!("/events/{SLUG}/registration"))
            .form("Register");
        let form = form.fill(&but(delegate(), &[("email", "bob@darlington.example")]));
        scene.changes(
            &bob,
            &form,
            "Register",
            &[
                "audit + 1",
                "notices + 1",
                "people.name 1",
                "pools + 1",
                "pools - 1",
                "registration_needs + 1",
                "registrations + 1",
                "revisions + 1",
                "revisions - 1",
            ],
        );
    });
}

#[test]
fn the_form_that_moves_a_booking_changes_nothing_but_its_slot() {
    on_each_scene(|_, scene| {
        let company = scene.browser("the company");
        let page = company.visit(&scene.town.address("/bookings/{id}/move"));
        scene.changes(
            company,
            &page.form("Move here"),
            "Move here",
            &[
                "audit + 1",
                "bookings.changed_at 1",
                "bookings.sequence 1",
                "bookings.slot_id 1",
                "changes + 1",
                "former_slots + 1",
                "notices + 1",
                "presenter_ticks + 3",
                "presenter_ticks - 3",
                "revisions + 1",
                "revisions - 1",
            ],
        );
    });
}

#[test]
fn the_forms_of_a_swap_change_nothing_but_two_slots() {
    on_each_scene(|_, scene| {
        let (company, other) = (
            scene.browser("the company"),
            scene.browser("the other company"),
        );
        let swap = scene.town.address("/swaps/{id}");
        scene.changes(
            other,
            &other.visit(&swap).form("Agree and swap"),
            "Agree and swap",
            &[
                "audit + 2",
                "bookings.changed_at 2",
                "bookings.sequence 2",
                "bookings.slot_id 2",
                "changes + 2",
                "former_slots + 2",
                "notices + 2",
                "presenter_ticks + 6",
                "presenter_ticks - 6",
                "revisions + 1",
                "revisions - 1",
                "swaps.answered_at 1",
                "swaps.state 1",
            ],
        );
        let page = company.visit(&scene.town.address("/bookings/{id}/swap"));
        let form = page.form("Ask").fill(&[("message", "Back again?")]);
        let made = ["audit + 1", "notices + 1", "swaps + 1"];
        scene.changes(company, &form, "Ask", &made);
    });
}

#[test]
fn the_form_that_hands_a_booking_over_changes_nothing_but_who_has_it() {
    on_each_scene(|_, scene| {
        let company = scene.browser("the company");
        let page = company.visit(&scene.town.address("/bookings/{id}/contact"));
        let colleague = page.value_of("input[name=to]");
        let form = page.form("Hand over").fill(&[("to", &colleague)]);
        scene.changes(
            company,
            &form,
            "Hand over",
            &[
                "audit + 1",
                "bookings.changed_at 1",
                "bookings.contact_id 1",
                "bookings.presenter_id 1",
                "bookings.presenter_name 1",
                "bookings.sequence 1",
                "notices + 2",
                "presenter_ticks + 3",
                "presenter_ticks - 3",
                "revisions + 1",
                "revisions - 1",
            ],
        );
    });
}

#[test]
fn the_forms_of_a_proposal_change_nothing_but_what_they_are_for() {
    on_each_scene(|_, scene| {
        let company = scene.browser("the company");
        let mine = company.visit(&scene.town.address("/proposals/{proposal}"));
        let form = mine
            .form("Save changes")
            .fill(&[("pitch_title", "Another lamp")]);
        let changed = [
            "audit + 1",
            "proposals.changed_at 1",
            "proposals.title 1",
            "proposals.version 1",
        ];
        scene.changes(company, &form, "Save changes", &changed);
        let assessor = scene.browser("an assessor");
        let path = "/organise/events/{slug}/assessing/{proposal}";
        let page = assessor.visit(&scene.town.address(path));
        let html = page.text();
        let (_, rest) = html.split_once("name=\"score_").expect("a criterion");
        let score = format!("score_{}", &rest[..36]);
        let form = page.form("Save my scores").fill(&[(&score, "4")]);
        let scored = ["assessments + 1", "audit + 1", "scores + 1"];
        scene.changes(assessor, &form, "Save my scores", &scored);
        let organiser = scene.browser("the organiser");
        let path = "/organise/events/{slug}/proposals/{proposal}";
        let page = organiser.visit(&scene.town.address(path));
        let form = page.form("Decline").fill(&[("feedback", "Not this time")]);
        let declined = [
            "audit + 1",
            "notices + 1",
            "pools + 1",
            "pools - 1",
            "proposals.decided_at 1",
            "proposals.decided_by 1",
            "proposals.feedback 1",
            "proposals.state 1",
            "proposals.version 1",
        ];
        scene.changes(organiser, &form, "Decline", &declined);
    });
}
