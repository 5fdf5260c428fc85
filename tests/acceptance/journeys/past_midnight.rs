//! The day of a session: chosen where there are several, and the next one where it ends after midnight.

use super::several_days::{fair, organiser, sends};
use crate::app::people::{but, drains_day};
use crate::app::spawn_app;
use marketday_testkit::on_each_database;

#[test]
fn a_session_on_no_day_or_after_the_end_comes_back_with_what_was_typed() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let organiser = organiser(&app);
        let slug = organiser.creates_event(&fair());
        organiser.adds_stage(&slug, "Main Hall");
        let page = organiser.visit(&format!("/organise/events/{slug}/sessions/new"));
        let form = page.form("Add the session").fill(&[
            ("title", "Debate"),
            ("day", "2026-12-04"),
            ("start_time", "23:00"),
            ("end_time", "01:00"),
        ]);
        let refused = organiser.presses(&form, "Add the session");
        assert_eq!(
            refused.error_at("day").as_deref(),
            Some("Choose one of the days of this event")
        );
        let kept = refused.form("Add the session");
        assert_eq!(
            (
                kept.value("title"),
                kept.value("start_time"),
                kept.value("end_time")
            ),
            (Some("Debate"), Some("23:00"), Some("01:00"))
        );
        // On its last day the fair does not go on past midnight.
        let thursday = ("Thursday 3 December", "15:00", "01:00");
        sends(&organiser, &slug, ("panel", "Debate"), thursday)
            .is_refused_with(&[("end_time", "The end must be after the start")]);

        // An evening until 1am has no session until 2am.
        let evening = but(
            drains_day(),
            &[
                ("title", "An evening"),
                ("start_time", "18:00"),
                ("end_date", "2026-12-03"),
                ("end_time", "01:00"),
            ],
        );
        let slug = organiser.creates_event(&evening);
        organiser.adds_stage(&slug, "Main Hall");
        let late = ("Wednesday 2 December", "23:00", "02:00");
        sends(&organiser, &slug, ("panel", "Debate"), late).is_refused_with(&[(
            "end_time",
            "An end before the start is on the next day, Thursday 3 December: that is after the event ends",
        )]);
        let until_the_end = ("Wednesday 2 December", "23:00", "01:00");
        assert_eq!(
            sends(&organiser, &slug, ("panel", "Debate"), until_the_end).status,
            303
        );
        let overview = organiser.visit(&format!("/organise/events/{slug}"));
        assert!(overview.says("Wednesday 2 December 2026, 6pm to 1am on Thursday"));

        // One that ends at midnight has one day, and a session may last until then.
        let until_midnight = but(
            drains_day(),
            &[
                ("title", "Until midnight"),
                ("start_time", "18:00"),
                ("end_date", "2026-12-03"),
                ("end_time", "00:00"),
            ],
        );
        let slug = organiser.creates_event(&until_midnight);
        let last = ("panel", "Debate", "");
        organiser.adds_session(&slug, last, ("23:00", "00:00"));
        let overview = organiser.visit(&format!("/organise/events/{slug}/programme"));
        assert!(overview.says("Wednesday 2 December 2026, 6pm to midnight"));
        assert!(overview.says("11pm to midnight"));

        // A day that ends on its date asks for no day.
        let slug = organiser.creates_event(&drains_day());
        let page = organiser.visit(&format!("/organise/events/{slug}/sessions/new"));
        assert!(page.all("#day").is_empty());
    });
}
