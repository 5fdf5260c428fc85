//! An organiser moves sessions about in the plan, by plain forms, and takes it back.

use crate::app::{Browser, Page, spawn_app};
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const PROGRAMME: &str = "/organise/events/care-day-2027/programme";

/// The sessions in the plan, by time and stage: when, and what.
fn plan(page: &Page) -> Vec<(String, String)> {
    let times = page.all("table.plan .item-when > .nowrap");
    let titles = page.all("table.plan .item-title > strong:first-child");
    times.into_iter().zip(titles).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(when, what)| ((*when).to_owned(), (*what).to_owned()))
        .collect()
}

fn moves(organiser: &Browser<'_>, title: &str, fields: &[(&str, &str)]) -> Page {
    let programme = organiser.visit(PROGRAMME);
    let page = organiser.visit(&programme.link(&format!("Move {title}")));
    organiser.presses(&page.form("Move it").fill(fields), "Move it")
}

#[test]
fn a_session_is_moved_stretched_swapped_undone_and_done_again_without_a_script() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(2);
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.adds_stage(SLUG, "Garden Room");
        organiser.adds_session(
            SLUG,
            ("panel", "Buying together", "Garden Room"),
            ("13:00", "13:30"),
        );
        organiser.adds_session(
            SLUG,
            ("keynote", "What comes next", "Garden Room"),
            ("13:30", "14:30"),
        );
        let before = plan(&organiser.visit(PROGRAMME));
        assert_eq!(
            before,
            pairs(&[
                ("10am to 10:30am", "Pitches"),
                ("1pm to 1:30pm", "Buying together"),
                ("1:30pm to 2:30pm", "What comes next"),
            ])
        );

        let hall = organiser.visit(&organiser.visit(PROGRAMME).link("Move Buying together"));
        let hall = hall.option("stage", "Main stage");
        let moved = moves(
            &organiser,
            "Buying together",
            &[
                ("stage", &hall),
                ("start_time", "12:15"),
                ("end_time", "13:15"),
            ],
        );
        let moved = organiser.follow(moved);
        assert_eq!(
            moved.flash(),
            "The session has been moved. Others see it with the next release."
        );
        assert_eq!(
            plan(&moved)[1..],
            pairs(&[
                ("12:15pm to 1:15pm", "Buying together"),
                ("1:30pm to 2:30pm", "What comes next")
            ])
        );

        // What is wrong is said at its field, and what was typed stays.
        let refused = moves(&organiser, "Buying together", &[("start_time", "07:00")]);
        refused.is_refused_with(&[(
            "start_time",
            "The session must lie between the start and the end of the event",
        )]);
        assert_eq!(refused.form("Move it").value("start_time"), Some("07:00"));

        let page = organiser.visit(&organiser.visit(PROGRAMME).link("Move Buying together"));
        let form = page.form("Change places");
        organiser
            .presses(&form, "Change places")
            .is_refused_with(&[("with", "Choose the session to change places with")]);
        let other = page.option("with", "What comes next (1:30pm to 2:30pm, Garden Room)");
        let swapped = organiser.presses(&form.fill(&[("with", &other)]), "Change places");
        let swapped = organiser.follow(swapped);
        assert_eq!(
            plan(&swapped)[1..],
            pairs(&[
                ("12:15pm to 1:15pm", "What comes next"),
                ("1:30pm to 2:30pm", "Buying together")
            ])
        );

        let undo = "Undo: change places of “Buying together” and “What comes next”";
        let undone = organiser.presses(&swapped.form(undo), undo);
        let undone = organiser.follow(undone);
        assert_eq!(
            undone.flash(),
            "That is undone. Others see it with the next release."
        );
        assert_eq!(plan(&undone), plan(&moved));
        let undo = "Undo: move “Buying together”";
        let first = organiser.follow(organiser.presses(&undone.form(undo), undo));
        assert_eq!(plan(&first), before);
        let redo = "Redo: move “Buying together”";
        let again = organiser.follow(organiser.presses(&first.form(redo), redo));
        assert_eq!(plan(&again), plan(&moved));
        // A page that was open before offers what is not next any more.
        let late = organiser.presses(
            &swapped.form("Undo: change places of “Buying together” and “What comes next”"),
            "Undo: change places of “Buying together” and “What comes next”",
        );
        assert_eq!(
            plan(&organiser.follow(late)),
            plan(&moved),
            "it is undone already"
        );
    });
}

#[test]
fn of_two_who_move_a_session_the_second_sees_where_it_is_now_and_decides() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let (one, other) = (app.browser(), app.browser());
        one.signs_in("organiser@north.example");
        other.signs_in_at_once("organiser@north.example");
        one.adds_session(SLUG, ("panel", "Buying together", ""), ("13:00", "14:00"));
        let page = one.visit(PROGRAMME).link("Move Buying together");
        let theirs = other.visit(&page).form("Move it");
        let first = moves(
            &one,
            "Buying together",
            &[("start_time", "13:15"), ("end_time", "14:15")],
        );
        first.leads_to(&format!("{PROGRAMME}?done=session-placed"));

        let typed = theirs.fill(&[("start_time", "14:00"), ("end_time", "15:00")]);
        let stale = other.presses(&typed, "Move it");
        stale.is_refused_with(&[(
            "",
            "Somebody else has changed this session since you opened it. Nothing of yours is saved yet",
        )]);
        assert_eq!(stale.all(".inset dt"), ["Start", "End"]);
        assert_eq!(stale.all(".inset dd"), ["13:15", "14:15"]);
        let again = stale.form("Move it");
        assert_eq!(again.value("start_time"), Some("14:00"));
        other
            .presses(&again, "Move it")
            .leads_to(&format!("{PROGRAMME}?done=session-placed"));
        let now = plan(&one.visit(PROGRAMME));
        assert_eq!(
            now[1],
            ("2pm to 3pm".to_owned(), "Buying together".to_owned())
        );
    });
}

#[test]
fn the_plan_says_what_overlaps_who_has_each_slot_and_what_may_go_wrong() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let day = app.published_day(2);
        let company = app.browser();
        company.signs_in_at_once("founder@careloop.example");
        company.books(day.slots[0].id, &crate::app::people::careloop());
        let organiser = app.browser();
        organiser.signs_in("organiser@north.example");
        organiser.adds_session(
            SLUG,
            ("panel", "Buying together", "Main stage"),
            ("10:15", "11:00"),
        );
        let page = organiser.visit(PROGRAMME);
        assert_eq!(page.all("table.plan thead th").len(), 2);
        assert_eq!(page.all("table.plan .tag-bad"), ["Overlaps", "Overlaps"]);
        let slots = page.all(".item-slots li");
        assert!(slots[0].ends_with("Careloop"), "{slots:?}");
        assert!(slots[1].ends_with("Free"), "{slots:?}");
        let warnings = page.all(".warnings li");
        assert_eq!(
            warnings[0],
            "“Pitches” and “Buying together” overlap on the same stage"
        );
        let list = organiser.visit(&page.link("As lists"));
        assert_eq!(list.all("caption"), ["Main stage"]);
        assert_eq!(list.all("table.plan").len(), 0);
        // Free time is an address that fills the form in.
        let add = organiser.visit(&format!(
            "/organise/events/{SLUG}/sessions/new?start_time=15:00&end_time=15:30"
        ));
        assert_eq!(
            add.form("Add the session").value("start_time"),
            Some("15:00")
        );
    });
}
