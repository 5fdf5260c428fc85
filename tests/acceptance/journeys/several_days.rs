//! A fair of two days with a debate past midnight, from its first sketch to a change that a company is told of.

use crate::app::people::{Typed, but, careloop, drains_day};
use crate::app::{Browser, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_calendar::{When, read};
use marketday_model::{Instant, SlotId};
use marketday_testkit::on_each_database;

const AMINA: &str = "amina@careloop.example";

/// From Wednesday 2 December 2026, 9:30am to the next day, 4pm.
pub(super) fn fair() -> Typed<'static> {
    but(drains_day(), &[("end_date", "2026-12-03")])
}

pub(super) fn organiser(app: &TestApp) -> Browser<'_> {
    app.world.organiser("organiser@north.example");
    let organiser = app.browser();
    organiser.signs_in_at_once("organiser@north.example");
    organiser
}

/// Fills in the form of a session on one of the days, and presses its button.
pub(super) fn sends(
    organiser: &Browser<'_>,
    slug: &str,
    (kind, title): (&str, &str),
    (day, start, end): (&str, &str, &str),
) -> Page {
    let page = organiser.visit(&format!("/organise/events/{slug}/sessions/new"));
    let (stage, day) = (page.option("stage", "Main Hall"), page.option("day", day));
    let form = page.form("Add the session").fill(&[
        ("title", title),
        ("kind", kind),
        ("stage", &stage),
        ("day", &day),
        ("start_time", start),
        ("end_time", end),
    ]);
    organiser.presses(&form, "Add the session")
}

/// A published fair with pitches on Wednesday, a debate past midnight and a talk on Thursday; and its slug.
fn published_fair(organiser: &Browser<'_>) -> String {
    let slug = organiser.creates_event(&fair());
    organiser.adds_stage(&slug, "Main Hall");
    for (what, when) in [
        (
            ("pitch", "Pitches"),
            ("Wednesday 2 December", "10:00", "11:00"),
        ),
        (
            ("panel", "Debate"),
            ("Wednesday 2 December", "23:00", "01:00"),
        ),
        (
            ("keynote", "Talk"),
            ("Thursday 3 December", "10:00", "10:30"),
        ),
    ] {
        let saved = organiser.follow(sends(organiser, &slug, what, when));
        assert_eq!(
            saved.flash(),
            "The session has been saved. Others see it with the next release."
        );
    }
    organiser.makes_slots(&organiser.previews_slots(&slug));
    organiser.publishes(&slug);
    slug
}

fn first_slot(app: &TestApp, slug: &str) -> SlotId {
    let page = app.browser().visit(&format!("/events/{slug}/slots"));
    let links = page.links("main a");
    let id = links.iter().find_map(|link| link.strip_prefix("/slots/"));
    let id = id.and_then(|rest| rest.split('/').next());
    id.and_then(|id| id.parse().ok()).expect("a slot")
}

