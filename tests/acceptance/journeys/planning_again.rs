//! An organiser plans a day from a template, and from a day that was there before.

use crate::app::people::{but, careloop, delegate, drains_day};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const COPY: &str = "/organise/events/care-day-2027/copy";

#[test]
fn an_organiser_starts_from_a_template_and_has_a_day_that_can_be_published() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let blank = organiser.visit("/organise/events/new");
        assert_eq!(
            blank.all("summary"),
            [
                "Half day, one stage, 12 pitches",
                "Full day, two stages, meetings",
                "Evening showcase",
                "Two stages, lightning pitches",
            ]
        );
        let page = organiser.visit(&blank.link("Start from “Half day, one stage, 12 pitches”"));
        let form = page.form("Create the event");
        assert_eq!(
            (form.value("start_time"), form.value("end_time")),
            (Some("09:00"), Some("14:00"))
        );
        let short = but(
            drains_day(),
            &[("start_time", "09:30"), ("end_time", "14:00")],
        );
        let refused = organiser.presses(&form.fill(&short), "Create the event");
        refused.is_refused_with(&[(
            "start_time",
            "The day must hold everything in the template, from its start to its end",
        )]);
        let whole = but(
            drains_day(),
            &[("start_time", "09:00"), ("end_time", "14:00")],
        );
        let form = refused.form("Create the event").fill(&whole);
        let made = organiser.presses(&form, "Create the event");
        let overview = organiser.follow(made);
        assert_eq!(overview.all(".checklist .checklist-state"), ["Done"; 4]);
        let plan = organiser.visit("/organise/events/east-coast-drains-day-2026/programme");
        assert!(plan.says("Main stage") && plan.says("Pitches, second half"));
        let done = organiser.publishes("east-coast-drains-day-2026");
        assert_eq!(done.flash(), "The event is published.");
        let slots = app
            .browser()
            .visit("/events/east-coast-drains-day-2026/slots");
        assert_eq!(slots.all(".slot").len(), 12);
        app.deliver();
    });
}

#[test]
fn a_cancelled_day_is_copied_with_its_plan_and_without_its_people() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let day = app.published_day(3);
        app.browser().books(day.slots[0].id, &careloop());
        app.browser().registers(SLUG, &delegate());
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        organiser.cancels_event(SLUG, "The hall has flooded.");
        let overview = organiser.visit("/organise/events/care-day-2027");
        let page = organiser.visit(&overview.link("Copy to another date"));
        let form = page.form("Make the copy");
        let refused = organiser.presses(&form, "Make the copy");
        refused.is_refused_with(&[("date", "The date must be a real date")]);
        let past = organiser.presses(
            &form.clone().fill(&[("date", "2020-03-03")]),
            "Make the copy",
        );
        past.is_refused_with(&[("date", "The date must be today or later")]);
        let form = form.fill(&[("date", "2027-10-31")]);
        let made = organiser.presses(&form, "Make the copy");
        made.leads_to("/organise/events/care-day-2027-2?done=event-copied");
        assert_eq!(
            organiser.presses(&form, "Make the copy").location(),
            made.location(),
            "a form sent twice makes one copy"
        );
        let copy = organiser.follow(made);
        assert_eq!(
            copy.one(".event-head-when"),
            "Sunday 31 October 2027, 9:30am to 4pm"
        );
        assert_eq!(
            copy.all(".numbers dd strong"),
            ["0", "0"],
            "nobody came along"
        );
        let plan = organiser.visit("/organise/events/care-day-2027-2/programme");
        assert_eq!(plan.all("main .item").len(), 1);
        let history = organiser.visit("/organise/events/care-day-2027-2/history");
        assert!(history.says("Event created as a copy") && history.says("from care-day-2027"));
        app.deliver();
    });
}

#[test]
fn a_time_that_does_not_exist_or_happens_twice_on_the_new_date_is_asked_about() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let night = but(
            drains_day(),
            &[("start_time", "01:30"), ("end_time", "06:00")],
        );
        let slug = organiser.creates_event(&night);
        let page = organiser.visit(&format!("/organise/events/{slug}/copy"));
        let form = page.form("Make the copy").fill(&[("date", "2027-03-28")]);
        let refused = organiser.presses(&form, "Make the copy");
        refused.is_refused_with(&[(
            "date",
            "The start of the day would be at 1:30am on Sunday 28 March 2027, which does not exist: the clocks go \
             forward. Choose another date, or change it here first",
        )]);
        let form = refused
            .form("Make the copy")
            .fill(&[("date", "2027-10-31")]);
        let asked = organiser.presses(&form, "Make the copy");
        asked.is_refused_with(&[(
            "at-202710310130_fold",
            "Say which 1:30am on Sunday 31 October 2027 is meant by the start of the day",
        )]);
        let form = asked
            .form("Make the copy")
            .fill(&[("at-202710310130_fold", "later")]);
        let made = organiser.presses(&form, "Make the copy");
        let copy = organiser.follow(made);
        assert_eq!(
            copy.one(".event-head-when"),
            "Sunday 31 October 2027, 1:30am GMT to 6am"
        );
        app.deliver();
    });
}

#[test]
fn a_copy_without_description_and_programme_says_what_is_left_to_do() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        let form = organiser.visit(COPY).form("Make the copy");
        let bare = [
            ("date", "2027-06-01"),
            ("title", "Bare Day"),
            ("description", ""),
            ("programme", ""),
        ];
        let made = organiser.presses(&form.fill(&bare), "Make the copy");
        let copy = organiser.follow(made);
        assert_eq!(copy.all(".checklist .checklist-state"), ["To do"; 4]);
        app.deliver();
    });
}
