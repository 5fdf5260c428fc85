//! Sessions in the nights in which the clocks change.

use super::several_days::{entries, fair, organiser, sends};
use crate::app::people::but;
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

#[test]
fn a_session_in_the_night_of_a_clock_change_lasts_as_long_as_that_night_is() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let organiser = organiser(&app);
        let mut slugs = Vec::new();
        for (date, end_date, day, instants, label) in [
            (
                "2026-03-28",
                "2026-03-29",
                "Saturday 28 March",
                "Debate: 2026-03-28T23:00Z to 2026-03-29T01:00Z",
                "11pm to 2am",
            ),
            (
                "2026-10-24",
                "2026-10-25",
                "Saturday 24 October",
                "Debate: 2026-10-24T22:00Z to 2026-10-25T02:00Z",
                "11pm to 2am",
            ),
        ] {
            let typed = but(
                fair(),
                &[
                    ("title", date),
                    ("date", date),
                    ("end_date", end_date),
                    ("booking_closes_date", "2026-03-01"),
                    ("registration_closes_date", "2026-03-01"),
                ],
            );
            let slug = organiser.creates_event(&typed);
            organiser.adds_stage(&slug, "Main Hall");
            let saved = sends(
                &organiser,
                &slug,
                ("panel", "Debate"),
                (day, "23:00", "02:00"),
            );
            assert_eq!(saved.status, 303, "{:?}", saved.errors());
            organiser.publishes(&slug);
            let feed = format!("/events/{slug}/calendar.ics");
            assert_eq!(entries(&app, &feed), [instants]);
            let public = app.browser().visit(&format!("/events/{slug}/programme"));
            assert_eq!(public.all(".session-when b"), [label]);
            slugs.push(slug);
        }
        let own = organiser.makes_feed("organised", "My desk");
        assert_eq!(app.entries_of(&own).len(), 2);
        app.keep_feed("own-clock-changes", &app.fetches(&own, &[]).body);
        // The hour that comes twice is asked about, on the day after the start.
        let [spring, autumn] = &slugs[..] else {
            panic!("two events");
        };
        let twice = ("Saturday 24 October", "23:00", "01:30");
        let asked = sends(&organiser, autumn, ("panel", "Encore"), twice);
        assert_eq!(asked.status, 422);
        assert!(asked.says("1:30am on Sunday 25 October 2026 happens twice"));
        let form = asked
            .form("Add the session")
            .fill(&[("end_time_fold", "later")]);
        assert_eq!(organiser.presses(&form, "Add the session").status, 303);
        let programme = organiser.visit(&format!("/organise/events/{autumn}/programme"));
        assert!(programme.says("Saturday 24 October, 11pm to 1:30am GMT"));
        // In spring it does not exist.
        let gap = ("Saturday 28 March", "23:00", "01:30");
        sends(&organiser, spring, ("panel", "Encore"), gap).is_refused_with(&[(
            "end_time",
            "This time does not exist: the clocks go forward on that day. Choose a time before or after the change",
        )]);
    });
}
