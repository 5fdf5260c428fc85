//! Two organisers change the same session at once.

use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";

#[test]
fn whoever_saves_second_sees_what_the_first_saved_beside_what_they_typed_and_loses_nothing() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let (one, other) = (app.browser(), app.browser());
        one.signs_in("organiser@north.example");
        other.signs_in_at_once("organiser@north.example");
        one.adds_session(SLUG, ("panel", "Buying together", ""), ("13:00", "14:00"));
        let programme = one.visit(&format!("/organise/events/{SLUG}/programme"));
        let page = programme.link("Change Buying together");
        let save = "Save changes";
        let theirs = other.visit(&page).form(save);

        let first = one.visit(&page).form(save);
        let first = first.fill(&[("title", "Buying as one"), ("start_time", "13:15")]);
        let saved = format!("/organise/events/{SLUG}/programme?done=session-saved");
        one.presses(&first, save).leads_to(&saved);
        // A second click is no other change.
        one.presses(&first, save).leads_to(&saved);

        let typed = [("title", "Buying together, and why"), ("end_time", "14:30")];
        let stale = other.presses(&theirs.fill(&typed), save);
        stale.is_refused_with(&[(
            "",
            "Somebody else has changed this session since you opened it. Nothing of yours is saved yet",
        )]);
        assert_eq!(stale.all(".inset dt"), ["Title", "Start", "End"]);
        assert_eq!(stale.all(".inset dd"), ["Buying as one", "13:15", "14:00"]);
        let again = stale.form(save);
        assert_eq!(again.value("title"), Some("Buying together, and why"));
        assert_eq!(
            one.visit(&page).form(save).value("title"),
            Some("Buying as one")
        );

        // Having seen it, they decide.
        other
            .presses(&again.fill(&[("start_time", "13:15")]), save)
            .leads_to(&saved);
        let now = one.visit(&page).form(save);
        let values = ["title", "start_time", "end_time"].map(|name| now.value(name));
        assert_eq!(
            values,
            [
                Some("Buying together, and why"),
                Some("13:15"),
                Some("14:30")
            ]
        );
    });
}