/// SUMMARY, DTSTART and DTEND of each entry of a feed.
pub(super) fn entries(app: &TestApp, path: &str) -> Vec<String> {
    let calendars = read(&app.browser().get(path).body).expect("a calendar");
    let instant = |when: &Option<When>| {
        let at = when.as_ref().and_then(When::instant);
        at.expect("an instant")
            .format("%Y-%m-%dT%H:%MZ")
            .to_string()
    };
    let mut lines: Vec<String> = calendars[0]
        .events
        .iter()
        .map(|event| {
            let (start, end) = (instant(&event.start), instant(&event.end));
            format!("{}: {start} to {end}", event.summary)
        })
        .collect();
    lines.sort();
    lines
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_fair_of_two_days_is_planned_shown_and_changed_with_the_day_of_everything() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = organiser(&app);
        let slug = published_fair(&organiser);

        // The form says back on which day the debate ends.
        let programme = organiser.visit(&format!("/organise/events/{slug}/programme"));
        let debate = organiser.visit(&programme.link("Change Debate"));
        let form = debate.form("Save changes");
        assert_eq!(
            (
                form.value("day"),
                form.value("start_time"),
                form.value("end_time")
            ),
            (Some("2026-12-02"), Some("23:00"), Some("01:00"))
        );
        assert!(debate.says("It ends after midnight, on Thursday 3 December at 1am."));

        // Everybody sees two days.
        let visitor = app.browser();
        let event = visitor.visit(&format!("/events/{slug}"));
        assert!(event.says("2 to 3 December 2026, from 9:30am on Wednesday to 4pm on Thursday"));
        assert_eq!(
            (
                event.all("main h3:has(+ .teaser)"),
                event.all(".teaser-time")
            ),
            (
                ["Wednesday 2 December", "Thursday 3 December"]
                    .map(str::to_owned)
                    .to_vec(),
                ["10am", "11pm", "10am"].map(str::to_owned).to_vec(),
            )
        );
        let public = visitor.visit(&format!("/events/{slug}/programme"));
        assert_eq!(
            public.all("main h2")[..2],
            ["Wednesday 2 December", "Thursday 3 December"]
        );
        assert_eq!(
            public.all(".session-when b"),
            ["10am to 11am", "11pm to 1am", "10am to 10:30am"]
        );
        assert_eq!(
            entries(&app, &format!("/events/{slug}/calendar.ics")),
            [
                "Debate: 2026-12-02T23:00Z to 2026-12-03T01:00Z",
                "Pitches: 2026-12-02T10:00Z to 2026-12-02T11:00Z",
                "Talk: 2026-12-03T10:00Z to 2026-12-03T10:30Z",
            ]
        );
        assert_eq!(
            entries(&app, "/calendar/all.ics"),
            ["East Coast Drains Day: 2026-12-02T09:30Z to 2026-12-03T16:00Z"]
        );

        // A company books a slot on Wednesday, and the session moves to Thursday.
        let amina = app.browser();
        let booked = amina.books(first_slot(&app, &slug), &careloop());
        assert!(booked.says("Wednesday 2 December 2026"));
        app.deliver();
        let pitches = organiser.visit(&programme.link("Change Pitches"));
        let thursday = pitches.option("day", "Thursday 3 December");
        let form = pitches.form("Save changes").fill(&[("day", &thursday)]);
        organiser.follow(organiser.presses(&form, "Save changes"));
        let preview = organiser.visit(&format!("/organise/events/{slug}/release"));
        for text in [
            "Wednesday 2 December, 10am to 11am, Main Hall",
            "Thursday 3 December, 10am to 11am, Main Hall",
        ] {
            assert!(preview.says(text), "{text}");
        }
        organiser.releases(&slug);
        let before = app.letters_to(AMINA).len();
        app.deliver();
        let letters = app.letters_to(AMINA).split_off(before);
        assert_eq!(letters.len(), 1);
        let text = words(&letters[0].text);
        for said in [
            "Wednesday 2 December, 10am to 10:12am",
            "Thursday 3 December, 10am to 10:12am",
            "Thursday 3 December 2026, 10am to 10:12am",
        ] {
            assert!(text.contains(said), "{said} is not in {text}");
        }
        let (_, entry) = letters[0].entry.as_ref().expect("an entry");
        assert_eq!(
            entry.start.as_ref().and_then(When::instant),
            "2026-12-03T10:00:00Z".parse().ok()
        );
        let log = visitor.visit(&format!("/events/{slug}/changes"));
        assert!(log.says("Thursday 3 December, 10am to 11am, Main Hall"));

        // On its second day the fair is still to come, and in the evening it is over.
        let second_day: Instant = "2026-12-03T09:00:00Z".parse().expect("an instant");
        let shown = |section: &str| {
            let home = app.browser().visit("/");
            home.all(&format!("section[aria-labelledby={section}] h3"))
        };
        app.later(second_day - app.world.surroundings.now());
        assert_eq!(shown("upcoming"), ["East Coast Drains Day"]);
        app.later(Duration::hours(7));
        assert_eq!(shown("past"), ["East Coast Drains Day"]);
        app.keep_letters("several-days");
    });
}

#[test]
fn the_run_sheet_and_the_rest_of_a_stage_know_the_days() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let organiser = organiser(&app);
        let slug = published_fair(&organiser);
        let sheet = organiser.visit(&format!("/organise/events/{slug}/run-sheet"));
        let rows: Vec<String> = sheet
            .all("main tbody tr")
            .iter()
            .map(|row| words(row))
            .collect();
        assert!(
            rows[0].starts_with("Wednesday 2 December, 10am to 11am Pitches"),
            "{rows:?}"
        );
        let last = &rows[rows.len() - 2..];
        assert!(
            last[0].starts_with("Wednesday 2 December, 11pm to 1am Debate"),
            "{rows:?}"
        );
        assert!(
            last[1].starts_with("Thursday 3 December, 10am to 10:30am Talk"),
            "{rows:?}"
        );
        let file = organiser
            .get(&format!("/organise/events/{slug}/run-sheet.csv"))
            .text();
        assert!(
            file.contains(
                "\"2026-12-02 23:00\",\"2026-12-03 01:00\",\"Main Hall\",\"Panel\",\"Debate\""
            ),
            "{file}"
        );

        let page = organiser.visit(&format!("/organise/events/{slug}/shift"));
        assert!(page.says("Only what starts on the same day moves, or in the night after it"));
        let stage = page.option("stage", "Main Hall");
        let typed = [
            ("stage", stage.as_str()),
            ("from_time", "10:30"),
            ("minutes", "10"),
        ];
        let asked = organiser.presses(&page.form("Preview").fill(&typed), "Preview");
        asked.is_refused_with(&[("day", "Choose one of the days of this event")]);
        let wednesday = asked.option("day", "Wednesday 2 December");
        let form = asked.form("Preview").fill(&[("day", &wednesday)]);
        let preview = organiser.presses(&form, "Preview");
        let moves = preview.all("#preview ~ div tbody th");
        assert!(moves.contains(&"Debate".to_owned()), "{moves:?}");
        assert!(!moves.contains(&"Talk".to_owned()), "{moves:?}");
        let done = organiser.presses(
            &preview.form("Move and release now"),
            "Move and release now",
        );
        organiser.follow(done);
        let public = app.browser().visit(&format!("/events/{slug}/programme"));
        assert_eq!(
            public.all(".session-when b"),
            ["10am to 11:10am", "11:10pm to 1:10am", "10am to 10:30am"]
        );
    });
}

#[test]
fn a_fair_that_is_postponed_tells_of_all_its_days_and_why() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let organiser = organiser(&app);
        let slug = published_fair(&organiser);
        app.browser().books(first_slot(&app, &slug), &careloop());
        app.deliver();
        let page = organiser.visit(&format!("/organise/events/{slug}/postponement"));
        // The debate would end at 1am in the night in which the clocks go forward.
        let typed = [("reason", "The hall has flooded."), ("date", "2027-03-27")];
        let form = page.form("Postpone this event").fill(&typed);
        let refused = organiser.presses(&form, "Postpone this event");
        refused.is_refused_with(&[(
            "date",
            "The clocks change on that date, and one of the times of the day does not exist then or happens twice. \
             Choose another date",
        )]);
        let form = refused
            .form("Postpone this event")
            .fill(&[("date", "2027-03-29")]);
        organiser.follow(organiser.presses(&form, "Postpone this event"));
        let text = words(&app.next_letter_to(AMINA).text);
        for said in [
            "2 to 3 December 2026",
            "29 to 30 March 2027",
            "The hall has flooded.",
            "Monday 29 March 2027, 10am to 10:12am",
        ] {
            assert!(text.contains(said), "{said} is not in {text}");
        }
        let event = app.browser().visit(&format!("/events/{slug}"));
        assert!(event.says("It was to be on 2 to 3 December 2026. The hall has flooded."));
        assert!(event.says("It takes place on 29 to 30 March 2027."));
        assert_eq!(
            entries(&app, &format!("/events/{slug}/calendar.ics")),
            [
                "Debate: 2027-03-29T22:00Z to 2027-03-30T00:00Z",
                "Falls that do not happen, by Careloop (East Coast Drains Day): 2027-03-29T09:00Z to 2027-03-29T09:12Z",
                "Pitches: 2027-03-29T09:00Z to 2027-03-29T10:00Z",
                "Talk: 2027-03-30T09:00Z to 2027-03-30T09:30Z",
            ]
        );
        app.deliver();
    });
}

#[test]
fn the_plan_has_a_table_for_each_day_and_the_night_belongs_to_the_evening_before() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let organiser = organiser(&app);
        let slug = published_fair(&organiser);
        let plan = organiser.visit(&format!("/organise/events/{slug}/programme"));
        let days = ["Wednesday 2 December 2026", "Thursday 3 December 2026"];
        assert_eq!(plan.all("main h3[id^=day-]"), days);
        let titles = |page: &Page, day: usize| {
            page.all(&format!(
                "#day-{day} + .plan-scroll .item-title > strong:first-child"
            ))
        };
        assert_eq!(titles(&plan, 1), ["Pitches", "Debate"]);
        assert_eq!(titles(&plan, 2), ["Talk"]);
        assert_eq!(plan.all(".item-when > .nowrap")[1], "11pm to 1am");

        let page = organiser.visit(&plan.link("Move Debate"));
        let form = page.form("Move it");
        assert_eq!(form.value("end_time"), Some("01:00"));
        let thursday = page.option("day", "Thursday 3 December");
        let moved = form.fill(&[
            ("day", &thursday),
            ("start_time", "14:00"),
            ("end_time", "15:30"),
        ]);
        let moved = organiser.follow(organiser.presses(&moved, "Move it"));
        assert_eq!(titles(&moved, 1), ["Pitches"]);
        assert_eq!(titles(&moved, 2), ["Talk", "Debate"]);
        let undo = "Undo: move “Debate”";
        let undone = organiser.follow(organiser.presses(&moved.form(undo), undo));
        assert_eq!(titles(&undone, 1), ["Pitches", "Debate"]);
    });
}
